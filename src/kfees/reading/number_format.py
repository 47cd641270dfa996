"""What a number format makes of a number: which digits people see, and which words around them.

No library of Python's does this without floats; what is read here is what fees are shown in: sections,
conditions, words, rounding, thousands. Of everything else it is said that it is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kfees.model.money import round_half_up

_TOKEN = re.compile(
    r'"(?P<words>[^"]*)"?|\\(?P<char>.)|(?P<space>_.)|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*)|(?P<general>General|@)|(?P<odd>[E%/]|[dmyhs]+)"
    r"|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_DOLLARS = re.compile(r"(AUD|AU|A)?\$|\bAUD\b")
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|yellow|color ?[0-9]+", re.I)


@dataclass(frozen=True, slots=True)
class Shown:
    """What people see of a number: its figure, as rounded or scaled, None where there is none; and the words
    before and behind it."""

    before: str
    figure: Decimal | None
    after: str

    @property
    def text(self) -> str:
        return " ".join(
            f"{self.before}{'' if self.figure is None else f'{self.figure:f}'}{self.after}".split()
        )


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format. `digits`: its placeholders; None where it has none, '' as many as there are.

    `decimals`: so many are shown, or None for all; `thousands`: how often it divides by them.
    """

    holds: tuple[str, Decimal] | None
    before: str
    digits: str | None
    decimals: int | None
    thousands: int
    after: str
    is_known: bool

    @property
    def shows_figures(self) -> bool:
        """Whether it shows whatever it holds for in figures of its own size, and no words but those for
        dollars."""
        words = without_dollars(self.before + self.after)
        return (
            self.is_known
            and self.holds is None
            and self.digits is not None
            and self.thousands == 0
            and not words
        )


def shown_in(value: Decimal, pattern: str) -> Shown | None:
    """A number in a number format; None where the format does what is not read here."""
    section = _of(value, _sections(pattern))
    if section is None or not section.is_known:
        return None
    if section.digits is None:
        return Shown(section.before, None, "")
    figure = value.scaleb(-3 * section.thousands)
    if section.decimals is not None:
        figure = round_half_up(figure, Decimal(1).scaleb(-section.decimals))
    if figure == 0 and section.digits and "0" not in section.digits:
        return Shown(section.before, None, section.after)
    return Shown(section.before, figure, section.after)


@lru_cache(maxsize=512)
def shows_cents(pattern: str) -> bool:
    """Whether a format shows every number above 0 to the cent, and no words but those for dollars."""
    above = _sections(pattern)[0]
    return above.shows_figures and (above.decimals is None or above.decimals >= 2)


@lru_cache(maxsize=512)
def shows_figures(pattern: str) -> tuple[bool, bool]:
    """Whether a format shows every number above 0, and whether 0, as a figure of its own size, perhaps
    rounded, and no words but those for dollars."""
    sections = _sections(pattern)
    zero = sections[2 if len(sections) > 2 else 0]
    is_seen = not zero.digits or "0" in zero.digits
    conditions = any(section.holds for section in sections)
    return sections[0].shows_figures, zero.shows_figures and is_seen and not conditions


@lru_cache(maxsize=512)
def hides_text(pattern: str) -> bool:
    """Whether a format shows another text than a cell holds, or none."""
    sections = _sections(pattern)
    return len(sections) > 3 and sections[3].digits is None


def without_dollars(words: str) -> str:
    """The words around a figure without what says dollars."""
    return _DOLLARS.sub("", words).strip()


def _of(value: Decimal, sections: tuple[_Section, ...]) -> _Section | None:
    """The section that holds for a number."""
    numbers = sections[:3]
    if any(section.holds for section in numbers):
        for section in numbers:
            if section.holds is None or _is_met(value, *section.holds):
                return section
        return None
    if value < 0 and len(numbers) > 1:
        return numbers[1]
    return numbers[2] if value == 0 and len(numbers) > 2 else numbers[0]


def _is_met(value: Decimal, sign: str, limit: Decimal) -> bool:
    compared = (value > limit) - (value < limit)
    return compared in {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0), "=": (0,), "<>": (-1, 1)}[sign]


@lru_cache(maxsize=512)
def _sections(pattern: str) -> tuple[_Section, ...]:
    parts = re.findall(r'(?:"[^"]*"?|\\.|[^;"\\])*;?', pattern, re.S)
    found = [part.removesuffix(";") for part in parts[:-1]]
    if pattern.endswith(";") or not found:
        found.append("")
    return tuple(map(_section, found))


def _section(text: str) -> _Section:
    words = ["", ""]
    holds, digits, is_known = None, None, True
    for token in _TOKEN.finditer(text):
        if token["digits"] or token["general"]:
            is_known &= digits is None
            digits = token["digits"] or ""
        elif token["odd"]:
            is_known = False
        elif (bracket := token["bracket"]) is not None:
            if found := _CONDITION.fullmatch(bracket):
                holds = found[1], Decimal(found[2])
            elif bracket.startswith("$"):
                words[digits is not None] += bracket[1:].partition("-")[0]
            elif not _COLOUR.fullmatch(bracket):
                is_known = False  # among them white, which nobody sees
        else:
            words[digits is not None] += token["words"] or token["char"] or token["other"] or " "
    _, _, decimals = (digits or "").rstrip(",").partition(".")
    scaled = len(digits or "") - len((digits or "").rstrip(","))
    return _Section(holds, words[0], digits, len(decimals) if digits else None, scaled, words[1], is_known)
