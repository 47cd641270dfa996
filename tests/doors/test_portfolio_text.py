"""`kfees portfolio`: text files as spreadsheets of several countries write them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from command_line import run

HEADING = "id;regimen;setting;start;weight;hospital"
ROWS = ("1;crps-10-day;private-day-hospital;5.8.2024;80;3200", "2;crps-10-day;private-day-hospital;never;80;")


def refusal(source: Path, output: Path) -> str:
    result = run("portfolio", str(source), "-o", str(output))
    assert (result.status, output.exists()) == (2, False)
    return " ".join(result.messages.split())


@pytest.mark.parametrize(
    "above",
    [
        (),
        ("sep=;",),
        ("\ufeffsep=;",),
        ("", ""),
        ("Our portfolio;;;;;", "June; by us;;;;", ""),
        ("a,b,c",),
    ],
)
def test_titles_above_the_heading_are_passed_over_and_rows_keep_their_numbers(
    above: tuple[str, ...], tmp_path: Path
) -> None:
    source, output, problems = (tmp_path / name for name in ("in.csv", "out.parquet", "problems.csv"))
    source.write_text("\n".join((*above, HEADING, *ROWS, "")), encoding="utf-8")
    result = run("portfolio", str(source), "-o", str(output), "--problems", str(problems))
    assert result.status == 4, result.messages
    priced = pl.read_parquet(output)
    assert priced.columns[:6] == HEADING.split(";")
    assert [str(gap) for gap in priced["hospital_gap"]] == ["450.40", "None"]
    assert pl.read_csv(problems)["row"].to_list() == [len(above) + 3]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\n\0\x1b[2J\n", "in.csv"),
        (b"regimen,setting,start\na,b,c,d\n", "a row has more cells than the heading."),
    ],
)
def test_a_text_file_that_excel_made_is_refused_with_what_to_do(
    content: bytes, said: str, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    assert said in refusal(source, tmp_path / "out.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_in_any_encoding_with_any_separator_is_one_table(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.parquet"
    lines = (
        "Unser Träger",
        "id;regimen;setting;start;weight",
        "Müller;crps-10-day;consulting-rooms;5.8.2024;80",
    )
    source.write_bytes("\r\n".join(lines).replace(";", separator).encode(encoding))
    result = run("portfolio", str(source), "-o", str(output))
    assert result.status == 0, result.messages
    assert pl.read_parquet(output).select("id", "maximum").rows() == [("Müller", Decimal("960.20"))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_of_txt_is_read_by_what_separates_its_cells(separator: str, tmp_path: Path) -> None:
    source, output = tmp_path / "in.txt", tmp_path / "out.parquet"
    source.write_text("\n".join((HEADING, *ROWS)).replace(";", separator))
    result = run("portfolio", str(source), "-o", str(output))
    assert result.status == 4, result.messages
    assert [str(gap) for gap in pl.read_parquet(output)["hospital_gap"]] == ["450.40", "None"]


@pytest.mark.parametrize("ending", [".txt", ".csv", ".tsv"])
def test_a_text_file_is_read_by_what_it_holds_and_not_by_its_ending(ending: str, tmp_path: Path) -> None:
    frame = pl.DataFrame([row.split(";") for row in ROWS], HEADING.split(";"), orient="row")
    source, page = tmp_path / f"in{ending}", tmp_path / f"page{ending}"
    frame.write_excel(tmp_path / "in.xlsx")
    (tmp_path / "in.xlsx").rename(source)
    rows = "".join(f"<tr><td>{'<td>'.join(cells)}</tr>" for cells in (frame.columns, *frame.rows()))
    page.write_text(f"<html><table>{rows}</table></html>")
    for one in (source, page):
        assert run("portfolio", str(one), "-o", str(tmp_path / "out.parquet")).status == 4
        assert [str(gap) for gap in pl.read_parquet(tmp_path / "out.parquet")["hospital_gap"]] == [
            "450.40",
            "None",
        ]


def test_an_amount_that_is_too_large_refuses_its_own_row_in_a_file_of_one_fee(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.parquet"
    for amount in ("9,999,999,999,999,999", "9,999,999,999,999,999,999", "1234567890123"):
        rows = "".join(
            f'\ncrps-10-day,private-day-hospital,2024-08-05,80,"{one}"' for one in (amount, "3200")
        )
        source.write_text(f"regimen,setting,start,weight,hospital fee{rows}\n")
        result = run("portfolio", str(source), "-o", str(output))
        assert result.status == 4
        assert [str(gap) for gap in pl.read_parquet(output)["hospital_gap"]] == ["None", "450.40"]
        assert "Called a fee, and read as all that is charged: hospital fee" in result.messages
        of_one = ("--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05")
        single = run("quote", *of_one, "--weight", "80", "--charge", f"hospital={amount}")
        assert (
            single.status,
            "more digits than a number here can have" in " ".join(single.messages.split()),
        ) == (2, True)
        assert "more digits than a number here can have" in " ".join(result.messages.split())


def test_a_heading_with_a_comma_between_semicolons_is_one_column(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "regimen;setting;start;Weight (kg, measured)\ncrps-10-day;consulting-rooms;2024-08-05;80\n"
    )
    result = run("portfolio", str(source), "-o", str(tmp_path / "out.csv"))
    assert (result.status, "Columns not used: Weight (kg, measured)" in result.messages) == (4, True)
