"""The schedules: what is loaded, in force when, from where, how old; and a version's rates to search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.quote_words import BASIS_WORDS, schedule_called
from kfees.library.library import Library
from kfees.library.listing import ListedVersion, listed_version, listed_versions, matching_rates
from kfees.model.schedule import Basis
from kfees.web.api.schedules import version_of
from kfees.web.preview import language_query
from kfees.web.received import Parameters
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords, words_in

ADDRESS = "/schedules"
PAGE_ROWS = 100


def add_schedule_pages(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the list of what is loaded, and a page for each version."""

    @routes.get(ADDRESS)
    def schedules(request: Request) -> Response:
        options = Parameters(request, (LANGUAGE,))
        options.checked()
        words = words_in(options.text(LANGUAGE))
        versions = listed_versions(library, today())
        return page(
            "schedules.html",
            words,
            {
                **frame(words),
                "differences": {
                    name
                    for name in library.schedules
                    if all(version.activity is None for version in library.versions(name))
                },
                "schedules": [
                    (name, list(reversed(list(found))))
                    for name, found in groupby(versions, key=lambda version: version.schedule)
                ],
                "called": lambda version: words.known(
                    schedule_called(version.schedule, version.title, library)
                ),
                "states": {version.digest: _state(version, words) for version in versions},
                "age": lambda day: _age((today() - day).days, words),
            },
        )

    @routes.get(f"{ADDRESS}/{{schedule}}/{{first_day}}")
    def version(request: Request, schedule: str, first_day: str) -> Response:
        options = Parameters(request, (LANGUAGE, "search", "page"))
        number, search = options.number("page", 1, 9_999), options.text("search")[:200]
        options.checked()
        words = words_in(options.text(LANGUAGE))
        found = version_of(library, schedule, first_day)
        rates = matching_rates(found, search)
        last = max(1, -(-len(rates) // PAGE_ROWS))
        number = min(max(number, 1), last)
        listed = listed_version(found, library, today())

        def address(number: int) -> str:
            kept = {"search": search, "page": str(number), LANGUAGE: options.text(LANGUAGE)}
            return f"?{urlencode({key: value for key, value in kept.items() if value})}"

        return page(
            "version.html",
            words,
            {
                **frame(words),
                "listed": listed,
                "currency": found.facts.currency,
                "state": _state(listed, words),
                "age": lambda day: _age((today() - day).days, words),
                "search": search,
                "rates": rates[(number - 1) * PAGE_ROWS : number * PAGE_ROWS],
                "found": len(rates),
                "number": number,
                "last": last,
                "address": address,
                "weighted": found.activity is not None,
            },
        )


def frame(words: PageWords) -> dict[str, object]:
    """What every page of the schedules is framed with."""
    return {
        "section": "schedules",
        "main_form": "search-form",
        "main_form_action": "",
        "language_query": language_query(words),
        "bases": basis_names(words),
    }


def basis_names(words: PageWords) -> dict[Basis, str]:
    """What each basis is called."""
    return {basis: words.gettext(said.word) for basis, said in BASIS_WORDS.items()}


def _age(days: int, words: PageWords) -> str:
    if days <= 0:
        return words.gettext("today")
    return words.ngettext("{number} day ago", "{number} days ago", days)


def _state(version: ListedVersion, words: PageWords) -> tuple[str, str]:
    """The kind of mark and the word for a version's state."""
    if version.stale_since is not None:
        return "stale", words.gettext("stale since {day}", day=words.day(version.stale_since))
    if version.state.startswith("from"):
        return "past", words.gettext("from {day}", day=words.day(version.version))
    if version.until is not None:
        mark = "met" if version.state == "current" else "past"
        return mark, words.gettext("until {day}", day=words.day(version.until))
    return "met", words.gettext("current")
