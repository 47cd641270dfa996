"""A notice drawn as PDF by typst. The template is ours alone: every text reaches it as data."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import asdict
from pathlib import Path

from kfees.documents.notice.content import Content
from kfees.documents.typeset import typeset

TEMPLATE = Path(__file__).with_name("notice.typ")

PAGES = 2

SIZES = (10.0, 10.5, 11.0, 12.0)
"""The sizes that text is set in, in points; headings are larger. Nothing is ever smaller than the first: what
does not fit on PAGES then takes more of them."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")


def drawn_as_pdf(content: Content) -> bytes:
    """At most PAGES where these hold the text, else as few as do; set as large as fits them."""
    smallest, *larger = SIZES
    made = {smallest: set_in(content, smallest)}
    pages = max(PAGES, page_count(made[smallest]))

    def pages_at(size: float) -> int:
        made[size] = set_in(content, size)
        return page_count(made[size])

    return made[SIZES[bisect_right(larger, pages, key=pages_at)]]


def page_count(pdf: bytes) -> int:
    """How many pages typst wrote."""
    found = _PAGE_COUNT.search(pdf)
    assert found is not None
    return int(found[1])


def set_in(content: Content, size: float) -> bytes:
    """The pages with text of so many points."""
    data = json.dumps({**asdict(content), "issued": content.issued.isoformat(), "size": size})
    return typeset(TEMPLATE, {"notice": data}, content.issued)
