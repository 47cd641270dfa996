"""A request that is pasted into the page or uploaded: its fields are filled in, and what has no field goes
along through every page, so that nothing of the course is lost."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

import kfees
from browsing import picture
from served import TODAY

BASE: dict[str, Any] = {"regimen": "crps-10-day", "start": "2024-08-05", "weight_kg": "80"}
PARTS = {
    **BASE,
    "parts": [
        {"setting": "private-hospital-inpatient", "sessions": 2, "episode": {"discharged": "2024-08-07"}},
        {"setting": "private-day-hospital", "sessions": 8},
    ],
    "charges": [{"payee": "hospital", "amount": "5000.00"}],
}
REQUESTS: dict[str, dict[str, Any]] = {
    "in parts": PARTS,
    "in parts, with nights": {
        **BASE,
        "parts": [
            {"setting": "private-hospital-inpatient", "sessions": 2, "episode": {"nights": 1}},
            {"setting": "private-day-hospital", "sessions": 8},
        ],
    },
    "what does not go with the setting": {
        **BASE,
        "regimen": "crps-4-day",
        "setting": "public-hospital-admitted",
        "providers": {"medical": "Dr A"},
        "charges": [{"payee": "medical", "amount": "1500.00"}, {"payee": "hospital", "amount": "7000.00"}],
        "episode": {"age": 45, "icu_hours": "10", "icu_eligible": True},
    },
    "facts of a patient where none counts": {
        **BASE,
        "setting": "private-day-hospital",
        "episode": {"age": 45},
    },
    "parts of which one has a fact without a field": {
        **BASE,
        "parts": [
            {"setting": "public-hospital-admitted", "sessions": 2, "episode": {"private_patient": True}},
            {"setting": "private-day-hospital", "sessions": 8},
        ],
    },
    "parts with beds and facts of the patient": {
        **BASE,
        "parts": [
            {
                "setting": "private-hospital-inpatient",
                "sessions": 2,
                "episode": {"nights": 2, "beds": [{"item": "ICU", "dates": ["2024-08-06"]}]},
            },
            {
                "setting": "public-hospital-same-day",
                "sessions": 8,
                "episode": {"indigenous": True, "age": 15, "specialist_paediatric": True},
            },
        ],
    },
    "a second doctor in one amount, and fees on days": {
        **BASE,
        "setting": "private-day-hospital",
        "services": [{"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"}],
        "charges": [
            {"payee": "medical", "provider": "Dr B", "amount": "180.00"},
            {"payee": "hospital", "label": "Consumables", "amount": "12.00", "dates": ["2024-08-06"]},
            {
                "payee": "hospital",
                "label": "Late fee",
                "amount": "2.00",
                "dates": ["2024-08-06"],
                "quantity": "3",
            },
        ],
    },
    "five sessions": {**BASE, "setting": "private-day-hospital", "sessions": 5},
    "a stay with a bed, leave and an earlier stay": {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "episode": {
            "admitted": "2024-08-05",
            "discharged": "2024-08-10",
            "beds": [{"item": "ICU", "dates": ["2024-08-06"]}],
            "leave": ["2024-08-07"],
            "earlier_stay": {"ended": "2024-07-30", "days": 10},
        },
    },
    "accounts": {
        **BASE,
        "setting": "private-day-hospital",
        "providers": {"medical": "Dr A"},
        "services": [{"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"}],
        "charges": [
            {"payee": "hospital", "amount": "3520.00", "gst": "included"},
            {"payee": "hospital", "discount": "100.00"},
            {"payee": "hospital", "label": "Facility fee: day 1", "amount": "150.00", "gst": "included"},
            {"schedule": "medical", "item": "2801", "amount": "200.00"},
            {"schedule": "medical", "item": "2806", "amount": "100.00", "dates": ["2024-08-06"]},
            {"schedule": "medical", "item": "17615", "amount": "180.00", "provider": "Dr B"},
            {"payee": "pharmacy", "label": "Ketamine", "amount": "25.00", "quantity": "10"},
        ],
    },
    "dates one by one": {
        **BASE,
        "setting": "private-day-hospital",
        "sessions": 2,
        "calendar": {"dates": ["2024-08-05", "2024-08-08"]},
        "without": [{"schedule": "medical", "item": "2801"}],
    },
}


def taken_over(client: httpx.Client, request: dict[str, Any]) -> str:
    """The address to which the page goes, which states the request."""
    answer = client.post("/", data={"request": json.dumps(request)})
    assert answer.status_code == 303, answer.text
    return urlsplit(answer.headers["location"]).query


def stated(request: kfees.CourseRequest) -> dict[str, Any]:
    """A request without the order of its charges and services."""
    found = request.model_dump(mode="json")
    for key in ("charges", "services"):
        found[key] = sorted(json.dumps(entry, sort_keys=True) for entry in found[key])
    return found


@pytest.mark.parametrize("name", REQUESTS)
def test_a_pasted_request_comes_to_the_same_quote_and_stays_whole_on_every_page(
    name: str, client: httpx.Client, library: kfees.Library
) -> None:
    request = kfees.CourseRequest.model_validate(REQUESTS[name])
    inputs = taken_over(client, REQUESTS[name])
    quote = kfees.Quote.model_validate_json(client.get(f"/quote.json?{inputs}").text)
    expected = kfees.price(request, library, as_of=TODAY)
    assert stated(quote.request) == stated(expected.request)
    assert quote.totals.model_dump() == expected.totals.model_dump()
    page = client.get(f"/?{inputs}")
    assert page.status_code == 200
    assert all(part in html.unescape(page.text) for part in parse_qs(inputs).get("further", []))
    for address in ("/assess", "/compare", "/projection", "/notice", "/quote.xlsx"):
        assert client.get(f"{address}?{inputs}").status_code == 200
    for link in re.findall(r'href="/(?:compare|projection|assess|quote.json)\?([^"]*)"', page.text):
        assert parse_qs(html.unescape(link)).get("further") == parse_qs(inputs).get("further")
    assessed = client.post("/assess", data={**parse_qs(inputs), "claim.route": "intravenous"})
    assert assessed.status_code == 200, assessed.text


def test_a_file_of_a_saved_quote_is_taken_over_without_its_claim(
    client: httpx.Client, library: kfees.Library
) -> None:
    claimed = {**PARTS, "claim": {"route": "intravenous", "indication": "crps"}}
    saved = kfees.price(kfees.CourseRequest.model_validate(claimed), library, as_of=TODAY).model_dump_json()
    answer = client.post("/", files={"file": ("quote.json", saved)}, data={"language": "el"})
    inputs = parse_qs(urlsplit(answer.headers["location"]).query)
    assert inputs["language"] == ["el"]
    assert inputs["part.1.discharged"] == ["2024-08-07"]
    assert inputs["part.2.setting"] == ["private-day-hospital"]
    assert "further" not in inputs
    assert "intravenous" not in answer.headers["location"]


@pytest.mark.parametrize(
    "sent", ["", "[1]", "{", '{"regimen": "crps-10-day", "setting": "nowhere", "start": "5"}']
)
def test_what_is_no_request_is_refused_in_words(client: httpx.Client, sent: str) -> None:
    answer = client.post("/", data={"request": sent})
    assert answer.status_code in (400, 422)
    assert "put right" in answer.text


def test_what_further_facts_come_by_hand_are_checked(client: httpx.Client) -> None:
    start = "/?regimen=crps-10-day&setting=private-day-hospital&start=2024-08-05&weight=80"
    for further in ("{", "[1]", '{"sessions": 0}', '{"nothing": 1}', '{"charges": [{"payee": "hospital"}]}'):
        answer = client.get(start, params={**parse_qs(start[2:]), "further": further})
        assert answer.status_code == 422, further


def test_a_request_is_pasted_into_the_page(page: Page) -> None:
    page.goto("/")
    page.get_by_text("Take over a request").click()
    page.get_by_label("A request or a saved quote, as JSON").fill(json.dumps(PARTS))
    page.get_by_role("button", name="Take over").click()
    expect(page.locator("#setting")).to_have_value("in-parts")
    expect(page.locator(".course").first).to_contain_text("Private day hospital")
    page.get_by_role("textbox", name="Hospital", exact=True).fill("5100")
    expect(page.locator(".headline dl")).to_contain_text("not given")
    assert parse_qs(urlsplit(page.url).query)["part.2.sessions"] == ["8"]
    picture(page, "taken over")
