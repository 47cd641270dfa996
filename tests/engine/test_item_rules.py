"""Rules between items: which services break them, named with both lines, the days and the rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import kfees
from kfees.engine.excluding import rule_on
from kfees.engine.item_rules import Billed, Ruling, judge
from kfees.engine.services import Service
from kfees.model.item_rules import ItemFinding, ItemRule, ItemRules, covers

MONDAY, TUESDAY = date(2024, 8, 5), date(2024, 8, 6)
SAYS = "Something invented."


def billed(item: str, day: date = MONDAY, quantity: str = "1", schedule: str = "medical") -> Billed:
    return Billed(f"{schedule}:{item}", schedule, item, day, Decimal(quantity))


def broken_rules(billed: list[Billed], rules: ItemRules) -> tuple[ItemFinding, ...]:
    return judge(billed, rules).findings


def rules(
    kind: str, items: list[str], others: list[str] | None = None, times: int | None = None
) -> ItemRules:
    rule: dict[str, Any] = {
        "name": "the-rule", "schedule": "medical", "kind": kind, "items": items, "says": SAYS,
        "others": others or [], "times": times,
    }  # fmt: skip
    facts = {"title": "Rules", "publisher": "Nobody", "source": "invented for a test", "read": "2026-01-01"}
    return ItemRules.model_validate(facts | {"rule": [ItemRule.model_validate(rule)]})


NOT_WITH = rules("not with", ["17610-17690"], ["2801-3000"])
NOT_ON_ONE_DAY = rules("not on the same day", ["132", "133"], ["110", "116", "119"])
ONCE = rules("at most in a course", ["2801", "2824"], times=1)
YEARLY = rules("at most in 12 months", ["132"], times=1)
TWICE_A_YEAR = rules("at most in 12 months", ["133"], times=2)


@pytest.mark.parametrize(
    ("codes", "item", "covered"),
    [
        (("132", "133"), "133", True),
        (("132", "133"), "134", False),
        (("17610-17690",), "17610", True),
        (("17610-17690",), "17690", True),
        (("17610-17690",), "17650", True),
        (("17610-17690",), "17609", False),
        (("17610-17690",), "17691", False),
        (("110", "17610-17690"), "110", True),
        (("100-200",), "1500", False),  # numbers, not texts
        (("100-200",), "B71B", False),
        (("T1-T6",), "T3", False),  # only numbers lie in a span
        (("T1-T6",), "T1-T6", True),  # a code may hold a dash
        (("200-100",), "150", False),
        (("100-",), "150", False),
        (("-200",), "150", False),
        (("100-²00",), "150", False),
        ((), "132", False),
    ],
)
def test_codes_and_spans_cover_items_both_ends_included(
    codes: tuple[str, ...], item: str, covered: bool
) -> None:
    assert covers(codes, item) is covered


@pytest.mark.parametrize("table", [NOT_WITH, rules("not on the same day", ["17610-17690"], ["2801-3000"])])
def test_two_items_that_exclude_each_other_on_one_day_are_both_named_with_the_rule(table: ItemRules) -> None:
    (finding,) = broken_rules([billed("2801"), billed("17645"), billed("2806", TUESDAY)], table)
    assert finding.rule == "the-rule"
    assert finding.kind == table.rule[0].kind
    assert finding.lines == ("medical:17645", "medical:2801")
    assert finding.dates == (MONDAY,)
    assert finding.says == f"{SAYS} Found: medical:17645 and medical:2801 on 5 August 2024."
    assert finding.source == "invented for a test"


def test_items_that_exclude_each_other_may_stand_on_different_days() -> None:
    assert broken_rules([billed("2801"), billed("17645", TUESDAY)], NOT_WITH) == ()
    assert broken_rules([billed("132"), billed("110", TUESDAY)], NOT_ON_ONE_DAY) == ()


def test_one_side_alone_breaks_no_rule_and_neither_does_another_schedule() -> None:
    assert broken_rules([billed("17645"), billed("17640")], NOT_WITH) == ()
    assert broken_rules([billed("2801"), billed("2806")], NOT_WITH) == ()
    assert broken_rules([billed("2801"), billed("17645", schedule="private-hospital")], NOT_WITH) == ()
    assert broken_rules([], NOT_WITH) == ()


@pytest.mark.parametrize("item", ["132", "133"])
@pytest.mark.parametrize("other", ["110", "116", "119"])
def test_a_complex_plan_and_an_attendance_exclude_each_other_on_a_day(item: str, other: str) -> None:
    (finding,) = broken_rules([billed(other), billed(item)], NOT_ON_ONE_DAY)
    assert finding.lines == (f"medical:{item}", f"medical:{other}")
    assert broken_rules([billed("117"), billed(item)], NOT_ON_ONE_DAY) == ()


def test_every_day_that_breaks_a_rule_is_listed_and_the_sentence_stays_short() -> None:
    days = [date(2024, 8, number) for number in (5, 6, 7, 8, 9)]
    services = [billed(item, day) for day in days for item in ("2806", "17645")]
    (finding,) = broken_rules([*services, billed("2801", date(2024, 9, 1))], NOT_WITH)
    assert finding.dates == tuple(days)
    assert finding.lines == ("medical:17645", "medical:2806")
    assert finding.says.endswith("on 5 August 2024, 6 August 2024, 7 August 2024 and later days.")


def test_an_item_on_both_sides_of_a_rule_does_not_exclude_itself_but_another_one() -> None:
    both = rules("not on the same day", ["110-119"], ["110-119"])
    assert broken_rules([billed("110")], both) == ()
    assert broken_rules([billed("110"), billed("116", TUESDAY)], both) == ()
    (finding,) = broken_rules([billed("110"), billed("116")], both)
    assert finding.lines == ("medical:110", "medical:116")


@pytest.mark.parametrize(
    "services",
    [
        [billed("2801"), billed("2801", TUESDAY)],
        [billed("2801", quantity="2")],
        [billed("2801"), billed("2824", TUESDAY)],  # a first attendance at home is a first attendance
        [billed("2801", quantity="0.5"), billed("2801", quantity="0.75")],
    ],
)
def test_a_first_attendance_more_than_once_in_a_course_breaks_the_rule(services: list[Billed]) -> None:
    (finding,) = broken_rules(services, ONCE)
    assert finding.lines == tuple(dict.fromkeys(service.line for service in services))
    assert finding.dates == tuple(sorted({service.day for service in services}))


def test_a_first_attendance_once_and_later_ones_break_no_rule() -> None:
    assert broken_rules([billed("2801"), billed("2806", TUESDAY), billed("2806")], ONCE) == ()
    assert broken_rules([billed("2801", quantity="0.5"), billed("2801", quantity="0.5")], ONCE) == ()


@pytest.mark.parametrize(
    ("first", "second", "broken"),
    [
        (date(2024, 8, 5), date(2025, 8, 4), True),  # one day less than 12 months
        (date(2024, 8, 5), date(2025, 8, 5), False),  # 12 months to the day
        (date(2024, 8, 5), date(2025, 8, 6), False),
        (date(2024, 2, 29), date(2025, 2, 27), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),  # a leap day's year ends on 28 February
        (date(2023, 2, 28), date(2024, 2, 27), True),
        (date(2023, 2, 28), date(2024, 2, 28), False),
        (date(2024, 8, 5), date(2024, 8, 5), True),
    ],
)
def test_once_in_12_months_counts_to_the_day(first: date, second: date, broken: bool) -> None:
    for services in (
        [billed("132", first), billed("132", second)],
        [billed("132", second), billed("132", first)],
    ):
        findings = broken_rules(services, YEARLY)
        assert bool(findings) is broken
        if broken:
            assert findings[0].dates == tuple(sorted({first, second}))


def test_twice_in_12_months_may_be_any_12_months() -> None:
    days = [date(2024, 1, 10), date(2024, 11, 1), date(2025, 1, 10), date(2025, 6, 1)]
    twice = [billed("133", day) for day in days[:2]]
    assert broken_rules(twice, TWICE_A_YEAR) == ()
    # The third is 12 months after the first, and the fourth within 12 months of the second and third.
    assert broken_rules([billed("133", day) for day in days[:3]], TWICE_A_YEAR) == ()
    (finding,) = broken_rules([billed("133", day) for day in days], TWICE_A_YEAR)
    assert finding.dates == tuple(days[1:])
    assert broken_rules([billed("133", quantity="3")], TWICE_A_YEAR)[0].lines == ("medical:133",)
    assert broken_rules([billed("133", quantity="2")], TWICE_A_YEAR) == ()


def course_with(*services: tuple[str, str], setting: str = "consulting-rooms") -> kfees.CourseRequest:
    return kfees.CourseRequest.model_validate(
        {
            "regimen": "crps-10-day", "setting": setting, "start": "2024-08-05", "weight_kg": "80",
            "services": [{"schedule": "medical", "item": item, "dates": [day]} for item, day in services],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("services", "rule", "lines"),
    [
        ((("17645", "2024-08-05"),), "anaesthetist-with-pain-specialist", ("medical:17645", "medical:2801")),
        ((("17645", "2024-08-06"),), "anaesthetist-with-pain-specialist", ("medical:17645", "medical:2806")),
        ((("2801", "2024-08-06"),), "first-attendance-once", ("medical:2801",)),
        ((("2824", "2024-08-06"),), "first-attendance-once", ("medical:2801", "medical:2824")),
        (
            (("132", "2024-08-05"), ("110", "2024-08-05")),
            "complex-plan-with-attendance",
            ("medical:132", "medical:110"),
        ),
        ((("132", "2024-08-05"), ("132", "2025-08-04")), "complex-plan-yearly", ("medical:132",)),
        (
            (("133", "2024-08-05"), ("133", "2024-12-05"), ("133", "2025-02-05")),
            "complex-plan-review-yearly",
            ("medical:133",),
        ),
    ],
)
def test_each_shipped_rule_finds_what_breaks_it(
    services: tuple[tuple[str, str], ...], rule: str, lines: tuple[str, ...], library: kfees.Library
) -> None:
    (finding,) = kfees.assess(course_with(*services), library).item_findings
    assert (finding.rule, finding.lines) == (rule, lines)
    assert finding.says.endswith(".")
    assert "Medicare Benefits Schedule" in finding.source


def test_what_a_setting_brings_breaks_no_rule(library: kfees.Library) -> None:
    assert len(library.settings) >= 6
    for setting in library.settings:
        assert kfees.assess(course_with(setting=setting), library).item_findings == ()


def test_the_shipped_rules_say_where_they_come_from_and_when_they_were_read(library: kfees.Library) -> None:
    rules_now = library.item_rules_on(date(2024, 8, 5))
    assert rules_now is not None
    assert rules_now.source
    assert rules_now.read >= date(2026, 1, 1)
    assert {rule.kind for rule in rules_now.rule} == {
        "not with", "not on the same day", "at most on a day", "at most in a course", "at most in 12 months",
        "please check on one day",
    }  # fmt: skip


def test_before_the_first_rules_and_without_services_nothing_is_found(library: kfees.Library) -> None:
    assert library.item_rules_on(date(2014, 6, 30)) is None
    early = [Service("medical", "medical", "2801", (date(2014, 6, 30),), Decimal(2))]
    assert rule_on(early, library).findings == ()
    assert rule_on([], library).findings == ()
    assert judge(early, None) == Ruling()
    late = [Service("medical", "medical", "2801", (date(2014, 7, 1),), Decimal(2))]
    assert [finding.rule for finding in rule_on(late, library).findings] == ["first-attendance-once"]


def test_what_a_rule_concerns_is_the_same_however_many_items_were_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kfees.model.item_rules.MOST_KEPT", 2)
    asked = [[("medical", item), ("medical", "2801")] for item in ("17610", "17620", "104", "17610")]
    found = [NOT_WITH.concerning(items) for items in asked * 2]
    assert [[one.items for one in each] for each in found[:4]] == [
        [[("medical", "17610")]],
        [[("medical", "17620")]],
        [],
        [[("medical", "17610")]],
    ]
    assert found[4:] == found[:4]
