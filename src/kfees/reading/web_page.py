"""The tables of a saved web page. Scripts are not run, nothing is fetched, and what is not shown is no text.

A table within a cell is a table of its own. The words above a table, such as its title, are rows above it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kfees.model.steps import next_step
from kfees.reading.cell import Cell, tidy
from kfees.reading.file_limits import WorkbookLimits, refusal
from kfees.reading.sheet import LAST_COLUMN, Merged, SheetRow, Table

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ABOVE = 12
"""So many blocks of words above a table are kept: a page has menus above that."""

_NO_TEXT = frozenset(
    ("script", "style", "template", "noscript", "head", "nav", "select", "button", "svg", "iframe", "object")
)
_INLINE = frozenset(
    ("a", "abbr", "b", "big", "code", "em", "font", "i", "ins", "label", "mark", "small", "span", "strong",
     "sub", "sup", "tt", "u", "s", "del", "strike", "bdi", "bdo", "nobr", "wbr")
)  # fmt: skip
_STRIKES = frozenset(("s", "del", "strike"))
_IN_A_TABLE = ("tr", "td", "th", "thead", "tbody", "tfoot", "table")
_HIDES = re.compile(r"(display:none|visibility:(hidden|collapse))", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w\-]+)", re.I)


def read_page(content: bytes, place: str, limits: WorkbookLimits) -> Mapping[tuple[str, bool], Table]:
    """The tables with at least two columns, by their numbers, and whether the page hides them."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    root = etree.fromstring(_text(content).encode("utf-8", "replace"), parser)
    page = _Page(place, limits)
    if root is not None:
        page.read(root)
    found = {(grid.name, grid.hidden): grid.table() for grid in page.grids if grid.width > 1}
    if not found:
        message = "the page holds no table. It may be filled in by a script, which is not run."
        remedy = "Open it, copy the table into Excel, save it as .xlsx, and " + f"{limits.use}."
        raise refusal(place, "no-table", message, remedy)
    return found


