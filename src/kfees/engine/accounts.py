"""Whose a line and a charge are, and which lines each charge stands over.

A biller is a payee, by name where the request names one: two doctors have an account each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from kfees.engine.services import Service, day_by_day
from kfees.library.library import Library
from kfees.model.money import CENT, ZERO
from kfees.model.payee import PHARMACY, Payee
from kfees.model.quote import Line
from kfees.model.request import Charge, ChargeKind, CourseRequest
from kfees.model.sentences import Sentence, translatable

NO_LINE_OF = translatable(
    "The course has no line of {payee}, so what it charges is kept as a fee that no schedule has:"
    " please check it."
)
IN_ONE_AMOUNT = translatable("{payee}, charged in one amount")

_LINE = attrgetter("payee", "schedule", "item", "provider")


class Biller(NamedTuple):
    """Who sends an account: a payee, and its name where a request gives one."""

    payee: Payee
    provider: str | None = None

    def __str__(self) -> str:
        return f"{self.payee} of {self.provider}" if self.provider else self.payee


@dataclass(slots=True, eq=False, repr=False)
class Assigned:
    """A charge of a request, by its number there, and whose it is. `candidates`: who has such lines, or for
    a discount such charges."""

    number: int
    kind: ChargeKind
    charge: Charge
    biller: Biller
    candidates: tuple[str | None, ...]


def assigned(request: CourseRequest, services: Iterable[Service | Line]) -> tuple[Assigned, ...]:
    """The charges of a request with whose each is: whoever it names, else the setting's biller where that
    one has such lines, else the only other one. Discounts come last. `services`: those of the course, or
    the lines that a quote has of them."""
    if not request.charges:
        return ()
    by_payee: dict[Payee, dict[str | None, None]] = {}
    by_item: dict[tuple[str, str], dict[str | None, Payee]] = {}
    payee: Payee
    for payee, schedule, item, provider in map(_LINE, services):
        by_payee.setdefault(payee, {})[provider] = None
        by_item.setdefault((schedule, item), {})[provider] = payee
    found: list[Assigned] = []
    discounts: list[tuple[int, Charge]] = []
    for number, charge in enumerate(request.charges):
        if (kind := charge.kind) == "discount":
            discounts.append((number, charge))
        elif (whose := charge.payee) is not None:
            candidates = tuple(by_payee.get(whose, ()))
            found.append(_assigned(number, kind, charge, whose, candidates, request))
        else:
            billers = by_item.get((charge.schedule or "", charge.item or ""), {})
            whom: Payee = next(iter(billers.values()), PHARMACY)
            found.append(_assigned(number, kind, charge, whom, tuple(billers), request))
    if not discounts:
        return tuple(found)
    charged = dict.fromkeys(one.biller for one in found if one.kind != "fee")
    for number, charge in discounts:
        assert charge.payee is not None
        candidates = tuple(biller.provider for biller in charged if biller.payee == charge.payee)
        found.append(_assigned(number, "discount", charge, charge.payee, candidates, request))
    return tuple(found)


def _assigned(
    number: int,
    kind: ChargeKind,
    charge: Charge,
    payee: Payee,
    candidates: tuple[str | None, ...],
    request: CourseRequest,
) -> Assigned:
    provider = charge.provider
    if provider is None:
        own = request.providers.get(payee)
        provider = own if own in candidates or len(candidates) != 1 else candidates[0]
    return Assigned(number, kind, charge, Biller(payee, provider), candidates)


class ItemCharge(NamedTuple):
    """What each unit of an item is charged at."""

    each: Decimal
    with_gst: bool


class OneAmount(NamedTuple):
    """What is charged for all of a biller's lines together, its discount taken off."""

    amount: Decimal
    with_gst: bool
    discount: Decimal


class Fee(NamedTuple):
    """A charge for what no schedule has, less any discount."""

    biller: Biller
    label: str
    units: Decimal
    each: Decimal
    dates: tuple[date, ...]


ItemKey = tuple[str, str, str | None]
"""A schedule, an item and the provider who bills it."""


class Accounts:
    """What each biller charges: in one amount, by item (on a day, or on every day: None), as fees.

    `discounts` are off what is charged by item. `please_check`: charges without a line.
    """

    __slots__ = ("by_item", "discounts", "fees", "in_one_amount", "please_check")

    def __init__(self) -> None:
        self.in_one_amount: dict[Biller, OneAmount] = {}
        self.by_item: dict[ItemKey, dict[date | None, ItemCharge]] = {}
        self.fees: list[Fee] = []
        self.discounts: dict[Biller, Decimal] = {}
        self.please_check: list[str] = []

    @classmethod
    def of(cls, charges: Sequence[Assigned], library: Library) -> Accounts:
        """The accounts of a course whose charges were checked."""
        accounts = cls()
        for one in reversed(charges):  # discounts come last
            if one.charge.discount is None:
                break
            already = accounts.discounts.get(one.biller, ZERO)
            accounts.discounts[one.biller] = already + one.charge.discount
        for one in charges:
            if (amount := one.charge.amount) is not None:
                accounts._take(one, amount, library)
        return accounts

    def _take(self, one: Assigned, amount: Decimal, library: Library) -> None:
        charge, biller = one.charge, one.biller
        if one.kind == "item":
            assert charge.schedule is not None
            assert charge.item is not None
            each = ItemCharge(amount, charge.with_gst)
            by_day = self.by_item.setdefault((charge.schedule, charge.item, biller.provider), {})
            by_day.update(dict.fromkeys(charge.dates or (None,), each))
        elif charge.label is not None:
            self.fees.append(Fee(biller, charge.label, charge.units, amount, charge.dates or ()))
        else:
            discount = self.discounts.pop(biller, ZERO)
            if one.candidates:
                self.in_one_amount[biller] = OneAmount(amount - discount, charge.with_gst, discount)
                return
            label = IN_ONE_AMOUNT.format(payee=Sentence(library.every_payee[biller.payee].title))
            self.fees.append(Fee(biller, label, Decimal(1), amount - discount, ()))
            self.please_check.append(NO_LINE_OF.format(payee=library.biller(*biller)))

    def parted(self, services: list[Service]) -> Iterable[tuple[ItemCharge | None, list[Service]]]:
        """One item's services, parted where their days are charged differently."""
        if not self.by_item:
            return ((None, services),)
        service = services[0]
        by_day = self.by_item.get((service.schedule, service.item, service.provider))
        if by_day is None:
            return ((None, services),)
        if None in by_day:
            return ((by_day[None], services),)
        parts: dict[ItemCharge | None, list[Service]] = {}
        for service in day_by_day(services):
            parts.setdefault(by_day.get(service.day), []).append(service)
        return parts.items()


def shared_out(discount: Decimal, charges: Sequence[Decimal]) -> list[Decimal]:
    """A discount's part of each charge, pro rata to the cent, half up; the remainder falls on the largest,
    and on the next ones what that one cannot bear."""
    total = int(sum(charges, ZERO) / CENT) or 1
    shares = [(int(2 * discount * charge / CENT / CENT) + total) // (2 * total) * CENT for charge in charges]
    remainder = discount - sum(shares, ZERO)
    for number in sorted(range(len(charges)), key=lambda number: -charges[number]):
        more = max(-shares[number], min(remainder, charges[number] - shares[number]))
        shares[number] += more
        remainder -= more
    return shares
