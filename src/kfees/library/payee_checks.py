"""What is wrong in a payee's name and in the names of its columns: what could stand in no flag, and what a
portfolio calls another column."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from kfees.library.library import Library
from kfees.library.texts import PAYEES
from kfees.model.payee import Payee, PayeeColumns, unfit_name
from kfees.model.portfolio_columns import bare, columns_by_name, not_payees
from kfees.model.problems import InputError, Problem


def payee_problems(payee: Payee, place: str, library: Library) -> Iterator[Problem]:
    """What is wrong in a payee's name, or else in the columns that its file names."""
    if unfit := unfit_name(payee, place):
        yield unfit
        return
    taken = _taken(payee, library)
    for name in columns_by_name(payee):
        if whose := taken.get(bare(name)):
            message = f"a payee of this name would be charged in the column {name!r}, which is {whose}."
            yield Problem("taken-name", place, message, f"Call it otherwise, such as {payee}-service.toml.")
            return
    for kind, names in _columns(payee, library):
        for number, name in enumerate(names):
            if whose := taken.get(bare(name)):
                where = f"{place}: columns.{kind}[{number}]"
                yield Problem("taken-name", where, f"the column {name!r} is {whose}.", "Leave it out.")
            taken[bare(name)] = f"already one of its {kind}s"


def _taken(payee: Payee, library: Library) -> dict[str, str]:
    """Whose a column is already, by its bare name."""
    taken = dict.fromkeys(not_payees(), "already another column of a portfolio")
    for other in library.texts(PAYEES).names:
        if other != payee:
            named = [name for _, names in _columns(other, library) for name in names]
            names = map(bare, (*columns_by_name(other), *named))
            taken |= dict.fromkeys(names, f"already one of the payee {other!r}")
    return taken


def _columns(payee: Payee, library: Library) -> PayeeColumns:
    """The columns that a payee's file names; none where the file cannot be read, which is said of it."""
    with contextlib.suppress(InputError):
        columns: PayeeColumns = library.texts(PAYEES).named(payee).columns
        return columns
    return PayeeColumns()
