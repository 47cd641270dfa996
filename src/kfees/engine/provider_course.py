"""What the rows of a provider's quote say of the course itself: its first day, sessions, days and nights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kfees.engine.asking import of_payer, read_request
from kfees.engine.provider_codes import ItemName, items_of
from kfees.engine.provider_request import Composed, asked_by
from kfees.engine.sessions import default_calendar, treatment_days
from kfees.library.library import Library
from kfees.model.dates import ONE_DAY, consecutive_days
from kfees.model.english import runs_of_days
from kfees.model.problems import InputError, Unreadable
from kfees.model.request import MOST_SESSIONS
from kfees.reading.as_written.days import day_as_written
from kfees.reading.as_written.typed import weight_typed
from kfees.reading.provider_columns import Named
from kfees.reading.provider_rows import Expected, ProviderFile, ProviderRow
from kfees.reading.provider_table import NOTHING_NAMED

MOST_NIGHTS = 366

EACH_SESSION = ("each treatment day", "each same-day stay", "each infusion")


def quote_expected(value: object, library: Library, columns: Named = NOTHING_NAMED) -> Expected:
    """What is known of a provider's quote to the payer of a request. `columns`: those that somebody named."""
    payer = of_payer(value, library).payer
    start = value.get("start") if isinstance(value, Mapping) else None
    try:
        near = day_as_written(str(start))
    except Unreadable:
        near = None
    return Expected(library.payers_called, payer.date_order, payer.currency, columns, near)


def request_from(file: ProviderFile, asked: object, library: Library) -> Composed:
    """The request that says what a provider's file asks: `asked`, and where it says nothing of the course's
    days and the weight what the file says. InputError where it is wrong, or lacks what no row states."""
    if not isinstance(asked, Mapping):
        return _asked_by(file, asked, library)
    stated = _completed(file, asked, of_payer(asked, library))
    try:
        return _asked_by(file, stated, library)
    except InputError as error:
        of_stay = all(problem.place.startswith("episode") for problem in error.problems)
        if not of_stay or asked.get("episode") is not None:
            raise
        del stated["episode"]  # nights of rows that do not fit what is stated are no stay of the course
        return _asked_by(file, stated, library)


def _asked_by(file: ProviderFile, stated: object, library: Library) -> Composed:
    """What others charge too stays beside what the rows do."""
    request = read_request(stated, library)
    return asked_by(file.rows, request, library, beside=request.charges)


def _completed(file: ProviderFile, asked: Mapping[str, Any], library: Library) -> dict[str, Any]:
    stated = {key: value for key, value in asked.items() if value is not None}
    if file.weight:
        stated.setdefault("weight_kg", weight_typed(file.weight))
    # A name that is none may be no text either.
    if stated.get("regimen") in list(library.regimens) and stated.get("setting") in list(library.settings):
        for key, value in _Stated(file.rows, stated, library).facts():
            stated.setdefault(key, value)
    return stated


@dataclass(slots=True)
class _Counted:
    """The units of rows: on days that are certain, and `more` that begin on one of `starts`, or on any."""

    days: set[date] = field(default_factory=set)
    starts: list[date] = field(default_factory=list)
    more: int = 0

    def add(self, row: ProviderRow, named: Sequence[date]) -> None:
        """The units of a row, and the days that it names."""
        units = int(row.quantity) if row.quantity is not None else None
        if named and units in (None, len(named)):
            self.days.update(named)
            return
        self.starts += named[:1]
        self.more += units or 1

    @property
    def number(self) -> int:
        return len(self.days) + self.more

    @property
    def first(self) -> date | None:
        return min([*self.days, *self.starts], default=None)


