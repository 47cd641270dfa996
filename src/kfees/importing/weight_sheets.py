"""Which sheets of a workbook hold price weights, of which stream, and what each of their columns holds.

Nothing goes by the name or place of a sheet. A sheet is of the stream whose codes fill one of its columns:
those that the version before has. A column is what the words above it say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kfees.importing.choices import Choices
from kfees.importing.chosen import listed, offered
from kfees.importing.codes import looks_like_code, shape_of
from kfees.importing.columns import named_column
from kfees.importing.days import years_of
from kfees.importing.findings import Findings
from kfees.importing.layout import Layout, SheetColumn, layout_above
from kfees.importing.looking import set_heading_cells
from kfees.importing.sources import Source, is_named, no_such_sheets
from kfees.importing.weight_columns import (
    CARRIED_BY_CODE,
    MAY_BE_MISSING,
    NEEDED,
    WEIGHT_ROLES,
    WeightRole,
    counts,
    role_of,
    said,
)
from kfees.library.adjustments import STREAMS, Stream
from kfees.library.version import Version
from kfees.model.problems import Problem
from kfees.reading.cell import Cell, is_number, number, tidy
from kfees.reading.named_columns import NO_COLUMN
from kfees.reading.passes import survey
from kfees.reading.sheet import Survey, address

_LEAST_CODES, _MOST_TITLES = 3, 12


@dataclass(slots=True)
class WeightSheet:
    """A sheet of one stream, its columns by role, and what is to be asked about them.

    `shapes`: of the stream's codes, such as 'A99A'. `is_sure`: whether a heading says that there are weights.
    `unread`: its other columns of numbers.
    """

    stream: Stream
    layout: Layout
    shapes: frozenset[str]
    roles: dict[WeightRole, SheetColumn]
    findings: Findings
    is_sure: bool = True
    unread: list[SheetColumn] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.layout.name

    @property
    def lacks(self) -> list[WeightRole]:
        """What each item of the stream has, and no column of the sheet holds."""
        return [role for role in CARRIED_BY_CODE[self.stream] if role not in self.roles]


@dataclass(slots=True)
class WeightSheets:
    """Every sheet that is looked at, with its file by its name, and those with weights by their stream."""

    surveys: list[Survey] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    found: dict[Stream, WeightSheet] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    set_cells: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    is_asked: bool = False
    """Whether several sheets could hold the weights of a stream."""


def printed(cell: Cell) -> str:
    """A code as it is printed, as far as one cell tells; a clinic's has two decimals, however it is kept."""
    if is_number(cell):
        value = number(cell)
        return f"{value:.2f}" if value == round(value, 2) else f"{value:f}"
    return tidy(cell.text) if cell.kind == "text" else ""


def known_codes(before: Version) -> dict[Stream, frozenset[str]]:
    tables = before.activity
    assert tables is not None
    return {stream: frozenset(tables.items_of(stream)) for stream in STREAMS}


def find_weights(
    sources: Sequence[Source],
    names: Sequence[str],
    columns: Mapping[str, str],
    choices: Choices,
    before: Version,
    year: int,
) -> WeightSheets:
    """Look at the sheets that are shown, or at those named. `columns`: letters or headings, by stream and
    role; `year`: the first calendar year of the financial year that is imported."""
    result = WeightSheets(hidden=[source.name for source in sources if source.sheet.hidden])
    known = known_codes(before)
    candidates: dict[Stream, list[WeightSheet]] = {}
    result.problems += no_such_sheets(names, sources)
    for source in sources:
        if not (is_named(source, names) if names else not source.sheet.hidden):
            continue
        seen = survey(source.book, source.sheet)
        name = source.name
        result.set_cells |= {(name, cell) for cell in set_heading_cells(seen, choices.on(name))}
        result.surveys.append(seen)
        result.sources[name] = source
        if (sheet := _sheet_of_weights(seen, known, columns, year)) is not None:
            sheet.findings.where = source.where
            candidates.setdefault(sheet.stream, []).append(sheet)
    for stream, sheets in candidates.items():
        sure = [sheet for sheet in sheets if sheet.is_sure] or sheets
        if len(sure) == 1:
            result.found[stream] = sure[0]
            result.problems += sure[0].problems
    for stream in [stream for stream in candidates if stream not in result.found]:
        result.problems.append(_several(stream, candidates, result))
        result.is_asked = True
    for sheet in result.found.values():
        sheet.findings.is_one_of_several = len(result.surveys) > 1
    return result


def _several(
    stream: Stream, candidates: Mapping[Stream, Sequence[WeightSheet]], result: WeightSheets
) -> Problem:
    sheets = candidates[stream]
    names = ", ".join(f"'{sheet.name}'" for sheet in sheets)
    message = f"{len(sheets)} sheets could hold the {stream} weights: {names}; none was taken."
    every = " ".join(f'--sheet "{found[0].name}"' for found in candidates.values())
    place = result.sources[sheets[0].name].book.name
    return Problem("which-sheet", place, message, f"Name every sheet that is meant, such as {every}.")


