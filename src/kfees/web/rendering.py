"""Templates in a language: HTML in which every value is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from kfees.documents.languages import ENGLISH, LANGUAGES
from kfees.model.program import VERSION
from kfees.web import assets
from kfees.web.wording import PageWords

HTML = "text/html; charset=utf-8"


@lru_cache(maxsize=100)
def _environment(words: PageWords) -> Environment:
    """The templates in one language, for one payer. `_` and `_n` are found by whoever extracts messages."""
    environment = Environment(
        loader=PackageLoader("kfees.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        words=words,
        _=words.gettext,
        ngettext=words.ngettext,
        known=words.known,
        told=words.told,
        asset=assets.address,
        languages={code: language.name for code, language in LANGUAGES.items()},
        english=ENGLISH,
        version=VERSION,
    )
    return environment


def page(name: str, words: PageWords, values: Mapping[str, Any], status: int = 200) -> Response:
    """A template as a page."""
    return Response(drawn(name, words, values), status, media_type=HTML)


def drawn(name: str, words: PageWords, values: Mapping[str, Any]) -> str:
    """A template filled in."""
    return _environment(words).get_template(name).render(values)
