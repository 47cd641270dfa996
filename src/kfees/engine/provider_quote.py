"""A provider's own quote against the course: its rows are charges of one course, which the engine prices,
and each row is said what of that is its own. Every row keeps its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from kfees.engine import please_check, reasons
from kfees.engine.bounds import NO_LIMITS, limits
from kfees.engine.course import Course
from kfees.engine.gap import FIGURES, part_of, parts_together, sum_of
from kfees.engine.headline import WHAT_A_PAYEE_CHARGES, headline
from kfees.engine.item_rules import Billed, Excluded, judge
from kfees.engine.pricing import price_course
from kfees.engine.provider_billers import FeeRow
from kfees.engine.provider_codes import ItemName
from kfees.engine.provider_lines import Matched, Outcome, quoted
from kfees.engine.provider_request import Composed, asked_by
from kfees.library.library import Library
from kfees.model.assessment import ProviderQuote, QuotedLine, RowOutcome
from kfees.model.blanks import Listed
from kfees.model.english import plain
from kfees.model.item_rules import ItemFinding
from kfees.model.money import EXACT, ZERO, round_half_up
from kfees.model.quote import Line, Quote
from kfees.model.request import CourseRequest
from kfees.model.sentences import joined, translatable
from kfees.reading.provider_rows import ProviderRow

LEFT_OUT: tuple[RowOutcome, ...] = ("ambiguous", "duplicate", "not read")
"""The outcomes of rows that may hold a charge, and are in no sum."""

WHAT_ROWS_CHARGE = translatable("What {rows} may charge.")

OUTSIDE = translatable("No schedule that is loaded has it: unless {payer} agrees to pay, {patient} does.")


def provider_quote(rows: Sequence[ProviderRow], request: CourseRequest, library: Library) -> ProviderQuote:
    """Match the provider's rows to the course, and hold each charge against the engine's maximum.

    The charges of the request itself are left aside: the provider's quote states them.
    """
    return compared_with(asked_by(rows, request, library), library)


def compared_with(composed: Composed, library: Library) -> ProviderQuote:
    """The same, where the request that the rows make is known already."""
    library = library.of(composed.request.payer)
    matched = [row for row in composed.outcomes if isinstance(row, Matched)]
    laid_out = _laid_out(composed)
    missing = [item for item in laid_out if item not in {row.item for row in matched}]
    found: dict[str, object] = dict.fromkeys((*FIGURES, "maximum"))
    lines = [row for row in composed.outcomes if isinstance(row, QuotedLine)]
    ruling = _Ruling(matched, composed.course, library)
    if len(lines) < len(composed.outcomes):  # a course of which nothing is charged has nothing to add up
        priced = price_course(replace(composed.course, services=composed.charged), library)
        account = _Account(priced, ruling.excluded, library)
        lines = [account.line(row) for row in composed.outcomes]
        found = {name: getattr(priced.totals, name) for name in (*found, "known_maximum")}
        uncharged = _uncharged(matched, laid_out)
        others = [*_of_payees(uncharged, library), *_of_rows(_left_out(lines))]
        found["sentence"] = headline(_with_not_included(priced, others), library)
    return ProviderQuote.model_validate(
        {
            "lines": lines,
            "missing": [f"{schedule}:{item}" for schedule, item in missing],
            "differences": list(_differences(matched, laid_out)),
            "left_out": _left_out(lines),
            "item_findings": ruling.findings,
            **found,
        }
    )


def _left_out(lines: Iterable[QuotedLine]) -> tuple[str, ...]:
    return tuple(line.place for line in lines if line.outcome in LEFT_OUT)


class _Ruling:
    """What the rules between items say of the rows: of each provider's by themselves."""

    def __init__(self, rows: Sequence[Matched], course: Course, library: Library) -> None:
        self.findings: tuple[ItemFinding, ...] = ()
        self.excluded: dict[tuple[int, date], Sequence[Excluded]] = {}
        rules = library.item_rules_on(min(day for row in rows for day in row.units)) if rows else None

        def biller(row: Matched) -> str:
            return row.row.provider or course.request.providers.get(library.payee(row.item[0]), "")

        for _, group in groupby(sorted(rows, key=biller), biller):
            units = [(row, day, quantity) for row in group for day, quantity in row.units.items()]
            billed = [
                Billed(f"{row.row.place} ({row.item[1]})", *row.item, day, quantity)
                for row, day, quantity in units
            ]
            found = judge(billed, rules)
            self.findings += found.findings
            for number, parts in found.excluded.items():
                row, day, _ = units[number]
                self.excluded[id(row), day] = parts


