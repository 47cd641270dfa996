"""One course beside the one asked for: what it comes to, and what sets it apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, Self

from kfees.engine.carrying import by_item_alone, carried
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.engine.differences import differences
from kfees.engine.headline import headline
from kfees.engine.pricing import price_course
from kfees.library.library import Library
from kfees.model.dates import ONE_DAY
from kfees.model.fields import Day, Flag, Model, ResultAmount, ResultNumber
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.model.schedule import Basis, Currency
from kfees.model.sentences import Says

Group = Literal["setting", "discharge", "year", "payer"]


class Alternative(Model):
    """One course beside the one asked for. Amounts in the payer's currency; None is *cannot determine*.

    `differences` are against the course asked for; of a discharge day against the night before.
    `gap_least` to `payable_most`, `headline` and `not_included` are as in the course's quote.
    Where the course is in parts, `setting` is empty.
    `step` says which bound or rate the stay has just passed. `left_out` is what the request says
    and this course cannot take. `please_check`: what is implausible, as the course's quote says it.
    """

    group: Group
    label: str
    regimen: str
    setting: str
    start: Day
    discharge: Day | None
    nights: int | None
    maximum: ResultAmount | None
    known_maximum: ResultAmount
    payable: ResultAmount | None
    gap: ResultAmount | None
    nwau: ResultNumber | None
    basis: Basis | None
    stale: Flag
    asked: Flag
    differences: tuple[Says, ...]
    step: Says | None
    left_out: tuple[Says, ...]
    missing: tuple[Says, ...]
    please_check: tuple[Says, ...] = ()
    payable_least: ResultAmount | None = None
    payable_most: ResultAmount | None = None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None
    headline: Says | None = None
    not_included: tuple[Says, ...] = ()
    payer: str = DEFAULT_PAYER
    currency: Currency = "AUD"
    charge: ResultAmount | None = None


class NoAlternative(Model):
    """A course that does not fit, and why."""

    group: Group
    label: str
    reason: Says


class Asked(NamedTuple):
    """The course asked for: its request, its quote, and its course with its charges by item alone, which is
    what others are held against. `library` is as its payer sees it."""

    request: CourseRequest
    quote: Quote
    here: Course
    library: Library
    as_of: date

    @classmethod
    def of(cls, request: CourseRequest, library: Library, as_of: date) -> Self:
        """Raises InputError with every problem of the request."""
        course = lay_out(request, library)
        quote = price_course(course, library, as_of=as_of)
        return cls(request, quote, _by_item_alone(course, request, library), library.of(request.payer), as_of)

    @property
    def label(self) -> str:
        settings = dict.fromkeys(place.setting for place in self.request.places)
        where = ", then ".join(filter(None, settings))
        return f"{self.request.regimen}, {where}" if where else self.request.regimen

    def priced(self, candidate: CourseRequest, *, strictly: bool = False) -> tuple[Quote, tuple[str, ...]]:
        """What the request comes to where it is carried, and what stays behind, in words."""
        course, left_out = carried(candidate, self.here, self.library, strictly=strictly)
        return price_course(course, self.library, as_of=self.as_of), left_out


def _by_item_alone(course: Course, request: CourseRequest, library: Library) -> Course:
    alone = by_item_alone(request)
    if alone is request:
        return course
    try:
        return lay_out(alone, library)
    except InputError:  # without its charge nothing is left of it
        return course


def compared(
    group: Group,
    label: str,
    quote: Quote,
    *,
    asked: bool,
    against: Quote | None,
    library: Library,
    step: str | None = None,
    left_out: tuple[str, ...] = (),
) -> Alternative:
    request, totals = quote.request, quote.totals
    place, *others = request.places
    alone = not others
    overnight = alone and library.setting(place.setting).overnight
    nights = place.episode.nights if place.episode and overnight else None
    weights = [line.weight * line.quantity for line in quote.lines if line.weight is not None]
    return Alternative(
        group=group,
        label=label,
        regimen=request.regimen,
        setting=place.setting if alone else "",
        start=request.start,
        discharge=discharge_of(quote, library) if nights is not None else None,
        nights=nights,
        maximum=totals.maximum,
        known_maximum=totals.known_maximum,
        payable=totals.payable,
        gap=totals.gap,
        nwau=sum(weights, Decimal(0)) if weights else None,
        basis=totals.basis,
        stale=totals.stale,
        asked=asked,
        differences=differences(against, quote, library) if against is not None else (),
        step=step,
        left_out=left_out,
        missing=totals.missing,
        please_check=quote.please_check,
        payable_least=totals.payable_least,
        payable_most=totals.payable_most,
        gap_least=totals.gap_least,
        gap_most=totals.gap_most,
        headline=headline(quote, library),
        not_included=totals.not_included,
        payer=request.payer,
        currency=quote.payer.currency,
        charge=totals.charge,
    )


def discharge_of(quote: Quote, library: Library) -> date | None:
    """The day after the last night; None where the request leaves the stay itself out."""
    (place,) = quote.request.places
    for service in library.setting(place.setting).service:
        items = {service.item, *(bed.item for bed in place.episode.beds)} if place.episode else {service.item}
        days = [
            day
            for line in quote.lines
            if line.schedule == service.schedule
            for day in line.dates
            if service.when == "the stay" or line.item in items
        ]
        if days and service.when == "the stay":
            return max(days)
        if days and service.when == "each night":
            return max(days) + ONE_DAY
    return None
