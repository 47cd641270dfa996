"""The problems of a portfolio's rows by their kinds: how many rows each has, an example, what to do."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import polars as pl

from kfees.model.fields import Model

_BY = ("column", "kind")


class ProblemKind(Model):
    """One kind of problem of one column. `row`, `value`, `message` and `remedy` are the first one's."""

    column: str
    kind: str
    rows: int
    row: int
    value: str | None
    message: str
    remedy: str


class ProblemKinds:
    """Counts the listings of pieces, as refusals.LISTING says, in whatever order they come. Safe to share
    between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: list[pl.DataFrame] = []

    def count(self, listing: pl.DataFrame) -> None:
        if not listing.height:
            return
        listing = listing.with_columns(place=pl.int_range(pl.len()))  # what comes first of two in one row
        first = pl.all().exclude(*_BY).sort_by("row", "place").first()
        counted = listing.group_by(_BY).agg(first, pl.col("row").n_unique().alias("rows"))
        with self._lock:
            self._counted.append(counted)

    def __iter__(self) -> Iterator[ProblemKind]:
        """The commonest first."""
        if not self._counted:
            return
        first = pl.all().exclude(*_BY, "rows").sort_by("row", "place").first()
        found = pl.concat(self._counted).group_by(_BY).agg(first, pl.col("rows").sum())
        found = found.sort("rows", "row", "place", descending=[True, False, False]).drop("place")
        for row in found.iter_rows(named=True):
            yield ProblemKind(**row)
