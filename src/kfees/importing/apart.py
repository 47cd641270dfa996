"""What tells rows of one item apart: looked for in every column, and named with the flag that uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kfees.importing.chosen import Chosen
from kfees.importing.findings import Findings
from kfees.importing.item_row import ItemRow
from kfees.importing.layout import Layout
from kfees.importing.where import MOST_SHOWN, MOST_VALUES, SECTION, value_of
from kfees.model.problems import Unreadable
from kfees.reading.opening import Workbook
from kfees.reading.passes import read_rows

_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class _Teller:
    """A column, or the headings between the rows, in which rows of one item differ. `values`: by row."""

    name: str
    words: str
    values: Mapping[int, str]

    def of_twice(self, twice: Sequence[tuple[int, int]]) -> list[str]:
        rows = sorted({row for pair in twice for row in pair})
        return list(dict.fromkeys(self.values.get(row, "") for row in rows))


def tell_apart(
    book: Workbook, layout: Layout, chosen: Chosen, items: Sequence[ItemRow], findings: Findings
) -> None:
    """Add to what is said of rows that stand twice what tells them apart, where anything does."""
    teller = next(_tellers(book, layout, chosen, items, findings.twice), None)
    flags = "" if teller is None else " ".join(_flags(teller, chosen, items, findings))
    for number, wrong in enumerate(findings.wrong):
        if wrong.problem.code == "duplicate-item":
            own = wrong.problem
            remedy = f"{own.remedy}; where this holds of many items, their codes may stand in another column."
            if teller is not None:
                remedy = f"{teller.words} tells them apart: {flags} {own.remedy}."
            whole = Unreadable(own.code, own.message, remedy)
            findings.wrong[number] = replace(wrong, problem=whole)


def _tellers(
    book: Workbook,
    layout: Layout,
    chosen: Chosen,
    items: Sequence[ItemRow],
    twice: Sequence[tuple[int, int]],
) -> Iterator[_Teller]:
    """The columns that differ in each two rows of one item, those that say few different things first."""
    read = {chosen.roles["item"].number, *(amount.column.number for amount in chosen.amounts)}
    read |= {chosen.roles["label"].number} if "label" in chosen.roles else set()
    read |= {chosen.roles["modifier"].number} if "modifier" in chosen.roles else set()
    columns = {
        number: column
        for number, column in layout.columns.items()
        if number not in read and not (column.money_formats or column.fractions or column.dates)
    }
    rows = {item.row for item in items}
    values: dict[int, dict[int, str]] = {number: {} for number in columns}
    for row in read_rows(book, layout.survey.sheet, frozenset(columns)):
        if row.number in rows:
            for number, cell in row.cells.items():
                values[number][row.number] = value_of(cell)
    for merged in layout.survey.merged:
        if merged.left in columns and merged.top in values[merged.left]:
            below = rows & set(range(merged.top, merged.bottom + 1))
            values[merged.left] |= dict.fromkeys(below, values[merged.left][merged.top])
    tellers = [
        _Teller(column.letter, f"Column {column.described}", values[number])
        for number, column in columns.items()
    ]
    sections = {item.row: item.section for item in items}
    tellers.append(_Teller(SECTION, "The heading between the rows", sections))
    found = [
        (len(set(teller.values.values())), teller)
        for teller in tellers
        if all(teller.values.get(one, "") != teller.values.get(other, "") for one, other in twice)
    ]
    yield from (teller for count, teller in sorted(found, key=lambda pair: pair[0]) if count <= MOST_VALUES)


def _flags(teller: _Teller, chosen: Chosen, items: Sequence[ItemRow], findings: Findings) -> Iterator[str]:
    """The flag first that loses no item: the rows of one value where each has nearly all, else modifiers."""
    values = teller.of_twice(findings.twice)
    typed = [findings.column_flag("--where", f"{teller.name}={value}") for value in values[:MOST_SHOWN]]
    alone = f"pass {' or '.join(typed)} for the rows that say so alone"
    if teller.name == SECTION or "modifier" in chosen.roles:
        yield f"{alone}."
        return
    own = f"{findings.column_flag('--columns', f'modifier={teller.name}')} for items of their own"
    codes = {item.code for item in items}
    has: dict[str, set[str]] = {value: set() for value in values}
    for item in items:
        has.setdefault(teller.values.get(item.row, ""), set()).add(item.code)
    if all(len(has[value]) >= _NEARLY_ALL * len(codes) for value in values):
        yield f"{alone}, or {own}."
    else:
        yield f"pass {own}, or {typed[0]} for the rows that say so alone."
