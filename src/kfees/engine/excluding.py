"""A course's services under the rules between items: what is payable, and what a rule excludes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kfees.engine.item_rules import Excluded, Ruling, judge
from kfees.engine.services import Service, day_by_day
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.item_rules import BY_DAY, ItemFinding, ItemRule, ItemRules, NamedItem

NOTHING_FOUND = Ruling()


class Struck(NamedTuple):
    """Units of one item that one rule excludes, under one version; `instead` names what is payable."""

    version: Version | None
    rule: ItemRule
    services: list[Service]
    instead: dict[str, None]


def rule_on(services: Sequence[Service], library: Library) -> Ruling:
    """What the rules that hold on a course's first day say of its services: of each provider's by
    themselves, since what one doctor bills excludes nothing of another's. Places are those day by day."""
    if not services:
        return NOTHING_FOUND
    rules = library.item_rules_on(min([service.days[0] for service in services]))
    if rules is None or are_kept(rules, services):
        return NOTHING_FOUND
    services = day_by_day(services)
    providers = {service.provider: None for service in services}
    findings: list[ItemFinding] = []
    excluded: dict[int, Sequence[Excluded]] = {}
    please_check: list[str] = []
    for provider in providers:
        theirs = [number for number, service in enumerate(services) if service.provider == provider]
        ruling = judge([services[number] for number in theirs], rules)
        findings += ruling.findings
        excluded |= {theirs[number]: parts for number, parts in ruling.excluded.items()}
        please_check += ruling.please_check
    return Ruling(tuple(findings), excluded, tuple(please_check))


def are_kept(rules: ItemRules, services: Sequence[Service]) -> bool:
    """A quick look at all services, before they are taken day by day: most courses break no rule."""
    by_item: dict[NamedItem, list[Service]] = {}
    for service in services:
        by_item.setdefault((service.schedule, service.item), []).append(service)
    for rule, items, others in rules.concerning(by_item):
        if not _is_kept(rule, _all_of(items, by_item), _all_of(others, by_item)):
            return False
    return True


def _all_of(items: Sequence[NamedItem], by_item: Mapping[NamedItem, list[Service]]) -> Sequence[Service]:
    if len(items) < 2:
        return by_item[items[0]] if items else ()
    return [service for item in items for service in by_item[item]]


def _is_kept(rule: ItemRule, services: Sequence[Service], others: Sequence[Service]) -> bool:
    most = rule.times or 1
    if rule.kind not in BY_DAY:
        return sum([service.quantity * len(service.days) for service in services]) <= most
    if rule.others:
        days = {day for service in others for day in service.days}
        return days.isdisjoint(day for service in services for day in service.days)
    if len(services) == 1:  # its days are different ones
        return services[0].quantity <= most
    if any(service.quantity > most for service in services):
        return False
    all_days = [day for service in services for day in service.days]
    return len({*all_days}) == len(all_days)


def parted(
    services: Sequence[Service], ruling: Ruling, library: Library
) -> tuple[Sequence[Service], Sequence[Struck]]:
    """The services as far as they are payable, and what is excluded."""
    if not ruling.excluded:
        return services, ()
    payable: list[Service] = []
    struck: dict[tuple[object, ...], Struck] = {}
    for number, service in enumerate(day_by_day(services)):
        left = service.quantity
        for part in ruling.excluded.get(number, ()):
            left -= part.units
            version = library.version_on(service.schedule, service.day)
            version_day = version and version.first_day
            key = (service.schedule, service.item, service.provider, version_day, part.rule.name)
            one = struck.setdefault(key, Struck(version, part.rule, [], {}))
            one.services.append(replace(service, quantity=part.units))
            one.instead.update(dict.fromkeys(line for line in part.instead if line != service.line))
        if left:
            payable.append(replace(service, quantity=left))
    return payable, tuple(struck.values())
