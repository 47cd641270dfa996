"""What would not read back as it was understood is named by its cell, and its row can be left out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.checking import check_written
from workbooks import fees, plain_rows, read, sheets


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"amount": Decimal("5.004")}, "not-written-alike"), ({"label": "Visit "}, "bad-text")],
)
def test_a_rate_that_reads_back_otherwise_can_be_left_out(
    changed: dict[str, Any], code: str, tmp_path: Path, library: kfees.Library
) -> None:
    tables = {"Part 1": fees(*plain_rows(3)), "Part 2": fees(("B1", "Visit", 5))}
    result = read(sheets(tmp_path / "w.xlsx", tables), library, sheets=("Part 1", "Part 2"))
    [version] = result.versions
    rates = [rate._replace(**changed) if rate.item == "B1" else rate for rate in result.rates]
    [problem] = check_written(version, version.facts, rates)
    assert (problem.code, problem.place) == (code, "'Part 2'!C2")
    assert problem.remedy.endswith('eave the row out with --skip-rows "Part 2:2".')
