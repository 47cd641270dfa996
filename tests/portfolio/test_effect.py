"""What another schedule would change: price, mix and unpriced, which add up to the change."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import kfees
from effort import times
from kfees.library.library import Library
from kfees.portfolio.effect import Change, Effect
from laws.portfolio_cells import Portfolio, portfolios
from nwau_cases import dice
from overlays import write_version
from portfolios import asked, course, effect_of, priced_alone, request_of

BEFORE, AFTER = date(2024, 7, 1), date(2025, 7, 1)


def compared(
    library: Library, *rows: dict[str, object], first: date = BEFORE, second: date = AFTER
) -> Effect:
    return effect_of(pl.LazyFrame(rows), library, first, second)


def parts(change: Change) -> tuple[Decimal, ...]:
    """Before, price, mix, unpriced and after."""
    return change.before, change.price, change.mix, change.unpriced, change.after


def amounts(*texts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, texts))


def test_a_pinned_library_prices_every_day_by_the_versions_of_one(library: Library) -> None:
    request = request_of(course(date(2018, 8, 6)))
    quote = kfees.price(request, library.pinned_to(date(2025, 8, 1)))
    versions = {line.schedule: line.version for line in quote.lines}
    assert versions == {"private-hospital": BEFORE, "medical": AFTER}
    assert {line.schedule: line.stale for line in quote.lines} == {"private-hospital": True, "medical": False}
    assert min(day for line in quote.lines for day in line.dates) == date(2018, 8, 6)
    assert kfees.price(request, library) != quote, "the library itself stays as it was"


def test_before_the_first_version_of_a_schedule_a_pinned_library_knows_no_rate(library: Library) -> None:
    quote = kfees.price(request_of(course()), library.pinned_to(date(2018, 6, 30)))
    assert quote.totals.maximum is None
    assert all(line.determination == "cannot determine" for line in quote.lines)


def test_a_change_of_rates_alone_is_all_price(library: Library) -> None:
    found = compared(library, course(), course())
    # 2801 from 174.50 to 178.70 once, 2806 from 87.30 to 89.40 nine times; DS1 has no newer version.
    assert parts(found.total) == amounts("7419.60", "46.20", "0", "0", "7465.80")
    assert parts(found.by_item["private-hospital:DS1"]) == amounts("5499.20", "0", "0", "0", "5499.20")
    assert found.by_item["medical:2806"].price == 2 * 9 * Decimal("2.10")
    assert found.by_item["medical:2806"].services == 18
    assert found.by_item["medical:2806"].courses == 2


def test_a_stay_parts_into_the_price_of_a_weight_and_the_weight(library: Library) -> None:
    stay = course(setting="public-hospital-admitted", medical_charge=None)
    found = compared(library, stay)
    old, new = (kfees.price(request_of(stay), library.pinned_to(day)).lines[0] for day in (BEFORE, AFTER))
    assert old.weight is not None
    assert new.weight is not None
    assert new.price_per_weight is not None
    assert old.maximum is not None
    assert old.weight != new.weight, "the two years must weigh the stay otherwise"
    between = (old.weight * new.price_per_weight).quantize(Decimal("0.01"))
    assert found.total.price == between - old.maximum
    assert found.total.after == new.maximum
    assert found.total.mix == found.total.after - between


def test_a_rate_on_one_day_alone_is_unpriced_and_counted(library: Library) -> None:
    forward = compared(library, course(), first=date(2023, 7, 1), second=BEFORE).total
    backward = compared(library, course(), first=BEFORE, second=date(2023, 7, 1)).total
    assert forward.unpriced == Decimal("960.20") == -backward.unpriced
    assert forward.unpriced_before == backward.unpriced_after == 10
    assert forward.unpriced_after == backward.unpriced_before == 0
    assert forward.price == Decimal("2749.60") - Decimal("2269.00") == -backward.price


@pytest.mark.parametrize(
    "facts",
    [
        {"basis": '"supplied"'},
        {"basis": '"floor"', "gst": '"exclusive"'},
        {"basis": '"reference"', "gst": '"included"'},
    ],
)
def test_another_figure_that_is_no_change_of_price_is_a_part_of_its_own(
    facts: dict[str, str], tmp_path: Path
) -> None:
    rows = ("2801,First,200.00,service", "2806,Later,100.00,service")
    write_version(tmp_path, "medical", "2025-07-01", *rows, **facts)
    found = compared(kfees.load_schedules(tmp_path, environment={}), course())
    # 2801 was at least 174.50 and is 200.00; 2806, nine times, at least 87.30 and is 100.00.
    assert parts(found.total) == amounts("3709.80", "0", "0", "0", "3849.60")
    assert found.total.other_kind == Decimal("139.80")
    assert found.total.before_of_both == Decimal("2749.60")
    assert found.has_other_kinds


def test_another_unit_is_no_change_of_price(tmp_path: Path) -> None:
    rows = ("2801,First,200.00,hour", "2806,Later,89.40,service")
    write_version(tmp_path, "medical", "2025-07-01", *rows, basis='"floor"')
    found = compared(kfees.load_schedules(tmp_path, environment={}), course())
    assert found.by_item["medical:2801"].other_kind == Decimal("25.50")
    assert found.by_item["medical:2806"].price == 9 * Decimal("2.10")


def test_the_same_day_twice_changes_nothing(library: Library) -> None:
    found = compared(library, course(), first=BEFORE, second=BEFORE)
    assert parts(found.total) == amounts("3709.80", "0", "0", "0", "3709.80")


def test_a_bed_whose_days_step_down_otherwise_is_compared_day_by_day(tmp_path: Path) -> None:
    header = "item,label,amount,unit,from_day,to_day"
    beds = {"header": header, "payee": '"hospital"'}
    write_version(
        tmp_path, "private-hospital", "2027-07-01", "M,Bed,100.00,day,1,3", "M,Bed,50.00,day,4,5", **beds
    )
    write_version(
        tmp_path, "private-hospital", "2028-07-01", "M,Bed,110.00,day,1,2", "M,Bed,60.00,day,3,", **beds
    )
    library = kfees.load_schedules(tmp_path, environment={})
    stay = course(regimen="crps-4-day", setting="private-hospital-inpatient", nights=6)
    bed = compared(library, stay, first=date(2027, 7, 1), second=date(2028, 7, 1)).by_item[
        "private-hospital:M"
    ]
    # Days 1 to 5: 100, 100, 100, 50, 50 become 110, 110, 60, 60, 60; day 6 has a rate only afterwards.
    assert parts(bed) == amounts("400", "0", "0", "60", "460")
    assert bed.unpriced_before == 1
    assert bed.unpriced_after == 0


def test_refused_rows_are_counted_and_in_no_figure(library: Library) -> None:
    found = compared(library, course(), course(setting="tent"), course(regimen="crps-4-day"))
    assert (found.refused, found.total.courses, found.total.before) == (2, 1, Decimal("3709.80"))


def test_it_is_said_which_versions_priced_each_day_and_which_are_stale(library: Library) -> None:
    versions = compared(library, course()).versions
    assert {key: used.stale for key, used in versions[AFTER].items()} == {
        ("private-hospital", BEFORE): True,
        ("medical", AFTER): False,
    }
    assert not any(used.stale for used in versions[BEFORE].values())


def test_the_parts_add_up_and_are_what_the_courses_come_to_alone(library: Library) -> None:
    random = dice("effect")
    for portfolio in portfolios(times(15), "effect"):
        first, second = (date(2017, 1, 1) + timedelta(days=random.randrange(11 * 365)) for _ in range(2))
        assert_the_parts_add_up(portfolio, first, second, library)


def assert_the_parts_add_up(portfolio: Portfolio, first: date, second: date, library: Library) -> None:
    found = effect_of(portfolio.frame(), library, first, second)
    priced = [row for row in portfolio.rows if priced_alone(row, library) is not None]
    assert found.refused == len(portfolio.rows) - len(priced)
    for day, total in ((first, found.total.before), (second, found.total.after)):
        pinned = library.pinned_to(day)
        alone = (kfees.price(asked(row, library), pinned).totals.known_maximum for row in priced)
        assert total == sum(alone)
    for changes in (found.settings, found.items):
        assert parts(found.total) == tuple(map(sum, zip(*map(parts, changes), strict=True))) or not changes
        assert all(sum(parts(one)[:-1], one.other_kind) == one.after for one in changes)


@pytest.mark.parametrize("rows", [1, 50_000])
def test_a_portfolio_of_any_length_is_compared_piece_by_piece(rows: int, library: Library) -> None:
    one = compared(library, course()).total
    many = effect_of(
        pl.LazyFrame([course()]).select(pl.all().repeat_by(rows).explode()), library, BEFORE, AFTER
    )
    assert parts(many.total) == tuple(rows * part for part in parts(one))
