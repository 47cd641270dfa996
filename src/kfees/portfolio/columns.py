"""A portfolio's columns: recognised as people write their names, and what they may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import polars as pl

from kfees.model.problems import InputError, Problem
from kfees.model.request import PAYEES

Field = Literal[
    "id",
    "regimen",
    "setting",
    "start",
    "weight_kg",
    "nights",
    "drg",
    "sessions",
    "admitted",
    "discharged",
    "hospital_charge",
    "medical_charge",
    "pharmacy_charge",
    "hospital_fee",
    "medical_fee",
    "pharmacy_fee",
    "hospital_discount",
    "medical_discount",
    "pharmacy_discount",
    "gst",
]
FIELDS: tuple[Field, ...] = get_args(Field)
REQUIRED: tuple[Field, ...] = ("regimen", "setting", "start")
CHARGES: tuple[Field, ...] = ("hospital_charge", "medical_charge", "pharmacy_charge")
"""A payee's charge for all of its lines each, in the order of PAYEES."""

FEES: tuple[Field, ...] = ("hospital_fee", "medical_fee", "pharmacy_fee")
"""What it charges that no schedule has, in one amount, likewise."""

DISCOUNTS: tuple[Field, ...] = ("hospital_discount", "medical_discount", "pharmacy_discount")
"""What is off its charge, likewise."""

AMOUNTS: tuple[Field, ...] = (*CHARGES, *FEES, *DISCOUNTS)
STAY_DAYS: tuple[Field, ...] = ("admitted", "discharged")
DAYS: tuple[Field, ...] = ("start", *STAY_DAYS)
WORDS: tuple[Field, ...] = ("regimen", "setting", "drg")
NUMBERS: tuple[Field, ...] = ("weight_kg", "nights", "sessions", *AMOUNTS)

MONEY = pl.Decimal(18, 2)
"""AUD to the cent: more digits than the largest amount that a request may hold, three times over."""

NWAU = pl.Decimal(28, 10)

RESULTS: dict[str, pl.DataType] = {
    **{f"{payee}_{figure}": MONEY for payee in PAYEES for figure in ("maximum", "payable", "gap")},
    **dict.fromkeys(("maximum", "payable", "gap", "gap_least", "gap_most"), MONEY),
    "complete": pl.Boolean(),
    "stale": pl.Boolean(),
    "basis": pl.String(),
    "nwau": NWAU,
    "please_check": pl.String(),
    "problem": pl.String(),
}
"""What is added to the input."""

ALSO: dict[Field, str] = {
    "id": "claim, claim_id, claim_number, claim_no, reference",
    "regimen": "protocol",
    "setting": "place, place_of_service",
    "start": "start_date, date_of_start, first_day, course_start, start_of_course",
    "weight_kg": "weight, body_weight, body_weight_kg, weight_in_kg, kg",
    "nights": "number_of_nights, length_of_stay, los",
    "drg": "ar_drg, ardrg",
    "sessions": """number_of_sessions, treatments, number_of_treatments, infusions, number_of_infusions,
        treatment_days""",
    "admitted": "admission, admission_date, date_of_admission, admission_day, date_admitted, admitted_on",
    "discharged": """discharge, discharge_date, date_of_discharge, discharge_day, date_discharged,
        discharged_on, separation_date, date_of_separation""",
    "hospital_charge": "hospital, hospital_charges, hospital_fees, hospital_amount",
    "medical_charge": """medical, medical_charges, medical_fees, medical_amount,
        doctor, doctor_charge, doctor_charges, doctor_fee, doctor_fees, doctors_fee, doctors_charge""",
    "pharmacy_charge": """pharmacy, pharmacy_charges, pharmacy_fees, pharmacy_amount,
        drug_charge, drug_charges""",
    "hospital_fee": "hospital_other_fee, other_hospital_fee, facility_fee",
    "medical_fee": "medical_other_fee, other_medical_fee, doctor_other_fee, other_doctor_fee",
    "pharmacy_fee": "pharmacy_other_fee, other_pharmacy_fee, drug_fee",
    "hospital_discount": "hospital_discounts, discount_hospital",
    "medical_discount": "medical_discounts, discount_medical, doctor_discount, doctors_discount",
    "pharmacy_discount": "pharmacy_discounts, discount_pharmacy, drug_discount",
}
"""What a field is called besides."""

