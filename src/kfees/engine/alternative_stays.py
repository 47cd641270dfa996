"""The stay asked for, ending on each day on which it could: what one more night adds, where rates step."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.engine.alternative import Alternative, Asked, NoAlternative, compared, discharge_of
from kfees.engine.differences import weight_of_line
from kfees.engine.sessions import all_treatment_days
from kfees.engine.stays import fewest_nights
from kfees.library.library import Library
from kfees.model.english import in_words
from kfees.model.problems import InputError
from kfees.model.quote import Line, Quote
from kfees.model.sentences import an, translatable

MOST_NIGHTS_COMPARED = 120
"""The longest stay that is laid out night by night."""

NIGHTS_BEYOND = 2
"""How many nights past the last step a stay is laid out, so that the step can be seen."""

PAST_UPPER_BOUND = translatable("past the upper bound of {high} days")
REACHES_LOWER_BOUND = translatable("reaches the lower bound of {low} days")
RATE_STEPS = translatable("from day {first} on {item} is {amount} {each}")
STAY_IN_PARTS = translatable(
    "a course in parts is not compared for other days of discharge: change the stay of its part instead."
)


def for_each_discharge(asked: Asked) -> Iterator[Alternative | NoAlternative]:
    """The stay asked for, until past the last step of its rates."""
    library, (place, *others) = asked.library, asked.quote.request.places
    if others:
        if any(library.setting(one.setting).overnight for one in (place, *others)):
            yield NoAlternative(group="discharge", label=asked.label, reason=STAY_IN_PARTS)
        return
    if not library.setting(place.setting).overnight:
        return
    episode = place.episode
    assert episode is not None
    assert episode.nights is not None
    fewest = fewest_nights(episode, all_treatment_days(asked.quote.request, library))
    last = max(fewest, episode.nights, _last_step(asked.quote, library)) + NIGHTS_BEYOND
    before: Quote | None = None
    for nights in range(fewest, min(last, MOST_NIGHTS_COMPARED) + 1):
        stay = episode.model_copy(update={"nights": nights, "discharged": None})
        quote, left_out = asked.quote, tuple[str, ...]()
        if nights != episode.nights:
            try:
                longer = asked.request.model_copy(update={"episode": stay})
                quote, left_out = asked.priced(longer, strictly=True)
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
            left_out=left_out,
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
