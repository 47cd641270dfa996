"""What can be wrong, said for people.

    KfeesError
    ├── InputError        the input is wrong: every problem, each with its place and remedy
    └── StrictRefusal     a quote was made, but strict mode refuses stale or undetermined figures

Wrong data is never an exception of its own: it is collected as `Problem`s and raised once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kfees.model.blanks import Grouped, Listed, Quoted
from kfees.model.sentences import Sentence, joined, translatable

if TYPE_CHECKING:
    from kfees.model.near_words import KnownWords


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the input.

    code: a stable word for programs, such as `unknown-item`; `problem_codes` lists all.
    place: where it stands, such as `charges[0].amount` or `rates.csv line 7, amount`.
    message: what is wrong. remedy: what to do about it.
    """

    code: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}"


MOST_EQUAL, MOST_ALIKE, _SHOWN = 5, 20, 3
"""So many problems that say the same, or the same of other values, are all shown; of more, only the first
are, and the last of those says how many there are besides."""

_VALUES = r"'[^']*'|[0-9]+"


def folded(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as people are shown them: the same one in hundreds of rows of a column is said once."""
    listed = list(problems)
    if len(listed) <= MOST_EQUAL:
        return listed
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in listed:
        kind = (problem.code, re.sub(_VALUES, "", problem.place), re.sub(_VALUES, "", problem.message))
        alike.setdefault(kind, []).append(problem)
    shown: list[Problem] = []
    for group in alike.values():
        distinct: dict[tuple[str, str], Problem] = {}
        for problem in group:
            distinct.setdefault((problem.message, problem.remedy), problem)
        if len(group) <= (MOST_EQUAL if len(distinct) == 1 else MOST_ALIKE):
            shown += group
            continue
        *first, last = list(distinct.values())[:_SHOWN]
        more = len(group) - len(first) - 1
        beside = translatable("(And {number} more like this.)").format(number=Grouped(more))
        shown += [*first, replace(last, message=joined([last.message, beside]))]
    return shown


class KfeesError(Exception):
    """The root of everything that kfees raises on purpose."""


class InputError(KfeesError):
    """The input is wrong. `problems` lists every mistake found, in the order of the input."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, folded(self.problems))))


class StrictRefusal(KfeesError):
    """Strict mode refuses a quote with stale rates or with a maximum that cannot be determined."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


class Unreadable(ValueError):
    """A single value that cannot be read; whoever knows its place makes a `Problem` of it.

    `meanings`: what it may mean, where only a person can say which.
    """

    def __init__(self, code: str, message: str, remedy: str, meanings: Iterable[str] = ()) -> None:
        self.code, self.message, self.remedy, self.meanings = code, message, remedy, tuple(meanings)
        super().__init__(message)

    def at(self, place: str) -> Problem:
        return Problem(self.code, place, self.message, self.remedy)


class Unread(str):
    """A text that somebody typed and that could not be read, and `why`: whoever checks it later says so."""

    __slots__ = ("why",)
    why: Unreadable

    def __new__(cls, text: str, why: Unreadable) -> Unread:
        unread = super().__new__(cls, text)
        unread.why = why
        return unread


def unforeseen(error: Exception) -> Unreadable:
    """What is said of a cell that nobody foresaw, whose reading failed: the rest of its table is read."""
    message = f"this cannot be read ({type(error).__name__})."
    return Unreadable("unforeseen", message, "Write it in plain digits or letters, or clear the cell.")


def missing(place: str) -> Problem:
    """What is required and was not given."""
    message = translatable("this is required and was not given.")
    return Problem("missing", place, message, translatable("Add it."))


class KnownNames:
    """The names that may be written somewhere, in capitals or not; kept where many words are asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_folded = {name.casefold(): name for name in names}

    @cached_property
    def _words(self) -> KnownWords:
        from kfees.model.near_words import KnownWords  # most names are known

        return KnownWords(self._by_folded)

    def suggestion(self, word: str, otherwise: str) -> str:
        """A remedy that names those closest to a word, or `otherwise` where none is close."""
        folded = word.casefold()
        close = self._words.closest(folded, 20, 0.6)
        if not close:
            return otherwise
        # Whoever mistypes a code mostly swaps two characters, or at least has the first one right.
        letters = sorted(folded)
        close.sort(key=lambda name: (sorted(name) != letters, name[:1] != word[:1].casefold()))
        return did_you_mean(*(self._by_folded[name] for name in close[:3]))


NOT_KNOWN = translatable("{typed} is not known here.")
COULD_BE = translatable("{typed} could be {meant}.")
CORRECT_ONE = translatable("Correct one of them.")
LEAVE_IT_OUT = translatable("Leave it out.")
ZERO_OR_MORE = translatable("Give 0 or more.")
STANDS_TWICE = translatable("{day} stands twice.")
TO_BE_WRITTEN = translatable("Write {meant}.")


def did_you_mean(*names: str) -> Sentence:
    return translatable("Did you mean {names}?").format(names=either(names))


def either(names: Iterable[str]) -> Listed:
    """What was typed in place of one of these, quoted."""
    return Listed(tuple(map(Quoted, names)), " or ")


def use_one_of(names: Iterable[str]) -> Sentence:
    return translatable("Use one of: {names}.").format(names=Listed(tuple(names), ", "))


known_names = lru_cache(maxsize=64)(KnownNames)


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy that names the closest known names, or `otherwise` where nothing is close."""
    return known_names(tuple(known)).suggestion(word, otherwise)


def expect(given: object, kind: type, remedy: str) -> None:
    """Refuse what is not of this kind, as Python does, and say what makes one: TypeError."""
    if not isinstance(given, kind):
        raise TypeError(f"a {kind.__name__} is expected, not {type(given).__name__}: {remedy}")
