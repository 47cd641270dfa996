"""Files with tables of every kind but .xlsx, made in code; and what is read of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from struct import pack
from typing import NamedTuple
from xml.sax.saxutils import escape

import kfees
from kfees.reading.file_limits import SCHEDULE, WorkbookLimits
from kfees.reading.passes import read_rows, survey, where_in_file
from kfees.reading.sheet import Merged
from kfees.reading.table_file import open_table_file

EVERY_COLUMN = frozenset(range(1, 500))


class Seen(NamedTuple):
    """A table as it was read: its cells' words by row, and where each row stands."""

    name: str
    hidden: bool
    rows: list[list[str]]
    where: list[str]
    merged: list[Merged]


def seen(content: bytes, name: str = "file", limits: WorkbookLimits = SCHEDULE) -> list[Seen]:
    with open_table_file(content, name, limits) as book:
        return [
            Seen(
                part.name,
                part.hidden,
                [
                    [row.cells[n].words if n in row.cells else "" for n in range(1, max(row.cells) + 1)]
                    for row in rows
                ],
                [where_in_file(book, part, row.number) for row in rows],
                survey(book, part).merged,
            )
            for part in book.sheets
            if (rows := list(read_rows(book, part, EVERY_COLUMN))) or True
        ]


def rows_of(content: bytes, name: str = "file") -> list[list[str]]:
    """The rows of the only table."""
    [table] = seen(content, name)
    return table.rows


def refused(content: bytes, limits: WorkbookLimits = SCHEDULE) -> kfees.Problem:
    """The one problem of a file that is not read: in one line, with a remedy."""
    try:
        seen(content, "file", limits)
    except kfees.InputError as error:
        [problem] = error.problems
        assert problem.place == "file"
        assert problem.remedy.endswith(".")
        assert "\n" not in str(problem)
        return problem
    raise AssertionError("it was read")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: Sequence[Sequence[object]], inside: str = "") -> bytes:
    """An OpenDocument of one sheet, and XML that stands below its rows."""
    content = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    xml = (
        f"<office:document-content {_NAMESPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Fees">{content}{inside}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS, "content.xml": xml.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, given = ("string", "") if isinstance(value, str) else ("float", f' office:value="{value}"')
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}"{given}>{text}</table:table-cell>'


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record of a binary workbook: its kind and its size in seven bits a byte."""

    def variable(value: int) -> bytes:
        written = bytearray()
        while True:
            value, low = value >> 7, value & 0x7F
            written.append(low | 0x80 if value else low)
            if not value:
                return bytes(written)

    return variable(kind) + variable(len(content)) + content


def _wide(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb(rows: Sequence[tuple[int, Mapping[int, object]]]) -> bytes:
    """A binary workbook of one sheet: rows by their number from 0, cells by their column from 0."""
    last_row, last_column = max(number for number, _ in rows), max(max(cells) for _, cells in rows)
    size = _record(148, pack("<IIII", 0, last_row, 0, last_column))
    body = bytearray(_record(129) + size + _record(145))
    for number, cells in rows:
        body += _record(0, pack("<IIHBBB", number, 0, 300, 0, 0, 0) + pack("<I", 0))
        for column, value in cells.items():
            head = pack("<II", column, 0)
            if isinstance(value, str) and value.startswith("#"):
                body += _record(3, head + b"\x2a")
            elif isinstance(value, str):
                body += _record(6, head + _wide(value))
            else:
                assert isinstance(value, int | float)
                body += _record(5, head + pack("<d", value))
    body += _record(146) + _record(130)
    bundle = _record(156, pack("<II", 0, 1) + _wide("rId1") + _wide("Fees"))
    workbook = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    relation = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
        ' Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": relation.encode(),
            "xl/worksheets/sheet1.bin": bytes(body),
        }
    )


def biff(*records: tuple[int, bytes]) -> bytes:
    """Records of an old workbook, each of a kind."""
    return b"".join(pack("<HH", kind, len(content)) + content for kind, content in records)


BEGIN_BOOK, BEGIN_SHEET = ((0x809, pack("<HHHHII", 0x600, kind, 0, 0, 0, 0)) for kind in (5, 0x10))
END = (0x0A, b"")


def xls(rows: Sequence[Sequence[object]], *more: tuple[int, bytes], locked: bool = False) -> bytes:
    """An old workbook of one sheet, and more records of its cells."""
    password = [(0x2F, pack("<HHHH", 0, 0, 1, 1))] if locked else []
    length = len(biff(BEGIN_BOOK, *password, (0x85, bytes(12)), END))
    bound = (0x85, pack("<IBBBB", length, 0, 0, 4, 0) + b"Fees")
    cells = [
        _biff_cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    ]
    return ole("Workbook", biff(BEGIN_BOOK, *password, bound, END, BEGIN_SHEET, *cells, *more, END))


def _biff_cell(row: int, column: int, value: object) -> tuple[int, bytes]:
    head = pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return 0x204, head + pack("<HB", len(value), 0) + value.encode("latin-1")
    assert isinstance(value, int | float)
    return 0x203, head + pack("<d", value)


def ole(name: str, content: bytes) -> bytes:
    """A compound file with one stream, as old Office programs write them."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    content = content.ljust(4_096, b"\0")
    content += bytes(-len(content) % 512)
    count = len(content) // 512
    assert count < 120
    chain = [fat_sector, end, *range(3, count + 2), end]
    fat = pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + pack("<IIIIIIIII", 0, 1, 1, 0, 4_096, end, 0, end, 0) + pack("<I", 0)
    ).ljust(512, b"\xff")  # fmt: skip

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        wide = title.encode("utf-16-le") + b"\0\0" if title else b""
        links = pack("<BBIII", kind, 1, free, free, child)
        return wide.ljust(64, b"\0") + pack("<H", len(wide)) + links + bytes(36) + pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(content)) + bytes(256)
    return header + fat + directory + content


def pdf(
    table: str, before: str = "", after: str = "", footer: bool = False, page: str = 'paper: "a5"'
) -> bytes:
    """A PDF of what Typst makes of a table, in its own words, and of text around it."""
    import typst

    foot = "footer: context [Fees of an office #h(1fr) #counter(page).display()]" if footer else ""
    source = f"#set page({page}, {foot})\n#set text(size: 9pt)\n{before}\n\n{table}\n\n{after}\n"
    return bytes(typst.compile(source.encode()))


def typst_table(rows: Sequence[Sequence[str]], lines: bool, columns: str = "(auto, 1fr, auto)") -> str:
    cells = ", ".join(f"[{in_typst(cell)}]" for row in rows[1:] for cell in row)
    heading = ", ".join(f"[{in_typst(cell)}]" for cell in rows[0])
    stroke = "0.5pt" if lines else "none"
    return f"#table(columns: {columns}, stroke: {stroke}, table.header({heading}), {cells})"


def in_typst(text: str) -> str:
    """Words as Typst's source has them, which takes some signs for its own."""
    return "".join(f"\\{char}" if char in "$#*_@<>[]" else char for char in text)
