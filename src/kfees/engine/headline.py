"""The one sentence that a quote comes to: what the patient would pay, from its bounds and nothing else.

It speaks of everything: of what has a maximum, then of what is charged besides and has none (the drug, a
fee), and it names what is charged and not known, or in no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from kfees.engine.gap import sum_of
from kfees.library.library import Library
from kfees.model.blanks import Listed
from kfees.model.money import ZERO
from kfees.model.payee import PHARMACY
from kfees.model.quote import Line, PayeeTotal, Quote
from kfees.model.sentences import Sentence, joined, translatable, whole

EXACTLY = translatable("{Patient} would pay {amount}.")
AT_MOST = translatable("{Patient} would pay at most {most}.")
ABOUT = translatable("{Patient} would pay about {amount}, not more than {most}.")
AT_LEAST = translatable("{Patient} would pay at least {least}: not known is {unknown}.")
NOT_KNOWN = translatable("What {patient} would pay cannot be told: not known is {unknown}.")
EXACTLY_TO = translatable("{Patient} would pay {payees} {amount}. Not included is {missing}.")
AT_MOST_TO = translatable("{Patient} would pay {payees} at most {most}. Not included is {missing}.")
ABOUT_TO = translatable(
    "{Patient} would pay {payees} about {amount}, not more than {most}. Not included is {missing}."
)
EXACTLY_WITH = translatable("{Patient} would pay {payees} {amount}; with {others} at most {all}.")
AT_MOST_WITH = translatable("{Patient} would pay {payees} at most {most}; with {others} at most {all}.")
ABOUT_WITH = translatable(
    "{Patient} would pay {payees} about {amount}, not more than {most}; with {others} at most {all}."
)
NOT_INCLUDED = translatable("Not included is {missing}.")
WHAT_A_PROVIDER_CHARGES = translatable("What {provider} charges for {items}.")
WHAT_A_PAYEE_CHARGES = translatable("What {payee} charges for {items}.")
THE_DRUG = translatable("the drug")


class Part(NamedTuple):
    """What some of the charges leave for the patient; `gap` is None where it is not one figure."""

    names: tuple[str, ...]
    least: Decimal
    most: Decimal
    gap: Decimal | None


def headline(quote: Quote, library: Library) -> Sentence:
    """What the patient would pay: exactly, at most, about, or at least; and what is not in it. Items are
    called as the library calls them to somebody who is treated."""
    payer, unknown = quote.payer, tuple(_charges_not_known(quote, library))
    missing = (*unknown, *(whole(sentence).within() for sentence in quote.totals.not_included))
    limited, others = (together(parts) for parts in told_apart(quote))
    everything = together([limited, others])
    if not everything.names:
        return NOT_KNOWN.format(unknown=Listed(missing), **payer.blanks)
    if unknown and everything.least == everything.most > 0:
        dollars = payer.dollars(everything.least)
        return AT_LEAST.format(least=dollars, unknown=Listed(missing), **payer.blanks)
    apart = bool(limited.names) and others.least < others.most
    told = limited if apart else everything._replace(names=billers(quote))
    amount = told.most if told.gap is None else told.gap
    blanks = {"amount": payer.dollars(amount), "most": payer.dollars(told.most), **payer.blanks}
    if apart:
        blanks |= {"payees": Listed(told.names), "others": Listed(others.names)}
        says = _of(told, EXACTLY_WITH, AT_MOST_WITH, ABOUT_WITH).format(
            all=payer.dollars(everything.most), **blanks
        )
        return joined([says, NOT_INCLUDED.format(missing=Listed(missing))]) if missing else says
    if missing:
        blanks |= {"payees": Listed(told.names), "missing": Listed(missing)}
        return _of(told, EXACTLY_TO, AT_MOST_TO, ABOUT_TO).format(**blanks)
    return _of(told, EXACTLY, AT_MOST, ABOUT).format(**blanks)


def _of(told: Part, exactly: Sentence, at_most: Sentence, about: Sentence) -> Sentence:
    """An estimate is the gap that may turn out to be more."""
    if told.least == told.most:
        return exactly
    return at_most if told.gap is None or told.gap == told.most else about


def told_apart(quote: Quote) -> tuple[list[Part], list[Part]]:
    """What is known of each biller's charges: of those that have maximums, and of the others."""
    limited: list[Part] = []
    others: list[Part] = []
    for payee in quote.payees:
        lines = quote.lines_of(payee)
        if rest := under_maximums(payee, lines, quote):
            (limited if has_maximums(lines) else others).append(rest)
        others += [of_lines((named_fee(fee, payee, lines),), [fee]) for fee in lines if fee.is_fee]
    return limited, others


