"""Courses that anybody might ask for: every one is valid, and none is likely to be a dull one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

import kfees
from kfees.library.library import Library
from kfees.model.quote import Line, PayeeTotal, Totals
from kfees.model.request import CourseRequest
from oracle import treatment_days

Asked = dict[str, Any]
"""A request as its JSON would read."""

TREATMENT_DAYS = {"crps-4-day": 4, "crps-10-day": 10}
SETTINGS = {
    "crps-4-day": ("private-hospital-inpatient", "hospital-in-the-home"),
    "crps-10-day": (
        "private-hospital-inpatient",
        "private-day-hospital",
        "hospital-in-the-home",
        "consulting-rooms",
    ),
}
PUBLIC = {
    "crps-4-day": ("public-hospital-admitted",),
    "crps-10-day": ("public-hospital-admitted", "public-hospital-outpatient"),
}
ONE_STAY = "public-hospital-admitted"
BY_DEFAULT = {
    "private-hospital-inpatient": (("private-hospital", "M"), ("medical", "2801"), ("medical", "2806")),
    "private-day-hospital": (("private-hospital", "DS1"), ("medical", "2801"), ("medical", "2806")),
    "hospital-in-the-home": (("private-hospital", "HIT"), ("medical", "2824"), ("medical", "2832")),
    "consulting-rooms": (("medical", "2801"), ("medical", "2806")),
    "public-hospital-admitted": (("department-of-health", "B71B"),),
    "public-hospital-outpatient": (("department-of-health", "10.14"),),
}
OVERNIGHT = "private-hospital-inpatient"

BEDS = ("AS", "GS", "M", "ICU", "CCU")
"""Items whose rate goes by day of stay; two of them have none after some day."""

ORDINARY = [
    *(("private-hospital", item) for item in ("DS1", "DS2", "HIT", "FACFEE", "T1A", "T4", "T7", "T13")),
    *(("medical", item) for item in ("3", "132", "2801", "2806", "2814", "2824", "2946")),
    ("medical", "17645"),
    ("medical", "30473"),  # carried forward to July 2026
    ("medical", "20100"),  # carried by its units
    ("medical", "229"),  # ended before July 2025
    ("medical", "125"),  # new in July 2025, and not carried
    ("medical", "73828"),  # did not rise in July 2025
    ("medical", "10931"),  # its fee began after July 2024
    ("medical", "4"),  # a derived fee
]
ITEMS = [*ORDINARY, *(("private-hospital", item) for item in BEDS)]

PAYEE = {
    "private-hospital": "hospital",
    "department-of-health": "hospital",
    "medical": "medical",
    "pharmacy": "pharmacy",
}
DRUG = ("pharmacy", "ketamine-200mg")

CLAIMS = [
    {"injury_accepted": True, "prior_approval": True},  # much is not stated, and nothing fails
    {"approval": {"given": "2099-01-01"}},
    {"injury_accepted": False},
]
"""What a request may state of its claim; the last two make the whole course not payable."""

FIRST, LAST = date(2016, 1, 1), date(2027, 12, 31)

starts = st.one_of(
    st.dates(FIRST, LAST),
    # Around each 1 July, where versions and announced changes fall.
    st.builds(
        lambda year, days: date(year, 7, 1) + timedelta(days=days),
        st.sampled_from((2018, 2019, 2024, 2025, 2026, 2027)),
        st.integers(-16, 3),
    ),
    # Around the year's end, Easter and Melbourne Cup, where the working days are few.
    st.sampled_from([date(2024, 12, 20), date(2025, 4, 11), date(2025, 10, 30), date(2021, 12, 24)]),
)

cents = st.one_of(st.integers(0, 3), st.integers(0, 60_000), st.integers(0, 2_000_000))
amounts = cents.map(lambda number: f"{number // 100}.{number % 100:02}")
quantities = st.sampled_from(("1", "1", "1", "2", "3", "0.5", "1.25", "0.333"))
weights = st.integers(1, 4000).map(lambda tenths: f"{tenths // 10}.{tenths % 10}")


@st.composite
def services(draw: st.DrawFn, start: date, items: list[tuple[str, str]]) -> Asked:
    """A service on one to six days near the course."""
    schedule, item = draw(st.sampled_from(items))
    days = draw(st.lists(st.integers(-20, 40), min_size=1, max_size=6, unique=True))
    dates = [(start + timedelta(days=number)).isoformat() for number in days]
    return {"schedule": schedule, "item": item, "dates": dates, "quantity": draw(quantities)}


@st.composite
def calendars(draw: st.DrawFn, regimen: str, setting: str, start: date) -> Any:
    continuous = regimen == "crps-4-day"
    kind = draw(st.sampled_from(("default", "consecutive", "dates", "weekdays")))
    if kind == "dates":
        gap = st.just(1) if continuous else st.sampled_from((1, 1, 1, 2, 3, 7, 8, 9, 30))
        days = [start]
        for _ in range(TREATMENT_DAYS[regimen] - 1):
            days.append(days[-1] + timedelta(days=draw(gap)))
        return {"dates": [day.isoformat() for day in days]}
    return None if kind == "default" or (continuous and kind == "weekdays") else kind


@st.composite
def charges(draw: st.DrawFn, items: list[tuple[str, str]], drug: bool) -> list[Asked]:
    """Each payee's charges: not known, one amount, or an amount per unit of some of its items."""
    found: list[Asked] = []
    for payee in ("hospital", "medical", "pharmacy"):
        theirs = [item for item in (*items, *([DRUG] if drug else [])) if PAYEE[item[0]] == payee]
        way = draw(st.sampled_from(("not known", "one amount", "by item"))) if theirs else "not known"
        if way == "one amount":
            found.append({"payee": payee, "amount": draw(amounts)})
        elif way == "by item":
            for schedule, item in draw(st.sets(st.sampled_from(theirs), min_size=1)):
                found.append({"schedule": schedule, "item": item, "amount": draw(amounts)})
    return draw(st.permutations(found))


