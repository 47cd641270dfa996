"""A year's weighted activity: acute, emergency and clinic weights, and the adjustments to them.

    acute.csv        AR-DRGs: bounds in days, weights for same-day, short, inlier and long stays
    emergency.csv    emergency classes: a weight a presentation
    clinics.csv      Tier 2 clinics: a weight a visit; codes are text, so 10.10 is not 10.1
    adjustments.csv  what raises or lowers a weight, in which stream, at which step, for which fact

Weights are national weighted activity units (NWAU). `unknown` as a weight needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args, get_origin

from kfees.errors import InputError, Problem
from kfees.request import Episode
from kfees.schedule import ActivityFacts
from kfees.table import Cells, Row, read_rows

ACUTE, EMERGENCY, CLINICS, ADJUSTMENTS = "acute.csv", "emergency.csv", "clinics.csv", "adjustments.csv"
FILES = (ACUTE, EMERGENCY, CLINICS, ADJUSTMENTS)

Stream = Literal["acute", "emergency", "clinic"]
STREAMS: dict[str, Stream] = {ACUTE: "acute", EMERGENCY: "emergency", CLINICS: "clinic"}

Step = Literal[
    "added", "multiplied", "for each ICU hour", "deducted for a same-day stay", "deducted for each night"
]
"""added: into one sum with the others, 1 + a + b. multiplied: by 1 + a, after that. The others are NWAU
for each hour in intensive care, and deductions for a private patient's accommodation."""

STEPS: tuple[Step, ...] = (
    "added",
    "multiplied",
    "for each ICU hour",
    "deducted for a same-day stay",
    "deducted for each night",
)

ALWAYS_FOR: dict[Step, tuple[str, str]] = {
    "for each ICU hour": ("", ""),
    "deducted for a same-day stay": ("private_patient", "yes"),
    "deducted for each night": ("private_patient", "yes"),
}
"""The one fact, and its value, that each of these steps goes with."""

ACUTE_COLUMNS = (
    "item", "label", "same_day_list", "bundled_icu", "lower_bound", "upper_bound", "same_day",
    "short_stay_base", "short_stay_per_day", "inlier", "long_stay_per_day", "paediatric", "private_service",
)  # fmt: skip
COLUMNS = {
    ACUTE: (ACUTE_COLUMNS, ()),
    EMERGENCY: (("item", "label", "weight"), ("paediatric", "reason")),
    CLINICS: (("item", "label", "weight", "paediatric"), ("reason",)),
    ADJUSTMENTS: (("adjustment", "streams", "step", "fact", "is", "value", "items"), ()),
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


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a fact of an episode does to a weight; `items` limits it to these codes."""

    name: str
    step: Step
    fact: str
    value_of_fact: str
    value: Decimal
    items: frozenset[str]


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

    def _rows_of(self, file: str) -> list[Row]:
        required, optional = COLUMNS[file]
        return read_rows(self._files[file], self._place(file), required, optional)

    @cached_property
    def _rows(self) -> dict[str, tuple[str, Row]]:
        """The file and row of every item. InputError where a table's shape is wrong or a code repeats."""
        rows: dict[str, tuple[str, Row]] = {}
        problems: list[Problem] = []
        for file in STREAMS:
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

    def weight(self, item: str) -> Weight | None:
        """The item's weights; None where the year does not have it."""
        weight = self._read.get(item)
        if weight is None and item in self._rows:
            file, row = self._rows[item]
            cells = Cells(row, self._place(file))
            weight = _acute(cells) if file == ACUTE else _visit(cells, STREAMS[file])
            if cells.problems:
                raise InputError(cells.problems)
            self._read[item] = weight
        return weight

    @cached_property
    def adjustments(self) -> dict[Stream, dict[Step, dict[str, dict[str, Adjustment]]]]:
        """Adjustments by stream, step, fact and the fact's value."""
        found: dict[Stream, dict[Step, dict[str, dict[str, Adjustment]]]] = {
            stream: {step: {} for step in STEPS} for stream in STREAMS.values()
        }
        problems: list[Problem] = []
        for row in self._rows_of(ADJUSTMENTS):
            cells = Cells(row, self._place(ADJUSTMENTS))
            adjustment = _adjustment(cells)
            for stream in _streams(cells):
                of_fact = found[stream][adjustment.step].setdefault(adjustment.fact, {})
                if adjustment.value_of_fact in of_fact:
                    other = of_fact[adjustment.value_of_fact].name
                    message = f"this concerns the same as {other!r} above, at the same step."
                    cells.wrong("streams", "duplicate-adjustment", message, "Keep one row for each.")
                of_fact.setdefault(adjustment.value_of_fact, adjustment)
            problems.extend(cells.problems)
        if problems:
            raise InputError(problems)
        return found

    def problems(self) -> Iterator[Problem]:
        """Every problem of every table."""
        try:
            _ = self.adjustments
        except InputError as error:
            yield from error.problems
        try:
            items = self.items
        except InputError as error:
            yield from error.problems
            return
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
        inlier=_required(cells, "inlier"),
        long_stay_per_day=cells.number("long_stay_per_day"),
        paediatric=_required(cells, "paediatric"),
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
        weight=None if unknown else _required(cells, "weight"),
        paediatric=NO_PAEDIATRIC_FACTOR if paediatric is None else paediatric,
        reason=reason,
    )


