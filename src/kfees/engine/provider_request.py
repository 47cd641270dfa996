"""What a provider's rows ask, as a request: its charges, by item and day, fees and discounts, and by whom.

The course stays what the request says; what the rows charge beside it is added as services. A row that the
checks of a request refuse is said with their words and remedy, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.engine.provider_billers import FeeRow, TakenOff
from kfees.engine.provider_codes import ItemName
from kfees.engine.provider_items import Matching
from kfees.engine.provider_lines import Matched, Outcome, quoted
from kfees.engine.services import Service, day_by_day
from kfees.library.library import Library
from kfees.model.money import CENT, EXACT, ZERO, round_half_up
from kfees.model.payee import Payee
from kfees.model.problems import InputError, Problem
from kfees.model.request import Charge, CourseRequest, Item, ServiceRequest
from kfees.reading.provider_rows import ProviderRow

Account = tuple[str, str, str | None]
"""A schedule, an item and who bills it; None is whoever bills what the setting brings."""

_CHARGE = re.compile(r"charges\[(\d+)\]")

MOST_DAYS, MOST_UNITS = 366, Decimal(100_000)
"""So many days a charge or a service names at most, and so many units of each day a service."""


class Composed(NamedTuple):
    """A request that says what rows charge; it laid out, and the course without them; what became of each
    row; and the services that a row charges."""

    request: CourseRequest
    course: Course
    bare: Course
    outcomes: tuple[Outcome, ...]
    charged: tuple[Service, ...]


def asked_by(
    rows: Sequence[ProviderRow], request: CourseRequest, library: Library, *, beside: Sequence[Charge] = ()
) -> Composed:
    """The request with the charges of the rows in place of its own; `beside` them stand charges of others.
    InputError where it is wrong itself."""
    bare = request.model_copy(update={"charges": ()})
    course = lay_out(bare, library)
    library = library.of(request.payer)
    outcomes = Matching(rows, course, library).outcomes()
    while True:
        draft = _Draft(bare, beside, outcomes, course, library)
        found = draft.request()
        try:
            laid_out = lay_out(found, library)
        except InputError as error:
            refused = draft.rows_at(error.problems)
            if not refused:
                raise
            for number, problem in refused.items():
                says = f"Not read for certain. {problem.message} {problem.remedy}"
                outcomes[number] = quoted(rows[number], "not read", says)
        else:
            return Composed(found, laid_out, course, tuple(outcomes), draft.charged_of(laid_out))


@dataclass(slots=True)
class _Day:
    """What is charged of an item on a day, and the numbers of the rows that charge it."""

    units: Decimal = Decimal(0)
    amount: Decimal = ZERO
    with_gst: bool = False
    rows: list[int] = field(default_factory=list)


class _Draft:
    """Charges and services in the making, each with the numbers of the rows that they come from."""

    def __init__(
        self,
        bare: CourseRequest,
        beside: Sequence[Charge],
        outcomes: Sequence[Outcome],
        course: Course,
        library: Library,
    ) -> None:
        self._bare, self._beside, self._course, self._library = bare, beside, course, library
        self._charges: list[tuple[Charge, list[int]]] = []
        self._services: list[ServiceRequest] = []
        self._replaced: dict[ItemName, None] = {}
        self._providers = {**_own_billers(outcomes, library), **bare.providers}
        self._accounts = self._accounts_of(outcomes)
        for account, days in self._accounts.items():
            self._add_services(account, days)
            self._add_charges(account, days)
        for number, row in enumerate(outcomes):
            if isinstance(row, FeeRow):
                self._charges.append((_fee(row), [number]))
            elif isinstance(row, TakenOff):
                assert row.row.amount is not None
                provider = row.row.provider or None
                discount = Charge(payee=row.payee, discount=row.row.amount, provider=provider)
                self._charges.append((discount, [number]))

    def request(self) -> CourseRequest:
        bare = self._bare
        own = {(service.schedule, service.item) for service in bare.services}
        left_out = [Item(schedule=name[0], item=name[1]) for name in self._replaced if name not in own]
        return bare.model_copy(
            update={
                "providers": self._providers,
                "charges": (*self._beside, *(charge for charge, _ in self._charges)),
                "services": (*self._kept(), *self._services),
                "without": (*bare.without, *left_out),
            }
        )

    def charged_of(self, course: Course) -> tuple[Service, ...]:
        """The services of the course that the rows charge."""
        return tuple(
            service
            for service in day_by_day(course.services)
            if service.day in self._accounts.get(self._account(service), ())
        )

    def rows_at(self, problems: Iterable[Problem]) -> dict[int, Problem]:
        """The rows that problems of charges come from: what is added is what a schedule has."""
        found: dict[int, Problem] = {}
        for problem in problems:
            charge = _CHARGE.match(problem.place)
            if charge and (number := int(charge[1]) - len(self._beside)) >= 0:
                found |= dict.fromkeys(self._charges[number][1], problem)
        return found

    def _kept(self) -> list[ServiceRequest]:
        return [one for one in self._bare.services if (one.schedule, one.item) not in self._replaced]

    def _account(self, service: Service) -> Account:
        own = service.provider in (None, self._providers.get(service.payee))
        return service.schedule, service.item, None if own else service.provider

    def _accounts_of(self, outcomes: Sequence[Outcome]) -> dict[Account, dict[date, _Day]]:
        """What the rows charge, by account and day."""
        accounts: dict[Account, dict[date, _Day]] = {}
        for number, row in enumerate(outcomes):
            if not isinstance(row, Matched):
                continue
            provider = self._biller_of(row)
            days = accounts.setdefault((*row.item, provider), {})
            for day, units, amount in row.by_day():
                here = days.setdefault(day, _Day())
                here.units += units
                here.amount += amount
                here.with_gst |= row.row.with_gst
                here.rows.append(number)
        return accounts

    def _biller_of(self, row: Matched) -> str | None:
        """Who bills a row; without a name the setting's biller, or the only one who bills the item."""
        name = row.row.provider
        if name:
            return None if name == self._providers.get(self._library.payee(row.item[0])) else name
        known = {
            self._account(one)[2] for one in self._course.services if (one.schedule, one.item) == row.item
        }
        return known.pop() if len(known) == 1 else None

    def _add_services(self, account: Account, days: dict[date, _Day]) -> None:
        """The units that the course lacks, as services. An item of which it has more on a day than is
        charged, or that another bills than was taken, is left out and added anew."""
        schedule, item, provider = account
        has: dict[date, Decimal] = {}
        for service in day_by_day(self._course.services):
            if (service.schedule, service.item) == (schedule, item):
                has[service.day] = has.get(service.day, Decimal(0)) + service.quantity
        if provider is not None and (schedule, item, None) in self._accounts:
            has = {}  # those are billed by the other
        elif has and (provider is not None or any(days[day].units < has[day] for day in has if day in days)):
            self._replaced[schedule, item] = None
            for day in sorted(has.keys() - days.keys()):
                self._add_service(account, has[day], [day])
            has = {}
        added: dict[Decimal, list[date]] = {}
        for day, here in sorted(days.items()):
            if more := here.units - has.get(day, Decimal(0)):
                added.setdefault(more, []).append(day)
        for units, on in added.items():
            self._add_service(account, units, on)

    def _add_service(self, account: Account, units: Decimal, on: Sequence[date]) -> None:
        schedule, item, provider = account
        while units > 0:
            some = min(units, MOST_UNITS)
            units -= some
            self._services += [
                ServiceRequest(schedule=schedule, item=item, dates=dates, quantity=some, provider=provider)
                for dates in _parted(on)
            ]

    def _add_charges(self, account: Account, days: dict[date, _Day]) -> None:
        """Charges for each unit; what these come to above the rows' amounts is a discount of some cents."""
        schedule, item, provider = account
        by_price: dict[tuple[Decimal, bool], list[date]] = {}
        for day, here in sorted(days.items()):
            each = (here.amount / here.units).quantize(CENT, ROUND_CEILING)
            by_price.setdefault((each, here.with_gst), []).append(day)
        over = -sum([here.amount for here in days.values()], ZERO)
        for (each, _), on in by_price.items():
            units = sum([days[day].units for day in on], Decimal(0))
            over += round_half_up(EXACT.multiply(each, units))
        everywhere = len(by_price) == 1 and self._is_every_day(account, days)
        for (each, with_gst), on in by_price.items():
            for dates in _parted(on):
                charge = Charge(
                    schedule=schedule,
                    item=item,
                    amount=each,
                    dates=None if everywhere else dates,
                    provider=provider,
                    gst="included" if with_gst else None,
                )
                self._charges.append((charge, [row for day in dates for row in days[day].rows]))
                if everywhere:
                    break
        if over:
            discount = Charge(payee=self._library.payee(schedule), discount=over, provider=provider)
            self._charges.append((discount, [row for here in days.values() for row in here.rows]))

    def _is_every_day(self, account: Account, days: dict[date, _Day]) -> bool:
        """Whether the rows charge each day on which this biller has the item."""
        schedule, item, provider = account
        if provider is not None and (schedule, item) not in self._replaced:
            return True
        theirs = [one for one in self._course.services if (one.schedule, one.item) == (schedule, item)]
        return all(days.keys() >= {*one.days} for one in theirs)


