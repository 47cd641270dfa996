"""The engine's English sentences in another language, their blanks in its own conventions.

What has no translation stays English and is marked as such, also within a translated sentence. A
tongue says everything in plain text; one that writes HTML escapes every text that it is given, since a
blank may hold whatever a folder of schedules or a visitor wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from kfees.documents.languages import ENGLISH, translation, written_days
from kfees.documents.sentences import BLANKS, Kind, find
from kfees.engine.differences import NUMBERS, UNKNOWN_RATE
from kfees.model.dates import MONTHS
from kfees.model.money import round_half_up

DEEPEST = 4
"""Sentences within sentences, before the rest stays English."""

MOST, LONGEST_SPAN = 60, 400
"""The most entries of a list, and days from the first to the last of a span, that are written anew."""

_STOPS = {"zh-Hans": "。", "pa": "।"}
_BASIS = {"floor": "at least", "indexed": "estimate", "reference": "reference price"}
"""The words that the pages have for these; the others are said as they are."""

_FIRST_STRONG, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"
_RIGHT_TO_LEFT_MARK = "\u200f"


class Tongue:
    """One language's way to say, count, price and date, in plain text."""

    def __init__(self, code: str) -> None:
        self._translation = translation(code)
        self.language = self._translation.language
        self._locale = self._translation.locale

    @property
    def turned(self) -> bool:
        """Whether the language reads from right to left."""
        return self.language.direction == "rtl"

    @property
    def is_english(self) -> bool:
        return self.language.code == ENGLISH

    @property
    def unchecked(self) -> bool:
        """Whether no qualified translator has checked what this language says."""
        return not self.is_english and not self._translation.checked_by

    def gettext(self, message: str, /, **values: object) -> str:
        """A message of the catalogue; `values` stand where it names them in braces."""
        return self._translation.gettext(message).format_map(values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message that counts; `{number}` stands where it names it."""
        said = self._translation.ngettext(singular, plural, number)
        return said.format_map({"number": self.number(number), **values})

    def title(self, text: str) -> str:
        """A title of the schedules; as it is where it has no translation."""
        return self._translation.gettext(text)

    def known(self, text: str) -> str:
        """A title, label or sentence of the engine; marked as English where it has no translation."""
        return self.text(text) if self.is_english or not text else say(text, self)

    def text(self, text: str) -> str:
        """What is to be shown as it is."""
        return text

    def apart(self, text: str) -> str:
        """A code or name, kept apart from the direction of the text around it."""
        return f"{_FIRST_STRONG}{text}{_END}" if self.turned else text

    def left_to_right(self, text: str) -> str:
        """Digits and signs that belong together in this order."""
        return f"{_LEFT_TO_RIGHT}{text}{_END}" if self.turned else text

    def in_english(self, text: str) -> str:
        """What has no translation."""
        return self.left_to_right(text)

    def money(self, amount: Decimal, currency: str = "AUD") -> str:
        said = format_currency(amount, currency, locale=self._locale)
        return self._figure(re.sub(r"(?<=[A-Z])(?=[0-9])", "\N{NO-BREAK SPACE}", said))

    def number(self, number: Decimal | int) -> str:
        return format_decimal(number, locale=self._locale, decimal_quantization=False)

    def figure(self, text: str) -> str:
        """Digits of the engine such as '2,740.70', with as many decimals as they have."""
        number = Decimal(text.replace(",", ""))
        pattern = copy(self._locale.decimal_formats[None])
        pattern.frac_prec = (max(0, -int(number.as_tuple().exponent)),) * 2
        return self._figure(format_decimal(number, format=pattern, locale=self._locale))

    def listed(self, parts: Sequence[str]) -> str:
        """'a, b and c', as the language writes a list."""
        return format_list(parts, locale=self._locale)

    def percent(self, part: Decimal) -> str:
        """A part of 1 in percent, rounded half up to one decimal."""
        return self._figure(format_percent(round_half_up(part, Decimal("0.001")), "#,##0.#%", self._locale))

    def exact_percent(self, part: Decimal) -> str:
        """A part of 1 in percent, with all its digits."""
        return self._figure(format_percent(part, locale=self._locale, decimal_quantization=False))

    def day(self, day: date) -> str:
        return format_date(day, "d MMMM y" if self.is_english else "long", self._locale)

    def days(self, days: Iterable[date]) -> str:
        """Runs of consecutive days, each as the language writes an interval."""
        return written_days(days, self._locale)

    def _figure(self, digits: str) -> str:
        """In text from right to left, an amount runs from left to right, so that it stays whole."""
        if not self.turned:
            return digits
        return f"{_LEFT_TO_RIGHT}{digits.replace(_RIGHT_TO_LEFT_MARK, '')}{_END}"


def say(text: str, words: Tongue, depth: int = 0) -> str:
    """A title, label or sentence: translated, or marked as English."""
    said = _whole(text, words, depth) or _in_parts(text, words, depth)
    return said or words.in_english(text)


def _whole(text: str, words: Tongue, depth: int) -> str | None:
    if (title := _titled(text, words)) is not None:
        return words.text(title)
    found = find(text) if depth < DEEPEST else None
    if found is None:
        return None
    translated = words.title(found.sentence)
    try:
        blanks = {name: _filled(name, value, words, depth) for name, value in found.blanks.items()}
    except ValueError:  # such as 31 February, or a list too long: no sentence of the engine
        return None
    return _ended(words.text(translated).format_map(blanks), text, found.sentence, words)


def _titled(text: str, words: Tongue) -> str | None:
    """A text that the catalogue has, though within a sentence it lost its capital and full stop."""
    for whole in (text, f"{text[:1].upper()}{text[1:].removesuffix('.')}."):
        if (title := words.title(whole)) != whole:
            return _ended(title, text, whole, words)
    return None


def _ended(said: str, text: str, sentence: str, words: Tongue) -> str:
    """With a full stop where the text has one, and without where it has none."""
    if sentence.endswith(".") and not text.endswith("."):
        return said[:-1] if said[-1] in ".。।" else said
    if text.endswith(".") and not sentence.endswith("."):
        return said + _STOPS.get(words.language.code, ".")
    return said


def _in_parts(text: str, words: Tongue, depth: int) -> str | None:
    """A sentence that is known, and after it whatever follows."""
    for end in [match.start() + 1 for match in re.finditer(r"\. (?=\S)", text[:1000])][:8]:
        if depth < DEEPEST and (first := _whole(text[:end], words, depth)) is not None:
            return first + " " + say(text[end:].strip(), words, depth + 1)
    return None


def _filled(name: str, value: str, words: Tongue, depth: int) -> str:
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


def _figure(kind: Kind, value: str, words: Tongue) -> str:
    """A day, number or amount in the language's own convention."""
    match kind:
        case "day":
            return words.text(words.day(_day(value)))
        case "days":
            return words.text(words.days(_days(value)))
        case "number":
            return words.text(words.figure(str(NUMBERS.index(value)) if value in NUMBERS else value))
        case "amount":
            known = value != UNKNOWN_RATE
            return words.text(words.money(_decimal(value)) if known else words.title(value))
        case "percent":
            percent = words.exact_percent(_decimal(value.removesuffix(" %")) / 100)
            return words.apart(f"{'+' if value.startswith('+') else ''}{percent}")
        case "stay":
            return words.text(words.ngettext("{number} day", "{number} days", int(value.split()[0])))
        case "counted":
            return words.text(
                words.ngettext("{number} item", "{number} items", int(_decimal(value.split()[0])))
            )
        case _:
            return words.text(words.title(_BASIS.get(value, value)))


def _several(kind: Kind, value: str, words: Tongue, depth: int) -> str:
    if kind == "list":
        return words.listed([_entry(entry, words, depth) for entry in _entries(value)])
    said = _cause if kind == "because" else _change_of_word
    return words.text("; ").join(said(part, words, depth) for part in _few(value.split("; ")))


def _change_of_word(text: str, words: Tongue, depth: int) -> str:
    return say(text, words, depth + 1)


def _entry(text: str, words: Tongue, depth: int) -> str:
    """A code or name, the same in every language unless the catalogue has it."""
    return _whole(text, words, depth + 1) or words.apart(text)


def _cause(text: str, words: Tongue, depth: int) -> str:
    """'the fact (the code of its check)'."""
    fact, _, code = text.rpartition(" (")
    if not fact:
        return say(text, words, depth + 1)
    said = say(fact, words, depth + 1)
    return words.text("{} ({})").format(said, words.apart(code.removesuffix(")")))


def _change(value: str, words: Tongue) -> str:
    """' (+ $804.25)', or nothing."""
    if not value:
        return words.text("")
    sign, amount = value.strip(" ()").split()
    return words.text(" ({})").format(words.left_to_right(f"{sign}{words.money(_decimal(amount))}"))


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
