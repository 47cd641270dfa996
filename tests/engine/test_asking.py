"""Loose data becomes a checked request, or every problem in it at once; nothing crashes."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.engine.asking import read_request
from kfees.model.problems import InputError, Problem
from kfees.reading.json_and_toml import MAXIMUM_BYTES, read_json
from laws.strategies import Asked, courses

GOOD: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}


def written(value: object) -> str:
    """The value in Python's words, as far as it has any."""
    try:
        return repr(value)
    except (RecursionError, ValueError):
        return ""


def problems(value: object, library: kfees.Library) -> list[Problem]:
    """What is wrong with the value, which can always be printed."""
    before = written(value)
    with pytest.raises(InputError) as caught:
        kfees.price(read_request(value, library), library)
    assert written(value) == before, "the caller's data must not be changed"
    assert caught.value.problems
    for problem in caught.value.problems:
        for text in (problem.code, problem.place, problem.message, problem.remedy):
            assert text
            text.encode("utf-8")
            assert len(text) < 600
            assert text.isprintable()
    return list(caught.value.problems)


def told(value: object, library: kfees.Library) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in problems(value, library)]


def test_a_good_request_is_read(library: kfees.Library) -> None:
    request = read_request(GOOD, library)
    assert request == kfees.CourseRequest.model_validate(GOOD)
    assert request.weight_kg == 80


def test_form_and_content_are_told_together_each_at_its_own_place(library: kfees.Library) -> None:
    asked = {
        "regimen": "crps-10-dya",
        "setting": "consulting-rooms",
        "start": "2024-02-30",
        "weight": "80",
        "charges": [
            {"payee": "hospital", "amount": "12.345"},
            {"payee": "medical", "schedule": "medical", "amount": "1.00"},
            {"schedule": "medical", "item": "28O1", "amount": 320.0},
            {"payee": "medical", "amount": "-1.00"},
        ],
        "services": [
            "medical:132",
            {"schedule": "medical", "item": "99999", "dates": ["2024-08-05"], "quantity": "0"},
            {"schedule": "medical", "item": "132", "dates": []},
        ],
        "claim": {"prior_approval": "yes"},
    }
    found = told(asked, library)
    assert sorted(found) == sorted(
        [
            ("bad-date", "start"),
            ("part-of-a-cent", "charges[0].amount"),
            ("bad-charge", "charges[1]"),
            ("float-amount", "charges[2].amount"),
            ("negative-amount", "charges[3].amount"),
            ("bad-value", "services[0]"),
            ("out-of-range", "services[1].quantity"),
            ("bad-value", "services[2].dates"),
            ("bad-value", "claim.prior_approval"),
            ("unknown-key", "weight"),
            ("unknown-regimen", "regimen"),
            ("unknown-item", "charges[2].item"),
            ("unknown-item", "services[1].item"),
        ]
    )


def test_a_problem_behind_an_entry_that_could_not_be_read_keeps_its_own_number(
    library: kfees.Library,
) -> None:
    asked = GOOD | {
        "services": [
            17,
            {"schedule": "medical", "dates": ["2024-08-05"]},
            {"schedule": "medical", "item": "28O1", "dates": ["2024-08-05"]},
        ],
        "without": [{"schedule": "medical", "item": "132"}],
    }
    assert told(asked, library) == [
        ("bad-value", "services[0]"),
        ("missing", "services[1].item"),
        ("unknown-item", "services[2].item"),
        ("nothing-to-leave-out", "without[0]"),
    ]


def test_every_fact_of_an_episode_is_judged_beside_the_one_that_cannot_be_read(
    library: kfees.Library,
) -> None:
    stay = {"regimen": "crps-4-day", "setting": "public-hospital-admitted", "start": "2025-08-04"}
    unread = {"residence_remoteness": "RA9", "nights": 3, "leave_days": 4, "drg": "B71X", "age": -1}
    assert told({**stay, "episode": unread}, library) == [
        ("unknown-word", "episode.residence_remoteness"),
        ("bad-leave", "episode.leave_days"),
        ("bad-age", "episode.age"),
        ("unknown-item", "episode.drg"),
    ]
    # Without the nights nobody can say whether the leave is too long.
    assert told({**stay, "episode": {"nights": "3", "leave_days": 9, "icu_hours": "900"}}, library) == [
        ("bad-value", "episode.nights")
    ]
    assert told({**stay, "episode": {"adjustments": [1], "drg": "B71X"}}, library) == [
        ("bad-value", "episode.adjustments[0]"),
        ("unknown-item", "episode.drg"),
    ]


