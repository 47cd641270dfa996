"""`kfees nwau --table`: a file of episodes, presentations and visits at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import kfees
from command_line import run

EXTRACT = """City Hospital 2025-26,,,,,,
Episode,AR-DRG,AECC class,Tier 2 clinic,Admission date,Separation date,Age
1,B71B,,,1/08/2025,11/08/2025,45
2,,E0110A,,,4/08/2025,30
3,,,10.14,,5/08/2025,17
4,B71B,,,1/08/2025,3/08/2025,old
Total,,,,,,
"""


@pytest.fixture
def extract(tmp_path: Path) -> str:
    path = tmp_path / "extract.csv"
    path.write_text(EXTRACT)
    return str(path)


def test_a_file_is_weighed_and_its_problems_are_listed(extract: str, tmp_path: Path) -> None:
    output, listing = str(tmp_path / "weighed.parquet"), str(tmp_path / "refused.csv")
    result = run("nwau", "--table", extract, "-o", output, "--problems", listing)
    assert result.status == 4
    assert "  weighed                  3\n" in result.messages
    assert (
        "Rows that hold nothing to weigh, and were left out:\n  1 total: row 7 ('Total')" in result.messages
    )
    found = pl.read_parquet(output)
    assert found["Episode"].to_list() == ["1", "2", "3", "4"]
    assert [str(amount) for amount in found["amount"]] == ["7806.70", "2059.09", "930.48", "None"]
    assert pl.read_csv(listing)["kind"].to_list() == ["bad-number"]
    again = run("nwau", "--table", extract, "-o", output, "--allow-refused", "--columns", "age=none")
    assert (again.status, pl.read_parquet(output)["problem"].null_count()) == (0, 4)


def test_a_file_and_python_say_the_same(extract: str, tmp_path: Path, library: kfees.Library) -> None:
    output = str(tmp_path / "weighed.csv")
    assert run("nwau", "--table", extract, "-o", output, "--allow-refused").status == 0
    rows = pl.read_csv(EXTRACT.encode(), skip_lines=1, infer_schema=False).head(4)
    alone = kfees.nwau_table(rows.lazy(), library).collect()
    written = pl.read_csv(output, infer_schema=False)
    assert written.equals(
        alone.cast({pl.Boolean: pl.String}).select(pl.all().cast(pl.String)), null_equal=True
    )


def test_what_is_understood_is_shown_first(extract: str) -> None:
    shown = run("nwau", "--table", extract, "--dry-run")
    assert shown.status == 0
    assert all(len(line) <= 80 for line in shown.output.splitlines())
    assert "C AECC class       emergency   E0110A" in shown.output
    understood = json.loads(run("nwau", "--table", extract, "--dry-run", "--format", "json").output)
    assert (understood["rows"], understood["refused"], understood["first_row"]) == (4, 1, 3)


def test_a_workbook_shows_weights_to_their_decimals(extract: str, tmp_path: Path) -> None:
    output = tmp_path / "weighed.xlsx"
    assert run("nwau", "--table", extract, "-o", str(output), "--allow-refused").status == 0
    again = run("nwau", "--table", str(output), "-o", str(tmp_path / "again.csv"))
    assert (again.status, "the results of pricing have these names" in again.messages) == (2, True)
    assert pl.read_excel(output, sheet_name="NWAU")["nwau"][0] == pytest.approx(1.0756)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--drg", "B71B", "-o", "x.csv"), "--output: of a file of rows"),
        (("--table", "x.csv", "--drg", "B71B", "-o", "y.csv"), "--drg: of one episode"),
        (("--table", "x.csv"), "Name the file to write: -o OUTPUT."),
        (("--table", "x.csv", "-o", "y.csv", "--format", "json"), "--format is of what --dry-run shows"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text(EXTRACT)
    result = run("nwau", *arguments)
    assert result.status == 2
    assert said in " ".join(result.messages.split())
