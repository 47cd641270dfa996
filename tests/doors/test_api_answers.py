"""What the API answers with: the kind that is wanted, under a tag, and each problem where it stands."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import httpx
import openpyxl
import pytest

import kfees
from command_line import run
from kfees.engine.asking import read_request
from kfees.web.api.bodies import pointers_to, problems_at_places
from kfees.web.api.examples import CLAIM, COURSE, NOTICE, PLAN
from kfees.web.errors import Refusal
from served import TODAY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked(client: httpx.Client, what: str, body: Any, accept: str = "*/*") -> httpx.Response:
    return client.post(f"/api/v1/{what}", json=body, headers={"accept": accept})


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; header=present", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*;q=0.9, text/html", "text/html"),
        ("text/csv;q=0.2, application/json;q=0.8", "application/json"),
        ("application/json;q=0.2, text/csv;q=0.8", "text/csv"),
        ("text/csv;q=0, text/*;q=0.1", "text/html"),
        ("*/*;q=0.1, application/json;q=0", "text/csv"),
        ("image/png, */*;q=0.001", "application/json"),
        ("text/html;q=0.5;q=many, text/csv;q=0.6", "text/csv"),
        ("image/png", None),
        ("application/json;q=0", None),
        ("image/png;q=1, text/html;q=0.000", None),
    ],
)
def test_accept_chooses_the_kind_of_answer(client: httpx.Client, accept: str, kind: str | None) -> None:
    answer = asked(client, "quote", COURSE, accept)
    assert "accept" in answer.headers["vary"].split(", ")
    if kind is None:
        assert answer.status_code == 406
        (problem,) = answer.json()["problems"]
        assert problem["code"] == "no-such-kind"
        assert "text/csv" in problem["remedy"]
    else:
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == kind


def test_a_quote_of_each_kind_is_what_the_command_writes(
    client: httpx.Client, tmp_path: Any, library: kfees.Library
) -> None:
    (tmp_path / "request.json").write_text(json.dumps(COURSE))

    def written(ending: str) -> bytes:
        out = tmp_path / f"quote.{ending}"
        done = run("quote", str(tmp_path / "request.json"), "--as-of", str(TODAY), "-o", str(out))
        assert done.status == 0, done.messages
        return bytes(out.read_bytes())

    assert asked(client, "quote", COURSE, "text/csv").content == written("csv")
    assert asked(client, "quote", COURSE, "text/html").content == written("html").rstrip()
    book = asked(client, "quote", COURSE, XLSX)
    assert book.headers["content-disposition"] == ('attachment; filename="kfees-crps-10-day-2024-08-05.xlsx"')
    ours, theirs = (
        [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in openpyxl.load_workbook(file)]
        for file in (io.BytesIO(book.content), io.BytesIO(written("xlsx")))
    )
    assert ours == theirs


@pytest.mark.typst
def test_a_notice_is_a_pdf_or_a_page_with_the_details_and_the_language(client: httpx.Client) -> None:
    pdf = asked(client, "notice", NOTICE)
    assert pdf.content.startswith(b"%PDF-")
    assert "notice" in pdf.headers["content-disposition"]
    page = asked(client, "notice", NOTICE, "text/html")
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    assert "Example Pain Clinic" in page.text
    assert 'lang="vi"' in page.text
    assert asked(client, "quote", COURSE, "application/pdf").content.startswith(b"%PDF-")


def test_a_notice_without_details_is_the_quotes_own(client: httpx.Client) -> None:
    page = asked(client, "notice", {"request": COURSE}, "text/html")
    assert page.content == asked(client, "quote", COURSE, "text/html").content


def test_a_projection_in_rows_is_that_in_json(client: httpx.Client) -> None:
    found = asked(client, "project", PLAN).json()
    rows = list(csv.DictReader(io.StringIO(asked(client, "project", PLAN, "text/csv").text)))
    assert [row["amount"] for row in rows] == [
        *(year["amount"] for year in found["years"]),
        found["totals"]["amount"],
    ]
    assert asked(client, "project", PLAN, XLSX).content.startswith(b"PK")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "payers",
            "regimens",
            "settings",
            "settings?payer=tac-victoria",
            "words",
            "version",
            "openapi.json",
        ),
        *("schedules", "schedules/medical", "schedules/medical/2024-07-01"),
        "rates?schedule=medical&item=2801",
    ],
)
def test_what_the_library_alone_says_is_not_sent_twice(client: httpx.Client, path: str) -> None:
    first = client.get(f"/api/v1/{path}")
    again = client.get(f"/api/v1/{path}", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    changed = client.get(f"/api/v1/{path}", headers={"if-none-match": '"another"'})
    assert changed.content == first.content


def test_the_tag_of_a_quote_names_its_content(client: httpx.Client) -> None:
    first, again, other = (
        asked(client, "quote", body).headers["etag"] for body in (COURSE, COURSE, {**COURSE, "charges": []})
    )
    assert first == again != other


HARD = {"a.b": {"c/d": [{"e~f": 1}]}, "a": [0], "g[0]": 1, "": 2, "Dr A": {"x": 1}, "k" * 70: 1}


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        ("charges[0].amount", "/charges/0/amount"),
        ("a.b.c/d[0].e~f", "/a.b/c~1d/0/e~0f"),
        ("a[0]", "/a/0"),
        ("a[7].b", "/a/7/b"),
        ("g[0]", "/g[0]"),
        ("Dr A.x", "/Dr A/x"),
        ("Dr A.y.z", "/Dr A/y/z"),
        ("a.missing", "/a/missing"),
        (f"{'k' * 60!a}...", f"/{'k' * 70}"),
        ("charges", "/charges"),
        ("the top level", ""),
        ("horizon", ""),
    ],
)
def test_a_place_is_a_pointer_into_the_body(place: str, pointer: str) -> None:
    assert pointers_to([place], HARD, ("charges",)) == [pointer]


WRONG = [
    ("quote", {**COURSE, "providers": {"Dr. A/B": "x"}}, "/providers/Dr. A~1B"),
    ("quote", {**COURSE, "charges": [{"payee": "hospital", "amount": 1.5}]}, "/charges/0/amount"),
    ("quote", {**COURSE, "regimen": "crps-10-days"}, "/regimen"),
    ("quote", {**COURSE, "col.our~": "red"}, "/col.our~0"),
    ("quote", [], ""),
    ("assess", {**COURSE, "claim": {"provider": {"registration": 5}}}, "/claim/provider/registration"),
    ("assess", {**COURSE, "claim": {"route": "sideways"}}, "/claim/route"),
    ("compare", {**COURSE, "setting": "home"}, "/setting"),
    ("notice", {"request": {**COURSE, "start": "soon"}}, "/request/start"),
    ("notice", {"request": 5}, "/request"),
    ("notice", {}, "/request"),
    ("notice", {"request": COURSE, "language": "xx"}, "/language"),
    ("notice", {"request": COURSE, "details": {"valid_to": "2020-01-01"}}, "/details/valid_to"),
    ("notice", {"request": COURSE, "details": {"other_providers": [{}]}}, "/details/other_providers/0/name"),
    ("project", {**PLAN, "request": {**PLAN["request"], "setting": "home"}}, "/request/setting"),
    ("project", {**PLAN, "per_infusion": {"amount": "1"}}, "/per_infusion/source"),
    ("project", {**PLAN, "years": None}, ""),
    ("portfolio", {"requests": []}, "/requests"),
    ("portfolio", {"request": [COURSE]}, "/requests"),
    ("nwau", {"item": "B71B", "on": "2024-08-09", "episode": {"nights": -1}}, "/episode/nights"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "pointer"), WRONG, ids=lambda value: str(value)[:30])
def test_every_problem_of_a_body_points_into_it(
    client: httpx.Client, what: str, body: Any, pointer: str
) -> None:
    answer = asked(client, what, body)
    assert answer.status_code == 422
    assert pointer in [problem["pointer"] for problem in answer.json()["problems"]]


def test_problems_elsewhere_point_nowhere(client: httpx.Client) -> None:
    asked_of = [
        client.get("/api/v1/rates", params={"schedule": "dental"}),
        client.post("/api/v1/quote", json=COURSE, params={"start": "soon"}),
        client.post("/api/v1/quote", content=b"{", headers={"content-type": "application/json"}),
    ]
    for answer in asked_of:
        assert [problem["pointer"] for problem in answer.json()["problems"]] == [None]


def test_thousands_of_problems_are_counted_rather_than_listed(client: httpx.Client) -> None:
    wrong = {**COURSE, "charges": [{}] * 3_000}
    problems = asked(client, "quote", wrong).json()["problems"]
    assert (len(problems), problems[999]["pointer"], problems[1_000]["code"]) == (
        1_001,
        "/charges/999",
        "more",
    )
    assert problems[1_000]["message"] == "2,000 more problems are not listed."
    (one,) = asked(client, "portfolio", {"requests": [wrong]}).json()["answers"]
    assert (len(one["problems"]), one["problems"][999]["pointer"]) == (1_001, "/requests/0/charges/999")


def test_many_requests_are_answered_in_order_and_alike_ones_alike(
    client: httpx.Client, library: kfees.Library
) -> None:
    bad = {**COURSE, "charges": [{"payee": "hospital", "amount": "1"}, {"payee": "medical", "amount": "-1"}]}
    other = {**COURSE, "setting": "consulting-rooms", "charges": []}
    found = asked(client, "portfolio", {"requests": [COURSE, bad, other, COURSE, 5]}).json()
    assert (found["priced"], found["refused"]) == (3, 2)
    first, wrong, second, again, none = found["answers"]
    for asked_for, answer in ((COURSE, first), (other, second), (COURSE, again)):
        quote = kfees.price(kfees.CourseRequest.model_validate(asked_for), library, as_of=TODAY)
        assert answer == {"quote": json.loads(quote.model_dump_json()), "problems": []}
    assert [problem["pointer"] for problem in wrong["problems"]] == ["/requests/1/charges/1/amount"]
    assert [problem["pointer"] for problem in none["problems"]] == ["/requests/4"]


def test_requests_that_are_alike_are_priced_once(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced = []

    def price(request: kfees.CourseRequest, *arguments: Any, **options: Any) -> kfees.Quote:
        priced.append(request.setting)
        return kfees.price(request, *arguments, **options)

    monkeypatch.setattr("kfees.web.api.portfolio.price", price)
    other = {**COURSE, "setting": "consulting-rooms", "charges": []}
    backwards = dict(reversed(COURSE.items()))
    found = asked(client, "portfolio", {"requests": [COURSE, other, backwards] * 100}).json()
    assert (found["priced"], priced) == (300, ["private-day-hospital", "consulting-rooms"])


def test_too_many_requests_are_refused_before_any_is_priced(client: httpx.Client) -> None:
    answer = asked(client, "portfolio", {"requests": [5] * 1_001})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["pointer"] == "/requests"


def test_answers_of_too_many_bytes_are_refused(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kfees.web.api.portfolio.MOST_ANSWER_BYTES", 10_000)
    answer = asked(client, "portfolio", {"requests": [COURSE] * 3})
    assert answer.status_code == 413
    assert "first 2 requests" in answer.json()["problems"][0]["message"]


def test_a_comparison_and_a_projection_are_those_of_the_command_line(
    client: httpx.Client, tmp_path: Any
) -> None:
    (tmp_path / "request.json").write_text(json.dumps(COURSE))
    (tmp_path / "plan.json").write_text(json.dumps(PLAN))
    flags = ("--format", "json", "--as-of", str(TODAY))
    compared = run("compare", str(tmp_path / "request.json"), "--payers", *flags)
    answer = client.post("/api/v1/compare", json=COURSE, params={"payers": "true"})
    assert answer.json() == json.loads(compared.output)
    projected = run("project", str(tmp_path / "plan.json"), "--format", "json")
    assert asked(client, "project", PLAN).json() == json.loads(projected.output)


def test_what_a_request_may_name_is_what_is_loaded(client: httpx.Client, library: kfees.Library) -> None:
    regimens = {each["name"]: each for each in client.get("/api/v1/regimens").json()["regimens"]}
    settings = {each["name"]: each for each in client.get("/api/v1/settings").json()["settings"]}
    assert (tuple(regimens), tuple(settings)) == (library.regimens, library.settings)
    for name, regimen in regimens.items():
        for setting in settings:
            fits = not regimen["continuous"] or settings[setting]["continuous"]
            assert (setting in regimen["settings"]) == fits, name
    words = client.get("/api/v1/words").json()
    guideline = library.of("worksafe-victoria").latest_guideline
    assert guideline is not None
    assert {each["fact"]: each["says"] for each in words["facts"]} == guideline.listed_words()
    for fact in words["facts"]:
        for word in fact["accepted"]:
            key = fact["fact"].rpartition(".")[2]
            stated = [word] if key == "documents" else word
            claim = {"provider": {key: stated}} if "." in fact["fact"] else {key: stated}
            assert asked(client, "assess", {**COURSE, "claim": claim}).status_code == 200, word
    assert client.get("/api/v1/words", params={"payer": "tac-victoria"}).json()["facts"] == []
    wrong = client.get("/api/v1/settings", params={"payer": "tac"})
    assert "Did you mean 'tac-victoria'?" in wrong.json()["problems"][0]["remedy"]


FULL: dict[str, Any] = {
    **COURSE,
    "setting": "private-hospital-inpatient",
    "calendar": {"dates": ["2024-08-05", "2024-08-06"]},
    "providers": {"medical": "Dr A"},
    "services": [{"schedule": "medical", "item": "17645", "dates": ["2024-08-05"], "quantity": "1"}],
    "without": [{"schedule": "medical", "item": "2806"}],
    "episode": {"nights": 11, "beds": [{"item": "ICU", "dates": ["2024-08-06"]}], "age": 45},
    "claim": {
        **CLAIM,
        "approval": {"given": "2024-07-02", "sessions": 10},
        "previous_treatments": ["2024-01-15"],
        "outcomes": {"pain_improved": True},
    },
}


Path = tuple[str | int, ...]


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in JSON, whole and parts."""
    yield path
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield from paths_in(inner, (*path, key))


