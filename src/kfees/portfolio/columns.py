"""A portfolio's columns, recognised as people write their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from kfees.library.library import Library
from kfees.model.portfolio_columns import (
    OF_A_WEIGHT,
    bare,
    is_length_of_stay,
    may_be_an_area,
    may_change_a_weight,
    of_either_place,
    without_version,
)
from kfees.model.problems import InputError, Problem
from kfees.portfolio.fields import (
    DAYS,
    EVERY_FLAG,
    ITEM,
    NUMBERS,
    PAYER,
    REMOTENESS,
    START_READ,
    VISITS,
    Field,
    Fields,
    without_units,
)
from kfees.portfolio.named import UNNAMED, Named, few
from kfees.reading.provider_headings import MONEY_WORDS, GstSaid, gst_said, may_be_charged, plain_heading


@dataclass(frozen=True)
class Columns:
    """Which column of the input is which field, of those that it could be; which columns are not used; and
    the columns that are added."""

    known: Fields
    by_field: Mapping[Field, str]
    unused: tuple[str, ...]
    results: Mapping[str, pl.DataType]
    fees_read_as_charges: tuple[str, ...] = ()
    """Columns called a payee's fee that are read as all that it charges."""
    with_gst: tuple[str, ...] = ()
    """Columns whose headings say that they hold GST: all that is charged does."""

    def at_names(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems at the names of the input's columns instead of the fields."""
        names: dict[str, str] = {str(field): name for field, name in self.by_field.items()}
        return [replace(problem, place=names.get(problem.place, problem.place)) for problem in problems]


def recognise(schema: Mapping[str, pl.DataType], library: Library, named: Named = UNNAMED) -> Columns:
    """Find the fields by the columns that are `named`, and by the others' names. InputError where one is
    missing, stands twice, holds what cannot be read at all, or is named as a result. A table of a payer who
    has one price of an infusion needs no settings; nor does one whose rows name their payers, until one of
    them does."""
    names = list(schema)
    meant, problems = named.meant(names)
    of_payers = meant[PAYER] is not None if PAYER in meant else PAYER in map(named.table.field_of, names)
    known = named.table.of(library, of_payers=of_payers)
    problems += [_not_of_payer(field, known, library) for field in meant if field not in known.every]
    found, unused, twice = _by_names(names, meant, known, named)
    problems += twice
    as_charges, asked = _fees_alone(found, meant, known)
    problems += [_unclear_fee(*fields, found, named, names) for fields in asked]
    found |= as_charges
    for field, name in found.items():
        problems += _unfit(name, field, schema[name], known)
    with_gst = _saying("with", found, known)
    problems += _of_two_kinds(with_gst, found, known)
    problems += _money_unread(unused, found, meant, known, named, names)
    problems += _lengths_unread(unused, {*found, *meant}, named, names)
    of_version = _codes_of_versions(unused, {*found, *meant}, known)
    problems += [_code_unread(field, name, named, names) for name, field in of_version.items()]
    stated, others = {*found, *meant}, [name for name in unused if name not in of_version]
    is_area = may_be_an_area if known.are_weighed else of_either_place
    problems += _areas_unread(others, stated, named, names, is_area)
    if known.are_weighed:
        problems += _facts_unread(others, stated, named, names)
    problems += _taken_names(names, known)
    problems += known.missing({*found, *of_version.values()}, library, few(names) or "none")
    if problems:
        raise InputError(problems)
    results = known.added({field: schema[name] for field, name in found.items()})
    of_gst = () if "gst" in found else with_gst
    return Columns(known, found, tuple(unused), results, tuple(as_charges.values()), of_gst)


def _by_names(
    names: list[str], meant: Mapping[Field, str | None], known: Fields, named: Named
) -> tuple[dict[Field, str], list[str], list[Problem]]:
    """The column of each field, those that are meant before all; the others; and of fields that could be in
    two columns a problem."""
    found = {field: name for field, name in meant.items() if name is not None}
    unused: list[str] = []
    twice: list[Problem] = []
    for name in names:
        field = known.field_of(name, names)
        if name in meant.values() or _is_result(name, known):
            continue
        if field is None or field in meant or (field == "id" and field in found):
            unused.append(name)
        elif field in found:
            message = f"the columns {found[field]!r} and {name!r} could both be {field}."
            flags = " or ".join(named.flag(field, names.index(one)) for one in (found[field], name))
            remedy = f"Rename the one that is not meant, or pass {flags}."
            twice.append(Problem("ambiguous-column", name, message, remedy))
        else:
            found[field] = name
    return found, unused, twice


def _is_result(name: str, known: Fields) -> bool:
    return name in known.results or name == START_READ


def _taken_names(names: Iterable[str], known: Fields) -> Iterable[Problem]:
    if taken := [name for name in names if _is_result(name, known)]:
        message = "the results of pricing have these names."
        yield Problem("taken-name", ", ".join(taken), message, "Rename or remove the columns.")


def _of_two_kinds(with_gst: Sequence[str], found: Mapping[Field, str], known: Fields) -> Iterable[Problem]:
    """Headings that say of some amounts that they hold GST, and of others that they do not."""
    without = _saying("without", found, known)
    if with_gst and without and "gst" not in found:
        message = f"{few(with_gst)} is with GST, and {few(without)} without."
        remedy = "Give amounts that are with GST, or without, in all columns."
        yield Problem("two-kinds-of-amounts", with_gst[0], message, remedy)


def _saying(said: GstSaid, found: Mapping[Field, str], known: Fields) -> tuple[str, ...]:
    """The columns of amounts whose headings say this of GST."""
    return tuple(found[field] for field in known.amounts if field in found and gst_said(found[field]) == said)


def _money_unread(
    unused: Iterable[str],
    found: Mapping[Field, str],
    meant: Collection[Field],
    known: Fields,
    named: Named,
    names: list[str],
) -> Iterable[Problem]:
    """Columns that by their headings hold what a payee charges, where none is read as that."""
    for payee, facts in known.facts.items():
        charge = f"{payee}_charge"
        if charge in found or charge in meant:
            continue
        for name in unused:
            words = set(plain_heading(name).split())
            is_money = (bool(words & MONEY_WORDS) or "$" in name) and not words & {"days", "nights"}
            if is_money and facts.is_spoken_of(name) and may_be_charged(name):
                message = f"it may be what the {payee} provider charges, and is not read."
                flags = f"{named.flag(charge, names.index(name))} or --columns {charge}=none"
                yield Problem("unread-column", name, message, f"Pass {flags}.")


def _areas_unread(
    unused: Iterable[str],
    known: Collection[Field],
    named: Named,
    names: list[str],
    is_area: Callable[[str], bool] = of_either_place,
) -> Iterable[Problem]:
    """Columns of areas that do not say whose they are, where one of the two is not known."""
    free = [field for field in REMOTENESS if field not in known]
    for name in unused:
        if free and is_area(name):
            message = "it may be where the patient lives, or where the hospital is, and is not read."
            flags = " or ".join(named.flag(field, names.index(name)) for field in free)
            neither = ",".join(f"{field}=none" for field in free)
            yield Problem("unread-column", name, message, f"Pass {flags}, or --columns {neither}.")


def _lengths_unread(
    unused: Iterable[str], stated: Collection[Field], named: Named, names: list[str]
) -> Iterable[Problem]:
    """Lengths of stay where nothing else says the nights."""
    if "nights" in stated or ("admitted" in stated and not {"discharged", "on"}.isdisjoint(stated)):
        return
    for name in filter(is_length_of_stay, unused):
        message = "a length of stay counts one day also for who leaves on the same day, and is not read."
        flag = named.flag("nights", names.index(name))
        remedy = f"Pass {flag} if it holds nights, 0 where there is none; or add admitted and discharged."
        yield Problem("unread-column", name, message, remedy)


def _facts_unread(
    unused: Iterable[str], stated: Collection[Field], named: Named, names: list[str]
) -> Iterable[Problem]:
    """Columns that may hold what a row is weighed by, where no other is known to."""
    for name in unused:
        field = may_change_a_weight(name)
        if field is None or field in stated or (field in ("drg", *VISITS) and ITEM in stated):
            continue
        message = f"it may be {field}, by which rows are weighed, and is not read."
        flag = named.flag(field, names.index(name))
        remedy = f"Pass {flag} if it holds {OF_A_WEIGHT[field][1]}, or --columns {field}=none."
        yield Problem("unread-column", name, message, remedy)


def _codes_of_versions(unused: Iterable[str], stated: Collection[Field], known: Fields) -> dict[str, Field]:
    """Columns whose headings say of which version their codes are, such as 'AR-DRG v11', where none else
    holds such codes."""
    meant = {name: known.field_of(without_version(name)) for name in unused}
    asked = {"drg", *VISITS, ITEM} - {*stated}
    return {name: field for name, field in meant.items() if field in asked}


def _code_unread(field: Field, name: str, named: Named, names: list[str]) -> Problem:
    message = f"it may be {field} codes of one version, and is not read."
    flag = named.flag(field, names.index(name))
    remedy = f"Pass {flag} where the rows' days are weighed by that version, or --columns {field}=none."
    return Problem("unread-column", name, message, remedy)


def _not_of_payer(field: Field, known: Fields, library: Library) -> Problem:
    message = f"courses of {library.payer.in_a_sentence} have no {field}."
    remedy = f"Leave it out, or name one of: {', '.join(known.every)}."
    return Problem("bad-flag", f"--columns {field}", message, remedy)


def _fees_alone(
    found: dict[Field, str], meant: Collection[Field], known: Fields
) -> tuple[dict[Field, str], list[tuple[Field, Field]]]:
    """What is called a payee's fee beside no column of its charge: many call the charge so, and it is read
    as that, and no more in `found`; unless another column is called a charge, and somebody knows both words.
    """
    says_charge = any("charge" in bare(found.get(charge, "")) for charge in known.charges)
    alone = [
        (charge, fee)
        for charge, fee in zip(known.charges, known.fees, strict=True)
        if charge not in found and fee not in meant
        if found.get(fee, fee) != fee and without_units(bare(found[fee])) == bare(fee)
    ]
    if says_charge:
        return {}, alone
    return {charge: found.pop(fee) for charge, fee in alone}, []


def _unclear_fee(
    charge: Field, fee: Field, found: Mapping[Field, str], named: Named, names: list[str]
) -> Problem:
    payee, at = charge.removesuffix("_charge"), names.index(found[fee])
    message = f"it could be all that the {payee} provider charges, or a fee that no schedule has."
    remedy = f"Pass {named.flag(charge, at)} or {named.flag(fee, at)}, or name it so."
    return Problem("ambiguous-column", found[fee], message, remedy)


def _unfit(name: str, field: Field, kind: pl.DataType, known: Fields) -> Iterable[Problem]:
    """A column of a kind in which its values cannot be read."""
    text = isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Null)
    number = kind.is_numeric()
    day = isinstance(kind, pl.Date | pl.Datetime)
    wanted = "names"
    if field in DAYS:
        fits, wanted = text or number or day, "dates"
    elif field in (*NUMBERS, *known.amounts):
        fits, wanted = text or number, "numbers"
    elif field in EVERY_FLAG:
        fits, wanted = text or number or kind == pl.Boolean, "yes and no"
    else:
        fits = text or number or field == "id"
    if not fits:
        message = f"{wanted} cannot be read from values of the kind {kind}."
        remedy = f"Give a column of {wanted}, or of text."
        if field == "icu_hours" and isinstance(kind, pl.Duration | pl.Time | pl.Datetime):
            remedy = "Give hours as decimal numbers: 12.5 for 12:30, in a workbook 24 times such a cell."
        yield Problem("bad-column", name, message, remedy)
