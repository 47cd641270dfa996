"""From the rates of each part to those of the version: an item in two parts is taken once or asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kfees.importing.drafting import alike, rate_in_words
from kfees.importing.findings import Findings, row_in
from kfees.importing.looking import Part
from kfees.model.problems import Problem
from kfees.model.schedule import Rate

PartRates = Sequence[tuple[Part, Sequence[Rate]]]

_MOST_ALONE = 5


@dataclass(frozen=True, slots=True)
class _Twice:
    """An item that two parts price differently."""

    first: Part
    standing: Rate
    second: Part
    rate: Rate

    @property
    def in_words(self) -> str:
        return (
            f"item {self.rate.item} is {rate_in_words(self.standing)} in {self.standing.cell}"
            f" and {rate_in_words(self.rate)} in {self.rate.cell}"
        )


def joined(parts: PartRates) -> tuple[list[Rate], list[Problem]]:
    """The rates of one version in the order of its parts; and what contradicts itself between them."""
    if len(parts) == 1:
        return list(parts[0][1]), []
    standing: dict[tuple[object, ...], tuple[Part, Rate]] = {}
    twice: list[_Twice] = []
    for part, rates in parts:
        for rate in rates:
            first, other = standing.setdefault((rate.item, rate.from_day, rate.to_day), (part, rate))
            if other is rate:
                continue
            if alike(other, rate):
                kind = "items that stand in two parts with the same amount, taken once"
                part.findings.note(kind, rate.cell.rpartition("!")[2], f"item {rate.item}, also {other.cell}")
            else:
                twice.append(_Twice(first, other, part, rate))
    return [rate for _, rate in standing.values()], list(_problems(twice))


def _problems(twice: Sequence[_Twice]) -> Iterator[Problem]:
    """One for each item where they are few; else one that tells the parts apart."""
    if len(twice) <= _MOST_ALONE:
        for one in twice:
            remedy = (
                f"Leave one out, with {_skip(one.first.findings, one.standing)}"
                f" or {_skip(one.second.findings, one.rate)}."
            )
            message = f"{one.in_words}."
            yield Problem("duplicate-item", one.rate.cell, message, remedy)
        return
    such = "; ".join(one.in_words for one in twice[:3])
    message = f"{len(twice):,} items stand in two parts with different amounts: {such}."
    remedy = f"Import each as a schedule of its own: {' or '.join(_one_alone(twice))}."
    yield Problem("duplicate-item", twice[0].rate.cell, message, remedy)


def _one_alone(twice: Sequence[_Twice]) -> Iterator[str]:
    """The flags that leave one of the parts."""
    names = list(dict.fromkeys(part.name for one in twice for part in (one.first, one.second)))
    if len(names) > 1:
        yield from (f'--sheet "{name}"' for name in names)
        return
    parts = {id(part): part for one in twice for part in (one.first, one.second)}
    yield from (f"--rows {part.rows.typed}" for part in parts.values())


def _skip(findings: Findings, rate: Rate) -> str:
    return findings.skip_flag(row_in(rate.cell))
