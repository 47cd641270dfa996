"""A second calculation of who charges what, and of what the worker may have to pay: least and most.

It goes on where `oracle_courses` ends, and is as plain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from oracle_courses import DRUG_INCLUDED, CourseOracle, Paid, Unit, cents, version_on
from oracle_payers import PAYEE_OF, Asked, in_own_names, terms_of
from oracle_stays import days_of_parts, dose, parts_of

Biller = tuple[str, str | None]
"""Payee and provider."""

GST = Decimal("0.10")
CERTAIN = ("published", "supplied")


class Figures(NamedTuple):
    """What a charge over some lines comes to, and what is certain whatever an unknown turns out to be."""

    maximum: Decimal | None
    charge: Decimal | None
    payable: Decimal | None
    gap: Decimal | None
    payable_least: Decimal | None
    payable_most: Decimal | None
    gap_least: Decimal | None
    gap_most: Decimal | None


@dataclass
class Account:
    """One item at one rate and one charge, or a fee that no schedule has."""

    biller: Biller
    schedule: str | None
    item: str
    version: date | None
    rate: Decimal | None
    basis: str | None
    gst: Decimal
    rule: str
    asked: Decimal | None
    why_unknown: str = ""
    dates: list[date] = field(default_factory=list)
    quantity: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    in_one_amount: bool = False
    with_gst: bool = False

    @property
    def maximum(self) -> Decimal | None:
        if self.rule:
            return Decimal(0)
        return None if self.rate is None else cents((self.rate + self.gst) * self.quantity)

    @property
    def charge(self) -> Decimal | None:
        return None if self.asked is None else cents(self.asked * self.quantity) - self.discount

    @property
    def least(self) -> Decimal:
        known = self.rule or self.basis in (*CERTAIN, "floor")
        return self.maximum if known and self.maximum is not None else Decimal(0)

    @property
    def most(self) -> Decimal | None:
        return self.maximum if self.rule or self.basis in CERTAIN else None


class Answer(NamedTuple):
    accounts: list[tuple[Account, Figures]]
    in_one_amount: dict[Biller, Decimal | None]
    payees: dict[Biller, Figures]
    totals: Figures
    known_maximum: Decimal
    drug_is_missing: bool
    silent_providers: set[Biller]
    dose: tuple[Decimal, Decimal, int]


def answer(request: Asked, oracle: CourseOracle) -> Answer:
    request = in_own_names(request)
    refused = _is_refused(request)
    units = oracle.units(request)
    accounts = _accounts(request, units, oracle)
    wholes = {account.biller: _whole(request, account.biller, units) for account in accounts}
    payees = {}
    for biller, whole in wholes.items():
        theirs = [account for account in accounts if account.biller == biller]
        parts = [_figures([one], one.charge, refused) for one in theirs if not one.in_one_amount]
        if whole is not None:
            parts.append(_figures([one for one in theirs if one.in_one_amount], whole, refused))
        payees[biller] = _sum(parts)
    maximums = [account.maximum for account in accounts if account.maximum is not None]
    silent = {
        (payee, name)
        for payee, name in (request.get("providers") or {}).items()
        if (payee, name) not in payees
    }
    brought = all(part.setting in DRUG_INCLUDED for part in parts_of(request))
    charged = any(payee == "pharmacy" for payee, _ in payees)
    return Answer(
        [(account, _figures([account], account.charge, refused)) for account in accounts],
        wholes,
        payees,
        _sum(payees.values()),
        sum(maximums, Decimal(0)),
        not brought and not charged,
        silent,
        dose(request),
    )


def _is_refused(request: Asked) -> bool:
    claim = (request.get("claim") or {}) if terms_of(request).refuses else {}
    given = (claim.get("approval") or {}).get("given", "")
    return given > days_of_parts(request)[0][0].isoformat() or claim.get("injury_accepted") is False


def _accounts(request: Asked, units: list[Unit], oracle: CourseOracle) -> list[Account]:
    accounts: list[Account] = []
    for unit in units:
        paid, charge = oracle.paid(unit, terms_of(request)), _charge_of(request, unit, units)
        whole = _whole(request, (unit.payee, unit.provider), units) is not None
        asked = None if charge is None or whole else Decimal(charge["amount"])
        wanted = _blank(unit, paid, asked, with_gst=bool(charge and charge.get("gst") == "included"))
        for account in accounts:
            if _same(account, wanted):
                break
        else:
            account = wanted
            account.in_one_amount = whole
            accounts.append(account)
        account.dates = sorted({*account.dates, unit.day})
        account.quantity += unit.quantity
    _discount(request, accounts, units)
    return accounts + _fees(request, units)


def _blank(unit: Unit, paid: Paid, asked: Decimal | None, with_gst: bool) -> Account:
    gst = Decimal(0)
    if with_gst and paid.rate is not None and paid.gst == "exclusive":
        gst = cents(paid.rate * GST)
    version = version_on(unit.schedule, unit.day)
    return Account(
        (unit.payee, unit.provider), unit.schedule, unit.item, version,
        paid.rate, paid.basis, gst, unit.rule, asked, paid.why_unknown, with_gst=with_gst,
    )  # fmt: skip


def _same(one: Account, other: Account) -> bool:
    def key(account: Account) -> tuple[object, ...]:
        return (
            account.biller, account.schedule, account.item, account.version,
            account.rate, account.gst, account.rule, account.asked, account.why_unknown, account.with_gst,
        )  # fmt: skip

    return key(one) == key(other)


def _fees(request: Asked, units: list[Unit]) -> list[Account]:
    """What no schedule has: charged by a label, or in one amount by one of whom the course has nothing."""
    found = []
    for charge in request.get("charges") or []:
        nothing_to_cover = "payee" in charge and not any(unit.payee == charge["payee"] for unit in units)
        if "label" not in charge and not nothing_to_cover:
            continue
        if "discount" in charge:
            continue
        fee = Account(
            biller_of(request, charge, units), None, charge.get("label", ""), None,
            None, None, Decimal(0), "", Decimal(charge["amount"]),
        )  # fmt: skip
        fee.dates = [date.fromisoformat(text) for text in charge.get("dates") or []]
        fee.quantity = Decimal(charge.get("quantity") or max(1, len(fee.dates)))
        found.append(fee)
    return found


def billers_of(charge: Asked, units: list[Unit]) -> list[str | None]:
    """The providers of whom the course has what is charged."""
    return list(
        dict.fromkeys(
            unit.provider
            for unit in units
            if charge.get("payee") == unit.payee
            or (charge.get("schedule"), charge.get("item")) == (unit.schedule, unit.item)
        )
    )


def biller_of(request: Asked, charge: Asked, units: list[Unit]) -> Biller:
    """Who charges: as stated, else the setting's biller, else the only one."""
    payee = charge.get("payee") or PAYEE_OF[charge["schedule"]]
    usual, billers = (request.get("providers") or {}).get(payee), billers_of(charge, units)
    if charge.get("provider"):
        return payee, charge["provider"]
    if usual in billers or not billers:
        return payee, usual
    (only,) = billers
    return payee, only


