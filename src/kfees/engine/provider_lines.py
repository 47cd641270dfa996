"""What becomes of a row of a provider's quote: units of an item, a fee, a discount, or a line that says why
not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from kfees.engine.gap import FIGURES, Part
from kfees.engine.provider_billers import FeeRow, TakenOff
from kfees.engine.provider_codes import ItemName
from kfees.model.assessment import QuotedLine, RowOutcome
from kfees.model.money import CENT, ZERO
from kfees.reading.provider_rows import ProviderRow


@dataclass(frozen=True, slots=True)
class Matched:
    """A row whose item is certain, and the units that it is taken to charge on each day."""

    row: ProviderRow
    item: ItemName
    units: dict[date, Decimal]
    in_course: bool
    says: str

    @property
    def quantity(self) -> Decimal:
        return sum(self.units.values(), Decimal(0))

    def by_day(self) -> Iterator[tuple[date, Decimal, Decimal]]:
        """Each day with its units, and with its part of the amount in whole cents, which add up to it."""
        assert self.row.amount is not None
        quantity, units, before = self.quantity, Decimal(0), ZERO
        for day, here in sorted(self.units.items()):
            units += here
            until = (self.row.amount * units / quantity).quantize(CENT, ROUND_FLOOR)
            until = self.row.amount if units == quantity else until
            yield day, here, until - before
            before = until


Outcome = Matched | FeeRow | TakenOff | QuotedLine
"""What becomes of a row; a QuotedLine says why it charges nothing."""


def quoted(
    row: ProviderRow, outcome: RowOutcome, says: str, part: Part | None = None, **more: object
) -> QuotedLine:
    """As a line of the answer. `part`: what of its charge is payable; `more`: what is not the row's."""
    found: dict[str, object] = {
        "item": row.item,
        "description": row.description,
        "provider": row.provider or None,
        "quantity": row.quantity,
        "dates": row.days or ((row.day,) if row.day else ()),
        "amount": row.amount,
        "remedy": row.remedy,
        **{name: part and part[name] for name in FIGURES if name != "charge"},
        **more,
    }
    return QuotedLine.model_validate({"place": row.place, "outcome": outcome, "says": says, **found})
