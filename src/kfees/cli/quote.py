"""`kfees quote`: from a file and flags to a priced course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import click

from kfees.asking import read_request
from kfees.cli.options import as_of_option, locale_option, read_input, schedules_option, write_output
from kfees.errors import InputError, Problem, Unreadable
from kfees.loading import load_schedules
from kfees.pricing import price, refuse_if_uncertain
from kfees.reading import read_json
from kfees.shorthand import Entry, charge_of, item_of, service_of

FORMATS = ("table", "json", "csv", "xlsx")


@click.command("quote")
@click.argument("request_file", required=False, metavar="[REQUEST.json]")
@click.option("--regimen", metavar="NAME", help="Such as crps-4-day or crps-10-day.")
@click.option("--setting", metavar="NAME", help="Such as private-day-hospital or consulting-rooms.")
@click.option("--start", metavar="DATE", help="The first treatment day, such as 2024-08-05.")
@click.option("--weight", "weight_kg", metavar="KG", help="Body weight, where the dose goes by it.")
@click.option("--calendar", metavar="HOW", help="weekdays, consecutive, or dates separated by commas.")
@click.option("--nights", type=int, metavar="N", help="Nights in hospital; the treatment days unless given.")
@click.option(
    "--charge",
    "charges",
    multiple=True,
    metavar="WHAT=AMOUNT",
    help="hospital=3200 for all of a payee's lines, medical:2801=320 for each unit of an item; repeatable.",
)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="ITEM@DATES[*N]",
    help="One more service, such as medical:17645@2024-08-05; repeatable.",
)
@click.option(
    "--without", multiple=True, metavar="ITEM", help="Leave out an item, such as medical:2806; repeatable."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="table unless given; xlsx, a workbook that recalculates, needs -o FILE.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
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
    **flags: Any,
) -> None:
    """Price a course and report the gap.

    The course comes from REQUEST.json ('-' for standard input), from flags, or from both: a flag
    replaces what the file says.
    """
    asked = read_json(read_input(request_file), request_file) if request_file else {}
    problems: list[Problem] = []
    if isinstance(asked, dict):
        asked = {**asked, **_from_flags(flags, asked, problems)}
    library = load_schedules(*overlays)
    try:
        request = read_request(asked, library)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    quote = price(request, library, as_of=as_of or date.today())
    if strict:
        refuse_if_uncertain(quote)
    content: str | bytes
    # A table in a file that calls itself a workbook would open nowhere.
    match form or ("xlsx" if output and output.lower().endswith(".xlsx") else "table"):
        case "json":
            content = quote.model_dump_json(indent=2)
        case "csv":
            from kfees.cli.csv_lines import lines_as_csv

            content = lines_as_csv(quote)
        case "xlsx":
            from kfees.handover.book import quote_as_workbook

            content = quote_as_workbook(quote, library)
        case _:
            from kfees.cli.quote_table import quote_as_table

            content = quote_as_table(quote, library, locale)
    write_output(content, output)


def _from_flags(flags: dict[str, Any], asked: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The part of a request that flags state."""
    found = {
        key: flags[key] for key in ("regimen", "setting", "start", "weight_kg") if flags[key] is not None
    }
    calendar = flags["calendar"]
    if calendar is not None:
        words = calendar in ("weekdays", "consecutive") or not calendar[:1].isdigit()
        found["calendar"] = calendar if words else {"dates": calendar.split(",")}
    if flags["nights"] is not None:
        found["episode"] = {**(asked.get("episode") or {}), "nights": flags["nights"]}
    for key, read in (("charges", charge_of), ("services", service_of), ("without", item_of)):
        if flags[key]:
            found[key] = list(_each(key, flags[key], read, problems))
    return found


def _each(
    key: str, texts: Iterable[str], read: Callable[[str], Entry], problems: list[Problem]
) -> Iterator[Entry]:
    flag = {"charges": "--charge", "services": "--service", "without": "--without"}[key]
    for text in texts:
        try:
            yield read(text)
        except Unreadable as error:
            problems.append(error.at(f"{flag} {text}"))
