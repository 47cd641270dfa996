"""The flags of a course: what is asked for, and what is charged."""

from __future__ import annotations

from collections.abc import Callable

import click

from kfees.cli.options import TYPED_DAY
from kfees.model.payer import DEFAULT_PAYER

Decorated = Callable[..., None]
Decorator = Callable[[Decorated], Decorated]


def _all(*options: Decorator) -> Decorator:
    def decorate(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _repeatable(flag: str, name: str, metavar: str, help_text: str) -> Decorator:
    return click.option(flag, name, multiple=True, metavar=metavar, help=f"{help_text}; repeatable.")


course_flags = _all(
    click.option(
        "--payer", metavar="NAME", help=f"Whose schedules and rules apply; {DEFAULT_PAYER} unless given."
    ),
    click.option("--regimen", metavar="NAME", help="Such as crps-4-day or crps-10-day."),
    click.option("--setting", metavar="NAME", help="Such as private-day-hospital or consulting-rooms."),
    _repeatable(
        "--part",
        "parts",
        "SETTING*N",
        "In place of --setting, where a course moves: its sessions in each, such as"
        " private-hospital-inpatient*2",
    ),
    click.option("--sessions", metavar="N", help="Treatment days, in place of the regimen's number."),
    click.option(
        "--start", type=TYPED_DAY, metavar="DATE", help="The first treatment day, such as 2024-08-05."
    ),
    click.option("--weight", "weight_kg", metavar="KG", help="Body weight, where the dose goes by it."),
    click.option("--calendar", metavar="HOW", help="weekdays, consecutive, or dates separated by commas."),
    click.option("--nights", metavar="N", help="Nights in hospital; the treatment days unless given."),
    click.option(
        "--admitted", metavar="DATE", help="The day of admission; the first treatment day unless given."
    ),
    click.option("--discharged", metavar="DATE", help="The day of discharge, in place of --nights."),
    _repeatable("--bed", "beds", "ITEM@DATES", "The bed of some nights, such as ICU@2024-08-06"),
    click.option("--leave", metavar="DATES", help="The nights away, separated by commas."),
    click.option(
        "--earlier-stay", metavar="DATE*DAYS", help="A stay before: its last day and its days, 2024-07-30*10."
    ),
    _repeatable(
        "--service",
        "services",
        "ITEM@DATES[*N]",
        "One more service, such as medical:17645@2024-08-05, ' by Dr B' at its end for who bills it",
    ),
    _repeatable("--without", "without", "ITEM", "Leave out an item, such as medical:2806"),
)
"""What is asked for."""

_discounts = _repeatable(
    "--discount", "discounts", "PAYEE=AMOUNT", "Off what a payee charges, such as hospital=200"
)
charge_flags = _all(
    _repeatable(
        "--charge",
        "charges",
        "WHAT=AMOUNT",
        "hospital=3200 for all of a payee's lines, medical:2801=320 for each unit of an item, @DATES after it"
        " for some days, ' by Dr B' at the end for who bills",
    ),
    _repeatable(
        "--fee",
        "fees",
        "PAYEE:LABEL=AMOUNT[*N]",
        'A fee that no schedule has, such as "hospital:Facility fee=300"',
    ),
    _repeatable(
        "--provider", "providers", "PAYEE=NAME", 'Who bills what the setting brings, such as medical="Dr A"'
    ),
    _repeatable("--gst", "gst", "PAYEE=included", "The charges of a payee include GST"),
)
"""What is charged, but for discounts."""


def course_and_charge_flags(command: Decorated) -> Decorated:
    """All flags of a course."""
    return course_flags(charge_flags(_discounts(command)))
