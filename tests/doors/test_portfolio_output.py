"""`kfees portfolio`: what a sheet or a text file can hold of a portfolio, and what is said of the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import polars as pl
import pytest

from command_line import run
from portfolios import course


def written(folder: Path, **columns: Any) -> Path:
    """A portfolio of one course for each value of these columns."""
    rows = len(next(iter(columns.values())))
    path = folder / "in.parquet"
    pl.DataFrame({**{name: [cell] * rows for name, cell in course().items()}, **columns}).write_parquet(path)
    return path


def in_a_sheet(source: Path) -> list[dict[str, Any]]:
    output = source.with_suffix(".xlsx")
    result = run("portfolio", str(source), "-o", str(output), "--allow-refused")
    assert result.status == 0, result.messages
    heading, *rows = openpyxl.load_workbook(output).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def refusal(source: Path, output: Path) -> str:
    before = sorted(source.parent.iterdir())
    result = run("portfolio", str(source), "-o", str(output))
    assert (result.status, result.output) == (2, "")
    assert sorted(source.parent.iterdir()) == before
    return " ".join(result.messages.split())


def test_a_day_with_a_time_zone_is_priced_and_keeps_its_zone_in_a_sheet(tmp_path: Path) -> None:
    start = datetime(2024, 8, 5, 0, 30, tzinfo=ZoneInfo("Australia/Melbourne"))
    (row,) = in_a_sheet(written(tmp_path, start=pl.Series([start], dtype=pl.Datetime("us", start.tzinfo))))
    assert row["start"] == "2024-08-05 00:30:00.000000+10:00"
    assert row["gap"] == 990.20


def test_a_charge_that_is_no_number_refuses_its_row_and_not_the_whole_sheet(tmp_path: Path) -> None:
    rows = in_a_sheet(written(tmp_path, hospital_charge=[3200.0, float("nan"), float("inf")]))
    assert [row["gap"] for row in rows] == [990.20, None, None]
    assert [row["problem"] is None for row in rows] == [True, False, False]


def test_text_that_looks_like_markup_stays_text_in_a_sheet(tmp_path: Path) -> None:
    notes = ["<r><t>Bold</t></r>", "<r>not <b>well-formed</r>"]
    rows = in_a_sheet(written(tmp_path, note=notes, **{"<r>column & more</r>": ["a", "b"]}))
    assert [str(row["note"]).strip() for row in rows] == notes
    assert [row[" <r>column & more</r>"] for row in rows] == ["a", "b"]


def test_a_claim_number_longer_than_a_sheets_numbers_keeps_every_digit(tmp_path: Path) -> None:
    claims = [12345678901234567, 12345678901234568]
    rows = in_a_sheet(written(tmp_path, id=claims))
    assert [row["id"] for row in rows] == [str(claim) for claim in claims]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_neither_text_nor_a_sheet_can_hold_is_refused_by_its_column(ending: str, tmp_path: Path) -> None:
    source = written(tmp_path, visits=[[1, 2]], scan=[b"\x00"], away=[timedelta(days=3)])
    said = refusal(source, tmp_path / f"out{ending}")
    assert "3 problems" in said
    assert f"visits its values, of the kind List(Int64), cannot stand in a {ending} file." in said
    assert run("portfolio", str(source), "-o", str(tmp_path / "out.parquet")).status == 0


def test_columns_that_no_cell_can_hold_stand_in_no_question_s_way(tmp_path: Path) -> None:
    source = written(tmp_path, visits=[[1, 2]], scan=[b"\x00"], away=[timedelta(days=3)])
    shown = run("portfolio", str(source), "--dry-run")
    assert (shown.status, "Not read: " in shown.output, "visits" in shown.output) == (0, True, True)
    pl.read_parquet(source).drop("start").write_parquet(source)
    assert "--columns" in refusal(source, tmp_path / "out.parquet")


def test_no_text_is_left_out_of_a_sheet_because_it_is_long(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, note=["x" * 40_000]), tmp_path / "out.xlsx")
    assert "note a text of 40,000 letters; a cell holds 32,767." in said


def test_no_column_is_left_out_of_a_sheet_because_it_is_too_far_right(tmp_path: Path) -> None:
    source = written(tmp_path, **{f"c{number}": [number] for number in range(16_384 - 20)})
    said = refusal(source, tmp_path / "out.xlsx")
    assert "beside the results a sheet holds" in said


def test_of_very_many_columns_a_few_are_named_in_lines_of_80(tmp_path: Path) -> None:
    source = written(tmp_path, **{f"column {number}": [number] for number in range(300)})
    result = run("portfolio", str(source), "-o", str(tmp_path / "out.csv"))
    assert " ".join(result.messages.split()).endswith("column 19 and 280 others")
    assert max(map(len, result.messages.splitlines()[1:])) <= 80  # the first names the file
    pl.DataFrame({f"column {number}": [number] for number in range(300)}).write_parquet(source)
    assert "column 18, column 19 and 280 others." in refusal(source, tmp_path / "other.csv")


def test_a_folder_that_may_not_be_written_to_is_named_and_not_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may write to any folder, so the system's answer is replaced and not the folder.
    monkeypatch.setattr("os.access", lambda *_: False)
    said = refusal(written(tmp_path, id=[1]), tmp_path / "out.csv")
    assert f"{tmp_path / 'out.csv'} you may not write to its folder." in said
