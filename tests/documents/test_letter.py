"""The letter in every format: the same words, nothing in them taken for anything else, the same bytes."""

from __future__ import annotations

import io
import itertools
from datetime import date

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from kfees.documents.letter import letter_in
from kfees.documents.letter.as_text import as_plain_text
from kfees.engine.letter import Asked, Letter, Questions
from notices import words_of

HOSTILE = "<b>bold</b> *[x](y) `#| \\u202e $x^2$ #set text(0pt) \x01=1+1"
LETTER = Letter(
    date(2024, 7, 15),
    ("15 July 2024", "Claim number: ____"),
    ("Thank you.",),
    (
        Questions(
            "For the doctor", (Asked("Which condition?", "Others are not covered."), Asked("Who?", ""))
        ),
        Questions("For the hospital", (Asked(f"Your quote, row 2: {HOSTILE}", "It is not certain."),)),
    ),
    ("Please call us.",),
)


def paragraphs(content: bytes) -> list[str]:
    return [each.text.replace("\t", " ") for each in docx.Document(io.BytesIO(content)).paragraphs]


def written(ending: str) -> bytes:
    found = letter_in(ending, LETTER)
    return found.encode() if isinstance(found, str) else found


def test_word_has_the_words_of_the_text_in_its_own_headings() -> None:
    document = docx.Document(io.BytesIO(written(".docx")))
    said = as_plain_text(LETTER).replace("\x01", "").strip().split("\n\n")
    assert paragraphs(written(".docx")) == said
    styles = {each.text: each.style.name for each in document.paragraphs if each.style is not None}
    assert styles["Request for ketamine infusions: further information"] == "Heading 1"
    assert styles["For the doctor"] == styles["For the hospital"] == "Heading 2"
    assert document.core_properties.author == "kfees"
    language = document.styles["Normal"].element.find(f".//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "en-AU"
    width = document.sections[0].page_width
    assert width is not None
    assert round(width / Mm(1)) == 210


@given(text=st.text())
def test_whatever_a_provider_wrote_word_can_open(text: str) -> None:
    letter = Letter(LETTER.written_on, (), (), (Questions("For the hospital", (Asked(text, "So."),)),), ())
    content = letter_in(".docx", letter)
    assert isinstance(content, bytes)
    assert len(paragraphs(content)) == 3


@pytest.mark.typst
def test_the_pdf_has_the_same_words() -> None:
    said = " ".join(words_of(written(".pdf")).split())
    for text in itertools.chain(LETTER.opening, LETTER.closing, ["Which condition? Others are not covered."]):
        assert text in said
    assert "#set text(0pt)" in said
    assert "<b>bold</b> *[x](y)" in said


@pytest.mark.typst
@pytest.mark.typst
@pytest.mark.parametrize(("asked", "pages"), [(14, 1), (19, 1), (40, 2)])
def test_a_letter_is_one_page_where_that_takes_no_small_print(asked: int, pages: int) -> None:
    question = Asked(
        "Which first-line treatments were tried, and for how long?", "It is not the first treatment."
    )
    letter = Letter(
        LETTER.written_on,
        LETTER.facts,
        LETTER.opening,
        (Questions("For the doctor", (question,) * asked),),
        LETTER.closing,
    )
    made = letter_in(".pdf", letter)
    assert isinstance(made, bytes)
    with pdfplumber.open(io.BytesIO(made)) as printed:
        assert len(printed.pages) == pages
        assert min(letter["size"] for page in printed.pages for letter in page.chars) > 9.99


def test_the_same_letter_is_the_same_bytes() -> None:
    for ending in (".docx", ".pdf", ".md", ".txt"):
        assert written(ending) == written(ending)
