"""A portfolio's columns, recognised as people write their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from kfees.library.library import Library
from kfees.model.portfolio_columns import bare
from kfees.model.problems import InputError, Problem
from kfees.portfolio.fields import DAYS, NUMBERS, PAYER, REQUIRED, Field, Fields, fields_in

SAID_NAMES = 20
"""So many columns are named in a message."""


@dataclass(frozen=True)
class Columns:
    """Which column of the input is which field, of those that it could be; and which columns are not used."""

    known: Fields
    by_field: Mapping[Field, str]
    unused: tuple[str, ...]

    def at_names(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems at the names of the input's columns instead of the fields."""
        names: dict[str, str] = {str(field): name for field, name in self.by_field.items()}
        return [replace(problem, place=names.get(problem.place, problem.place)) for problem in problems]


def recognise(schema: Mapping[str, pl.DataType], library: Library) -> Columns:
    """Find the fields by the columns' names. InputError where one is missing, stands twice, holds
    what cannot be read at all, or is named as a result. A table of a payer who has one price of an infusion
    needs no settings; nor does one whose rows name their payers, until one of them does."""
    known = fields_in(schema, library)
    found: dict[Field, str] = {}
    unused: list[str] = []
    taken: list[str] = []
    problems: list[Problem] = []
    for name, kind in schema.items():
        field = known.field_of(name, schema)
        if name in known.results:
            taken.append(name)
        elif field is None or (field == "id" and field in found):
            unused.append(name)
        elif field in found:
            message = f"the columns {found[field]!r} and {name!r} could both be {field}."
            problems.append(Problem("ambiguous-column", name, message, "Rename the one that is not meant."))
        else:
            found[field] = name
            problems += _unfit(name, field, kind, known)
    if taken:
        message = "the results of pricing have these names."
        problems.append(Problem("taken-name", ", ".join(taken), message, "Rename or remove the columns."))
    problems += _unclear_fees(found, known)
    listed = few(schema) or "none"
    needs_setting = PAYER not in found and not library.payer.price_by_infusion
    problems += [
        Problem("missing-column", field, "there is no such column.", f"Add it; the columns are: {listed}.")
        for field in REQUIRED
        if field not in found and (field != "setting" or needs_setting)
    ]
    if problems:
        raise InputError(problems)
    return Columns(known, found, tuple(unused))


def _unclear_fees(found: Mapping[Field, str], known: Fields) -> Iterable[Problem]:
    """Columns of a payee's fee beside no column of its charge: many call the charge a fee."""
    for payee, fee, charge in zip(known.payees, known.fees, known.charges, strict=True):
        if charge not in found and found.get(fee, fee) != fee and bare(found[fee]) == bare(fee):
            message = f"it could be all that the {payee} provider charges, or a fee that no schedule has."
            remedy = f"Name it {charge!r}, or exactly {fee!r} for fees outside the schedules."
            yield Problem("ambiguous-column", found[fee], message, remedy)


def few(names: Iterable[str]) -> str:
    """Names one after the other; of very many the first, and how many others there are."""
    listed = list(names)
    others = len(listed) - SAID_NAMES
    return ", ".join(listed[:SAID_NAMES]) + (f" and {others:,} others" if others > 0 else "")


def _unfit(name: str, field: Field, kind: pl.DataType, known: Fields) -> Iterable[Problem]:
    """A column of a kind in which its values cannot be read."""
    text = isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Null)
    number = kind.is_integer() or kind.is_float() or isinstance(kind, pl.Decimal)
    day = isinstance(kind, pl.Date | pl.Datetime)
    wanted = "names"
    if field in DAYS:
        fits, wanted = text or number or day, "dates"
    elif field in (*NUMBERS, *known.amounts):
        fits, wanted = text or number, "numbers"
    else:
        fits = text or number or field == "id"
    if not fits:
        message = f"{wanted} cannot be read from values of the kind {kind}."
        yield Problem("bad-column", name, message, f"Give a column of {wanted}, or of text.")
