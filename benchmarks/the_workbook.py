"""A workbook of fees as large as asked for: 40 columns as in the Medicare schedule, or 8."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

import kfees
from kfees.workbook.importing import Imported, import_workbook
from kfees.workbook.stating import Asked
from kfees.writing import write_versions

FIRST_DAY = date(2025, 7, 1)
REAL = Path(__file__).parents[2] / "shared" / "data" / "workbooks" / "06_mbs_20250301.xlsx"

HEADINGS = ("ItemNum", "Category", "Description", "ScheduleFee", "Benefit75", "Unit", "Status", "Remark")
MORE = tuple(f"Column{number}" for number in range(32))


def fee(number: int) -> Decimal:
    return Decimal(1_000 + (number * 7_919) % 500_000) / 100


def make_workbook(path: Path, rows: int, *, wide: bool) -> Path:
    """Item numbers from 10000, each with its own fee and description; `wide`: 40 columns."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Fees")
    sheet.append([*HEADINGS, *(MORE if wide else ())])
    for number in range(rows):
        text = f"Professional attendance number {number}, of a length that descriptions have"
        line = [10_000 + number, number % 10, text, fee(number), fee(number) * 3 / 4, "service", "N", None]
        sheet.append([*line, *(("01.07.2024", "N") * 16 if wide else ())])
    book.save(path)
    return path


def read_with_openpyxl(path: Path) -> int:
    """The peer: every cell in read-only mode, and nothing done with it. The number of rows."""
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def import_and_write(path: Path, into: Path, library: kfees.Library, schedule: str = "invented") -> Imported:
    """Read, checked, compared and written: all that `kfees schedules import` does but the printing."""
    asked = Asked(schedule, FIRST_DAY, FIRST_DAY, payee="medical", gst="free")
    result = import_workbook(path, asked, library, str(into))
    assert not result.problems, result.problems
    write_versions(into, schedule, {version.first_day: version.files for version in result.versions})
    return result
