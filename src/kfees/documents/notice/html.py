"""A notice drawn as one HTML page. The template escapes every text, whatever is in it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kfees.documents.notice.content import Content

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER = Path(__file__).parent


def drawn_as_html(content: Content, tools: str = "") -> str:
    """`tools` is HTML already, of whoever serves the page."""
    return _template().render(notice=content, tools=tools, style=_style(), style_digest=style_digest())


@cache
def style_digest() -> str:
    """What a Content-Security-Policy calls the page's one style sheet: 'sha256-...'."""
    return f"sha256-{b64encode(hashlib.sha256(_style().encode()).digest()).decode()}"


@cache
def _style() -> str:
    return (FOLDER / "notice.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("notice.html")
