"""Courses as clinics really quote them: boosters, transfers, wards, leave, several doctors, fees, discounts.

Every one is right, and says no more than the published figures and rules can answer in one way. What courses
of a payer are made of stands in `OFFERED`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

import invented_queensland as queensland
from laws.strategies import (
    BEDS,
    CLAIMS,
    ORDINARY,
    SETTINGS,
    TREATMENT_DAYS,
    amounts,
    quantities,
    starts,
    weights,
)
from nwau_cases import REMOTENESS
from oracle_accounts import Biller, answer, biller_of, billers_of
from oracle_courses import DRUG_INCLUDED, CourseOracle, Unit
from oracle_payers import ACTIVITY, PAYEE_OF, QUEENSLAND, TAC, TAC_HOSPITAL, VICTORIA, Asked, terms_of
from oracle_stays import ONE_STAY, WITH_NIGHTS, days_of_parts, parts_of, stay_of

ORACLE = CourseOracle(Path(__file__).parents[1] / "published")

PUBLIC = {
    "crps-4-day": (ONE_STAY,),
    "crps-10-day": (ONE_STAY, "public-hospital-same-day", "public-hospital-outpatient"),
}
DRGS = ("B71A", "B71B", "B81B")
ADDED_STAY = "B02B"
"""No course's own, and in every year."""


class Offered(NamedTuple):
    """What courses of one payer are made of.

    settings: by regimen. wards: other beds than the setting's. items, beds: what may be added, each with its
    schedule. changes: days on which a version begins.
    """

    settings: dict[str, tuple[str, ...]]
    wards: tuple[str, ...]
    items: list[tuple[str, str]]
    beds: list[tuple[str, str]]
    changes: tuple[date, ...] = ()
    earlier: tuple[int, ...] = (1, 10, 13, 14, 20)


TAXED = [("medical-reports", "AGT001"), ("return-to-work", "RTWCC1")]
TAC_WARDS = ("GS", "AS", "SM", "ICU", "ICUM", "CCU", "HD", "PSY", "REHAB")

OFFERED = {
    VICTORIA: Offered(
        {regimen: SETTINGS[regimen] + PUBLIC[regimen] for regimen in SETTINGS},
        ("GS", "AS", "ICU", "CCU"),
        [*ORDINARY, *TAXED, ("medical", "17615")],
        [("private-hospital", bed) for bed in BEDS],
    ),
    TAC: Offered(
        SETTINGS,
        TAC_WARDS,
        [
            *((TAC_HOSPITAL, item) for item in ("SD", "HIT", "T1A", "T1", "T6")),
            *(item for item in ORDINARY if item[0] == "medical"),
            ("medical", "17615"),
        ],
        [(TAC_HOSPITAL, bed) for bed in ("M", *TAC_WARDS)],
        (date(2016, 7, 1), date(2017, 7, 1), date(2024, 7, 1)),
        (1, 11, 13, 14, 24, 29, 30, 63, 70),
    ),
    QUEENSLAND: Offered(
        SETTINGS,
        ("CARE",),
        [
            *((queensland.HOSPITAL, item) for item in ("DAY", "NURSE", "HOME")),
            *((queensland.DOCTOR, item) for item in ("Q1", "Q2", "Q9")),
        ],
        [(queensland.HOSPITAL, bed) for bed in ("WARD", "CARE")],
        tuple(
            date.fromisoformat(day) for schedule, day in queensland.PRICES if schedule != queensland.PHARMACY
        ),
        (1, 4, 5, 9, 10),
    ),
}
NAMES = {"hospital": ("First Hospital", "Second Hospital"), "medical": ("Dr A", "Dr B"), "pharmacy": ("P",)}
LABELS = ("Facility fee", "Consumables", "Missed session")


