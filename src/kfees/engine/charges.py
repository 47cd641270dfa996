"""What is wrong with a request's charges, all at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter

from kfees.engine.accounts import Assigned, Biller
from kfees.engine.course import Course
from kfees.engine.services import Service
from kfees.library.library import Library
from kfees.model.blanks import Exact, IsoDay, Listed, Quoted
from kfees.model.money import ZERO, round_half_up
from kfees.model.payee import Payee
from kfees.model.problems import STANDS_TWICE, Problem
from kfees.model.request import CourseRequest
from kfees.model.sentences import Sentence, translatable

SEVERAL_PROVIDERS = Sentence("{payee} is {number} providers, and the charge does not say which.")
ADD_PROVIDER = Sentence('Add its "provider": {names}.')
BILLS_NOTHING = Sentence("{provider} bills nothing of the course that this charge could be for.")
MAKE_IT = Sentence('Make it {names}, or add "provider" to the services that it bills.')
ADD_PROVIDERS = Sentence(
    'Add "providers": {pair} if it bills what the setting brings, or "provider" to the services that it'
    " bills."
)
FEE_OF_ITEM = Sentence(
    "{label} is item {item} of the schedule {schedule}, so it is no fee outside the schedules."
)
CHARGE_THE_ITEM = Sentence(
    "Charge that item: {charge}. Where the course does not have it yet, add it to the services."
)
CHARGED_ALREADY = Sentence("{what} is already charged in {place}.")
CHARGED_BOTH_WAYS = Sentence("{biller} is charged as one amount and by item.")
NOTHING_CHARGED = Sentence("{biller} charges nothing that it could be taken off.")
DISCOUNT_ABOVE = Sentence("{discount} is more than the {charge} that {biller} charges.")

BEGINS_WITH_A_CODE = r"(?is)(?:item +)?(\S*[0-9]\S*)(?: *[-\N{EN DASH}:] .*)?"
"""'2801', 'Item 2801', '2801 - Pain specialist'."""


def charge_problems(request: CourseRequest, course: Course, library: Library) -> Iterator[Problem]:
    """Charges whose biller is not clear, that are for no line of the quote, that stand over one line with
    another, and discounts that are too great."""
    charges, services = course.charges, course.services
    if _are_plain(charges):
        return
    for one in sorted(charges, key=attrgetter("number")):
        match one.kind:
            case "item":
                yield from _without_line(one, request, services, library)
            case "fee":
                yield from _fee_of_an_item(one, services, library)
            case "discount" if not one.candidates and one.biller.payee in library.payees:
                place = f"charges[{one.number}].discount"
                yield Problem("discount-without-charge", place, *discount_without_charge(one.biller))
            case _:
                pass
        yield from _of_nobody(one)
        yield from _repeated_days(one)
    sound = [one for one in charges if not _is_of_nobody(one)]
    yield from _charged_twice(sound)
    yield from _charged_both_ways(sound)
    yield from _too_great_discounts(sound, services)


def _are_plain(charges: Sequence[Assigned]) -> bool:
    """A quick look: most requests charge a biller in one amount, or by its items, each on all its days."""
    whole: set[Biller] = set()
    by_item: dict[Biller, set[tuple[str | None, str | None]]] = {}
    for one in charges:
        charge, biller = one.charge, one.biller
        if one.kind == "item" and one.candidates and charge.dates is None:
            by_item.setdefault(biller, set()).add((charge.schedule, charge.item))
        elif one.kind == "one amount":
            whole.add(biller)
        else:
            return False
        if _is_of_nobody(one):
            return False
    each_once = len(whole) + sum(map(len, by_item.values())) == len(charges)
    return each_once and whole.isdisjoint(by_item)


def _is_of_nobody(one: Assigned) -> bool:
    """Whether others bill such a thing, and its biller does not. Anybody may charge a fee."""
    if one.kind == "fee" and one.charge.provider is not None:
        return False
    return bool(one.candidates) and one.biller.provider not in one.candidates


def _of_nobody(one: Assigned) -> Iterator[Problem]:
    if not _is_of_nobody(one):
        return
    payee, provider = one.biller.payee, one.charge.provider
    named = tuple(f'"{name}"' for name in one.candidates if name is not None)
    if provider is None:
        yield Problem(
            "several-providers",
            f"charges[{one.number}]",
            SEVERAL_PROVIDERS.format(payee=payee, number=len(one.candidates)),
            ADD_PROVIDER.format(names=Listed(named, " or ")),
        )
        return
    if None in one.candidates:
        remedy = ADD_PROVIDERS.format(pair=f'{{"{payee}": "{provider}"}}')
    else:
        remedy = MAKE_IT.format(names=Listed(named, " or "))
    yield Problem(
        "provider-without-lines",
        f"charges[{one.number}].provider",
        BILLS_NOTHING.format(provider=provider),
        remedy,
    )


def _without_line(
    one: Assigned, request: CourseRequest, services: Sequence[Service], library: Library
) -> Iterator[Problem]:
    schedule, item = one.charge.schedule or "", one.charge.item or ""
    if not one.candidates:
        if library.knows(schedule, item) or is_drug(request, library, schedule, item):
            yield Problem(  # otherwise already an unknown item
                "charge-without-line",
                f"charges[{one.number}].item",
                Sentence("the course has no line for {item}.").format(item=f"{schedule}:{item}"),
                Sentence("Add it as a service, or charge one of: {items}.").format(items=listed(services)),
            )
        return
    days = {day for service in services if _is_for(one, service) for day in service.days}
    if days and (idle := [day for day in one.charge.dates or () if day not in days]):
        yield Problem(
            "charge-without-line",
            f"charges[{one.number}].dates",
            Sentence("the course has no {item} on {days}.").format(
                item=f"{schedule}:{item}", days=_days(idle)
            ),
            Sentence("Leave out the dates, or give those that it has: {days}.").format(
                days=_days(sorted(days))
            ),
        )


def _is_for(one: Assigned, service: Service) -> bool:
    theirs = (one.charge.schedule, one.charge.item, one.biller.provider)
    return (service.schedule, service.item, service.provider) == theirs


def _days(days: Iterable[date]) -> Listed:
    return Listed(tuple(map(IsoDay, days)), ", ")


def _fee_of_an_item(one: Assigned, services: Sequence[Service], library: Library) -> Iterator[Problem]:
    """Fees that a schedule does have: what it allows for them is known."""
    label = (one.charge.label or "").strip()
    for schedule, item in _items_named(label, services, library):
        yield Problem(
            "fee-is-an-item",
            f"charges[{one.number}].label",
            FEE_OF_ITEM.format(label=Quoted(label), item=item, schedule=schedule),
            CHARGE_THE_ITEM.format(charge=f'{{"schedule": "{schedule}", "item": "{item}", "amount": ...}}'),
        )
        return


def _items_named(label: str, services: Sequence[Service], library: Library) -> Iterator[tuple[str, str]]:
    """The items that a fee's label names: by code, or by the label of one that the course has."""
    schedule, _, item = (part.strip() for part in label.partition(":"))
    if library.knows(schedule, item):
        yield schedule, item
    match = re.fullmatch(BEGINS_WITH_A_CODE, label)
    written = (label, match[1]) if match else (label,)
    for name in library.schedules:
        for code in written:
            yield from ((name, way) for way in (code, code.upper()) if library.knows(name, way))
    yield from items_labelled(label, services, library)


