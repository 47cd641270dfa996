"""National weighted activity units: what one hospital episode, emergency presentation or clinic visit weighs.

The acute formula, with the names of the year's own tables (see domain facts in the README):

    length of stay   nights - leave days, at least 1
    ICU hours paid   the hours in an eligible unit, unless the DRG bundles them
    stay             length of stay - whole days in ICU hours paid, at least 1
    base             same-day weight | short-stay base + stay x per day | inlier weight
                     | inlier + (stay - upper bound) x long-stay per day
    adjusted         base x paediatric x (1 + everything added) x (1 + each thing multiplied)
    NWAU             adjusted + ICU hours paid x ICU rate - a private patient's deductions, at least 0

Rounding is the year's own: half up where it has any, none otherwise.
Source: the published NWAU calculators of the Independent Health and Aged Care Pricing Authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from functools import reduce

from kfees.engine.weighed import Stay, WeightedActivity
from kfees.library.adjustments import Adjustment, Step
from kfees.library.version import FACTS, Version
from kfees.library.weights import AcuteWeight, VisitWeight, WeightTables
from kfees.model.blanks import Listed
from kfees.model.episode import (
    age_problems,
    certain_problems,
    counted,
    episode_problems,
    has_impossible_age,
    has_impossible_stay,
)
from kfees.model.money import EXACT
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.request import Episode
from kfees.model.sentences import Sentence, translatable

HOURS_BUNDLED = translatable("Hours in intensive care do not count: {item} bundles them.")
UNIT_NOT_ELIGIBLE = translatable("Hours in intensive care do not count: the unit is not said to be eligible.")
NO_PRIVATE_DEDUCTION = translatable("a private patient's deduction for services is not in the year's table")
NO_AGE_ADJUSTMENT = translatable("No adjustment for psychiatric age {age_group} this year.")
NO_ADJUSTMENT = translatable("No adjustment named {name} this year.")
OTHER_ITEMS_ONLY = translatable("{name} concerns {items} only.")
NOT_THIS_ITEM = translatable("{name} does not concern {item}.")
AGE_NOT_STATED = translatable("No adjustment for age: the age is not stated.")
PRIVATE_SERVICES = translatable("Private patient, services")

PAEDIATRIC_UNTIL = 17
"""The last age in whole years at which a specialist paediatric hospital's factor applies."""

OfStep = dict[Step, dict[str, tuple[Adjustment, ...]]]
"""A stream's adjustments by step and fact."""

ZERO, ONE, HOURS_A_DAY = Decimal(0), Decimal(1), Decimal(24)
_ROUNDING = Context(prec=60)
_UNITS = tuple(ONE.scaleb(-places) for places in range(13))


def nwau(episode: Episode, version: Version, item: str | None = None) -> WeightedActivity:
    """What an episode weighs under a version's tables. Pure.

    `item` is an AR-DRG, an emergency class or a clinic; the episode's own DRG unless given. An acute
    episode needs `nights`; 0 is a same-day stay. Raises InputError where the facts are impossible or
    the version does not have the item.
    """
    if episode.admitted or episode.leave:
        episode = counted(episode, episode.discharged)
    tables = version.activity
    code = item or episode.drg
    if tables is None or code is None:
        raise InputError([_nothing_to_weigh(version, code)])
    weight = tables.weight(code)
    if weight is None:
        raise InputError(
            [_unknown_item(version, code, "drg" if item is None else "item"), *certain_problems(episode)]
        )
    try:
        if isinstance(weight, VisitWeight):
            if has_impossible_age(episode):
                raise InputError(age_problems(episode, ""))
            return _visit(weight, episode, tables)
        if has_impossible_stay(episode) or has_impossible_age(episode):
            raise InputError(episode_problems(episode, ""))
        return _acute(weight, episode, tables)
    except Inexact:
        raise InputError([_too_many_digits(version, code)]) from None


def _unknown_item(version: Version, code: str, place: str) -> Problem:
    known = version.items
    if "." in code:  # as a number 10.10 is 10.1, and loses its nought in many a sheet
        known = tuple(item for item in known if item.rstrip("0") == code.rstrip("0")) or known
    remedy = suggestion(code, known, "Check the code.")
    return Problem("unknown-item", place, f"{code!r} has no weight from {version.first_day} on.", remedy)


