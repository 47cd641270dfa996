"""An insurer of Queensland that nobody has, in one overlay folder: its prices, rules, holidays and words.

The tables below are what it published, so to speak: the overlay is written from them, and a second
calculation reads them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import kfees
from overlays import facts_text

PAYER = "sunshine-queensland"
HOSPITAL, DOCTOR, PHARMACY = "sunshine-hospital", "sunshine-medical", "sunshine-pharmacy"


class Price(NamedTuple):
    item: str
    label: str
    amount: str
    unit: str
    from_day: str = ""
    to_day: str = ""


PRICES: dict[tuple[str, str], tuple[Price, ...]] = {
    (HOSPITAL, "2022-01-01"): (
        Price("WARD", "Ward bed", "700.15", "day", "1", "10"),
        Price("WARD", "Ward bed", "610.35", "day", "11"),
        Price("CARE", "Close care bed", "1905.45", "day", "1", "5"),
        Price("DAY", "Day chair", "301.15", "day"),
        Price("NURSE", "Nurse beside the chair", "44.05", "day"),
        Price("HOME", "Care at home", "402.35", "day"),
    ),
    (HOSPITAL, "2025-01-01"): (
        Price("WARD", "Ward bed", "731.67", "day", "1", "10"),
        Price("WARD", "Ward bed", "640.05", "day", "11"),
        Price("CARE", "Close care bed", "1990.10", "day", "1", "5"),
        Price("DAY", "Day chair", "315.25", "day"),
        Price("NURSE", "Nurse beside the chair", "46.15", "day"),
        Price("HOME", "Care at home", "421.85", "day"),
    ),
    (DOCTOR, "2023-03-01"): (
        Price("Q1", "First visit to a pain doctor", "190.25", "attendance"),
        Price("Q2", "Later visit to a pain doctor", "95.40", "attendance"),
        Price("Q9", "Second opinion", "120.00", "attendance"),
    ),
    (DOCTOR, "2025-10-01"): (
        Price("Q1", "First visit to a pain doctor", "199.95", "attendance"),
        Price("Q2", "Later visit to a pain doctor", "99.05", "attendance"),
        Price("Q9", "Second opinion", "126.30", "attendance"),
    ),
    (PHARMACY, "2000-01-01"): (Price("ketamine-200mg", "Ketamine 200 mg in 2 mL", "18.35", "ampoule"),),
}
PAYEE_OF = {HOSPITAL: "hospital", DOCTOR: "medical", PHARMACY: "pharmacy"}
GST_OF = {HOSPITAL: "exclusive", DOCTOR: "free", PHARMACY: "free"}

THE_PAYER = f"""
title = "Sunshine Compensation Fund of Queensland"
called = "Sunshine Fund"
in_a_sentence = "the Sunshine Fund"
patient = "the claimant"
source = "invented for a test"
currency = "AUD"
time_zone = "Australia/Brisbane"
guideline = "sunshine"
item_rules = "sunshine"
floor = "{{Payer}} has no floor."
earlier_stay_days = 14
rights = [
    "{{Payer}} answers complaints within 10 days.",
    "You may ask {{payer}} to think again.",
]

[public_holidays]
country = "AU"
state = "QLD"

[leave]
fraction = "0.5"
source = "invented for a test: half the bed's fee"

[schedule.private-hospital]
schedule = "{HOSPITAL}"

[schedule.medical]
schedule = "{DOCTOR}"

[schedule.pharmacy]
schedule = "{PHARMACY}"

[setting.private-hospital-inpatient]
assumptions = ["The bed is taken to be on the ward (WARD)."]
service = [
    {{ schedule = "private-hospital", item = "WARD", when = "each night" }},
    {{ schedule = "medical", item = "Q1", when = "first treatment day" }},
    {{ schedule = "medical", item = "Q2", when = "later treatment days" }},
]

[setting.private-day-hospital]
assumptions = ["Each session is taken to be a day chair with a nurse beside it."]
service = [
    {{ schedule = "private-hospital", item = "DAY", when = "each treatment day" }},
    {{ schedule = "private-hospital", item = "NURSE", when = "each treatment day" }},
    {{ schedule = "medical", item = "Q1", when = "first treatment day" }},
    {{ schedule = "medical", item = "Q2", when = "later treatment days" }},
]

[setting.hospital-in-the-home]
assumptions = ["A nurse is taken to come each day, and the doctor on the first."]
service = [
    {{ schedule = "private-hospital", item = "HOME", when = "each treatment day" }},
    {{ schedule = "medical", item = "Q1", when = "first treatment day" }},
]

