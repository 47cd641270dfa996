"""The workbook to hand over: LibreOffice works out every formula, and every figure is the quote's."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

import golden_quotes
import kfees
from command_line import run
from kfees.documents.quote_workbook.book import quote_as_workbook
from kfees.documents.quote_workbook.positions import place
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import kept_by_excel
from kfees.documents.sheets.paper import Book
from kfees.engine.headline import headline
from kfees.model.quote import Line
from overlays import write_version
from spreadsheet import LibreOffice, Value, assert_results_are_kept, value, values

AS_OF = date(2026, 11, 21)
DAY_HOSPITAL = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
STAY_ACROSS_1_JULY = {
    "regimen": "crps-10-day",
    "setting": "private-hospital-inpatient",
    "start": "2025-06-25",
    "weight_kg": "72.5",
    "episode": {"nights": 19},
    "services": [
        {"schedule": "medical", "item": "17645", "dates": ["2025-06-25"]},
        {"schedule": "medical", "item": "4", "dates": ["2025-06-25"], "quantity": "0.5"},
        {"schedule": "private-hospital", "item": "T1A", "dates": ["2025-06-26"], "quantity": "1.25"},
    ],
}
EVERYTHING_MET: dict[str, Any] = {"request_date": "2024-07-01", "prior_approval": True}
COURSES: dict[str, dict[str, Any]] = {
    **golden_quotes.requests(),
    "no-charges": DAY_HOSPITAL,
    "one-amount-each": {
        **DAY_HOSPITAL,
        "charges": [{"payee": "hospital", "amount": "3200.01"}, {"payee": "medical", "amount": "959.99"}],
    },
    "charges-of-nothing": {
        **DAY_HOSPITAL,
        "charges": [
            {"payee": "hospital", "amount": "0.00"},
            {"schedule": "medical", "item": "2801", "amount": "0.00"},
            {"schedule": "medical", "item": "2806", "amount": "0.00"},
        ],
    },
    "pharmacy-charged": {**DAY_HOSPITAL, "charges": [{"payee": "pharmacy", "amount": "1234.56"}]},
    "pharmacy-by-ampoule": {
        **DAY_HOSPITAL,
        "charges": [{"schedule": "pharmacy", "item": "ketamine-200mg", "amount": "33.33"}],
    },
    "stay-in-parts": {
        **STAY_ACROSS_1_JULY,
        "charges": [
            {"schedule": "private-hospital", "item": "M", "amount": "1100.10"},
            {"schedule": "medical", "item": "2806", "amount": "95.15"},
            {"payee": "pharmacy", "amount": "900.00"},
        ],
    },
    "one-amount-and-fees": {
        **DAY_HOSPITAL,
        "charges": [
            {"payee": "hospital", "amount": "3520.00", "gst": "included"},
            {"payee": "hospital", "discount": "20.00"},
            {"payee": "hospital", "label": "Facility fee", "amount": "33.33", "quantity": "1.5"},
            {"payee": "hospital", "label": "Pillow", "amount": "5.00", "dates": ["2024-08-05"]},
            {"payee": "pharmacy", "label": "Ketamine", "amount": "19.90", "quantity": "10"},
        ],
    },
    "two-doctors": {
        **DAY_HOSPITAL,
        "providers": {"medical": 'Dr "A"'},
        "services": [
            {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"},
        ],
        "charges": [
            {"schedule": "private-hospital", "item": "DS1", "amount": "1000.00", "dates": ["2024-08-05"]},
            {"schedule": "private-hospital", "item": "DS1", "amount": "330.05", "dates": ["2024-08-06"]},
            {"payee": "hospital", "discount": "33.33"},
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
            {"payee": "medical", "provider": "Dr B", "amount": "180.00"},
        ],
    },
    "not-payable-with-fees": {
        **DAY_HOSPITAL,
        "claim": {"route": "oral"},
        "charges": [
            {"payee": "hospital", "amount": "3200.00"},
            {"payee": "hospital", "label": "Facility fee", "amount": "300.00"},
        ],
    },
    "not-payable": {
        **DAY_HOSPITAL,
        "claim": {"route": "oral"},
        "charges": [
            {"payee": "hospital", "amount": "3200.00"},
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
        ],
    },
    "not-payable-all-charged": {
        **DAY_HOSPITAL,
        "claim": {"route": "oral"},
        "charges": [{"payee": "hospital", "amount": "3200.00"}, {"payee": "medical", "amount": "1500.00"}],
    },
    "not-payable-not-charged": {**STAY_ACROSS_1_JULY, "claim": {"route": "oral"}},
    "weighed-and-adjusted": {
        "regimen": "crps-4-day",
        "setting": "public-hospital-admitted",
        "start": "2020-08-05",
        "episode": {"nights": 30, "indigenous": True, "residence_remoteness": "RA3", "drg": "B81A"},
        "charges": [{"payee": "hospital", "amount": "60000.00"}],
    },
    "days-apart": {
        **DAY_HOSPITAL,
        "calendar": {"dates": [f"2024-{month:02}-{day:02}" for month in range(8, 13) for day in (5, 19)]},
        "charges": [{"schedule": "private-hospital", "item": "DS1", "amount": "274.97"}],
    },
    "fees-outside-the-schedules": {
        **DAY_HOSPITAL,
        "setting": "consulting-rooms",
        "charges": [
            {"payee": "medical", "amount": "1500.00"},
            {"payee": "medical", "label": "Facility fee", "amount": "300.00"},
            {"payee": "pharmacy", "label": "Ketamine 200 mg", "amount": "31.55", "quantity": "10"},
        ],
    },
    "with-gst": {**DAY_HOSPITAL, "charges": [{"payee": "hospital", "amount": "3520.00", "gst": "included"}]},
    "with-gst-by-item": {
        **STAY_ACROSS_1_JULY,
        "charges": [{"schedule": "private-hospital", "item": "M", "amount": "880.05", "gst": "included"}],
    },
    "discount-off-one-amount": {
        **DAY_HOSPITAL,
        "charges": [
            {"payee": "hospital", "amount": "3200.00"},
            {"payee": "hospital", "discount": "200.00"},
            {"payee": "hospital", "label": "Missed session", "amount": "90.00"},
        ],
    },
    "discount-off-items": {
        **STAY_ACROSS_1_JULY,
        "charges": [
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
            {"schedule": "medical", "item": "2806", "amount": "95.15"},
            {"schedule": "medical", "item": "17645", "amount": "33.33"},
            {"payee": "medical", "discount": "100.00"},
        ],
    },
    "first-day-dearer": {
        **DAY_HOSPITAL,
        "charges": [
            {"schedule": "private-hospital", "item": "DS1", "amount": "1000.00", "dates": ["2024-08-05"]},
            {
                "schedule": "private-hospital",
                "item": "DS1",
                "amount": "200.00",
                "dates": [f"2024-08-{day:02}" for day in (6, 7, 8, 9, 12, 13, 14, 15, 16)],
            },
        ],
    },
    "two-doctors-in-one-amount-each": {
        **DAY_HOSPITAL,
        "providers": {"medical": 'Dr "A" & {Sons}'},
        "services": [
            {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"},
        ],
        "charges": [
            {"payee": "medical", "amount": "1500.00"},
            {"payee": "medical", "provider": "Dr B", "amount": "180.00"},
            {"payee": "hospital", "amount": "2800.00"},
        ],
    },
    "two-doctors-one-of-whom-said-nothing": {
        **DAY_HOSPITAL,
        "providers": {"medical": "Dr A", "pharmacy": "Corner Pharmacy"},
        "services": [
            {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"},
        ],
        "charges": [{"schedule": "medical", "item": "2801", "amount": "320.00"}],
    },
    "moving-between-settings": {
        "regimen": "crps-10-day",
        "parts": [
            {"setting": "private-hospital-inpatient", "sessions": 2},
            {"setting": "private-day-hospital", "sessions": 8},
        ],
        "start": "2024-08-05",
        "weight_kg": "80",
        "charges": [{"payee": "hospital", "amount": "4000.00"}, {"payee": "medical", "amount": "1000.00"}],
    },
    "fees-refused": {
        **DAY_HOSPITAL,
        "claim": {"route": "oral"},
        "charges": [
            {"payee": "hospital", "amount": "3200.00"},
            {"payee": "medical", "label": "Letter", "amount": "55.00"},
        ],
    },
    "a-great-charge": {**DAY_HOSPITAL, "charges": [{"payee": "hospital", "amount": "9876543210.99"}]},
}
COLUMNS = {"maximum": "G", "charge": "I", "payable": "J", "gap": "K"}
"""Where the figures stand on the sheet of lines."""

BOUNDS = {"payable_least": "G", "payable_most": "H", "gap_least": "I", "gap_most": "J"}
"""Where the bounds stand on the sheet of bounds, in the same rows."""


def quote_of(asked: dict[str, Any], library: kfees.Library) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate(asked), library, as_of=AS_OF)


Written = dict[str, tuple[kfees.Quote, Path]]


@pytest.fixture(scope="module")
def written(library: kfees.Library, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Each course's quote and its workbook."""
    folder = tmp_path_factory.mktemp("written")
    found = {}
    for name, asked in COURSES.items():
        quote, path = quote_of(asked, library), folder / f"{name}.xlsx"
        path.write_bytes(quote_as_workbook(quote, library))
        found[name] = (quote, path)
    return found