def has_maximums(lines: Iterable[Line]) -> bool:
    """Whether each line has a maximum, fees apart, which have none."""
    return all(line.maximum is not None for line in lines if not line.is_fee)


def named(payee: PayeeTotal, lines: Sequence[Line]) -> str:
    """Whose charges these are; of those that have no maximum, the drug's too."""
    is_the_drug = (payee.payee, payee.provider) == (PHARMACY, None) and not has_maximums(lines)
    return THE_DRUG if is_the_drug else payee.in_words


def named_fee(fee: Line, payee: PayeeTotal, lines: Sequence[Line]) -> str:
    """A fee by its label; by whoever bills it, where that is all that they bill."""
    return payee.in_words if all(line.is_fee for line in lines) else Sentence(fee.label)


def under_maximums(payee: PayeeTotal, lines: Sequence[Line], quote: Quote) -> Part | None:
    """What is known of a biller's charges but the fees; None where none is."""
    priced = [line for line in lines if not line.is_fee]
    fees = [line for line in lines if line.is_fee]
    if not priced:
        return None
    names = (named(payee, priced),)
    if not quote.is_in_one_amount(payee):
        charged = [line for line in priced if line.gap_most is not None]
        return of_lines(names, charged) if charged else None
    assert payee.gap_least is not None
    assert payee.gap_most is not None
    beside = of_lines((), fees)
    least, most = payee.gap_least - beside.least, payee.gap_most - beside.most
    return Part(names, least, most, None if fees else payee.gap)


def of_lines(names: tuple[str, ...], lines: Iterable[Line]) -> Part:
    return together([Part(names, line.gap_least or ZERO, line.gap_most or ZERO, line.gap) for line in lines])


def together(parts: Sequence[Part]) -> Part:
    names = tuple(dict.fromkeys(name for part in parts for name in part.names))
    least, most = sum((part.least for part in parts), ZERO), sum((part.most for part in parts), ZERO)
    return Part(names, least, most, sum_of(part.gap for part in parts))


def billers(quote: Quote) -> tuple[str, ...]:
    """Whose charges are known, or some of them."""
    return tuple(
        dict.fromkeys(
            payee.in_words
            for payee in quote.payees
            if payee.gap_most is not None or any(line.gap_most is not None for line in quote.lines_of(payee))
        )
    )


def _charges_not_known(quote: Quote, library: Library) -> Iterator[str]:
    for payee in quote.payees:
        if payee.charge is None:
            lines = [line for line in quote.lines_of(payee) if line.charge is None]
            items = Listed(tuple(dict.fromkeys(item_in_words(line, library) for line in lines)))
            yield what_is_charged(payee, items).within()


def item_in_words(line: Line, library: Library) -> Sentence:
    """What is charged, in a sentence: an item in plain words, where there are any for itself, without a comma
    that a list would have; a fee as the request names it."""
    if line.schedule is None or line.item is None:
        return Sentence(line.label)
    plain = library.plain_words(line.schedule)
    called = Sentence(plain.items.get(line.item, line.label) if plain else line.label).within()
    what, comma, which = called.partition(", ")
    return Sentence(f"{what} ({which})", called.message, called.blanks) if comma else called


def what_is_charged(payee: PayeeTotal, items: object) -> Sentence:
    """What a biller charges for these items, as what is not known."""
    if payee.provider is not None:
        return WHAT_A_PROVIDER_CHARGES.format(provider=payee.provider, items=items)
    return WHAT_A_PAYEE_CHARGES.format(payee=payee.in_words, items=items)
