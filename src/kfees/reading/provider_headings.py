"""The headings of a provider's quote, as people write them, and the rows that only add up.

Headings are compared in small letters, without signs and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, get_args

Column = Literal[
    "item", "description", "provider", "date", "until", "quantity", "each", "amount", "net", "gst", "discount"
]
"""`until`: the last of several days; `net`: what all units cost without GST, beside the price with it."""

ROLES: tuple[Column, ...] = get_args(Column)

GstSaid = Literal["with", "without", ""]
"""What words say of an amount: that it holds GST, that it does not, or nothing."""

_HEADINGS: dict[Column, str] = {
    "item": """item, items, item no, item number, item code, item #, code, mbs, mbs item, mbs no, mbs item no,
        mbs item number, mbs code, mbs number, service code, fee code, procedure code, billing code,
        product code, stock code""",
    "description": """description, service, service description, item description, details, particulars,
        procedure, service provided, treatment, mbs description, mbs item description, description of service,
        description of services, type of service, charge description, product, product name, medication,
        medication name, medicine, drug, drug name""",
    "provider": """provider, provider name, doctor, doctor name, practitioner, practitioner name, clinician,
        treating doctor, specialist, anaesthetist, surgeon, billed by, rendered by""",
    "date": """date, dates, date of service, dates of service, service date, service dates, treatment date,
        treatment dates, dos, date s, from, date from, from date, start, start date, first date, first day,
        service from, commencement date, date commenced, admission date, date of admission, session date,
        appointment date, date of treatment, dates of treatment, date of procedure, procedure date,
        date of infusion, infusion date, proposed date, proposed dates, planned date""",
    "until": """to, date to, to date, until, end, end date, finish, finish date, last date, last day,
        service to, completion date, date completed, discharge date, date of discharge""",
    "quantity": """quantity, qty, count, units, no of services, number of services, number, days, nights,
        sessions, treatments, infusions""",
    "each": """unit price, unit fee, unit charge, unit cost, unit amount, fee each, price each, each, rate,
        daily rate""",
    "amount": """amount, fee, charge, total, price, cost, quoted amount, our fee, total fee, line total,
        line amount, total amount, total price, total cost, amount charged, total charge, extended price,
        charges, fees, quoted, fee charged""",
    "net": "",
    "gst": """gst, gst amount, tax, tax amount, gst applies, gst applicable, gst y n, gst payable, taxable,
        gst code, tax code, tax rate, gst rate""",
    "discount": "discount, discounts, disc, less discount, discount amount, discount rate",
}


def words_listed(text: str) -> frozenset[str]:
    return frozenset(filter(None, (" ".join(words.split()) for words in text.split(","))))


_UNIT = (
    "(?:day|night|session|treatment|visit|unit|service|item|infusion|attendance|ampoule|amp|vial|procedure)"
)
_HOW_MANY = re.compile(r"(?:no|number|num|nr|qty|quantity) of (?!items?$)[a-z ]+")
_FOR_EACH = re.compile(
    r"(?:[a-z ]*\b(?:fee|fees|price|cost|charge|rate|amount) )?per"
    rf" {_UNIT}"
)
_DOLLARS = re.compile(r"\W*(?:\$|aud\b)\W*(?:aud\b)?\W*", re.IGNORECASE)
_PER = re.compile(rf" ?/ ?(?={_UNIT}\b)")
"""The stroke of 'Fee/day'."""

HEADINGS = {heading: column for column, headings in _HEADINGS.items() for heading in words_listed(headings)}

PRICES: tuple[Column, ...] = ("amount", "each")

FOR_ALL_UNITS = words_listed(
    """total, total fee, line total, line amount, total amount, total price, total cost, total charge,
    extended price, amount charged"""
)
"""Headings of what all units cost together, whatever stands beside them."""

FOR_EACH_OR_ALL = words_listed("fee, price, cost, our fee, fees")
"""Headings that some mean for one unit, others for all: with more than one unit it is not certain."""

MONEY_WORDS = words_listed("amount, fee, fees, charge, charges, price, cost, costs, total")
_NOT_CHARGED = words_listed(
    """rebate, gap, medicare, mbs, schedule, scheduled, ama, benefit, fund,
    paid, deposit, discount, pocket, recommended, previous, old, code, type, no, number, date, basis, gst,
    tax, note, notes, hidden, payer, max, maximum, difference, variance, balance, outstanding, owing, running,
    cumulative, hours, hrs, minutes, time, weight, dose, mg, kg, ml, percent"""
)
"""Words of a price that is not what the provider charges, or of no price at all."""

OTHER_DAYS = words_listed(
    """birth, born, dob, invoice, invoiced, quote, quoted, valid, until, expiry, expires, issued, printed,
    due, paid, injury, accident, referral, referred, booked, created, sent"""
)
"""Words of a day on which nothing is treated."""

_GST = re.compile(
    r"\b(inc|incl|include|includes|including|included|inclusive|with|ex|excl|exclude|excludes|excluding"
    r"|exclusive|without|before|plus)\b\W*(of )?gst\b"
    r"|\bgst\W*(?:is )?(not )?(inc|incl|included|inclusive|ex|excl|excluded|exclusive|extra)\b"
)

_TOTALS = words_listed("total, totals, subtotal")
_TOTAL_KEYS = _TOTALS | words_listed("gst, balance, due, payable, owing, owed, outstanding, forward")
_TOTAL_WORDS = _TOTAL_KEYS | words_listed(
    """sub, grand, overall, net, gross, tax, amount, to, pay, inc, incl, including, ex, excl, excluding,
    with, without, plus, of, for, the, this, page, fee, fees, charge, charges, quote, invoice, estimate,
    hospital, medical, doctor, services, items, carried, brought, aud, cost, costs, price, patient, worker,
    you, your, now, estimated"""
)
_WORDS_BESIDE_TOTAL = words_listed(
    "course, treatment, day, days, session, sessions, visits, out, pocket, payment, quoted, all, up"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each column stands, from 0; `width` is the number of cells of the heading row.

    `each_or_all`: the amount's heading does not say whether it is for one unit or for all; `for_all`: it says
    that it is for all.
    `gst`: what the headings of the prices say of GST. `percent`: whether that of the discounts says per cent.
    `doubled`: which columns could be the same; `texts`: the headings themselves. `run_together`: the columns
    whose heading is two, as a PDF without lines may have it.
    """

    columns: dict[Column, int]
    width: int
    each_or_all: bool
    gst: dict[Column, GstSaid]
    percent: bool = False
    for_all: bool = False
    doubled: tuple[Column, Sequence[int]] | None = None
    texts: tuple[str, ...] = ()
    run_together: frozenset[int] = frozenset()

    @property
    def has_amount(self) -> bool:
        return "amount" in self.columns or "each" in self.columns

    @property
    def has_item(self) -> bool:
        return "item" in self.columns or "description" in self.columns

    @property
    def whole(self) -> bool:
        """Whether rows can be read below them."""
        return self.has_amount and self.has_item