@pytest.fixture(scope="module")
def recalculated(written: Written, office: LibreOffice) -> dict[str, Path]:
    paths = office.recalculated([path for _, path in written.values()])
    return dict(zip(written, paths, strict=True))


def is_amount(found: Value, amount: Decimal | None) -> bool:
    """The same amount; for an unknown one a word, and never a number."""
    return found == amount if amount is not None else not isinstance(found, Decimal)


def assert_same_figures(
    book: Workbook, quote: kfees.Quote, library: kfees.Library, without: frozenset[str] = frozenset()
) -> None:
    """Every figure on every sheet is the quote's."""
    positions = place(quote)
    parts = [
        *((position.row, position.line) for position in positions.lines),
        *((payee.row, payee.total) for payee in positions.payees),
        (positions.row, quote.totals),
    ]
    for row, part in parts:
        for figure, column in COLUMNS.items():
            found = value(book, "Lines", f"{column}{row}")
            assert is_amount(found, getattr(part, figure)), (row, figure, found, getattr(part, figure))
    for position in positions.lines:
        line = position.line
        assert value(book, "Lines", f"D{position.row}") == line.quantity
        for sheet, row in (("Lines", position.row), ("Rates", position.rates_row)):
            assert is_amount(value(book, sheet, f"F{row}"), line.rate)
        if line.weight is not None:
            assert value(book, "Rates", f"K{position.rates_row}") == line.weight
            assert is_amount(value(book, "Rates", f"L{position.rates_row}"), line.price_per_weight)
    for row, part in parts:
        together = isinstance(part, Line) and value(book, "Lines", f"I{row}") == "together"
        for figure, column in BOUNDS.items():
            found = value(book, "Bounds", f"{column}{row}")
            expected = None if together else getattr(part, figure)
            assert is_amount(found, expected), (row, figure, found, expected)
    assert_same_summary(book, quote, library)
    found = value(book, "Lines", f"G{positions.known_row}")
    whole, known = quote.totals.maximum, quote.totals.known_maximum
    assert found == (None if whole is not None else known) or (found == "nothing" and known == 0)


