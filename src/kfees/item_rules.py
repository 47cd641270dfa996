"""Rules between items: which lines of a course, or of a provider's quote, may not stand together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

from kfees.assessment import ItemFinding
from kfees.dates import add_months, in_list, in_words
from kfees.guidance import ItemRule, ItemRules, covers


@dataclass(frozen=True, slots=True)
class Billed:
    """Units of an item billed on one day; `line` names the line for people."""

    line: str
    schedule: str
    item: str
    day: date
    quantity: Decimal


def broken_rules(billed: Iterable[Billed], rules: ItemRules) -> tuple[ItemFinding, ...]:
    """Every rule that the services break, with the lines and days that break it."""
    ordered = sorted(billed, key=lambda service: (service.day, service.schedule, service.item, service.line))
    return tuple(finding for rule in rules.rule for finding in _broken(rule, ordered, rules.source))


def _broken(rule: ItemRule, billed: Sequence[Billed], source: str) -> Iterator[ItemFinding]:
    concerned = [
        service
        for service in billed
        if service.schedule == rule.schedule and covers(rule.items, service.item)
    ]
    match rule.kind:
        case "not with" | "not on the same day":
            others = [
                service
                for service in billed
                if service.schedule == rule.schedule and covers(rule.others, service.item)
            ]
            together = list(_on_one_day(concerned, others))
            if together:
                yield _finding(rule, together, source)
        case "at most in a course":
            if _units(concerned) > (rule.times or 0):
                yield _finding(rule, concerned, source)
        case "at most in 12 months":
            yield from _too_many_in_a_year(rule, concerned, source)
        case _:
            assert_never(rule.kind)


def _on_one_day(concerned: Sequence[Billed], others: Sequence[Billed]) -> Iterator[Billed]:
    """The services of both sides on the days that have both; none stands with itself alone."""
    sides: dict[date, tuple[list[Billed], list[Billed]]] = {}
    for side, services in enumerate((concerned, others)):
        for service in services:
            sides.setdefault(service.day, ([], []))[side].append(service)
    for ours, theirs in sides.values():
        if ours and theirs and len({id(service) for service in (*ours, *theirs)}) > 1:
            yield from ours
            yield from theirs


def _too_many_in_a_year(rule: ItemRule, concerned: Sequence[Billed], source: str) -> Iterator[ItemFinding]:
    """The first 12 months, counted from one of the services, that hold too many."""
    for number, first in enumerate(concerned):
        end = add_months(first.day, 12)
        within = [service for service in concerned[number:] if service.day < end]
        if _units(within) > (rule.times or 0):
            yield _finding(rule, within, source)
            return


def _units(services: Iterable[Billed]) -> Decimal:
    return sum((service.quantity for service in services), Decimal(0))


def _finding(rule: ItemRule, services: Sequence[Billed], source: str) -> ItemFinding:
    lines = tuple(dict.fromkeys(service.line for service in services))
    days = tuple(sorted({service.day for service in services}))
    shown = in_list([in_words(day) for day in days[:3]] + (["later days"] if len(days) > 3 else []))
    return ItemFinding(
        rule=rule.name,
        kind=rule.kind,
        lines=lines,
        dates=days,
        says=f"{rule.says} Found: {in_list(lines)} on {shown}.",
        source=source,
    )
