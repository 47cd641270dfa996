"""A payer of one's own in every document: its name, patients and currency, and nothing of another's."""

from __future__ import annotations

import io
import re
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

import kfees
from filling import answers_for, filled
from kfees.cli.quote_table import quote_as_table
from kfees.documents.as_csv import lines_as_csv
from kfees.documents.form.blank import request_template
from kfees.documents.form.filled import read_filled
from kfees.documents.notice import Details, notice_html
from kfees.documents.quote_workbook.book import quote_as_workbook
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.engine.headline import headline
from kfees.engine.reasons import UNLESS_AGREED
from kfees.library.library import Library
from kfees.model.payer import PayerWords
from kfees.model.quote import Quote
from kfees.model.sentences import whole
from kfees.web.forms import query, read_course
from kfees.web.shown import shown
from kfees.web.wording import words_in
from notices import IN_JULY_2024, Page

FUND = """\
title = "Elsewhere Rehabilitation Fund"
called = "Elsewhere"
in_a_sentence = "the Fund"
patient = "the client"
source = "Made for a test"
currency = "AUD"
time_zone = "Australia/Brisbane"

[public_holidays]
country = "AU"

[schedule.private-hospital]
schedule = "private-hospital"

[schedule.medical]
schedule = "medical"
"""
OTHERS = re.compile("worksafe|worker|victoria|Your rights", re.IGNORECASE)
COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
    "charges": [
        {"payee": "hospital", "amount": "3200.00"},
        {"payee": "medical", "amount": "1400.00"},
        {"payee": "medical", "label": "Facility fee", "amount": "300.00"},
    ],
}


@pytest.fixture(scope="module")
def funded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Quote, Library]:
    """A course as the Fund prices it, by rates that others printed; in the currency of a fund elsewhere."""
    folder = tmp_path_factory.mktemp("fund")
    (folder / "payers").mkdir()
    (folder / "payers" / "elsewhere.toml").write_text(FUND, encoding="utf-8")
    library = kfees.load_schedules(str(folder))
    quote = kfees.price(
        kfees.CourseRequest.model_validate({**COURSE, "payer": "elsewhere"}), library, as_of=IN_JULY_2024
    )
    words = library.of("elsewhere").payer_words
    abroad = words.model_copy(update={"currency": "USD"})
    return quote.model_copy(update={"payer": abroad}), library


def without_sources(text: str) -> str:
    """What is said, without what the shipped files say of where their figures come from."""
    return re.sub(
        r"WorkSafe Victoria; in force|published by WorkSafe Victoria|worksafe\.vic\.gov\.au"
        r"|WorkSafe's own rates",
        "",
        text,
    )


