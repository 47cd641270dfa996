"""The projection page: totals, years and assumptions as the engine has them; mistakes beside fields."""

from __future__ import annotations

import io
import json
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

import kfees
from browsing import broken_words, kept_out, money, picture
from kfees.documents.as_csv import projection_as_csv
from kfees.documents.languages import LANGUAGES
from kfees.projection.projection import Projection
from plans import COURSE, PER_INFUSION, RESERVE, SET_ASIDE, Asked, projected

ROOMS = "regimen=crps-10-day&setting=consulting-rooms&start=2024-08-05&weight=80"
RESERVED = f"{ROOMS}&rules=reserve&courses=2&years=5&indexation=3&discount=4"
SET_ASIDE_ADDRESS = f"{ROOMS}&rules=medicare-set-aside&courses=2&years=20"
UNKNOWN = (
    "regimen=crps-4-day&setting=private-hospital-inpatient&start=2026-08-03&pharmacy=900"
    "&rules=reserve&courses=2&years=3&indexation=3&discount=4"
)
WRONG = f"{ROOMS}&rules=reserve&courses=5&years=1000&indexation=-3&discount=abc"
PAGES = {
    "empty": "/projection",
    "reserve": f"/projection?{RESERVED}",
    "set-aside": f"/projection?{SET_ASIDE_ADDRESS}",
    "unknown": f"/projection?{UNKNOWN}",
    "problems": f"/projection?{WRONG}",
}


IN_MARKS = {
    "STALE": "may be out of date: Newer rates",
    "floor": "at least: By law",
    "indexed": "estimate: ",
    "reference": "reference price: ",
}
"""How a page begins an assumption that says what a figure rests on, by how JSON begins it."""


def written(amount: object, currency: str = "$") -> str:
    return "unknown" if amount is None else f"{currency}{amount:,}"


def check_against(page: Page, projection: Projection, currency: str = "$") -> None:
    """Every figure and assumption on the page is the projection's."""
    discounted = projection.plan.discount is not None
    totals = projection.totals
    answer = totals.present_value if discounted else totals.amount
    if answer is None:
        expect(page.locator(".headline h2")).to_have_text("What the courses come to cannot be determined")
    else:
        expect(page.locator(".headline strong")).to_have_text(written(answer, currency))
    table = page.get_by_role("table", name="By year")
    rows = table.locator("tbody").get_by_role("row")
    expect(rows).to_have_count(len(projection.years))
    for number, year in enumerate(projection.years):
        amounts = [written(year.amount, currency)]
        amounts += [written(year.present_value, currency)] if discounted else []
        cells = rows.nth(number).get_by_role("cell").all_inner_texts()
        assert [text.split("\n")[-1] for text in cells] == [str(year.courses), *amounts]
    last = [text.split("\n")[-1] for text in table.locator("tfoot").get_by_role("cell").all_inner_texts()]
    amounts = [written(totals.amount, currency)]
    amounts += [written(totals.present_value, currency)] if discounted else []
    assert last == [str(totals.courses), *amounts]
    assumed = page.get_by_role("region", name="What this takes for granted")
    said = assumed.get_by_role("listitem").all_inner_texts()
    assert len(said) == len(projection.assumptions)
    for shown, sentence in zip(said, projection.assumptions, strict=True):
        assert shown == sentence or (shown.startswith(IN_MARKS[sentence.partition(":")[0]]))


def show(page: Page) -> None:
    """What has been filled in; where scripts run, that shows by itself and there is no button."""
    button = page.get_by_role("button", name="Show what they come to")
    if button.is_visible():
        button.click()


def fill_in(page: Page) -> None:
    page.get_by_label("Setting").select_option("Consulting rooms")
    page.get_by_label("First treatment day").fill("2024-08-05")
    page.get_by_label("Body weight").fill("80")
    page.get_by_label("For how many years").fill("5")
    page.get_by_label("Indexation in %").fill("3 %")
    page.get_by_label("Discount in %").fill("4")
    show(page)