def assert_same_summary(book: Workbook, quote: kfees.Quote, library: kfees.Library) -> None:
    rows = {str(row[0].value): row[0].row for row in book["Summary"].iter_rows() if row[0].value}
    names = {"hospital": "Hospital", "medical": "Doctor", "pharmacy": "Pharmacy"}
    totals = [(total.named(names[total.payee]), total) for total in quote.payees]
    for name, part in [*totals, ("Total", quote.totals)]:
        for figure, column in zip((*COLUMNS, "gap_least", "gap_most"), "BCDEFG", strict=True):
            assert is_amount(value(book, "Summary", f"{column}{rows[name]}"), getattr(part, figure))
    sentence = str(value(book, "Summary", "A4"))  # which openpyxl leaves as a formula's text is kept
    assert sentence.replace("_x005F_", "_") == headline(quote, library)


def checks(book: Workbook) -> list[Value]:
    """What the check of each line, payee and total says."""
    found = [value(book, "Check", f"K{row}") for row in range(5, book["Check"].max_row + 1)]
    return [check for check in found if check not in (None, "Check")]


@pytest.mark.parametrize("name", COURSES)
def test_every_figure_that_a_spreadsheet_works_out_is_the_quotes(
    name: str, written: Written, recalculated: dict[str, Path], library: kfees.Library
) -> None:
    quote, _ = written[name]
    book = values(recalculated[name])
    assert_same_figures(book, quote, library)
    assert set(checks(book)) == {"agrees"}
    assert "every figure of this workbook agrees" in str(value(book, "Summary", "A6"))


