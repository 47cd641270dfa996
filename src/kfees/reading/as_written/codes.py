"""Item codes as people write them, and as a workbook shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from kfees.model.english import plain
from kfees.model.money import round_half_up
from kfees.model.problems import Unreadable

_WORDS = re.compile(r"^((mbs|item|number|no|code|#)([\s:.]+|(?=[0-9])))+", re.IGNORECASE)
_PATTERN = re.compile(r"(?P<before>[^0#.]*)(?P<whole>[0#]+)(?:\.(?P<decimals>0+))?(?P<after>[^0#.]*)")


_BEFORE = re.compile(r"(?P<code>[^\s(]+)(?:\s*[\N{EN DASH}\N{EM DASH}(]|:\s|\s+-|\s*,)\s*\S.*")
_BEHIND = re.compile(r".*\S\s*(?:[(\N{EN DASH}\N{EM DASH},]|[:-]\s)\s*(?![0-9]{1,2}\b)(?P<code>[^\s()]+)\)?")
_LIKE_A_CODE = r"(?:[A-Za-z]+[0-9][A-Za-z0-9]*|[0-9][A-Za-z0-9.]{2,}[A-Za-z0-9])"
_AMONG_WORDS = re.compile(rf"(?<![\w.$:/-]){_LIKE_A_CODE}(?![\w/-])")
_SEVERAL = re.compile(rf"{_LIKE_A_CODE}(?: ?[/&+] ?{_LIKE_A_CODE})+")


def code_as_written(text: str) -> str:
    """'MBS 2801', 'Item no. 2801' and '2801.0' mean 2801."""
    return re.sub(r"^([0-9]+)\.0+$", r"\1", _WORDS.sub("", text.strip()))


def codes_in(text: str) -> Iterator[str]:
    """What may be the code of a text, the likeliest first: all of it, what stands before or behind words
    ('2801 - Pain specialist', 'Facility (DS1)'), and what can hardly be anything else ('Review 2806').

    Only who knows the codes can tell: a 10 or a 23 among words is rarely one, and is none here. In a
    formula that stands there as text nothing is.
    """
    yield code_as_written(text)
    if text.startswith("="):
        return
    for pattern in (_BEFORE, _BEHIND):
        if found := pattern.fullmatch(text.strip()):
            yield code_as_written(found["code"])
    yield from words_like_codes(text)


def words_like_codes(text: str) -> Iterator[str]:
    """The words of a text that can hardly be anything but codes: four digits, or letters before digits."""
    if _SEVERAL.fullmatch(text):
        yield from re.split(r" ?[/&+] ?", text)
    yield from (found[0] for found in _AMONG_WORDS.finditer(text))


def as_shown(value: Decimal, shown_as: str) -> str | None:
    """A number as Excel prints it in a format of plain digits; None where the format says nothing.

    Excel keeps 10.10 as the number 10.1, and 02102 as 2102. Raises Unreadable where the format hides
    digits of the number.
    """
    pattern = _plain_digits(shown_as)
    if pattern is None:
        return None
    shown = format(value, f".{len(pattern['decimals'] or '')}f")
    if Decimal(shown) != value:
        raise Unreadable(
            "hidden-digits",
            f"the code is stored as {plain(value)} and shown as {shown}.",
            "",
            (plain(value), shown),
        )
    digits, point, tail = shown.partition(".")
    padding = pattern["whole"][: max(len(pattern["whole"]) - len(digits), 0)].replace("#", "")
    return f"{pattern['before']}{padding}{digits}{point}{tail}{pattern['after']}"


def rounded_as_shown(value: Decimal, shown_as: str) -> Decimal:
    """A number to the decimals that Excel prints of it; as it is stored where the format says nothing."""
    pattern = _plain_digits(shown_as)
    return (
        value if pattern is None else round_half_up(value, Decimal(1).scaleb(-len(pattern["decimals"] or "")))
    )


@lru_cache(maxsize=512)
def _plain_digits(shown_as: str) -> re.Match[str] | None:
    """The parts of a format of plain digits: a column's cells share one."""
    first = re.sub(r"_.|\*.|\[[^\]]*\]", "", shown_as.split(";")[0])
    first = re.sub(r'"([^"]*)"|\\(.)', lambda match: match[1] or match[2], first).strip()
    pattern = _PATTERN.fullmatch(first)
    if pattern is None or first in ("General", "@") or first == "#":
        return None
    if any(char in "%,E?/" for char in pattern["before"] + pattern["after"]):
        return None
    return pattern
