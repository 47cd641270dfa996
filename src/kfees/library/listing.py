"""What is loaded, as programs and pages list it: versions with their state, and their rates or weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, overload

from kfees.library.library import Library
from kfees.library.version import Version
from kfees.library.weights import AcuteWeight, VisitWeight
from kfees.model.fields import Amount, Day, Model, ResultNumber
from kfees.model.money import CannotDetermine, NotPayable
from kfees.model.payee import Payee
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.schedule import Basis, Gst, Rate

_Found = Rate | AcuteWeight | VisitWeight

RateDetermination = Literal["amount", "not payable", "unknown"]


class ListedVersion(Model):
    """One version: it holds from `version` until `until` (not included; None while it is the latest).

    `stale_since`: the announced next change, where it has passed and no later version is loaded.
    `state`: "current", "past", "STALE since ..." or, of one that is loaded ahead of its first day,
    "from ..." with that day. `items` counts its items. `payers`: whose courses it prices.
    """

    schedule: str
    version: Day
    until: Day | None
    title: str
    publisher: str
    source: str
    retrieved: Day
    next_change_expected: Day | None
    payee: Payee
    basis: Basis
    coverage: str
    items: int
    digest: str
    origin: str
    state: str
    stale_since: Day | None
    payers: tuple[str, ...] = ()


class ListedRate(Model):
    """One rate, for one `unit`; `amount` is None where there is none, and `reason` says why.

    `until`: its last day, where that comes before the version's.
    `weight`: for weighted activity, the NWAU of one unit; for an acute episode that of a stay of
    `from_day` to `to_day` days. None for a rate in dollars, or where the year gives no weight.
    """

    item: str
    label: str
    amount: Amount | None
    determination: RateDetermination
    unit: str
    from_day: int | None
    to_day: int | None
    gst: Gst
    basis: Basis
    reason: str
    source: str
    weight: ResultNumber | None = None
    until: Day | None = None


def listed_versions(library: Library, today: date) -> tuple[ListedVersion, ...]:
    """Every version that is loaded, by schedule, oldest first."""
    return tuple(
        listed_version(version, library, today)
        for schedule in library.schedules
        for version in library.versions(schedule)
    )


def listed_version(version: Version, library: Library, today: date) -> ListedVersion:
    """One version, its staleness judged on `today`."""
    facts = version.facts
    days = (other.first_day for other in library.versions(version.schedule))
    until = next((day for day in days if day > version.first_day), None)
    overdue = until is None and version.first_day <= today and facts.is_due(today)
    return ListedVersion(
        schedule=version.schedule,
        version=version.first_day,
        until=until,
        title=facts.title,
        publisher=facts.publisher,
        source=facts.source,
        retrieved=facts.retrieved,
        next_change_expected=facts.next_change_expected,
        payee=facts.payee,
        basis=facts.basis,
        coverage=facts.coverage,
        items=len(version.items),
        digest=version.digest,
        origin=version.origin,
        state=_state(version, until, overdue, today),
        stale_since=facts.next_change_expected if overdue else None,
        payers=tuple(name for name in library.payers if version.schedule in library.of(name).schedules),
    )


def _state(version: Version, until: date | None, overdue: bool, today: date) -> str:
    if overdue:
        return f"STALE since {version.facts.next_change_expected}"
    if today < version.first_day:
        return f"from {version.first_day}"
    return "current" if until is None or today < until else "past"


def version_named(library: Library, schedule: str, on: date | None, place: str = "--on") -> Version:
    """The version in force on a day, the latest where none is given. InputError where there is none."""
    if schedule not in library.schedules:
        remedy = suggestion(schedule, library.schedules, f"Use one of: {', '.join(library.schedules)}.")
        raise InputError(
            [Problem("unknown-schedule", "SCHEDULE", f"no schedule {schedule!r} is loaded.", remedy)]
        )
    versions = library.versions(schedule)
    version = library.version_on(schedule, on) if on else versions[-1]
    if version is None:
        message = f"no version of {schedule} was in force on {on}."
        remedy = f"The first one begins on {versions[0].first_day}."
        raise InputError([Problem("before-first-version", place, message, remedy)])
    return version


def rates_of_item(version: Version, item: str) -> Iterator[ListedRate]:
    """The rates of one item by day of stay, or its weight; nothing where the version lacks the item."""
    return (_listed(rate, version) for rate in _of_item(version, item))


@dataclass(frozen=True, slots=True)
class MatchingRates(Sequence[ListedRate]):
    """Rates that were found, each listed when it is looked at: a page shows few of many."""

    version: Version
    found: Sequence[_Found]

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, place: int) -> ListedRate: ...
    @overload
    def __getitem__(self, place: slice) -> MatchingRates: ...
    def __getitem__(self, place: int | slice) -> ListedRate | MatchingRates:
        if isinstance(place, slice):
            return MatchingRates(self.version, self.found[place])
        return _listed(self.found[place], self.version)


def matching_rates(version: Version, words: str) -> MatchingRates:
    """Rates whose code or label holds every one of the words; all of them where there is none."""
    wanted = words.casefold().split()
    every = (rate for item in version.items for rate in _of_item(version, item))
    return MatchingRates(version, [rate for rate in every if _holds(rate, wanted)])


def _holds(rate: _Found, wanted: Sequence[str]) -> bool:
    text = f"{rate.item} {rate.label}".casefold() if wanted else ""
    return all(word in text for word in wanted)


def _of_item(version: Version, item: str) -> Sequence[_Found]:
    if version.activity is None:
        return version.rates(item)
    weight = version.activity.weight(item)
    return () if weight is None else (weight,)


def _listed(found: _Found, version: Version) -> ListedRate:
    return _listed_rate(found) if isinstance(found, Rate) else _listed_weight(found, version)


def _listed_rate(rate: Rate) -> ListedRate:
    determination: RateDetermination = "amount"
    match rate.amount:
        case NotPayable():
            amount, determination = None, "not payable"
        case CannotDetermine():
            amount, determination = None, "unknown"
        case known:
            amount = known
    return ListedRate(
        item=rate.item,
        label=rate.label,
        amount=amount,
        determination=determination,
        unit=rate.unit,
        from_day=rate.from_day,
        to_day=rate.to_day,
        gst=rate.gst,
        basis=rate.basis,
        reason=rate.reason,
        source=rate.source,
        until=rate.until,
    )


def _listed_weight(weight: AcuteWeight | VisitWeight, version: Version) -> ListedRate:
    """A weight is no amount: what it costs depends on the stay and on the price of one NWAU."""
    facts = version.facts
    acute = isinstance(weight, AcuteWeight)
    return ListedRate(
        item=weight.item,
        label=weight.label,
        amount=None,
        determination="unknown",
        unit=weight.unit,
        from_day=weight.lower_bound if isinstance(weight, AcuteWeight) else None,
        to_day=weight.upper_bound if isinstance(weight, AcuteWeight) else None,
        gst=facts.gst,
        basis=facts.basis,
        reason="weighted: the amount depends on the stay and the patient" if acute else "",
        source=facts.source,
        weight=weight.inlier if isinstance(weight, AcuteWeight) else weight.weight,
    )