def _text(content: bytes) -> str:
    """By its mark, else by what it says of itself, else UTF-8, else Windows-1252."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, "replace").removeprefix("\ufeff")
    if said := _CHARSET.search(content[:4_000]):
        try:
            return content.decode(said[1].decode("ascii").lower().replace("iso-8859-1", "cp1252"))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


@dataclass(slots=True)
class _Words:
    """What a cell says, as it is gathered."""

    text: str = ""
    marks: str = ""
    struck: bool = False
    standing: str = ""

    def add(self, text: str, raised: bool, struck: bool) -> None:
        if raised and self.text.strip() and text.strip():
            self.marks += text.strip()
        elif text.strip():
            self.text += self.marks + text
            self.marks = ""
        elif not self.marks:
            self.text += text
        self.struck = self.struck or (struck and bool(text.strip()))
        self.standing += "" if struck else text

    def cell(self) -> Cell | None:
        text = tidy(self.text)
        if not text:
            return None
        standing = (tidy(self.standing) or None) if self.struck else None
        return Cell("text", text, marks=tidy(self.marks), struck=self.struck, standing=standing)


@dataclass(slots=True)
class _Grid:
    """A table as it is read. `carried`: the columns that a cell above reaches into, and its last row."""

    number: int
    hidden: bool
    above: list[str]
    rows: list[SheetRow] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    carried: dict[int, int] = field(default_factory=dict)
    column: int = 0
    first: int = 0
    width: int = 0
    covered: int = 0
    words: _Words | None = None

    @property
    def name(self) -> str:
        return f"table {self.number}"

    def begin_row(self, hidden: bool) -> None:
        self.rows.append(SheetRow(len(self.above) + len(self.rows) + 1, hidden, {}))
        self.column = 0

    def begin_cell(self, across: int, down: int, hidden: bool) -> None:
        if not self.rows:
            self.begin_row(False)
        row = self.rows[-1].number
        self.column += 1
        while self.carried.get(self.column, 0) >= row:
            self.column += 1
            self.covered += 1
        self.first, self.column = self.column, min(self.column + across - 1, LAST_COLUMN)
        self.covered += self.column - self.first + 1
        if down > 1:
            self.carried |= dict.fromkeys(range(self.first, self.column + 1), row + down - 1)
        if across > 1 or down > 1:
            self.merged.append(Merged(self.first, row, self.column, row + down - 1))
        if hidden:
            self.hidden_columns.update(range(self.first, self.column + 1))
        self.words, self.width = _Words(), max(self.width, self.column)

    def end_cell(self) -> None:
        if self.words is not None and (cell := self.words.cell()) is not None:
            self.rows[-1].cells[self.first] = cell
        self.words = None

    def table(self) -> Table:
        last = len(self.above) + len(self.rows)
        titles = [SheetRow(row, False, {1: Cell("text", text)}) for row, text in enumerate(self.above, 1)]
        rows = [*titles, *self.rows]
        merged = [area._replace(bottom=min(area.bottom, last)) for area in self.merged]
        hidden = [(column, column) for column in sorted(self.hidden_columns)]
        return Table(lambda: iter(rows), len(rows), self._where, merged, hidden)

    def _where(self, row: int) -> str:
        own = row - len(self.above)
        return f"{self.name}, row {own}" if own > 0 else f"above {self.name}"


class _Page:
    """The elements of a page in their order. `hidden`, `struck`, `raised`: how many open elements say so."""

    def __init__(self, place: str, limits: WorkbookLimits) -> None:
        self._place, self._limits = place, limits
        self.grids: list[_Grid] = []
        self._open: list[_Grid] = []
        self._above: list[str] = []
        self._block = ""
        self._hidden = self._struck = self._raised = 0

    def read(self, root: _Element) -> None:
        from lxml import etree

        passed_over: set[_Element] = set()
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            next_step()
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _NO_TEXT or (tag not in _IN_A_TABLE and self._is_in_cell and _is_hidden(element)):
                    walk.skip_subtree()
                    passed_over.add(element)
                    continue
                self._count(element, tag, 1)
                self._start(element, tag)
                self._say(element.text)
            else:
                if event == "end" and element not in passed_over:
                    self._end(element, tag)
                self._say(element.tail)
        for grid in self._open:
            grid.end_cell()

    @property
    def _is_in_cell(self) -> bool:
        return bool(self._open) and self._open[-1].words is not None

    def _count(self, element: _Element, tag: str, step: int) -> None:
        style = _style(element)
        self._struck += step * (tag in _STRIKES or "line-through" in style)
        self._raised += step * (tag == "sup" or "vertical-align:super" in style)
        # A cell or a row that is hidden says so itself; whatever else is, hides the tables within.
        self._hidden += step * (tag not in _IN_A_TABLE[:3] and _is_hidden(element))

    def _start(self, element: _Element, tag: str) -> None:
        if tag not in _INLINE:
            self._say(" ")
        if tag == "table":
            self._begin_table()
        elif self._open and tag == "tr":
            self._open[-1].end_cell()
            self._open[-1].begin_row(_is_hidden(element))
        elif self._open and tag in ("td", "th"):
            grid = self._open[-1]
            grid.end_cell()
            grid.begin_cell(
                _span(element, "colspan", 1_000), _span(element, "rowspan", 65_534), _is_hidden(element)
            )
            if sum(open_grid.covered for open_grid in self._open) > self._limits.cells:
                message = (
                    f"its tables claim to hold more than {self._limits.cells:,} cells, and were not read."
                )
                raise refusal(self._place, "unpacks-too-large", message, self._limits.alone)
        elif tag not in _INLINE and not self._is_in_cell:
            self._flush()

    def _begin_table(self) -> None:
        self._flush()
        above = [] if self._open else self._above[-MOST_ABOVE:]
        self._above = []
        grid = _Grid(len(self.grids) + 1, self._hidden > 0, above)
        self.grids.append(grid)
        self._open.append(grid)

    def _end(self, element: _Element, tag: str) -> None:
        self._count(element, tag, -1)
        if tag not in _INLINE:
            self._say(" ")
            if not self._is_in_cell:
                self._flush()
        if self._open and tag in ("td", "th"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    def _say(self, text: str | None) -> None:
        if not text or self._hidden:
            return
        if self._open and self._open[-1].words is not None:
            self._open[-1].words.add(text, self._raised > 0, self._struck > 0)
        else:
            self._block += text

    def _flush(self) -> None:
        """A block of words outside of any cell; a caption stands within its table, and above its rows."""
        if text := tidy(self._block):
            if self._open and not self._open[-1].rows:
                self._open[-1].above.append(text)
            else:
                self._above.append(text)
        self._block = ""


def _style(element: _Element) -> str:
    return re.sub(r"\s", "", element.get("style") or "").lower()


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDES.search(_style(element)))


def _span(element: _Element, name: str, most: int) -> int:
    """How far a cell reaches; 0 rows are all that follow."""
    digits = re.match(r"\s*([0-9]{1,9})", element.get(name) or "")
    count = int(digits[1]) if digits else 1
    return min(count or (most if name == "rowspan" else 1), most)
