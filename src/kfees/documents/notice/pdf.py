"""A notice drawn as PDF by typst. The template is ours alone: every text reaches it as data."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kfees.documents.notice.content import Content
from kfees.model.problems import InputError, Problem

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("notice.typ")

PAGES = 2

LARGEST, SMALLEST, STEP, READABLE = 10.5, 7.5, 0.3, 9.0
"""Sizes of the text in points. A notice that no size fits on its pages is set in READABLE on more of them."""

ROOM = {"zh-Hans": 875.0, "ar": 865.0, "pa": 865.0}
ROOM_ELSE = 930.0
"""The size that mostly fits is this by the square root of the length of the text: larger is tried in vain."""

STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with title and language; and typst then refuses a text that no font can show."""

PACKAGES = {
    "ARABIC": "fonts-noto-core",
    "GURMUKHI": "fonts-noto-core",
    "GREEK": "fonts-noto-core",
    "LATIN": "fonts-noto-core",
    "CJK": "fonts-wqy-microhei",
    "IDEOGRAPHIC": "fonts-wqy-microhei",
    "FULLWIDTH": "fonts-wqy-microhei",
}
"""Debian's package with a font for a script, by the first word of a character's Unicode name."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNSHOWN = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed", re.DOTALL)


def drawn_as_pdf(content: Content) -> bytes:
    """The pages, at most PAGES where the text can be read at a size that fits them."""
    texts = json.dumps(asdict(content), ensure_ascii=False, default=str)
    size = max(SMALLEST, min(LARGEST, ROOM.get(content.language, ROOM_ELSE) / math.sqrt(len(texts))))
    while True:
        pdf = set_in(content, size)
        if page_count(pdf) <= PAGES:
            return pdf
        if size <= SMALLEST:
            return set_in(content, READABLE)
        size = max(size - STEP, SMALLEST)


def page_count(pdf: bytes) -> int:
    """How many pages typst wrote."""
    found = _PAGE_COUNT.search(pdf)
    assert found is not None
    return int(found[1])


def set_in(content: Content, size: float) -> bytes:
    """The pages with text of so many points."""
    import typst

    data = json.dumps({**asdict(content), "issued": content.issued.isoformat(), "size": size})
    try:
        # A compiler serves one thread at a time; the fonts, which are slow to find, serve all.
        pdf = typst.Compiler(font_paths=_fonts()).compile(
            input=TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards=STANDARD,
            sys_inputs={"notice": data},
            timestamp=datetime.combine(content.issued, time(), UTC),
        )
    except typst.TypstError as error:
        unshown = _UNSHOWN.search(error.message)
        if unshown is None:
            raise
        raise InputError([_no_font(unshown["text"])]) from None
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts()


def _no_font(text: str) -> Problem:
    """What to install, or to leave out. typst writes a mark that stands on no letter as its number."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    name = unicodedata.name(text[0], "")
    remedy = "Leave it out, or install a font that has it."
    package = PACKAGES.get(name.partition(" ")[0])
    if package is not None:
        remedy = f"Install one: on Debian, 'apt-get install {package}'. Or print the notice as HTML."
    return Problem("no-font", "the PDF", f"no font on this machine can show {text[:40]!r} ({name}).", remedy)
