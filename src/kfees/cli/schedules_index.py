"""`kfees schedules index`: an estimate version, carried forward by a percentage."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kfees.cli.aligned import listed
from kfees.cli.options import DATE, schedules_option
from kfees.comparison_words import plain_amount
from kfees.dates import in_words
from kfees.errors import InputError, Unreadable
from kfees.loading import load_schedules

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
    from kfees.cli.schedules import find_version
    from kfees.indexing import index_forward, read_percentage
    from kfees.writing import version_files, write_versions

    try:
        percent = read_percentage(by)
    except Unreadable as error:
        raise InputError([error.at("--by")]) from None
    version = find_version(load_schedules(*overlays), schedule, base)
    facts, rates = index_forward(version, to, percent, made_on=date.today(), next_change_expected=next_change)
    click.echo(
        f"{schedule}: {in_words(version.first_day)} carried to {in_words(to)} by {by.strip()},"
        f" {len(rates):,} rates"
    )
    for rate in [rate for rate in rates if rate.reason][:5]:
        click.echo("\n".join(listed([f"{rate.item}: {plain_amount(rate.amount)} ({rate.reason})"])))
    if dry_run:
        click.echo("A dry run: nothing was written.")
        return
    [path] = write_versions(Path(into), schedule, {to: version_files(facts, rates)})
    click.echo(f"Written: {path}. Use it with --schedules {into}.")