@st.composite
def courses(draw: st.DrawFn, extras: bool = True, charged: bool = True, public: bool = True) -> Asked:
    """A whole request; without `extras`, what the setting brings and no more."""
    regimen = draw(st.sampled_from(sorted(SETTINGS)))
    setting = draw(st.sampled_from(SETTINGS[regimen] + (PUBLIC[regimen] if public else ())))
    start = draw(starts)
    asked: Asked = {"regimen": regimen, "setting": setting, "start": start.isoformat()}
    asked["weight_kg"] = draw(weights)
    asked["calendar"] = draw(calendars(regimen, setting, start))
    if setting in (OVERNIGHT, ONE_STAY) and draw(st.booleans()):
        asked["episode"] = {"nights": usual_nights(asked) + draw(st.just(-1) | st.integers(0, 20))}
    left_out: list[tuple[str, str]] = []
    if extras:
        asked["services"] = draw(st.lists(services(start, ITEMS), max_size=4))
        left_out = sorted(draw(st.sets(st.sampled_from(BY_DEFAULT[setting]), max_size=2)))
        if len(left_out) == len(BY_DEFAULT[setting]) and not asked["services"]:
            left_out.pop()  # a course with nothing in it is no course
        asked["without"] = [{"schedule": schedule, "item": item} for schedule, item in left_out]
    if charged:
        asked["charges"] = draw(charges(items_of(asked), drug=setting in SETTINGS[regimen]))
        asked["claim"] = draw(st.sampled_from([None, None, None, *CLAIMS]))
    return asked


def usual_nights(asked: Asked) -> int:
    """The nights of one stay from the first treatment day to the day after the last."""
    days = treatment_days(asked)
    return (days[-1] - days[0]).days + 1


def items_of(asked: Asked) -> list[tuple[str, str]]:
    """The items that the course has a line for, the drug aside."""
    left_out = [(item["schedule"], item["item"]) for item in asked.get("without", [])]
    by_default = [item for item in BY_DEFAULT[asked["setting"]] if item not in left_out]
    added = [(service["schedule"], service["item"]) for service in asked.get("services", [])]
    return list(dict.fromkeys([*by_default, *added]))


def request_of(asked: Asked) -> CourseRequest:
    return CourseRequest.model_validate(asked)


def quote_of(asked: Asked, library: Library) -> kfees.Quote:
    return kfees.price(request_of(asked), library)


def parts_of(quote: kfees.Quote) -> list[Line | PayeeTotal | Totals]:
    """Everything in a quote that has a maximum, a charge, a payable and a gap."""
    return [*quote.lines, *quote.payees, quote.totals]


def is_refused(quote: kfees.Quote) -> bool:
    """Whether the guideline makes the whole course not payable."""
    return quote.verdict is not None and quote.verdict.payability == "not payable"
