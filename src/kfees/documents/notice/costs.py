"""The table of a notice: each line of the quote, each payee's sum, the total; printed so that it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kfees.documents.notice.wording import NOTHING, Bilingual, Said
from kfees.documents.quote_words import BASIS_WORDS
from kfees.engine.gap import FEE_NOT_KNOWN, uncharged
from kfees.model.quote import Line, PayeeTotal, Quote, ScheduleUsed, Totals
from kfees.model.request import NAMED
from kfees.model.schedule import Basis
from kfees.model.sentences import Sentence


@dataclass(frozen=True, slots=True)
class CostRow:
    """`cells`: the maximum, the charge, what the payer can pay, what the worker would pay."""

    kind: Literal["line", "payee", "total"]
    item: Said
    label: Said
    notes: tuple[Said, ...]
    cells: tuple[Said, Said, Said, Said]


def headings(words: Bilingual) -> tuple[Said, ...]:
    return (
        words.gettext("Item"),
        words.gettext("Service"),
        words.gettext("WorkSafe’s maximum"),
        words.gettext("Charge"),
        words.gettext("WorkSafe can pay"),
        words.gettext("You would pay"),
    )


def rows(quote: Quote, marks: Sequence[Footnoted], words: Bilingual) -> Iterator[CostRow]:
    """The maximums of a payee's lines come to its sum, the payees' sums to the total, and in every row
    the charge less what the payer can pay is what the worker would pay."""
    for payee in quote.payees:
        lines = quote.lines_of(payee)
        together = quote.is_in_one_amount(payee)
        for line in lines:
            yield _line(line, together, marks, words)
        named = NAMED[payee.payee]
        summed = words.gettext(named.in_one_amount if together else named.total)
        if payee.provider is not None:
            summed = words.joined([words.verbatim(payee.provider), summed], ": ")
        label = words.joined([summed, *_stale(payee, words)], " · ")
        yield CostRow("payee", NOTHING, label, (), _sums(payee, words))
    label = words.joined([words.gettext("Total"), *_stale(quote.totals, words)], " · ")
    yield CostRow("total", NOTHING, label, (), _sums(quote.totals, words))


def _line(line: Line, together: bool, marks: Sequence[Footnoted], words: Bilingual) -> CostRow:
    priced_apart = (line.charge, line.payable, line.gap)
    apart = not together or line.is_fee
    charge, payable, gap = (_money(amount, words) if apart else NOTHING for amount in priced_apart)
    return CostRow(
        "line",
        words.verbatim(line.item or ""),
        words.known(line.label),
        tuple(_beneath(line, marks, words)),
        (_money(line.maximum, words), charge, payable, gap),
    )


def _beneath(line: Line, marks: Sequence[Footnoted], words: Bilingual) -> Iterator[Said]:
    """How the maximum comes about, when, and which notes concern it; then why there is none."""
    parts = [_times(words.number(line.quantity), line.rate, words)]
    if line.weight is not None and line.price_per_weight is not None:
        parts.append(_times(words.number(line.weight), line.price_per_weight, words))
    parts += [words.days(line.dates), *_stale(line, words)]
    concerns: list[Footnoted] = [line.basis] if line.basis else []
    concerns += [(line.schedule, line.version)] if line.schedule and line.stale else []
    parts += [
        words.gettext("note {number}", number=words.number(marks.index(mark) + 1))
        for mark in concerns
        if mark in marks
    ]
    yield words.joined(parts, " · ")
    if line.determination != "amount":
        yield words.known(line.reasons[0])


def _times(number: Said, rate: Decimal | None, words: Bilingual) -> Said:
    if rate is None:
        return number
    return words.joined([number, words.money(rate)], " × ")


def _stale(part: Line | PayeeTotal | Totals, words: Bilingual) -> tuple[Said, ...]:
    return (words.gettext("may be out of date"),) if part.stale else ()


def _sums(total: PayeeTotal | Totals, words: Bilingual) -> tuple[Said, Said, Said, Said]:
    return (
        _money(total.maximum, words),
        _money(total.charge, words),
        _money(total.payable, words),
        _money(total.gap, words),
    )


def _money(amount: Decimal | None, words: Bilingual) -> Said:
    return words.gettext("not known") if amount is None else words.money(amount)


def missing(quote: Quote, words: Bilingual) -> Iterator[Said]:
    """What is not known, so that the notice can only be a draft."""
    for line in quote.lines:
        if line.is_fee:
            yield words.known(FEE_NOT_KNOWN.format(label=Sentence(line.label)))
        elif line.maximum is None:
            yield words.gettext(
                "WorkSafe’s maximum for {item} ({label}).",
                item=words.verbatim(line.code),
                label=words.known(line.label),
            )
    for payee in quote.payees:
        if payee.charge is None:
            items = words.verbatim(", ".join(uncharged(payee, quote.lines)))
            says = words.gettext(NAMED[payee.payee].charges_for, items=items)
            provider = payee.provider
            yield says if provider is None else words.joined([words.verbatim(provider), says], ": ")


Footnoted = Basis | Literal["gst"] | tuple[str, date | None]
"""What a note under the table is about: a basis, GST, or a stale version of a schedule."""


def notes(quote: Quote, words: Bilingual) -> dict[Footnoted, Said]:
    """What the maximums rest on and leave out, in the order in which the table numbers them."""
    bases = {line.basis for line in quote.lines}
    found: dict[Footnoted, Said] = {
        basis: words.gettext(said.in_a_notice)
        for basis, said in BASIS_WORDS.items()
        if basis in bases and said.in_a_notice
    }
    for used in quote.schedules:
        if used.stale:
            found[used.schedule, used.version] = _newer_fees(used, quote.as_of, words)
    if any(line.gst == "exclusive" for line in quote.lines):
        found["gst"] = words.gettext(
            "Where a fee schedule is without GST, so are these amounts. If GST applies to WorkSafe’s part,"
            " WorkSafe pays it on top."
        )
    return found


def _newer_fees(used: ScheduleUsed, as_of: date, words: Bilingual) -> Said:
    day, schedule = words.day(used.next_change_expected), words.known(used.title)
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
