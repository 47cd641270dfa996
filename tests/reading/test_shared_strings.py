"""The table of texts is what openpyxl makes of it, whatever stands among the plain ones."""

from __future__ import annotations

import io
import random
import zipfile
from xml.etree.ElementTree import ParseError

import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.reader.strings import read_rich_text

from kfees.reading import shared_strings
from kfees.reading.shared_strings import read_shared_strings

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TOP = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{MAIN}" count="9" uniqueCount="9">'
)

PLAIN = [
    "<si><t>Professional attendance</t></si>",
    '<si><t xml:space="preserve"> é \n two\tlines </t></si>',
    "<si><t>a_x005F_x000D_b</t></si>",
]

ODD = [
    "<si><t>a &amp; b</t></si>",
    "<si><t/></si>",
    "<si><t></t></si>",
    "<si/>",
    "<si></si>",
    "<si><r><t>plain</t></r><r><rPr><strike/><sz val='9'/></rPr><t>out</t></r></si>",
    "<si><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>",
    "<si><t>one</t><rPh sb='0' eb='1'><t>two</t></rPh></si>",
    "<si><t>a\r\nb</t></si>",
    "<si><t>a\x01b</t></si>",
    "<si><t>\udcff</t></si>",
    "<si><t><![CDATA[</t></si><si><t>]]></t></si>",
    "<!-- <si><t>no text</t></si> -->",
    "<si xmlns='other'><t>no text</t></si>",
    "\n  <si>\n  <t>spaced</t>\n </si>",
    "<si><si><t>nested</t></si></si>",
    "</sst><si><t>behind</t></si>",
    "<other/>",
    "words",
]


def table(texts: list[str], top: str = TOP, end: str = "</sst>") -> bytes:
    return f"{top}{''.join(texts)}{end}".encode(errors="surrogateescape")


def both_read_the_same(content: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("strings.xml", content)
        try:
            expected = read_rich_text(io.BytesIO(content))
        except ParseError:
            with pytest.raises(ParseError):
                read_shared_strings(archive, "strings.xml")
            return
        assert list(map(shape, read_shared_strings(archive, "strings.xml"))) == list(map(shape, expected))


def shape(string: str | CellRichText) -> object:
    """Rich texts are lists, and would be equal to others of the same words."""
    return string if isinstance(string, str) else list(map(repr, string))


@pytest.mark.parametrize("chunk", [200, 262_144])
@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_among_plain_texts_is_read_as_openpyxl_reads_it(
    odd: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_strings, "_CHUNK", chunk)
    both_read_the_same(table([*PLAIN, odd, *PLAIN, odd, odd, *PLAIN]))
    both_read_the_same(table([odd, odd]))


@pytest.mark.parametrize(
    ("top", "end"),
    [
        (TOP.replace("UTF-8", "iso-8859-1"), "</sst>"),
        ("\ufeff" + TOP, "\n</sst>\n"),
        (f"<sst xmlns='{MAIN}'>", "</sst>"),
        (f'<sst count="9" xmlns="{MAIN}">', "</sst>"),
        (f'<x:sst xmlns:x="{MAIN}">', "</x:sst>"),
        (f'<sst xmlns="{MAIN}" count="9" count="9">', "</sst>"),
        ('<sst xmlns="other">', "</sst>"),
        (TOP, "<extLst><ext/></extLst></sst>"),
        (TOP, ""),
        (TOP, "</sst></sst>"),
    ],
)
def test_what_stands_around_the_texts_says_how_they_are_read(top: str, end: str) -> None:
    both_read_the_same(table(PLAIN, top, end))
    both_read_the_same(table([], top, end))


def test_one_text_longer_than_any_is_read_by_the_parser_alone() -> None:
    both_read_the_same(table([f"<si><t>{'a' * 5_000_000}</t></si>"]))


@pytest.mark.parametrize("seed", range(60))
def test_a_table_with_slips_is_read_or_refused_as_openpyxl_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)  # noqa: S311  not a secret
    content = bytearray(table(chance.choices([*PLAIN, *ODD[:8]], k=12)))
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(content))
        piece = chance.choice([b"", b"<", b">", b'"', b" ", b"&", b"/", b"\xff", b"<si>", b"</si>"])
        content[at : at + chance.randint(0, 2)] = piece
    monkeypatch.setattr(shared_strings, "_CHUNK", chance.choice([150, 5_000]))
    both_read_the_same(bytes(content))
