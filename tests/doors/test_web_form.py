"""The form of a course: its fields fit each other. What does not go with the rest is kept and not counted,
and all that a course can be has a field."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import parse_qsl

import httpx
import lxml.html
import pytest
from playwright.sync_api import Page, expect

import kfees
from browsing import kept_out, picture
from kfees.engine.asking import read_request
from kfees.web.claim_form import NAMES
from kfees.web.field_names import field_names
from kfees.web.forms import query, read_course
from kfees.web.offered import offered
from kfees.web.plan_form import PLAN_FIELDS
from kfees.web.wording import words_in
from served import TODAY


def courses(library: kfees.Library) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every payer, regimen and setting, as a form states them."""
    for payer, regimen, setting in product(library.payers, library.regimens, library.settings):
        yield ("payer", payer), ("regimen", regimen), ("setting", setting)


def text_of(page: str) -> str:
    """What is read on a page, in one line."""
    return " ".join("".join(map(str, lxml.html.fromstring(page).itertext())).split())


EVERYTHING = [
    *(("start", "2024-08-05"), ("weight", "80"), ("calendar", "weekdays")),
    *(("hospital", "3200"), ("pharmacy", "250"), ("provider", "30000")),
    *(("provider.hospital", "Yarra"), ("discount.hospital", "10")),
    *(("gst", "hospital"), ("gst", "medical"), ("fee", "hospital:Facility fee=300")),
    *(
        ("charge.medical:2801", "320"),
        ("charge.medical:2832", "150"),
        ("charged", "medical:2806=90@2024-08-06"),
    ),
    *(("without", "medical:2824"), ("add", "medical:17615@2024-08-05"), ("part.1.sessions", "2")),
    *(("admitted", "2024-08-05"), ("discharged", "2024-08-17"), ("nights", "12"), ("leave", "2024-08-07")),
    *(("bed", "ICU@2024-08-06"), ("earlier_ended", "2024-08-01"), ("earlier_days", "3")),
    *(("drg", "B71A"), ("leave_days", "1"), ("icu_hours", "10"), ("age", "15"), ("residence", "RA2")),
    *((name, "yes") for name in ("indigenous", "paediatric", "radiotherapy", "dialysis")),
    *(("part.1.admitted", "2024-08-05"), ("part.1.bed", "ICU@2024-08-06"), ("part.1.indigenous", "yes")),
    ("fee", "hospital:Consumables=12@2024-08-06*2"),
]
"""A value of every kind of field."""

COURSE = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80"}
YEARS = {"rules": "reserve", "years": "9", "indexation": "0", "discount": "0", "courses": "2"}
STAY = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "start": "2024-08-05"}


def test_whatever_was_typed_what_is_offered_can_be_priced_and_nothing_is_lost(library: kfees.Library) -> None:
    for course in courses(library):
        (_, payer), _, (_, setting) = course
        typed = [*course, *EVERYTHING]
        form = read_course(typed, library)
        assert not form.problems
        if setting in form.fit.settings or library.of(payer).payer.price_by_infusion:
            assert kfees.price(read_request(form.asked, library), library, as_of=TODAY).lines, course
        kept = query(form)
        assert {pair for pair in typed if pair != ("payer", "worksafe-victoria")} == {*parse_qsl(kept)}
        assert query(read_course(parse_qsl(kept), library)) == kept


def test_a_form_asks_for_what_counts_and_names_what_does_not(library: kfees.Library) -> None:
    for course in courses(library):
        form = read_course([*course, *EVERYTHING], library)
        words = words_in("en-AU")
        found = offered(form, library, field_names(library, words), words)
        assert {choice.value for choice in found.settings} >= {*form.fit.settings}
        assert {choice.value for choice in found.payees} == form.fit.payees
        aside = [(name, text) for name, texts in form.aside.items() for text in texts]
        assert len(found.aside) == len(aside)
        assert {*aside} <= {*found.kept}
        if ("payer", "us-set-aside") in course:
            assert [choice.value for choice in found.payees] == ["provider"]
            assert not found.settings


