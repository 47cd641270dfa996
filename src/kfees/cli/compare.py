"""`kfees compare`: the same course in other settings and regimens, on other discharge days, a year later."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from kfees.cli.asked import read_asked
from kfees.cli.course_flags import course_and_charge_flags
from kfees.cli.named_files import INPUT, OutputFile, WritingCommand, output_option
from kfees.cli.options import as_of_option, form_of, judged_on, locale_option, schedules_option, write_outputs
from kfees.cli.stating import state
from kfees.engine.alternatives import alternatives_to
from kfees.engine.asking import read_request
from kfees.library.loading import load_schedules

FORMATS = ("table", "json")


@click.command("compare", cls=WritingCommand)
@click.argument("request_file", type=INPUT, required=False, metavar="[REQUEST]")
@course_and_charge_flags
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="As the file of -o ends, or table unless given."
)
@output_option(".txt", ".json")
@click.option(
    "--chart", type=OutputFile(".svg", ".png"), metavar="FILE", help="Draw it as well, as .svg or .png."
)
@click.option("--payers", is_flag=True, help="Under each payer too: a person has one, and does not choose.")
@as_of_option
@schedules_option
@locale_option
def command(
    request_file: str | None,
    payers: bool,
    form: str | None,
    output: str | None,
    chart: str | None,
    as_of: date | None,
    overlays: tuple[str, ...],
    locale: str,
    **flags: Any,
) -> None:
    """Compare a course with itself elsewhere and later, and say in words what differs.

    REQUEST is a JSON file ('-' for standard input), or the workbook of 'kfees template', filled in.
    """
    library = load_schedules(*overlays)
    asked = read_asked(request_file, library)
    state(asked, flags, library)
    with asked.problems_at_their_places():
        request = read_request(asked.value, library)
        judged = judged_on(as_of, request.payer, library)
        comparison = alternatives_to(request, library, as_of=judged, payers=payers)
    drawn: bytes | None = None
    if chart is not None:
        from kfees.documents.charts import comparison_chart
        from kfees.documents.pictures import picture_kind

        drawn = comparison_chart(comparison, picture_kind(chart))
    form = form or form_of(output, FORMATS)
    if form == "json":
        text = comparison.model_dump_json(indent=2)
    else:
        from kfees.cli.comparison_table import comparison_as_table

        text = comparison_as_table(comparison, locale)
    charts = [(drawn, chart)] if drawn is not None else []
    write_outputs((text, output), *charts, data=form == "json")
