"""What was added to a course and is kept in its address in short, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from kfees.engine.shorthand import bed_of, charge_of, fee_of, item_of, service_of
from kfees.library.library import Library
from kfees.model.problems import Unreadable
from kfees.model.sentences import translatable
from kfees.web.stay_form import within_part
from kfees.web.wording import PageWords

READ: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "add": service_of,
    "bed": bed_of,
    "charged": charge_of,
    "fee": fee_of,
    "without": item_of,
}
"""How what each field keeps is read."""


ADDED, FEE = translatable("Added: {item}"), translatable("Fee: {fee}")


def added_in_words(library: Library, words: PageWords) -> Callable[[str, str], Markup]:
    """How a page names the box that takes an entry back."""
    entry = entries_in_words(library, words)

    def said(field: str, text: str) -> Markup:
        if field == "fee":
            return words.filled(FEE, fee=entry(field, text))
        return words.filled(ADDED, item=entry(field, text))

    return said


def entries_in_words(library: Library, words: PageWords) -> Callable[[str, str], Markup]:
    """How a page says what a field keeps: its item or fee, the amount, the days, who bills; as it is written
    where it cannot be read."""
    return partial(_in_words, library=library, words=words)


def _in_words(field: str, text: str, library: Library, words: PageWords) -> Markup:
    field = within_part(field)[1] or field
    if field not in READ:
        return escape(text)
    try:
        return Markup(" · ").join(_parts(READ[field](text), library, words))
    except (Unreadable, ValueError, ArithmeticError):
        return escape(text)


def _parts(entry: dict[str, Any], library: Library, words: PageWords) -> Iterator[Markup]:
    if "item" in entry:
        yield _item(entry, library, words)
    if "label" in entry:
        yield escape(entry["label"])
    if "payee" in entry:
        payee = library.every_payee.get(entry["payee"])
        yield words.known(payee.title) if payee else escape(entry["payee"])
    if "amount" in entry:
        yield escape(words.money(Decimal(entry["amount"])))
    if "quantity" in entry:
        yield escape(f"× {words.number(Decimal(entry['quantity']))}")
    if "dates" in entry:
        yield escape(words.days(date.fromisoformat(day) for day in entry["dates"]))
    if "provider" in entry:
        yield escape(entry["provider"])


def _item(entry: dict[str, Any], library: Library, words: PageWords) -> Markup:
    """An item by its number and its label; a bed's schedule is the one whose beds have it."""
    item = entry["item"]
    schedules = [entry["schedule"]] if "schedule" in entry else sorted(library.schedules)
    versions = (version for name in schedules for version in reversed(library.versions(name)))
    label = next(filter(None, (version.label(item) for version in versions)), "")
    return Markup("{} {}").format(item, words.known(label)) if label else escape(item)
