"""A workbook of fees to a version ready to write, or every problem by sheet and cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kfees.importing.checking import check_written
from kfees.importing.choosing import Period, Understood, understand
from kfees.importing.columns import NO_PRICES, listed
from kfees.importing.drafting import DEFAULT_UNIT, Defaults, first_days, rates_on
from kfees.importing.findings import Findings, Outcome
from kfees.importing.headings import ROLES
from kfees.importing.items import ItemRow, read_items
from kfees.importing.stating import ImportAsked, said_of_facts, state_facts
from kfees.importing.table import SET_CELLS, read_entries, split_place
from kfees.library.changes import changes_of_rates, rates_in
from kfees.library.changes_in_words import percent_in_words
from kfees.library.indexing import one_year_after
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.library.writing import version_files
from kfees.model.dates import in_words
from kfees.model.problems import Problem
from kfees.model.schedule import Rate, ScheduleFacts, WorkbookRead
from kfees.reading.opening import Workbook
from kfees.reading.passes import where_in_file
from kfees.reading.sheet import Progress

_FIRST_CODES = 20


@dataclass(slots=True)
class Imported(Outcome):
    """What became of a workbook of fees. `codes`: the first item codes, as read. `rates`: of the first
    version."""

    understood: Understood
    findings: Findings
    codes: list[str] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)


def import_fees(
    book: Workbook, asked: ImportAsked, library: Library, origin: str, progress: Progress | None = None
) -> Imported:
    """Read an opened workbook against what is loaded. `origin` is the folder that the version is meant for.
    Every problem is in the result."""
    period = Period(asked.first_day, asked.every_period, asked.choices.reading.date_order)
    sheet = next(iter(asked.sheets), None)
    columns = {role: asked.columns[role] for role in ROLES if role in asked.columns}
    understood = understand(book, sheet, columns, asked.choices, period)
    findings = Findings("")
    if understood.layout is not None:
        part = understood.layout.survey.sheet
        findings = Findings(part.name, where=lambda row: where_in_file(book, part, row))
    workbook = WorkbookRead(file=book.name[:200], sha256=book.sha256)
    result = Imported(workbook, understood, findings)
    result.said += filter(None, [book.untold])
    result.add(understood.problems)
    result.add(list(_flags_of_weights(asked)))
    _Importer(book, asked, library, origin, result).run(progress)
    return result


class _Importer:
    def __init__(
        self, book: Workbook, asked: ImportAsked, library: Library, origin: str, result: Imported
    ) -> None:
        self._book, self._asked, self._library, self._origin = book, asked, library, origin
        self._result, self._chosen = result, result.understood.chosen
        self._before = library.version_on(asked.schedule, asked.first_day)
        self._earlier = list(rates_in(self._before)) if self._before is not None else []

    def run(self, progress: Progress | None) -> None:
        fees = all(problem.code != NO_PRICES for problem in self._result.problems)
        facts = self._facts() if fees else None
        layout = self._result.understood.layout
        if layout is None or "item" not in self._chosen.roles:
            return
        findings, choices = self._result.findings, self._asked.choices.on(layout.name)
        entries = read_entries(self._book, layout, self._chosen, choices, findings, progress)
        items = read_items(self._book, entries, self._chosen, choices, findings)
        self._result.codes = [item.code for item in items[:_FIRST_CODES]]
        drafts = self._drafts(items, facts) if self._chosen.amounts else {}
        del items
        self._result.add_from(findings)
        self._result.add([*self._unused_set_cells(), *self._unused_as_stored(choices.as_stored)])
        if facts is not None and drafts and not self._result.problems:
            self._make_versions(drafts, facts)

    def _facts(self) -> ScheduleFacts | None:
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
            self._result.workbook,
            self._library.every_payee,
            self._library.currency_of(self._asked.schedule),
        )
        if isinstance(facts, list):
            self._result.add(facts)
            return None
        self._result.said += said_of_facts(self._asked, facts, self._result.understood)
        return facts

    def _drafts(self, items: list[ItemRow], facts: ScheduleFacts | None) -> Mapping[date, list[Rate]]:
        """The rates of each version to write; contradictions go to the findings."""
        asked, findings = self._asked, self._result.findings
        defaults = Defaults(
            unit=asked.unit,
            gst=facts.gst if facts is not None else "exclusive",
            basis=asked.basis or "supplied",
            source=facts.source if facts is not None else "",
            known={rate.item: rate for rate in reversed(self._earlier)},
        )
        days = first_days(items, self._chosen, asked.first_day, asked.every_period)
        drafts = {day: rates_on(day, items, self._chosen, defaults, findings) for day in days}
        self._result.rates = next(iter(drafts.values()), [])
        if "unit" not in self._chosen.roles and asked.unit is None:
            carried = "as in the version before, or " if self._before is not None else ""
            self._result.said.append(f"Unit: {carried}'{DEFAULT_UNIT}' for every item (--unit).")
        if not findings.wrong:
            for day, rates in drafts.items():
                self._result.add(list(self._emptiness(day, rates)))
        return drafts

    def _emptiness(self, day: date, rates: Sequence[Rate]) -> list[Problem]:
        place = f"sheet '{self._result.findings.sheet}'"
        if not rates:
            message = f"no row of the table holds on {in_words(day)}."
            remedy = "Check --from, and the columns of dates."
            return [Problem("no-items", place, message, remedy)]
        if any(not _is_unknown(rate) for rate in rates):
            return []
        letters = " and ".join(amount.column.letter for amount in self._chosen.amounts)
        message = f"not one amount can be read in column {letters}."
        remedy = "Name the column of prices, as in --columns amount=F."
        return [Problem("no-amounts", place, message, remedy)]

    def _make_versions(self, drafts: Mapping[date, list[Rate]], facts: ScheduleFacts) -> None:
        versions = []
        for day, rates in drafts.items():
            own = facts
            if day != self._asked.first_day and self._asked.next_change is None:
                own = facts.model_copy(update={"next_change_expected": one_year_after(day)})
            self._result.add(list(check_written(self._asked.schedule, day, self._origin, own, rates)))
            files = version_files(own, rates)
            versions.append(Version(self._asked.schedule, day, self._origin, files))
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
        if comparison.is_implausible and comparison.middle is not None:
            message = (
                f"the typical change of price is {percent_in_words(comparison.middle)}: the amounts may be"
                " of another kind (cents for dollars, or another column)."
            )
        elif comparison.has_nothing_in_common:
            message = f"not one item of {_named(before)} is in this workbook: is it the same schedule?"
        else:
            return
        remedy = "Check the workbook and its columns; pass --accept-changes if this is right."
        place = f"against {_named(before)}"
        self._result.add([Problem("implausible-change", place, message, remedy)])

    def _unused_as_stored(self, names: Collection[str]) -> Iterator[Problem]:
        columns = [amount.column for amount in self._chosen.amounts]
        for name in names:
            if columns and not any(name.casefold() in column.names for column in columns):
                message = "no column of amounts that is read is called so."
                yield Problem(
                    "no-such-column", f"--as-stored {name}", message, f"Amounts are in {listed(columns)}."
                )

    def _unused_set_cells(self) -> Sequence[Problem]:
        note = self._result.findings.notes.get(SET_CELLS)
        used = self._result.understood.set_cells | set(note.cells if note is not None else ())
        return [
            Problem(
                "unused-cell",
                f"--set {cell}",
                "no such cell was read.",
                "Name a cell in a column of codes, amounts or days, such as F12.",
            )
            for cell in self._asked.choices.set_cells
            if split_place(cell)[1] not in used
        ]


def _flags_of_weights(asked: ImportAsked) -> Iterator[Problem]:
    """Flags that mean nothing where fees are imported."""
    flags = [f"--columns {role}={name}" for role, name in asked.columns.items() if role not in ROLES]
    flags += ["--carry"] if asked.carry else []
    flags += ["--price-per-weight"] if asked.price_per_weight is not None else []
    for flag in flags:
        message = "no weights, and no price of a weighted unit, were found in the workbook."
        yield Problem("bad-flag", flag, message, "Leave it out, or name a workbook of weights.")
    for name in asked.sheets[1:]:
        remedy = "Import one, or put the tables into one sheet."
        yield Problem("bad-flag", f"--sheet {name}", "fees are read from one sheet.", remedy)


def _named(version: Version) -> str:
    return f"the version of {in_words(version.first_day)}"


def _is_unknown(rate: Rate) -> bool:
    return not isinstance(rate.amount, Decimal)
