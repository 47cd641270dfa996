"""A workbook of fees as large as asked for: 40 columns as in the Medicare schedule, or 8."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import fastexcel
import openpyxl
import xlsxwriter

import kfees
from kfees.importing.fees import Imported
from kfees.importing.importing import SourceFile, import_tables
from kfees.importing.stating import ImportAsked
from kfees.library.writing import write_versions

FIRST_DAY = date(2025, 7, 1)

HEADINGS = ("ItemNum", "Category", "Description", "ScheduleFee", "Benefit75", "Unit", "Status", "Remark")
MORE = tuple(f"Column{number}" for number in range(32))


def fee(number: int) -> Decimal:
    return Decimal(1_000 + (number * 7_919) % 500_000) / 100


def line(number: int, item: int, amount: Decimal | None) -> list[object]:
    """All 40 columns of an item."""
    text = f"Professional attendance number {number}, of a length that descriptions have"
    part = None if amount is None else amount * 3 / 4
    return [item, number % 10, text, amount, part, "service", "N", None, *("01.07.2024", "N") * 16]


def make_workbook(path: Path, rows: int, *, wide: bool) -> Path:
    """Item numbers from 10000, each with its own fee and description; `wide`: 40 columns."""
    columns = [*HEADINGS, *(MORE if wide else ())]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Fees")
    sheet.append(columns)
    for number in range(rows):
        sheet.append(line(number, 10_000 + number, fee(number))[: len(columns)])
    book.save(path)
    return path


def large_workbook(path: Path, rows: int) -> Path:
    """The same in 8 columns, its texts in one table, as Excel writes it."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Fees")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            sheet.write_row(number + 1, 0, line(number, 10_000 + number, fee(number))[: len(HEADINGS)])
    return path


def medicare_workbook(path: Path, library: kfees.Library) -> Path:
    """The items and fees of the shipped Medicare schedule in 40 columns, its texts in one table."""
    version = library.version_on("medical", FIRST_DAY)
    assert version is not None
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Fees")
        sheet.write_row(0, 0, [*HEADINGS, *MORE])
        for number, item in enumerate(version.items, 1):
            amount = version.rates(item)[0].amount
            known = amount if isinstance(amount, Decimal) else None
            sheet.write_row(number, 0, line(number, int(item), known))
    return path


def read_with_openpyxl(path: Path) -> int:
    """The peer: every cell in read-only mode, and nothing done with it. The number of rows."""
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def read_with_fastexcel(path: Path) -> int:
    """The quickest peer: every cell into columns of text, in Rust. The number of rows."""
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    return int(sheet.height)


def import_and_write(path: Path, into: Path, library: kfees.Library, schedule: str = "invented") -> Imported:
    """Read, checked, compared and written: all that `kfees schedules import` does but the printing."""
    asked = ImportAsked(schedule, FIRST_DAY, FIRST_DAY, payee="medical", gst="free")
    result = import_tables([SourceFile(str(path), path.read_bytes())], asked, library, str(into))
    assert isinstance(result, Imported)
    assert not result.problems, result.problems
    write_versions(into, schedule, {version.first_day: version.files for version in result.versions})
    return result