def test_the_table_says_the_funds_name_its_client_and_its_currency(funded: tuple[Quote, Library]) -> None:
    text = " ".join(quote_as_table(*funded, "en_AU").replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Payer: Elsewhere Rehabilitation Fund" in text
    assert "GAP: the client would pay the hospital and the doctor at most USD 890.20; with" in text
    assert "floor: the least that the Fund can pay." in text
    assert "GUIDELINE: no guideline of the Fund is loaded. A price is not a decision." in text
    assert "prior approval" not in text
    assert not OTHERS.search(text)
    assert "$" not in text


def test_each_row_of_csv_says_whose_the_quote_is(funded: tuple[Quote, Library]) -> None:
    last = lines_as_csv(*funded).splitlines()[-1]
    assert last.endswith("elsewhere,USD")
    assert "The client would pay the hospital and the doctor at most USD" in last
    assert "Unless the payer agrees to it, the client pays it." in last


def test_the_workbook_is_the_funds(funded: tuple[Quote, Library]) -> None:
    book = load_workbook(io.BytesIO(quote_as_workbook(*funded)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    summary = {str(cell.value) for row in book["Summary"].iter_rows() for cell in row}
    assert {"Payer", "Elsewhere Rehabilitation Fund"} <= summary
    assert '"The client"&" would pay "' in str(book["Summary"]["A4"].value)
    assert '"USD\N{NO-BREAK SPACE}"&FIXED' in str(book["Summary"]["A4"].value)
    formats = {cell.number_format for cell in cells if "#,##0.00" in cell.number_format}
    assert formats == {'"USD\N{NO-BREAK SPACE}"#,##0.00'}
    assert not [text for text in summary if OTHERS.search(text) or "prior approval" in text]


@pytest.mark.parametrize("language", ["en-AU", "it"])
def test_a_notice_of_a_payer_without_rights_of_its_own_shows_none(
    language: str, funded: tuple[Quote, Library]
) -> None:
    quote, library = funded
    text = Page(notice_html(quote, Details(), language, today=IN_JULY_2024, library=library)).text
    assert not OTHERS.search(without_sources(text))
    assert "Whether the treatment has to be approved first is not known: ask before you agree." in text
    assert "only if it approves" not in text
    assert "I explained these costs to the client before treatment." in text
    assert "Elsewhere Rehabilitation Fund" in text
    assert "USD 4,900.00" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert language == "en-AU" or "Se Elsewhere non accetta di pagarlo, lo paga interamente Lei." in text


def test_a_page_says_it_in_the_words_of_the_payer(funded: tuple[Quote, Library]) -> None:
    quote, library = funded
    page = str(shown(quote, library, words_in("", quote.payer)))
    assert "The client would pay" in page
    assert "The Fund agrees to Facility fee, which no schedule has" in page
    assert "own rate was not found, and is never below this fee" in page
    assert "By law" not in page
    assert "whether the treatment has to be approved first is not known" in page
    assert not OTHERS.search(without_sources(page))


def test_the_form_asks_who_pays(library: kfees.Library, tmp_path: Path) -> None:
    blank = request_template(library)
    course = {**COURSE, "payer": "worksafe-victoria"}
    path = filled(blank, answers_for(course, blank), tmp_path / "request.xlsx")
    assert read_filled(path.read_bytes(), path.name, library).value["payer"] == "worksafe-victoria"
    lists = load_workbook(io.BytesIO(blank))["Lists"]
    assert ("worksafe-victoria", "WorkSafe Victoria") in [
        (row[0].value, row[1].value) for row in lists.iter_rows(max_col=2)
    ]


def test_the_api_and_the_page_name_the_payers_to_choose_from(client: httpx.Client) -> None:
    payers = {payer["name"]: payer for payer in client.get("/api/v1/payers").json()["payers"]}
    worksafe = payers["worksafe-victoria"]
    assert (worksafe["title"], worksafe["currency"]) == ("WorkSafe Victoria", "AUD")
    assert worksafe["families"]["private-hospital"] == "private-hospital"
    schema = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["CourseRequest-Input"]
    assert schema["properties"]["payer"]["enum"] == list(payers)
    for address in ("/", "/assess"):
        assert (
            '<option value="worksafe-victoria" selected>WorkSafe Victoria</option>'
            in client.get(address).text
        )


def test_the_page_of_a_set_aside_knows_no_gst_no_page_of_its_price_and_no_assumed_item(
    client: httpx.Client,
) -> None:
    course = {"payer": "us-set-aside", "regimen": "crps-10-day", "start": "2026-11-02", "provider": "30000"}
    page = client.get("/", params=course).text
    assert "Ketamine infusion of 8 June 2020" in page
    assert "In USD. Leave empty what is not known." in page
    for others in ("without GST", "Charges that include GST", '">Ketamine infusion of', "No source states"):
        assert others not in page
        assert others not in client.get("/projection", params={"payer": "us-set-aside"}).text
    assert "In AUD, without GST where the rate is." in client.get("/").text


def test_the_usual_payer_stands_in_no_address_and_another_in_each(library: kfees.Library) -> None:
    typed = [("payer", "worksafe-victoria"), ("regimen", "crps-10-day")]
    assert query(read_course(typed, library)) == "regimen=crps-10-day"
    typed[0] = ("payer", "elsewhere")
    form = read_course(typed, library)
    assert query(form) == "payer=elsewhere&regimen=crps-10-day"
    assert form.asked["payer"] == "elsewhere"


def test_a_payer_keeps_its_name_in_other_languages_and_its_patient_is_translated() -> None:
    payer = PayerWords(title="X", called="TAC", in_a_sentence="the TAC", patient="the worker")
    for code, said in (("it", "TAC può pagare"), ("en-AU", "The TAC can pay")):
        assert Words(code, payer=payer).gettext("{Payer} can pay") == said
    said = Words("it", payer=payer).gettext("{Patient} would pay {amount}.", amount="$1")
    assert said == "Il lavoratore pagherebbe $1."
    sentence = UNLESS_AGREED.format(**payer.blanks)
    assert sentence == "Unless the payer agrees to it, the worker pays it."
    assert say(sentence, Words("it")) == "Se l’ente pagatore non lo accetta, lo paga il lavoratore."


def test_the_headline_begins_with_whoever_is_treated(funded: tuple[Quote, Library]) -> None:
    assert str(headline(*funded)).startswith("The client would pay ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{Payer} must approve; {payer} pays {patient}.", "The Fund must approve; the Fund pays the client."),
        ("{Patient} is asked.", "The client is asked."),
        ("Nothing to fill in.", "Nothing to fill in."),
        ("{payer} and {something}", "{payer} and {something}"),
        ("{payer} and a brace }", "{payer} and a brace }"),
    ],
)
def test_a_text_of_a_file_is_filled_with_what_its_payer_is_called(text: str, said: str) -> None:
    payer = PayerWords(in_a_sentence="the Fund", patient="the client")
    assert payer.said(text) == said
    assert whole(payer.said(text)).message == text


def test_a_filled_text_without_a_translation_is_shown_in_english_whole() -> None:
    page = words_in("it", PayerWords(in_a_sentence="the Fund", called="Fund", patient="the worker"))
    said = PayerWords(in_a_sentence="the Fund", patient="the worker").said("{Payer} asks {patient} first.")
    assert page.known(said) == '<span lang="en-AU" dir="ltr">The Fund asks the worker first.</span>'
