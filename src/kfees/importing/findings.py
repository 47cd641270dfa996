"""What was understood and what is wrong, cell by cell, and how it is said once and not a thousand times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from itertools import groupby

from openpyxl.utils import get_column_letter, quote_sheetname

from kfees.library.changes import VersionChanges
from kfees.library.version import Version
from kfees.model.blanks import counted
from kfees.model.english import in_list
from kfees.model.problems import Problem, Unreadable
from kfees.model.schedule import WorkbookRead

MOST_CELLS = 1_000
"""So many cells of one kind of note are kept by name; all are counted."""

TO_FILL_IN = ("CODE", "AMOUNT", "UNIT", "DAYS", "FIGURE", "YES")
"""What stands at the end of a flag where only a person knows what to pass."""

_EXAMPLES, _MOST_ALONE, _MOST_SPANS, _MOST_FLAGS = 3, 5, 8, 40
_FIRST_MEANING = re.compile(r'Pass (--set (?:"[^"]*"|[^\s",]+))')


@dataclass(slots=True)
class Note:
    """One kind of thing that had to be understood, and where; `examples` say it for the first cells."""

    kind: str
    count: int = 0
    cells: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """'codes shown as 0.00, 12 cells: '10.1' is 10.10 (B16), ...'"""
        more = self.count - len(self.examples)
        shown = "; ".join(self.examples) + (f"; and {more:,} more" if more else "")
        what = "row" if self.cells[0].startswith("row ") else "cell"
        return f"{self.kind[0].upper()}{self.kind[1:]}, {counted(self.count, what)}: {shown}."


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be taken as it stands. `found`: what it holds."""

    column: int
    row: int
    found: str
    problem: Unreadable

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(slots=True)
class Findings:
    """Everything that was found in one sheet. `last_row`: of the last item; 0 where none was read.

    `is_one_of_several`: whether other sheets are read too, so that a flag must name this one. `where`: how
    people find a row in a file that shows no cell addresses. `twice`: rows of one item that differ.
    `of_flags`: what is wrong with a flag of the user's, whose place it is. `set_cells`: those that were read
    as the user said.
    """

    sheet: str
    is_one_of_several: bool = False
    last_row: int = 0
    notes: dict[str, Note] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    where: Callable[[int], str] = field(default=lambda _row: "")
    twice: list[tuple[int, int]] = field(default_factory=list)
    of_flags: list[Problem] = field(default_factory=list)
    set_cells: set[str] = field(default_factory=set)

    def note(self, kind: str, cell: str, example: str) -> None:
        note = self.notes.get(kind)
        if note is None:
            note = self.notes[kind] = Note(kind)
        note.count += 1
        if note.count <= _EXAMPLES:
            note.examples.append(f"{example} ({cell})" if example else cell)
        if note.count <= MOST_CELLS:
            note.cells.append(cell)

    def is_counted(self, kind: str) -> bool:
        """Whether such a thing was noted so often that one more is only counted, as it is here."""
        note = self.notes.get(kind)
        if note is None or note.count < MOST_CELLS:
            return False
        note.count += 1
        return True

    def remedy(self, cell: str, words: str, row: int) -> str:
        """What to pass for a cell that cannot be taken: what it should say, or that its row is left out."""
        what = "Give the code" if words == "CODE" else "Give it"
        return f"{what} with {self.set_flag(cell, words)}, or leave the row out with {self.skip_flag(row)}."

    def set_flag(self, cell: str, words: str) -> str:
        """'--set A11=DS10', as it is typed."""
        # A colon, as an exclamation mark means something to a shell.
        said = f"{self.sheet}:{cell}={words}" if self.is_one_of_several else f"{cell}={words}"
        return f"--set {in_quotes(said)}"

    def column_flag(self, flag: str, named: str) -> str:
        """'--as-stored C', or of another flag that names a column."""
        return f"{flag} {in_quotes(f'{self.sheet}:{named}' if self.is_one_of_several else named)}"

    def skip_flag(self, rows: object) -> str:
        """'--skip-rows 12,40-44'."""
        return f"--skip-rows {in_quotes(f'{self.sheet}:{rows}' if self.is_one_of_several else str(rows))}"

    def with_way_out(self, problem: Unreadable, cell: str, words: str, row: int) -> Unreadable:
        """The problem with a remedy that ends it: its meanings, its own flag, or `words` for the cell."""
        if problem.meanings:
            flags = [self.set_flag(cell, meaning) for meaning in problem.meanings]
            left_out = f"or leave the row out with {self.skip_flag(row)}."
            whichever = ", whichever is meant" if len(flags) > 1 else ""
            remedy = f"{problem.remedy} Pass {', or '.join(flags)}{whichever}, {left_out}".lstrip()
        elif "--" in problem.remedy:
            return problem
        else:
            remedy = f"{problem.remedy} {self.remedy(cell, words, row)}".lstrip()
        return Unreadable(problem.code, problem.message, remedy, problem.meanings)

    def problems(self, each: bool = False) -> Iterator[Problem]:
        """The problems in the order of the sheet; of one kind in one column, many become one, those that one
        answer ends apart from the others.

        `each`: one for every cell, however many there are.
        """
        for _, same in groupby(sorted(self.wrong, key=_kind), _kind):
            for cells in _by_answer(sorted(same, key=lambda wrong: wrong.row)):
                if each or len(cells) <= _MOST_ALONE:
                    yield from map(self._alone, cells)
                else:
                    yield self._together(cells)
        yield from self.of_flags

    def place(self, cell: str, row: int) -> str:
        """'Fees!F12', and where that is in a file without such addresses."""
        return place_of(self.sheet, cell, self.where(row))

    def _alone(self, wrong: Wrong) -> Problem:
        found = f"'{wrong.found}': " if wrong.found else ""
        message = f"{found}{wrong.problem.message}"
        return Problem(wrong.problem.code, self.place(wrong.cell, wrong.row), message, wrong.problem.remedy)

    def _together(self, cells: Sequence[Wrong]) -> Problem:
        letter, first = get_column_letter(cells[0].column), cells[0].problem
        spans = [
            f"{letter}{span}" if "-" not in span else f"{letter}{span.replace('-', f':{letter}')}"
            for span in ranges(wrong.row for wrong in cells).split(", ")
        ]
        more = f" and {len(spans) - _MOST_SPANS:,} more" if len(spans) > _MOST_SPANS else ""
        where = f"{', '.join(spans[:_MOST_SPANS])}{more}"
        if len({wrong.problem.message for wrong in cells}) == 1:
            shown = ", ".join(f"'{wrong.found}' ({wrong.cell})" for wrong in cells[:_EXAMPLES] if wrong.found)
            such = f", such as {shown}" if shown else ""
            message = f"{len(cells):,} cells{such}: {first.message}"
        else:
            each = " ".join(f"{wrong.cell}: {wrong.problem.message}" for wrong in cells[:_EXAMPLES])
            message = f"{len(cells):,} cells. {each} And {len(cells) - _EXAMPLES:,} more."
        return Problem(first.code, self.place(where, cells[0].row), message, self._remedy_of_all(cells))

    def _remedy_of_all(self, cells: Sequence[Wrong]) -> str:
        remedy, meanings = cells[0].problem.remedy, cells[0].problem.meanings
        rows = ranges(wrong.row for wrong in cells).replace(" ", "")
        flag = self.skip_flag(rows)
        if meanings and all(wrong.problem.meanings == meanings for wrong in cells):
            letter = get_column_letter(cells[0].column)
            remedy = re.sub(rf"(?<![A-Z]){cells[0].cell}=", f"{letter}{rows}=", remedy)
            return remedy.replace(
                f"the row out with {self.skip_flag(cells[0].row)}", f"the rows out with {flag}"
            )
        if "--skip-rows" not in remedy:
            return remedy
        if remedy.startswith("Leave"):
            return f"Leave all of them out with {flag}. Of each: {remedy}"
        if "--where" in remedy and rows.count(",") >= _MOST_SPANS:
            return remedy
        return f"{_every_meaning(cells)}{remedy} To leave all of them out: {flag}."


