"""What an import understood, for a person to approve: 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from kfees.cli.terminal import bullets, columns, wrapped
from kfees.importing.as_data import columns_read
from kfees.importing.fees import Imported
from kfees.importing.findings import Outcome
from kfees.importing.layout import Layout, shorten
from kfees.importing.left_out import other_columns
from kfees.importing.looking import Part
from kfees.importing.stating import ImportAsked
from kfees.library.changes import VersionChanges
from kfees.library.changes_in_words import percent_in_words, plain_amount, sentences
from kfees.model.blanks import counted
from kfees.model.english import in_words
from kfees.model.money import CannotDetermine, NotPayable
from kfees.model.schedule import Gst, Rate

_OUTLIERS, _FIRST_ITEMS = 12, 4
_GST_OF_RATES: dict[Gst, str] = {"exclusive": "on top of", "included": "in the amount of", "free": "none on"}


def as_table(result: Imported, asked: ImportAsked, written: Sequence[Path], *, dry_run: bool) -> None:
    """Print the sheet, the columns, the first items, the counts, the lint and what was written."""
    heading = f"{result.files}: {asked.schedule} from {in_words(asked.first_day)}"
    click.echo(click.style("\n".join(wrapped(heading)), bold=True))
    for number, part in enumerate(result.understood.parts):
        if number:
            click.echo()
        if part.layout is not None:
            _print_layout(part, part.layout)
    if result.rates:
        _print_items(result.rates, several=len(result.understood.parts) > 1)
    elif result.codes:
        print_list("Item codes as read", [", ".join(result.codes) + ", ..."])
    print_list("What was understood", _understood(result))
    print_outcome(result, written, f"{len(result.rates):,} rates", dry_run=dry_run)


def print_outcome(result: Outcome, written: Sequence[Path], holding: str, *, dry_run: bool) -> None:
    """What was taken for granted, the lint, and what was written; `holding`: what stands in it."""
    print_list("Taken for granted, unless the option in brackets says otherwise", result.said)
    if result.comparison is not None:
        _print_comparison(result.comparison)
    for path in written:
        click.echo(f"\nWritten: {path} ({holding}). Nothing there is edited later.")
    if written:
        click.echo(
            f"Use it with --schedules {written[0].parent.parent}, or name that folder in KFEES_SCHEDULES."
        )
    elif dry_run and not result.problems:
        click.echo("\nA dry run: nothing was written.")
    for version in result.same:
        place = f"{version.origin.rstrip('/')}/{version.schedule}/{version.first_day}"
        click.echo("\n" + "\n".join(wrapped(f"Not written: {place} is there already and the same.")))


def _print_layout(part: Part, layout: Layout) -> None:
    rows = "row" if layout.first_heading == layout.last_heading else "rows"
    span = f"{layout.first_heading}" + (f" to {layout.last_heading}" if rows == "rows" else "")
    headed = f"headings in {rows} {span}"
    if not layout.has_headings:
        headed = f"no row heads the columns, items from row {layout.first_heading}"
    until = f", items down to row {part.findings.last_row:,}" if part.findings.last_row else ""
    click.echo("\n".join(wrapped(f"Sheet '{layout.name}': {headed}{until}")))
    read = [
        (column.letter, shorten(column.heading, 30), role, ", ".join(column.samples[:2]))
        for role, column in sorted(columns_read(part.chosen), key=lambda read: read[1].number)
    ]
    if read:
        print_table(("Column", "Heading", "Read as", "For example"), read, gives_way=3)
    print_list("Columns not read", [f"{column.described}: {why}." for column, why in other_columns(part)])


def _print_items(rates: Sequence[Rate], *, several: bool) -> None:
    """The first items and the last; `several`: parts are read, and cells name their sheet."""
    last = rates[max(len(rates) - 1, _FIRST_ITEMS) :]
    rows = [_item(rate, several) for rate in rates[:_FIRST_ITEMS]]
    rows += [("...", "", "", "", "")] if len(rates) > _FIRST_ITEMS + 1 else []
    rows += [_item(rate, several) for rate in last]
    print_table(("Item", "Label", "Amount", "Unit", "Cell"), rows, right=(2,))


def _item(rate: Rate, several: bool) -> tuple[str, str, str, str, str]:
    cell = rate.cell if several else rate.cell.rpartition("!")[2]
    return (rate.item, rate.label, plain_amount(rate.amount), shorten(rate.unit, 12), cell)


def _understood(result: Imported) -> Iterator[str]:
    if result.rates:
        items = len({rate.item for rate in result.rates})
        unknown = sum(isinstance(rate.amount, CannotDetermine) for rate in result.rates)
        not_payable = sum(isinstance(rate.amount, NotPayable) for rate in result.rates)
        rest = f", {not_payable:,} not payable" if not_payable else ""
        priced = len(result.rates) - unknown - not_payable
        spans = f" in {len(result.rates):,} rates" if len(result.rates) != items else ""
        yield f"{counted(items, 'item')}{spans}: {priced:,} with an amount, {unknown:,} unknown{rest}."
        if all(problem.code != "which-gst" for problem in result.problems):
            yield from _gst_by_rate(result.rates)
    parts = result.understood.parts
    if wrong := sum(len(part.findings.wrong) for part in parts):
        they = "1 place in the table cannot be taken as it stands"
        yield f"{they if wrong == 1 else f'{wrong:,} places in the table cannot be taken as they stand'}."
    yield from _ending(result)
    for version in result.versions[1:]:
        yield f"One more version, from {in_words(version.first_day)}: {len(version.items):,} items."
    for part in parts:
        named = f"{part.name}: " if len(parts) > 1 else ""
        yield from (f"{named}{note.sentence}" for note in part.findings.notes.values())
    for name, why in result.understood.other_sheets:
        yield f"Sheet '{name}', not read: {why}."


def _gst_by_rate(rates: Sequence[Rate]) -> Iterator[str]:
    """Where rates differ in it."""
    found = Counter(rate.gst for rate in rates)
    if len(found) > 1:
        counts = (f"{says} {found[gst]:,}" for gst, says in _GST_OF_RATES.items() if gst in found)
        yield f"GST differs by item: {', '.join(counts)}."


def _ending(result: Imported) -> Iterator[str]:
    """Of the first version: how many items end before it does, and when."""
    ends = Counter({rate.item: rate.until for rate in result.rates if rate.until is not None}.values())
    for day, count in sorted(ends.items()):
        items = "1 item has" if count == 1 else f"{count:,} items have"
        yield f"{items} no rate after {in_words(day)}."


def _print_comparison(comparison: VersionChanges) -> None:
    before = comparison.before
    print_list(
        f"Against the version of {in_words(before.first_day)} ({before.origin})", sentences(comparison)
    )
    if not comparison.outliers:
        return
    rows = [
        (move.after.item, move.after.label, f"{move.was:,}", f"{move.now:,}", percent_in_words(move.percent))
        for move in comparison.outliers[:_OUTLIERS]
    ]
    print_table(("Outlier", "Label", "Before", "After", "Change"), rows, right=(2, 3, 4))
    if (more := len(comparison.outliers) - _OUTLIERS) > 0:
        click.echo(f"and {more:,} more: kfees schedules diff lists every one.")


def print_list(heading: str, sentences: Iterable[str]) -> None:
    found = list(bullets(sentences))
    if found:
        click.echo("\n".join(["", *wrapped(heading), *found]))


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = (), gives_way: int = 1
) -> None:
    click.echo("\n".join(["", *columns([headings, *rows], right=right, gives_way=gives_way)]))
