"""What raises or lowers a year's weights: adjustments.csv, row by row.

    adjustment   its name                      streams   one or more of: acute emergency clinic
    step         how it counts: see `Step`     value     by how much
    fact, is     of which episodes: a fact and its value (yes, RA3, a name), or for a number of years,
                 nights, days or hours a band: 17, 0-17 or 65+
    items        the only codes that it concerns, with spaces between; empty for all
    except       or all but these

A row that could never change a weight is refused: nobody would notice it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, get_args, get_origin

from kfees.model.episode import OF_NIGHTS, OLDEST
from kfees.model.problems import Problem, suggestion
from kfees.model.request import Episode
from kfees.reading.table import Cells, CsvRow

COLUMNS = ("adjustment", "streams", "step", "fact", "is", "value", "items")
OPTIONAL_COLUMNS = ("except",)

Stream = Literal["acute", "emergency", "clinic"]
STREAMS: tuple[Stream, ...] = get_args(Stream)

Step = Literal[
    "added", "multiplied", "for each ICU hour", "deducted for a same-day stay", "deducted for each night"
]
"""added: into one sum with the others, 1 + a + b. multiplied: by 1 + a, after that. The others are NWAU
for each hour in intensive care, and deductions for a private patient's accommodation."""

STEPS: tuple[Step, ...] = get_args(Step)

ALWAYS_FOR: dict[Step, tuple[str, str]] = {
    "for each ICU hour": ("", ""),
    "deducted for a same-day stay": ("private_patient", "yes"),
    "deducted for each night": ("private_patient", "yes"),
}
"""The one fact, and its value, that each of these steps goes with. Only acute stays have them."""

LARGEST = {"age": OLDEST, "nights": 100_000, "leave_days": 100_000, "icu_hours": 2_400_000}
"""The facts that are numbers, and the largest that an episode can have."""

LONGEST = 200
"""Characters of a fact that is text."""

_BAND = re.compile(r"([0-9]{1,7})(?:[-\u2013]([0-9]{1,7})|(\+))?")
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a fact of an episode does to a weight. `band`: the least and the most of a fact that is a
    number. `items` limits it to these codes, `excepted` leaves these out."""

    name: str
    step: Step
    fact: str
    value_of_fact: str
    value: Decimal
    items: frozenset[str]
    excepted: frozenset[str] = frozenset()
    band: tuple[int, int] | None = None

    def holds(self, stated: object) -> bool:
        """Whether a stated fact is the one that this is for."""
        if self.band is not None:
            assert isinstance(stated, int | Decimal)
            return self.band[0] <= int(stated) <= self.band[1]
        if isinstance(stated, tuple):
            return self.value_of_fact in stated
        return self.value_of_fact == ("yes" if stated is True else stated)

    def concerns(self, item: str) -> bool:
        return item not in self.excepted and (not self.items or item in self.items)

    def repeats(self, other: Adjustment) -> bool:
        """Whether both would count for one and the same episode, at the same step for the same fact."""
        if (self.step, self.fact) != (other.step, other.fact):
            return False
        if self.band is not None and other.band is not None:
            apart = self.band[0] > other.band[1] or other.band[0] > self.band[1]
        else:
            apart = self.value_of_fact != other.value_of_fact
        return not apart and _overlap(self, other)


def _overlap(one: Adjustment, other: Adjustment) -> bool:
    if one.items and other.items:
        return bool(one.items & other.items)
    return not (one.items or other.items) or bool((one.items - other.excepted) | (other.items - one.excepted))


Adjustments = dict[Stream, dict[Step, dict[str, tuple[Adjustment, ...]]]]
"""By stream, step and fact, in the order of the table."""


class AdjustmentRow(NamedTuple):
    """A row as it was read; `cells` holds what is wrong with it, and its streams are then none."""

    cells: Cells
    streams: tuple[Stream, ...]
    adjustment: Adjustment


def read_adjustments(rows: Iterable[CsvRow], file: str) -> list[AdjustmentRow]:
    """The rows of the table, each with its own problems."""
    found: list[AdjustmentRow] = []
    for row in rows:
        cells = Cells(row, file)
        adjustment = _adjustment(cells)
        streams = _streams(cells, adjustment.step)
        for earlier in found:
            if not set(streams).isdisjoint(earlier.streams) and adjustment.repeats(earlier.adjustment):
                message = f"this concerns the same as {earlier.adjustment.name!r} above, at the same step."
                apart = "" if adjustment.step in ALWAYS_FOR else ", or tell them apart by is, items or except"
                cells.wrong("streams", "duplicate-adjustment", message, f"Keep one row for each{apart}.")
                break
        found.append(AdjustmentRow(cells, streams, adjustment))
    return found


def arranged(rows: Iterable[AdjustmentRow]) -> Adjustments:
    found: Adjustments = {stream: {step: {} for step in STEPS} for stream in STREAMS}
    for _, streams, adjustment in rows:
        for stream in streams:
            of_step = found[stream][adjustment.step]
            of_step[adjustment.fact] = (*of_step.get(adjustment.fact, ()), adjustment)
    return found


def without_effect(row: AdjustmentRow, items: Mapping[Stream, Collection[str]]) -> Iterator[Problem]:
    """Codes that no table of the row's streams has, and streams in which the row concerns nothing."""
    cells, streams, adjustment = row
    drg = [adjustment.value_of_fact] if adjustment.fact == "drg" else []
    for column, codes in (("is", drg), ("items", adjustment.items), ("except", adjustment.excepted)):
        unknown = sorted(code for code in codes if not any(code in items[stream] for stream in streams))
        if unknown and streams:
            known = [code for stream in streams for code in items[stream]]
            if {",", ";"}.intersection(unknown[0]):
                remedy = "Put spaces between the codes, and nothing else."
            else:
                remedy = suggestion(unknown[0], known, "Correct the code, or remove the row.")
            message = f"{_named(unknown)}: no such item in {' or '.join(streams)}."
            yield cells.problem(column, "unknown-item", message, remedy)
            return
    for stream in streams:
        if not any(map(adjustment.concerns, drg or items[stream])) or not items[stream]:
            message = f"this concerns no item of {stream}, so that it would do nothing there."
            remedy = f"Take {stream} out of streams, or change items or except."
            yield cells.problem("streams", "without-effect", message, remedy)


