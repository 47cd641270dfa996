"""`kfees schedules import`: from a workbook to a version folder, or every problem by sheet and cell."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kfees.cli.named_files import INPUT
from kfees.cli.options import DATE, schedules_option
from kfees.cli.standard_streams import show_data
from kfees.library.library import Library
from kfees.library.loading import load_schedules
from kfees.model.dates import DEFAULT_TIME_ZONE, today_in
from kfees.model.english import in_list
from kfees.model.payee import unknown_payee
from kfees.model.problems import InputError
from kfees.model.schedule import BASES, GST
from kfees.reading.file_limits import content_of

if TYPE_CHECKING:
    from kfees.importing.fees import Imported
    from kfees.importing.stating import ImportAsked
    from kfees.importing.weighted import ImportedWeights
    from kfees.reading.sheet import Progress

DEFAULT_FOLDER = "schedules"


@click.command("import", short_help="From a workbook to a version folder.")
@click.argument("files", type=INPUT, nargs=-1, required=True, metavar="FILE...")
@click.option("--schedule", required=True, metavar="NAME", help="The schedule, such as medical.")
@click.option("--from", "first_day", type=DATE, required=True, metavar="DATE", help="First day in force.")
@click.option("--into", default=DEFAULT_FOLDER, show_default=True, metavar="DIR", help="Folder to write to.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Each sheet to read: parts of one version."
)
@click.option(
    "--columns",
    multiple=True,
    metavar="ROLE=COLUMN,...",
    help='Columns by letter or heading, such as item=B,amount=F, or "Part 2:amount=F" of one sheet,'
    " or amount=F+G for days of a stay in two columns. Roles: item, modifier, label,"
    " amount, unit, from_day, to_day, days, starts, ends, gst, with_gst; none for a role that no column has."
    " Of weights: acute.inlier=M, clinic.weight=D.",
)
@click.option(
    "--rows", multiple=True, metavar="FIRST-LAST", help="Each table's data: 8-805, Sheet1:8-805 or E8:G805."
)
@click.option(
    "--skip-rows", multiple=True, metavar="ROWS", help="Rows to leave out: 12,40-44 or Sheet1:12,40-44."
)
@click.option(
    "--set",
    "set_cells",
    multiple=True,
    metavar="CELL=WORDS",
    help="Read F12, Sheet1:F12, or F12,14-16 of one column, as these words.",
)
@click.option(
    "--where", multiple=True, metavar="COLUMN=WORDS", help="Only rows that say so there: D=hour, D= for none."
)
@click.option(
    "--as-stored", multiple=True, metavar="COLUMN", help="Amounts as stored, whatever the cells show."
)
@click.option("--hidden", type=click.Choice(["include", "leave-out"]), help="What to do with hidden rows.")
@click.option("--codes", metavar="FORMAT", help="How codes stored as numbers are printed: 0.00, 00000.")
@click.option("--decimals", type=click.Choice(["point", "comma"]), help="The decimal mark in typed amounts.")
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="The order in typed dates.")
@click.option("--round-to-cent", is_flag=True, help="Round parts of a cent half up.")
@click.option(
    "--all-periods", is_flag=True, help="A version for each period the sheet states from --from on."
)
@click.option("--accept-changes", is_flag=True, help="What seems unlikely of the changes is right.")
@click.option("--carry", is_flag=True, help="Take what weights lack from the version before.")
@click.option("--price-per-weight", metavar="AMOUNT", help="The price of one weighted unit.")
@click.option("--payee", metavar="PAYEE", help="Whom it pays, such as hospital or medical.")
@click.option("--gst", type=click.Choice(GST), help="Whether the amounts include GST.")
@click.option("--unit", metavar="WORD", help="What one amount is for, where the sheet does not say.")
@click.option("--basis", type=click.Choice(BASES), help="supplied unless given or carried.")
@click.option("--title", metavar="TEXT", help="The sheet's own title unless given.")
@click.option("--publisher", metavar="TEXT")
@click.option("--source", metavar="TEXT", help="The file and sheet unless given.")
@click.option("--coverage", default="", metavar="TEXT", help="What the version leaves out.")
@click.option("--next-change", type=DATE, metavar="DATE", help="One year after --from unless given.")
@click.option("--retrieved", type=DATE, metavar="DATE", help="Today unless given.")
@schedules_option
def command(
    files: tuple[str, ...], into: str, dry_run: bool, form: str, overlays: tuple[str, ...], **flags: Any
) -> None:
    """Import a schedule from a workbook, a text file, a saved page or a PDF, or from several that are parts
    of one version: a complete version folder, or nothing.

    Shows what was understood first. Where that is not certain, says what to pass.
    """
    from kfees.importing.flags import asked_from
    from kfees.importing.importing import SourceFile, import_tables
    from kfees.library.writing import write_versions

    asked = asked_from(flags, today_in(DEFAULT_TIME_ZONE))
    library = load_with(overlays, into)
    if asked.payee is not None and asked.payee not in library.every_payee:
        raise InputError([unknown_payee(asked.payee, library.every_payee, f"--payee {asked.payee}")])
    read = [SourceFile(file, content_of(Path(file))) for file in files]
    with _progress(files) as progress:
        result = import_tables(read, asked, library, into, progress)
    written: list[Path] = []
    problems = list(result.problems)
    if not problems and not dry_run and result.new:
        try:
            written = write_versions(Path(into), asked.schedule, result.new)
        except InputError as error:
            problems = list(error.problems)
            result.add(problems)
    _show(result, asked, written, form, dry_run)
    if problems:
        raise InputError(problems)


def _show(
    result: Imported | ImportedWeights,
    asked: ImportAsked,
    written: Sequence[Path],
    form: str,
    dry_run: bool,
) -> None:
    from kfees.cli import import_preview, weights_preview
    from kfees.importing.as_data import as_data
    from kfees.importing.fees import Imported

    if form == "json":
        show_data(json.dumps(as_data(result, asked, written), indent=2, ensure_ascii=False))
    elif isinstance(result, Imported):
        import_preview.as_table(result, asked, written, dry_run=dry_run)
    else:
        weights_preview.as_table(result, asked, written, dry_run=dry_run)


def load_with(overlays: Iterable[str], into: str | None) -> Library:
    """What is loaded, with the folder to write to where it holds anything."""
    if into is None:
        return load_schedules(*overlays)
    folder = Path(into)
    holds = folder.is_dir() and any(
        child.is_dir() and not child.name.startswith(".") for child in folder.iterdir()
    )
    return load_schedules(*overlays, *([into] if holds else []))


@contextmanager
def _progress(files: Sequence[str]) -> Iterator[Progress | None]:
    """A bar on standard error, where a person looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Reading {in_list([Path(file).name for file in files])}", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
