"""A year's weighted activity: acute, emergency and clinic weights, and the adjustments to them.

    acute.csv        AR-DRGs: bounds in days, weights for same-day, short, inlier and long stays
    emergency.csv    emergency classes: a weight a presentation
    clinics.csv      Tier 2 clinics: a weight a visit; codes are text, so 10.10 is not 10.1
    adjustments.csv  what raises or lowers a weight: see `kfees.library.adjustments`

Weights are national weighted activity units (NWAU). `unknown` as a weight needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kfees.library import adjustments as adjusting
from kfees.library.adjustments import (
    STREAMS,
    AdjustmentRow,
    Adjustments,
    Stream,
    arranged,
    read_adjustments,
    without_effect,
)
from kfees.library.folder_names import ACUTE, ADJUSTMENTS, CLINICS, EMERGENCY
from kfees.model.problems import InputError, Problem
from kfees.model.schedule import ActivityFacts
from kfees.reading.table import Cells, CsvRow, read_rows

STREAM_OF: dict[str, Stream] = {ACUTE: "acute", EMERGENCY: "emergency", CLINICS: "clinic"}

ACUTE_COLUMNS = (
    "item", "label", "same_day_list", "bundled_icu", "lower_bound", "upper_bound", "same_day",
    "short_stay_base", "short_stay_per_day", "inlier", "long_stay_per_day", "paediatric", "private_service",
)  # fmt: skip
COLUMNS = {
    ACUTE: (ACUTE_COLUMNS, ()),
    EMERGENCY: (("item", "label", "weight"), ("paediatric", "reason")),
    CLINICS: (("item", "label", "weight", "paediatric"), ("reason",)),
    ADJUSTMENTS: (adjusting.COLUMNS, adjusting.OPTIONAL_COLUMNS),
}


@dataclass(frozen=True, slots=True)
class AcuteWeight:
    """An AR-DRG: bounds in days (an inlier stays from `lower_bound` to `upper_bound`, both included)
    and weights in NWAU; None where the year gives none."""

    item: str
    label: str
    same_day_list: bool
    bundled_icu: bool
    lower_bound: int
    upper_bound: int
    same_day: Decimal | None
    short_stay_base: Decimal | None
    short_stay_per_day: Decimal | None
    inlier: Decimal
    long_stay_per_day: Decimal | None
    paediatric: Decimal
    private_service: Decimal | None

    unit = "episode"


@dataclass(frozen=True, slots=True)
class VisitWeight:
    """An emergency class or a clinic: NWAU for one presentation or visit, or why there is none."""

    item: str
    label: str
    stream: Stream
    weight: Decimal | None
    paediatric: Decimal
    reason: str

    @property
    def unit(self) -> str:
        return "visit" if self.stream == "clinic" else "presentation"


Weight = AcuteWeight | VisitWeight

NO_PAEDIATRIC_FACTOR = Decimal(1)


class WeightTables:
    """A version's weights by item. A weight is read when it is first used."""

    def __init__(self, files: Mapping[str, bytes], folder: str, facts: ActivityFacts) -> None:
        self.facts = facts
        self._files, self._folder = files, folder
        self._read: dict[str, Weight] = {}

    def _place(self, file: str) -> str:
        return f"{self._folder}{file}"

    def _rows_of(self, file: str) -> list[CsvRow]:
        required, optional = COLUMNS[file]
        return read_rows(self._files[file], self._place(file), required, optional)

    @cached_property
    def _rows(self) -> dict[str, tuple[str, CsvRow]]:
        """The file and row of every item. InputError where a table's shape is wrong or a code repeats."""
        rows: dict[str, tuple[str, CsvRow]] = {}
        problems: list[Problem] = []
        for file in STREAM_OF:
            try:
                found = self._rows_of(file)
            except InputError as error:
                problems.extend(error.problems)
                continue
            for row in found:
                item = row.cell("item")
                if item in rows:
                    other, first = rows[item]
                    problems.append(
                        Problem(
                            "duplicate-item",
                            row.place(self._place(file)),
                            f"item {item!r} already stands in line {first.line} of {other}.",
                            "Keep one row for each item.",
                        )
                    )
                rows.setdefault(item, (file, row))
        if problems:
            raise InputError(problems)
        return rows

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def items_of(self, stream: Stream) -> tuple[str, ...]:
        """Every item of one stream, in the order of its table."""
        return tuple(item for item, (file, _) in self._rows.items() if STREAM_OF[file] == stream)

    def weight(self, item: str) -> Weight | None:
        """The item's weights; None where the year does not have it."""
        weight = self._read.get(item)
        if weight is None and item in self._rows:
            file, row = self._rows[item]
            cells = Cells(row, self._place(file))
            weight = _acute(cells) if file == ACUTE else _visit(cells, STREAM_OF[file])
            if cells.problems:
                raise InputError(cells.problems)
            self._read[item] = weight
        return weight

    @cached_property
    def adjustments(self) -> Adjustments:
        rows = self._adjustment_rows()
        if problems := [problem for row in rows for problem in row.cells.problems]:
            raise InputError(problems)
        return arranged(rows)

    def _adjustment_rows(self) -> list[AdjustmentRow]:
        return read_adjustments(self._rows_of(ADJUSTMENTS), self._place(ADJUSTMENTS))

    def problems(self) -> Iterator[Problem]:
        """Every problem of every table."""
        rows: list[AdjustmentRow] = []
        try:
            rows = self._adjustment_rows()
        except InputError as error:
            yield from error.problems
        for row in rows:
            yield from row.cells.problems
        try:
            items = self.items
        except InputError as error:
            yield from error.problems
            return
        of_stream = {stream: frozenset(self.items_of(stream)) for stream in STREAMS}
        for row in rows:
            yield from without_effect(row, of_stream)
        for item in items:
            try:
                self.weight(item)
            except InputError as error:
                yield from error.problems


