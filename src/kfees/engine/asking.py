"""From loose data (JSON, flags, a form) to a checked request, with every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from kfees.engine.checking import lay_out
from kfees.library.library import Library
from kfees.model.fields import TIME_ZONE
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError, Problem
from kfees.model.request import CourseRequest
from kfees.reading.json_and_toml import TOP_LEVEL, KeyPath, place_in_words, problems_in


def is_saved_quote(value: Mapping[str, Any]) -> bool:
    """Whether this is what pricing answers, and not what it is asked."""
    return {"request", "lines", "totals"} <= value.keys()


def read_request(value: object, library: Library) -> CourseRequest:
    """Read a request. InputError lists what is wrong with its form and, as far as the rest
    can be read, what is wrong with its content: an unknown item beside a misspelt key."""
    if not isinstance(value, Mapping):
        raise InputError(
            [
                Problem(
                    "bad-value",
                    TOP_LEVEL,
                    "a request is an object with keys.",
                    'Write {"regimen": ...}.',
                )
            ]
        )
    if is_saved_quote(value):
        remedy = "Give what stands at its key request, or price it again: kfees replay QUOTE.json"
        message = "this is a saved quote, not a request."
        raise InputError([Problem("saved-quote", TOP_LEVEL, message, remedy)])
    context = {TIME_ZONE: of_payer(value, library).payer.time_zone}
    try:
        return CourseRequest.model_validate(dict(value), context=context)
    except ValidationError as error:
        found = list(problems_in(error, CourseRequest))
    readable = _Readable(value)
    readable.without([place for place, _ in found])
    problems = [problem for _, problem in found]
    try:
        lay_out(CourseRequest.model_validate(readable.value, context=context), library)
    except InputError as error:
        problems += [problem for problem in map(readable.replaced, error.problems) if problem is not None]
    except ValidationError:
        pass  # what is left cannot be read either; what was found is reported
    raise InputError(problems)


def of_payer(value: object, library: Library) -> Library:
    """The library as the payer sees it whom loose data name; as the default one does where that is none."""
    payer = value.get("payer") if isinstance(value, Mapping) else None
    return library.of(payer if isinstance(payer, str) and payer in library.payers else DEFAULT_PAYER)


NEUTRAL = {
    "amount": "0.00",
    "discount": "0.00",
    "label": "?",
    "quantity": "1",
    "dates": ["2024-07-01"],
    "start": "2024-07-01",
    "weight_kg": "1",
    "regimen": "?",
    "setting": "?",
}
"""What stands in for a value that could not be read, while the rest is checked."""


OF_THE_LENGTH = ("nights", "admitted", "discharged")
GO_BY_NIGHTS = ("leave_days", "leave", "beds", "icu_hours", "earlier_stay")
"""Facts of an episode that cannot be judged where one of those that say its length could not be read."""

NEEDED = ("schedule", "item", "payee", "episode")
"""What an entry of a list cannot be judged without."""

BY_START = ("bad-date-order", "no-guideline")
BY_SESSIONS = ("uneven-parts", "bad-calendar", "bad-nights", "bad-stay", "bad-bed", "bad-leave")
"""The problems of days that are compared with the first day of the course, and with its number of days."""


class _Readable:
    """A request with its unreadable parts replaced or left out, and the way back to its own places."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        # Entries of lists are all that is mended in place, so no more than these are copied.
        self.value: dict[str, Any] = {
            key: [dict(entry) if isinstance(entry, dict) else entry for entry in inner]
            if isinstance(inner, list | tuple | set | frozenset)
            else inner
            for key, inner in value.items()
        }
        self._silent: list[str] = []
        self._left_out: dict[str, set[int]] = {}

    def without(self, places: list[KeyPath]) -> None:
        for place in places:
            self._silent.append(place_in_words(place))
            if place[:1] == ("parts",):
                self._mend_parts(place[1:])
            else:
                self._mend(place)
        for key, numbers in self._left_out.items():
            self.value[key] = [entry for number, entry in enumerate(self.value[key]) if number not in numbers]

    def _mend(self, place: KeyPath) -> None:
        match place:
            case (str(key), int(number), str(inner)) if isinstance(self.value[key][number], dict):
                if inner in NEUTRAL:
                    self.value[key][number][inner] = NEUTRAL[inner]
                elif inner in self.value[key][number] and inner not in NEEDED:
                    del self.value[key][number][inner]
                else:
                    self._left_out.setdefault(key, set()).add(number)
            case (str(key), int(number), *_):
                self._left_out.setdefault(key, set()).add(number)
            case ("episode", str(inner), *_) if isinstance(self.value["episode"], dict):
                self.value["episode"] = _readable_stay(self.value["episode"], inner)
            case ("claim", str(inner), *further) if isinstance(self.value["claim"], dict):
                # The rest of the claim is checked all the same.
                claim = dict(self.value["claim"])
                within = claim.pop(inner, None)
                if further and isinstance(within, dict):
                    claim[inner] = {key: within[key] for key in within if key != further[0]}
                self.value["claim"] = claim
            case (str(key), *_) if key in NEUTRAL:
                self.value[key] = NEUTRAL[key]
            case (str(key), *_):
                self.value.pop(key, None)

    def _mend_parts(self, place: KeyPath) -> None:
        match place:
            case (int(number), "episode", str(inner), *_) if self.value["parts"]:
                part = self.value["parts"][number]
                part["episode"] = _readable_stay(part["episode"], inner)
            case _:
                self._silent.append("setting")  # it is not known where the course takes place
                self.value |= {"parts": [], "setting": NEUTRAL["setting"]}

    def replaced(self, problem: Problem) -> Problem | None:
        """The problem at its place in the request as it was given; None where all is said already."""
        key, bracket, rest = problem.place.partition("[")
        numbers = self._left_out.get(key, set())
        if bracket and numbers:
            number, _, rest = rest.partition("]")
            original = [index for index in range(int(number) + len(numbers) + 1) if index not in numbers][
                int(number)
            ]
            problem = replace(problem, place=f"{key}[{original}]{rest}")
        if problem.code == "charge-without-line" and self._left_out:
            return None  # the charge may be for a service that could not be read
        if problem.code == "discount-above-charge" and any(at.endswith(".amount") for at in self._silent):
            return None  # it may be off an amount that could not be read
        if "start" in self._silent and (problem.code in BY_START or problem.place == "calendar.dates[0]"):
            return None  # it was compared with a day that nobody gave
        if "sessions" in self._silent and problem.code in BY_SESSIONS:
            return None
        return None if problem.place in self._silent else problem


def _readable_stay(stated: Mapping[str, Any], unread: str) -> dict[str, Any]:
    """A stay without what could not be read, and without what cannot be judged then."""
    out = (*OF_THE_LENGTH, *GO_BY_NIGHTS) if unread in OF_THE_LENGTH else (unread,)
    return {key: stated[key] for key in stated if key not in out}
