"""A provider's own quote against the course: each row matched, priced by the engine, and said.
Every row keeps its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kfees.engine import please_check, reasons
from kfees.engine.checking import lay_out
from kfees.engine.course import Course, Service
from kfees.engine.excluding import rule_on
from kfees.engine.gap import split, sum_of
from kfees.engine.item_rules import Billed, Excluded, Ruling, judge
from kfees.engine.pricing import price_course
from kfees.engine.provider_items import ItemName, Matched, Matching, unpriced
from kfees.engine.verdict import verdict_on
from kfees.library.library import Library
from kfees.model.assessment import ProviderQuote, QuotedLine, RowOutcome
from kfees.model.item_rules import ItemFinding
from kfees.model.money import EXACT, ZERO, plain, round_half_up
from kfees.model.quote import Line
from kfees.model.request import CourseRequest
from kfees.model.sentences import joined
from kfees.reading.provider_rows import ProviderRow

COUNTED: tuple[RowOutcome, ...] = ("matched", "not in the course")
"""The outcomes of rows whose charge and maximum are in the totals."""

LEFT_OUT: tuple[RowOutcome, ...] = ("unknown item", "ambiguous", "duplicate", "not read")
"""The outcomes of rows that may hold a charge, and are in no sum."""

MANY_TIMES = 3
"""A row without a quantity that charges so many times its maximum may be for several units."""


def provider_quote(rows: Sequence[ProviderRow], request: CourseRequest, library: Library) -> ProviderQuote:
    """Match the provider's rows to the course, and hold each charge against the engine's maximum.

    The charges of the request itself are left aside: the provider's quote states them.
    """
    course = lay_out(request.model_copy(update={"charges": ()}), library)
    matching = Matching(rows, course, library)
    outcomes = matching.outcomes()
    prices = _Prices([row for row in outcomes if isinstance(row, Matched)], course, library, matching)
    lines = tuple(prices.line(row) if isinstance(row, Matched) else row for row in outcomes)
    counted = [line for line in lines if line.outcome in COUNTED]
    return ProviderQuote(
        lines=lines,
        missing=tuple(_missing(counted, course)),
        differences=tuple(_differences(counted, course)),
        left_out=tuple(line.place for line in lines if line.outcome in LEFT_OUT),
        item_findings=_findings(
            [
                row
                for row, line in zip(outcomes, lines, strict=True)
                if isinstance(row, Matched) and line.outcome in COUNTED
            ],
            library,
        ),
        charge=_sum(line.amount for line in counted),
        maximum=_sum(line.maximum for line in counted),
        payable=_sum(line.payable for line in counted),
        gap=_sum(line.gap for line in counted),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None where an amount is unknown, and where nothing was read: that is not 0.00."""
    found = list(amounts)
    return sum_of(found) if found else None


