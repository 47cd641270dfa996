"""The codes are looked for in columns that hold those of the whole table, and nothing else is offered."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.codes import Code, read_codes
from kfees.reading.cell import Cell
from workbooks import amounts, codes, only_problem, read

Lines = list[tuple[str, ...]]


def file(tmp_path: Path, rows: Lines) -> Path:
    path = tmp_path / "fees.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


WORDS = ["Visit", "Long visit", "Report", "Scan of the knee", "Infusion, each hour", "Cast"]
CHARGES: Lines = [
    ("chg_cod_ext_id", "chg_desc", "chg_amt_1", "cpt4_ext_id"),
    *((f"10{n}", words, f"{n}0.50", "99281" if n == 2 else "") for n, words in enumerate(WORDS)),
]
NAMED: Lines = [("Charge", "Unit Price"), *((words, f"${n}1.00") for n, words in enumerate(WORDS))]
OF_A_PLACE: Lines = [
    ("Service Area", "Description", "Charge"),
    *(("All Saints Medical Centre", words, f"{n}1") for n, words in enumerate(WORDS)),
]
OF_PROVIDERS: Lines = [
    ("DRG Definition", "Provider Id", "Average Charges"),
    *((f"00{n} - {words.upper()}", f"3401{n % 2}", f"{n}17.85") for n, words in enumerate(WORDS)),
]


@pytest.mark.parametrize(
    ("rows", "offered"),
    [(CHARGES, "AD"), (NAMED, "A"), (OF_A_PLACE, "B"), (OF_PROVIDERS, "AB")],
    ids=["another list's codes", "words alone", "of one place", "of two providers"],
)
def test_what_could_be_the_codes_is_offered_and_each_row_has_one(
    rows: Lines, offered: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = file(tmp_path, rows)
    problem = only_problem(read(path, library))
    assert problem.code == "which-item-column"
    assert problem.remedy == f"Pass {' or '.join(f'--columns item={letter}' for letter in offered)}."
    result = read(path, library, columns={"item": offered[0]})
    assert len(result.rates) == len(WORDS)
    assert result.problems == []


DRUGS: Lines = [
    ("HCPCS Code", "Short Description", "HCPCS Code Dosage", "Payment Limit"),
    ("J0131", "Drug one", "10 MG", "146.442"),
    ("J0171", "Drug two", "1 ML", "0.813"),
    ("90371", "Drug three", "150 IU", "12.50"),
]
STATUS: Lines = [
    ("", "", "STATUS", "MAXIMUM"),
    ("HCPCS", "DESCRIPTION", "CODE", "FEE"),
    *((f"9921{n}", words, "A" if n else "J", f"{n}1.50") for n, words in enumerate(WORDS)),
]


def test_a_dosage_or_a_status_is_no_item_code(tmp_path: Path, library: kfees.Library) -> None:
    found = amounts(read(file(tmp_path, STATUS), library))
    assert found["99214"] == "41.50"
    problem = only_problem(read(file(tmp_path, DRUGS), library))
    assert problem.remedy == "Pass --columns amount=D."


def test_a_point_that_groups_nothing_in_one_amount_groups_nothing_in_the_others(
    tmp_path: Path, library: kfees.Library
) -> None:
    answer: dict[str, Any] = {"columns": {"amount": "D"}}
    assert codes(read(file(tmp_path, DRUGS), library, **answer)) == ["part-of-a-cent"]
    assert "either-number" in codes(read(file(tmp_path, DRUGS[:2]), library, **answer))


def test_modifiers_in_some_rows_are_not_the_codes_of_a_table_without_headings(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows: Lines = [(f"{10004 + n // 2}", "26" if n % 3 == 2 else "", f"{n}1.50", "N") for n in range(6)]
    found = codes(read(file(tmp_path, rows), library))
    assert found[0] == "which-item-column"


@pytest.mark.parametrize("mark", [" - ", ": ", " – ", "- "])
def test_a_code_before_its_words_in_every_row_is_the_code(mark: str) -> None:
    cells = [Cell("text", f"00{n}{mark}{words}") for n, words in enumerate(WORDS)]
    found = list(read_codes(cells))
    assert [code.text for code in found if isinstance(code, Code)] == [f"00{n}" for n in range(6)]


@pytest.mark.parametrize("other", ["Visit - long", "001 - Another", "17"])
def test_where_one_row_is_otherwise_words_are_not_taken_from_their_codes(other: str) -> None:
    cells = [Cell("text", f"00{n} - {words}") for n, words in enumerate(WORDS)]
    found = list(read_codes([*cells, Cell("text", other)]))
    assert not any(isinstance(code, Code) and code.text == "001" for code in found)


def test_the_headings_of_a_list_stand_below_what_is_said_of_the_hospital(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows: Lines = [
        ("hospital_name", "last_updated_on", "version"),
        ("All Saints", "2026-01-01", "2.2.0"),
        ("description", "code|1", "code|1|type", "code|2", "setting", "notes", "standard_charge|gross"),
        *(
            (words, f"9928{n}", "CPT", "450", "outpatient", "", f"{n}50.00")
            for n, words in enumerate(WORDS, start=1)
        ),
    ]
    found = amounts(read(file(tmp_path, rows), library))
    assert found["99283"] == "350.00"


def test_a_price_list_of_words_without_headings_loses_no_row(tmp_path: Path, library: kfees.Library) -> None:
    rows: Lines = [("PRICE LIST",), *((f"{words} ({n}0 min)", f"${n}25") for n, words in enumerate(WORDS, 1))]
    path = file(tmp_path, rows)
    assert only_problem(read(path, library)).remedy == "Pass --columns item=A."
    found = amounts(read(path, library, columns={"item": "A"}))
    assert len(found) == len(WORDS)
    assert found["Visit (10 min)"] == "125.00"


@pytest.mark.parametrize(
    ("above", "heading", "named"),
    [
        ("Item", "Number", ("A1", "A2", "B1")),
        ("", "No.", ("DS1", "DS2", "DS10")),
        ("", "Clinic code", ("0001", "0002", "0010")),
        ("", "No.", ("101", "102", "201")),
    ],
)
def test_the_only_column_that_can_hold_codes_is_not_asked_about(
    above: str, heading: str, named: tuple[str, ...], tmp_path: Path, library: kfees.Library
) -> None:
    heads: Lines = [(above, "", ""), (heading, "Service", "Fee")]
    rows: Lines = [*heads, *((code, words, "60.50") for code, words in zip(named, WORDS, strict=False))]
    result = read(file(tmp_path, rows), library)
    assert result.problems == []
    assert set(amounts(result)) == set(named)


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("No.", ("1", "2", "3")),
        ("Provider no.", ("A11", "A12", "A13")),
        ("Category code", ("A1", "A1", "B1")),
        ("Clinic code", ("A11", "A12", "")),
    ],
    ids=["a count of rows", "of providers", "of categories", "not in every row"],
)
def test_what_may_be_other_codes_is_asked_about(
    heading: str, named: tuple[str, ...], tmp_path: Path, library: kfees.Library
) -> None:
    rows: Lines = [
        (heading, "Service", "Fee"),
        *((one, w, "60.50") for one, w in zip(named, WORDS, strict=False)),
    ]
    assert only_problem(read(file(tmp_path, rows), library)).remedy == "Pass --columns item=A."
