"""All that is loaded: which version of a schedule holds on a day, and the courses that can be asked for."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kfees.library.payer_rules import PayerRules
from kfees.library.payer_view import (
    anywhere,
    guideline_of,
    regimen_of,
    setting_of,
    version_of,
    with_words,
)
from kfees.library.public_holidays import PublicHolidays
from kfees.library.texts import (
    GUIDELINE,
    ITEM_RULES,
    PAYEES,
    PAYERS,
    PLAIN_WORDS,
    REGIMENS,
    SETTINGS,
    NamedTexts,
    Places,
    Texts,
)
from kfees.library.version import Version
from kfees.model.dates import LATEST, ONE_DAY
from kfees.model.item_rules import ItemRules
from kfees.model.payee import Payee, PayeeFacts
from kfees.model.payer import DEFAULT_PAYER, Approval, Payer, PayerWords, ScheduleTaken
from kfees.model.problems import KnownNames
from kfees.model.request import ANYWHERE
from kfees.model.schedule import Currency, PlainWords, Regimen, Setting
from kfees.model.sentences import Sentence

if TYPE_CHECKING:
    from kfees.model.guidance import Guideline

_OF_ALL_PAYERS = ("every_payee", "_guidelines")
"""What is worked out once for all views of a library; all else that is kept is a view's own."""


