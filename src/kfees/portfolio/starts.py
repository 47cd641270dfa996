"""Starts that stand for others: one for all courses between the same two days on which a price may change.

A course that meets such a day keeps its own start.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from kfees.engine.please_check import MOST_DAYS_AWAY
from kfees.engine.sessions import default_calendar
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.dates import EARLIEST, LATEST
from kfees.model.request import ANYWHERE, MOST_SESSIONS
from kfees.model.schedule import STAYS, Regimen
from kfees.portfolio.fields import PAYER, STAY_DAYS, Field
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.shapes import Shape
from kfees.portfolio.visits import weighing

BEFORE_THE_FIRST_CHANGE = timedelta(days=730)

FIRST_NUMBERED = date(1970, 1, 1)

DAYS = (LATEST - EARLIEST).days
"""Of so many days a course may start on each."""

SHORTEST_YEAR = 365

UNTABLED = 9
"""So many days longer a course may take for public holidays of years that no table states."""


class Starts:
    """Of the rows of a table that has the fields `stated`."""

    def __init__(self, payers: RowPayers, stated: Collection[Field]) -> None:
        self._stated = stated
        views = payers.views
        self._views = {view.payer_name: view for view in views}
        one = views[0]
        regimens = [one.regimen(name) for name in one.regimens]
        self._settings = (*one.settings, ANYWHERE)
        self._needs_setting = not payers.by_infusion
        self._regimens = len(regimens)
        self._treatment_days = pl.Series([one.treatment_days for one in regimens], dtype=pl.Int32)
        self._most = max((one.treatment_days for one in regimens), default=0)
        self._sessions = 1 + (max(self._most, MOST_SESSIONS) if "sessions" in stated else self._most)
        self._longest = pl.concat(
            [longest_by_weekdays(view, self._sessions - 1) for view in views], rechunk=True
        )
        self._in_a_row = pl.Series(
            [
                default_calendar(one, view.setting(name)) == "consecutive"
                for view in views
                for one in regimens
                for name in self._settings
            ],
            dtype=pl.Boolean,
        )
        # A presentation is beside what the setting brings.
        also = [weighing(view)[0] if "emergency" in stated else None for view in views]
        self._firsts, self._nexts = _intervals(
            [
                tuple(changes(view, name, more))
                for view, more in zip(views, also, strict=True)
                for name in self._settings
            ]
        )
        self._weekday_lengths = pl.concat(
            [
                _lengths_by_weekdays(regimens, self._longest_of(number), view)
                for number, view in enumerate(views)
            ],
            rechunk=True,
        )

    def canonical(self) -> pl.Expr:
        """One start for all courses that meet no change on the way; else the course's own. So where the
        days of its stay do not fit, or a presentation is long before: what is said of them names them. And
        where it takes more than a year: some rules count in months."""
        start = pl.col("start").to_physical()
        before: pl.Expr | None = None  # the days in hospital before the first session
        stay = pl.col("nights").fill_null(0).cast(pl.Int32)
        if "admitted" in self._stated:
            before = -days_from_start("admitted").fill_null(0)
        if "discharged" in self._stated:
            stay = pl.max_horizontal(stay, days_from_start("discharged").fill_null(0))
        number = start - day_number(EARLIEST)
        begun = number if before is None else number - before
        place = self.place() * DAYS + begun
        first, next_change = pl.lit(self._firsts).gather(place), pl.lit(self._nexts).gather(place)
        canonical = first if before is None else first + before
        longest = pl.max_horizontal(stay, self._longest_course())
        fits = (start + self._length(number, stay) < next_change) & (canonical + longest < next_change)
        fits &= (longest if before is None else before + longest) <= SHORTEST_YEAR
        if before is not None and "emergency" in self._stated:
            fits &= pl.col("emergency").is_null() | (before <= MOST_DAYS_AWAY)
        if not set(STAY_DAYS).isdisjoint(self._stated):
            fits &= self._sound_stay(pl.lit(0) if before is None else before)
        return pl.when(fits).then(canonical).otherwise(start)

    def at_first_session(self, shape: Shape) -> Shape:
        """The same course from its first session on: by weekdays a start on a weekend comes to nothing else.
        Of a stay the days move with the start, and so it keeps its own."""
        view = self._views[shape.payer]
        has_stay = any(getattr(shape, field) is not None for field in ("nights", *STAY_DAYS))
        if has_stay or shape.start.year not in view.public_holidays.tabled:
            return shape
        setting = view.setting(shape.setting or ANYWHERE)
        if default_calendar(view.regimen(shape.regimen), setting) == "consecutive":
            return shape
        [first], _ = view.public_holidays.working_days(shape.start, 1)
        return replace(shape, start=first)

    def _sound_stay(self, before: pl.Expr) -> pl.Expr:
        """Whether a stay begins by the first session, and ends after its last with the nights stated."""
        sound = before >= 0
        if "discharged" in self._stated:
            after, nights = days_from_start("discharged"), pl.col("nights")
            long_enough = (after >= self.days_in_a_row() - 1) & (before + after >= 1)
            agrees = nights.is_null() | (nights == before + after)
            sound &= after.is_null() | (long_enough & agrees)
        return sound

    def _payer(self, times: int) -> pl.Expr | int:
        """Where a payer's part begins, of which each has so many entries."""
        return _physical(PAYER) * times if PAYER in self._stated else 0

    def _setting(self) -> pl.Expr:
        """Its number; that of the last one where a row needs none."""
        setting = _physical("setting")
        return setting if self._needs_setting else setting.fill_null(len(self._settings) - 1)

    def _longest_course(self) -> pl.Expr:
        """The days that the sessions can take at most, wherever public holidays fall."""
        longest = self._longest_of_sessions(self._most)
        if "sessions" not in self._stated:
            return longest
        return pl.coalesce(self._longest_of_sessions(pl.col("sessions").cast(pl.Int32)), longest)

    def _longest_of_sessions(self, sessions: pl.Expr | int) -> pl.Expr:
        place = self._payer(self._sessions) + sessions
        if isinstance(place, int):
            return pl.lit(self._longest[place])
        return pl.lit(self._longest).gather(place)

    def _longest_of(self, payer: int) -> int:
        """The days that a regimen's sessions can take at most, by the payer's number."""
        longest: int = self._longest[payer * self._sessions + self._most]
        return longest

    def days_in_a_row(self) -> pl.Expr:
        """The sessions, of which one is given each day in a row."""
        own = pl.lit(self._treatment_days).gather(_physical("regimen"))
        return pl.coalesce(pl.col("sessions").cast(pl.Int32), own) if "sessions" in self._stated else own

    def in_a_row(self) -> pl.Expr:
        """Whether a course has a session each day, and no day between them."""
        regimen = self._payer(self._regimens) + _physical("regimen")
        return pl.lit(self._in_a_row).gather(regimen * len(self._settings) + self._setting())

    def place(self) -> pl.Expr:
        """The number of a row's setting among those of all payers, of which each has one more: ANYWHERE."""
        return self._payer(len(self._settings)) + self._setting()

    def since(self, number: pl.Expr) -> pl.Expr:
        """The day (since 1970) from which nothing changes in a row's setting until the day that is so many
        after EARLIEST."""
        return pl.lit(self._firsts).gather(self.place() * DAYS + number)

    def _length(self, number: pl.Expr, stay: pl.Expr) -> pl.Expr:
        """The days from a course's start to its last, which may be the day of discharge."""
        regimen = self._payer(self._regimens) + _physical("regimen")
        days = pl.max_horizontal(self.days_in_a_row(), stay)
        weekdays = pl.lit(self._weekday_lengths).gather(regimen * DAYS + number)
        if "sessions" in self._stated:
            sessions = pl.col("sessions").cast(pl.Int32)
            weekdays = pl.coalesce(self._longest_of_sessions(sessions), weekdays)
        return pl.when(self.in_a_row()).then(days).otherwise(weekdays)


