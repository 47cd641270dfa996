"""What the words above a column say it holds.

A heading can be sure (strong), possible (weak) or say that the column is something else; the
figures below it have a say too, in `layout`.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from kfees.importing.gst_words import heads_gst
from kfees.importing.heading_words import words_in

Role = Literal[
    "item", "modifier", "label", "amount", "unit", "from_day", "to_day", "days", "starts", "ends", "gst",
    "with_gst",
]  # fmt: skip
"""What a column can be taken for.

modifier: what is joined to the code of a row, '36415' and 'QW' to '36415-QW'. days: a span of days of
stay in one cell, such as '1-14' or '15+'. starts, ends: the dates from and
until which a row holds. gst: whether the row's amount includes GST. with_gst: the amount with GST in it,
beside one without.
"""

ROLES: tuple[Role, ...] = get_args(Role)

STRONG, WEAK, NONE, OTHER = 2, 1, 0, -1
"""Sure, possible, silent, and surely something else."""


def _full(found: tuple[str, ...]) -> set[str]:
    return {"number" if word in ("no", "num", "nr") else word.removesuffix("s") for word in found}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PRICE = _set(
    "fee fees rate rates price prices amount amounts charge charges tariff tariffs cost costs dollars $ aud"
    " maximum payable reimbursement amt"
)
_PERHAPS_PRICE = _set(
    "benefit benefits rebate rebates cap copayment limit payment payments allowance allowable allowed"
)
_NEVER_PRICE = _set(
    "weight weights weighted rvu rvus index multiplier quantity count age number num no id code codes date"
    " start end ratio loading units points description notes note comment comments"
)
"""Words that make a column something else, whatever stands beside them."""
_VAGUE = _set(
    "type change changed category group name status indicator flag level area region factor year month"
    " effective basis methodology source unit class"
)
"""Words that may stand with a price or name something else: the cells decide, or the user."""
_UNIT_PRICE = frozenset({"unit", "basis", "class", "effective"})
"""Vague words that plainly go with a price: 'unit price', 'class rate'."""
_BESIDES = re.compile(
    r"\b(?:see|refer(?: to)?) (?:the )?notes?\b[ 0-9a-z]{0,4}|\bnotes? [0-9]+\b|\bno gst\b"
    r"|(?<=\w )no\.? ?[0-9]+\b",
    re.I,
)
"""Words about a price, that say nothing of what the column holds."""
_ANOTHER_PRICE = re.compile(
    r"\b(gap|old|prior|previous|superseded|last year|change|increase|decrease|difference|patient pays?|former"
    r"|out of pocket|co-?payment|expired|withdrawn)\b",
    re.I,
)
_NO_FEE = _set(
    "paid saving savings contribution contributions deposit excess budget revenue spend spent turnover"
    " discount discounts sales income expenditure benefit incentive penalty surcharge levy"
)
_OTHER_MONEY = re.compile(r"\bcents\b|(?:\$|AUD) ?[’']?000s?\b|\$ ?[km]\b|\b(?:thousands|millions)\b", re.I)
_ROUNDED = re.compile(r"\b(?:round|near)", re.I)
_COUNTS = _set(
    "duration length time mins minutes hours sessions visits services consultations treatments claims"
)
_OF_A_COUNT = _COUNTS | _set("maximum max min minimum limit of allowed session service in a approx average")
"""The words of a heading that counts or measures, and those that may stand beside them."""

_PERCENT = frozenset({"percent", "percentage", "%"})

_ITEM_WORDS = _set(
    "item items procedure proc service fee billing hcpcs cpt mbs pbs dva ama hrg drg product charge chg"
    " support treatment tariff"
)
_NUMBER_WORDS = _set("number num no code codes cod cd id nr")
_NOT_ITEM = _set(
    "date start end type change name sub description new category group registration provider locality area"
    " contractor status parent old previous replaced dosage dose revenue rev"
)
_ITEM_ALONE = frozenset(
    ("item", "items", "code", "codes", "hcpcs", "cpt", "mbs", "hcpcs code", "cpt code", "cpt hcpcs")
)
_LABEL_SURE = frozenset(
    (
        "description",
        "item description",
        "service description",
        "descriptor",
        "item descriptor",
        "item name",
        "service",
        "service name",
        "support item name",
        "label",
        "procedure",
        "procedure description",
        "desc",
        "short desc",
        "shortdesc",
        "short description",
        "short descriptor",
    )
)
_LABEL_WORDS = _set("description desc descriptor name service title label procedure details")
_UNIT = frozenset(
    ("unit of service", "units of service", "billing unit", "unit of charge", "time unit", "charged per")
) | frozenset(("unit", "units", "uom", "unit of measure", "unit type", "per", "charge unit", "pricing unit"))
_STARTS = frozenset(
    (
        "start date",
        "effective date",
        "eff date",
        "effective from",
        "effective",
        "date effective",
        "valid from",
        "date of effect",
        "from date",
        "date from",
        "commencement date",
        "in force from",
        "starts",
        "begin date",
        "beginning date",
        "begins",
        "effective start date",
        "effective begin date",
        "rate effective date",
    )
)
_ENDS = frozenset(
    (
        *("end date", "effective to", "valid to", "valid until", "to date", "date to", "in force until"),
        *("ends", "until", "effective until", "expiry date", "expires", "expiration date", "expiry"),
        *("terminate", "terminates", "termination", "termination date", "term date", "terminated"),
        *("item end date", "effective end date", "rate end date", "valid through", "through", "thru date"),
    )
)
_EITHER_DAY = _set("effective valid applies applicable in force commencement")
_BEGINS = _EITHER_DAY | _set(
    "from start starts starting begin begins beginning commences commencing commenced since"
)
_UNTIL = _set(
    "to until till end ends ending ended expiry expires expired expiration cease ceases ceased cessation"
    " termination terminated through thru"
)
_OF_A_DAY = _set("date dates day fee fees rate rates price prices item items schedule period of the is eff")
"""The words of a heading of first or last days: those that say which, and those beside them."""
_DAYS: dict[str, Role] = {
    "from day": "from_day",
    "day from": "from_day",
    "first day": "from_day",
    "to day": "to_day",
    "day to": "to_day",
    "last day": "to_day",
    "days": "days",
    "day range": "days",
    "days of stay": "days",
    "day of stay": "days",
}


def _said(heading: str) -> tuple[str, ...]:
    """The words of a heading that say what the column holds: without 'see note 1', 'no GST', 'No. 1'."""
    return words_in(_BESIDES.sub(" ", heading))


def as_item(heading: str) -> int:
    """How surely a column holds item codes."""
    found = _said(heading)
    found = found[:-1] if len(found) > 1 and found[-1] == "1" else found  # the first of several codes
    if " ".join(found) in _ITEM_ALONE:
        return STRONG
    if not _NOT_ITEM & set(found):
        if _NUMBER_WORDS & set(found) and (_ITEM_WORDS & set(found) or {"code", "number"} <= _full(found)):
            return STRONG
        if len(found) == 2 and found[1] == "item":
            return STRONG
    if found and (found[-1] in _NUMBER_WORDS or "item" in found or "drg" in found):
        return WEAK
    return NONE


def says_other_codes(heading: str) -> bool:
    """Whether it says what else the codes below it are of: a provider, a place, an earlier list."""
    return bool(_NOT_ITEM & set(words_in(heading)))


def as_price(heading: str) -> int:
    """How surely a column holds amounts of money; OTHER where it says that it holds something else."""
    ordered = _said(heading)
    found = set(ordered)
    if ordered[-1:] in (("item",), ("items",)) and "per" not in found:
        return OTHER
    if found & _NEVER_PRICE or found == {"gst"}:
        return OTHER
    if found & _PRICE:
        return NONE if found & _VAGUE - _UNIT_PRICE else STRONG
    if found & _PERCENT:
        return OTHER
    return WEAK if found & _PERHAPS_PRICE else NONE


def as_count(heading: str) -> bool:
    """Whether it says how many or how long, and nothing else: 'Maximum sessions', but not 'After hours'."""
    found = set(words_in(heading))
    return bool(found & _COUNTS) and found <= _OF_A_COUNT


def as_another_price(heading: str) -> bool:
    """Whether it says money that is plainly not the fee where a fee stands beside it: a gap, the old fee."""
    return bool(_ANOTHER_PRICE.search(" ".join(words_in(heading))))


def other_than_dollars(heading: str) -> str:
    """What a heading says its figures are, where those are no whole dollars: 'cents', '$'000'."""
    found = None if _ROUNDED.search(heading) else _OTHER_MONEY.search(heading)
    return found[0] if found else ""


