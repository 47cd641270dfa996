"""All that is loaded: which version of a schedule holds on a day, and the courses that can be asked for."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kfees.library.public_holidays import PublicHolidays
from kfees.library.version import Version
from kfees.model.fields import Model
from kfees.model.item_rules import ItemRules
from kfees.model.payee import Payee, PayeeFacts
from kfees.model.payer import DEFAULT_PAYER, Payer, PayerWords
from kfees.model.schedule import Regimen, Setting
from kfees.model.sentences import Sentence
from kfees.reading.json_and_toml import read_toml

if TYPE_CHECKING:
    from kfees.model.guidance import Guideline

Texts = Mapping[str, Mapping[str, bytes]]
"""The TOML files beside the schedules: by folder, then by name without its ending."""

REGIMENS, SETTINGS, GUIDELINE, ITEM_RULES = "regimens", "settings", "guideline", "item-rules"
PAYERS, PAYEES = "payers", "payees"
PUBLIC_HOLIDAYS = "public-holidays.csv"
TEXT_FOLDERS = (REGIMENS, SETTINGS, GUIDELINE, ITEM_RULES, PAYERS, PAYEES)

M = TypeVar("M", bound=Model)


class _Named(Generic[M]):
    """The texts of one folder, each read when it is first asked for."""

    def __init__(self, kind: type[M], folder: str, texts: Texts) -> None:
        self._kind, self._folder, self._texts = kind, folder, dict(sorted(texts.get(folder, {}).items()))
        self._read: dict[str, M] = {}
        self.names = tuple(self._texts)

    def named(self, name: str) -> M:
        if name not in self._read:
            self._read[name] = read_toml(self._kind, self._texts[name], f"{self._folder}/{name}.toml")
        return self._read[name]

    def on(self, day: date) -> M | None:
        """The text that holds on a day, where texts are named by their first day; None before the first."""
        number = bisect_right(self.names, day.isoformat())
        return self.named(self.names[number - 1]) if number else None


class Library:
    """Schedule versions, regimens, settings and rules, as they were when they were loaded.

    Nothing in a library changes after it is made; it can be shared between threads.
    """

    def __init__(
        self,
        versions: Iterable[Version],
        texts: Texts,
        public_holidays: PublicHolidays,
        overlays: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.public_holidays = public_holidays
        self._texts = texts
        self._overlays = dict(overlays or {})
        self.pinned: date | None = None
        self.unread: tuple[str, ...] = ()
        self._versions: dict[str, list[Version]] = {}
        for version in sorted(versions, key=lambda version: (version.schedule, version.first_day)):
            self._versions.setdefault(version.schedule, []).append(version)
        self.schedules = tuple(self._versions)
        self._first_days = {
            schedule: [version.first_day for version in versions]
            for schedule, versions in self._versions.items()
        }
        self._regimens = _Named(Regimen, REGIMENS, texts)
        self._settings = _Named(Setting, SETTINGS, texts)
        self._item_rules = _Named(ItemRules, ITEM_RULES, texts)
        self._payers = _Named(Payer, PAYERS, texts)
        self._payees = _Named(PayeeFacts, PAYEES, texts)
        self.payer_name = DEFAULT_PAYER

    @property
    def regimens(self) -> tuple[str, ...]:
        return self._regimens.names

    @property
    def settings(self) -> tuple[str, ...]:
        return self._settings.names

    @property
    def payers(self) -> tuple[str, ...]:
        return self._payers.names

    def of(self, payer: str) -> Library:
        """This library as a payer sees it: the default payer does unless told."""
        if payer == self.payer_name:
            return self
        seen = copy.copy(self)
        seen.payer_name = payer
        seen.__dict__.pop("payees", None)
        seen.__dict__.pop("payer_words", None)
        return seen

    @property
    def payer(self) -> Payer:
        """Whose view of the schedules this is."""
        return self._payers.named(self.payer_name)

    @cached_property
    def payer_words(self) -> PayerWords:
        """What sentences need of the payer."""
        return self.payer.words(self.payer_name)

    @cached_property
    def every_payee(self) -> Mapping[str, PayeeFacts]:
        """The payees of all payers, by name, in the order in which a quote has them."""
        found = {name: self._payees.named(name) for name in self._payees.names}
        return dict(sorted(found.items(), key=lambda each: (each[1].order, each[0])))

    @cached_property
    def payees(self) -> Mapping[str, PayeeFacts]:
        """Those that the payer knows."""
        return {
            name: facts
            for name, facts in self.every_payee.items()
            if not facts.payers or self.payer_name in facts.payers
        }

    def biller(self, payee: Payee, provider: str | None = None) -> str:
        """Who bills, in a sentence: by name where a name is known; a payee that no file knows by its word."""
        facts = self.every_payee.get(payee)
        return provider or (Sentence(facts.in_a_sentence) if facts else payee)

    def versions(self, schedule: str) -> tuple[Version, ...]:
        """The schedule's versions, oldest first; empty where none is loaded."""
        return tuple(self._versions.get(schedule, ()))

    def pinned_to(self, day: date) -> Library:
        """This library as if every service were on one day: its versions price all, and are judged
        stale, by that day. What a course brings, and when, stays as it is."""
        pinned = copy.copy(self)
        pinned.pinned = day
        return pinned

    def pricing_day(self, day: date) -> date:
        """The day whose versions price a service of `day`: its own, unless the library is pinned."""
        return self.pinned or day

    def version_on(self, schedule: str, day: date) -> Version | None:
        """The version in force on a day; None before the first one, or where none is loaded."""
        number = bisect_right(self._first_days.get(schedule, ()), self.pinned or day)
        return self._versions[schedule][number - 1] if number else None

    def payee(self, schedule: str) -> Payee:
        """Whom a loaded schedule pays, as its latest version says."""
        return self._versions[schedule][-1].facts.payee

    def knows(self, schedule: str, item: str) -> bool:
        """Whether any version of the schedule, in force or not, has the item."""
        return any(version.label(item) is not None for version in reversed(self._versions.get(schedule, [])))

    def beds(self, schedule: str) -> tuple[str, ...]:
        """The items of a schedule whose rate goes by the day of the stay, in any of its versions."""
        versions = self._versions.get(schedule, [])
        stepped = (code for version in versions for code in version.items if version.steps_down(code))
        return tuple(dict.fromkeys(stepped))

    def regimen(self, name: str) -> Regimen:
        return self._regimens.named(name)

    def setting(self, name: str) -> Setting:
        return self._settings.named(name)

    def overlay_of(self, folder: str, name: str) -> str | None:
        """The overlay that a text comes from; None where it was shipped."""
        return self._overlays.get((folder, name))

    @cached_property
    def _guidelines(self) -> _Named[Guideline]:
        from kfees.model.guidance import Guideline  # most courses state no claim

        return _Named(Guideline, GUIDELINE, self._texts)

    def guideline_on(self, day: date) -> Guideline | None:
        """The guideline that holds on a day; None before the first one."""
        return self._guidelines.on(day)

    def item_rules_on(self, day: date) -> ItemRules | None:
        """The rules between items that hold on a day; None before the first ones."""
        return self._item_rules.on(day)

    @property
    def item_rules_from(self) -> tuple[date, ...]:
        """The days from which other rules between items hold."""
        return tuple(map(date.fromisoformat, self._item_rules.names))

    def read_text(self, folder: str, name: str) -> Model:
        """A text by its folder and name. Raises InputError with everything that is wrong in it."""
        kinds: dict[str, _Named[Any]] = {
            REGIMENS: self._regimens,
            SETTINGS: self._settings,
            GUIDELINE: self._guidelines,
            ITEM_RULES: self._item_rules,
            PAYERS: self._payers,
            PAYEES: self._payees,
        }
        text: Model = kinds[folder].named(name)
        return text