@pytest.mark.chromium
@pytest.mark.parametrize("fixture", ["page", "without_scripts"])
def test_a_reserve_is_what_python_says(
    fixture: str, request: pytest.FixtureRequest, library: kfees.Library
) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto("/projection")
    expect(page.get_by_role("heading", name="The answer will stand here")).to_be_visible()
    fill_in(page)
    check_against(page, projected(library, RESERVE))
    facts = page.locator(".headline dl")
    expect(facts).to_contain_text("Indexation a year")
    expect(facts).to_contain_text("3%")
    picture(page, f"reserve, {fixture}")


def test_a_set_aside_is_parted_into_seed_money_and_yearly_payments(
    page: Page, library: kfees.Library
) -> None:
    page.goto(PAGES["set-aside"])
    projection = projected(library, SET_ASIDE)
    check_against(page, projection)
    settlement = projection.settlement
    assert settlement is not None
    part = page.get_by_role("region", name="As a structured settlement")
    shown = [money(text) for text in part.locator("dd").all_inner_texts()]
    assert shown == [settlement.seed, settlement.annual, settlement.annuity, settlement.total]
    assert settlement.seed + settlement.annuity == projection.totals.amount
    expect(part).to_contain_text(f"Then {settlement.payments} yearly payments of")


def test_a_price_from_no_schedule_stands_in_its_own_currency(page: Page, library: kfees.Library) -> None:
    page.goto(f"/projection?{SET_ASIDE_ADDRESS}")
    page.get_by_text("A price that is from no schedule").click()
    page.get_by_label("Price of one infusion").fill("2,750")
    page.get_by_label("Currency").select_option("USD")
    page.get_by_label("Who says so").fill("Medicare Set-Aside Blog, 8 June 2020")
    show(page)
    projection = projected(library, {**SET_ASIDE, **PER_INFUSION})
    assert projection.totals.amount == 2750 * 10 * 40
    check_against(page, projection, "USD\xa0")
    expect(page.get_by_role("main")).to_contain_text("Medicare Set-Aside Blog, 8 June 2020")


def test_exceptional_circumstances_lift_the_longer_interval(page: Page, library: kfees.Library) -> None:
    page.goto(f"/projection?{ROOMS}&rules=medicare-set-aside&courses=4&years=2")
    expect(page.locator(".problems")).to_contain_text("The guideline's intervals are not kept")
    page.get_by_label("Exceptional circumstances are stated").check()
    show(page)
    course = {**COURSE, "claim": {"exceptional_circumstances": True}}
    plan: Asked = {**SET_ASIDE, "request": course, "courses_per_year": 4, "years": 2}
    check_against(page, projected(library, plan))


def test_unknown_years_are_said_in_words_and_not_drawn(page: Page, library: kfees.Library) -> None:
    page.goto(PAGES["unknown"])
    course = {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2026-08-03",
        "charges": [{"payee": "pharmacy", "amount": "900"}],
    }
    projection = projected(library, {**RESERVE, "request": course, "years": 3})
    assert projection.totals.amount is None
    check_against(page, projection)
    expect(page.locator(".headline")).to_contain_text(f"Known so far: ${projection.totals.known_amount:,}.")
    assert page.locator(".chart").count() == 0


def test_the_address_holds_all_inputs_and_no_more(page: Page) -> None:
    page.goto(f"/projection?{ROOMS}&rules=reserve&courses=2&years=5&indexation=3&discount=4&nights=")
    shown = page.locator("#result").inner_text()
    page.get_by_text("Keep or hand on").click()
    page.get_by_role("link", name="Link to this page").click()
    inputs = parse_qs(urlsplit(page.url).query)
    assert inputs["indexation"] == ["3"]
    assert "nights" not in inputs
    assert page.locator("#result").inner_text() == shown


def test_the_course_comes_along_from_the_preview(page: Page, library: kfees.Library) -> None:
    page.goto("/?regimen=crps-4-day&setting=private-hospital-inpatient&start=2024-08-05&weight=80&nights=6")
    page.get_by_text("Keep or hand on").click()
    page.get_by_role("link", name="Years of such courses").click()
    expect(page.get_by_text("From the preview as well: Nights in hospital.")).to_be_visible()
    page.get_by_label("Indexation in %").fill("0")
    page.get_by_label("Discount in %").fill("0")
    page.get_by_label("For how many years").fill("1")
    show(page)
    course = {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "weight_kg": "80",
        "episode": {"nights": 6},
    }
    plan = {**RESERVE, "request": course, "years": 1, "indexation": "0", "discount": "0"}
    check_against(page, projected(library, plan))


