"""All that is loaded: which version of a schedule holds on a day, and the courses that can be asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

from kfees.reading import read_toml
from kfees.request import Payee
from kfees.schedule import Regimen, Setting
from kfees.version import Version


class Library:
    """Schedule versions, regimens and settings, as they were when they were loaded.

    Nothing in a library changes after it is made; it can be shared between threads.
    """

    def __init__(
        self, versions: Iterable[Version], regimens: Mapping[str, bytes], settings: Mapping[str, bytes]
    ) -> None:
        self._versions: dict[str, list[Version]] = {}
        for version in sorted(versions, key=lambda version: (version.schedule, version.first_day)):
            self._versions.setdefault(version.schedule, []).append(version)
        self._first_days = {
            schedule: [version.first_day for version in versions]
            for schedule, versions in self._versions.items()
        }
        self._regimen_texts, self._setting_texts = dict(regimens), dict(settings)
        self._regimens: dict[str, Regimen] = {}
        self._settings: dict[str, Setting] = {}

    @property
    def schedules(self) -> tuple[str, ...]:
        return tuple(self._versions)

    @property
    def regimens(self) -> tuple[str, ...]:
        return tuple(sorted(self._regimen_texts))

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(sorted(self._setting_texts))

    def versions(self, schedule: str) -> tuple[Version, ...]:
        """The schedule's versions, oldest first; empty where none is loaded."""
        return tuple(self._versions.get(schedule, ()))

    def version_on(self, schedule: str, day: date) -> Version | None:
        """The version in force on a day; None before the first one, or where none is loaded."""
        number = bisect_right(self._first_days.get(schedule, []), day)
        return self._versions[schedule][number - 1] if number else None

    def payee(self, schedule: str) -> Payee:
        """Whom a loaded schedule pays, as its latest version says."""
        return self._versions[schedule][-1].facts.payee

    def knows(self, schedule: str, item: str) -> bool:
        """Whether any version of the schedule, in force or not, has the item."""
        return any(version.words(item) is not None for version in reversed(self._versions.get(schedule, [])))

    def regimen(self, name: str) -> Regimen:
        if name not in self._regimens:
            self._regimens[name] = read_toml(Regimen, self._regimen_texts[name], f"regimens/{name}.toml")
        return self._regimens[name]

    def setting(self, name: str) -> Setting:
        if name not in self._settings:
            self._settings[name] = read_toml(Setting, self._setting_texts[name], f"settings/{name}.toml")
        return self._settings[name]
