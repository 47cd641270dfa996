"""`kfees nwau`: what a public hospital episode, clinic visit or emergency presentation weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import click

from kfees.cli.nwau_table import TableAsked, run_table, table_options
from kfees.cli.options import DATE, judged_on, locale_option, schedules_option
from kfees.cli.standard_streams import show_data
from kfees.cli.terminal import wrapped
from kfees.engine.activity import SCHEDULE, weighed
from kfees.engine.asking import GO_BY_NIGHTS
from kfees.engine.checking import unknown_payer
from kfees.engine.reasons import stale
from kfees.engine.weighed import WeightedActivity
from kfees.engine.weighing import nwau
from kfees.library.library import Library
from kfees.library.loading import load_schedules
from kfees.library.version import Version
from kfees.model.english import plain
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError, Problem
from kfees.model.request import Episode
from kfees.reading.json_and_toml import read_model

FLAGS = {"episode": "--drg", "visit": "--clinic", "presentation": "--emergency"}
"""By what a code is weighed, and the flag for such codes."""


@click.command("nwau")
@click.option("--drg", metavar="CODE", help="An AR-DRG, such as B71B.")
@click.option("--clinic", metavar="CODE", help="A Tier 2 clinic, such as 10.14.")
@click.option("--emergency", metavar="CODE", help="An emergency class, such as E0110A.")
@click.option("--nights", type=int, metavar="N", help="Nights of the stay; 0 for the same day.")
@click.option(
    "--on",
    type=DATE,
    metavar="DATE",
    help="Day of leaving or of the visit; today unless given, but with --table of rows that state none.",
)
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
@click.option("--payer", metavar="NAME", default=DEFAULT_PAYER, show_default=True, help="Whose weights.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@table_options
@schedules_option
@locale_option
def command(
    clinic: str | None,
    emergency: str | None,
    on: date | None,
    payer: str,
    form: str,
    overlays: tuple[str, ...],
    locale: str,
    table: TableAsked,
    **facts: Any,
) -> None:
    """Weigh an episode, a visit or a presentation in national weighted activity units (NWAU); or with --table
    every row of a file of them.

    Columns of FILE, as people write their names: the code as drg, clinic or emergency, or as item for all
    kinds; the day of leaving or of the visit as discharged or on; nights, or admitted and discharged; and
    the facts that the options below state for one. OUTPUT has the same rows in the same order, with nwau,
    amount, stay, version, classification, basis, stale, reason, please_check and problem behind them. A row
    that cannot be weighed stays, and says why in its column `problem`; the exit status is then 4, unless
    --allow-refused is given.
    """
    codes = {
        flag: code
        for flag, code in (("--drg", facts["drg"]), ("--clinic", clinic), ("--emergency", emergency))
        if code
    }
    table.refuse_misplaced(click.get_current_context())
    library = load_schedules(*overlays)
    if payer not in library.payers:
        raise InputError([unknown_payer(payer, library, "--payer")])
    library = library.of(payer)
    if table.name is not None:
        run_table(table, library, on, form)
        return
    day = judged_on(on, payer, library)
    problems: list[Problem] = []
    if len(codes) != 1:
        remedy = "Give one of --drg, --clinic, --emergency."
        problems.append(Problem("missing", "--drg", f"{len(codes)} codes are given.", remedy))
    episode = _episode(facts, problems)
    version = _version(library, day, problems)
    found = [_weighed(episode, version, flag, code, problems) for flag, code in codes.items() if version]
    if problems:
        raise InputError(dict.fromkeys(problems))
    [activity] = found
    assert version is not None
    assert activity is not None
    if form == "json":
        show_data(weighed(activity, version, day).model_dump_json(indent=2))
    else:
        today = judged_on(None, payer, library)
        click.echo(_as_table(activity, version, day, today, locale))


def _episode(facts: Mapping[str, Any], problems: list[Problem]) -> Episode:
    """The facts that flags state. Those that cannot be read are left out, so that the rest is checked."""
    stated = {key: value for key, value in facts.items() if value is not None and value is not False}
    if "icu_hours" in stated:
        stated["icu_eligible"] = True
    try:
        return read_model(Episode, stated)
    except InputError as error:
        problems += error.problems
    unread = {problem.place.partition("[")[0] for problem in problems}
    if "nights" in unread:
        unread.update(GO_BY_NIGHTS)
    return read_model(Episode, {key: value for key, value in stated.items() if key not in unread})


def _version(library: Library, day: date, problems: list[Problem]) -> Version | None:
    schedule = library.schedule_of(SCHEDULE)
    versions = library.versions(schedule) if schedule else ()
    version = library.version_on(schedule, day) if schedule else None
    if not versions:
        message = f"{library.payer_words.title} pays by no weights that are loaded."
        problems.append(Problem("no-weights", "--payer", message, "Name a payer that does."))
    elif version is None:
        first = versions[0].first_day
        message, remedy = f"no weights were in force on {day}.", f"They begin on {first}."
        problems.append(Problem("before-first-version", "--on", message, remedy))
    return version


def _weighed(
    episode: Episode, version: Version, flag: str, code: str, problems: list[Problem]
) -> WeightedActivity | None:
    unread = {problem.place for problem in problems}
    words = version.words(code)
    if words is not None and FLAGS[words[1]] != flag:
        message, remedy = f"{code} is weighed by the {words[1]}.", f"Give it with {FLAGS[words[1]]}."
        problems.append(Problem("wrong-kind", flag, message, remedy))
        return None
    try:
        return nwau(episode, version, code)
    except InputError as error:
        problems += [
            replace(problem, place=flag) if problem.place == "item" else problem
            for problem in error.problems
            if problem.place not in unread
        ]
        return None


def _as_table(activity: WeightedActivity, version: Version, day: date, today: date, locale: str) -> str:
    from kfees.documents.words import Words

    words = Words(locale=locale)
    facts = version.facts.activity
    assert facts is not None
    lines = [f"{activity.item}  {activity.label}", f"{version.facts.title}: {facts.classification}", ""]
    lines += [f"- {step}" for step in activity.steps]
    if activity.nwau is None:
        lines += ["", f"NWAU cannot be determined: {activity.reason}."]
    else:
        lines += ["", f"NWAU {plain(activity.nwau)} for one {activity.unit}"]
        price, amount = facts.price_per_weight, activity.amount(facts.price_per_weight)
        if price is None or amount is None:
            lines.append(f"Dollars cannot be determined: {facts.price_source}.")
        else:
            each, all_of_it = (
                words.money(money, currency=version.facts.currency) for money in (price, amount)
            )
            lines.append(f"x {each} = {all_of_it}, {version.facts.basis}")
            lines.append(f"{facts.price_source}.")
    if version.facts.is_due(day):
        lines += ["", stale(version, [day], today)]
    return "\n".join(_within_width(lines))


def _within_width(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, further="  " if line.startswith("- ") else "") or [""]
