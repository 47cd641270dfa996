"""One filled-in cell as a request's JSON would hold it. What cannot be read for certain raises Unreadable."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from kfees.documents.form.questions import Kind
from kfees.model.money import parse_decimal, plain
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import (
    amount_as_written,
    count_as_written,
    fifteen_digits,
    is_empty,
    weight_as_written,
)
from kfees.reading.as_written.days import day_as_written

Answer = str | int | bool | list[str]

NUMBERS: dict[Kind, Callable[[str], Decimal]] = {
    "amount": amount_as_written,
    "weight": weight_as_written,
    "number": parse_decimal,
}

ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


def read_answer(kind: Kind, value: object, number_format: str) -> Answer | None:
    """The answer in a cell; None where it is empty. `number_format`: how the cell shows a number."""
    if isinstance(value, str):
        value = " ".join(value.split())
        if ERROR.fullmatch(value):
            raise Unreadable("error-value", f"the cell holds the error {value}.", "Type the answer instead.")
    if value is None or (isinstance(value, str) and is_empty(value)):
        return None
    match kind:
        case "day":
            return _day(value)
        case "days":
            return _days(value)
        case "yes or no":
            return _yes_or_no(value)
        case "amount" | "weight" | "number":
            return _number(value, NUMBERS[kind])
        case "count":
            return _count(value)
        case _:
            return _text(value, number_format)


def _day(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return day_as_written(value if isinstance(value, str) else _shown_number(value)).isoformat()


def _days(value: object) -> list[str]:
    if not isinstance(value, str):
        return [_day(value)]
    return [_day(part.strip()) for part in re.split(r"[,;]", value) if part.strip()]


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"yes": True, "no": False, "true": True, "false": False}
    answer = words.get(value.casefold()) if isinstance(value, str) else None
    if answer is None:
        shown = value if isinstance(value, str) else _shown_number(value)
        raise Unreadable(
            "unknown-word", f"{shown!r} is neither yes nor no.", "Choose yes or no, or clear the cell."
        )
    return answer


def _number(value: object, read: Callable[[str], Decimal] = parse_decimal) -> str:
    if isinstance(value, str):
        return plain(read(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(
            "bad-number", f"{_shown_number(value)} is not a number.", "Give a number, such as 320.00."
        )
    return plain(parse_decimal(_exact(value)))


def _exact(value: float) -> Decimal:
    """The number that somebody typed: Excel keeps 15 digits of it, and a file may show 17."""
    return fifteen_digits(str(value))


def _count(value: object) -> int:
    if isinstance(value, str):
        return count_as_written(value)
    number = Decimal(_number(value))
    if number != int(number):
        raise Unreadable("bad-number", f"{plain(number)} is not a whole number.", "Give a whole number.")
    return int(number)


def _text(value: object, number_format: str) -> str:
    """Text; a code that Excel holds as a number, as its cell shows it: 10.1 in the format 0.00 is 10.10."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable("bad-text", f"{_shown_number(value)} is not text.", "Type it as text.")
    exact = _exact(value)
    decimals = re.fullmatch(r"0\.(0+)", number_format)
    return format(exact, f".{len(decimals[1])}f") if decimals else plain(exact)


def _shown_number(value: object) -> str:
    return format(value, ".15g") if isinstance(value, float) else str(value)[:40]