def at(value: Any, path: Path) -> Any:
    return reduce(lambda inner, key: inner[key], path, value)


def changed(path: Path, change: Callable[[Any], Any]) -> Any:
    """The full request with what stands at a path changed."""
    whole = copy.deepcopy({"": FULL})
    *before, last = ("", *path)
    at(whole, tuple(before))[last] = change(at(FULL, path))
    return whole[""]


def pointers_of(body: Any, library: kfees.Library) -> list[str | None]:
    with pytest.raises(Refusal) as refused, problems_at_places(body, kfees.CourseRequest.model_fields):
        read_request(body, library)
    return list(refused.value.pointers)


@pytest.mark.parametrize("path", [*paths_in(FULL)], ids=str)
def test_whatever_is_wrong_in_a_request_is_pointed_at(path: Path, library: kfees.Library) -> None:
    here = "".join(f"/{step}" for step in path)
    found = pointers_of(changed(path, lambda _: [[{"x": None}]]), library)
    assert any(pointer is not None and f"{pointer}/".startswith(f"{here}/") for pointer in found), found


OBJECTS = [path for path in paths_in(FULL) if path != ("providers",) and isinstance(at(FULL, path), dict)]


@pytest.mark.parametrize("key", ["a.b", "a[0].c", "~/", "Dr. A", "x" * 70])
@pytest.mark.parametrize("path", OBJECTS, ids=str)
def test_a_key_is_pointed_at_whatever_it_holds(path: Path, key: str, library: kfees.Library) -> None:
    found = pointers_of(changed(path, lambda inner: {**inner, key: 1}), library)
    here = "".join(f"/{step}" for step in path)
    assert f"{here}/{key.replace('~', '~0').replace('/', '~1')}" in found