def _lengths_by_weekdays(regimens: Sequence[Regimen], span: int, library: Library) -> pl.Series:
    """For each regimen and day from EARLIEST on, the days to its last session: as its calendar says, and in
    years whose public holidays stand in no table more than it can take. To ask `holidays` takes longer than
    to price these starts apart."""
    lengths = pl.repeat(span, len(regimens) * DAYS, dtype=pl.Int32, eager=True)
    working, tabled = _working_days(library), list(library.public_holidays.tabled)
    if not tabled:
        return lengths
    days = pl.date_range(date(min(tabled), 1, 1), date(max(tabled), 12, 31), eager=True)
    within = days.dt.year().is_in(tabled) & days.dt.offset_by(f"{span}d").dt.year().is_in(tabled)
    start = days.filter(within & days.is_between(EARLIEST, LATEST, closed="left")).to_physical()
    place, first = start - day_number(EARLIEST), working.search_sorted(start)
    for number, one in enumerate(regimens):
        last = pl.lit(working).gather(first + one.treatment_days - 1, null_on_oob=True)
        taken = pl.select((last - start).fill_null(span)).to_series()
        lengths = lengths.scatter(place + number * DAYS, taken)
    return lengths


def longest_by_weekdays(library: Library, most: int) -> pl.Series:
    """For each number of sessions up to `most`, more days than they take by weekdays: of years that no table
    states, as many public holidays as a country has; of the others, those that their table has."""
    usual = pl.int_range(most + 1, dtype=pl.Int32, eager=True) * 2 + 14
    working = _working_days(library)
    if working.is_empty():
        return usual
    # From the day after one working day to that of the last session.
    day = pl.lit(working)
    taken = pl.select((day.shift(-number) - day).max().alias(str(number)) for number in range(most + 1))
    return pl.select(pl.max_horizontal(usual, pl.Series(taken.row(0), dtype=pl.Int32) + UNTABLED)).to_series()