@dataclass(slots=True)
class Outcome:
    """What became of files, whatever they hold. `versions` can be written where `problems` is empty; `same`
    are those that are there already, alike, and are not written again.

    `said`: what was taken for granted, in sentences. `comparison`: the first version against the one that is
    in force on its first day without it. `each_problem`: as `problems`, but one for every cell.
    """

    workbooks: list[WorkbookRead]
    _: KW_ONLY
    versions: tuple[Version, ...] = ()
    same: list[Version] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    comparison: VersionChanges | None = None
    problems: list[Problem] = field(default_factory=list)
    each_problem: list[Problem] = field(default_factory=list)

    @property
    def workbook(self) -> WorkbookRead:
        """The first of the files."""
        return self.workbooks[0]

    @property
    def files(self) -> str:
        """'rates.xlsx and more.csv'."""
        return in_list([workbook.file for workbook in self.workbooks])

    @property
    def new(self) -> dict[date, Mapping[str, bytes]]:
        """The files of the versions that are not there yet, by first day."""
        there = {version.first_day for version in self.same}
        return {one.first_day: one.files for one in self.versions if one.first_day not in there}

    def add(self, problems: Sequence[Problem]) -> None:
        self.problems += problems
        self.each_problem += problems

    def add_from(self, findings: Findings) -> None:
        self.problems += findings.problems()
        self.each_problem += findings.problems(each=True)


