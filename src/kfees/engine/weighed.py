"""What one episode, emergency presentation or clinic visit weighs, and in words how that came about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, Inexact
from typing import Literal, NamedTuple

from kfees.library.adjustments import Adjustment
from kfees.model.blanks import Counted
from kfees.model.money import EXACT, round_half_up
from kfees.model.sentences import Sentence, translatable, whole

Stay = Literal["same day", "short stay", "inlier", "long stay"]

ONE = Decimal(1)
_WIDE = Context(prec=80, traps=[Inexact])  # an exact weight has up to 60 digits, a price up to 14

STAY_WORDS: dict[Stay, Sentence] = {
    "same day": translatable("A same-day stay of a DRG on the same-day list: {weight} NWAU."),
    "short stay": translatable("A short stay: {stay}, below the lower bound of {low}: {weight} NWAU."),
    "inlier": translatable("An inlier: {stay}, within the bounds of {low} to {high}: {weight} NWAU."),
    "long stay": translatable(
        "A long stay: {stay}, {beyond} beyond the upper bound of {high}: {weight} NWAU."
    ),
}

INTENSIVE_CARE = translatable(
    "{hours} hours in intensive care take {taken} of {stay} out of the stay and add {weight} NWAU an hour."
)
ONE_UNIT = translatable("One {unit}: {weight} NWAU.")
PAEDIATRIC = translatable("Specialist paediatric hospital: x {factor}.")
ADDED = translatable("{name}: + {weight} in the sum of adjustments.")
MULTIPLIED = translatable("{name}: x {factor}.")
DEDUCTED = translatable("{name}: - {weight} NWAU.")


class WeightedActivity(NamedTuple):
    """What one unit of activity weighs, and the figures it was worked out from.

    `nwau` is None where it cannot be determined; `reason` then says why. `stay` and the fields
    after it concern acute episodes: how the stay fell, its days, and those that were priced after
    intensive care. `steps` says all of it in words.
    """

    item: str
    label: str
    unit: str
    nwau: Decimal | None
    reason: str
    stay: Stay | None
    length_of_stay: int
    days_priced: int
    bounds: tuple[int, int]
    base: Decimal
    paediatric: Decimal
    adjustments: tuple[Adjustment, ...]
    icu_hours: Decimal
    icu_rate: Decimal
    deductions: tuple[tuple[str, Decimal], ...]
    notes: tuple[str, ...]

    def amount(self, price_per_weight: Decimal | None) -> Decimal | None:
        """What one unit costs in the currency of the price, rounded half up to the cent; None where
        the weight or the price is not known."""
        if self.nwau is None or price_per_weight is None:
            return None
        return round_half_up(_WIDE.multiply(self.nwau, price_per_weight))

    @property
    def steps(self) -> tuple[str, ...]:
        """The calculation in words, in its own order."""
        return tuple(_steps(self))


def _steps(activity: WeightedActivity) -> Iterator[str]:
    if activity.stay is not None:
        low, high = activity.bounds
        yield STAY_WORDS[activity.stay].format(
            stay=Counted(activity.days_priced, "day"),
            low=low,
            high=high,
            beyond=activity.days_priced - high,
            weight=activity.base,
        )
        if activity.icu_hours:
            taken = activity.length_of_stay - activity.days_priced
            yield INTENSIVE_CARE.format(
                hours=activity.icu_hours,
                taken=taken,
                stay=Counted(activity.length_of_stay, "day"),
                weight=activity.icu_rate,
            )
    elif activity.nwau is not None:
        yield ONE_UNIT.format(unit=Sentence(activity.unit), weight=activity.base)
    if activity.paediatric != ONE:
        yield PAEDIATRIC.format(factor=activity.paediatric)
    for adjustment in activity.adjustments:
        name = Sentence(adjustment.name)
        if adjustment.step == "added":
            yield ADDED.format(name=name, weight=adjustment.value)
        else:
            yield MULTIPLIED.format(name=name, factor=EXACT.add(ONE, adjustment.value))
    for deducted, amount in activity.deductions:
        yield DEDUCTED.format(name=whole(deducted), weight=amount)
    yield from activity.notes
