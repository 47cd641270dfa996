"""The pages as people meet them, in a real browser: with a mouse, by keyboard alone, on a phone, without
scripts, from right to left. Pictures of what was seen stay in tests/output."""

from __future__ import annotations

import html
import re
import subprocess
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import docx
import httpx
import pytest
from playwright.sync_api import Page, expect

import kfees
from browsing import kept_out, money, picture
from kfees.documents.languages import LANGUAGES
from kfees.engine.headline import headline
from kfees.web.wording import words_in
from served import TODAY

COURSE = "regimen=crps-10-day&setting=private-day-hospital&start=2024-08-05&weight=80"
CHARGED = f"/?{COURSE}&hospital=3200&medical=1500"
OVERNIGHT = "/?regimen=crps-4-day&setting=private-hospital-inpatient&start=2026-08-03"
ESTIMATED = f"{OVERNIGHT}&hospital=9000&pharmacy=900"
A_FEE = "fee=hospital:Facility fee=300"
STATED = (
    f"/assess?{COURSE}&claim.request_date=2024-07-01&claim.information_complete=2024-07-10"
    "&claim.route=intravenous&claim.provider.registration=other&claim.provider.registration.other=registered+overseas"
    "&claim.previous_treatments=2024-05-15&claim.documents=diagnosis"
)
PAGES = {
    "empty": "/",
    "result": CHARGED,
    "estimated": ESTIMATED,
    "problems": "/?regimen=crps-4-day&setting=consulting-rooms&start=2024-08-05&hospital=abc",
    "request": "/assess",
    "assessment": STATED,
    "schedules": "/schedules",
    "rates": "/schedules/medical/2024-07-01?search=pain",
    "import": "/schedules/import",
    "difference": "/schedules/private-hospital/difference?before=2018-07-01&after=2024-07-01",
    "guides": "/guide",
    "guide": "/guide/own-schedules",
    "refused": "/nothing",
}

REQUEST: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
    "charges": [{"payee": "hospital", "amount": "3200"}, {"payee": "medical", "amount": "1500"}],
}


def figures(page: Page) -> dict[str, Decimal]:
    """The amounts at the head of the result, by their labels."""
    parts = page.locator(".headline dl > div")
    return {
        parts.nth(number).locator("dt").inner_text(): money(
            parts.nth(number).locator("dd > bdi").inner_text()
        )
        for number in range(parts.count())
    }


def priced(library: kfees.Library, **changed: Any) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate({**REQUEST, **changed}), library, as_of=TODAY)


def check_against(page: Page, quote: kfees.Quote) -> None:
    """Every figure on the page is the quote's, line by line."""
    totals = quote.totals
    head = figures(page)
    assert head.pop("Gap") == totals.gap
    assert head.pop("Charged") == totals.charge
    assert head.pop("WorkSafe’s maximum", totals.payable) == totals.maximum
    assert set(head.values()) == {totals.payable}
    names = {"hospital": "Hospital", "medical": "Doctor", "pharmacy": "Pharmacy"}
    for payee in quote.payees:
        part = page.get_by_role("article", name=names[payee.payee])
        summed = part.get_by_role("rowgroup").last.locator("td bdi").all_inner_texts()
        assert [money(text) for text in summed] == [
            payee.maximum, payee.charge, payee.payable, payee.gap
        ]  # fmt: skip
        rows = part.get_by_role("rowgroup").nth(1).get_by_role("row")
        lines = [line for line in quote.lines if line.payee == payee.payee]
        assert rows.count() == len(lines)
        for number, line in enumerate(lines):
            row = rows.nth(number)
            assert line.code in row.inner_text()
            assert line.label in row.inner_text()
            assert money(row.get_by_role("cell").first.inner_text()) == line.maximum


def fill_in(page: Page) -> None:
    page.get_by_label("Regimen").select_option("CRPS, 4 hours a day for 10 days")
    page.get_by_label("Setting").select_option("Private day hospital")
    page.get_by_label("First treatment day").fill("2024-08-05")
    page.get_by_label("Body weight").fill("80")
    page.get_by_role("textbox", name="Hospital").fill("$3,200.00")
    page.get_by_role("textbox", name="Doctor").fill("1500")


def test_the_page_shows_what_python_says_as_it_is_filled_in(page: Page, library: kfees.Library) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="The answer will stand here")).to_be_visible()
    fill_in(page)
    says = (
        "The worker would pay the hospital and the doctor at most $990.20."
        " Not included is the drug (Ketamine 200 mg in 2 mL)."
    )
    expect(page.get_by_role("heading", name=says)).to_be_visible()
    expect(page.locator(".headline strong")).to_have_text("$990.20")
    check_against(page, priced(library))
    picture(page, "filled in")

    page.get_by_role("textbox", name="Hospital").fill("2800")
    expect(page.locator(".headline strong")).to_have_text("$590.20")
    changed = [{"payee": "hospital", "amount": "2800"}, {"payee": "medical", "amount": "1500"}]
    check_against(page, priced(library, charges=changed))
    expect(page.get_by_role("status")).to_contain_text(
        "The worker would pay the hospital and the doctor at most $590.20."
    )


