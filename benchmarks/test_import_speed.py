"""Importing a workbook beside reading it with openpyxl; the figures must be right, the time is reported."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import kfees
from the_workbook import (
    FIRST_DAY,
    fee,
    import_and_write,
    make_workbook,
    read_with_fastexcel,
    read_with_openpyxl,
)

ROWS = 6_000

pytestmark = pytest.mark.benchmark(group=f"a workbook of {ROWS} items", min_rounds=3, max_time=0.1)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workbook(tmp_path_factory.mktemp("import") / "fees.xlsx", ROWS, wide=True)


def test_import_check_and_write(benchmark: BenchmarkFixture, workbook: Path, tmp_path: Path) -> None:
    library = kfees.load_schedules(environment={})
    number = count()
    result = benchmark(lambda: import_and_write(workbook, tmp_path / str(next(number)), library))
    assert [rate.amount for rate in result.rates] == [fee(row) for row in range(ROWS)]
    written = kfees.load_schedules(tmp_path / "0", environment={}).versions("invented")[0]
    assert (written.first_day, len(written.items)) == (FIRST_DAY, ROWS)


def test_fastexcel_reads_every_cell(benchmark: BenchmarkFixture, workbook: Path) -> None:
    assert benchmark(read_with_fastexcel, workbook) == ROWS + 1


def test_openpyxl_reads_every_cell(benchmark: BenchmarkFixture, workbook: Path) -> None:
    assert benchmark(read_with_openpyxl, workbook) == ROWS + 1
