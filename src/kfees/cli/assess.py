"""`kfees assess`: the guideline's checks, the timing, the item rules, and the provider's own quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kfees.cli.asked import read_asked
from kfees.cli.named_files import INPUT, OutputFile, WritingCommand
from kfees.cli.options import (
    as_of_option,
    judged_on,
    locale_option,
    read_input,
    schedules_option,
    write_output,
)
from kfees.cli.quote_preview import as_table, columns_option
from kfees.cli.quote_table import gap_in_words
from kfees.cli.terminal import wrapped
from kfees.documents.letter import LETTER_ENDINGS
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.engine.asked import Asked
from kfees.engine.asking import read_request
from kfees.engine.assessing import assess
from kfees.library.library import Library
from kfees.library.loading import load_schedules
from kfees.model.assessment import COUNTED, Assessment, Outcome, ProviderQuote
from kfees.model.claim_words import OTHER
from kfees.model.english import in_words
from kfees.model.problems import InputError, Problem
from kfees.model.request import CourseRequest
from kfees.model.schedule import ESTIMATES
from kfees.model.sentences import whole
from kfees.reading.named_columns import columns_named
from kfees.reading.provider_headings import ROLES

if TYPE_CHECKING:
    from kfees.reading.provider_columns import Named
    from kfees.reading.provider_rows import ProviderFile

V = TypeVar("V")

MARKS: dict[Outcome, str] = {"met": "met", "not met": "NOT MET", "not stated": "not stated"}


class _WithWords(WritingCommand):
    """Its help ends with what the facts of a claim may say, as the shipped guideline has it."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        guideline = load_schedules(environment={}).latest_guideline
        with formatter.section("Words of a claim"):
            formatter.write_dl(list(guideline.listed_words().items()) if guideline else [])
            formatter.write_text(f"Anything else: '{OTHER}' and what it is, for the reviewer.")


