"""What a quote says in words, wherever it is shown: payees, what a figure rests on, how certain a gap is."""

from __future__ import annotations

from collections.abc import Iterable

from kfees.engine.gap import weakest
from kfees.model.quote import Line
from kfees.model.request import Payee
from kfees.model.schedule import Basis

PAYEE_NAMES: dict[Payee, str] = {"hospital": "Hospital", "medical": "Doctor", "pharmacy": "Pharmacy"}

BASIS_NOTES: dict[Basis, str] = {
    "published": "published: a maximum that the payer itself printed.",
    "floor": "floor: the least that WorkSafe can pay by law. It may pay more, and the gap may be less.",
    "indexed": "indexed: an estimate, carried forward from an earlier year's rate.",
    "reference": "reference: another payer's price, because the payer's own was not found.",
    "supplied": "supplied: a rate from a folder of your own.",
}

CERTAINTY: dict[Basis | None, str] = {"floor": "at most ", "indexed": "about ", "reference": "about "}
"""How certain a gap is, by what `certain_by` finds."""

NOT_CHECKED = "no claim was checked. A price is not a decision: prior approval is needed."


def certain_by(lines: Iterable[Line]) -> Basis | None:
    """The basis that says how certain a gap over these lines is: the weakest, where a rate of the user's own
    counts only if nothing else is there, because it makes no other line's floor or estimate certain."""
    bases = [line.basis for line in lines if not line.is_excluded]
    return weakest([basis for basis in bases if basis != "supplied"] or bases)
