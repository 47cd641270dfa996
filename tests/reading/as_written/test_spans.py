"""Several days in one cell, as a clinic writes them: each is read, or the cell is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfees.model.problems import Unreadable
from kfees.reading.as_written.days import ColumnOrder, order_of_column
from kfees.reading.as_written.spans import days_as_written, days_in, said_of_span


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("5/8/2024", "2024-08-05", "2024-08-05", 1),
        ("5-Aug-24", "2024-08-05", "2024-08-05", 1),
        ("Mon, 5 Aug 2024", "2024-08-05", "2024-08-05", 1),
        ("16/9/25 - 29/9/25", "2025-09-16", "2025-09-29", 14),
        ("16/9/25-29/9/25", "2025-09-16", "2025-09-29", 14),
        ("16/9/25\N{EN DASH}29/9/25", "2025-09-16", "2025-09-29", 14),
        ("from 16/9/25 to 29/9/25", "2025-09-16", "2025-09-29", 14),
        ("5-Aug-24, 6-Aug-24 and 7-Aug-24", "2024-08-05", "2024-08-07", 3),
        ("5-Aug-24, 7-Aug-24 - 9-Aug-24", "2024-08-05", "2024-08-09", 4),
        ("5-9 Aug 2024", "2024-08-05", "2024-08-09", 5),
        ("5th - 9th August 2024", "2024-08-05", "2024-08-09", 5),
        ("5 Aug - 9 Aug 2024", "2024-08-05", "2024-08-09", 5),
        ("29 Jul until 9 Aug 2024", "2024-07-29", "2024-08-09", 12),
        ("5/8 - 9/8/2024", "2024-08-05", "2024-08-09", 5),
        ("5/8/2024 to 9/8", "2024-08-05", "2024-08-09", 5),
        ("5-9/8/2024", "2024-08-05", "2024-08-09", 5),
        ("30/12 - 3/1/2025", "2024-12-30", "2025-01-03", 5),
        ("30/12/2024 - 3/1", "2024-12-30", "2025-01-03", 5),
        ("2024-08-05 to 2024-08-09", "2024-08-05", "2024-08-09", 5),
        ("5-Aug-24 - 9-Aug-24", "2024-08-05", "2024-08-09", 5),
        ("5/8/24, 9/8/24", "2024-08-05", "2024-08-09", 2),
        ("5, 6 and 9/8/2024", "2024-08-05", "2024-08-09", 3),
        ("5 & 9 Aug 2024", "2024-08-05", "2024-08-09", 2),
        ("9, 5, 5/8/2024", "2024-08-05", "2024-08-09", 2),
        ("Mon, 5 Aug 2024; Fri, 9 Aug 2024", "2024-08-05", "2024-08-09", 2),
        ("Mon 5 and Tue 6 Aug 2024", "2024-08-05", "2024-08-06", 2),
        ("5-9, 12-16 Aug 2024", "2024-08-05", "2024-08-16", 10),
        ("5/8/24-9/8/24; 12/8/24", "2024-08-05", "2024-08-12", 6),
    ],
)
def test_the_days_of_a_cell(text: str, first: str, last: str, count: int) -> None:
    days = days_as_written(text)
    assert (str(days[0]), str(days[-1]), len(days)) == (first, last, count)
    assert sorted(set(days)) == list(days)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("8 to 9 August", "'8 to 9 August' is not a date."),
        ("soon", "'soon' is not a date."),
        ("30 - 2/9/2024", "'30 - 2/9/2024' ends before it begins."),
        ("5/8/2024 - 99/9", "'5/8/2024 - 99/9' is not a date."),
        ("29/9/25 - 16/9/25", "'29/9/25 - 16/9/25' ends before it begins."),
        ("5/8/24 - 9/8/34", "'5/8/24 - 9/8/34' is longer than a year."),
        ("31/6/2024", "2024-06-31 does not exist."),
        ("5, soon and 7/8/2024", "'5, soon and 7/8/2024' is not a date."),
        ("5/8/2024, later", "'5/8/2024, later' is not a date."),
        ("5-9, 12 sessions", "'5-9, 12 sessions' is not a date."),
    ],
)
def test_a_cell_that_is_not_certain_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        days_as_written(text)
    assert str(caught.value) == message
    assert caught.value.remedy


WRITTEN = (
    "{0:%d/%m/%Y} - {1:%d/%m/%Y}",
    "{0:%-d/%-m/%y}-{1:%-d/%-m/%y}",
    "{0} to {1}",
    "{0:%-d %B %Y} \N{EN DASH} {1:%-d %B %Y}",
    "{0:%-d %b} - {1:%-d %b %Y}",
    "{0:%a, %-d %b %Y} to {1:%d-%b-%y}",
)


@given(
    first=st.dates(date(2018, 7, 1), date(2027, 6, 30)),
    length=st.integers(1, 60),
    written=st.sampled_from(WRITTEN),
)
def test_every_way_to_write_a_span_is_the_same_days(first: date, length: int, written: str) -> None:
    last = first + timedelta(days=length)
    days = days_as_written(written.format(first, last))
    assert days == tuple(first + timedelta(days=number) for number in range(length + 1))


def test_the_order_of_a_column_is_known_by_the_parts_of_its_spans() -> None:
    cells = ["08/05/2024 - 08/13/2024", "08/06/2024"]
    order = order_of_column("Date", [("", part) for cell in cells for part in (cell, *days_in(cell))])
    assert order == ColumnOrder("month-first", "08/13/2024")
    assert [str(day) for day in days_as_written(cells[0], order.order)][::8] == ["2024-08-05", "2024-08-13"]
    assert said_of_span(order, cells[0]).startswith(f"{cells[0]} is read with the month first")
    assert said_of_span(order, "5 August 2024") == ""