NAMES = {
    re.sub(r"\W|_", "", name): field
    for field in FIELDS
    for name in (field, *ALSO.get(field, field).split(","))
}
"""Names in small letters, without signs, spaces and brackets."""

SAID_NAMES = 20
"""So many columns are named in a message."""

_UNITS = re.compile(r"(in)?(aud|dollars)$")
_NUMBERED = re.compile(r"(.+?)_(?:duplicated_)?[0-9]+")
"""How readers of tables name a column whose name stands twice."""


@dataclass(frozen=True)
class Columns:
    """Which column of the input is which field, and which columns are not used."""

    by_field: Mapping[Field, str]
    unused: tuple[str, ...]

    def at_names(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems at the names of the input's columns instead of the fields."""
        names: dict[str, str] = {str(field): name for field, name in self.by_field.items()}
        return [replace(problem, place=names.get(problem.place, problem.place)) for problem in problems]


def recognise(schema: Mapping[str, pl.DataType]) -> Columns:
    """Find the fields by the columns' names. InputError where one is missing, stands twice, holds
    what cannot be read at all, or is named as a result."""
    found: dict[Field, str] = {}
    unused: list[str] = []
    taken: list[str] = []
    problems: list[Problem] = []
    for name, kind in schema.items():
        field = field_of(name, schema)
        if name in RESULTS:
            taken.append(name)
        elif field is None or (field == "id" and field in found):
            unused.append(name)
        elif field in found:
            message = f"the columns {found[field]!r} and {name!r} could both be {field}."
            problems.append(Problem("ambiguous-column", name, message, "Rename the one that is not meant."))
        else:
            found[field] = name
            problems += _unfit(name, field, kind)
    if taken:
        message = "the results of pricing have these names."
        problems.append(Problem("taken-name", ", ".join(taken), message, "Rename or remove the columns."))
    problems += _unclear_fees(found)
    listed = few(schema) or "none"
    problems += [
        Problem("missing-column", field, "there is no such column.", f"Add it; the columns are: {listed}.")
        for field in REQUIRED
        if field not in found
    ]
    if problems:
        raise InputError(problems)
    return Columns(found, tuple(unused))


def _unclear_fees(found: Mapping[Field, str]) -> Iterable[Problem]:
    """Columns of a payee's fee beside no column of its charge: many call the charge a fee."""
    for fee, charge in zip(FEES, CHARGES, strict=True):
        if charge not in found and found.get(fee, fee) != fee and _bare(found[fee]) == _bare(fee):
            payee = fee.removesuffix("_fee")
            message = f"it could be all that the {payee} provider charges, or a fee that no schedule has."
            remedy = f"Name it {charge!r}, or exactly {fee!r} for fees outside the schedules."
            yield Problem("ambiguous-column", found[fee], message, remedy)


def few(names: Iterable[str]) -> str:
    """Names one after the other; of very many the first, and how many others there are."""
    listed = list(names)
    others = len(listed) - SAID_NAMES
    return ", ".join(listed[:SAID_NAMES]) + (f" and {others:,} others" if others > 0 else "")


def field_of(name: str, names: Iterable[str] = ()) -> Field | None:
    """The field that a column's name means; None where it means none. A numbered repetition of
    another of the `names` means the same as that."""
    numbered = _NUMBERED.fullmatch(name)
    if numbered and numbered[1] in names:
        name = numbered[1]
    bare = _bare(name)
    return NAMES.get(bare) or NAMES.get(_UNITS.sub("", bare))


def _bare(name: str) -> str:
    return re.sub(r"\W|_", "", name.casefold())


def is_heading(cells: Iterable[str]) -> bool:
    """Whether these cells of a row name every column that is required."""
    return set(REQUIRED) <= {field_of(cell) for cell in cells}


def _unfit(name: str, field: Field, kind: pl.DataType) -> Iterable[Problem]:
    """A column of a kind in which its values cannot be read."""
    text = isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Null)
    number = kind.is_integer() or kind.is_float() or isinstance(kind, pl.Decimal)
    day = isinstance(kind, pl.Date | pl.Datetime)
    wanted = "names"
    if field in DAYS:
        fits, wanted = text or number or day, "dates"
    elif field in NUMBERS:
        fits, wanted = text or number, "numbers"
    else:
        fits = text or number or field == "id"
    if not fits:
        message = f"{wanted} cannot be read from values of the kind {kind}."
        yield Problem("bad-column", name, message, f"Give a column of {wanted}, or of text.")
