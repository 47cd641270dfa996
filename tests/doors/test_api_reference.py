"""The description of the API and its page: the words that are loaded, and examples that run as they stand."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page

import kfees
from browsing import kept_out, picture
from kfees.library.listing import listed_versions
from served import TODAY


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def test_operations_are_called_by_what_they_do(document: dict[str, Any]) -> None:
    names = [said["operationId"] for path in document["paths"].values() for said in path.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z]+([A-Z][a-z]+)+", name) for name in names)
    tags = {tag["name"] for tag in document["tags"]}
    assert tags == {
        tag for path in document["paths"].values() for said in path.values() for tag in said["tags"]
    }


def test_the_description_lists_the_words_that_are_loaded(
    document: dict[str, Any], library: kfees.Library
) -> None:
    schemas = document["components"]["schemas"]
    request = schemas["CourseRequest-Input"]["properties"]
    assert request["regimen"]["enum"] == [*library.regimens]
    assert request["payer"]["enum"] == [*library.payers]
    assert {"enum": [*library.settings]}.items() <= request["setting"]["anyOf"][0].items()
    assert request["providers"]["propertyNames"]["enum"] == [*library.every_payee]
    (schedule, *_) = document["paths"]["/api/v1/rates"]["get"]["parameters"]
    assert schedule["schema"]["enum"] == [*library.schedules]
    guideline = library.latest_guideline
    assert guideline is not None
    assert {check.code for check in guideline.check} <= {*schemas["Check"]["properties"]["code"]["enum"]}
    assert {"day", "episode", "fee", "infusion"} <= {*schemas["Line"]["properties"]["unit"]["enum"]}
    loaded = {version.schedule for version in listed_versions(library, TODAY)}
    assert loaded <= {*schemas["Line"]["properties"]["schedule"]["anyOf"][0]["enum"]}
    (words, _) = schemas["Claim-Input"]["properties"]["route"]["anyOf"][0]["anyOf"]
    assert words == {"enum": ["intravenous", "subcutaneous"]}


def shown(client: httpx.Client) -> Iterator[tuple[str, str]]:
    """The commands of the page, and the answer under each; empty where there is none."""
    sections = client.get("/api").text.split("<section ")[1:]
    for section in sections:
        found = re.findall(r"<pre><code tabindex=\"0\">(.*?)</code></pre>(\s*</details>)?", section, re.S)
        blocks = [(html.unescape(text), bool(answer)) for text, answer in found]
        for number, (text, is_answer) in enumerate(blocks):
            if text.startswith("curl "):
                following = blocks[number + 1 : number + 2]
                yield text, next((after for after, under in following if under and not is_answer), "")


def sent(command: str, client: httpx.Client) -> httpx.Response:
    """What curl would be answered."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"]
    address, options = words[2], dict[str, list[str]]()
    for flag, value in zip(words[3::2], words[4::2], strict=True):
        options.setdefault(flag, []).append(value)
    assert options.keys() <= {"-H", "-d", "-F", "-o"}
    if "-F" not in options:
        headers = dict(each.split(": ") for each in options.get("-H", ()))
        (content,) = options.get("-d", [None])
        return client.request("GET" if content is None else "POST", address, content=content, headers=headers)
    parts: list[tuple[str, Any]] = []
    for field in options["-F"]:
        name, _, text = field.partition("=")
        text, _, file = text.partition(";filename=")
        parts.append((name, (file or None, text)))
    return client.post(address, files=parts)


def test_every_command_of_the_page_runs_and_is_answered_as_it_shows(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    tried = set()
    for command, answer in shown(client):
        found = sent(command, client)
        assert found.status_code == 200, command
        tried.add(found.request.url.path)
        if answer:
            truth = json.dumps(found.json(), indent=2, ensure_ascii=False).splitlines()
            lines = answer.strip().splitlines()
            whole = lines[:-1] if re.fullmatch("… [0-9]+ more lines", lines[-1]) else lines
            assert whole == truth[: len(whole)], command
            assert len(whole) == len(truth) or whole != lines
    assert len(tried) == len(document["paths"])


def test_the_page_says_what_is_refused_and_what_is_too_much(client: httpx.Client) -> None:
    page = client.get("/api?language=vi").text
    assert '<html lang="vi"' in page
    assert '<article class="guide reference" lang="en" dir="ltr">' in page
    assert '<a href="/api/v1/openapi.json">' in page
    for status in (400, 404, 406, 409, 413, 415, 422, 503):
        assert f"<td><code>{status}</code></td>" in page
    assert "1,000,000 bytes" in page
    assert '<a href="/api?language=vi" lang="en" hreflang="en">API</a>' in client.get("/?language=vi").text


def test_the_page_fits_a_phone_and_keeps_nobody_out(phone: Page) -> None:
    phone.goto("/api?language=ar")
    assert not kept_out(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    picture(phone, "the API on a phone")