def _too_many_digits(version: Version, code: str) -> Problem:
    message = f"the exact weight of {code} has more digits than can be kept."
    return Problem("too-many-digits", version.place(FACTS), message, "Give its figures fewer decimals.")


def _nothing_to_weigh(version: Version, code: str | None) -> Problem:
    if code is None:
        return Problem("missing", "drg", "no AR-DRG is given.", "Name one, such as B71B.")
    return Problem(
        "no-weights",
        "version",
        f"{version.schedule} of {version.first_day} has no weights.",
        "Use another schedule.",
    )


def _acute(weight: AcuteWeight, episode: Episode, tables: WeightTables) -> WeightedActivity:
    nights = episode.nights or 0
    length = max(1, nights - episode.leave_days)
    icu_hours = episode.icu_hours if episode.icu_eligible and not weight.bundled_icu else ZERO
    days = max(1, length - int(EXACT.divide_int(icu_hours, HOURS_A_DAY))) if icu_hours else length
    stay, base = _base(weight, days, same_day=nights == 0)
    rounding = tables.facts.rounding
    if rounding:
        base = _rounded(base, rounding.base)
    paediatric = weight.paediatric if _is_paediatric(episode) else ONE
    adjusted = EXACT.multiply(base, paediatric)
    if rounding:
        adjusted = _rounded(adjusted, rounding.paediatric)
    steps = tables.adjustments["acute"]
    notes: list[str] = []
    if episode.icu_hours and not icu_hours:
        why = HOURS_BUNDLED if weight.bundled_icu else UNIT_NOT_ELIGIBLE
        notes.append(why.format(item=weight.item))
    applied = _applied(steps, episode, weight.item, notes)
    adjusted = _adjusted(adjusted, applied)
    if rounding:
        adjusted = _rounded(adjusted, rounding.adjusted)
    hourly = icu_rate(steps) if icu_hours else ZERO
    icu_weight = EXACT.multiply(icu_hours, hourly) if icu_hours else ZERO
    gross = max(ZERO, EXACT.add(adjusted, icu_weight))
    weighed: Decimal | None = gross
    deductions: tuple[tuple[str, Decimal], ...] = ()
    reason = ""
    if episode.private_patient:
        if weight.private_service is None:
            weighed = None
            reason = NO_PRIVATE_DEDUCTION
        else:
            deductions = _deductions(
                weight.private_service, EXACT.add(base, icu_weight), length, nights, steps
            )
            weighed = max(ZERO, EXACT.subtract(gross, _sum(amount for _, amount in deductions)))
    return WeightedActivity(
        item=weight.item,
        label=weight.label,
        unit=weight.unit,
        nwau=weighed,
        reason=reason,
        stay=stay,
        length_of_stay=length,
        days_priced=days,
        bounds=(weight.lower_bound, weight.upper_bound),
        base=base,
        paediatric=paediatric,
        adjustments=applied,
        icu_hours=icu_hours,
        icu_rate=hourly,
        deductions=deductions,
        notes=tuple(notes),
    )


def _base(weight: AcuteWeight, days: int, *, same_day: bool) -> tuple[Stay, Decimal]:
    if same_day and weight.same_day_list:
        return "same day", weight.same_day or ZERO
    if days < weight.lower_bound:
        per_day = EXACT.multiply(Decimal(days), weight.short_stay_per_day or ZERO)
        return "short stay", EXACT.add(weight.short_stay_base or ZERO, per_day)
    if days <= weight.upper_bound:
        return "inlier", weight.inlier
    beyond = EXACT.multiply(Decimal(days - weight.upper_bound), weight.long_stay_per_day or ZERO)
    return "long stay", EXACT.add(weight.inlier, beyond)


def _visit(weight: VisitWeight, episode: Episode, tables: WeightTables) -> WeightedActivity:
    """An emergency presentation or a clinic visit."""
    paediatric = weight.paediatric if _is_paediatric(episode) else ONE
    notes: list[str] = []
    applied = _applied(tables.adjustments[weight.stream], episode, weight.item, notes)
    base = weight.weight or ZERO
    weighed = None if weight.weight is None else _adjusted(EXACT.multiply(base, paediatric), applied)
    return WeightedActivity(
        item=weight.item,
        label=weight.label,
        unit=weight.unit,
        nwau=weighed,
        reason=weight.reason,
        stay=None,
        length_of_stay=0,
        days_priced=0,
        bounds=(0, 0),
        base=base,
        paediatric=paediatric,
        adjustments=applied,
        icu_hours=ZERO,
        icu_rate=ZERO,
        deductions=(),
        notes=tuple(notes),
    )


