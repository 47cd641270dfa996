"""One version of a schedule: a snapshot of its folder, read as far as it is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kfees.library.folder_names import ACUTE
from kfees.library.rates import RateTable
from kfees.model.problems import InputError, Problem, missing
from kfees.model.schedule import ActivityFacts, Rate, ScheduleFacts
from kfees.reading.json_and_toml import read_toml

if TYPE_CHECKING:
    from kfees.library.weights import WeightTables

SHIPPED = "shipped"
FACTS, RATES = "schedule.toml", "rates.csv"


class Version:
    """A schedule from `first_day` on, until the next version's first day (not included).

    `files` holds the folder's bytes as they were when it was loaded, so that pricing reads no
    file and a digest always belongs to the figures used. `origin` is 'shipped' or the overlay
    folder as it was named. Facts and rates are read when they are first asked for: a quote that
    uses twenty of 6,000 items does not pay for the others.
    """

    def __init__(self, schedule: str, first_day: date, origin: str, files: Mapping[str, bytes]) -> None:
        self.schedule, self.first_day, self.origin, self.files = schedule, first_day, origin, files

    def place(self, file: str) -> str:
        folder = "" if self.origin == SHIPPED else f"{self.origin.rstrip('/')}/"
        return f"{folder}{self.schedule}/{self.first_day}/{file}"

    @cached_property
    def facts(self) -> ScheduleFacts:
        return read_toml(ScheduleFacts, self.files[FACTS], self.place(FACTS))

    @cached_property
    def _table(self) -> RateTable | None:
        if RATES not in self.files:
            return None
        in_order = self.origin == SHIPPED  # it was checked before it shipped
        return RateTable(self.files[RATES], self.place(RATES), self.facts, in_order=in_order)

    @cached_property
    def activity(self) -> WeightTables | None:
        """The tables of a version of weighted activity; None for a version of rates."""
        if self.facts.activity is None:
            return None
        from kfees.library.weights import WeightTables  # most versions have rates

        return WeightTables(self.files, self.place(""), self.facts.activity)

    @cached_property
    def digest(self) -> str:
        """'sha256:' and the digest over the names and bytes of the folder's files."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            content = self.files[name]
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return f"sha256:{digest.hexdigest()}"

    @property
    def items(self) -> tuple[str, ...]:
        """Every item that the version knows, in the order of its tables."""
        if self.activity is not None:
            return self.activity.items
        return self._table.items if self._table is not None else ()

    def rates(self, item: str) -> tuple[Rate, ...]:
        """The item's rates by day of stay; empty where the version does not know the item."""
        return self._table.rates(item) if self._table is not None else ()

    def steps_down(self, item: str) -> bool:
        """Whether the item's rate goes by the day of the stay."""
        return any(rate.steps for rate in self.rates(item))

    def plain_rate(self, item: str) -> Rate | None:
        """The rate of an item that has the same one on all days of the version, whatever else is so; None
        where there is none, or where it goes by the day of the stay, ends, or is a weight."""
        rates = () if item in self.last_days or self._is_weighed(item) else self.rates(item)
        return rates[0] if rates and not any(rate.steps for rate in rates) else None

    def _is_weighed(self, item: str) -> bool:
        return self.activity is not None and self.activity.weight(item) is not None

    @property
    def last_days(self) -> Mapping[str, date]:
        """The last days of the items that end before the version does; after them there is no rate."""
        return self._table.last_days if self._table is not None else {}

    def each_rate(self) -> Iterator[Rate]:
        """Every rate in the order of the table, read once and not kept."""
        if self._table is not None:
            yield from self._table.each()

    def rates_by_line(self) -> Iterator[Rate]:
        """Every rate in the order of its lines, whatever stands in the other lines of its item."""
        return self._table.by_line() if self._table is not None else iter(())

    def label(self, item: str) -> str | None:
        """The item's label; None where the version does not know the item."""
        words = self.words(item)
        return None if words is None else words[0]

    def words(self, item: str) -> tuple[str, str] | None:
        """The item's label and unit; None where the version does not know the item."""
        if self.activity is not None:
            weight = self.activity.weight(item)
            return (weight.label, weight.unit) if weight is not None else None
        return next(((rate.label, rate.unit) for rate in self.rates(item)), None)

    def prices_a_stay(self, item: str) -> bool:
        """Whether the version has the item, and not as a clinic or an emergency class."""
        words = self.words(item)
        return words is not None and (self.activity is None or words[1] == "episode")

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the folder, whether a quote would meet it or not."""
        version = self
        try:
            facts = self.facts
        except InputError as error:
            yield from error.problems
            # The tables are read all the same, so that one run finds every mistake.
            version = self._with_stand_in_facts()
        else:
            if facts.next_change_expected is None:
                place = f"{self.place(FACTS)}: next_change_expected"
                yield missing(place)
            elif facts.next_change_expected <= self.first_day:
                yield Problem(
                    "bad-date",
                    f"{self.place(FACTS)}: next_change_expected",
                    f"{facts.next_change_expected} is not after the version's first day, {self.first_day}.",
                    "Give the day of the next announced change.",
                )
            if (facts.activity is None) != (RATES in self.files):
                yield Problem(
                    "bad-activity",
                    f"{self.place(FACTS)}: activity",
                    "the part [activity] belongs to versions with weights, and only to them.",
                    f"Add it beside {ACUTE}, or remove it beside {RATES}.",
                )
                version = self._with_stand_in_facts()
        for tables in (version.activity, version._table):
            if tables is not None:
                yield from tables.problems()

    def _with_stand_in_facts(self) -> Version:
        weighted = RATES not in self.files
        facts = ScheduleFacts(
            title="?",
            publisher="?",
            source="?",
            retrieved=self.first_day,
            next_change_expected=self.first_day,
            currency="AUD",
            gst="free",
            payee="hospital",
            activity=ActivityFacts(unit="?", classification="?", price_source="?") if weighted else None,
        )
        version = Version(self.schedule, self.first_day, self.origin, self.files)
        version.__dict__["facts"] = facts
        return version
