"""A table of episodes, presentations and visits weighs what a calculation in fractions says, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl
import pytest

import kfees
from effort import times
from laws.portfolio_cells import AGES, HOURS, LEAVE, STAY_DAYS, cell
from laws.portfolio_cells import FLAGS as YES_OR_NO
from laws.portfolio_cells import REMOTENESS as AREAS
from nwau_cases import PSYCHIATRIC_AGES, REMOTENESS, dice
from nwau_fractions import YEARS, Refused, Row, half_up, year_of
from portfolios import BAD

COLUMN = {"acute": "drg", "emergency": "emergency", "clinic": "clinic"}
FLAGS = ("indigenous", "radiotherapy", "dialysis")


def any_row(random: Random) -> dict[str, Any]:
    """A stay, a presentation or a visit in any year; here and there an impossible one."""
    year = random.choice(YEARS)
    care = random.choice(("acute", "acute", "acute", "emergency", "clinic"))
    of_year = year if random.random() < 0.95 else random.choice(YEARS)
    code = random.choice(list(of_year.tables[care]))
    row: dict[str, Any] = {COLUMN[care]: code}
    day = year.first_day + timedelta(days=random.randrange(-3, 365))
    if care == "acute":
        row |= stay_of(random, of_year.tables[care][code])
    if care == "acute" and random.random() < 0.3:
        row |= {"admitted": day - timedelta(days=row["nights"]), "discharged": day, "stated": None}
    else:
        row["on"] = day
    age = random.choice((None, 0, 9, 17, 18, 45, 130))
    row |= {flag: random.random() < 0.2 for flag in FLAGS}
    return row | {
        "age": age,
        "specialist_paediatric": random.random() < (0.02 if age is None else 0.4),
        "residence": random.choice((None, *REMOTENESS)),
        "treatment": random.choice((None, *REMOTENESS)),
        "private_patient": care == "acute" and random.random() < 0.15,
        "multiple_providers": care == "clinic" and random.random() < 0.4,
        "psychiatric_age": random.choice((None, None, None, *PSYCHIATRIC_AGES)),
        "adjustment": random.choice((None, None, None, "COVID-19 treatment")),
    }


def stay_of(random: Random, of: dict[str, str]) -> dict[str, Any]:
    lower, upper = int(of["lower_bound"]), int(of["upper_bound"])
    near = (0, 0, 1, lower - 1, lower, upper, upper + 1, random.randint(lower, upper), upper + 300)
    nights = max(0, random.choice(near))
    leave = random.choice((None, None, 0, random.randint(0, nights), nights + (random.random() < 0.1)))
    most = 240 * max(1, nights - (leave or 0))
    hours = random.choice(
        (None, None, Decimal(random.randint(0, most)) / 10, Decimal(most + random.randint(-1, 1)) / 10)
    )
    return {"nights": nights, "leave_days": leave, "icu_hours": hours}


def expected(row: Row) -> dict[str, Any]:
    """What the table has to say; Refused where it has to refuse the row."""
    day = row.get("discharged") or row["on"]
    year = year_of(day)
    ((care, code),) = ((care, row[column]) for care, column in COLUMN.items() if row.get(column))
    weight = year.weight(care, code, row)
    priced = weight is not None and year.price is not None
    return {
        "nwau": None if weight is None else half_up(weight, 10),
        "amount": half_up(weight * year.price, 2) if priced else None,  # type: ignore[operator]
        "version": year.first_day,
    }


def otherwise(rows: list[dict[str, Any]], frame: pl.DataFrame, library: kfees.Library) -> Iterator[object]:
    """The rows that are weighed otherwise, or refused though they can be weighed, or weighed though not."""
    weighed = kfees.nwau_table(frame.lazy(), library).collect()
    assert weighed.select(frame.columns).equals(frame, null_equal=True)
    for row, found in zip(rows, weighed.iter_rows(named=True), strict=True):
        try:
            meant = expected(row)
        except Refused:
            meant = {"nwau": None, "amount": None, "version": None}
            if not found["problem"]:
                yield row, found
            continue
        if found["problem"] or {name: found[name] for name in meant} != meant:
            yield row, found, meant
        if (found["amount"] is None) != bool(found["reason"]):
            yield row, found


@pytest.mark.parametrize("written", [True, False], ids=["as text", "typed"])
def test_random_rows_weigh_what_a_calculation_in_fractions_says(
    written: bool, library: kfees.Library
) -> None:
    random = dice(f"fractions, {written}")
    rows = [any_row(random) for _ in range(times(1000))]
    columns = dict.fromkeys(name for row in rows for name in row if name != "stated")
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in columns},
        schema_overrides={"icu_hours": pl.Decimal(12, 4)},
    )
    # Where a row has both days of its stay, it need not state its nights.
    nights = [None if "stated" in row else row.get("nights") for row in rows]
    frame = frame.with_columns(pl.Series("nights", nights, dtype=pl.Int64))
    if written:
        frame = frame.cast(pl.String)
    assert list(otherwise(rows, frame, library))[:3] == []


WRITTEN = {
    "age": AGES,
    "icu_hours": HOURS,
    "leave_days": LEAVE,
    **dict.fromkeys((*FLAGS, "private_patient", "specialist_paediatric", "multiple_providers"), YES_OR_NO),
    **dict.fromkeys(("residence", "treatment"), AREAS),
    **dict.fromkeys(("on", "admitted", "discharged"), STAY_DAYS),
}
"""Columns, and the kinds of cells that they may have."""


def test_cells_as_people_write_them_weigh_the_same_and_wrong_ones_refuse_their_row(
    library: kfees.Library,
) -> None:
    random = dice("written")
    for _ in range(times(8)):
        rows = [any_row(random) for _ in range(60)]
        columns: dict[str, pl.Series] = {
            name: pl.Series(name, [row.get(name) for row in rows], dtype=pl.String)
            for name in (*COLUMN.values(), "psychiatric_age", "adjustment")
        }
        nights = [None if "stated" in row else row.get("nights") for row in rows]
        columns["nights"] = pl.Series("nights", nights, dtype=pl.Int64)
        wrong: set[int] = set()
        for name, kinds in WRITTEN.items():
            kind = random.choice(kinds)
            cells, meant = zip(*(cell(random, kind, row.get(name)) for row in rows), strict=True)
            columns[name] = pl.Series(name, cells, dtype=kind.polars)
            wrong |= {number for number, one in enumerate(meant) if one is BAD}
        frame = pl.DataFrame(list(columns.values()))
        found = kfees.nwau_table(frame.lazy(), library).collect()["problem"].is_not_null().to_list()
        assert all(found[number] for number in wrong)
        plain = [number for number in range(len(rows)) if number not in wrong]
        assert list(otherwise([rows[number] for number in plain], frame[plain], library))[:3] == []


def test_a_day_before_the_first_weights_is_refused_and_not_weighed(library: kfees.Library) -> None:
    frame = pl.DataFrame(
        {"drg": ["B71B"] * 2, "nights": [4] * 2, "on": [date(2020, 6, 30), date(2020, 7, 1)]}
    )
    weighed = kfees.nwau_table(frame.lazy(), library).collect()
    assert weighed["nwau"].is_null().to_list() == [True, False]