NOT_OF_A_COURSE = (*PLAN_FIELDS, *NAMES, "kept", "columns", "claim.approval")
FORMS = {"/": "inputs", "/projection": "plan", "/assess": "facts"}
WHERE = {
    "a setting": {},
    "parts": {
        "setting": "in-parts",
        "part.1.setting": "private-day-hospital",
        "part.1.sessions": "8",
        "part.2.setting": "private-hospital-inpatient",
        "part.2.sessions": "2",
        "part.2.nights": "2",
        "part.2.leave": "2024-08-06",
    },
    "a setting that cannot give it": {"regimen": "crps-4-day"},
    "a payer of infusions": {"payer": "us-set-aside"},
}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("path", FORMS)
def test_a_form_that_is_sent_again_asks_for_the_same(
    path: str, where: str, client: httpx.Client, library: kfees.Library
) -> None:
    course = {"payer": "worksafe-victoria", **COURSE, **WHERE[where]}
    typed = [*course.items(), *((name, text) for name, text in EVERYTHING if name not in course)]
    page: Any = lxml.html.document_fromstring(client.get(path, params=[*typed]).text)
    (form,) = [form for form in page.forms if form.get("id") == FORMS[path]]
    sent = [(name, text) for name, text in form.form_values() if text]
    assert len(sent) == len({*sent})
    again = query(read_course([pair for pair in sent if pair[0] not in NOT_OF_A_COURSE], library))
    assert sorted(parse_qsl(again)) == sorted(parse_qsl(query(read_course(typed, library))))


def priced(client: httpx.Client, *typed: tuple[str, str]) -> dict[str, Any]:
    answer = client.get("/quote.json", params=[*typed])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_charge_that_does_not_go_with_the_setting_is_kept_named_and_counted_again(
    client: httpx.Client,
) -> None:
    rooms = {**COURSE, "setting": "consulting-rooms", "hospital": "3200", "medical": "1500", "nights": "6"}
    page = client.get("/", params=rooms).text
    assert '<input type="hidden" name="hospital" value="3200">' in page
    assert 'id="hospital"' not in page
    assert (
        "Set aside, and not counted here: Hospital: <bdi>3200</bdi>; Nights in hospital: <bdi>6</bdi>."
        in page
    )
    assert priced(client, *rooms.items())["totals"]["charge"] == "1500.00"
    link = re.search(r'href="/projection\?([^"]*)"', page)
    assert link
    assert ("hospital", "3200") in parse_qsl(html.unescape(link[1]))
    again = {**rooms, "setting": "private-day-hospital"}
    assert '<input id="hospital" name="hospital" value="3200"' in client.get("/", params=again).text
    assert priced(client, *again.items())["payees"][0]["charge"] == "3200.00"


def test_a_setting_that_the_regimen_cannot_be_given_in_is_asked_about_and_comes_back(
    client: httpx.Client,
) -> None:
    long = [("regimen", "crps-4-day"), ("start", "2024-08-05"), ("weight", "80")]
    rooms = ("setting", "consulting-rooms")
    refused = client.get("/", params=[*long, rooms])
    assert refused.status_code == 200
    assert "Still to be filled in: Setting." in refused.text
    assert "runs day and night, and Consulting rooms cannot give it." in refused.text
    assert 'aria-invalid="true"' not in refused.text
    assert (
        client.get("/compare", params=[*long, rooms]).status_code == 422
    )  # where there is no form to choose in
    plan = client.get("/projection", params=[*long, rooms, *YEARS.items()])
    assert "runs day and night, and Consulting rooms cannot give it." in plan.text
    assert '<option value="" selected>Please choose</option>' in refused.text
    assert '<option value="consulting-rooms"' not in refused.text
    assert '<input type="hidden" name="setting" value="consulting-rooms">' in refused.text
    chosen = client.get("/", params=[*long, ("setting", "hospital-in-the-home"), rooms])
    assert "Set aside, and not counted here: Setting: <bdi>Consulting rooms</bdi>." in chosen.text
    assert '<option value="hospital-in-the-home" selected>' in chosen.text
    back = client.get(
        "/", params=[("regimen", "crps-10-day"), *long[1:], ("setting", "hospital-in-the-home"), rooms]
    )
    assert '<option value="consulting-rooms" selected>' in back.text
    assert "Set aside" not in back.text


def test_the_first_answer_takes_two_fields(client: httpx.Client) -> None:
    page = client.get("/").text
    first = dict(re.findall(r'<select id="(\w+)".*?<option value="([^"]+)" selected>', page, re.DOTALL))
    assert priced(client, *first.items(), ("start", "2024-08-05"), ("weight", "80"))["lines"]


