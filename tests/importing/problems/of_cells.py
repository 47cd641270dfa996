"""What a cell of a table of fees may hold that is asked about: codes, amounts, days, GST."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from importing.problems.user import Case, csv, file_of
from workbooks import SHEET, As, Row, book, edit, fees, plain_rows

CaseOf = Callable[[Path], Case]
Then = Callable[[Worksheet], object]


def of(code: str, says: str, rows: Sequence[Row], then: Then | None = None, *said: str) -> CaseOf:
    """A workbook of these rows."""
    return lambda folder: Case(code, says, [file_of(book(folder / "fees.xlsx", rows, then))], said)


def amount(code: str, says: str, value: object, then: Then | None = None) -> CaseOf:
    """One amount among ordinary ones."""
    return of(code, says, fees(("A1", "Visit", value), *plain_rows(5)), then)


def coded(code: str, says: str, *codes: object, said: Sequence[str] = ()) -> CaseOf:
    """A table of such codes."""
    return of(code, says, fees(*((each, "Visit", 50) for each in codes)), None, *said)


def text(code: str, says: str, table: str, *said: str) -> CaseOf:
    return lambda _: Case(code, says, [csv(table)], said)


def _kept_as_a_day(folder: Path) -> Case:
    path = book(folder / "fees.xlsx", fees(("A1", "Visit", 77.25), *plain_rows(5)))
    edit(path, SHEET, lambda xml: xml.replace('<c r="C2" t="n"><v>77.25<', '<c r="C2" t="d"><v>2025-07-01<'))
    return Case("not-an-amount", "a date is not an amount", [file_of(path)])


def _struck(sheet: Worksheet) -> None:
    sheet["C2"].font = Font(strike=True)


def _struck_in_part(folder: Path) -> Case:
    path = book(folder / "fees.xlsx", fees(("A1", "Visit", "12.50 13.50"), *plain_rows(5)))
    runs = "<is><r><rPr><strike/></rPr><t>12.50 </t></r><r><t>13.50</t></r></is>"
    edit(path, SHEET, lambda xml: xml.replace("<is><t>12.50 13.50</t></is>", runs))
    return Case("struck-out", "struck out in part", [file_of(path)])


POINTED = [f"10.{number}" for number in range(11, 31)]
DATED = "Item,Description,Fee,Start date\nA1,Visit,12.50,{}\nA2,Review,13.00,1 July 2025\n"

WITH_GST: list[Row] = [
    ("Item", "Description", "Fee ex GST", "GST", "Total inc GST"),
    *((f"A{number}", "Visit", 100 + number, 10 + number / 10, 110 + 1.1 * number) for number in range(6)),
]

OF_CELLS: dict[str, CaseOf] = {
    "an amount in another currency": amount("currency", "is in another currency", "US$12.50"),
    "an amount shown in another currency": amount(
        "currency", "is shown in another currency", As(12.5, "[$€-2] 0.00")
    ),
    "an amount with a point for thousands": amount("either-number", "a point groups thousands", "1.234"),
    "an amount that is an error": amount("error-in-cell", "holds the error", "#N/A"),
    "a formula without a result": amount("formula-without-result", "no result", "=1+1"),
    "a formula of another workbook": amount("linked-workbook", "reads another workbook", "=[1]Other!A1"),
    "a negative amount": amount("negative-amount", "is negative", -5),
    "a truth for an amount": amount("not-an-amount", "TRUE is not an amount", True),
    "a day for an amount": _kept_as_a_day,
    "an amount formatted as a day": amount("not-an-amount", "formatted as a date", As(45000, "d/mm/yyyy")),
    "a slip in an amount": amount("not-an-amount", "this is not an amount", "12.3.4"),
    "a part of a cent": amount("part-of-a-cent", "holds a part of a cent", 12.345),
    "less than a cent": amount("part-of-a-cent", "rounds to 0.00", As(0.001, "0.00")),
    "a typed percentage": amount("percentage", "this is a percentage", "12.5%"),
    "a stored percentage": amount("percentage", "12.5 % is a percentage", As(0.125, "0.0%")),
    "an amount whose format hides it": amount("shown-otherwise", "shows no such text", As("13.00", ";;;")),
    "an amount shown in thousands": amount("shown-otherwise", "is stored as 12050", As(12050, "0.00,")),
    "an amount too large": amount("too-large", "no fee is as large", 99999999999),
    "an amount with a comma for either": of(
        "either-number",
        "the comma could group thousands",
        fees(("A1", "Visit", "1,234"), ("A2", "Visit", "12,50"), *plain_rows(3)),
    ),
    "an amount that is struck out": amount("struck-out", "this is struck out.", 77, _struck),
    "an amount that is struck out in part": _struck_in_part,
    "a code that its format does not fit": coded(
        "code-format", "does not fit --codes xyz", 10, 11, said=["--codes xyz"]
    ),
    "a code typed like a power": coded("either-code", "Excel takes such a code", "1E04", 100000, "1E06"),
    "a code without its last zero": coded("either-code", "without a format", "10.15", "10.16", 10.1),
    "a code with a note in brackets": coded("glued-mark", "with a note behind it", "A1 (new)", "A2", "A3"),
    "a code with a note's number": coded("glued-mark", "the note mark 6", *POINTED, "10.356"),
    "a code that its format hides": coded("hidden-digits", "is stored as 103.5", 1000, 1001, As(103.5, "0")),
    "a code without its zeros": coded("lost-zeros", "other codes begin with zeros", "0101", "0102", 103),
    "a code saved as a power": coded("not-a-code", "into a power of ten", "1.00E+05", "1E06", "1E04"),
    "a code too long": coded("not-a-code", "too long for an item code", "1" * 80, "A1", "A2"),
    "a code that Excel made a day of": coded("not-a-code", "into a date", "10-10", As(45971, "d-mmm")),
    "a code that is an error": coded("not-a-code", "this is not an item code.", "A1", "A2", "#N/A"),
    "a code below zero": coded("not-a-code", "this number is no item code", -5, 1000, 1001),
    "two codes in a cell": coded("several-codes", "holds several codes", "2801, 2806", "104", "105"),
    "a code with a modifier of digits": coded("several-codes", "holds several codes", "36415 26", "36415"),
    "no day": text("bad-date", "this is not a date", DATED.format("soon")),
    "a day that does not exist": text("bad-date", "this date does not exist", DATED.format("31 June 2025")),
    "a number for a day": of(
        "bad-date",
        "this number is not formatted as a date",
        [("Item", "Description", "Fee", "Start date"), ("A1", "Visit", 12.5, 45000), ("A2", "x", 9, None)],
    ),
    "a day either way round": text("either-date", "either way round", DATED.format("05/06/2025")),
    "no day of a stay": text(
        "bad-day",
        "no span of days of stay",
        "Item,Description,Fee,From day,To day\nA1,Bed,12.50,1,14\nA2,Bed,13.00,soon,\n",
    ),
    "no days of a stay": text(
        "bad-day",
        "no span of days of stay",
        "Item,Description,Fee,Days of stay\nA1,Bed,12.50,1-14\nA2,Bed,13.00,a few\n",
    ),
    "a figure for a unit": of(
        "bad-unit",
        "this figure says no unit",
        [("Item", "Description", "Unit", "Fee"), ("A1", "x", "hour", 9), ("A2", "y", 10.5, 11.5)],
    ),
    "GST that is not said": text(
        "bad-gst",
        "does not say whether the amount includes GST",
        "Item,Description,Fee,GST\nA1,Visit,12.50,Y\nA2,Visit,13.00,N\nA3,Visit,14.00,yes\nA4,Visit,15.00,perhaps\n",
    ),
    "GST that does not add up": of("bad-gst", "do not add up", [*WITH_GST, ("A9", "Visit", 100, 10, 150)]),
    "GST of which one amount is known": of(
        "bad-gst", "only one is known", [*WITH_GST, ("A9", "Visit", 100, 10, "TBA")]
    ),
}
