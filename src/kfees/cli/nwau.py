"""`kfees nwau`: what a public hospital episode, clinic visit or emergency presentation weighs."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from kfees.cli.options import DATE, locale_option, schedules_option
from kfees.errors import InputError, Problem
from kfees.loading import load_schedules
from kfees.money import plain
from kfees.reading import read_model
from kfees.request import Episode
from kfees.weighing import Weighed, WeighingRequest, weigh


@click.command("nwau")
@click.option("--drg", metavar="CODE", help="An AR-DRG, such as B71B.")
@click.option("--clinic", metavar="CODE", help="A Tier 2 clinic, such as 10.14.")
@click.option("--emergency", metavar="CODE", help="An emergency class, such as E0110A.")
@click.option("--nights", type=int, metavar="N", help="Nights of the stay; 0 for the same day.")
@click.option("--on", type=DATE, metavar="DATE", help="Day of leaving or of the visit; today unless given.")
@click.option("--leave-days", type=int, metavar="N", help="Days of the stay spent out of hospital.")
@click.option("--icu-hours", metavar="HOURS", help="Hours in an eligible intensive care unit.")
@click.option("--age", type=int, metavar="YEARS", help="Age at admission.")
@click.option("--specialist-paediatric", is_flag=True, help="In a specialist paediatric hospital.")
@click.option("--indigenous", is_flag=True)
@click.option("--residence", "residence_remoteness", metavar="RA0-RA4", help="Where the patient lives.")
@click.option("--treatment", "treatment_remoteness", metavar="RA0-RA4", help="Where the hospital is.")
@click.option("--radiotherapy", is_flag=True)
@click.option("--dialysis", is_flag=True)
@click.option("--psychiatric-age", metavar="CATEGORY", help="Such as 1.1, in the years that have it.")
@click.option("--private-patient", is_flag=True, help="Deduct as for a private patient.")
@click.option("--multiple-providers", is_flag=True, help="Several providers in one clinic visit.")
@click.option("--adjustment", "adjustments", multiple=True, metavar="NAME", help="A further one by its name.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@schedules_option
@locale_option
def command(
    clinic: str | None,
    emergency: str | None,
    on: date | None,
    form: str,
    overlays: tuple[str, ...],
    locale: str,
    **facts: Any,
) -> None:
    """Weigh an episode, a visit or a presentation in national weighted activity units (NWAU)."""
    stated = {key: value for key, value in facts.items() if value not in (None, False, ())}
    if "icu_hours" in stated:
        stated["icu_eligible"] = True
    episode = read_model(Episode, stated)
    given = [code for code in (facts["drg"], clinic, emergency) if code]
    if len(given) != 1:
        raise InputError(
            [
                Problem(
                    "missing",
                    "--drg",
                    f"{len(given)} codes are given.",
                    "Give one of --drg, --clinic, --emergency.",
                )
            ]
        )
    asked = WeighingRequest(item=given[0], on=on or date.today(), episode=episode)
    weighed = weigh(asked, load_schedules(*overlays), "--on")
    click.echo(weighed.model_dump_json(indent=2) if form == "json" else _as_table(weighed, locale))


def _as_table(weighed: Weighed, locale: str) -> str:
    from babel.numbers import format_currency

    lines = [f"{weighed.item}  {weighed.label}", f"{weighed.title}: {weighed.classification}", ""]
    lines += [f"- {step}" for step in weighed.steps]
    if weighed.nwau is None:
        lines += ["", f"NWAU cannot be determined: {weighed.reason}."]
    else:
        lines += ["", f"NWAU {plain(weighed.nwau)} for one {weighed.unit}"]
        if weighed.amount is None or weighed.price_per_weight is None:
            lines.append(f"Dollars cannot be determined: {weighed.price_source}.")
        else:
            price = format_currency(weighed.price_per_weight, "AUD", locale=locale)
            amount = format_currency(weighed.amount, "AUD", locale=locale)
            lines.append(f"x {price} = {amount}, {weighed.basis}")
            lines.append(f"{weighed.price_source}.")
    return "\n".join(lines)