def _working_days(library: Library) -> pl.Series:
    """Those of the years whose public holidays stand in a table, and a year before and after, as days since
    1970: weekdays that no table closes."""
    tabled = library.public_holidays.tabled
    if not tabled:
        return pl.Series(dtype=pl.Int32)
    days = pl.date_range(date(min(tabled) - 1, 1, 1), date(max(tabled) + 1, 12, 31), eager=True)
    closed = pl.Series([day for year in tabled.values() for day in year], dtype=pl.Date)
    return days.filter((days.dt.weekday() <= 5) & ~days.is_in(closed.implode())).to_physical()


def changes(library: Library, setting: str, also: str | None = None) -> list[date]:
    """Every day on which what a payer's course in a setting comes to may change: another version holds or is
    due of a schedule that the setting or a regimen brings, or is `also` met, a rate of it has ended, or other
    rules between items. A version that says the same of what they bring changes nothing."""
    met = set(library.item_rules_from)
    if library.pinned is not None:
        return sorted({*met, library.pinned})
    for schedule, items in _brought(library, setting, also).items():
        says: object = None
        for version in library.versions(schedule):
            said, says = says, _of_items(version, items)
            if says is None or says != said:
                met.add(version.first_day)
            met.add(version.facts.next_change_expected or version.first_day)
            for item, last in version.last_days.items():
                if items is None or item in items:
                    met.add(last + timedelta(days=1))
    return sorted(met)


def _brought(library: Library, setting: str, also: str | None) -> dict[str, set[str] | None]:
    """The schedules that a setting and the regimens bring, and what of each; None where a row can name any
    of its items."""
    services = library.setting(setting).service
    drugs = [library.regimen(name).drug for name in library.regimens]
    named = [*((one.schedule, one.item) for one in services), *((one.schedule, one.item) for one in drugs)]
    found: dict[str, set[str]] = {}
    for schedule, item in named:
        found.setdefault(schedule, set()).add(item)
    free = {one.schedule for one in services if one.when in STAYS}
    if also is not None and also in library.schedules:
        free.add(also)
    return {**found, **dict.fromkeys(free)}


def _of_items(version: Version, items: Collection[str] | None) -> object:
    """What a portfolio's figures can go by of what a version says of these items; None where that is not to
    be told from its rates."""
    facts = version.facts
    if items is None or facts.activity is not None:
        return None
    rates = [
        rate._replace(label="", source="", cell="") for item in sorted(items) for rate in version.rates(item)
    ]
    return facts.next_change_expected, facts.currency, facts.step_down, rates


def _intervals(changes: Sequence[tuple[date, ...]]) -> tuple[pl.Series, pl.Series]:
    """For each list of changes and each day from EARLIEST on, as days since 1970: a start that stands for
    those between the same two changes, and the later change. No course runs past LATEST: that is one too."""
    between = {met: _between(met) for met in set(changes)}  # most settings have the same
    firsts, nexts = zip(*(between[met] for met in changes), strict=True)
    return pl.concat(firsts, rechunk=True), pl.concat(nexts, rechunk=True)


def _between(changes: Sequence[date]) -> tuple[pl.Series, pl.Series]:
    within = [day for day in changes if EARLIEST < day < LATEST]
    first = max(EARLIEST, within[0] - BEFORE_THE_FIRST_CHANGE) if within else EARLIEST
    numbers = [day_number(day) for day in within]
    begun = [0, *(number - day_number(EARLIEST) for number in numbers)]
    each = pl.repeat(None, DAYS, dtype=pl.Int32, eager=True)
    firsts, nexts = [day_number(first), *numbers], [*numbers, day_number(LATEST)]
    return each.clone().scatter(begun, firsts).forward_fill(), each.scatter(begun, nexts).forward_fill()


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - FIRST_NUMBERED).days


def day_of(number: int) -> date:
    return FIRST_NUMBERED + timedelta(days=number)


def _physical(word: Field) -> pl.Expr:
    """The number of a name."""
    return pl.col(word).to_physical().cast(pl.Int32)


def days_from_start(field: Field) -> pl.Expr:
    return pl.col(field).to_physical() - pl.col("start").to_physical()
