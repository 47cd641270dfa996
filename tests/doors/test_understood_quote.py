"""What was understood of a provider's quote: the command's `--dry-run`, the API's and the page's are one."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from browsing import picture
from command_line import run

COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
QUOTE = """\
Item,Description,Date,Qty,Charge,Amount
DS1,Day bed,5/08/2024,10,3200.00,3300.00
2801,Pain specialist,5/08/2024,1,320.00,330.00
Unknown,Something,5/08/2024,x,about 10,12.00
Total,,,,3520.00,3630.00
"""
CLEAR = QUOTE.replace("Charge,Amount", "Charge,MBS fee")


def sent(client: httpx.Client, quote: str = CLEAR, dry_run: bool = True, **fields: str) -> httpx.Response:
    return client.post(
        "/api/v1/assess",
        params={"dry_run": str(dry_run).lower()},
        data={"request": json.dumps(COURSE), **fields},
        files={"quote": ("theirs.csv", quote.encode(), "text/csv")} if quote else {"x": b""},
    )


def shown(client: httpx.Client, quote: str = CLEAR, **fields: str) -> tuple[int, str]:
    course = {**{key: value for key, value in COURSE.items() if key != "weight_kg"}, "weight": "80"}
    files = {"quote": ("theirs.csv", quote.encode(), "text/csv")} if quote else {"quote": ("", b"")}
    answer = client.post("/assess", data={**course, "only_read": "yes", **fields}, files=files)
    return answer.status_code, " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_the_api_says_what_the_command_says(client: httpx.Client, tmp_path: Path) -> None:
    request, quote = tmp_path / "request.json", tmp_path / "theirs.csv"
    request.write_text(json.dumps(COURSE))
    quote.write_text(CLEAR)
    flags = ("--quote", str(quote), "--dry-run", "--format", "json")
    command = json.loads(run("assess", str(request), *flags).output)
    found = sent(client).json()
    assert found == command
    assert found["charged"] == "3520.00"
    assert [row["meaning"] for row in found["rows"]] == ["item", "item", "not read", "total"]
    assert found["left_out"][0]["what"] == "MBS fee"


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_question_about_a_column_is_answered_in_its_field(client: httpx.Client, dry_run: bool) -> None:
    asked = sent(client, QUOTE, dry_run)
    assert asked.status_code == 422
    (problem,) = asked.json()["problems"]
    flags = re.findall(r"--columns [\w=,]+", problem["remedy"])
    charges = []
    for flag in flags:
        answer = sent(client, QUOTE, dry_run, columns=flag).json()
        charges.append(answer["charged"] if dry_run else answer["provider_quote"]["charge"])
    assert charges == ["3520.00", "3630.00"]
    wrong = sent(client, QUOTE, dry_run, columns="amuont=E").json()["problems"]
    assert [(one["place"], one["remedy"]) for one in wrong] == [("columns", "Did you mean 'amount'?")]


def test_without_a_quote_there_is_nothing_to_understand(client: httpx.Client) -> None:
    answers: list[dict[str, Any]] = [
        client.post("/api/v1/assess", params={"dry_run": "true"}, json=COURSE).json(),
        client.post(
            "/api/v1/assess",
            data={"columns": "item=A"},
            files={"request": ("request.json", json.dumps(COURSE).encode())},
        ).json(),
    ]
    assert [answer["problems"][0]["place"] for answer in answers] == ["dry_run", "columns"]
    status, text = shown(client, "")
    assert (status, "There is no quote to read. Choose its file." in text) == (422, True)


def test_the_page_shows_columns_rows_and_each_doubt_with_its_remedy(client: httpx.Client) -> None:
    status, text = shown(client)
    assert status == 200
    for said in (
        "What was understood of the quote; nothing is priced yet",
        "column A , Item : item",
        "MBS fee : by its heading 3300.00 is not what the provider charges",
        "The rows without a doubt Charge $3,520.00",
    ):
        assert said in text
    assert text.count("theirs.csv") == 2, "the file is named once by the form, and once above its columns"
    rows = sent(client).json()["rows"]
    doubt = next(row for row in rows if row["doubt"])
    assert f"{doubt['doubt']} {doubt['remedy']}" in text
    status, text = shown(client, QUOTE)
    assert (status, "Column F holds: the amount for all units" in text, "--columns" in text) == (
        422,
        True,
        False,
    )
    status, text = shown(client, QUOTE, columns="--columns amount=F")
    assert (status, "$3,630.00" in text) == (200, True)


@pytest.mark.chromium
def test_on_a_narrow_screen_it_fits(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/assess?regimen=crps-10-day&setting=private-day-hospital&start=2024-08-05&weight=80")
    page.locator("#quote").set_input_files(
        {"name": "theirs.csv", "mimeType": "text/csv", "buffer": CLEAR.encode()}
    )
    expect(page.get_by_role("heading", name="What was understood of the quote")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "a quote as it is understood, narrow")
