"""`kfees quote`: from a file and flags to a priced course."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import click

from kfees.cli.asked import read_asked
from kfees.cli.course_flags import course_and_charge_flags
from kfees.cli.named_files import INPUT, WritingCommand, output_option
from kfees.cli.notice import NoticeAsked, asked_for, notice_options
from kfees.cli.options import as_of_option, form_of, judged_on, locale_option, schedules_option, write_output
from kfees.cli.stating import state
from kfees.engine.asking import read_request
from kfees.engine.pricing import price, refuse_if_uncertain
from kfees.library.library import Library
from kfees.library.loading import ENVIRONMENT_VARIABLE, load_schedules
from kfees.model.quote import Quote

FORMATS = ("table", "json", "csv", "xlsx", "html", "pdf")


@click.command("quote", cls=WritingCommand)
@click.argument("request_file", type=INPUT, required=False, metavar="[REQUEST]")
@course_and_charge_flags
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="As the file of -o ends, or table unless given; xlsx, a workbook that recalculates, and pdf need"
    " -o FILE; html and pdf are the notice to the patient.",
)
@notice_options
@output_option(".txt", ".json", ".csv", ".xlsx", ".html", ".pdf")
@as_of_option
@click.option(
    "--strict", is_flag=True, help="Refuse stale rates and maximums that cannot be determined (exit 3)."
)
@schedules_option
@locale_option
def command(
    request_file: str | None,
    form: str | None,
    output: str | None,
    as_of: date | None,
    strict: bool,
    overlays: tuple[str, ...],
    locale: str,
    language: str | None,
    details_file: str | None,
    details: tuple[str, ...],
    **flags: Any,
) -> None:
    """Price a course and report the gap.

    The course comes from REQUEST, from flags, or from both: a flag replaces what the file says.
    REQUEST is a JSON file ('-' for standard input), or the workbook of 'kfees template', filled in.
    """
    form = form or form_of(output, FORMATS)
    notice = asked_for(form, output, language, details_file, details)
    library = load_schedules(*overlays)
    asked = read_asked(request_file, library)
    state(asked, flags, library)
    with asked.problems_at_their_places():
        request = read_request(asked.value, library)
        today = judged_on(as_of, request.payer, library)
        quote = price(request, library, as_of=today)
    if strict:
        refuse_if_uncertain(quote)
    if notice is not None:  # the notice is the patient's: what is implausible in it is for who hands it over
        for sentence in quote.please_check:
            click.echo(f"Please check: {sentence}", err=True)
    write_output(_written(quote, form, locale, library, notice, today), output, data=form != "table")
    if overlays or os.environ.get(ENVIRONMENT_VARIABLE):
        from kfees.cli.overlays_unused import say_what_priced_nothing

        say_what_priced_nothing(quote, library)


def _written(
    quote: Quote, form: str, locale: str, library: Library, notice: NoticeAsked | None, today: date
) -> str | bytes:
    if notice is not None:
        return notice.drawn(quote, library, today)
    match form:
        case "json":
            return quote.model_dump_json(indent=2)
        case "csv":
            from kfees.documents.as_csv import lines_as_csv

            return lines_as_csv(quote, library)
        case "xlsx":
            from kfees.documents.quote_workbook.book import quote_as_workbook

            return quote_as_workbook(quote, library)
        case _:
            from kfees.cli.quote_table import quote_as_table

            return quote_as_table(quote, library, locale)
