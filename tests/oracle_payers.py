"""What the second calculation knows of each payer: where its figures stand, what its settings bring, how it
counts.

As in `oracle`, nothing is shared with the program. A request names its payer; all else follows from there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import invented_queensland as queensland
from oracle import DEFAULT_ITEMS, HOSPITAL_VERSIONS, MEDICAL_VERSIONS
from oracle_rules import Left, of_queensland, of_the_tac, of_victoria

Asked = dict[str, Any]
"""A request, or a part of one, as its JSON reads."""

VICTORIA, TAC, QUEENSLAND = "worksafe-victoria", "tac-victoria", queensland.PAYER
TAC_HOSPITAL, ACTIVITY = "tac-private-hospital", "department-of-health"
TAC_VERSIONS = (date(2016, 7, 1), date(2017, 7, 1))
REPORT_VERSIONS = (date(2018, 7, 1), date(2024, 7, 1), date(2024, 10, 21))
CONFERENCE_VERSIONS = (date(2017, 7, 1), date(2018, 7, 1), date(2024, 7, 1))
VERSIONS: dict[str, tuple[date, ...]] = {
    "private-hospital": HOSPITAL_VERSIONS,
    "medical": MEDICAL_VERSIONS,
    "medical-reports": REPORT_VERSIONS,
    "return-to-work": CONFERENCE_VERSIONS,
    ACTIVITY: tuple(date(year, 7, 1) for year in range(2020, 2026)),
    TAC_HOSPITAL: TAC_VERSIONS,
    **{
        schedule: tuple(date.fromisoformat(day) for one, day in queensland.PRICES if one == schedule)
        for schedule in queensland.PAYEE_OF
    },
}
PAYEE_OF = {
    "private-hospital": "hospital",
    ACTIVITY: "hospital",
    TAC_HOSPITAL: "hospital",
    "medical": "medical",
    "medical-reports": "medical",
    "return-to-work": "medical",
    "pharmacy": "pharmacy",
    **queensland.PAYEE_OF,
}

Brought = tuple[str, str, str]
"""A schedule, its item, and when: 'night', 'each', 'first' or 'later'."""


class Terms(NamedTuple):
    """How one payer pays.

    families: the names that a request may use for its schedules, where they differ from the schedules' own.
    brings: by setting. not_priced: what a setting brings and no source says the price of.
    beds: with a day of the stay. of_their_own: beds whose steps may count the days in them alone.
    goes_on: stays no more days apart than this count as one.
    leave: the share of the bed's fee of a night away; None where nothing is published.
    reference: schedules of somebody else, of which its own figures are not known.
    refuses: whether a guideline can make a course not payable.
    """

    families: dict[str, str]
    holidays: tuple[str, str]
    brings: dict[str, tuple[Brought, ...]]
    beds: tuple[str, ...]
    of_their_own: tuple[str, ...]
    rules: Callable[[Left], None]
    goes_on: int = 7
    leave: Decimal | None = None
    not_priced: tuple[tuple[str, str], ...] = ()
    reference: tuple[str, ...] = ()
    refuses: bool = True
    drug: tuple[str, str] = ("pharmacy", "ketamine-200mg")


VISITS: tuple[Brought, ...] = (("medical", "2801", "first"), ("medical", "2806", "later"))
FUND_VISITS: tuple[Brought, ...] = ((queensland.DOCTOR, "Q1", "first"), (queensland.DOCTOR, "Q2", "later"))

TERMS = {
    VICTORIA: Terms(
        families={},
        holidays=("AU", "VIC"),
        brings={
            setting: tuple(
                ("medical" if item.isdigit() else "private-hospital", item, when) for item, when in items
            )
            for setting, items in DEFAULT_ITEMS.items()
        },
        beds=("ICU", "CCU", "AS", "GS", "M"),
        of_their_own=("ICU", "CCU"),
        rules=of_victoria,
    ),
    TAC: Terms(
        families={"private-hospital": TAC_HOSPITAL},
        holidays=("AU", "VIC"),
        brings={
            "private-hospital-inpatient": ((TAC_HOSPITAL, "M", "night"), *VISITS),
            "private-day-hospital": ((TAC_HOSPITAL, "SD", "each"), *VISITS),
            "hospital-in-the-home": (
                *((TAC_HOSPITAL, "HIT", "each"),),
                *(("medical", "2824", "first"), ("medical", "2832", "later")),
            ),
            "consulting-rooms": VISITS,
        },
        beds=("ICUM", "ICU", "CCU", "HD", "AS", "GS", "SM", "M", "PSY", "REHAB"),
        of_their_own=("ICUM", "ICU", "CCU", "HD"),
        rules=of_the_tac,
        leave=Decimal("0.75"),
        not_priced=(("private-day-hospital", "SD"),),
        reference=("medical",),
        refuses=False,
    ),
    QUEENSLAND: Terms(
        families={
            "private-hospital": queensland.HOSPITAL,
            "medical": queensland.DOCTOR,
            "pharmacy": queensland.PHARMACY,
        },
        holidays=("AU", "QLD"),
        brings={
            "private-hospital-inpatient": ((queensland.HOSPITAL, "WARD", "night"), *FUND_VISITS),
            "private-day-hospital": (
                *((queensland.HOSPITAL, "DAY", "each"), (queensland.HOSPITAL, "NURSE", "each")),
                *FUND_VISITS,
            ),
            "hospital-in-the-home": ((queensland.HOSPITAL, "HOME", "each"), FUND_VISITS[0]),
            "consulting-rooms": FUND_VISITS,
        },
        beds=("CARE", "WARD"),
        of_their_own=(),
        rules=of_queensland,
        goes_on=14,
        leave=Decimal("0.5"),
        drug=(queensland.PHARMACY, "ketamine-200mg"),
    ),
}


def terms_of(request: Asked) -> Terms:
    return TERMS[request.get("payer") or VICTORIA]


def in_own_names(request: Asked) -> Asked:
    """The request with every schedule by its own name, whatever name of it was used."""
    families, told = terms_of(request).families, dict(request)
    for key in ("services", "charges", "without"):
        told[key] = [
            one | {"schedule": families.get(one["schedule"], one["schedule"])} if "schedule" in one else one
            for one in request.get(key) or []
        ]
    return told