class _Stated:
    """The keys of a request that rows state."""

    def __init__(self, rows: Sequence[ProviderRow], asked: Mapping[str, Any], library: Library) -> None:
        self._asked, self._library = asked, library
        self._regimen, self._setting = library.regimen(asked["regimen"]), library.setting(asked["setting"])
        found = ((row, items_of(row, library)) for row in rows if row.kind == "item" and not row.unread)
        self._rows = [(row, items[0]) for row, items in found if len(items) == 1]

    def facts(self) -> Iterator[tuple[str, Any]]:
        sessions = _most(self._counted(self._named(EACH_SESSION))) or self._attended()
        nights = self._nights()
        start = self._asked.get("start") or self._first(sessions, nights)
        if start is None:
            return
        yield "start", start if isinstance(start, str) else start.isoformat()
        number = sessions.number if sessions else min(self._regimen.treatment_days, len(nights))
        if isinstance(self._asked.get("calendar"), Mapping):
            return
        if number > MOST_SESSIONS:
            return
        if number and number != self._regimen.treatment_days:
            yield "sessions", number
        as_many = sessions and self._asked.get("sessions") in (None, number)
        if sessions and as_many and not sessions.more and str(sessions.first) == str(start):
            yield from self._calendar(sorted(sessions.days))
        yield from self._episode(nights, start, number or self._regimen.treatment_days)

    def _named(self, when: Sequence[str]) -> frozenset[ItemName]:
        services = self._setting.service
        return frozenset((service.schedule, service.item) for service in services if service.when in when)

    def _attended(self) -> _Counted | None:
        """What attendances count: the later ones, of the provider who has most, and the first before them. A
        first one alone says nothing of those that follow."""
        later = _most(self._counted(self._named(("later treatment days",))))
        if later is None:
            return None
        firsts = self._counted(self._named(("first treatment day",))).values()
        days = (day for first in firsts for day in first.days)
        before = [day for day in days if later.first is None or day < later.first]
        if before:
            later.days.add(max(before))
            return later
        return _Counted(more=later.number + 1)  # on days that nothing names

    def _counted(self, items: frozenset[ItemName]) -> dict[str, _Counted]:
        """What the rows of these items count, by provider."""
        counted: dict[str, _Counted] = {}
        for row, item in self._rows:
            if item in items:
                counted.setdefault(row.provider.casefold(), _Counted()).add(row, self._days_named(row))
        return counted

    def _days_named(self, row: ProviderRow) -> Sequence[date]:
        """The days of a row. Where it does not say how many it charges, a span from one usual day to
        another is for the usual days in it: a fortnight of weekdays is ten."""
        days = row.days or ((row.day,) if row.day else ())
        if row.quantity is not None or len(runs_of_days(days)) != 1:
            return days
        calendar = self._asked.get("calendar") or default_calendar(self._regimen, self._setting)
        usual = set(treatment_days(calendar, days[0], len(days), self._library)[0])
        return [day for day in days if day in usual] if {days[0], days[-1]} <= usual else days

    def _first(self, sessions: _Counted | None, nights: Mapping[date, str]) -> date | None:
        """The first day of the sessions, of the stay, or of all rows."""
        if sessions and sessions.first:
            return sessions.first
        return min([*nights] or [row.day for row, _ in self._rows if row.day], default=None)

    def _calendar(self, days: Sequence[date]) -> Iterator[tuple[str, Any]]:
        """The days one by one, where they are not the usual ones."""
        usual = default_calendar(self._regimen, self._setting)
        if tuple(days) != treatment_days(usual, days[0], len(days), self._library)[0]:
            yield "calendar", {"dates": [day.isoformat() for day in days]}

    def _nights(self) -> dict[date, str]:
        """The bed of each night that rows charge; none where it is not certain which nights they are."""
        own = next(iter(self._named(("each night",))), None)
        nights: dict[date, str] = {}
        beds = self._library.beds(own[0]) if own is not None else ()
        for row, item in self._rows:
            if own is None or item[0] != own[0] or not (item == own or item[1] in beds):
                continue
            if row.quantity is None and row.days:
                return {}  # whether the last day is a night or the discharge is not said
            units = int(row.quantity or len(row.days) or 1)
            if row.day is None or units > MOST_NIGHTS:
                return {}
            if units > len(row.days) > 1:
                continue  # several a day are no nights of one bed
            taken = row.days if len(row.days) == units else consecutive_days(row.day, units)
            nights |= {night: item[1] for night in taken if nights.get(night) in (None, own[1])}
        return nights if len(runs_of_days(nights)) == 1 else {}

    def _episode(self, nights: Mapping[date, str], start: object, sessions: int) -> Iterator[tuple[str, Any]]:
        """The stay, where it is not the usual one, with the beds that are not the setting's."""
        if not nights or str(min(nights)) > str(start):
            return
        (own,) = {item for _, item in self._named(("each night",))}
        others: dict[str, list[str]] = {}
        for night, bed in nights.items():
            if bed != own:
                others.setdefault(bed, []).append(night.isoformat())
        if str(min(nights)) == str(start) and len(nights) == sessions and not others:
            return
        stay: dict[str, Any] = {"admitted": min(nights).isoformat()}
        stay["discharged"] = (max(nights) + ONE_DAY).isoformat()
        if others:
            stay["beds"] = [{"item": bed, "dates": dates} for bed, dates in others.items()]
        yield "episode", stay


def _most(counted: Mapping[str, _Counted]) -> _Counted | None:
    return max(counted.values(), key=lambda one: one.number, default=None)
