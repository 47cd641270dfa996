"""The gap: charge - payable, by line or for all of a biller's lines together; and the sums of a quote.

payable = the lesser of charge and maximum; nothing where the guideline refuses the course. Where the
charge or the maximum is not known, payable and gap are None, and have bounds. All amounts are in the
payer's currency to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from kfees.engine.accounts import Accounts, Biller, OneAmount
from kfees.engine.bounds import NO_LIMITS, Limits, bounds_of, limits_together
from kfees.model.blanks import Listed
from kfees.model.money import ZERO
from kfees.model.payee import PayeeFacts
from kfees.model.quote import Line, PayeeTotal, Totals
from kfees.model.schedule import BASES, Basis
from kfees.model.sentences import Sentence, translatable

MAXIMUM_NOT_KNOWN = translatable("The maximum of {schedule}:{item} ({label}) is not known.")
FEE_NOT_KNOWN = translatable("What is payable of {label} is not known: no schedule has it.")
CHARGE_NOT_KNOWN = translatable("No charge of {payee} is known for {items}.")


Part = dict[str, Decimal | None]
"""A charge, what of it is payable, what is left for the patient, and the bounds of both, by FIGURES."""

FIGURES = ("charge", "payable", "gap", "payable_least", "payable_most", "gap_least", "gap_most")


def part_of(charge: Decimal | None, maximum: Decimal | None, limits: Limits, *, refused: bool) -> Part:
    payable, gap = split(charge, maximum, refused=refused)
    payable_least, payable_most, gap_least, gap_most = bounds_of(charge, limits, refused=refused)
    return {
        "charge": charge,
        "payable": payable,
        "gap": gap,
        "payable_least": payable_least,
        "payable_most": payable_most,
        "gap_least": gap_least,
        "gap_most": gap_most,
    }


def split(
    charge: Decimal | None, maximum: Decimal | None, *, refused: bool
) -> tuple[Decimal | None, Decimal | None]:
    """What the payer can pay of a charge, and what is left for the patient."""
    if refused:
        return ZERO, charge
    if charge is None or maximum is None:
        return None, None
    payable = charge if charge <= maximum else maximum
    return payable, charge - payable


NO_CHARGE = part_of(None, None, NO_LIMITS, refused=False)


def sum_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None where any amount is None."""
    total = ZERO
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def sum_of_known(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum([amount for amount in amounts if amount is not None], ZERO)


def parts_together(parts: Sequence[Part]) -> Part:
    """The sum of each figure, which all parts have; None where it is not known of a part."""
    together = parts[0]
    for part in parts[1:]:
        together = {
            figure: None if so_far is None or (amount := part[figure]) is None else so_far + amount
            for figure, so_far in together.items()
        }
    return together


_Summed = tuple[PayeeTotal, Part, Decimal, set[Basis | None]]
"""A biller's total, its figures and what of its gap is known, and what its lines rest on."""


def summed(
    lines: Mapping[Biller, Sequence[Line]],
    accounts: Accounts,
    not_included: tuple[str, ...],
    called: Mapping[str, PayeeFacts],
    *,
    refused: bool,
) -> tuple[tuple[PayeeTotal, ...], Totals]:
    """The sums of lines: for each biller, and in all."""
    payees: list[PayeeTotal] = []
    figures: list[Part] = []
    bases: set[Basis | None] = set()
    known_gap, stale = ZERO, False
    for biller, theirs in lines.items():
        one = accounts.in_one_amount.get(biller)
        total, of_total, known, resting_on = _summed_of(
            biller, theirs, one, called[biller.payee], refused=refused
        )
        payees.append(total)
        figures.append(of_total)
        bases |= resting_on
        known_gap += known
        stale = stale or total.stale
    whole = parts_together(figures)
    known_maximum = whole.pop("known_maximum")
    everything_known = whole["maximum"] is not None and whole["charge"] is not None
    values = {
        **whole,
        "complete": whole["gap"] is not None,
        "known_maximum": known_maximum,
        "known_gap": known_gap,
        "basis": weakest(bases),
        "stale": stale,
        "missing": () if everything_known else tuple(dict.fromkeys(_missing(lines.values(), payees))),
        "not_included": not_included,
    }
    return tuple(payees), Totals.made(values)


def _summed_of(
    biller: Biller, lines: Sequence[Line], one: OneAmount | None, called: PayeeFacts, *, refused: bool
) -> _Summed:
    """One pass over a biller's lines. What is charged by itself is each line, or in one amount all but the
    fees."""
    known, unknown, stale = ZERO, False, False
    bases: set[Basis | None] = set()
    fees: list[Line] = []
    for line in lines:
        maximum, basis = line.maximum, line.basis
        if maximum is not None:
            known += maximum
        elif line.is_fee:
            fees.append(line)
        else:
            unknown = True
        if basis is not None or not line.is_excluded:  # what a rule takes away rests on no rate
            bases.add(basis)
        stale = stale or line.stale
    if one is None:
        parts = [_part_of_line(line) for line in lines]
    else:
        together = [line for line in lines if not line.is_fee] if fees else lines
        whole = part_of(one.amount, None if unknown else known, limits_together(together), refused=refused)
        parts = [whole, *map(_part_of_line, fees)]
    figures = {
        "maximum": None if unknown or fees else known,
        **parts_together(parts),
        "known_maximum": known,
    }
    total = {
        "payee": biller.payee,
        "provider": biller.provider,
        "title": called.title,
        "in_a_sentence": called.in_a_sentence,
        **figures,
        "basis": weakest(bases),
        "stale": stale,
    }
    known_gap = sum_of_known([part["gap"] for part in parts])
    return PayeeTotal.made(total), figures, known_gap, bases


def _part_of_line(line: Line) -> Part:
    values = vars(line)
    return {figure: values[figure] for figure in FIGURES}


_WEAKEST_FIRST = BASES[::-1]


def weakest(bases: Iterable[Basis | None]) -> Basis | None:
    """The weakest basis; None where there is none, or where a line has none."""
    found = {*bases}
    if None in found:
        return None
    if len(found) == 1:
        return found.pop()
    for basis in _WEAKEST_FIRST:
        if basis in found:
            return basis
    return None


def uncharged(payee: PayeeTotal, lines: Iterable[Line]) -> tuple[str, ...]:
    """The items of a biller for which no charge is known."""
    biller = (payee.payee, payee.provider)
    theirs = (line for line in lines if (line.payee, line.provider) == biller)
    return tuple(dict.fromkeys(line.in_a_sentence for line in theirs if line.charge is None))


def _missing(lines: Iterable[Sequence[Line]], payees: Sequence[PayeeTotal]) -> Iterable[str]:
    for line in chain.from_iterable(lines):
        if line.maximum is not None:
            continue
        if line.is_fee:
            yield FEE_NOT_KNOWN.format(label=Sentence(line.label))
        else:
            yield MAXIMUM_NOT_KNOWN.format(schedule=line.schedule, item=line.item, label=Sentence(line.label))
    for payee, theirs in zip(payees, lines, strict=True):
        if payee.charge is None:
            yield CHARGE_NOT_KNOWN.format(payee=payee.in_words, items=Listed(uncharged(payee, theirs)))
