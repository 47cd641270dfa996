"""A projection for people, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kfees.cli.terminal import bullets, columns, wrapped
from kfees.documents.projection_words import outcomes
from kfees.documents.quote_words import settings_of
from kfees.documents.words import Words
from kfees.library.library import Library
from kfees.model.sentences import an
from kfees.projection.plan import RULE_SETS
from kfees.projection.projected_course import ProjectedLine, price_of_infusion
from kfees.projection.projection import Projection, Settlement


def projection_as_table(projection: Projection, library: Library, locale: str) -> str:
    """By year and in total, the first course's lines, the settlement, and every assumption."""
    words = Words(locale=locale, payer=projection.payer)
    return "\n".join(
        [
            *_heading(projection, library),
            "",
            *_years(projection, words),
            "",
            *_first_course(projection, words),
            *(_settlement(projection.settlement, words) if projection.settlement else ()),
            *_missing(projection, words),
            *_please_check(projection),
            "What this rests on",
            *bullets(projection.assumptions),
        ]
    )


def _heading(projection: Projection, library: Library) -> Iterator[str]:
    request = projection.plan.request
    yield click.style(RULE_SETS[projection.plan.rule_set], bold=True)
    if price_of_infusion(projection.plan, library.of(projection.payer.name)) is None:
        yield library.regimen(request.regimen).title
        yield settings_of(request, library)
    else:
        yield f"{library.regimen(request.regimen).title}, at a price per infusion"
    yield f"Payer: {projection.payer.title}"


def _years(projection: Projection, words: Words) -> Iterator[str]:
    discounted = projection.plan.discount is not None
    currency = projection.payer.currency
    headings = ("Year", "From", "Courses", f"Amount ({currency})", f"Present value ({currency})")
    rows = [
        (
            str(year.year),
            words.day(year.first_day),
            str(year.courses),
            words.amount(year.amount),
            words.amount(year.present_value),
        )
        for year in projection.years
    ]
    totals = projection.totals
    total = (
        "Total",
        "",
        str(totals.courses),
        words.amount(totals.amount),
        words.amount(totals.present_value),
    )
    table: list[tuple[str, ...]] = [headings, *rows, total]
    if not discounted:
        table = [row[:4] for row in table]
    heading, *body, last = columns(table, right=range(2, 5))
    yield heading
    yield from body
    yield "-" * max(map(len, (heading, last)))
    yield click.style(last, bold=True)


def _first_course(projection: Projection, words: Words) -> Iterator[str]:
    first = projection.courses[0]
    yield f"The first course, of {words.day(first.start)}: {words.money(first.amount)}"
    for line in first.lines:
        yield from _line(line, words)
    for sentence in outcomes(projection, words):
        yield from wrapped(sentence, "  ", "  ")
    yield ""


def _line(line: ProjectedLine, words: Words) -> Iterator[str]:
    stale = ", STALE" if line.stale else ""
    where = f"{line.schedule} of {line.version}" if line.version else "no schedule"
    if line.amount is None:
        text = f"{line.item}  {line.label}: unknown. {line.reason}"
    else:
        text = (
            f"{line.item}  {line.label}: {words.number(line.quantity)} x {words.money(line.indexed_rate)}"
            f" {an(line.unit)}, {where}, {line.basis}{stale}"
        )
    yield from wrapped(text, "  ", " " * 6)


def _settlement(settlement: Settlement, words: Words) -> Iterator[str]:
    yield "As a structured settlement"
    yield f"  Seed money now: {words.money(settlement.seed)}"
    if settlement.payments:
        yield (
            f"  Then {settlement.payments} yearly payments of {words.money(settlement.annual)}:"
            f" {words.money(settlement.annuity)}"
        )
    yield f"  In all: {words.money(settlement.total)}"
    yield ""


def _missing(projection: Projection, words: Words) -> Iterator[str]:
    totals = projection.totals
    if totals.missing:
        yield f"UNKNOWN: what is known comes to {words.money(totals.known_amount)}."
        yield from bullets(totals.missing)
        yield ""


def _please_check(projection: Projection) -> Iterator[str]:
    for sentence in projection.please_check:
        yield from wrapped(f"PLEASE CHECK: {sentence}")
    if projection.please_check:
        yield ""
