"""What a row of a provider's quote charges: the price of each unit, the total and the GST beside it agree,
or the row is asked about.

All amounts are in AUD. What is charged is what is paid: GST that comes on top is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kfees.model.money import CENT, EXACT, GST_RATE, ZERO, round_half_up
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import amount_as_written, sign_and_digits
from kfees.reading.provider_headings import GstSaid, words_listed

_YES = words_listed("y, yes, true, taxable, taxed, 10%, gst, g, tax, gst on income, x")
_NO = words_listed(
    """n, no, false, free, gst free, gst-free, nil, 0%, fre, f, exempt, none, n-t, nt, no gst, no tax, zero,
    input taxed, gst free income, bas excluded"""
)
_NOTHING = words_listed("nil, no charge, no fee, free, free of charge, waived, nc, n/c")
_ELSEWHERE = re.compile(r"(?:included|inclusive|incl?\b)(?![^a-z]*(?:gst|[0-9$]))")

FOR_ALL = "The price is for all units"
"""What is said of a price that a total proves to be that."""

GstWritten = Decimal | Literal["yes"]
"""An amount of GST, or that there is some."""


@dataclass(frozen=True, slots=True)
class Discount:
    """What comes off a row: so much, or so many `percent` of it."""

    amount: Decimal
    percent: bool = False


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
    off: Discount | None = None


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

    @property
    def remedy(self) -> str:
        """What to do where it is not certain."""
        doubt = self.unread.partition(":")[0]
        return _REMEDIES[doubt] if self.unread else ""


_REMEDIES = {
    "gst": "Head the column of amounts Total inc GST or Total ex GST, or write the GST in dollars.",
    "discount": "Head a column Line total, and write there what all units cost.",
    "amount": "Write the number of units, the price of each and their total so that they agree.",
}


def gst_as_written(text: str) -> GstWritten:
    word = text.strip().casefold()
    if word in _YES:
        return "yes"
    return ZERO if word in _NO else amount_as_written(text)


def is_said_of_a_price(text: str) -> bool:
    """Whether a word stands for an amount, or says of one whether it holds GST."""
    word = text.strip().casefold()
    return word in _YES | _NO | _NOTHING or bool(_ELSEWHERE.match(word))


def price_as_written(text: str) -> Decimal:
    """An amount, or words that say that nothing is charged: 'no charge', 'included'."""
    word = text.strip().casefold()
    if word in _NOTHING or _ELSEWHERE.match(word):
        return ZERO
    try:
        return amount_as_written(text)
    except Unreadable as error:
        if re.search(r"[0-9]", text):
            raise
        raise Unreadable(error.code, error.message, "Ask what it costs, and write the amount.") from None


def unit_price_as_written(text: str) -> Decimal:
    """The same for a price of each, which programs give to more decimals than a cent has."""
    try:
        return price_as_written(text)
    except Unreadable as error:
        if error.code != "part-of-a-cent":
            raise
        return Decimal(sign_and_digits(text)[1].replace(",", ""))


def says_of_price(text: str) -> str:
    """What was taken to be meant by words in place of a price."""
    if _ELSEWHERE.match(text.strip().casefold()):
        return "Included in what other rows charge: nothing of its own."
    return ""


def discount_as_written(text: str, *, percent: bool) -> Discount:
    """'10%', '-$50.00'; a bare number is per cent where the heading says so."""
    digits = sign_and_digits(text.replace("%", " "))[1]
    amount = amount_as_written(digits)
    percent = percent or "%" in text
    if percent and amount > 100:
        raise Unreadable("bad-number", f"{text.strip()!r} is more than 100 %.", "Write the amount, in $.")
    return Discount(amount, percent)


def gst_on(amount: Decimal) -> Decimal:
    """The GST that comes on top of an amount, to the cent."""
    return round_half_up(EXACT.multiply(amount, GST_RATE))


def gst_within(amount: Decimal) -> Decimal:
    """The GST that an amount holds which is taxed as a whole, to the cent."""
    return round_half_up(amount * GST_RATE / (1 + GST_RATE))


def charged(prices: Prices) -> Charged:
    """What a row charges, where its figures agree."""
    if prices.off is not None and prices.off.amount:
        return _less(prices, prices.off)
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
        ways = (
            _proven(charged(said), FOR_ALL),
            _proven(charged(each), "The price is for each unit"),
        )
        return Charged(amount, unread=unread, either=ways)
    return _with_its_gst(prices, amount, "without" if prices.amount is None else prices.of_amount)


def _proven(found: Charged, meant: str) -> Charged:
    """What a row charges by one of two ways to read it, and what is said where a total proves that way."""
    return _saying(found, f"{meant}, as the total says.")


def _saying(found: Charged, says: str) -> Charged:
    return replace(found, says=" ".join(filter(None, (found.says, says))))


def _less(prices: Prices, off: Discount) -> Charged:
    """What a row charges whose discount stands in a column: the total has it off already."""
    whole = replace(prices, off=None)
    if prices.each is None:
        return _less_or_before(whole, off)
    gross = _times(prices.each, prices.units)
    taken = {_off(gross, off), *(() if off.percent else (_times(off.amount, prices.units),))}
    total = prices.amount if prices.amount is not None else prices.net
    if total is None:
        if len(taken) > 1 or max(taken) > gross:
            unread = f"discount: {off.amount} may be off each of the {prices.units}, or off all of them."
            return Charged(gross, unread=unread)
        amount = gross - taken.pop()
        return charged(replace(whole, each=None, amount=amount, of_amount=prices.of_each, each_or_all=False))
    for less in sorted(taken):
        if less <= gross:
            found = charged(replace(whole, each=gross - less, units=Decimal(1)))
            if not found.unread:
                return _saying(found, f"${less:,} is taken off already.")
    return Charged(total, unread=f"amount: {total} is not {prices.units} x {prices.each} less the discount.")


def _less_or_before(whole: Prices, off: Discount) -> Charged:
    """The amount alone beside a discount: before it or after it, as a total proves."""
    amount = whole.amount if whole.amount is not None else whole.net
    if amount is None:
        return Charged(None)
    less = _off(amount, off)
    unread = f"discount: {amount} may have the discount of {less} off already, or not."
    if less > amount:
        return charged(replace(whole, each_or_all=False))
    single = replace(whole, each_or_all=False, amount=amount, net=None)
    ways = (
        _proven(charged(single), "The discount is off already"),
        _proven(charged(replace(single, amount=amount - less)), "The discount comes off"),
    )
    return Charged(amount, unread=unread, either=ways)


def _off(gross: Decimal, off: Discount) -> Decimal:
    return round_half_up(EXACT.multiply(gross, off.amount).scaleb(-2)) if off.percent else off.amount


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
    if abs(on_top) <= prices.units * CENT / 2 and prices.units > 1:
        product, on_top = amount, ZERO  # the price of each is rounded
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
    on_top, within = _on_top_of(prices, amount), gst_within(amount)
    if said == "without" and gst != "yes" and not _is_that_gst(prices, on_top):
        return Charged(amount, unread=f"gst: {gst} is not 10 % of {amount}.")
    if said == "without" or (not said and gst != "yes" and _is_that_gst(prices, on_top)):
        return Charged(amount + on_top, on_top, with_gst=True, says=f"${on_top:,} of GST is added.")
    is_within = gst != "yes" and _is_that_gst(prices, within)
    if said == "with" or is_within:
        return Charged(amount, within if gst == "yes" or is_within else gst, with_gst=True)
    shown = "GST" if gst == "yes" else gst
    unread = f"gst: {shown} stands beside the amount, which may include it or not."
    added = Charged(amount + on_top, on_top, with_gst=True, says=f"${on_top:,} of GST is added.")
    ways = (
        _proven(Charged(amount, within, with_gst=True), "The price includes its GST"),
        _proven(added, "The price is without its GST"),
    )
    return Charged(amount, unread=unread, either=ways)


def _on_top_of(prices: Prices, amount: Decimal) -> Decimal:
    """The GST on an amount: of each unit by itself where the column of GST says that."""
    if prices.each is not None and not _is_that_gst(prices, gst_on(amount)):
        by_unit = _times(gst_on(prices.each), prices.units)
        return by_unit if _is_that_gst(prices, by_unit) else gst_on(amount)
    return gst_on(amount)


def _is_that_gst(prices: Prices, gst: Decimal) -> bool:
    """Whether the column of GST says the same: for each unit or for all, or that there is some."""
    written = prices.gst
    if written is None or isinstance(written, str):
        return written is None or gst > 0
    return gst in (written, _times(written, prices.units))


def _times(each: Decimal, units: Decimal) -> Decimal:
    return round_half_up(EXACT.multiply(each, units))
