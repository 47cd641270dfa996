"""What was asked, before it is checked, and where each part of it stands for whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from kfees.model.problems import InputError, Problem

_LAST_PART = r"(\.[^.\[\]]+|\[[0-9]+\])$"
_ENTRY = r"\b(?:charges|services|without|parts)\[[0-9]+\](?:\.[a-z_]+)?"

NOWHERE: Mapping[str, str] = MappingProxyType({})


class Asked:
    """A request as loose data. `cells`: by place in the request, such as 'charges[0].amount', the cell of
    a workbook that it was read from or the flag that says it; empty for a request in JSON. `problems`: what
    could not be read."""

    def __init__(
        self, value: Any, cells: dict[str, str] | None = None, problems: list[Problem] | None = None
    ) -> None:
        self.value = value
        self.cells = {} if cells is None else cells
        self.problems = [] if problems is None else problems

    def replace(self, parts: dict[str, Any], cells: Mapping[str, str] = NOWHERE) -> None:
        """Put other parts, and where they stand, in the place of what was asked."""
        if isinstance(self.value, dict):
            self.value = {**self.value, **parts}
            kept = {place: cell for place, cell in self.cells.items() if _key_of(place) not in parts}
            self.cells = {**kept, **cells}

    @contextmanager
    def problems_at_their_places(self) -> Iterator[None]:
        """Raise InputError with what could not be read and what is wrong with the rest, each at its cell."""
        try:
            yield
        except InputError as error:
            raise InputError([*self.problems, *self._new(map(self._at_its_cell, error.problems))]) from None
        if self.problems:
            raise InputError(self.problems)

    def _new(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """What could not be read is missing from the rest; that is said already."""
        said = {problem.place for problem in self.problems}
        return (problem for problem in problems if problem.place not in said)

    def _at_its_cell(self, problem: Problem) -> Problem:
        if not self.cells:
            return problem
        return replace(
            problem,
            place=self._cell(problem.place),
            message=re.sub(_ENTRY, lambda match: self._cell(match[0]), problem.message),
        )

    def _cell(self, place: str) -> str:
        """The cell of a place, or of the smallest part of the request that it is in."""
        part = place
        while part not in self.cells:
            shorter = re.sub(_LAST_PART, "", part)
            if shorter == part:
                return place
            part = shorter
        return self.cells[part]


def _key_of(place: str) -> str:
    return re.split(r"[.\[]", place, maxsplit=1)[0]
