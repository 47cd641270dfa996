"""What one unit of a service comes to: the rate or weight in force on its day, and what explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from kfees.engine import reasons
from kfees.engine.course import Course
from kfees.engine.excluding import Struck
from kfees.engine.gap import NO_CHARGE
from kfees.engine.services import Service
from kfees.engine.step_down import DaysCounted
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.library.written_reasons import as_sentence
from kfees.model.blanks import Listed, Percent
from kfees.model.english import plain
from kfees.model.money import CannotDetermine, Money, NotPayable, round_half_up
from kfees.model.quote import Determination, Line
from kfees.model.request import Episode
from kfees.model.schedule import Basis, Gst, Rate
from kfees.model.sentences import translatable

if TYPE_CHECKING:
    from kfees.engine.weighed import WeightedActivity

UNPRICED = translatable("{source}, so dollars cannot be determined")


class Figure(NamedTuple):
    """What one unit of a service costs, in the words and terms of whatever priced it. `why`: why there is no
    amount, where there is none; `line`: the line's values that follow from all this, without a charge."""

    amount: Decimal | None
    gst: Gst | None
    explained: tuple[str, ...]
    why: tuple[str, ...]
    line: dict[str, Any]


@dataclass(slots=True)
class RateFound:
    """The version in force on a service's day and what it says of the item, or why there is nothing;
    `struck` where a rule between items excludes the units. `figure`: what it comes to, where that is known
    already."""

    version: Version | None
    rate: Rate | WeightedActivity | None
    reason: str = ""
    struck: Struck | None = None
    figure: Figure | None = None


def rates_found(
    service: Service, counted: DaysCounted, course: Course, library: Library
) -> Iterator[tuple[RateFound, Service]]:
    """What the versions in force say of a service, parted where they say different things of its days."""
    unpriced = bool(service.unpriced) or (service.on_leave and library.payer.leave is None)
    for version, whole in _by_version(service, library):
        if version is not None and not (service.unpriced or service.on_leave):
            plain = _plain(version, service.item, library)
            if plain is not None:
                yield plain, whole
                continue
        part: Service | None = whole
        if version is not None and whole.item in version.last_days:
            part, after = _until_it_ends(whole, version, library)
            if after is not None:
                yield _ended(version, whole.item), after
        if part is None:
            continue
        if version is None or unpriced or not version.steps_down(service.item):
            yield _found(part, version, course, library), part
        else:
            yield from _by_day_of_stay(part, version, counted, library)


def plain_rate_found(service: Service, library: Library) -> RateFound | None:
    """The rate of a service on all its days: most services are under one version that has one rate of them.
    None where it takes `rates_found` to say it."""
    days, schedule = service.days, service.schedule
    version = library.version_on(schedule, days[0])
    if version is None or service.unpriced or service.on_leave:
        return None
    if len(days) > 1 and library.version_on(schedule, days[-1]) is not version:
        return None
    return _plain(version, service.item, library)


def _plain(version: Version, item: str, library: Library) -> RateFound | None:
    """The rate of an item that has the same one on all days of a version, with its figure: worked out once.
    None where there is none, or where it goes by the day of the stay, ends, or is a weight."""
    key = (version.schedule, version.first_day, item)
    found: RateFound | None = library.kept.get(key)
    if found is None:
        rate = version.plain_rate(item)
        if rate is not None:
            figure = _rated_figure(version, rate, library, on_leave=False)
            found = library.kept[key] = RateFound(version, rate, figure=figure)
    return found


def _by_version(service: Service, library: Library) -> Iterator[tuple[Version | None, Service]]:
    version_on = partial(library.version_on, service.schedule)
    first = version_on(service.days[0])
    if first is version_on(service.days[-1]):
        yield first, service
        return
    for version, days in groupby(service.days, version_on):
        yield version, service.on(days)


