"""What a workbook of weights or of their price lacks, and taking it from the version before.

What is taken over is said, part by part; what would be a figure of another year makes an estimate of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kfees.importing.weight_columns import said
from kfees.importing.weight_sheets import WeightSheet
from kfees.library.adjustments import COLUMNS, OPTIONAL_COLUMNS, STREAMS, Stream
from kfees.library.folder_names import ADJUSTMENTS
from kfees.library.version import Version
from kfees.model.english import in_list, in_words
from kfees.model.problems import Problem
from kfees.model.schedule import ESTIMATES, Basis
from kfees.reading.table import read_rows

PRICE, ADJUSTING, ROUNDING = (
    "the price of one weighted unit",
    "the adjustments (intensive care, remoteness, exceptions, private accommodation)",
    "the roundings",
)


_FACTOR_OF: dict[Stream, str] = {"acute": "AR-DRG", "emergency": "emergency class", "clinic": "clinic"}


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the workbook does not say, in words. `streams`: those of which it has no weights."""

    parts: tuple[str, ...]
    streams: tuple[Stream, ...]
    is_unpriced: bool


def lacking(found: Mapping[Stream, WeightSheet], is_priced: bool) -> Lacking:
    streams = tuple(stream for stream in STREAMS if stream not in found)
    parts = [f"the {stream} weights" for stream in streams]
    for stream, sheet in found.items():
        parts += [f"{said(role)} of each {_FACTOR_OF[stream]}" for role in sheet.lacks]
    parts += [ADJUSTING, ROUNDING, *([] if is_priced else [PRICE])]
    return Lacking(tuple(parts), streams, not is_priced)


def must_be_carried(lacks: Lacking, before: Version | None, known: Version, file: str) -> Problem:
    """The one question after everything that the workbook does not say. `known`: the first version that has
    what is carried, where there is none `before`."""
    message = f"the workbook does not hold {in_list(lacks.parts)}."
    if before is None:
        remedy = (
            f"No version before it has them either: the first day that one does is --from {known.first_day}."
        )
        return Problem("not-in-workbook", file, message, remedy)
    remedy = f"Pass --carry to take that from {named(before)}"
    if lacks.is_unpriced:
        remedy += "; --price-per-weight AMOUNT gives the price"
    return Problem("not-in-workbook", file, message, f"{remedy}.")


def named(version: Version) -> str:
    return f"the version of {in_words(version.first_day)} ({version.origin})"


def basis_of(lacks: Lacking, before: Version, first_day: date, asked: Basis | None) -> Basis | Problem:
    """What a version rests on that takes over what it lacks.

    Of the same year, a price rests on what it did. Of an earlier one it is carried forward (`indexed`, by a
    factor of 1), or remains another payer's (`reference`). Weights of another year make an estimate of a
    price that is given, too. Adjustments do, unless the user says otherwise.
    """
    is_old = before.facts.is_due(first_day)
    if not (is_old or lacks.is_unpriced):
        return asked or "supplied"
    found: Basis = before.facts.basis if lacks.is_unpriced else "indexed"
    if is_old and found not in ESTIMATES:
        found = "indexed"
    is_open = not (lacks.is_unpriced or lacks.streams)
    if asked is None or is_open or asked in (found, *ESTIMATES):
        return asked or found
    what = "the price" if lacks.is_unpriced else "the weights"
    message = f"{what} would be taken from {named(before)}, where the basis is '{before.facts.basis}'."
    return Problem("bad-basis", f"--basis {asked}", message, f"Leave --basis out: it is '{found}' then.")


def adjustments_for(before: Version, items: Mapping[Stream, Collection[str]]) -> tuple[bytes, list[str]]:
    """The table of adjustments before, without codes that the new year does not have; and which those are."""
    columns = (*COLUMNS, *OPTIONAL_COLUMNS)
    rows = read_rows(before.files[ADJUSTMENTS], before.place(ADJUSTMENTS), COLUMNS, OPTIONAL_COLUMNS)
    content, gone = io.StringIO(), list[str]()
    writer = csv.DictWriter(content, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = {column: row.cell(column) for column in columns}
        streams = [stream for stream in STREAMS if stream in cells["streams"].split()]
        known = {code for stream in streams for code in items[stream]}
        limited = bool(cells["items"])
        for column in ("items", "except"):
            codes = cells[column].split()
            cells[column] = " ".join(code for code in codes if code in known)
            gone += [f"{code} ({cells['adjustment']})" for code in codes if code not in known]
        if not limited or cells["items"]:
            writer.writerow(cells)
    return content.getvalue().encode(), gone
