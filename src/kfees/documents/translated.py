"""The engine's sentences in another language, their blanks in its own conventions.

What has no translation stays English and is marked as such, also within a translated sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kfees.documents.words import Words
from kfees.model.blanks import Counted, Days, Dollars, Exact, IsoDay, Listed, Percent, Quoted, SignedDollars
from kfees.model.english import plain
from kfees.model.payer import Called
from kfees.model.sentences import Sentence, whole

_STOPS = {"zh-Hans": "。", "pa": "।"}
_BLANK, _WORDS = re.compile(r"\{\w+\}"), re.compile(r"[^\W\d_]{2}")


def say(text: str, words: Words) -> str:
    """A title, label or sentence: translated, or marked as English."""
    if words.is_english or not text:
        return words.text(text)
    sentence = whole(text)
    translated = words.title(sentence.message)
    if translated == sentence.message and (not sentence.blanks or _WORDS.search(_BLANK.sub("", translated))):
        return words.in_english(text)
    blanks = {
        name: _filled(value, words) for name, value in sentence.blanks.items() if f"{{{name}}}" in translated
    }
    said = words.text(_begun(translated, sentence))
    return _ended(said.format_map(blanks) if blanks else said, sentence, words)


def _begun(translated: str, sentence: Sentence) -> str:
    """With a small letter where the sentence begins so within another, and with a capital where it stands
    alone; a name keeps its capitals."""
    meant, found, rest = sentence.message[:1], sentence[:1], translated[1:].partition(" ")[0]
    if meant.isupper() and found.islower() and rest == rest.lower():
        return translated[:1].lower() + translated[1:]
    if meant.islower() and found.isupper():
        return translated[:1].upper() + translated[1:]
    return translated


def _ended(said: str, sentence: Sentence, words: Words) -> str:
    """With a full stop where the sentence has one, and without where it has none."""
    ended = _has_stop(sentence.message, sentence.blanks)
    if ended and not sentence.endswith("."):
        return said[:-1] if said[-1] in ".。।" else said
    if sentence.endswith(".") and not ended:
        return said + _STOPS.get(words.language.code, ".")
    return said


def _has_stop(message: str, blanks: Mapping[str, object]) -> bool:
    if blanks and message.endswith("}"):
        return str(blanks[message[message.rindex("{") + 1 : -1]]).endswith(".")
    return message.endswith(".")


def _filled(value: object, words: Words) -> str:
    """What stands in a blank."""
    match value:
        case Sentence():
            return say(value, words)
        case Called():
            return _named(value.name, words)
        case str():
            return _named(value, words)
        case Quoted():
            return words.apart(str(value))
        case Listed():
            parts = [_filled(part, words) for part in value.parts]
            return words.listed(parts, "or" if value.last == " or " else "and")
        case SignedDollars():
            return _change(value, words)
        case Percent():
            return words.apart(f"{value.sign}{words.exact_percent(value.percent / 100)}")
        case _:
            return words.text(_figure(value, words))


def _figure(value: object, words: Words) -> str:
    """A day, number or amount in the language's own convention."""
    match value:
        case date():
            return words.day(value)
        case IsoDay():
            return words.day(value.day)
        case Days():
            return words.days(value.days)
        case Dollars():
            return words.money(value.amount, currency=value.currency)
        case Exact():
            return words.figure(value.number)
        case int() | Decimal():
            return words.figure(Decimal(plain(Decimal(value))))
        case Counted(number, "day"):
            return words.ngettext("{number} day", "{number} days", int(number))
        case Counted(number):
            return words.ngettext("{number} item", "{number} items", int(number))
        case _:
            raise TypeError(value)


def _named(text: str, words: Words) -> str:
    """A code or name, the same in every language unless the catalogue has it."""
    translated = words.title(text) if text else text
    return words.apart(text) if translated == text else words.text(translated)


def _change(value: SignedDollars, words: Words) -> str:
    """' (+ $804.25)', or nothing."""
    if value.amount is None:
        return words.text("")
    amount = words.money(abs(value.amount), currency=value.currency)
    return words.text(" ({})").format(words.left_to_right(f"{value.sign}{amount}"))
