"""What a user says of an import, as flags are written: read for the command and for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from kfees.importing.amounts import AmountReading
from kfees.importing.choices import Choices
from kfees.importing.headings import ROLES
from kfees.importing.sources import Rows
from kfees.importing.stating import ImportAsked
from kfees.importing.weight_columns import ROLES_BY_STREAM
from kfees.model.fields import read_amount
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.reading.named_columns import columns_named
from kfees.reading.sheet import LAST_COLUMN, column_number

_MOST_ROWS = 1_048_576
_ROWS = re.compile(
    r"\s*(?:'?(?P<sheet>[^!:]+?)'?[!:])?\s*(?P<left>[A-Z]{1,3})?(?P<first>[0-9]{1,7})\s*[-:]"
    r"\s*(?P<right>[A-Z]{1,3})?(?P<last>[0-9]{1,7})\s*",
    re.I,
)
_CELLS = re.compile(
    r"\s*(?:'?(?P<sheet>[^!:=]+?)'?[!:])?(?P<column>[A-Za-z]{1,3})(?P<rows>[1-9][0-9, -]*)"
    r"=\s*(?P<words>.+?)\s*"
)


def asked_from(flags: dict[str, Any], today: date) -> ImportAsked:
    """The flags as the importer takes them. Raises InputError with every flag that cannot be read."""
    problems: list[Problem] = []
    rows = [part for text in flags.pop("rows") for part in _rows(text, problems)]
    skipped = [row for text in flags.pop("skip_rows") for row in _skipped(text, problems)]
    choices = Choices(
        skip_rows=frozenset(skipped),
        set_cells=dict(set_cells(flags.pop("set_cells"), problems)),
        hidden=flags.pop("hidden"),
        codes=flags.pop("codes"),
        as_stored=flags.pop("as_stored"),
        where=tuple(_where(flags.pop("where"), problems)),
        reading=AmountReading(flags.pop("decimals"), flags.pop("dates"), flags.pop("round_to_cent")),
    )
    columns = _columns(flags.pop("columns"), problems)
    price = _price(flags.pop("price_per_weight"), problems)
    if problems:
        raise InputError(problems)
    return ImportAsked(
        columns=columns,
        rows=rows,
        choices=choices,
        price_per_weight=price,
        every_period=flags.pop("all_periods"),
        retrieved=flags.pop("retrieved") or today,
        **flags,
    )


def _columns(texts: Iterable[str], problems: list[Problem]) -> dict[str, str]:
    try:
        return columns_named(texts, (*ROLES, *ROLES_BY_STREAM), said=ROLES, of_sheets=True)
    except InputError as error:
        problems.extend(error.problems)
        return {}


def _price(text: str | None, problems: list[Problem]) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = read_amount(text)
    except Unreadable as error:
        problems.append(Problem(error.code, "--price-per-weight", error.message, error.remedy))
        return None
    if amount == 0:
        remedy = "Leave it out where the price is not known."
        problems.append(Problem("bad-flag", "--price-per-weight", "no unit is free.", remedy))
    return amount


def _skipped(text: str, problems: list[Problem]) -> Iterator[int | tuple[str, int]]:
    """'12,40-44' -> 12, 40, 41, ...; 'Sheet1:12' -> ('Sheet1', 12)."""
    match = re.fullmatch(r"\s*(?:'?(?P<sheet>[^!:]+?)'?[!:])?(?P<rows>[^!:]*)", text)
    for number in _numbers(match["rows"] if match else text):
        if number is None:
            problems.append(
                Problem("bad-flag", f"--skip-rows {text}", "this cannot be read.", "Write 12 or 40-44.")
            )
        else:
            yield (match["sheet"], number) if match and match["sheet"] else number


def _numbers(rows: str) -> Iterator[int | None]:
    """'12,40-44' -> 12, 40, 41, ...; None for what is no number of a row."""
    for part in rows.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,7})(?:\s*-\s*([0-9]{1,7}))?\s*", part)
        if match and 1 <= int(match[1]) <= int(match[2] or match[1]) <= _MOST_ROWS:
            yield from range(int(match[1]), int(match[2] or match[1]) + 1)
        else:
            yield None


def _rows(text: str, problems: list[Problem]) -> Iterator[Rows]:
    """'8-805', 'Sheet1:8-805', or with their columns 'E8:G805'."""
    match = _ROWS.fullmatch(text)
    found = None if match is None else _span(match)
    if found is not None:
        yield found
    else:
        remedy = "Write first-last, such as 8-805, or the cells, such as E8:G805."
        problems.append(Problem("bad-flag", f"--rows {text}", "this cannot be read.", remedy))


def _span(match: re.Match[str]) -> Rows | None:
    """The rows, or cells, where the last does not come before the first."""
    try:
        left = column_number((match["left"] or "A").upper())
        right = column_number(match["right"].upper()) if match["right"] else LAST_COLUMN
    except ValueError:
        return None
    first, last = int(match["first"]), int(match["last"])
    is_whole = bool(match["left"]) == bool(match["right"])
    in_order = is_whole and left <= right and 1 <= first <= last <= _MOST_ROWS
    return Rows(first, last, match["sheet"] or "", left, right) if in_order else None


def _where(texts: Iterable[str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, sign, said = (piece.strip() for piece in text.partition("="))
        if name and sign:
            yield name, said
        else:
            problems.append(
                Problem("bad-flag", f"--where {text}", "this cannot be read.", "Write D=hour or Unit=hour.")
            )


def set_cells(texts: Iterable[str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """'F12=12.50' -> ('F12', '12.50'); 'Sheet1:F12,14-16=free' -> ('Sheet1!F12', 'free'), ..."""
    for text in texts:
        match = _CELLS.fullmatch(text)
        rows = list(_numbers(match["rows"])) if match else []
        if match is None or None in rows:
            remedy = "Write F12=12.50, A7=10.10 or, for cells of one column alike, F12,14-16=unknown."
            problems.append(Problem("bad-flag", f"--set {text}", "this cannot be read.", remedy))
            continue
        sheet = f"{match['sheet']}!" if match["sheet"] else ""
        for row in rows:
            yield f"{sheet}{match['column'].upper()}{row}", match["words"]
