"""`kfees quote`: from a file and flags to a priced course."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, TypeVar

import click

from kfees.cli.asked import course_flags, read_asked, stated
from kfees.cli.named_files import INPUT, WritingCommand, output_option
from kfees.cli.notice import NoticeAsked, asked_for, notice_options
from kfees.cli.options import as_of_option, form_of, locale_option, schedules_option, write_output
from kfees.engine.asking import read_request
from kfees.engine.pricing import price, refuse_if_uncertain
from kfees.engine.shorthand import charge_of, discount_of, fee_of, item_of, service_of, word_of
from kfees.library.library import Library
from kfees.library.loading import ENVIRONMENT_VARIABLE, load_schedules
from kfees.model.dates import today_in_victoria
from kfees.model.problems import Problem, Unreadable
from kfees.model.quote import Quote
from kfees.reading.as_written.typed import days_typed

Read = TypeVar("Read")

FORMATS = ("table", "json", "csv", "xlsx", "html", "pdf")


@click.command("quote", cls=WritingCommand)
@click.argument("request_file", type=INPUT, required=False, metavar="[REQUEST]")
@course_flags
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
    "--fee",
    "fees",
    multiple=True,
    metavar="PAYEE:WHAT=AMOUNT[*N]",
    help='A fee that no schedule has, such as "hospital:Facility fee=300"; repeatable.',
)
@click.option(
    "--discount",
    "discounts",
    multiple=True,
    metavar="PAYEE=AMOUNT",
    help="hospital=200, off what the payee charges; repeatable.",
)
@click.option(
    "--gst",
    multiple=True,
    metavar="PAYEE=included",
    help="What the payee charges is with GST; repeatable.",
)
@click.option(
    "--provider",
    "providers",
    multiple=True,
    metavar="PAYEE=NAME",
    help='Who bills what the setting brings, such as medical="Dr A"; repeatable.',
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
    help="As the file of -o ends, or table unless given; xlsx, a workbook that recalculates, and pdf need"
    " -o FILE; html and pdf are the notice to the worker.",
)
@notice_options
@output_option(".txt", ".json", ".csv", ".xlsx", ".html", ".pdf")
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
    language: str | None,
    details_file: str | None,
    details: tuple[str, ...],
    **flags: Any,
) -> None:
    """Price a course and report the gap.

    The course comes from REQUEST, from flags, or from both: a flag replaces what the file says.
    REQUEST is a JSON file ('-' for standard input), or the workbook of 'kfees template', filled in.
    """
    form = form or form_of(output, FORMATS)
    notice = asked_for(form, output, language, details_file, details)
    library = load_schedules(*overlays)
    asked = read_asked(request_file, library)
    if isinstance(asked.value, dict):
        asked.replace(_from_flags(flags, asked.value, asked.problems, library))
    today = as_of or today_in_victoria()
    with asked.problems_at_their_places():
        request = read_request(asked.value, library)
        quote = price(request, library, as_of=today)
    if strict:
        refuse_if_uncertain(quote)
    if notice is not None:  # the notice is the worker's: what is implausible in it is for who hands it over
        for sentence in quote.please_check:
            click.echo(f"Please check: {sentence}", err=True)
    write_output(_written(quote, form, locale, library, notice, today), output, data=form != "table")
    if overlays or os.environ.get(ENVIRONMENT_VARIABLE):
        from kfees.cli.overlays_unused import say_what_priced_nothing

        say_what_priced_nothing(quote, library)


def _written(
    quote: Quote, form: str, locale: str, library: Library, notice: NoticeAsked | None, today: date
) -> str | bytes:
    if notice is not None:
        return notice.drawn(quote, library, today)
    match form:
        case "json":
            return quote.model_dump_json(indent=2)
        case "csv":
            from kfees.documents.as_csv import lines_as_csv

            return lines_as_csv(quote)
        case "xlsx":
            from kfees.documents.quote_workbook.book import quote_as_workbook

            return quote_as_workbook(quote, library)
        case _:
            from kfees.cli.quote_table import quote_as_table

            return quote_as_table(quote, library, locale)


def _from_flags(
    flags: dict[str, Any], asked: dict[str, Any], problems: list[Problem], library: Library
) -> dict[str, Any]:
    """The part of a request that flags state."""
    found = stated(flags)
    calendar = flags["calendar"]
    if calendar is not None:
        words = calendar in ("weekdays", "consecutive") or not calendar[:1].isdigit()
        found["calendar"] = calendar if words else {"dates": days_typed(calendar)}
    if flags["nights"] is not None:
        episode = asked.get("episode")
        found["episode"] = {**(episode if isinstance(episode, dict) else {}), "nights": flags["nights"]}
    for key, flag, read in (("services", "--service", service_of), ("without", "--without", item_of)):
        if flags[key]:
            found[key] = list(_each(flag, flags[key], read, problems))
    charges = [
        *_each("--charge", flags["charges"], charge_of, problems),
        *_each("--fee", flags["fees"], fee_of, problems),
        *_each("--discount", flags["discounts"], discount_of, problems),
    ]
    if charges:
        found["charges"] = charges
    named = partial(word_of, remedy='Write medical="Dr A".')
    if providers := dict(_each("--provider", flags["providers"], named, problems)):
        found["providers"] = providers
    gst = dict(_each("--gst", flags["gst"], partial(word_of, remedy="Write hospital=included."), problems))
    if gst:
        given = found.get("charges", asked.get("charges"))
        found["charges"] = [_with_gst(charge, gst, library) for charge in given or ()]
    return found


def _with_gst(charge: Any, words: dict[str, str], library: Library) -> Any:
    """A charge with what is said of its payee's GST; of a discount nothing is."""
    if not isinstance(charge, dict) or "discount" in charge:
        return charge
    schedule = charge.get("schedule")
    payee = library.payee(schedule) if schedule in library.schedules else charge.get("payee")
    return {**charge, "gst": words[payee]} if payee in words else charge


def _each(
    flag: str, texts: Iterable[str], read: Callable[[str], Read], problems: list[Problem]
) -> Iterator[Read]:
    for text in texts:
        try:
            yield read(text)
        except Unreadable as error:
            problems.append(error.at(f"{flag} {text}"))