def _until_it_ends(
    service: Service, version: Version, library: Library
) -> tuple[Service | None, Service | None]:
    """The part of a service up to the last day of its item, and the part after it."""
    last = version.last_days[service.item]
    held = [day for day in service.days if library.pricing_day(day) <= last]
    after = [day for day in service.days if library.pricing_day(day) > last]
    return service.on(held) if held else None, service.on(after) if after else None


def _ended(version: Version, item: str) -> RateFound:
    return RateFound(version, None, reasons.RATE_ENDED.format(item=item, day=version.last_days[item]))


def _found(service: Service, version: Version | None, course: Course, library: Library) -> RateFound:
    """What the version in force says of days that are alike to it; never another version's, never zero for
    want of one."""
    item = service.item
    if version is None:
        first = next(iter(library.versions(service.schedule)), None)
        says = reasons.before_first_version(service.schedule, first and first.first_day)
        if first is None and library.loaded(service.schedule):
            blanks = library.payer_words.blanks
            says = reasons.NO_RATE_OF_PAYER.format(schedule=service.schedule, **blanks)
        return RateFound(None, None, says)
    if version.activity is not None and version.activity.weight(item) is not None:
        from kfees.engine.weighing import nwau  # most courses weigh nothing

        return RateFound(version, nwau(service.episode or course.episode or Episode(), version, item))
    rates = version.rates(item)
    if not rates:
        return RateFound(version, None, reasons.not_in_version(item, version))
    if service.unpriced:
        return RateFound(version, None, service.unpriced)
    if service.on_leave:
        return _of_leave(RateFound(version, rates[0]), library)
    return RateFound(version, rates[0])


def _of_leave(found: RateFound, library: Library) -> RateFound:
    """The payer's fraction of the rate of a bed on a night that the patient spends elsewhere."""
    leave = library.payer.leave
    if leave is None:
        return RateFound(found.version, None, reasons.LEAVE_NOT_PUBLISHED)
    if not isinstance(found.rate, Rate) or not isinstance(found.rate.amount, Decimal):
        return found
    part = round_half_up(found.rate.amount * leave.fraction)
    return replace(found, rate=found.rate._replace(amount=part))


def _by_day_of_stay(
    service: Service, version: Version, counted: DaysCounted, library: Library
) -> Iterator[tuple[RateFound, Service]]:
    """The rates of nights, each of as many in a row as it holds for."""
    numbers = counted.of(service, version)

    def found(night: date) -> RateFound:
        # Leave from the first night on is of the first day.
        days = {max(1, number[night]) for number in numbers}
        rate = _on_days_of_stay(days, service.item, version)
        return _of_leave(rate, library) if service.on_leave else rate

    for rate, nights in groupby(service.days, found):
        yield rate, service.on(nights)


def _on_days_of_stay(days: Iterable[int], item: str, version: Version) -> RateFound:
    """The rate of a night. Where no source says what its days count, every count must come to it."""
    rates = version.rates(item)
    found = {next((rate for rate in rates if rate.holds_on(day)), None) for day in days}
    if len(found) > 1:
        return RateFound(version, None, reasons.count_not_published(item, version))
    (rate,) = found
    return RateFound(version, rate, "" if rate else reasons.no_rate_for_day(rates))


def _figure(
    label: str,
    unit: str,
    amount: Money,
    *,
    basis: Basis | None = None,
    gst: Gst | None = None,
    source: str | None = None,
    explained: tuple[str, ...] = (),
    weight: Decimal | None = None,
    price_per_weight: Decimal | None = None,
    weight_steps: tuple[str, ...] = (),
    cell: str = "",
) -> Figure:
    determination: Determination = "amount"
    why: tuple[str, ...] = ()
    match amount:
        case NotPayable(reason):
            determination, why = "not payable", (reasons.not_payable(reason),)
        case CannotDetermine(reason):
            determination, why, basis = "cannot determine", (reasons.cannot_determine(reason),), None
        case Decimal():
            pass
        case _:
            assert_never(amount)
    rate = amount if isinstance(amount, Decimal) else None
    line = {
        **dict.fromkeys(Line.model_fields),
        **NO_CHARGE,
        "label": label,
        "unit": unit,
        "rate": rate,
        "determination": determination,
        "basis": basis,
        "gst": gst,
        "source": source,
        "cell": cell or None,
        "weight": weight,
        "price_per_weight": price_per_weight,
        "weight_steps": weight_steps,
    }
    return Figure(rate, gst, explained, why, line)


