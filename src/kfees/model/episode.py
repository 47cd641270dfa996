"""What cannot be true of an episode: the quick look that weighing takes, and the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.model.blanks import IsoDay
from kfees.model.english import plain
from kfees.model.fields import NEGATIVE
from kfees.model.problems import CORRECT_ONE, ZERO_OR_MORE, Problem
from kfees.model.request import Episode
from kfees.model.sentences import Sentence, translatable

NO_LENGTH, GIVE_THE_NIGHTS = (
    translatable("the length of the stay is not given."),
    translatable("Give the nights."),
)

OLDEST = 130
"""An age in whole years above this is a slip of the keys."""

OF_NIGHTS = ("admitted", "discharged", "beds", "leave", "earlier_stay")
"""What is said of a stay's days and nights one by one: no weight goes by them, but by their number."""


def discharged_before(discharged: date, admitted: date) -> Sentence:
    message = translatable("the discharge on {discharged} is before the admission on {admitted}.")
    return message.format(discharged=IsoDay(discharged), admitted=IsoDay(admitted))


def counted(episode: Episode, discharged: date | None) -> Episode:
    """An episode with its nights and days of leave counted, where it states them by their dates.
    `discharged`: its day of discharge."""
    found: dict[str, object] = {}
    if episode.leave:
        found["leave_days"] = len(episode.leave)
    if episode.admitted is not None and discharged is not None:
        found["nights"] = (discharged - episode.admitted).days
    return episode.model_copy(update=found) if found else episode


def has_impossible_stay(episode: Episode) -> bool:
    """A quick look at what `episode_problems` explains."""
    nights = episode.nights
    return (
        nights is None
        or nights < 0
        or episode.leave_days > nights
        or bool(episode.icu_hours and not 0 <= episode.icu_hours <= 24 * max(1, nights - episode.leave_days))
    )


def has_impossible_age(episode: Episode) -> bool:
    """A quick look at what `age_problems` explains."""
    if episode.age is None:
        return episode.specialist_paediatric
    return not 0 <= episode.age <= OLDEST


def episode_problems(episode: Episode, root: str) -> Iterator[Problem]:
    """What is impossible in a stay. `root` comes before each place."""
    nights = episode.nights
    if nights is None:
        yield Problem("missing", f"{root}nights", NO_LENGTH, GIVE_THE_NIGHTS)
    elif nights < 0:
        assert episode.admitted is not None
        assert episode.discharged is not None
        message = discharged_before(episode.discharged, episode.admitted)
        yield Problem("bad-stay", f"{root}discharged", message, CORRECT_ONE)
    elif episode.leave_days > nights:
        message = translatable("{days} days of leave are longer than the stay of {nights} nights.")
        said = message.format(days=episode.leave_days, nights=nights)
        yield Problem("bad-leave", f"{root}leave_days", said, translatable("Give fewer."))
    if episode.icu_hours < 0:
        message = NEGATIVE.format(typed=plain(episode.icu_hours))
        yield Problem("bad-icu-hours", f"{root}icu_hours", message, ZERO_OR_MORE)
    elif nights is not None and episode.icu_hours > (hours := 24 * max(1, nights - episode.leave_days)):
        yield Problem(
            "bad-icu-hours", f"{root}icu_hours",
            translatable("{given} hours in intensive care are longer than the stay of {hours} hours.").format(
                given=episode.icu_hours, hours=hours
            ),
            translatable("Give fewer, or more nights."),
        )  # fmt: skip
    yield from age_problems(episode, root)


def age_problems(episode: Episode, root: str) -> Iterator[Problem]:
    """What is impossible in the age, which counts for visits too."""
    if episode.age is not None and not 0 <= episode.age <= OLDEST:
        message = translatable("an age of {age} is not possible.").format(age=episode.age)
        remedy = translatable("Give whole years, 0 to {oldest}.").format(oldest=OLDEST)
        yield Problem("bad-age", f"{root}age", message, remedy)
    if episode.specialist_paediatric and episode.age is None:
        message = Sentence("a specialist paediatric hospital's factor goes by age, and none was given.")
        yield Problem("missing", f"{root}age", message, Sentence("Give the age in whole years."))


def certain_problems(episode: Episode) -> Iterator[Problem]:
    """What is impossible whether the episode is a stay or a visit: only a stay needs nights."""
    return age_problems(episode, "") if episode.nights is None else episode_problems(episode, "")
