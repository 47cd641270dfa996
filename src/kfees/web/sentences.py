"""The engine's English sentences in the language of a page, their blanks in its own conventions.

What has no translation stays English and is marked as such, also within a translated sentence. Every
text is escaped: a blank may hold whatever a folder of schedules or a visitor wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from kfees.dates import MONTHS
from kfees.differences import NUMBERS, UNKNOWN_RATE
from kfees.sentences import BLANKS, Found, Kind, find

if TYPE_CHECKING:
    from kfees.web.wording import Words

DEEPEST = 4
"""Sentences within sentences, before the rest stays English."""

MOST, LONGEST_SPAN = 60, 400
"""The most entries of a list, and days from the first to the last of a span, that are written anew."""

_STOPS = {"zh-Hans": "。", "pa": "।"}
_BASIS = {"floor": "at least", "indexed": "estimate", "reference": "reference price"}
"""The words that the pages have for these; the others are said as they are."""


def say(text: str, words: Words, depth: int = 0) -> Markup:
    """A title, label or sentence, escaped: translated, or marked as English."""
    said = _whole(text, words, depth) or _in_parts(text, words, depth)
    return said or Markup('<span lang="en-AU" dir="ltr">{}</span>').format(text)


def _whole(text: str, words: Words, depth: int) -> Markup | None:
    if (title := words.title(text)) != text:
        return escape(title)
    found = find(text) if depth < DEEPEST else None
    if found is None:
        return None
    translated = words.title(found.sentence)
    try:
        blanks = {name: _filled(name, value, words, depth) for name, value in found.blanks.items()}
    except ValueError:  # such as 31 February, or a list too long: no sentence of the engine
        return None
    said = (escape(translated) + Markup("")).format_map(blanks)
    return _ended(said, text, found, words)


def _ended(said: Markup, text: str, found: Found, words: Words) -> Markup:
    """With a full stop where the text has one, and without where it has none."""
    if found.sentence.endswith(".") and not text.endswith("."):
        return said[:-1] if said[-1] in ".。।" else said
    if text.endswith(".") and not found.sentence.endswith("."):
        return said + _STOPS.get(words.language.code, ".")
    return said


def _in_parts(text: str, words: Words, depth: int) -> Markup | None:
    """A sentence that is known, and after it whatever follows."""
    for end in [match.start() + 1 for match in re.finditer(r"\. (?=\S)", text[:1000])][:8]:
        if depth < DEEPEST and (first := _whole(text[:end], words, depth)) is not None:
            return first + " " + say(text[end:].strip(), words, depth + 1)
    return None


def _filled(name: str, value: str, words: Words, depth: int) -> Markup:
    """What stands in a blank. ValueError where it is nothing that the engine writes there."""
    kind = BLANKS[name]
    match kind:
        case "schedule" | "name":
            return _entry(value, words, DEEPEST)
        case "words":
            return say(value, words, depth + 1)
        case "list" | "because" | "changes":
            return _several(kind, value, words, depth)
        case "change":
            return _change(value, words)
        case _:
            return _figure(kind, value, words)


def _figure(kind: Kind, value: str, words: Words) -> Markup:
    """A day, number or amount in the language's own convention."""
    match kind:
        case "day":
            return escape(words.day(_day(value)))
        case "days":
            return escape(words.days(_days(value)))
        case "number":
            return escape(words.figure(str(NUMBERS.index(value)) if value in NUMBERS else value))
        case "amount":
            known = value != UNKNOWN_RATE
            return escape(words.money(_decimal(value)) if known else words.title(value))
        case "percent":
            percent = words.exact_percent(_decimal(value.removesuffix(" %")) / 100)
            return Markup("<bdi>{}{}</bdi>").format("+" if value.startswith("+") else "", percent)
        case "stay":
            return escape(words.ngettext("{number} day", "{number} days", int(value.split()[0])))
        case "counted":
            return escape(words.ngettext("{number} item", "{number} items", int(_decimal(value.split()[0]))))
        case _:
            return escape(words.title(_BASIS.get(value, value)))


def _several(kind: Kind, value: str, words: Words, depth: int) -> Markup:
    if kind == "list":
        return words.listed([_entry(entry, words, depth) for entry in _entries(value)])
    said = _cause if kind == "because" else _change_of_word
    return Markup("; ").join(said(part, words, depth) for part in _few(value.split("; ")))


def _change_of_word(text: str, words: Words, depth: int) -> Markup:
    return say(text, words, depth + 1)


def _entry(text: str, words: Words, depth: int) -> Markup:
    """A code or name, the same in every language unless the catalogue has it."""
    return _whole(text, words, depth + 1) or Markup("<bdi>{}</bdi>").format(text)


def _cause(text: str, words: Words, depth: int) -> Markup:
    """'the fact (the code of its check)'."""
    fact, _, code = text.rpartition(" (")
    if not fact:
        return say(text, words, depth + 1)
    return Markup("{} (<bdi>{}</bdi>)").format(say(fact, words, depth + 1), code.removesuffix(")"))


def _change(value: str, words: Words) -> Markup:
    """' (+ $804.25)', or nothing."""
    if not value:
        return Markup("")
    sign, amount = value.strip(" ()").split()
    return Markup(' (<bdi dir="ltr">{}{}</bdi>)').format(sign, words.money(_decimal(amount)))


def _entries(value: str) -> list[str]:
    *most, last = value.split(", ")
    return _few([*most, *last.split(" and ")])


def _few(entries: list[str]) -> list[str]:
    if len(entries) > MOST:
        raise ValueError
    return entries


def _days(value: str) -> Iterable[date]:
    for entry in _entries(value):
        first, *last = map(_day, entry.split(" to "))
        length = (last[0] - first).days if last else 0
        if not 0 <= length <= LONGEST_SPAN:
            raise ValueError
        yield from (first + timedelta(days=number) for number in range(length + 1))


def _day(text: str) -> date:
    day, month, year = text.split(" ")
    return date(int(year), MONTHS.index(month) + 1, int(day))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("$", "").replace(",", ""))
