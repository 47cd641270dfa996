"""/api/v1/payers, /regimens, /settings and /words: what a request may name, and what a claim may say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.checking import unknown_payer
from kfees.engine.fitting import settings_for
from kfees.library.library import Library
from kfees.model.fields import Day, Flag, Model, ResultNumber
from kfees.model.guidance import Guideline
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError
from kfees.model.schedule import Currency, When
from kfees.web.api.answers import tagged
from kfees.web.api.document import DAY, LOADED, PAYER, documented, parameter
from kfees.web.received import Parameters
from kfees.web.routes import API, Routes

ON = parameter(
    "on", "The guideline that holds on this day; the latest unless given.", DAY, example="2024-08-05"
)


class ListedPayer(Model):
    """A payer. `guideline`: the set of guidelines that holds for it, None where none is known; `families`:
    the schedule that each family of a request is under it."""

    name: str
    title: str
    currency: Currency
    guideline: str | None
    families: dict[str, str]


class LoadedPayers(Model):
    """The payers that a request may name."""

    payers: tuple[ListedPayer, ...]


class ListedRegimen(Model):
    """A regimen: its dose an hour, of which one is given. `settings`: those that it fits."""

    name: str
    title: str
    treatment_days: int
    hours_per_day: ResultNumber
    continuous: Flag
    mg_per_hour: ResultNumber | None
    mg_per_kg_per_hour: ResultNumber | None
    settings: tuple[str, ...]
    source: str


class LoadedRegimens(Model):
    """The regimens that a request may name."""

    regimens: tuple[ListedRegimen, ...]


class BroughtService(Model):
    """A service that a setting brings by itself, and on which days of a course."""

    schedule: str
    item: str
    when: When


class ListedSetting(Model):
    """A setting. `overnight`: the patient stays for the nights; `continuous`: an infusion can run day and
    night there; `drug_included`: the hospital's price covers the ampoules."""

    name: str
    title: str
    overnight: Flag
    continuous: Flag
    drug_included: Flag
    services: tuple[BroughtService, ...]
    source: str


class LoadedSettings(Model):
    """The settings that a request may name."""

    settings: tuple[ListedSetting, ...]


class FactWords(Model):
    """The words of one fact of a claim. `accepted` ones meet the guideline's check, `excluded` ones do not;
    other names of each stand at it. Any other text is 'other: ' and what it is, for the reviewer."""

    fact: str
    accepted: dict[str, tuple[str, ...]]
    excluded: dict[str, tuple[str, ...]]
    says: str


class KnownWords(Model):
    """What a claim's facts may say under a payer's guideline; nothing where it has none."""

    payer: str
    guideline: str | None
    source: str | None
    read: Day | None
    facts: tuple[FactWords, ...]


def add_courses(routes: Routes, library: Library) -> None:
    @routes.get(
        f"{API}/payers",
        **documented(("listPayers", "Who can be asked to pay", LOADED), ("LoadedPayers",), unchanged=True),
    )
    def payers(request: Request) -> Response:
        Parameters(request).checked()
        return tagged(request, LoadedPayers(payers=tuple(_payer(name, library) for name in library.payers)))

    @routes.get(
        f"{API}/regimens",
        **documented(("listRegimens", "Doses over days", LOADED), ("LoadedRegimens",), PAYER, unchanged=True),
    )
    def regimens(request: Request) -> Response:
        seen = _seen_by(Parameters(request, ("payer",)), library)
        return tagged(request, LoadedRegimens(regimens=tuple(_regimen(name, seen) for name in seen.regimens)))

    @routes.get(
        f"{API}/settings",
        **documented(
            ("listSettings", "Where courses are given", LOADED), ("LoadedSettings",), PAYER, unchanged=True
        ),
    )
    def settings(request: Request) -> Response:
        seen = _seen_by(Parameters(request, ("payer",)), library)
        return tagged(request, LoadedSettings(settings=tuple(_setting(name, seen) for name in seen.settings)))

    @routes.get(
        f"{API}/words",
        **documented(
            ("listWords", "What a claim's facts may say", LOADED),
            ("KnownWords",),
            *(PAYER, ON),
            unchanged=True,
        ),
    )
    def words(request: Request) -> Response:
        options = Parameters(request, ("payer", "on"))
        day = options.day("on")
        seen = _seen_by(options, library)
        return tagged(request, _words(seen, day))


def _seen_by(options: Parameters, library: Library) -> Library:
    """The library as the payer of an address sees it."""
    name = options.text("payer", DEFAULT_PAYER)
    options.checked()
    if name not in library.payers:
        raise InputError([unknown_payer(name[:60], library)])
    return library.of(name)


def _payer(name: str, library: Library) -> ListedPayer:
    payer = library.of(name).payer
    families = {family: taken.schedule for family, taken in payer.schedule.items()}
    return ListedPayer(
        name=name, title=payer.title, currency=payer.currency, guideline=payer.guideline, families=families
    )


def _regimen(name: str, library: Library) -> ListedRegimen:
    regimen = library.regimen(name)
    return ListedRegimen(
        name=name,
        title=regimen.title,
        treatment_days=regimen.treatment_days,
        hours_per_day=regimen.hours_per_day,
        continuous=regimen.continuous,
        mg_per_hour=regimen.dose.mg_per_hour,
        mg_per_kg_per_hour=regimen.dose.mg_per_kg_per_hour,
        settings=settings_for(name, library),
        source=regimen.source,
    )


def _setting(name: str, library: Library) -> ListedSetting:
    setting = library.setting(name)
    return ListedSetting(
        name=name,
        title=setting.title,
        overnight=setting.overnight,
        continuous=setting.continuous,
        drug_included=setting.drug_included,
        services=tuple(
            BroughtService(schedule=each.schedule, item=each.item, when=each.when) for each in setting.service
        ),
        source=setting.source,
    )


def _words(library: Library, day: date | None) -> KnownWords:
    guideline = library.latest_guideline if day is None else library.guideline_on(day)
    return KnownWords(
        payer=library.payer_name,
        guideline=guideline and guideline.title,
        source=guideline and guideline.source,
        read=guideline and guideline.read,
        facts=tuple(_facts(guideline)) if guideline else (),
    )


def _facts(guideline: Guideline) -> Iterator[FactWords]:
    for fact, says in guideline.listed_words().items():
        asked = guideline.checks_of(fact)
        accepted = {word: check.also.get(word, ()) for check in asked for word in check.words}
        excluded = {word: others for check in asked for word, others in check.excluded.items()}
        yield FactWords(fact=fact, accepted=accepted, excluded=excluded, says=says)
