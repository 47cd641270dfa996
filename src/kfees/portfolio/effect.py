"""What another schedule would change: a payer's rows under the versions of one day and of another.

Every course keeps its services, on its own dates; all of them are priced by the versions in force on
the first day, and then on the second. The change of what can be paid at most is, service by service:

    price       the change of the rate, at the weight that the service has on the first day
    mix         the change of its weight (NWAU), at the price of the second day; none without weights
    other_kind  all of the change of a service whose two rates are not of one kind: a floor or another payer's
                price on one of the days, another unit, or GST on one of them, which is no change of price
    unpriced    all of a service that has a rate on one of the days alone

Amounts are in the payer's currency, to the cent; before + price + mix + other_kind + unpriced = after,
without any rounding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext

import polars as pl

from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.engine.excluding import parted, rule_on
from kfees.engine.pricing import price_course
from kfees.engine.services import day_by_day
from kfees.library.changes import Kind, unlike
from kfees.library.library import Library
from kfees.model.money import EXACT, ZERO, round_half_up
from kfees.model.payer import PayerWords
from kfees.model.problems import InputError
from kfees.model.quote import Line, Quote, ScheduleUsed
from kfees.model.request import ANYWHERE
from kfees.portfolio.day_order import Orders
from kfees.portfolio.fields import PAYER
from kfees.portfolio.named import UNNAMED, Named
from kfees.portfolio.pricer import Pricer
from kfees.portfolio.seen_cells import NONE_SHOWN_OTHERWISE, ShownOtherwise
from kfees.portfolio.shapes import Shape
from kfees.reading.as_written.days import DateOrder


@dataclass
class Change:
    """What changes for some services. `before` and `after` are the sums of the known maximums, and
    `before_of_both` that of the services with rates of one kind on both days; `services` counts all,
    `unpriced_before` and `unpriced_after` those without a rate."""

    name: str
    label: str
    services: Decimal = Decimal(0)
    courses: int = 0
    before: Decimal = ZERO
    price: Decimal = ZERO
    mix: Decimal = ZERO
    other_kind: Decimal = ZERO
    unpriced: Decimal = ZERO
    after: Decimal = ZERO
    before_of_both: Decimal = ZERO
    unpriced_before: Decimal = Decimal(0)
    unpriced_after: Decimal = Decimal(0)

    @property
    def change(self) -> Decimal:
        return self.after - self.before

    def add(self, one: RepricedService, times: int) -> None:
        self.services += one.units * times
        self.before += (one.before or ZERO) * times
        self.after += (one.after or ZERO) * times
        self.before_of_both += one.before * times if one.before is not None and one.is_of_both else ZERO
        self.price += one.price * times
        self.mix += one.mix * times
        self.other_kind += one.other_kind * times
        self.unpriced += one.unpriced * times
        self.unpriced_before += one.units * times if one.before is None else 0
        self.unpriced_after += one.units * times if one.after is None else 0


@dataclass(frozen=True, slots=True)
class RepricedService:
    """Some units of an item on one day of a course: what they come to under either day's versions, None
    where there is no rate; the units' weight where they have one."""

    item: str
    label: str
    units: Decimal
    before: Decimal | None
    after: Decimal | None
    at_old_weight: Decimal | None
    """What they would come to at the weight of the first day and the price of the second."""

    unlike: Sequence[Kind] = ()
    """In what the two rates are not of one kind."""

    @property
    def is_of_both(self) -> bool:
        """Whether there are rates of one kind on both days."""
        return not (self.before is None or self.after is None or self.unlike)

    @property
    def price(self) -> Decimal:
        if self.before is None or self.after is None or self.unlike:
            return ZERO
        return (self.after if self.at_old_weight is None else self.at_old_weight) - self.before

    @property
    def mix(self) -> Decimal:
        if self.before is None or self.after is None or self.at_old_weight is None or self.unlike:
            return ZERO
        return self.after - self.at_old_weight

    @property
    def other_kind(self) -> Decimal:
        if self.before is None or self.after is None or not self.unlike:
            return ZERO
        return self.after - self.before

    @property
    def unpriced(self) -> Decimal:
        if (self.before is None) == (self.after is None):
            return ZERO
        return self.after if self.after is not None else -(self.before or ZERO)


@dataclass
class Effect:
    """What a portfolio has of one payer, under the versions of `first` and of `second`. `settings` and
    `items` are the parts of `total`, the largest before first. `refused` counts the rows that cannot be
    priced; they are in no figure. `versions` says by day which versions priced anything, and whether they
    are stale."""

    first: date
    second: date
    payer: PayerWords = field(default_factory=PayerWords)
    refused: int = 0
    total: Change = field(default_factory=lambda: Change("total", "Total"))
    by_setting: dict[str, Change] = field(default_factory=dict)
    by_item: dict[str, Change] = field(default_factory=dict)
    versions: dict[date, dict[tuple[str, date], ScheduleUsed]] = field(init=False)

    def __post_init__(self) -> None:
        self.versions = {self.first: {}, self.second: {}}

    @property
    def has_other_kinds(self) -> bool:
        """Whether any change is none of price, as the rates are not of one kind."""
        return any(change.other_kind for change in self.by_item.values())

    @property
    def settings(self) -> list[Change]:
        return sorted(self.by_setting.values(), key=lambda change: (-change.before, change.name))

    @property
    def items(self) -> list[Change]:
        return sorted(self.by_item.values(), key=lambda change: (-change.before, change.name))


