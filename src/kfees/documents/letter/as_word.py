"""The letter as a document for Word, written with python-docx: its headings are Word's own."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt

from kfees.engine.letter import SUBJECT, Letter

FONT, POINTS = "Arial", 11

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_docx(letter: Letter) -> bytes:
    """A4 pages in English, the same bytes for the same letter."""
    document = Document()
    _set_up(document, letter)
    for fact in letter.facts:
        document.add_paragraph(fact)
    document.add_heading(SUBJECT, 1)
    for text in letter.opening:
        document.add_paragraph(_clean(text))
    for questions in letter.questions:
        document.add_heading(questions.greeting, 2)
        for number, asked in enumerate(questions.asked, 1):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.left_indent = Cm(0.9)
            paragraph.paragraph_format.first_line_indent = Cm(-0.9)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
            paragraph.add_run(f"{number}.\t{_clean(asked.question)} ")
            paragraph.add_run(_clean(asked.why)).italic = True
    for text in letter.closing:
        document.add_paragraph(_clean(text))
    return _undated(document)


def _undated(document: WordDocument) -> bytes:
    """The file, whose parts do not say when they were packed."""
    dated, undated = io.BytesIO(), io.BytesIO()
    document.save(dated)
    with zipfile.ZipFile(dated) as parts, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as content:
        for part in parts.infolist():
            content.writestr(zipfile.ZipInfo(part.filename), parts.read(part), zipfile.ZIP_DEFLATED)
    return undated.getvalue()


def _set_up(document: WordDocument, letter: Letter) -> None:
    """The paper, the faces, the language, and what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name, points in (("Normal", POINTS), ("Heading 1", 15), ("Heading 2", 12)):
        font = document.styles[name].font
        font.name, font.size = FONT, Pt(points)
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-AU")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    said, written = document.core_properties, datetime.combine(letter.written_on, time(), UTC)
    said.title, said.author, said.language, said.comments = SUBJECT, "kfees", "en-AU", ""
    said.created = said.modified = written
    said.last_modified_by = "kfees"


def _clean(text: str) -> str:
    """Without what XML cannot hold: a cell of a provider's file may."""
    return _NOT_IN_XML.sub("", text)
