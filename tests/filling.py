"""Filling in the form of `kfees template`, as somebody would who has the request before them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

DOCUMENTS = ("diagnosis", "first-line", "medications", "outcome-measures", "mental-health")
AMOUNTS = ("weight_kg", "icu_hours", "indemnity_cover", "amount")
DAYS = ("start", "request_date", "information_complete", "given", "until", "admitted", "discharged", "ended")

Answers = list[tuple[str, str, Any]]
"""A sheet, a cell, and what is written there."""


@cache
def read_once(blank: bytes) -> Workbook:
    """The form as it is given out, for looking at alone: to read it takes longer than to price a course."""
    return openpyxl.load_workbook(io.BytesIO(blank))


def rows_of(book: Workbook, key: str) -> Iterator[tuple[str, int]]:
    """The sheet and row of each place for an answer, by what stands in column B."""
    for sheet in book.worksheets:
        for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
            if cell.value == key:
                yield sheet.title, cell.row


def answers_for(request: dict[str, Any], blank: bytes) -> Answers:
    """Where each part of a request belongs in the form: days as days, amounts as numbers."""
    book = read_once(blank)
    found: Answers = []
    for key, rows in (*_keyed(request), *_stays(request)):
        places = list(rows_of(book, key))
        assert len(rows) <= len(places), key
        for (sheet, row), values in zip(places, rows, strict=False):
            cells = zip("CDEFGH", values, strict=False)
            found += [(sheet, f"{column}{row}", value) for column, value in cells if value is not None]
    return found


Keyed = Iterator[tuple[str, list[list[Any]]]]
"""A key of the form, and for each of its rows the values from column C on."""


def _keyed(part: dict[str, Any], above: str = "") -> Keyed:
    for name, value in part.items():
        key = f"{above}{name}"
        match name, value:
            case "charges", list():
                yield from _charges(value)
            case "documents", list():
                yield from ((f"{key}: {name}", [["yes" if name in value else "no"]]) for name in DOCUMENTS)
            case "leave", list():
                yield key, [[", ".join(value)]]
            case _, dict():
                yield from _keyed(value, f"{key}.")
            case _, list():
                yield f"{key}[]", [_row(name, entry, part) for entry in value]
            case _:
                yield key, [[_written(name, value)]]


def _row(name: str, entry: Any, request: dict[str, Any]) -> list[Any]:
    """The cells of an entry of a list."""
    match name:
        case "services":
            return _service(entry, _number(entry, request))
        case "parts":
            return [entry["setting"], entry["sessions"], _number(entry, request)]
        case "without":
            return [entry["schedule"], entry["item"]]
        case "beds":
            return [entry["item"], ", ".join(entry["dates"])]
        case "adjustments":
            return [entry]
        case _:
            return [date.fromisoformat(entry)]


def _charges(charges: list[dict[str, Any]]) -> Keyed:
    accounts, fees, by_item = [], [], []
    for charge in charges:
        amount = Decimal(charge["amount"]) if "amount" in charge else None
        days, who, gst = ", ".join(charge.get("dates", ())) or None, charge.get("provider"), charge.get("gst")
        if "item" in charge:
            by_item.append([charge["schedule"], charge["item"], amount, days, who, gst])
        elif "label" in charge:
            quantity = charge.get("quantity")
            fees.append([charge["payee"], charge["label"], amount, quantity, days, who])
        elif {"payee", "amount"} == charge.keys():
            yield f"charges: {charge['payee']}", [[amount]]
        else:
            discount = Decimal(charge["discount"]) if "discount" in charge else None
            accounts.append([charge["payee"], who, amount, discount, gst])
    yield from (("charges[]", by_item), ("accounts[]", accounts), ("fees[]", fees))


def _service(service: dict[str, Any], stay: int | None) -> list[Any]:
    days, who = ", ".join(service["dates"]), service.get("provider")
    return [service["schedule"], service["item"], days, service.get("quantity"), who, stay]


def _with_stays(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts and services that have a stay of their own, in the order of its number."""
    found = [*request.get("parts", ()), *request.get("services", ())]
    return [part for part in found if "episode" in part]


def _number(part: dict[str, Any], request: dict[str, Any]) -> int | None:
    return next((number for number, each in enumerate(_with_stays(request), 1) if each is part), None)


def _stays(request: dict[str, Any]) -> Keyed:
    """The stays of parts and services: for each fact a row with a column for each, beds by their number."""
    facts: dict[str, list[Any]] = {}
    lists: dict[str, list[list[Any]]] = {}
    stays = [part["episode"] for part in _with_stays(request)]
    for number, stay in enumerate(stays):
        for key, rows in _keyed(stay, "stays[]."):
            if key.endswith("[]"):
                lists.setdefault(key, []).extend([number + 1, *row] for row in rows)
            else:
                facts.setdefault(key, [None] * len(stays))[number] = rows[0][0]
    yield from ((key, [values]) for key, values in facts.items())
    yield from lists.items()


def _written(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in DAYS:
        return date.fromisoformat(value)
    return Decimal(value) if name in AMOUNTS else value


def filled(blank: bytes, answers: Answers, path: Path) -> Path:
    """The form with these answers, as openpyxl saves it."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for sheet, cell, value in answers:
        book[sheet][cell] = value
    book.save(path)
    return path
