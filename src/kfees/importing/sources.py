"""What is read together: the sheets of every file, each by a name of its own, and which the user means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kfees.importing.choices import Choices, split_place
from kfees.importing.findings import in_quotes, ranges
from kfees.model.blanks import Listed
from kfees.model.problems import InputError, Problem
from kfees.model.schedule import WorkbookRead
from kfees.reading.opening import SheetPart, Workbook
from kfees.reading.passes import where_in_file
from kfees.reading.sheet import LAST_COLUMN, LAST_ROW, address

_FLAG = re.compile(r'(--(?:columns|rows|set|skip-rows|where|as-stored)) (?:"([^"]+)"|([^\s"]*[^\s".,;:)]))')
_IN_FILE = re.compile(r"\[(.+)\](.+)", re.S)


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet and the file that it is in."""

    book: Workbook
    sheet: SheetPart

    @property
    def name(self) -> str:
        return self.sheet.name

    def where(self, row: int) -> str:
        """How people find a row in a file that shows no cell addresses."""
        return where_in_file(self.book, self.sheet, row)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of data that the user named, and of which sheet; an empty `sheet`: of each that is read.

    `left` and `right`: their columns, where another table stands beside.
    """

    first: int
    last: int
    sheet: str = ""
    left: int = 1
    right: int = LAST_COLUMN

    @property
    def is_of_columns(self) -> bool:
        return (self.left, self.right) != (1, LAST_COLUMN)

    @property
    def where(self) -> str:
        """'8-805', or 'E3:G805'."""
        if self.is_of_columns:
            return f"{address(self.left, self.first)}:{address(self.right, self.last)}"
        return f"{self.first}-{self.last}"

    @property
    def typed(self) -> str:
        return in_quotes(f"{self.sheet}:{self.where}" if self.sheet else self.where)


EVERY_ROW = Rows(1, LAST_ROW)


def sources_of(books: Sequence[Workbook]) -> list[Source]:
    """Every sheet. Of several files each is named as Excel does: '[rates.xlsx]Fees'.

    Raises InputError where one file is given twice.
    """
    if len(books) == 1:
        return [Source(books[0], sheet) for sheet in books[0].sheets]
    first: dict[str, Workbook] = {}
    for book in books:
        if (other := first.setdefault(book.sha256, book)) is not book:
            message = f"this is the same file as {other.place}."
            raise InputError([Problem("same-file", book.place, message, "Give each file once.")])
    names = Counter(book.name for book in books)
    return [
        Source(book, SheetPart(f"[{file}]{sheet.name}", sheet.part, sheet.hidden))
        for book in books
        for file in [book.name if names[book.name] == 1 else str(Path(book.place))]
        for sheet in book.sheets
    ]


def file_and_sheet(name: str) -> tuple[str, str]:
    """('rates.xlsx', 'Fees') of '[rates.xlsx]Fees'; no file where one alone is read."""
    match = _IN_FILE.fullmatch(name)
    return (match[1], match[2]) if match else ("", name)


def is_named(source: Source, names: Iterable[str]) -> bool:
    """Whether one of the names is the sheet's, with its file or without."""
    own = {source.name.casefold(), file_and_sheet(source.name)[1].casefold()}
    return any(name.casefold() in own for name in names)


def full_name(name: str, sources: Sequence[Source]) -> str:
    """The whole name of the one sheet that is meant; as it was given where there is none, or several."""
    found = [source.name for source in sources if is_named(source, [name])]
    return found[0] if len(found) == 1 else name


def no_such_sheets(names: Iterable[str], sources: Sequence[Source]) -> Iterator[Problem]:
    known = [source.name for source in sources]
    for name in names:
        if not any(is_named(source, [name]) for source in sources):
            remedy = _other_sheets(name, known)
            yield Problem("no-such-sheet", f"--sheet {name}", f"there is no sheet {name!r}.", remedy)


