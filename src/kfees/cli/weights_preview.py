"""What an import of weights understood, for a person to approve: 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kfees.cli.import_preview import print_list, print_outcome, print_table
from kfees.cli.terminal import wrapped
from kfees.importing.carried import named
from kfees.importing.layout import shorten
from kfees.importing.stating import ImportAsked
from kfees.importing.weight_sheets import WeightSheet
from kfees.importing.weighted import ImportedWeights
from kfees.library.weights import VisitWeight
from kfees.model.english import in_words

CARRIED = "Carried from {version}"
NOT_HELD = "Not in the workbook (--carry takes it from {version})"


def as_table(result: ImportedWeights, asked: ImportAsked, written: Sequence[Path], *, dry_run: bool) -> None:
    """Print each sheet with its columns, the price, what is carried, the lint and what was written."""
    day = in_words(asked.first_day)
    click.echo(click.style(f"{result.files}: {asked.schedule} from {day}", bold=True))
    for sheet in result.sheets.found.values():
        _print_sheet(sheet)
    print_list("What was understood", _understood(result, asked))
    if result.lacks is not None and result.source is not None:
        heading = CARRIED if asked.carry else NOT_HELD
        print_list(heading.format(version=named(result.source)), _sentences(result.lacks.parts))
    items = sum(len(version.items) for version in result.versions)
    print_outcome(result, written, f"{items:,} weights", dry_run=dry_run)


def _sentences(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        yield f"{part[0].upper()}{part[1:]}."


def _print_sheet(sheet: WeightSheet) -> None:
    layout = sheet.layout
    first = layout.last_heading + 1
    rows = f"rows {first} to {sheet.findings.last_row:,}" if sheet.findings.last_row else f"from row {first}"
    said = f"Sheet '{sheet.name}': {sheet.stream} weights, {rows}"
    click.echo("\n" + "\n".join(wrapped(said)), nl=False)
    print_table(
        ("Column", "Heading", "Read as", "For example"),
        [
            (column.letter, shorten(column.heading, 34), role, ", ".join(column.samples[:2]))
            for role, column in sorted(sheet.roles.items(), key=lambda pair: pair[1].number)
        ],
        gives_way=3,
    )


def _understood(result: ImportedWeights, asked: ImportAsked) -> Iterator[str]:
    for stream, read in result.read.items():
        unknown = sum(isinstance(weight, VisitWeight) and weight.weight is None for weight in read.weights)
        rest = f", {unknown:,} without a weight" if unknown else ""
        yield f"{stream.capitalize()}: {len(read.weights):,} items{rest}."
    if asked.price_per_weight is not None:
        yield f"The price of one weighted unit: {asked.price_per_weight:,} (--price-per-weight)."
    elif result.price is not None:
        yield f"The price of one weighted unit: {result.price.amount:,}, cell {result.price.place}."
    for sheet in result.sheets.found.values():
        for note in sheet.findings.notes.values():
            yield f"{sheet.name}: {note.sentence}"
        if sheet.unread:
            columns = "; ".join(column.described for column in sheet.unread)
            yield f"{sheet.name}: columns with figures, not read: {columns}."
        if wrong := len(sheet.findings.wrong):
            yield f"{sheet.name}: cells that cannot be taken as they stand: {wrong:,}."
    if result.unread:
        yield f"Sheets with nothing of this, not read: {', '.join(result.unread)}."
    if result.sheets.hidden:
        yield f"Hidden sheets, not read: {', '.join(result.sheets.hidden)}."
