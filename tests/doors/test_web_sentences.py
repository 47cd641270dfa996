"""The pages of another language say why a figure is what it is in that language."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from browsing import picture

TEN_DAYS = "regimen=crps-10-day&weight=80"
FOUR_DAYS = "regimen=crps-4-day"

QUOTES = {
    "published and floor": f"{TEN_DAYS}&setting=private-day-hospital&start=2024-08-05&hospital=3200",
    "indexed and stale": f"{FOUR_DAYS}&setting=private-hospital-inpatient&start=2026-08-03&hospital=9000",
    "unknown": f"{TEN_DAYS}&setting=consulting-rooms&start=2017-08-05",
    "weighted": f"{FOUR_DAYS}&setting=public-hospital-admitted&start=2024-08-05",
    "weighted and unknown": f"{FOUR_DAYS}&setting=public-hospital-admitted&start=2022-08-05",
}

NOT_TRANSLATED = (
    "AR-DRG version",
    "National Efficient Price",
    "the National Efficient Price",
)
"""How the facts of a shipped schedule begin that it says in its own words: its classification, and
where its price comes from."""

ENGLISH = re.compile(r'<span lang="en-AU" dir="ltr">(.*?)</span>')


def why(page: str) -> list[str]:
    """The reasons of every line, and its source."""
    sections = re.findall(r'<details class="why">(.*?)</details>', page, re.DOTALL)
    return [said for section in sections for said in re.findall(r"<li>(.*?)</li>", section)]


@pytest.mark.parametrize("name", QUOTES)
@pytest.mark.parametrize("code", ["vi", "ar"])
def test_why_these_figures_is_said_in_the_language_of_the_page(
    client: httpx.Client, code: str, name: str
) -> None:
    words = {"vi": "Nguồn:", "ar": "المصدر:"}[code]
    english = client.get(f"/?{QUOTES[name]}")
    translated = client.get(f"/?{QUOTES[name]}&language={code}")
    assert len(why(translated.text)) == len(why(english.text)) > 2
    reasons = [said for said in why(translated.text) if not said.startswith(words)]
    assert reasons
    left = [text for said in reasons for text in ENGLISH.findall(said)]
    assert all(text.startswith(NOT_TRANSLATED) for text in left), left


def test_a_comparison_and_a_projection_are_explained_in_the_language_of_the_page(
    client: httpx.Client,
) -> None:
    compared = client.get(f"/compare?{QUOTES['indexed and stale']}&language=el").text
    assert "Προσθέτει 4 × <bdi>HIT</bdi>" in compared
    assert not [text for text in ENGLISH.findall(compared) if text.endswith(".")]
    projected = client.get(
        f"/projection?{QUOTES['published and floor']}"
        "&rules=reserve&courses=1&years=3&indexation=3&discount=4&language=zh-Hans"
    ).text
    assert "疗程：每年 1 个，从第一个起每 12 个月一个，共 3 个" in projected
    assumed = projected.partition('class="assumed')[2].partition("</section>")[0]
    assert assumed
    assert not ENGLISH.findall(assumed)


def test_the_checks_of_a_request_say_their_facts_in_the_language_of_the_page(page: Page) -> None:
    page.goto(
        f"/assess?{QUOTES['published and floor']}&claim.route=intravenous&claim.documents=diagnosis"
        "&claim.request_date=2024-07-01&claim.previous_treatments=2024-05-15&language=it"
    )
    expect(page.locator(".checks li")).not_to_have_count(0)
    expect(page.locator(".checks [lang='en-AU']")).to_have_count(0)


def test_arabic_reasons_fit_a_phone(phone: Page) -> None:
    for name in ("indexed and stale", "weighted"):
        phone.goto(f"/?{QUOTES[name]}&language=ar")
        phone.locator("details.why").first.evaluate("details => details.open = true")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        phone.locator("details.why").first.scroll_into_view_if_needed()
        picture(phone, f"arabic reasons, {name}")
