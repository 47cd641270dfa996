"""What an import understood, as data: the same for the command's JSON, the API and the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from kfees.importing.chosen import Chosen
from kfees.importing.fees import Imported
from kfees.importing.findings import Note, Outcome
from kfees.importing.layout import Layout, SheetColumn
from kfees.importing.left_out import LeftOut, left_out, left_out_of_weights
from kfees.importing.looking import Part
from kfees.importing.stating import ImportAsked
from kfees.importing.weight_sheets import WeightSheet
from kfees.importing.weighted import ImportedWeights
from kfees.library.changes import VersionChanges
from kfees.library.changes_in_words import sentences
from kfees.model.problems import Problem

_NOTHING: dict[str, Any] = {
    "sheet": None, "heading_rows": None, "last_row": None, "columns": [], "other_amount_columns": [],
}  # fmt: skip


def as_data(
    result: Imported | ImportedWeights, asked: ImportAsked, written: Sequence[Path] = ()
) -> dict[str, Any]:
    """Everything that is shown of an import, with every problem by its own cell."""
    own = _of_fees(result) if isinstance(result, Imported) else _of_weights(result, asked)
    return {
        "workbook": result.workbook.model_dump(),
        "workbooks": [workbook.model_dump() for workbook in result.workbooks],
        "schedule": asked.schedule,
        "from": str(asked.first_day),
        **own,
        **_outcome(result, written),
    }


def everything_left_out(result: Imported | ImportedWeights) -> list[LeftOut]:
    """What of the files is not read, and why."""
    if isinstance(result, Imported):
        return list(left_out(result.understood))
    sheets = result.sheets
    return list(left_out_of_weights(sheets.found.values(), result.unread, sheets.hidden))


def columns_read(chosen: Chosen) -> Iterator[tuple[str, SheetColumn]]:
    for role, column in chosen.roles.items():
        if role != "amount":
            yield role, column
    for amount in chosen.amounts:
        days = f", days {amount.span[0]} to {amount.span[1] or 'the end'}" if amount.span else ""
        yield f"amount{days}", amount.column


def _of_fees(result: Imported) -> dict[str, Any]:
    parts = [_part(part) for part in result.understood.parts]
    return {
        **(parts[0] if parts else _NOTHING),
        "parts": parts,
        "left_out": [asdict(left) for left in everything_left_out(result)],
        "items": len({rate.item for rate in result.rates}),
        "rates": len(result.rates),
        "rates_of_versions": {
            str(version.first_day): sum(1 for _ in version.each_rate()) for version in result.versions
        },
        "ending": sum(rate.until is not None for rate in result.rates),
        "unknown": sum(not isinstance(rate.amount, Decimal) for rate in result.rates),
        "notes": list(map(_note, result.understood.notes)),
        "taken_for_granted": result.said,
        "hidden_sheets": result.understood.hidden_sheets,
    }


def _of_weights(result: ImportedWeights, asked: ImportAsked) -> dict[str, Any]:
    facts, price = result.facts, result.price
    return {
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
        "left_out": [asdict(left) for left in everything_left_out(result)],
    }


def _heading_rows(layout: Layout | None) -> list[int] | None:
    """None where no row heads the columns."""
    if layout is None or not layout.has_headings:
        return None
    return [layout.first_heading, layout.last_heading]


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
        "heading_rows": _heading_rows(sheet.layout),
        "last_row": sheet.findings.last_row or None,
        "columns": [_column(*read) for read in sheet.roles.items()],
        "columns_not_read": [_unread(column) for column in sheet.unread],
        "items": len(read.weights) if read is not None else 0,
        "notes": [_note(note) for note in sheet.findings.notes.values()],
    }


def _part(part: Part) -> dict[str, Any]:
    """A sheet, or rows of it, as far as it is understood."""
    layout, chosen = part.layout, part.chosen
    return {
        "sheet": layout.name if layout is not None else None,
        "heading_rows": _heading_rows(layout),
        "last_row": part.findings.last_row or None,
        "columns": [_column(*read) for read in columns_read(chosen)],
        "other_amount_columns": [_unread(column) for column in chosen.others],
    }


def _outcome(result: Outcome, written: Sequence[Path]) -> dict[str, Any]:
    return {
        "comparison": _comparison(result.comparison),
        "versions": [str(version.first_day) for version in result.versions],
        "written": [str(path) for path in written],
        "same_as": [str(Path(same.origin, same.schedule, str(same.first_day))) for same in result.same],
        "problems": [_problem(problem) for problem in result.each_problem],
    }


def _column(role: str, column: SheetColumn) -> dict[str, Any]:
    return {"role": role, **_unread(column), "examples": column.samples}


def _unread(column: SheetColumn) -> dict[str, str]:
    return {"column": column.letter, "heading": column.heading}


def _comparison(comparison: VersionChanges | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    typical = comparison.typical
    return {
        "before": str(comparison.before.first_day),
        "sentences": list(sentences(comparison)),
        "typical": None
        if typical is None
        else {"percent": str(round(typical.percent, 2)), "count": typical.count, "of": typical.of},
        "outliers": [
            {
                "item": move.after.item,
                "before": str(move.was),
                "after": str(move.now),
                "percent": str(round(move.percent, 2)),
                "cell": move.after.cell,
            }
            for move in comparison.outliers
        ],
        "gone": [rate.item for rate in comparison.gone],
        "new": [rate.item for rate in comparison.new],
    }


def _note(note: Note) -> dict[str, Any]:
    return {"kind": note.kind, "count": note.count, "cells": note.cells, "examples": note.examples}


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "place": problem.place,
        "message": problem.message,
        "remedy": problem.remedy,
    }
