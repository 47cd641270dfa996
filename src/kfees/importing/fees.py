"""A workbook of fees to a version ready to write, or every problem by sheet and cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kfees.importing.amount_columns import NO_PRICES
from kfees.importing.apart import tell_apart
from kfees.importing.checking import check_written
from kfees.importing.choices import split_place
from kfees.importing.choosing import Understood, understand
from kfees.importing.chosen import listed
from kfees.importing.drafting import DEFAULT_UNIT, Defaults, first_days, rates_on
from kfees.importing.empty import nothing_in
from kfees.importing.findings import Findings, Outcome
from kfees.importing.gst_words import RowGst
from kfees.importing.headings import ROLES
from kfees.importing.item_row import ItemRow
from kfees.importing.items import read_items
from kfees.importing.late import asked_of_late, reads_otherwise, table_aside
from kfees.importing.layout import Layout
from kfees.importing.looking import Part, Period, Wanted, chosen_of
from kfees.importing.parts import joined
from kfees.importing.section_periods import take_periods
from kfees.importing.sources import Source, columns_of, flags_without_sheet, read_from, split_sheet
from kfees.importing.stating import ImportAsked, said_of_facts, state_facts
from kfees.importing.table import read_entries
from kfees.library.changes import changes_of_rates, rates_in
from kfees.library.changes_in_words import percent_in_words
from kfees.library.indexing import one_year_after
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.library.writing import version_files
from kfees.model.english import in_words
from kfees.model.problems import Problem
from kfees.model.schedule import Rate, ScheduleFacts
from kfees.reading.opening import Workbook
from kfees.reading.sheet import Progress

_FIRST_CODES = 20


@dataclass(slots=True)
class Imported(Outcome):
    """What became of files of fees. `codes`: the first item codes, as read. `rates`: of the first version."""

    understood: Understood
    codes: list[str] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)

    @property
    def findings(self) -> Findings:
        """Of the first part."""
        parts = self.understood.parts
        return parts[0].findings if parts else Findings("")


def import_fees(
    books: Sequence[Workbook],
    sources: Sequence[Source],
    asked: ImportAsked,
    library: Library,
    origin: str,
    progress: Progress | None = None,
) -> Imported:
    """Read sheets against what is loaded. `origin` is the folder that the version is meant for. Every problem
    is in the result."""
    period = Period(asked.first_day, asked.every_period, asked.choices.reading.date_order)
    wanted = Wanted(asked.sheets, asked.rows, asked.columns, asked.choices, period)
    understood = understand(sources, wanted)
    result = Imported(read_from(books), understood)
    result.add(understood.problems)
    result.add(list(_flags_of_weights(asked)))
    result.add(list(flags_without_sheet(asked.choices, asked.rows, [part.name for part in understood.parts])))
    _Importer(wanted, asked, library, origin, result).run(progress)
    return result


class _Importer:
    def __init__(
        self, wanted: Wanted, asked: ImportAsked, library: Library, origin: str, result: Imported
    ) -> None:
        self._wanted = wanted
        self._asked, self._library, self._origin, self._result = asked, library, origin, result
        self._parts = result.understood.parts
        self._before = library.version_on(asked.schedule, asked.first_day)
        self._earlier = list(rates_in(self._before)) if self._before is not None else []

    def run(self, progress: Progress | None) -> None:
        fees = all(problem.code != NO_PRICES for problem in self._result.problems)
        read = list(self._items(progress))
        facts = self._facts({item.gst for _, items in read for item in items}) if fees else None
        drafts = self._drafts(read, facts)
        for part in self._parts:
            self._result.add_from(part.findings)
        if self._parts and "item" in self._result.understood.chosen.roles:
            self._result.add([*self._unused_set_cells(), *self._unused_as_stored()])
        if facts is not None and drafts and not self._result.problems:
            self._make_versions(drafts, facts)

    def _items(self, progress: Progress | None) -> Iterator[tuple[Part, list[ItemRow]]]:
        """The items of each part whose columns are known."""
        for part in self._parts:
            if part.layout is None or "item" not in part.chosen.roles:
                continue
            items = self._read(part, part.layout, progress)
            if any(column.late_rows for column in part.layout.columns.values()):
                items = self._with_late_columns(part, part.layout, items, progress)
            take_periods(items, self._asked.choices.reading.date_order, part.findings)
            self._result.codes += [item.code for item in items[: _FIRST_CODES - len(self._result.codes)]]
            if part.chosen.amounts:
                yield part, items

    def _read(self, part: Part, layout: Layout, progress: Progress | None) -> list[ItemRow]:
        book, choices = part.source.book, part.choices(self._asked.choices)
        entries = read_entries(book, layout, part.chosen, choices, part.findings, progress)
        return read_items(book, entries, part.chosen, choices, part.findings)

    def _with_late_columns(
        self, part: Part, layout: Layout, items: list[ItemRow], progress: Progress | None
    ) -> list[ItemRow]:
        """The items again, where a column that was blank above has a role; or a question about it."""
        if (aside := table_aside(layout, part.chosen, part.findings)) is not None:
            self._result.add([aside])
            return items
        chosen = chosen_of(part, layout, self._wanted)
        if reads_otherwise(part.chosen, chosen):
            self._result.add([problem for problem in chosen.problems if problem not in part.problems])
            part.chosen = chosen
            part.findings = Findings(part.name, part.findings.is_one_of_several, where=part.findings.where)
            items = self._read(part, layout, progress) if "item" in chosen.roles else []
        named = columns_of(part.name, self._asked.columns, part.rows)
        self._result.add(list(asked_of_late(layout, part.chosen, items, part.findings, named)))
        return items

    def _facts(self, of_rows: Collection[RowGst | None]) -> ScheduleFacts | None:
        """`of_rows`: all that rows say of GST."""
        others = self._library.versions(self._asked.schedule)
        known = self._before or (others[0] if others else None)
        before = known.facts if known is not None else None
        if before is not None and before.activity is not None:
            message = f"{self._asked.schedule} is priced by weights, which a workbook of fees cannot hold."
            remedy = "Name another schedule."
            self._result.add([Problem("weighted-schedule", "--schedule", message, remedy)])
            return None
        facts = state_facts(
            self._asked,
            before,
            self._result.understood,
            of_rows,
            self._result.workbooks,
            self._library.every_payee,
            self._library.currency_of(self._asked.schedule),
        )
        if isinstance(facts, list):
            self._result.add(facts)
            return None
        self._result.said += said_of_facts(self._asked, facts, self._result.understood, of_rows)
        return facts

    def _drafts(
        self, read: Sequence[tuple[Part, list[ItemRow]]], facts: ScheduleFacts | None
    ) -> Mapping[date, list[Rate]]:
        """The rates of each version to write; contradictions go to the findings."""
        asked, defaults = self._asked, self._defaults(facts)
        days = sorted(
            {
                day
                for part, items in read
                for day in first_days(items, part.chosen, asked.first_day, asked.every_period)
            }
        )
        drafts: dict[date, list[Rate]] = {}
        for number, day in enumerate(days):
            next_day = days[number + 1] if number + 1 < len(days) else self._next_change(day)
            of_parts = [
                (part, rates_on(day, next_day, items, part.chosen, defaults, part.findings))
                for part, items in read
            ]
            drafts[day], contradictions = joined(of_parts)
            self._result.add(contradictions)
            if not any(part.findings.wrong or part.findings.of_flags for part in self._parts):
                for (part, items), (_, rates) in zip(read, of_parts, strict=True):
                    self._result.add(list(nothing_in(part, asked.choices, day, items, rates)))
        for part, items in read:
            if part.findings.twice and part.layout is not None:
                tell_apart(part.source.book, part.layout, part.chosen, items, part.findings)
        self._result.rates = next(iter(drafts.values()), [])
        if read and asked.unit is None and any(not part.chosen.says_units for part, _ in read):
            self._say_unit(any(item.unit for _, items in read for item in items))
        return drafts

    def _defaults(self, facts: ScheduleFacts | None) -> Defaults:
        asked, before = self._asked, self._before
        return Defaults(
            unit=asked.unit,
            gst=facts.gst if facts is not None else "exclusive",
            basis=asked.basis or "supplied",
            source=facts.source if facts is not None else "",
            known={rate.item: rate for rate in reversed(self._earlier)},
            known_gst={
                rate.item: rate.gst
                for rate in reversed(self._earlier)
                if asked.gst is None or (before is not None and rate.gst != before.facts.gst)
            },
        )

    def _say_unit(self, some_say_theirs: bool) -> None:
        besides = " that says none" if some_say_theirs else ""
        carried = "as in the version before, or " if self._before is not None else ""
        self._result.said.append(f"Unit: {carried}'{DEFAULT_UNIT}' for every item{besides} (--unit).")

    def _next_change(self, day: date) -> date:
        """The day from which a version without a later one is expected to hold no more."""
        return self._asked.next_change or one_year_after(day)

    def _make_versions(self, drafts: Mapping[date, list[Rate]], facts: ScheduleFacts) -> None:
        versions = []
        for day, rates in drafts.items():
            own = facts
            if day != self._asked.first_day and self._asked.next_change is None:
                own = facts.model_copy(update={"next_change_expected": one_year_after(day)})
            version = Version(self._asked.schedule, day, self._origin, version_files(own, rates))
            self._result.add(list(check_written(version, own, rates)))
            versions.append(version)
        self._result.versions = tuple(versions)
        if self._before is not None and not self._result.problems:
            self._compare(versions[0], self._before)

    def _compare(self, version: Version, before: Version) -> None:
        """The lint; where the amounts cannot be of the same kind, it is a problem to be waved through."""
        self._result.comparison = comparison = changes_of_rates(
            before, version, rates_in(before), self._result.rates
        )
        if self._asked.accept_changes:
            return
        if (middle := comparison.implausible) is not None:
            message = (
                f"the typical change of price is {percent_in_words(middle)}: the amounts may be"
                " of another kind (cents for dollars, or another column)."
            )
        elif comparison.has_nothing_in_common:
            message = f"not one item of {_named(before)} is in this workbook: is it the same schedule?"
        else:
            return
        remedy = "Check the workbook and its columns; pass --accept-changes if this is right."
        place = f"against {_named(before)}"
        self._result.add([Problem("implausible-change", place, message, remedy)])

    def _unused_as_stored(self) -> Iterator[Problem]:
        columns = [amount.column for amount in self._result.understood.amounts]
        for name in self._asked.choices.as_stored:
            own = {only for part in self._parts for only in part.choices(self._asked.choices).as_stored}
            named = {name} & own or {only for only in own if name.endswith(f":{only}")}
            if columns and not any(only.casefold() in column.names for only in named for column in columns):
                flags = [f"--as-stored {column.letter}" for column in columns]
                message = "no column of amounts that is read is called so."
                yield Problem(
                    "no-such-column",
                    f"--as-stored {name}",
                    message,
                    f"Amounts are in {listed(columns)}: pass {' or '.join(flags)}.",
                )

    def _unused_set_cells(self) -> Iterator[Problem]:
        for place in self._asked.choices.set_cells:
            name, cell = split_place(place)
            parts = [part for part in self._parts if name.casefold() in ("", part.name.casefold())]
            if not any(cell in part.set_cells or cell in part.findings.set_cells for part in parts):
                yield Problem("unused-cell", f"--set {place}", "no such cell was read.", _cells_of(parts))


def _cells_of(parts: Sequence[Part]) -> str:
    """What of a table can be set: 'Leave it out, or name a cell of rows 2 to 31 in A 'Item'; C 'Fee'.'"""
    each = [
        f"of rows {part.layout.last_heading + 1} to {part.findings.last_row:,} in"
        f" {listed(part.chosen.columns)}"
        for part in parts
        if part.layout is not None and part.findings.last_row
    ]
    return f"Leave it out, or name a cell {', or '.join(each)}." if each else "Leave it out."


def _flags_of_weights(asked: ImportAsked) -> Iterator[Problem]:
    """Flags that mean nothing where fees are imported."""
    columns = asked.columns.items()
    flags = [f"--columns {role}={name}" for role, name in columns if split_sheet(role)[1] not in ROLES]
    flags += ["--carry"] if asked.carry else []
    flags += ["--price-per-weight"] if asked.price_per_weight is not None else []
    for flag in flags:
        message = "no weights, and no price of a weighted unit, were found in the workbook."
        yield Problem("bad-flag", flag, message, "Leave it out, or name a workbook of weights.")


def _named(version: Version) -> str:
    return f"the version of {in_words(version.first_day)}"