def figure_of(found: RateFound, service: Service, course: Course, library: Library) -> Figure:
    """For a rate whose figure is not known already."""
    version, rate = found.version, found.rate
    match rate:
        case None:
            words = version.words(service.item) if version else None
            label, unit = words or _words_elsewhere(service, course, library)
            if found.struck:
                return _excluded_figure(label, unit, version.facts.gst if version else None, found.struck)
            return _figure(label, unit, CannotDetermine(found.reason))
        case Rate():
            assert version is not None
            return _rated_figure(version, rate, library, on_leave=service.on_leave)
        case _:
            assert version is not None
            return _weighted_figure(version, rate)


def _rated_figure(version: Version, rate: Rate, library: Library, *, on_leave: bool) -> Figure:
    taken, leave = library.taken.get(version.schedule), library.payer.leave if on_leave else None
    basis = taken.basis or rate.basis if taken else rate.basis
    explained: list[str] = []
    if isinstance(rate.amount, Decimal):
        if leave:
            explained.append(reasons.LEAVE_PAID.format(percent=Percent(Decimal(plain(leave.fraction * 100)))))
        explained += reasons.for_rate(version, rate, basis, library)
        if taken and taken.says:
            explained.append(library.payer_words.said(taken.says))
    source = f"{rate.source}; {leave.source}" if leave else rate.source
    return _figure(
        rate.label,
        rate.unit,
        rate.amount,
        basis=basis,
        gst=rate.gst,
        source=source,
        explained=tuple(explained),
        cell=rate.cell,
    )


def _excluded_figure(label: str, unit: str, gst: Gst | None, struck: Struck) -> Figure:
    instead = (reasons.PAYABLE_INSTEAD.format(items=Listed(tuple(struck.instead))),) if struck.instead else ()
    return _figure(label, unit, NotPayable(struck.rule.says), gst=gst, explained=instead)


def _weighted_figure(version: Version, activity: WeightedActivity) -> Figure:
    """Weight x price, rounded half up to the cent; both have to be known."""
    facts = version.facts
    assert facts.activity is not None
    price = facts.activity.price_per_weight
    amount: Money | None = activity.amount(price)
    if amount is None:
        unpriced = UNPRICED.format(source=as_sentence(facts.activity.price_source))
        amount = CannotDetermine(activity.reason if activity.nwau is None else unpriced)
    return _figure(
        activity.label,
        activity.unit,
        amount,
        basis=facts.basis,
        gst=facts.gst,
        source=facts.source,
        explained=tuple(reasons.for_weight(version)),
        weight=activity.nwau,
        price_per_weight=price,
        weight_steps=activity.steps,
    )


def _words_elsewhere(service: Service, course: Course, library: Library) -> tuple[str, str]:
    """The label and unit of an item without a rate: another version's words, or those of the schedule that
    has the family's own name, as a setting that payers share may bring what one of them has no rate for;
    for the drug, the regimen's."""
    families = (name for name, taken in library.payer.schedule.items() if taken.schedule == service.schedule)
    for schedule in (service.schedule, *families):
        for version in reversed(library.loaded(schedule)):
            words = version.words(service.item)
            if words is not None:
                return words
    drug = library.regimen(course.request.regimen).drug
    is_drug = (service.schedule, service.item) == (drug.schedule, drug.item)
    return (course.drug_label, "ampoule") if is_drug else (service.item, "service")