def items_labelled(label: str, services: Iterable[Service], library: Library) -> Iterator[tuple[str, str]]:
    """The items of a course that have this label in a version of their schedule."""
    for name, code in dict.fromkeys((service.schedule, service.item) for service in services):
        labels = {(version.label(code) or "").casefold() for version in library.versions(name)}
        if label.casefold() in labels:
            yield name, code


def _repeated_days(one: Assigned) -> Iterator[Problem]:
    if one.charge.dates is None:
        return
    for day, times in Counter(one.charge.dates).items():
        if times > 1:
            yield Problem(
                "repeated-date",
                f"charges[{one.number}].dates",
                STANDS_TWICE.format(day=IsoDay(day)),
                translatable("Give each date once."),
            )


def _charged_twice(charges: Sequence[Assigned]) -> Iterator[Problem]:
    """Second charges over a line that is charged already: None stands for all days."""
    seen: dict[tuple[object, ...], dict[date | None, int]] = {}
    for one in charges:
        if one.kind not in ("one amount", "item"):
            continue
        item = ":".join(filter(None, (one.charge.schedule, one.charge.item)))
        earlier = seen.setdefault((one.biller, item), {})
        days: tuple[date | None, ...] = one.charge.dates or (None,)
        on_all = None in days or None in earlier
        if others := [number for day, number in earlier.items() if on_all or day in days]:
            yield Problem(
                "charged-twice",
                f"charges[{one.number}]",
                CHARGED_ALREADY.format(what=item or str(one.biller), place=f"charges[{others[0]}]"),
                _keep_one(one, on_all),
            )
        earlier.update({day: one.number for day in days if day not in earlier})


