"""The table of a notice: each line of the quote, each payee's sum, the total; printed so that it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kfees.documents.notice.wording import NOTHING, Bilingual, Said
from kfees.documents.quote_words import BASIS_WORDS, schedule_called
from kfees.engine.accounts import IN_ONE_AMOUNT
from kfees.engine.gap import uncharged
from kfees.engine.headline import WHAT_A_PAYEE_CHARGES
from kfees.engine.reasons import AMOUNT_DISCOUNTED, LEAVE_PAID
from kfees.library.library import Library
from kfees.model.quote import Line, PayeeTotal, Quote, ScheduleUsed, Totals
from kfees.model.schedule import ESTIMATES, Basis
from kfees.model.sentences import translatable, whole

TOTAL_OF = translatable("{payee}, total")


@dataclass(frozen=True, slots=True)
class CostRow:
    """`cells`: the maximum, the charge, what the payer can pay, what the patient would pay; `figure` is how
    the maximum comes about. A payee with one line alone has one row: of its sum, with the line's item."""

    kind: Literal["line", "payee", "total"]
    item: Said
    label: Said
    figure: Said
    notes: tuple[Said, ...]
    cells: tuple[Said, Said, Said, Said]


def headings(words: Bilingual) -> tuple[Said, ...]:
    return (
        words.gettext("Item"),
        words.gettext("Service"),
        words.gettext("{Payer}’s maximum"),
        words.gettext("Charge"),
        words.gettext("{Payer} can pay"),
        words.gettext("You would pay"),
    )


def rows(quote: Quote, marks: Sequence[Footnoted], library: Library, words: Bilingual) -> Iterator[CostRow]:
    """The maximums of a payee's lines come to its sum, the payees' sums to the total, and in every row
    the charge less what the payer can pay is what the patient would pay."""
    bounded = quote.totals.gap is None
    for payee in quote.payees:
        lines = quote.lines_of(payee)
        together = quote.is_in_one_amount(payee)
        figures = _figures(payee, lines, bounded, words)
        if len(lines) == 1:
            yield _only_line(payee, lines[0], figures, marks, library, words)
            continue
        for line in lines:
            yield _line(line, together, bounded, marks, library, words)
        summed = words.gettext(IN_ONE_AMOUNT if together else TOTAL_OF, payee=words.known(payee.title))
        if payee.provider is not None:
            summed = words.joined([words.verbatim(payee.provider), summed], ": ")
        label = words.joined([summed, *_stale(payee, words)], " · ")
        yield CostRow("payee", NOTHING, label, NOTHING, tuple(_taken_off(lines, words)), figures)
    label = words.joined([words.gettext("Total"), *_stale(quote.totals, words)], " · ")
    yield CostRow("total", NOTHING, label, NOTHING, (), _figures(quote.totals, quote.lines, bounded, words))


def _only_line(
    payee: PayeeTotal,
    line: Line,
    figures: tuple[Said, Said, Said, Said],
    marks: Sequence[Footnoted],
    library: Library,
    words: Bilingual,
) -> CostRow:
    whose = words.verbatim(payee.provider) if payee.provider else words.known(payee.title)
    label = words.joined([whose, _label(line, library, words)], ": ")
    item, figure = words.verbatim(line.item or ""), _figure(line, marks, words)
    return CostRow(
        "payee", item, label, figure, (*_beneath(line, words), *_taken_off([line], words)), figures
    )


def _line(
    line: Line, together: bool, bounded: bool, marks: Sequence[Footnoted], library: Library, words: Bilingual
) -> CostRow:
    maximum, *apart = _figures(line, [line], bounded, words)
    charge, payable, gap = (NOTHING,) * 3 if together and not line.is_fee else apart
    return CostRow(
        "line",
        words.verbatim(line.item or ""),
        _label(line, library, words),
        _figure(line, marks, words),
        tuple(_beneath(line, words)),
        (maximum, charge, payable, gap),
    )


def _label(line: Line, library: Library, words: Bilingual) -> Said:
    """What is charged, and when; and that its fee may be out of date."""
    label = words.known(_called(line, library))
    if line.dates:
        label = words.joined([label, words.days(line.dates)])
    return words.joined([label, *_stale(line, words)], " · ")


def _called(line: Line, library: Library) -> str:
    """What a line's item is called to somebody who is treated."""
    plain = library.plain_words(line.schedule) if line.schedule else None
    return plain.of(line.item or "", line.label) if plain else line.label


def _taken_off(lines: Iterable[Line], words: Bilingual) -> Iterator[Said]:
    """The discount that is off what a payee charges in one amount."""
    found = (whole(reason) for line in lines for reason in line.reasons)
    yield from dict.fromkeys(words.known(said) for said in found if said.message == AMOUNT_DISCOUNTED)


def _figure(line: Line, marks: Sequence[Footnoted], words: Bilingual) -> Said:
    """How the maximum comes about, and which notes concern it."""
    number, each = words.number(line.quantity), _each(line, words)
    figure = number if each is None else words.joined([number, each], " × ")
    noted = [Said(f"[{place}]", "") for place, about in enumerate(marks, 1) if about in _noted(line)]
    return words.joined([figure, *noted], " ")