def test_the_address_and_the_link_reproduce_the_page(page: Page) -> None:
    page.goto("/")
    fill_in(page)
    expect(page.locator(".headline strong")).to_have_text("$990.20")
    inputs = parse_qs(urlsplit(page.url).query)
    assert inputs["weight"] == ["80"]
    assert inputs["hospital"] == ["$3,200.00"]
    assert "pharmacy" not in inputs
    shown = page.locator("#answer").inner_text() + page.locator("#explained").inner_text()
    page.reload()
    assert page.locator("#answer").inner_text() + page.locator("#explained").inner_text() == shown
    page.get_by_text("Keep or hand on").click()
    page.get_by_role("link", name=re.compile("Link to this page, as of 15 July 2024")).click()
    page.wait_for_url(re.compile("as_of=2024-07-15"))
    assert page.locator("#answer").inner_text() + page.locator("#explained").inner_text() == shown


def test_single_items_can_be_charged_left_out_and_added(page: Page, library: kfees.Library) -> None:
    page.goto(f"/?{COURSE}")
    page.get_by_text("Single items").click()
    page.get_by_role("group", name="medical:2801").get_by_label("Charge for each").fill("320")
    page.get_by_role("group", name="medical:2806").get_by_label("Leave out").check()
    page.get_by_role("textbox", name="Hospital").fill("3200")
    expect(page.locator(".headline strong")).to_have_text("$595.90")
    page.get_by_role("group", name="Add an item").get_by_label("Item").fill("17645")
    page.get_by_role("group", name="Add an item").get_by_label("Days").fill("2024-08-05")
    page.get_by_role("button", name="Add").click()
    expect(
        page.get_by_label("Added: 17645 Anaesthetist referred consultation, level 2 · 5 Aug 2024")
    ).to_be_checked()
    quote = priced(
        library,
        charges=[
            {"payee": "hospital", "amount": "3200"},
            {"schedule": "medical", "item": "2801", "amount": "320"},
        ],
        without=[{"schedule": "medical", "item": "2806"}],
        services=[{"schedule": "medical", "item": "17645", "dates": ["2024-08-05"]}],
    )
    assert money(page.locator(".headline dl .aside dd").inner_text()) == quote.totals.maximum
    expect(page.get_by_role("article", name="Doctor")).to_contain_text("17645: no charge is filled in.")


def test_what_would_make_the_gap_zero_does(page: Page) -> None:
    page.goto(CHARGED)
    for name in ("Hospital", "Doctor"):
        advice = page.get_by_role("article", name=name).locator(".closing").inner_text()
        limit = re.search(r"A charge of \$([0-9,.]+) or less", advice)
        assert limit
        page.get_by_role("textbox", name=name).fill(limit[1])
        expect(page.get_by_role("article", name=name)).to_contain_text("There is no gap here.")
    expect(page.locator(".headline strong")).to_have_text("$0.00")


def test_what_is_stale_estimated_assumed_or_unknown_is_said_beside_its_figure(page: Page) -> None:
    page.goto(ESTIMATED)
    hospital = page.get_by_role("article", name="Hospital")
    for words in ("may be out of date", "estimate", "assumed item"):
        expect(hospital.get_by_role("rowheader", name="Medical bed")).to_contain_text(words)
    expect(page.get_by_role("list", name="What the marks mean")).to_contain_text(
        "M: A newer rate was due on 1 July 2025 and is not loaded here."
    )
    expect(page.get_by_role("article", name="Pharmacy")).to_contain_text(
        "Cannot determine: no schedule pharmacy"
    )
    head = page.locator(".headline")
    expect(head).to_contain_text(
        "The worker would pay the hospital about $5,783.00, not more than $9,000.00; with the drug at most"
        " $9,900.00. Not included is what the doctor charges for pain specialist (first visit) and pain"
        " specialist (later visit)."
    )
    figures = hospital.get_by_role("rowgroup").last.get_by_role("cell")
    expect(figures.nth(2)).to_contain_text("$0.00 to $9,000.00")
    expect(figures.nth(3)).to_contain_text("$0.00 to $9,000.00")
    expect(head).to_contain_text("No maximum is known for Ketamine 200 mg in 2 mL.")
    picture(page, "estimated")


