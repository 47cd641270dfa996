"""A stay in hospital: its nights and beds, and what a quote says is taken of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kfees.model.dates import DaysInARow
from kfees.model.episode import counted
from kfees.model.request import Episode
from kfees.model.sentences import translatable

NIGHTS_TAKEN = translatable("{nights} nights are taken, one for each treatment day.")
NIGHTS_BETWEEN_TAKEN = translatable(
    "{nights} nights are taken: one for each of the {number} treatment days, and those between them."
)
NO_OTHER_STAY = translatable("No other hospital stay is taken to have ended in the {number} days before.")
EARLIER_STAY_COUNTS = translatable(
    "The stay of {number} days that ended on {day}, {count} days before this one, counts for rates that go by"
    " the day of the stay."
)
EARLIER_STAY_TOO_LONG_AGO = translatable(
    "The stay of {number} days that ended on {day} does not count for rates that go by the day of the stay:"
    " it ended {count} days before this one, and at most {high} count."
)


class Stay(NamedTuple):
    """`nights`: the dates on which the patient stays the night, those of leave among them; none where each
    treatment day is a stay of its own. `episode`: what the request says of it, the nights filled in.
    `days`: the treatment days."""

    episode: Episode
    nights: DaysInARow
    days: tuple[date, ...]

    @property
    def beds(self) -> Mapping[date, str]:
        """The items of beds that are not the setting's."""
        return {night: bed.item for bed in self.episode.beds for night in bed.dates}

    @property
    def earlier(self) -> tuple[date, int] | None:
        """The day on which an earlier stay ended, and its days: one too long ago counts for nothing."""
        earlier = self.episode.earlier_stay
        return (earlier.ended, earlier.days) if earlier else None


def stay_of(stated: Episode | None, days: Sequence[date]) -> Stay:
    """The stay of these treatment days: from the first of them on and left on the day after the last, as
    far as the request does not say otherwise."""
    episode = stated or Episode()
    admitted = episode.admitted or days[0]
    nights = nights_between(episode, admitted)
    if nights is None:
        nights = (days[-1] - admitted).days + 1
    understood = counted(episode, None).model_copy(update={"nights": nights})
    return Stay(understood, DaysInARow(admitted, max(0, nights)), tuple(days))


def nights_between(episode: Episode, admitted: date) -> int | None:
    """The nights that an episode states, by its days or by their number."""
    return episode.nights if episode.discharged is None else (episode.discharged - admitted).days


def fewest_nights(episode: Episode, days: Sequence[date]) -> int:
    """A stay ends on the day of the last treatment at the earliest, and has a night."""
    return max(1, (days[-1] - (episode.admitted or days[0])).days)


def same_day(stated: Episode | None, days: Sequence[date]) -> Stay:
    """A stay without a night, for each treatment day."""
    understood = (stated or Episode()).model_copy(update={"nights": 0})
    return Stay(understood, DaysInARow(days[0], 0), tuple(days))


def stays_taken(stays: Sequence[Stay], apart: int) -> Iterator[str]:
    """What is taken of the nights, and of an earlier stay at most so many days `apart`. Nights that are the
    usual ones are said again when a quote, which states them, is replayed."""
    said = [sentence for stay in stays for sentence in _nights_taken(stay)]
    yield from dict.fromkeys(said)
    yield earlier_stay_taken(stays[0], apart)


def _nights_taken(stay: Stay) -> Iterator[str]:
    count, days = len(stay.nights), len(stay.days)
    if (stay.nights.first, stay.nights.last) == (stay.days[0], stay.days[-1]):
        taken = NIGHTS_TAKEN if days == count else NIGHTS_BETWEEN_TAKEN
        yield taken.format(nights=count, number=days)


def earlier_stay_taken(stay: Stay, apart: int) -> str:
    """What is taken of a stay before the first one of the course; `apart`: the payer's days between two
    stays that count on."""
    if stay.earlier is None:
        return NO_OTHER_STAY.format(number=apart)
    ended, number = stay.earlier
    count = (stay.nights.first - ended).days
    if count <= apart:
        return EARLIER_STAY_COUNTS.format(number=number, day=ended, count=count)
    return EARLIER_STAY_TOO_LONG_AGO.format(number=number, day=ended, count=count, high=apart)