def _parted(days: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """Days as far as one charge or service names them."""
    for start in range(0, len(days), MOST_DAYS):
        yield tuple(days[start : start + MOST_DAYS])


def _own_billers(outcomes: Iterable[Outcome], library: Library) -> dict[Payee, str]:
    """Who bills what the setting brings, by name: for each payee whoever first charges days of the course;
    where nobody does, the only one who charges anything."""
    rows = [row for row in outcomes if isinstance(row, Matched)]
    found: dict[Payee, str] = {}
    for row in rows:
        if row.in_course:
            found.setdefault(library.payee(row.item[0]), row.row.provider)
    for payee in {library.payee(row.item[0]) for row in rows} - found.keys():
        names = {row.row.provider for row in rows if library.payee(row.item[0]) == payee}
        found[payee] = names.pop() if len(names) == 1 else ""
    return {payee: name for payee, name in found.items() if name}


def _fee(fee: FeeRow) -> Charge:
    """A fee for each unit, or for all in one where a unit's is no whole number of cents."""
    row = fee.row
    assert row.amount is not None
    units = row.quantity or Decimal(1)
    each = row.amount / units
    whole = each == each.quantize(CENT)
    days = row.days or ((row.day,) if row.day else ())
    return Charge(
        payee=fee.payee,
        label=fee.label,
        amount=each if whole else row.amount,
        quantity=units if whole and units != 1 else None,
        dates=days if len(days) in (1, units) else None,
        provider=row.provider or None,
        gst="included" if row.with_gst else None,
    )
