"""The gap: charge - payable, by line or for all of a biller's lines together; and the sums of a quote.

payable = the lesser of charge and maximum; nothing where the guideline refuses the course. Where the
charge or the maximum is not known, payable and gap are None, and have bounds. All amounts are in the
payer's currency to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from kfees.engine.accounts import Accounts, Biller, OneAmount
from kfees.engine.bounds import WITHOUT_CHARGE, Limits, bounds_of, limits_together
from kfees.model.blanks import Listed
from kfees.model.money import ZERO
from kfees.model.payee import PayeeFacts
from kfees.model.quote import Line, PayeeTotal, Totals
from kfees.model.schedule import BASES, Basis
from kfees.model.sentences import Sentence, translatable

MAXIMUM_NOT_KNOWN = translatable("The maximum of {schedule}:{item} ({label}) is not known.")
FEE_NOT_KNOWN = translatable("What is payable of {label} is not known: no schedule has it.")
CHARGE_NOT_KNOWN = translatable("No charge of {payee} is known for {items}.")


class Part(NamedTuple):
    """A charge, what of it is payable, what is left for the patient, and the bounds of both."""

    charge: Decimal | None
    payable: Decimal | None
    gap: Decimal | None
    payable_least: Decimal | None
    payable_most: Decimal | None
    gap_least: Decimal | None
    gap_most: Decimal | None


_FIGURES = attrgetter(*Part._fields)
_BILLER = attrgetter("payee", "provider")


NO_CHARGE = Part(None, None, None, *WITHOUT_CHARGE)


def part_of(charge: Decimal | None, maximum: Decimal | None, limits: Limits, *, refused: bool) -> Part:
    if charge is None and not refused:
        return NO_CHARGE
    payable, gap = split(charge, maximum, refused=refused)
    return Part(charge, payable, gap, *bounds_of(charge, limits, refused=refused))


def split(
    charge: Decimal | None, maximum: Decimal | None, *, refused: bool
) -> tuple[Decimal | None, Decimal | None]:
    """What the payer can pay of a charge, and what is left for the patient."""
    if refused:
        return ZERO, charge
    if charge is None or maximum is None:
        return None, None
    payable = min(charge, maximum)
    return payable, charge - payable


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
    """The sum of each figure; None where it is not known of a part."""
    return parts[0] if len(parts) == 1 else Part._make(map(sum_of, zip(*parts, strict=True)))


class _Summed(NamedTuple):
    """A biller's total, and what the totals of a quote need of it besides."""

    total: PayeeTotal
    part: Part
    known_gap: Decimal
    bases: set[Basis | None]


def summed(
    lines: Sequence[Line],
    accounts: Accounts,
    not_included: tuple[str, ...],
    called: Mapping[str, PayeeFacts],
    *,
    refused: bool,
) -> tuple[tuple[PayeeTotal, ...], Totals]:
    """The sums of lines, which stand together by biller: for each biller, and in all."""
    found: list[_Summed] = []
    for key, group in groupby(lines, _BILLER):
        biller = Biller._make(key)
        one = accounts.in_one_amount.get(biller)
        found.append(_summed_of(biller, [*group], one, called[biller.payee], refused=refused))
    payees = tuple([each.total for each in found])
    resting_on: set[Basis | None] = set()
    whole = parts_together([each.part for each in found])
    totals = {
        "maximum": sum_of([payee.maximum for payee in payees]),
        **whole._asdict(),
        "complete": whole.gap is not None,
        "known_maximum": sum_of([payee.known_maximum for payee in payees]),
        "known_gap": sum_of([each.known_gap for each in found]),
        "basis": weakest(resting_on.union(*[each.bases for each in found])),
        "stale": True in [payee.stale for payee in payees],
        "missing": tuple(dict.fromkeys(_missing(lines, payees))),
        "not_included": not_included,
    }
    return payees, Totals.made(totals)


def _summed_of(
    biller: Biller, lines: Sequence[Line], one: OneAmount | None, called: PayeeFacts, *, refused: bool
) -> _Summed:
    known, all_known, stale = ZERO, True, False
    bases: set[Basis | None] = set()
    for line in lines:
        maximum, basis = line.maximum, line.basis
        if maximum is None:
            all_known = False
        else:
            known += maximum
        if basis is not None or not line.is_excluded:  # what a rule takes away rests on no rate
            bases.add(basis)
        stale = stale or line.stale
    parts = _parts(lines, one, refused=refused)
    part = parts_together(parts)
    total = {
        "payee": biller.payee,
        "provider": biller.provider,
        "title": called.title,
        "in_a_sentence": called.in_a_sentence,
        "maximum": known if all_known else None,
        **part._asdict(),
        "known_maximum": known,
        "basis": weakest(bases),
        "stale": stale,
    }
    return _Summed(PayeeTotal.made(total), part, sum_of_known([part.gap for part in parts]), bases)


def _parts(lines: Sequence[Line], one: OneAmount | None, *, refused: bool) -> list[Part]:
    """What is charged by itself: each line, or all but the fees in one amount."""
    if one is None:
        return [Part._make(_FIGURES(line)) for line in lines]
    together = [line for line in lines if not line.is_fee]
    maximum = sum_of([line.maximum for line in together])
    whole = part_of(one.amount, maximum, limits_together(together), refused=refused)
    return [whole, *(Part._make(_FIGURES(line)) for line in lines if line.is_fee)]


def weakest(bases: Iterable[Basis | None]) -> Basis | None:
    """The weakest basis; None where there is none, or where a line has none."""
    found = [*bases]
    return None if None in found else max(found, key=BASES.index, default=None)


def uncharged(payee: PayeeTotal, lines: Iterable[Line]) -> tuple[str, ...]:
    """The items of a biller for which no charge is known."""
    biller = (payee.payee, payee.provider)
    theirs = (line for line in lines if (line.payee, line.provider) == biller)
    return tuple(dict.fromkeys(line.code for line in theirs if line.charge is None))


def _missing(lines: Sequence[Line], payees: Sequence[PayeeTotal]) -> Iterable[str]:
    for line in lines:
        if line.is_fee:
            yield FEE_NOT_KNOWN.format(label=Sentence(line.label))
        elif line.maximum is None:
            yield MAXIMUM_NOT_KNOWN.format(schedule=line.schedule, item=line.item, label=Sentence(line.label))
    for payee in payees:
        if payee.charge is None:
            yield CHARGE_NOT_KNOWN.format(payee=payee.in_words, items=Listed(uncharged(payee, lines)))
