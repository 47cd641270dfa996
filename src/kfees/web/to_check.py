"""What is implausible in what was asked for, at the field of the form that it is of."""

from __future__ import annotations

from collections.abc import Iterable

from kfees.engine.please_check import (
    FAR_AWAY,
    ITEM_CHARGE,
    MANY_NIGHTS,
    PAYEE_CHARGE,
    SPREAD_OUT,
    TOO_HEAVY,
    TOO_LIGHT,
)
from kfees.library.library import Library
from kfees.model.sentences import Sentence, whole
from kfees.web import items_form
from kfees.web.accounts_form import PROVIDER
from kfees.web.typed_form import Form

FIELDS: dict[str, tuple[str, ...]] = {
    TOO_LIGHT: ("weight",),
    TOO_HEAVY: ("weight",),
    MANY_NIGHTS: ("nights", "discharged"),
    FAR_AWAY: ("add",),
    SPREAD_OUT: ("dates",),
}
"""The fields that a sentence may be of: it is of the first that is filled in."""


def to_check(please_check: Iterable[str], form: Form, library: Library) -> dict[str, list[Sentence]]:
    """The sentences by their fields; what is of none stands with the result alone."""
    found: dict[str, list[Sentence]] = {}
    for sentence in map(whole, please_check):
        for field in _fields(sentence, library, form):
            if form.value(field):
                found.setdefault(field, []).append(sentence)
                break
    return found


def _fields(sentence: Sentence, library: Library, form: Form) -> tuple[str, ...]:
    if sentence.message == ITEM_CHARGE:
        return (f"{items_form.ITEM_CHARGE}{sentence.blanks['item']}", "charged")
    if sentence.message == PAYEE_CHARGE:
        billed = sentence.blanks["payee"]
        return tuple(
            payee
            for payee in library.every_payee
            if billed in (library.biller(payee), form.value(f"{PROVIDER}{payee}"))
        ) + tuple(f"{items_form.ITEM_CHARGE}{payee}{items_form.BY}{billed}" for payee in library.every_payee)
    return FIELDS.get(sentence.message, ())
