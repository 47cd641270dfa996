"""The same course elsewhere, otherwise and later: settings, regimens, discharge days and next year.

Every figure is a quote's own. What a request says that another setting cannot take is left out, and
the course compared says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from kfees.engine.alternative import Alternative, Asked, Group, NoAlternative, compared
from kfees.engine.alternative_payers import ONE_PAYER, under_each_payer
from kfees.engine.alternative_stays import for_each_discharge
from kfees.engine.carrying import in_one_setting, moved
from kfees.library.library import Library
from kfees.model.dates import add_months
from kfees.model.english import in_words
from kfees.model.fields import Day, Model
from kfees.model.payer import PayerWords
from kfees.model.problems import InputError
from kfees.model.program import VERSION
from kfees.model.request import CourseRequest
from kfees.model.sentences import Says, joined, translatable

SAME_CHARGES = translatable(
    "A charge goes along only to where its provider bills the same items as often, and is taken to be the"
    " same there: please check it. Elsewhere it is not known."
)
LATER_DISCHARGE = translatable(
    "A later discharge changes the nights alone: the treatment days and services stay as they are."
)
NO_DECISION = translatable("A maximum is the most that the payer would pay; a price is not a decision.")
NO_NEWER_VERSION = translatable("no newer version of the schedules that price this course is loaded.")


class Alternatives(Model):
    """The course asked for and those beside it. `request` is as it was understood; `payer`: what its payer is
    called."""

    request: CourseRequest
    courses: tuple[Alternative, ...]
    not_compared: tuple[NoAlternative, ...]
    assumptions: tuple[Says, ...]
    as_of: Day
    kfees: str
    payer: PayerWords = PayerWords()


def alternatives_to(
    request: CourseRequest,
    library: Library,
    *,
    as_of: date | None = None,
    payers: bool = False,
    groups: Collection[Group] = ("setting", "discharge", "year"),
) -> Alternatives:
    """Price a course in every setting that fits it, in every regimen, for each day of discharge, and a
    year later, or in those `groups` alone; with `payers`, under each payer too. Pure. Raises InputError where
    the request itself is wrong. A course in parts is compared with all of it in one setting."""
    asked = Asked.of(request, library, as_of or request.start)
    found: list[Alternative | NoAlternative] = [
        compared("setting", asked.label, asked.quote, asked=True, against=None, library=library)
    ]
    for group, of_it in (("setting", _elsewhere), ("discharge", for_each_discharge), ("year", _a_year_later)):
        if group in groups:
            found += of_it(asked)
    assumptions = list(_assumptions(asked))
    if payers:
        found += under_each_payer(asked)
        assumptions.insert(0, ONE_PAYER)
    return Alternatives(
        request=asked.quote.request,
        courses=tuple(one for one in found if isinstance(one, Alternative)),
        not_compared=tuple(one for one in found if isinstance(one, NoAlternative)),
        assumptions=tuple(assumptions),
        as_of=asked.as_of,
        kfees=VERSION,
        payer=asked.quote.payer,
    )


def courses_of(alternatives: Alternatives, group: Group) -> tuple[Alternative, ...]:
    """The courses of a group; before next year's stands the course asked for, as of this year."""
    found = tuple(course for course in alternatives.courses if course.group == group)
    if group != "year" or not found:
        return found
    asked = next(course for course in alternatives.courses if course.asked)
    this_year = {"group": group, "label": f"from {in_words(asked.start)}", "step": None}
    return (asked.model_copy(update=this_year), *found)


def implausible(comparison: Alternatives) -> tuple[str, ...]:
    """What is implausible in the course asked for, and so as a rule in those beside it."""
    return next(course.please_check for course in comparison.courses if course.asked)


def implausible_too(course: Alternative, comparison: Alternatives) -> tuple[str, ...]:
    """What is implausible in a course and not in the one asked for."""
    known = implausible(comparison)
    return tuple(sentence for sentence in course.please_check if sentence not in known)


def _assumptions(asked: Asked) -> Iterator[str]:
    if asked.request.charges:
        yield SAME_CHARGES
    episode = asked.quote.request.episode
    if episode is not None and episode.nights is not None:
        yield LATER_DISCHARGE
    yield NO_DECISION
    yield from asked.quote.assumptions


def _elsewhere(asked: Asked) -> Iterator[Alternative | NoAlternative]:
    """Every other regimen and setting."""
    request, library = asked.request, asked.library
    here = (request.regimen, request.setting)
    # Where the infusion is paid for, every setting is like another.
    settings = (request.setting,) if library.payer.price_by_infusion else library.settings
    others = [(regimen, setting) for regimen in library.regimens for setting in settings]
    others.sort(key=lambda pair: pair[0] != request.regimen)
    for regimen, setting in others:
        if (regimen, setting) == here:
            continue
        label = f"{regimen}, {setting}" if setting else regimen
        try:
            quote, left_out = asked.priced(in_one_setting(request, regimen, setting))
        except InputError as error:
            reason = joined(problem.message for problem in error.problems)
            yield NoAlternative(group="setting", label=label, reason=reason)
            continue
        yield compared(
            "setting", label, quote, asked=False, against=asked.quote, library=library, left_out=left_out
        )


def _a_year_later(asked: Asked) -> Iterator[Alternative | NoAlternative]:
    """The same course twelve months on, where a newer version of one of its schedules is loaded by then."""
    day = add_months(asked.request.start, 12)
    label = f"from {in_words(day)}"
    try:
        later, left_out = asked.priced(moved(asked.request, day, asked.library), strictly=True)
    except InputError as error:
        reason = joined(problem.message for problem in error.problems)
        yield NoAlternative(group="year", label=label, reason=reason)
        return
    used = {(one.schedule, one.version) for one in asked.quote.schedules}
    if {(one.schedule, one.version) for one in later.schedules} <= used:
        yield NoAlternative(group="year", label=label, reason=NO_NEWER_VERSION)
        return
    yield compared(
        "year", label, later, asked=False, against=asked.quote, library=asked.library, left_out=left_out
    )
