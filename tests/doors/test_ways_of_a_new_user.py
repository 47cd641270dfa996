"""The ways of somebody who has never seen the pages, counted in fields that are filled in and in clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

CLINICS_QUOTE = """Item,Description,Date,Qty,Fee each
DS1,Day surgery,5/8/2024 - 16/8/2024,10,320.00
2801,First visit,5/8/2024,1,300.00
2806,Later visits,6/8/2024 - 16/8/2024,9,150.00
"""


class Way:
    """What somebody does on a page, and how many steps it has taken."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.steps += 1

    def click(self, what: Locator) -> None:
        what.click()
        self.steps += 1

    def to_a_gap(self) -> None:
        self.page.goto("/")
        self.fill("First treatment day", "2024-08-05")
        self.fill("Body weight in kg", "80")
        expect(self.page.locator(".headline")).to_contain_text("$3,709.80")
        self.fill("Hospital", "3200")
        self.fill("Doctor", "1500")
        expect(self.page.locator(".headline")).to_contain_text("$990.20")


@pytest.fixture
def way(page: Page) -> Way:
    return Way(page)


def test_a_gap_takes_four_fields_and_its_notice_one_click_more(way: Way) -> None:
    way.to_a_gap()
    assert way.steps == 4
    with way.page.expect_download() as notice:
        way.click(way.page.get_by_role("button", name="Make the notice"))
    assert notice.value.suggested_filename.endswith(".pdf")
    assert way.steps == 5


def test_a_reserve_takes_two_clicks_and_its_two_rates_more(way: Way) -> None:
    way.to_a_gap()
    way.click(way.page.locator("summary", has_text="Keep or hand on"))
    way.click(way.page.get_by_role("link", name="Years of such courses"))
    way.fill("Indexation in % a year", "3")
    way.fill("Discount in % a year", "4")
    expect(way.page.locator(".headline")).to_contain_text("present value")
    assert way.steps == 8


def test_an_assessment_takes_the_clinics_file_and_the_weight_beside_two_clicks(
    way: Way, tmp_path: Path
) -> None:
    file = tmp_path / "quote.csv"
    file.write_text(CLINICS_QUOTE)
    way.page.goto("/")
    way.click(way.page.get_by_role("link", name="Request", exact=True))
    way.page.locator("#quote").set_input_files(file)
    way.steps += 1
    expect(way.page.get_by_label("First treatment day")).to_have_value("2024-08-05")
    way.fill("Body weight in kg", "80")
    way.click(way.page.get_by_role("button", name="Check", exact=True))
    expect(way.page.locator("#result")).to_contain_text("$4,850.00")
    assert way.steps == 4
