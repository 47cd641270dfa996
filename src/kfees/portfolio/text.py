"""A portfolio in a text file: where its heading stands, and what stands between its cells."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import polars as pl

from kfees.model.problems import InputError, Problem
from kfees.portfolio.columns import is_heading

LOOKED_AT = 30
"""So many lines are looked at for the heading, where the first one is none."""

LONGEST_HEADING = 1_000_000

MARKS = ",;\t|"

NOT_UTF8 = ("its letters are not in UTF-8.", "In Excel, save it as 'CSV UTF-8' or as a workbook.")


def scan_text(path: Path) -> tuple[pl.LazyFrame, int]:
    """The rows, all as text; and the number of the first one below the heading, as an editor numbers its
    lines where none is broken. Titles and notes may stand above the heading, and `sep=;`."""
    with path.open("rb") as file:
        top = list(islice(iter(lambda: file.readline(LONGEST_HEADING), b""), LOOKED_AT))
    if any(b"\0" in line for line in top):  # as in UTF-16, and in a workbook of another name
        raise InputError([Problem("unreadable-file", str(path), *NOT_UTF8)])
    lines = [line.decode("utf-8-sig", "replace").rstrip("\r\n") for line in top]
    above = next((number for number, line in enumerate(lines) if is_heading(_cells(line))), 0)
    separator = _separator(lines[above]) if lines else ","
    frame = pl.scan_csv(path, infer_schema=False, separator=separator, skip_lines=above, glob=False)
    return frame, above + 2


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=_separator(line)), [])
    except csv.Error:  # a cell longer than any name
        return []


def _separator(line: str) -> str:
    """The mark that stands there most often; a comma where none does."""
    return max(MARKS, key=line.count)
