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
from kfees.engine.bounds import Limits, bounds_of, limits_together
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


def part_of(charge: Decimal | None, maximum: Decimal | None, limits: Limits, *, refused: bool) -> Part:
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


def summed(
    lines: Sequence[Line],
    accounts: Accounts,
    not_included: tuple[str, ...],
    called: Mapping[str, PayeeFacts],
    *,
    refused: bool,
) -> tuple[tuple[PayeeTotal, ...], Totals]:
    """The sums of lines, which stand together by biller: for each biller, and in all."""
    payees: list[PayeeTotal] = []
    sums: list[Part] = []
    resting_on: set[Basis | None] = set()
    known_gap = ZERO
    for key, group in groupby(lines, _BILLER):
        biller, theirs = Biller._make(key), [*group]
        parts = _parts(theirs, accounts.in_one_amount.get(biller), refused=refused)
        known_gap += sum_of_known([part.gap for part in parts])
        sums.append(parts_together(parts))
        found = bases(theirs)
        resting_on |= found
        payees.append(_payee_total(biller, called[biller.payee], theirs, sums[-1], weakest(found)))
    whole = parts_together(sums)
    totals = {
        "maximum": sum_of([payee.maximum for payee in payees]),
        **whole._asdict(),
        "complete": whole.gap is not None,
        "known_maximum": sum_of_known([payee.known_maximum for payee in payees]),
        "known_gap": known_gap,
        "basis": weakest(resting_on),
        "stale": any([payee.stale for payee in payees]),
        "missing": tuple(dict.fromkeys(_missing(lines, payees))),
        "not_included": not_included,
    }
    return tuple(payees), Totals.made(totals)


def _payee_total(
    biller: Biller, called: PayeeFacts, lines: Sequence[Line], sums: Part, basis: Basis | None
) -> PayeeTotal:
    maximums = [line.maximum for line in lines]
    return PayeeTotal.made(
        {
            "payee": biller.payee,
            "provider": biller.provider,
            "title": called.title,
            "in_a_sentence": called.in_a_sentence,
            "maximum": sum_of(maximums),
            **sums._asdict(),
            "known_maximum": sum_of_known(maximums),
            "basis": basis,
            "stale": any([line.stale for line in lines]),
        }
    )


def _parts(lines: Sequence[Line], one: OneAmount | None, *, refused: bool) -> list[Part]:
    """What is charged by itself: each line, or all but the fees in one amount."""
    if one is None:
        return [Part._make(_FIGURES(line)) for line in lines]
    together = [line for line in lines if not line.is_fee]
    maximum = sum_of([line.maximum for line in together])
    whole = part_of(one.amount, maximum, limits_together(together), refused=refused)
    return [whole, *(Part._make(_FIGURES(line)) for line in lines if line.is_fee)]


def bases(lines: Iterable[Line]) -> set[Basis | None]:
    """What the maximums of lines rest on; one that a rule takes away rests on no rate."""
    return {line.basis for line in lines if line.basis is not None or not line.is_excluded}


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
