"""`kfees schedules diff`: what changed between two versions, for a person, a program or a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from datetime import date

import click

from kfees.cli.named_files import WritingCommand, output_option
from kfees.cli.options import DATE, form_of, schedules_option, workbook_path, write_output
from kfees.cli.terminal import bullets, columns
from kfees.library.changes import VersionChanges, changes_between
from kfees.library.changes_in_words import HEADINGS, ChangeLine, lines, sentences
from kfees.library.listing import version_named
from kfees.library.loading import load_schedules
from kfees.model.english import in_words
from kfees.model.problems import InputError, Problem

MOST_LINES = 60
FORMATS = ("table", "csv", "xlsx")
_TITLES = ("Item", "Label", "Days", "What", "Before", "After", "Change")


@click.command("diff", cls=WritingCommand, short_help="What changed between two versions.")
@click.argument("schedule")
@click.argument("before", type=DATE, metavar="FROM")
@click.argument("after", type=DATE, metavar="TO")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="As the file of -o ends, or table unless given."
)
@output_option(".txt", ".csv", ".xlsx")
@click.option("--all", "everything", is_flag=True, help="Every line, typical changes too.")
@schedules_option
def command(
    schedule: str,
    before: date,
    after: date,
    form: str | None,
    output: str | None,
    everything: bool,
    overlays: tuple[str, ...],
) -> None:
    """Compare the versions of SCHEDULE in force on two days: prices, items gone and new, basis, unit, GST."""
    library = load_schedules(*overlays)
    versions = (version_named(library, schedule, before), version_named(library, schedule, after))
    if versions[0].first_day == versions[1].first_day:
        raise InputError(
            [
                Problem(
                    "same-version",
                    f"{before} and {after}",
                    f"both days fall in the version of {in_words(versions[0].first_day)}.",
                    "Name days of two versions; kfees schedules list shows them.",
                )
            ]
        )
    comparison = changes_between(*versions)
    found = list(lines(comparison))
    form = form or form_of(output, FORMATS)
    if form == "csv":
        write_output(_as_csv(found), output, data=True)
    elif form == "xlsx":
        _write_workbook(comparison, found, output)
    else:
        write_output(_as_table(comparison, found, everything), output)


def _as_csv(found: list[ChangeLine]) -> str:
    from kfees.documents.as_csv import harmless

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(
        [harmless(cell) if number < 4 else cell for number, cell in enumerate(line)] for line in found
    )
    return text.getvalue()


def _as_table(comparison: VersionChanges, found: list[ChangeLine], everything: bool) -> str:
    before, after = comparison.before, comparison.after
    # Prices that moved as most did are said in one sentence, and bases too; the rest is what to look at.
    listed = [line for line in found if line[3] != "basis"]
    others = {line[0] for line in found if line[3] in ("unit", "gst")}
    telling = [line for line in listed if line[3] not in ("price", "figure") or _is_of(line, others)]
    shown = listed if everything else telling[:MOST_LINES]
    table = [_TITLES, *((*line[:6], f"{line[6]} %" if line[6] else "") for line in shown)]
    more = len(listed) - len(shown)
    title = (
        f"{after.schedule}: {in_words(before.first_day)} ({before.origin})"
        f" against {in_words(after.first_day)} ({after.origin})"
    )
    return "\n".join(
        [
            title,
            "",
            *bullets(sentences(comparison)),
            *(["", *columns(table, right=(4, 5, 6), gives_way=1)] if shown else []),
            *([f"\n{more:,} more lines with --all, or with --format csv or xlsx."] if more else []),
        ]
    )


def _is_of(line: ChangeLine, items: Collection[str]) -> bool:
    """Whether it is the figure of one of some items."""
    return line[3] == "figure" and line[0] in items


def _write_workbook(comparison: VersionChanges, found: list[ChangeLine], output: str | None) -> None:
    from kfees.documents.sheets.tables import TableSheet, workbook_bytes

    path = workbook_path(output)
    summary = TableSheet("Summary", ("What changed",), [(sentence,) for sentence in sentences(comparison)])
    detail = TableSheet("Changes", tuple(HEADINGS), found, numbers=frozenset({4, 5, 6}))
    write_output(workbook_bytes([summary, detail]), path)
