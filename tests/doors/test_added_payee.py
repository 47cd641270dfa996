"""Whoever else charges is a file of an overlay: a radiology service is priced, named and charged wherever the
hospital is, and a physiotherapist who has no schedule charges fees."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import polars as pl
import pytest

import kfees
from command_line import run
from filling import answers_for, filled
from kfees.documents.form.blank import request_template
from kfees.documents.form.filled import read_filled
from kfees.documents.quote_workbook.book import quote_as_workbook
from kfees.engine.asking import read_request
from kfees.engine.headline import headline
from kfees.engine.provider_quote import provider_quote
from kfees.engine.replaying import replay
from kfees.reading.provider_rows import read_provider_rows
from notices import IN_JULY_2024, Page
from overlays import write_radiology
from plans import SET_ASIDE, projected
from served import served
from spreadsheet import LibreOffice, values

COURSE: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
    "services": [{"schedule": "radiology", "item": "XR1", "dates": ["2024-08-05"]}],
    "charges": [
        {"payee": "hospital", "amount": "3200.00"},
        {"payee": "medical", "amount": "960.20"},
        {"payee": "radiology", "amount": "130.00"},
        {"payee": "radiology", "discount": "10.00"},
        {"payee": "physiotherapy", "label": "Review", "amount": "60.00"},
    ],
}
"""The radiology service bills 120.00 in all for what 85.00 is paid: a gap of 35.00. The review may all be the
worker's, with the 450.40 of the hospital."""

SAYS = (
    "The worker would pay the hospital, the doctor and the radiology service $485.40; with the"
    " physiotherapist at most $545.40. Not included is the drug (Ketamine 200 mg in 2 mL)."
)
FLAGS = (
    *("--regimen=crps-10-day", "--setting=private-day-hospital", "--start=2024-08-05", "--weight=80"),
    *("--charge=hospital=3200", "--charge=medical=960.20", "--charge=radiology=130"),
    *("--discount=radiology=10", "--fee=physiotherapy:Review=60", "--service=radiology:XR1@2024-08-05"),
)
TYPED: list[tuple[str, Any]] = [
    *(("regimen", "crps-10-day"), ("setting", "private-day-hospital"), ("start", "2024-08-05")),
    *(("weight", "80"), ("hospital", "3200"), ("medical", "960.20"), ("radiology", "130")),
    *(("discount.radiology", "10"), ("fee", "physiotherapy:Review=60"), ("add", "radiology:XR1@2024-08-05")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_radiology(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def added(folder: Path) -> kfees.Library:
    return kfees.load_schedules(folder, environment={})


@pytest.fixture(scope="module")
def quote(added: kfees.Library) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate(COURSE), added, as_of=IN_JULY_2024)


@pytest.fixture(scope="module")
def pages(added: kfees.Library) -> Iterator[httpx.Client]:
    with served(added) as address, httpx.Client(base_url=address, timeout=30) as found:
        yield found


def told(*arguments: str, folder: Path) -> str:
    result = run(*arguments, "--schedules", str(folder))
    assert result.status == 0, result.messages
    return result.output


def test_each_payee_has_its_sum_in_the_order_of_its_file(quote: kfees.Quote, added: kfees.Library) -> None:
    found = [(total.title, total.maximum, total.charge, total.gap) for total in quote.payees]
    assert found[2:] == [
        ("Radiology", Decimal("85.00"), Decimal("120.00"), Decimal("35.00")),
        ("Physiotherapist", None, Decimal("60.00"), None),
    ]
    assert str(headline(quote, added)) == SAYS


def test_the_screen_names_the_radiology_service_and_what_it_leaves_to_the_worker(folder: Path) -> None:
    said = told("quote", *FLAGS, "--as-of=2024-07-15", folder=folder)
    assert "GAP: the worker would pay the hospital, the doctor and the radiology service" in said
    assert "Radiology, charged in one amount   $85.00   $120.00    $85.00           $35.00" in said
    assert "Physiotherapist, total" in said


def test_a_payee_that_no_file_knows_is_asked_about_by_its_flag(folder: Path) -> None:
    result = run("quote", *FLAGS, "--charge=radiolgy=5", "--gst=radiolgy=included", f"--schedules={folder}")
    assert result.status == 2
    assert result.messages.count("'radiolgy' is not known here. Did you mean 'radiology'?") == 2


def test_csv_and_json_hold_its_lines(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(told("quote", *FLAGS, "--format=csv", folder=folder))))
    assert [row["item"] for row in rows if row["payee"] == "radiology"] == ["XR1"]
    saved = json.loads(told("quote", *FLAGS, "--format=json", folder=folder))
    assert saved["payees"][2]["in_a_sentence"] == "the radiology service"


def test_a_saved_quote_is_the_same_again_and_without_the_payees_file_it_is_refused(
    quote: kfees.Quote, added: kfees.Library, library: kfees.Library
) -> None:
    saved = kfees.Quote.model_validate_json(quote.model_dump_json())
    assert replay(saved, added).differences == ()
    with pytest.raises(kfees.InputError, match="charges\\[2\\]\\.payee: 'radiology' is not known here"):
        replay(saved, library)


def test_the_workbook_works_out_its_gap_as_kfees_does(
    quote: kfees.Quote, added: kfees.Library, office: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "quote.xlsx"
    path.write_bytes(quote_as_workbook(quote, added))
    (again,) = office.recalculated([path])
    summary = {row[0]: row[1:5] for row in values(again)["Summary"].iter_rows(max_col=5, values_only=True)}
    assert summary["Radiology"] == (85, 120, 85, 35)
    assert summary["Physiotherapist"][1] == 60
    cells = [cell for row in values(again)["Summary"].iter_rows(values_only=True) for cell in row]
    assert SAYS in cells


def test_the_form_asks_for_its_charge_and_reads_it_again(added: kfees.Library, tmp_path: Path) -> None:
    blank = request_template(added)
    labels = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(blank))["Request"]["A"]]
    assert "Charge of the radiology service" in labels
    path = filled(blank, answers_for(COURSE, blank), tmp_path / "form.xlsx")
    asked = read_filled(path.read_bytes(), "form.xlsx", added)
    request = read_request(asked.value, added)
    assert kfees.price(request, added).totals.gap_most == Decimal("545.40")


