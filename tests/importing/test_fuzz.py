"""Sheets that went through many hands: whatever was done to them, no wrong amount comes out.

Each example takes a sheet with a known price for every row, mutates it the way people do (cells
retyped, rows moved, headings renamed, rows doubled), and imports it. The import may ask or refuse; what
it takes must be the row's own code at the row's own price, or unknown.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

import kfees
from effort import times
from fee_workbooks import drug_prices, medicare_schedule, prices_by_state
from kfees.model.money import CannotDetermine
from workbooks import As, Row, book, edit, read

ROWS = 24

NEUTRAL = ("Zeta", "", "Notes", "Column 7", "2025", "Ref", "Kind", None)
"""Headings that say nothing of codes or prices, so that a renamed column is not another one's."""


@dataclass
class Sheet:
    """A sheet with a table: which columns hold the code and the price, and the truth by row."""

    titles: Sequence[Row]
    headings: list[Any]
    rows: list[Any]
    item: int
    price: int
    first_day: date = date(2026, 1, 1)
    columns: dict[str, str] = field(default_factory=dict)

    def truth(self) -> list[tuple[str, Decimal | None]]:
        return [(_plain(row[self.item]), _cents(row[self.price])) for row in self.rows]


def _value(cell: Any) -> Any:
    return cell.value if isinstance(cell, As) else cell


def _plain(cell: Any) -> str:
    return str(_value(cell)).strip()


def _cents(cell: Any) -> Decimal | None:
    value = _value(cell)
    return Decimal(str(value)).quantize(Decimal("0.01")) if isinstance(value, int | float) else None


def invented() -> Sheet:
    money = "$#,##0.00"
    rows = [
        [
            f"{2800 + number}",
            f"Service {number}",
            "visit",
            As(20 + number * 7.35, money),
            As(15 + number, money),
        ]
        for number in range(ROWS)
    ]
    titles: list[Row] = [("Schedule of fees",), ("From 1 January 2026",)]
    return Sheet(titles, ["Item", "Description", "Unit", "Fee", "Rebate"], rows, 0, 3)


def from_file(path: Path, sheet: str, heading_row: int, item: int, price: int, **more: Any) -> Sheet:
    """The first rows of a publisher's sheet, number formats and all."""
    book_of = load_workbook(path, read_only=True, data_only=True)
    grid = list(book_of[sheet].iter_rows(min_row=1, max_row=heading_row + ROWS))
    book_of.close()
    values = [[As(cell.value, cell.number_format or "General") for cell in row] for row in grid]
    titles: list[Sequence[Any]] = [[_value(cell) for cell in row] for row in values[: heading_row - 1]]
    headings = [_value(cell) for cell in values[heading_row - 1]]
    rows = [row for row in values[heading_row:] if _value(row[item]) is not None]
    return Sheet(titles, headings, [list(row) for row in rows], item, price, **more)


# What happens to a sheet. Each gets the sheet, the truth by row and a source of choice.
Truth = list[tuple[str, Decimal | None]]
Mutation = Callable[[Sheet, Truth, random.Random], None]


