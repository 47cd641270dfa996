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

MUCH = 10_800
"""With more characters of data, two languages mostly fit in none but the two smallest sizes."""

_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")


def drawn_as_pdf(content: Content) -> bytes:
    """At most PAGES where these hold the text, else as few as do; set as large as fits them."""
    made = []
    for size in _sizes(content):
        made.append(set_in(content, size))
        if page_count(made[-1]) <= PAGES:
            return made[-1]
    return min(made, key=page_count)


def _sizes(content: Content) -> tuple[float, ...]:
    """Those worth a try: each takes as long again."""
    if not content.bilingual:
        return SIZES
    return SIZES[2:] if len(_data(content, SIZES[0])) > MUCH else SIZES[1:]


def page_count(pdf: bytes) -> int:
    """How many pages typst wrote."""
    found = _PAGE_COUNT.search(pdf)
    assert found is not None
    return int(found[1])


def set_in(content: Content, size: float) -> bytes:
    """The pages with text of so many points."""
    return typeset(TEMPLATE, _data(content, size), content.issued)


def _data(content: Content, size: float) -> str:
    data = {**asdict(content), "issued": content.issued.isoformat(), "size": size}
    return json.dumps(data, ensure_ascii=False)
