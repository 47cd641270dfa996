"""What a payer makes of the texts that all payers share: its own schedules in place of families, its own
services of a setting, its days to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kfees.model.item_rules import ItemRules
from kfees.model.payer import Payer
from kfees.model.schedule import Regimen, Setting, SettingService

if TYPE_CHECKING:
    from kfees.model.guidance import Guideline

ScheduleOf = Callable[[str], str | None]
"""The payer's schedule of a family, or its own of that name; None where it has neither."""


def setting_of(setting: Setting, name: str, payer: Payer, schedule_of: ScheduleOf) -> Setting:
    """A setting with the services that it brings under a payer, by the payer's schedules."""
    if (taken := payer.setting.get(name)) is not None:
        setting = setting.model_copy(update=dict(taken))
    named = tuple(_of_payer(service, schedule_of) for service in setting.service)
    return setting if named == setting.service else setting.model_copy(update={"service": named})


def _of_payer(service: SettingService, schedule_of: ScheduleOf) -> SettingService:
    own = schedule_of(service.schedule)
    return service if own in (None, service.schedule) else service.model_copy(update={"schedule": own})


def regimen_of(regimen: Regimen, schedule_of: ScheduleOf) -> Regimen:
    """A regimen with its drug by the payer's schedule, where it has one."""
    own = schedule_of(regimen.drug.schedule)
    if own in (None, regimen.drug.schedule):
        return regimen
    return regimen.model_copy(update={"drug": regimen.drug.model_copy(update={"schedule": own})})


def guideline_of(guideline: Guideline, payer: Payer) -> Guideline:
    """A guideline with the payer's days to decide, where it states none of its own."""
    if guideline.decision_days is not None:
        return guideline
    return guideline.model_copy(update={"decision_days": payer.decision_days})


def rules_of(rules: ItemRules, shared: Iterable[ItemRules], schedule_of: ScheduleOf) -> ItemRules:
    """The rules of shared sets and then a file's own, each with its source, by the payer's schedules. Those
    of a schedule that the payer has not concern nothing."""
    together = tuple(
        rule.model_copy(update={"schedule": own, "source": rule.source or text.source})
        for text in (*shared, rules)
        for rule in text.rule
        if (own := schedule_of(rule.schedule)) is not None
    )
    return rules.model_copy(update={"rule": together})
