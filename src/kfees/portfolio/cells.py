"""A portfolio's cells, read without losing a cent.

Cells in the plainest spelling of their column are read all at once. What is left over (text around a
number, a day in words, a name in another spelling, a mistake) is read value by value by `read_cell`,
each distinct value once; what that refuses makes its rows refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from functools import cached_property

import polars as pl

from kfees.dates import EARLIEST, LATEST, MONTHS, parse_date
from kfees.errors import Unreadable
from kfees.fields import read_amount, within
from kfees.money import CENT, plain
from kfees.portfolio.columns import CHARGES, MONEY, WORDS, Columns, Field

MOST_KG, MOST_NIGHTS, MOST_AMOUNT = 400, 100_000, 10**12
"""What a request may hold: up to this weight (included), these nights (included), this amount (not)."""

KG = pl.Decimal(18, 12)
VICTORIA = "Australia/Melbourne"
EXCEL_DAY_ZERO = date(1899, 12, 30)
KINDS: dict[Field, pl.DataType] = {
    "start": pl.Date(),
    "weight_kg": KG,
    "nights": pl.Int64(),
    **dict.fromkeys(CHARGES, MONEY),
}

PLAIN_AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
EITHER_AMOUNT = re.compile(r"([0-9]{1,3})\.([0-9]{2}0)")
"""3.900: where the point stands between thousands, 3900."""

GROUPED_AMOUNT = r"^\$?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]{1,2})?$"
PLAIN_KG = r"^[0-9]{1,3}(\.[0-9]{1,12})?$"
PLAIN_NIGHTS = r"^[0-9]{1,6}$"

Cell = date | Decimal | int | str | None


@dataclass(frozen=True)
class Mistakes:
    """The cells of one column that were refused: which rows, and for each distinct value why."""

    rows: pl.Series
    values: pl.Series
    errors: tuple[Unreadable, ...]


@dataclass(frozen=True)
class Cells:
    """A piece of a portfolio, read: a typed column for each field, null where its cell is empty or
    refused; and the mistakes of each field that has any."""

    fields: pl.DataFrame
    mistakes: Mapping[Field, Mistakes]


class CellReader:
    """Reads the pieces of a table with these columns; `spellings` holds the names that may stand in
    columns of words."""

    def __init__(
        self, columns: Columns, schema: Mapping[str, pl.DataType], spellings: Mapping[Field, Spellings]
    ) -> None:
        self._names = {known: name for known, name in columns.by_field.items() if known != "id"}
        self._spellings = spellings
        self._kinds = {**KINDS, **{word: pl.Enum(spellings[word].known) for word in WORDS}}
        self._plain = [
            _plain(known, pl.col(name), schema[name], self._kinds[known]).alias(known)
            for known, name in self._names.items()
        ]
        self._absent = [
            pl.lit(None, kind).alias(known) for known, kind in self._kinds.items() if known not in self._names
        ]

    def read(self, piece: pl.DataFrame) -> Cells:
        fields = piece.select(self._plain).with_columns(self._absent)
        mistakes: dict[Field, Mistakes] = {}
        for known, name in self._names.items():
            raw = piece[name]
            if fields[known].null_count() > raw.null_count():
                cells, refused = self._leftover(known, raw, fields[known])
                fields = fields.with_columns(cells)
                if refused.errors:
                    mistakes[known] = refused
        return Cells(fields, mistakes)

    def _leftover(self, known: Field, raw: pl.Series, plain: pl.Series) -> tuple[pl.Series, Mistakes]:
        """Read what is not in the plainest spelling, each distinct value once."""
        left = raw.is_not_null() & plain.is_null()
        values = raw.filter(left).unique()
        found: list[Cell] = []
        errors: list[Unreadable | None] = []
        for value in values:
            try:
                found.append(self._read_cell(known, value))
                errors.append(None)
            except Unreadable as error:
                found.append(None)
                errors.append(error)
        read = raw.replace_strict(values, pl.Series(found, dtype=plain.dtype), default=None)
        wrong = pl.Series([error is not None for error in errors], dtype=pl.Boolean)
        rows = left & raw.replace_strict(values, wrong, default=False)
        mistakes = Mistakes(rows.fill_null(False), values.filter(wrong), tuple(filter(None, errors)))
        return plain.zip_with(plain.is_not_null(), read).alias(known), mistakes

    def _read_cell(self, known: Field, value: object) -> Cell:
        """One cell as a person may have written it; None where it is blank. Raises Unreadable."""
        text = str(value).strip()
        if not text:
            return None
        if known in self._spellings:
            return self._spellings[known].read(text)
        return READERS[known](value, text)


class Spellings:
    """Names as people write them: whatever their case, spaces and signs, and also by their titles."""

    def __init__(self, known: Sequence[str], titles: Mapping[str, str], refuse: Callable[[str], Unreadable]):
        self.known, self._titles, self._refuse = known, titles, refuse

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        meant: dict[str, set[str]] = {}
        for name in self.known:
            for spelling in {_bare(name), _bare(self._titles.get(name, name))}:
                meant.setdefault(spelling, set()).add(name)
        return {spelling: names.pop() for spelling, names in meant.items() if len(names) == 1}

    def read(self, text: str) -> str:
        name = self._by_spelling.get(_bare(text))
        if name is None:
            raise self._refuse(text)
        return name


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _plain(known: Field, column: pl.Expr, kind: pl.DataType, target: pl.DataType) -> pl.Expr:
    """The plainest spelling of a field, typed; null for every other."""
    if kind == pl.Null:
        return column.cast(target)
    if known in WORDS:
        return column.cast(pl.String).cast(target, strict=False)
    if isinstance(kind, pl.Categorical | pl.Enum):
        column, kind = column.cast(pl.String), pl.String()
    if known == "start":
        return _plain_day(column, kind)
    if known == "weight_kg":
        text = kind == pl.String
        weight = (_where(column, PLAIN_KG) if text else column).cast(KG, strict=False)
        return pl.when((weight > 0) & (weight <= MOST_KG)).then(weight)
    if known == "nights":
        nights = (_where(column, PLAIN_NIGHTS) if kind == pl.String else column).cast(pl.Int64, strict=False)
        whole = pl.lit(True) if kind == pl.String or kind.is_integer() else nights == column
        return pl.when(whole & (nights >= 0) & (nights <= MOST_NIGHTS)).then(nights)
    return _plain_amount(column, kind)


def _where(column: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(column.str.contains(pattern)).then(column)


def _plain_day(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.Datetime):
        # A time with a zone is a moment, and treatment is given in Victoria.
        local = column.dt.convert_time_zone(VICTORIA) if kind.time_zone else column
        day = local.dt.date()
    elif kind == pl.String:
        day = column.str.to_date("%Y-%m-%d", strict=False)
    elif kind == pl.Date:
        day = column
    else:
        first, last = ((edge - EXCEL_DAY_ZERO).days for edge in (EARLIEST, LATEST))
        serial = pl.when((column >= first) & (column < last)).then(column).cast(pl.Int32, strict=False)
        day = pl.lit(EXCEL_DAY_ZERO) + pl.duration(days=serial)
    return pl.when((day >= EARLIEST) & (day < LATEST)).then(day)


def _plain_amount(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Exact: text and decimals as they stand; a float where it is whole cents, but for its last bit."""
    if kind == pl.String:
        bare = pl.when(column.str.contains(GROUPED_AMOUNT)).then(column.str.replace_all(r"[$,]", ""))
        return pl.coalesce(_where(column, PLAIN_AMOUNT), bare).cast(MONEY)
    if kind.is_float():
        column = column.cast(pl.Float64)
        cents = (column * 100).round()
        # Polars divides by multiplying with a reciprocal, so the last bit may differ.
        near = (cents / 100 - column).abs() <= column * 2**-52
        exact = near & (column >= 0) & (column < MOST_AMOUNT)
        whole = pl.when(exact).then(cents).cast(pl.Int64)
        return (whole.cast(pl.Decimal(20, 0)) * CENT).cast(MONEY)
    within_bounds = pl.when((column >= 0) & (column < MOST_AMOUNT)).then(column)
    if isinstance(kind, pl.Decimal) and kind.scale > MONEY.scale:
        exact_cents = within_bounds.round(MONEY.scale).cast(MONEY, strict=False)
        return pl.when(exact_cents == column).then(exact_cents)
    return within_bounds.cast(MONEY, strict=False)


