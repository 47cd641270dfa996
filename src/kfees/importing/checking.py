"""What is about to be written is read back first, as the loader will read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kfees.importing.findings import skip_flag_of
from kfees.library.version import RATES, Version
from kfees.library.writing import version_files
from kfees.model.problems import InputError, Problem
from kfees.model.schedule import Rate, ScheduleFacts

_PART = 5_000


def check_written(written: Version, facts: ScheduleFacts, rates: Sequence[Rate]) -> Iterator[Problem]:
    """The loader's own problems, each put back to the cell that it came from; and any rate that reads
    back as another."""
    stated = _with_rates(written, facts, rates[:1])
    yield from (problem for problem in stated.problems() if _line(problem) is None)
    rows = Counter(rate.item for rate in rates)
    # One row is read as well by itself; those of an item in several are judged together.
    doubtful = [rate for rate in rates if rows[rate.item] > 1] if _reads_back(written, rates) else rates
    for part in _parts(doubtful):
        version = _with_rates(written, facts, part)
        try:
            yield from _differences(version, part)
        except InputError:
            for problem in version.problems():
                if (line := _line(problem)) is not None:
                    cell = part[line - 2].cell
                    remedy = f"{problem.remedy} Or leave the row out with {skip_flag_of(cell)}."
                    yield replace(problem, place=cell, remedy=remedy)


def _with_rates(written: Version, facts: ScheduleFacts, rates: Sequence[Rate]) -> Version:
    return Version(written.schedule, written.first_day, written.origin, version_files(facts, rates))


def _reads_back(written: Version, rates: Sequence[Rate]) -> bool:
    """Whether each row reads back as the rate that it was written from."""
    try:
        return all(rate == read for rate, read in zip(rates, written.rates_by_line(), strict=True))
    except (InputError, ValueError):
        return False


def _line(problem: Problem) -> int | None:
    """The line of the rate table that a problem is in; None where it is in none."""
    line = problem.place.partition(f"{RATES} line ")[2].partition(",")[0]
    return int(line) if line.isdigit() and int(line) > 1 else None


def _parts(rates: Sequence[Rate]) -> Iterator[list[Rate]]:
    """The rates in parts of some thousands, all rates of an item in one part, in order of days."""
    order = {item: number for number, item in enumerate(dict.fromkeys(rate.item for rate in rates))}
    part: list[Rate] = []
    for _, same in groupby(sorted(rates, key=lambda rate: order[rate.item]), lambda rate: rate.item):
        part.extend(sorted(same, key=lambda rate: rate.from_day or 1))
        if len(part) >= _PART:
            yield part
            part = []
    if part:
        yield part


def _differences(version: Version, part: Sequence[Rate]) -> Iterator[Problem]:
    """Raises InputError where a row cannot be read back at all."""
    for rate, read in zip(part, version.each_rate(), strict=True):
        if rate != read:
            message = f"item {rate.item!r} would not read back as it was understood."
            remedy = f"Leave the row out with {skip_flag_of(rate.cell)}."
            yield Problem("not-written-alike", rate.cell, message, remedy)
