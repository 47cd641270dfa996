"""The sentences that explain a figure, or why there is none. English; kept in the quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from kfees.library.library import Library
from kfees.library.version import SHIPPED, Version
from kfees.library.written_reasons import as_sentence
from kfees.model.blanks import Days
from kfees.model.schedule import Basis, Gst, Rate
from kfees.model.sentences import Sentence, joined, translatable

BASIS: dict[Basis, Sentence] = {
    "published": translatable("The maximum was published by {publisher}."),
    "floor": translatable(
        "The payer's own rate was not found, and is never below this fee:"
        " it pays at least this, and the gap is at most what is shown."
    ),
    "indexed": translatable(
        "An estimate: no rate for this date was published, so an earlier one is carried forward."
    ),
    "reference": translatable("A reference price: the payer's own price was not found."),
    "supplied": translatable("The rate was supplied by whoever loaded the schedule."),
}

GST: dict[Gst, Sentence] = {
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
COUNTED: dict[str, Sentence] = {
    "days of the stay": translatable("The days of the stay count, whatever the bed."),
    "days in one bed": translatable("The days in one kind of bed count, not those of the whole stay."),
}
"""What steps down a rate, by the word of a version's facts."""

BOTH_COUNTS_AGREE = translatable(
    "Whether the days of the stay or those in this bed count is not published: both come to this rate."
)
COUNT_NOT_PUBLISHED = translatable(
    "Whether the days of the stay or those in the bed {item} count is not published, and they come to"
    " different rates."
)
LEAVE_COUNT_NOT_PUBLISHED = translatable(
    "Whether nights of leave count as days of the stay is not published, and it changes the rate."
)
LEAVE_NOT_PUBLISHED = translatable("What is paid for a night of leave is not published.")
LEAVE_PAID = translatable("A night of leave: {percent} of the bed's rate of that night is paid.")
NO_RATE_OF_PAYER = translatable("No rate of {payer} was found for {schedule}.")
NO_SCHEDULE = translatable("No schedule {schedule} is loaded, and no rate was found.")
BEFORE_FIRST_VERSION = translatable(
    "No rate is known before {day}, the first version of {schedule} that is loaded."
)
NOT_IN_VERSION = translatable("Item {item} is not in the version of {day}.")
RATE_ENDED = translatable("The rate of item {item} ended on {day}.")
ONLY_FROM_DAY = translatable("Item {item} has a rate only from day {first} on of a stay.")
ONLY_ON_DAYS = translatable("Item {item} has a rate only for day {first} to {last} of a stay.")


def for_rate(version: Version, rate: Rate, basis: Basis, library: Library) -> Iterator[str]:
    """Where a rate comes from and what it rests on; `basis`: what it is for the payer."""
    yield _in_force(version.first_day, version.origin)
    yield rests_on(basis, version.facts.publisher, library)
    if rate.reason:
        yield as_sentence(rate.reason).alone()
    if rate.cell and version.facts.workbook is not None:
        yield READ_FROM_CELL.format(cell=rate.cell, file=version.facts.file_of(rate.cell))
    if rate.from_day is not None or rate.to_day is not None:
        days = FROM_DAY_OF_STAY if rate.to_day is None else ON_DAYS_OF_STAY
        yield days.format(first=rate.from_day or 1, last=rate.to_day)
        yield _counted(rate.item, version)
    if version.facts.currency == "AUD":  # GST is Australia's
        yield GST[rate.gst]


def rests_on(basis: Basis, publisher: str, library: Library) -> Sentence:
    """What a figure rests on; of a floor it is the payer's own file that says so."""
    if basis == "floor" and library.floor is not None:
        return library.floor
    return _basis(basis, publisher)


# Lines have them again and again: making them anew was a tenth of a price.
@lru_cache(maxsize=1024)
def _in_force(day: date, origin: str) -> Sentence:
    return (RATE_IN_FORCE if origin == SHIPPED else RATE_OF_OVERLAY).format(day=day, folder=origin)


@lru_cache(maxsize=1024)
def _basis(basis: Basis, publisher: str) -> Sentence:
    return BASIS[basis].format(publisher=publisher)