@dataclass(slots=True)
class _Account:
    """What of a priced quote is each row's own. `excluded`: what rules take from a row on a day."""

    quote: Quote
    excluded: Mapping[tuple[int, date], Sequence[Excluded]]
    library: Library

    def line(self, outcome: Outcome) -> QuotedLine:
        if isinstance(outcome, QuotedLine):
            return outcome
        if isinstance(outcome, Matched):
            return self._matched(outcome)
        row = outcome.row
        if isinstance(outcome, FeeRow):
            part = part_of(row.amount, None, NO_LIMITS, refused=self._refused)
            says = joined(filter(None, (row.says, OUTSIDE.format(**self.quote.payer.blanks))))
            return quoted(row, "outside the schedules", says, part, description=outcome.label)
        off = f"Taken off what {self.library.biller(outcome.payee, row.provider)} charges."
        return quoted(row, "discount", joined(filter(None, (row.says, off))))

    @property
    def _refused(self) -> bool:
        return self.quote.verdict is not None and self.quote.verdict.payability == "not payable"

    def _matched(self, matched: Matched) -> QuotedLine:
        """The row with its maximum, and what of its charge is payable."""
        row, name, dollars = matched.row, ":".join(matched.item), self.quote.payer.dollars
        assert row.amount is not None
        lines = self._lines_of(matched)
        maximums, parts, struck = [], [], []
        for day, units, amount in matched.by_day():
            line, excluded = lines[day], self.excluded.get((id(matched), day), ())
            most = _maximum(line, units - sum(part.units for part in excluded))
            known = limits(most, line.determination, line.basis)
            maximums.append(most)
            parts.append(part_of(amount, most, known, refused=self._refused))
            struck += [reasons.not_payable(part.rule.says) for part in excluded]
        maximum = sum_of(maximums)
        above = None if maximum is None else max(row.amount - maximum, ZERO)
        says = [matched.says] if matched.says else []
        says += dict.fromkeys(struck)
        says += please_check.of_item(name, row.amount, maximum, self.quote.payer)
        on_top = dict.fromkeys(line.gst_per_unit for line in lines.values() if line.gst_per_unit)
        says += [reasons.GST_ON_TOP.format(amount=dollars(gst)) for gst in on_top]
        if above and maximum is not None:
            says.append(f"Charged {dollars(above)} above the maximum of {dollars(maximum)}.")
        if maximum is None:
            says += dict.fromkeys(line.reasons[0] for line in lines.values() if line.maximum is None)
        return quoted(
            row,
            "matched" if matched.in_course else "not in the course",
            joined(says),
            parts_together(parts),
            schedule=matched.item[0],
            item=matched.item[1],
            quantity=matched.quantity,
            dates=tuple(sorted(matched.units)),
            maximum=maximum,
            above_maximum=above,
        )

    def _lines_of(self, matched: Matched) -> dict[date, Line]:
        """The line that each day of a row is in: one that is not payable only where no other is."""
        found: dict[date, Line] = {}
        for line in sorted(self.quote.lines, key=lambda line: not line.is_excluded):
            if (line.schedule, line.item) == matched.item and self._is_of(matched.row, line):
                found |= dict.fromkeys(line.dates, line)
        return found

    def _is_of(self, row: ProviderRow, line: Line) -> bool:
        return line.provider == (row.provider or self.quote.request.providers.get(line.payee))


def _maximum(line: Line, units: Decimal) -> Decimal | None:
    """What the line's rate comes to for so many units; None where it has none."""
    if line.determination == "not payable":
        return ZERO
    if line.rate is None:
        return None
    return round_half_up(EXACT.multiply(line.rate + (line.gst_per_unit or ZERO), units))


def _with_not_included(quote: Quote, more: Sequence[str]) -> Quote:
    """The quote with what else may be charged, and is in no sum."""
    not_included = (*quote.totals.not_included, *more)
    totals = quote.totals.model_copy(update={"not_included": not_included})
    return quote.model_copy(update={"totals": totals})


def _of_payees(items: Mapping[ItemName, str], library: Library) -> Iterator[str]:
    """What payees charge for items of the course that no row charges, as they are called."""
    for payee in library.every_payee:
        theirs = tuple(called for name, called in items.items() if library.payee(name[0]) == payee)
        if theirs:
            yield WHAT_A_PAYEE_CHARGES.format(payee=library.biller(payee), items=Listed(theirs))


def _of_rows(places: tuple[str, ...]) -> Iterator[str]:
    if places:
        yield WHAT_ROWS_CHARGE.format(rows=Listed(places))


def _differences(rows: Sequence[Matched], laid_out: Mapping[ItemName, Decimal]) -> Iterator[str]:
    """The items of which the quote has more or fewer units than the course."""
    charged = _units_charged(rows)
    for (schedule, item), units in laid_out.items():
        quoted = charged.get((schedule, item))
        if quoted is not None and quoted != units:
            yield f"The course has {plain(units)} of {schedule}:{item}, the quote {plain(quoted)}."


def _uncharged(rows: Sequence[Matched], laid_out: Mapping[ItemName, Decimal]) -> dict[ItemName, str]:
    """The items of the course of which no row charges any or all units: 'DS1', '8 x 2806'."""
    charged = _units_charged(rows)
    return {
        name: name[1] if name not in charged else f"{plain(units - charged[name])} x {name[1]}"
        for name, units in laid_out.items()
        if charged.get(name, Decimal(0)) < units
    }


def _units_charged(rows: Sequence[Matched]) -> dict[ItemName, Decimal]:
    charged: dict[ItemName, Decimal] = {}
    for row in rows:
        charged[row.item] = charged.get(row.item, Decimal(0)) + row.quantity
    return charged


def _laid_out(composed: Composed) -> dict[ItemName, Decimal]:
    """The units of each item that the course has without the rows."""
    found: dict[ItemName, Decimal] = {}
    for service in composed.bare.services:
        name = (service.schedule, service.item)
        found[name] = found.get(name, Decimal(0)) + service.units
    return found