_TIME = re.compile(
    r"(?<=[0-9])[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[ap]m)?( ?(z|[+-][0-9]{2}:?[0-9]{2}))?$",
    re.IGNORECASE,
)
"""The time behind a day, which plays no part."""

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MONTH_IN_WORDS = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{4})", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(\.[0-9]+)?")


def _read_start(value: object, text: str) -> date:
    """A day as ISO, day/month/year, '5 Aug 2024', 20240805, or a workbook's number: 45509."""
    if isinstance(value, datetime):
        return parse_date(value.date())
    if isinstance(value, date):
        return parse_date(value)
    text = _TIME.sub("", text.removesuffix(".0"))
    if match := _SERIAL.fullmatch(text):
        return parse_date(EXCEL_DAY_ZERO + timedelta(days=int(match[1])))
    if match := _DAY_FIRST.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    elif match := _RUN_TOGETHER.fullmatch(text):
        text = "-".join(match.groups())
    elif (match := _MONTH_IN_WORDS.fullmatch(text)) and (month := _month(match[2])):
        text = f"{match[3]}-{month:02}-{int(match[1]):02}"
    return parse_date(text)


def _month(word: str) -> int | None:
    found = [number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(word.casefold())]
    return found[0] if len(found) == 1 else None


_read_kg = within("0", str(MOST_KG), "body weight", " kg")


