"""What a payer makes of the texts that all payers share: its own schedules in place of families, its own
services of a setting, its days to decide; and its price by infusion, as a version of a schedule."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kfees.library.rates import REQUIRED
from kfees.library.version import RATES, SHIPPED, Version
from kfees.model.payer import Payer, PayerWords, PriceByInfusion
from kfees.model.schedule import Regimen, ScheduleFacts, Setting, SettingService
from kfees.model.sentences import translatable

if TYPE_CHECKING:
    from kfees.model.guidance import Guideline

C = TypeVar("C", Regimen, Setting)

INFUSION = "infusion"
"""The item of a price by infusion, and its unit."""

ANY_SETTING = translatable("Any setting")

ScheduleOf = Callable[[str], str | None]
"""The payer's schedule of a family, or its own of that name; None where it has neither."""


def setting_of(setting: Setting, name: str, payer: Payer, schedule_of: ScheduleOf) -> Setting:
    """A setting with the services that it brings under a payer, by the payer's schedules."""
    if (taken := payer.setting.get(name)) is not None:
        setting = setting.model_copy(update=dict(taken))
    named = tuple(_of_payer(service, schedule_of) for service in setting.service)
    return setting if named == setting.service else setting.model_copy(update={"service": named})


def anywhere(payer: str, price: PriceByInfusion | None, setting: Setting | None) -> Setting:
    """Where a payer pays for the infusion, whatever it takes: each is one service, wherever it is given."""
    infusion = SettingService(schedule=payer, item=INFUSION, when="each infusion")
    return Setting(
        title=setting.title if setting else ANY_SETTING,
        source=setting.source if setting else ANY_SETTING,
        overnight=False,
        continuous=True,
        drug_included=True,
        service=(infusion,),
        assumptions=(price.says, *price.assumptions) if price else (),
    )


def version_of(price: PriceByInfusion, name: str, payer: Payer) -> Version:
    """The price by infusion as a version of a schedule that has the payer's name."""
    facts = ScheduleFacts(
        title=price.label,
        publisher=price.source,
        source=price.source,
        retrieved=price.first_day,
        currency=payer.currency,
        gst="free",
        payee=price.payee,
        basis="reference",
    )
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow((*REQUIRED, "reason"))
    rows.writerow((INFUSION, price.label, price.amount, INFUSION, price.says))
    version = Version(name, price.first_day, SHIPPED, {RATES: table.getvalue().encode()})
    version.__dict__["facts"] = facts
    return version


def _of_payer(service: SettingService, schedule_of: ScheduleOf) -> SettingService:
    own = schedule_of(service.schedule)
    return service if own in (None, service.schedule) else service.model_copy(update={"schedule": own})


def with_words(text: C, payer: PayerWords) -> C:
    """A regimen or setting whose assumptions call the payer what it is called."""
    said = tuple(map(payer.said, text.assumptions))
    plain = tuple(map(payer.said, text.plain_assumptions))
    if (said, plain) == (text.assumptions, text.plain_assumptions):
        return text
    return text.model_copy(update={"assumptions": said, "plain_assumptions": plain})


def regimen_of(regimen: Regimen, payer: Payer, schedule_of: ScheduleOf) -> Regimen:
    """A regimen with its drug by the payer's schedule, where it has one. A price by infusion has assumptions
    of its own."""
    if payer.price_by_infusion is not None:
        regimen = regimen.model_copy(update={"assumptions": ()})
    own = schedule_of(regimen.drug.schedule)
    if own in (None, regimen.drug.schedule):
        return regimen
    return regimen.model_copy(update={"drug": regimen.drug.model_copy(update={"schedule": own})})


def guideline_of(guideline: Guideline, payer: Payer) -> Guideline:
    """A guideline with the payer's days to decide, where it states none of its own."""
    if guideline.decision_days is not None:
        return guideline
    return guideline.model_copy(update={"decision_days": payer.decision_days})