def headings_in(
    cells: Sequence[str], below: Sequence[str] = (), chosen: Mapping[Column, int | None] | None = None
) -> Headings:
    """The headings that a row holds, together with a second heading row `below` it. `chosen`: the columns
    that somebody named, from 0; None for what no column is."""
    texts = [_over_two_rows(above, under) for above, under in zip_longest(cells, below, fillvalue="")]
    found: dict[Column, list[int]] = {}
    for place, text in enumerate(texts):
        column = _column_of(text)
        if column:
            found.setdefault(column, []).append(place)
    if found and not found.keys() & {"amount", "each"}:
        found["amount"] = [place for place, text in enumerate(texts) if _is_a_price(text)]
    _tell_total_from_each(found, texts)
    _tell_with_gst_from_without(found, texts)
    _take_chosen(found, chosen or {})
    words = {column: texts[places[0]] for column, places in found.items() if places[0] < len(texts)}
    doubled = (
        (column, places) for column, places in found.items() if len(places) > 1 and column != "description"
    )
    return Headings(
        columns={column: places[0] for column, places in found.items()},
        width=len(texts),
        each_or_all="each" not in words
        and "amount" not in (chosen or {})
        and plain_heading(words.get("amount", "")) in FOR_EACH_OR_ALL,
        gst={column: gst_said(words.get(column, "")) for column in PRICES},
        for_all="amount" in (chosen or {}) or plain_heading(words.get("amount", "")) in FOR_ALL_UNITS,
        percent="%" in words.get("discount", ""),
        doubled=next(doubled, None),
        texts=tuple(texts),
        run_together=frozenset(place for place, text in enumerate(texts) if _is_two(text)),
    )


def _is_two(text: str) -> bool:
    """'Date of service Item No.': two headings of words or days, none of which was told from the other."""
    words = plain_heading(text).split()
    parts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return " ".join(words) not in HEADINGS and any(
        {HEADINGS.get(first), HEADINGS.get(last)} <= {"item", "description", "date", "quantity", "provider"}
        for first, last in parts
    )


def may_be_charged(text: str) -> bool:
    """Whether a heading does not say that what stands below it is something else."""
    return not set(plain_heading(text).split()) & _NOT_CHARGED


