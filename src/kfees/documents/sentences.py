"""Which sentence of the engine a text was made from, and what fills its blanks.

The engine says in English why a figure is what it is, and a quote keeps those words. A page in another
language finds here the sentence with its blanks, which a catalogue translates. A text of any length and
content is safe: each pattern is anchored and goes through the text once, without coming back.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter
from typing import Literal, NamedTuple

from kfees.engine import (
    alternatives as comparison,
)
from kfees.engine import (
    approval,
    checking,
    course,
    differences,
    figures,
    gap,
    guideline,
    please_check,
    reasons,
    timing,
    treatments,
    weighed,
    weighing,
)
from kfees.library import changes_in_words as comparison_words
from kfees.library import indexing
from kfees.model import request
from kfees.model.dates import MONTHS
from kfees.model.schedule import BASES
from kfees.model.sentences import marked
from kfees.projection import plan, projected_course, projection

_MAKERS = (
    *(approval, treatments, timing),
    *(request, weighed, weighing, guideline, course, reasons, gap, checking, figures, please_check, plan),
    *(projected_course, projection, differences, comparison, comparison_words, indexing),
)
"""The modules that mark sentences: all of them are imported before the sentences are read."""

SENTENCES = marked()

LONGEST = 4000
"""A longer text, in characters, is no sentence of the engine."""

Kind = Literal[
    "day",
    "days",
    "number",
    "amount",
    "percent",
    "change",
    "stay",
    "counted",
    "basis",
    "list",
    "because",
    "changes",
    "schedule",
    "name",
    "words",
]

_NAMES: dict[Kind, str] = {
    "day": "day end again",
    "days": "days",
    "number": (
        "number first last low high beyond taken hours weight factor before after quantity count"
        " months years age sum nights many"
    ),
    "amount": "amount was now cover maximum",
    "percent": "percent",
    "change": "change",
    "stay": "stay",
    "counted": "counted",
    "basis": "basis",
    "list": "items codes holidays facts",
    "because": "because",
    "changes": "changes",
    "schedule": "schedule",
    "name": (
        "item new_item regimen setting folder cell file publisher currency country stated old new age_group"
    ),
    "words": (
        "reason earlier sentence source label classification payee drug each stay_words long_days"
        " horizon when holiday name fact document unit"
    ),
}

BLANKS: dict[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
"""What a blank holds, by its name. `words` are themselves sentences, where they can be found."""

_DAY = rf"[0-9]{{1,2}} (?:{'|'.join(MONTHS)}) [0-9]{{4}}"
_NUMBER = r"[0-9][0-9,]{0,30}(?:\.[0-9]{1,60})?"
_MANY = "|".join(differences.NUMBERS[2:])

_EXACT: dict[Kind, str] = {
    "day": _DAY,
    "days": rf"{_DAY}(?:(?: to |, | and ){_DAY})*+",
    "number": rf"[+-]?{_NUMBER}|{_MANY}",
    "amount": rf"-?\${_NUMBER}|{differences.UNKNOWN_RATE}",
    "percent": rf"[+-]?{_NUMBER} %",
    "change": rf"(?: \([+-] \${_NUMBER}\))?",
    "stay": r"[0-9]{1,6} days?",
    "counted": rf"{_NUMBER} items?",
    "basis": "|".join(BASES),
    "schedule": r"[^\s:]{1,80}",
}
"""Kinds that a pattern knows; the others are free text up to what follows the blank."""

_NAME, _WORDS = r"(?:(?!\. )[^\n])+?", r".+?"


class Found(NamedTuple):
    """A sentence with blanks, and what fills each of them in a text."""

    sentence: str
    blanks: dict[str, str]


@lru_cache(maxsize=1024)
def find(text: str) -> Found | None:
    """The sentence that a text was made from, whether or not it begins with a capital or ends with a
    full stop; None where there is none."""
    if len(text) > LONGEST:
        return None
    fixed, patterns = _patterns()
    if (sentence := fixed.get(_bare(text))) is not None:
        return Found(sentence, {})
    for sentence, pattern in patterns:
        if (match := pattern.fullmatch(text.removesuffix("."))) is not None:
            return Found(sentence, match.groupdict())
    return None


def _bare(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".removesuffix(".")


@cache
def _patterns() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """Sentences without blanks, and patterns of the others: those that begin with words of their own
    first, then those with more words, so that the most telling is found."""
    parts = {sentence: list(Formatter().parse(sentence)) for sentence in SENTENCES}
    fixed = {_bare(sentence): sentence for sentence, pieces in parts.items() if _literal(pieces) == sentence}

    def telling(sentence: str) -> tuple[bool, int]:
        first = BLANKS.get(parts[sentence][0][1] or "") if not parts[sentence][0][0] else None
        return (first is not None and first not in _EXACT, -len(_literal(parts[sentence])))

    filled = sorted((sentence for sentence in SENTENCES if sentence not in fixed.values()), key=telling)
    return fixed, tuple((sentence, _compiled(sentence)) for sentence in filled)


def _literal(pieces: list[tuple[str, str | None, str | None, str | None]]) -> str:
    return "".join(piece[0] for piece in pieces)


def _compiled(sentence: str) -> re.Pattern[str]:
    """Free text is in an atomic group with the words that follow it: once they were found, it never
    grows past them, so that no text is gone through again and again."""
    pattern, opened = "", False
    for place, (literal, blank, _, _) in enumerate(Formatter().parse(sentence.removesuffix("."))):
        own = re.escape(literal)
        if not place and literal[:1].isalpha():
            own = f"(?i:{literal[0]}){re.escape(literal[1:])}"
        pattern += f"{own})" if opened and own else own
        opened = opened and not own
        if blank is None:
            continue
        if BLANKS[blank] in _EXACT:
            pattern += f"(?P<{blank}>{_EXACT[BLANKS[blank]]})"
        else:
            pattern += f"(?>(?P<{blank}>{_NAME if BLANKS[blank] == 'name' else _WORDS})"
            opened = True
    return re.compile(rf"{pattern}\Z)" if opened else pattern, re.DOTALL)
