"""The headline says what is certain: exactly, at most, about or at least, and what is not in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.engine.headline import headline, item_in_words
from overlays import write_version

FIRST_VISIT, LATER = "pain specialist (first visit)", "pain specialist (later visit)"
VISITS = f"{FIRST_VISIT} and {LATER}"
A_DAY = "a day in hospital (no anaesthetic)"

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
    return str(headline(kfees.price(kfees.CourseRequest.model_validate(asked), library), library))


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
    assert says(library, DOCTOR, DRUG) == (
        "The worker would pay the doctor at most $539.80; with the pharmacy at most $739.80."
    )
    assert says(library, DOCTOR) == (
        "The worker would pay the doctor at most $539.80. Not included is the drug (Ketamine 200 mg in 2 mL)."
    )
    named = {"medical": "Dr A", "hospital": "The Clinic"}
    assert says(library, DOCTOR, DRUG, providers=named) == (
        "The worker would pay Dr A at most $539.80; with the pharmacy at most $739.80."
        " Not included is what The Clinic charges."
    )


def test_an_estimate_makes_it_about_and_never_more_than_the_charge(tmp_path: Path) -> None:
    estimated = supplied(tmp_path, basis='"indexed"')
    assert says(estimated, DOCTOR) == (
        "The worker would pay the doctor about $539.80, not more than $1,500.00."
        " Not included is the drug (Ketamine 200 mg in 2 mL)."
    )


def test_an_unknown_charge_leaves_what_is_known_of_the_others(library: kfees.Library) -> None:
    assert says(library) == (
        f"What the worker would pay cannot be told: not known is what the doctor charges for {VISITS} and"
        " the drug (Ketamine 200 mg in 2 mL)."
    )
    hospital = {"payee": "hospital", "amount": "3200.00"}
    nothing = {"payee": "pharmacy", "label": "Ketamine", "amount": "0.00"}
    assert says(library, nothing, hospital, setting="private-day-hospital") == (
        f"The worker would pay at least $450.40: not known is what the doctor charges for {VISITS}."
    )
    assert says(library, DRUG, providers={"medical": "Dr A"}) == (
        f"The worker would pay the pharmacy at most $200.00. Not included is what Dr A charges for {VISITS}."
    )


DAY = {"setting": "private-day-hospital"}
HOSPITAL = {"payee": "hospital", "amount": "3200.00"}
AMPOULES = {"payee": "pharmacy", "amount": "250.00"}
ROOM = {"payee": "hospital", "label": "Room", "amount": "300.00"}
FIRST = {"schedule": "medical", "item": "2801", "amount": "320.00"}
NO_DRUG = " Not included is the drug (Ketamine 200 mg in 2 mL)."
REFUSED = {"claim": {"prior_approval": True, "request_date": "2024-09-01"}}

TOLD: list[tuple[tuple[dict[str, Any], ...], dict[str, Any], str]] = [
    # who charges what, in one amount or by item; the basis of the doctor's fees; what is said
    ((HOSPITAL, DOCTOR), DAY, "The worker would pay the hospital and the doctor at most $990.20." + NO_DRUG),
    (
        (HOSPITAL, DOCTOR, AMPOULES), DAY,
        "The worker would pay the hospital and the doctor at most $990.20; with the drug at most $1,240.20.",
    ),
    (
        (HOSPITAL, DOCTOR, AMPOULES, ROOM), DAY,
        ("The worker would pay the hospital and the doctor at most $990.20; with Room and the drug at most"
        " $1,540.20."),
    ),
    (
        (HOSPITAL, AMPOULES), DAY,
        ("The worker would pay the hospital $450.40; with the drug at most $700.40. Not included is what the"
        f" doctor charges for {VISITS}."),
    ),
    (
        (HOSPITAL,), DAY,
        (f"The worker would pay at least $450.40: not known is what the doctor charges for {VISITS} and"
        " the drug (Ketamine 200 mg in 2 mL)."),
    ),
    (
        ({"payee": "hospital", "amount": "2000.00"},), DAY,
        (f"The worker would pay the hospital $0.00. Not included is what the doctor charges for {VISITS}"
        " and the drug (Ketamine 200 mg in 2 mL)."),
    ),
    (
        (FIRST,), DAY,
        ("The worker would pay the doctor at most $145.50. Not included is what the hospital charges for"
         f" {A_DAY}, what the doctor charges for {LATER} and the drug (Ketamine 200 mg in 2 mL)."),
    ),
    (
        (HOSPITAL, FIRST, ROOM), DAY,
        ("The worker would pay the hospital and the doctor at most $595.90; with Room at most $895.90. Not"
        f" included is what the doctor charges for {LATER} and the drug (Ketamine 200 mg in 2 mL)."),
    ),
    ((AMPOULES, DOCTOR), {"providers": {"pharmacy": "Chemist"}},
     "The worker would pay the doctor at most $539.80; with Chemist at most $789.80."),
    ((AMPOULES, DOCTOR), REFUSED, "The worker would pay $1,750.00."),
    ((AMPOULES,), REFUSED, ("The worker would pay at least $250.00: not known is what the doctor charges for"
     f" {VISITS}.")),
    ((), REFUSED, ("What the worker would pay cannot be told: not known is what the doctor charges for"
     f" {VISITS} and the drug (Ketamine 200 mg in 2 mL).")),
]  # fmt: skip


@pytest.mark.parametrize(("charges", "course", "said"), TOLD)
def test_it_speaks_of_everything_that_is_known_and_names_the_rest(
    charges: tuple[dict[str, Any], ...], course: dict[str, Any], said: str, library: kfees.Library
) -> None:
    assert says(library, *charges, **course) == said


def test_an_estimate_is_told_apart_from_what_has_no_maximum(tmp_path: Path) -> None:
    estimated = supplied(tmp_path, basis='"indexed"')
    assert says(estimated, DOCTOR, AMPOULES) == (
        "The worker would pay the doctor about $539.80, not more than $1,500.00; with the drug at most"
        " $1,750.00."
    )
    assert says(estimated, DOCTOR, HOSPITAL, AMPOULES, ROOM, **DAY) == (
        "The worker would pay the hospital and the doctor at most $1,950.40; with Room and the drug at most"
        " $2,500.40."
    )


def test_an_item_is_called_by_plain_words_and_a_fee_as_it_was_named(library: kfees.Library) -> None:
    asked = ROOMS | {"setting": "private-day-hospital", "charges": [DRUG]}
    quote = kfees.price(kfees.CourseRequest.model_validate(asked), library)
    called = [item_in_words(line, library) for line in quote.lines]
    assert called == [A_DAY, FIRST_VISIT, LATER, "Ketamine"]
