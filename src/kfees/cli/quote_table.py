"""A quote for people: 80 columns, readable without colour, unknown and stale things said in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

import click

from kfees.cli.terminal import WIDTH, bullets, wrapped
from kfees.documents.quote_words import basis_notes, not_checked, settings_of
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.engine import reasons
from kfees.engine.headline import headline
from kfees.engine.sessions import placed_sessions
from kfees.engine.stays import stay_of
from kfees.library.library import Library
from kfees.model.english import runs_of_days
from kfees.model.quote import Line, PayeeTotal, Quote, Totals
from kfees.model.request import CourseRequest
from kfees.model.schedule import ESTIMATES
from kfees.model.sentences import Sentence, an, whole

if TYPE_CHECKING:
    from kfees.engine.alternative import Alternative

    HasGap = Line | PayeeTotal | Totals | Alternative

HEADINGS = ("Maximum", "Charge", "Payable", "Gap")
LEAST_LEFT, LEAST_ROOM = 28, 20
"""Beside figures with bounds on one line, and beside any: what has less room stands above them."""

PARTED = "\n"
"""Where a cell may be parted: between the bounds of a gap."""

OF_THE_NIGHT = (reasons.LEAVE_PAID, reasons.ON_DAYS_OF_STAY, reasons.FROM_DAY_OF_STAY)

QuoteRow = tuple[str, tuple[str, ...], bool]
"""The text on the left, the cells on the right, and whether the row stands out."""


def quote_as_table(quote: Quote, library: Library, locale: str) -> str:
    """The course, its lines by payee, the totals, the gap, and what all of it rests on."""
    words, library = Words(locale=locale, payer=quote.payer), library.of(quote.payer.name)
    rows = list(_rows(quote, words))
    return "\n".join(
        [
            *_heading(quote, library, words),
            "",
            *_columns(rows),
            "",
            *_result(quote, library, words),
            "",
            *_notes(quote, words),
        ]
    )


def _heading(quote: Quote, library: Library, words: Words) -> Iterator[str]:
    request, dose = quote.request, quote.dose
    yield click.style(library.regimen(request.regimen).title, bold=True)
    yield from wrapped(f"{settings_of(request, library)}, from {words.day(request.start, 'full')}")
    if request.parts:
        yield from wrapped(f"Sessions: {', then '.join(str(part.sessions) for part in request.parts)}")
    yield from _stays(request, library, words)
    weight = f" at {words.number(request.weight_kg)} kg" if request.weight_kg is not None else ""
    ampoules = "1 ampoule" if dose.ampoules == 1 else f"{dose.ampoules} ampoules"
    if dose.mg_per_day is not None and dose.mg is not None:
        yield (
            f"Ketamine {words.number(dose.mg_per_day)} mg a day{weight}, {words.number(dose.mg)} mg in all,"
            f" {ampoules}"
        )
    yield f"Payer: {quote.payer.title}"


def _stays(request: CourseRequest, library: Library, words: Words) -> Iterator[str]:
    for place, sessions in zip(request.places, placed_sessions(request, library), strict=True):
        if library.setting(place.setting).overnight:
            stay = stay_of(place.episode, sessions.days)
            nights = "1 night" if len(stay.nights) == 1 else f"{len(stay.nights)} nights"
            first, last = stay.nights.first, stay.nights.day_after
            yield f"{nights} in hospital, from {words.day(first)} to {words.day(last)}"


def _rows(quote: Quote, words: Words) -> Iterator[QuoteRow | str]:
    """Lines with their explanation below them, by payee, then the totals."""
    for total in quote.payees:
        name = total.named()
        yield name
        lines, together = quote.lines_of(total), quote.is_in_one_amount(total)
        for line in lines:
            alone = not together or line.is_fee
            cells = (
                words.money(line.maximum),
                words.money(line.charge, "not given" if alone else ""),
                *(
                    _outcome_cells(line, [line], words)
                    if alone
                    else (words.money(line.payable, ""), words.money(line.gap, ""))
                ),
            )
            yield f"  {line.label}" if line.is_fee else f"  {line.item}  {line.label}", cells, False
            yield f"      {_explanation(line, words)}"
            yield from (f"      {step}" for step in line.weight_steps)
        how = "charged in one amount" if together else "total"
        some = any(line.charge is not None for line in lines)
        sums = _total_cells(total, lines, words, "in part" if some else "not given")
        yield f"  {name}, {how}{_stale_mark(total)}", sums, False
        yield from (f"      {said}" for said in dict.fromkeys(_off_one_amount(lines)))
    any_charge = any(total.charge is not None for total in quote.payees) or any(
        line.charge is not None for line in quote.lines
    )
    yield (
        f"Total{_stale_mark(quote.totals)}",
        _total_cells(quote.totals, quote.lines, words, "in part" if any_charge else "not given"),
        True,
    )


def _off_one_amount(lines: Iterable[Line]) -> Iterator[str]:
    return (reason for line in lines for reason in _reasons(line, (reasons.AMOUNT_DISCOUNTED,)))


def _stale_mark(part: PayeeTotal | Totals) -> str:
    return ", STALE" if part.stale else ""


def _total_cells(
    total: PayeeTotal | Totals, lines: Sequence[Line], words: Words, no_charge: str
) -> tuple[str, ...]:
    return (
        words.money(total.maximum),
        words.money(total.charge, no_charge),
        *_outcome_cells(total, lines, words),
    )


def _outcome_cells(part: Line | PayeeTotal | Totals, lines: Sequence[Line], words: Words) -> tuple[str, str]:
    return words.money(part.payable), gap_in_words(
        part, words, estimated=any(line.basis in ESTIMATES for line in lines)
    )


def gap_in_words(part: HasGap, words: Words, *, estimated: bool) -> str:
    """The gap, or its bounds where it is not one figure: two lines of one cell."""
    least, most = part.gap_least, part.gap_most
    if most is None:
        return f"at least{PARTED}{words.amount(least)}" if least else words.money(None)
    if least == most:
        return words.money(most)
    if part.gap is not None and estimated:
        return f"about {words.amount(part.gap)},{PARTED}at most {words.amount(most)}"
    return f"{words.amount(least)} to{PARTED}{words.amount(most)}"


def _explanation(line: Line, words: Words) -> str:
    marks = [f"{words.number(line.quantity)} x {_price_in_words(line, words)}"]
    if line.version is not None:
        marks.append(f"{line.schedule} of {words.day(line.version)}")
    if line.basis is not None:
        marks.append(line.basis)
    if line.determination != "amount":
        marks += [_days(line.dates, words), line.reasons[0].rstrip(".")]
    if line.stale:
        marks.append("STALE")
    marks += [reason.within() for reason in _reasons(line, OF_THE_NIGHT)]
    if line.discount is not None:
        marks.append(f"charged less {words.money(line.discount)}")
    return ", ".join(filter(None, marks))


def _days(days: Iterable[date], words: Words) -> str:
    """'5-9 Aug 2024' would need a locale's own range rules: '5 Aug 2024 to 9 Aug 2024' does not."""
    return ", ".join(
        words.day(first) if first == last else f"{words.day(first)} to {words.day(last)}"
        for first, last in runs_of_days(days)
    )


