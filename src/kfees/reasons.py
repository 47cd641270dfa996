"""The sentences that explain a figure, or why there is none. English; kept in the quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kfees.dates import in_words, spans_in_words
from kfees.schedule import Basis, Gst, Rate
from kfees.version import SHIPPED, Version

BASIS: dict[Basis, str] = {
    "published": "The maximum was published by {publisher}.",
    "floor": "By law the payer's own rate is never below this fee:"
    " it pays at least this, and the gap is at most what is shown.",
    "indexed": "An estimate: no rate for this date was published, so an earlier one is carried forward.",
    "reference": "A reference price: the payer's own price was not found.",
    "supplied": "The rate was supplied by whoever loaded the schedule.",
}

GST: dict[Gst, str] = {
    "exclusive": "Without GST; where GST applies, the payer pays it on top.",
    "included": "GST is included.",
    "free": "GST-free.",
}


def for_rate(version: Version, rate: Rate) -> Iterator[str]:
    """Where a rate comes from and what it rests on."""
    loaded = "" if version.origin == SHIPPED else f", from the overlay {version.origin}"
    yield f"Rate in force from {in_words(version.first_day)}{loaded}."
    yield BASIS[rate.basis].format(publisher=version.facts.publisher)
    if rate.reason:
        yield f"{rate.reason[0].upper()}{rate.reason[1:]}."
    if rate.cell and version.facts.workbook is not None:
        yield f"Read from cell {rate.cell} of {version.facts.workbook.file}."
    if rate.from_day is not None or rate.to_day is not None:
        until = f" to {rate.to_day}" if rate.to_day is not None else " on"
        yield f"For day {rate.from_day or 1}{until} of the stay."
    yield GST[rate.gst]


def for_weight(version: Version) -> Iterator[str]:
    """Which tables a weight comes from and what its price rests on."""
    facts = version.facts
    assert facts.activity is not None
    yield f"Weights in force from {in_words(version.first_day)}: {facts.activity.classification}."
    if facts.activity.price_per_weight is not None:
        yield f"{BASIS[facts.basis].format(publisher=facts.publisher)} {facts.activity.price_source}."
    yield GST[facts.gst]


def stale(version: Version, days: Sequence[date], as_of: date) -> str:
    """Why the rate may no longer hold on `days`, which lie on or after the announced change."""
    change = version.facts.next_change_expected
    verb = "was expected" if change <= as_of else "is expected"
    return (
        f"STALE: a new version {verb} on {in_words(change)} and is not loaded,"
        f" so the rate may not hold on {spans_in_words(days)}."
    )


def before_first_version(schedule: str, first: Version | None) -> str:
    if first is None:
        return f"No schedule {schedule} is loaded, and no rate was found."
    first_day = in_words(first.first_day)
    return f"No rate is known before {first_day}, the first version of {schedule} that is loaded."


def not_in_version(item: str, version: Version) -> str:
    coverage = f" {version.facts.coverage}" if version.facts.coverage else ""
    return f"Item {item} is not in the version of {in_words(version.first_day)}.{coverage}"


def no_rate_for_day(rates: Sequence[Rate]) -> str:
    """Why a day of stay has no rate: the same words for each such day, so that they are one line."""
    first, last = rates[0].from_day or 1, rates[-1].to_day
    days = f"from day {first} on" if last is None else f"for day {first} to {last}"
    return f"Item {rates[0].item} has a rate only {days} of a stay."


CHARGED_TOGETHER = "Charged in one amount with the payee's other lines: see the payee's total."
NO_CHARGE = "No charge is known, so payable and gap are unknown."
NO_MAXIMUM = "The maximum cannot be determined, so payable and gap are unknown."
NO_GAP = "No charge is known, so the gap is unknown."

FIXED = (
    *(sentence for sentence in BASIS.values() if "{" not in sentence),
    *GST.values(),
    *(CHARGED_TOGETHER, NO_CHARGE, NO_MAXIMUM, NO_GAP),
)
"""The sentences that are always the same, and so can be translated."""
