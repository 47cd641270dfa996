"""A new regimen and a new setting are two files, and no code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import kfees

REGIMEN = """
title = "Six hours a day for 5 days"
source = "invented for a test"
treatment_days = 5
hours_per_day = 6
continuous = false

[dose]
mg_per_kg_per_hour = 0.25

[drug]
schedule = "pharmacy"
item = "ketamine-200mg"
label = "Ketamine 200 mg in 2 mL"
mg_per_ampoule = 200
"""

SETTING = """
title = "A day clinic with theatre band 1A"
source = "invented for a test"
overnight = false
continuous = false

[[service]]
schedule = "private-hospital"
item = "T1A"
when = "first treatment day"

[[service]]
schedule = "private-hospital"
item = "DS2"
when = "each treatment day"
"""


def test_two_files_make_a_course_that_prices(tmp_path: Path) -> None:
    (tmp_path / "regimens").mkdir()
    (tmp_path / "settings").mkdir()
    (tmp_path / "regimens" / "five-days.toml").write_text(REGIMEN)
    (tmp_path / "settings" / "day-clinic.toml").write_text(SETTING)
    library = kfees.load_schedules(tmp_path, environment={})
    request = kfees.CourseRequest.model_validate(
        {
            "regimen": "five-days",
            "setting": "day-clinic",
            "start": "2024-11-01",
            "weight_kg": "80",
            "charges": [{"payee": "hospital", "amount": "2000.00"}],
        }
    )
    quote = kfees.price(request, library)
    # Friday 1 November, then Monday 4 (not Melbourne Cup, Tuesday 5), 6, 7 and 8 November.
    days = [day.isoformat() for day in quote.lines[0].dates]
    assert days == ["2024-11-01", "2024-11-04", "2024-11-06", "2024-11-07", "2024-11-08"]
    assert quote.dose.mg_per_day == Decimal("0.25") * 80 * 6 == 120
    assert quote.dose.ampoules == 5
    assert quote.totals.maximum == 5 * Decimal("329.97") + Decimal("118.59")
    assert quote.totals.gap == 2000 - (5 * Decimal("329.97") + Decimal("118.59"))


def test_a_quote_says_that_its_regimen_or_setting_comes_from_an_overlay(tmp_path: Path) -> None:
    (tmp_path / "regimens").mkdir()
    (tmp_path / "regimens" / "crps-10-day.toml").write_text(REGIMEN)
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "day-clinic.toml").write_text(SETTING)
    library = kfees.load_schedules(tmp_path, environment={})
    asked = {"start": "2024-11-04", "weight_kg": "80"}

    def said(regimen: str, setting: str) -> list[str]:
        request = kfees.CourseRequest.model_validate({**asked, "regimen": regimen, "setting": setting})
        return [line for line in kfees.price(request, library).assumptions if "overlay" in line]

    assert said("crps-10-day", "day-clinic") == [
        f"The regimen crps-10-day comes from the overlay {tmp_path}.",
        f"The setting day-clinic comes from the overlay {tmp_path}.",
    ]
    assert said("crps-4-day", "private-hospital-inpatient") == []
