"""Exact money: one parser, one rounding function, three values.

A figure is an amount, *not payable* with a reason, or *cannot determine* with a reason.
All amounts are Decimal in the currency of their schedule; no float ever reaches them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
)

from kfees.model.blanks import Grouped, Quoted
from kfees.model.problems import Unread, Unreadable
from kfees.model.sentences import Sentence, translatable

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

EXACT = Context(prec=60, traps=[DivisionByZero, FloatOperation, Inexact, InvalidOperation, Overflow])
"""The context for sums and products: anything that would round silently raises instead."""

_ROUNDING = Context(prec=60, traps=[DivisionByZero, FloatOperation, InvalidOperation, Overflow])

GST_RATE = Decimal("0.10")
"""Of the value of a taxable supply: A New Tax System (Goods and Services Tax) Act 1999 (Cth) s 9-70."""


FLOATING = Sentence("{typed} is a floating-point number, which cannot hold every cent exactly.")
IN_QUOTES = Sentence('Write it as text in quotes, such as "3200.50".')
BARE_DIGITS = Sentence(
    "Write digits with at most one point, such as 3200.50: no $ sign, commas, spaces or exponent."
)
NO_NUMBER = translatable("{typed} is not a plain decimal number.")
NO_WHOLE_NUMBER = translatable("{typed} is not a whole number.")

LIMIT = 10**12
"""An amount, or another number, that somebody gives is less than this, in every door."""

WHOLE_DIGITS = len(str(LIMIT - 1))
"""So many digits stand before the point at most."""

_GIVEN = re.compile(rf"-?[0-9]{{1,{WHOLE_DIGITS}}}(\.[0-9]{{1,12}})?", re.ASCII)
_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WORKED_OUT = re.compile(r"-?[0-9]{1,48}(\.[0-9]{1,48})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _NoAmount:
    reason: str


class NotPayable(_NoAmount):
    """The payer pays nothing for this, and why."""

    __slots__ = ()


class CannotDetermine(_NoAmount):
    """No figure can be given, and why. Never to be read as zero."""

    __slots__ = ()


Money = Decimal | NotPayable | CannotDetermine


def parse_decimal(value: object) -> Decimal:
    """Read plain digits with an optional sign and point; refuse every other spelling.

    Accepts text such as '2749.60', whole numbers, and Decimals that can be written that way, less than
    LIMIT and with up to 12 decimals. Refuses floats (a float has already lost the cents), NaN,
    infinity, exponents, underscores, spaces, thousands separators, and digits outside ASCII.
    Raises Unreadable.
    """
    return _parse(value, _GIVEN)


def parse_result(value: object) -> Decimal:
    """The same for a figure that was worked out: a sum of products can have more digits than each."""
    return _parse(value, _WORKED_OUT)


def _parse(value: object, pattern: re.Pattern[str]) -> Decimal:
    if isinstance(value, Decimal):
        # One with a great exponent would take all memory to write out.
        value = format(value, "f") if value.is_finite() and abs(value.adjusted()) < 100 else str(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**48 else "a number of more than 48 digits"
    elif isinstance(value, float):
        raise Unreadable(
            "float-amount",
            FLOATING.format(typed=repr(value)),
            IN_QUOTES,
        )
    if isinstance(value, Unread):
        raise value.why
    if isinstance(value, str) and pattern.fullmatch(value):
        number = Decimal(value)
        return number or number.copy_abs()  # there is no negative nothing
    shown = value if isinstance(value, str) else type(value).__name__
    if pattern is _GIVEN and isinstance(value, str) and _DIGITS.fullmatch(value):
        raise Unreadable(
            "number-too-long",
            translatable("{typed} has more digits than a number here can have.").format(typed=value[:40]),
            translatable("Give less than {limit}, with at most 12 decimals.").format(limit=Grouped(LIMIT)),
        )
    raise Unreadable(
        "bad-number",
        NO_NUMBER.format(typed=Quoted(str(shown)[:40])),
        BARE_DIGITS,
    )


def round_half_up(value: Decimal, unit: Decimal = CENT) -> Decimal:
    """Round to a multiple of `unit` (the cent unless told), ties away from zero."""
    if value.same_quantum(unit):
        return value
    return value.quantize(unit, rounding=ROUND_HALF_UP, context=_ROUNDING)