def _reasons(line: Line, said: Collection[str]) -> Iterator[Sentence]:
    """Those of a line's reasons that say this."""
    return (reason for reason in map(whole, line.reasons) if reason.message in said)


def _price_in_words(line: Line, words: Words) -> str:
    gst = f" + {words.money(line.gst_per_unit)} GST" if line.gst_per_unit is not None else ""
    if line.weight is not None:
        price = words.money(line.price_per_weight, "unknown price")
        return f"{words.number(line.weight)} NWAU x {price}{gst}"
    each = line.charge_per_unit if line.is_fee else line.rate
    if each is None:
        return line.unit
    price = f"{words.money(each)}{gst}"
    return f"{f'({price})' if gst else price} {an(line.unit)}"


def _columns(rows: list[QuoteRow | str]) -> Iterator[str]:
    widths = _widths([row[1] for row in rows if not isinstance(row, str)])
    left = WIDTH - sum(widths)
    yield " " * left + _to_the_right(HEADINGS, widths)[0]
    for row in rows:
        if isinstance(row, str):
            yield from wrapped(row, further=" " * 6) if row[:1] == " " else [row]
            continue
        text, amounts, stands_out = row
        if stands_out:
            yield "-" * WIDTH
        first, *below = _to_the_right(amounts, widths)
        room = left + len(first) - len(first.lstrip()) - 1
        *above, last = wrapped(text, further=" " * 6, width=room if room >= LEAST_ROOM else WIDTH, cut=True)
        if len(last) > room:
            above, last = [*above, last], ""
        yield from above
        for line in (last + (" " * left + first)[len(last) :], *(" " * left + more for more in below)):
            yield click.style(line.rstrip(), bold=True) if stands_out else line.rstrip()


def _widths(cells: list[tuple[str, ...]]) -> list[int]:
    """The columns' widths with the space before them: bounds stand on one line where that leaves enough room
    for what they are of."""
    widths: list[int] = []
    for between in (" ", PARTED):
        written = [[cell.replace(PARTED, between).split(PARTED) for cell in row] for row in cells]
        widths = [
            max(9, *(len(part) for row in written for part in row[number])) + 1
            for number in range(len(HEADINGS))
        ]
        if WIDTH - sum(widths) >= LEAST_LEFT:
            break
    return widths


def _to_the_right(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The lines of cells, of which one is parted only where it has to be."""
    parts = [
        [cell.replace(PARTED, " ")] if len(cell) < width else cell.split(PARTED)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        "".join(f"{part:>{width}}" for part, width in zip(line, widths, strict=True))
        for line in zip_longest(*parts, fillvalue="")
    ]


def _result(quote: Quote, library: Library, words: Words) -> Iterator[str]:
    """The one sentence that everything else explains."""
    totals = quote.totals
    said = say(headline(quote, library), words)
    for row in wrapped(f"GAP: {said[:1].lower()}{said[1:]}"):
        yield click.style(row, bold=True)
    yield from bullets(totals.missing)
    if totals.maximum is None and totals.known_maximum:
        yield from bullets([f"The maximums that are known come to {words.money(totals.known_maximum)}."])
    verdict = quote.verdict.sentence if quote.verdict else not_checked(library)
    yield from wrapped(f"GUIDELINE: {verdict}")
    for sentence in quote.please_check:
        yield from wrapped(f"PLEASE CHECK: {sentence}")


def _notes(quote: Quote, words: Words) -> Iterator[str]:
    yield "What this rests on"
    yield from bullets(basis_notes(quote.lines, quote.payer))
    yield from bullets(
        f"STALE: a new version of {used.schedule} was due on {words.day(used.next_change_expected)}"
        " and is not loaded, so these rates may no longer hold."
        for used in quote.schedules
        if used.stale and used.next_change_expected
    )
    yield from bullets(quote.assumptions)
    overlays = [used for used in quote.schedules if used.origin != "shipped"]
    yield from bullets(
        f"{used.schedule} of {words.day(used.version)} comes from the overlay {used.origin}."
        for used in overlays
    )
