"""`kfees schedules index`: an estimate version, carried forward by a percentage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from kfees.cli.options import DATE, schedules_option
from kfees.cli.terminal import bullets
from kfees.library.listing import version_named
from kfees.library.loading import load_schedules
from kfees.library.version import Version
from kfees.model.dates import DEFAULT_TIME_ZONE, today_in
from kfees.model.english import in_words
from kfees.model.problems import InputError, Unreadable

DEFAULT_FOLDER = "schedules"


@click.command("index", short_help="An estimate for a later day.")
@click.argument("schedule")
@click.option("--from", "base", type=DATE, required=True, metavar="VERSION", help="The version to carry.")
@click.option("--to", type=DATE, required=True, metavar="DATE", help="First day of the estimate.")
@click.option("--by", required=True, metavar="PERCENT", help="Such as 3.5%.")
@click.option("--into", default=DEFAULT_FOLDER, show_default=True, metavar="DIR", help="Folder to write to.")
@click.option("--next-change", type=DATE, metavar="DATE", help="One year after --to unless given.")
@click.option("--dry-run", is_flag=True, help="Show some of the rates, and write nothing.")
@schedules_option
def command(
    schedule: str,
    base: date,
    to: date,
    by: str,
    into: str,
    next_change: date | None,
    dry_run: bool,
    overlays: tuple[str, ...],
) -> None:
    """Write an estimate: every rate of a version of SCHEDULE x (1 + PERCENT), rounded to the cent.

    The rates have the basis 'indexed' and each says from what and by what. The real schedule, once it
    is out, is imported in its place.
    """
    from kfees.library.indexing import index_forward, read_percentage
    from kfees.library.writing import write_versions

    try:
        percent = read_percentage(by)
    except Unreadable as error:
        raise InputError([error.at("--by")]) from None
    version = version_named(load_schedules(*overlays), schedule, base)
    estimate = index_forward(
        version,
        to,
        percent,
        made_on=today_in(DEFAULT_TIME_ZONE),
        origin=into,
        next_change_expected=next_change,
    )
    click.echo(f"{schedule}: {in_words(version.first_day)} carried to {in_words(to)} by {by.strip()}")
    click.echo("\n".join(bullets(_examples(estimate))))
    if dry_run:
        click.echo("A dry run: nothing was written.")
        return
    [path] = write_versions(Path(into), schedule, {to: estimate.files})
    click.echo(f"Written: {path}. Use it with --schedules {into}.")


def _examples(estimate: Version) -> Iterator[str]:
    """How some of the figures were made."""
    if (activity := estimate.facts.activity) is not None:
        yield f"Price of one {activity.unit}: {activity.price_source}"
        return
    rates = [rate for item in estimate.items for rate in estimate.rates(item)]
    known = [rate for rate in rates if isinstance(rate.amount, Decimal)]
    for rate in known[:5]:
        yield f"{rate.item}: {rate.amount} ({rate.reason})"
    yield f"{len(known):,} rates carried forward; {len(rates) - len(known):,} without an amount stay so."
