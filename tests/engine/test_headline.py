"""The headline says what is certain: exactly, at most, about or at least, and what is not in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kfees
from kfees.engine.headline import headline
from overlays import write_version

ROOMS: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2024-08-05",
    "weight_kg": "80",
}
DOCTOR = {"payee": "medical", "amount": "1500.00"}
DRUG = {"payee": "pharmacy", "label": "Ketamine", "amount": "200.00"}


def says(library: kfees.Library, *charges: dict[str, Any], **changed: Any) -> str:
    asked = ROOMS | {"charges": list(charges)} | changed
    return str(headline(kfees.price(kfees.CourseRequest.model_validate(asked), library)))


def supplied(folder: Path, **facts: str) -> kfees.Library:
    """The doctor's fees with another basis than the shipped ones have."""
    rows = ("2801,First,174.50,service", "2806,Later,87.30,service")
    write_version(folder, "medical", "2024-07-01", *rows, **facts)
    return kfees.load_schedules(folder, environment={})


def test_where_everything_is_certain_it_says_what_the_worker_would_pay(tmp_path: Path) -> None:
    certain = supplied(tmp_path)
    nothing = {"payee": "hospital", "amount": "0.00"}
    assert says(certain, nothing, setting="public-hospital-outpatient") == "The worker would pay $0.00."
    assert says(certain, DOCTOR) == (
        "The worker would pay the doctor $539.80. Not included is the drug (Ketamine 200 mg in 2 mL)."
    )


def test_a_floor_or_a_fee_of_no_schedule_makes_it_at_most(library: kfees.Library) -> None:
    assert says(library, DOCTOR, DRUG) == "The worker would pay at most $739.80."
    assert says(library, DOCTOR) == (
        "The worker would pay the doctor at most $539.80. Not included is the drug (Ketamine 200 mg in 2 mL)."
    )
    named = {"medical": "Dr A", "hospital": "The Clinic"}
    assert says(library, DOCTOR, DRUG, providers=named) == (
        "The worker would pay Dr A and the pharmacy at most $739.80. Not included is what The Clinic charges."
    )


def test_an_estimate_makes_it_about_and_never_more_than_the_charge(tmp_path: Path) -> None:
    estimated = supplied(tmp_path, basis='"indexed"')
    assert says(estimated, DOCTOR) == (
        "The worker would pay the doctor about $539.80, not more than $1,500.00."
        " Not included is the drug (Ketamine 200 mg in 2 mL)."
    )


def test_an_unknown_charge_makes_it_at_least(library: kfees.Library) -> None:
    assert says(library) == (
        "What the worker would pay cannot be told: not known is what the doctor charges for 2801 and 2806 and"
        " the drug (Ketamine 200 mg in 2 mL)."
    )
    first = {"schedule": "medical", "item": "2801", "amount": "320.00"}
    assert says(library, DRUG, first) == (  # of the 145.50 above a floor, none is certain
        "What the worker would pay cannot be told: not known is what the doctor charges for 2806."
    )
    hospital = {"payee": "hospital", "amount": "3200.00"}
    assert says(library, DRUG, hospital, setting="private-day-hospital") == (
        "The worker would pay at least $450.40: not known is what the doctor charges for 2801 and 2806."
    )


def test_whose_charge_is_not_known_is_said_by_name(library: kfees.Library) -> None:
    assert says(library, DRUG, providers={"medical": "Dr A"}) == (
        "What the worker would pay cannot be told: not known is what Dr A charges for 2801 and 2806."
    )
