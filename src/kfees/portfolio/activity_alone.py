"""Weighs rows of activity one by one, as `kfees nwau` does, and says what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from kfees.engine.please_check import of_nights
from kfees.engine.weighed import WeightedActivity
from kfees.engine.weighing import nwau, unknown_this_year
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.episode import counted
from kfees.model.money import round_half_up
from kfees.model.problems import InputError, Problem
from kfees.model.request import Episode
from kfees.portfolio import refusals, visits
from kfees.portfolio.activity_fields import CODES, FACTS, RESULTS
from kfees.portfolio.cells import PieceRead
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import ITEM, STAY_DAYS, Field
from kfees.portfolio.priced_shapes import NWAU_UNIT
from kfees.portfolio.weight_arrays import stream_of
from kfees.reading.as_written.typed import listed

GO_BY_NIGHTS: tuple[Field, ...] = ("nights", *STAY_DAYS, "on", *visits.OF_A_STAY)
"""Where one of these could not be read, nothing is said of the others."""

Row = Mapping[str, Any]


class OneByOne:
    """Of a table with these columns. Rows that state no day are of the day `on`."""

    def __init__(self, columns: Columns, library: Library, on: date | None) -> None:
        self._columns, self._library, self._on = columns, library, on
        self._schedule, versions = visits.weighing(library)
        self._stays = {
            code for one in versions if one.activity is not None for code in one.activity.items_of("acute")
        }
        stated = columns.by_field
        self._codes = [field for field in CODES if field in stated]
        self._day = next((field for field in ("on", "discharged") if field in stated), "on")
        self._asked = [field for field in (*CODES, "on", *STAY_DAYS, "nights", *FACTS) if field in stated]

    def priced(
        self, piece: pl.DataFrame, cells: PieceRead, priced: pl.DataFrame, alone: pl.Series
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """With the results of the rows that are to be weighed `alone`, each distinct one once; and what is
        wrong with them."""
        unread = [of.rows.alias(f"unread {field}") for field, of in cells.mistakes.items()]
        asked = cells.fields.select(*self._asked, *unread)
        rows = asked.with_row_index("row").filter(alone)
        distinct = rows.group_by(asked.columns, maintain_order=True).agg("row")
        found, problems = [], []
        for number, row in enumerate(distinct.iter_rows(named=True)):
            silent = {field for field in cells.mistakes if row[f"unread {field}"]}
            if not silent.isdisjoint(GO_BY_NIGHTS):
                silent |= {*GO_BY_NIGHTS}
            try:
                found.append(self._weighed(row, silent))
            except InputError as error:
                found.append({})
                problems += [(number, one) for one in self._columns.at_names(error.problems)]
        results = pl.DataFrame(found, schema=RESULTS).with_columns(distinct["row"]).explode("row")
        names = self._columns.by_field
        listing = pl.concat(
            [
                *(refusals.mistaken(piece[names[field]], of) for field, of in cells.mistakes.items()),
                refusals.listed(piece, distinct["row"], problems),
            ]
        ).sort("row", maintain_order=True)
        told = refusals.in_one_line(listing)
        priced = priced.with_columns(priced[name].scatter(results["row"], results[name]) for name in RESULTS)
        return priced.with_columns(priced["problem"].scatter(told["row"], told["problem"])), listing

    def _weighed(self, row: Row, silent: set[Field]) -> dict[str, Any]:
        """The results of a row; none where something could not be read of it. Raises InputError."""
        codes = {field: row[field] for field in self._codes if row[field]}
        problems: list[Problem] = []
        if len(codes) != 1 and silent.isdisjoint(CODES):
            remedy = f"Give one of {', '.join(self._codes)}." if len(self._codes) > 1 else "Fill it."
            problems.append(Problem("missing", self._codes[0], f"{len(codes)} codes are given.", remedy))
        results: dict[str, Any] = {}
        for field, code in codes.items():
            problems += self._of_code(field, code, row, silent, results)
        if not codes:
            self._version(row, problems, silent, is_stay=True)
        if problems:
            raise InputError(dict.fromkeys(problems))
        return {} if silent else results

    def _of_code(
        self, field: Field, code: str, row: Row, silent: set[Field], results: dict[str, Any]
    ) -> list[Problem]:
        """What is wrong with a code and its facts; nothing where its `results` are found."""
        problems: list[Problem] = []
        is_stay = field == "drg" or (field == ITEM and code in self._stays)
        day, version = self._version(row, problems, silent, is_stay=is_stay)
        if version is None:
            return problems
        words = version.words(code)
        if field != ITEM and words is not None and (column := visits.COLUMNS[words[1]]) != field:
            message = f"{code} is weighed by the {words[1]}."
            return [*problems, Problem("wrong-kind", field, message, f"Give it in a column {column}.")]
        episode = self._episode(row, silent, is_stay=is_stay)
        problems += [one for one in _of_days(row, is_stay=is_stay) if one.place not in silent]
        try:
            activity = nwau(episode, version, code)
        except InputError as error:
            places = {**visits.FIELDS, "item": field}
            told = (replace(one, place=places.get(one.place, one.place)) for one in error.problems)
            return [*problems, *(one for one in told if one.place not in silent)]
        results |= _results(activity, version, day)
        results["please_check"] = " ".join(_to_look_at(episode, activity, version)) or None
        return problems

    def _version(
        self, row: Row, problems: list[Problem], silent: set[Field], *, is_stay: bool
    ) -> tuple[date, Version | None]:
        """The day by which a row is weighed, and the version in force, or a problem."""
        order = ("discharged", "on") if is_stay else ("on", "discharged")
        day = next((row[field] for field in order if row.get(field)), self._on)
        if day is None:
            if silent.isdisjoint(order):
                message = "the day of leaving or of the visit is not given."
                remedy = "Give it, or the day of all rows that state none: --on DATE."
                problems.append(Problem("missing", self._day, message, remedy))
            return date.min, None
        version = self._library.version_on(self._schedule, day)
        if version is None:
            first = self._library.versions(self._schedule)[0].first_day
            message, remedy = f"no weights were in force on {day}.", f"They begin on {first}."
            place = next((field for field in order if row.get(field)), self._day)
            problems.append(Problem("before-first-version", place, message, remedy))
        return day, version

    def _episode(self, row: Row, silent: set[Field], *, is_stay: bool) -> Episode:
        stated = {field: row[field] for field in FACTS if row.get(field) is not None and field not in silent}
        if "adjustment" in stated:
            stated["adjustments"] = tuple(listed(stated.pop("adjustment")))
        left = row.get("discharged") or row.get("on")
        if is_stay and row.get("admitted") and left:
            stated |= {"admitted": row["admitted"], "discharged": left}
        elif row.get("nights") is not None:
            stated["nights"] = row["nights"]
        return Episode.model_validate(visits.episode_facts(stated))


def _of_days(row: Row, *, is_stay: bool) -> Iterator[Problem]:
    """Days of a stay that contradict each other, or its nights."""
    admitted, discharged, on = (row.get(field) for field in (*STAY_DAYS, "on"))
    if not is_stay:
        return
    if discharged and on and discharged != on:
        message = f"the discharge on {discharged} is not the day of leaving, {on}."
        remedy = "Make them the same, or leave one of the columns unread: --columns on=none."
        yield Problem("bad-stay", "on", message, remedy)
    left, nights = discharged or on, row.get("nights")
    if admitted and left and nights is not None and admitted <= left and nights != (left - admitted).days:
        count = (left - admitted).days
        message = f"{nights} nights are stated; from {admitted} to {left} are {count}."
        yield Problem("bad-nights", "nights", message, "Leave it out, or correct the days.")


def _to_look_at(episode: Episode, activity: WeightedActivity, version: Version) -> Iterator[str]:
    """What is implausible in an episode that was weighed."""
    if activity.stay is not None:
        yield from of_nights(counted(episode, episode.discharged).nights or 0)
    weight = version.activity.weight(activity.item) if version.activity else None
    if version.activity is not None and weight is not None:
        yield from unknown_this_year(version.activity.adjustments[stream_of(weight)], episode)


def _results(activity: WeightedActivity, version: Version, day: date) -> dict[str, Any]:
    facts = version.facts.activity
    assert facts is not None  # otherwise there was nothing to weigh by
    priced = facts.price_per_weight is not None
    return {
        "nwau": None if activity.nwau is None else round_half_up(activity.nwau, NWAU_UNIT),
        "amount": activity.amount(facts.price_per_weight),
        "stay": activity.stay,
        "version": version.first_day,
        "classification": facts.classification,
        "basis": version.facts.basis,
        "stale": version.facts.is_due(day),
        "reason": activity.reason or (None if priced else facts.price_source),
    }
