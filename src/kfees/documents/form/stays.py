"""The numbered stays of a form: put together fact by fact, and given to the parts and services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kfees.documents.form.cells import Answer
from kfees.engine.asked import Asked
from kfees.model.problems import Problem

LISTS = {"beds": "", "adjustments": "adjustment"}
"""The facts of a stay that are rows of a table, with the column of those that are single values."""

WHOSE = ("parts", "services")
"""What names a stay by its number."""


@dataclass
class FurtherStay:
    """`cells`: by key of the stay, such as 'beds[0].item'; `first`: the first cell that says any."""

    first: str
    facts: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    is_named: bool = False


class FurtherStays:
    def __init__(self) -> None:
        self._stays: dict[str, FurtherStay] = {}

    def take(
        self,
        fact: str,
        answers: dict[str, Answer],
        cells: Mapping[str, str],
        first: str,
        wrong: Callable[[Problem], None],
    ) -> None:
        """A row of the sheet of stays: one fact, of each stay; or a bed or an adjustment of one stay."""
        if fact not in LISTS:
            for number, answer in answers.items():
                self._put(number, fact, answer, cells[number])
            return
        if "stay" not in answers:
            message = "it is not said whose this is."
            wrong(Problem("no-stay", cells["stay"], message, "Give the number of the stay's column."))
            return
        number = str(answers["stay"])
        stay = self._stays.setdefault(number, FurtherStay(first))
        entries: list[Any] = stay.facts.setdefault(fact, [])
        place, column = f"{fact}[{len(entries)}]", LISTS[fact]
        given = {key: answer for key, answer in answers.items() if key != "stay"}
        entries.append(given.get(column) if column else given)
        stay.cells[fact] = stay.cells[place] = first
        stay.cells.update({f"{place}.{key}": cell for key, cell in cells.items()})

    def _put(self, number: str, fact: str, answer: Answer, cell: str) -> None:
        stay = self._stays.setdefault(number, FurtherStay(cell))
        *above, last = fact.split(".")
        part = stay.facts
        for key in above:
            part = part.setdefault(key, {})
            stay.cells.setdefault(key, cell)
        part[last] = answer
        stay.cells[fact] = cell

    def give_out(self, asked: Asked, wrong: Callable[[Problem], None]) -> None:
        """Put each stay where a part or a service names it."""
        for key in WHOSE:
            entries = asked.value.get(key, ())
            for number, entry in enumerate(entries):
                if "stay" in entry:
                    self._give(f"{key}[{number}]", entry, asked, wrong)
        for name, stay in self._stays.items():
            if not stay.is_named:
                message = f"no part and no service has the stay {name}."
                remedy = f"Give {name} as the stay of a part or of a service, or clear what is said of it."
                wrong(Problem("stay-of-nothing", stay.first, message, remedy))

    def _give(
        self, place: str, entry: dict[str, Any], asked: Asked, wrong: Callable[[Problem], None]
    ) -> None:
        number, cell = str(entry.pop("stay")), asked.cells[f"{place}.stay"]
        stay = self._stays.get(number)
        if stay is None:
            message = f"the sheet More stays says nothing of a stay {number}."
            wrong(Problem("no-stay", cell, message, "Fill in its column there, or clear this number."))
            return
        stay.is_named = True
        entry["episode"] = stay.facts
        asked.cells[f"{place}.episode"] = cell
        asked.cells.update({f"{place}.episode.{fact}": at for fact, at in stay.cells.items()})
