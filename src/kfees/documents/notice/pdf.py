"""A notice drawn as PDF by typst. The template is ours alone: every text reaches it as data."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

from kfees.documents.notice.content import Content
from kfees.documents.typeset import typeset

TEMPLATE = Path(__file__).with_name("notice.typ")

PAGES = 2

SIZES = (12.0, 11.0, 10.5, 10.0)
"""The sizes that text is set in, in points; headings are larger. Nothing is ever smaller than the last: what
does not fit on PAGES then takes more of them."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")


def drawn_as_pdf(content: Content) -> bytes:
    """At most PAGES where these hold the text, else as few as do; set as large as fits them."""
    made = []
    # Two languages side by side never fit at the largest, and each size that is tried takes as long again.
    for size in SIZES[1:] if content.bilingual else SIZES:
        made.append(set_in(content, size))
        if page_count(made[-1]) <= PAGES:
            return made[-1]
    return min(made, key=page_count)


def page_count(pdf: bytes) -> int:
    """How many pages typst wrote."""
    found = _PAGE_COUNT.search(pdf)
    assert found is not None
    return int(found[1])


def set_in(content: Content, size: float) -> bytes:
    """The pages with text of so many points."""
    data = json.dumps({**asdict(content), "issued": content.issued.isoformat(), "size": size})
    return typeset(TEMPLATE, data, content.issued)