def test_a_charge_is_not_blamed_for_the_service_that_could_not_be_read(library: kfees.Library) -> None:
    asked = GOOD | {
        "services": [{"schedule": "medical", "item": "132", "dates": "2024-08-05"}, 1],
        "charges": [{"schedule": "medical", "item": "132", "amount": "300.00"}],
    }
    assert told(asked, library) == [("bad-value", "services[0].dates"), ("bad-value", "services[1]")]
    asked["services"] = [{"schedule": "medical", "item": 132, "dates": ["2024-08-05"]}]
    assert told(asked, library) == [("bad-value", "services[0].item")]


@pytest.mark.parametrize(
    ("charges", "place"),
    [
        (
            [{"payee": "hospital", "amount": "tbc"}, {"payee": "hospital", "discount": "20.00"}],
            "charges[0].amount",
        ),
        (
            [{"payee": "hospital", "amount": "9.00"}, {"payee": "hospital", "discount": "tbc"}],
            "charges[1].discount",
        ),
        (
            [
                {"payee": "medical", "amount": "9.00"},
                {"payee": "medical", "label": "", "amount": "5.00"},
            ],
            "charges[1].label",
        ),
    ],
)
def test_a_discount_or_a_fee_is_not_blamed_for_what_could_not_be_read_beside_it(
    charges: list[dict[str, str]], place: str, library: kfees.Library
) -> None:
    assert [at for _, at in told({**GOOD, "charges": charges}, library)] == [place]


def test_no_day_is_compared_with_a_start_that_could_not_be_read(library: kfees.Library) -> None:
    asked = GOOD | {
        "start": "2024-02-30",
        "calendar": {"dates": [f"2025-03-{number:02}" for number in range(3, 13)]},
        "claim": {"previous_treatments": ["2024-11-04"], "route": "intravenus"},
    }
    assert told(asked, library) == [("bad-date", "start"), ("unknown-word", "claim.route")]


def test_what_is_missing_is_asked_for_and_the_rest_is_checked_all_the_same(library: kfees.Library) -> None:
    assert told({}, library) == [("missing", "regimen"), ("missing", "start"), ("missing", "setting")]
    asked = {
        "setting": "consulting-rooms",
        "start": "2024-08-05",
        "without": [{"schedule": "x", "item": "y"}],
    }
    assert told(asked, library) == [("missing", "regimen"), ("unknown-schedule", "without[0].schedule")]
    assert told(GOOD | {"weight_kg": "heavy"}, library) == [("bad-number", "weight_kg")]
    assert told(GOOD | {"weight_kg": "0"}, library) == [("out-of-range", "weight_kg")]
    assert told(GOOD | {"start": "2024-08-32", "weight_kg": None}, library) == [
        ("bad-date", "start"),
        ("missing", "weight_kg"),
    ]


def test_words_are_suggested_where_one_is_near(library: kfees.Library) -> None:
    by_place = {
        problem.place: problem.remedy
        for problem in problems(
            GOOD
            | {
                "calender": "weekdays",
                "calendar": "weekday",
                "charges": [{"payee": "hospitl", "amount": "1.00"}],
                "episode": {"night": 4, "residence_remoteness": "RA5"},
            },
            library,
        )
    }
    assert by_place == {
        "calender": "Did you mean 'calendar'?",
        "calendar": "Did you mean 'weekdays'?",
        "charges[0].payee": "Did you mean 'hospital'?",
        "episode.night": "Did you mean 'nights'?",
        "episode.residence_remoteness": "Did you mean 'RA4', 'RA3' or 'RA2'?",
    }


@pytest.mark.parametrize("value", [None, 5, "text", [], [GOOD], True, 1.5])
def test_a_request_is_an_object(value: object, library: kfees.Library) -> None:
    assert told(value, library) == [("bad-value", "the top level")]


def test_a_saved_quote_is_no_request_and_is_told_where_its_request_stands(library: kfees.Library) -> None:
    saved = kfees.price(kfees.CourseRequest.model_validate(GOOD), library).model_dump(mode="json")
    found = problems(saved, library)
    assert [(problem.code, problem.place) for problem in found] == [("saved-quote", "the top level")]
    assert read_request(saved["request"], library).setting == GOOD["setting"], "as the remedy says"