class Library:
    """Schedule versions, regimens, settings and rules, as they were when they were loaded, and as a payer
    sees them: `of` binds a library to one. One that is bound to none holds all schedules, and is the default
    payer's in everything else.

    Nothing in a library changes after it is made; it can be shared between threads.
    """

    def __init__(
        self,
        versions: Iterable[Version],
        texts: Texts,
        holiday_tables: Mapping[str, Sequence[bytes]],
        overlays: Mapping[tuple[str, str], str] | None = None,
        places: Places | None = None,
    ) -> None:
        self._texts, self._places = texts, places or {}
        self.holiday_tables = holiday_tables
        self._overlays = dict(overlays or {})
        self.pinned: date | None = None
        self.unread: tuple[str, ...] = ()
        self._loaded: dict[str, list[Version]] = {}
        for version in sorted(versions, key=lambda version: (version.schedule, version.first_day)):
            self._loaded.setdefault(version.schedule, []).append(version)
        self._regimens = NamedTexts(Regimen, REGIMENS, texts, self._places)
        self._settings = NamedTexts(Setting, SETTINGS, texts, self._places)
        self._item_rules = NamedTexts(ItemRules, ITEM_RULES, texts, self._places)
        self._payers = NamedTexts(Payer, PAYERS, texts, self._places)
        self._payees = NamedTexts(PayeeFacts, PAYEES, texts, self._places)
        self._plain_words = NamedTexts(PlainWords, PLAIN_WORDS, texts, self._places)
        self._public_holidays: dict[object, PublicHolidays] = {}
        self._bound = False
        self._views: dict[str, Library] = {}
        self.payer_name = DEFAULT_PAYER

    def of(self, payer: str) -> Library:
        """This library as a payer sees it: its schedules alone. Cheap, and made once."""
        if self._bound and payer == self.payer_name:
            return self
        view = self._views.get(payer)
        if view is None:
            seen = copy.copy(self)
            seen._bound, seen.payer_name = True, payer
            for name, member in vars(Library).items():
                if isinstance(member, cached_property) and name not in _OF_ALL_PAYERS:
                    seen.__dict__.pop(name, None)
            view = self._views[payer] = seen
        return view

    def pinned_to(self, day: date) -> Library:
        """This library as if every service were on one day: its versions price all, and are judged
        stale, by that day. What a course brings, and when, stays as it is."""
        pinned = copy.copy(self)
        pinned.pinned, pinned._views = day, {}
        pinned.__dict__.pop("kept", None)
        return pinned

    def in_currency(self, currency: Currency) -> Library:
        """This library with the payer's sentences in another currency than its own."""
        if currency == self.payer_words.currency:
            return self
        seen = copy.copy(self)
        seen.__dict__.pop("kept", None)
        seen.__dict__["payer_words"] = self.payer_words.model_copy(update={"currency": currency})
        return seen

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What pricing works out of this view alone, by what it is of: a rate's words are the same in every
        course. It grows with the rates and versions that are met, never with the courses."""
        return {}

    # Payers

    @property
    def payers(self) -> tuple[str, ...]:
        return self._payers.names

    @property
    def payers_called(self) -> tuple[str, ...]:
        """What people call each payer."""
        return tuple(self._payers.named(name).called for name in self.payers)

    @cached_property
    def payer(self) -> Payer:
        """Whose view of the schedules this is."""
        return self._payers.named(self.payer_name)

    @cached_property
    def payer_words(self) -> PayerWords:
        """What sentences need of the payer."""
        return self.payer.words(self.payer_name)

    @cached_property
    def floor(self) -> Sentence | None:
        """What a floor under the payer's rates rests on, in its own words."""
        return self.payer_words.said(self.payer.floor) if self.payer.floor else None

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

    @cached_property
    def public_holidays(self) -> PublicHolidays:
        """The days without a session where the payer is."""
        where = self.payer.public_holidays
        key = (where.country, where.state, where.table)
        if key not in self._public_holidays:
            tables = self.holiday_tables.get(where.table or "", ())
            self._public_holidays[key] = PublicHolidays(where, tables)
        return self._public_holidays[key]

    # Schedules

    @cached_property
    def _versions(self) -> Mapping[str, Sequence[Version]]:
        """The versions of the payer's schedules. One that no payer's file names is the default payer's."""
        if not self._bound:
            return self._loaded
        mine = {taken.schedule for taken in self.payer.schedule.values()}
        if self.payer_name == DEFAULT_PAYER:
            others = (self._payers.named(name) for name in self.payers if name != DEFAULT_PAYER)
            named = {taken.schedule for other in others for taken in other.schedule.values()}
            mine |= self._loaded.keys() - named
        found = {name: versions for name, versions in self._loaded.items() if name in mine}
        if (price := self.payer.price_by_infusion) is not None:
            found[self.payer_name] = [version_of(price, self.payer_name, self.payer)]
        return found

    def _of(self, schedule: str) -> Sequence[Version]:
        """The versions of one of the payer's schedules; empty where it has none of that name. Of those that
        its own file names, the other payers' files are not read."""
        if self._bound and schedule != self.payer_name:
            if schedule in self.taken:
                return self._loaded.get(schedule, ())
            if schedule not in self._loaded:
                return ()
        return self._versions.get(schedule, ())

    @cached_property
    def _in_order(self) -> dict[str, tuple[Sequence[date], Sequence[Version]]]:
        """The first days and the versions of the schedules that were asked for."""
        return {}

    @cached_property
    def schedules(self) -> tuple[str, ...]:
        """The schedules of the payer that are loaded; all of them in a library that is bound to none."""
        return tuple(self._versions)

    def schedule_of(self, name: str) -> str | None:
        """The payer's schedule of a family, or its own of that name; None where it has neither."""
        taken = self.payer.schedule.get(name)
        if taken is not None:
            return taken.schedule
        return name if self._of(name) else None

    @cached_property
    def taken(self) -> Mapping[str, ScheduleTaken]:
        """How the payer takes the figures of each schedule that its file names."""
        return {taken.schedule: taken for taken in self.payer.schedule.values()}

    def currency_of(self, schedule: str) -> Currency:
        """That of the payer whose file names a schedule, loaded or not; else the default payer's."""
        views = [self.of(name) for name in self.payers]
        return next((view for view in views if schedule in view.taken), self.of(DEFAULT_PAYER)).payer.currency

    def versions(self, schedule: str) -> tuple[Version, ...]:
        """The schedule's versions, oldest first; empty where none is loaded, or it is not the payer's."""
        return tuple(self._of(schedule))

    @cached_property
    def every_schedule(self) -> frozenset[str]:
        """The schedules that are loaded, whosever they are."""
        own = (self.payer_name,) if self._bound and self.payer.price_by_infusion is not None else ()
        return frozenset({*self._loaded, *own})

    def loaded(self, schedule: str) -> tuple[Version, ...]:
        """The same, whosever schedule it is."""
        return tuple(self._loaded.get(schedule) or self._versions.get(schedule, ()))

    def pricing_day(self, day: date) -> date:
        """The day whose versions price a service of `day`: its own, unless the library is pinned."""
        return self.pinned or day

    def version_on(self, schedule: str, day: date) -> Version | None:
        """The version in force on a day; None before the first one, or where none is loaded."""
        if (found := self._in_order.get(schedule)) is None:
            every = self._of(schedule)
            found = self._in_order[schedule] = [version.first_day for version in every], every
        first_days, versions = found
        number = bisect_right(first_days, self.pinned or day)
        return versions[number - 1] if number else None

    def payee(self, schedule: str) -> Payee:
        """Whom a loaded schedule pays, as its latest version says."""
        return (self._loaded.get(schedule) or self._versions[schedule])[-1].facts.payee

    def knows(self, schedule: str, item: str) -> bool:
        """Whether any version of the schedule, in force or not, has the item."""
        return any(version.words(item) is not None for version in reversed(self._of(schedule)))

    @cached_property
    def _item_names(self) -> dict[tuple[str, bool], KnownNames]:
        return {}

    def item_names(self, schedule: str, *, of_stays: bool = False) -> KnownNames:
        """The items of any version of a schedule, or those that price a stay: what others may mean."""
        if (asked := (schedule, of_stays)) not in self._item_names:
            self._item_names[asked] = KnownNames(
                item
                for version in self.versions(schedule)
                for item in version.items
                if not of_stays or version.prices_a_stay(item)
            )
        return self._item_names[asked]

    def plain_words(self, schedule: str) -> PlainWords | None:
        """What a schedule and its items are called to somebody who is treated; None where nobody says."""
        return self._plain_words.named(schedule) if schedule in self._plain_words.names else None

    def beds(self, schedule: str) -> tuple[str, ...]:
        """The items of a schedule whose rate goes by the day of the stay, in any of its versions."""
        stepped = (
            code for version in self._of(schedule) for code in version.items if version.steps_down(code)
        )
        return tuple(dict.fromkeys(stepped))

    # Courses and rules

    @property
    def regimens(self) -> tuple[str, ...]:
        return self._regimens.names

    @property
    def settings(self) -> tuple[str, ...]:
        return self._settings.names

    @cached_property
    def _regimens_seen(self) -> dict[str, Regimen]:
        return {}

    def regimen(self, name: str) -> Regimen:
        """A regimen, its drug by the payer's schedule."""
        if not self._bound:
            return self._regimens.named(name)
        if name not in self._regimens_seen:
            own = regimen_of(self._regimens.named(name), self.payer, self.schedule_of)
            self._regimens_seen[name] = with_words(own, self.payer_words)
        return self._regimens_seen[name]

    @cached_property
    def _settings_seen(self) -> dict[str, Setting]:
        return {}

    def setting(self, name: str) -> Setting:
        """A setting with the services that it brings under the payer, by its schedules."""
        if not self._bound and name != ANYWHERE:
            return self._settings.named(name)
        if name not in self._settings_seen:
            self._settings_seen[name] = with_words(self._setting(name), self.payer_words)
        return self._settings_seen[name]

    def _setting(self, name: str) -> Setting:
        setting = None if name == ANYWHERE else self._settings.named(name)
        price = self.payer.price_by_infusion
        if setting is None or price is not None:
            return anywhere(self.payer_name, price, setting)
        return setting_of(setting, name, self.payer, self.schedule_of)

    @property
    def has_overlays(self) -> bool:
        """Whether a regimen, a setting or a table was not shipped."""
        return bool(self._overlays)

    def overlay_of(self, folder: str, name: str) -> str | None:
        """The overlay that a text comes from; None where it was shipped."""
        return self._overlays.get((folder, name))

    @cached_property
    def _guidelines(self) -> NamedTexts[Guideline]:
        from kfees.model.guidance import Guideline  # most courses state no claim

        return NamedTexts(Guideline, GUIDELINE, self._texts, self._places)

    @cached_property
    def _guidelines_seen(self) -> dict[str, Guideline]:
        return {}

    def guideline_on(self, day: date) -> Guideline | None:
        """The payer's guideline that holds on a day; None before the first one, or where it has none."""
        name = self._guidelines.on(day, self.payer.guideline) if self.payer.guideline else None
        if name is None:
            return None
        if name not in self._guidelines_seen:
            self._guidelines_seen[name] = guideline_of(self._guidelines.named(name), self.payer)
        return self._guidelines_seen[name]

    @property
    def latest_guideline(self) -> Guideline | None:
        """The payer's last guideline, whose words forms and descriptions offer; None where it has none."""
        return self.guideline_on(LATEST - ONE_DAY)

    @property
    def approval(self) -> Approval:
        """Whether the payer pays only for what it approved before: as its file says, or else its latest
        guideline."""
        if self.payer.approval is not None:
            return self.payer.approval
        guideline = self.latest_guideline
        asked = guideline is not None and any(check.rule == "approval" for check in guideline.check)
        return "beforehand" if asked else "not known"

    @cached_property
    def _rules(self) -> PayerRules:
        return PayerRules(self._item_rules, self.payer.item_rules, self.schedule_of)

    def item_rules_on(self, day: date) -> ItemRules | None:
        """The payer's rules between items that hold on a day; None before the first ones."""
        return self._rules.on(day)

    @property
    def item_rules_from(self) -> tuple[date, ...]:
        """The days from which other rules between items of the payer hold."""
        return self._rules.first_days

    def texts(self, folder: str) -> NamedTexts[Any]:
        """The texts of a folder as they stand in their files."""
        kinds: dict[str, NamedTexts[Any]] = {
            REGIMENS: self._regimens,
            SETTINGS: self._settings,
            GUIDELINE: self._guidelines,
            ITEM_RULES: self._item_rules,
            PAYERS: self._payers,
            PAYEES: self._payees,
            PLAIN_WORDS: self._plain_words,
        }
        return kinds[folder]
