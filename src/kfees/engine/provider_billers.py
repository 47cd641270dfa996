"""Whose the rows of a provider's quote are that name no item: fees that no schedule has, and discounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kfees.engine.course import Course
from kfees.library.library import Library
from kfees.model.payee import DOCTOR, HOSPITAL, PHARMACY, Payee
from kfees.reading.provider_row import doctor_in
from kfees.reading.provider_rows import ProviderRow

_STRENGTH = re.compile(r"[0-9] ?(?:mg|mcg|ml)\b", re.I)
_GIVEN = re.compile(
    r"\b(?:infusions?|program(?:me)?|course|treatments?|therapy|sessions?|package|clinic)\b", re.I
)


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A row for what no schedule has: whose it is taken to be, and what it is for."""

    row: ProviderRow
    payee: Payee
    label: str


@dataclass(frozen=True, slots=True)
class TakenOff:
    """A discount, and off whose charges it comes."""

    row: ProviderRow
    payee: Payee


RowsBiller = tuple[Payee, str]
"""A payee, and the name of who bills its rows, empty where it has none."""


def fee_of(row: ProviderRow, course: Course, library: Library) -> FeeRow:
    """The payee by the row's own words, then by who bills it and the words above it; else the course's
    hospital, its doctor, or whoever else it has."""
    words = f"{row.item} {row.description}"
    payee: Payee | None = PHARMACY
    if not _is_drug(words, library.regimen(course.request.regimen).drug.label.split()[0], library):
        payee = (
            DOCTOR if doctor_in(row.provider) else payee_in(words, library) or payee_in(row.section, library)
        )
    if payee is None:
        theirs = [service.payee for service in course.services] or [DOCTOR]
        payee = next((usual for usual in (HOSPITAL, DOCTOR) if usual in theirs), theirs[0])
    return FeeRow(row, payee, (row.description or row.item)[:200])


def _is_drug(words: str, drug: str, library: Library) -> bool:
    """Whether words name the drug, and not what it is given in or by: 'Ketamine infusion: facility fee'."""
    if not re.search(rf"\b{re.escape(drug)}\b", words, re.IGNORECASE):
        return False
    payee = payee_in(words, library)
    return payee == PHARMACY or (payee is None and bool(_STRENGTH.search(words) or not _GIVEN.search(words)))


def payee_in(words: str, library: Library) -> Payee | None:
    """The one payee that words speak of: of several the last in a quote's order, as the hospital's words are
    the most general."""
    found = [payee for payee, facts in library.payees.items() if facts.is_spoken_of(words)]
    return found[-1] if found else None


def taken_off(
    row: ProviderRow, above: Iterable[RowsBiller], everywhere: Iterable[RowsBiller], library: Library
) -> TakenOff | None:
    """Whose discount a row is, of those who charge by item; None where it could be several's.

    By its words and its section; else it is of the only one whose rows stand above it, or at all.
    """
    words = payee_in(f"{row.item} {row.description}", library) or payee_in(row.section, library)
    for known in (dict.fromkeys(above), dict.fromkeys(everywhere)):
        found = [
            (payee, name)
            for payee, name in known
            if (words is None or payee == words) and (not row.provider or name == row.provider)
        ]
        if len(found) == 1:
            payee, name = found[0]
            return TakenOff(replace(row, provider=name), payee)
    return None