def nested(depth: int) -> object:
    value: object = "deep"
    for _ in range(depth):
        value = {"claim": value}
    return value


NULLS: dict[str, Any] = dict.fromkeys(kfees.CourseRequest.model_fields)

HOSTILE: dict[str, Any] = {
    "all null": NULLS,
    "a mapping that is no dict": MappingProxyType({"regimen": 1}),
    "deep": GOOD | {"claim": nested(5000)},
    "deep in a list": GOOD | {"charges": [nested(5000)]},
    "long keys": GOOD | {"k" * 1_000_000: 1},
    "many unknown keys": GOOD | {f"key {number}": number for number in range(5000)},
    "long words": GOOD | {"regimen": "r" * 1_000_000},
    "long weight": GOOD | {"weight_kg": "9" * 1_000_000},
    "control characters": GOOD | {"regimen": "\x1b[2J\x07", "sett\x00ing": 1},
    "line breaks": GOOD | {"regimen": "crps\n10\u2028day", "a\nb": 2},
    "half a character": GOOD | {"regimen": "\ud800", "\udfff": 1},
    "half a character in an item": GOOD
    | {"services": [{"schedule": "medical", "item": "\ud800", "dates": []}]},
    "backwards": GOOD | {"setting": "\u202eprivate"},
    "numbers": GOOD | {"regimen": 10, "start": 20240805, "weight_kg": 80.5},
    "a huge whole number": GOOD | {"weight_kg": 10**6000, "episode": {"nights": 10**6000}},
    "not a number": GOOD | {"weight_kg": float("nan")},
    "infinite charges": GOOD | {"charges": [{"payee": "hospital", "amount": float("inf")}]},
    "a Decimal that is no number": GOOD | {"weight_kg": Decimal("sNaN")},
    "truth as text": GOOD | {"claim": {"injury_accepted": "true", "mental_health_risk": 1}},
    "truth as number": GOOD | {"episode": {"nights": True}},
    "lists for objects": GOOD | {"claim": [], "episode": [1], "charges": [[]], "calendar": [1]},
    "objects for lists": GOOD | {"charges": {"payee": "hospital"}, "services": {"0": {}}, "without": "2801"},
    "text for lists": GOOD | {"services": "medical:132", "charges": "all"},
    "too many charges": GOOD | {"charges": [{"payee": "hospital", "amount": "1.00"}] * 1001},
    "too many dates": GOOD | {"calendar": {"dates": ["2024-08-05"] * 367}},
    "no dates": GOOD | {"calendar": {"dates": []}},
    "an unknown key in dates": GOOD | {"calendar": {"dates": ["2024-08-05"], "days": 3}},
    "an empty charge": GOOD | {"charges": [{}]},
    "an empty service": GOOD | {"services": [{}], "without": [{}]},
    "keys that are no text": {**GOOD, 1: 2, None: 3, ("a", "b"): 4},
    "deep where a word is expected": GOOD | {"calendar": nested(900), "charges": [{"payee": nested(900)}]},
    "deep where text is expected": GOOD | {"regimen": nested(900), "start": nested(900)},
    "objects of Python": GOOD | {"regimen": object(), "weight_kg": object()},
    "a set": GOOD | {"services": {1, 2}},
    "part of an item": GOOD | {"charges": [{"schedule": "medical", "amount": "1.00"}]},
    "leave and age": GOOD | {"episode": {"age": "45", "leave_days": -1, "icu_hours": "1e3"}},
    "indemnity": GOOD | {"claim": {"provider": {"indemnity_cover": "2,000,000"}, "documents": ["photo"]}},
    "ages ago": GOOD | {"start": "0001-01-01", "claim": {"previous_treatments": ["9999-12-31"]}},
}


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=list(HOSTILE))
def test_whatever_is_sent_is_answered_with_problems_that_can_be_read(
    asked: Any, library: kfees.Library
) -> None:
    problems(asked, library)


