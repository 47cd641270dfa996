"""Plain tables as a workbook: headings, widths, a frozen first row; text stays text, digits are numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kfees.model.money import parse_decimal
from kfees.model.problems import Unreadable

WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, headings and rows. Columns in `numbers` hold numbers where their text is digits."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """The workbook as the bytes of an .xlsx file. Decimals are written digit for digit."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        made.freeze_panes = "A2"
        for number in range(len(sheet.headings)):
            texts = [sheet.headings[number], *(row[number] for row in sheet.rows[:500])]
            width = min(max(map(len, texts)) + 2, WIDEST)
            made.column_dimensions[get_column_letter(number + 1)].width = width
        heads = []
        for heading in sheet.headings:
            head = WriteOnlyCell(made, heading)
            head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True)
            heads.append(head)
        made.append(heads)
        for row in sheet.rows:
            cells = []
            for number, text in enumerate(row):
                amount = _number(text) if number in sheet.numbers else None
                cell = WriteOnlyCell(made, text if amount is None else amount)  # type: ignore[arg-type]  # stubs lack Decimal
                if amount is None:
                    cell.data_type = "s"  # a text that begins with '=' is no formula
                else:
                    cell.number_format = "#,##0.00"
                cells.append(cell)
            made.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _number(text: str) -> Decimal | None:
    try:
        return parse_decimal(text)
    except Unreadable:
        return None
