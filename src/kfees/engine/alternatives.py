"""The same course elsewhere, otherwise and later: settings, regimens, discharge days and next year.

Every figure is a quote's own. What a request says that another setting cannot take is left out, and
the course compared says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.engine.alternative import Alternative, Group, NoAlternative, compared, discharge_of
from kfees.engine.alternative_payers import ONE_PAYER, under_each_payer
from kfees.engine.carrying import carried, moved
from kfees.engine.differences import weight_of_line
from kfees.engine.pricing import price, price_course
from kfees.engine.sessions import all_treatment_days
from kfees.engine.stays import fewest_nights
from kfees.library.library import Library
from kfees.model.dates import add_months, in_words
from kfees.model.fields import Day, Model
from kfees.model.payer import PayerWords
from kfees.model.problems import InputError, Problem
from kfees.model.program import VERSION
from kfees.model.quote import Line, Quote
from kfees.model.request import CourseRequest
from kfees.model.sentences import Says, an, joined, translatable

MOST_NIGHTS_COMPARED = 120
"""The longest stay that is laid out night by night."""

NIGHTS_BEYOND = 2
"""How many nights past the last step a stay is laid out, so that the step can be seen."""


SAME_CHARGES = translatable(
    "Charges are taken to be the same in another setting, for a longer stay and next year."
)
ONE_AMOUNT = translatable("A charge in one amount is for its regimen's days: another regimen's is not known.")
LATER_DISCHARGE = translatable(
    "A later discharge changes the nights alone: the treatment days and services stay as they are."
)
NO_DECISION = translatable("A maximum is the most that the payer would pay; a price is not a decision.")
NO_NEWER_VERSION = translatable("no newer version of the schedules that price this course is loaded.")
PAST_UPPER_BOUND = translatable("past the upper bound of {high} days")
REACHES_LOWER_BOUND = translatable("reaches the lower bound of {low} days")
RATE_STEPS = translatable("from day {first} on {item} is {amount} {each}")


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
    request: CourseRequest, library: Library, *, as_of: date | None = None, payers: bool = False
) -> Alternatives:
    """Price a course in every setting that fits it, in every regimen, for each day of discharge, and a
    year later; with `payers`, under each payer too. Pure. Raises InputError where the request itself is
    wrong, or its course has parts."""
    if request.parts:
        raise InputError([_in_parts()])
    judged = as_of or request.start
    asked = price(request, library, as_of=judged)
    library = library.of(request.payer)
    found: list[Alternative | NoAlternative] = [
        *_elsewhere(request, asked, library, judged),
        *_discharges(request, asked, library, judged),
        *_a_year_later(request, asked, library, judged),
    ]
    assumptions = list(_assumptions(request, asked))
    if payers:
        found += under_each_payer(request, asked, library, judged)
        assumptions.insert(0, ONE_PAYER)
    return Alternatives(
        request=asked.request,
        courses=tuple(one for one in found if isinstance(one, Alternative)),
        not_compared=tuple(one for one in found if isinstance(one, NoAlternative)),
        assumptions=tuple(assumptions),
        as_of=judged,
        kfees=VERSION,
        payer=asked.payer,
    )


def _in_parts() -> Problem:
    return Problem(
        "not-compared",
        "parts",
        "a course that moves between settings is not compared with the same course elsewhere.",
        "Give setting in place of parts, and compare that; or price each course by itself.",
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


def _assumptions(request: CourseRequest, asked: Quote) -> Iterator[str]:
    if request.charges:
        yield SAME_CHARGES
    if any(charge.payee is not None for charge in request.charges):
        yield ONE_AMOUNT
    if asked.request.episode is not None and asked.request.episode.nights is not None:
        yield LATER_DISCHARGE
    yield NO_DECISION
    yield from asked.assumptions


def _elsewhere(
    request: CourseRequest, asked: Quote, library: Library, as_of: date
) -> Iterator[Alternative | NoAlternative]:
    """The course asked for first, then every other regimen and setting."""
    here = (request.regimen, request.setting)
    # Where the infusion is paid for, every setting is like another.
    settings = (request.setting,) if library.payer.price_by_infusion else library.settings
    others = [(regimen, setting) for regimen in library.regimens for setting in settings]
    others.sort(key=lambda pair: (pair != here, pair[0] != request.regimen))
    for regimen, setting in others:
        label = f"{regimen}, {setting}" if setting else regimen
        if (regimen, setting) == here:
            yield compared("setting", label, asked, asked=True, against=None, library=library)
            continue
        try:
            elsewhere, left_out = carried(request, regimen, setting, library)
        except InputError as error:
            reason = joined(problem.message for problem in error.problems)
            yield NoAlternative(group="setting", label=label, reason=reason)
            continue
        quote = price_course(elsewhere, library, as_of=as_of)
        yield compared(
            "setting", label, quote, asked=False, against=asked, library=library, left_out=left_out
        )


def _discharges(request: CourseRequest, asked: Quote, library: Library, as_of: date) -> Iterator[Alternative]:
    """The stay asked for, ending on each day on which it could, until past the last step of its rates."""
    (place,) = asked.request.places
    if not library.setting(place.setting).overnight:
        return
    episode = place.episode
    assert episode is not None
    assert episode.nights is not None
    fewest = fewest_nights(episode, all_treatment_days(asked.request, library))
    last = max(fewest, episode.nights, _last_step(asked, library)) + NIGHTS_BEYOND
    before: Quote | None = None
    for nights in range(fewest, min(last, MOST_NIGHTS_COMPARED) + 1):
        stay = episode.model_copy(update={"nights": nights, "discharged": None})
        longer = request.model_copy(update={"episode": stay})
        try:
            quote = asked if nights == episode.nights else price(longer, library, as_of=as_of)
        except InputError:
            continue  # a bed or leave is stated for a night after this discharge
        discharge = discharge_of(quote, library)
        yield compared(
            "discharge",
            f"{nights} nights" + (f", leaving on {in_words(discharge)}" if discharge else ""),
            quote,
            asked=nights == episode.nights,
            against=before,
            library=library,
            step=_step(before, quote, library) if before is not None else None,
        )
        before = quote


def _last_step(quote: Quote, library: Library) -> int:
    """The longest stay, in days, at which a rate of the quote steps or an AR-DRG's upper bound stands."""
    steps = [0]
    for line in quote.lines:
        version = library.version_on(line.schedule, line.version) if line.schedule and line.version else None
        if version is None:
            continue
        steps += [rate.from_day or 0 for rate in version.rates(line.code)]
        if line.weight is not None:
            steps.append(weight_of_line(line, quote, library).bounds[1])
    return max(steps)