def _charge_of(request: Asked, unit: Unit, units: list[Unit]) -> Asked | None:
    """The charge that covers this unit; two are a mistake, which this calculation does not expect."""
    for charge in request.get("charges") or []:
        if "label" in charge or "discount" in charge:
            continue
        if charge.get("item") is not None:
            covered = (charge["schedule"], charge["item"]) == (unit.schedule, unit.item)
            covered = covered and unit.day.isoformat() in (charge.get("dates") or [unit.day.isoformat()])
        else:
            covered = charge["payee"] == unit.payee
        if covered and biller_of(request, charge, units) == (unit.payee, unit.provider):
            return dict(charge)
    return None


def _discounted(request: Asked, biller: Biller, units: list[Unit]) -> Decimal:
    charges = [one for one in request.get("charges") or [] if "discount" in one]
    return sum(
        (Decimal(one["discount"]) for one in charges if biller_of(request, one, units) == biller), Decimal(0)
    )


def _whole(request: Asked, biller: Biller, units: list[Unit]) -> Decimal | None:
    """The one amount of a biller for all that the schedules have, less the discount."""
    if not any((unit.payee, unit.provider) == biller for unit in units):
        return None
    for charge in request.get("charges") or []:
        one_amount = charge.get("payee") and "label" not in charge and "discount" not in charge
        if one_amount and biller_of(request, charge, units) == biller:
            return Decimal(charge["amount"]) - _discounted(request, biller, units)
    return None


def _discount(request: Asked, accounts: list[Account], units: list[Unit]) -> None:
    """Off what is charged by the item, in proportion; what rounding leaves, off the largest that bears it."""
    for biller in dict.fromkeys(account.biller for account in accounts):
        charged = [one for one in accounts if one.biller == biller and one.charge]
        off = _discounted(request, biller, units)
        together = sum((one.charge or Decimal(0) for one in charged), Decimal(0))
        if not charged or not off:
            continue
        shares = [cents(off * (one.charge or Decimal(0)) / together) for one in charged]
        left = off - sum(shares, Decimal(0))
        for number in sorted(range(len(charged)), key=lambda number: -(charged[number].charge or 0)):
            share = min(max(shares[number] + left, Decimal(0)), charged[number].charge or Decimal(0))
            left, shares[number] = left - (share - shares[number]), share
        for account, share in zip(charged, shares, strict=True):
            account.discount = share


def _figures(accounts: list[Account], charge: Decimal | None, refused: bool) -> Figures:
    """What one charge over some lines comes to."""
    maximum = _all_or_nothing([account.maximum for account in accounts])
    least = sum((account.least for account in accounts), Decimal(0))
    most = _all_or_nothing([account.most for account in accounts])
    if refused:
        nothing = Decimal(0)
        least_gap = nothing if charge is None else charge
        return Figures(maximum, charge, nothing, charge, nothing, nothing, least_gap, charge)
    if charge is None:
        return Figures(maximum, None, None, None, None, None, Decimal(0), None)
    payable = None if maximum is None else min(charge, maximum)
    gap = None if payable is None else charge - payable
    payable_least = min(charge, least)
    payable_most = charge if most is None else min(charge, most)
    bounds = (payable_least, payable_most, charge - payable_most, charge - payable_least)
    return Figures(maximum, charge, payable, gap, *bounds)


def _sum(parts: Iterable[Figures]) -> Figures:
    listed = list(parts)
    return Figures(*(_all_or_nothing([getattr(one, name) for one in listed]) for name in Figures._fields))


def _all_or_nothing(figures: list[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if len(known) == len(figures) else None
