"""Columns of a portfolio that somebody names, in files with headings of their own or with none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

import kfees
from command_line import run
from kfees.library.library import Library
from kfees.model.problems import InputError
from kfees.portfolio.columns import Columns, recognise
from kfees.portfolio.files import Source, columns_of, open_portfolio
from kfees.portfolio.named import Named

HEADING = ("Ref", "Scheme", "Where", "Svc Dt", "Mass, kg", "Hosp", "Hosp")
ROWS = (
    ("007", "crps-10-day", "private-day-hospital", "n/a", "80", "3200", "1"),
    ("008", "CRPS 10 day", "Private day hospital", "5/08/2024", "75kg", "$3,200.00", "2"),
    ("009", "crps-10-day", "consulting-rooms", "6/08/2024", "60", "", ""),
)
BY_LETTER = {"regimen": "B", "setting": "C", "start": "D", "weight_kg": "E"}
BY_HEADING = {"regimen": "scheme", "setting": "Where", "start": "SVC  DT", "weight_kg": "mass, kg"}


def as_text(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def as_page(rows: Sequence[Sequence[str]]) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    return f"<html><table>{cells}</table></html>".encode()


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
    return content.getvalue()


KINDS: dict[str, Callable[[Sequence[Sequence[str]]], bytes]] = {
    "claims.csv": as_text,
    "claims.html": as_page,
    "claims.xlsx": as_workbook,
}


@pytest.fixture(params=KINDS)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Path]:
    def written(*rows: Sequence[str]) -> Path:
        path = tmp_path / str(request.param)
        path.write_bytes(KINDS[path.name](rows))
        return path

    return written


def read(source: Source, library: Library) -> list[tuple[object, ...]]:
    """The rows of the fields of BY_LETTER, as texts."""
    found = columns_of(source, library).by_field
    names = [pl.col(found[field]).cast(pl.String).fill_null("").alias(field) for field in BY_LETTER]
    return source.frame.select(names).collect().rows()


AS_WRITTEN = [row[1:5] for row in ROWS]


@pytest.mark.parametrize("named", [BY_LETTER, BY_HEADING])
@pytest.mark.parametrize("above", [(), (("Claims extract",), ("June", "all payers"))])
def test_columns_go_by_letters_or_headings_below_titles_too(
    named: dict[str, str],
    above: Sequence[Sequence[str]],
    file: Callable[..., Path],
    library: kfees.Library,
) -> None:
    source = open_portfolio(str(file(*above, HEADING, *ROWS)), named)
    assert read(source, library) == AS_WRITTEN
    assert source.first_row == len(above) + 2
    assert columns_of(source, library).unused[0] == "Ref"


@pytest.mark.parametrize("above", [(), (("Claims extract",),)])
def test_a_table_without_headings_loses_no_row(
    above: Sequence[Sequence[str]], file: Callable[..., Path], library: kfees.Library
) -> None:
    source = open_portfolio(str(file(*above, *ROWS)), BY_LETTER)
    assert read(source, library) == AS_WRITTEN
    assert source.first_row == len(above) + 1
    assert source.frame.collect_schema().names() == list("ABCDEFG")


def test_headings_with_digits_are_headings_beside_others_that_are_known(
    file: Callable[..., Path], library: kfees.Library
) -> None:
    heading = ("Ref", "Scheme 2", "Where 1", "Svc Dt 1", "Mass 1", "Age", "Nights")
    source = open_portfolio(str(file(heading, *ROWS)), BY_LETTER)
    assert (read(source, library), source.first_row) == (AS_WRITTEN, 2)
    assert columns_of(source, library).by_field["nights"] == "Nights"


def test_letters_are_those_of_the_sheet(tmp_path: Path, library: kfees.Library) -> None:
    path = tmp_path / "claims.xlsx"
    shifted = [("", "", *row) for row in (HEADING, *ROWS)]
    path.write_bytes(as_workbook([(), (), *shifted]))
    letters = {"regimen": "D", "setting": "E", "start": "F", "weight_kg": "G"}
    source = open_portfolio(str(path), letters)
    assert (read(source, library), source.first_row) == (AS_WRITTEN, 4)
    path.write_bytes(as_workbook([(), *shifted[1:]]))
    source = open_portfolio(str(path), letters)
    assert (read(source, library), source.first_row) == (AS_WRITTEN, 2)
    assert source.frame.collect_schema().names() == list("CDEFGHI")


def test_a_missing_column_is_offered_by_what_stands_in_the_others(
    file: Callable[..., Path], library: kfees.Library
) -> None:
    for rows in ((HEADING, *ROWS), ROWS, (("Our claims",), HEADING, *ROWS)):
        path = file(*rows)
        named: dict[str, str] = {}
        for field, letter in (("regimen", "B"), ("setting", "C"), ("start", "D")):
            with pytest.raises(InputError) as refused:
                columns_of(open_portfolio(str(path), named), library)
            problem = refused.value.problems[0]
            assert (problem.place, problem.code) == (field, "missing-column")
            assert problem.remedy.startswith(f"Pass --columns {field}={letter}, or the letter")
            named[field] = letter
        assert [row[:3] for row in read(open_portfolio(str(path), named | BY_LETTER), library)] == [
            row[1:4] for row in ROWS
        ]


def named(library: Library, names: Sequence[str], **columns: str) -> Columns:
    return recognise({name: pl.String() for name in names}, library, Named(columns))


USUAL = ("regimen", "setting", "start")


def test_what_is_named_wins_over_a_heading_and_none_is_no_column(library: kfees.Library) -> None:
    names = (*USUAL, "First day", "Nights", "Hospital charge")
    found = named(library, names, start="D", nights="none", admitted="D")
    assert found.by_field["start"] == found.by_field["admitted"] == "First day"
    assert "nights" not in found.by_field
    assert found.unused == ("start", "Nights")
    with pytest.raises(InputError) as refused:
        named(library, names)
    (problem,) = refused.value.problems
    assert (
        problem.remedy == "Rename the one that is not meant, or pass --columns start=C or --columns start=D."
    )
    assert named(library, names, start="C").unused == ("First day",)


@pytest.mark.parametrize(
    ("columns", "message", "remedy"),
    [
        ({"weight_kg": "Mass"}, "there is no column 'Mass'.", "E 'Sum'."),
        (
            {"hospital_charge": "Sum"},
            "several columns are headed 'Sum'.",
            "Pass --columns hospital_charge=D or",
        ),
        (
            {"provider_charge": "D"},
            "courses of WorkSafe have no provider_charge.",
            "Leave it out, or name one",
        ),
        ({"start": "none"}, "there is no such column.", "Add it; the columns are: "),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_can(
    columns: dict[str, str], message: str, remedy: str, library: kfees.Library
) -> None:
    with pytest.raises(InputError) as refused:
        named(library, (*USUAL, "Sum", "Sum_1"), **columns)
    (problem,) = refused.value.problems
    assert problem.message == message
    assert remedy in problem.remedy


def test_a_column_that_is_named_has_to_hold_what_can_be_read(library: kfees.Library) -> None:
    schema = {**{name: pl.String() for name in USUAL}, "Flag": pl.Boolean()}
    with pytest.raises(InputError, match="numbers cannot be read from values of the kind Boolean"):
        recognise(schema, library, Named({"weight_kg": "Flag"}))


def test_a_named_column_of_payers_names_each_rows_payer(library: kfees.Library) -> None:
    frame = pl.DataFrame({"Scheme": ["the TAC"], "regimen": "crps-10-day", "start": "5/8/2024"})
    found = recognise(frame.schema, library, Named({"payer": "A"}))
    assert "currency" in found.known.results
    assert (
        "currency"
        not in recognise(
            {"payer": pl.String(), **{name: pl.String() for name in USUAL}}, library, Named({"payer": "none"})
        ).known.results
    )


@pytest.mark.parametrize("more", [(), ("--compare", "2024-07-01:2025-07-01")])
def test_the_command_takes_columns_that_add_up_and_refuses_roles_that_are_none(
    more: tuple[str, ...], tmp_path: Path
) -> None:
    path, output = tmp_path / "claims.csv", tmp_path / "priced.csv"
    path.write_bytes(as_text(ROWS[1:]))
    flags = ("--columns", "regimen=B,setting=C,start=D", "--columns", "weight_kg=E,hospital_charge=F")
    result = run("portfolio", str(path), "-o", str(output), *flags, *more)
    assert result.status == 0, result.messages
    if not more:
        priced = pl.read_csv(output, infer_schema=False)
        assert priced["hospital_gap"].to_list() == ["450.40", None]
        assert priced["D"].to_list() == ["5/08/2024", "6/08/2024"]
    wrong = run("portfolio", str(path), "-o", str(output), "--columns", "strt=B", *more)
    assert wrong.status == 2
    assert "Did you mean 'start'?" in wrong.messages
