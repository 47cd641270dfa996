"""A workbook of weights, or of the price of one weighted unit, to a version of weighted activity.

Nothing is written here. What the workbook does not hold is taken from the version before where the user says
so, and said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kfees.importing.carried import (
    Lacking,
    adjustments_for,
    basis_of,
    lacking,
    must_be_carried,
    named,
)
from kfees.importing.choices import split_place
from kfees.importing.days import year_in_words, year_of, years_of
from kfees.importing.empty import too_much_left_out
from kfees.importing.findings import Outcome, place_of
from kfees.importing.price_of_weight import PriceFound, StatedPrice, find_price
from kfees.importing.sources import Source, flags_without_sheet, read_from
from kfees.importing.stating import ImportAsked
from kfees.importing.weight_columns import ROLES_BY_STREAM
from kfees.importing.weight_facts import said_of_weights, state_weights
from kfees.importing.weight_rows import WeightsRead, read_weights
from kfees.importing.weight_sheets import WeightSheet, WeightSheets, find_weights, titles_of
from kfees.library.adjustments import STREAMS, Stream
from kfees.library.changes import VersionChanges, changes_between
from kfees.library.changes_in_words import percent_in_words
from kfees.library.folder_names import ADJUSTMENTS
from kfees.library.library import Library
from kfees.library.version import FACTS, Version
from kfees.library.weights import STREAM_OF, AcuteWeight, Weight
from kfees.library.writing import facts_as_toml, weights_as_csv
from kfees.model.problems import Problem
from kfees.model.schedule import ScheduleFacts
from kfees.reading.opening import Workbook
from kfees.reading.sheet import Progress

FILE_OF: dict[Stream, str] = {stream: file for file, stream in STREAM_OF.items()}


@dataclass(slots=True)
class ImportedWeights(Outcome):
    """What became of a workbook of weights. `lacks`: what is taken from the version before, `source`, or
    would be with --carry. `unread`: sheets that hold nothing of it."""

    sheets: WeightSheets
    price: StatedPrice | None = None
    read: dict[Stream, WeightsRead] = field(default_factory=dict)
    lacks: Lacking | None = None
    source: Version | None = None
    facts: ScheduleFacts | None = None

    @property
    def unread(self) -> list[str]:
        used = {sheet.name for sheet in self.sheets.found.values()}
        used |= {self.price.sheet} if self.price is not None else set()
        return [seen.sheet.name for seen in self.sheets.surveys if seen.sheet.name not in used]


def import_weights(
    books: Sequence[Workbook],
    sources: Sequence[Source],
    asked: ImportAsked,
    library: Library,
    origin: str,
    progress: Progress | None = None,
) -> ImportedWeights | None:
    """None where the schedule is not one of weights, or the sheets hold neither weights nor their price.
    Every problem is in the result."""
    versions = library.versions(asked.schedule)
    before = library.version_on(asked.schedule, asked.first_day)
    known = before or (versions[0] if versions else None)
    if known is None or known.activity is None:
        return None
    year = year_of(asked.first_day)
    sheets = find_weights(sources, asked.sheets, asked.columns, asked.choices, known, year)
    price = find_price(sheets.sources, sheets.surveys, asked.choices, asked.first_day)
    if not (sheets.found or sheets.is_asked or price.is_stated):
        return None
    result = ImportedWeights(read_from(books), sheets, price.price)
    weighted = [version for version in versions if version.activity is not None]
    others = [version for version in weighted if year_of(version.first_day) != year]
    _Importer(asked, known, before, origin, others, result).run(price, progress)
    return result


class _Importer:
    """`known` tells the codes; `before` is in force without this version, and is what can be carried;
    `others` are of other years."""

    def __init__(
        self,
        asked: ImportAsked,
        known: Version,
        before: Version | None,
        origin: str,
        others: Sequence[Version],
        result: ImportedWeights,
    ) -> None:
        self._asked, self._known, self._before = asked, known, before
        self._origin, self._others, self._result = origin, others, result

    def run(self, price: PriceFound, progress: Progress | None) -> None:
        result, found = self._result, self._result.sheets.found
        result.add(result.sheets.problems)
        result.add(list(self._flags()))
        if self._asked.price_per_weight is None:
            result.add(price.problems)
        result.add(list(self._years()))
        for sheet in found.values():
            if "item" in sheet.roles:
                self._read(sheet, progress)
        result.add(list(self._unused_set_cells()))
        result.add(list(self._two_prices()))
        is_priced = price.is_stated or self._asked.price_per_weight is not None
        result.lacks = lacking(found, is_priced)
        result.source = self._before
        if not self._asked.carry or self._before is None:
            result.add([must_be_carried(result.lacks, self._before, self._known, self._result.files)])
        elif not result.problems:
            self._make_version(result.lacks, self._before)

    def _read(self, sheet: WeightSheet, progress: Progress | None) -> None:
        tables = self._known.activity
        assert tables is not None
        codes = tables.items_of(sheet.stream)
        before = {code: weight for code in codes if (weight := tables.weight(code)) is not None}
        book = self._result.sheets.sources[sheet.name].book
        read = read_weights(book, sheet, self._asked.choices, before, progress)
        self._result.add_from(sheet.findings)
        if read.weights:
            self._result.read[sheet.stream] = read
        elif not (sheet.findings.wrong or sheet.problems):
            message = "not one row of the table is an item."
            remedy = (
                too_much_left_out(self._asked.choices) or "Name the workbook or the sheet with the weights."
            )
            self._result.add([Problem("no-items", f"sheet '{sheet.name}'", message, remedy)])

    def _flags(self) -> Iterator[Problem]:
        """Flags that mean nothing here, or do not say of which sheet they speak."""
        choices, sheets = self._asked.choices, self._result.sheets
        for role, column in self._asked.columns.items():
            stream = role.partition(".")[0]
            if stream not in STREAMS:
                remedy = f"Leave it out; the roles of weights are {', '.join(ROLES_BY_STREAM)}."
                yield Problem("bad-flag", f"--columns {role}={column}", "this is of fees.", remedy)
        fees_alone = {"--rows": bool(self._asked.rows), "--all-periods": self._asked.every_period}
        for flag, is_given in fees_alone.items():
            if is_given:
                message, remedy = "this is of fees, and these are weights.", "Leave it out."
                yield Problem("bad-flag", flag, message, remedy)
        if len(sheets.surveys) > 1:
            seen = [sheet.sheet.name for sheet in sheets.surveys]
            names = [*(sheet.name for sheet in sheets.found.values()), *seen]
            yield from flags_without_sheet(choices, (), names)

    def _years(self) -> Iterator[Problem]:
        """Where titles name a year, and none of them is that of --from."""
        sheets, price = self._result.sheets, self._result.price
        stated = [
            (sheet, cell, text, years)
            for sheet, cell, text in titles_of(sheets.surveys, sheets.found.values())
            if (years := years_of(text))
        ]
        read = {sheet.name for sheet in sheets.found.values()} | {price.sheet if price is not None else ""}
        stated = [one for one in stated if one[0] in read] or stated
        year = year_of(self._asked.first_day)
        if not stated or any(year in years for *_, years in stated):
            return
        sheet, cell, text, years = stated[0]
        first_day = f"{min(years)}-07-01"
        place = place_of(sheet, cell) if cell else f"sheet '{sheet}'"
        message = f"the title says '{text[:100]}', and --from is in {year_in_words(year)}."
        remedy = f"Pass --from {first_day}"
        if cell:
            remedy += f', or --set "{sheet}:{cell}={year_in_words(year)}" where the title is not meant'
        remedy += "; kfees schedules index carries a year to a later one."
        yield Problem("which-year", place, message, remedy)

    def _unused_set_cells(self) -> Iterator[Problem]:
        sheets = self._result.sheets
        used = {(sheet.casefold(), cell) for sheet, cell in sheets.set_cells}
        for sheet in sheets.found.values():
            used |= {(sheet.name.casefold(), cell) for cell in sheet.findings.set_cells}
        cells = {cell for _, cell in used}
        for place in self._asked.choices.set_cells:
            name, cell = split_place(place)
            if (name.casefold(), cell) not in used and (name or cell not in cells):
                tables = [
                    f'"{sheet.name}:{sheet.roles["item"].letter}{sheet.layout.last_heading + 1}"'
                    for sheet in sheets.found.values()
                    if "item" in sheet.roles
                ]
                first = f", such as {tables[0]}" if tables else ""
                remedy = f"Leave it out, or name a cell of a table or of its titles{first}."
                yield Problem("unused-cell", f"--set {place}", "no such cell was read.", remedy)

    def _two_prices(self) -> Iterator[Problem]:
        price, given = self._result.price, self._asked.price_per_weight
        if price is not None and given is not None and price.amount != given:
            message = f"the workbook says {price.amount:,}, and --price-per-weight {given:,}."
            correct = f'--set "{price.sheet}:{price.cell}={given}"'
            remedy = f"Leave --price-per-weight out, or correct the cell with {correct}."
            yield Problem("which-price", price.place, message, remedy)

    def _make_version(self, lacks: Lacking, before: Version) -> None:
        asked, result = self._asked, self._result
        basis = basis_of(lacks, before, asked.first_day, asked.basis)
        if isinstance(basis, Problem):
            result.add([basis])
            return
        files, gone = self._tables(before)
        facts = state_weights(asked, before, lacks, result.read, result.price, result.workbooks, basis)
        if isinstance(facts, list):
            result.add(facts)
            return
        result.facts = facts
        files[FACTS] = facts_as_toml(facts).encode()
        result.said += said_of_weights(asked, facts, lacks, before, gone)
        version = Version(asked.schedule, asked.first_day, self._origin, files)
        result.add(list(self._written_alike(version)))
        if not result.problems:
            result.versions = (version,)
            self._compare(version, before)

    def _tables(self, before: Version) -> tuple[dict[str, bytes], list[str]]:
        """The four tables, those of the workbook and those that are carried; and what of the adjustments is
        left out, as its item is gone."""
        tables, read = before.activity, self._result.read
        assert tables is not None
        files, items = {}, dict[Stream, Collection[str]]()
        for stream, file in FILE_OF.items():
            if stream in read:
                files[file] = weights_as_csv(read[stream].weights, file)
                items[stream] = {weight.item for weight in read[stream].weights}
            else:
                files[file], items[stream] = before.files[file], tables.items_of(stream)
        files[ADJUSTMENTS], gone = adjustments_for(before, items)
        return files, gone

    def _written_alike(self, version: Version) -> Iterator[Problem]:
        """The loader's own problems, each put back to its cell; and any weight that reads back as another."""
        problems = list(version.problems())
        for problem in problems:
            yield self._at_its_cell(problem)
        tables = version.activity
        if problems or tables is None:
            return
        for read in self._result.read.values():
            for number, weight in enumerate(read.weights):
                if tables.weight(weight.item) != weight:
                    place = read.place(number)
                    message = f"item {weight.item!r} would not read back as it was understood."
                    remedy = f"Leave the row out with {read.sheet.findings.skip_flag(read.rows[number])}."
                    yield Problem("not-written-alike", place, message, remedy)

    def _at_its_cell(self, problem: Problem) -> Problem:
        for stream, read in self._result.read.items():
            line = problem.place.partition(f"/{FILE_OF[stream]} line ")[2].partition(",")[0]
            if line.isdigit() and int(line) > 1:
                skip = read.sheet.findings.skip_flag(read.rows[int(line) - 2])
                remedy = f"{problem.remedy} Or leave the row out with {skip}."
                return replace(problem, place=read.place(int(line) - 2), remedy=remedy)
        return problem

    def _compare(self, version: Version, before: Version) -> None:
        """The lint; what cannot be right is a problem to be waved through."""
        self._result.comparison = comparison = changes_between(before, version)
        if self._asked.accept_changes:
            return
        messages = [text for read in self._result.read.values() for text in self._unlikely(read, comparison)]
        figures = (*comparison.moves, *comparison.other_figures)
        price = next((move for move in figures if move.after.item.startswith("price of")), None)
        if price is not None and not -50 < price.percent < 100:
            change = percent_in_words(price.percent)
            messages.append(f"the price of one weighted unit changes by {change}.")
        remedy = "Check the workbook and --from; pass --accept-changes if this is right."
        place = f"against {named(before)}"
        self._result.add([Problem("implausible-change", place, text, remedy) for text in messages])

    def _unlikely(self, read: WeightsRead, comparison: VersionChanges) -> Iterator[str]:
        """What of one stream's weights cannot be right against those before: their size, or their year."""
        items = {weight.item for weight in read.weights}
        changes = tuple(change for change in comparison.changes if change.after.item in items)
        own, what = replace(comparison, changes=changes), f"the {read.sheet.stream} weights"
        if (middle := own.implausible) is not None:
            yield f"the typical change of {what} is {percent_in_words(middle)}: are these weights?"
        for version in self._others:
            if _holds(version, read):
                yield f"{what} are all those of {named(version)}: is this the workbook of that year?"


def _holds(version: Version, read: WeightsRead) -> bool:
    """Whether a version has the same weights, wherever it has the items, and has most of them."""
    tables = version.activity
    assert tables is not None
    missing = 0
    for weight in read.weights:
        other = tables.weight(weight.item)
        if other is None:
            missing += 1
        elif _figure(other) != _figure(weight):
            return False
    return 2 * missing < len(read.weights)


def _figure(weight: Weight) -> Decimal | None:
    return weight.inlier if isinstance(weight, AcuteWeight) else weight.weight
