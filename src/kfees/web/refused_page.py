"""A refusal for a person: the page in place of the one that was asked for."""

from __future__ import annotations

from starlette.responses import Response

from kfees.documents.languages import ENGLISH
from kfees.model.problems import folded
from kfees.web.errors import Refusal
from kfees.web.rendering import page
from kfees.web.wording import PageWords, words_in


def as_page(refused: Refusal) -> Response:
    """The refusal as a page, in English: the language of the address may be what is refused."""
    words = words_in(ENGLISH)
    response = page(
        "refused.html",
        words,
        {
            "section": "",
            "main_form": "search-form",
            "main_form_action": "",
            "language_query": "",
            "status": refused.status,
            "heading": _heading(refused.status, words),
            "problems": folded(refused.problems),
        },
        refused.status,
    )
    response.headers.update(refused.headers)
    return response


def _heading(status: int, words: PageWords) -> str:
    match status:
        case 404 | 405:
            return words.gettext("There is no such page")
        case 408 | 503:
            return words.gettext("This took too long")
        case 413 | 414:
            return words.gettext("This is too large")
        case 500:
            return words.gettext("kfees made a mistake")
        case _:
            return words.gettext("Something has to be put right")
