"""What goes together: the settings that a regimen can be given in, who charges there, and which facts of a
patient and a stay count. What a form offers, before there is a whole request to price."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kfees.engine.asking import read_request
from kfees.engine.checking import lay_out, unfit_setting
from kfees.engine.checking_stays import stay_service
from kfees.library.library import Library
from kfees.model.payee import PHARMACY, Payee
from kfees.model.problems import InputError, Problem
from kfees.model.request import ANYWHERE, Place
from kfees.model.schedule import Regimen, Setting

OF_A_NIGHT = ("admitted", "discharged", "nights", "leave")
OF_A_BED = ("beds", "earlier_stay")
OF_A_WEIGHT = ("age", "indigenous", "specialist_paediatric", "residence_remoteness", "treatment_remoteness")
OF_A_WEIGHED_STAY = ("drg", "icu_hours", "radiotherapy", "dialysis")

HAS_NO_LINE = ("charge-without-line", "nothing-to-leave-out")
"""The problems of what is charged or left out, and is not in the course."""


class Fit(NamedTuple):
    """What there is to say of a course. `settings`: where its regimen can be given; none where the payer pays
    by the infusion. `by_weight`: the dose goes by body weight. `pauses`: days may be left out between
    sessions. `payees`: who charges for what the course has; `fees`: who may charge for what no schedule has.
    `facts`: those of an episode that count."""

    settings: tuple[str, ...]
    by_weight: bool
    pauses: bool
    payees: frozenset[Payee]
    fees: frozenset[Payee]
    facts: frozenset[str]


def fit_of(regimen: str, settings: Sequence[str], library: Library, added: Iterable[str] = ()) -> Fit:
    """What goes with a regimen in these settings under the library's payer; `added`: the schedules of
    services on top. A name that is not known rules nothing out."""
    known = library.regimen(regimen) if regimen in library.regimens else None
    by_infusion = library.payer.price_by_infusion is not None
    names = (ANYWHERE,) if by_infusion else tuple(name for name in settings if name in library.settings)
    places = [library.setting(name) for name in names]
    payees = frozenset(_payees(known, places, library, added) if places else library.payees)
    return Fit(
        settings=() if by_infusion else settings_for(regimen, library),
        by_weight=not by_infusion and (known is None or known.dose.mg_per_kg_per_hour is not None),
        pauses=known is None or not known.continuous,
        payees=payees,
        fees=payees if by_infusion else frozenset(library.payees),
        facts=frozenset().union(*(facts_of(name, library) for name in names or library.settings)),
    )


def settings_for(regimen: str, library: Library) -> tuple[str, ...]:
    """Where a regimen can be given; anywhere, where its name is not known."""
    if regimen not in library.regimens:
        return library.settings
    places = (Place(setting, None, None, "") for setting in library.settings)
    return tuple(place.setting for place in places if not any(unfit_setting(place, regimen, library)))


def _payees(
    regimen: Regimen | None, settings: Sequence[Setting], library: Library, added: Iterable[str]
) -> Iterator[Payee]:
    brought = [service.schedule for setting in settings for service in setting.service]
    own = filter(None, map(library.schedule_of, added))
    yield from (library.payee(name) for name in (*brought, *own) if name in library.every_schedule)
    if not all(setting.drug_included for setting in settings):
        drug = regimen.drug if regimen else None
        yield library.payee(drug.schedule) if drug and library.versions(drug.schedule) else PHARMACY


def facts_of(name: str, library: Library) -> frozenset[str]:
    """The facts of an episode that change something in a setting."""
    return frozenset(_facts(library.setting(name), library))


def _facts(setting: Setting, library: Library) -> Iterator[str]:
    stay = stay_service(setting)
    if setting.overnight:
        yield from OF_A_NIGHT
    if any(service.when == "each night" for service in setting.service):
        yield from OF_A_BED
    if stay is not None:
        yield from OF_A_WEIGHED_STAY
        if setting.overnight:
            yield "leave_days"
    schedules = {service.schedule for service in setting.service}
    if any(version.activity is not None for name in schedules for version in library.versions(name)):
        yield from OF_A_WEIGHT


def has_no_line(asked: Mapping[str, Any], library: Library) -> list[str]:
    """The places of what loose data charge, add or leave out, and their course does not have: because it is
    given otherwise, or another payer has such items."""
    try:
        lay_out(read_request(asked, library), library)
    except InputError as error:
        return [
            one.place for one in error.problems if one.code in HAS_NO_LINE or _of_another(one, asked, library)
        ]
    return []


def _of_another(problem: Problem, asked: Mapping[str, Any], library: Library) -> bool:
    """Whether an item is unknown to the payer alone."""
    match = re.fullmatch(r"(charges|services|without)\[([0-9]+)\]\.(?:schedule|item)", problem.place)
    if match is None or problem.code not in ("unknown-schedule", "unknown-item"):
        return False
    entry = asked[match[1]][int(match[2])]
    return any(version.label(entry["item"]) for version in library.loaded(entry["schedule"]))