def test_the_bars_read_without_colour(page: Page) -> None:
    page.goto(CHARGED)
    hospital = page.get_by_role("article", name="Hospital")
    assert hospital.locator(".bar [fill='url(#hatch)']").count() == 1
    payable, gap = hospital.locator(".bar > rect"), hospital.locator(".bar > svg")
    widths = [float(part.get_attribute("width").rstrip("%")) for part in (payable, gap)]  # type: ignore[union-attr]
    assert widths == [85.92, 14.08]  # 2749.60 and 450.40 of 3200.00, the widest charge
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    picture(page, "without colour")


def test_problems_stand_beside_their_fields_and_all_at_once(page: Page) -> None:
    page.goto(PAGES["problems"])
    listed = page.get_by_role("group", name="What has to be put right")
    expect(listed.get_by_role("listitem")).to_have_count(2)
    hospital = page.get_by_role("textbox", name="Hospital")
    expect(hospital).to_have_attribute("aria-invalid", "true")
    expect(hospital).to_have_accessible_description(re.compile("'abc' is not a plain decimal number"))
    listed.get_by_role("link", name="Setting").click()
    expect(page.get_by_label("Setting")).to_be_focused()
    page.get_by_label("Setting").select_option("private-hospital-inpatient")
    hospital.fill("3900")
    expect(page.locator(".headline")).to_be_visible()
    expect(hospital).not_to_have_attribute("aria-invalid", "true")


def type_date(page: Page, day: str) -> None:
    """Type a date into the field that has the focus, in the order that the browser's language has."""
    year, month, of_month = day.split("-")
    for parts in ((of_month, month, year), (month, of_month, year)):
        for part in parts:
            page.keyboard.type(part)
        if page.evaluate("document.activeElement.value") == day:
            return
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{day} could not be typed")


def test_the_keyboard_alone_is_enough(page: Page, library: kfees.Library) -> None:
    page.goto("/")
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("link", name="Skip to the result")).to_be_focused()
    for _ in range(50):
        press("Tab")
        if page.evaluate("document.activeElement.id") == "regimen":
            break
    expect(page.get_by_label("Regimen")).to_be_focused()
    press("Tab")
    press("Tab")
    type_date(page, "2024-08-05")
    while page.evaluate("document.activeElement.id") != "weight":
        press("Tab")
    page.keyboard.type("80")
    press("Tab")
    page.keyboard.type("3200")
    press("Tab")
    page.keyboard.type("1500")
    expect(page.locator(".headline strong")).to_have_text("$990.20")
    check_against(page, priced(library))
    while page.evaluate("document.activeElement.tagName") != "SUMMARY":
        press("Tab")
    press("Enter")
    expect(page.get_by_label("Treatment days")).to_be_visible()
    reached = set()
    for _ in range(60):
        press("Tab")
        reached.add(page.evaluate("(document.activeElement.textContent ?? '').trim()"))
        if page.evaluate("document.activeElement.matches('.keep summary')"):
            press("Enter")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or page.evaluate("document.activeElement === document.body")
    assert {"Excel workbook", "JSON", "Check against the guideline", "Why these figures"} <= reached


