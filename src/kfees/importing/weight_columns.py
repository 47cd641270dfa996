"""What a column of weights holds, by the words above it: the columns of the tables of a version."""

from __future__ import annotations

from typing import Literal, get_args

from kfees.importing import headings
from kfees.importing.heading_words import words_in
from kfees.importing.layout import SheetColumn
from kfees.library.adjustments import STREAMS, Stream

WeightRole = Literal[
    "item", "label", "same_day_list", "bundled_icu", "lower_bound", "upper_bound", "same_day",
    "short_stay_base", "short_stay_per_day", "inlier", "long_stay_per_day", "weight", "paediatric",
    "private_service",
]  # fmt: skip
"""What a column of weights can be taken for: the columns of the tables of a version."""

WEIGHT_ROLES: tuple[WeightRole, ...] = get_args(WeightRole)

FLAGS: tuple[WeightRole, ...] = ("same_day_list", "bundled_icu")

CARRIED_BY_CODE: dict[Stream, tuple[WeightRole, ...]] = {
    "acute": (*FLAGS, "paediatric", "private_service"),
    "emergency": (),
    "clinic": ("paediatric",),
}
"""What each item has of its own and a workbook may lack: the version before has it for the same code."""

NEEDED: dict[Stream, tuple[WeightRole, ...]] = {
    "acute": (
        "lower_bound", "upper_bound", "same_day", "short_stay_base", "short_stay_per_day", "inlier",
        "long_stay_per_day",
    ),
    "emergency": ("weight",),
    "clinic": ("weight",),
}  # fmt: skip
"""The columns without which no weight is known."""

_SAID: dict[WeightRole, str] = {
    "item": "the item codes",
    "same_day_list": "the flag of the same-day list",
    "bundled_icu": "the flag of bundled ICU",
    "same_day": "the same-day weight",
    "short_stay_base": "the short-stay base weight",
    "short_stay_per_day": "the short-stay weight per day",
    "inlier": "the inlier weight",
    "long_stay_per_day": "the long-stay weight per day",
    "paediatric": "the paediatric factor",
    "private_service": "the private service factor",
}

MAY_BE_MISSING: tuple[WeightRole, ...] = (
    "same_day",
    "short_stay_base",
    "short_stay_per_day",
    "long_stay_per_day",
)
"""Those of them that a year may not have: whoever says so passes none."""

ROLES_BY_STREAM = tuple(
    f"{stream}.{role}"
    for stream in STREAMS
    for role in ("item", "label", *NEEDED[stream], *CARRIED_BY_CODE[stream])
)
"""How a user names them: acute.inlier, clinic.weight."""


def role_of(column: SheetColumn, stream: Stream) -> WeightRole | None:
    """By the words right above the column, else by all of them; None where they say nothing."""
    holds_words = column.words and not column.numbers + column.percents
    for heading in (column.own, column.heading):
        words = frozenset(words_in(heading))
        role = _says_of_acute(words, column) if stream == "acute" else _says_of_visit(words)
        if role is not None and (role in FLAGS or not holds_words):
            return role
    return "label" if column.words and headings.as_label(column.own) > headings.NONE else None


_COUNTS = frozenset({"alos", "average", "length", "separations", "episodes", "count", "number"})
"""Words of columns that stand beside the weights and are none."""


def counts(column: SheetColumn) -> bool:
    """Whether its heading says what is no weight, bound or factor."""
    return not _COUNTS.isdisjoint(words_in(column.heading))


def _says_of_acute(words: frozenset[str], column: SheetColumn) -> WeightRole | None:
    if words & _COUNTS:
        return None
    if "private" in words:
        return "private_service"
    if words & {"paediatric", "pediatric"}:
        return "paediatric"
    if "lower" in words or "upper" in words:
        return "lower_bound" if "lower" in words else "upper_bound"
    if words >= {"bundled", "icu"}:
        return "bundled_icu"
    if "long" in words:
        return "long_stay_per_day"
    if "short" in words:
        if "base" in words:
            return "short_stay_base"
        return "short_stay_per_day" if words & {"diem", "day", "daily"} else None
    if words >= {"same", "day"} or "sameday" in words:
        is_list = words & {"list", "flag", "payment"} or not column.numbers
        return "same_day_list" if is_list else "same_day"
    return "inlier" if "inlier" in words and not words & {"bound", "bounds"} else None


def _says_of_visit(words: frozenset[str]) -> WeightRole | None:
    if words & {"paediatric", "pediatric"}:
        return "paediatric"
    return "weight" if words & {"weight", "weights", "nwau", "wau"} else None


def said(role: WeightRole) -> str:
    """A role in words: 'the long stay per day'."""
    return _SAID.get(role, f"the {role.replace('_', ' ')}")
