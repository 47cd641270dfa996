"""The kinds of problems of a portfolio's rows stand in one order, however they come."""

from __future__ import annotations

from random import Random

import polars as pl

from kfees.portfolio.problem_kinds import ProblemKinds
from kfees.portfolio.refusals import LISTING


def test_the_commonest_stand_first_and_then_those_of_the_first_row_in_its_own_order() -> None:
    columns = [f"column {number}" for number in range(30)]
    pieces = [
        pl.DataFrame(
            [
                {"row": row, "column": column, "value": None, "message": "m", "remedy": "r", "kind": "k"}
                for row in rows
                for column in (*columns, *(["often"] if row else []))
            ],
            schema=LISTING,
        )
        for rows in ((0,), (1, 2), (3,))
    ]
    for seed in range(5):
        kinds = ProblemKinds()
        for piece in Random(seed).sample(pieces, len(pieces)):  # noqa: S311  not a secret
            kinds.count(piece)
        assert [(kind.column, kind.rows, kind.row) for kind in kinds] == [
            *((column, 4, 0) for column in columns),
            ("often", 3, 1),
        ]
