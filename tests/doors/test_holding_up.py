"""The server holds up: what takes too long, or is waited for by nobody, ends; whoever waits is told."""

from __future__ import annotations

import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.responses import Response

import kfees
from kfees.cli.serve import names_of
from kfees.model.steps import next_step
from kfees.web import admission, connections, import_work, limits, working
from kfees.web.admission import LOOPBACK
from kfees.web.api import examples
from kfees.web.api.examples import COURSE, NOTICE, REQUESTS
from kfees.web.limits import LARGER_BODY_BYTES, MAXIMUM_BODY_BYTES
from served import served

INPUTS = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80"}
PLAN = {"rules": "reserve", "courses": "1", "years": "10", "indexation": "3", "discount": "4"}
SAID = {"schedule": "nursing", "from": "2025-07-01", "payee": "medical", "gst": "free"}
TIDY = b"Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\n"
LARGE = json.dumps({**COURSE, "without": []}) + " " * working.AT_ONCE_BYTES

HEAD = "host: 127.0.0.1\r\n"

Asked = Callable[[httpx.Client], httpx.Response]
Connected = Callable[..., socket.socket]


def imported(client: httpx.Client, path: str = "/schedules/import") -> httpx.Response:
    return client.post(path, data=SAID, files={"file": ("fees.csv", TIDY)})


def assessed(client: httpx.Client) -> httpx.Response:
    quote = {"quote": ("theirs.csv", b"Item,Amount\nDS1,320.00\n")}
    return client.post("/api/v1/assess", data={"request": json.dumps(COURSE)}, files=quote)


def posted(client: httpx.Client) -> httpx.Response:
    return client.post("/api/v1/quote", content=LARGE, headers={"content-type": "application/json"})


def in_json(what: str, body: dict[str, Any]) -> Asked:
    return lambda client: client.post(f"/api/v1/{what}", json=body)


def got(path: str, **inputs: str) -> Asked:
    return lambda client: client.get(path, params=INPUTS | inputs)


def sent(path: str, **fields: str) -> Asked:
    return lambda client: client.post(path, data=fields)


DOORS: list[tuple[str, Asked]] = [
    ("kfees.web.preview.price", got("/")),
    ("kfees.web.documents.price", got("/quote.xlsx")),
    ("kfees.web.notice_pages.notice_pdf", got("/notice.pdf")),
    ("kfees.web.notice_pages.notice_html", sent("/notice", inputs=urlencode(INPUTS))),
    ("kfees.web.comparison_page.alternatives_to", got("/compare")),
    ("kfees.web.comparison_page.alternatives_to", got("/compare.svg", group="setting")),
    ("kfees.web.projection_page.project", got("/projection", **PLAN)),
    ("kfees.web.projection_page.project", got("/projection.svg", **PLAN)),
    ("kfees.web.request_page.assess_with_quote", sent("/assess", **INPUTS)),
    ("kfees.web.api.pricing.price", posted),
    ("kfees.web.api.pricing.notice_pdf", in_json("notice", NOTICE)),
    ("kfees.web.api.planning.alternatives_to", in_json("compare", COURSE)),
    ("kfees.web.api.planning.project", in_json("project", examples.PLAN)),
    ("kfees.web.api.portfolio.price", in_json("portfolio", REQUESTS)),
    ("kfees.web.api.claims.read_upload", assessed),
    ("kfees.web.import_work.import_tables", imported),
    ("kfees.web.import_work.import_tables", lambda client: imported(client, "/api/v1/schedules/import")),
]  # fmt: skip


def at_work() -> list[str]:
    """What is worked on, by kind."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("kfees ")]


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()


def for_ever(*_: Any, **__: Any) -> Any:
    """Work of many steps that goes on when it fails."""
    while True:
        with suppress(Exception):
            next_step()
            time.sleep(0.002)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, _ in DOORS:
        monkeypatch.setattr(place, for_ever)


def test_what_takes_too_long_is_refused_through_every_door_and_ends(
    client: httpx.Client, endless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "WORKING_SECONDS", 0.3)
    with ThreadPoolExecutor(len(DOORS)) as others:
        answers = list(others.map(lambda door: door[1](client), DOORS))
    for (place, _), answer in zip(DOORS, answers, strict=True):
        assert answer.status_code == 503, place
        assert "in 0 seconds" in answer.text, place
    assert wait_until(lambda: not at_work())
    monkeypatch.undo()
    assert (got("/")(client).status_code, posted(client).status_code) == (200, 200)


def test_what_nobody_waits_for_any_longer_ends(
    client: httpx.Client, address: str, connected: Connected, endless: None
) -> None:
    kind = f"content-type: application/json\r\ncontent-length: {len(LARGE)}\r\n"
    gone = [
        connected(address, f"GET /compare?{urlencode(INPUTS)} HTTP/1.1\r\n{HEAD}\r\n"),
        connected(address, f"POST /api/v1/quote HTTP/1.1\r\n{HEAD}{kind}\r\n{LARGE}"),
    ]
    assert wait_until(lambda: len(at_work()) == len(gone))
    for one in gone:
        one.close()
    assert wait_until(lambda: not at_work())
    assert client.get("/api/v1/health").status_code == 200


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Imports that are held up within a step until this is set, and are waited for a moment."""
    let_go = threading.Event()
    monkeypatch.setattr(import_work, "import_tables", lambda *_, **__: let_go.wait())
    monkeypatch.setattr(working, "WORKING_SECONDS", 0.05)
    yield let_go
    let_go.set()