@pytest.mark.parametrize("name", COURSES)
def test_what_is_seen_before_anything_is_recalculated_is_what_comes_out(
    name: str, written: Written, recalculated: dict[str, Path]
) -> None:
    assert_results_are_kept(written[name][1], recalculated[name])


Charges = list[dict[str, Any]]

CHANGES: dict[str, tuple[dict[str, Any], Charges]] = {
    "charges-where-none-were": (
        DAY_HOSPITAL,
        [
            {"payee": "hospital", "amount": "2749.61"},
            {"schedule": "medical", "item": "2806", "amount": "87.31"},
        ],
    ),
    "other-amounts": (
        COURSES["one-amount-each"],
        [{"payee": "hospital", "amount": "2000.00"}, {"payee": "medical", "amount": "12345678.90"}],
    ),
    "by-item-instead-of-one-amount": (
        COURSES["one-amount-each"],
        [
            {"schedule": "private-hospital", "item": "DS1", "amount": "333.33"},
            {"schedule": "medical", "item": "2801", "amount": "174.50"},
            {"schedule": "medical", "item": "2806", "amount": "87.29"},
        ],
    ),
    "no-charges-any-more": (COURSES["one-amount-each"], []),
    "one-amount-for-a-stay": (
        COURSES["stay-in-parts"],
        [{"payee": "hospital", "amount": "20000.05"}, {"payee": "pharmacy", "amount": "900.00"}],
    ),
    "an-item-in-two-lines": (
        STAY_ACROSS_1_JULY,
        [
            {"schedule": "private-hospital", "item": "M", "amount": "700.07"},
            {"schedule": "private-hospital", "item": "T1A", "amount": "99.99"},
            {"schedule": "medical", "item": "2806", "amount": "88.88"},
            {"schedule": "medical", "item": "4", "amount": "50.01"},
        ],
    ),
    "not-payable": (
        COURSES["not-payable"],
        [
            {"payee": "hospital", "amount": "1.01"},
            {"schedule": "medical", "item": "2801", "amount": "2.02"},
            {"schedule": "medical", "item": "2806", "amount": "3.03"},
        ],
    ),
    "other-fees-and-no-amount-yet": (
        COURSES["fees-outside-the-schedules"],
        [
            {"payee": "medical", "label": "Facility fee", "amount": "0.00"},
            {"payee": "pharmacy", "label": "Ketamine 200 mg", "amount": "40.05", "quantity": "10"},
        ],
    ),
    "more-with-gst": (
        COURSES["with-gst"],
        [{"payee": "hospital", "amount": "3024.59", "gst": "included"}],
    ),
    "another-discount-off-one-amount": (
        COURSES["discount-off-one-amount"],
        [
            {"payee": "hospital", "amount": "2800.00"},
            {"payee": "hospital", "discount": "77.77"},
            {"payee": "hospital", "label": "Missed session", "amount": "45.00"},
        ],
    ),
    "by-item-with-its-discount": (
        COURSES["discount-off-one-amount"],
        [
            {"schedule": "private-hospital", "item": "DS1", "amount": "300.00"},
            {"payee": "hospital", "discount": "1.01"},
            {"payee": "hospital", "label": "Missed session", "amount": "45.00"},
        ],
    ),
    "another-discount-off-items": (
        COURSES["discount-off-items"],
        [
            {"schedule": "medical", "item": "2801", "amount": "10.01"},
            {"schedule": "medical", "item": "2806", "amount": "0.35"},
            {"schedule": "medical", "item": "4", "amount": "50.01"},
            {"payee": "medical", "discount": "17.77"},
        ],
    ),
    "the-first-day-cheaper": (
        COURSES["first-day-dearer"],
        [
            {**COURSES["first-day-dearer"]["charges"][0], "amount": "100.00"},
            {**COURSES["first-day-dearer"]["charges"][1], "amount": "300.05"},
        ],
    ),
    "the-other-doctor-too": (
        COURSES["two-doctors-one-of-whom-said-nothing"],
        [
            {"payee": "medical", "provider": "Dr B", "amount": "98.94"},
            {"payee": "hospital", "amount": "9999.99"},
            {"schedule": "medical", "item": "2806", "amount": "87.31"},
        ],
    ),
    "an-episode": (COURSES["weighed-and-adjusted"], [{"payee": "hospital", "amount": "1000.00"}]),
}