class Repricer:
    """Prices a table with the columns of `schema` under two days' versions, from the pieces it is given."""

    def __init__(
        self,
        schema: Mapping[str, pl.DataType],
        library: Library,
        first: date,
        second: date,
        order: DateOrder | Orders = "day-first",
        shown_otherwise: ShownOtherwise = NONE_SHOWN_OTHERWISE,
        *,
        named: Named = UNNAMED,
    ) -> None:
        self.first, self.second = first, second
        self._library = library
        self._before, self._after = library.pinned_to(first), library.pinned_to(second)
        self.pricer = Pricer(schema, self._before, order, shown_otherwise, named=named)
        self.columns = self.pricer.columns
        self._met: list[pl.DataFrame] = []

    def count(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Note the distinct courses of a piece and how many rows have each; nothing of it is left."""
        self._met.append(self.pricer.shapes_met(piece))
        return piece.clear()

    def effects(self) -> list[Effect]:
        """The effect for each payer of the pieces that were counted: no amount of one is added to another's.
        Of a portfolio of no row, that for the library's payer."""
        rows: Counter[int] = Counter()
        refused: Counter[str] = Counter()
        shapes: dict[int, Shape] = {}
        for piece in self._met:
            for row in piece.iter_rows(named=True):
                if row["key"] is None:
                    refused[row.get(PAYER, self._library.payer_name)] += row["rows"]
                    continue
                rows[row["key"]] += row["rows"]
                if row["key"] not in shapes:
                    shapes[row["key"]] = self.pricer.shape(row)
        met = {shape.payer for shape in shapes.values()} | refused.keys()
        found = {
            name: Effect(self.first, self.second, self._library.of(name).payer_words, refused[name])
            for name in self._library.payers
            if name in (met or {self._library.payer_name})
        }
        with localcontext(EXACT):
            for key, shape in shapes.items():
                self._add(found[shape.payer], shape, rows[key])
        return list(found.values())

    def _add(self, found: Effect, shape: Shape, times: int) -> None:
        request = shape.request(self._library)
        try:
            course = lay_out(request, self._library)
            before, after = price_course(course, self._before), price_course(course, self._after)
        except InputError:
            found.refused += times
            return
        for day, quote in ((self.first, before), (self.second, after)):
            found.versions[day] |= {(used.schedule, used.version): used for used in quote.schedules}
        library = self._library.of(shape.payer)
        name = shape.setting or ANYWHERE
        setting = found.by_setting.setdefault(name, Change(name, library.setting(name).title))
        items: set[str] = set()
        for service in services(course, before, after, library):
            item = found.by_item.setdefault(service.item, Change(service.item, service.label))
            for change in (found.total, setting, item):
                change.add(service, times)
            item.courses += 0 if service.item in items else times
            items.add(service.item)
        found.total.courses += times
        setting.courses += times


def services(course: Course, before: Quote, after: Quote, library: Library) -> Iterator[RepricedService]:
    """The services of one course that are payable beside each other, under the versions of either day."""
    old, new = _by_day(before), _by_day(after)
    payable, _ = parted(course.services, rule_on(course.services, library), library)
    for service in day_by_day(payable):
        key = (service.schedule, service.item, service.day)
        yield _service(service.quantity, old[key], new[key])


def _by_day(quote: Quote) -> dict[tuple[str, str, date], Line]:
    """The line that prices an item on a day."""
    return {
        (line.schedule, line.code, day): line
        for line in quote.lines
        if line.schedule is not None and not line.is_excluded
        for day in line.dates
    }


def _service(units: Decimal, old: Line, new: Line) -> RepricedService:
    at_old_weight = None
    if old.weight is not None and new.weight is not None and new.price_per_weight is not None:
        at_old_weight = round_half_up(old.weight * new.price_per_weight) * units
    return RepricedService(
        item=f"{old.schedule}:{old.item}",
        label=old.label,
        units=units,
        before=_amount(old, units),
        after=_amount(new, units),
        at_old_weight=at_old_weight,
        unlike=() if old.rate is None or new.rate is None else unlike(old, new),
    )


def _amount(line: Line, units: Decimal) -> Decimal | None:
    """What some units come to at a line's rate, with its GST where they are charged with it; 0.00 where they
    are not payable, None without a rate."""
    if line.rate is not None:
        return (line.rate + (line.gst_per_unit or ZERO)) * units
    return ZERO if line.determination == "not payable" else None
