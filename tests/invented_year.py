"""A small year of weights that nobody published, beside the shipped ones."""

from __future__ import annotations

from pathlib import Path

import kfees
from nwau_cases import SCHEDULE

FOLDER = f"{SCHEDULE}/2030-07-01"

SCHEDULE_FACTS = """
title = "Invented weights"
publisher = "Nobody"
source = "invented for a test"
retrieved = 2026-01-01
next_change_expected = {next_change}
currency = "AUD"
gst = "free"
payee = "hospital"

[activity]
unit = "NWAU"
classification = "Invented groups"
price_per_weight = 5000.55
price_source = "invented for a test"
"""
ACUTE = """\
item,label,same_day_list,bundled_icu,lower_bound,upper_bound,same_day,short_stay_base,short_stay_per_day,inlier,long_stay_per_day,paediatric,private_service
X01A,Invented stay,no,no,3,5,,0.111111,0.222222,0.777777,0.333333,1.25,
X02B,Tie,no,no,1,9,,,,1.25,,1.05,
"""
EMERGENCY = "item,label,weight,paediatric\nX1,Invented presentation,0.05,1.5\n"
CLINICS = "item,label,weight,paediatric,reason\n10.10,Invented clinic,unknown,,not weighed yet\n"
ADJUSTMENTS = """\
adjustment,streams,step,fact,is,value,items,except
Far from home,acute emergency,added,residence_remoteness,RA3,0.5,,
First Nations,acute,added,indigenous,yes,0.05,,
Treated far away,acute,multiplied,treatment_remoteness,RA3,0.1,,
Ketamine pump,acute,multiplied,adjustments,Ketamine pump,0.2,X01A,
"""


def write_invented_year(folder: Path, first_day: str = "2030-07-01", **added: str) -> None:
    """A small year of our own; `added` are lines at the end of its files, as adjustments_csv."""
    texts = {
        "schedule.toml": SCHEDULE_FACTS.format(next_change=f"{int(first_day[:4]) + 1}-07-01"),
        "acute.csv": ACUTE,
        "emergency.csv": EMERGENCY,
        "clinics.csv": CLINICS,
        "adjustments.csv": ADJUSTMENTS,
    }
    year = folder / SCHEDULE / first_day
    year.mkdir(parents=True)
    for name, text in texts.items():
        (year / name).write_text(text + added.get(name.replace(".", "_"), ""), encoding="utf-8")


def invented_year(folder: Path, first_day: str = "2030-07-01", **added: str) -> kfees.Library:
    """The shipped library and that year."""
    write_invented_year(folder, first_day, **added)
    return kfees.load_schedules(folder, environment={})