def _acute(cells: Cells) -> AcuteWeight:
    weight = AcuteWeight(
        item=cells.text("item"),
        label=cells.text("label"),
        same_day_list=cells.flag("same_day_list"),
        bundled_icu=cells.flag("bundled_icu"),
        lower_bound=cells.day("lower_bound") or 1,
        upper_bound=cells.day("upper_bound") or 1,
        same_day=cells.number("same_day"),
        short_stay_base=cells.number("short_stay_base"),
        short_stay_per_day=cells.number("short_stay_per_day"),
        inlier=cells.required("inlier"),
        long_stay_per_day=cells.number("long_stay_per_day"),
        paediatric=cells.required("paediatric"),
        private_service=cells.number("private_service"),
    )
    for column in ("lower_bound", "upper_bound"):
        if not cells.row.cell(column):
            cells.wrong(column, "missing", "the bound is missing.", "Give a number of days.")
    if weight.lower_bound > weight.upper_bound:
        cells.wrong(
            "upper_bound", "bad-day", "the upper bound is below the lower bound.", "Swap the two bounds."
        )
    if weight.same_day_list and weight.same_day is None:
        cells.wrong("same_day", "missing", "a DRG of the same-day list needs a same-day weight.", "Give it.")
    if weight.lower_bound > 1 and weight.short_stay_per_day is None:
        message = "a DRG with short stays needs a weight for each of their days."
        cells.wrong("short_stay_per_day", "missing", message, "Give it.")
    return weight


def _visit(cells: Cells, stream: Stream) -> VisitWeight:
    reason = cells.row.cell("reason")
    unknown = cells.row.cell("weight") == "unknown"
    if unknown and not reason:
        message = "the weight is 'unknown' and no reason says why."
        cells.wrong("weight", "no-reason", message, "Fill the column reason.")
    paediatric = cells.number("paediatric")
    return VisitWeight(
        item=cells.text("item"),
        label=cells.text("label"),
        stream=stream,
        weight=None if unknown else cells.required("weight"),
        paediatric=NO_PAEDIATRIC_FACTOR if paediatric is None else paediatric,
        reason=reason,
    )