@pytest.mark.parametrize("path", ["/schedules/import", "/api/v1/schedules/import"])
def test_an_import_that_cannot_end_yet_keeps_its_place(
    path: str, client: httpx.Client, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        answer = imported(client, path)
        assert (answer.status_code, "not read in" in answer.text) == (503, True)
    busy = imported(client, path)
    assert (busy.status_code, "are importing at this moment" in busy.text) == (503, True)
    assert busy.headers["retry-after"] == "1"
    assert client.get("/api/v1/health").status_code == 200
    monkeypatch.undo()
    held.set()
    assert wait_until(lambda: imported(client, path).status_code == 200)


@pytest.fixture
def fresh(library: kfees.Library) -> Iterator[str]:
    """The address of a server of its own, whose connections no other test shares."""
    with served(library) as found:
        yield found


@pytest.fixture
def connected() -> Iterator[Connected]:
    """Makes connections to an address, on which something is sent; all are closed in the end."""
    with ExitStack() as open_ones:

        def made(address: str, sent: str = "") -> socket.socket:
            host, _, port = address.removeprefix("http://").partition(":")
            found = open_ones.enter_context(socket.create_connection((host, int(port)), timeout=10))
            found.sendall(sent.encode())
            return found

        yield made


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has left a connection, on which nothing else was answered."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_half_sent_requests_shut_nobody_out(
    fresh: str, connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_WAITING", 100)
    half = [connected(fresh, f"GET / HTTP/1.1\r\n{HEAD}x-{number}: ") for number in range(200)]
    with httpx.Client(base_url=fresh) as client:
        for _ in range(3):
            assert client.get("/api/v1/health").status_code == 200
    assert all(is_closed(one) for one in half[:100])
    half[150].sendall(b"it\r\n\r\n")
    assert half[150].recv(12) == b"HTTP/1.1 200"


def test_a_connection_has_a_time_for_the_first_lines_of_each_request(
    fresh: str, connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    begun = time.monotonic()
    assert is_closed(connected(fresh))
    assert is_closed(connected(fresh, "GET / HT"))
    again = connected(fresh, f"GET /api/v1/health HTTP/1.1\r\n{HEAD}\r\n")
    answered = b""
    while not answered.endswith(b'{"status":"ok"}'):
        answered += again.recv(1_000)
    again.sendall(b"GET / HT")
    assert is_closed(again)
    assert time.monotonic() - begun < 9


def test_an_answer_that_nobody_reads_is_left(
    fresh: str, connected: Connected, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "READ_SECONDS", 0.1)
    monkeypatch.setattr(
        "kfees.web.schedule_pages.page", lambda *_: Response("a page " * 3_000_000, media_type="text/plain")
    )
    with caplog.at_level("INFO", "kfees.web"):
        slow = connected(fresh, f"GET /schedules HTTP/1.1\r\n{HEAD}\r\n")
        assert wait_until(lambda: "/schedules 200" in caplog.text)
    time.sleep(0.5)
    received = 0
    with suppress(ConnectionResetError):
        while content := slow.recv(1_000_000):
            received += len(content)
    assert received < 21_000_000
    whole = httpx.get(f"{fresh}/schedules", headers={"accept-encoding": "identity"})
    assert len(whole.content) == 21_000_000


def test_a_slow_body_is_given_up_and_one_that_is_broken_off_is_no_mistake(
    fresh: str, connected: Connected, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limits, "READING_SECONDS", 0.2)
    begun = (
        f"POST /api/v1/quote HTTP/1.1\r\n{HEAD}content-type: application/json\r\ncontent-length: 90\r\n\r\n{{"
    )
    with caplog.at_level("INFO", "kfees.web"):
        connected(fresh, begun).close()
        assert wait_until(lambda: "/api/v1/quote 499" in caplog.text)
    assert "ERROR" not in caplog.text
    assert connected(fresh, begun).recv(12) == b"HTTP/1.1 408"


def test_so_many_requests_of_a_client_are_answered_at_a_time(
    fresh: str, connected: Connected, endless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MOST_REQUESTS", 41)
    held = [connected(fresh, f"GET /compare?{urlencode(INPUTS)} HTTP/1.1\r\n{HEAD}\r\n") for _ in range(40)]
    assert wait_until(lambda: len(at_work()) == working.AT_A_TIME["page"])
    assert wait_until(lambda: httpx.get(f"{fresh}/api/v1/health").status_code == 429)
    for path, kind in (("/api/v1/health", "application/problem+json"), ("/", "text/html; charset=utf-8")):
        answer = httpx.get(f"{fresh}{path}")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert answer.headers["content-type"] == kind
        assert "40 requests of this address" in answer.text
    other = {"x-forwarded-for": "192.0.2.1"}  # as a proxy on this machine names it
    assert httpx.get(f"{fresh}/api/v1/health", headers=other).status_code == 200
    monkeypatch.setattr(admission, "MOST_REQUESTS", 40)
    busy = httpx.get(f"{fresh}/api/v1/health", headers=other)
    assert (busy.status_code, busy.json()["problems"][0]["code"]) == (503, "busy")
    for one in held:
        one.close()
    assert wait_until(lambda: httpx.get(f"{fresh}/api/v1/health").status_code == 200)
    assert wait_until(lambda: not at_work())


SLOWLY = (
    "POST /schedules/import HTTP/1.1\r\n"
    f"{HEAD}content-type: multipart/form-data; boundary=x\r\ncontent-length: 7000000\r\n\r\n"
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
)


def test_what_slow_uploads_of_one_address_hold_is_bounded(
    fresh: str, connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MOST_BYTES_OF_A_CLIENT", 450_000)
    slow = [connected(fresh, SLOWLY + "1" * 200_000) for _ in range(2)]
    body, other = b" " * 100_000, {"x-forwarded-for": "192.0.2.1"}

    def asked(**headers: str) -> int:
        sent = {"content-type": "application/json", **headers}
        return httpx.post(f"{fresh}/api/v1/quote", content=body, headers=sent).status_code

    assert wait_until(lambda: asked() == 429)
    assert asked(**other) == 400
    assert httpx.get(f"{fresh}/api/v1/health").status_code == 200  # without a body
    monkeypatch.setattr(admission, "MOST_BYTES", 450_000)
    assert asked(**other) == 503
    for one in slow:
        one.close()
    assert wait_until(lambda: asked() == 400)
    assert asked(**other) == 400


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "[", "a b"])
def test_a_name_that_was_made_to_lead_here_is_not_answered(client: httpx.Client, host: str) -> None:
    page, answer = (client.get(path, headers={"host": host}) for path in ("/", "/api/v1/health"))
    assert (page.status_code, answer.status_code) == (421, 421)
    remedy = answer.json()["problems"][0]["remedy"]
    assert ("--allowed-host evil.example" in remedy) == host.startswith("evil")
    assert "text/html" in page.headers["content-type"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8000"])
def test_the_usual_names_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/api/v1/health", headers={"host": host}).status_code == 200


def test_a_server_goes_by_what_it_listens_on_and_by_the_names_that_it_is_given() -> None:
    assert names_of("127.0.0.1", ["Fees.example", "[fd00::1]"]) == {*LOOPBACK, "fees.example", "fd00::1"}
    assert names_of("192.0.2.1", []) == {*LOOPBACK, "192.0.2.1"}
    assert {*LOOPBACK, socket.gethostname().lower()} <= names_of("0.0.0.0", [])  # noqa: S104  nothing listens


def test_a_form_of_another_site_is_refused(client: httpx.Client) -> None:
    own = str(client.base_url).rstrip("/")
    for headers, status in [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "origin": own}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": own}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost:1"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ]:
        assert client.post("/api/v1/quote", json=COURSE, headers=headers).status_code == status, headers
    page = client.post("/assess", data=INPUTS, headers={"origin": "https://evil.example"})
    assert (page.status_code, "from a page of another site" in page.text) == (403, True)
    link = {"sec-fetch-site": "cross-site"}
    assert client.get("/", params=INPUTS, headers=link).status_code == 200  # a link is a quote


def test_what_is_large_is_sent_compressed_and_tagged_apart(client: httpx.Client) -> None:
    plain, packed = {"accept-encoding": "identity"}, {"accept-encoding": "gzip, br"}
    for path in ("/", "/api/v1/schedules"):
        whole, small = (client.get(path, headers=headers) for headers in (plain, packed))
        assert "content-encoding" not in whole.headers
        assert small.headers["content-encoding"] == "gzip"
        assert small.headers["vary"] == whole.headers["vary"] == "Accept-Encoding"
        assert int(small.headers["content-length"]) < len(whole.content) / 2
        assert small.content == whole.content
        head = client.head(path, headers=packed)
        assert (head.headers["content-length"], head.content) == (small.headers["content-length"], b"")
    tags = [client.get("/api/v1/schedules", headers=headers).headers["etag"] for headers in (plain, packed)]
    assert tags[0] != tags[1]
    for headers, tag in ((plain, tags[0]), (packed, tags[1])):
        again = client.get("/api/v1/schedules", headers={**headers, "if-none-match": tag})
        assert (again.status_code, again.headers["vary"]) == (304, "Accept-Encoding")
    workbook = client.get("/quote.xlsx", params=INPUTS, headers=packed)
    assert "content-encoding" not in workbook.headers


STAY = {**COURSE, "setting": "private-hospital-inpatient", "charges": []}
TEN_YEARS = {"admitted": "2024-08-04", "discharged": "2034-08-05"}
ENDLESS = {**STAY, "episode": {"nights": 10_000}}
RESERVE = {"rule_set": "reserve", "months_between": 6, "indexation": "0.03", "discount": "0.04"}


@pytest.mark.parametrize(
    ("path", "body", "places"),
    [
        ("quote", ENDLESS, ["episode.nights"]),
        ("quote", {**STAY, "episode": TEN_YEARS}, ["episode.nights"]),
        ("compare", ENDLESS, ["episode.nights"]),
        ("project", {"request": ENDLESS, **RESERVE, "years": 70}, ["horizon"]),
        ("project", {"request": {**STAY, "episode": {"nights": 500}}, **RESERVE, "years": 70}, ["horizon"]),
    ],
)  # fmt: skip
def test_what_nobody_can_mean_is_refused_before_it_is_priced(
    client: httpx.Client, endless: None, path: str, body: Any, places: list[str]
) -> None:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 422
    assert [problem["place"] for problem in answer.json()["problems"]] == places
    assert f"kfees {'project' if path == 'project' else 'quote'}" in answer.text


def test_a_page_says_at_its_field_what_nobody_can_mean(client: httpx.Client, endless: None) -> None:
    asked = {**INPUTS, "setting": "private-hospital-inpatient", "nights": "10000"}
    for path in ("/", "/compare", "/notice", "/quote.json"):
        answer = client.get(path, params=asked)
        assert (answer.status_code, "longer than 2,000" in answer.text) == (422, True), path
    assert "more than 60,000" in client.get("/projection", params={**asked, **PLAN, "years": "50"}).text


def test_long_stays_and_long_plans_that_can_be_meant_are_priced(client: httpx.Client) -> None:
    assert client.post("/api/v1/quote", json={**STAY, "episode": {"nights": 366}}).status_code == 200
    plan = {"request": {**STAY, "episode": {"nights": 12}}, **RESERVE, "years": 70}
    assert client.post("/api/v1/project", json=plan).json()["totals"]["courses"] == 140


def chunked(size: int) -> Iterator[bytes]:
    """A body of no announced length."""
    for _ in range(size // 50_000):
        yield b"[" * 50_000


def parts_of(number: int, name: str = "f", size: int = 1) -> bytes:
    part = f'--edge\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{"x" * size}\r\n'
    return part.encode() * number + b"--edge--\r\n"


FORM = {"content-type": "multipart/form-data; boundary=edge"}
JSON = {"content-type": "application/json"}
UPLOADS: list[tuple[str, dict[str, str], Callable[[], Any], set[int]]] = [
    ("/api/v1/quote", JSON, lambda: chunked(50_000_000), {413}),
    ("/api/v1/assess", FORM, lambda: chunked(50_000_000), {400, 413}),
    ("/schedules/import", FORM, lambda: chunked(50_000_000), {400, 413}),
    ("/api/v1/quote", JSON, lambda: b"[" * 900_000, {400}),
    ("/api/v1/quote", JSON, lambda: b'{"a":' * 150_000 + b"1" + b"}" * 150_000, {400}),
    ("/api/v1/quote", JSON, lambda: b"9" * 900_000, {400, 422}),
    ("/assess", FORM, lambda: parts_of(4_000), {400}),
    ("/api/v1/assess", FORM, lambda: parts_of(150, "f" * 5_000), {400, 422}),
    ("/schedules/import", FORM, lambda: parts_of(20_000), {400}),
]


def test_a_refused_upload_costs_no_more_than_its_limit(client: httpx.Client) -> None:
    for path, headers, body, statuses in UPLOADS:
        client.post(path, headers=headers, content=b"")  # what is loaded at first use is not the upload's
        content, begun = body(), time.process_time()
        tracemalloc.start()
        try:
            status = client.post(path, headers=headers, content=content).status_code
        except httpx.TransportError:  # the server has answered and left, while it was still being sent
            status = 413
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert status in statuses, path
        assert most < 4 * LARGER_BODY_BYTES.get(path, MAXIMUM_BODY_BYTES), path
        assert time.process_time() - begun < 5, path
