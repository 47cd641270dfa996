"""A kept quote replays to the cent, or it is said what changed and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.engine.replaying import Replay, replay
from kfees.model.program import VERSION
from overlays import write_version

ROOMS: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2024-08-05",
    "weight_kg": "80",
    "charges": [{"schedule": "medical", "item": "2801", "amount": "320.00"}],
}


def kept(library: kfees.Library, **changed: Any) -> dict[str, Any]:
    """A quote as its JSON."""
    quote = kfees.price(kfees.CourseRequest.model_validate(ROOMS | changed), library)
    found: dict[str, Any] = json.loads(quote.model_dump_json())
    return found


def replayed(quote: dict[str, Any], library: kfees.Library) -> Replay:
    return replay(kfees.Quote.model_validate(quote), library)


def overlay(folder: Path, *rows: str, first_day: str = "2024-07-01") -> kfees.Library:
    write_version(folder, "medical", first_day, *rows)
    return kfees.load_schedules(folder, environment={})


def test_a_quote_that_nobody_touched_replays(library: kfees.Library) -> None:
    quote = kept(library)
    again = replayed(quote, library)
    assert (again.differences, again.causes) == ((), ())
    assert json.loads(again.quote.model_dump_json()) == quote


def test_an_edited_schedule_is_named_with_every_figure_that_it_changed(
    tmp_path: Path, library: kfees.Library
) -> None:
    before = overlay(tmp_path / "one", "2801,First,174.50,service", "2806,Later,87.30,service")
    after = overlay(tmp_path / "two", "2801,First,180.00,service", "2806,Later,87.30,service")
    again = replayed(kept(before), after)
    assert again.causes == ("medical of 2024-07-01 was edited: its digest differs.",)
    assert again.differences == (
        "medical:2801 of 2024-07-01: rate was 174.50, now 180.00.",
        "medical:2801 of 2024-07-01: maximum was 174.50, now 180.00.",
        "medical:2801 of 2024-07-01: payable was 174.50, now 180.00.",
        "medical:2801 of 2024-07-01: gap was 145.50, now 140.00.",
        "the total of the doctor: maximum was 960.20, now 965.70.",
        "the total of the doctor: gap was at least 145.50, now at least 140.00.",
        "the total: maximum was 960.20, now 965.70.",
        "the total: gap was at least 145.50, now at least 140.00.",
    )


def test_an_edit_that_changes_no_figure_of_the_quote_is_named_all_the_same(tmp_path: Path) -> None:
    rows = ("2801,First,174.50,service", "2806,Later,87.30,service")
    before = overlay(tmp_path / "one", *rows)
    after = overlay(tmp_path / "two", *rows, "2814,Minor,49.75,service")
    again = replayed(kept(before), after)
    assert again.differences == ()
    assert again.causes == ("medical of 2024-07-01 was edited: its digest differs.",)


def test_a_new_version_in_force_is_named(tmp_path: Path, library: kfees.Library) -> None:
    rows = ("2801,First,174.50,service", "2806,Later,87.30,service")
    with_new = overlay(tmp_path, *rows, first_day="2024-08-01")
    again = replayed(kept(library), with_new)
    assert again.causes == (
        "medical of 2024-07-01 is no longer the version in force.",
        "medical of 2024-08-01 is now loaded and in force.",
    )
    assert "medical:2801 of 2024-07-01 is no longer in the quote." in again.differences
    assert "medical:2801 of 2024-08-01 is new in the quote." in again.differences


def test_a_rate_that_has_gone_is_now_unknown(tmp_path: Path, library: kfees.Library) -> None:
    again = replayed(kept(library), overlay(tmp_path, "2801,First,174.50,service"))
    assert "medical:2806 of 2024-07-01: maximum was 785.70, now unknown." in again.differences
    assert "medical:2806 of 2024-07-01: not the same determination." in again.differences
    assert "the total: maximum was 960.20, now unknown." in again.differences


def test_a_quote_made_by_another_program_says_so_and_replays(library: kfees.Library) -> None:
    again = replayed(kept(library) | {"kfees": "0.0.1"}, library)
    assert again.differences == ()
    assert again.causes == (f"the quote was made by kfees 0.0.1, this is {VERSION}.",)


EDITS: dict[str, tuple[list[str | int], Any, str]] = {
    "a line's maximum": (
        ["lines", 0, "maximum"], "184.50", "medical:2801 of 2024-07-01: maximum was 184.50, now 174.50."
    ),
    "a line's gap": (["lines", 0, "gap"], "0.00", "medical:2801 of 2024-07-01: gap was 0.00, now 145.50."),
    "a line's charge": (
        ["lines", 1, "charge"], "1.00", "medical:2806 of 2024-07-01: charge was 1.00, now unknown."
    ),
    "a line's quantity": (
        ["lines", 1, "quantity"], "8", "medical:2806 of 2024-07-01: quantity was 8, now 9."
    ),
    "a line's days": (
        ["lines", 0, "dates"], ["2024-08-06"], "medical:2801 of 2024-07-01: not the same dates."
    ),
    "a line's basis": (["lines", 0, "basis"], "published", "medical:2801 of 2024-07-01: not the same basis."),
    "staleness": (["lines", 0, "stale"], True, "medical:2801 of 2024-07-01: not the same stale."),
    "a payee's total": (
        ["payees", 0, "maximum"], "970.20", "the total of the doctor: maximum was 970.20, now 960.20."
    ),
    "a payee's known maximum": (
        ["payees", 0, "known_maximum"], "0.00", "the total of the doctor: known maximum was 0.00, now 960.20."
    ),
    "the total": (["totals", "maximum"], "970.20", "the total: maximum was 970.20, now 960.20."),
    "the gap": (["totals", "gap"], "145.50", "the total: gap was 145.50, now unknown."),
    "the known gap": (["totals", "known_gap"], "0.00", "the total: known gap was 0.00, now 145.50."),
    "a line's bounds": (
        ["lines", 0, "gap_most"], None, "medical:2801 of 2024-07-01: gap was unknown, now at most 145.50."
    ),
    "a payee's bounds": (
        ["payees", 0, "payable_least"], "9.00",
        "the total of the doctor: payable was at least 9.00, now unknown.",
    ),
    "the total's bounds": (
        ["totals", "gap_least"], "9.00", "the total: gap was at least 9.00, now at least 0.00."
    ),
    "the dose": (["dose", "mg"], "999", "the dose differs."),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value", "difference"), EDITS.values(), ids=list(EDITS))
def test_an_edited_quote_is_found_out(
    path: list[str | int], value: Any, difference: str, library: kfees.Library
) -> None:
    quote = kept(library)
    target: Any = quote
    for step in path[:-1]:
        target = target[step]
    assert target[path[-1]] != value
    target[path[-1]] = value
    again = replayed(quote, library)
    assert again.differences == (difference,)
    assert again.causes == ()


def test_a_quote_of_a_version_without_bounds_is_not_said_to_differ_in_them(library: kfees.Library) -> None:
    quote = kept(library)
    for part in (*quote["lines"], *quote["payees"], quote["totals"]):
        for name in ("payable_least", "payable_most", "gap_least", "gap_most"):
            del part[name]
    assert replayed(quote, library).differences == ()


def test_an_edited_request_changes_what_follows_from_it(library: kfees.Library) -> None:
    quote = kept(library)
    quote["request"]["charges"][0]["amount"] = "330.00"
    again = replayed(quote, library)
    assert "medical:2801 of 2024-07-01: charge was 320.00, now 330.00." in again.differences
    assert "medical:2801 of 2024-07-01: gap was 145.50, now 155.50." in again.differences


def test_a_line_taken_out_or_put_in_is_found_out(library: kfees.Library) -> None:
    quote = kept(library)
    removed = quote["lines"].pop(0)
    assert "medical:2801 of 2024-07-01 is new in the quote." in replayed(quote, library).differences
    quote["lines"] += [removed, removed]
    assert replayed(quote, library).differences == ("medical:2801 of 2024-07-01 is no longer in the quote.",)


def test_a_payee_that_is_no_longer_paid_shows_in_its_lines(library: kfees.Library) -> None:
    quote = kept(library)
    quote["payees"].append(quote["payees"][0] | {"payee": "hospital"})
    assert replayed(quote, library).differences == ("the hospital is no longer in the quote.",)
    quote["payees"][1] |= {"payee": "radiology"}
    assert replayed(quote, library).differences == ("radiology is no longer in the quote.",)
    quote["payees"] = []
    assert replayed(quote, library).differences == ("the doctor is new in the quote.",)


def test_two_lines_of_one_item_in_one_version_are_told_apart(library: kfees.Library) -> None:
    stay = {"setting": "private-hospital-inpatient", "episode": {"nights": 20}, "charges": []}
    quote = kept(library, **stay)
    assert [line["item"] for line in quote["lines"]].count("M") == 2
    assert replayed(quote, library).differences == ()
    quote["lines"][1]["rate"] = "700.00"
    assert replayed(quote, library).differences == (
        "private-hospital:M of 2024-07-01: rate was 700.00, now 698.57.",
    )


def test_a_line_without_a_version_is_named_without_one(library: kfees.Library) -> None:
    quote = kept(library, start="2018-08-06")
    quote["lines"][0]["quantity"] = "2"
    assert replayed(quote, library).differences == ("medical:2801: quantity was 2, now 1.",)


def test_a_quote_that_can_no_longer_be_priced_says_what_is_wrong(
    tmp_path: Path, library: kfees.Library
) -> None:
    write_version(tmp_path, "extras", "2024-07-01", "spray,Spray,1.00,bottle")
    with_extras = kfees.load_schedules(tmp_path, environment={})
    service = {"schedule": "extras", "item": "spray", "dates": ["2024-08-05"]}
    quote = kept(with_extras, services=[service])
    with pytest.raises(kfees.InputError, match="no schedule 'extras' is loaded"):
        replayed(quote, library)


def test_a_quote_of_before_sessions_and_stays_were_stated_is_replayed(library: kfees.Library) -> None:
    """Keys that it lacks take their defaults; ten nights over a weekend are now told to be too few."""
    quote = kept(library, setting="private-hospital-inpatient", calendar="weekdays")
    request = quote["request"]
    for key in ("sessions", "parts"):
        del request[key]
    for key in ("admitted", "discharged", "beds", "leave", "earlier_stay"):
        del request["episode"][key]
    assert replayed(quote, library).differences == ()
    request["episode"]["nights"] = 10
    with pytest.raises(kfees.InputError, match="10 nights are too few for 12 days in hospital"):
        replayed(quote, library)
