"""A quote for people: 80 columns, readable without colour, unknown and stale things said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import click

from kfees.cli.terminal import WIDTH, bullets, wrapped
from kfees.documents.quote_words import BASIS_NOTES, NOT_CHECKED, settings_of
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.engine.differences import an
from kfees.engine.headline import headline
from kfees.library.library import Library
from kfees.model.dates import runs_of_days
from kfees.model.quote import Line, PayeeTotal, Quote, Totals
from kfees.model.request import PAYEE_NAMES

HEADINGS = ("Maximum", "Charge", "Payable", "Gap")

QuoteRow = tuple[str, tuple[str, ...], bool]
"""The text on the left, the cells on the right, and whether the row stands out."""


def quote_as_table(quote: Quote, library: Library, locale: str) -> str:
    """The course, its lines by payee, the totals, the gap, and what all of it rests on."""
    words = Words(locale=locale)
    rows = list(_rows(quote, words))
    return "\n".join(
        [
            *_heading(quote, library, words),
            "",
            *_columns(rows),
            "",
            *_result(quote, words),
            "",
            *_notes(quote, words),
        ]
    )


def _heading(quote: Quote, library: Library, words: Words) -> Iterator[str]:
    request, dose = quote.request, quote.dose
    yield click.style(library.regimen(request.regimen).title, bold=True)
    yield f"{settings_of(request, library)}, from {words.day(request.start, 'full')}"
    weight = f" at {words.number(request.weight_kg)} kg" if request.weight_kg is not None else ""
    ampoules = "1 ampoule" if dose.ampoules == 1 else f"{dose.ampoules} ampoules"
    yield (
        f"Ketamine {words.number(dose.mg_per_day)} mg a day{weight}, {words.number(dose.mg)} mg in all,"
        f" {ampoules}"
    )


def _rows(quote: Quote, words: Words) -> Iterator[QuoteRow | str]:
    """Lines with their explanation below them, by payee, then the totals."""
    for total in quote.payees:
        name = total.named(PAYEE_NAMES[total.payee])
        yield name
        lines, together = quote.lines_of(total), quote.is_in_one_amount(total)
        for line in lines:
            blank = "" if together else "not given"
            unknown = "" if together and not line.is_fee else "unknown"
            cells = (
                words.money(line.maximum),
                words.money(line.charge, blank),
                words.money(line.payable, unknown),
                words.money(line.gap, unknown),
            )
            yield f"  {line.label}" if line.is_fee else f"  {line.item}  {line.label}", cells, False
            yield f"      {_explanation(line, words)}"
            yield from (f"      {step}" for step in line.weight_steps)
        how = "charged in one amount" if together else "total"
        some = any(line.charge is not None for line in lines)
        sums = _total_cells(total, words, "in part" if some else "not given")
        yield f"  {name}, {how}{_stale_mark(total)}", sums, False
    any_charge = any(total.charge is not None for total in quote.payees) or any(
        line.charge is not None for line in quote.lines
    )
    yield (
        f"Total{_stale_mark(quote.totals)}",
        _total_cells(quote.totals, words, "in part" if any_charge else "not given"),
        True,
    )


def _stale_mark(part: Line | PayeeTotal | Totals) -> str:
    return ", STALE" if part.stale else ""


def _total_cells(total: PayeeTotal | Totals, words: Words, no_charge: str) -> tuple[str, ...]:
    return (
        words.money(total.maximum),
        words.money(total.charge, no_charge),
        words.money(total.payable),
        words.money(total.gap),
    )


def _explanation(line: Line, words: Words) -> str:
    marks = [f"{words.number(line.quantity)} x {_price_in_words(line, words)}"]
    if line.version is not None:
        marks.append(f"{line.schedule} of {words.day(line.version)}")
    if line.basis is not None:
        marks.append(line.basis)
    if line.determination != "amount":
        marks += [_days(line.dates, words), line.reasons[0].rstrip(".")]
    return ", ".join(filter(None, marks)) + _stale_mark(line)


def _days(days: Iterable[date], words: Words) -> str:
    """'5-9 Aug 2024' would need a locale's own range rules: '5 Aug 2024 to 9 Aug 2024' does not."""
    return ", ".join(
        words.day(first) if first == last else f"{words.day(first)} to {words.day(last)}"
        for first, last in runs_of_days(days)
    )


def _price_in_words(line: Line, words: Words) -> str:
    if line.weight is not None:
        price = words.money(line.price_per_weight, "unknown price")
        return f"{words.number(line.weight)} NWAU x {price}"
    if line.rate is None:
        return line.unit
    if line.gst_per_unit is not None:
        return f"({words.money(line.rate)} + {words.money(line.gst_per_unit)} GST) {an(line.unit)}"
    return f"{words.money(line.rate)} {an(line.unit)}"


def _columns(rows: list[QuoteRow | str]) -> Iterator[str]:
    cells = [row[1] for row in rows if not isinstance(row, str)]
    widths = [max(9, *(len(row[number]) for row in cells)) + 1 for number in range(len(HEADINGS))]
    left = WIDTH - sum(widths)
    yield " " * left + "".join(f"{heading:>{width}}" for heading, width in zip(HEADINGS, widths, strict=True))
    for row in rows:
        if isinstance(row, str):
            yield from wrapped(row, further=" " * 6) if row[:1] == " " else [row]
            continue
        text, amounts, stands_out = row
        right = "".join(f"{amount:>{width}}" for amount, width in zip(amounts, widths, strict=True))
        if stands_out:
            yield "-" * WIDTH
        *above, last = wrapped(text, further=" " * 6, width=left, cut=True) or [text]
        yield from above
        line = f"{last:<{left}}{right}".rstrip()
        yield click.style(line, bold=True) if stands_out else line


def _result(quote: Quote, words: Words) -> Iterator[str]:
    """The one sentence that everything else explains."""
    totals = quote.totals
    said = say(headline(quote), words)
    for row in wrapped(f"GAP: {said[:1].lower()}{said[1:]}"):
        yield click.style(row, bold=True)
    yield from bullets(totals.missing)
    if totals.maximum is None and totals.known_maximum:
        yield from bullets([f"The maximums that are known come to {words.money(totals.known_maximum)}."])
    verdict = quote.verdict.sentence if quote.verdict else NOT_CHECKED
    yield from wrapped(f"GUIDELINE: {verdict}")
    for sentence in quote.please_check:
        yield from wrapped(f"PLEASE CHECK: {sentence}")


def _notes(quote: Quote, words: Words) -> Iterator[str]:
    yield "What this rests on"
    bases = {line.basis for line in quote.lines}
    yield from bullets(note for basis, note in BASIS_NOTES.items() if basis in bases)
    yield from bullets(
        f"STALE: a new version of {used.schedule} was due on {words.day(used.next_change_expected)}"
        " and is not loaded, so these rates may no longer hold."
        for used in quote.schedules
        if used.stale
    )
    yield from bullets(quote.assumptions)
    overlays = [used for used in quote.schedules if used.origin != "shipped"]
    yield from bullets(
        f"{used.schedule} of {words.day(used.version)} comes from the overlay {used.origin}."
        for used in overlays
    )
