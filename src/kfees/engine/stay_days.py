"""What is wrong with the days of one stay: its admission and discharge, its beds, its leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.engine.stays import fewest_nights, nights_between
from kfees.model.blanks import IsoDay
from kfees.model.dates import ONE_DAY, OR_EARLIER, DaysInARow
from kfees.model.episode import discharged_before
from kfees.model.problems import CORRECT_ONE, STANDS_TWICE, Problem
from kfees.model.request import Episode
from kfees.model.sentences import translatable

ENDS_TOO_SOON = translatable("the stay ends on {discharged}, before its last treatment on {last}.")
WITHOUT_A_NIGHT = translatable("the stay begins and ends on {admitted}, without a night.")
TOO_FEW_FROM_TREATMENT = translatable(
    "{nights} nights are too few for {days} days in hospital, from the first treatment to the last."
)
TOO_FEW_FROM_ADMISSION = translatable(
    "{nights} nights are too few for {days} days in hospital, from the admission to the last treatment."
)

Days = tuple[date, ...]


def day_problems(episode: Episode, root: str, days: Days) -> Iterator[Problem]:
    """A stay that does not cover its treatment days, days in an impossible order, and nights that
    contradict them. `days`: those of treatment; `root` comes before each place."""
    first, last = days[0], days[-1]
    admitted, discharged = episode.admitted or first, episode.discharged
    if admitted > first:
        late = translatable("the admission on {admitted} is after the first treatment there, on {first}.")
        message = late.format(admitted=IsoDay(admitted), first=IsoDay(first))
        yield Problem("bad-stay", f"{root}admitted", message, OR_EARLIER.format(day=IsoDay(first)))
    if discharged is None:
        yield from _too_few_nights(episode, root, min(admitted, first), last)
    elif discharged < admitted:
        message = discharged_before(discharged, admitted)
        # Where both are stated it is so whatever the sessions are.
        code = "bad-stay" if episode.admitted is None else "bad-date-order"
        yield Problem(code, f"{root}discharged", message, CORRECT_ONE)
    elif discharged < (least := max(last, admitted + ONE_DAY)):
        message = (ENDS_TOO_SOON if discharged < last else WITHOUT_A_NIGHT).format(
            discharged=IsoDay(discharged), last=IsoDay(last), admitted=IsoDay(admitted)
        )
        remedy = translatable("Give {day} or a later day.").format(day=IsoDay(least))
        yield Problem("bad-stay", f"{root}discharged", message, remedy)
    elif episode.nights not in (None, count := nights_between(episode, admitted)):
        message = translatable("{nights} nights are stated; from {admitted} to {discharged} are {count}.")
        message = message.format(
            nights=episode.nights, admitted=IsoDay(admitted), discharged=IsoDay(discharged), count=count
        )
        remedy = translatable("Leave it out, or correct the days.")
        yield Problem("bad-nights", f"{root}nights", message, remedy)
    earlier = episode.earlier_stay
    if earlier is not None and earlier.ended > admitted:
        message = translatable("{day} is after the admission on {admitted}.")
        message = message.format(day=IsoDay(earlier.ended), admitted=IsoDay(admitted))
        remedy = translatable("Give the day on which a stay before this one ended.")
        yield Problem("bad-stay", f"{root}earlier_stay.ended", message, remedy)


def _too_few_nights(episode: Episode, root: str, admitted: date, last: date) -> Iterator[Problem]:
    """A stay ends on the day of the last treatment at the earliest."""
    if episode.nights is None:
        return
    usual = (last - admitted).days + 1
    if episode.nights < (fewest := fewest_nights(episode, (admitted, last))):
        message = TOO_FEW_FROM_TREATMENT if episode.admitted is None else TOO_FEW_FROM_ADMISSION
        yield Problem(
            "bad-nights",
            f"{root}nights",
            message.format(nights=episode.nights, days=usual),
            translatable("Give at least {least}.").format(least=fewest),
        )


def bed_problems(episode: Episode, root: str, nights: DaysInARow | None) -> Iterator[Problem]:
    """Beds outside the stay, and two on one night. `nights` is None where they are not clear."""
    seen: set[date] = set()
    for number, bed in enumerate(episode.beds):
        place = f"{root}beds[{number}].dates"
        for night in bed.dates:
            if nights and night not in nights:
                yield _outside("bad-bed", place, night, nights)
            if night in seen:
                message = translatable("the night of {night} has two beds.").format(night=IsoDay(night))
                remedy = translatable("Give one bed for each night.")
                yield Problem("repeated-date", place, message, remedy)
            seen.add(night)


def leave_problems(episode: Episode, root: str, nights: DaysInARow | None) -> Iterator[Problem]:
    """Leave outside the stay or stated twice, and days of leave that are not as many."""
    seen: set[date] = set()
    for number, night in enumerate(episode.leave):
        place = f"{root}leave[{number}]"
        if nights and night not in nights:
            yield _outside("bad-leave", place, night, nights)
        if night in seen:
            message = STANDS_TWICE.format(day=IsoDay(night))
            yield Problem("repeated-date", place, message, translatable("Give each date once."))
        seen.add(night)
    if episode.leave and episode.leave_days not in (0, len(seen)):
        message = translatable("{days} days of leave are stated, and the nights of leave are {nights}.")
        message = message.format(days=episode.leave_days, nights=len(seen))
        remedy = translatable("Leave it out: the nights are counted.")
        yield Problem("bad-leave", f"{root}leave_days", message, remedy)


def _outside(code: str, place: str, night: date, nights: DaysInARow) -> Problem:
    message = translatable("the night of {night} is outside the stay.").format(night=IsoDay(night))
    remedy = translatable("Give nights from {first} to {last}.")
    return Problem(code, place, message, remedy.format(first=IsoDay(nights.first), last=IsoDay(nights.last)))
