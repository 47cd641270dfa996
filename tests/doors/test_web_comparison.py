"""The comparison beside a quote: each figure is the engine's, fetched only where somebody looks at it."""

from __future__ import annotations

import itertools
import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import lxml.html
import pytest
from playwright.sync_api import Locator, Page, expect

import kfees
from browsing import broken_words, kept_out, picture
from kfees.documents.languages import LANGUAGES
from kfees.engine.alternative import Alternative
from kfees.engine.alternatives import Alternatives, alternatives_to, courses_of
from served import TODAY

COURSE = "regimen=crps-10-day&setting=private-day-hospital&start=2024-08-05&weight=80"
CHARGED = f"{COURSE}&hospital=3200&medical=1500"
STAY = "regimen=crps-4-day&setting=public-hospital-admitted&start=2024-08-05&weight=80&hospital=6200"
UNKNOWN = "regimen=crps-4-day&setting=private-hospital-inpatient&start=2026-08-03&pharmacy=900"
GROUPS: tuple[Any, ...] = ("setting", "discharge", "year")


def asked(library: kfees.Library, **changed: Any) -> Alternatives:
    request = {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        "charges": [{"payee": "hospital", "amount": "3200"}, {"payee": "medical", "amount": "1500"}],
    }
    return alternatives_to(kfees.CourseRequest.model_validate({**request, **changed}), library, as_of=TODAY)


def stay(library: kfees.Library) -> Alternatives:
    changed = {"regimen": "crps-4-day", "setting": "public-hospital-admitted"}
    return asked(library, **changed, charges=[{"payee": "hospital", "amount": "6200"}])


def written(amount: Decimal | None) -> str:
    return "unknown" if amount is None else f"${amount:,}"


def rows_of(shown: Page, group: str) -> Locator:
    return shown.locator(f"section[aria-labelledby='compared-{group}'] tbody tr:not(.regimen)")


def check_row(row: Locator, course: Alternative, *, charged: bool) -> None:
    cells = row.locator("[role=cell] > bdi").all_text_contents()
    figures = (course.maximum, course.charge, course.payable, course.gap)
    assert cells == [written(figure) for figure in figures[: 4 if charged else 1]]
    text = row.text_content() or ""
    for sentence in course.differences:
        assert sentence[1:] in text
    assert ("asked for" in text) == course.asked
    assert row.locator(".pill", has_text=re.compile("^step$")).count() == (course.step is not None)
    assert course.step is None or course.step[1:] in text
    assert all(left_out in text for left_out in course.left_out)


def with_titles(reason: str, library: kfees.Library) -> str:
    """A reason with the titles of regimens and settings for the names of their files."""
    titles = {name: library.setting(name).title for name in library.settings}
    titles |= {name: library.regimen(name).title for name in library.regimens}
    return re.sub("|".join(titles), lambda name: titles[name[0]], reason)


def check_against(shown: Page, comparison: Alternatives, library: kfees.Library) -> None:
    """Every figure, difference and step on the page is the comparison's."""
    for group in GROUPS:
        courses = courses_of(comparison, group)
        rows = rows_of(shown, group)
        assert rows.count() == len(courses)
        for number, course in enumerate(courses):
            check_row(rows.nth(number), course, charged=bool(comparison.request.charges))
    for other in comparison.not_compared:
        expect(shown.locator("#comparison")).to_contain_text(
            with_titles(other.reason, library)[1:].rstrip(".")
        )
    for sentence in comparison.assumptions:
        expect(shown.locator("#comparison")).to_contain_text(sentence)


def open_comparison(page: Page) -> None:
    page.get_by_text("In other settings, and for other stays").click()
    expect(page.locator("#comparison")).to_be_visible()


def test_beside_a_quote_stands_the_same_course_elsewhere(page: Page, library: kfees.Library) -> None:
    page.goto(f"/?{CHARGED}")
    open_comparison(page)
    check_against(page, asked(library), library)
    picture(page, "comparison beside a quote")


