"""What works out the results of a table's rows, whatever a row holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

import polars as pl

from kfees.portfolio.cells import PieceRead
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import NUMBER


class TablePricer(ABC):
    """Prices pieces of a table. `columns`: what was recognised of it; `results`: the columns that it adds."""

    columns: Columns
    results: Mapping[str, pl.DataType]

    @abstractmethod
    def rows_priced(self, piece: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The results of a piece's rows, each of its kind; and everything that is wrong with these, in their
        order, as refusals.LISTING says."""

    @abstractmethod
    def read(self, piece: pl.DataFrame) -> PieceRead:
        """The piece's cells."""

    def __call__(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The piece with its results beside it, in its own order."""
        return self.priced(piece)[0]

    def priced(self, piece: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The piece with its results, and what is wrong with its rows. Where the piece has its rows' numbers
        they are so numbered, and the result is not."""
        priced, refused = self.rows_priced(piece)
        if NUMBER in piece.columns:
            refused = refused.with_columns(piece[NUMBER].gather(refused["row"]).alias("row"))
        return piece.drop(NUMBER, strict=False).hstack(priced), refused

    def problems(self, piece: pl.DataFrame) -> pl.DataFrame:
        """What is wrong with the rows of a piece alone."""
        return self.priced(piece)[1]
