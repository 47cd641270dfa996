"""Why a row of a table has its figure, in the table's own words, read as a sentence with its blanks.

Tables are read by many that only price: a reason is read when a figure is explained by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from string import Formatter

from kfees.model.blanks import Exact
from kfees.model.english import MONTHS
from kfees.model.sentences import Sentence, joined, translatable

INDEXED = translatable("{before} at {day} x {factor} = {after}, rounded half up to the cent")
INDEXED_FROM_CELL = translatable(
    "{before} at {day}, cell {cell} of {file} x {factor} = {after}, rounded half up to the cent"
)
INDEXED_AGAIN = translatable("{reason}; before that, {earlier}")

_FORMS = (
    INDEXED,
    INDEXED_FROM_CELL,
    translatable("{before} at {day} x {factor} = {after}, rounded half up to 5 cents"),
    translatable(
        "{before} a unit at {day} x {factor} = {after}, rounded half up to 5 cents;"
        " x {quantity} units = {sum}"
    ),
    translatable("the fee did not rise on {day} as others did, so none is carried forward to {end}"),
    translatable(
        "the item is not in the list of {day}, so nothing shows that its fee rises with the others,"
        " and none is carried forward to {end}"
    ),
    translatable("no rate from {day} was found; the one before it is of {end}"),
)

_DAY = rf"[0-9]{{1,2}} (?:{'|'.join(MONTHS)}) [0-9]{{4}}"
_BLANKS = {"day": _DAY, "end": _DAY, "cell": r"\S+", "file": r".+?"}
_NUMBER = r"-?[0-9]{1,30}(?:\.[0-9]{1,60})?"


@lru_cache(maxsize=1024)
def as_sentence(reason: str) -> Sentence:
    """A reason with its blanks, where it has one of the forms that tables of kfees have."""
    latest, again, earlier = reason.partition("; before that, ")
    if again:
        return Sentence(
            reason, INDEXED_AGAIN, {"reason": as_sentence(latest), "earlier": as_sentence(earlier)}
        )
    for message, form in _compiled():
        if found := form.fullmatch(reason):
            try:
                blanks = {name: _read(name, text) for name, text in found.groupdict().items()}
            except ValueError:  # such as 31 February
                break
            return Sentence(reason, message, blanks)
    first, stop, further = reason.partition(". ")
    if stop and (carried := as_sentence(first)).blanks:
        return joined((carried.alone(), as_sentence(further)))
    return Sentence(reason)


@cache
def _compiled() -> tuple[tuple[Sentence, re.Pattern[str]], ...]:
    return tuple((message, re.compile("".join(_pieces(message)))) for message in _FORMS)


def _pieces(message: str) -> Iterator[str]:
    for literal, blank, _, _ in Formatter().parse(message):
        yield re.escape(literal)
        if blank is not None:
            yield f"(?P<{blank}>{_BLANKS.get(blank, _NUMBER)})"


def _read(name: str, text: str) -> object:
    match name:
        case "day" | "end":
            day, month, year = text.split(" ")
            return date(int(year), MONTHS.index(month) + 1, int(day))
        case "cell" | "file":
            return text
        case _:
            return Exact(Decimal(text))
