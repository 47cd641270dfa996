"""What was understood of a provider's quote, row by row, before anything is priced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kfees.engine.provider_billers import FeeRow, TakenOff
from kfees.engine.provider_lines import Matched, Outcome
from kfees.engine.provider_quote import LEFT_OUT
from kfees.engine.provider_request import asked_by
from kfees.library.library import Library
from kfees.model.assessment import QuotedLine
from kfees.model.money import ZERO
from kfees.model.request import CourseRequest
from kfees.model.understood_quote import ColumnLeftOut, UnderstoodColumn, UnderstoodQuote, UnderstoodRow
from kfees.reading.provider_columns import letter
from kfees.reading.provider_rows import ProviderFile, ProviderRow


def understood(file: ProviderFile, request: CourseRequest, library: Library) -> UnderstoodQuote:
    """Each row with the item, days and payee that it is taken to be of, in the course of a request."""
    library = library.of(request.payer)
    outcomes = asked_by(file.rows, request, library).outcomes
    return _understood(
        file, [_row(row, outcome, library) for row, outcome in zip(file.rows, outcomes, strict=True)]
    )


def understood_alone(file: ProviderFile) -> UnderstoodQuote:
    """Each row as it was read, where the course is not known that it would be of."""
    return _understood(file, [_row_alone(row) for row in file.rows])


def _understood(file: ProviderFile, rows: Sequence[UnderstoodRow]) -> UnderstoodQuote:
    charged = ZERO
    for row in rows:
        if row.meaning in ("item", "fee", "discount"):
            charged += (row.price or ZERO) * (-1 if row.meaning == "discount" else 1)
    return UnderstoodQuote(
        date_order=file.order.order,
        because=file.order.because,
        columns=tuple(_columns(file)),
        left_out=tuple(
            ColumnLeftOut(
                place=left.place,
                what=left.heading,
                why=f"{left.says}, and it is not read ({left.flags}).",
            )
            for left in file.left_out
        ),
        rows=tuple(rows),
        charged=max(charged, ZERO),
        in_doubt=tuple(row.place for row in rows if row.doubt),
    )


def _columns(file: ProviderFile) -> Iterator[UnderstoodColumn]:
    for place, headings in file.headings:
        for column, at in sorted(headings.columns.items(), key=lambda entry: entry[1]):
            heading = headings.texts[at]
            yield UnderstoodColumn(place=f"{place} column {letter(at)}", heading=heading, read_as=column)


def _row(row: ProviderRow, outcome: Outcome, library: Library) -> UnderstoodRow:
    doubt = outcome.says if isinstance(outcome, QuotedLine) and outcome.outcome in LEFT_OUT else ""
    found: dict[str, object] = {}
    if isinstance(outcome, Matched):
        schedule, item = outcome.item
        found |= {"dates": tuple(sorted(outcome.units)), "item": item, "schedule": schedule}
        found |= {"quantity": outcome.quantity, "payee": library.payee(schedule), "says": outcome.says}
    elif isinstance(outcome, FeeRow):
        found |= {"meaning": "fee", "payee": outcome.payee}
    elif isinstance(outcome, TakenOff):
        found |= {"payee": outcome.payee, "provider": outcome.row.provider or None}
    elif doubt:
        found |= {"meaning": outcome.outcome}
    return _made(row, doubt, found)


def _row_alone(row: ProviderRow) -> UnderstoodRow:
    if not row.unread:
        return _made(row, "", {})
    return _made(row, f"Not read for certain. {row.unread}", {"meaning": "not read"})


def _made(row: ProviderRow, doubt: str, found: Mapping[str, object]) -> UnderstoodRow:
    """`found`: what is known of a row beside what it says itself."""
    return UnderstoodRow.model_validate(
        {
            "place": row.place,
            "meaning": row.kind,
            "dates": row.days or ((row.day,) if row.day else ()),
            "item": row.item,
            "schedule": None,
            "description": row.description,
            "quantity": row.quantity,
            "price": row.amount,
            "gst": row.gst,
            "payee": None,
            "provider": row.provider or None,
            "doubt": doubt,
            "remedy": row.remedy,
            "says": row.says,
            **found,
        }
    )
