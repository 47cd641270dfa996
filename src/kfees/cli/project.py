"""`kfees project`: what years of courses come to, for a Medicare Set-Aside or for a reserve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kfees.cli.asked import read_asked
from kfees.cli.course_flags import charge_flags, course_flags
from kfees.cli.named_files import INPUT, WritingCommand, output_option
from kfees.cli.options import (
    TYPED_DAY,
    form_of,
    locale_option,
    read_input,
    schedules_option,
    workbook_path,
    write_output,
)
from kfees.cli.stating import state
from kfees.engine.asked import Asked
from kfees.library.library import Library
from kfees.library.loading import load_schedules
from kfees.model.dates import MONTHS_A_YEAR
from kfees.model.problems import Unreadable
from kfees.projection.checking_plans import read_plan
from kfees.projection.life_table_file import read_life_table
from kfees.projection.projection import project
from kfees.reading.as_written.months import months_as_written

FORMATS = ("table", "json", "csv", "xlsx")
PLAN_FLAGS = (
    "rule_set",
    "courses_per_year",
    "years",
    "until",
    "age",
    "currency",
    "infusions_per_course",
    "indexation",
    "discount",
    "valuation_date",
    "timing",
)


@click.command("project", cls=WritingCommand)
@click.argument("file", type=INPUT, required=False, metavar="[PLAN.json | REQUEST]")
@click.option("--rules", "rule_set", metavar="NAME", help="medicare-set-aside or reserve.")
@click.option("--courses-per-year", type=int, metavar="N", help="1, 2, 3, 4, 6 or 12.")
@click.option("--every", metavar="HOW", help='Or a course so often: "18 months" or "2 years".')
@click.option("--years", type=int, metavar="N", help="How long the courses go on.")
@click.option("--until", type=TYPED_DAY, metavar="DATE", help="Or the day on which they end (not included).")
@click.option("--age", type=int, metavar="YEARS", help="Or the age at the start, with a life table.")
@click.option(
    "--life-table",
    type=INPUT,
    metavar="FILE",
    help="Further years of life by age, as its publisher has it, .csv or .xlsx; none is shipped.",
)
@click.option("--life-table-column", metavar="NAME", help="The column to read, where it has several.")
@click.option("--per-infusion", metavar="AMOUNT", help="A price that is from no schedule; needs --source.")
@click.option("--source", metavar="TEXT", help="Who says what an infusion costs.")
@click.option("--infusions", "infusions_per_course", type=int, metavar="N", help="Infusions a course.")
@click.option("--currency", metavar="CODE", help="The payer's unless given; one for the whole projection.")
@click.option("--indexation", metavar="RATE", help="A reserve's growth a year: 0.03 is 3 %.")
@click.option(
    "--discount",
    "discounts",
    multiple=True,
    metavar="RATE",
    help="A reserve's discount a year: 0.04 is 4 %. Or off what a payee charges: hospital=200; repeatable.",
)
@click.option(
    "--valuation-date",
    type=TYPED_DAY,
    metavar="DATE",
    help="What a reserve is discounted to; the start if not given.",
)
@click.option("--timing", metavar="WHEN", help="mid-year (unless given) or on-date.")
@course_flags
@charge_flags
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="As the file of -o ends, or table unless given."
)
@output_option(".txt", ".json", ".csv", ".xlsx")
@schedules_option
@locale_option
def command(
    file: str | None,
    form: str | None,
    output: str | None,
    overlays: tuple[str, ...],
    locale: str,
    **flags: Any,
) -> None:
    """Price a course repeated over years, and print every assumption.

    The file holds a plan, or a request alone, as JSON ('-' for standard input) or as the workbook of
    'kfees template', filled in; a flag replaces what it says.
    """
    library = load_schedules(*overlays)
    flags |= _both_discounts(flags["discounts"])
    asked = _plan(file, flags, library)
    with asked.problems_at_their_places():
        projection = project(read_plan(asked.value, library), library)
    content: str | bytes
    form = form or form_of(output, FORMATS)
    match form:
        case "json":
            content = projection.model_dump_json(indent=2)
        case "csv":
            from kfees.documents.as_csv import projection_as_csv

            content = projection_as_csv(projection)
        case "xlsx":
            from kfees.documents.projection_workbook import projection_as_workbook

            output = workbook_path(output)
            content = projection_as_workbook(projection, library)
        case _:
            from kfees.cli.projection_table import projection_as_table

            content = projection_as_table(projection, library, locale)
    write_output(content, output, data=form != "table")


def _both_discounts(texts: tuple[str, ...]) -> dict[str, Any]:
    """A rate a year, and what is taken off a payee's charges, which are both called a discount."""
    rates = [text for text in texts if "=" not in text]
    charged = tuple(text for text in texts if "=" in text)
    return {"discount": rates[-1] if rates else None, "discounts": charged}


def _plan(file: str | None, flags: dict[str, Any], library: Library) -> Asked:
    """A plan as its JSON would read, from a file that holds a plan or a request, and from flags."""
    asked = read_asked(file, library)
    if not isinstance(asked.value, dict):
        return asked
    plan = asked.value if "request" in asked.value else {"request": asked.value}
    asked = Asked(plan["request"], asked.cells, asked.problems)
    state(asked, flags, library)
    plan = {**plan, "request": asked.value}
    asked.cells = {f"request.{place}": cell for place, cell in asked.cells.items()}
    plan |= {key: flags[key] for key in PLAN_FLAGS if flags[key] is not None}
    _state_frequency(plan, asked, flags)
    if flags["life_table"] is not None:
        name, column = Path(flags["life_table"]).name, flags["life_table_column"]
        table = read_life_table(read_input(flags["life_table"]), name, column)
        plan["life_table"] = table.model_dump(mode="json")
    given = {"amount": flags["per_infusion"], "source": flags["source"]}
    if any(given.values()):
        kept = plan["per_infusion"] if isinstance(plan.get("per_infusion"), dict) else {}
        plan["per_infusion"] = kept | {key: value for key, value in given.items() if value is not None}
    asked.value = plan
    return asked


def _state_frequency(plan: dict[str, Any], asked: Asked, flags: dict[str, Any]) -> None:
    """How often the courses come, in place of what the file says of it in either way."""
    if flags["every"] is not None:
        try:
            plan["months_between"] = months_as_written(flags["every"])
        except Unreadable as error:
            plan["months_between"] = MONTHS_A_YEAR  # so that the rest is checked as well
            asked.problems.append(error.at(f"--every {flags['every']}"))
    stated = {"months_between": flags["every"], "courses_per_year": flags["courses_per_year"]}
    if any(flag is not None for flag in stated.values()):
        for key, flag in stated.items():
            if flag is None:
                plan.pop(key, None)