@st.composite
def plans(draw: st.DrawFn, payer: str) -> Asked:
    """The days and places of a course: so many sessions in one setting, or in several in turn."""
    regimen = draw(st.sampled_from(sorted(SETTINGS)))
    settings = st.sampled_from(OFFERED[payer].settings[regimen])
    near = [day + timedelta(days=days) for day in OFFERED[payer].changes for days in range(-16, 4)]
    asked: Asked = {
        "regimen": regimen,
        "start": draw(st.one_of(starts, *[st.sampled_from(near)] * bool(near))).isoformat(),
        "weight_kg": draw(weights),
    }
    if payer != VICTORIA or draw(st.booleans()):
        asked["payer"] = payer
    if draw(st.booleans()):
        asked["setting"] = draw(settings)
        sessions = draw(st.none() | st.integers(1, 20))
        if sessions is not None:
            asked["sessions"] = sessions
    else:
        asked["parts"] = [
            {"setting": draw(settings), "sessions": draw(st.integers(1, 8))}
            for _ in range(draw(st.integers(1, 3)))
        ]
        total = sum(part["sessions"] for part in asked["parts"])
        if total != TREATMENT_DAYS[regimen] or draw(st.booleans()):
            asked["sessions"] = total
    calendar = draw(st.sampled_from(("default", "default", "consecutive", "weekdays", "dates")))
    if calendar == "dates":
        asked["calendar"] = {"dates": draw(explicit_dates(asked))}
    elif calendar != "default" and not (regimen == "crps-4-day" and calendar == "weekdays"):
        asked["calendar"] = calendar
    return asked


@st.composite
def explicit_dates(draw: st.DrawFn, asked: Asked) -> list[str]:
    apart = st.just(1) if asked["regimen"] == "crps-4-day" else st.sampled_from((1, 1, 1, 2, 3, 8, 9))
    days = [date.fromisoformat(asked["start"])]
    for _ in range(sum(part.sessions for part in parts_of(asked)) - 1):
        days.append(days[-1] + timedelta(days=draw(apart)))
    return [day.isoformat() for day in days]


@st.composite
def episodes(draw: st.DrawFn, asked: Asked, number: int) -> Asked:
    """What may be said of one part's stay: when it began and ended, the beds, leave, an earlier stay."""
    part, days = parts_of(asked)[number], days_of_parts(asked)
    own, later = days[number], [day for some in days[number + 1 :] for day in some]
    episode: Asked = {}
    if part.setting in WITH_NIGHTS:
        room = (later[0] - own[-1]).days if later else 14
        admitted = own[0] - timedelta(days=draw(st.integers(0, 3)) if number == 0 else 0)
        discharged = own[-1] + timedelta(days=draw(st.integers(0, room)))
        assume(discharged > admitted)
        episode |= draw(st.sampled_from(_said(admitted, discharged, own[0])))
        nights = [*stay_of(episode, own).nights]
        away = draw(st.lists(st.sampled_from(nights[1:]), max_size=4, unique=True)) if nights[1:] else []
        if away:
            episode["leave"] = [night.isoformat() for night in away]
        if part.setting == "private-hospital-inpatient":
            offered = offered_for(asked)
            episode |= draw(wards([night for night in nights if night not in away], offered.wards))
            if number == 0 and draw(st.booleans()):
                ended = nights[0] - timedelta(days=draw(st.integers(1, terms_of(asked).goes_on + 5)))
                earlier = draw(st.sampled_from(offered.earlier))
                episode["earlier_stay"] = {"ended": ended.isoformat(), "days": earlier}
    if part.setting.startswith("public"):
        episode |= draw(patients())
        if part.setting != "public-hospital-outpatient":
            episode["drg"] = draw(st.sampled_from(DRGS))
    return episode


def _said(admitted: date, discharged: date, first: date) -> list[Asked]:
    """The ways of saying when a stay began and ended."""
    whole: Asked = {"admitted": admitted.isoformat(), "discharged": discharged.isoformat()}
    nights = {"nights": (discharged - admitted).days}
    found = [whole, whole | nights, {"admitted": whole["admitted"], **nights}]
    if admitted == first:
        found += [{}, nights, {"discharged": whole["discharged"]}]
    return found


@st.composite
def wards(draw: st.DrawFn, nights: list[date], others: tuple[str, ...]) -> Asked:
    """Other beds than the setting's, each for some nights."""
    beds = []
    for item in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)):
        if nights:
            first, last = sorted(
                (draw(st.integers(0, len(nights) - 1)), draw(st.integers(0, len(nights) - 1)))
            )
            beds.append({"item": item, "dates": [night.isoformat() for night in nights[first : last + 1]]})
            nights = nights[:first] + nights[last + 1 :]
    return {"beds": beds} if beds else {}


@st.composite
def patients(draw: st.DrawFn) -> Asked:
    """Facts by which a public hospital's activity is weighed."""
    return draw(
        st.fixed_dictionaries(
            {},
            optional={
                "age": st.integers(0, 100),
                "indigenous": st.booleans(),
                "residence_remoteness": st.sampled_from(REMOTENESS),
                "treatment_remoteness": st.sampled_from(REMOTENESS),
            },
        )
    )


