"""Columns as people name them: `--columns role=column,...`, by letter, by heading, or that there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar, cast

from kfees.model.problems import InputError, Problem, suggestion
from kfees.reading.cell import tidy
from kfees.reading.sheet import column_letters

R = TypeVar("R", bound=str)

NO_COLUMN = "none"
"""What is named for a role that no column has."""

_NEXT = re.compile(r',(?=[^,="]*=)(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""The comma before another role: one inside a heading, or inside double quotes, is part of it."""


def columns_named(
    texts: Iterable[str], roles: Collection[R], *, said: Collection[str] = (), of_sheets: bool = False
) -> dict[R, str]:
    """What each of several flags names, by role: 'item=A,amount=Fee, ex GST'. `said`: the roles that a remedy
    lists, where that is not all; `of_sheets`: a role may name its sheet before it, which holds for those
    behind it too: 'Part 2:item=A'. InputError where a part names no column."""
    found: dict[R, str] = {}
    problems: list[Problem] = []
    known = {role.casefold(): role for role in roles}
    for text in texts:
        for sheet, typed, name in _parts(text, of_sheets):
            role = known.get(typed.casefold())
            if role and name:
                found[cast("R", f"{sheet}:{role}") if sheet else role] = name
                continue
            remedy = f"Write its letter or heading, or {NO_COLUMN}: {role}=C."
            message = f"'{typed}=' names no column."
            if not role:
                remedy = f"Write role=column; the roles are {', '.join(said or roles)}."
                remedy, message = suggestion(typed, roles, remedy), f"{typed!r} is no role."
            problems.append(Problem("bad-flag", f"--columns {text}", message, remedy))
    if problems:
        raise InputError(problems)
    return found


def _parts(text: str, of_sheets: bool) -> Iterator[tuple[str, str, str]]:
    """The sheet, role and name of each part."""
    sheet = ""
    for part in _NEXT.split(text):
        role, _, name = (piece.strip() for piece in part.partition("="))
        if of_sheets and ":" in role:
            sheet, _, role = role.rpartition(":")
        yield sheet, role, name[1:-1] if re.fullmatch(r'"[^"]+"', name) else name


def columns_meant(name: str, headings: Mapping[int, Collection[str]]) -> list[int]:
    """The columns that a name may mean, of those with these headings by their numbers; none or one where
    nothing is to be asked. A single letter is a column's letter, as every remedy writes it; anything else
    a heading, and a letter where none is so called."""
    lettered = [number for number in headings if column_letters(number).casefold() == name.casefold()]
    return lettered if len(name) == 1 and lettered else columns_headed(name, headings) or lettered


def columns_headed(name: str, headings: Mapping[int, Collection[str]]) -> list[int]:
    """Those with a heading of this name, however it is spaced and capitalised."""
    wanted = tidy(name).casefold()
    return [
        number for number, texts in headings.items() if wanted in {tidy(text).casefold() for text in texts}
    ]
