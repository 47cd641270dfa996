"""What is wrong with the days of one stay: its admission and discharge, its beds, its leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.engine.stays import fewest_nights, nights_between
from kfees.model.dates import ONE_DAY, DaysInARow
from kfees.model.problems import Problem
from kfees.model.request import Episode

Days = tuple[date, ...]


def day_problems(episode: Episode, root: str, days: Days) -> Iterator[Problem]:
    """A stay that does not cover its treatment days, days in an impossible order, and nights that
    contradict them. `days`: those of treatment; `root` comes before each place."""
    first, last = days[0], days[-1]
    admitted, discharged = episode.admitted or first, episode.discharged
    if admitted > first:
        message = f"the admission on {admitted} is after the first treatment there, on {first}."
        yield Problem("bad-stay", f"{root}admitted", message, f"Give {first} or an earlier day.")
    if discharged is None:
        yield from _too_few_nights(episode, root, min(admitted, first), last)
    elif discharged < admitted:
        message = f"the discharge on {discharged} is before the admission on {admitted}."
        # Where both are stated it is so whatever the sessions are.
        code = "bad-stay" if episode.admitted is None else "bad-date-order"
        yield Problem(code, f"{root}discharged", message, "Correct one of them.")
    elif discharged < (least := max(last, admitted + ONE_DAY)):
        message = (
            f"the stay ends on {discharged}, before its last treatment on {last}."
            if discharged < last
            else f"the stay begins and ends on {admitted}, without a night."
        )
        yield Problem("bad-stay", f"{root}discharged", message, f"Give {least} or a later day.")
    elif episode.nights not in (None, count := nights_between(episode, admitted)):
        message = f"{episode.nights} nights are stated; from {admitted} to {discharged} are {count}."
        yield Problem("bad-nights", f"{root}nights", message, "Leave it out, or correct the days.")
    earlier = episode.earlier_stay
    if earlier is not None and earlier.ended > admitted:
        message = f"{earlier.ended} is after the admission on {admitted}."
        remedy = "Give the day on which a stay before this one ended."
        yield Problem("bad-stay", f"{root}earlier_stay.ended", message, remedy)


def _too_few_nights(episode: Episode, root: str, admitted: date, last: date) -> Iterator[Problem]:
    """A stay ends on the day of the last treatment at the earliest."""
    if episode.nights is None:
        return
    usual = (last - admitted).days + 1
    if episode.nights < (fewest := fewest_nights(episode, (admitted, last))):
        since = "the first treatment" if episode.admitted is None else "the admission"
        yield Problem(
            "bad-nights",
            f"{root}nights",
            f"{episode.nights} nights are too few for {usual} days in hospital, from {since}"
            f" to the last{' treatment' if episode.admitted else ''}.",
            f"Give at least {fewest}.",
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
                message = f"the night of {night} has two beds."
                yield Problem("repeated-date", place, message, "Give one bed for each night.")
            seen.add(night)


def leave_problems(episode: Episode, root: str, nights: DaysInARow | None) -> Iterator[Problem]:
    """Leave outside the stay or stated twice, and days of leave that are not as many."""
    seen: set[date] = set()
    for number, night in enumerate(episode.leave):
        place = f"{root}leave[{number}]"
        if nights and night not in nights:
            yield _outside("bad-leave", place, night, nights)
        if night in seen:
            yield Problem("repeated-date", place, f"{night} stands twice.", "Give each night once.")
        seen.add(night)
    if episode.leave and episode.leave_days not in (0, len(seen)):
        message = f"{episode.leave_days} days of leave are stated, and the nights of leave are {len(seen)}."
        yield Problem("bad-leave", f"{root}leave_days", message, "Leave it out: the nights are counted.")


def _outside(code: str, place: str, night: date, nights: DaysInARow) -> Problem:
    message = f"the night of {night} is outside the stay."
    return Problem(code, place, message, f"Give nights from {nights.first} to {nights.last}.")