def test_nothing_is_compared_until_somebody_looks(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"/?{CHARGED}", wait_until="networkidle")
    page.get_by_role("textbox", name="Hospital").fill("2800")
    expect(page.locator(".headline strong")).to_have_text("$590.20")
    assert not [url for url in fetched if "/compare" in url]
    open_comparison(page)
    assert [url for url in fetched if "/compare?" in url]


def test_the_comparison_follows_the_form(page: Page, library: kfees.Library) -> None:
    page.goto(f"/?{CHARGED}")
    open_comparison(page)
    page.get_by_role("textbox", name="Hospital").fill("2800")
    row = rows_of(page, "setting").first
    expect(row).to_contain_text("$590.20")
    changed = [{"payee": "hospital", "amount": "2800"}, {"payee": "medical", "amount": "1500"}]
    check_against(page, asked(library, charges=changed), library)
    page.get_by_role("textbox", name="Hospital").fill("abc")
    expect(page.locator("#elsewhere")).to_be_hidden()


def test_without_scripts_a_link_leads_to_the_same(without_scripts: Page, library: kfees.Library) -> None:
    page = without_scripts
    page.goto(f"/?{STAY}")
    page.get_by_text("In other settings, and for other stays").click()
    page.get_by_role("link", name="On a page of its own").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In other settings, and for other stays")
    check_against(page, stay(library), library)
    page.get_by_role("link", name="Back to the preview").click()
    expect(page.locator(".headline strong")).to_have_text("$1,229.71")


def test_the_stay_past_the_upper_bound_is_marked_as_a_step(page: Page, library: kfees.Library) -> None:
    page.goto(f"/compare?{STAY}")
    row = rows_of(page, "discharge").filter(has_text="10 nights in hospital, leaving on 15 August 2024")
    expect(row).to_contain_text("Past the upper bound of 9 days.")
    expect(row).to_contain_text("One more night adds a long-stay day of 0.2527 NWAU (+ $1,633.71).")
    assert len([course for course in stay(library).courses if course.step]) == 1
    expect(page.locator(".pill", has_text=re.compile("^step$"))).to_have_count(1)


def test_this_year_stands_beside_the_next(page: Page) -> None:
    page.goto(f"/compare?{STAY}")
    rows = rows_of(page, "year")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("from 5 August 2024")
    expect(rows.first).to_contain_text("$4,970.29")
    expect(rows.last).to_contain_text("from 5 August 2025")
    expect(rows.last).to_contain_text("$5,982.77")


def test_unknown_is_said_in_words_and_never_drawn_as_nothing(page: Page) -> None:
    page.goto(f"/compare?{UNKNOWN}")
    for group in ("setting", "discharge"):
        row = rows_of(page, group).filter(has_text="asked for")
        assert row.locator("[role=cell] > bdi").all_text_contents() == ["unknown"] * 4
        expect(row).to_contain_text("Maximums known so far: $3,675.45.")
        expect(row).to_contain_text("pharmacy:ketamine-200mg")
    assert page.locator("section[aria-labelledby='compared-discharge'] img").count() == 0
    expect(page.locator("#comparison")).to_contain_text("No newer version of the schedules")


def test_the_chart_is_drawn_and_says_where_its_figures_are(page: Page, phone: Page) -> None:
    for found, least in ((page, 500), (phone, 200)):
        found.goto(f"/compare?{STAY}", wait_until="networkidle")
        image = found.locator(".chart img")
        expect(image).to_have_count(1)
        assert image.evaluate("image => image.complete && image.naturalWidth") >= least
        assert "The table has every figure." in (image.get_attribute("alt") or "")
        assert ("shape=narrow" in image.evaluate("image => image.currentSrc")) == (found is phone)
        assert found.locator("section[aria-labelledby='compared-setting'] .bar").count() == 10


@pytest.mark.parametrize(
    ("code", "group"), [*((code, "discharge") for code in LANGUAGES), ("ar", "setting"), ("vi", "year")]
)
def test_a_chart_is_an_image_that_runs_nothing(client: httpx.Client, code: str, group: str) -> None:
    answer = client.get(f"/compare.svg?{STAY}&group={group}&language={code}&shape=narrow")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    drawing = ET.fromstring(answer.content)  # noqa: S314  our own drawing
    names = {element.tag.rpartition("}")[2] for element in drawing.iter()}
    assert "text" in names
    assert not names & {"script", "image", "foreignObject", "a"}