def test_the_page_has_its_fields_and_keeps_what_was_typed(pages: httpx.Client) -> None:
    page = pages.get("/", params=TYPED).text
    for field in ("radiology", "discount.radiology", "provider.radiology"):
        assert f'name="{field}"' in page
    assert '<option value="physiotherapy">Physiotherapist</option>' in page
    assert "at most <strong>$545.40</strong>" in page
    named = pages.get("/", params=[*TYPED, ("provider.radiology", "X-ray House"), ("gst", "radiology")]).text
    assert ">Radiology: X-ray House</h3>" in named
    assert 'value="radiology" checked' in named


@pytest.mark.parametrize("language", ["vi", "ar"])
def test_what_no_catalogue_has_is_english_and_marked_so(language: str, pages: httpx.Client) -> None:
    page = pages.get("/", params=[*TYPED, ("language", language)]).text
    assert 'id="payee-radiology"><span lang="en-AU" dir="ltr">Radiology</span></h3>' in page
    assert '<option value="radiology" lang="en-AU">Radiology</option>' in page
    assert "&lt;span" not in page


@pytest.mark.parametrize("language", ["vi", "ar"])
def test_the_notice_names_it_in_english_beside_the_workers_language(
    language: str, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "notice.html"
    told("quote", *FLAGS, f"--language={language}", "-o", str(path), "--as-of=2024-07-15", folder=folder)
    text = Page(path.read_text(encoding="utf-8")).text
    assert "Radiology: X-ray of the hand" in text
    assert "Physiotherapist: " in text
    assert "$120.00" in text


def test_a_portfolio_has_its_columns(added: kfees.Library) -> None:
    row = {
        **{key: COURSE[key] for key in ("regimen", "setting", "start")},
        "Weight": "80",
        "Hospital": "3200",
        "Doctor": "960.20",
        "Physiotherapy other fee": "60",
        "Radiology charges": "130",
        "Radiology fee": None,
        "discount radiology": "10",
    }
    (found,) = kfees.price_portfolio(pl.LazyFrame([row]), added).collect().to_dicts()
    assert found["problem"] is None
    assert found["hospital_gap"] == Decimal("450.40")
    assert {"radiology_maximum", "radiology_payable", "radiology_gap", "physiotherapy_gap"} <= found.keys()
    assert (found["gap"], found["gap_most"]) == (None, Decimal("630.40")), "no X-ray, so its 120.00 is a fee"


def test_a_row_of_a_portfolio_prices_what_a_setting_brings_of_it(folder: Path, tmp_path: Path) -> None:
    setting = (
        'title = "Imaging"\nsource = "Made for a test"\novernight = false\ncontinuous = false\n'
        '[[service]]\nschedule = "radiology"\nitem = "XR2"\nwhen = "first treatment day"\n'
    )
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "imaging.toml").write_text(setting, encoding="utf-8")
    both = kfees.load_schedules(folder, tmp_path, environment={})
    row = {"regimen": "crps-10-day", "setting": "imaging", "start": "2024-08-05", "weight_kg": 80}
    charged = {"radiology_charge": Decimal(500), "radiology_discount": Decimal(40)}
    (found,) = kfees.price_portfolio(pl.LazyFrame([{**row, **charged}]), both).collect().to_dicts()
    figures = [found[f"radiology_{name}"] for name in ("maximum", "payable", "gap")]
    assert figures == [Decimal("410.00"), Decimal("410.00"), Decimal("50.00")], found["problem"]