def test_without_scripts_a_button_shows_the_same(without_scripts: Page, library: kfees.Library) -> None:
    page = without_scripts
    page.goto("/")
    fill_in(page)
    page.get_by_role("button", name="Show what it comes to").click()
    check_against(page, priced(library))
    assert all(text for _, text in parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    picture(page, "without scripts")


def test_an_address_holds_what_is_filled_in_and_nothing_else(page: Page, client: httpx.Client) -> None:
    """However the form is sent: by Enter, by a button within it, or without scripts."""
    page.goto(CHARGED)
    page.get_by_role("textbox", name="Hospital").press("Enter")
    page.wait_for_url("**payer=worksafe-victoria**")
    page.get_by_text("Accounts, GST, discounts and fees").click()
    page.get_by_label("What for").fill("Facility fee")
    page.get_by_role("textbox", name="Fee", exact=True).fill("150")
    page.locator("#accounts").get_by_role("button", name="Add").click()
    expect(page.get_by_role("checkbox", name="Fee: Facility fee")).to_be_checked()
    assert all(text for _, text in parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    led = client.get(f"{CHARGED}&pharmacy=&dates=+&part.2.nights=")
    assert (led.status_code, led.headers["location"]) == (303, CHARGED)
    assert client.get("/schedules?language=").headers["location"] == "/schedules"


def test_whoever_comes_back_finds_the_answer_to_what_the_form_holds(page: Page) -> None:
    page.goto(CHARGED)
    page.get_by_text("Single items").click()
    left_out = page.locator("[name='without'][value='medical:2806']")
    left_out.check()
    expect(page.locator("#count-items")).to_have_text("1 filled in")
    page.goto("/schedules")
    page.go_back()
    expect(left_out).to_be_checked()
    expect(page.locator("#count-items")).to_have_text("1 filled in")
    page.evaluate("document.getElementById('hospital').value = '4000'; dispatchEvent(new Event('pageshow'))")
    expect(page.locator(".headline dl")).to_contain_text("$5,500.00")


def test_every_field_is_reached_by_tab_alone_and_seen_where_it_is(page: Page) -> None:
    """With every section open: no field is left out, none holds on to the keyboard."""
    page.goto(CHARGED)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the result")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "result"
    page.evaluate("for (const part of document.querySelectorAll('#inputs details')) part.open = true")
    page.locator("#payer").focus()
    fields = "#inputs :is(input, select, textarea, button:not([hidden])):not([type=hidden])"
    for _ in range(page.locator(fields).count() + 60):
        page.evaluate("document.activeElement.dataset.reached = 'yes'")
        page.keyboard.press("Tab")
    left_out = page.locator("#inputs :is(input, select, button):not([type=hidden], [hidden], [data-reached])")
    assert left_out.evaluate_all("found => found.map(each => each.id || each.name)") == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_on_a_phone(phone: Page, name: str) -> None:
    phone.goto(PAGES[name])
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    picture(phone, f"{name} on a phone")


def test_on_a_phone_the_answer_comes_first_and_its_lines_end_within_three_screens(phone: Page) -> None:
    phone.goto(CHARGED)
    ends = phone.locator("#explained .payee").last.bounding_box()
    headline = phone.locator(".headline").bounding_box()
    assert headline
    assert ends
    assert headline["y"] < 100
    assert ends["y"] + ends["height"] <= 3 * 660 - 100
    tops = [phone.locator(part).bounding_box() for part in (".mark-of-kfees", ".narrow-menu", ".language")]
    assert all(part and part["y"] < 30 and part["height"] < 45 for part in tops)
    phone.get_by_text("Menu", exact=True).click()
    expect(phone.get_by_role("link", name="Schedules")).to_be_in_viewport()
    phone.get_by_role("link", name="Change the course").last.click()
    expect(phone.get_by_label("Regimen")).to_be_in_viewport()


BROKEN = """() => [...document.querySelectorAll("td bdi, .headline :is(strong, dd bdi)")].filter((amount) => {
  const range = document.createRange();
  range.selectNodeContents(amount);
  return new Set([...range.getClientRects()].map((part) => Math.round(part.top))).size > 1;
}).map((amount) => amount.textContent)"""


@pytest.mark.parametrize("code", ["en-AU", "ar", "vi"])
@pytest.mark.parametrize("path", ["/?", "/compare?"])
def test_an_amount_is_never_broken_and_never_wider_than_a_phone(phone: Page, path: str, code: str) -> None:
    inputs = CHARGED.partition("?")[2].replace("=3200", "=320000000").replace("=1500", "=1500000000")
    phone.goto(f"{path}{inputs}&language={code}")
    expect(phone.locator("td bdi").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.evaluate(BROKEN) == []


def test_on_a_phone_the_answer_is_at_hand_while_the_form_is_filled_in(phone: Page) -> None:
    phone.goto("/")
    fill_in(phone)
    glance = phone.get_by_role("link", name="the hospital and the doctor at most $990.20")
    expect(glance).to_be_in_viewport()
    glance.click()
    expect(phone.locator(".headline")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_kept_out(page: Page, name: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(PAGES[name])
    assert not kept_out(page)
    picture(page, f"{name} {scheme}")


def test_the_first_result_takes_less_than_100_kilobytes(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(CHARGED, wait_until="networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) < 100_000


def test_a_request_is_checked_and_its_letter_downloaded(page: Page, library: kfees.Library) -> None:
    page.goto(f"/assess?{COURSE}")
    for section in reversed(page.locator("details.section:not([open]) > summary").all()):
        section.click()
    page.get_by_label("Date of the request").fill("2024-07-01")
    page.get_by_label("Information complete on").fill("2024-07-10")
    page.get_by_label("How the ketamine is given").select_option("Intravenous")
    page.get_by_label("What it is for").select_option("Something else")
    page.locator("[name='claim.indication.other']").fill("complex regional pain syndrome left hand")
    page.get_by_label("The provider’s registration").select_option("Something else")
    page.locator("[name='claim.provider.registration.other']").fill("registered overseas")
    page.get_by_label("Approved on").fill("2024-07-20")
    page.get_by_label("Treatment days approved").fill("10")
    page.get_by_label("Amount approved").fill("4,000")
    page.get_by_role("group", name="The injury is accepted").get_by_label("Yes").check()
    page.get_by_label("First-line treatments tried").check()
    page.get_by_label("There were none").check()
    page.get_by_role("button", name="Check", exact=True).click()
    request = kfees.CourseRequest.model_validate(
        {
            **REQUEST, "charges": [],
            "claim": {
                "request_date": "2024-07-01", "information_complete": "2024-07-10", "route": "intravenous",
                "indication": "complex regional pain syndrome left hand",
                "provider": {"registration": "other: registered overseas"},
                "approval": {"given": "2024-07-20", "sessions": 10, "amount": "4000.00"},
                "injury_accepted": True, "documents": ["first-line"], "previous_treatments": [],
            },
        }
    )  # fmt: skip
    assessment = kfees.assess(request, library, as_of=TODAY)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Whether it is payable cannot be determined")
    page.get_by_text(re.compile("^[0-9]+ met$")).last.click()
    shown = [text.split("\n")[0] for text in page.locator(".checks li").all_inner_texts()]
    order = ["not met", "not stated", "met"]
    assert shown == sorted((check.outcome for check in assessment.checks), key=order.index)
    dates = page.get_by_role("region", name="Dates")
    expect(dates).to_contain_text("7 August 2024")
    expect(dates).to_contain_text(f"{assessment.timing.days_left} days left")
    with page.expect_download() as started:
        page.get_by_role("button", name="Word").click()
    paragraphs = docx.Document(str(started.value.path())).paragraphs
    text = page.get_by_role("textbox", name="The letter").input_value()
    assert [each.text.replace("\t", " ") for each in paragraphs] == text.strip().split("\n\n")
    assert text.startswith("15 July 2024")
    assert "Which medical practitioner referred the worker?" in text
    assert page.url.endswith("/assess#result")  # no fact of the claim in the address


HOSTILE = (
    "Item,Description,Qty,Amount\n"
    "DS1,<script>document.title='taken'</script><img src=x onerror=alert(1)>,10,3200\n"
    '"=HYPERLINK(""https://example.com"",""2801"")",click,1,200\n'
    "2801,\u202egnp.exe,1,320\n"
)


@pytest.mark.chromium
@pytest.mark.parametrize("fixture", ["page", "without_scripts"])
def test_a_hostile_file_stays_text(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"/assess?{COURSE}")
    page.locator("#quote").set_input_files(
        {"name": "../../<b>quote.csv", "mimeType": "text/csv", "buffer": HOSTILE.encode()}
    )
    if fixture == "page":
        expect(page.get_by_role("heading", name="What was understood of the quote")).to_be_visible()
    page.get_by_role("button", name="Check", exact=True).click()
    quoted = page.get_by_role("region", name="The provider’s own quote")
    expect(quoted).to_contain_text("<script>document.title='taken'</script><img src=x onerror=alert(1)>")
    expect(quoted).to_contain_text('=HYPERLINK("https://example.com","2801")')
    expect(quoted).to_contain_text("<b>quote.csv")
    expect(quoted).to_contain_text("row 2")
    expect(quoted).not_to_contain_text("..")
    assert quoted.locator("script, img, b, a").count() == 0
    expect(page).to_have_title(re.compile("Check a request"))
    expect(quoted.get_by_role("row", name="DS1")).to_contain_text("$450.40")
    picture(page, f"a hostile file, {fixture}")


def test_a_quote_is_dropped_and_kept_while_facts_are_added(page: Page) -> None:
    page.goto("/assess")
    asked = b"Item,Date,Charge,Amount\nDS1,5/08/2024,3200.00,3300.00\n2801,5/08/2024,320.00,330.00\n"
    quote, wrong = page.locator("#quote"), page.locator("#quote-wrong")
    quote.set_input_files({"name": "large.csv", "mimeType": "text/csv", "buffer": asked * 20_000})
    expect(wrong).to_have_text("This file is larger than 1 MB. Choose one with the quote alone.")
    assert page.url.endswith("/assess"), "nothing was sent"
    page.get_by_label("Body weight").fill("80")
    page.evaluate(
        """content => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([content], "theirs.csv"));
            const drop = new DragEvent("drop", { dataTransfer: dropped, bubbles: true });
            document.querySelector("h1").dispatchEvent(drop);
        }""",
        asked.decode(),
    )
    page.get_by_role("button", name="Column D holds: the amount for all units").click()
    expect(page.get_by_label("theirs.csv")).to_be_checked()
    expect(page.get_by_label("First treatment day")).to_have_value("2024-08-05")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".headline")).to_contain_text("$3,630.00")
    page.locator(".checks").get_by_role("link", name="Fill in").first.click()
    expect(page.get_by_label("How the ketamine is given")).to_be_in_viewport()
    page.get_by_label("How the ketamine is given").select_option("Something else")
    page.locator("[name='claim.route.other']").fill("I.V.")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".counts")).to_contain_text("1 met")
    shown = page.locator("#result").inner_text()
    page.reload()
    assert page.locator("#result").inner_text() == shown
    expect(page.locator(".headline")).to_contain_text("$3,630.00")
    assert not kept_out(page)
    page.go_back()
    expect(page.get_by_label("How the ketamine is given")).to_have_value("other")
    expect(page.locator("[name='claim.route.other']")).to_have_value("I.V.")
    expect(page.get_by_label("theirs.csv")).to_be_checked()


def test_a_link_with_markup_shows_it_as_text(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"/?{COURSE}&hospital=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&%3Cb%3E=1")
    expect(page.get_by_role("textbox", name="Hospital")).to_have_value('"><script>alert(1)</script>')
    assert page.locator("main script, main b").count() == 0


def test_schedules_say_what_is_loaded_and_how_old_it_is(page: Page, library: kfees.Library) -> None:
    page.goto("/schedules")
    for schedule in library.schedules:
        table = page.get_by_role("region", name=re.compile(rf"\s{schedule}$")).get_by_role("table")
        for version in library.versions(schedule):
            row = table.get_by_role("row").filter(has_text=version.facts.source)
            expect(row).to_contain_text(f"{len(version.items):,}")
    medical = page.get_by_role("region", name=re.compile(r"\smedical$")).get_by_role("table")
    said = ("from 1 July 2026", "from 1 July 2025", "from 1 March 2025", "until 1 March 2025")
    states = [medical.get_by_role("row").nth(number).locator(".pill") for number in (1, 2, 3, 4)]
    for state, says in zip(states, said, strict=True):
        expect(state).to_have_text(says)
    expect(states[3]).to_have_class(re.compile("pill-met"))
    private = page.get_by_role("region", name=re.compile(r"Private hospital fees\s+private-hospital$"))
    private.get_by_role("link", name="1 July 2018").click()
    page.get_by_label("Search by code or words").fill("medical bed")
    page.keyboard.press("Enter")
    first, later = library.versions("private-hospital")[0].rates("M")
    expect(page.get_by_role("row").filter(has_text="day 1 to 14")).to_contain_text(f"${first.amount}")
    expect(page.get_by_role("row").filter(has_text="from day 15")).to_contain_text(f"${later.amount}")


def test_stale_is_explained_where_schedules_are_listed(page: Page) -> None:
    page.goto("/schedules")
    explained = page.get_by_role("region", name="What “stale” means")
    expect(explained).to_contain_text("no newer version is loaded")


def test_two_versions_are_compared_and_what_stands_out_comes_first(page: Page) -> None:
    page.goto("/schedules")
    part = page.get_by_role("region", name=re.compile(r"Private hospital fees\s+private-hospital$"))
    part.get_by_role("button", name="Show what changed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From 1 July 2018 to 1 July 2024")
    expect(page.get_by_role("region", name="In short")).to_contain_text("Typical change +21.2 %")
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("T4")
    expect(first).to_contain_text("price, unlike most")
    expect(first).to_contain_text("24.94")
    page.get_by_role("list", name="Show only").get_by_role("link", name="price, unlike most").click()
    expect(page.get_by_role("row")).to_have_count(2)


def test_the_notice_takes_the_providers_details_and_no_address_holds_them(
    page: Page, library: kfees.Library
) -> None:
    page.goto(f"/?{COURSE}&hospital=3200")
    page.get_by_role("textbox", name="Doctor", exact=True).first.fill("1500")
    expect(page.locator(".headline strong")).to_have_text("$990.20")
    part = page.get_by_role("region", name="Notice for the worker")
    part.get_by_label("The worker’s language").select_option("Tiếng Việt")
    part.get_by_text("The provider’s details").click()
    part.get_by_label("Provider", exact=True).fill("Yarra Pain <Clinic>")
    part.get_by_label("Keep these on this device").check()
    part.get_by_label("Who else bills").fill("Southern Pathology")
    with page.expect_download() as started:
        part.get_by_role("button", name="Make the notice").click()
    assert started.value.suggested_filename == "kfees-crps-10-day-2024-08-05.pdf"
    assert "Yarra" not in started.value.url
    text = subprocess.run(
        ["pdftotext", "-layout", started.value.path(), "-"], capture_output=True, text=True, check=True
    ).stdout
    quote = priced(library)
    for amount in (quote.totals.charge, quote.totals.payable, quote.totals.gap):
        assert f"${amount:,}" in text
    for words in ("Yarra Pain <Clinic>", "Southern Pathology", "Tiền", "15 July 2024"):
        assert words.casefold() in text.casefold()

    part.get_by_label("As a page to print").check()
    part.get_by_label("Charges hold until").fill("2024-07-01")
    part.get_by_role("button", name="Make the notice").click()
    last_day = part.get_by_label("Charges hold until")
    expect(last_day).to_have_accessible_description(re.compile("1 July 2024 is before the day of the notice"))
    last_day.fill("2024-07-31")
    part.get_by_role("button", name="Make the notice").click()
    expect(page.get_by_role("main")).to_contain_text("Yarra Pain <Clinic>")
    expect(page.get_by_role("main")).to_contain_text("$990.20")
    assert page.locator("h1").first.evaluate("part => getComputedStyle(part).color") == "rgb(13, 80, 88)"
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Back to the preview").click()
    expect(last_day).to_have_value("2024-07-31")
    expect(part.get_by_label("Who else bills")).to_have_value("Southern Pathology")
    assert urlsplit(page.url).path == "/"
    assert parse_qs(urlsplit(page.url).query)["hospital"] == ["3200"]
    assert "Yarra" not in page.url

    page.goto(CHARGED)
    expect(part.get_by_text("The provider’s details")).to_contain_text("Yarra Pain <Clinic>")
    part.get_by_text("The provider’s details").click()
    expect(part.get_by_label("Who else bills")).to_have_value("")
    part.get_by_label("Keep these on this device").uncheck()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        (
            {"valid_to": "2024-07-14"},
            "valid_to",
            "14 July 2024 is before the day of the notice, 15 July 2024.",
        ),
        ({"valid_to": "soon"}, "valid_to", "soon"),
        ({"provider": "Clinic " * 40}, "provider", "200"),
        ({"other_providers": "Dr B", "nobody_else": "yes"}, "other_providers", "Keep one of the two."),
        ({"other_providers": "x" * 300}, "other_providers", "200"),
        ({"other_providers": "Dr B\n" * 30}, "other_providers", "20"),
    ],
)
@pytest.mark.parametrize("path", ["/notice", "/notice.pdf"])
def test_what_is_wrong_with_a_detail_stands_at_its_field_beside_the_answer(
    client: httpx.Client, path: str, given: dict[str, str], field: str, says: str
) -> None:
    sent = {"inputs": CHARGED.removeprefix("/?"), "doctor": "Dr <A>", **given}
    answer = client.post(path, data=sent)
    assert answer.status_code == 422
    wrong = answer.text.partition(f'id="{field}-wrong"')[2].partition("</div>")[0]
    assert says in wrong
    assert "Dr &lt;A&gt;" in answer.text
    assert "<strong>$990.20</strong>" in answer.text


def test_a_notice_needs_no_details_and_no_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.goto(CHARGED)
    expect(page.get_by_text("Keep these on this device")).to_be_hidden()
    page.get_by_label("As a page to print").check()
    page.get_by_role("button", name="Make the notice").click()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    with page.expect_download() as started:
        page.get_by_role("button", name="As a PDF").click()
    assert started.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Back to the preview").click()
    expect(page.locator(".headline strong")).to_have_text("$990.20")


def test_on_a_phone_no_amount_of_the_notice_is_out_of_sight(phone: Page) -> None:
    phone.goto(f"/notice{OVERNIGHT.removeprefix('/')}&hospital=3900&medical=700&language=vi")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    for part in phone.locator(".wide").all():
        assert part.evaluate("part => part.scrollWidth <= part.clientWidth")
    expect(phone.get_by_role("row", name="Total").get_by_role("cell")).to_have_count(4)
    picture(phone, "notice on a phone")


def test_arabic_runs_from_right_to_left(page: Page, phone: Page, library: kfees.Library) -> None:
    for found, name in ((page, "arabic"), (phone, "arabic on a phone")):
        found.goto(f"{CHARGED}&language=ar")
        assert found.locator("html").get_attribute("dir") == "rtl"
        assert found.locator("html").get_attribute("lang") == "ar"
        form, result = found.locator("#inputs").bounding_box(), found.locator("#answer").bounding_box()
        assert form
        assert result
        if name == "arabic":
            assert form["x"] > result["x"]
        assert found.evaluate("document.documentElement.scrollWidth") <= found.viewport_size["width"]  # type: ignore[index]
        says = words_in("ar").known(headline(priced(library), library)).striptags()
        expect(found.get_by_role("heading", level=2).first).to_have_text(says)
        expect(found.locator(".headline strong")).to_contain_text("990.20")
        bar = found.locator(".bar").first
        assert bar.evaluate("bar => getComputedStyle(bar).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
        picture(found, name)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_fits_a_phone_and_shows_the_same_amounts(phone: Page, code: str) -> None:
    phone.goto(f"{CHARGED}&language={code}")
    assert phone.locator("html").get_attribute("lang") == code
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    digits = [re.sub(r"[^0-9]", "", text) for text in phone.locator(".headline dd > bdi").all_inner_texts()]
    assert digits == ["470000", "370980", "99020"]
    picture(phone, f"in {code} on a phone")
    phone.goto(f"{OVERNIGHT}&hospital=19000&provider.hospital={'Long' * 20}&language={code}")
    phone.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for width in (320, 768, 960, 1024):
        phone.set_viewport_size({"width": width, "height": 640})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en-AU"])
def test_what_is_taken_for_granted_and_checked_is_said_in_every_language(page: Page, code: str) -> None:
    page.goto(f"{OVERNIGHT}&hospital=9000&language={code}")
    assumed = page.locator(".assumed li")
    assert assumed.count() >= 5
    expect(assumed.locator("[lang='en-AU']")).to_have_count(0)
    page.goto(f"{STATED}&language={code}")
    assert page.locator(".checks li").count() > 10
    expect(page.locator(".checks li div > span:first-child [lang='en-AU']")).to_have_count(0)


def test_the_language_is_kept_with_the_inputs(page: Page) -> None:
    page.goto(CHARGED)
    page.locator(".language summary").click()
    page.get_by_label("Language", exact=True).select_option("vi")
    page.get_by_role("button", name="Change").click()
    assert page.locator("html").get_attribute("lang") == "vi"
    assert parse_qs(urlsplit(page.url).query)["hospital"] == ["3200"]
    expect(page.locator("#hospital")).to_have_value("3200")


def test_a_page_says_the_same_mistake_at_dozens_of_places_once_with_a_count(client: httpx.Client) -> None:
    days = ",".join(f"2024-02-{day}" for day in range(30, 99))
    course = {"regimen": "crps-10-day", "setting": "consulting-rooms", "start": "2024-08-05", "weight": "80"}
    answer = client.get("/", params={**course, "calendar": "dates", "dates": days})
    assert answer.status_code == 422
    # In the list at the top and at the field: the first three days, and how many more there are.
    assert answer.text.count("does not exist.") == 6
    assert answer.text.count("(And 66 more like this.)") == 2


@pytest.mark.parametrize(
    ("course", "says", "never"),
    [
        (f"{OVERNIGHT}&hospital=100", "By the estimate there is no gap", "There is no gap here"),
        (OVERNIGHT, "By the estimate, any charge up to $3,217.00", " Any charge up to $3,217"),
        (f"/?{COURSE}", "WorkSafe can pay unknown", "can pay at least unknown"),
        (f"/?{COURSE}&hospital=2000", "There is no gap here.", "By the estimate"),
        (f"/?{COURSE.replace('2024', '2017')}&hospital=0&medical=0", "Gap $0.00", "Gap unknown"),
        (f"/?{COURSE}&hospital=3200&{A_FEE}", "And $2,749.60 or less is charged", "$450.40 less"),
        (f"/?{COURSE}&hospital=2000&{A_FEE}", "WorkSafe agrees to Facility fee", "for all else"),
    ],
)
def test_what_is_said_of_a_gap_is_as_certain_as_its_bounds(
    client: httpx.Client, course: str, says: str, never: str
) -> None:
    answer = client.get(course).text
    said = " ".join(html.unescape(re.sub("<[^>]+>", "", answer[answer.index('id="answer"') :])).split())
    said = re.sub("(can pay(?: at least)?|Gap)(?=[u$])", r"\1 ", said)
    assert says in said
    assert never not in said


def test_bounds_stand_beside_what_is_not_known_and_what_is_not_included_beside_the_headline(
    client: httpx.Client,
) -> None:
    further = '{"charges": [{"payee": "hospital", "amount": "300"}]}'
    rooms = client.get(
        f"/?{COURSE.replace('private-day-hospital', 'consulting-rooms')}&medical=1500&further={further}"
    )
    said = html.unescape(re.sub("<[^>]+>", "", rooms.text))
    assert (
        "The worker would pay the doctor at most $539.80; with the hospital at most $839.80. Not included is"
        " the drug" in said
    )
    assert "please check The course has no line of the hospital" in said
    assert rooms.text.count('<bdi>unknown</bdi> <span class="bounds">$0.00 to $300.00</span>') == 4
    assert rooms.text.count('<bdi>unknown</bdi> <span class="bounds">$0.00 to $839.80</span>') == 1
    assert "What would make the gap zero WorkSafe agrees to Hospital, charged in one amount" in (
        " ".join(said.split())
    )
