"""/api/v1 as programs meet it: figures of the engine, one shape for every refusal, and nothing kept."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import openpyxl
import pytest
import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig
from starlette.formparsers import MultiPartParser
from starlette.types import Message

import kfees
from command_line import run
from effort import times
from golden_quotes import requests as golden_requests
from kfees.web import application, limits
from kfees.web.api.examples import CLAIM, COURSE, EPISODE
from served import TODAY

QUOTE = "/api/v1/quote"

T = TypeVar("T")

CONFIG = SchemathesisConfig.from_dict(
    {
        # Thousands of cases at the bounds of the description: at leisure alone.
        "phases": {"coverage": {"enabled": times(100) > 100}},
        "checks": {
            # No schema can say that a regimen fits a setting or that an item exists: such a request is
            # well formed and still wrong, and 422 says so.
            "positive_data_acceptance": {"expected-statuses": ["2xx", 404, 409, 422]}
        },
    }
)
APP = application(kfees.load_schedules(environment={}), today=lambda: TODAY, hosts=("testserver",))
API = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP, config=CONFIG)


@API.parametrize()
@settings(max_examples=times(12))
def test_the_api_does_what_its_description_says(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


@pytest.mark.parametrize("path", ["/api/v1/quote", "/api/v1/compare"])
def test_courses_that_can_be_priced_are_asked_for_and_answered_as_described(path: str) -> None:
    for request in list(golden_requests().values())[:: 1 if path == QUOTE else 9]:
        case = API[path]["POST"].Case(body=request, media_type="application/json")
        assert case.call_and_validate().status_code == 200


def waited_for(asked: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser that is open keeps a loop running in that of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


def refused(answer: httpx.Response) -> list[dict[str, str]]:
    """The problems of a refusal, after its shape was checked."""
    assert answer.headers["content-type"] == "application/problem+json"
    content = answer.json()
    assert set(content) == {"title", "status", "problems"}
    assert content["status"] == answer.status_code
    assert content["problems"]
    for problem in content["problems"]:
        assert set(problem) == {"code", "place", "pointer", "message", "remedy"}
        assert all(text for key, text in problem.items() if key != "pointer")
    found: list[dict[str, str]] = content["problems"]
    return found


@pytest.mark.typst
def test_one_request_through_every_door_is_one_quote(
    client: httpx.Client, library: kfees.Library, tmp_path: Path
) -> None:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(COURSE), encoding="utf-8")
    quote = kfees.price(kfees.CourseRequest.model_validate(COURSE), library, as_of=TODAY)
    expected = json.loads(quote.model_dump_json())

    command_line = run("quote", str(path), "--format", "json", "--as-of", str(TODAY))
    assert json.loads(command_line.output) == expected

    assert client.post(QUOTE, json=COURSE).json() == expected

    inputs = {
        "regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80",
        "hospital": "$3,200.00", "charge.medical:2801": "320", "charge.medical:2806": "120.00",
    }  # fmt: skip
    assert client.get("/quote.json", params=inputs).json() == expected

    page = client.get("/", params=inputs).text
    for amount in (quote.totals.gap, quote.totals.payable, *(line.maximum for line in quote.lines)):
        assert f"${amount:,}" in page

    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/quote.xlsx", params=inputs).content), data_only=True
    )
    figures = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    pdf = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=client.get("/notice.pdf", params=inputs).content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    notice = client.get("/notice", params=inputs).text
    for total in (quote.totals.gap, quote.totals.payable, quote.totals.charge, quote.totals.maximum):
        assert total is not None
        assert float(total) in figures
        assert f"${total:,}" in pdf
        assert f"${total:,}" in notice


def test_a_large_request_is_priced_like_a_small_one(client: httpx.Client, library: kfees.Library) -> None:
    days = [str(date(2024, 8, 5) + timedelta(number)) for number in range(300)]
    asked = {**COURSE, "services": [{"schedule": "medical", "item": "2814", "dates": days}]}
    assert len(json.dumps(asked)) > 4_000
    quote = kfees.price(kfees.CourseRequest.model_validate(asked), library, as_of=TODAY)
    assert client.post(QUOTE, json=asked).json() == json.loads(quote.model_dump_json())


def test_the_day_of_the_question_is_part_of_the_question(client: httpx.Client) -> None:
    first = client.post(QUOTE, json=COURSE, params={"as_of": "2024-07-20"}).json()
    second = client.post(QUOTE, json=COURSE, params={"as_of": "2026-07-20"}).json()
    assert (first["as_of"], second["as_of"]) == ("2024-07-20", "2026-07-20")
    assert client.post(QUOTE, json=COURSE).json()["as_of"] == str(TODAY)


def test_an_assessment_is_that_of_python_and_takes_the_providers_quote(
    client: httpx.Client, library: kfees.Library
) -> None:
    asked = {**COURSE, "claim": CLAIM}
    expected = kfees.assess(kfees.CourseRequest.model_validate(asked), library, as_of=TODAY)
    quote = kfees.price(kfees.CourseRequest.model_validate(asked), library, as_of=TODAY)
    both = {**json.loads(expected.model_dump_json()), "quote": json.loads(quote.model_dump_json())}
    assert client.post("/api/v1/assess", json=asked).json() == both

    table = b"Item,Description,Qty,Amount\nDS1,<script>alert(1)</script>,10,3200\n=HYPERLINK(1),x,1,5\n"
    form = {"request": json.dumps(asked)}
    file = {"quote": ("theirs.csv", table, "text/csv")}
    quoted = client.post("/api/v1/assess", data=form, files=file).json()["provider_quote"]
    assert [line["outcome"] for line in quoted["lines"]] == ["matched", "outside the schedules"]
    assert quoted["lines"][0]["description"] == "<script>alert(1)</script>"
    assert (quoted["gap_least"], quoted["gap_most"]) == ("450.40", "455.40")


def test_weights_are_those_of_the_command_line(client: httpx.Client) -> None:
    command = run("nwau", "--drg", "B71B", "--nights", "4", "--on", "2024-08-09", "--format", "json")
    assert client.post("/api/v1/nwau", json=EPISODE).json() == json.loads(command.output)


def test_schedules_and_rates_can_be_looked_up(client: httpx.Client, library: kfees.Library) -> None:
    versions = client.get("/api/v1/schedules").json()["versions"]
    assert {version["schedule"] for version in versions} == set(library.schedules)
    stale = client.get("/api/v1/schedules/medical", params={"as_of": "2027-07-01"}).json()["versions"]
    assert [version["stale_since"] for version in stale] == [None, None, None, "2027-07-01"]
    one = client.get("/api/v1/schedules/private-hospital/2018-07-01").json()
    assert one["digest"] == library.versions("private-hospital")[0].digest

    days = client.get(
        "/api/v1/rates", params={"schedule": "private-hospital", "on": "2018-07-01", "item": "M"}
    )
    assert [(rate["from_day"], rate["amount"]) for rate in days.json()["rates"]] == [
        (rate.from_day, str(rate.amount)) for rate in library.versions("private-hospital")[0].rates("M")
    ]
    search = {"schedule": "medical", "on": "2024-07-01", "search": "PAIN specialist visit"}
    found = client.get("/api/v1/rates", params=search).json()
    assert [rate["item"] for rate in found["rates"]] == ["2801", "2806", "2814"]
    weights = client.get(
        "/api/v1/rates", params={"schedule": "department-of-health", "search": "B71B"}
    ).json()
    assert weights["rates"][0]["weight"] is not None
    assert weights["rates"][0]["amount"] is None


def test_pages_of_rates_hold_each_rate_once(client: httpx.Client, library: kfees.Library) -> None:
    items: list[str] = []
    offset: int | None = 0
    while offset is not None:
        options: dict[str, str | int] = {
            "schedule": "medical",
            "on": "2024-07-01",
            "limit": 1000,
            "offset": offset,
        }
        found = client.get("/api/v1/rates", params=options).json()
        items += [rate["item"] for rate in found["rates"]]
        offset = found["next_offset"]
    assert tuple(items) == library.versions("medical")[0].items
    assert found["found"] == len(items)


def test_schedules_that_did_not_change_are_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/api/v1/schedules")
    again = client.get("/api/v1/schedules", headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other_day = client.get("/api/v1/schedules", params={"as_of": "2030-01-01"})
    assert other_day.headers["etag"] != first.headers["etag"]


def test_the_description_lists_the_words_of_a_claim(client: httpx.Client) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    claims = [schema for name, schema in schemas.items() if name in ("Claim", "Claim-Input")]
    assert claims
    for claim in claims:
        facts = claim["properties"]
        assert facts["route"]["description"].startswith("Known: intravenous and subcutaneous.")
        for fact in ("route", "indication", "circumstance", "country", "documents"):
            assert "Otherwise 'other: ' and what it is." in facts[fact]["description"]
    providers = [schema for name, schema in schemas.items() if name in ("Provider", "Provider-Input")]
    assert all("pecialist" in each["properties"]["registration"]["description"] for each in providers)


def test_health_version_and_description_answer(client: httpx.Client) -> None:
    assert client.get("/api/v1/health").json() == {"status": "ok"}
    assert client.get("/api/v1/version").json()["kfees"] == kfees.__version__
    document = client.get("/api/v1/openapi.json").json()
    example = document["paths"][QUOTE]["post"]["responses"]["200"]["content"]["application/json"]["example"]
    assert example["totals"]["gap"] == client.post(QUOTE, json=COURSE).json()["totals"]["gap"]


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "status", "code"),
    [
        ("POST", QUOTE, b"{", JSON, 400, "bad-json"),
        ("POST", QUOTE, b'{"start": 1, "start": 2}', JSON, 400, "repeated-key"),
        ("POST", QUOTE, b"\xff\xfe", JSON, 400, "bad-json"),
        ("POST", QUOTE, b"[" * 100_000, JSON, 400, "bad-json"),
        ("POST", QUOTE, b"{}", {"content-type": "text/plain"}, 415, "wrong-kind"),
        ("POST", QUOTE, b"{}", {}, 415, "wrong-kind"),
        ("POST", "/api/v1/assess", b"--x", {"content-type": "multipart/form-data"}, 400, "bad-form"),
        ("GET", QUOTE, b"", {}, 405, "http"),
        ("GET", "/api/v1/schedules/import", b"", {}, 405, "http"),
        ("GET", "/api/v1/nothing", b"", {}, 404, "http"),
        ("GET", "/api/v1/schedules/dental", b"", {}, 404, "not-found"),
        ("GET", "/api/v1/schedules/medical/2023-07-01", b"", {}, 404, "not-found"),
        ("GET", "/api/v1/rates?schedule=dental", b"", {}, 422, "unknown-schedule"),
        ("GET", "/api/v1/rates?schedule=medical&item=28O1", b"", {}, 422, "unknown-item"),
        ("GET", "/api/v1/rates?schedule=medical&on=2019-07-01", b"", {}, 422, "before-first-version"),
        ("GET", "/api/v1/rates?schedule=medical&limit=many", b"", {}, 422, "bad-value"),
        ("GET", "/api/v1/schedules?as_off=2024-07-01", b"", {}, 422, "unknown-key"),
        ("GET", "/api/v1/schedules?as_of=2024-02-30", b"", {}, 422, "bad-date"),
        ("GET", f"/api/v1/health?{'x' * 9_000}", b"", {}, 414, "too-large"),
        ("POST", QUOTE, b" " * 1_000_001, JSON, 413, "too-large"),
    ],
)  # fmt: skip
def test_every_refusal_has_its_status_and_the_one_shape(
    client: httpx.Client,
    method: str,
    path: str,
    content: bytes,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    answer = client.request(method, path, content=content, headers=headers)
    assert answer.status_code == status
    assert refused(answer)[0]["code"] == code
    if status == 405:
        assert answer.headers["allow"] == "POST"


def test_a_body_too_large_is_refused_though_it_does_not_say_its_size(client: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 50_000

    answer = client.post(QUOTE, content=pieces(), headers=JSON)
    assert answer.status_code == 413
    assert refused(answer)[0]["place"] == "the body"


def test_every_problem_of_a_request_is_told_at_once_with_its_place(client: httpx.Client) -> None:
    asked = {
        **COURSE,
        "start": "2024-02-30",
        "colour": "red",
        "charges": [{"payee": "hospital", "amount": 1.5}],
    }
    answer = client.post(QUOTE, json=asked)
    assert answer.status_code == 422
    assert {problem["place"]: problem["pointer"] for problem in refused(answer)} == {
        "start": "/start",
        "colour": "/colour",
        "charges[0].amount": "/charges/0/amount",
    }


def test_the_description_shows_a_refusal_as_it_is(client: httpx.Client) -> None:
    shown = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["Refused"]["example"]
    assert client.post(QUOTE, json={**COURSE, "regimen": "crps-10-days"}).json() == shown


def test_strict_refuses_what_is_stale_or_unknown(client: httpx.Client) -> None:
    assert client.post(QUOTE, json=COURSE, params={"strict": "true"}).status_code == 200
    answer = client.post(QUOTE, json={**COURSE, "start": "2026-08-03"}, params={"strict": "true"})
    assert answer.status_code == 409
    assert "DS1" in refused(answer)[0]["message"]


def test_a_body_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READING_SECONDS", 0.05)
    messages = waited_for(ask(QUOTE, [b"{", None]))
    assert messages[0]["status"] == 408
    assert json.loads(messages[1]["body"])["problems"][0]["code"] == "too-slow"


def test_a_mistake_of_kfees_says_and_logs_nothing_of_the_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*arguments: object, **options: object) -> None:
        raise RuntimeError(f"a mistake over {arguments}")

    monkeypatch.setattr("kfees.web.api.pricing.price", fails)
    with caplog.at_level(logging.INFO):
        messages = waited_for(ask(QUOTE, [json.dumps({**COURSE, "weight_kg": "87.65"}).encode()]))
    assert messages[0]["status"] == 500
    assert b"87.65" not in messages[1]["body"]
    assert "RuntimeError" in caplog.text
    assert "87.65" not in caplog.text


def test_the_log_names_routes_and_never_inputs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        waited_for(ask("/", [b""], method="GET", query=b"weight=87.65&start=2024-08-05"))
        waited_for(ask("/jane-citizen", [b""], method="GET"))
    lines = [record.getMessage() for record in caplog.records if record.name == "kfees.web"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == ["GET / 200", "GET (no route) 404"]
    assert "87.65" not in caplog.text


def test_an_upload_is_never_large_enough_to_be_written_to_disk() -> None:
    assert MultiPartParser.spool_max_size >= limits.MAXIMUM_BODY_BYTES


def test_head_is_answered_like_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/", "/api/v1/schedules"):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == get.headers["content-length"]


async def ask(
    path: str, pieces: list[bytes | None], method: str = "POST", query: bytes = b""
) -> list[Message]:
    """Ask the application itself; None in place of a piece waits for ever, as does what comes after them."""
    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "asgi": {"version": "3.0"}, "scheme": "http",
        "method": method, "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "",
        "headers": [(b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    waiting, answer = list(pieces), []

    async def receive() -> Message:
        piece = waiting.pop(0) if waiting else None
        if piece is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        answer.append(message)

    await APP(scope, receive, send)
    return answer


def test_everything_that_is_wrong_in_an_address_is_said_at_once(client: httpx.Client) -> None:
    answer = client.get("/api/v1/rates", params={"itm": "2801", "on": "soon", "limit": "all"})
    assert answer.status_code == 422
    assert {problem["place"]: problem["code"] for problem in refused(answer)} == {
        "'itm'": "unknown-key",
        "schedule": "missing",
        "on": "bad-date",
        "limit": "bad-value",
    }
