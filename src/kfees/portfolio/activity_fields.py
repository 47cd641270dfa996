"""What the columns of a table of episodes, presentations and visits can be, and what is added to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import polars as pl

from kfees.library.library import Library
from kfees.model.portfolio_columns import bare, names_of_activity
from kfees.model.problems import Problem, Unreadable
from kfees.portfolio.fields import (
    COUNTED,
    EVERY_FLAG,
    ITEM,
    MONEY,
    NWAU,
    REMOTENESS,
    STAY_DAYS,
    VISITS,
    Field,
    Fields,
)
from kfees.portfolio.named import Named
from kfees.portfolio.written_cells import TEXTS, Codes, Spellings

CODES: tuple[Field, ...] = ("drg", *VISITS, ITEM)
"""The columns of codes, of which a row fills one."""

FACTS: tuple[Field, ...] = (*COUNTED, *EVERY_FLAG, *REMOTENESS, *TEXTS)

RESULTS: dict[str, pl.DataType] = {
    "nwau": NWAU,
    "amount": MONEY,
    "stay": pl.String(),
    "version": pl.Date(),
    "classification": pl.String(),
    "basis": pl.String(),
    "stale": pl.Boolean(),
    "reason": pl.String(),
    "please_check": pl.String(),
    "problem": pl.String(),
}
"""What is added: `reason` says why a weight or an amount is not known, `please_check` what is implausible,
`problem` why a row is refused."""


class ActivityFields(Fields):
    """The fields of such a table."""

    row = "row"
    nothing = "nothing to weigh"
    are_weighed = True
    words = CODES
    needed = (*CODES, "on", *STAY_DAYS)

    def __init__(self) -> None:
        super().__init__({})
        self.every = ("id", *CODES, "on", *STAY_DAYS, "nights", *FACTS)
        self.always = ()
        self.results = RESULTS
        self.names = {**names_of_activity(), **{bare(field): field for field in self.every}}
        self.names = {name: field for name, field in self.names.items() if field in self.every}

    def of(self, library: Library, *, of_payers: bool) -> Fields:  # noqa: ARG002  those of every table
        return self

    def added(self, kinds: Mapping[Field, pl.DataType]) -> Mapping[str, pl.DataType]:  # noqa: ARG002
        return self.results

    def are_enough(self, found: Collection[Field | None]) -> bool:
        known = {*found} - {None}
        return len(known) > 1 and not known.isdisjoint(CODES)

    def missing(
        self,
        found: Collection[Field],
        library: Library,  # noqa: ARG002
        names: str,
    ) -> Iterable[Problem]:
        if not set(CODES).isdisjoint(found):
            return
        message = "there is no column of codes."
        remedy = f"Add one, or name it with --columns, such as drg=E; the columns are: {names}."
        yield Problem("missing-codes", " or ".join(CODES), message, remedy)


UNKNOWN_CODE = "unknown-item"
"""What a cell is said to hold that is no code of any version."""


def codes_read(items: Sequence[str]) -> dict[Field, Spellings]:
    """The codes that each of the columns may hold: one of another kind is known for what it is."""

    def refuse(text: str) -> Unreadable:
        return Unreadable(UNKNOWN_CODE, f"no version has the code {text[:40]!r}.", "Check the code.")

    return dict.fromkeys(CODES, Codes(items, {}, refuse))


UNNAMED_ACTIVITY = Named(table=ActivityFields())
