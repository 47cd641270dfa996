"""A form as it was sent: what was typed in each field, and the request that comes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kfees.engine.fitting import Fit
from kfees.model.blanks import Quoted
from kfees.model.problems import Problem, Unreadable, missing
from kfees.model.sentences import translatable
from kfees.reading.as_written.amounts import count_as_written, is_empty
from kfees.reading.json_and_toml import OR_MORE

LANGUAGE, AS_OF, PAYER = "language", "as_of", "payer"

Typed = Sequence[tuple[str, str]]
"""Names of fields and what was typed in each, in order; a name can stand more than once."""


@dataclass
class Form:
    """A form as it was sent. `of_course`: the fields that state a course, in the order of an address;
    `aside`: what was typed and does not go with the rest, which `fit` says: kept, and not counted;
    `fields` names the field behind each place of the request; `entries` what was typed there of an item."""

    typed: dict[str, list[str]]
    fit: Fit
    aside: dict[str, list[str]] = field(default_factory=dict)
    of_course: tuple[str, ...] = ()
    asked: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    entries: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    as_of: date | None = None

    def value(self, name: str) -> str:
        """What was typed in a field, without spaces around it; empty where nothing was."""
        return next((text.strip() for text in self.typed.get(name, ()) if not is_empty(text)), "")

    def values(self, name: str) -> list[str]:
        return [text.strip() for text in self.typed.get(name, ()) if text.strip()]

    def kept(self, name: str) -> list[str]:
        """What an address keeps of a field: what counts, then what is set aside."""
        return [*self.values(name), *self.aside.get(name, ())]

    def put_aside(self, name: str, texts: list[str]) -> None:
        if texts:
            self.aside[name] = [*self.aside.get(name, ()), *texts]
            self.typed[name] = [text for text in self.values(name) if text not in texts]

    @property
    def untouched(self) -> bool:
        """Whether nothing was filled in yet, the language and the day aside."""
        return not any(self.kept(name) for name in self.typed if name not in (LANGUAGE, AS_OF))

    def field_at(self, place: str) -> str:
        """The field behind a place of the request; empty where none is."""
        while place:
            if place in self.fields:
                return self.fields[place]
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return ""

    def wrong(self, name: str, code: str, message: str, remedy: str) -> None:
        self.fields.setdefault(name, name)
        self.problems.append(Problem(code, name, message, remedy))

    def lacks(self, name: str) -> None:
        """Say that a field has to be filled in beside others."""
        self.fields.setdefault(name, name)
        self.problems.append(missing(name))

    def count(self, name: str, least: int = 0) -> int | None:
        """A whole number; None where none was typed, or none that can be read, which is then a problem."""
        if re.fullmatch(r"[-−][0-9]+", self.value(name)):
            message = translatable("{typed} is less than {least}.")
            said = message.format(typed=Quoted(self.value(name)[:40]), least=least)
            self.wrong(name, "out-of-range", said, OR_MORE.format(ge=least))
            return None
        try:
            return count_as_written(self.value(name)) if self.value(name) else None
        except Unreadable as error:
            self.wrong(name, error.code, error.message, error.remedy)
            return None

    def state(self, place: str, name: str, value: object) -> None:
        """Ask for a value of the request, and remember the field that it came from."""
        self.asked[place] = value
        self.fields[place] = name

    def add(self, kind: str, entry: dict[str, Any], name: str, text: str = "") -> str:
        """Ask for one more charge, service or omission; of one of an item, remember what was typed. Its
        place in the request."""
        entries = self.asked.setdefault(kind, [])
        place = f"{kind}[{len(entries)}]"
        entries.append(entry)
        self.fields[place] = name
        if text:
            self.entries[place] = (name, text)
        return place