def _read_weight(value: object, text: str) -> Decimal:
    """kg, as digits; 'kg' after them is passed over."""
    if isinstance(value, float) and math.isfinite(value) and abs(value) < 10**6:
        text = format(Decimal(value).quantize(Decimal("1e-12")), "f")
    return _digits(_read_kg, re.sub(r"\s*kg\.?$", "", text, flags=re.IGNORECASE), "Give kg, such as 80.5.")


def _read_nights(_: object, text: str) -> int:
    whole = re.fullmatch(r"([0-9]{1,6})(\.0*)?", text)
    if whole is None or int(whole[1]) > MOST_NIGHTS:
        raise Unreadable(
            "bad-nights",
            f"{text[:40]!r} is no number of nights.",
            f"Give a whole number up to {MOST_NIGHTS}.",
        )
    return int(whole[1])


_FIFTEEN_DIGITS = Context(prec=15)


def _read_charge(value: object, text: str) -> Decimal:
    """AUD: a $ sign and commas between thousands are passed over. A number with more digits than a
    workbook shows is what a computation has left behind, and is read to those it shows: 15."""
    text = re.sub(r"^(AUD|A\$|\$)\s*", "", text, flags=re.IGNORECASE)
    if isinstance(value, str) and (either := EITHER_AMOUNT.fullmatch(text)):
        raise Unreadable(
            "ambiguous-amount",
            f"{text} could be {text[:-1]} or {either[1]}{either[2]}.00.",
            "Write the one that is meant, with two decimals.",
        )
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        text = text.replace(",", "")
    stored = isinstance(value, float) and math.isfinite(value) and abs(value) < MOST_AMOUNT
    if stored or re.fullmatch(r"[0-9]{1,12}\.[0-9]{3,17}", text):
        number = _FIFTEEN_DIGITS.plus(Decimal(text))
        text = plain(number) if len(number.as_tuple().digits) == 15 or stored else text
    return _digits(read_amount, text, "Give an amount, such as 3200.50.")


def _digits(read: Callable[[object], Decimal], text: str, remedy: str) -> Decimal:
    """Read a number; what is none at all gets the remedy of a table's cell."""
    try:
        return read(text)
    except Unreadable as error:
        if error.code == "bad-number":
            raise Unreadable(error.code, f"{text[:40]!r} is not a plain number.", remedy) from None
        raise


READERS: dict[Field, Callable[[object, str], Cell]] = {
    "start": _read_start,
    "weight_kg": _read_weight,
    "nights": _read_nights,
    **dict.fromkeys(CHARGES, _read_charge),
}


def empty_cells(piece: pl.DataFrame, name: str) -> pl.Series:
    """The rows in which a column holds nothing."""
    column = piece[name]
    blank = column.is_null()
    return blank | (column.str.strip_chars() == "") if column.dtype == pl.String else blank
