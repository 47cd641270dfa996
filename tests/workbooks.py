"""Workbooks made in code, the way that publishers make theirs; and the importer, run on them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import kfees
from kfees.importing.amounts import AmountReading
from kfees.importing.choices import Choices
from kfees.importing.fees import Imported
from kfees.importing.importing import SourceFile, import_tables
from kfees.importing.sources import Rows
from kfees.importing.stating import ImportAsked
from kfees.model.schedule import Rate
from kfees.reading.file_limits import content_of

FROM = date(2025, 7, 1)

HEADINGS = ("Item", "Description", "Fee")


class As(NamedTuple):
    """A value with the number format it is shown in."""

    value: Any
    format: str


Row = Sequence[Any]


def fill(sheet: Worksheet, rows: Sequence[Row], top: int = 1) -> None:
    for number, row in enumerate(rows, top):
        for column, value in enumerate(row, 1):
            put(sheet.cell(number, column), value)


def put(cell: Any, value: Any) -> None:
    assert isinstance(cell, Cell)
    if isinstance(value, As):
        cell.value, cell.number_format = value
    else:
        cell.value = value


def book(path: Path, rows: Sequence[Row], then: Callable[[Worksheet], object] | None = None) -> Path:
    """A workbook of one sheet, 'Fees', and what a function does to that sheet afterwards."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Fees"
    fill(sheet, rows)
    if then is not None:
        then(sheet)
    made.save(path)
    return path


def fees(*rows: Row, headings: Row = HEADINGS) -> list[Row]:
    """The ordinary table: item, description, fee."""
    return [headings, *rows]


def plain_rows(count: int) -> list[Row]:
    """So many ordinary items, for tests of what stands out among them."""
    return [(1000 + number, f"Service {number}", 100 + number) for number in range(count)]


def edit(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change one part of a workbook as text, where openpyxl itself cannot write what publishers do."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    before = parts[part].decode()
    after = change(before)
    assert after != before, "the edit must change something"
    parts[part] = after.encode()
    return write_parts(path, parts)


def recode(path: Path, part: str, encoding: str) -> Path:
    """The same XML in another encoding."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    body = re.sub(r"^<\?xml.*?\?>", "", parts[part].decode())
    parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{body}'.encode(encoding)
    return write_parts(path, parts)


def write_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_shared_texts(path: Path) -> Path:
    """Keep the texts in one table, as Excel does; openpyxl writes each into its own cell."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    texts: list[str] = []

    def share(match: re.Match[str]) -> str:
        texts.append(match[2])
        return f'{match[1]} t="s"><v>{len(texts) - 1}</v></c>'

    sheet = re.sub(
        r'(<c [^>]*?) t="inlineStr"[^>]*><is>(.*?)</is></c>', share, parts[SHEET].decode(), flags=re.S
    )
    assert texts
    parts[SHEET] = sheet.encode()
    table = "".join(f"<si>{text}</si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{table}</sst>'.encode()
    part_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{part_type}"/></Types>'
    types = parts["[Content_Types].xml"].decode()
    if "sharedStrings" not in types:
        parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    return write_parts(path, parts)


def stored_result(path: Path, cell: str, result: str) -> Path:
    """Give a formula the result that Excel would have stored beside it."""

    def change(xml: str) -> str:
        start = xml.index(f'r="{cell}"')
        end = xml.index("</c>", start)
        body = xml[start:end].replace("<v />", f"<v>{result}</v>").replace("<v></v>", f"<v>{result}</v>")
        return xml[:start] + body + xml[end:]

    return edit(path, SHEET, change)


def asked(schedule: str = "invented", **changed: Any) -> ImportAsked:
    """What a user asks for; keywords are those of ImportAsked, Choices or Reading."""
    reading = {
        key: changed.pop(key) for key in ("decimal_mark", "date_order", "round_to_cent") if key in changed
    }
    keys = ("skip_rows", "set_cells", "hidden", "codes", "as_stored", "where")
    choices = {key: changed.pop(key) for key in keys if key in changed}
    stated: dict[str, Any] = {"payee": "medical", "gst": "free", "first_day": FROM, "retrieved": FROM}
    if isinstance(changed.get("rows"), tuple):
        changed["rows"] = [Rows(*changed["rows"])]
    if "sheet" in changed:
        changed["sheets"] = (changed.pop("sheet"),)
    said = stated | changed
    return ImportAsked(schedule, choices=Choices(reading=AmountReading(**reading), **choices), **said)


def read(path: Path, library: kfees.Library, **changed: Any) -> Imported:
    return read_together([path], library, **changed)


def read_together(paths: Sequence[Path], library: kfees.Library, **changed: Any) -> Imported:
    """Files that are parts of one version."""
    files = [SourceFile(str(path), content_of(path)) for path in paths]
    result = import_tables(files, asked(**changed), library, "nowhere")
    assert isinstance(result, Imported)
    return result


def sheets(path: Path, tables: Mapping[str, Sequence[Row]], hidden: Collection[str] = ()) -> Path:
    """A workbook with a sheet for each table."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in tables.items():
        sheet = made.create_sheet(name)
        fill(sheet, rows)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    made.save(path)
    return path


def amounts(result: Imported) -> dict[str, str]:
    """Item to amount, 'unknown' where there is none. Fails where the import was refused."""
    assert [str(problem) for problem in result.problems] == []
    return {rate.item: amount(rate) for rate in result.rates}


def amount(rate: Rate) -> str:
    from kfees.library.changes_in_words import plain_amount

    return plain_amount(rate.amount)


def codes(result: Imported) -> list[str]:
    """The kinds of problem, each once, in order."""
    return list(dict.fromkeys(problem.code for problem in result.problems))


def only_problem(result: Imported) -> kfees.Problem:
    [problem] = result.problems
    return problem


def notes(result: Imported) -> str:
    return "\n".join(note.sentence for note in result.findings.notes.values())
