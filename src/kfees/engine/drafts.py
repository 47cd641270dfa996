"""From services to drafts of lines: each service takes the rate in force on its day.

A line is one item at one rate and one charge for each unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kfees.engine.accounts import Accounts, Biller, ItemCharge, shared_out
from kfees.engine.course import Course
from kfees.engine.excluding import parted
from kfees.engine.figures import RateFound, rates_found
from kfees.engine.item_rules import Ruling
from kfees.engine.services import Service
from kfees.engine.step_down import DaysCounted
from kfees.library.library import Library
from kfees.model.money import ZERO, round_half_up
from kfees.model.schedule import Rate


@dataclass(slots=True)
class Draft:
    """One item's services at one rate, and how each unit is charged."""

    found: RateFound
    services: list[Service]
    charged: ItemCharge | None
    discount: Decimal = ZERO
    biller: Biller = field(init=False)
    days: tuple[date, ...] = field(init=False)
    quantity: Decimal = field(init=False)

    def __post_init__(self) -> None:
        service = self.services[0]
        self.biller = Biller(service.payee, service.provider)
        self.days, self.quantity = service.days, service.units
        if len(self.services) > 1:
            self.days = tuple(sorted({day for service in self.services for day in service.days}))
            self.quantity = sum([service.units for service in self.services], Decimal(0))

    @property
    def charge(self) -> Decimal:
        """The charge by item before any discount."""
        return round_half_up(self.charged.each * self.quantity) if self.charged else ZERO


def drafted(course: Course, ruling: Ruling, library: Library, accounts: Accounts) -> list[Draft]:
    """A course's services gathered: what rules exclude, and what is payable at one rate and one charge."""
    payable, struck = parted(course.services, ruling, library)
    gathered = [*_by_rate(payable, course, library)]
    gathered += [(RateFound(one.version, None, struck=one), one.services) for one in struck]
    drafts = [
        Draft(found, services, charged)
        for found, together in gathered
        for charged, services in accounts.parted(together)
    ]
    for biller, discount in accounts.discounts.items():
        theirs = [draft for draft in drafts if draft.charged and draft.biller == biller]
        shares = shared_out(discount, [draft.charge for draft in theirs])
        for draft, share in zip(theirs, shares, strict=True):
            draft.discount = share
    return drafts


def _by_rate(
    services: Iterable[Service], course: Course, library: Library
) -> Iterable[tuple[RateFound, list[Service]]]:
    """Services by item and provider, parted where the version in force changes, where the rate steps down
    by the day of the stay, and where each is weighed as an episode of its own."""
    counted = DaysCounted(course, library)
    gathered: dict[tuple[object, ...], tuple[RateFound, list[Service]]] = {}
    for service in services:
        for found, part in rates_found(service, counted, course, library):
            version, rate = found.version, found.rate
            step = rate.from_day if isinstance(rate, Rate) else service.episode
            key = (
                *(service.schedule, service.item, service.provider),
                *(version and version.first_day, step, found.reason, service.on_leave),
            )
            gathered.setdefault(key, (found, []))[1].append(part)
    return gathered.values()
