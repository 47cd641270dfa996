"""A question about a cell ends when what it says is passed, whichever of its ways is taken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.flags import set_cells
from workbooks import As, Row, amounts, book, fees, only_problem, plain_rows, read

STANDING_FOR = {"CODE": "X1", "AMOUNT": "12.50"}


def flags_of(remedy: str) -> list[dict[str, Any]]:
    """What each --set or --skip-rows of a remedy asks for, its placeholders filled in."""
    found: list[dict[str, Any]] = []
    for cell, words in re.findall(r'--set "?([A-Z]+[0-9]+)=([^",;]+?)"?(?=[,;.]? |[,;.]?$)', remedy):
        found.append({"set_cells": {cell: STANDING_FOR.get(words, words)}})
    found += [{"skip_rows": {int(row)}} for row in re.findall(r"--skip-rows ([0-9]+)(?![0-9,-])", remedy)]
    return found


POINTED = [(f"10.{number}", "Clinic", 50) for number in range(11, 31)]
OF_CODES: dict[str, list[Row]] = {
    "a number longer than its neighbours": [*POINTED, ("10.356", "Clinic", 60)],
    "typed 1E05": [("1E04", "x", 100), (As(100000, "0.00E+00"), "y", 110), ("1E06", "z", 120)],
    "typed 1E5": [("1E4", "x", 100), (100000, "y", 110), ("3E6", "z", 120)],
    "typed 12E05": [("12E04", "x", 100), (1200000, "y", 110), ("34E06", "z", 120)],
    "saved as a power": [("1E04", "x", 100), ("1.00E+05", "y", 110), ("1E06", "z", 120)],
    "hidden digits": [*plain_rows(3), (As(103.5, "0"), "x", 50)],
    "a day": [("10-10", "Visit", 50), (As(45971, "d-mmm"), "Visit", 60)],
    "two codes": [("2801, 2806", "Visits", 50), ("104", "Visit", 60)],
    "a modifier of digits": [("36415 26", "Visits", 50), ("36415", "Visit", 60)],
    "negative": [(-5, "Visits", 50), ("36415", "Visit", 60)],
    "too long": [("1" * 80, "Visits", 50), ("36415", "Visit", 60)],
    "a note in brackets": [*plain_rows(3), ("A1 (new)", "Visits", 50)],
    "a note behind a dash": [*plain_rows(3), ("DS1 - revised", "Visits", 50)],
    "a note in words": [*plain_rows(3), ("2801 see note 2", "Visits", 50)],
    "shown as words": [*plain_rows(3), (As(2801, '"n/a"'), "Visits", 50)],
    "shown in thousands": [*plain_rows(3), (As(2801000, "0,"), "Visits", 50)],
    "no code": [*plain_rows(2), (None, "Later visit", 90)],
}


@pytest.mark.parametrize("rows", OF_CODES.values(), ids=OF_CODES)
def test_a_question_about_a_code_ends_with_any_of_its_answers(
    rows: list[Row], tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*rows))
    problem = only_problem(read(path, library))
    ways = flags_of(problem.remedy)
    assert len(ways) >= 2, problem.remedy
    for way in ways:
        found = amounts(read(path, library, **way))
        for words in way.get("set_cells", {}).values():
            assert words in found


OF_AMOUNTS = [
    "(12.50)",
    "12.5%",
    "12.3.4",
    "1O5.00",
    "US$12.50",
    "1e3",
    99999999999,
    True,
    "#N/A",
    As(45000, "d/mm/yyyy"),
]


@pytest.mark.parametrize("typed", OF_AMOUNTS, ids=str)
def test_a_question_about_an_amount_ends_with_any_of_its_answers(
    typed: object, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", typed), *plain_rows(5)))
    for way in flags_of(only_problem(read(path, library)).remedy):
        assert amounts(read(path, library, **way)).get("2801", "12.50") == "12.50"


@pytest.mark.parametrize(
    "codes",
    [
        [f"DS{number}" for number in range(1, 13)],
        [*map(str, range(2801, 2813)), "17645", "18360"],
        [*(f"A{number}" for number in range(90, 110))],
        ["36415-QW", "2801/1", "36415", "DS10", "M", "HIT", "0101"],
        ["36415-QW", "36415-26", "36415"],
        ["1E04", "1E05", "1E06", "A10"],
    ],
    ids=str,
)
def test_plain_codes_are_read_as_they_stand(codes: list[str], tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*((code, "Visit", 50) for code in codes)))
    assert list(amounts(read(path, library))) == codes


def test_a_modifier_in_the_cell_of_a_code_makes_an_item_of_its_own(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        ("36415", "Blood", 50),
        ("36415 QW", "Blood", 60),
        ("10960 TC", "Scan", 70),
        ("10960", "Scan", 90),
    ]
    found = amounts(read(book(tmp_path / "w.xlsx", fees(*rows)), library))
    assert found == {"36415": "50.00", "36415-QW": "60.00", "10960-TC": "70.00", "10960": "90.00"}


def test_round_numbers_among_plain_codes_are_no_typed_powers(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1E04", "x", 1), *((number, "Visit", 50) for number in (100, 2801, 3000, 45123))]
    assert "3000" in amounts(read(book(tmp_path / "w.xlsx", fees(*rows)), library))


SHOWN_OTHERWISE = {
    "as no text": ("13.00", ";;;"),
    "as another text": ("13.00", '0;0;0;"n/a"'),
    "in thousands": (12050, "0.00,"),
    "in thousands with a letter": (12050, '0.0,"k"'),
    "in millions": (1200000, '0.00,,"m"'),
    "not at all": (13, ";;;"),
    "not at all, by its colour": (13, "[White]0.00"),
    "as words": (13, '"n/a"'),
    "with words that may change it": (13, '0.00" plus GST"'),
    "as cents": (50, '[<100]0" c";0.00'),
    "as a fraction": (12.5, "# ?/?"),
    "as a power": (1250, "0.00E+00"),
    "as whole dollars": (12.5, "$#,##0"),
    "with a thousand's point": (12.5, "0-00"),
}


@pytest.mark.parametrize(("value", "pattern"), SHOWN_OTHERWISE.values(), ids=SHOWN_OTHERWISE)
def test_an_amount_that_is_shown_otherwise_is_asked_about_and_any_answer_ends_it(
    value: float | str, pattern: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("A1", "Visit", As(value, pattern)), ("A2", "Visit", 13)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("shown-otherwise", "Fees!C2")
    assert problem.remedy.startswith("Pass --as-stored C to take")
    assert amounts(read(path, library, as_stored=["C"]))["A1"] == f"{float(value):.2f}"
    assert amounts(read(path, library, as_stored=["fee"]))["A1"] == f"{float(value):.2f}"
    ways = flags_of(problem.remedy)
    assert len(ways) >= 2, problem.remedy
    for way in ways:
        amounts(read(path, library, **way))


@pytest.mark.parametrize(
    "pattern",
    [
        "0.00",
        "$#,##0.00",
        '"A$"0.00',
        "[Red]0.00",
        "0.00_)",
        "0.0",
        "0.00;[Red]-0.00",
        "[<100]0.00;#,##0.00",
        '0.00"*"',
    ],
)
def test_an_amount_that_reads_as_what_is_stored_is_taken_without_a_question(
    pattern: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("A1", "Visit", As(12.5, pattern)), ("A2", "Visit", 13)))
    assert amounts(read(path, library))["A1"] == "12.50"


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        ('"$"0.00" per km"', "km"),
        ('0.00"/hour"', "hour"),
        ('0.00" a session"', "session"),
        ('0.0" per day"', "day"),
    ],
)
def test_words_behind_a_figure_that_say_what_it_is_for_are_the_unit(
    pattern: str, unit: str, tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", fees(("A1", "x", As(12.5, pattern)), ("A2", "y", 13))), library)
    assert amounts(result) == {"A1": "12.50", "A2": "13.00"}
    assert [rate.unit for rate in result.rates] == [unit, "service"]


def test_a_column_that_does_not_hold_amounts_cannot_be_taken_as_stored(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3)))
    assert only_problem(read(path, library, as_stored=["B"])).place == "--as-stored B"


@pytest.mark.parametrize(
    ("typed", "cells"),
    [
        ("F12=free", ["F12"]),
        (" f12,14-16 = free ", ["F12", "F14", "F15", "F16"]),
        ("'Part 2':F12, 14=free", ["Part 2!F12", "Part 2!F14"]),
        ("[a.csv]a:AB3-4=free", ["[a.csv]a!AB3", "[a.csv]a!AB4"]),
    ],
)
def test_cells_of_one_column_are_set_to_the_same_words(typed: str, cells: list[str]) -> None:
    problems: list[kfees.Problem] = []
    assert list(set_cells([typed], problems)) == [(cell, "free") for cell in cells]
    assert problems == []


@pytest.mark.parametrize("typed", ["F12", "F12,=x", "F0=x", "F12,0=x", "F16-14=x", "12=x", "F1-1048577=x"])
def test_cells_that_no_column_has_are_refused_as_a_flag(typed: str) -> None:
    problems: list[kfees.Problem] = []
    assert list(set_cells([typed], problems)) == []
    assert [(problem.code, problem.place) for problem in problems] == [("bad-flag", f"--set {typed}")]


def test_many_codes_that_each_may_mean_two_things_are_answered_together(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(f"A{number} (new)", "Visit", 50) for number in range(8)] + [
        (f"B{n}", "Visit", 9) for n in range(9)
    ]
    path = book(tmp_path / "w.xlsx", fees(*rows))
    problem = only_problem(read(path, library))
    start = "Pass " + " ".join(f"--set A{2 + number}=A{number}" for number in range(8))
    assert problem.remedy.startswith(f"{start}, or of each: Pass --set A2=A0, or")
    cells = {f"A{2 + number}": f"A{number}" for number in range(8)}
    assert "A7" in amounts(read(path, library, set_cells=cells))


@pytest.mark.parametrize("name", ["12 lead ECG", "2 day programme", "Hip replacement (left)"])
def test_items_that_go_by_words_keep_their_words(name: str, tmp_path: Path, library: kfees.Library) -> None:
    rows = [(name, 50), ("Knee replacement", 60), ("Cataract surgery (one eye)", 70)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Procedure", "Fee")))
    assert name in amounts(read(path, library, columns={"item": "A"}))


def test_an_item_without_an_amount_has_the_unit_that_every_amount_is_shown_with(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("A1", "x", As(12.5, '0.00" per km"')), ("A2", "y", "TBA"), ("A3", "z", As(9, '0.00" per km"'))]
    assert {rate.unit for rate in read(book(tmp_path / "w.xlsx", fees(*rows)), library).rates} == {"km"}
