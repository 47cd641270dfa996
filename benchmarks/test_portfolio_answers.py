"""The peers of a portfolio answer as kfees does, so that comparing their times means something."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

import kfees
from openfisca_portfolio import arrays, differences, price_portfolio
from polars_join_peer import price_by_join, ready_prices
from the_portfolio import REGIMENS, SETTINGS, portfolio, write_parquet

ROWS = 30_000


def test_openfisca_finds_the_same_maximums_and_gaps_in_every_course() -> None:
    frame = portfolio(ROWS)
    ours = kfees.price_portfolio(frame.lazy(), kfees.load_schedules()).collect()
    assert ours["problem"].null_count() == ours["complete"].sum() == ROWS
    assert differences(ours, price_portfolio(arrays(frame))) == []


def test_a_cent_in_one_course_would_be_seen() -> None:
    frame = portfolio(100)
    ours = kfees.price_portfolio(frame.lazy(), kfees.load_schedules()).collect()
    theirs = price_portfolio(arrays(frame))
    theirs["gap"][17] += 0.01
    assert differences(ours, theirs) == ["gap"]


def test_a_join_of_ready_prices_writes_the_same_columns() -> None:
    frame, library = portfolio(ROWS // 10), kfees.load_schedules()
    ours = kfees.price_portfolio(frame.lazy(), library).collect()
    assert_frame_equal(ours, price_by_join(frame, ready_prices(frame, library)))


def test_the_portfolio_has_every_regimen_setting_and_schedule_year() -> None:
    frame = portfolio(ROWS)
    assert set(frame["regimen"]) == set(REGIMENS)
    assert set(frame["setting"]) == set(SETTINGS)
    assert set(frame["start"].dt.offset_by("-6mo").dt.year()) == {2024, 2025, 2026}


def test_a_portfolio_on_disk_has_the_rows_it_says(tmp_path: Path) -> None:
    write_parquet(tmp_path / "p.parquet", 2500)
    assert_frame_equal(pl.read_parquet(tmp_path / "p.parquet"), portfolio(2500), check_dtypes=False)
