"""What a row of a provider's quote charges: the price of each unit, the total and the GST beside it agree,
or the row is asked about.

All amounts are in AUD. What is charged is what is paid: GST that comes on top is added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kfees.model.money import EXACT, GST_RATE, ZERO, round_half_up
from kfees.reading.as_written.amounts import amount_as_written
from kfees.reading.provider_headings import GstSaid

_YES = ("y", "yes", "true", "taxable", "10%")
_NO = ("n", "no", "false", "free", "gst free", "gst-free", "nil", "0%")

GstWritten = Decimal | Literal["yes"]
"""An amount of GST, or that there is some."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The figures of a row as they are written; None where a cell is empty. `net` is without GST beside
    `amount`; `of_each` and `of_amount` say what the headings say of the GST in them."""

    units: Decimal
    each: Decimal | None
    amount: Decimal | None
    net: Decimal | None
    gst: GstWritten | None
    of_each: GstSaid
    of_amount: GstSaid
    each_or_all: bool


@dataclass(frozen=True, slots=True)
class Charged:
    """What all units cost together. `gst`: what of it is GST; None where nothing says so, and `with_gst`
    then says whether it holds any. `unread`: why it is not certain; `says`: what was taken to be meant.
    `either`: where the amount may be for all units or for each, what they cost by the one and the other."""

    amount: Decimal | None
    gst: Decimal | None = None
    with_gst: bool = False
    unread: str = ""
    says: str = ""
    either: tuple[Charged, ...] = ()


def gst_as_written(text: str) -> GstWritten:
    word = text.strip().casefold()
    if word in _YES:
        return "yes"
    return ZERO if word in _NO else amount_as_written(text)


def gst_on(amount: Decimal) -> Decimal:
    """The GST that comes on top of an amount, to the cent."""
    return round_half_up(EXACT.multiply(amount, GST_RATE))


def gst_within(amount: Decimal) -> Decimal:
    """The GST that an amount holds which is taxed as a whole, to the cent."""
    return round_half_up(amount * GST_RATE / (1 + GST_RATE))


def charged(prices: Prices) -> Charged:
    """What a row charges, where its figures agree."""
    if prices.net is not None and prices.amount is not None:
        return _of_two_totals(prices, prices.net, prices.amount)
    amount = prices.amount if prices.amount is not None else prices.net
    if prices.each is not None and amount is not None:
        return _of_each_and_total(prices, prices.each, amount)
    if prices.each is not None:
        return _with_its_gst(prices, _times(prices.each, prices.units), prices.of_each)
    if amount is None:
        return Charged(None)
    if prices.units != 1 and prices.each_or_all:
        unread = (
            f"amount: {amount} may be for each of the {prices.units}, or for all of them."
            " Head its column Unit price, or Line total."
        )
        said = replace(prices, each_or_all=False)
        each = replace(said, each=amount, amount=None, of_each=prices.of_amount)
        return Charged(amount, unread=unread, either=(charged(said), charged(each)))
    return _with_its_gst(prices, amount, "without" if prices.amount is None else prices.of_amount)


def _of_two_totals(prices: Prices, net: Decimal, amount: Decimal) -> Charged:
    gst = amount - net
    agree = prices.each is None or _times(prices.each, prices.units) in (net, amount)
    if gst < 0 or not agree or not _is_that_gst(prices, gst):
        return Charged(amount, unread=f"amount: {amount} is not {net} and the GST on it.")
    return Charged(amount, gst, gst > 0)


def _of_each_and_total(prices: Prices, each: Decimal, amount: Decimal) -> Charged:
    """Each times the units is the total, or the total has the GST on top."""
    product = _times(each, prices.units)
    on_top = amount - product
    said = (prices.of_each, prices.of_amount)
    if not on_top:
        if said == ("without", "with") and not prices.gst:
            return Charged(amount, ZERO)  # the same with GST as without: there is none
        return _with_its_gst(prices, amount, prices.of_amount or prices.of_each)
    if prices.gst is None:
        taxed = (gst_on(product), _times(gst_on(each), prices.units))
        agree = on_top in taxed and said == ("without", "with")
    else:
        agree = on_top > 0 and _is_that_gst(prices, on_top)
    if agree:
        return Charged(amount, on_top, with_gst=True)
    return Charged(product, unread=f"amount: {amount} is not {prices.units} x {each}.")


def _with_its_gst(prices: Prices, amount: Decimal, said: GstSaid) -> Charged:
    """An amount with what its heading and the column of GST say of it."""
    gst = prices.gst
    if gst is None:
        return Charged(amount, with_gst=said == "with")
    if not gst:
        return Charged(amount, ZERO)
    on_top, within = gst_on(amount), gst_within(amount)
    if said == "without" and gst != "yes" and not _is_that_gst(prices, on_top):
        return Charged(amount, unread=f"gst: {gst} is not 10 % of {amount}.")
    if said == "without" or (not said and gst != "yes" and _is_that_gst(prices, on_top)):
        return Charged(amount + on_top, on_top, with_gst=True, says=f"${on_top:,} of GST is added.")
    is_within = gst != "yes" and _is_that_gst(prices, within)
    if said == "with" or is_within:
        return Charged(amount, within if gst == "yes" or is_within else gst, with_gst=True)
    shown = "GST" if gst == "yes" else gst
    return Charged(amount, unread=f"gst: {shown} stands beside the amount, which may include it or not.")


def _is_that_gst(prices: Prices, gst: Decimal) -> bool:
    """Whether the column of GST says the same: for each unit or for all, or that there is some."""
    written = prices.gst
    if written is None or isinstance(written, str):
        return written is None or gst > 0
    return gst in (written, _times(written, prices.units))


def _times(each: Decimal, units: Decimal) -> Decimal:
    return round_half_up(EXACT.multiply(each, units))