def _step(before: Quote, after: Quote, library: Library) -> str | None:
    """What the last night passed: a bound of its AR-DRG, or a step of a day rate; None for neither."""
    for line in after.lines:
        earlier = [one for one in before.lines if (one.schedule, one.item) == (line.schedule, line.item)]
        if line.weight is not None and len(earlier) == 1 and earlier[0].weight is not None:
            was, now = weight_of_line(earlier[0], before, library), weight_of_line(line, after, library)
            if was.stay != now.stay and now.stay == "long stay":
                return PAST_UPPER_BOUND.format(high=now.bounds[1])
            if was.stay != now.stay:
                return REACHES_LOWER_BOUND.format(low=now.bounds[0])
            continue
        rates = {(one.version, one.rate) for one in earlier}
        same_version = line.version in {one.version for one in earlier}
        if line.rate is not None and earlier and same_version and (line.version, line.rate) not in rates:
            day = _first_day_of(line, library)
            amount = after.payer.dollars(line.rate)
            return RATE_STEPS.format(first=day, item=line.item, amount=amount, each=an(line.unit))
    return None


def _first_day_of(line: Line, library: Library) -> int:
    """The first day of a stay on which a line's rate holds."""
    assert line.schedule is not None
    assert line.version is not None
    version = library.version_on(line.schedule, line.version)
    assert version is not None
    return next((rate.from_day for rate in version.rates(line.code) if rate.amount == line.rate), None) or 1


def _a_year_later(
    request: CourseRequest, asked: Quote, library: Library, as_of: date
) -> Iterator[Alternative | NoAlternative]:
    """The same course twelve months on, where a newer version of one of its schedules is loaded by then."""
    day = add_months(request.start, 12)
    label = f"from {in_words(day)}"
    try:
        later = price(moved(request, day, library), library, as_of=as_of)
    except InputError as error:
        reason = joined(problem.message for problem in error.problems)
        yield NoAlternative(group="year", label=label, reason=reason)
        return
    used = {(one.schedule, one.version) for one in asked.schedules}
    if {(one.schedule, one.version) for one in later.schedules} <= used:
        yield NoAlternative(group="year", label=label, reason=NO_NEWER_VERSION)
        return
    yield compared("year", label, later, asked=False, against=asked, library=library)
