"""`kfees replay`: the same quote to the cent, or what changed and why."""

from __future__ import annotations

import sys

import click

from kfees.cli.options import read_input, schedules_option
from kfees.cli.terminal import wrapped
from kfees.library.loading import load_schedules
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.reading.json_and_toml import read_json, read_model


@click.command("replay")
@click.argument("quote_file", metavar="QUOTE.json")
@schedules_option
def command(quote_file: str, overlays: tuple[str, ...]) -> None:
    """Price a saved quote again. Exit 0: the same to the cent; 1: it differs, or is now refused, with
    what and why."""
    from kfees.engine.replaying import replay

    content = read_json(read_input(quote_file), quote_file)
    if isinstance(content, dict) and "lines" not in content:
        remedy = "Save one by `kfees quote --format json -o FILE`, and replay that."
        raise InputError(
            [Problem("no-quote", quote_file, "this is no saved quote: it has no lines.", remedy)]
        )
    saved = read_model(Quote, content)
    library = load_schedules(*overlays)
    try:
        result = replay(saved, library)
    except InputError as error:
        for problem in error.problems:
            click.echo(f"Refused now: request.{problem}")
        sys.exit(1)
    for sentence in result.quote.please_check:
        click.echo(f"Please check: {sentence}")
    for cause in result.causes:
        click.echo(f"Changed: {cause}")
    if not result.differences:
        click.echo("The quote replays to the cent.")
        return
    for difference in result.differences:
        click.echo(f"Differs: {difference}")
    if not result.causes:
        said = (
            "No version, digest or program changed: the saved quote was edited, or the regimen, the setting,"
            " the guideline, the item rules or the public holidays are not those of then."
        )
        click.echo("\n".join(wrapped(said)))
    sys.exit(1)