def _is_paediatric(episode: Episode) -> bool:
    return episode.specialist_paediatric and episode.age is not None and episode.age <= PAEDIATRIC_UNTIL


def _applied(steps: OfStep, episode: Episode, item: str, notes: list[str]) -> tuple[Adjustment, ...]:
    """The adjustments of both kinds that the episode's facts bring, those of 0 left out."""
    if episode.psychiatric_age or episode.adjustments:
        notes.extend(unknown_this_year(steps, episode))
    found: list[Adjustment] = []
    for step in ("added", "multiplied"):
        for fact, adjustments in steps[step].items():
            stated = item if fact == "drg" else getattr(episode, fact)
            if stated is None or stated is False:
                if fact == "age" and any(adjustment.concerns(item) for adjustment in adjustments):
                    notes.append(AGE_NOT_STATED)
                continue
            for adjustment in adjustments:
                if adjustment.value and adjustment.holds(stated):
                    if adjustment.concerns(item):
                        found.append(adjustment)
                    else:
                        notes.append(_not_concerned(adjustment, item))
    return tuple(found)


def _not_concerned(adjustment: Adjustment, item: str) -> str:
    name = Sentence(adjustment.name)
    if adjustment.items:
        return OTHER_ITEMS_ONLY.format(name=name, items=Listed(tuple(sorted(adjustment.items)), ", "))
    return NOT_THIS_ITEM.format(name=name, item=item)


def unknown_this_year(steps: OfStep, episode: Episode) -> Iterator[str]:
    """What the episode states and the year does not use, said rather than passed over."""
    known = {
        (fact, adjustment.value_of_fact)
        for step in ("added", "multiplied")
        for fact in ("psychiatric_age", "adjustments")
        for adjustment in steps[step].get(fact, ())
    }
    if episode.psychiatric_age and ("psychiatric_age", episode.psychiatric_age) not in known:
        yield NO_AGE_ADJUSTMENT.format(age_group=episode.psychiatric_age)
    for name in episode.adjustments:
        if ("adjustments", name) not in known:
            yield NO_ADJUSTMENT.format(name=Sentence(repr(name)))


def _adjusted(weight: Decimal, applied: tuple[Adjustment, ...]) -> Decimal:
    """weight x (1 + everything added) x (1 + each thing multiplied)."""
    if not applied:
        return weight
    added = ONE
    for adjustment in applied:
        if adjustment.step == "added":
            added = EXACT.add(added, adjustment.value)
    weight = EXACT.multiply(weight, added)
    for adjustment in applied:
        if adjustment.step == "multiplied":
            weight = EXACT.multiply(weight, EXACT.add(ONE, adjustment.value))
    return weight


def factor(steps: OfStep, episode: Episode, item: str) -> Decimal:
    """What the adjustments of an episode's facts multiply its weight by in all, before any rounding."""
    return _adjusted(ONE, _applied(steps, episode, item, []))


def icu_rate(steps: OfStep) -> Decimal:
    """NWAU for each hour in intensive care that counts."""
    rates = steps["for each ICU hour"]
    return _sum(rate.value for same_fact in rates.values() for rate in same_fact)


def _deductions(
    service: Decimal, weighed: Decimal, length: int, nights: int, steps: OfStep
) -> tuple[tuple[str, Decimal], ...]:
    """A private patient's: for services, and for accommodation by the day or by the night."""
    step: Step = "deducted for each night" if nights else "deducted for a same-day stay"
    times = Decimal(length if nights else 1)
    accommodation = (adjustment for same_fact in steps[step].values() for adjustment in same_fact)
    return (
        (PRIVATE_SERVICES, EXACT.multiply(service, weighed)),
        *((adjustment.name, EXACT.multiply(times, adjustment.value)) for adjustment in accommodation),
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return reduce(EXACT.add, values, ZERO)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(_UNITS[places], ROUND_HALF_UP, _ROUNDING)
