"""Amounts, weights, quantities and counts as people write them, in digits or refused.

A number's grammar stands here once. What it leaves open, such as a comma for a point, is refused with
the number that is meant; who knows a whole column of them, as the import does, may decide it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal

from kfees.model.blanks import Listed, Quoted
from kfees.model.english import plain
from kfees.model.fields import NEGATIVE, read_amount, within
from kfees.model.money import NO_NUMBER, NO_WHOLE_NUMBER
from kfees.model.problems import COULD_BE, TO_BE_WRITTEN, ZERO_OR_MORE, Unreadable
from kfees.model.request import read_kg
from kfees.model.sentences import Sentence, translatable

KG_A_POUND = Decimal("0.45359237")

EMPTY = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", "n/a", "na", "n.a."})
"""What stands in a cell in which nothing is meant."""

GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
COMMA_FOR_POINT = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]+,[0-9]{1,2}", re.ASCII)

_CURRENCY = re.compile(r"^(AUD|A\$|AU\$|\$)\s*|\s*(AUD|\$)$", re.IGNORECASE)
_MINUS = "-\N{MINUS SIGN}\N{EN DASH}"
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?", re.ASCII)
_EITHER = re.compile(r"([0-9]{1,3})\.([0-9]{2}0)", re.ASCII)
"""3.900: where the point stands between thousands, 3900."""

_LEFT_BEHIND = re.compile(r"[0-9]{1,12}\.[0-9]{3,17}", re.ASCII)
_KILOGRAMS = re.compile(r"\s*(kg|kgs|kilos?|kilograms?)\.?$", re.IGNORECASE)
_POUNDS = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*(lbs?|pounds?)\.?", re.IGNORECASE)
_WHOLE = re.compile(r"([0-9]{1,9})(\.0*)?", re.ASCII)

MORE_THAN_CENTS = translatable("{typed} has more than two decimals.")
_SAID = {"bad-number": NO_NUMBER, "part-of-a-cent": MORE_THAN_CENTS}
_DIGITS = translatable("Write digits with at most one point, such as {example}.")
_FIFTEEN_DIGITS = Context(prec=15)

quantity_as_written: Callable[[str], Decimal] = within(
    "0", "100000", Sentence("{typed} is not a possible number of units.")
)
"""A number of units above 0; raises Unreadable."""


def is_empty(text: str) -> bool:
    """Whether a cell says that it holds nothing: blank, '-' or 'n/a'."""
    return text.strip().casefold() in EMPTY


def fifteen_digits(text: str) -> Decimal:
    """A number that a program has stored, as a workbook shows it: of up to 17 digits, 15 count."""
    return _FIFTEEN_DIGITS.create_decimal(text).normalize(_FIFTEEN_DIGITS)


def sign_and_digits(text: str) -> tuple[bool, str]:
    """'($1 234.50)' -> (True, '1 234.50'): whether it is negative, and it without currency and sign."""
    negative, bare = False, " ".join(text.split())
    for _ in range(3):
        bare = _CURRENCY.sub("", bare).strip()
        if bare.startswith("(") and bare.endswith(")"):
            negative, bare = True, bare[1:-1]
        elif bare[:1] in _MINUS or bare[-1:] in _MINUS:
            negative, bare = True, bare.strip(_MINUS)
    return negative, bare.strip()


def unspaced(digits: str) -> str:
    """'1 234.50' -> '1234.50': without spaces between groups of three digits."""
    return digits.replace(" ", "") if _SPACED.fullmatch(digits) else digits


def with_point(digits: str) -> str:
    """'1.234,50' -> '1234.50': what is meant where a comma stands for the point."""
    return digits.replace(".", "").replace(",", ".")


def amount_as_written(text: str) -> Decimal:
    """'$1,200.00 ' and '1,200 AUD' are 1200.00: commas stand between groups of three digits.

    A number with more digits than a workbook shows is what a computation has left behind, and is read to
    those it shows. Raises Unreadable.
    """
    shown = text.strip()
    negative, bare = sign_and_digits(shown)
    if negative and re.fullmatch(r"[0-9., ]*[1-9][0-9., ]*", bare):
        raise Unreadable("negative-amount", NEGATIVE.format(typed=Quoted(shown[:40])), ZERO_OR_MORE)
    if either := _EITHER.fullmatch(bare):
        raise Unreadable(
            "ambiguous-amount",
            COULD_BE.format(typed=bare, meant=Listed((bare[:-1], f"{either[1]}{either[2]}.00"), " or ")),
            translatable("Write the one that is meant, with two decimals."),
        )
    _refuse_other_marks(bare, shown)
    if GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if _LEFT_BEHIND.fullmatch(bare) and len(bare.replace(".", "").lstrip("0")) >= 15:
        bare = plain(fifteen_digits(bare))
    return _at_its_text(read_amount, bare, shown, "3200.50")


def weight_as_written(text: str) -> Decimal:
    """A body weight in kg, as a number or with its unit: '75', '75.5 kg', '75kg'. Raises Unreadable."""
    shown = text.strip()
    if pounds := _POUNDS.fullmatch(shown):
        kg = round(Decimal(pounds[1]) * KG_A_POUND, 1)
        message = translatable("{typed} is in pounds, and body weight is in kg.")
        remedy = translatable("Write {weight}, if that is the weight.").format(weight=plain(kg))
        raise Unreadable("bad-unit", message.format(typed=Quoted(shown)), remedy)
    bare = _KILOGRAMS.sub("", shown)
    _refuse_other_marks(bare, shown)
    return _at_its_text(read_kg, bare, shown, "80")


def count_as_written(text: str) -> int:
    """A whole number from 0, of nights or courses: '4', and '4.0' as programs write it. Raises Unreadable."""
    whole = _WHOLE.fullmatch(text.strip())
    if whole is None:
        message = NO_WHOLE_NUMBER.format(typed=Quoted(text[:40]))
        raise Unreadable("bad-number", message, translatable("Write digits alone."))
    return int(whole[1])


def _refuse_other_marks(bare: str, shown: str) -> None:
    """Spaces between thousands, and a comma for the point: with what is meant."""
    meant = unspaced(bare)
    if COMMA_FOR_POINT.fullmatch(meant):
        meant = with_point(meant)
    if meant != bare:
        message = NO_NUMBER.format(typed=Quoted(shown[:40]))
        raise Unreadable("bad-number", message, TO_BE_WRITTEN.format(meant=meant))


def _at_its_text(read: Callable[[object], Decimal], bare: str, shown: str, example: str) -> Decimal:
    """Read a number; what is none at all is said as it was written. What is read here may have a sign of a
    currency and commas, which plain numbers may not."""
    try:
        return read(bare)
    except Unreadable as error:
        if (said := _SAID.get(error.code)) is None:
            raise
        remedy = _DIGITS.format(example=example) if error.code == "bad-number" else error.remedy
        raise Unreadable(error.code, said.format(typed=Quoted(shown[:40])), remedy) from None
