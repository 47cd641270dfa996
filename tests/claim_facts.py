"""The checks of the guideline, and the facts of a claim as the tables of its tests write them."""

from __future__ import annotations

from typing import Any

from claims import IN_ORDER

CODES = (
    *("route", "indication", "circumstance", "accepted-injury", "referral", "prior-approval"),
    *("within-approval", "location"),
    *("provider-registration", "provider-indemnity"),
    *("document-diagnosis", "document-first-line", "document-medications", "document-outcome-measures"),
    *("document-mental-health", "interval-after-initial", "interval-after-second", "outcome-improvement"),
)
"""Every check that the guideline asks for, in the order in which it is shown."""

LIMITS = ("approval.sessions", "approval.until", "approval.amount")
"""What an approval may hold the course to: only then is it checked."""

NEVER_NOT_MET = frozenset(code for code in CODES if code.startswith("document-"))
"""A document that did not come is missing, and asked for: it can still come."""

WHERE_NOTHING_IS_PRICED = ("within-approval", "not stated")
"""An amount was approved, and what the course comes to is not known: no course of the table is such."""


def facts_in(cell: str) -> dict[str, Any]:
    """'route: oral; prior_approval: no' as facts of a claim."""
    pairs = (part.split(":", 1) for part in cell.split(";") if part.strip())
    return {name.strip(): fact(name.strip(), text.strip()) for name, text in pairs}


def fact(name: str, text: str) -> Any:
    match text:
        case "not stated":
            return None
        case "yes" | "no":
            return text == "yes"
        case "none":
            return []
    if name == "approval.sessions":
        return int(text)
    if name == "documents" and text.startswith("all, "):
        return [*IN_ORDER["documents"], text.removeprefix("all, ")]
    if name == "documents" and text.startswith("all"):
        left_out = text.removeprefix("all").removeprefix(" but ").split(", ")
        return [document for document in IN_ORDER["documents"] if document not in left_out]
    return text.split(", ") if name in ("documents", "previous_treatments") else text
