"""The TOML files beside the schedules, each read when it is first asked for: regimens, settings, payers,
payees and plain words by name, guidelines and rules between items by set and first day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Generic, TypeVar

from kfees.model.fields import Model
from kfees.reading.json_and_toml import read_toml

Texts = Mapping[str, Mapping[str, bytes]]
"""The files by folder, then by name without its ending: 'set/first day' where a folder has sets."""

Places = Mapping[tuple[str, str], str]
"""Where a text stands, by folder and name, where that is not folder/name.toml."""

REGIMENS, SETTINGS, GUIDELINE, ITEM_RULES = "regimens", "settings", "guideline", "item-rules"
PAYERS, PAYEES, PLAIN_WORDS = "payers", "payees", "plain-words"
TEXT_FOLDERS = (REGIMENS, SETTINGS, GUIDELINE, ITEM_RULES, PAYERS, PAYEES, PLAIN_WORDS)
IN_SETS = (GUIDELINE, ITEM_RULES)
"""The folders whose files are named by their first day, in a folder for each set."""

M = TypeVar("M", bound=Model)


class NamedTexts(Generic[M]):
    """The texts of one folder."""

    def __init__(self, kind: type[M], folder: str, texts: Texts, places: Places) -> None:
        self._kind, self._folder, self._places = kind, folder, places
        self._texts = dict(sorted(texts.get(folder, {}).items()))
        self._read: dict[str, M] = {}
        self.names = tuple(self._texts)
        self._sets: dict[str, list[str]] = {}
        for name in self.names:
            self._sets.setdefault(name.rpartition("/")[0], []).append(name)

    def place(self, name: str) -> str:
        return self._places.get((self._folder, name), f"{self._folder}/{name}.toml")

    def named(self, name: str) -> M:
        if name not in self._read:
            self._read[name] = read_toml(self._kind, self._texts[name], self.place(name))
        return self._read[name]

    def in_set(self, of_set: str) -> Sequence[str]:
        """The names of a set's texts, the earliest first."""
        return self._sets.get(of_set, ())

    @property
    def sets(self) -> tuple[str, ...]:
        return tuple(self._sets)

    def on(self, day: date, of_set: str) -> str | None:
        """The name of the text of a set that holds on a day; None before the first."""
        names = self.in_set(of_set)
        number = bisect_right(names, f"{of_set}/{day.isoformat()}")
        return names[number - 1] if number else None
