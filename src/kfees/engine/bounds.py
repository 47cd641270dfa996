"""The least and the most that payable and gap can be, whatever is not known turns out to be.

All follows from the least and the most that a maximum can be: a floor is a least, and an estimate is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kfees.model.money import ZERO
from kfees.model.quote import Determination, Line
from kfees.model.schedule import Basis

Limits = tuple[Decimal, Decimal | None]
"""The least and the most that a maximum can be; None where there is no most."""

NO_LIMITS: Limits = (ZERO, None)


class Bounds(NamedTuple):
    payable_least: Decimal | None
    payable_most: Decimal | None
    gap_least: Decimal
    gap_most: Decimal | None


WITHOUT_CHARGE = Bounds(None, None, ZERO, None)


def limits(maximum: Decimal | None, determination: Determination, basis: Basis | None) -> Limits:
    """What a line's maximum can be. What is not payable is nothing, whatever its rate rests on."""
    if maximum is None:
        return NO_LIMITS
    if determination == "not payable" or basis in ("published", "supplied"):
        return maximum, maximum
    return (maximum, None) if basis == "floor" else NO_LIMITS


def limits_together(lines: Iterable[Line]) -> Limits:
    """What the maximums of lines can be in all."""
    least, most = ZERO, ZERO
    unlimited = False
    for line in lines:
        low, high = limits(line.maximum, line.determination, line.basis)
        least += low
        if high is None:
            unlimited = True
        else:
            most += high
    return least, None if unlimited else most


def bounds_of(charge: Decimal | None, limits: Limits, *, refused: bool) -> Bounds:
    """The bounds of one charge. Of what is refused nothing is payable."""
    if refused:
        return Bounds(ZERO, ZERO, charge or ZERO, charge)
    if charge is None:
        return WITHOUT_CHARGE
    least, most = limits
    payable_least = charge if charge <= least else least
    payable_most = charge if most is None or charge <= most else most
    return Bounds(payable_least, payable_most, charge - payable_most, charge - payable_least)
