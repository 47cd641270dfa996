"""What is about to be written is read back first, as the loader will read it, in parts that fit in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from kfees.errors import Problem
from kfees.schedule import Rate, ScheduleFacts
from kfees.version import RATES, Version
from kfees.writing import version_files

_PART = 5_000


def check_written(
    schedule: str, first_day: date, origin: str, facts: ScheduleFacts, rates: Sequence[Rate]
) -> Iterator[Problem]:
    """The loader's own problems, each put back to the cell that it came from; and any rate that reads
    back as another."""
    seen: set[Problem] = set()
    for part in _parts(rates):
        version = Version(schedule, first_day, origin, version_files(facts, part))
        problems = [_placed(problem, part) for problem in version.problems()]
        yield from (problem for problem in problems if problem not in seen)
        seen.update(problems)
        if not problems:
            yield from _differences(version, part)


def _parts(rates: Sequence[Rate]) -> Iterator[list[Rate]]:
    """The rates in parts of some thousands, all rates of an item in one part."""
    order = {item: number for number, item in enumerate(dict.fromkeys(rate.item for rate in rates))}
    part: list[Rate] = []
    for _, same in groupby(sorted(rates, key=lambda rate: order[rate.item]), lambda rate: rate.item):
        part.extend(same)
        if len(part) >= _PART:
            yield part
            part = []
    if part:
        yield part


def _placed(problem: Problem, part: Sequence[Rate]) -> Problem:
    line = problem.place.partition(f"{RATES} line ")[2].partition(",")[0]
    is_rate = line.isdigit() and 2 <= int(line) <= len(part) + 1
    return replace(problem, place=part[int(line) - 2].cell) if is_rate else problem


def _differences(version: Version, part: Sequence[Rate]) -> Iterator[Problem]:
    for item, same in groupby(part, lambda rate: rate.item):
        written = sorted(same, key=lambda rate: rate.from_day or 1)
        for rate, read in zip(written, version.rates(item), strict=True):
            if rate != read:
                message = f"item {item!r} would not read back as it was understood."
                yield Problem("not-written-alike", rate.cell, message, "Leave the row out with --skip-rows.")