def retype_a_price(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    """The same amount in another spelling, or something that is no longer an amount."""
    row = choice.randrange(len(sheet.rows))
    cents = truth[row][1]
    if cents is None:
        return
    same = [
        str(cents),
        f"${cents:,}",
        f" {cents}\u00a0",
        f"{cents:,}".replace(",", " "),
        f"{cents}*",
        f"AUD {cents}",
    ]
    european = f"{cents:,}".translate(str.maketrans(",.", ".,"))
    other: list[Any] = [None, "By report", "-", "N/A", True, "#N/A", f"({cents})", f"-{cents}", f"{cents}%"]
    other += [As(float(cents), "0.0%"), As(float(cents), "dd/mm/yyyy"), As(float(cents), "[$€-407] 0.00")]
    other += [
        f"={cents}*1",
        f"=[1]Fees!A{row}",
        f"{cents}x",
        f"{cents} per visit",
        f"{cents}.0",
        -float(cents),
    ]
    other += [european, f"{cents}"[:-1] + "O", f"{cents} - {cents}"]
    sheet.rows[row][sheet.price] = choice.choice(same + other)


def retype_a_code(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    row = choice.randrange(len(sheet.rows))
    code = truth[row][0]
    if code in ("", "Total"):
        return
    spelled: list[Any] = [f"{code}*", f" {code} ", f"{code}\u00a0", f"{code}¹", None, "#REF!", f"{code}, 104"]
    if code.isdigit():
        spelled += [float(code), As(int(code), "0.00"), As(int(code), "00000000"), As(int(code), "d-mmm")]
    picked = choice.choice(spelled)
    if isinstance(picked, As) and picked.format == "00000000":
        truth[row] = (code.zfill(8), truth[row][1])
    sheet.rows[row][sheet.item] = picked


def rename_a_heading(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    sheet.headings[choice.randrange(len(sheet.headings))] = choice.choice(NEUTRAL)


def shuffle_the_rows(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    order = list(range(len(sheet.rows)))
    choice.shuffle(order)
    sheet.rows[:] = [sheet.rows[number] for number in order]
    truth[:] = [truth[number] for number in order]


def double_a_row(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    row = choice.randrange(len(sheet.rows))
    sheet.rows.insert(row, list(sheet.rows[row]))
    truth.insert(row, truth[row])


def add_a_total(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    line: list[Any] = [None] * len(sheet.headings)
    line[choice.choice((sheet.item, 1))] = "Total"
    line[sheet.price] = 99999.5
    sheet.rows.append(line)
    truth.append(("Total", None))


def add_an_empty_row_and_a_note(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    empty: list[Any] = [None] * len(sheet.headings)
    note = list(empty)
    note[sheet.item] = choice.choice(("* excludes GST", "Note 1: see the guide", "6 These are not priced"))
    sheet.rows += [empty, note]
    truth += [("", None), ("", None)]


def insert_a_heading_row(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    line: list[Any] = [None] * len(sheet.headings)
    line[sheet.item] = choice.choice(("Consultations", "Group A", sheet.headings[sheet.item]))
    row = choice.randrange(len(sheet.rows))
    sheet.rows.insert(row, line)
    truth.insert(row, ("", None))


def shift_the_prices_by_one(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    """A column pasted one row too low is a mistake that nobody can see; its first cell is then blank."""
    row = choice.randrange(len(sheet.rows))
    sheet.rows[row][sheet.price] = None
    truth[row] = (truth[row][0], None)


def move_a_column(sheet: Sheet, truth: Truth, choice: random.Random) -> None:
    old, new = (choice.randrange(len(sheet.headings)) for _ in range(2))
    order = list(range(len(sheet.headings)))
    order.insert(new, order.pop(old))
    sheet.headings[:] = [sheet.headings[number] for number in order]
    sheet.rows[:] = [[row[number] for number in order] for row in sheet.rows]
    sheet.item, sheet.price = order.index(sheet.item), order.index(sheet.price)


MUTATIONS: tuple[Mutation, ...] = (
    retype_a_price,
    retype_a_price,
    retype_a_code,
    rename_a_heading,
    shuffle_the_rows,
    double_a_row,
    add_a_total,
    add_an_empty_row_and_a_note,
    insert_a_heading_row,
    shift_the_prices_by_one,
    move_a_column,
)


def wrong_amounts(sheet: Sheet, truth: Truth, folder: Path, library: kfees.Library) -> Iterator[str]:
    """What the import takes that no row of the sheet says."""
    path = book(folder / "w.xlsx", [*sheet.titles, sheet.headings, *sheet.rows])
    columns = {role: name for role, name in sheet.columns.items() if name in sheet.headings}
    result = read(path, library, first_day=sheet.first_day, columns=columns)
    if result.problems:
        return
    top = len(sheet.titles) + 2
    for rate in result.rates:
        row = int("".join(char for char in rate.cell.rpartition("!")[2] if char.isdigit())) - top
        item, cents = truth[row]
        if rate.item != item:
            yield f"{rate.cell}: read as item {rate.item}, is {item}"
        if not isinstance(rate.amount, CannotDetermine) and rate.amount != cents:
            yield f"{rate.cell}: read as {rate.amount}, is {cents}"


def check(sheet: Sheet, mutations: list[Mutation], seed: int, library: kfees.Library) -> None:
    truth = sheet.truth()
    choice = random.Random(seed)  # noqa: S311  # repeatable choices, no secrets
    for mutate in mutations:
        mutate(sheet, truth, choice)
    with TemporaryDirectory() as folder:
        assert list(wrong_amounts(sheet, truth, Path(folder), library)) == []


mutations = st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=5)
seeds = st.integers(0, 2**32)


@settings(max_examples=times(80))
@given(mutations=mutations, seed=seeds)
def test_an_invented_sheet_never_brings_a_wrong_amount(
    mutations: list[Mutation], seed: int, library: kfees.Library
) -> None:
    check(invented(), mutations, seed, library)


@cache
def published_sheet(name: str) -> Sheet:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "w.xlsx"
        match name:
            case "medicare":
                return from_file(medicare_schedule(path, ROWS), "Sheet1", 1, 0, 21)
            case "drugs":
                return from_file(drug_prices(path), "Adm Drugs", 5, 0, 2)
            case _:
                columns = {"amount": "VIC"}
                return from_file(prices_by_state(path), "Current Supports", 1, 0, 18, columns=columns)


@pytest.mark.parametrize("name", ["medicare", "drugs", "by state"])
@settings(max_examples=times(50))
@given(mutations=mutations, seed=seeds)
def test_a_publisher_s_sheet_never_brings_a_wrong_amount(
    name: str, mutations: list[Mutation], seed: int, library: kfees.Library
) -> None:
    sheet = published_sheet(name)
    check(
        replace(sheet, headings=list(sheet.headings), rows=[list(row) for row in sheet.rows]),
        mutations,
        seed,
        library,
    )


@settings(max_examples=times(80))
@given(seed=seeds, spots=st.integers(1, 6))
def test_broken_xml_never_ends_in_a_traceback_or_a_wrong_amount(
    seed: int, spots: int, library: kfees.Library
) -> None:
    """Bytes of a sheet overwritten at random: refused, asked, or right."""
    choice = random.Random(seed)  # noqa: S311  # repeatable choices, no secrets
    sheet = invented()
    truth = dict(sheet.truth())

    def scribble(xml: str) -> str:
        for _ in range(spots):
            at = choice.randrange(len(xml))
            xml = xml[:at] + choice.choice('<>"&/=0aZ9 ') + xml[at + 1 :]
        return xml + " "

    with TemporaryDirectory() as folder:
        path = book(Path(folder) / "w.xlsx", [*sheet.titles, sheet.headings, *sheet.rows])
        edit(path, "xl/styles.xml" if choice.random() < 0.3 else "xl/workbook.xml", scribble)
        try:
            result = read(path, library, first_day=sheet.first_day)
        except kfees.InputError:
            return
    if not result.problems:
        for rate in result.rates:
            assert isinstance(rate.amount, CannotDetermine) or rate.amount == truth[rate.item]


# Whatever a cell may hold, in whatever format: it is asked about at its place, and ends no import.
FORMATS = (
    *("General", "0", "0.00", "00000", "0%", "#,##0.00", "#,##0,", "0.0,,", "0.00E+00", "# ?/?", "@", ";;;"),
    *("dd/mm/yyyy", "d-mmm", "[h]:mm", "yyyy", '"MBS" 0', '0" per km"', "[$€-407] 0.00", "[Red]-0", "???"),
    *("_-* #,##0.00_-", '"', "\\", "[", "0.0.0", "0;-0;;@", "General;General", "#", "0.000000000000000000"),
)
TYPED: tuple[Any, ...] = (
    *(
        None,
        "",
        " ",
        "-",
        "n/a",
        "POA",
        "=1/0",
        "=A1",
        "#REF!",
        "#N/A",
        "TRUE",
        True,
        False,
        "\N{NO-BREAK SPACE}",
    ),
    *(0, -1, 12.345, 0.1 + 0.2, 1e15, 1e16, 1e300, -1e300, 1e-300, 5e-324, 2**53, 99999999999999999999, 2801),
    *("2801", "28O1", "1E04", "10.10", "010", "2801 - 2806", "3.200,00", "(5)", "5-", "1,23,456", "9" * 300),
    *(
        "١٢",
        "２８０１",
        "½",
        "1⁄2",
        "10²",
        "x" * 5_000,
        "12:30",
        "31/02/2025",
        "5-Aug-24",
        "a\nb",
        "''",
        "€5",
    ),
    *(datetime(2025, 7, 1), datetime(9999, 12, 31), date(1900, 1, 1), time(12, 30), timedelta(days=-1)),  # noqa: DTZ001
    *(timedelta(days=10**5), CellRichText("28", TextBlock(InlineFont(vertAlign="superscript"), "1"))),
)
HEADED = ("Item", "Description", "Unit", "Fee", "GST", "From", "To", "From day", "To day", "Modifier")
cells_of_any_kind = st.builds(
    lambda value, shown_as: value if value is None else As(value, shown_as),
    st.one_of(
        st.sampled_from(TYPED),
        st.floats(allow_nan=False, allow_infinity=False),
        st.integers(-(10**20), 10**20),
    ),
    st.sampled_from(FORMATS),
)


@settings(max_examples=times(30))
@given(
    spots=st.lists(
        st.tuples(st.integers(0, 14), st.integers(0, len(HEADED) - 1), cells_of_any_kind),
        min_size=1,
        max_size=12,
    )
)
def test_no_kind_of_cell_in_no_format_ends_an_import(
    spots: list[tuple[int, int, Any]], library: kfees.Library
) -> None:
    first, last = date(2025, 7, 1), date(2026, 6, 30)
    rows: list[list[Any]] = [
        [f"A{number}", "Visit", "visit", 50 + number, "exclusive", first, last, 1, 14, None]
        for number in range(15)
    ]
    for row, column, cell in spots:
        rows[row][column] = cell
    with TemporaryDirectory() as folder:
        path = book(Path(folder) / "w.xlsx", [HEADED, *rows])
        try:
            result = read(path, library)
        except kfees.InputError:
            return
    untouched = {f"A{row}" for row in range(15)} - {f"A{row}" for row, _, _ in spots}
    if not result.problems:
        assert {rate.item for rate in result.rates} >= untouched
