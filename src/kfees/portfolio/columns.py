"""A portfolio's columns: recognised as people write their names, read without losing a cent.

Each column becomes a typed one, with null where a cell is empty; cells that cannot be read are
marked, and `explain` says what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from kfees.dates import EARLIEST, LATEST, parse_date
from kfees.errors import InputError, Problem, Unreadable
from kfees.fields import read_amount

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
REQUIRED: tuple[Field, ...] = ("regimen", "setting", "start")
CHARGES: tuple[Field, ...] = ("hospital_charge", "medical_charge", "pharmacy_charge")

_NAMES: dict[Field, str] = {
    "id": "id, claim, claim_id, claim_number, reference",
    "regimen": "regimen, protocol, course",
    "setting": "setting, place, place_of_service",
    "start": "start, start_date, first_day, date, course_start",
    "weight_kg": "weight_kg, weight, body_weight, weight_in_kg, kg",
    "nights": "nights, number_of_nights, length_of_stay",
    "drg": "drg, ar_drg, ardrg",
    "hospital_charge": "hospital, hospital_charge, hospital_charges, hospital_fee, hospital_amount",
    "medical_charge": """medical, medical_charge, medical_charges, medical_fee, medical_amount,
        doctor_charge, doctor_charges, doctor_fee""",
    "pharmacy_charge": """pharmacy, pharmacy_charge, pharmacy_charges, pharmacy_fee, pharmacy_amount,
        drug_charge""",
}

NAMES = {name.strip(): field for field, names in _NAMES.items() for name in names.split(",")}
"""Names in small letters, with signs, spaces and brackets as one underscore."""

MONEY = pl.Decimal(18, 2)
MOST_KG, MOST_NIGHTS, MOST_AMOUNT = 400, 1000, 10**10
EXCEL_DAY_ZERO = date(1899, 12, 30)
PLAIN_AMOUNT = r"^[0-9]{1,10}(\.[0-9]{1,2})?$"
GROUPED_AMOUNT = r"^\$?\s*[0-9]{1,3}(,[0-9]{3})*(\.[0-9]{1,2})?$"


@dataclass(frozen=True)
class Columns:
    """Which column of the input is which field, and which columns are not used."""

    by_field: Mapping[Field, str]
    unused: tuple[str, ...]


def recognise(names: Iterable[str], added: Iterable[str]) -> Columns:
    """Find the fields by the columns' names. InputError where one is missing or stands twice."""
    found: dict[Field, str] = {}
    unused: list[str] = []
    problems: list[Problem] = []
    for name in names:
        field = NAMES.get(re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_"))
        if field is None:
            unused.append(name)
        elif field in found:
            message = f"the columns {found[field]!r} and {name!r} could both be {field}."
            problems.append(Problem("ambiguous-column", name, message, "Rename the one that is not meant."))
        else:
            found[field] = name
        if name in added:
            problems.append(
                Problem("taken-name", name, "a result has this name.", "Rename the column of the input.")
            )
    problems += [
        Problem(
            "missing-column",
            field,
            "there is no such column.",
            f"Add it; the columns are: {', '.join(names)}.",
        )
        for field in REQUIRED
        if field not in found
    ]
    if problems:
        raise InputError(problems)
    return Columns(found, tuple(unused))


def typed(columns: Columns, schema: Mapping[str, pl.DataType]) -> list[pl.Expr]:
    """An expression for each field, named by it; null where the input has no such column."""
    return [
        _typed(field, columns.by_field.get(field), schema).alias(f"__{field}")
        for field in ("regimen", "setting", "start", "weight_kg", "nights", "drg", *CHARGES)
    ]


def is_unread(columns: Columns, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """Whether any cell of a row holds something that was not read; needs the columns of `typed`."""
    unread = [
        pl.col(f"__{field}").is_null() & _is_filled(name, schema)
        for field, name in columns.by_field.items()
        if field not in ("id", "regimen", "setting", "drg")
    ]
    return pl.any_horizontal(*unread)


def _is_filled(name: str, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    column = pl.col(name)
    return column.str.strip_chars() != "" if schema[name] == pl.String else column.is_not_null()


EMPTY: dict[Field, pl.DataType] = {
    "start": pl.Date(),
    "weight_kg": pl.Float64(),
    "nights": pl.Int64(),
    **dict.fromkeys(CHARGES, MONEY),
}


def _typed(field: Field, name: str | None, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    if name is None:
        return pl.lit(None, EMPTY.get(field, pl.String()))
    column, kind = pl.col(name), schema[name]
    if kind == pl.String and field not in ("regimen", "setting", "drg"):
        column = column.str.strip_chars()
    if field == "start":
        return _day(column, kind)
    if field == "weight_kg":
        weight = column.cast(pl.Float64, strict=False)
        return pl.when((weight > 0) & (weight <= MOST_KG)).then(weight)
    if field == "nights":
        whole = column if kind.is_integer() else column.cast(pl.Float64, strict=False)
        return (
            pl.when((whole == whole.round()) & (whole >= 0) & (whole <= MOST_NIGHTS))
            .then(whole)
            .cast(pl.Int64)
        )
    if field in CHARGES:
        return _amount(column, kind)
    return column.cast(pl.String)


def _day(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Date:
        day = column
    elif isinstance(kind, pl.Datetime):
        day = column.dt.date()
    elif kind == pl.String:
        serial = (
            pl.when(column.str.contains(r"^[0-9]{5}(\.0+)?$")).then(column).cast(pl.Float64, strict=False)
        )
        day = pl.coalesce(
            column.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
            column.str.to_date("%d/%m/%Y", strict=False),
            _from_serial(serial),
        )
    else:
        day = _from_serial(column.cast(pl.Float64))
    return pl.when((day >= EARLIEST) & (day < LATEST)).then(day)


def _from_serial(serial: pl.Expr) -> pl.Expr:
    """A day that a workbook holds as its number: 45509 is 5 August 2024."""
    return pl.lit(EXCEL_DAY_ZERO) + pl.duration(days=serial.floor().cast(pl.Int64))


def _amount(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Exact: text and decimals as they stand; a stored float must be whole cents to 15 digits."""
    if kind == pl.String:
        bare = column.str.replace_all(r"[$,\s]", "")
        readable = column.str.contains(PLAIN_AMOUNT) | column.str.contains(GROUPED_AMOUNT)
        return pl.when(readable).then(bare).cast(MONEY)
    if kind.is_float():
        cents = (column * 100).round()
        whole = (column * 100 - cents).abs() <= (cents.abs() + 1) * 1e-13
        exact = pl.when(whole & (column >= 0) & (column < MOST_AMOUNT)).then(cents).cast(pl.Int64)
        return (exact.cast(pl.Decimal(20, 0)) / Decimal(100)).cast(MONEY)
    if isinstance(kind, pl.Decimal) and kind.scale <= MONEY.scale:
        return pl.when(column >= 0).then(column).cast(MONEY, strict=False)
    amount = column.cast(pl.Decimal(38, 6), strict=False)
    exact = amount.cast(MONEY, strict=False)
    return pl.when((exact.cast(pl.Decimal(38, 6)) == amount) & (exact >= 0)).then(exact)


def explain(row: Mapping[str, Any], columns: Columns) -> list[Problem]:
    """What is wrong with the cells of a row, each by its column."""
    problems: list[Problem] = []
    for field, name in columns.by_field.items():
        value = row[name]
        if field in ("id", "regimen", "setting", "drg") or value is None or str(value).strip() == "":
            continue
        try:
            _read(field, value)
        except Unreadable as error:
            problems.append(error.at(name))
    for field in REQUIRED:
        value = row[columns.by_field[field]]
        if value is None or str(value).strip() == "":
            problems.append(Problem("missing", columns.by_field[field], "the cell is empty.", "Fill it."))
    return problems


def _read(field: Field, value: object) -> None:
    """Raise Unreadable where a cell cannot be read as what its column holds."""
    text = str(value).strip()
    if field == "start":
        if isinstance(value, (int, float)) or re.fullmatch(r"[0-9]{5}(\.0+)?", text):
            value = EXCEL_DAY_ZERO + timedelta(days=int(float(text)))
        elif isinstance(value, datetime):
            value = value.date()
        elif re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", text):
            day, month, year = text.split("/")
            value = f"{year}-{int(month):02}-{int(day):02}"
        else:
            value = text[:10]
        parse_date(value)
    elif field in CHARGES:
        plain = (
            format(value, ".15g") if isinstance(value, float) else re.sub(r"^\$\s*|,(?=[0-9]{3})", "", text)
        )
        read_amount(plain)
    elif field == "weight_kg" and not _is_within(text, MOST_KG):
        message = f"{text[:40]!r} is no body weight in kg."
        raise Unreadable("out-of-range", message, f"Give more than 0, at most {MOST_KG}.")
    elif field == "nights" and not re.fullmatch(r"[0-9]{1,3}(\.0+)?|1000", text):
        message = f"{text[:40]!r} is no number of nights."
        raise Unreadable("out-of-range", message, f"Give a whole number, at most {MOST_NIGHTS}.")


def _is_within(text: str, most: float) -> bool:
    try:
        return 0 < float(text) <= most
    except ValueError:
        return False