def _adjustment(cells: Cells) -> Adjustment:
    fact, value_of_fact, items = (cells.row.cell(column) for column in ("fact", "is", "items"))
    step = cells.one_of("step", STEPS, "added")
    if not cells.row.cell("step"):
        cells.wrong("step", "missing", "the step is missing.", f"Use one of: {', '.join(STEPS)}.")
    if step in ALWAYS_FOR:
        if (fact, value_of_fact, items) != (*ALWAYS_FOR[step], ""):
            named = " ".join(ALWAYS_FOR[step]).strip() or "no fact"
            message = f"the step {step!r} goes with {named}, for every item."
            cells.wrong("fact", "bad-fact", message, "Correct fact and is; leave items empty.")
    else:
        _check_fact(cells, fact, value_of_fact)
    return Adjustment(
        name=cells.text("adjustment"),
        step=step,
        fact=fact,
        value_of_fact=value_of_fact,
        value=_required(cells, "value"),
        items=frozenset(items.split()),
    )


def _check_fact(cells: Cells, fact: str, value: str) -> None:
    """A fact that no episode has, or a value that it never takes, would pass unseen ever after."""
    field = Episode.model_fields.get(fact)
    if field is None:
        known = ", ".join(sorted(Episode.model_fields))
        cells.wrong("fact", "unknown-word", f"{fact!r} is no fact of an episode.", f"Use one of: {known}.")
        return
    is_literal = get_origin(field.annotation) is Literal
    values = ("yes",) if field.annotation is bool else get_args(field.annotation) if is_literal else ()
    if not value:
        cells.wrong("is", "missing", f"it does not say for which {fact}.", "Give the value of the fact.")
    elif values and value not in values:
        remedy = f"Use one of: {', '.join(values)}."
        cells.wrong("is", "unknown-word", f"{fact} is never {value!r}.", remedy)


def _streams(cells: Cells) -> list[Stream]:
    """The streams that an adjustment without mistakes belongs to."""
    stated = cells.row.cell("streams")
    words = stated.split()
    known = [stream for stream in STREAMS.values() if stream in words]
    if not words or len(known) < len(words):
        remedy = f"Use one or more of: {' '.join(STREAMS.values())}."
        cells.wrong("streams", "unknown-word", f"{stated!r} is not known here.", remedy)
    return [] if cells.problems else known


def _required(cells: Cells, column: str) -> Decimal:
    number = cells.number(column)
    if number is None and not any(problem.place.endswith(f", {column}") for problem in cells.problems):
        cells.wrong(column, "missing", "the number is missing.", "Give it, in plain digits.")
    return Decimal(0) if number is None else number
