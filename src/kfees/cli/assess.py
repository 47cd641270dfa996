"""`kfees assess`: the guideline's checks, the timing, the item rules, and the provider's own quote."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
from babel.numbers import format_currency

from kfees.asking import read_request
from kfees.assessing import assess
from kfees.assessment import Assessment, Outcome, ProviderQuote
from kfees.cli.asked_file import read_asked
from kfees.cli.options import as_of_option, locale_option, read_input, schedules_option, write_output
from kfees.dates import in_words
from kfees.loading import load_schedules

WIDTH = 80
MARKS: dict[Outcome, str] = {"met": "met", "not met": "NOT MET", "not stated": "not stated"}


@click.command("assess")
@click.argument("request_file", metavar="REQUEST")
@click.option("--quote", "quote_file", metavar="FILE", help="The provider's own quote, as .csv or .xlsx.")
@click.option("--letter", "letter_file", metavar="FILE.md", help="Write a letter asking for what is missing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@as_of_option
@schedules_option
@locale_option
def command(
    request_file: str,
    quote_file: str | None,
    letter_file: str | None,
    form: str,
    as_of: date | None,
    overlays: tuple[str, ...],
    locale: str,
) -> None:
    """Check a request against the guideline and the rules between items. No decision is made.

    REQUEST is a JSON file ('-' for standard input), or the workbook of 'kfees template', filled in.
    """
    library = load_schedules(*overlays)
    today = as_of or date.today()
    asked = read_asked(request_file, library)
    with asked.problems_at_their_places():
        request = read_request(asked.value, library)
        assessment = assess(request, library, as_of=today)
    if quote_file:
        from kfees.provider_quote import compare
        from kfees.provider_rows import read_provider_rows

        rows = read_provider_rows(read_input(quote_file), Path(quote_file).name)
        assessment = assessment.model_copy(update={"provider_quote": compare(rows, request, library)})
    if letter_file:
        from kfees.checking import guideline_for
        from kfees.letter import letter

        write_output(letter(assessment, guideline_for(request, library), today), letter_file)
    if form == "json":
        click.echo(assessment.model_dump_json(indent=2))
    else:
        click.echo("\n".join(_table(assessment, locale)))


def _table(assessment: Assessment, locale: str) -> Iterator[str]:
    yield click.style(f"{assessment.verdict.payability.upper()} (no decision)", bold=True)
    yield from textwrap.wrap(assessment.verdict.sentence, WIDTH)
    part = ""
    for check in assessment.checks:
        if check.part != part:
            part = check.part
            yield f"\n{part.capitalize()}"
        yield from _entry(f"  {MARKS[check.outcome]:<11} {check.code}", f"{check.fact} [{check.section}]")
    yield "\nDates"
    yield from _bullets(_timing(assessment))
    if assessment.item_findings:
        yield "\nRules between items"
        yield from _bullets(finding.says for finding in assessment.item_findings)
    if assessment.provider_quote is not None:
        yield from _provider_quote(assessment.provider_quote, locale)
    yield "\nFor the reviewer to judge"
    yield from _bullets(assessment.questions)
    yield ""
    yield from textwrap.wrap(
        f"Guideline: {assessment.guideline}, read on {in_words(assessment.guideline_read)}"
        f" ({assessment.guideline_source}).",
        WIDTH,
    )


def _timing(assessment: Assessment) -> Iterator[str]:
    timing = assessment.timing
    considered = timing.next_request_from
    first = f"A next request is considered from {in_words(considered)}. " if considered else ""
    yield f"{first}{timing.next_request_reason}"
    if timing.decision_due is None or timing.days_left is None:
        yield timing.decision_reason
        return
    days = timing.days_left
    left = f"{days} days left" if days >= 0 else f"OVERDUE by {-days} days"
    yield f"The decision is due on {in_words(timing.decision_due)}: {left}. {timing.decision_reason}"


def _provider_quote(quote: ProviderQuote, locale: str) -> Iterator[str]:
    def money(amount: Decimal | None) -> str:
        return "unknown" if amount is None else format_currency(amount, "AUD", locale=locale)

    yield "\nThe provider's own quote"
    for line in quote.lines:
        shown = f"{line.item or line.description or 'no item'}: {line.outcome.upper()}"
        figures = (
            f"charged {money(line.amount)}, maximum {money(line.maximum)}, gap {money(line.gap)}."
            if line.schedule
            else ""
        )
        yield from _entry(f"  {line.place}  {shown}", f"{figures} {line.says}".strip())
    if quote.missing:
        yield from _bullets([f"The course has, and the quote lacks: {', '.join(quote.missing)}."])
    yield from _bullets(finding.says for finding in quote.item_findings)
    yield click.style(
        f"  Charged {money(quote.charge)}, maximum {money(quote.maximum)}, gap {money(quote.gap)}", bold=True
    )


def _entry(heading: str, text: str) -> Iterator[str]:
    yield heading[:WIDTH]
    yield from textwrap.wrap(text, WIDTH, initial_indent=" " * 14, subsequent_indent=" " * 14)


def _bullets(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from textwrap.wrap(sentence, WIDTH, initial_indent="  - ", subsequent_indent="    ")
