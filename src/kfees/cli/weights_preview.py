"""What an import of weights understood, for a person to approve: 80 columns; and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kfees.cli.import_preview import (
    column_as_json,
    note_as_json,
    outcome_as_json,
    print_list,
    print_outcome,
    print_table,
    unread_as_json,
)
from kfees.cli.terminal import wrapped
from kfees.importing.carried import named
from kfees.importing.layout import shorten
from kfees.importing.left_out import left_out_of_weights
from kfees.importing.stating import ImportAsked
from kfees.importing.weight_sheets import WeightSheet
from kfees.importing.weighted import ImportedWeights
from kfees.library.weights import VisitWeight
from kfees.model.dates import in_words

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


def as_json(result: ImportedWeights, asked: ImportAsked, written: Sequence[Path]) -> str:
    """Everything that the table shows, with every problem by its own cell."""
    facts, price = result.facts, result.price
    return json.dumps(
        {
            "workbook": result.workbook.model_dump(),
            "workbooks": [workbook.model_dump() for workbook in result.workbooks],
            "schedule": asked.schedule,
            "from": str(asked.first_day),
            "sheets": [_sheet(sheet, result) for sheet in result.sheets.found.values()],
            "price_per_weight": None
            if facts is None or facts.activity is None or facts.activity.price_per_weight is None
            else str(facts.activity.price_per_weight),
            "price_cell": price.place if price is not None and asked.price_per_weight is None else None,
            "basis": facts.basis if facts is not None else None,
            "carried": _carried(result) if asked.carry else [],
            "not_in_workbook": list(result.lacks.parts) if result.lacks is not None else [],
            "taken_for_granted": result.said,
            "sheets_not_read": result.unread,
            "hidden_sheets": result.sheets.hidden,
            "left_out": [
                asdict(left)
                for left in left_out_of_weights(
                    result.sheets.found.values(), result.unread, result.sheets.hidden
                )
            ],
            **outcome_as_json(result, written),
        },
        indent=2,
        ensure_ascii=False,
    )


def _carried(result: ImportedWeights) -> list[dict[str, str]]:
    if result.lacks is None or result.source is None:
        return []
    first_day, origin = str(result.source.first_day), result.source.origin
    return [{"part": part, "from": first_day, "origin": origin} for part in result.lacks.parts]


def _sheet(sheet: WeightSheet, result: ImportedWeights) -> dict[str, Any]:
    read = result.read.get(sheet.stream)
    return {
        "sheet": sheet.name,
        "stream": sheet.stream,
        "heading_rows": [sheet.layout.first_heading, sheet.layout.last_heading],
        "last_row": sheet.findings.last_row or None,
        "columns": [column_as_json(*read) for read in sheet.roles.items()],
        "columns_not_read": [unread_as_json(column) for column in sheet.unread],
        "items": len(read.weights) if read is not None else 0,
        "notes": [note_as_json(note) for note in sheet.findings.notes.values()],
    }
