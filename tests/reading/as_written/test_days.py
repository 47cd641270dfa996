"""Days as people and programs write them: one meaning, and one order of day and month in a column."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from kfees.model.dates import DEFAULT_TIME_ZONE, day_in, iso_day
from kfees.model.fields import Day
from kfees.model.problems import InputError, Unreadable
from kfees.reading.as_written.days import (
    DAY_FIRST,
    EITHER,
    MONTH_FIRST,
    any_day,
    day_as_written,
    order_of_column,
)

NEITHER = [("row 2", "08/05/2024"), ("row 3", "2024-08-06")]

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2024-08-05", "2024-8-5", "2024/08/05", "20240805", "5/8/2024", "05/08/2024", "5.8.2024", "5-8-2024",
        "5 8 2024", "5/8/24", "05.08.24", "5 August 2024", "5 Aug 2024", "05-Aug-2024", "5-Aug-24",
        "05AUG2024", "5th August 2024", "Monday, 5 August 2024", "Mon 5 Aug 2024", "mon. 5th aug 24",
        "August 5, 2024", "Aug 5th, 2024", "5 AUG 2024", "5. August 2024", " 5 August, 2024 ",
        "2024-08-05 00:00:00", "2024-08-05T00:00", "2024-08-05 23:30", "5/08/2024 11:30 PM",
        "5 Aug 2024, 10:30",
    ],
)  # fmt: skip
def test_a_day_is_read_with_the_day_before_the_month_and_without_its_time(text: str) -> None:
    assert day_as_written(text) == date(2024, 8, 5)


def test_september_has_two_short_forms() -> None:
    assert day_as_written("3 Sept 2024") == day_as_written("3 Sep 2024") == date(2024, 9, 3)


@pytest.mark.parametrize(
    "text",
    [
        "5/13/2024", "31/6/2024", "30 February 2024", "5-9 August 2024", "5/8/2024 - 9/8/2024", "5-8 2024",
        "5/8-2024", "August 2024", "Aug-24", "5 August", "tomorrow", "5/8", "5/8/2024, 6/8/2024", "1/1/1066",
        "1/1/2199", "5 Agosto 2024", "5 Ju 2024", "20241305", "2024-08-05 25:00", "2024-08-05T10:00+99:00",
        "2024-08-05 10:00 XYZ", "2024-08-05T10:00[Asia/Tokyo]", "2024-08-05x", "٥/٨/٢٠٢٤", "",
    ],
)  # fmt: skip
def test_a_day_that_is_not_certain_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        day_as_written(text)


@pytest.mark.parametrize("text", ["01082025", "08132025", "20082025", "31121999", "19191919"])
def test_eight_digits_with_the_year_last_are_said_to_be_no_date(text: str) -> None:
    with pytest.raises(Unreadable, match=f"'{text}' is not a date.") as refused:
        day_as_written(text)
    assert refused.value.remedy == "Write year-month-day, such as 2024-08-05."


@pytest.mark.parametrize("text", ["45509", "45509.0", "45509.25"])
def test_a_bare_number_is_asked_about_and_what_it_offers_is_read(text: str) -> None:
    with pytest.raises(Unreadable, match=r"45509.* is a bare number, not a day\.") as caught:
        day_as_written(text)
    offered = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", caught.value.remedy)
    assert offered
    assert day_as_written(offered[0]) == date(2024, 8, 5)


def test_a_day_with_the_month_first_is_refused_alone_and_what_it_offers_is_read() -> None:
    with pytest.raises(
        Unreadable, match=r"08/13/2024 has no month 13: its month seems to stand first"
    ) as caught:
        day_as_written("08/13/2024")
    assert caught.value.remedy.endswith("2024-08-13.")
    with pytest.raises(Unreadable, match="its day seems to stand first"):
        day_as_written("13/08/2024", "month-first")


# Moments


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30T14:00:00Z", "2024-06-30T14:00:00.000Z", "2024-06-30T14:00Z", "2024-06-30 14:00:00 UTC",
        "2024-06-30 14:00:00+00:00", "2024-06-30 14:00:00+00", "2024-06-30T14:00:00.000000+0000",
        "20240630T140000Z", "2024-07-01T00:00:00+10:00", "2024-07-01 00:00 AEST",
        "2024-07-01T00:00+10:00[Australia/Melbourne]",
        "2024-06-30T10:00:00-04:00", "2024-06-30T19:30:00+0530", "30/06/2024 2:00 PM UTC",
        "30 Jun 2024 14:00 GMT",
        "2024-07-01T23:59:59+10:00", "2024-07-01t00:00:00z", "2024-07-01T09:59:59-04:00",
    ],
)  # fmt: skip
def test_a_moment_with_a_zone_is_its_day_in_victoria(text: str) -> None:
    assert day_as_written(text) == date(2024, 7, 1)


def test_a_moment_before_midnight_in_victoria_is_the_day_before_in_summer_and_winter() -> None:
    assert day_as_written("2024-06-30T13:59:59Z") == date(2024, 6, 30)
    assert day_as_written("2024-12-31T12:59:59Z") == date(2024, 12, 31)
    assert day_as_written("2024-12-31T13:00:00Z") == date(2025, 1, 1)


@given(moment=st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30), timezones=st.timezones()))  # noqa: DTZ001
def test_any_moment_with_any_offset_is_its_day_in_victoria(moment: datetime) -> None:
    if moment.utcoffset() is None or moment.utcoffset().total_seconds() % 60:  # type: ignore[union-attr]
        return  # offsets of a part of a minute, of long ago, cannot be written
    in_victoria = day_in(DEFAULT_TIME_ZONE, moment)
    assert day_as_written(moment.isoformat()) == iso_day(moment.isoformat()) == in_victoria


def test_json_takes_iso_days_and_moments_and_nothing_else() -> None:
    class Holder(BaseModel):
        day: Day

    for text in ("2024-07-01", "2024-06-30T14:00:00Z", "2024-07-01T00:00:00.000+10:00"):
        assert Holder.model_validate({"day": text}).model_dump_json() == '{"day":"2024-07-01"}'
    for wrong in (
        "1/7/2024",
        "1 July 2024",
        "20240701",
        "45474",
        45474,
        "2024-07-01T00:00",
        "1/7/2024T00:00Z",
    ):
        with pytest.raises(ValidationError):
            Holder.model_validate({"day": wrong})


@pytest.mark.parametrize(
    ("zone", "now"),
    [("UTC", "14:30"), ("America/Los_Angeles", "14:30"), ("Pacific/Kiritimati", "13:30")],
)
def test_today_is_the_day_in_victoria_wherever_the_machine_stands(zone: str, now: str) -> None:
    """At 14:30 in Greenwich it is 1 July in Melbourne; at 13:30 still 30 June, in Kiribati long 1 July."""
    code = (
        "from datetime import datetime, UTC; from unittest import mock; import kfees.model.dates as dates\n"
        f"moment = datetime.fromisoformat('2024-06-30T{now}').replace(tzinfo=UTC)\n"
        "with mock.patch.object(dates, 'datetime') as clock:\n"
        "    clock.now = lambda zone: moment.astimezone(zone)\n"
        "    print(dates.today_in(dates.DEFAULT_TIME_ZONE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ("2024-07-01" if now == "14:30" else "2024-06-30")


# The order of a column


@given(day=days)
def test_a_pattern_says_what_a_day_in_figures_can_be(day: date) -> None:
    day_first, month_first = f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}"
    if day.day > 12:
        assert re.match(DAY_FIRST, day_first)
        assert re.match(MONTH_FIRST, month_first)
    else:
        assert re.match(EITHER, day_first)
    assert not re.match(MONTH_FIRST, day_first)
    assert any_day(day_first, "day-first") == any_day(month_first, "month-first") == day


@given(
    column=st.lists(days, min_size=1),
    written=st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%m/%d/%Y", "%m-%d-%y %H:%M"]),
)
def test_a_column_is_read_in_the_one_order_that_a_cell_proves(column: list[date], written: str) -> None:
    texts = [f"{day:{written}}" for day in column]
    found = order_of_column("start", [(f"row {number}", text) for number, text in enumerate(texts)])
    proved = any(day.day > 12 for day in column)
    month_first = written.startswith("%m") and proved
    assert found.order == ("month-first" if month_first else "day-first")
    assert bool(found.because) == proved


@pytest.mark.parametrize("other", ["13/08/2024", "13-8-24", "2024-08-05 00:00:00", "Tue 13/08/2024 10:30"])
def test_a_column_in_both_orders_is_refused_with_a_row_of_each(other: str) -> None:
    for cells in ([("row 2", "08/13/2024"), ("row 9", other)], [("row 2", other), ("row 9", "08/13/2024")]):
        with pytest.raises(InputError) as caught:
            order_of_column("start", [*cells, ("row 11", "07/01/2024")])
        (problem,) = caught.value.problems
        assert (problem.code, problem.place) == ("two-date-orders", "start")
        assert "row 2" in problem.message
        assert "row 9" in problem.message
        assert "row 11" not in problem.message


def test_days_in_words_in_iso_or_with_points_prove_nothing() -> None:
    for text in (
        "2024-08-13",
        "13 August 2024",
        "August 13, 2024",
        "13.08.2024",
        "13-Aug-24",
        "08.13.2024",
        "soon",
    ):
        assert order_of_column("start", [("row 2", text)]).because == ""


def test_a_moment_is_the_same_day_as_python_reads_it() -> None:
    assert day_in(DEFAULT_TIME_ZONE, datetime(2024, 6, 30, 14, tzinfo=UTC)) == date(2024, 7, 1)


def test_the_usual_order_holds_where_no_cell_proves_one() -> None:
    assert order_of_column("start", NEITHER).order == "day-first"
    usual = order_of_column("start", NEITHER, "month-first")
    assert usual == ("month-first", "")
    said = "08/05/2024 is read with the month first, as this payer's providers write days."
    assert usual.said_of("08/05/2024") == said
    assert usual.said_of("2024-08-06") == ""
    assert order_of_column("start", [*NEITHER, ("row 4", "13/08/2024")], "month-first").order == "day-first"
