"""From services to drafts of lines: each service takes the rate in force on its day.

A line is one item at one rate and one charge for each unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kfees.engine.accounts import Accounts, Biller, ItemCharge, shared_out
from kfees.engine.course import Course
from kfees.engine.excluding import parted
from kfees.engine.figures import RateFound, plain_rate_found, rates_found
from kfees.engine.item_rules import Ruling
from kfees.engine.services import Service
from kfees.engine.step_down import DaysCounted
from kfees.library.library import Library
from kfees.model.money import ZERO, round_half_up
from kfees.model.schedule import Rate


@dataclass(slots=True, eq=False, repr=False)
class Draft:
    """One item's services at one rate, of which `service` is the first, and how each unit is charged."""

    found: RateFound
    service: Service
    charged: ItemCharge | None
    biller: Biller
    days: tuple[date, ...]
    quantity: Decimal
    discount: Decimal = ZERO

    @property
    def charge(self) -> Decimal:
        """The charge by item before any discount."""
        return round_half_up(self.charged.each * self.quantity) if self.charged else ZERO


def _draft(found: RateFound, services: Sequence[Service], charged: ItemCharge | None) -> Draft:
    service = services[0]
    days, quantity = service.days, service.units
    if len(services) > 1:
        days = tuple(sorted({day for service in services for day in service.days}))
        quantity = sum([service.units for service in services], Decimal(0))
    return Draft(found, service, charged, Biller(service.payee, service.provider), days, quantity)


def drafted(course: Course, ruling: Ruling, library: Library, accounts: Accounts) -> list[Draft]:
    """A course's services gathered: what rules exclude, and what is payable at one rate and one charge."""
    payable, struck = parted(course.services, ruling, library)
    gathered = [*_by_rate(payable, course, library)]
    gathered += [(RateFound(one.version, None, struck=one), one.services) for one in struck]
    drafts = [
        _draft(found, services, charged)
        for found, together in gathered
        for charged, services in accounts.parted(together)
    ]
    for biller, discount in accounts.discounts.items():
        theirs = [number for number, draft in enumerate(drafts) if draft.charged and draft.biller == biller]
        shares = shared_out(discount, [drafts[number].charge for number in theirs])
        for number, share in zip(theirs, shares, strict=True):
            drafts[number] = replace(drafts[number], discount=share)
    return drafts


def _by_rate(
    services: Iterable[Service], course: Course, library: Library
) -> Iterable[tuple[RateFound, list[Service]]]:
    """Services by item and provider, parted where the version in force changes, where the rate steps down
    by the day of the stay, and where each is weighed as an episode of its own."""
    counted: DaysCounted | None = None
    gathered: dict[tuple[object, ...], tuple[RateFound, list[Service]]] = {}
    for service in services:
        plain = plain_rate_found(service, library)
        if plain is not None:
            gathered.setdefault(_key(plain, service), (plain, []))[1].append(service)
            continue
        counted = counted or DaysCounted(course, library)
        for found, part in rates_found(service, counted, course, library):
            gathered.setdefault(_key(found, service), (found, []))[1].append(part)
    return gathered.values()


def _key(found: RateFound, service: Service) -> tuple[object, ...]:
    """What is one line. A rate whose figure is known already is kept: it is one thing."""
    if found.figure is not None:
        return id(found), service.provider
    version, rate = found.version, found.rate
    step = rate.from_day if isinstance(rate, Rate) else service.episode
    return (
        *(service.schedule, service.item, service.provider),
        *(version and version.first_day, step, found.reason, service.on_leave),
    )
