"""The sentences that explain a figure, or why there is none. English; kept in the quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kfees.library.version import SHIPPED, Version
from kfees.model.dates import in_words, spans_in_words
from kfees.model.schedule import Basis, Gst, Rate
from kfees.model.sentences import translatable

BASIS: dict[Basis, str] = {
    "published": translatable("The maximum was published by {publisher}."),
    "floor": translatable(
        "By law the payer's own rate is never below this fee:"
        " it pays at least this, and the gap is at most what is shown."
    ),
    "indexed": translatable(
        "An estimate: no rate for this date was published, so an earlier one is carried forward."
    ),
    "reference": translatable("A reference price: the payer's own price was not found."),
    "supplied": translatable("The rate was supplied by whoever loaded the schedule."),
}

GST: dict[Gst, str] = {
    "exclusive": translatable("Without GST; where GST applies, the payer pays it on top."),
    "included": translatable("GST is included."),
    "free": translatable("GST-free."),
}

RATE_IN_FORCE = translatable("Rate in force from {day}.")
RATE_OF_OVERLAY = translatable("Rate in force from {day}, from the overlay {folder}.")
READ_FROM_CELL = translatable("Read from cell {cell} of {file}.")
ON_DAYS_OF_STAY = translatable("For day {first} to {last} of the stay.")
FROM_DAY_OF_STAY = translatable("For day {first} on of the stay.")
WEIGHTS_IN_FORCE = translatable("Weights in force from {day}: {classification}.")
CHANGE_WAS_EXPECTED = translatable(
    "STALE: a new version was expected on {day} and is not loaded, so the rate may not hold on {days}."
)
CHANGE_IS_EXPECTED = translatable(
    "STALE: a new version is expected on {day} and is not loaded, so the rate may not hold on {days}."
)
NO_SCHEDULE = translatable("No schedule {schedule} is loaded, and no rate was found.")
BEFORE_FIRST_VERSION = translatable(
    "No rate is known before {day}, the first version of {schedule} that is loaded."
)
NOT_IN_VERSION = translatable("Item {item} is not in the version of {day}.")
ONLY_FROM_DAY = translatable("Item {item} has a rate only from day {first} on of a stay.")
ONLY_ON_DAYS = translatable("Item {item} has a rate only for day {first} to {last} of a stay.")

IN_SHIPPED_TABLES = (
    translatable(
        "derived fee: worked out from other items or from the circumstances, so the schedule prints no"
        " single amount"
    ),
    translatable("{before} at {day} x {factor} = {after}, rounded half up to 5 cents"),
    translatable(
        "{before} a unit at {day} x {factor} = {after}, rounded half up to 5 cents;"
        " x {quantity} units = {sum}"
    ),
    translatable("the fee did not rise on {day} as others did, so none is carried forward to {end}"),
    translatable(
        "the item is not in the list of {day}, so nothing shows that its fee rises with the others,"
        " and none is carried forward to {end}"
    ),
    translatable("no rate from {day} was found; the one before it is of {end}"),
)
"""What rows of the shipped schedules give as their reasons: no code makes them, and languages have them."""


def for_rate(version: Version, rate: Rate) -> Iterator[str]:
    """Where a rate comes from and what it rests on."""
    in_force = RATE_IN_FORCE if version.origin == SHIPPED else RATE_OF_OVERLAY
    yield in_force.format(day=in_words(version.first_day), folder=version.origin)
    yield BASIS[rate.basis].format(publisher=version.facts.publisher)
    if rate.reason:
        yield f"{rate.reason[0].upper()}{rate.reason[1:]}."
    if rate.cell and version.facts.workbook is not None:
        yield READ_FROM_CELL.format(cell=rate.cell, file=version.facts.workbook.file)
    if rate.from_day is not None or rate.to_day is not None:
        days = FROM_DAY_OF_STAY if rate.to_day is None else ON_DAYS_OF_STAY
        yield days.format(first=rate.from_day or 1, last=rate.to_day)
    yield GST[rate.gst]


def for_weight(version: Version) -> Iterator[str]:
    """Which tables a weight comes from and what its price rests on."""
    facts = version.facts
    assert facts.activity is not None
    yield WEIGHTS_IN_FORCE.format(
        day=in_words(version.first_day), classification=facts.activity.classification
    )
    if facts.activity.price_per_weight is not None:
        yield f"{BASIS[facts.basis].format(publisher=facts.publisher)} {facts.activity.price_source}."
    yield GST[facts.gst]


def stale(version: Version, days: Sequence[date], as_of: date) -> str:
    """Why the rate may no longer hold on `days`, which lie on or after the announced change."""
    change = version.facts.next_change_expected
    sentence = CHANGE_WAS_EXPECTED if change <= as_of else CHANGE_IS_EXPECTED
    return sentence.format(day=in_words(change), days=spans_in_words(days))


def before_first_version(schedule: str, first: Version | None) -> str:
    if first is None:
        return NO_SCHEDULE.format(schedule=schedule)
    return BEFORE_FIRST_VERSION.format(day=in_words(first.first_day), schedule=schedule)


def not_in_version(item: str, version: Version) -> str:
    coverage = f" {version.facts.coverage}" if version.facts.coverage else ""
    return NOT_IN_VERSION.format(item=item, day=in_words(version.first_day)) + coverage


def no_rate_for_day(rates: Sequence[Rate]) -> str:
    """Why a day of stay has no rate: the same words for each such day, so that they are one line."""
    first, last = rates[0].from_day or 1, rates[-1].to_day
    return (ONLY_FROM_DAY if last is None else ONLY_ON_DAYS).format(
        item=rates[0].item, first=first, last=last
    )


NOT_PAYABLE = translatable("Not payable: {reason}.")
PAYABLE_INSTEAD = translatable("Payable instead: {items}.")
CANNOT_DETERMINE = translatable("Cannot determine: {reason}.")
CHARGED_TOGETHER = translatable("Charged in one amount with the payee's other lines: see the payee's total.")
NO_CHARGE = translatable("No charge is known, so payable and gap are unknown.")
NO_MAXIMUM = translatable("The maximum cannot be determined, so payable and gap are unknown.")
NO_GAP = translatable("No charge is known, so the gap is unknown.")
