"""The gap: charge - payable, by line or for all of a payee's lines together.

payable = the lesser of charge and maximum; nothing where the guideline refuses the course. Where the
charge or the maximum is not known, payable and gap are None. All amounts are in AUD to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kfees.engine import reasons
from kfees.model.blanks import Listed
from kfees.model.money import ZERO, round_half_up
from kfees.model.quote import Line, PayeeTotal, Totals, Verdict
from kfees.model.request import PAYEE_WORDS, PAYEES, CourseRequest, Payee
from kfees.model.schedule import BASES, Basis
from kfees.model.sentences import Sentence, translatable

LineGap = tuple[Decimal | None, Decimal | None, Decimal | None, tuple[str, ...]]
"""A line's charge, payable and gap, and the sentences that explain what of them is None or nothing."""

MAXIMUM_NOT_KNOWN = translatable("The maximum of {schedule}:{item} ({label}) is not known.")
CHARGE_NOT_KNOWN = translatable("No charge of {payee} is known for {items}.")


@dataclass(frozen=True, slots=True)
class Charges:
    """The charges of a request: one amount for a payee's lines, or an amount per unit of an item.

    `refused`: why nothing of the course is payable, where the guideline says so: the worker then
    bears the whole charge.
    """

    by_payee: dict[Payee, Decimal]
    by_item: dict[tuple[str, str], Decimal]
    refused: str = ""

    @classmethod
    def of(cls, request: CourseRequest, verdict: Verdict | None) -> Charges:
        by_payee: dict[Payee, Decimal] = {}
        by_item: dict[tuple[str, str], Decimal] = {}
        for charge in request.charges:
            if charge.payee is not None:
                by_payee[charge.payee] = charge.amount
            if charge.schedule is not None and charge.item is not None:
                by_item[charge.schedule, charge.item] = charge.amount
        refused = verdict.sentence if verdict and verdict.payability == "not payable" else ""
        return cls(by_payee, by_item, refused)

    def split(self, charge: Decimal | None, maximum: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
        """What the payer can pay of a charge, and what is left for the worker."""
        if self.refused:
            return ZERO, charge
        if charge is None or maximum is None:
            return None, None
        payable = min(charge, maximum)
        return payable, charge - payable

    def on_line(
        self, payee: Payee, schedule: str, item: str, quantity: Decimal, maximum: Decimal | None
    ) -> LineGap:
        if payee in self.by_payee:
            payable, gap = self.split(None, None)
            return None, payable, gap, self._why(reasons.CHARGED_TOGETHER)
        each = self.by_item.get((schedule, item))
        if each is None:
            payable, gap = self.split(None, maximum)
            return None, payable, gap, self._why(reasons.NO_GAP if self.refused else reasons.NO_CHARGE)
        charge = round_half_up(each * quantity)
        unknown = maximum is None and not self.refused
        return charge, *self.split(charge, maximum), self._why(reasons.NO_MAXIMUM if unknown else "")

    def _why(self, unknown: str) -> tuple[str, ...]:
        return tuple(sentence for sentence in (self.refused, unknown) if sentence)


def sum_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None where any amount is None."""
    total = ZERO
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def sum_of_known(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)


def payee_totals(lines: Sequence[Line], charges: Charges) -> tuple[PayeeTotal, ...]:
    present = {line.payee for line in lines}
    return tuple(
        _payee_total(payee, [line for line in lines if line.payee == payee], charges)
        for payee in PAYEES
        if payee in present
    )


def _payee_total(payee: Payee, lines: list[Line], charges: Charges) -> PayeeTotal:
    maximum = sum_of(line.maximum for line in lines)
    payable: Decimal | None
    gap: Decimal | None
    charge: Decimal | None
    if payee in charges.by_payee:
        charge = charges.by_payee[payee]
        payable, gap = charges.split(charge, maximum)
    else:
        charge = sum_of(line.charge for line in lines)
        payable = sum_of(line.payable for line in lines)
        gap = sum_of(line.gap for line in lines)
    return PayeeTotal.model_construct(
        payee=payee,
        maximum=maximum,
        charge=charge,
        payable=payable,
        gap=gap,
        known_maximum=sum_of_known(line.maximum for line in lines),
        basis=weakest(bases(lines)),
        stale=any(line.stale for line in lines),
    )


def totals(lines: Sequence[Line], payees: Sequence[PayeeTotal]) -> Totals:
    gap = sum_of(payee.gap for payee in payees)
    return Totals.model_construct(
        maximum=sum_of(payee.maximum for payee in payees),
        charge=sum_of(payee.charge for payee in payees),
        payable=sum_of(payee.payable for payee in payees),
        gap=gap,
        complete=gap is not None,
        known_maximum=sum_of_known(payee.known_maximum for payee in payees),
        known_gap=sum_of_known(
            payee.gap
            if payee.gap is not None
            else sum_of_known(line.gap for line in lines if line.payee == payee.payee)
            for payee in payees
        ),
        basis=weakest(bases(lines)),
        stale=any(line.stale for line in lines),
        missing=tuple(_missing(lines, payees)),
    )


def bases(lines: Iterable[Line]) -> Iterable[Basis | None]:
    """What the maximums of lines rest on; one that a rule takes away rests on no rate."""
    return (line.basis for line in lines if not line.is_excluded)


def weakest(bases: Iterable[Basis | None]) -> Basis | None:
    """The weakest basis; None where there is none, or where a line has none."""
    known = list(bases)
    if not known or None in known:
        return None
    return max((basis for basis in known if basis is not None), key=BASES.index)


def _missing(lines: Sequence[Line], payees: Sequence[PayeeTotal]) -> Iterable[str]:
    for line in lines:
        if line.maximum is None:
            yield MAXIMUM_NOT_KNOWN.format(schedule=line.schedule, item=line.item, label=Sentence(line.label))
    for payee in payees:
        uncharged = [line.item for line in lines if line.payee == payee.payee and line.charge is None]
        if payee.charge is None:
            items = Listed(tuple(dict.fromkeys(uncharged)))
            yield CHARGE_NOT_KNOWN.format(payee=PAYEE_WORDS[payee.payee], items=items)
