"""The price of one weighted unit is found where a workbook states it, for the day that it holds on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.model.schedule import ActivityFacts
from publishing import Formula
from weight_workbooks import Shape, bring_in, made, year_of_weights
from workbooks import book

NEP26 = date(2026, 7, 1)
STREAMS = ("Acute admitted", "Emergency", "Non-admitted")


def prices(*rows: Sequence[Any], heading: str = "Price per NWAU ($)") -> list[Sequence[Any]]:
    """As a department prints it: titles, a gap, and a row for each stream."""
    return [
        ("Department of Health",),
        ("WorkSafe and TAC patients: price per NWAU",),
        (),
        ("Stream", heading, "Effective from"),
        *rows,
    ]


PLAIN = prices(*((stream, 7412, NEP26) for stream in STREAMS))


def activity(path: Path, library: kfees.Library, **changed: Any) -> ActivityFacts:
    found = made(bring_in(path, library, **({"first_day": NEP26} | changed))).facts.activity
    assert found is not None
    return found


STATED: Mapping[str, list[Sequence[Any]]] = {
    "by stream, with a day": PLAIN,
    "typed": prices(("All", "$7,412.00", "1 July 2026")),
    "by year": prices(
        ("2024-25", 7000, None), ("2025–26", 7258, None), ("2026–27", 7412, None), heading="Price per NWAU"
    ),
    "by day, the latest before": prices(("All", 7258, date(2025, 7, 1)), ("All", 7412, date(2026, 1, 1))),
    "beside its name": [("National Efficient Price (NEP26)", None, "$7,412")],
    "beside its name, by year": [
        (None, "2025-26", "2026-27"),
        ("Price per weighted activity unit", 7258, 7412),
    ],
    "under another name": [("Year", "National weighted activity unit price"), ("2026-27", 7412)],
    "in words": [("Care", "Price per national weighted activity unit"), ("All", 7412)],
}


@pytest.mark.parametrize("rows", STATED.values(), ids=STATED.keys())
def test_a_price_is_found(rows: list[Sequence[Any]], tmp_path: Path, library: kfees.Library) -> None:
    found = activity(book(tmp_path / "p.xlsx", rows), library)
    assert found.price_per_weight == Decimal("7412.00")
    assert "7,412.00 for one NWAU, cell Fees!" in found.price_source
    assert "the clinic weights are those of 1 July 2025" in found.price_source


ASKED: Mapping[str, tuple[list[Sequence[Any]], str, str]] = {
    "of another day": (prices(("All", 7412, date(2027, 7, 1))), "which-price", "Fees!B5"),
    "of another year": ([("Year", "Price per NWAU"), ("2025-26", 7412)], "which-price", "Fees!B2"),
    "by stream": (prices(("Acute", 7412, NEP26), ("Emergency", 7000, NEP26)), "which-price", "Fees!B5"),
    "in words": (prices(("Acute", 7412, NEP26), ("Emergency", "TBA", NEP26)), "no-price", "Fees!B6"),
    "of nothing": (prices(("Acute", 0, NEP26)), "no-price", "Fees!B5"),
    "in pounds": (prices(("Acute", "£7,412", NEP26)), "currency", "Fees!B5"),
    "from either day": (prices(("Acute", 7412, "07/01/2026")), "either-date", "Fees!C5"),
    "far from the one before": (prices(("Acute", 74.12, NEP26)), "implausible-change", "against"),
}


@pytest.mark.parametrize(("rows", "code", "place"), ASKED.values(), ids=ASKED.keys())
def test_a_price_that_is_not_sure_is_asked_about_and_can_be_given(
    rows: list[Sequence[Any]], code: str, place: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "p.xlsx", rows)
    problems = bring_in(path, library, first_day=NEP26, title="Prices").problems
    assert code in [problem.code for problem in problems]
    assert any(problem.place.startswith(place) for problem in problems)
    given = {"first_day": NEP26, "price_per_weight": Decimal("7412.00")}
    if code == "implausible-change":
        [other] = bring_in(path, library, **given).problems
        assert other.remedy.endswith('correct the cell with --set "Fees:B5=7412.00".')
        given["set_cells"] = {"Fees!B5": "7412.00"}
    if "year" in rows[0][0].casefold():
        given["set_cells"] = {"Fees!A2": "2026-27"}
    assert bring_in(path, library, **given).problems == []


def test_a_price_that_is_struck_out_or_linked_is_asked_about(tmp_path: Path, library: kfees.Library) -> None:
    from openpyxl.styles import Font

    def spoil(sheet: Any) -> None:
        sheet["B5"].font = Font(strike=True)
        sheet["B6"].value = "=[1]Other!A1"

    problems = bring_in(book(tmp_path / "p.xlsx", PLAIN, spoil), library, first_day=NEP26).problems
    assert [(problem.code, problem.place) for problem in problems] == [
        ("struck-out", "Fees!B5"),
        ("linked-workbook", "Fees!B6"),
    ]


def test_a_price_in_a_hidden_row_is_asked_about(tmp_path: Path, library: kfees.Library) -> None:
    def hide(sheet: Any) -> None:
        sheet["B5"].value = 7000
        sheet.row_dimensions[5].hidden = True

    path = book(tmp_path / "p.xlsx", PLAIN, hide)
    [problem] = bring_in(path, library, first_day=NEP26).problems
    assert (problem.code, problem.place) == ("hidden-rows", "Fees!B5")
    assert activity(path, library, hidden="leave-out").price_per_weight == Decimal("7412.00")
    [several] = bring_in(path, library, first_day=NEP26, hidden="include").problems
    assert several.code == "which-price"


def test_weights_and_their_price_in_one_workbook(tmp_path: Path, library: kfees.Library) -> None:
    import openpyxl

    path = year_of_weights(tmp_path / "w.xlsx", Shape(every=60, footnotes="none"))
    both = openpyxl.load_workbook(path)
    sheet = both.create_sheet("Price", 0)
    sheet["B3"], sheet["C3"] = "National efficient price 2025–26", 7258
    both.save(path)
    result = bring_in(path, library)
    assert made(result).facts.basis == "supplied", "the adjustments are of this year, in the shipped version"
    assert result.price is not None
    assert result.price.place == "Price!C3"
    assert "Price" not in result.unread


def test_a_stray_figure_without_a_name_is_no_price(tmp_path: Path, library: kfees.Library) -> None:
    stray = Shape(every=60, stray=(None, Formula("=M8*$R$1", 67118.2), 7258))
    result = bring_in(year_of_weights(tmp_path / "w.xlsx", stray), library, carry=False)
    assert result.price is None
    assert "the price of one weighted unit" in result.problems[0].message


def test_a_price_that_is_given_must_be_the_workbooks(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "p.xlsx", PLAIN)
    [problem] = bring_in(path, library, first_day=NEP26, price_per_weight=Decimal(7000)).problems
    assert problem.message == "the workbook says 7,412.00, and --price-per-weight 7,000."
    same = activity(path, library, price_per_weight=Decimal("7412.00"))
    assert same.price_source.startswith("7,412.00 for one NWAU, given with --price-per-weight")
