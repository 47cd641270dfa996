"""Portfolios for tests: what the single course says of a row, and cells as people may write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from pydantic import ValidationError

import kfees
from kfees.library.library import Library
from kfees.model.payee import DOCTOR, HOSPITAL, PHARMACY
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.request import Charge, CourseRequest, Episode
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
    stay = {key: row.get(key) for key in ("nights", "drg", "admitted", "discharged")}
    stay["drg"] = stay["drg"] if goes_by_drg(row) else None
    stated = any(value is not None for value in stay.values())
    return CourseRequest(
        payer=row.get("payer") or DEFAULT_PAYER,
        regimen=row["regimen"],
        setting=row["setting"],
        start=row["start"],
        weight_kg=row.get("weight_kg"),
        sessions=row.get("sessions"),
        charges=tuple(charges),
        episode=Episode(**stay) if stated else None,
    )


def goes_by_drg(row: Row) -> bool:
    """Whether an AR-DRG plays a part: none does where there is one price of an infusion."""
    return row["setting"] in STAYS and row.get("payer") != "us-set-aside"


def priced_alone(row: Row, library: Library) -> Row | None:
    """What a portfolio has to say of a row; None where it has to refuse it."""
    if not goes_by_drg(row):
        row = {**row, "drg": None}
    if row["regimen"] is None or row["start"] is None or any(isinstance(cell, Bad) for cell in row.values()):
        return None
    try:
        quote = kfees.price(request_of(row), library)
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


def weight_of(quote: kfees.Quote) -> Decimal | None:
    """The weight of a quote whose lines are all weighed, fees that no schedule has aside; None where one is
    not."""
    lines = [line for line in quote.lines if not line.is_fee]
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
            alone = {**refused(row), "problem": result["problem"]}
        assert {name: result[name] for name in alone} == alone, f"priced otherwise: {row}"


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
