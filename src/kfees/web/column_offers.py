"""Which column of a quote holds what, in words: what is offered where a remedy of the command names flags,
and what was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kfees.model.problems import InputError, Problem, missing
from kfees.model.sentences import translatable, whole
from kfees.reading.named_columns import NO_COLUMN, columns_named
from kfees.reading.provider_headings import ROLES, Column
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords

COLUMNS, COLUMN, COLUMN_HOLDS = "columns", "column", "column_holds"
"""The fields of a form: which columns of a quote hold what, as `--columns` names them; and one more column,
with what it holds."""

HOLDS = translatable("Column {letter} holds: {what}")
CHOOSE = translatable("Choose what a column holds.")

WHAT: Mapping[Column, str] = {
    "item": translatable("Item"),
    "description": translatable("What it is"),
    "provider": translatable("Who bills it"),
    "date": translatable("Days"),
    "until": translatable("last day"),
    "quantity": translatable("Quantity"),
    "each": translatable("the price of each unit"),
    "amount": translatable("the amount for all units"),
    "net": translatable("the amount without GST"),
    "gst": translatable("GST"),
    "discount": translatable("what is taken off"),
}
"""What a page lets people say of a column."""

_FLAG = re.compile(r"--columns ([a-z]+=[A-Z]+(?:,[a-z]+=[A-Z]+)*)")
_CLAUSE = re.compile(r"[,(;]?\s*[^,(;.!?]*--columns [^.]*\.?")
"""The part of a sentence that says which flags to pass."""


@dataclass(frozen=True, slots=True)
class ColumnOffer:
    """`value`: what is sent, as `--columns` takes it; `text`: what it says."""

    value: str
    text: str


def as_column(flag: str) -> str:
    """'--columns amount=F' -> 'amount=F'."""
    return flag.strip().removeprefix("--columns").strip()


def chosen(form: Form) -> list[str]:
    """What is said of columns, as `--columns` takes it: what was said before, then what is filled in now."""
    before = list(map(as_column, form.values(COLUMNS)))
    name, what = form.value(COLUMN).replace('"', ""), form.value(COLUMN_HOLDS)
    return [*before, f'{what}="{name}"'] if name and what else before


def each_chosen(said: Sequence[str], words: PageWords) -> list[ColumnOffer]:
    """What is said of columns, one by one; the later said of the same holds."""
    try:
        named = columns_named(said, ROLES)
    except InputError:
        return [ColumnOffer(value, in_words(value, words)) for value in said]
    values = (
        f'{what}="{name}"' if re.search("[,=]", name) else f"{what}={name}" for what, name in named.items()
    )
    return [ColumnOffer(value, in_words(value, words)) for value in values]


def half_said(form: Form) -> list[Problem]:
    """A column without what it holds, or what one holds without the column."""
    fields = (COLUMN, COLUMN_HOLDS)
    empty = [name for name in fields if not form.value(name)]
    form.fields |= {name: name for name in fields}
    return list(map(missing, empty)) if len(empty) == 1 else []


def offered_in(remedies: Iterable[str], words: PageWords) -> list[ColumnOffer]:
    """What remedies name to be passed, each once."""
    values = dict.fromkeys(value for remedy in remedies for value in _FLAG.findall(str(remedy)))
    return [ColumnOffer(value, in_words(value, words)) for value in values]


def in_words(value: str, words: PageWords) -> str:
    """'item=A,amount=F' as a person says it; what names no column, as it is."""
    try:
        named = columns_named([value], ROLES)
    except InputError:
        return value
    if NO_COLUMN in map(str.casefold, named.values()):
        return value
    said = ((name, WHAT[column]) for column, name in named.items())
    return "; ".join(words.gettext(HOLDS, letter=name, what=words.gettext(what)) for name, what in said)


def without_flags(remedy: str) -> str:
    """A remedy of the command as a page says it, which has buttons in place of flags."""
    text = str(remedy)
    if "--columns" not in text:
        return remedy
    kept = _CLAUSE.sub(".", text).replace("..", ".").strip()
    return whole(CHOOSE) if kept == "." else f"{kept} {CHOOSE}"


def without_places(why: str) -> str:
    """The same, where nothing is asked."""
    return _CLAUSE.sub(".", why).replace("..", ".")