[setting.consulting-rooms]
assumptions = ["The doctor is taken to see the claimant each day."]
service = [
    {{ schedule = "medical", item = "Q1", when = "first treatment day" }},
    {{ schedule = "medical", item = "Q2", when = "later treatment days" }},
]
"""

GUIDELINE = """
title = "Rules for infusions"
publisher = "Sunshine Compensation Fund of Queensland"
source = "invented for a test"
read = 2026-01-05
decision_days = 15
one_treatment_days = 12

[[check]]
code = "accepted-injury"
part = "scope"
section = "Cover"
requires = "The injury must be accepted."
rule = "yes"
fact = "injury_accepted"
ask = "doctor"
question = "Is the injury accepted?"
why = "Only accepted injuries are covered."

[[check]]
code = "prior-approval"
part = "scope"
section = "Cover"
requires = "{Payer} must approve before the first infusion is given."
rule = "approval"
fact = "prior_approval"

[[check]]
code = "location"
part = "scope"
section = "Cover"
requires = "The infusion must be given in Australia."
rule = "in the country"
fact = "country"
accepted = ["Australia"]
ask = "hospital"
question = "In which country is the infusion given?"
why = "Only care in Australia is covered."

[[check]]
code = "document-diagnosis"
part = "documents"
section = "Papers"
requires = "A diagnosis must be sent."
rule = "document"
fact = "diagnosis"
ask = "doctor"
question = "Please send the diagnosis."
why = "The Fund reads it first."

[[check]]
code = "interval-after-initial"
part = "timing"
section = "Again"
requires = "A request must not come within 4 months of the initial treatment."
rule = "months after the initial treatment"
fact = "previous_treatments"
months = 4
ask = "doctor"
question = "When were earlier infusions given?"
why = "There are 4 months between them."

[[check.further]]
fact = "request_date"
ask = "doctor"
question = "When did you ask?"
why = "The months are counted to it."

[[check]]
code = "interval-after-second"
part = "timing"
section = "Again"
requires = "After the second treatment, a request must not come within 9 months of the latest one."
rule = "months after a later treatment"
fact = "previous_treatments"
months = 9
ask = "doctor"
question = "When were earlier infusions given?"
why = "There are 9 months between them."

[[check.further]]
fact = "request_date"
ask = "doctor"
question = "When did you ask?"
why = "The months are counted to it."

[[check.further]]
fact = "exceptional_circumstances"
ask = "doctor"
question = "Is there anything exceptional?"
why = "Then it may be sooner."

[[judgement]]
section = "Cover"
question = "Will it help?"
"""

ITEM_RULES = """
title = "Rules between items"
publisher = "Sunshine Compensation Fund of Queensland"
source = "invented for a test"
read = 2026-01-05

[[rule]]
name = "one-first-visit"
schedule = "medical"
kind = "at most in a course"
items = ["Q1"]
times = 1
says = "There is one first visit in a course."

[[rule]]
name = "second-opinion-without-a-visit"
schedule = "medical"
kind = "not on the same day"
items = ["Q9"]
others = ["Q1"]
says = "A second opinion is not paid on the day of a first visit."

[[rule]]
name = "one-bed"
schedule = "private-hospital"
kind = "at most on a day"
items = ["CARE", "WARD"]
times = 1
says = "There is one bed a night."
"""


def write_queensland(folder: Path) -> Path:
    """The overlay: a payer's file, its schedules, its guideline and its rules between items."""
    texts = {
        f"payers/{PAYER}.toml": THE_PAYER,
        "guideline/sunshine/2015-01-01.toml": GUIDELINE,
        "item-rules/sunshine/2015-01-01.toml": ITEM_RULES,
    }
    for (schedule, first_day), prices in PRICES.items():
        year = int(first_day[:4])
        texts[f"{schedule}/{first_day}/rates.csv"] = _table(prices)
        texts[f"{schedule}/{first_day}/schedule.toml"] = facts_text(
            title='"Prices of the Sunshine Fund"',
            publisher='"Sunshine Compensation Fund of Queensland"',
            next_change_expected=f"{year + 5}-01-01",
            gst=f'"{GST_OF[schedule]}"',
            payee=f'"{PAYEE_OF[schedule]}"',
            basis='"published"',
        )
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def queensland_library(folder: Path) -> kfees.Library:
    """The shipped library with that overlay."""
    return kfees.load_schedules(write_queensland(folder), environment={})


def _table(prices: Iterable[Price]) -> str:
    return "\n".join([",".join(Price._fields), *(",".join(price) for price in prices), ""])