def typed_in(path: Path, quote: kfees.Quote, charges: Charges) -> None:
    """Empty the yellow cells and type these charges, as a person would."""
    book = openpyxl.load_workbook(path)
    lines = book["Lines"]
    for payee in place(quote).payees:
        biller = {"payee": payee.total.payee, "provider": payee.total.provider}
        whole = [each for each in charges if {"provider": None, **each}.items() >= biller.items()]
        one = [each["amount"] for each in whole if "amount" in each and "label" not in each]
        lines[f"H{payee.row}"] = float(one[0]) if one else None
        if payee.discount_row:
            off = [each["discount"] for each in whole if "discount" in each]
            lines[f"H{payee.discount_row}"] = float(off[0]) if off else None
        for position in payee.lines:
            line = position.line
            if position.charge_row != position.row:
                continue
            names = {
                "schedule": line.schedule,
                "item": line.item,
                "label": line.label if line.is_fee else None,
            }
            blank: dict[str, Any] = dict.fromkeys(("schedule", "item", "label", "dates"))
            typed = [
                each
                for each in charges
                if {**blank, **each}.items() >= names.items()
                and ("dates" not in each or line.dates[0].isoformat() in each["dates"])
                and ("amount" in each and (line.is_fee or "payee" not in each))
            ]
            lines[f"H{position.row}"] = float(typed[0]["amount"]) if typed else None
    book.save(path)


@pytest.fixture(scope="module")
def changed(
    library: kfees.Library, office: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("changed")
    paths = []
    for name, (asked, charges) in CHANGES.items():
        quote, path = quote_of(asked, library), folder / f"{name}.xlsx"
        path.write_bytes(quote_as_workbook(quote, library))
        typed_in(path, quote, charges)
        paths.append(path)
    return dict(zip(CHANGES, office.recalculated(paths), strict=True))


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_charge_recalculates_as_kfees_would_price_it(
    name: str, changed: dict[str, Path], library: kfees.Library
) -> None:
    asked, charges = CHANGES[name]
    book = values(changed[name])
    before = quote_of(asked, library)
    after = quote_of({**asked, "charges": charges}, library)
    assert [line.item for line in before.lines] == [line.item for line in after.lines]
    assert_same_figures(book, after, library)
    assert "charge changed" in checks(book)
    assert set(checks(book)) <= {"agrees", "charge changed"}
    assert "Charge changed since kfees priced the course" in str(value(book, "Summary", "A6"))


def test_charges_that_cancel_out_in_a_total_are_still_seen_as_changed(
    library: kfees.Library, office: LibreOffice, tmp_path: Path
) -> None:
    """One item dearer, another cheaper by as much: the same charge in all, another gap."""
    by_item = [("2801", "200.00"), ("2806", "100.00")], [("2801", "110.00"), ("2806", "110.00")]
    first, second = (
        [{"schedule": "medical", "item": item, "amount": amount} for item, amount in charges]
        for charges in by_item
    )
    quote = quote_of({**DAY_HOSPITAL, "charges": first}, library)
    path = tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote, library))
    typed_in(path, quote, second)
    (again,) = office.recalculated([path])
    after = quote_of({**DAY_HOSPITAL, "charges": second}, library)
    assert quote.payees[1].charge == after.payees[1].charge
    assert quote.payees[1].gap != after.payees[1].gap
    assert_same_figures(values(again), after, library)
    assert set(checks(values(again))) == {"agrees", "charge changed"}