def _named(codes: list[str]) -> str:
    more = len(codes) - _MOST_NAMED
    return ", ".join(map(repr, codes[:_MOST_NAMED])) + (f" and {more:,} more" if more > 0 else "")


def _adjustment(cells: Cells) -> Adjustment:
    fact, value_of_fact, items, excepted = map(cells.row.cell, ("fact", "is", "items", "except"))
    step = cells.one_of("step", STEPS, "added")
    if not cells.row.cell("step"):
        cells.wrong("step", "missing", "the step is missing.", f"Use one of: {', '.join(STEPS)}.")
    band = None
    if step in ALWAYS_FOR:
        if (fact, value_of_fact, items, excepted) != (*ALWAYS_FOR[step], "", ""):
            named = " ".join(ALWAYS_FOR[step]).strip() or "no fact"
            message = f"the step {step!r} goes with {named}, for every item."
            cells.wrong("fact", "bad-fact", message, "Correct fact and is; leave items and except empty.")
    elif fact in LARGEST:
        band = _band(cells, fact, value_of_fact)
    else:
        _check_fact(cells, fact, value_of_fact)
    if items and excepted and step not in ALWAYS_FOR:
        remedy = "Leave except empty, and in items what it concerns."
        cells.wrong("except", "bad-items", "items says already what this concerns.", remedy)
    return Adjustment(
        name=cells.text("adjustment"),
        step=step,
        fact=fact,
        value_of_fact=value_of_fact,
        value=cells.required("value"),
        items=frozenset(items.split()),
        excepted=frozenset(excepted.split()),
        band=band,
    )


def _check_fact(cells: Cells, fact: str, value: str) -> None:
    """A fact that no episode has, or a value that it never takes, would pass unseen ever after."""
    field = Episode.model_fields.get(fact)
    if field is None or fact in OF_NIGHTS:
        known = ", ".join(sorted(Episode.model_fields.keys() - OF_NIGHTS))
        cells.wrong("fact", "unknown-word", f"{fact!r} is no fact of an episode.", f"Use one of: {known}.")
        return
    is_literal = get_origin(field.annotation) is Literal
    values = ("yes",) if field.annotation is bool else get_args(field.annotation) if is_literal else ()
    if not value:
        cells.wrong("is", "missing", f"it does not say for which {fact}.", "Give the value of the fact.")
    elif values and value not in values:
        remedy = f"Use one of: {', '.join(values)}."
        cells.wrong("is", "unknown-word", f"{fact} is never {value!r}.", remedy)
    elif value != value.strip() or len(value) > LONGEST:
        message = f"{fact} never has spaces around it or more than {LONGEST} characters."
        cells.wrong("is", "bad-text", message, "Give it as an episode states it.")


def _band(cells: Cells, fact: str, text: str) -> tuple[int, int] | None:
    """The least and the most of a number; '17' is both, and '65+' has no end."""
    match, largest = _BAND.fullmatch(text), LARGEST[fact]
    if match is None:
        message = f"{text!r} is no {fact}." if text else f"it does not say for which {fact}."
        cells.wrong("is", "bad-band", message, "Give a whole number or a band, such as 17, 0-17 or 65+.")
        return None
    low = int(match[1])
    high = largest if match[3] else int(match[2] or low)
    if low > largest:
        cells.wrong("is", "bad-band", f"{fact} is never {low} or more.", f"Give 0 to {largest}.")
    elif low > high:
        cells.wrong("is", "bad-band", f"{text!r} runs backwards.", f"Write {high}-{low}.")
    return low, high


def _streams(cells: Cells, step: Step) -> tuple[Stream, ...]:
    """The streams that an adjustment without mistakes belongs to."""
    stated = cells.row.cell("streams")
    words = stated.split()
    known = tuple(stream for stream in STREAMS if stream in words)
    if not words or len(known) < len(set(words)):
        remedy = f"Use one or more of: {' '.join(STREAMS)}."
        cells.wrong("streams", "unknown-word", f"{stated!r} is not known here.", remedy)
    elif step in ALWAYS_FOR and known != ("acute",):
        cells.wrong("streams", "bad-stream", f"only acute stays have the step {step!r}.", "Write acute.")
    return () if cells.problems else known
