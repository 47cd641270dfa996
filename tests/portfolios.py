"""Portfolios for tests: what the single course says of a row, and cells as people may write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from pydantic import ValidationError

import kfees
from kfees.engine.checking import lay_out
from kfees.library.library import Library
from kfees.model.payee import DOCTOR, HOSPITAL, PHARMACY
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.request import Charge, CourseRequest, Episode, Item, ServiceRequest
from kfees.portfolio.columns import recognise
from kfees.portfolio.day_order import day_order
from kfees.portfolio.effect import Effect, Repricer

FIGURES = ("maximum", "payable", "gap")
BOUNDS = ("gap_least", "gap_most")
FEE = "Fees that no schedule has"

Row = dict[str, Any]
"""A row by the names of the contract, as it is meant."""


@dataclass(frozen=True)
class Bad:
    """A cell that cannot mean anything."""


BAD = Bad()


PAYEES = (HOSPITAL, DOCTOR, PHARMACY)
"""Those of the default payer, in the order in which a quote has them."""

EVERY_PAYEE = (*PAYEES, "provider")
"""Those that ship."""

STAYS = ("public-hospital-admitted", "public-hospital-same-day")
"""The settings whose price goes by the AR-DRG; anywhere else a table's is kept aside."""

CLINIC, WEIGHTS = "public-hospital-outpatient", "department-of-health"

DISCOUNTS = ("discount-above-charge", "discount-without-charge")

OF_THE_PATIENT = {
    **{name: name for name in ("age", "indigenous", "dialysis", "radiotherapy", "private_patient")},
    "specialist_paediatric": "specialist_paediatric",
    "residence": "residence_remoteness",
    "treatment": "treatment_remoteness",
}
"""The columns of facts that count wherever something is weighed, and what an episode calls them; anywhere
else a table's are kept aside."""


def request_of(row: Row) -> CourseRequest:
    """The row as somebody would ask for the one course."""
    gst = row.get("gst")
    charges = [
        Charge(payee=payee, amount=row[f"{payee}_charge"], gst=gst)
        for payee in EVERY_PAYEE
        if row.get(f"{payee}_charge") is not None
    ]
    charges += [
        Charge(payee=payee, label=FEE, amount=row[f"{payee}_fee"], gst=gst)
        for payee in EVERY_PAYEE
        if row.get(f"{payee}_fee")
    ]
    charges += [
        Charge(payee=payee, discount=row[f"{payee}_discount"], gst=gst)
        for payee in EVERY_PAYEE
        if row.get(f"{payee}_discount")
    ]
    episode = {key: row.get(key) for key in ("nights", "drg", "admitted", "discharged", "leave_days")}
    episode |= {name: row.get(column) for column, name in OF_THE_PATIENT.items()}
    if row.get("icu_hours"):
        episode |= {"icu_hours": row["icu_hours"], "icu_eligible": True}
    stated = {key: value for key, value in episode.items() if value is not None}
    return CourseRequest(
        payer=row.get("payer") or DEFAULT_PAYER,
        regimen=row["regimen"],
        setting=row["setting"],
        start=row["start"],
        weight_kg=row.get("weight_kg"),
        sessions=row.get("sessions"),
        charges=tuple(charges),
        episode=Episode(**stated) if stated else None,
    )


def asked(row: Row, library: Library) -> CourseRequest:
    """All of a row's course that plays a part, its presentation and its clinic too, which are weighed by the
    facts of the course's episode. Raises InputError where it cannot be laid out."""
    row = without_what_plays_no_part(row)
    request = request_of(row)
    emergency, clinic = row.get("emergency"), row.get("clinic")
    if emergency is None and clinic is None:
        return request
    course = lay_out(request, library)
    added = ((emergency, (row.get("admitted") or course.days[0],)), (clinic, course.days))
    services = tuple(
        ServiceRequest(schedule=WEIGHTS, item=item, dates=dates) for item, dates in added if item is not None
    )
    own = {
        one.item: Item(schedule=WEIGHTS, item=one.item) for one in course.services if one.schedule == WEIGHTS
    }
    instead = () if clinic is None else tuple(own.values())
    return request.model_copy(update={"services": services, "without": instead})


def goes_by_drg(row: Row) -> bool:
    """Whether an AR-DRG plays a part: none does where there is one price of an infusion."""
    return row["setting"] in STAYS and row.get("payer") != "us-set-aside"


def without_what_plays_no_part(row: Row) -> Row:
    """A row without the cells that its course does not go by."""
    idle: set[str] = set() if goes_by_drg(row) else {"drg"}
    by_weight = row.get("payer") != "us-set-aside"
    if not (by_weight and row["setting"] in (*STAYS, CLINIC)) and row.get("emergency") is None:
        idle |= OF_THE_PATIENT.keys()
    if row["setting"] != CLINIC or row.get("payer") not in (None, DEFAULT_PAYER):
        idle.add("clinic")
    return {name: None if name in idle else cell for name, cell in row.items()}


