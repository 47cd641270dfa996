"""A row of a provider's quote and what became of it, as a line of the answer."""

from __future__ import annotations

from kfees.engine.gap import Part
from kfees.model.assessment import QuotedLine, RowOutcome
from kfees.reading.provider_rows import ProviderRow


def unpriced(row: ProviderRow, outcome: RowOutcome, says: str) -> QuotedLine:
    """A row that charges nothing, or of which that is not certain."""
    return quoted(row, outcome, says)


def quoted(
    row: ProviderRow, outcome: RowOutcome, says: str, part: Part | None = None, **more: object
) -> QuotedLine:
    """A row and what became of it. `part`: what of its charge is payable; `more`: what is not the row's."""
    found: dict[str, object] = {
        "item": row.item,
        "description": row.description,
        "provider": row.provider or None,
        "quantity": row.quantity,
        "dates": row.days or ((row.day,) if row.day else ()),
        "amount": row.amount,
        "remedy": row.remedy,
        **{name: getattr(part, name, None) for name in Part._fields if name != "charge"},
        **more,
    }
    return QuotedLine.model_validate({"place": row.place, "outcome": outcome, "says": says, **found})