def test_what_has_still_to_be_filled_in_is_named(page: Page) -> None:
    page.goto("/projection?rules=reserve&courses=2&years=5&regimen=crps-10-day&setting=consulting-rooms")
    expect(page.locator("#result")).to_contain_text("Still to be filled in: First treatment day")
    page.goto(f"/projection?{ROOMS}&rules=reserve&courses=2&years=5&indexation=3")
    expect(page.locator("#result")).to_contain_text("Still to be filled in: Discount in % a year.")


WRONG_INPUTS = {
    "negative rate": ("indexation=-3", "Indexation in % a year", "-3 % is negative. Give 0 or more"),
    "rate beyond reason": ("discount=51", "Discount in % a year", "51 % is more than 50 % a year."),
    "no rate": ("discount=four", "Discount in % a year", "Write percent a year, such as 3"),
    "too soon": ("courses=12", "Courses a year", "Plan fewer courses a year or a later start"),
    "how often twice": ("every=2 years", "Or one course every", "Leave one of the two empty."),
    "every 24 what": ("courses=&every=24", "Or one course every", "Write 24 months or 24 years."),
    "every century": ("courses=&every=100 years", "Or one course every", "Give 120 or less."),
    "too often": ("courses=&every=2 months", "Or one course every", "Plan more months between courses"),
    "uneven months": ("courses=5", "Courses a year", "Give 1, 2, 3, 4, 6 or 12."),
    "a thousand years": ("years=1000", "For how many years", "Give 75 or less."),
    "a million years": ("years=1000000", "For how many years", "Give 75 or less."),
    "years without end": (f"years={'9' * 400}", "For how many years", "Write digits alone."),
    "no years": ("years=", "For how many years", "Give the years, or the day on which the courses end."),
    "negative years": ("years=-1", "For how many years", "Give 1 or more."),
    "before the start": ("years=&until=2020-01-01", "Or until", "Give an end after the first course"),
    "beyond the calendar": ("years=&until=9999-01-01", "Or until", "is outside the years 1990 to 2099"),
    "two horizons": ("until=2030-01-01", "For how many years", "more than one end is given"),
    "valued later": ("valuation_date=2025-01-01", "Valued on", "Value on or before its start."),
    "price of nobody": (
        "infusions=3",
        "Infusions in a course",
        "Give the price of one infusion, or leave it out.",
    ),
    "two prices": (
        "per_infusion=2750&source=me&medical=100",
        "Price of one infusion",
        "Leave out the price of one infusion, or the charges and items",
    ),
    "other currency": ("currency=USD", "Currency", "what is asked for is in USD"),
    "unknown rules": ("rules=guess", "Rule set", "Use one of: medicare-set-aside, reserve."),
    "not of a set-aside": ("rules=medicare-set-aside", "Indexation", "Leave it out, or project a reserve."),
}


def address_with(changed: str) -> str:
    inputs = {**parse_qs(RESERVED), **parse_qs(changed, keep_blank_values=True)}
    return "&".join(f"{name}={texts[0]}" for name, texts in inputs.items())


@pytest.mark.parametrize("name", WRONG_INPUTS)
def test_what_is_wrong_is_listed_with_its_place_and_remedy(client: httpx.Client, name: str) -> None:
    changed, place, says = WRONG_INPUTS[name]
    answer = client.get(f"/projection?{address_with(changed)}")
    assert answer.status_code == 422
    listed = answer.text.partition('class="problems"')[2].partition("</ul>")[0].replace("&#39;", "'")
    assert place in listed
    assert says.casefold() in listed.casefold()
    for ending in ("svg", "json", "csv", "xlsx"):
        assert client.get(f"/projection.{ending}?{address_with(changed)}").status_code == 422


