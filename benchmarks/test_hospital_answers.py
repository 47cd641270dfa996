"""The hospital's episodes that the benchmarks price are all different, and priced as one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

import kfees
from portfolios import weight_of
from the_episodes import the_version
from the_hospital import FACTS, REMOTENESS, SETTINGS, drgs, hospital, mixed, unknown, weighings
from the_portfolio import portfolio, write_parquet

ROWS = 30_000
IN_AN_EPISODE = {"residence": "residence_remoteness", "treatment": "treatment_remoteness"}
LIBRARY = kfees.load_schedules(environment={})


def test_no_two_episodes_are_alike() -> None:
    frame = pl.concat([hospital(ROWS, 1), hospital(ROWS, 2, ROWS)])
    assert frame.select("drg", "nights", "start", "hospital_charge").is_unique().all()
    assert frame["id"].is_unique().all()


def test_a_hospital_has_every_drg_setting_year_remoteness_and_kind_of_stay() -> None:
    frame = hospital(ROWS)
    assert set(frame["drg"]) == set(drgs())
    assert set(frame["setting"]) == set(SETTINGS)
    assert set(frame["start"].dt.offset_by("-6mo").dt.year()) == {2024, 2025, 2026}
    assert set(frame["residence"]) == set(frame["treatment"]) == set(REMOTENESS)
    numbers = pl.col("icu_hours", "leave_days") > 0
    flags = pl.col("specialist_paediatric", "indigenous", "dialysis", "radiotherapy")
    assert min(frame.select(numbers, flags).sum().row(0)) > 100
    version = the_version()
    stays = weighings(2000).select("drg", "nights").iter_rows(named=True)
    weighed = [kfees.nwau(kfees.Episode.model_validate(stay), version) for stay in stays]
    assert {one.stay for one in weighed} == {"same day", "short stay", "inlier", "long stay"}


def alone(row: dict[str, Any]) -> dict[str, Any]:
    """What `kfees.price` says of a row's own request."""
    facts = {fact: row[fact] for fact in FACTS if fact not in IN_AN_EPISODE}
    stay = {"nights": row["nights"], "drg": row["drg"], "icu_eligible": True}
    names = {name: row[fact] for fact, name in IN_AN_EPISODE.items()}
    asked = {name: row[name] for name in ("regimen", "setting", "start", "weight_kg", "sessions")}
    charges = [{"payee": "hospital", "amount": row["hospital_charge"]}]
    request = {**asked, "charges": charges, "episode": {**facts, **stay, **names}}
    quote = kfees.price(kfees.CourseRequest.model_validate(request), LIBRARY)
    (hospital,) = quote.payees
    totals = ("maximum", "payable", "gap", "gap_least", "gap_most", "complete", "stale", "basis")
    return {
        **{f"hospital_{figure}": getattr(hospital, figure) for figure in ("maximum", "payable", "gap")},
        **{figure: getattr(quote.totals, figure) for figure in totals},
        "nwau": weight_of(quote),
        "please_check": " ".join(quote.please_check) or None,
        "problem": None,
    }


def test_every_episode_is_priced_as_it_is_alone() -> None:
    frame = hospital(300, 7)
    priced = kfees.price_portfolio(frame.lazy(), LIBRARY).collect()
    for row in priced.iter_rows(named=True):
        expected = alone(row)
        assert {name: row[name] for name in expected} == expected, row


def test_an_episode_of_an_unknown_drg_is_refused_and_every_such_drg_is_another() -> None:
    frame = unknown(500, 7)
    priced = kfees.price_portfolio(frame.lazy(), LIBRARY).collect()
    assert priced["problem"].null_count() == 0
    assert pl.concat([frame, unknown(500, 8)])["drg"].is_unique().all()


def test_half_of_a_mixed_portfolio_are_textbook_courses_as_they_stand() -> None:
    both = mixed(1000)
    courses = both.filter(pl.col("id").str.starts_with("claim")).sort("id")
    assert_frame_equal(courses.select(portfolio(1).columns), portfolio(500), check_dtypes=False)
    episodes = both.filter(pl.col("id").str.starts_with("episode")).sort("id")
    assert_frame_equal(episodes.select(hospital(1).columns), hospital(500, first=500), check_dtypes=False)


def test_a_hospital_on_disk_has_the_rows_it_says(tmp_path: Path) -> None:
    write_parquet(tmp_path / "h.parquet", 2500, hospital)
    assert_frame_equal(pl.read_parquet(tmp_path / "h.parquet"), hospital(2500), check_dtypes=False)