def test_years_of_courses_hold_its_charge(added: kfees.Library) -> None:
    plan = {**SET_ASIDE, "request": COURSE, "years": 1, "courses_per_year": 1}
    (line,) = [
        line for course in projected(added, plan).courses for line in course.lines if line.item == "XR1"
    ]
    assert (line.payee, line.amount) == ("radiology", Decimal("85.00"))


def test_a_clinics_quote_speaks_of_it_in_its_own_words(added: kfees.Library) -> None:
    lines = (
        "Item,Description,Provider,Date,Quantity,Unit price,Amount",
        "XR1,X-ray,,5/8/2024,1,130.00,130.00",
        ",X-ray discount,,,1,-10.00,-10.00",
        ",Radiologist's reporting fee,,,1,25.00,25.00",
    )
    rows = read_provider_rows("\n".join(lines).encode(), "quote.csv")
    found = provider_quote(rows, kfees.CourseRequest.model_validate({**COURSE, "charges": []}), added)
    assert [line.outcome for line in found.lines] == ["matched", "discount", "outside the schedules"]
    assert found.lines[1].says == "Taken off what the radiology service charges."
    assert found.sentence is not None
    assert "what the hospital charges for DS1" in found.sentence


def test_an_assessment_names_it(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text(json.dumps({**COURSE, "claim": {}}), encoding="utf-8")
    said = told("assess", str(path), folder=folder)
    assert "Radiology: maximum $85.00" in said


def test_the_api_says_which_payees_there_are(pages: httpx.Client, added: kfees.Library) -> None:
    schemas = pages.get("/api/v1/openapi.json").json()["components"]["schemas"]
    charge = next(schemas[name] for name in ("Charge-Input", "Charge") if name in schemas)
    (words,) = [kind["enum"] for kind in charge["properties"]["payee"]["anyOf"] if "enum" in kind]
    assert words == list(added.every_payee)
    refused = pages.post("/api/v1/quote", json={**COURSE, "charges": [{"payee": "radiolog", "amount": "1"}]})
    assert refused.json()["problems"][0]["place"] == "charges[0].payee"


def test_a_workbook_of_rates_is_imported_for_it_and_for_nobody_unknown(folder: Path, tmp_path: Path) -> None:
    asked = ("schedules", "import", str(tmp_path / "none.xlsx"), "--schedule=scans", "--from=2024-07-01")
    result = run(*asked, "--payee=radiologist", "--schedules", str(folder), "--into", str(tmp_path / "into"))
    assert (result.status, "Did you mean 'radiology'?" in result.messages) == (2, True)
