"""`kfees template`: a workbook to fill in, which `kfees quote` prices."""

from __future__ import annotations

import click

from kfees.cli.named_files import WritingCommand, output_option
from kfees.cli.options import schedules_option, write_output
from kfees.engine.checking import unknown_payer
from kfees.library.loading import load_schedules
from kfees.model.problems import InputError


@click.command("template", cls=WritingCommand)
@output_option(".xlsx")
@click.option("--payer", metavar="NAME", help="Who is to pay, by whose schedules and guideline.")
@schedules_option
def command(output: str | None, payer: str | None, overlays: tuple[str, ...]) -> None:
    """Write a workbook to fill in: kfees quote FILE.xlsx prices it.

    Its lists hold the regimens, settings and schedules that are loaded.
    """
    from kfees.documents.form.blank import request_template

    library = load_schedules(*overlays)
    if payer is not None:
        if payer not in library.payers:
            raise InputError([unknown_payer(payer, library, f"--payer {payer}")])
        library = library.of(payer)
    write_output(request_template(library, payer), output)