def test_all_that_is_wrong_is_said_at_once_beside_its_field(page: Page) -> None:
    page.goto(PAGES["problems"])
    listed = page.get_by_role("group", name="What has to be put right")
    expect(listed.get_by_role("listitem")).to_have_count(4)
    for label in ("Indexation in %", "Discount in %", "Courses a year", "For how many years"):
        expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    listed.get_by_role("link", name="For how many years").click()
    expect(page.get_by_label("For how many years")).to_be_focused()
    page.get_by_label("For how many years").fill("5")
    page.get_by_label("Courses a year").fill("2")
    page.get_by_label("Indexation in %").fill("3")
    page.get_by_label("Discount in %").fill("4")
    show(page)
    expect(page.locator(".headline strong")).to_be_visible()


def test_the_longest_horizon_is_answered(client: httpx.Client) -> None:
    inputs = f"{ROOMS}&rules=reserve&courses=4&years=75&indexation=3&discount=4&exceptional=yes"
    answer = client.get(f"/projection.json?{inputs}")
    assert answer.status_code == 200
    assert answer.json()["totals"]["courses"] == 300
    assert client.get(f"/projection.svg?{inputs}").status_code == 200


def test_the_documents_are_those_of_the_command(client: httpx.Client, library: kfees.Library) -> None:
    projection = projected(library, RESERVE)
    as_json = client.get(f"/projection.json?{RESERVED}")
    assert as_json.json() == json.loads(projection.model_dump_json())
    assert as_json.headers["content-disposition"] == (
        'attachment; filename="kfees-projection-crps-10-day-2024-08-05.json"'
    )
    assert client.get(f"/projection.csv?{RESERVED}").text == projection_as_csv(projection)
    content = client.get(f"/projection.xlsx?{RESERVED}").content
    summary = openpyxl.load_workbook(io.BytesIO(content))["Summary"]
    assert summary["A1"].value == "Projection: Reserve"
    assert str(summary["D18"].value).startswith("=IF(COUNTIF(D13:D17")


def test_a_course_every_two_years_is_that_of_a_plan_in_months(
    client: httpx.Client, library: kfees.Library
) -> None:
    inputs = SET_ASIDE_ADDRESS.replace("courses=2", "every=2 years")
    plan = {key: value for key, value in SET_ASIDE.items() if key != "courses_per_year"}
    projection = projected(library, {**plan, "months_between": 24})
    assert client.get(f"/projection.json?{inputs}").json() == json.loads(projection.model_dump_json())
    page = client.get(f"/projection?{inputs}").text
    assert "one every 24 months from the first, 10 in all" in page
    assert 'value="2 years"' in page
    content = client.get(f"/projection.xlsx?{inputs}").content
    summary = openpyxl.load_workbook(io.BytesIO(content))["Summary"]
    assert (summary["A9"].value, summary["B9"].value) == ("Months between courses", 24)


def test_the_page_says_what_is_certain_of_the_gap(client: httpx.Client) -> None:
    """1,200.00 charged a course, 960.20 of it paid at least: 40 times 239.80 at most."""
    page = client.get(f"/projection?{SET_ASIDE_ADDRESS}&medical=1200").text
    assert "$9,592.00 (at most)" in page


BY_INFUSION = (
    "payer=us-set-aside&regimen=crps-10-day&start=2026-08-03&rules=medicare-set-aside&every=2 years&years=20"
)


def test_a_payer_by_infusion_is_asked_for_neither_setting_nor_weight(client: httpx.Client) -> None:
    page = client.get(f"/projection?{BY_INFUSION}").text
    assert "USD\N{NO-BREAK SPACE}275,000.00" in page
    for field in ("setting", "weight"):
        assert f'name="{field}"' not in page
    assert 'name="provider"' in page
    assert "/schedules/us-set-aside" not in page
    refused = client.get(f"/projection?{BY_INFUSION}&currency=AUD")
    assert refused.status_code == 422
    assert "US Medicare Set-Aside pays in USD" in refused.text
    assert client.get(f"/projection.json?{BY_INFUSION}").json()["totals"]["amount"] == "275000.00"


