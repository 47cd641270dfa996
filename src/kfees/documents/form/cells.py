"""One filled-in cell as a request's JSON would hold it. What cannot be read for certain raises Unreadable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kfees.documents.form.questions import AnswerKind
from kfees.model.english import plain
from kfees.model.money import parse_decimal
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import amount_as_written, count_as_written, is_empty, weight_as_written
from kfees.reading.as_written.codes import as_shown
from kfees.reading.as_written.days import day_as_written
from kfees.reading.as_written.typed import listed
from kfees.reading.cell import ERROR, Cell, moment, number, shown

Answer = str | int | bool | list[str]

NUMBERS: dict[AnswerKind, Callable[[str], Decimal]] = {
    "amount": amount_as_written,
    "weight": weight_as_written,
    "number": parse_decimal,
}
YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False}


def read_answer(kind: AnswerKind, cell: Cell, epoch: date) -> Answer | None:
    """The answer in a cell; None where it is empty. `epoch` is the day of serial 0 of its workbook."""
    text = str(cell.text == "1") if cell.kind == "boolean" else shown(cell)
    if ERROR.fullmatch(text):
        raise Unreadable("error-value", f"the cell holds the error {text}.", "Type the answer instead.")
    if is_empty(text):
        return None
    at = moment(cell, epoch)
    match kind:
        case "day":
            return _day(text) if at is None else at.date().isoformat()
        case "days":
            return [_day(part) for part in listed(text)] if at is None else [at.date().isoformat()]
        case "yes or no":
            return _yes_or_no(text)
        case "amount" | "weight" | "number":
            _refuse_others(cell, at or text, "bad-number", "a number", "Give a number, such as 320.00.")
            # A number is no text in which a point could stand between thousands.
            return plain(parse_decimal(number(cell)) if cell.kind == "number" else NUMBERS[kind](text))
        case "count":
            return count_as_written(text)
        case _:
            _refuse_others(cell, at or text, "bad-text", "text", "Type it as text.")
            return text if cell.kind != "number" else as_shown(number(cell), cell.format) or text


def _day(text: str) -> str:
    return day_as_written(text).isoformat()


def _yes_or_no(text: str) -> bool:
    answer = YES_OR_NO.get(text.casefold())
    if answer is None:
        message = f"{text!r} is neither yes nor no."
        raise Unreadable("unknown-word", message, "Choose yes or no, or clear the cell.")
    return answer


def _refuse_others(cell: Cell, value: object, code: str, what: str, remedy: str) -> None:
    """A day or a truth value where a number or a text is due."""
    if cell.kind in ("boolean", "date") or not isinstance(value, str):
        raise Unreadable(code, f"{str(value)[:40]} is not {what}.", remedy)
