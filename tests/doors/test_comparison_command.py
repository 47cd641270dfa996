"""`kfees portfolio --compare`: the table, the workbook and the chart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import matplotlib.image
import openpyxl
import polars as pl
import pytest

from command_line import Result, run
from kfees.documents.effect_chart import SHOWN_ITEMS, largest
from kfees.portfolio.effect import Change, Effect
from overlays import write_version
from portfolios import course, repeated

DAYS = ("--compare", "2024-07-01:2025-07-01")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.parquet"
    rows = [
        {**course(), "Notes": ""},
        {**course(setting="consulting-rooms", hospital_charge=None), "Notes": ""},
        {**course(setting="tent"), "Notes": ""},
    ]
    pl.DataFrame(rows).write_parquet(path)
    return path


def compared(source: Path, *more: str) -> Result:
    result = run("portfolio", str(source), *DAYS, *more)
    assert result.status == 0, result.messages
    return result


def test_the_table_shows_every_part_to_the_cent_and_what_it_rests_on(source: Path) -> None:
    lines = [" ".join(line.split()) for line in compared(source).output.splitlines()]
    below = dict(pairwise(lines))
    assert lines[0] == "2 courses as if under the schedules of 1 July 2024 and of 1 July 2025"
    assert lines[3] == "1 July 2024 Price Mix Unpriced 1 July 2025 Change"
    assert below["Total"] == "4,670.00 46.20 0.00 0.00 4,716.20 46.20"
    assert below["Private day hospital"] == "3,709.80 23.10 0.00 0.00 3,732.90 23.10"
    assert below["Day surgery band 1 (private-hospital:DS1)"] == "2,749.60 0.00 0.00 0.00 2,749.60 0.00"
    assert any(line.startswith("- On 1 July 2025: private-hospital of 1 July 2024, STALE") for line in lines)
    assert "- Rows that could not be priced, and are in no figure: 1." in lines


def test_the_table_fits_a_terminal(source: Path) -> None:
    frame = pl.read_parquet(source)
    repeated(frame, 20_000).write_parquet(source)
    assert max(map(len, compared(source).output.splitlines())) <= 80


def test_columns_that_are_not_used_are_named_beside_the_table(source: Path) -> None:
    result = compared(source)
    assert result.messages == "Columns not used: Notes\n"


def test_the_table_as_csv_is_exact(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "changes.csv"
    assert compared(source, "-o", str(output)).output == ""
    frame = pl.read_csv(output, infer_schema=False)
    assert frame.row(0, named=True) == {
        "part": "total", "name": "total", "label": "Total", "courses": "2", "services": "30",
        "before": "4670.00", "price": "46.20", "mix": "0.00", "other_kind": "0.00", "unpriced": "0.00",
        "after": "4716.20", "change": "46.20",
        "unpriced_services_before": "0", "unpriced_services_after": "0",
    }  # fmt: skip
    assert frame["part"].to_list() == ["total", "setting", "setting", "item", "item", "item"]


def test_a_price_in_place_of_a_floor_is_shown_apart(source: Path, tmp_path: Path) -> None:
    rows = ("2801,First,200.00,service", "2806,Later,100.00,service")
    write_version(tmp_path / "own", "medical", "2025-07-01", *rows, basis='"supplied"')
    chart = tmp_path / "chart.svg"
    output = compared(source, "--schedules", str(tmp_path / "own"), "--chart", str(chart)).output
    lines = [" ".join(line.split()) for line in output.splitlines()]
    assert lines[3] == "1 July 2024 Price Mix Other kind Unpriced 1 July 2025 Change"
    assert dict(pairwise(lines))["Total"].startswith("4,670.00 0.00 0.00 ")
    assert "- other kind: no change of price: a floor or another payer's price on one of the" in lines
    assert "of another kind" in chart.read_text()


def test_the_table_as_a_workbook_has_the_same_figures_and_its_notes(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "changes.xlsx"
    compared(source, "-o", str(output))
    rows = list(openpyxl.load_workbook(output)["Comparison"].iter_rows(values_only=True))
    assert str(rows[0][0]).startswith("2 courses as if under the schedules of 1 July 2024")
    total = dict(zip(rows[3], rows[4], strict=True))
    assert (total["before"], total["price"], total["after"]) == (4670, 46.2, 4716.2)
    assert any("STALE" in str(row[0]) for row in rows)


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_the_chart_is_an_image_of_its_ending(ending: str, source: Path, tmp_path: Path) -> None:
    chart = tmp_path / f"chart{ending}"
    compared(source, "--chart", str(chart))
    content = chart.read_bytes()
    if ending == ".png":
        height, width, _ = matplotlib.image.imread(chart).shape
        assert width == 2200
        assert 500 < height < 2200
    else:
        assert content.startswith({".svg": b"<?xml", ".pdf": b"%PDF"}[ending])


def test_the_chart_says_what_the_table_says(source: Path, tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    compared(source, "--chart", str(chart))
    text = chart.read_text()
    for part in (
        "Under the schedules of 1 July 2025: +$46 (+1.0 %)",
        "Private day hospital",
        "+$23 (+0.6 %)",
        "(2806)",
    ):
        assert part in text, part
    assert "Stale on 1 July 2025: private-hospital of 1 July 2024." in text


def test_a_portfolio_without_a_priced_row_has_a_chart_too(tmp_path: Path) -> None:
    source, chart = tmp_path / "in.csv", tmp_path / "chart.png"
    source.write_text("regimen,setting,start\nnone,nowhere,never\n")
    assert "and are in no figure: 1." in compared(source, "--chart", str(chart)).output
    assert chart.read_bytes().startswith(b"\x89PNG")


def test_many_items_share_a_bar_in_the_chart_and_stay_apart_in_the_table() -> None:
    items = [
        Change(f"medical:{number}", "Item", price=Decimal(number), after=Decimal(number))
        for number in range(40)
    ]
    comparison = Effect(date(2024, 7, 1), date(2025, 7, 1), by_item={item.name: item for item in items})
    shown = largest(comparison.items)
    assert len(shown) == SHOWN_ITEMS + 1
    assert sum(item.change for item in shown) == sum(range(40))
    assert len(comparison.items) == 40


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--compare", "2024-07-01"), "two days are needed"),
        (("--compare", "2024-07-01:soon"), "'soon' is not a date"),
        (("--compare", "2024-07-01:2025-07-01:2026-07-01"), "two days are needed"),
        ((*DAYS, "-o", "changes.parquet"), "Use one of: .csv, .xlsx."),
        ((*DAYS, "--chart", "chart.gif"), "Use one of: .png, .svg, .pdf."),
        ((*DAYS, "-o", "x.csv", "--chart", "x.csv"), "--chart would be the same file as --output"),
    ],
)
def test_what_cannot_be_compared_or_written_is_a_problem(
    flags: tuple[str, ...], said: str, source: Path
) -> None:
    result = run("portfolio", str(source), *flags)
    assert result.status == 2
    assert said in " ".join(result.messages.split())
