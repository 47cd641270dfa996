"""`kfees template`: a workbook to fill in, which `kfees quote` prices."""

from __future__ import annotations

import click

from kfees.cli.named_files import WritingCommand, output_option
from kfees.cli.options import schedules_option, write_output
from kfees.library.loading import load_schedules


@click.command("template", cls=WritingCommand)
@output_option(".xlsx")
@schedules_option
def command(output: str | None, overlays: tuple[str, ...]) -> None:
    """Write a workbook to fill in: kfees quote FILE.xlsx prices it.

    Its lists hold the regimens, settings and schedules that are loaded.
    """
    from kfees.documents.form.blank import request_template

    write_output(request_template(load_schedules(*overlays)), output)