WRONG: dict[str, dict[str, str | float]] = {
    "text": {"H5": "tbc", "H9": 320},
    "negative": {"H5": -1, "H9": 320},
    "a-part-of-a-cent": {"H5": 274.965, "H9": 320},
    "both-ways": {"H5": 274.96, "H6": 3000, "H8": 320},
}


@pytest.fixture(scope="module")
def wrongly_charged(
    library: kfees.Library, office: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("wrong")
    for name, cells in WRONG.items():
        (folder / f"{name}.xlsx").write_bytes(quote_as_workbook(quote_of(DAY_HOSPITAL, library), library))
        book = openpyxl.load_workbook(folder / f"{name}.xlsx")
        for cell, typed in cells.items():
            book["Lines"][cell] = typed
        book.save(folder / f"{name}.xlsx")
    return dict(zip(WRONG, office.recalculated([folder / f"{name}.xlsx" for name in WRONG]), strict=True))


@pytest.mark.parametrize("name", WRONG)
def test_a_charge_that_is_no_amount_leaves_the_gap_unknown(
    name: str, wrongly_charged: dict[str, Path]
) -> None:
    book = values(wrongly_charged[name])
    said = {value(book, "Lines", cell) for cell in ("I5", "I6")}
    assert said & {"not an amount", "both ways"}
    assert value(book, "Lines", "K6") == "unknown"
    totals = [value(book, "Summary", f"E{row}") for row in range(17, 22)]
    assert Decimal(0) not in totals
    sentence = str(value(book, "Summary", "A4"))
    assert "Not included is what the hospital charges for a day in hospital (no anaesthetic)" in sentence


DISCOUNTED = COURSES["discount-off-items"], COURSES["discount-off-one-amount"]


@pytest.mark.parametrize("typed", ["tbc", -1, 0.005, 1e6])
@pytest.mark.parametrize("course", DISCOUNTED, ids=("off-items", "off-one-amount"))
def test_a_discount_that_is_no_amount_or_above_the_charge_leaves_the_charge_unknown(
    course: dict[str, Any], typed: float | str, library: kfees.Library, office: LibreOffice, tmp_path: Path
) -> None:
    quote, path = quote_of(course, library), tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote, library))
    book = openpyxl.load_workbook(path)
    (payee,) = [payee for payee in place(quote).payees if payee.discount_row]
    book["Lines"][f"H{payee.discount_row}"] = typed
    book.save(path)
    (again,) = office.recalculated([path])
    lines = [value(values(again), "Lines", f"{column}{payee.row}") for column in "IJK"]
    assert lines == ["discount too great" if typed == 1e6 else "not an amount", "unknown", "unknown"]
    assert value(values(again), "Bounds", f"J{payee.row}") == "unknown"
    who = "hospital" if payee.total.payee == "hospital" else "doctor"
    assert f"what the {who} charges for" in str(value(values(again), "Summary", "A4"))


def test_a_fee_whose_charge_is_cleared_is_not_known_and_its_bounds_are_not_zero(
    library: kfees.Library, office: LibreOffice, tmp_path: Path
) -> None:
    quote, path = quote_of(COURSES["fees-outside-the-schedules"], library), tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote, library))
    book = openpyxl.load_workbook(path)
    doctor = place(quote).payees[0]
    book["Lines"][f"H{doctor.lines[-1].row}"] = None
    book.save(path)
    (again,) = office.recalculated([path])
    found = values(again)
    assert value(found, "Lines", f"I{doctor.row}") == "in part"
    assert [value(found, "Bounds", f"{column}{doctor.row}") for column in "GHIJ"] == [
        "unknown",
        "unknown",
        0,
        "unknown",
    ]
    said = (
        "The worker would pay the doctor at most $539.80; with the pharmacy at most $855.30. Not included"
        " is what the doctor charges for Facility fee."
    )
    assert value(found, "Summary", "A4") == said
    assert set(checks(found)) == {"agrees", "charge changed"}


def test_a_rate_that_somebody_changed_is_said_to_differ(
    library: kfees.Library, office: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote_of(COURSES["one-amount-each"], library), library))
    book = openpyxl.load_workbook(path)
    book["Rates"]["F4"] = 275.96
    book.save(path)
    (again,) = office.recalculated([path])
    assert checks(values(again))[:2] == ["DIFFERS", "DIFFERS"]
    assert str(value(values(again), "Summary", "A6")).startswith("DIFFERS: 3 rows of this workbook differ")