@click.command("assess", cls=_WithWords)
@click.argument("request_file", type=INPUT, metavar="REQUEST")
@click.option(
    "--quote",
    "quote_file",
    type=INPUT,
    metavar="FILE",
    help="The provider's own quote: a workbook, .csv, .html or .pdf.",
)
@columns_option
@click.option("--dry-run", is_flag=True, help="Show what was understood of the quote, and price nothing.")
@click.option(
    "--letter",
    "letter_file",
    type=OutputFile(*LETTER_ENDINGS),
    metavar="FILE",
    help="Write a letter asking for what is missing: .docx, .pdf, .md or .txt.",
)
@click.option("--payer", metavar="NAME", help="In place of the payer that REQUEST names.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@as_of_option
@schedules_option
@locale_option
def command(
    request_file: str,
    quote_file: str | None,
    named: tuple[str, ...],
    dry_run: bool,
    letter_file: str | None,
    payer: str | None,
    form: str,
    as_of: date | None,
    overlays: tuple[str, ...],
    locale: str,
) -> None:
    """Check a request against the guideline and the rules between items. No decision is made.

    REQUEST is a JSON file ('-' for standard input), or the workbook of 'kfees template', filled in.
    """
    library = load_schedules(*overlays)
    problems: list[Problem] = []
    asked = _unless_wrong(problems, lambda: read_asked(request_file, library))
    if asked is not None and payer is not None:
        asked.replace({"payer": payer}, {"payer": "--payer"})
    request = None if asked is None else _unless_wrong(problems, lambda: _request(asked, library))
    columns = _unless_wrong(problems, lambda: columns_named(named, ROLES))
    file = _unless_wrong(problems, lambda: _file(quote_file, asked, columns, library)) if quote_file else None
    if quote_file is None and (dry_run or named):
        flag = "--dry-run" if dry_run else "--columns"
        problems.append(Problem("bad-flag", flag, "there is no quote to read.", "Name it with --quote."))
    if problems or asked is None or request is None:
        raise InputError(problems)
    if dry_run and file is not None:
        write_output(_preview(file, request, library, form, locale), None, data=form == "json")
        return
    today = judged_on(as_of, request.payer, library)
    with asked.problems_at_their_places():
        assessment = assess(request, library, as_of=today)
    if file is not None:
        from kfees.engine.provider_quote import provider_quote

        compared = provider_quote(file.rows, request, library)
        assessment = assessment.model_copy(update={"provider_quote": compared})
    table = form == "table"
    text = (
        "\n".join(_table(assessment, Words(locale=locale, payer=assessment.payer)))
        if table
        else assessment.model_dump_json(indent=2)
    )
    if letter_file:
        from kfees.documents.letter import letter_in
        from kfees.engine.claims import known_guideline
        from kfees.engine.letter import letter

        asking = letter(assessment, known_guideline(request, library), today)
        write_output(letter_in(Path(letter_file).suffix.lower(), asking), letter_file)
    write_output(text, None, data=not table)


def _unless_wrong(problems: list[Problem], read: Callable[[], V]) -> V | None:
    """What is read; None where it is wrong, with what is wrong added to `problems`."""
    try:
        return read()
    except InputError as error:
        problems.extend(error.problems)
        return None


def _request(asked: Asked, library: Library) -> CourseRequest:
    with asked.problems_at_their_places():
        return read_request(asked.value, library)


def _file(file: str, asked: Asked | None, columns: Named | None, library: Library) -> ProviderFile:
    from kfees.engine.provider_course import quote_expected
    from kfees.reading.provider_rows import read_provider_file

    expected = quote_expected(asked and asked.value, library, columns or {})
    return read_provider_file(read_input(file), Path(file).name, expected)


def _preview(file: ProviderFile, request: CourseRequest, library: Library, form: str, locale: str) -> str:
    from kfees.engine.provider_preview import understood

    found = understood(file, request, library)
    if form == "json":
        return found.model_dump_json(indent=2)
    library = library.of(request.payer)
    return "\n".join(as_table(found, Words(locale=locale, payer=library.payer_words), library))


def _table(assessment: Assessment, words: Words) -> Iterator[str]:
    yield click.style(f"{assessment.verdict.payability.upper()} (no decision)", bold=True)
    yield from wrapped(assessment.verdict.sentence)
    if assessment.headline is not None:
        yield from _comes_to(assessment, words)
    if assessment.please_check:
        yield "\nPlease check"
        yield from _bullets(assessment.please_check)
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
        yield from _provider_quote(assessment.provider_quote, words)
    if assessment.questions:
        yield "\nFor the reviewer to judge"
        yield from _bullets(assessment.questions)
    yield f"\nPayer: {assessment.payer.title}"
    if assessment.guideline is not None and assessment.guideline_read is not None:
        yield from wrapped(
            f"Guideline: {assessment.guideline}, read on {in_words(assessment.guideline_read)}"
            f" ({assessment.guideline_source})."
        )


def _comes_to(assessment: Assessment, words: Words) -> Iterator[str]:
    """What the course comes to: the headline, and each account with the bounds of its gap."""
    yield "\nWhat the course comes to"
    yield from wrapped(say(whole(assessment.headline or ""), words), "  ", "  ")
    for payee in assessment.payees:
        charge = words.money(payee.charge, "not known")
        gap = gap_in_words(payee, words, estimated=payee.basis in ESTIMATES)
        said = f"{payee.named()}: maximum {words.money(payee.maximum)}"
        yield from _bullets([f"{said}, charge {charge}, gap {gap}."])


def _timing(assessment: Assessment) -> Iterator[str]:
    timing = assessment.timing
    considered = timing.next_request_from
    first = f"A next request is considered from {in_words(considered)}. " if considered else ""
    yield f"{first}{timing.next_request_reason}"
    if timing.decision_due is None or timing.days_left is None:
        yield timing.decision_reason
        return
    days = timing.days_left
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    left = f"{count} left" if days >= 0 else f"OVERDUE by {count}"
    yield f"The decision is due on {in_words(timing.decision_due)}: {left}. {timing.decision_reason}"


def _provider_quote(quote: ProviderQuote, words: Words) -> Iterator[str]:
    money = words.money
    yield "\nThe provider's own quote"
    for line in quote.lines:
        shown = f"{line.item or line.description or 'no item'}: {line.outcome.upper()}"
        figures = (
            f"charged {money(line.amount)}, maximum {money(line.maximum)}, gap {money(line.gap)}."
            if line.amount is not None and line.outcome in COUNTED
            else ""
        )
        yield from _entry(f"  {line.place}  {shown}", f"{figures} {line.says} {line.remedy}".strip())
    if quote.missing:
        yield from _bullets([f"The course has, and the quote lacks: {', '.join(quote.missing)}."])
    yield from _bullets(quote.differences)
    yield from _bullets(finding.says for finding in quote.item_findings)
    if quote.left_out:
        yield from _bullets([f"In no sum: {', '.join(quote.left_out)}."])
    counted = "Of the other rows: charged" if quote.left_out else "Charged"
    sums = f"{counted} {money(quote.charge)}, maximum {money(quote.maximum)}, gap {money(quote.gap)}"
    if quote.sentence is None:
        sums = "No row could be read and priced: there is nothing to add up."
    else:
        sums = f"{sums}. {quote.sentence}"
    yield from (click.style(line, bold=True) for line in wrapped(sums, "  ", "  "))


def _entry(heading: str, text: str) -> Iterator[str]:
    yield from wrapped(heading, further=" " * 4)
    yield from wrapped(text, " " * 14, " " * 14)


def _bullets(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from wrapped(sentence, "  - ", "    ")
