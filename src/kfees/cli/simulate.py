"""`kfees simulate`: what many workers' courses come to, drawn from stated distributions."""

from __future__ import annotations

from pathlib import Path

import click

from kfees.cli.named_files import INPUT, OutputFile, WritingCommand, output_option
from kfees.cli.options import form_of, locale_option, read_input, schedules_option, write_outputs
from kfees.library.loading import load_schedules
from kfees.projection.scenario import Scenario
from kfees.projection.simulation import simulate
from kfees.reading.json_and_toml import read_toml

FORMATS = ("table", "json")


@click.command("simulate", cls=WritingCommand)
@click.argument("scenario_file", type=INPUT, metavar="SCENARIO.toml")
@click.option("--draws", type=click.IntRange(1, 10_000_000), metavar="N", help="In place of the file's.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="In place of the file's.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="As the file of -o ends, or table unless given."
)
@output_option(".txt", ".json")
@click.option(
    "--chart",
    type=OutputFile(".svg", ".png"),
    metavar="FILE",
    help="Draw histogram and tornado as well, as .svg or .png.",
)
@schedules_option
@locale_option
def command(
    scenario_file: str,
    draws: int | None,
    seed: int | None,
    form: str | None,
    output: str | None,
    chart: str | None,
    overlays: tuple[str, ...],
    locale: str,
) -> None:
    """Simulate many workers' future courses. The same file and seed give the same figures."""
    scenario = read_toml(Scenario, read_input(scenario_file), Path(scenario_file).name)
    changed = {key: value for key, value in {"draws": draws, "seed": seed}.items() if value is not None}
    simulation = simulate(scenario.model_copy(update=changed), load_schedules(*overlays))
    drawn: bytes | None = None
    if chart is not None:
        from kfees.documents.pictures import picture_kind
        from kfees.documents.simulation_chart import simulation_chart

        drawn = simulation_chart(simulation, picture_kind(chart))
    form = form or form_of(output, FORMATS)
    if form == "json":
        text = simulation.model_dump_json(indent=2)
    else:
        from kfees.cli.simulation_table import simulation_as_table

        text = simulation_as_table(simulation, locale)
    charts = [(drawn, chart)] if drawn is not None else []
    write_outputs((text, output), *charts, data=form == "json")
