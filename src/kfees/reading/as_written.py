"""Amounts and weights as people write them: one meaning in every table, form and flag."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal

from kfees.model.fields import read_amount
from kfees.model.money import plain
from kfees.model.problems import Unreadable
from kfees.model.request import read_kg

KG_A_POUND = Decimal("0.45359237")

EMPTY = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", "n/a", "na", "n.a."})
"""What stands in a cell in which nothing is meant."""

_CURRENCY = re.compile(r"^(aud|a\$|\$)\s*|\s*aud$", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_EITHER = re.compile(r"([0-9]{1,3})\.([0-9]{2}0)")
"""3.900: where the point stands between thousands, 3900."""

_COMMA_FOR_POINT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),([0-9]{1,2})")
_LEFT_BEHIND = re.compile(r"[0-9]{1,12}\.[0-9]{3,17}")
_NEGATIVE = re.compile(
    r"\((?P<brackets>[^()]+)\)|[-\N{MINUS SIGN}]\s*(?P<before>.+)|(?P<after>.+)-", re.DOTALL
)
_KILOGRAMS = re.compile(r"\s*(kg|kgs|kilos?|kilograms?)\.?$", re.IGNORECASE)
_POUNDS = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*(lbs?|pounds?)\.?", re.IGNORECASE)

_FIFTEEN_DIGITS = Context(prec=15)
"""As many as a workbook keeps of a number."""


def is_empty(text: str) -> bool:
    """Whether a cell says that it holds nothing: blank, '-' or 'n/a'."""
    return text.strip().casefold() in EMPTY


def amount_as_written(text: str) -> Decimal:
    """'$1,200.00 ' and '1,200 AUD' are 1200.00: commas stand between groups of three digits.

    A number with more digits than a workbook shows is what a computation has left behind, and is read to
    those it shows. Raises Unreadable.
    """
    shown = text.strip()
    bare = _CURRENCY.sub("", shown)
    if negative := _NEGATIVE.fullmatch(bare):
        digits = _CURRENCY.sub("", negative["brackets"] or negative["before"] or negative["after"])
        if re.fullmatch(r"[0-9.,]*[1-9][0-9.,]*", digits):
            raise Unreadable("negative-amount", f"{shown[:40]!r} is negative.", "Give 0 or more.")
    if either := _EITHER.fullmatch(bare):
        raise Unreadable(
            "ambiguous-amount",
            f"{bare} could be {bare[:-1]} or {either[1]}{either[2]}.00.",
            "Write the one that is meant, with two decimals.",
        )
    if comma := _COMMA_FOR_POINT.fullmatch(bare):
        point = f"{comma[1].replace('.', '')}.{comma[2]}"
        raise Unreadable("bad-number", f"{shown[:40]!r} is not a plain decimal number.", f"Write {point}.")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if _LEFT_BEHIND.fullmatch(bare):
        number = _FIFTEEN_DIGITS.plus(Decimal(bare))
        bare = plain(number) if len(number.as_tuple().digits) == 15 else bare
    return _at_its_text(read_amount, bare, shown)


def weight_as_written(text: str) -> Decimal:
    """A body weight in kg, as a number or with its unit: '75', '75.5 kg', '75kg'. Raises Unreadable."""
    shown = text.strip()
    if pounds := _POUNDS.fullmatch(shown):
        kg = round(Decimal(pounds[1]) * KG_A_POUND, 1)
        message = f"{shown!r} is in pounds, and body weight is in kg."
        raise Unreadable("bad-unit", message, f"Write {plain(kg)}, if that is the weight.")
    bare = _KILOGRAMS.sub("", shown)
    if comma := _COMMA_FOR_POINT.fullmatch(bare):
        remedy = f"Write {comma[1].replace('.', '')}.{comma[2]}."
        raise Unreadable("bad-number", f"{shown[:40]!r} is not a plain decimal number.", remedy)
    return _at_its_text(read_kg, bare, shown)


def in_digits(read: Callable[[str], Decimal], text: str) -> str:
    """A number in digits; as it was written where it cannot be read, since the request says why."""
    try:
        return plain(read(text))
    except Unreadable:
        return text


def _at_its_text(read: Callable[[object], Decimal], bare: str, shown: str) -> Decimal:
    """Read a number; what is none at all is said as it was written."""
    try:
        return read(bare)
    except Unreadable as error:
        if error.code == "bad-number":
            message = f"{shown[:40]!r} is not a plain decimal number."
            raise Unreadable(error.code, message, error.remedy) from None
        if error.code == "part-of-a-cent":
            message = f"{shown[:40]!r} has more than two decimals."
            raise Unreadable(error.code, message, error.remedy) from None
        raise
