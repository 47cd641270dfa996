"""What a provider's quote offers and may never charge: one option of several, and what only some course of
events would bring. It is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kfees.reading.provider_doubts import NO_AMOUNT
from kfees.reading.provider_row import ProviderRow

_OPTION = re.compile(
    r"\W*(?:option|alternative|scenario)\W+([A-D]|[1-9]|one|two|three|four)\b", re.I | re.ASCII
)
_TOTAL = re.compile(r"\b(?:sub-?)?totals?\b", re.I)
_OR = re.compile(r"\W*or\W*", re.I)
_IF = re.compile(
    r"\b(?:optional\w*|(?:if|as|where|when) (?:required|needed|necessary|applicable|requested|indicated)"
    r"|not included|only if|in the event of|in case of|may (?:also )?(?:apply|be charged))\b",
    re.I,
)


def with_offers_asked(rows: Sequence[ProviderRow]) -> list[ProviderRow]:
    """The same rows; those of one option of several, and those that may not be charged, are asked about."""
    rows = [
        replace(row, kind="note", description=row.item, item="", unread="", remedy="")
        if row.unread == NO_AMOUNT and _OPTION.match(row.item)
        else row
        for row in rows
    ]
    options = list(_options(rows))
    several = len({option.casefold() for option in options} - {""}) > 1
    return [
        _asked(row, f"it is of {option!r}, and several are offered.", "Leave out the rows of the others.")
        if option and several
        else _asked(
            row, f"it may not be charged: {condition!r}.", "Leave the row out, or delete those words."
        )
        if condition
        else row
        for row, option, condition in zip(rows, options, _conditions(rows), strict=True)
    ]


def _asked(row: ProviderRow, doubt: str, remedy: str) -> ProviderRow:
    total = _TOTAL.search(f"{row.item} {row.description}")
    if row.kind not in ("item", "discount") or row.unread or not row.amount or total:
        return row
    return replace(row, unread=f"amount: {doubt}", remedy=remedy)


def _options(rows: Sequence[ProviderRow]) -> Iterator[str]:
    """The option of each row: that of its own words, or of the words above it; 'or' parts two of them."""
    option = "the first option" if any(_parts(row) for row in rows) else ""
    for row in rows:
        own = _OPTION.match(row.item) or _OPTION.match(row.description)
        if row.kind == "note" and own:
            option = own[0].strip()
        elif _parts(row):
            option = "the next option"
        yield own[0].strip() if own else option


def _parts(row: ProviderRow) -> bool:
    return row.kind == "note" and bool(_OR.fullmatch(row.description))


def _conditions(rows: Sequence[ProviderRow]) -> Iterator[str]:
    """The words by which each row may not be charged: its own, or those above it up to the next words."""
    above = ""
    for row in rows:
        found = _IF.search(f"{row.item} {row.description}")
        if row.kind != "item":
            above = found[0] if found and row.kind == "note" else ""
        yield found[0] if found else above