def as_money_but_no_fee(heading: str) -> bool:
    """Whether it says money that is no fee, though no word says that it is not: what was paid, a saving."""
    return bool(_NO_FEE & set(words_in(heading))) or as_another_price(heading)


def as_label(heading: str) -> int:
    found = words_in(heading)
    if " ".join(found) in _LABEL_SURE:
        return STRONG
    return WEAK if _LABEL_WORDS & set(found) and "date" not in found else NONE


_MODIFIER = _set("mod mods modifier modifiers")
_BESIDE_MODIFIER = _set("hcpcs cpt mbs code codes procedure item service billing 1 i")


def as_other(heading: str) -> Role | None:
    """The roles that a heading either names plainly or does not have."""
    text = " ".join(words_in(heading))
    if text in _UNIT:
        return "unit"
    if text in _STARTS:
        return "starts"
    if text in _ENDS:
        return "ends"
    found = set(words_in(heading))
    if found & _MODIFIER and found <= _MODIFIER | _BESIDE_MODIFIER:
        return "modifier"
    return "gst" if heads_gst(heading) else _DAYS.get(text)


def as_day(heading: str) -> Role | None:
    """What days below a heading are, though it names the role in other words than the usual: 'From', 'Rate
    effective to'."""
    found = set(words_in(heading))
    begins, ends = found & _BEGINS, found & _UNTIL
    if not found <= _BEGINS | _UNTIL | _OF_A_DAY or not (begins or ends):
        return None
    if begins - _EITHER_DAY and ends:
        return None
    return "ends" if ends else "starts"
