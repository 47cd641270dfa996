"""How many units a row of a provider's quote is for: by its cell, or by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kfees.reading.as_written.amounts import amount_as_written, is_empty, quantity_as_written
from kfees.reading.as_written.codes import words_like_codes
from kfees.reading.provider_cells import Cells

_NUMBERS = {
    "once": 1, "twice": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_N = rf"([0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
_OF = (
    r"(?:days?|nights?|sessions?|units?|visits?|services?|treatments?|infusions?|attendances?|reviews?"
    r"|ampoules?|amps?|vials?|times)"
)
_UNITS = re.compile(rf"x? ?({_N[1:-1]}|[0-9][0-9,.]*) ?(?:x|{_OF}|ea\.?|each)?", re.I | re.ASCII)
_PRICE = r"(\$ ?[0-9][0-9,]*(?:\.[0-9]{2})?|[0-9,]+\.[0-9]{2})"
_TIMES_PRICE = re.compile(rf"(?<![\w.$]){_N} ?(?:x|@|at) ?{_PRICE}(?![\w])", re.I | re.ASCII)
_PRICE_TIMES = re.compile(rf"(?<![\w.$]){_PRICE} ?x ?{_N}(?![\w.])", re.I | re.ASCII)
_TIMES = re.compile(
    rf"(?<![\w.])x ?{_N}\b(?! ?(?:mg|mcg|ml|g|kg|hours?|hrs?)\b)|(?<![\w.,$])(?<!\$ )(?<!@ ){_N} ?x(?![\w])",
    re.I | re.ASCII,
)
_AT_THE_END = re.compile(
    rf"(?<!for )(?<!of )(?<!over )(?<!in )(?<!first )(?<!last )\b{_N} {_OF}\W*$", re.I | re.ASCII
)
_FOR_EACH = re.compile(
    r"(?:\bper |/ ?)(?:day|night|session|visit|treatment|infusion|attendance|service)\b", re.I
)
MOST_WORDS = 12
"""What has more words describes an item, and not its price."""

_STRENGTH = re.compile(r"[0-9.]+(?:mg|mcg|ml|g|kg)(?:/[0-9.]*ml)?", re.I)


@dataclass(frozen=True, slots=True)
class Units:
    """A number of units, and the price of each where it stands beside it. `in_words`: whether no cell of its
    own says it; `unread`: why it is not known."""

    number: Decimal | None = None
    each: Decimal | None = None
    in_words: bool = False
    unread: str = ""


def units_as_written(text: str) -> Decimal:
    """A number of units, with what they are of: '10', 'x10', '10 days', 'nine'. Raises Unreadable."""
    found = _UNITS.fullmatch(text.strip())
    return quantity_as_written(str(_NUMBERS.get(found[1].casefold(), found[1])) if found else text)


def units_of_row(cells: Cells, number: Decimal | None, words: str, *, days: int, numbered: int) -> Units:
    """By the `number` in its cell; else by its words where it has a code. `days`: how many it names, and
    `numbered`: how many by their number in the course."""
    if number is None and numbered:
        return Units(Decimal(numbered), in_words=numbered > 1)
    if number is not None or not is_empty(cells.text("quantity")):
        return Units(number)
    if not cells.code() and all(map(_STRENGTH.fullmatch, words_like_codes(words))):
        return Units()
    found = _in_words(words)
    each = _FOR_EACH.search(words) if len(words.split()) <= MOST_WORDS else None
    if found.number is None and not days and each:
        return Units(unread=f"quantity: the price is {each[0]!r}, and not for how many.")
    return found


def _in_words(words: str) -> Units:
    """'10 x $345.00', 'x 9', '- ten days': one number, or none."""
    priced = {
        *((_number(found[1]), found[2]) for found in _TIMES_PRICE.finditer(words)),
        *((_number(found[2]), found[1]) for found in _PRICE_TIMES.finditer(words)),
    }
    if len(priced) == 1:
        number, each = priced.pop()
        return Units(number, amount_as_written(each), in_words=True)
    numbers = {
        _number(found[1] or found[2]) if found.re is _TIMES else _number(found[1])
        for pattern in (_TIMES, _AT_THE_END)
        for found in pattern.finditer(words)
    } - {Decimal(0)}
    return Units(numbers.pop(), in_words=True) if len(numbers) == 1 else Units()


def _number(word: str) -> Decimal:
    return Decimal(_NUMBERS.get(word.casefold(), word))
