"""Until when a notice holds, and why; and whether it comes before treatment and lasts until then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from kfees.model.dates import ONE_DAY
from kfees.model.problems import InputError, Problem
from kfees.model.sentences import translatable

LONGEST = timedelta(days=30)
BEFORE_THE_NOTICE = translatable("{day} is before the day of the notice, {today}.")
A_LATER_DAY = translatable("Give a later day, or leave it out.")

Reason = Literal["provider", "schedule change", "30 days"]


Standing = Literal["in time", "on the first day", "late", "lapses"]


class Validity(NamedTuple):
    """The last day on which the notice holds, itself included."""

    last_day: date
    reason: Reason


def validity(today: date, provider_last_day: date | None, changes: Iterable[date]) -> Validity:
    """The earliest of the provider's own last day, the day before the next change, and 30 days on.

    `changes`: the first days on which new fees are expected. One that is not after `today` is none
    to come: the fees that it should have changed are stale, and the notice says so of them. Where
    two days are the same, the reason named first here is given. Raises InputError where the
    provider's own day is past.
    """
    if provider_last_day is not None and provider_last_day < today:
        raise InputError(
            [
                Problem(
                    "past-date",
                    "details.valid_to",
                    BEFORE_THE_NOTICE.format(day=provider_last_day, today=today),
                    A_LATER_DAY,
                )
            ]
        )
    found = [Validity(provider_last_day, "provider")] if provider_last_day is not None else []
    found += [Validity(change - ONE_DAY, "schedule change") for change in changes if change > today]
    found.append(Validity(today + LONGEST, "30 days"))
    return min(found, key=lambda each: each.last_day)


def standing(today: date, first_treatment_day: date, last_day: date) -> Standing:
    """How a notice of `today` that holds to `last_day` stands to the first day of treatment.

    On that day itself it is not late: it may still come before the infusion, and says that it must.
    """
    if today > first_treatment_day:
        return "late"
    if today == first_treatment_day:
        return "on the first day"
    return "lapses" if last_day < first_treatment_day else "in time"