def _is_a_price(text: str) -> bool:
    """'Estimated fee', 'Cost to patient': a price by one of its words, and by none another's."""
    words = set(plain_heading(text).split())
    other = bool(words & _NOT_CHARGED) or _column_of(text) is not None
    return bool(words & MONEY_WORDS) and not other and not re.search(r"\d", text)


def _take_chosen(found: dict[Column, list[int]], chosen: Mapping[Column, int | None]) -> None:
    taken = set(chosen.values())
    for column, places in found.items():
        found[column] = [place for place in places if place not in taken]
    found.update({column: [] if place is None else [place] for column, place in chosen.items()})
    for column in [column for column, places in found.items() if not places]:
        del found[column]


def headings_below(cells: Sequence[str], below: Sequence[str]) -> int:
    """How many headings the row below headings adds to them; 0 where it holds anything else."""
    added = [(above, under) for above, under in zip_longest(cells, below, fillvalue="") if under]
    return len(added) if all(_adds_heading(above, under) for above, under in added) else 0


def _adds_heading(above: str, under: str) -> bool:
    in_words = plain_heading(under) and not re.search(r"\d", under)
    return bool(in_words) and plain_heading(_over_two_rows(above, under)) in HEADINGS


def is_total_label(text: str) -> bool:
    """'Total', 'Sub-total', 'GST', 'Total hospital fees': a row that adds up, or a tax."""
    words = re.findall(r"[a-z]+", text.casefold())
    beside = _WORDS_BESIDE_TOTAL if _TOTALS & set(words) else frozenset()
    return bool(_TOTAL_KEYS & set(words)) and (_TOTAL_WORDS | beside).issuperset(words)


def plain_heading(text: str) -> str:
    bare = _GST.sub(" ", re.sub(r"\(.*?\)", " ", text.casefold()))
    return " ".join(word for word in re.sub(r"[^a-z# ]", " ", bare).split() if word != "aud")


def _column_of(text: str) -> Column | None:
    """'Inc GST' or '$' alone is an amount, and 'GST included' says of each row whether it is."""
    plain = plain_heading(_PER.sub(" per ", text.casefold()))
    if not plain and gst_said(text):
        return "gst" if text.casefold().startswith("gst") else "amount"
    if _HOW_MANY.fullmatch(plain):
        return "quantity"
    if _FOR_EACH.fullmatch(plain) and not set(plain.split()) & _NOT_CHARGED:
        return "each"
    return "amount" if _DOLLARS.fullmatch(text) else HEADINGS.get(plain)


def _over_two_rows(above: str, below: str) -> str:
    """One heading: 'Unit' over 'price' is both; under the name of a group, the lower one is meant."""
    together = f"{above} {below}".strip()
    return together if not below or plain_heading(together) in HEADINGS else below


def _tell_total_from_each(found: dict[Column, list[int]], texts: Sequence[str]) -> None:
    """Of 'Fee' and 'Total' or 'Amount' side by side, the latter is for all units: each row is checked
    against it."""
    amounts = found.get("amount", [])
    totals = [place for place in amounts if plain_heading(texts[place]) in FOR_ALL_UNITS]
    totals = totals or [place for place in amounts if plain_heading(texts[place]) not in FOR_EACH_OR_ALL]
    if len(amounts) == 2 and len(totals) == 1 and "each" not in found:
        found["each"] = [place for place in amounts if place not in totals]
        found["amount"] = totals


def _tell_with_gst_from_without(found: dict[Column, list[int]], texts: Sequence[str]) -> None:
    """Of two prices of which one has GST and the other has none, the one with it is what is paid."""
    for column in PRICES:
        places = {gst_said(texts[place]): place for place in found.get(column, [])}
        if len(found.get(column, [])) == 2 and places.keys() == {"with", "without"}:
            found[column] = [places["with"]]
            if column == "amount":
                found["net"] = [places["without"]]


def without_gst(text: str) -> str:
    """A heading without what it says of GST: 'Hospital charge' of 'Hospital charge (inc GST)'."""
    said = _GST.search(text.casefold())
    return text if said is None else f"{text[: said.start()]} {text[said.end() :]}"


def gst_said(text: str) -> GstSaid:
    """What a heading or a note says of GST: 'Total (inc GST)', 'All prices exclude GST', 'GST included'."""
    said = _GST.search(text.casefold())
    if said is None:
        return ""
    if said[1]:
        return "with" if said[1].startswith(("inc", "with")) and said[1] != "without" else "without"
    return "with" if said[4].startswith("inc") and not said[3] else "without"