def priced_alone(row: Row, library: Library) -> Row | None:
    """What a portfolio has to say of a row; None where it has to refuse it."""
    row = without_what_plays_no_part(row)
    if row["regimen"] is None or row["start"] is None or any(isinstance(cell, Bad) for cell in row.values()):
        return None
    try:
        quote = kfees.price(asked(row, library), library)
    except (kfees.InputError, ValidationError):
        return None
    by_payee = {total.payee: total for total in quote.payees}
    found = {
        f"{payee}_{figure}": getattr(by_payee[payee], figure) if payee in by_payee else None
        for payee in (EVERY_PAYEE if "payer" in row else PAYEES)
        for figure in FIGURES
    }
    found |= {
        figure: getattr(quote.totals, figure) for figure in (*FIGURES, *BOUNDS, "complete", "stale", "basis")
    }
    said = " ".join(quote.please_check) or None
    found |= {"nwau": weight_of(quote), "please_check": said, "problem": None}
    return {**found, **({"currency": quote.payer.currency} if "payer" in row else {})}


def why_refused(row: Row, library: Library) -> list[str]:
    """What is wrong with a row that holds a course and no cell without a meaning. One whose discount is wrong
    is looked at whenever it starts."""
    if row["regimen"] is None or row["start"] is None or any(isinstance(cell, Bad) for cell in row.values()):
        return []
    try:
        request = asked(row, library)
    except (kfees.InputError, ValidationError):
        return []  # said without its presentation or its clinic, of which more may be wrong
    try:
        kfees.price(request, library)
    except kfees.InputError as error:
        codes = {problem.code for problem in error.problems}
        known = [one for one in error.problems if one.code != "bad-date" or codes.isdisjoint(DISCOUNTS)]
        return [f"{problem.message} {problem.remedy}" for problem in known]
    raise AssertionError("nothing is wrong with it")


def weight_of(quote: kfees.Quote) -> Decimal | None:
    """The weight of all that is weighed in a quote; None where one weight is not known."""
    lines = [line for line in quote.lines if line.schedule == WEIGHTS and not line.is_excluded]
    weights = [None if line.weight is None else line.weight * line.quantity for line in lines]
    if not weights or None in weights:
        return None
    return sum((weight for weight in weights if weight is not None), Decimal(0)).quantize(Decimal("1e-10"))


def refused(row: Row) -> Row:
    """What a refused row's results are, its problem aside."""
    payees = EVERY_PAYEE if "payer" in row else PAYEES
    figures = {f"{payee}_{figure}": None for payee in payees for figure in FIGURES}
    return {
        **figures,
        **dict.fromkeys((*FIGURES, *BOUNDS)),
        "complete": False,
        "stale": None,
        "basis": None,
        "nwau": None,
        **({"currency": None} if "payer" in row else {}),
    }


def assert_same(priced: list[Row], rows: list[Row], library: Library) -> None:
    """Every row of a priced portfolio is what its course alone comes to, or is refused as that is."""
    assert len(priced) == len(rows)
    for result, row in zip(priced, rows, strict=True):
        alone = priced_alone(row, library)
        if alone is None:
            assert result["problem"], f"this row has to be refused: {row}"
            unsaid = [message for message in why_refused(row, library) if message not in result["problem"]]
            assert unsaid == [], f"refused for something else, {result['problem']}: {row}"
            alone = {**refused(row), "problem": result["problem"]}
        otherwise = {name: (result[name], alone[name]) for name in alone if result[name] != alone[name]}
        assert otherwise == {}, f"priced otherwise: {row}"


def repeated(frame: pl.DataFrame, times: int) -> pl.DataFrame:
    """The rows of a table, all of them again and again."""
    return frame.select(pl.all().gather(pl.int_range(frame.height * times) % frame.height))


def course(start: date = date(2024, 8, 5), **changed: Any) -> Row:
    """A course that prices in full, changed as told."""
    row: Row = {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": start,
        "weight_kg": Decimal(80),
        "nights": None,
        "drg": None,
        "hospital_charge": Decimal("3200.00"),
        "medical_charge": Decimal("1500.00"),
        "pharmacy_charge": None,
    }
    return {**row, **changed}


def effect_of(frame: pl.LazyFrame, library: Library, first: date, second: date) -> Effect:
    """Price a portfolio as if each course were under the versions of one day, and of another."""
    schema = frame.collect_schema()
    repricer = Repricer(schema, library, first, second, day_order(frame, recognise(schema, library)).order)
    frame.map_batches(repricer.count, schema=schema, streamable=True).collect(engine="streaming")
    (effect,) = repricer.effects()
    return effect
