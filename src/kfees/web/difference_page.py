"""The difference between two versions of a schedule: what moved, what is gone, what is new."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kfees.library.changes import changes_between
from kfees.library.changes_in_words import ChangeLine, lines, sentences
from kfees.library.library import Library
from kfees.model.money import parse_decimal
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.sentences import translatable
from kfees.web.api.schedules import version_of
from kfees.web.errors import not_found
from kfees.web.received import Parameters
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.schedule_pages import ADDRESS, PAGE_ROWS, frame
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords, words_in

KINDS = ("outlier", "amount", "unit", "gst", "until", "new", "gone", "basis", "figure", "price")
"""Kinds of difference, those first that a person must look at."""


def add_difference_page(routes: Routes, library: Library) -> None:
    """Add the page. It stands before the page of a version, whose address has the same shape."""

    @routes.get(f"{ADDRESS}/{{schedule}}/difference")
    def difference(request: Request, schedule: str) -> Response:
        names = (LANGUAGE, "before", "after", "kind", "page")
        options = Parameters(request, names)
        asked_page = options.number("page", 1, 9_999)
        options.checked()
        words = words_in(options.text(LANGUAGE))
        if not library.versions(schedule):
            raise not_found(translatable("no such schedule is loaded."))
        before = version_of(library, schedule, options.text("before"))
        after = version_of(library, schedule, options.text("after"))
        if before is after:
            message = "both sides are the same version."
            raise InputError([Problem("same-version", "after", message, "Choose two versions.")])
        comparison = changes_between(before, after)
        every = sorted(lines(comparison), key=lambda line: KINDS.index(line[3]))
        counts = Counter(line[3] for line in every)
        kind = options.text("kind")
        found = [line for line in every if kind in ("", line[3])]
        last = max(1, -(-len(found) // PAGE_ROWS))
        number = min(max(asked_page, 1), last)

        def address(number: int, kind: str = kind) -> str:
            kept = {**{name: options.text(name) for name in names}, "kind": kind, "page": str(number)}
            return f"?{urlencode({key: value for key, value in kept.items() if value})}"

        return page(
            "difference.html",
            words,
            {
                **frame(words),
                "schedule": schedule,
                "before": before.first_day,
                "after": after.first_day,
                "sentences": list(sentences(comparison)),
                "lines": [
                    _with_amounts(line, after.facts.currency, words)
                    for line in found[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
                ],
                "found": len(found),
                "every": len(every),
                "counts": {name: counts[name] for name in KINDS if counts[name]},
                "kind": kind,
                "number": number,
                "last": last,
                "address": address,
                "kinds": _kinds(words),
            },
        )


def _with_amounts(line: ChangeLine, currency: str, words: PageWords) -> ChangeLine:
    """The line with its amounts as the language writes them; other words as they are."""
    item, label, days, what, was, now, percent = line
    return item, label, days, what, _amount(was, currency, words), _amount(now, currency, words), percent


def _amount(text: str, currency: str, words: PageWords) -> str:
    try:
        return words.money(parse_decimal(text), currency=currency)
    except Unreadable:
        return text


def _kinds(words: PageWords) -> dict[str, str]:
    """What each kind of difference is called."""
    return {
        "outlier": words.gettext("price, unlike most"),
        "price": words.gettext("price"),
        "amount": words.gettext("an amount, or none"),
        "unit": words.gettext("unit"),
        "gst": words.gettext("GST"),
        "until": words.gettext("last day"),
        "basis": words.gettext("basis"),
        "figure": words.gettext("another figure, no change of price"),
        "gone": words.gettext("gone"),
        "new": words.gettext("new"),
    }