def _keep_one(second: Assigned, on_all: bool) -> Sentence:
    """What mends a second charge over a line; `on_all`: one of the two is for all days."""
    if second.kind == "one amount":
        return translatable("Keep one charge.")
    if on_all:
        return translatable("Keep one charge, or give each the dates that it is for.")
    return translatable("Keep one charge for each day.")


def _charged_both_ways(charges: Sequence[Assigned]) -> Iterator[Problem]:
    by_item = {one.biller for one in charges if one.kind == "item"}
    in_one_amount: dict[Biller, int] = {}
    for one in charges:
        if one.kind == "one amount":
            in_one_amount.setdefault(one.biller, one.number)
    for biller, number in sorted(in_one_amount.items(), key=lambda entry: entry[0].payee):
        if biller in by_item:
            yield Problem(
                "charged-both-ways",
                f"charges[{number}]",
                CHARGED_BOTH_WAYS.format(biller=str(biller)),
                translatable("Charge it one way: in one amount, or item by item."),
            )


def _too_great_discounts(charges: Sequence[Assigned], services: Sequence[Service]) -> Iterator[Problem]:
    """Discounts that are more than what they are taken off: a fee is not."""
    if all(one.kind != "discount" for one in charges):
        return
    left: dict[Biller, Decimal] = {}
    for one in charges:
        if one.kind == "one amount":
            left[one.biller] = left.get(one.biller, ZERO) + (one.charge.amount or ZERO)
        elif one.kind == "item":
            days = one.charge.dates
            units = [
                service.quantity
                for service in services
                if _is_for(one, service)
                for day in service.days
                if days is None or day in days
            ]
            charged = round_half_up((one.charge.amount or ZERO) * sum(units, Decimal(0)))
            left[one.biller] = left.get(one.biller, ZERO) + charged
    for one in charges:
        if one.charge.discount is None or one.biller not in left:
            continue
        if one.charge.discount > left[one.biller]:
            said = discount_above(one.charge.discount, left[one.biller], one.biller)
            yield Problem("discount-above-charge", f"charges[{one.number}].discount", *said)
        left[one.biller] -= one.charge.discount


def discount_without_charge(biller: Biller | Payee) -> tuple[Sentence, Sentence]:
    """The message and the remedy, for requests and portfolios alike."""
    message = NOTHING_CHARGED.format(biller=str(biller))
    return message, translatable("Give the charge too, in one amount or by item.")


def discount_above(discount: Decimal, charge: Decimal, biller: Biller | Payee) -> tuple[Sentence, Sentence]:
    message = DISCOUNT_ABOVE.format(discount=Exact(discount), charge=f"{charge:.2f}", biller=str(biller))
    return message, translatable("Give a discount of at most that, or check the charge.")


def listed(services: Sequence[Service]) -> Listed | Sentence:
    """The services of a course, as a remedy names them."""
    lines = tuple(dict.fromkeys(service.line for service in services))
    return Listed(lines, ", ") if lines else Sentence("no services")


def is_drug(request: CourseRequest, library: Library, schedule: str, item: str) -> bool:
    """Whether the item is the regimen's drug, which can be charged though no schedule prices it."""
    if request.regimen not in library.regimens:
        return False
    drug = library.regimen(request.regimen).drug
    return (schedule, item) == (drug.schedule, drug.item)
