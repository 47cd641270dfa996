"""Whatever is wrong with what somebody fills in, a page says it, and what to do, in the page's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import unescape
from itertools import cycle, product
from typing import Any

import httpx
import pytest

import kfees
from kfees.documents.languages import ENGLISH, LANGUAGES
from kfees.model.problems import InputError, Problem
from kfees.web.claim_form import NAMES, read_claim
from kfees.web.forms import course_fields, read_course
from kfees.web.notice_form import DETAILS, NOBODY, OTHERS, NoticeForm
from kfees.web.plan_form import PLAN_FIELDS, on_the_form, read_plan_form
from kfees.web.plausible import read_plan, read_request
from kfees.web.preview import ask
from kfees.web.put_right import in_words
from kfees.web.stay_form import FACTS
from kfees.web.typed_form import Typed
from kfees.web.wording import words_in
from served import TODAY

OTHER_LANGUAGES = [code for code in LANGUAGES if code != ENGLISH]

DAY_HOSPITAL = {"regimen": "crps-10-day", "weight": "80", "setting": "private-day-hospital"}
OVERNIGHT = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
ADMITTED = {"regimen": "crps-4-day", "setting": "public-hospital-admitted"}
PARTS = {
    "regimen": "crps-10-day",
    "weight": "80",
    "setting": "in-parts",
    "part.1.setting": "private-hospital-inpatient",
    "part.1.sessions": "2",
    "part.2.setting": "private-day-hospital",
    "part.2.sessions": "8",
}
COURSES = {"day hospital": DAY_HOSPITAL, "overnight": OVERNIGHT, "admitted": ADMITTED, "parts": PARTS}
PLAN = {"rules": "reserve", "courses": "2", "years": "10", "indexation": "3", "discount": "4"}

WRONG = (
    *("abc", "-1", "3,50", "3.900", "12.345", "0", "45000", "99999999999999", "100 lb", "x" * 300),
    *(
        "2024-02-30",
        "2024-13-40",
        "13/13/2024",
        "8/13/2024",
        "1980-01-01",
        "2024-08-01, 2024-08-02",
        "2030-08-05",
    ),
    *("medical:9999@2024-08-05", "medical:17645", "hospital:DS1=20", "DS1@2024-08-06", "ICU@2030-08-05"),
    *("not CRPS", "other:", "CRPS or fracture", "intravenous or oral", "USD", "without"),
)


def in_english(problems: Iterable[Problem], library: kfees.Library, language: str) -> list[str]:
    """What a page would say of problems that is marked as English: a sentence that has no translation."""
    words = words_in(language)
    told = [words.told(problem) for problem in in_words(problems, library)]
    return [said for said in told if 'lang="en-AU"' in said]


def problems_of(read: Callable[[], object]) -> Sequence[Problem]:
    """What is wrong with what is read; nothing where it can be."""
    try:
        read()
    except InputError as error:
        return error.problems
    return ()


def assess(asked: dict[str, Any], library: kfees.Library) -> kfees.Assessment:
    return kfees.assess(read_request(asked, library), library)


def each_wrong_value(course: dict[str, str], fields: Iterable[str]) -> Iterator[tuple[Typed, str]]:
    """A course with one wrong value, in each field each of them, and a language: one after the other."""
    languages = cycle(OTHER_LANGUAGES)
    for name, wrong in product(fields, WRONG):
        yield [*({"start": "2024-08-05", **course, name: wrong}.items())], next(languages)


def fields_of(library: kfees.Library, course: str) -> list[str]:
    match course:
        case "day hospital":
            every = course_fields(library)
            return ["charge.medical:2801", *(name for name in every if name not in ("language", "further"))]
        case "parts":
            return [name for name in PARTS if name.startswith("part.")] + [
                "part.1.nights",
                "dates",
                "sessions",
            ]
        case _:
            return [*FACTS, "dates", "sessions", "calendar"]


@pytest.mark.parametrize("course", COURSES)
def test_a_wrong_value_in_any_field_of_a_course_is_told_in_the_pages_language(
    library: kfees.Library, course: str
) -> None:
    found = 0
    for typed, language in each_wrong_value(COURSES[course], fields_of(library, course)):
        wrong = ask(read_course(typed, library), library, TODAY).wrong
        assert in_english(wrong, library, language) == [], typed
        found += bool(wrong)
    assert found > 80


def test_a_wrong_value_in_any_field_of_a_projection_is_told_in_the_pages_language(
    library: kfees.Library,
) -> None:
    found = 0
    for typed, language in each_wrong_value({**OVERNIGHT, **PLAN}, PLAN_FIELDS):
        form = read_course(typed, library, PLAN_FIELDS)
        plan = read_plan_form(form)
        found_in_plan = problems_of(partial(read_plan, plan, library))
        wrong = [*form.problems, *map(on_the_form, found_in_plan)]
        wrong = [problem for problem in wrong if problem.code != "missing"]  # a list of fields, not told
        assert in_english(wrong, library, language) == [], typed
        found += bool(wrong)
    assert found > 80


def test_a_wrong_value_in_any_fact_of_a_claim_is_told_in_the_pages_language(library: kfees.Library) -> None:
    found = 0
    for typed, language in each_wrong_value(DAY_HOSPITAL, NAMES):
        form = read_course(typed, library, NAMES)
        read_claim(form, library, TODAY)
        wrong = problems_of(partial(assess, form.asked, library))
        assert in_english(wrong, library, language) == [], typed
        found += bool(wrong)
    assert found > 80


def test_a_wrong_detail_of_a_notice_is_told_in_the_pages_language(library: kfees.Library) -> None:
    languages, found = cycle(OTHER_LANGUAGES), 0
    for name, wrong in product((*DETAILS, OTHERS), (*WRONG, "y" * 3_000)):
        problems = problems_of(NoticeForm({name: wrong, NOBODY: "on"}).details)
        assert in_english(problems, library, next(languages)) == [], (name, wrong)
        found += bool(problems)
    assert found > 20


def told(page: str) -> list[str]:
    """Everything that a page says is wrong, as HTML."""
    boxes = re.findall(r'<div class="wrong"[^>]*>(.*?)</div>', page, re.DOTALL)
    boxes += re.findall(r'<div class="problems"[^>]*>(.*?)</div>', page, re.DOTALL)
    return [said for box in boxes for said in re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", box, re.DOTALL)]


TOGETHER: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
    "an admission after the first treatment": ("/", {**OVERNIGHT, "admitted": "2024-08-07"}, ("7", "5")),
    "a discharge before the last treatment": ("/", {**OVERNIGHT, "discharged": "2024-08-06"}, ("6", "8")),
    "a discharge before the admission": (
        "/",
        {**OVERNIGHT, "admitted": "2024-08-04", "discharged": "2024-08-03"},
        ("4", "3"),
    ),
    "a stay without a night": (
        "/",
        {**OVERNIGHT, "start": "2024-08-05", "admitted": "2024-08-05", "discharged": "2024-08-05"},
        ("5", "8"),
    ),
    "nights that the days contradict": (
        "/",
        {**OVERNIGHT, "nights": "4", "admitted": "2024-08-05", "discharged": "2024-08-15"},
        ("4", "10"),
    ),
    "too few nights": ("/", {**OVERNIGHT, "nights": "1"}, ("1", "4", "3")),
    "an earlier stay that ended later": (
        "/",
        {**OVERNIGHT, "earlier_ended": "2024-08-20", "earlier_days": "3"},
        ("20", "5"),
    ),
    "leave outside the stay": ("/", {**OVERNIGHT, "leave": "2024-08-20"}, ("20", "5", "8")),
    "leave that is not as many": ("/", {**ADMITTED, "leave": "2024-08-06", "leave_days": "3"}, ("3", "1")),
    "more hours than the stay has": ("/", {**ADMITTED, "icu_hours": "990"}, ("990", "96")),
    "a second charge": (
        "/",
        {**DAY_HOSPITAL, "charged": "medical:2801=320@2024-08-05", "charge.medical:2801": "320"},
        (),
    ),
    "charges in both ways": ("/", {**DAY_HOSPITAL, "medical": "300", "charge.medical:2801": "320"}, ()),
    "a discount of nothing": ("/", {**DAY_HOSPITAL, "discount.medical": "50"}, ()),
    "too great a discount": ("/", {**DAY_HOSPITAL, "hospital": "50", "discount.hospital": "51"}, ()),
    "a fee that is an item": ("/", {**DAY_HOSPITAL, "fee_label": "2801", "fee_amount": "20"}, ()),
    "an AR-DRG without its stay": (
        "/",
        {**DAY_HOSPITAL, "add_item": "B71B", "add_dates": "2024-08-05"},
        ("B71B",),
    ),
    "a date twice": (
        "/",
        {**DAY_HOSPITAL, "add_item": "17645", "add_dates": "2024-08-05, 2024-08-05"},
        ("5",),
    ),
    "too few dates": ("/", {**DAY_HOSPITAL, "dates": "2024-08-05, 2024-08-06"}, ("2", "10")),
    "dates that begin on another day": (
        "/",
        {**OVERNIGHT, "dates": "2024-08-06, 2024-08-07, 2024-08-08, 2024-08-09"},
        ("6", "5"),
    ),
    "gaps within day and night": (
        "/",
        {**OVERNIGHT, "dates": "2024-08-05, 2024-08-06, 2024-08-07, 2024-08-09"},
        (),
    ),
    "a course past all years": ("/", {**OVERNIGHT, "start": "2099-12-30"}, ("2099",)),
    "parts that are too few": ("/", {**PARTS, "part.2.sessions": "7"}, ()),
    "a session within a stay": ("/", {**PARTS, "part.1.nights": "9"}, ("14",)),
    "an end before the start": (
        "/projection",
        {**OVERNIGHT, **PLAN, "years": "", "until": "2024-08-01"},
        ("1",),
    ),
    "no end": ("/projection", {**OVERNIGHT, **PLAN, "years": ""}, ()),
    "two ends": ("/projection", {**OVERNIGHT, **PLAN, "until": "2030-01-01"}, ()),
    "an end past all years": (
        "/projection",
        {**OVERNIGHT, **PLAN, "start": "2050-01-03", "years": "75"},
        ("2125", "2099"),
    ),
    "five courses a year": ("/projection", {**OVERNIGHT, **PLAN, "courses": "5"}, ("5",)),
    "two frequencies": ("/projection", {**OVERNIGHT, **PLAN, "every": "6 months"}, ()),
    "courses too soon": ("/projection", {**OVERNIGHT, **PLAN, "courses": "12"}, ("2024",)),
    "months too soon": ("/projection", {**OVERNIGHT, **PLAN, "courses": "", "every": "1 month"}, ("2024",)),
    "rates of no set-aside": ("/projection", {**OVERNIGHT, **PLAN, "rules": "medicare-set-aside"}, ()),
    "a day of value too late": (
        "/projection",
        {**OVERNIGHT, **PLAN, "valuation_date": "2025-01-01"},
        ("2025",),
    ),
    "infusions without a price": ("/projection", {**OVERNIGHT, **PLAN, "infusions": "3"}, ()),
    "a price beside charges": (
        "/projection",
        {**OVERNIGHT, **PLAN, "hospital": "9000", "per_infusion": "300", "source": "me"},
        (),
    ),
    "another currency": ("/projection", {**OVERNIGHT, **PLAN, "currency": "USD"}, ("USD", "AUD")),
    "another currency than the payer's": (
        "/projection",
        {**OVERNIGHT, **PLAN, "payer": "us-set-aside", "currency": "AUD"},
        ("USD", "AUD"),
    ),
    "too many nights": ("/projection", {**OVERNIGHT, **PLAN, "nights": "2000", "years": "75"}, ()),
    "too much money": (
        "/projection",
        {**OVERNIGHT, **PLAN, "hospital": "999999999999", "years": "75", "indexation": "50"},
        (),
    ),
    "an approval denied and given": (
        "/assess",
        {**DAY_HOSPITAL, "claim.approval.given": "2024-07-01", "claim.prior_approval": "no"},
        (),
    ),
    "an approval beside treatment without": (
        "/assess",
        {**DAY_HOSPITAL, "claim.approval.given": "2024-07-01", "claim.prior_approval": "without"},
        (),
    ),
    "an approval that had ended": (
        "/assess",
        {**DAY_HOSPITAL, "claim.approval.given": "2024-07-02", "claim.approval.until": "2024-06-01"},
        ("1", "2"),
    ),
    "information before the request": (
        "/assess",
        {**DAY_HOSPITAL, "claim.request_date": "2024-07-01", "claim.information_complete": "2024-06-03"},
        ("1", "3"),
    ),
    "a treatment after the request": (
        "/assess",
        {**DAY_HOSPITAL, "claim.request_date": "2024-07-01", "claim.previous_treatments": "2024-07-05"},
        ("1", "5"),
    ),
    "a treatment after the course": (
        "/assess",
        {**DAY_HOSPITAL, "claim.previous_treatments": "2024-09-06"},
        ("6", "5"),
    ),
    "a treatment twice": (
        "/assess",
        {**DAY_HOSPITAL, "claim.previous_treatments": "2024-05-05, 2024-05-05"},
        ("5",),
    ),
    "a request before any guideline": (
        "/assess",
        {**DAY_HOSPITAL, "claim.request_date": "2010-07-01"},
        ("2010",),
    ),
    "a document that is none": ("/assess", {**DAY_HOSPITAL, "claim.documents": "blood"}, ("blood",)),
    "nothing to be priced": ("/assess", {"claim.documents": "diagnosis"}, ()),
    "a link that somebody changed": ("/", {**DAY_HOSPITAL, "unknown": "1"}, ("unknown",)),
}
"""What does not go together: the page, what is filled in, and figures that are said of it."""


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_what_does_not_go_together_is_told_exactly_in_each_language(
    client: httpx.Client, language: str
) -> None:
    for name, (address, typed, figures) in TOGETHER.items():
        answer = client.get(address, params={"start": "2024-08-05", **typed, "language": language})
        assert answer.status_code == 422, name
        assert not [text for text in told(answer.text) if 'lang="en-AU"' in text], name
        said = unescape(re.sub(r"<[^>]*>", "", " ".join(told(answer.text))))
        assert said, name
        assert all(re.search(rf"(?<!\d){figure}(?!\d)", said) for figure in figures), (name, said)


REFUSED: dict[str, tuple[int, dict[str, Any]]] = {
    "/nowhere": (404, {}),
    "/compare.svg": (422, {"params": {"start": "2024-08-05", **DAY_HOSPITAL, "group": "discharge"}}),
    "/schedules/none": (404, {}),
    "/": (414, {"params": {"further": "1" * 9_000}}),
    "/projection.csv": (422, {"params": {"start": "2024-08-05", **OVERNIGHT, **PLAN, "years": "abc"}}),
    "/assess": (421, {"headers": {"host": "elsewhere.example"}}),
}
"""Addresses that refuse, with which status, and what is sent."""


@pytest.mark.parametrize("path", REFUSED)
def test_a_page_that_refuses_says_why_in_the_language_of_its_address(client: httpx.Client, path: str) -> None:
    status, sent = REFUSED[path]
    for language in OTHER_LANGUAGES:
        answer = client.get(path, **{**sent, "params": {**sent.get("params", {}), "language": language}})
        assert answer.status_code == status
        assert f'<html lang="{language}"' in answer.text
        assert told(answer.text)
        assert not [text for text in told(answer.text) if 'lang="en-AU"' in text]
    unknown = client.get(path, **{**sent, "params": {**sent.get("params", {}), "language": "klingon"}})
    assert f'<html lang="{ENGLISH}"' in unknown.text


def test_a_form_from_another_site_is_refused_in_the_pages_language(client: httpx.Client) -> None:
    answer = client.post("/assess?language=it", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    (said,) = told(answer.text)
    assert said.endswith(
        "Questo è stato inviato dalla pagina di un altro sito. Apra la pagina qui, e invii da lì."
    )
