"""Pages as PDF, set by typst from a template of ours: what every document that is drawn so shares."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kfees.model.problems import InputError, Problem

if TYPE_CHECKING:
    import typst

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

_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNSHOWN = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed", re.DOTALL)


_idle: list[typst.Compiler] = []
"""A compiler remembers what it has set, of which documents have much in common, and serves one thread at a
time."""


def typeset(template: Path, data: str, issued: date) -> bytes:
    """The pages of a template, which reads `data.json`: every text reaches it as data. The same bytes for the
    same texts and day. InputError where no font at hand has a character."""
    import typst

    try:
        compiler = _idle.pop()
    except IndexError:
        compiler = typst.Compiler(font_paths=_fonts())
    try:
        pdf = compiler.compile(
            # A file, so that what does not hang on it stays remembered: an input of typst's own is part of
            # everything. Its types know no files in memory.
            input={"main.typ": _source(template), "data.json": data.encode()},  # type: ignore[type-var]
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=datetime.combine(issued, time(), UTC),
        )
    except typst.TypstError as error:
        unshown = _UNSHOWN.search(error.message)
        if unshown is None:
            raise
        raise InputError([_no_font(unshown["text"])]) from None
    finally:
        _idle.append(compiler)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _source(template: Path) -> bytes:
    return template.read_bytes()


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
        remedy = f"Install one: on Debian, 'apt-get install {package}'. Or take another format."
    return Problem("no-font", "the PDF", f"no font on this machine can show {text[:40]!r} ({name}).", remedy)