def test_an_address_that_asks_for_nothing_has_no_documents(client: httpx.Client) -> None:
    assert client.get("/projection").status_code == 200
    answer = client.get("/projection.json")
    assert answer.status_code == 422
    assert "Fill in the form." in answer.text


def test_the_chart_is_an_image_that_runs_nothing(client: httpx.Client) -> None:
    wide = client.get(f"/projection.svg?{RESERVED}")
    narrow = client.get(f"/projection.svg?{RESERVED}&shape=narrow")
    for answer in (wide, narrow):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        drawing = ET.fromstring(answer.content)  # noqa: S314  our own drawing
        assert not {element.tag.rpartition("}")[2] for element in drawing.iter()} & {"script", "a"}
    assert "Present value" in wide.text
    for year in ("2024", "2028"):
        assert f">{year}<" in wide.text
    widths = [float(ET.fromstring(answer.content).attrib["viewBox"].split()[2]) for answer in (wide, narrow)]  # noqa: S314
    assert widths[0] > 2 * widths[1]


def test_nothing_overflows_on_a_phone(phone: Page) -> None:
    for name, address in PAGES.items():
        phone.goto(address, wait_until="networkidle")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, name
        picture(phone, f"projection, {name} on a phone")


def test_every_language_fits_a_phone_and_shows_the_same_amounts(phone: Page, library: kfees.Library) -> None:
    present_value = str(projected(library, RESERVE).totals.present_value).replace(".", "")
    for code in LANGUAGES:
        phone.goto(f"{PAGES['reserve']}&language={code}", wait_until="networkidle")
        assert phone.locator("html").get_attribute("lang") == code
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, code
        assert broken_words(phone.locator(".years")) == [], code
        shown = "".join(filter(str.isdigit, phone.locator(".headline strong").inner_text()))
        assert shown == present_value, code
        chart = phone.locator(".chart img")
        assert chart.evaluate("image => image.complete && image.naturalWidth > 0")


def test_it_follows_the_form_and_says_what_is_wrong_beside_its_field(
    page: Page, library: kfees.Library
) -> None:
    page.goto(PAGES["reserve"])
    page.evaluate("window.stays = true")
    discount = page.get_by_label("Discount in %")
    discount.fill("abc")
    expect(page.locator("#discount-wrong")).to_contain_text("Write percent a year, such as 3 or 3.5.")
    expect(discount).to_have_attribute("aria-invalid", "true")
    expect(discount).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("1 thing has to be put right")
    discount.fill("5")
    check_against(page, projected(library, {**RESERVE, "discount": "0.05"}))
    expect(page.locator("#discount-wrong")).to_be_empty()
    assert parse_qs(urlsplit(page.url).query)["discount"] == ["5"]
    page.get_by_label("Rule set").select_option("Medicare Set-Aside")
    expect(page.locator("#indexation-wrong")).to_contain_text("Leave it out, or project a reserve.")
    for label in ("Indexation in %", "Discount in %"):
        page.get_by_label(label).fill("")
    check_against(page, projected(library, {**SET_ASIDE, "years": 5}))
    assert page.evaluate("window.stays")


def test_arabic_runs_from_right_to_left(page: Page) -> None:
    page.goto(f"{PAGES['reserve']}&language=ar", wait_until="networkidle")
    assert page.locator("html").get_attribute("dir") == "rtl"
    form, result = page.locator("#plan").bounding_box(), page.locator("#result").bounding_box()
    assert form
    assert result
    assert form["x"] > result["x"]
    picture(page, "projection in arabic")


def test_nobody_is_kept_out(page: Page) -> None:
    for name, address in PAGES.items():
        page.goto(address, wait_until="networkidle")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert not kept_out(page), (name, scheme)
            picture(page, f"projection, {name} {scheme}")


def test_the_language_and_the_keyboard_are_enough(page: Page) -> None:
    page.goto(PAGES["reserve"])
    page.locator(".language summary").click()
    page.get_by_label("Language", exact=True).select_option("it")
    page.get_by_role("button", name="Change").click()
    assert page.locator("html").get_attribute("lang") == "it"
    expect(page.locator("#indexation")).to_have_value("3")
    page.locator("#years").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Per anno").locator("tbody tr")).to_have_count(4)