HOSTILE_LABELS = (
    '=HYPERLINK("http://example.org","Click")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    "_x0041_ and & < > \" '",
    "<r><t>Bold</t></r>",
    "<r>not <b>well-formed</r>",
    "A very long label " * 10 + "that ends here",
    "電話番号 and ünïcode",
)


def overlay(folder: Path, rows: list[str], **facts: str) -> kfees.Library:
    write_version(folder, "medical", "2024-07-01", *rows, **facts)
    return kfees.load_schedules(folder, environment={})


def test_text_that_looks_like_a_formula_stays_text(office: LibreOffice, tmp_path: Path) -> None:
    rows = ["2801,First,1.00,service", "2806,Later,1.00,service"]
    quoted = [label.replace('"', '""') for label in HOSTILE_LABELS]
    rows += [f'X{number},"{label}",10.00,"{label[:20].strip()}"' for number, label in enumerate(quoted)]
    rows += ["=1+1,Two,10.00,=1+1"]
    library = overlay(tmp_path / "own", rows, title='"=1+1"', publisher='"=2+2"', source='"=3+3"')
    items = [f"X{number}" for number in range(len(HOSTILE_LABELS))] + ["=1+1"]
    services = [{"schedule": "medical", "item": item, "dates": ["2024-08-05"]} for item in items]
    quote = quote_of({**DAY_HOSPITAL, "services": services}, library)
    path = tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote, library))
    (again,) = office.recalculated([path])
    book = values(again)
    for position in place(quote).lines:
        line = position.line
        for sheet, row in (("Lines", position.row), ("Rates", position.rates_row)):
            assert value(book, sheet, f"A{row}") == line.item
            assert value(book, sheet, f"B{row}") == line.label
            assert value(book, sheet, f"E{row}") == line.unit
    schedules = [value(book, "Schedules", f"{column}4") for column in "CD"]
    assert schedules == ["=1+1", "=2+2"]
    assert_same_figures(book, quote, library)
    formulas = openpyxl.load_workbook(again)
    typed = [
        cell.value for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert not [formula for formula in typed if "HYPERLINK" in str(formula) or "cmd" in str(formula)]


def test_products_that_end_in_half_a_cent_round_as_kfees_rounds_them(
    office: LibreOffice, tmp_path: Path
) -> None:
    rates = ("0.01", "1.00", "0.35", "2.15", "1.45", "33.33", "1234567.89", "0.07", "4.35", "99999.99")
    quantities = ("0.5", "1.005", "2.675", "0.1", "0.3", "1.15", "0.005", "8.345", "0.015", "1.3335")
    rows = ["2801,First,1.00,service", "2806,Later,1.00,service"]
    rows += [f"X{number},Item {number},{rate},service" for number, rate in enumerate(rates)]
    library = overlay(tmp_path / "own", rows)
    paths, quotes = [], []
    for number, quantity in enumerate(quantities):
        services = [
            {"schedule": "medical", "item": f"X{item}", "dates": ["2024-08-05"], "quantity": quantity}
            for item in range(len(rates))
        ]
        charges = [
            {"schedule": "medical", "item": f"X{item}", "amount": rate}
            for item, rate in enumerate(reversed(rates))
        ]
        quotes.append(quote_of({**DAY_HOSPITAL, "services": services, "charges": charges}, library))
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(quote_as_workbook(quotes[-1], library))
    for quote, path in zip(quotes, office.recalculated(paths), strict=True):
        assert_same_figures(values(path), quote, library)
        assert set(checks(values(path))) == {"agrees"}


@given(st.integers(0, 10**15 - 1))
def test_no_cent_is_lost_in_a_cell(cents: int) -> None:
    amount = Decimal(cents) / 100
    book = Book("Cents", "kfees")
    page = book.page("Sheet")
    page.put("A1", amount)
    page.formula("A2", "=A1", amount, looks.SUM)
    assert kept_by_excel(amount) == amount
    for cell in openpyxl.load_workbook(io.BytesIO(book.content()), data_only=True)["Sheet"]["A"]:
        assert Decimal(format(cell.value, ".15g")) == amount


def test_amounts_with_more_digits_than_excel_keeps_are_refused(tmp_path: Path) -> None:
    result = run(
        "quote", "--regimen", "crps-10-day", "--setting", "consulting-rooms", "--start", "2024-08-05",
        "--weight", "80", "--service", "medical:3@2024-08-05*99999", "--charge", "medical:3=123456789012.34",
        "-o", str(tmp_path / "quote.xlsx"),
    )  # fmt: skip
    assert result.status == 2
    said = " ".join(result.messages.split())
    assert "medical:3 Excel keeps 15 digits, and would lose cents of 12345555444444987.66" in said
    assert "Use --format json or csv" in said
    assert not list(tmp_path.iterdir())


def test_a_workbook_goes_to_a_file_and_never_to_a_terminal(tmp_path: Path) -> None:
    course = ("--regimen", "crps-4-day", "--setting", "hospital-in-the-home", "--start", "2024-08-05")
    refused = run("quote", *course, "--format", "xlsx")
    assert (refused.status, refused.output) == (2, "")
    assert "Name a file with -o FILE" in refused.messages
    for arguments in (("--format", "xlsx", "-o", str(tmp_path / "a")), ("-o", str(tmp_path / "b.xlsx"))):
        result = run("quote", *course, *arguments)
        assert (result.status, result.output, result.messages) == (0, "", "")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b.xlsx"}
    for path in tmp_path.iterdir():
        assert openpyxl.load_workbook(io.BytesIO(path.read_bytes())).sheetnames == [
            "Summary", "Lines", "Bounds", "Rates", "Schedules", "Check",
        ]  # fmt: skip


def test_a_file_that_cannot_be_written_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    course = ("--regimen", "crps-4-day", "--setting", "hospital-in-the-home", "--start", "2024-08-05")
    (tmp_path / "folder.xlsx").mkdir()
    for output in (tmp_path / "folder.xlsx", tmp_path / "none" / "quote.xlsx", Path("/dev/null/quote.xlsx")):
        result = run("quote", *course, "-o", str(output))
        assert result.status == 2
        assert ("it is a folder" if output.is_dir() else "it cannot be written") in result.messages
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_no_formula_is_longer_than_excel_takes_where_every_day_has_its_own_charge(
    library: kfees.Library, office: LibreOffice, tmp_path: Path
) -> None:
    course = {**DAY_HOSPITAL, "sessions": 100, "calendar": "consecutive"}
    days = quote_of(course, library).lines[0].dates
    charges = [
        {
            "schedule": "private-hospital",
            "item": "DS1",
            "amount": f"{300 + number}.00",
            "dates": [day.isoformat()],
        }
        for number, day in enumerate(days[:-1])
    ]
    quote, path = quote_of({**course, "charges": charges}, library), tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote, library))
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert len(quote.lines) > 100
    assert max(len(str(cell.value)) for cell in cells if cell.data_type == "f") < 8192
    (again,) = office.recalculated([path])
    assert_same_figures(values(again), quote, library)
    assert set(checks(values(again))) == {"agrees"}


def said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", ["one-amount-each", "stay-in-parts", "days-apart", "a-great-charge"])
def test_the_pages_are_a4_across_and_show_every_figure(
    name: str, written: Written, office: LibreOffice
) -> None:
    quote, path = written[name]
    for sheet in openpyxl.load_workbook(path).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (1, None)  # not said is 1
        assert sheet.title == "Summary" or sheet.freeze_panes
    pdf = office.printed(path)
    pages = said("pdfinfo", pdf)
    assert re.search(r"Page size: +84[12]\S* x 595\S* pts \(A4\)", pages)
    text = said("pdftotext", "-layout", pdf, "-")
    assert "##" not in text
    for amount in (quote.totals.charge, *(line.maximum for line in quote.lines)):
        assert amount is None or f"${amount:,.2f}" in text
    assert f"Page 1 of {text.count(chr(12))}" in text


def test_codes_that_are_text_carry_no_warning_and_nothing_reaches_outside(written: Written) -> None:
    for _, path in written.values():
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
            assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
            assert 'numberStoredAsText="1"' in parts.read("xl/worksheets/sheet2.xml").decode()
