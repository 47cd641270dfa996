"""The one sentence that a quote comes to: what the patient would pay, from its bounds and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kfees.engine.gap import uncharged
from kfees.model.blanks import Listed
from kfees.model.quote import Line, PayeeTotal, Quote
from kfees.model.schedule import ESTIMATES
from kfees.model.sentences import Sentence, translatable, whole

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
WHAT_A_PROVIDER_CHARGES = translatable("What {provider} charges for {items}.")
WHAT_A_PAYEE_CHARGES = translatable("What {payee} charges for {items}.")


def headline(quote: Quote) -> Sentence:
    """What the patient would pay: exactly, at most, about, or at least.

    Where something is in no sum, it says of whose charges it speaks, and what is not in them.
    """
    totals, payer = quote.totals, quote.payer
    least, most, gap = totals.gap_least, totals.gap_most, totals.gap
    missing = tuple(whole(sentence).within() for sentence in totals.not_included)
    if least is None or most is None:
        unknown = Listed((*_charges_not_known(quote), *missing))
        return (
            AT_LEAST.format(least=payer.dollars(least), unknown=unknown, **payer.blanks)
            if least
            else NOT_KNOWN.format(unknown=unknown, **payer.blanks)
        )
    if least == most:
        says = EXACTLY_TO if missing else EXACTLY
    elif gap is not None and rests_on_estimates(quote.lines):
        says = ABOUT_TO if missing else ABOUT
    else:
        says = AT_MOST_TO if missing else AT_MOST
    amount = most if gap is None else gap
    blanks = {"amount": payer.dollars(amount), "most": payer.dollars(most), **payer.blanks}
    if missing:
        blanks |= {"payees": Listed(billers(quote)), "missing": Listed(missing)}
    return says.format(**blanks)


def billers(quote: Quote) -> tuple[str, ...]:
    """Whose charges a quote is of, as they stand in a sentence."""
    return tuple(dict.fromkeys(payee.in_words for payee in quote.payees))


def rests_on_estimates(lines: Iterable[Line]) -> bool:
    """Whether a gap over these lines is an estimate."""
    return any(line.basis in ESTIMATES for line in lines)


def _charges_not_known(quote: Quote) -> Iterator[str]:
    for payee in quote.payees:
        if payee.charge is None:
            yield what_is_charged(payee, Listed(uncharged(payee, quote.lines))).within()


def what_is_charged(payee: PayeeTotal, items: object) -> Sentence:
    """What a biller charges for these items, as what is not known."""
    if payee.provider is not None:
        return WHAT_A_PROVIDER_CHARGES.format(provider=payee.provider, items=items)
    return WHAT_A_PAYEE_CHARGES.format(payee=payee.in_words, items=items)
