"""Filling in the form of `kfees template`, as somebody would who has the request before them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

DOCUMENTS = ("diagnosis", "first-line", "medications", "outcome-measures", "mental-health")
AMOUNTS = ("weight_kg", "icu_hours", "indemnity_cover", "amount")
DAYS = ("start", "request_date", "information_complete", "given", "until")

Answers = list[tuple[str, str, Any]]
"""A sheet, a cell, and what is written there."""


def rows_of(book: Workbook, key: str) -> Iterator[tuple[str, int]]:
    """The sheet and row of each place for an answer, by what stands in column B."""
    for sheet in book.worksheets:
        for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
            if cell.value == key:
                yield sheet.title, cell.row


def answers_for(request: dict[str, Any], blank: bytes) -> Answers:
    """Where each part of a request belongs in the form: days as days, amounts as numbers."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    found: Answers = []
    for key, rows in _keyed(request):
        places = list(rows_of(book, key))
        assert len(rows) <= len(places), key
        for (sheet, row), values in zip(places, rows, strict=False):
            cells = zip("CDEF", values, strict=False)
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
            case "services", list():
                yield "services[]", [_service(service) for service in value]
            case "without", list():
                yield "without[]", [[item["schedule"], item["item"]] for item in value]
            case "documents", list():
                yield from ((f"{key}: {name}", [["yes" if name in value else "no"]]) for name in DOCUMENTS)
            case _, dict():
                yield from _keyed(value, f"{key}.")
            case _, list():
                yield f"{key}[]", [[date.fromisoformat(day)] for day in value]
            case _:
                yield key, [[_written(name, value)]]


def _charges(charges: list[dict[str, str]]) -> Keyed:
    for charge in charges:
        if "payee" in charge:
            yield f"charges: {charge['payee']}", [[Decimal(charge["amount"])]]
    by_item = [charge for charge in charges if "item" in charge]
    yield "charges[]", [[each["schedule"], each["item"], Decimal(each["amount"])] for each in by_item]


def _service(service: dict[str, Any]) -> list[Any]:
    return [service["schedule"], service["item"], ", ".join(service["dates"]), service.get("quantity")]


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