LARGE: dict[str, Any] = {
    "large charges": GOOD
    | {
        "charges": [
            {"payee": "hospital", "amount": "999999999999.99"},
            {"schedule": "medical", "item": "132", "amount": "999999999999.99"},
        ],
        "services": [
            {"schedule": "medical", "item": "132", "dates": ["2024-08-05"], "quantity": "100000"}
            for _ in range(1000)
        ],
    },
    "fine weights": GOOD | {"weight_kg": "80.123456789012"},
    "the lightest": GOOD | {"weight_kg": "0.000000000001"},
    "fine quantities": GOOD
    | {
        "services": [
            {"schedule": "medical", "item": "132", "dates": ["2024-08-05"], "quantity": "0.000000000001"}
        ],
        "charges": [{"schedule": "medical", "item": "132", "amount": "0.01"}],
    },
    "a whole Decimal": GOOD | {"weight_kg": Decimal("8E+1")},
    "the last days": GOOD | {"start": "2099-12-01"},
    "the first days": GOOD | {"start": "1990-01-01"},
    "many nights": GOOD | {"setting": "private-hospital-inpatient", "episode": {"nights": 5000}},
}


@pytest.mark.parametrize("asked", LARGE.values(), ids=list(LARGE))
def test_the_largest_and_smallest_that_may_be_asked_can_be_priced_and_kept(
    asked: Any, library: kfees.Library
) -> None:
    quote = kfees.price(read_request(asked, library), library)
    assert kfees.Quote.model_validate_json(quote.model_dump_json()) == quote


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2024-08-05", "80", "medical", "2801", "hospital", "weekdays", "crps-10-day", "1.00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["amount", "payee", "schedule", "item", "dates", "nights"]), inner)
    ),
    max_leaves=8,
)


@given(asked=courses(), data=st.data())
def test_a_request_spoilt_anywhere_is_read_or_answered(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    spoilt = copy.deepcopy(asked)
    for _ in range(data.draw(st.integers(1, 3))):
        target: Any = spoilt
        key = data.draw(st.sampled_from(sorted(kfees.CourseRequest.model_fields)))
        while isinstance(inner := target.get(key) if isinstance(target, dict) else target[key], dict | list):
            if not inner or data.draw(st.booleans()):
                break
            target = inner
            keys = sorted(inner) if isinstance(inner, dict) else range(len(inner))
            key = data.draw(st.sampled_from(keys))
        target[key] = data.draw(values)
    try:
        request = read_request(spoilt, library)
        kfees.price(request, library)
    except InputError as error:
        for problem in error.problems:
            assert str(problem).isprintable()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-json"),
        ("{", "bad-json"),
        ('{"a": 1,}', "bad-json"),
        ('{"regimen": "x", "regimen": "y"}', "repeated-key"),
        ('{"claim": {"a": 1, "a": 2}}', "repeated-key"),
        ("[" * 100_000, "bad-json"),
        ('{"a":' * 100_000, "bad-json"),
        ("1" * 5000, "bad-json"),
        (b"\xff\xfe\x00", "bad-json"),
        ("{}\x00", "bad-json"),
        (" " * (MAXIMUM_BYTES + 1), "too-large"),
    ],
    ids=range(11),
)
def test_what_is_not_json_is_told_with_its_place(text: str | bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_json(text, "request.json")
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.place.startswith("request.json")
    assert problem.remedy


def test_a_number_in_json_that_is_a_float_is_refused_with_the_remedy(library: kfees.Library) -> None:
    text = json.dumps(GOOD | {"charges": [{"payee": "hospital", "amount": 3200.50}]})
    (problem,) = problems(read_json(text, "request.json"), library)
    assert str(problem) == (
        "charges[0].amount: 3200.5 is a floating-point number, which cannot hold every cent exactly."
        ' Write it as text in quotes, such as "3200.50".'
    )
    for word in ("NaN", "Infinity", "-Infinity", "1e400"):
        value = read_json(text.replace("3200.5", word), "request.json")
        assert told(value, library) == [("float-amount", "charges[0].amount")]


def test_what_is_wrong_whatever_the_sessions_are_is_told_beside_a_number_of_sessions_that_is_not_read(
    library: kfees.Library,
) -> None:
    episode = {
        "admitted": "2024-08-05",
        "discharged": "2024-08-01",
        "beds": [{"item": "ICU", "dates": ["2024-08-06"]}, {"item": "GS", "dates": ["2024-08-06"]}],
        "leave": ["2024-08-07", "2024-08-07"],
    }
    asked = {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "sessions": 0,
        "episode": episode,
        "providers": {"doctor": "Dr A"},
    }
    with pytest.raises(InputError) as caught:
        read_request(asked, library)
    assert [problem.place for problem in caught.value.problems] == [
        "sessions",
        "providers.doctor",
        "episode.discharged",
        "episode.leave[1]",
        "episode.beds[1].dates",
    ]
