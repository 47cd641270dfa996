"""Rows that are taken by a pattern are what a parser of XML makes of them, whatever stands among them."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date

import pytest

from kfees.model.problems import InputError
from kfees.reading import sheet_xml
from kfees.reading.opening import Package, SheetPart
from kfees.reading.plain_rows import PlainRowReader
from kfees.reading.sheet import Survey
from kfees.reading.sheet_xml import SheetReader

SHEET = SheetPart("Fees", "sheet.xml", False)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NAMED = f'xmlns="{MAIN}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
TOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

PLAIN = {
    "Excel": '<row r="{0}" spans="1:3" ht="15" x14ac:dyDescent="0.25"><c r="A{0}"><v>10{0}</v></c>'
    '<c r="B{0}" s="1" t="s"><v>1</v></c><c r="C{0}" s="2"/></row>',
    "XlsxWriter": '<row r="{0}" spans="1:2"><c r="A{0}" t="s"><v>0</v></c>'
    '<c r="C{0}"><v>1.5E-2</v></c></row>',
    "openpyxl": '<row r="{0}"><c r="A{0}" t="n"><v>12</v></c>'
    '<c r="B{0}" t="inlineStr"><is><t>é</t></is></c></row>',
    "LibreOffice": '<row r="{0}" customFormat="false" hidden="false"><c r="A{0}" s="1" t="n"><v> 7 </v></c>'
    '<c r="C{0}" s="2" t="b"><v>1</v></c></row>',
    "SheetJS": '<row r="{0}"><c r="A{0}" t="str"><v> two  words </v></c><c r="AB{0}" t="e"><v>#N/A</v></c>'
    '<c r="C{0}"><v></v></c></row>',
}

ODD = [
    '<row r="{0}" hidden="1"><c r="A{0}"><v>1</v></c></row>',
    '<row r="{0}" ht="0"><c r="A{0}"><v>1</v></c></row>',
    '<row r="{0}"/>',
    '<row><c><v>1</v></c><c><v>2</v></c></row>',
    '<row/><row/>',
    '<row r="{0}"><c r="A{0}"><f>1+1</f><v>2</v></c><c r="B{0}"><f>1+1</f></c></row>',
    '<row r="{0}"><c r="A{0}"><f t="shared" si="0" ref="A1:A9">1+1</f><v>2</v></c></row>',
    '<row r="{0}"><c r="A{0}"><f t="shared" si="0"/><v>2</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="s"><v>2</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="s"><v>99</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="s"><v>one</v></c></row>',
    '<row r="{0}"><c r="A{0}" s="77"><v>1</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t></t></is></c></row>',
    '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
    '<row r="{0}"><c t="inlineStr"><is><r><rPr><strike/></rPr><t>out</t></r><r><t>in</t></r></is></c></row>',
    '<row r="{0}"><c r="A{0}"></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v>a &amp; b</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v>a\r\nb\tc</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v>a ]]> b</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v>a\x01b</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v>\ufffe</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v>\udcff</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="str"><v><![CDATA[</v></c></row>]]></v></c></row>',
    '<!-- <row r="1"><c r="A1"><v>1</v></c></row> <row r="1"></row> -->',
    '<?ask <row r="1"></row> ?>',
    '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="A{0}"><v>2</v></c></row>',
    '<row r="{0}"><c r="A99"><v>1</v></c></row>',
    '<row r="{0}"><c r="ZZZ{0}"><v>1</v></c></row>',
    '<row r="2000000"><c r="A2"><v>1</v></c></row>',
    '<row r="{0}"><c r="A{0}"><v>1</c></v></row>',
    '<row r="{0}" r="1"><c r="A{0}"><v>1</v></c></row>',
    '<row r="{0}"spans="1:2"><c r="A{0}"><v>1</v></c></row>',
    '<row r="{0}" other:a="1"><c r="A{0}"><v>1</v></c></row>',
    '<row r="{0}" xmlns="other"><c r="A{0}"><v>1</v></c></row>',
    '<x:row xmlns:x="other" r="{0}"><c r="A{0}"><v>1</v></c></x:row>',
    '<row r="{0}"><row r="{0}"><c r="A{0}"><v>1</v></c></row><c r="B{0}"><v>1</v></c></row>',
    '<part><row r="{0}"><c r="A{0}"><v>1</v></c></row></part>',
    '</sheetData><other><row r="{0}"><c r="A{0}"><v>1</v></c></row></other><sheetData>',
    '\n  <row r="{0}">\n <c r="A{0}"> <v>1</v> </c>\n</row>\n',
    "text",
]  # fmt: skip


def book(content: bytes) -> Package:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(SHEET.part, content)
    from openpyxl.cell.rich_text import CellRichText

    return Package(
        place="fees.xlsx",
        sha256="",
        sheets=(SHEET,),
        epoch=date(1899, 12, 30),
        linked_names=frozenset(),
        untold="",
        archive=zipfile.ZipFile(packed),
        strings=("first", "second", CellRichText("rich")),
        formats=("General", "0.00", "@"),
        struck=frozenset({2}),
    )


def seen(reader: type[SheetReader], content: bytes, wanted: frozenset[int]) -> object:
    opened = book(content)
    found = Survey(SHEET, opened.epoch)
    try:
        rows = list(reader(opened, wanted, found).rows(SHEET))
    except InputError as error:
        return error.problems
    return rows, found.merged, found.hidden_columns, found.last_row


def both_see_the_same(content: bytes, wanted: frozenset[int] = frozenset({1, 2, 3})) -> None:
    assert seen(PlainRowReader, content, wanted) == seen(SheetReader, content, wanted)


def sheet(rows: list[str], top: str = TOP, above: str = "") -> bytes:
    filled = "".join(row.replace("{0}", str(number)) for number, row in enumerate(rows, 1))
    whole = (
        f"{top}<worksheet {NAMED}>{above}<sheetData>{filled}</sheetData>"
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    return whole.encode(errors="surrogateescape")


@pytest.mark.parametrize("writer", PLAIN)
def test_a_plain_row_is_parsed_once_for_its_wording_and_never_again(writer: str) -> None:
    content = sheet([PLAIN[writer]] * 50)
    parsed = []

    class Counting(PlainRowReader):
        def _begin_row(self, attributes: dict[str, str]) -> None:
            parsed.append(attributes["r"])
            super()._begin_row(attributes)

    assert seen(Counting, content, frozenset({1, 2, 3})) == seen(SheetReader, content, frozenset({1, 2, 3}))
    assert parsed == ["1"]


@pytest.mark.parametrize("chunk", [40, 300, sheet_xml._CHUNK])
@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_among_plain_rows_is_read_as_a_parser_reads_it(
    odd: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_xml, "_CHUNK", chunk)
    plain = list(PLAIN.values())
    both_see_the_same(sheet([*plain, odd, *plain, odd, odd, *plain]))
    both_see_the_same(sheet([odd, *plain]), frozenset({2}))


@pytest.mark.parametrize(
    ("top", "above"),
    [
        ("", ""),
        ("\ufeff" + TOP, '<sheetFormatPr zeroHeight="1"/>'),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', ""),
        ('<?xml version="1.0" encoding="ebcdic-cp-be"?>', ""),
        (TOP, "<!-- <sheetData> -->"),
        (TOP, '<x:sheetData xmlns:x="other"/>'),
        (TOP, "<sheetData/>"),
        (TOP, '<cols><col min="2" max="2" hidden="1"/></cols>'),
        (TOP, '<other xmlns="other"><sheetData><row r="1"/></sheetData></other>'),
    ],
)
def test_what_stands_above_the_rows_says_how_they_are_read(top: str, above: str) -> None:
    both_see_the_same(sheet([*PLAIN.values()] * 3, top, above))


def test_a_wide_encoding_or_a_prefix_is_read_too() -> None:
    rows = sheet([*PLAIN.values()] * 3, top="").decode()
    both_see_the_same(rows.encode("utf-16"))
    both_see_the_same(rows.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=").encode())


@pytest.mark.parametrize("seed", range(150))
def test_a_sheet_with_slips_is_read_or_refused_as_a_parser_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)  # noqa: S311  not a secret
    content = bytearray(sheet(chance.choices([*PLAIN.values(), *ODD[:14]], k=12)))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(content))
        piece = chance.choice([b"", b"<", b">", b'"', b" ", b"&", b"9", b"/", b"\xff", b"<row>", b"</row>"])
        content[at : at + chance.randint(0, 2)] = piece
    monkeypatch.setattr(sheet_xml, "_CHUNK", chance.choice([100, 700, 5_000]))
    both_see_the_same(bytes(content))