def _every_meaning(cells: Sequence[Wrong]) -> str:
    """What to pass where each of many cells says what it may mean; empty where one does not."""
    flags = [_FIRST_MEANING.match(wrong.problem.remedy) for wrong in cells]
    if not all(flags) or len(flags) > _MOST_FLAGS:
        return ""
    return f"Pass {' '.join(flag[1] for flag in flags if flag)}, or of each: "


def _by_answer(cells: Sequence[Wrong]) -> Iterator[list[Wrong]]:
    """Many cells that say the same and may mean the same, each such word by itself; then the others."""
    alike: dict[tuple[str, tuple[str, ...]], list[Wrong]] = {}
    for wrong in cells:
        alike.setdefault((wrong.found.casefold(), wrong.problem.meanings), []).append(wrong)
    others: list[Wrong] = []
    for (_, meanings), same in alike.items():
        if meanings and len(same) > _MOST_ALONE:
            yield same
        else:
            others += same
    yield sorted(others, key=lambda wrong: wrong.row)


def _kind(wrong: Wrong) -> tuple[int, str]:
    return wrong.column, wrong.problem.code


def place_of(sheet: str, cell: str, where: str = "") -> str:
    """'Sheet1!F12', in Excel's own spelling: a name with spaces stands in quotes. `where`: in `Findings`."""
    plain = sheet.replace("_", "").isalnum() and not sheet[:1].isdigit()
    place = f"{sheet if plain else quote_sheetname(sheet)}!{cell}"
    return f"{place} ({where})" if where else place


def cell_in(place: str) -> str:
    """'F12' of "'Part 2'!F12 (line 12)"."""
    return place.rpartition("!")[2].partition(" ")[0]


def row_in(place: str) -> int:
    """12 of 'Fees!F12'."""
    return int(cell_in(place).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def skip_flag_of(place: str) -> str:
    """The flag that leaves out the row of a place, whichever sheet it is in."""
    sheet = place.rpartition("!")[0]
    sheet = sheet[1:-1].replace("''", "'") if sheet[:1] == "'" else sheet
    return f"--skip-rows {in_quotes(f'{sheet}:{row_in(place)}')}"


def in_quotes(typed: str) -> str:
    """What a shell must not take apart, or for something of its own, in double quotes."""
    return typed if re.fullmatch(r"[\w.,:=+/%-]+", typed) else f'"{typed}"'


def ranges(numbers: Iterable[int]) -> str:
    """'3-5, 9' for 3, 4, 5 and 9."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
