"""Workbooks of .xls, .xlsb and .ods, read through calamine once `extents` has found them harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kfees.reading.cell import Cell
from kfees.reading.extents import refuse_far_cells
from kfees.reading.file_limits import WorkbookLimits, refusal
from kfees.reading.opening import damage_as_refusal
from kfees.reading.sheet import Merged, SheetRow, Table

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

UNTOLD = (
    "This kind of workbook does not tell how a cell is shown: check codes that begin with 0, prices that are"
    " shown rounded or in thousands, and cells that are struck out or hidden; or save it as .xlsx."
)

_DAY, _MOMENT, _TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # a workbook's days are of no zone


def read_other_workbook(
    content: bytes, place: str, limits: WorkbookLimits
) -> Mapping[tuple[str, bool], Table]:
    """The sheets of cells, with whether they are hidden."""
    refuse_far_cells(content, place, limits)
    with _damage_as_refusal(place, limits):
        found = _sheets(content, place, limits)
    if not found:
        raise refusal(place, "no-sheets", "the workbook has no sheet of cells.", "Name another workbook.")
    return found


@contextmanager
def _damage_as_refusal(place: str, limits: WorkbookLimits) -> Iterator[None]:
    """As `damage_as_refusal`, of a library that also ends in panics, which are no ordinary exceptions."""
    with damage_as_refusal(place, limits):
        try:
            yield
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise ValueError("the reader panicked") from None


def _sheets(content: bytes, place: str, limits: WorkbookLimits) -> Mapping[tuple[str, bool], Table]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except calamine.PasswordError:
        remedy = f"Open it in Excel, take the password off, save it, and {limits.use}."
        message = "the workbook is locked with a password."
        raise refusal(place, "encrypted-workbook", message, remedy) from None
    return {
        (sheet.name, sheet.visible != calamine.SheetVisibleEnum.Visible): _table(
            book.get_sheet_by_name(sheet.name), place, limits
        )
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    }


def _table(sheet: CalamineSheet, place: str, limits: WorkbookLimits) -> Table:
    top, left = sheet.start or (0, 0)  # its rows begin at its first cell
    merged = [
        Merged(first[1] + 1, first[0] + 1, last[1] + 1, last[0] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    ]

    def rows() -> Iterator[SheetRow]:
        with _damage_as_refusal(place, limits):
            for number, values in enumerate(sheet.iter_rows(), top + 1):
                yield SheetRow(number, False, dict(_cells(values, left + 1)))

    return Table(rows, sheet.total_height, lambda _row: "", merged)


def _cells(values: Iterable[Any], first: int) -> Iterator[tuple[int, Cell]]:
    for column, value in enumerate(values, first):
        if (cell := cell_of(value)) is not None:
            yield column, cell


def cell_of(value: object) -> Cell | None:
    """A value as calamine gives it; None where there is nothing. A day becomes Excel's number for it."""
    if isinstance(value, str):
        return Cell("text", value) if value else None
    if isinstance(value, bool):
        return Cell("boolean", str(int(value)))
    if isinstance(value, int | float):
        return Cell("number", repr(value).removesuffix(".0"))
    if isinstance(value, datetime):
        return Cell("number", _serial(value - _EPOCH), _MOMENT if value.time() != time() else _DAY)
    if isinstance(value, date):
        return Cell("number", _serial(datetime.combine(value, time()) - _EPOCH), _DAY)
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return Cell("number", _serial(value), _TIME)
    return None


def _serial(span: timedelta) -> str:
    days = span.days
    return str(days) if not span.seconds else repr(days + span.seconds / 86_400)
