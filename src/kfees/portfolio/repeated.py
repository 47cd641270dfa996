"""Rows that may be one claim twice: the same id and first day, as a claim may have several courses; or, where
there are no ids, the same in every column."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import NUMBER, REQUIRED
from kfees.reading.as_written.amounts import EMPTY

_KEYS = _KEY, _OTHER_KEY = "the claim", "the claim, to be sure"
_FIRST, _WHOLE, _FIRST_WHOLE = "its first row", "the whole row", "its first whole row"
_SEED, _OTHER_SEED = 1, 2


@dataclass(frozen=True)
class Repeats:
    """`firsts`: of each claim that stands in several rows its key, the number of its first row and what that
    row holds. `rows`: how many others there are."""

    columns: Columns
    firsts: pl.DataFrame
    rows: int

    def marked(self, priced: pl.DataFrame, piece: pl.DataFrame) -> pl.DataFrame:
        """What was priced of a numbered piece, with the first row of each repeated claim in its
        `please_check`."""
        if not self.rows:
            return priced
        keys = _keyed(piece.lazy(), self.columns, self.firsts[_KEY]).collect()
        later = keys.join(self.firsts, on=_KEYS).filter(pl.col(NUMBER) > pl.col(_FIRST))
        same = pl.when(pl.col(_WHOLE) == pl.col(_FIRST_WHOLE)).then(pl.lit("is the same in every column"))
        named = " and ".join(_names(self.columns))
        what = same.otherwise(pl.lit(f"has the same {named}"))
        said = pl.format("Row {} {}: is it one claim twice?", _FIRST, what)
        rows = piece.select(NUMBER).join(later.select(NUMBER, said=said), on=NUMBER, how="left")
        marks = pl.concat_str("please_check", rows["said"], separator=" ", ignore_nulls=True)
        return priced.with_columns(pl.when(rows["said"].is_not_null()).then(marks).otherwise("please_check"))


def repeats(rows: pl.LazyFrame, columns: Columns) -> Repeats:
    """Looks through numbered rows once; only where a claim may be repeated are those rows looked at again. A
    table of no courses repeats none."""
    if "please_check" not in columns.results:
        return Repeats(columns, pl.DataFrame(), 0)
    keys = rows.select(_key(columns, _SEED)).collect(engine="streaming").to_series().sort()
    several = keys.filter(keys == keys.shift()).unique()
    again = rows if several.len() else rows.clear()
    found = _keyed(again, columns, several).collect(engine="streaming")
    claims = found.sort(NUMBER).group_by(_KEYS, maintain_order=True)
    firsts = claims.agg(
        pl.col(NUMBER).first().alias(_FIRST), pl.col(_WHOLE).first().alias(_FIRST_WHOLE), pl.len()
    )
    firsts = firsts.filter(pl.col("len") > 1)
    return Repeats(columns, firsts.drop("len"), int((firsts["len"] - 1).sum()))


def _key(columns: Columns, seed: int) -> pl.Expr:
    """What tells claims apart: the id and the first day, or without ids all that a row holds."""
    names = _names(columns)
    return (pl.struct(map(_text, names)).hash(seed) if names else _whole(seed)).alias(_KEY)


def _names(columns: Columns) -> list[str]:
    """The columns of the id and of the first day; none where no row has an id."""
    by_field = columns.by_field
    return [by_field[field] for field in ("id", "start") if field in by_field] if "id" in by_field else []


def _keyed(rows: pl.LazyFrame, columns: Columns, keys: pl.Series) -> pl.LazyFrame:
    """The numbers of the rows with one of these keys that name a claim."""
    name = columns.by_field.get("id")
    of_course = ("start",) if name is None else REQUIRED
    needed = [columns.by_field[field] for field in of_course if field in columns.by_field]
    named = ~_text(name).str.to_lowercase().is_in(list(EMPTY)) if name is not None else pl.lit(True)
    key, other = _key(columns, _SEED), _key(columns, _OTHER_SEED).alias(_OTHER_KEY)
    found = rows.filter(key.is_in(keys.implode()), named, pl.any_horizontal(pl.col(needed).is_not_null()))
    return found.select(NUMBER, key, other, _whole(_SEED).alias(_WHOLE))


def _text(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.strip_chars()


def _whole(seed: int) -> pl.Expr:
    return pl.struct(pl.all().exclude(NUMBER)).hash(seed)