def _other_sheets(name: str, known: Sequence[str]) -> str:
    """Flags for the sheets that there are, those with a name close to what was typed first."""
    folded = {sheet.casefold(): sheet for sheet in known}
    close = [folded[sheet] for sheet in get_close_matches(name.casefold(), folded, 3)] or known[:8]
    more = f" The sheets are: {', '.join(known)}." if len(close) < len(known) else ""
    flags = Listed(tuple(f'--sheet "{sheet}"' for sheet in close), " or ")
    return f"Did you mean {flags}?{more}" if more else f"Pass {flags}."


def rows_of(name: str, rows: Collection[Rows]) -> list[Rows]:
    """The rows to read of a sheet, from the top; all where the user names none."""
    own = [part for part in rows if part.sheet.casefold() in ("", name.casefold())]
    return sorted(own, key=lambda part: (part.first, part.left, part.last)) or [EVERY_ROW]


def columns_of(name: str, columns: Mapping[str, str], rows: Rows = EVERY_ROW) -> dict[str, str]:
    """The columns that the user named, by role: those of every sheet, of this one, of these rows of it."""
    split = [(*split_sheet(role), column) for role, column in columns.items()]
    known = ("",), (name,), (rows.where, f"{name}:{rows.where}")
    found: dict[str, str] = {}
    for names in known:
        folded = [one.casefold() for one in names]
        found |= {role: column for sheet, role, column in split if sheet.casefold() in folded}
    return found


def split_sheet(text: str) -> tuple[str, str]:
    """'Part 2:amount' -> ('Part 2', 'amount')."""
    sheet, _, what = text.rpartition(":")
    return sheet, what


def naming(sheet: str, remedy: str, flag: str = "--") -> str:
    """A remedy whose flags say of which sheet they speak: '--columns amount=F' of one of several sheets.
    `flag`: of which flags."""

    def named(match: re.Match[str]) -> str:
        value = match[2] or match[3]
        if not match[1].startswith(flag):
            return match[0]
        is_there = value.startswith(f"{sheet}:")
        return f"{match[1]} {in_quotes(value if is_there else f'{sheet}:{value}')}"

    return _FLAG.sub(named, remedy)


def flags_without_sheet(choices: Choices, rows: Sequence[Rows], names: Sequence[str]) -> Iterator[Problem]:
    """Flags that do not say of which of several sheets they speak, or speak of one that is not read."""
    flags = [("--set", *split_place(cell), f"{cell}={words}") for cell, words in choices.set_cells.items()]
    skipped: dict[str, list[int]] = {}
    for row in choices.skip_rows:
        sheet, number = row if isinstance(row, tuple) else ("", row)
        skipped.setdefault(sheet, []).append(number)
    typed = {sheet: ranges(numbers).replace(" ", "") for sheet, numbers in skipped.items()}
    flags += [("--skip-rows", sheet, numbers, numbers) for sheet, numbers in typed.items()]
    flags += [("--rows", part.sheet, part.where, part.where) for part in rows]
    known = {name.casefold() for name in names}
    for flag, sheet, what, value in flags:
        place = f"{flag} {sheet}:{what}" if sheet else f"{flag} {what}"
        if not sheet and len(known) > 1:
            each = dict.fromkeys(f"{flag} {in_quotes(f'{name}:{value}')}" for name in names)
            remedy = f"Pass {' or '.join(each)}."
            yield Problem("which-sheet", place, "several sheets are read, and this names none.", remedy)
        elif sheet and known and sheet.casefold() not in known:
            remedy = f"Leave it out; the sheets that are read are: {', '.join(dict.fromkeys(names))}."
            yield Problem("no-such-sheet", place, f"no sheet {sheet!r} is read.", remedy)


def read_from(books: Sequence[Workbook]) -> list[WorkbookRead]:
    """What a version says of the files that it was imported from."""
    return [WorkbookRead(file=book.name[:200], sha256=book.sha256) for book in books]