def _sheet_of_weights(
    seen: Survey, known: Mapping[Stream, Collection[str]], columns: Mapping[str, str], year: int
) -> WeightSheet | None:
    """None where no column holds the codes of a stream."""
    stream, holding = _columns_of_codes(seen, known)
    if not holding:
        return None
    shapes = frozenset(map(shape_of, known[stream]))
    layout = layout_above(seen, _first_row(seen, holding[0], shapes), holding[0])
    sheet = WeightSheet(stream, layout, shapes, {}, Findings(seen.sheet.name))
    named = {role: columns[f"{stream}.{role}"] for role in WEIGHT_ROLES if f"{stream}.{role}" in columns}
    if "item" not in named:
        _take(sheet, "item", [layout.columns[number] for number in holding])
    for role, name in named.items():
        if name.casefold() != NO_COLUMN:
            column = named_column(layout, f"{stream}.{role}", name, sheet.problems)
            if column is not None:
                sheet.roles[role] = column
    candidates = _by_heading(sheet)
    sheet.is_sure = bool(named) or any(role in candidates for role in ("inlier", "weight"))
    for role in (*NEEDED[stream], *CARRIED_BY_CODE[stream], "label"):
        if role not in named:
            _take(sheet, role, _of_year(candidates.get(role, []), year))
    taken = {column.number for column in sheet.roles.values()}
    sheet.unread = [
        column for column in layout.columns.values() if column.number not in taken and _has_figures(column)
    ]
    missing = [role for role in NEEDED[stream] if role not in named and role not in candidates]
    sheet.problems += [_missing(sheet, role) for role in missing]
    return sheet


def _first_row(seen: Survey, column: int, shapes: Collection[str]) -> int:
    """The row of the first code, or of what stands there instead of one, beside figures, right above it."""
    rows = {row.number: row for row in seen.head}
    first = next(
        number
        for number, row in rows.items()
        if column in row.cells and shape_of(printed(row.cells[column])) in shapes
    )
    while (above := rows.get(first - 1)) is not None and column in above.cells:
        if not any(map(is_number, above.cells.values())):
            break
        first -= 1
    return first


def _columns_of_codes(seen: Survey, known: Mapping[Stream, Collection[str]]) -> tuple[Stream, list[int]]:
    """The columns of which at least half of what looks like a code is one of a stream, from the left."""
    like: Counter[int] = Counter()
    hits: Counter[tuple[Stream, int]] = Counter()
    for row in seen.head:
        for column, cell in row.cells.items():
            text = printed(cell)
            if text and looks_like_code(cell):
                like[column] += 1
                hits.update((stream, column) for stream in STREAMS if text in known[stream])
    holding = [
        (stream, column)
        for (stream, column), count in hits.items()
        if count >= _LEAST_CODES and 2 * count >= like[column]
    ]
    if not holding:
        return "acute", []
    stream = max(holding, key=hits.__getitem__)[0]
    return stream, sorted(column for of, column in holding if of == stream)


def _by_heading(sheet: WeightSheet) -> dict[WeightRole, list[SheetColumn]]:
    """The columns that each role could be in, by the words above them."""
    found: dict[WeightRole, list[SheetColumn]] = {}
    taken = {column.number for column in sheet.roles.values()}
    for column in sheet.layout.columns.values():
        if column.number in taken or column.hidden:
            continue
        if (role := role_of(column, sheet.stream)) is not None:
            found.setdefault(role, []).append(column)
    return found


def _of_year(columns: list[SheetColumn], year: int) -> list[SheetColumn]:
    """Where the heads of several columns name financial years, those of the year that is imported."""
    if len(columns) > 1 and all(years_of(column.heading) for column in columns):
        return [column for column in columns if year in years_of(column.heading)] or columns
    return columns


def _take(sheet: WeightSheet, role: WeightRole, columns: Sequence[SheetColumn]) -> None:
    if len(columns) == 1 or (columns and role == "label"):
        sheet.roles[role] = columns[0]
    elif columns:
        message = f"several columns could hold {said(role)}: {listed(list(columns))}; none was taken."
        remedy = f"Pass {offered(f'{sheet.stream}.{role}', columns)}."
        sheet.problems.append(Problem(f"which-{role}-column", f"sheet '{sheet.name}'", message, remedy))


def _missing(sheet: WeightSheet, role: WeightRole) -> Problem:
    """`sheet.unread` are the columns that it can be in."""
    message, named = f"no heading says which column holds {said(role)}.", f"{sheet.stream}.{role}"
    none = f"--columns {named}=none if this year has none"
    if likely := [column for column in sheet.unread if not counts(column)]:
        remedy = f"It can be in {listed(likely)}: pass {offered(named, likely)}"
        remedy += f", or {none}." if role in MAY_BE_MISSING else "."
    elif role in MAY_BE_MISSING:
        remedy = f"No other column holds figures: pass {none}."
    else:
        remedy = "No other column holds figures: name the workbook that has it, or add a column for it."
    return Problem(f"which-{role}-column", f"sheet '{sheet.name}'", message, remedy)


def _has_figures(column: SheetColumn) -> bool:
    return column.numbers + column.percents > 0


def titles_of(surveys: Iterable[Survey], found: Iterable[WeightSheet]) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and words of what stands above the tables; of a sheet that is not read, at its top."""
    ends = {sheet.name: sheet.layout.last_heading for sheet in found}
    for seen in surveys:
        name = seen.sheet.name
        yield name, "", name
        for row in seen.head[:_MOST_TITLES]:
            if row.number <= ends.get(name, row.number):
                for column, cell in row.cells.items():
                    if cell.kind == "text" and cell.words:
                        yield name, address(column, row.number), cell.words
