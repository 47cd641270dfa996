"""A notice drawn as PDF by typst. The template is ours alone: every text reaches it as data."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict
from pathlib import Path

from kfees.documents.notice.content import Content
from kfees.documents.typeset import typeset

TEMPLATE = Path(__file__).with_name("notice.typ")

PAGES = 2

LARGEST, SMALLEST, STEP, READABLE = 10.5, 7.5, 0.3, 9.0
"""Sizes of the text in points. A notice that no size fits on its pages is set in READABLE on more of them."""

ROOM = {"zh-Hans": 875.0, "ar": 865.0, "pa": 865.0}
ROOM_ELSE = 930.0
"""The size that mostly fits is this by the square root of the length of the text: larger is tried in vain."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")


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
    data = json.dumps({**asdict(content), "issued": content.issued.isoformat(), "size": size})
    return typeset(TEMPLATE, {"notice": data}, content.issued)
