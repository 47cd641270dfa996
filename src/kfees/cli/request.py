"""`kfees request`: what a provider's own quote asks, as the request that `quote` and `assess` take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kfees.cli.asked import read_asked
from kfees.cli.course_flags import course_flags
from kfees.cli.named_files import INPUT, WritingCommand, output_option
from kfees.cli.options import read_input, schedules_option, write_output
from kfees.cli.quote_preview import columns_option
from kfees.cli.stating import state
from kfees.cli.terminal import wrapped
from kfees.engine.provider_billers import FeeRow, TakenOff
from kfees.engine.provider_course import quote_expected, request_from
from kfees.engine.provider_lines import Matched
from kfees.engine.provider_quote import compared_with
from kfees.engine.provider_request import Composed
from kfees.library.loading import load_schedules
from kfees.model.assessment import ProviderQuote
from kfees.model.problems import InputError, Problem
from kfees.reading.named_columns import columns_named
from kfees.reading.provider_headings import ROLES
from kfees.reading.provider_rows import ProviderFile, read_provider_file
from kfees.reading.provider_totals import PLEASE_CHECK

MEND_THE_ROW = "Mend the row, or ask for the quote again."


@click.command("request", cls=WritingCommand)
@click.argument("request_file", type=INPUT, required=False, metavar="[REQUEST]")
@click.option(
    "--from-quote",
    "quote_file",
    type=INPUT,
    required=True,
    metavar="FILE",
    help="The provider's own quote: a workbook, .csv, .html or .pdf.",
)
@columns_option
@course_flags
@output_option(".json")
@schedules_option
def command(
    request_file: str | None,
    quote_file: str,
    named: tuple[str, ...],
    output: str | None,
    overlays: tuple[str, ...],
    **flags: Any,
) -> None:
    """Write the request that says what a provider's own quote asks.

    The first day, the sessions, the days of a stay and the body weight are the quote's where it states them
    and neither REQUEST nor a flag does. What could not be understood is listed by row on standard error.
    """
    library = load_schedules(*overlays)
    asked = read_asked(request_file, library)
    state(asked, flags, library)
    expected = quote_expected(asked.value, library, columns_named(named, ROLES))
    file = read_provider_file(read_input(quote_file), Path(quote_file).name, expected)
    with asked.problems_at_their_places(), _beside_rows_not_read(file):
        composed = request_from(file, asked.value, library)
    compared = compared_with(composed, library)
    if compared.nothing_read:
        raise InputError(_problems(compared, quote_file))
    write_output(composed.request.model_dump_json(indent=2, exclude_defaults=True), output, data=True)
    for sentence in _said(composed, compared):
        for line in wrapped(sentence):
            click.echo(line, err=True)


@contextmanager
def _beside_rows_not_read(file: ProviderFile) -> Iterator[None]:
    """What no row states is refused together with the rows that may have stated it."""
    try:
        yield
    except InputError as error:
        if all(problem.place != "start" for problem in error.problems):
            raise
        rows = (
            Problem("row-not-read", row.place, f"Not read for certain. {row.unread}", row.remedy)
            for row in file.rows
            if row.unread
        )
        raise InputError([*error.problems, *rows]) from error


def _problems(compared: ProviderQuote, file: str) -> Iterator[Problem]:
    """Why nothing of a quote could be read."""
    for line in compared.lines:
        if line.place in compared.left_out:
            yield Problem("row-not-read", line.place, line.says, line.remedy or MEND_THE_ROW)
    if not compared.left_out:
        remedy = "Name the file with the provider's quote."
        yield Problem("nothing-charged", Path(file).name, "no row of it charges anything.", remedy)


def _said(composed: Composed, compared: ProviderQuote) -> Iterator[str]:
    """What was not understood, row by row, and what was taken to be meant."""
    for outcome, line in zip(composed.outcomes, compared.lines, strict=True):
        if line.place in compared.left_out or PLEASE_CHECK in line.says:
            yield f"{line.place}: {line.outcome}. {line.says} {line.remedy}".strip()
        elif isinstance(outcome, Matched) and outcome.says:
            yield f"{line.place}: {outcome.says}"
        elif isinstance(outcome, FeeRow | TakenOff):
            yield f"{line.place}: {line.outcome}, as {outcome.payee}. {line.says}"
    if compared.missing:
        yield f"The course has, and the quote lacks: {', '.join(compared.missing)}."
    yield from compared.differences
    if compared.left_out:
        yield f"Not in the request: {', '.join(compared.left_out)}."