@pytest.mark.parametrize("shape", ["wide", "narrow"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_mark_of_a_legend_lies_within_its_chart(client: httpx.Client, code: str, shape: str) -> None:
    drawing = client.get(f"/compare.svg?{STAY}&group=setting&language={code}&shape={shape}").text
    least, top, width, height = map(float, re.findall(r'viewBox="([^"]+)"', drawing)[0].split())
    drawn = ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}rect")  # noqa: S314  our own drawing
    sides = ("x", "y", "width", "height")
    places = [[float(bar.get(side, 0)) for side in sides] for bar in drawn]
    marks = [place for place in places if place[2:] == [16, 6]]
    assert len(marks) == 3
    for left, foot, across, down in marks:
        assert least <= left <= left + across <= width
        assert top <= foot <= foot + down <= height


def test_the_chart_shows_the_figures_of_the_table(client: httpx.Client, library: kfees.Library) -> None:
    drawing = client.get(f"/compare.svg?{STAY}&group=setting").text
    for course in courses_of(stay(library), "setting"):
        assert written(course.maximum if course.gap is None else course.gap) in drawing
    columns = client.get(f"/compare.svg?{STAY}&group=discharge").text
    assert "asked for" in columns
    assert ">step<" in columns


@pytest.mark.parametrize(
    ("inputs", "place", "says"),
    [
        ("regimen=crps-4-day&setting=consulting-rooms&start=2024-08-05", "Setting", "runs day and night"),
        (f"{COURSE}&hospital=-5", "Hospital", "is negative"),
        (f"{STAY}&nights=1000000", "Nights in hospital", ""),
        (f"{COURSE}&nonsense=1", "", "means nothing here"),
    ],
    ids=["setting", "charge", "nights", "link"],
)
def test_what_is_wrong_is_listed_and_nothing_drawn(
    client: httpx.Client, inputs: str, place: str, says: str
) -> None:
    answer = client.get(f"/compare?{inputs}")
    assert answer.status_code == 422
    assert place in answer.text
    assert says in answer.text
    assert 'class="problems"' in answer.text
    assert client.get(f"/compare.svg?{inputs}&group=setting").status_code == 422


def test_a_chart_that_there_is_not_is_refused_with_those_there_are(client: httpx.Client) -> None:
    answer = client.get(f"/compare.svg?{STAY}&group=weather")
    assert answer.status_code == 422
    assert "Use one of: setting, discharge, year." in answer.text
    assert client.get("/compare").status_code == 200


def test_the_comparison_fits_a_phone_in_every_language(phone: Page) -> None:
    for inputs, code in itertools.product([CHARGED, f"{STAY}&payers=yes"], LANGUAGES):
        phone.goto(f"/compare?{inputs}&language={code}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, (inputs, code)
        expect(phone.locator("#comparison")).to_be_visible()
        broken = [broken_words(table) for table in phone.locator(".side-by-side").all()]
        assert not any(broken), (inputs, code, broken)
    phone.goto(f"/compare?{CHARGED}")
    assert phone.evaluate("document.documentElement.scrollHeight") < 3.7 * 740
    for name in (None, "Private hospital, staying overnight"):  # four figures beside each other
        row = rows_of(phone, "setting").filter(has_text=name or "asked for").first
        tops = row.get_by_role("cell").evaluate_all(
            "cells => cells.map(cell => cell.getBoundingClientRect().top)"
        )
        assert len(tops) == 4
        assert len(set(tops)) == 1


def test_what_differs_is_behind_its_line_and_opened_by_the_keyboard(page: Page) -> None:
    page.goto(f"/compare?{CHARGED}")
    row = rows_of(page, "setting").filter(has_text="Public hospital, outpatient clinic")
    expect(row.get_by_text("Drops 10 x DS1 (Day surgery band 1)")).to_be_hidden()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_text("Drops 10 x DS1 (Day surgery band 1)")).to_be_visible()
    expect(
        row.get_by_text("Not taken along: the charge of the hospital, the charge of the doctor")
    ).to_be_visible()
    assert row.get_by_role("cell").all_inner_texts() == ["$9,393.60", "unknown", "unknown", "unknown"]


def test_other_payers_stand_beside_each_in_its_own_currency_when_asked_for(client: httpx.Client) -> None:
    alone = client.get(f"/compare?{CHARGED}").text
    assert 'id="compared-payer"' not in alone
    link = re.search(r'href="([^"#]+)#compared-payer"', alone)
    assert link
    beside = client.get(link[1].replace("&amp;", "&"))
    assert beside.status_code == 200
    payers = beside.text.partition('id="compared-payer"')[2]
    for said in ("WorkSafe Victoria", "Transport Accident Commission (Victoria)", "USD\xa027,500.00"):
        assert said in payers
    assert "WorkSafe’s maximum" not in payers
    assert '<input type="hidden" name="payers" value="yes">' in beside.text


def test_without_a_charge_the_maximums_stand_alone(client: httpx.Client) -> None:
    text = client.get(f"/compare?{COURSE}").text
    assert "Fill in what each provider charges to see the gap." in text
    assert "WorkSafe can pay" not in text
    assert "$9,393.60" in text


def test_amounts_that_are_written_long_bear_their_currency_in_the_heading(client: httpx.Client) -> None:
    page = client.get(f"/compare?{CHARGED}&language=vi").text
    assert "9.393,60</bdi>" in page
    assert '<span class="how">AUD</span>' in page
    english = client.get(f"/compare?{CHARGED}").text
    assert "$9,393.60</bdi>" in english
    assert '<span class="how">AUD</span>' not in english


def test_arabic_runs_from_right_to_left(page: Page) -> None:
    page.goto(f"/compare?{STAY}&language=ar", wait_until="networkidle")
    assert page.locator("html").get_attribute("dir") == "rtl"
    row = rows_of(page, "setting").first
    expect(row).to_contain_text("1,229.71")
    name, gap = row.get_by_role("rowheader").bounding_box(), row.get_by_role("cell").last.bounding_box()
    assert name
    assert gap
    assert name["x"] > gap["x"]
    picture(page, "comparison in arabic")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/compare?{STAY}", wait_until="networkidle")
    assert not kept_out(page)
    background = page.locator(".chart").first.evaluate("part => getComputedStyle(part).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    picture(page, f"comparison {scheme}")
    page.goto(f"/?{CHARGED}")
    open_comparison(page)
    assert not kept_out(page)


def test_a_course_in_parts_stands_beside_all_of_it_in_one_setting(client: httpx.Client) -> None:
    parts = [
        {"setting": "private-hospital-inpatient", "sessions": 2},
        {"setting": "private-day-hospital", "sessions": 8},
    ]
    further = urlencode({"further": json.dumps({"parts": parts})})
    inputs = f"{COURSE.replace('&setting=private-day-hospital', '')}&{further}"
    page = client.get(f"/compare?{inputs}")
    assert page.status_code == 200
    assert page.text.count("In parts") == 2
    assert "is not compared for other days of discharge" in page.text
    panel = client.get(f"/?{inputs}").text.partition('id="elsewhere"')[2]
    assert "hidden" not in panel[: panel.index(">")].replace('data-live="hidden"', "")


@pytest.mark.parametrize("inputs", [f"{UNKNOWN}&group=year", f"{COURSE}&group=discharge"])
def test_a_chart_without_courses_is_refused_with_where_to_look(client: httpx.Client, inputs: str) -> None:
    answer = client.get(f"/compare.svg?{inputs}")
    assert answer.status_code == 422
    assert "no course of this kind to draw" in answer.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_not_compared_and_why_is_said_by_titles(client: httpx.Client, code: str) -> None:
    course = "/compare?regimen=crps-10-day&setting=private-day-hospital&start=2024-08-05&weight=80"
    page: Any = lxml.html.document_fromstring(client.get(f"{course}&language={code}").text)
    reasons = " ".join(each.text_content() for each in page.xpath("//details[@class='why']//li[b]"))
    assert reasons
    for name in ("crps-4-day", "consulting-rooms", "private-day-hospital", "public-hospital"):
        assert name not in reasons
