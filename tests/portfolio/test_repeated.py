"""Rows that may be one claim twice say so, with the number of the first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

import kfees
from command_line import run
from kfees.portfolio.columns import recognise
from kfees.portfolio.fields import NUMBER
from kfees.portfolio.repeated import Repeats, repeats

COURSE = {"regimen": "crps-10-day", "setting": "consulting-rooms", "start": "2024-08-05"}
AGAIN_ON_DAY = "Row 2 has the same Claim No and start: is it one claim twice?"
AGAIN = "Row {} is the same in every column: is it one claim twice?"


def found(frame: pl.DataFrame, library: kfees.Library) -> tuple[Repeats, pl.DataFrame]:
    numbered = frame.with_row_index(NUMBER, 2)
    return repeats(numbered.lazy(), recognise(frame.schema, library)), numbered


def marks(frame: pl.DataFrame, library: kfees.Library, before: str | None = None) -> list[str | None]:
    """What is said of each row, in pieces of two rows that come in another order."""
    repeated, numbered = found(frame, library)
    pieces = [numbered.slice(first, 2) for first in range(0, numbered.height, 2)]
    priced = [
        repeated.marked(piece.drop(NUMBER).with_columns(please_check=pl.lit(before, pl.String)), piece)
        for piece in reversed(pieces)
    ]
    return pl.concat(reversed(priced))["please_check"].to_list()


def claims(ids: Sequence[object], **more: Sequence[object]) -> pl.DataFrame:
    return pl.DataFrame({"Claim No": ids, **more}, strict=False).with_columns(
        pl.lit(text).alias(name) for name, text in COURSE.items() if name not in more
    )


@pytest.mark.parametrize("ids", [["7", "8", "7", "9", "7"], [7, 8, 7, 9, 7], [" 7", "8", "7 ", "9", "7"]])
def test_the_same_id_and_first_day_are_marked_with_the_number_of_its_first_row(
    ids: list[object], library: kfees.Library
) -> None:
    frame = claims(ids, weight=[80, 80, 81, 80, 82])
    again = AGAIN_ON_DAY
    assert marks(frame, library) == [None, None, again, None, again]
    assert marks(frame, library, "Hm.") == ["Hm.", "Hm.", f"Hm. {again}", "Hm.", f"Hm. {again}"]
    assert found(frame, library)[0].rows == 2


def test_another_course_of_a_claim_is_no_repetition(library: kfees.Library) -> None:
    frame = claims(["7", "7", "7"], start=["2024-08-05", "2025-02-03", "2024-08-05 "])
    assert marks(frame, library) == [None, None, AGAIN_ON_DAY]


def test_a_claim_that_is_the_same_in_every_column_says_so(library: kfees.Library) -> None:
    frame = claims(["7", "8", "7", "8"], weight=[80, 80, 80, 81])
    assert marks(frame, library) == [
        None,
        None,
        AGAIN.format(2),
        "Row 3 has the same Claim No and start: is it one claim twice?",
    ]


def test_without_ids_a_row_is_held_against_all_columns(library: kfees.Library) -> None:
    frame = claims([""] * 4, worker=["A", "B", "A", "A"], nested=[[1], [1], [1], [2]]).drop("Claim No")
    assert marks(frame, library) == [None, None, AGAIN.format(2), None]


def test_rows_that_name_no_claim_are_no_repetition(library: kfees.Library) -> None:
    frame = claims([None, None, "-", "-", "n/a", "n/a"])
    assert marks(frame, library) == [None] * 6
    blank = claims([""] * 3, start=[None, None, "2024-08-05"]).drop("Claim No")
    assert marks(blank, library) == [None] * 3
    assert found(frame.clear(), library)[0].rows == 0


def test_the_command_marks_them_and_counts_them(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "Our claims\nid,regimen,setting,start,weight_kg,medical_charge\n"
        "7,crps-10-day,consulting-rooms,5/08/2024,80,1500\n"
        "8,crps-10-day,consulting-rooms,5/08/2024,8,1500\n"
        "7,crps-10-day,consulting-rooms,5/08/2024,80,1500\n"
        "8,crps-10-day,consulting-rooms,12/08/2024,8,1500\n"
        "8,crps-10-day,consulting-rooms,never,80,1500\n"
    )
    result = run("portfolio", str(source), "-o", str(output), "--allow-refused")
    assert "  1 row may be a claim again: see the column `please_check`." in result.messages
    checks = pl.read_csv(output, infer_schema=False)["please_check"].to_list()
    assert checks[0] is None
    assert checks[2] == AGAIN.format(3)
    assert [check.startswith("8 kg") or "8 kg" in check for check in (checks[1], checks[3])] == [True, True]
    assert not any("twice" in (check or "") for check in (checks[1], *checks[3:]))
    shown = run("portfolio", str(source), "--dry-run").output
    assert "1 row may be a claim again, which `please_check` will say." in shown
