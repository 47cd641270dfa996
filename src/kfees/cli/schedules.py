"""`kfees schedules`: what is loaded, what a version holds, and whether a folder is right."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from kfees.cli.named_files import WritingCommand, output_option
from kfees.cli.options import (
    DATE,
    form_of,
    judged_on,
    locale_option,
    schedules_option,
    workbook_path,
    write_output,
)
from kfees.cli.terminal import wrapped
from kfees.library.library import Library
from kfees.library.listing import ListedRate, listed_version, rates_of_item, version_named
from kfees.library.loading import check_schedules, load_schedules
from kfees.library.version import Version
from kfees.model.english import in_words, plain
from kfees.model.money import CannotDetermine, Money, NotPayable
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.schedule import Rate

form_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)


SHOWN_AS = ("table", "json", "xlsx")

LATER = ("import", "diff", "index")
"""Commands of modules that are imported when they are called."""


class _ScheduleCommands(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return [*super().list_commands(context), *LATER]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in LATER:
            return super().get_command(context, name)
        found: click.Command = importlib.import_module(f"kfees.cli.schedules_{name}").command
        return found


@click.group("schedules", cls=_ScheduleCommands)
def command() -> None:
    """List, show, check, import, compare and carry forward schedules."""


@command.command("list")
@form_option
@schedules_option
@click.option(
    "--as-of", type=DATE, metavar="DATE", help="The day from which staleness is judged; today unless given."
)
def list_command(form: str, overlays: tuple[str, ...], as_of: date | None) -> None:
    """Every version that is loaded, when it holds, and what its figures rest on."""
    library = load_schedules(*overlays)
    today = judged_on(as_of, DEFAULT_PAYER, library)
    versions = [version for schedule in library.schedules for version in library.versions(schedule)]
    if form == "json":
        click.echo(json.dumps([_facts(version, library, today) for version in versions], indent=2))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Schedule", "From", "Until", "Items", "Basis"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "Items" else "left")
    table.add_column("State")
    for facts in (_facts(version, library, today) for version in versions):
        table.add_row(
            facts["schedule"],
            facts["version"],
            facts["until"] or "-",
            f"{facts['items']:,}",
            facts["basis"],
            facts["state"],
        )
    _show(table)
    click.echo("\nWho pays by them")
    for name in library.payers:
        click.echo("\n".join(wrapped(_of_payer(library.of(name)), further="  ")))


def _of_payer(library: Library) -> str:
    """A payer, and the schedules that its courses are priced by; its price of an infusion."""
    payer, bases = library.payer, {}
    for taken in payer.schedule.values():
        if taken.schedule in library.schedules:
            bases[taken.schedule] = f" (as a {taken.basis})" if taken.basis else ""
    named = [f"{name}{bases.get(name, '')}" for name in library.schedules if name != library.payer_name]
    if payer.price_by_infusion is not None:
        named.append(f"{payer.currency} {payer.price_by_infusion.amount:,} an infusion")
    return f"{library.payer_name} ({payer.title}): {', '.join(named) or 'nothing that is loaded'}"


def _facts(version: Version, library: Library, today: date) -> dict[str, Any]:
    """One version, as JSON shows it."""
    workbook = version.facts.workbook
    return {
        **listed_version(version, library, today).model_dump(mode="json"),
        "workbook": workbook.model_dump() if workbook is not None else None,
    }


@command.command("show", cls=WritingCommand)
@click.argument("schedule")
@click.option(
    "--on", type=DATE, metavar="DATE", help="The version in force on this day; the latest unless given."
)
@click.option("--item", "items", multiple=True, metavar="ITEM", help="Only this item; repeatable.")
@click.option(
    "--format",
    "form",
    type=click.Choice(SHOWN_AS),
    help="As the file of -o ends, or table unless given; a table is for the screen.",
)
@output_option(".json", ".xlsx")
@schedules_option
@locale_option
def show_command(
    schedule: str,
    on: date | None,
    items: tuple[str, ...],
    form: str | None,
    output: str | None,
    overlays: tuple[str, ...],
    locale: str,
) -> None:
    """A version's rates, each with what it rests on and where it comes from."""
    form = form or form_of(output, SHOWN_AS)
    if form == "table" and output is not None:
        message = "a table of rates is for the screen."
        remedy = "Name a file that ends in .xlsx or .json."
        raise InputError([Problem("table-in-a-file", f"-o {output}", message, remedy)])
    library = load_schedules(*overlays)
    version = version_named(library, schedule, on)
    _expect_items(version, items)
    if form == "xlsx":
        _show_workbook(version, items, output)
        return
    if form == "json":
        rows = [row for item in items or version.items for row in _rows(version, item)]
        facts = _facts(version, library, on or version.first_day)
        write_output(json.dumps({**facts, "rates": rows}, indent=2), output, data=True)
        return
    _show_facts(version)
    if version.activity is None:
        _show_rates(version, items, locale)
    else:
        _show_weights(version, items)


