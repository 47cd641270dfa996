"""What the course would come to if the patient stayed longer, priced like the course itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kfees.documents.notice.costs import rests_on_estimates
from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.payee import Payee
from kfees.model.problems import InputError
from kfees.model.quote import Line, Quote
from kfees.model.request import Episode

MORE_NIGHTS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class LongerStay:
    """The whole course with so many nights. None where it cannot be known; `estimated` where a maximum is an
    estimate; where `bounded`, `payable` is the least that is payable and `gap` the most that is left."""

    nights: int
    maximum: Decimal | None
    charge: Decimal | None
    payable: Decimal | None
    gap: Decimal | None
    estimated: bool
    bounded: bool


def stays(quote: Quote, library: Library) -> tuple[LongerStay, ...]:
    """The course with one, two and three more nights than planned; nothing where nobody stays a night, or
    where the stay is a part of the course.

    Where a payee charges one amount for all its lines and a longer stay changes them, its charge for
    the longer stay has not been stated, so charge and gap are None there.
    """
    nights = quote.request.episode.nights if quote.request.episode else None
    if not nights:
        return ()
    found: list[LongerStay] = []
    for more in MORE_NIGHTS:
        try:
            found.append(_stay(quote, nights + more, library))
        except InputError:
            break  # past the last year that a schedule can concern
    return tuple(found)


def _stay(quote: Quote, nights: int, library: Library) -> LongerStay:
    """Priced with the charges as they are stated, so that a maximum holds GST where they do."""
    request = quote.request
    episode = (request.episode or Episode()).model_copy(update={"nights": nights, "discharged": None})
    priced = price(request.model_copy(update={"episode": episode}), library, as_of=quote.as_of)
    totals, estimated = priced.totals, rests_on_estimates(priced.lines)
    if any(
        quote.is_in_one_amount(payee) and _shape(quote, payee.payee) != _shape(priced, payee.payee)
        for payee in quote.payees
    ):
        return LongerStay(nights, totals.maximum, None, None, None, estimated, bounded=False)
    bounded = totals.gap is None
    payable, gap = (totals.payable_least, totals.gap_most) if bounded else (totals.payable, totals.gap)
    return LongerStay(nights, totals.maximum, totals.charge, payable, gap, estimated, bounded)


def _shape(quote: Quote, payee: Payee) -> list[tuple[object, ...]]:
    lines: list[Line] = [line for line in quote.lines if line.payee == payee]
    return [(line.schedule, line.item, line.version, line.rate, line.dates, line.quantity) for line in lines]
