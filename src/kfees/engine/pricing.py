"""From a course to its quote: each draft becomes a line, and the lines are summed.

The gap is charge - payable, where payable is the lesser of charge and maximum: line by line, or for
all of a payee's lines together where the payee charges one amount.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import chain
from typing import Literal

from kfees.engine import please_check, reasons
from kfees.engine.accounts import Accounts, Biller, Fee, OneAmount
from kfees.engine.bounds import NO_LIMITS, limits
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.engine.drafts import Draft, drafted
from kfees.engine.excluding import rule_on
from kfees.engine.figures import RateFound, figure_of
from kfees.engine.gap import part_of, summed
from kfees.engine.item_rules import Ruling
from kfees.engine.verdict import planned, verdict_on
from kfees.library.library import Library
from kfees.library.version import FACTS, Version
from kfees.model.money import EXACT, GST_RATE, ZERO, round_half_up
from kfees.model.payer import PayerWords
from kfees.model.problems import InputError, Problem, StrictRefusal
from kfees.model.program import VERSION
from kfees.model.quote import Line, Quote, ScheduleUsed
from kfees.model.request import CourseRequest
from kfees.model.schedule import Currency
from kfees.model.sentences import Sentence, translatable, whole
from kfees.model.steps import next_step

OTHER_CURRENCY = Sentence("its rates are in {theirs}, and what is asked for is in {asked}.")
OR_ITS_CURRENCY = Sentence(
    "Leave out what {schedule} prices, or ask for {currency}: a payer's file and a projection state a"
    " currency."
)
THE_DRUG = translatable("The drug ({drug}).")
WHAT_IS_CHARGED = translatable("What {provider} charges.")


def price(
    request: CourseRequest, library: Library, *, as_of: date | None = None, currency: Currency | None = None
) -> Quote:
    """Price a course: its lines, the gap, and what every figure rests on.

    Pure: the same request, library and `as_of` give the same quote. `as_of` is the day from which
    staleness is judged; the course's first day unless told. Every rate must be in `currency`, the payer's
    unless told. Raises InputError with every problem.
    """
    return price_course(lay_out(request, library), library, as_of=as_of, currency=currency)


def price_course(
    course: Course,
    library: Library,
    *,
    as_of: date | None = None,
    currency: Currency | Literal["any"] | None = None,
) -> Quote:
    """As `price`, of a course that is laid out already. 'any': whatever the currency of its rates."""
    next_step()
    library = library.of(course.request.payer)
    if currency is not None and currency != "any":
        library = library.in_currency(currency)
    as_of = as_of or course.request.start
    with localcontext(EXACT):
        found = verdict_on(course, library)
        claim = course.request.claim
        refused = whole(found.sentence) if found and found.payability == "not payable" else None
        accounts = Accounts.of(course.charges, library)
        ruling = rule_on(course.services, library)
        by_biller = dict(_lines(course, ruling, library, accounts, refused, as_of))
        lines = tuple(chain.from_iterable(by_biller.values()))
        not_included = tuple(_not_included(course, by_biller))
        payees, sums = summed(
            by_biller, accounts, not_included, library.every_payee, refused=refused is not None
        )
        versions = versions_used(lines, library)
        if currency != "any":
            refuse_other_currencies(versions, library.payer_words.currency)
        verdict = found
        if found and claim and claim.approval:  # only limits of an approval ask what the course comes to
            verdict = verdict_on(course, library, planned(course, library.payer_words, sums, found))
        return Quote.made(
            {
                "lines": lines,
                "payees": payees,
                "totals": sums,
                "dose": course.dose,
                "schedules": tuple([_schedule_used(*used, library) for used in versions]),
                "assumptions": course.assumptions,
                "request": course.request,
                "as_of": as_of,
                "kfees": VERSION,
                "verdict": verdict,
                "payer": library.payer_words,
                "please_check": (
                    *please_check.of_course(course, library),
                    *ruling.please_check,
                    *accounts.please_check,
                    *please_check.of_charges(lines, payees, library.payer_words),
                ),
            }
        )


def _not_included(course: Course, billing: Collection[Biller]) -> Iterator[str]:
    """What may be charged for the course too, and is in none of its lines."""
    if course.drug_not_included:
        yield _the_drug(course.drug_label)
    for payee, provider in course.request.providers.items():
        if (payee, provider) not in billing:
            yield WHAT_IS_CHARGED.format(provider=provider)


@lru_cache(maxsize=1024)
def _the_drug(label: str) -> Sentence:
    return THE_DRUG.format(drug=Sentence(label))


def _lines(
    course: Course,
    ruling: Ruling,
    library: Library,
    accounts: Accounts,
    refused: Sentence | None,
    as_of: date,
) -> Iterator[tuple[Biller, list[Line]]]:
    """The lines by payee and by provider in the order of appearance: by first day and item, then the fees."""
    drafts = drafted(course, ruling, library, accounts)
    fees = accounts.fees
    by_biller: dict[Biller, list[Draft]] = {draft.biller: [] for draft in drafts}
    for fee in fees:
        by_biller.setdefault(fee.biller, [])
    drafts.sort(key=_first_day_and_item)
    for draft in drafts:
        by_biller[draft.biller].append(draft)
    order = [*library.every_payee]
    for biller in sorted(by_biller, key=lambda biller: order.index(biller.payee)):
        theirs = by_biller[biller]
        lines = [_line(draft, course, library, accounts, refused, as_of) for draft in theirs]
        if fees:
            lines += [_fee_line(fee, library.payer_words, refused) for fee in fees if fee.biller == biller]
        yield biller, lines


def _first_day_and_item(draft: Draft) -> tuple[date, str, str]:
    service = draft.service
    return draft.days[0], service.schedule, service.item


def _line(
    draft: Draft, course: Course, library: Library, accounts: Accounts, refused: Sentence | None, as_of: date
) -> Line:
    found, service, charged, days = draft.found, draft.service, draft.charged, draft.days
    version, one = found.version, accounts.in_one_amount.get(draft.biller)
    asked = charged or one
    rate, rate_gst, explained, said, line = found.figure or figure_of(found, service, course, library)
    stale_days = _stale_days(found, days, library)
    if version and stale_days:
        said += (reasons.stale(version, stale_days, as_of),)
    said += explained
    gst, maximum = None, None
    determination, basis = line["determination"], line["basis"]
    if rate is not None:
        if rate_gst == "exclusive" and asked is not None and asked.with_gst:
            gst = round_half_up(rate * GST_RATE)
            said += (reasons.GST_ON_TOP.format(amount=library.payer_words.dollars(gst)),)
            rate += gst
        maximum = round_half_up(rate * draft.quantity)
    elif determination == "not payable":
        maximum = ZERO
    charge = draft.charge - draft.discount if charged else None
    if charge is not None or refused is not None:
        line = line | part_of(
            charge, maximum, limits(maximum, determination, basis), refused=refused is not None
        )
    return Line.made(
        {
            **line,
            "payee": service.payee,
            "provider": service.provider,
            "schedule": service.schedule,
            "version": version.first_day if version else None,
            "item": service.item,
            "dates": days,
            "quantity": draft.quantity,
            "gst_per_unit": gst,
            "maximum": maximum,
            "charge_per_unit": charged.each if charged else None,
            "discount": draft.discount or None,
            "stale": bool(stale_days),
            "reasons": (*said, *_of_the_charge(draft, maximum, one, library.payer_words, refused)),
        }
    )


def _stale_days(found: RateFound, days: Sequence[date], library: Library) -> Sequence[date]:
    """The days of a line on which its version's announced change has come; a rule's line has no rate."""
    change = found.version.facts.next_change_expected if found.version else None
    if change is None or found.struck or library.pricing_day(days[-1]) < change:
        return ()
    if library.pricing_day(days[0]) >= change:
        return days
    return [day for day in days if library.pricing_day(day) >= change]


def _of_the_charge(
    draft: Draft,
    maximum: Decimal | None,
    one: OneAmount | None,
    payer: PayerWords,
    refused: Sentence | None,
) -> tuple[str, ...]:
    """Why payable and gap are what they are, where that is not plain."""
    said: tuple[str, ...] = () if refused is None else (refused,)
    if one is not None:
        said += (reasons.CHARGED_TOGETHER,)
        if one.discount:
            said += (reasons.AMOUNT_DISCOUNTED.format(amount=payer.dollars(one.discount)),)
        return said
    if draft.charged is None:
        said += (reasons.NO_CHARGE if refused is None else reasons.NO_GAP,)
    elif maximum is None and refused is None:
        said += (reasons.NO_MAXIMUM,)
    if draft.discount:
        said += (reasons.CHARGE_DISCOUNTED.format(amount=payer.dollars(draft.discount)),)
    return said


def _fee_line(fee: Fee, payer: PayerWords, refused: Sentence | None) -> Line:
    """A line of what no schedule has: what of it is payable is not known."""
    why = [reasons.cannot_determine(reasons.NO_SCHEDULE_HAS_IT)]
    why.append(reasons.UNLESS_AGREED.format(**payer.blanks) if refused is None else refused)
    part = part_of(round_half_up(fee.each * fee.units), None, NO_LIMITS, refused=refused is not None)
    return Line.made(
        {
            **dict.fromkeys(Line.model_fields),
            **part,
            "payee": fee.biller.payee,
            "provider": fee.biller.provider,
            "label": fee.label,
            "dates": fee.dates,
            "quantity": fee.units,
            "unit": "fee",
            "determination": "cannot determine",
            "charge_per_unit": fee.each,
            "stale": False,
            "reasons": tuple(why),
            "weight_steps": (),
        }
    )


def versions_used(lines: Iterable[Line], library: Library) -> list[tuple[Version, bool]]:
    """The versions that lines were priced from, in order, and whether one of those is stale."""
    used: dict[tuple[str, date], bool] = {}
    for line in lines:
        if (schedule := line.schedule) is not None and (first_day := line.version) is not None:
            key = (schedule, first_day)
            used[key] = line.stale or used.get(key, False)
    return [
        (version, stale)
        for (schedule, first_day), stale in sorted(used.items())
        if (version := library.version_on(schedule, first_day)) is not None
    ]


def _schedule_used(version: Version, stale: bool, library: Library) -> ScheduleUsed:
    key = ("used", version.schedule, version.first_day, stale)
    used: ScheduleUsed | None = library.kept.get(key)
    if used is None:
        facts, taken = version.facts, library.taken.get(version.schedule)
        used = library.kept[key] = ScheduleUsed.made(
            {
                "schedule": version.schedule,
                "version": version.first_day,
                "digest": version.digest,
                "stale": stale,
                "next_change_expected": facts.next_change_expected,
                "title": taken.title if taken and taken.title else facts.title,
                "publisher": facts.publisher,
                "origin": version.origin,
                "workbook": facts.workbook,
            }
        )
    return used


def refuse_other_currencies(versions: Iterable[tuple[Version, bool]], currency: Currency) -> None:
    """Raise InputError where a version is in another currency than the quote."""
    problems = [
        Problem(
            "other-currency",
            version.place(FACTS),
            OTHER_CURRENCY.format(schedule=version.schedule, theirs=version.facts.currency, asked=currency),
            OR_ITS_CURRENCY.format(schedule=version.schedule, currency=version.facts.currency),
        )
        for version, _ in versions
        if version.facts.currency != currency
    ]
    if problems:
        raise InputError(problems)


def refuse_if_uncertain(quote: Quote) -> None:
    """Strict mode: raise StrictRefusal where a rate is stale or a maximum cannot be determined.

    A charge that was not given is no uncertainty of the schedules, and is not refused.
    """
    refused = [
        f"{line.name}{'' if line.is_fee else f' ({line.label})'}: {line.reasons[0]}"
        for line in quote.lines
        if line.stale or line.determination == "cannot determine"
    ]
    if refused:
        raise StrictRefusal(refused)