def _beneath(line: Line, words: Bilingual) -> Iterator[Said]:
    """What is taken off the charge, and why there is no maximum."""
    if line.discount:
        yield words.gettext("charged less a discount of {amount}", amount=words.money(line.discount))
    yield from (words.known(said) for said in map(whole, line.reasons) if said.message == LEAVE_PAID)
    if line.is_fee:
        yield words.gettext("No fee schedule has this. Unless {payer} agrees to pay it, you pay all of it.")
    elif line.determination != "amount":
        yield words.known(line.reasons[0])


def _each(line: Line, words: Bilingual) -> Said | None:
    """What one unit comes to: its rate, its GST on top where the charge includes it, or a fee itself."""
    rate = line.charge_per_unit if line.is_fee else line.rate
    if rate is None or line.gst_per_unit is None:
        return None if rate is None else words.money(rate)
    gst = words.money(line.gst_per_unit)
    return words.gettext("({rate} + {gst} GST)", rate=words.money(rate), gst=gst)


def _stale(part: Line | PayeeTotal | Totals, words: Bilingual) -> tuple[Said, ...]:
    return (words.gettext("may be out of date"),) if part.stale else ()


def _figures(
    part: Line | PayeeTotal | Totals, lines: Sequence[Line], bounded: bool, words: Bilingual
) -> tuple[Said, Said, Said, Said]:
    """Maximum, charge, payable and gap, "about" where a maximum is an estimate. Where the last two are not
    known, the least that is payable and the most that is left: they too come to the charge. So do those of
    an estimate where the total is `bounded`, which could not be added up from it."""
    estimated = rests_on_estimates(lines)
    about = estimated and part.gap_least != part.gap_most
    maximum = money(part.maximum, words, about=estimated)
    payable, gap = (money(amount, words, about=about) for amount in (part.payable, part.gap))
    if part.gap_most is not None and (part.gap is None or (bounded and part.gap != part.gap_most)):
        payable = words.gettext("not known")
        gap = words.gettext("at most {amount}", amount=words.money(part.gap_most))
        if part.payable_least:
            payable = words.gettext("at least {amount}", amount=words.money(part.payable_least))
        if part.maximum is None and not isinstance(part, Line) and part.known_maximum and not estimated:
            maximum = words.gettext("at least {amount}", amount=words.money(part.known_maximum))
    return maximum, money(part.charge, words), payable, gap


def rests_on_estimates(lines: Iterable[Line]) -> bool:
    """Whether what can be paid over these lines is an estimate."""
    return any(line.basis in ESTIMATES for line in lines)


def money(amount: Decimal | None, words: Bilingual, *, about: bool = False) -> Said:
    if amount is None:
        return words.gettext("not known")
    return words.gettext("about {amount}", amount=words.money(amount)) if about else words.money(amount)


def missing(quote: Quote, words: Bilingual) -> Iterator[Said]:
    """What is not known, so that the notice can only be a draft. What no schedule has is no such thing: the
    patient pays it unless the payer agrees."""
    for line in quote.lines:
        if line.maximum is None and not line.is_fee:
            yield words.gettext(
                "{Payer}’s maximum for {item} ({label}).",
                item=words.verbatim(line.code),
                label=words.known(line.label),
            )
    for payee in quote.payees:
        if payee.charge is None:
            items = words.verbatim(", ".join(uncharged(payee, quote.lines)))
            who = words.known(payee.in_a_sentence)
            says = words.gettext(WHAT_A_PAYEE_CHARGES, payee=who, items=items)
            provider = payee.provider
            yield says if provider is None else words.joined([words.verbatim(provider), says], ": ")


Footnoted = Basis | Literal["gst", "gst included"]
"""What a note under the table is about: a basis, or GST."""

GST_NOTES: dict[Footnoted, str] = {
    "gst included": translatable(
        "Where a charge includes GST, it is added to {payer}’s fee as well: that is the second amount in"
        " brackets."
    ),
    "gst": translatable(
        "Where a fee is without GST and GST applies to {payer}’s part, {payer} pays it on top."
    ),
}


def notes(quote: Quote, words: Bilingual) -> dict[Footnoted, Said]:
    """What the maximums rest on and leave out, in the order in which the table numbers them."""
    noted = {about for line in quote.lines for about in _noted(line)}
    says: dict[Footnoted, str] = {basis: said.in_a_notice for basis, said in BASIS_WORDS.items()} | GST_NOTES
    return {about: words.gettext(said) for about, said in says.items() if said and about in noted}


def _noted(line: Line) -> tuple[Footnoted | None, ...]:
    """What the notes can be about that concern a line."""
    if line.gst_per_unit is not None:
        return line.basis, "gst included"
    return (line.basis, "gst") if line.gst == "exclusive" else (line.basis,)


def newer_fees(used: ScheduleUsed, as_of: date, library: Library, words: Bilingual) -> Said:
    assert used.next_change_expected is not None  # otherwise it could not be stale
    day, schedule = (
        words.day(used.next_change_expected),
        words.known(schedule_called(used.schedule, used.title, library)),
    )
    if used.next_change_expected <= as_of:
        return words.gettext(
            "May be out of date: new fees were due on {day} and are not in this notice ({schedule}).",
            day=day,
            schedule=schedule,
        )
    return words.gettext(
        "May be out of date: new fees are due on {day}, before some of these dates, and are not in this"
        " notice ({schedule}).",
        day=day,
        schedule=schedule,
    )
