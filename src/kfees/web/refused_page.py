"""A refusal for a person: the page in place of the one that was asked for."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.responses import Response

from kfees.documents.languages import ENGLISH
from kfees.library.library import Library
from kfees.model.problems import InputError, folded
from kfees.model.sentences import Sentence
from kfees.web.errors import Refusal
from kfees.web.preview import language_query
from kfees.web.put_right import in_words
from kfees.web.rendering import page
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords, words_in

PLACE = Sentence("{place}")
"""A name within the address, or what that is called."""


def as_page(refused: Refusal, inputs: str, library: Library) -> Response:
    """The refusal as a page, in the language that the inputs of its address name."""
    words = _words_of(inputs)
    response = page(
        "refused.html",
        words,
        {
            "section": "",
            "main_form": "search-form",
            "main_form_action": "",
            "language_query": language_query(words),
            "status": refused.status,
            "heading": _heading(refused.status, words),
            "problems": [
                (words.known(PLACE.format(place=problem.place)), problem)
                for problem in in_words(folded(refused.problems), library)
            ],
        },
        refused.status,
    )
    response.headers.update(refused.headers)
    return response


def _words_of(inputs: str) -> PageWords:
    """English where none is named, or one that there is not: that may be what is refused."""
    try:
        return words_in(dict(parse_qsl(inputs)).get(LANGUAGE, ENGLISH))
    except InputError:
        return words_in(ENGLISH)


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