def _show_workbook(version: Version, items: tuple[str, ...], output: str | None) -> None:
    from kfees.documents.rates_workbook import rates_as_workbook

    if version.activity is not None:
        message = f"{version.schedule} holds weights, and the workbook is one of rates."
        remedy = "Leave --format and -o out to see them, or take them with --format json."
        raise InputError([Problem("weights-in-a-workbook", "--format xlsx", message, remedy)])
    write_output(rates_as_workbook(version, _rates(version, items)), workbook_path(output))


def _show_rates(version: Version, items: tuple[str, ...], locale: str) -> None:
    from rich.table import Table

    from kfees.documents.words import Words

    words, rates = Words(locale=locale), _rates(version, items)
    table = Table("Item", "Label", "Days", "Rate", "Unit", "Basis", box=None, pad_edge=False)
    for rate in rates:
        match rate.amount:
            case NotPayable() | CannotDetermine():
                shown = _words(rate.amount)
            case amount:
                shown = words.money(amount, currency=version.facts.currency)
        table.add_row(rate.item, rate.label, _days(rate), shown, rate.unit, rate.basis)
    _show(table)
    for note in dict.fromkeys(note for rate in rates if items for note in _notes(rate)):
        click.echo(note)


def _notes(rate: Rate) -> Iterator[str]:
    if rate.reason:
        yield f"{rate.item}: {rate.reason}"
    if rate.cell:
        yield f"{rate.item}: read from {rate.cell}"


def _show_weights(version: Version, items: tuple[str, ...]) -> None:
    """What each item weighs: of an episode, a stay within its bounds."""
    from rich.table import Table

    table = Table("Item", "Label", "Days", "Weight", "Unit", "Basis", box=None, pad_edge=False)
    reasons = []
    for item in items or version.items:
        for listed in rates_of_item(version, item):
            weight = "unknown" if listed.weight is None else plain(listed.weight)
            table.add_row(item, listed.label, _days(listed), weight, listed.unit, listed.basis)
            reasons += [f"{item}: {listed.reason}"] if items and listed.reason else []
    _show(table)
    for reason in reasons:
        click.echo(reason)


def _rates(version: Version, items: tuple[str, ...]) -> list[Rate]:
    return [rate for item in items or version.items for rate in version.rates(item)]


def _rows(version: Version, item: str) -> Iterator[dict[str, Any]]:
    """An item's rates, or its weight, as JSON shows them."""
    if version.activity is None:
        yield from map(_rate, version.rates(item))
    else:
        yield from (listed.model_dump(mode="json") for listed in rates_of_item(version, item))


def _expect_items(version: Version, items: tuple[str, ...]) -> None:
    unknown = [item for item in items if item not in version.items]
    if unknown:
        raise InputError(
            Problem(
                "unknown-item",
                "--item",
                f"this version of {version.schedule} has no item {item!r}.",
                suggestion(item, version.items, "Leave --item out to see every item."),
            )
            for item in unknown
        )


def _show_facts(version: Version) -> None:
    heading = (
        version.facts.title,
        f"{version.facts.publisher}, in force from {in_words(version.first_day)}",
        f"Source: {version.facts.source}",
    )
    for sentence in heading:
        click.echo("\n".join(wrapped(sentence)))
    click.echo(f"Digest: {version.digest}")
    if (workbook := version.facts.workbook) is not None:
        click.echo(f"Workbook: {workbook.file}, sha256 {workbook.sha256}")
    for other in version.facts.more_workbooks:
        sha256, _, file = other.partition("  ")
        click.echo(f"Workbook: {file}, sha256 {sha256}")
    click.echo("")


def _rate(rate: Rate) -> dict[str, Any]:
    """One rate, as JSON shows it: an amount, or the word for its absence."""
    return {
        "item": rate.item,
        "label": rate.label,
        "amount": None if _words(rate.amount) else str(rate.amount),
        "determination": _words(rate.amount) or "amount",
        "unit": rate.unit,
        "from_day": rate.from_day,
        "to_day": rate.to_day,
        "until": rate.until.isoformat() if rate.until else None,
        "gst": rate.gst,
        "basis": rate.basis,
        "reason": rate.reason,
        "source": rate.source,
        "cell": rate.cell or None,
    }


def _words(amount: Money) -> str:
    match amount:
        case NotPayable():
            return "not payable"
        case CannotDetermine():
            return "unknown"
        case _:
            return ""


def _days(rate: Rate | ListedRate) -> str:
    stay = f"{rate.from_day or 1} to {rate.to_day}" if rate.to_day else f"{rate.from_day} on"
    days = [] if rate.from_day is None and rate.to_day is None else [stay]
    return ", ".join([*days, f"until {rate.until}"] if rate.until else days)


@command.command("check")
@click.argument("folder", required=False, metavar="[DIR]")
def check_command(folder: str | None) -> None:
    """Read every row of a schedules folder (the shipped one unless DIR is given)."""
    problems = check_schedules(folder)
    if problems:
        raise InputError(problems)
    click.echo(f"{folder or 'The shipped schedules'}: no problem found.")


def _show(table: Any) -> None:
    from rich.console import Console

    Console().print(table)
