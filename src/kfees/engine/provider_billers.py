"""Whose the rows of a provider's quote are that name no item: fees that no schedule has, and discounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kfees.engine.course import Course
from kfees.library.library import Library
from kfees.model.payee import Payee
from kfees.reading.provider_row import doctor_in
from kfees.reading.provider_rows import ProviderRow

_WORDS: dict[Payee, re.Pattern[str]] = {
    "pharmacy": re.compile(r"\b(pharmac\w*|drugs?|medications?|medicines?|ampoules?|amps?|vials?)\b", re.I),
    "medical": re.compile(
        r"\b(doctors?|dr|medical|specialists?|an(ae|e)sthe\w*|consult\w*|attendances?|surgeon|physician)\b",
        re.IGNORECASE,
    ),
    "hospital": re.compile(r"\b(hospital|facility|accommodation|theatre|bed|ward|day surgery)\b", re.I),
}


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
    """The payee by the row's own words, then by who bills it and the words above it; else the hospital, or
    the doctor where the course has no hospital."""
    drug = library.regimen(course.request.regimen).drug.label.split()[0]
    words = f"{row.item} {row.description}"
    if re.search(rf"\b{re.escape(drug)}\b", words, re.IGNORECASE):
        payee: Payee | None = "pharmacy"
    else:
        payee = "medical" if doctor_in(row.provider) else payee_in(words) or payee_in(row.section)
    if payee is None:
        has_hospital = any(service.payee == "hospital" for service in course.services)
        payee = "hospital" if has_hospital else "medical"
    return FeeRow(row, payee, (row.description or row.item)[:200])


def payee_in(words: str) -> Payee | None:
    """The one payee that words speak of."""
    found = [payee for payee, pattern in _WORDS.items() if pattern.search(words)]
    return found[0] if found else None


def taken_off(
    row: ProviderRow, above: Iterable[RowsBiller], everywhere: Iterable[RowsBiller]
) -> TakenOff | None:
    """Whose discount a row is, of those who charge by item; None where it could be several's.

    By its words and its section; else it is of the only one whose rows stand above it, or at all.
    """
    words = payee_in(f"{row.item} {row.description}") or payee_in(row.section)
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
