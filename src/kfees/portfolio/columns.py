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
    "hospital_charge",
    "medical_charge",
    "pharmacy_charge",
]
FIELDS: tuple[Field, ...] = get_args(Field)
REQUIRED: tuple[Field, ...] = ("regimen", "setting", "start")
CHARGES: tuple[Field, ...] = ("hospital_charge", "medical_charge", "pharmacy_charge")
"""A payee's charge each, in the order of PAYEES."""

WORDS: tuple[Field, ...] = ("regimen", "setting", "drg")
NUMBERS: tuple[Field, ...] = ("weight_kg", "nights", *CHARGES)

MONEY = pl.Decimal(18, 2)
"""AUD to the cent: more digits than the largest amount that a request may hold, three times over."""

NWAU = pl.Decimal(28, 10)

RESULTS: dict[str, pl.DataType] = {
    **{f"{payee}_{figure}": MONEY for payee in PAYEES for figure in ("maximum", "payable", "gap")},
    **dict.fromkeys(("maximum", "payable", "gap"), MONEY),
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
    "hospital_charge": "hospital, hospital_charges, hospital_fee, hospital_fees, hospital_amount",
    "medical_charge": """medical, medical_charges, medical_fee, medical_fees, medical_amount,
        doctor, doctor_charge, doctor_charges, doctor_fee, doctor_fees, doctors_fee, doctors_charge""",
    "pharmacy_charge": """pharmacy, pharmacy_charges, pharmacy_fee, pharmacy_fees, pharmacy_amount,
        drug_charge, drug_charges""",
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
    listed = few(schema) or "none"
    problems += [
        Problem("missing-column", field, "there is no such column.", f"Add it; the columns are: {listed}.")
        for field in REQUIRED
        if field not in found
    ]
    if problems:
        raise InputError(problems)
    return Columns(found, tuple(unused))


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
    bare = re.sub(r"\W|_", "", name.casefold())
    return NAMES.get(bare) or NAMES.get(_UNITS.sub("", bare))


def is_heading(cells: Iterable[str]) -> bool:
    """Whether these cells of a row name every column that is required."""
    return set(REQUIRED) <= {field_of(cell) for cell in cells}


def _unfit(name: str, field: Field, kind: pl.DataType) -> Iterable[Problem]:
    """A column of a kind in which its values cannot be read."""
    text = isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Null)
    number = kind.is_integer() or kind.is_float() or isinstance(kind, pl.Decimal)
    day = isinstance(kind, pl.Date | pl.Datetime)
    wanted = "names"
    if field == "start":
        fits, wanted = text or number or day, "dates"
    elif field in NUMBERS:
        fits, wanted = text or number, "numbers"
    else:
        fits = text or number or field == "id"
    if not fits:
        message = f"{wanted} cannot be read from values of the kind {kind}."
        yield Problem("bad-column", name, message, f"Give a column of {wanted}, or of text.")