BY_HAND: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "parts": (
        {
            **COURSE,
            "setting": "in-parts",
            "part.1.setting": "private-hospital-inpatient",
            "part.1.sessions": "2",
            "part.1.nights": "2",
            "part.2.setting": "private-day-hospital",
            "part.2.sessions": "8",
        },
        {
            "regimen": "crps-10-day",
            "weight_kg": "80",
            "parts": [
                {"setting": "private-hospital-inpatient", "sessions": 2, "episode": {"nights": 2}},
                {"setting": "private-day-hospital", "sessions": 8},
            ],
        },
    ),
    "parts with stays of their own": (
        {
            **COURSE,
            "setting": "in-parts",
            "part.1.setting": "private-hospital-inpatient",
            "part.1.sessions": "2",
            "part.1.admitted": "4/8/2024",
            "part.1.discharged": "7 Aug 2024",
            "part.1.bed_item": "ICU",
            "part.1.bed_dates": "6/8/24",
            "part.2.setting": "public-hospital-same-day",
            "part.2.sessions": "8",
            "part.2.age": "15",
            "part.2.paediatric": "yes",
            "part.2.indigenous": "yes",
        },
        {
            "regimen": "crps-10-day",
            "weight_kg": "80",
            "parts": [
                {
                    "setting": "private-hospital-inpatient",
                    "sessions": 2,
                    "episode": {
                        "admitted": "2024-08-04",
                        "discharged": "2024-08-07",
                        "beds": [{"item": "ICU", "dates": ["2024-08-06"]}],
                    },
                },
                {
                    "setting": "public-hospital-same-day",
                    "sessions": 8,
                    "episode": {"age": 15, "specialist_paediatric": True, "indigenous": True},
                },
            ],
        },
    ),
    "what adds to a weight": (
        {
            "regimen": "crps-4-day",
            "setting": "public-hospital-admitted",
            "start": "2024-08-05",
            "radiotherapy": "yes",
            "dialysis": "yes",
            "indigenous": "yes",
        },
        {
            "regimen": "crps-4-day",
            "setting": "public-hospital-admitted",
            "episode": {"radiotherapy": True, "dialysis": True, "indigenous": True},
        },
    ),
    "a second doctor, in one amount, and a fee on two days": (
        {
            **COURSE,
            "medical": "1500",
            "add": "medical:17615@2024-08-05 by Dr B",
            "charge.medical by Dr B": "$1,180",
            "fee_payee": "hospital",
            "fee_label": "Consumables",
            "fee_amount": "12",
            "fee_dates": "5/8/24, 6/8/24",
        },
        {
            "regimen": "crps-10-day",
            "setting": "private-day-hospital",
            "weight_kg": "80",
            "services": [
                {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"}
            ],
            "charges": [
                {"payee": "medical", "amount": "1500"},
                {"payee": "medical", "provider": "Dr B", "amount": "1180"},
                {
                    "payee": "hospital",
                    "label": "Consumables",
                    "amount": "12",
                    "dates": ["2024-08-05", "2024-08-06"],
                },
            ],
        },
    ),
    "a stay": (
        {
            **STAY,
            "admitted": "5/8/2024",
            "discharged": "10-Aug-24",
            "leave": "7 Aug 2024",
            "bed_item": "ICU",
            "bed_dates": "6/8/24",
            "earlier_ended": "30/7/2024",
            "earlier_days": "10",
        },
        {
            "regimen": "crps-4-day",
            "setting": "private-hospital-inpatient",
            "episode": {
                "admitted": "2024-08-05",
                "discharged": "2024-08-10",
                "leave": ["2024-08-07"],
                "beds": [{"item": "ICU", "dates": ["2024-08-06"]}],
                "earlier_stay": {"ended": "2024-07-30", "days": 10},
            },
        },
    ),
    "accounts": (
        {
            **COURSE,
            "hospital": "3520",
            "gst": "hospital",
            "discount.hospital": "$100",
            "provider.hospital": "Yarra Day Surgery",
            "fee_label": "Facility fee",
            "fee_amount": "150",
        },
        {
            "regimen": "crps-10-day",
            "setting": "private-day-hospital",
            "weight_kg": "80",
            "providers": {"hospital": "Yarra Day Surgery"},
            "charges": [
                {"payee": "hospital", "amount": "3520", "gst": "included"},
                {"payee": "hospital", "discount": "100"},
                {"payee": "hospital", "label": "Facility fee", "amount": "150", "gst": "included"},
            ],
        },
    ),
    "another charge on the first day, and a fee": (
        {
            **COURSE,
            "charge_item": "medical:2806",
            "charge_amount": "$ 1,120",
            "charge_dates": "6/8/2024",
            "fee_payee": "hospital",
            "fee_label": "Facility fee",
            "fee_amount": "$1,250",
            "fee_quantity": "2",
            "weight": "80kg",
        },
        {
            "regimen": "crps-10-day",
            "setting": "private-day-hospital",
            "weight_kg": "80",
            "charges": [
                {"schedule": "medical", "item": "2806", "amount": "1120", "dates": ["2024-08-06"]},
                {"payee": "hospital", "label": "Facility fee", "amount": "1250", "quantity": "2"},
            ],
        },
    ),
    "a higher fee on the first day, and the usual one on the others": (
        {
            **COURSE,
            "sessions": "3",
            "charge.private-hospital:DS1": "300",
            "charge_item": "private-hospital:DS1",
            "charge_amount": "400",
            "charge_dates": "2024-08-05",
        },
        {
            "regimen": "crps-10-day",
            "setting": "private-day-hospital",
            "weight_kg": "80",
            "sessions": 3,
            "charges": [
                {
                    "schedule": "private-hospital",
                    "item": "DS1",
                    "amount": "300",
                    "dates": ["2024-08-06", "2024-08-07"],
                },
                {"schedule": "private-hospital", "item": "DS1", "amount": "400", "dates": ["2024-08-05"]},
            ],
        },
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_what_is_filled_in_by_hand_is_the_request(
    name: str, client: httpx.Client, library: kfees.Library
) -> None:
    typed, request = BY_HAND[name]
    asked = kfees.CourseRequest.model_validate({**request, "start": "2024-08-05"})
    expected = kfees.price(asked, library, as_of=TODAY)
    assert priced(client, *typed.items()) == json.loads(expected.model_dump_json())
    page = client.get("/", params=typed).text
    assert "filled in</span>" in page or "parts" in name
    inputs = parse_qsl(query(read_course([*typed.items()], library)))
    assert priced(client, *inputs) == json.loads(expected.model_dump_json())


def test_a_usual_fee_for_no_day_is_asked_about(client: httpx.Client) -> None:
    """Each day has another charge, so nothing is left that the usual one is for."""
    each = {**COURSE, "sessions": "1", "charge.private-hospital:DS1": "300"}
    answer = client.get("/", params={**each, "charged": "private-hospital:DS1=400@2024-08-05"})
    assert answer.status_code == 422
    assert "charged twice" in answer.text


def test_a_usual_fee_waits_for_the_days_of_its_course(client: httpx.Client) -> None:
    """Until there is a first day, nothing but that is asked for."""
    typed = {**COURSE, "charge.private-hospital:DS1": "300"}
    del typed["start"]
    answer = client.get("/", params={**typed, "charged": "private-hospital:DS1=400@2024-08-05"})
    assert answer.status_code == 200
    assert "Still to be filled in: First treatment day." in answer.text


@pytest.mark.parametrize(
    ("missing", "field"),
    [("charge_amount", "charge_amount"), ("charge_dates", "charge_dates"), ("bed_item", "bed_item")],
)
def test_half_of_what_is_added_asks_for_the_other_half(
    missing: str, field: str, client: httpx.Client
) -> None:
    whole = {
        **STAY,
        "charge_item": "medical:2806",
        "charge_amount": "120",
        "charge_dates": "2024-08-06",
        "bed_item": "ICU",
        "bed_dates": "2024-08-06",
    }
    del whole[missing]
    page = client.get("/", params=whole).text
    assert "Still to be filled in" in page


def test_whoever_chooses_the_dates_below_has_still_to_fill_them_in(client: httpx.Client) -> None:
    answer = client.get("/", params={**COURSE, "calendar": "dates"})
    assert answer.status_code == 200
    assert "Still to be filled in: Dates." in answer.text


def test_a_course_in_parts_asks_for_as_many_as_it_needs(library: kfees.Library) -> None:
    words = words_in("en-AU")

    def rows(*typed: tuple[str, str]) -> list[str]:
        form = read_course([*COURSE.items(), ("setting", "in-parts"), *typed], library)
        return [part.root for part in offered(form, library, {}, words).parts]

    assert rows() == ["part.1.", "part.2."]
    first = (("part.1.setting", "consulting-rooms"), ("part.1.sessions", "2"))
    assert rows(*first) == ["part.1.", "part.2."]
    assert rows(*first, ("part.2.sessions", "3")) == ["part.1.", "part.2.", "part.3."]
    assert rows(*first, ("part.2.sessions", "8")) == ["part.1.", "part.2."]
    assert rows(*first, ("part.2.sessions", "3"), ("sessions", "5")) == ["part.1.", "part.2."]


def test_whoever_adds_a_setting_goes_on_from_the_one_that_was_chosen(client: httpx.Client) -> None:
    """The setting, its nights and its bed become the first part's; the regimen and the charges stay."""
    stay = {**STAY, "nights": "2", "bed": "ICU@2024-08-06", "hospital": "9000"}
    one: Any = lxml.html.document_fromstring(client.get("/", params=stay).text)
    (several,) = [option.get("value") for option in one.xpath("//select[@id='setting']/option")][-1:]
    begun = client.get("/", params={**stay, "setting": several}).text
    parts: Any = lxml.html.document_fromstring(begun)
    (form,) = [form for form in parts.forms if form.get("id") == "inputs"]
    sent = {name: text for name, text in form.form_values() if text}
    expected = {
        "setting": "in-parts",
        "part.1.setting": "private-hospital-inpatient",
        "part.1.nights": "2",
        "part.1.bed": "ICU@2024-08-06",
    }
    assert sent.items() >= ({**stay, **expected}.items() - {("nights", "2"), ("bed", "ICU@2024-08-06")})
    assert "Set aside" not in begun
    again = {**sent, "setting": several, "part.1.nights": "3"}
    assert (
        '<input id="part.1.nights" name="part.1.nights" type="text" value="3"'
        in client.get("/", params=again).text
    )


def test_parts_are_numbered_in_a_row_whichever_was_emptied(client: httpx.Client) -> None:
    parts = {"part.2.setting": "consulting-rooms", "part.4.setting": "private-day-hospital"}
    sessions = {"part.2.sessions": "4", "part.4.sessions": "6"}
    typed = {**COURSE, "setting": "in-parts", **parts, **sessions}
    page: Any = lxml.html.document_fromstring(client.get("/", params=typed).text)
    legends = [each.text_content() for each in page.xpath("//fieldset[@class='part']/legend")]
    assert legends == ["Part 1", "Part 2"]
    assert page.xpath("//fieldset[@class='part']//select/@name") == ["part.1.setting", "part.2.setting"]
    wrong = client.get("/", params={**typed, "part.4.sessions": "x"}).text
    assert "Part 2 › Number of sessions</a>" in wrong


@pytest.mark.parametrize("typed", ["part.x.setting", "part.1", "part.1.setting.more", "part."])
def test_a_link_with_a_part_that_there_cannot_be_is_told_so(typed: str, client: httpx.Client) -> None:
    answer = client.get("/", params={**COURSE, "setting": "in-parts", typed: "2"})
    assert answer.status_code == 422
    assert "which means nothing here" in answer.text


def test_a_second_doctor_has_a_field_for_one_amount(client: httpx.Client) -> None:
    second = {**COURSE, "add": "medical:17615@2024-08-05 by Dr B", "provider.medical": "Dr A"}
    page: Any = lxml.html.document_fromstring(client.get("/", params=second).text)
    (label,) = page.xpath("//label[@for='charge.medical_by_Dr_B']")
    assert label.text_content() == "Doctor: Dr B"
    huge = client.get("/", params={**second, "charge.medical by Dr B": "999999"}).text
    assert "please check" in huge.partition('id="charge.medical_by_Dr_B-wrong"')[2].partition("</div>")[0]


def test_a_course_of_which_one_part_is_filled_in_awaits_the_next(client: httpx.Client) -> None:
    """What is wrong with the sessions is said at them, once a second part is begun or there are too many."""
    first = {**COURSE, "setting": "in-parts", "part.1.setting": "consulting-rooms", "part.1.sessions": "2"}
    begun = client.get("/", params=first)
    assert begun.status_code == 200
    assert "Still to be filled in: Part 2 › Setting." in begun.text
    assert (
        "Still to be filled in: Part 2 › Setting" in client.get("/projection", params={**first, **YEARS}).text
    )
    second = {"part.2.setting": "private-day-hospital", "part.2.sessions": "3"}
    too_many = {"part.1.sessions": "12"}
    for more, field in ((second, "part.2.sessions"), (too_many, "part.1.sessions")):
        uneven = client.get("/", params={**first, **more})
        assert uneven.status_code == 422
        told = uneven.text.partition(f'id="{field}-wrong" data-live>')[2].partition("</div>")[0]
        assert "The parts do not have as many sessions as the course." in told
        assert f"Part {field[5]} › Number of sessions</a>" in uneven.text


def test_a_number_below_nothing_is_told_how_many_there_must_be(client: httpx.Client) -> None:
    page = client.get("/", params={**COURSE, "sessions": "-3"}).text
    assert "&#39;-3&#39; is less than 1. Give 1 or more." in page
    assert "is less than 0. Give 0 or more." in client.get("/", params={**STAY, "nights": "-3"}).text


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "a word for an amount": ({"hospital": "abc"}, "hospital"),
    "a word for a charge by the item": ({"charge.medical:2801": "$3,2x"}, "charge.medical:2801"),
    "an amount below nothing": ({"hospital": "-5"}, "hospital"),
    "a word for a weight": ({"weight": "eighty"}, "weight"),
    "an impossible weight": ({"weight": "8000"}, "weight"),
    "a word for a number": ({"sessions": "four"}, "sessions"),
    "a day that there is not": ({"dates": "2024-08-05, 30/2/2024"}, "dates"),
    "too few dates": ({"dates": "2024-08-05"}, "dates"),
    "in one amount and by the item": ({"medical": "5", "charge.medical:2801": "4"}, "medical"),
    "the same days twice": (
        {"charge.medical:2801": "4", "charged": "medical:2801=3@2024-08-05"},
        "charged",
    ),
    "a fee that is an item": ({"fee": "hospital:2801=300"}, "fee"),
    "a discount off nothing": ({"discount.medical": "20"}, "discount.medical"),
    "a discount that is too great": ({"medical": "5", "discount.medical": "20"}, "discount.medical"),
    "two doctors, and an account of neither": (
        {
            "medical": "5",
            "without": ["medical:2801", "medical:2806"],
            "add": ["medical:17615@2024-08-05 by Dr A", "medical:17615@2024-08-06 by Dr B"],
        },
        "medical",
    ),
    "parts with too few sessions": (
        {
            "setting": "in-parts",
            "part.1.setting": "consulting-rooms",
            "part.1.sessions": "2",
            "part.2.setting": "private-day-hospital",
            "part.2.sessions": "2",
        },
        "part.2.sessions",
    ),
    "a word for the sessions of a part": (
        {"setting": "in-parts", "part.1.setting": "consulting-rooms", "part.1.sessions": "two"},
        "part.1.sessions",
    ),
    "a session of a part before its stay ends": (
        {
            "setting": "in-parts",
            "part.1.setting": "private-hospital-inpatient",
            "part.1.sessions": "2",
            "part.1.nights": "9",
            "part.2.setting": "private-day-hospital",
            "part.2.sessions": "8",
        },
        "part.1.nights",
    ),
    "a discharge before the last session": ({**STAY, "discharged": "2024-08-06"}, "discharged"),
    "too few nights": ({**STAY, "nights": "1"}, "nights"),
    "a bed that there is not": ({**STAY, "bed": "ICX@2024-08-06"}, "bed"),
    "leave after the stay": ({**STAY, "leave": "2024-09-06"}, "leave"),
    "an earlier stay after the admission": (
        {**STAY, "earlier_ended": "9/9/24", "earlier_days": "3"},
        "earlier_ended",
    ),
    "an AR-DRG that there is not": ({**STAY, "setting": "public-hospital-admitted", "drg": "B71"}, "drg"),
}
FOR_PROGRAMS = re.compile(
    r"crps-\d|[a-z]+-hospital|consulting-rooms|\w+\[\d|episode|calendar|&#34;|kfees |sign|medical[^:]"
)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_field_without_what_programs_call_things(
    name: str, client: httpx.Client
) -> None:
    typed, field = MISTAKES[name]
    answer = client.get("/", params={**COURSE, **typed})
    assert answer.status_code == 422
    told = re.findall(rf'id="{re.escape(field)}-wrong" data-live>\n<p>(.*?)</p>', answer.text, re.DOTALL)
    listed = answer.text.partition('<div class="problems"')[2].partition("</ul>")[0]
    assert len(told) == 1
    assert not FOR_PROGRAMS.search(told[0])
    assert told[0] in listed
    assert f'href="#{field}"' in listed
    assert client.get("/", params={**COURSE, **typed, "language": "vi"}).status_code == 422


def test_gst_in_the_charge_of_nobody_is_told_and_not_left_out(client: httpx.Client) -> None:
    answer = client.get("/", params={**COURSE, "hospital": "5", "gst": ["hospital", "moon"]})
    assert answer.status_code == 422
    assert "&#39;moon&#39; is not known here" in answer.text


def test_two_english_sentences_stand_in_one_direction(client: httpx.Client) -> None:
    page = client.get("/", params={**COURSE, "sessions": "four", "language": "ar"}).text
    told = page.partition('id="sessions-wrong" data-live>')[2].partition("</div>")[0]
    assert told.count("<span") <= 1


CHECKED = {
    "weight": {"weight": "8"},
    "hospital": {"hospital": "320000"},
    "charge.medical:2801": {"charge.medical:2801": "9000"},
    "charged": {"charged": "medical:2801=9000@2024-08-05"},
    "add": {"add": "medical:17615@2026-08-05"},
    "dates": {"sessions": "2", "dates": "5/8/2024, 5/12/2024"},
    "nights": {**STAY, "nights": "200"},
    "discharged": {**STAY, "discharged": "2025-05-05"},
    "": {"further": '{"charges": [{"payee": "medical", "amount": "320000"}]}'},
}


@pytest.mark.parametrize("field", CHECKED)
def test_what_is_implausible_is_said_at_its_field_and_in_the_result(field: str, client: httpx.Client) -> None:
    page = client.get("/", params={**COURSE, **CHECKED[field]}).text
    assert re.search(r'<p class="marked"><span class="pill pill-unknown">please check</span>', page)
    remarks = re.findall(r'<div class="wrong" id="([^"]*)-wrong" data-live>\n<p class="remark">', page)
    assert remarks == ([field] if field else [])


def test_a_half_written_value_is_left_alone_and_fields_fit_as_they_are_chosen(page: Page) -> None:
    page.goto("/?regimen=crps-10-day&setting=private-day-hospital&start=2024-08-05&weight=80&medical=1500")
    hospital = page.get_by_role("textbox", name="Hospital", exact=True)
    wrong = page.locator("#hospital-wrong")
    hospital.press_sequentially("$3,200.")
    page.wait_for_timeout(1500)
    expect(wrong).to_be_empty()
    hospital.press_sequentially("50")
    expect(page.locator(".headline strong")).to_have_text("$990.70")
    hospital.press_sequentially("x")
    expect(wrong).to_contain_text("Write digits with at most one point, such as 3200.50.")
    hospital.fill("3200")

    page.get_by_label("Setting").select_option("consulting-rooms")
    expect(page.locator("#aside")).to_contain_text("Hospital: 3200.")
    expect(hospital).to_have_count(0)
    page.get_by_label("Setting").select_option(label="In several settings")
    expect(page.get_by_role("group", name="Part 1").get_by_label("Setting")).to_have_value("consulting-rooms")
    page.get_by_role("group", name="Part 1").get_by_label("Setting").select_option(
        "private-hospital-inpatient"
    )
    first = page.get_by_role("group", name="Part 1").get_by_label("Number of sessions")
    first.press_sequentially("2")
    page.get_by_role("group", name="Part 2").get_by_label("Setting").select_option("private-day-hospital")
    page.get_by_role("group", name="Part 2").get_by_label("Number of sessions").press_sequentially("8")
    expect(hospital).to_have_value("3200")
    expect(page.locator(".headline")).to_be_visible()
    expect(page.get_by_role("article", name="Hospital")).to_contain_text("8 × $274.96")
    expect(page.get_by_role("group", name="Part 3")).to_have_count(0)
    expect(page.locator("#result")).not_to_have_attribute("aria-busy", "true")
    assert not kept_out(page)
    picture(page, "in parts")


def test_what_was_added_reads_as_words(client: httpx.Client) -> None:
    """In the list of what can be taken back, and among what is set aside."""
    added = {
        "add": "medical:17645@2024-08-05,2024-08-06*2 by Dr Brown",
        "charged": "medical:2806=90@2024-08-06",
        "fee": "hospital:Facility fee=300*2",
        "bed": "ICU@2024-08-06",
        "charge.medical:2832": "150",
    }
    page = text_of(client.get("/", params={**COURSE, **added}).text)
    assert "Added: 17645 Anaesthetist referred consultation, level 2 · × 2 · 5–6 Aug 2024 · Dr Brown" in page
    assert "Added: 2806 Pain specialist, later visit · $90.00 · 6 Aug 2024" in page
    assert "Fee: Facility fee · Hospital · $300.00 · × 2" in page
    assert "Beds of single nights: ICU Intensive care bed, approved unit · 6 Aug 2024" in page
    assert "medical:2832: " not in page
    unread = {**COURSE, "fee": "<b>=3", "add": "xy:99@2024-08-05"}
    shown = client.get("/", params=unread).text
    assert "Fee: &lt;b&gt;=3" in shown
    assert "Added: 99 · 5 Aug 2024" in shown


def test_pages_say_schedules_items_and_marks_by_their_words(client: httpx.Client) -> None:
    late = {**COURSE, "start": "2026-12-07", "as_of": "2026-12-07", "pharmacy": "250"}
    page = text_of(client.get("/", params=late).text)
    assert "No maximum is known for Ketamine 200 mg in 2 mL." in page
    assert "Private hospital fees of 1 July 2024" in page
    assert "may be out of date: A newer rate was due on 1 July 2025 and is not loaded here." in page
    projected = text_of(client.get("/projection", params={**COURSE, **YEARS}).text)
    assert "at least: By law" in projected
    assert "may be out of date: Newer rates were due for some of the courses" in projected
    infusion = {"payer": "us-set-aside", "regimen": "crps-10-day", "start": "2024-08-05", "weight": "80"}
    charged = client.get("/", params=infusion).text
    assert "charges for ketamine infusion" in charged
    for said in ("STALE", "floor:", "private-hospital of", "for infusion"):
        assert said not in page + projected + charged


DEARER_FIRST = {
    "charges": [
        {"payee": "hospital", "amount": "3200.00"},
        {"schedule": "medical", "item": "2801", "amount": "320.00"},
        {"schedule": "medical", "item": "2806", "amount": "150.00", "dates": ["2024-08-06"]},
        {"schedule": "medical", "item": "2806", "amount": "95.00", "dates": ["2024-08-07"]},
    ],
    "sessions": 3,
}
BOOSTER = {"sessions": 1, "charges": [{"payee": "hospital", "amount": "900.00"}]}


@pytest.mark.parametrize("more", [DEARER_FIRST, BOOSTER], ids=["a dearer first day", "a booster"])
def test_the_page_shows_each_line_as_python_prices_it(
    more: dict[str, Any], client: httpx.Client, library: kfees.Library
) -> None:
    request = {**COURSE, **more}
    request["weight_kg"] = request.pop("weight")
    quote = kfees.price(kfees.CourseRequest.model_validate(request), library, as_of=TODAY)
    page: Any = lxml.html.document_fromstring(
        client.post("/", data={"request": json.dumps(request)}, follow_redirects=True).text
    )
    rows = page.xpath("//article//tbody/tr")
    assert len(rows) == len(quote.lines)
    for row, line in zip(rows, quote.lines, strict=True):
        shown = [cell.text_content() for cell in row.xpath("td/bdi")]
        amounts = (
            [line.maximum] if line.charge is None else [line.maximum, line.charge, line.payable, line.gap]
        )
        for cell, amount in zip(shown, amounts, strict=False):
            assert cell == ("unknown" if amount is None else f"${amount:,}")