@st.composite
def added(draw: st.DrawFn, asked: Asked) -> list[Asked]:
    """Services on top, of the usual billers and of others; beds only where the stays say nothing of beds."""
    start, plain = date.fromisoformat(asked["start"]), not any(part.episode for part in parts_of(asked))
    offered = offered_for(asked)
    items = offered.items + (offered.beds if plain else [])
    found: list[Asked] = []
    for schedule, item in draw(st.lists(st.sampled_from(items), max_size=4)):
        days = draw(st.lists(st.integers(-20, 40), min_size=1, max_size=6, unique=True))
        dates = [(start + timedelta(days=number)).isoformat() for number in days]
        service = {"schedule": schedule, "item": item, "dates": dates, "quantity": draw(quantities)}
        names = NAMES[PAYEE_OF[schedule]]
        found.append(service | draw(st.sampled_from([{}, *({"provider": name} for name in names)])))
    if ONE_STAY in offered.settings["crps-4-day"] and draw(st.integers(0, 5)) == 0:
        admitted = days_of_parts(asked)[-1][-1] + timedelta(days=draw(st.integers(20, 50)))
        day = admitted + timedelta(days=draw(st.integers(0, 30)))
        stay = draw(patients()) | {"admitted": admitted.isoformat(), "discharged": day.isoformat()}
        found.append(
            {
                "schedule": ACTIVITY,
                "item": ADDED_STAY,
                "dates": [day.isoformat()],
                "episode": stay,
            }
        )
    return found


@st.composite
def charges(draw: st.DrawFn, asked: Asked) -> list[Asked]:
    """What each biller charges: nothing known, one amount, or by the item and day; and fees and discounts."""
    found: list[Asked] = []
    units = ORACLE.units(asked)
    for biller in dict.fromkeys((unit.payee, unit.provider) for unit in units):
        theirs = [unit for unit in units if (unit.payee, unit.provider) == biller]
        way = draw(st.sampled_from(("not known", "one amount", "by item")))
        if way == "one amount":
            found.append(whose(biller) | {"amount": draw(amounts)} | draw(gst))
        elif way == "by item":
            items = sorted({(unit.schedule, unit.item) for unit in theirs})
            for schedule, item in draw(st.sets(st.sampled_from(items), min_size=1)):
                here = [unit for unit in theirs if (unit.schedule, unit.item) == (schedule, item)]
                named = {"schedule": schedule, "item": item, **provider_of(biller)}
                found += [named | charge for charge in draw(by_day(here))]
    absent = [payee for payee in ("hospital", "medical") if all(unit.payee != payee for unit in units)]
    for payee in draw(st.sets(st.sampled_from(absent))) if absent else ():
        found += [{"payee": payee, "amount": draw(amounts)}]
    return found


@st.composite
def by_day(draw: st.DrawFn, units: list[Unit]) -> list[Asked]:
    """A charge for each unit: on every day, or other ones on some days."""
    days = sorted({unit.day.isoformat() for unit in units})
    if len(days) == 1 or draw(st.booleans()):
        return [{"amount": draw(amounts)} | draw(gst)]
    middle = draw(st.integers(1, len(days) - 1))
    spans = [days[:middle], days[middle:]]
    if draw(st.booleans()):
        spans.pop()  # nobody knows what the later ones cost
    return [{"amount": draw(amounts), "dates": span} | draw(gst) for span in spans]


gst = st.sampled_from([{}, {}, {"gst": "included"}])


def provider_of(biller: Biller) -> Asked:
    return {} if biller[1] is None else {"provider": biller[1]}


def whose(biller: Biller) -> Asked:
    return {"payee": biller[0], **provider_of(biller)}


@st.composite
def fees(draw: st.DrawFn, asked: Asked) -> list[Asked]:
    """Fees that no schedule has, of billers of whom the course has something, or of nobody in particular."""
    billers = list(dict.fromkeys((unit.payee, unit.provider) for unit in ORACLE.units(asked)))
    found = []
    for label in draw(st.lists(st.sampled_from(LABELS), max_size=2, unique=True)):
        fee = whose(draw(st.sampled_from(billers))) | {"label": label, "amount": draw(amounts)}
        days = [day.isoformat() for day in days_of_parts(asked)[0][:3]]
        found.append(fee | draw(st.sampled_from([{}, {"quantity": "3"}, {"dates": days}])))
    return found