class _Prices:
    """The engine's rates for every unit that the rows charge: all in one course of nothing else, so that
    a stay's days are counted over all rows."""

    def __init__(self, rows: Sequence[Matched], course: Course, library: Library, matching: Matching) -> None:
        self._may_be_more = matching.may_be_more
        services = tuple(
            Service(library.payee(row.item[0]), *row.item, day, units)
            for row in rows
            for day, units in row.units.items()
        )
        found = verdict_on(course, library)
        self._refused = found is not None and found.payability == "not payable"
        self._lines: dict[tuple[str | None, str | None, date], Line] = {}
        self._excluded: dict[tuple[int, date], Sequence[Excluded]] = {}
        if services:  # a course of no services has nothing to price
            uncharged = course.request.model_copy(update={"charges": (), "providers": {}})
            priced = price_course(replace(course, request=uncharged, services=services), library)
            ordered = sorted(priced.lines, key=lambda line: not line.is_excluded)
            self._lines = {(line.schedule, line.item, day): line for line in ordered for day in line.dates}
            self._excluded = self._by_row(rows, rule_on(services, library))

    @staticmethod
    def _by_row(rows: Sequence[Matched], ruling: Ruling) -> dict[tuple[int, date], Sequence[Excluded]]:
        """What the rules between items exclude of each row's units on a day."""
        units = [(id(row), day) for row in rows for day in row.units]
        return {units[number]: parts for number, parts in ruling.excluded.items()}

    def line(self, matched: Matched) -> QuotedLine:
        """The row with its maximum, and what of its charge is payable."""
        row, (schedule, item) = matched.row, matched.item
        assert row.amount is not None
        rated = [(self._lines[schedule, item, day], units) for day, units in matched.units.items()]
        if row.with_gst and any(line.gst == "exclusive" for line, _ in rated):
            with_gst = "Not read for certain. The amount includes GST, and the maximum is without it."
            return unpriced(row, "not read", with_gst)
        excluded = [self._excluded.get((id(matched), day), ()) for day in matched.units]
        rated = [
            (line, units - sum(part.units for part in parts))
            for (line, units), parts in zip(rated, excluded, strict=True)
        ]
        maximum = sum_of(_maximum(line, units) for line, units in rated)
        if self._may_be_more(matched) and (asked := _several(row.amount, rated[0][0])):
            return unpriced(row, "not read", f"Not read for certain. {asked}")
        payable, gap = split(row.amount, maximum, refused=self._refused)
        above = None if maximum is None else max(row.amount - maximum, ZERO)
        says = [matched.says] if matched.says else []
        says += dict.fromkeys(reasons.not_payable(part.rule.says) for parts in excluded for part in parts)
        says += please_check.of_item(f"{schedule}:{item}", row.amount, maximum)
        if above:
            says.append(f"Charged ${above:,} above the maximum of ${maximum:,}.")
        if maximum is None:
            says += dict.fromkeys(line.reasons[0] for line, _ in rated if line.maximum is None)
        return QuotedLine(
            place=row.place,
            outcome="matched" if matched.in_course else "not in the course",
            item=item,
            description=row.description,
            quantity=matched.quantity,
            dates=tuple(sorted(matched.units)),
            amount=row.amount,
            schedule=schedule,
            maximum=maximum,
            payable=payable,
            gap=gap,
            above_maximum=above,
            says=joined(says),
        )


def _several(amount: Decimal, line: Line) -> str:
    """The question whether an amount is for several units; empty where it may well be for one."""
    if not line.rate or line.weight is not None:
        return ""
    times, rest = divmod(amount, line.rate)
    if times < 2 or (rest and times < MANY_TIMES):
        return ""
    more = f"more than {times}" if rest else f"{times}"
    return (
        f"The amount is {more} times the maximum of ${line.rate:,} for one {line.unit}, and the row does"
        f" not say how many it is for: is this {times} {line.unit}s? Write how many as its quantity."
    )


def _maximum(line: Line, units: Decimal) -> Decimal | None:
    """What the line's rate comes to for so many units; None where it has none."""
    if line.determination == "not payable":
        return ZERO
    return None if line.rate is None else round_half_up(EXACT.multiply(line.rate, units))


def _missing(lines: Sequence[QuotedLine], course: Course) -> Iterator[str]:
    """The items that the course has and no counted row charges."""
    present = {(line.schedule, line.item) for line in lines}
    for schedule, item in dict.fromkeys((service.schedule, service.item) for service in course.services):
        if (schedule, item) not in present:
            yield f"{schedule}:{item}"


def _differences(lines: Sequence[QuotedLine], course: Course) -> Iterator[str]:
    """The items of which the quote has more or fewer units than the course."""
    charged: dict[tuple[str | None, str], Decimal] = {}
    for line in lines:
        key = (line.schedule, line.item)
        charged[key] = charged.get(key, Decimal(0)) + (line.quantity or Decimal(0))
    laid_out: dict[ItemName, Decimal] = {}
    for service in course.services:
        name = (service.schedule, service.item)
        laid_out[name] = laid_out.get(name, Decimal(0)) + service.quantity
    for (schedule, item), units in laid_out.items():
        quoted = charged.get((schedule, item))
        if quoted is not None and quoted != units:
            yield f"The course has {plain(units)} of {schedule}:{item}, the quote {plain(quoted)}."


def _findings(rows: Sequence[Matched], library: Library) -> tuple[ItemFinding, ...]:
    billed = [
        Billed(f"{matched.row.place} ({matched.item[1]})", *matched.item, day, units)
        for matched in rows
        for day, units in matched.units.items()
    ]
    rules = library.item_rules_on(min(service.day for service in billed)) if billed else None
    return judge(billed, rules).findings