def for_weight(version: Version) -> Iterator[str]:
    """Which tables a weight comes from and what its price rests on."""
    facts = version.facts
    assert facts.activity is not None
    yield _weights_in_force(version.first_day, facts.activity.classification)
    if facts.activity.price_per_weight is not None:
        yield _price_of_weight(facts.basis, facts.publisher, facts.activity.price_source)
    yield GST[facts.gst]


@lru_cache(maxsize=1024)
def _weights_in_force(day: date, classification: str) -> Sentence:
    return WEIGHTS_IN_FORCE.format(day=day, classification=Sentence(classification))


@lru_cache(maxsize=1024)
def _price_of_weight(basis: Basis, publisher: str, price_source: str) -> Sentence:
    source = as_sentence(price_source)
    said = Sentence(f"{source}.", source.message, source.blanks)
    return joined((_basis(basis, publisher), said))


def stale(version: Version, days: Sequence[date], as_of: date) -> str:
    """Why the rate may no longer hold on `days`, which lie on or after the announced change."""
    change = version.facts.next_change_expected
    assert change is not None
    sentence = CHANGE_WAS_EXPECTED if change <= as_of else CHANGE_IS_EXPECTED
    return sentence.format(day=change, days=Days(tuple(days)))


@lru_cache(maxsize=1024)
def before_first_version(schedule: str, first_day: date | None) -> str:
    if first_day is None:
        return NO_SCHEDULE.format(schedule=schedule)
    return BEFORE_FIRST_VERSION.format(day=first_day, schedule=schedule)


def not_in_version(item: str, version: Version) -> str:
    says = NOT_IN_VERSION.format(item=item, day=version.first_day)
    return joined((says, version.facts.coverage)) if version.facts.coverage else says


def no_rate_for_day(rates: Sequence[Rate]) -> str:
    """Why a day of stay has no rate: the same words for each such day, so that they are one line."""
    first, last = rates[0].from_day or 1, rates[-1].to_day
    return (ONLY_FROM_DAY if last is None else ONLY_ON_DAYS).format(
        item=rates[0].item, first=first, last=last
    )


def _counted(item: str, version: Version) -> Sentence:
    """What the days of a rate that steps down count."""
    facts = version.facts.step_down
    if facts is not None and item in facts.not_published:
        return BOTH_COUNTS_AGREE
    return COUNTED[facts.counts if facts is not None else "days of the stay"]


def count_not_published(item: str, version: Version) -> Sentence:
    """Why a night has no rate that is certain."""
    facts = version.facts.step_down
    if facts is not None and item in facts.not_published:
        return COUNT_NOT_PUBLISHED.format(item=item)
    return LEAVE_COUNT_NOT_PUBLISHED


def not_payable(reason: str) -> Sentence:
    says = _of_figure(reason)
    return NOT_PAYABLE.format(reason=Sentence(says.removesuffix("."), says.message, says.blanks))


def cannot_determine(reason: str) -> Sentence:
    return CANNOT_DETERMINE.format(reason=_of_figure(reason).within())


def _of_figure(reason: str) -> Sentence:
    """Why there is no figure: a sentence of the engine, or a table's own words."""
    return reason if isinstance(reason, Sentence) else as_sentence(reason)


NOT_PAYABLE = translatable("Not payable: {reason}.")
PAYABLE_INSTEAD = translatable("Payable instead: {items}.")
CANNOT_DETERMINE = translatable("Cannot determine: {reason}.")
CHARGED_TOGETHER = translatable("Charged in one amount with the payee's other lines: see the payee's total.")
NO_CHARGE = translatable("No charge is known, so payable and gap are unknown.")
NO_MAXIMUM = translatable("The maximum cannot be determined, so payable and gap are unknown.")
CHARGE_DISCOUNTED = translatable("The charge is what is left of it after a discount of {amount}.")
AMOUNT_DISCOUNTED = translatable("A discount of {amount} is taken off that one amount.")
GST_ON_TOP = translatable("The charge includes GST, so the GST of one unit, {amount}, is added to the rate.")
NO_SCHEDULE_HAS_IT = translatable("No schedule that is loaded has this fee.")
UNLESS_AGREED = translatable("Unless the payer agrees to it, {patient} pays it.")
NO_GAP = translatable("No charge is known, so the gap is unknown.")
