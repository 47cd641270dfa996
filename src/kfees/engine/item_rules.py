"""Rules between items: which units of a course or of a provider's quote are not payable beside others. Pure.

A rule takes away what an earlier one has left: rules apply in the order of their file, and what is not
payable itself excludes nothing. The order in which services are given does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple, Protocol, assert_never

from kfees.model.dates import add_months
from kfees.model.english import in_list, in_words
from kfees.model.item_rules import ItemFinding, ItemRule, ItemRules, covers

NOTHING = Decimal(0)

ByItem = dict[tuple[str, str], list[int]]
"""The places of services among those billed, by schedule and item."""


class OnABill(Protocol):
    """Units of an item on one day; `line` names the line for people."""

    @property
    def line(self) -> str: ...
    @property
    def schedule(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def quantity(self) -> Decimal: ...


class Billed(NamedTuple):
    """Units of an item billed on one day."""

    line: str
    schedule: str
    item: str
    day: date
    quantity: Decimal


class Excluded(NamedTuple):
    """Units that a rule makes not payable, and the lines that are payable instead."""

    units: Decimal
    rule: ItemRule
    instead: tuple[str, ...]


class Ruling(NamedTuple):
    """What the rules say of services: each rule that is broken; what is excluded of each service, by its
    place among them; and what somebody should look at."""

    findings: tuple[ItemFinding, ...] = ()
    excluded: Mapping[int, Sequence[Excluded]] = MappingProxyType({})
    please_check: tuple[str, ...] = ()


def judge(billed: Sequence[OnABill], rules: ItemRules | None) -> Ruling:
    """Apply the rules to services that are billed together."""
    if rules is None:
        return Ruling()
    by_item: ByItem = {}
    for number, service in enumerate(billed):
        by_item.setdefault((service.schedule, service.item), []).append(number)
    concerned = rules.concerning(by_item)
    if not concerned:
        return Ruling()
    judging = _Judging(billed, by_item, rules.source)
    for one in concerned:
        judging.apply(one.rule)
    return Ruling(tuple(judging.findings), judging.excluded, tuple(judging.please_check))


class _Judging:
    """Services on their way through the rules: `_left` are the units of each that are payable so far."""

    def __init__(self, billed: Sequence[OnABill], by_item: ByItem, source: str) -> None:
        self._billed, self._by_item, self._source = billed, by_item, source
        self._left = [service.quantity for service in billed]
        self.findings: list[ItemFinding] = []
        self.excluded: dict[int, list[Excluded]] = {}
        self.please_check: list[str] = []

    def apply(self, rule: ItemRule) -> None:
        concerned = self._in_order(rule.items, self._standing(rule.schedule, rule.items))
        match rule.kind:
            case "not with" | "not on the same day":
                self._found(rule, self._not_beside_others(rule, concerned))
            case "at most on a day":
                days = self._by_day(concerned).values()
                self._found(rule, [number for day in days for number in self._beyond(rule, day)])
            case "at most in a course":
                self._found(rule, self._beyond(rule, concerned))
            case "at most in 12 months":
                self._found(rule, self._beyond_in_a_year(rule, concerned))
            case "please check on one day":
                days = self._by_day(concerned).values()
                self._found(rule, [number for day in days if self._units(day) > 1 for number in day])
            case _:
                assert_never(rule.kind)

    def _standing(self, schedule: str, codes: tuple[str, ...]) -> list[int]:
        """The services with these items of which something is payable."""
        left = self._left
        return [
            number
            for (of_schedule, item), numbers in self._by_item.items()
            if of_schedule == schedule and covers(codes, item)
            for number in numbers
            if left[number]
        ]

    def _in_order(self, codes: tuple[str, ...], numbers: list[int]) -> list[int]:
        """Earlier days come first, and of one day the items that a rule names first."""
        return sorted(numbers, key=lambda number: _precedence(codes, self._billed[number]))

    def _by_day(self, numbers: Iterable[int]) -> dict[date, list[int]]:
        days: dict[date, list[int]] = {}
        for number in numbers:
            days.setdefault(self._billed[number].day, []).append(number)
        return days

    def _units(self, numbers: Iterable[int]) -> Decimal:
        return sum((self._left[number] for number in numbers), NOTHING)

    def _not_beside_others(self, rule: ItemRule, concerned: Sequence[int]) -> list[int]:
        """Exclude services on the days of the others; none is excluded by itself."""
        theirs = self._in_order(rule.others, self._standing(rule.schedule, rule.others))
        others = self._by_day(theirs)
        together: list[int] = []
        for day, ours in self._by_day(concerned).items():
            beside = others.get(day, [])
            payable = Counter(self._billed[number].line for number in beside)
            met = [number for number in ours if self._exclude_beside(rule, number, payable)]
            together += dict.fromkeys([*met, *beside]) if met else ()
        return together

    def _exclude_beside(self, rule: ItemRule, number: int, payable: Counter[str]) -> bool:
        """Whether something else stands beside a service, which is then no longer payable itself."""
        own = +Counter({self._billed[number].line: int(covers(rule.others, self._billed[number].item))})
        beside = payable - own
        if beside:
            self._exclude(rule, number, self._left[number], beside)
            payable.subtract(own)
        return bool(beside)

    def _beyond(self, rule: ItemRule, concerned: Sequence[int]) -> Sequence[int]:
        """Exclude what is more than the rule's number; the first ones are payable."""
        assert rule.times is not None
        if self._units(concerned) <= rule.times:
            return ()
        room, payable = Decimal(rule.times), Counter[str]()
        for number in concerned:
            share = min(room, self._left[number])
            room -= share
            if share:
                payable[self._billed[number].line] += 1
            if over := self._left[number] - share:
                self._exclude(rule, number, over, payable)
        return concerned

    def _beyond_in_a_year(self, rule: ItemRule, concerned: Sequence[int]) -> list[int]:
        """Exclude each unit that comes when the 12 months up to it hold as many as the rule allows."""
        assert rule.times is not None
        met: list[int] = []
        payable = Counter[str]()  # how many services of each line are payable in these 12 months
        first, told, units = 0, 0, NOTHING
        for place, number in enumerate(concerned):
            service = self._billed[number]
            while add_months(self._billed[concerned[first]].day, 12) <= service.day:
                units -= self._left[concerned[first]]
                payable[self._billed[concerned[first]].line] -= bool(self._left[concerned[first]])
                first += 1
            if (over := units + self._left[number] - rule.times) > 0:
                self._exclude(rule, number, min(over, self._left[number]), +payable)
                met += concerned[max(first, told) : place + 1]
                told = place + 1
            units += self._left[number]
            payable[service.line] += bool(self._left[number])
        return met

    def _exclude(self, rule: ItemRule, number: int, units: Decimal, instead: Iterable[str]) -> None:
        self._left[number] -= units
        self.excluded.setdefault(number, []).append(Excluded(units, rule, tuple(instead)))

    def _found(self, rule: ItemRule, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        services = [self._billed[number] for number in numbers]
        lines = tuple(dict.fromkeys(service.line for service in services))
        days = tuple(sorted({service.day for service in services}))
        shown = in_list([in_words(day) for day in days[:3]] + (["later days"] if len(days) > 3 else []))
        excluded = {
            self._billed[number].line: None
            for number, parts in self.excluded.items()
            if any(part.rule is rule for part in parts)
        }
        finding = ItemFinding(
            rule=rule.name,
            kind=rule.kind,
            lines=lines,
            excluded=tuple(line for line in lines if line in excluded),
            dates=days,
            says=f"{rule.says} Found: {in_list(lines)} on {shown}.",
            source=rule.source or self._source,
        )
        self.findings.append(finding)
        if rule.kind == "please check on one day":
            self.please_check.append(finding.says)


def _precedence(codes: tuple[str, ...], service: OnABill) -> tuple[object, ...]:
    place = next(place for place, code in enumerate(codes) if covers((code,), service.item))
    return (service.day, place, service.item, service.line, service.quantity)