@st.composite
def discounts(draw: st.DrawFn, asked: Asked) -> list[Asked]:
    """Off what a biller charges by the schedules."""
    found = []
    accounts = answer(asked, ORACLE)
    for biller, whole in accounts.in_one_amount.items():
        by_item = [
            figures.charge or Decimal(0)
            for account, figures in accounts.accounts
            if account.biller == biller and account.schedule
        ]
        # Lines are rounded each by itself, so that they may come to a cent more than the whole.
        most = whole if whole is not None else sum(by_item, -len(by_item) * Decimal("0.01"))
        if most > 0 and draw(st.integers(0, 2)) == 0:
            cents = draw(st.integers(1, int(most * 100)))
            found.append(whose(biller) | {"discount": f"{cents // 100}.{cents % 100:02}"})
    return found


def offered_for(asked: Asked) -> Offered:
    return OFFERED[asked.get("payer", VICTORIA)]


@st.composite
def real_courses(draw: st.DrawFn, payer: str = VICTORIA) -> Asked:
    asked = draw(plans(payer))
    for number in range(len(parts_of(asked))):
        if draw(st.booleans()):
            episode = draw(episodes(asked, number))
            (asked["parts"][number] if "parts" in asked else asked)["episode"] = episode
    named = draw(st.sets(st.sampled_from(sorted(NAMES))))
    if named:
        asked["providers"] = {payee: NAMES[payee][0] for payee in sorted(named)}
    brought = {(unit.schedule, unit.item) for unit in ORACLE.units(asked) if unit.payee != "pharmacy"}
    asked["services"] = draw(added(asked))
    spare = sorted(item for item in brought if item[0] != ACTIVITY and item[1] not in terms_of(asked).beds)
    if spare:
        left_out = draw(st.sets(st.sampled_from(spare), max_size=2))
        asked["without"] = [{"schedule": schedule, "item": item} for schedule, item in sorted(left_out)]
    assume(ORACLE.units(asked))
    paid = [*draw(charges(asked)), *draw(drug(asked)), *draw(fees(asked))]
    asked["charges"] = draw(st.permutations([draw(briefly(asked, charge)) for charge in paid]))
    asked["charges"] = [*asked["charges"], *draw(discounts(asked))]
    claim = draw(st.sampled_from([None, None, None, *CLAIMS]))
    return draw(named_either_way(asked if claim is None else asked | {"claim": claim}))


@st.composite
def named_either_way(draw: st.DrawFn, asked: Asked) -> Asked:
    """Some schedules by the name of their family, which is the same under every payer."""
    families = {schedule: family for family, schedule in terms_of(asked).families.items()}
    told = dict(asked)
    for key in ("services", "charges", "without"):
        if key in asked and draw(st.booleans()):
            told[key] = [
                one | {"schedule": families.get(one["schedule"], one["schedule"])}
                if "schedule" in one
                else one
                for one in asked[key]
            ]
    return told


@st.composite
def drug(draw: st.DrawFn, asked: Asked) -> list[Asked]:
    """What the pharmacy charges: nothing known, one amount, so much an ampoule, or a fee of its own."""
    if all(part.setting in DRUG_INCLUDED for part in parts_of(asked)):
        return []
    ways: list[Asked] = [{"payee": "pharmacy", "label": "Ketamine ampoules", "quantity": "10"}]
    if not any(unit.payee == "pharmacy" for unit in ORACLE.units(asked)):
        schedule, item = terms_of(asked).drug
        ways += [{"payee": "pharmacy"}, {"schedule": schedule, "item": item}]
    way = draw(st.none() | st.sampled_from(ways))
    return [] if way is None else [way | {"amount": draw(amounts)}]


@st.composite
def briefly(draw: st.DrawFn, asked: Asked, charge: Asked) -> Asked:
    """The charge as it is, or without its provider where nobody else can be meant."""
    short = {key: value for key, value in charge.items() if key != "provider"}
    units = ORACLE.units(asked)
    billers = billers_of(short, units)
    usual = (asked.get("providers") or {}).get(biller_of(asked, charge, units)[0])
    meant = usual if usual in billers else billers[0] if len(billers) == 1 else None
    return short if meant == charge.get("provider") and draw(st.booleans()) else charge
