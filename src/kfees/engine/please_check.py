"""What is implausible, though possible: kept as it is, and put to whoever reads the figures. Pure.

It changes no figure and refuses nothing. What a number has to pass before it is asked about stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from kfees.engine.course import Course
from kfees.engine.gap import sum_of, sum_of_known
from kfees.engine.sessions import all_treatment_days
from kfees.library.library import Library
from kfees.model.blanks import Days
from kfees.model.payer import PayerWords
from kfees.model.quote import Line, PayeeTotal
from kfees.model.sentences import Sentence, translatable

LIGHTEST_KG, HEAVIEST_KG = 20, 300
MOST_NIGHTS = 100
MOST_DAYS_AWAY = 90
_MOST_AWAY = timedelta(days=MOST_DAYS_AWAY)
"""Days between a service and the course."""

MOST_TIMES_USUAL = 2
"""How many times the usual span from the first session to the last."""

MOST_TIMES_MAXIMUM = 20
"""How many times its maximum a charge may be."""

TOO_LIGHT = translatable("A body weight of {weight} kg is under {low} kg: please check it.")
TOO_HEAVY = translatable("A body weight of {weight} kg is over {high} kg: please check it.")
MANY_NIGHTS = translatable("A stay of {nights} nights is longer than {high} nights: please check it.")
FAR_AWAY = translatable("{item} on {days} is more than {number} days from the course: please check its days.")
SPREAD_OUT = translatable(
    "The sessions are spread over {count} days, which is more than twice the usual {number}: please check"
    " their days."
)
ITEM_CHARGE = translatable(
    "The charge of {amount} for {item} is over {number} times its maximum of {maximum}: please check it."
)
PAYEE_CHARGE = translatable(
    "What {payee} charges, {amount}, is over {number} times the maximum of {maximum}: please check it."
)


def of_course(course: Course, library: Library) -> Iterator[str]:
    """What is implausible in a course, whatever is charged for it."""
    yield from of_weight(course.request.weight_kg)
    for stay in course.stays:
        yield from of_nights(len(stay.nights))
    if course.request.services:
        yield from _far_away(course)
    if course.request.dates:
        yield from _spread_out(course, library)


def of_weight(weight_kg: Decimal | None) -> Iterator[str]:
    if weight_kg is not None and weight_kg < LIGHTEST_KG:
        yield TOO_LIGHT.format(weight=weight_kg, low=LIGHTEST_KG)
    if weight_kg is not None and weight_kg > HEAVIEST_KG:
        yield TOO_HEAVY.format(weight=weight_kg, high=HEAVIEST_KG)


def of_nights(nights: int) -> Iterator[str]:
    """Of one stay."""
    if nights > MOST_NIGHTS:
        yield MANY_NIGHTS.format(nights=nights, high=MOST_NIGHTS)


def _far_away(course: Course) -> Iterator[str]:
    """The request's own services; those that a setting brings are on the days of the course."""
    first = course.days[0] - _MOST_AWAY
    last = max([course.days[-1], *(stay.nights.last for stay in course.stays)]) + _MOST_AWAY
    for service in course.request.services:
        if days := [day for day in service.dates if not first <= day <= last]:
            item = f"{service.schedule}:{service.item}"
            yield FAR_AWAY.format(item=item, days=Days(tuple(days)), number=MOST_DAYS_AWAY)


def _spread_out(course: Course, library: Library) -> Iterator[str]:
    usual = all_treatment_days(course.request.model_copy(update={"calendar": None}), library)
    count, number = _span(course.days), _span(usual)
    if count > MOST_TIMES_USUAL * number:
        yield SPREAD_OUT.format(count=count, number=number)


def _span(days: Sequence[date]) -> int:
    return (days[-1] - days[0]).days + 1


def of_charges(lines: Sequence[Line], payees: Iterable[PayeeTotal], payer: PayerWords) -> Iterator[str]:
    """Charges of single lines; and of a biller, where its lines are charged in one amount. A fee that no
    schedule has is compared with nothing."""
    for line in lines:
        if line.charge is not None and not line.is_fee:
            yield from of_item(line.name, line.charge, line.maximum, payer)
    for total in payees:
        if total.charge is None or total.charge <= MOST_TIMES_MAXIMUM * total.known_maximum:
            continue
        biller = (total.payee, total.provider)
        theirs = [line for line in lines if (line.payee, line.provider) == biller]
        if all(line.charge is None or line.is_fee for line in theirs):
            fees = sum_of_known(line.charge for line in theirs if line.is_fee)
            maximum = sum_of(line.maximum for line in theirs if not line.is_fee)
            yield from of_payee(total.in_words, total.charge - fees, maximum, payer)


def of_item(item: str, charge: Decimal | None, maximum: Decimal | None, payer: PayerWords) -> Iterator[str]:
    yield from _of_charge(ITEM_CHARGE, charge, maximum, payer, item=item)


def of_payee(payee: str, charge: Decimal | None, maximum: Decimal | None, payer: PayerWords) -> Iterator[str]:
    """`payee`: who it is, as it stands in a sentence."""
    yield from _of_charge(PAYEE_CHARGE, charge, maximum, payer, payee=payee)


def _of_charge(
    sentence: Sentence, charge: Decimal | None, maximum: Decimal | None, payer: PayerWords, **named: str
) -> Iterator[str]:
    """A maximum of nothing says nothing of what is usually charged."""
    if charge is not None and maximum and charge > MOST_TIMES_MAXIMUM * maximum:
        amounts = {"amount": payer.dollars(charge), "maximum": payer.dollars(maximum)}
        yield sentence.format(number=MOST_TIMES_MAXIMUM, **amounts, **named)
