"""A schedule that goes out to a workbook and comes back has the same cents, units, days and GST."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.documents.rates_workbook import rates_as_workbook
from kfees.library.version import Version
from kfees.library.writing import version_files
from kfees.model.money import CannotDetermine, Money, NotPayable
from kfees.model.schedule import GST, Rate
from workbooks import read

RATE_SCHEDULES = ("medical", "private-hospital")


def rates_of(version: Version) -> list[Rate]:
    return [rate for item in version.items for rate in version.rates(item)]


def essence(rates: list[Rate]) -> list[tuple[object, ...]]:
    """What a course is priced by. The reason for an unknown amount is the workbook's own word."""
    return [
        (
            rate.item,
            rate.amount if isinstance(rate.amount, Decimal) else type(rate.amount),
            rate.unit,
            rate.gst,
            rate.from_day,
            rate.to_day,
            rate.until,
        )
        for rate in rates
    ]


def out_and_in(version: Version, folder: Path, library: kfees.Library) -> list[Rate]:
    path = folder / "rates.xlsx"
    path.write_bytes(rates_as_workbook(version, rates_of(version)))
    result = read(path, library, sheet="Rates")
    assert [str(problem) for problem in result.problems] == []
    return result.rates


@pytest.mark.no_cover
@pytest.mark.parametrize("schedule", RATE_SCHEDULES)
def test_every_shipped_version_comes_back_to_the_cent(
    schedule: str, tmp_path: Path, library: kfees.Library
) -> None:
    for version in library.versions(schedule):
        assert essence(out_and_in(version, tmp_path, library)) == essence(rates_of(version))


@given(
    cents=st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=8),
    label=st.sampled_from(["Visit", "=1+1", "+61 3 9999", "-", "@home", "Ärger", "a, b; c"]),
)
def test_any_amount_comes_back_to_the_cent_and_any_label_stays_text(
    cents: list[int], label: str, library: kfees.Library
) -> None:
    shipped = library.versions("private-hospital")[0]
    rates = [
        Rate(f"A{number}", label, Decimal(amount).scaleb(-2), "visit", "supplied", "free", "a test")
        for number, amount in enumerate(cents, 1)
    ]
    version = Version("invented", date(2025, 7, 1), "a test", version_files(shipped.facts, rates))
    with TemporaryDirectory() as folder:
        again = out_and_in(version, Path(folder), library)
    assert essence(again) == essence(rates)
    assert {rate.label for rate in again} == {label}


_MONEY: st.SearchStrategy[Money] = st.one_of(
    st.integers(1, 10**7).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.sampled_from([CannotDetermine("it is by report"), NotPayable("it is part of another item")]),
)
_STEPS: st.SearchStrategy[list[tuple[int | None, int | None]]] = st.sampled_from(
    [[(None, None)], [(1, 14), (15, None)], [(1, 7), (8, 21), (22, None)], [(None, 10), (11, None)]]
)


@st.composite
def _rates_of_an_item(draw: st.DrawFn, item: str) -> list[Rate]:
    unit = draw(st.sampled_from(["visit", "hour", "km", "day", "15 minutes"]))
    gst = draw(st.sampled_from(GST))
    until = draw(st.sampled_from([None, None, date(2025, 12, 31), date(2026, 3, 1)]))
    return [
        Rate(
            item,
            f"Service {item}",
            amount,
            unit,
            "supplied",
            gst,
            "a test",
            _reason(amount),
            first,
            last,
            until=until,
        )
        for first, last in draw(_STEPS)
        for amount in [draw(_MONEY)]
    ]


def _reason(amount: Money) -> str:
    return "" if isinstance(amount, Decimal) else amount.reason


@given(data=st.data(), count=st.integers(1, 8))
def test_any_version_comes_back_with_its_units_gst_days_ends_and_what_is_not_known(
    data: st.DataObject, count: int, library: kfees.Library
) -> None:
    shipped = library.versions("private-hospital")[0]
    rates = [rate for n in range(1, count + 1) for rate in data.draw(_rates_of_an_item(f"A{n}"))]
    price = Rate("B", "Visit", Decimal("12.50"), "visit", "supplied", "free", "a test")
    rates += [price._replace(item=f"B{n}") for n, _ in enumerate(rates)]  # a column of prices, mostly
    version = Version("invented", date(2025, 7, 1), "a test", version_files(shipped.facts, rates))
    with TemporaryDirectory() as folder:
        again = out_and_in(version, Path(folder), library)
    assert essence(again) == essence(rates)
