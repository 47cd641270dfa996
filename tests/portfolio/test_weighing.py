"""Weighing by columns is weighing one by one, to the last digit: every weight of every year, every stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random

import polars as pl
import pytest

import kfees
from effort import times
from invented_weights import finer, invented, tables_of, version_with
from kfees.library.version import Version
from kfees.portfolio.weighing import Weighing
from nwau_cases import (
    REMOTENESS,
    bounds_of,
    dice,
    each_adjustment_alone,
    random_facts,
    version_of,
)
from nwau_oracle import YEARS, Facts
from rows_to_weigh import Rows

SWEEP = pytest.mark.no_cover

FAR = (98, 400)
"""Nights far beyond most upper bounds."""


@pytest.fixture(scope="module")
def versions(library: kfees.Library) -> list[Version]:
    return [version_of(library, year) for year in YEARS]


@pytest.fixture(scope="module")
def weighing(versions: list[Version]) -> Weighing:
    """Of every shipped year."""
    return Weighing(versions)


def stays_of(version: Version, item: str) -> list[int]:
    """The nights at and around each bound of a DRG, and far beyond."""
    assert version.activity is not None
    weight = version.activity.weight(item)
    bounds = {"from_day": str(weight.lower_bound), "to_day": str(weight.upper_bound)}  # type: ignore[union-attr]
    return [*bounds_of(bounds), *FAR]


def alone_of(year: int) -> Callable[[int], list[Facts]]:
    """Each adjustment alone, of a stay of so many nights: the hours at, below and above whole days too."""

    def found(nights: int) -> list[Facts]:
        hours = [Decimal(text) for text in ("0.0001", "23.9999", "24", "24.5", "47.75", "48")]
        cases = [Facts(nights, icu_hours=one) for one in hours if one <= 24 * max(1, nights)]
        cases += [Facts(nights, leave_days=days) for days in {1, nights} if days <= nights]
        cases += [one for one in each_adjustment_alone(year, nights) if one.icu_eligible or not one.icu_hours]
        return cases

    return cache(found)


def assert_weighed_alike(rows: Rows, *, narrow: bool = False) -> None:
    """Every row that columns can weigh is, and weighs what it does alone."""
    found = rows.compared(narrow=narrow)
    assert found.otherwise[:3] == []
    assert found.left[:3] == []
    assert found.weighed


@SWEEP
def test_every_stay_of_every_drg_and_year_weighs_what_it_does_alone(
    versions: list[Version], weighing: Weighing
) -> None:
    """In a table of nights alone, and beside every other column."""
    rows = Rows(versions, weighing)
    known = cache(lambda nights: rows.known(Facts(nights)))
    for number, version in enumerate(rows.versions):
        assert version.activity is not None
        for item in version.activity.items_of("acute"):
            for nights in stays_of(version, item):
                rows.add(number, item, known(nights))
    assert_weighed_alike(rows, narrow=True)
    assert_weighed_alike(rows)


@SWEEP
@pytest.mark.parametrize("year", YEARS)
def test_each_adjustment_alone_and_a_dozen_mixtures_weigh_what_they_do_alone(
    year: int, versions: list[Version], weighing: Weighing
) -> None:
    """Half of the adjustments and one of the stays by turns; all of them where tests run long."""
    place, random, parts = YEARS.index(year), dice(year), 2 if times(1) == 1 else 1
    rows, version = Rows(versions, weighing), versions[place]
    of_stay = alone_of(year)
    alone = cache(lambda nights: [rows.known(facts) for facts in of_stay(nights)])
    mixed = cache(lambda nights: [rows.known(random_facts(random, year, nights)) for _ in range(12)])
    assert version.activity is not None
    for number, item in enumerate(version.activity.items_of("acute")):
        stays = stays_of(version, item)
        for turn in range(min(len(stays), times(1))):
            nights = stays[(number + turn) % len(stays)]
            for facts in (*alone(nights)[number % parts :: parts], *mixed(nights)):
                rows.add(place, item, facts)
    assert_weighed_alike(rows)


@SWEEP
@pytest.mark.parametrize("stream", ["emergency", "clinic"])
def test_presentations_and_visits_weigh_what_they_do_alone(
    stream: str, versions: list[Version], weighing: Weighing
) -> None:
    random, parts = dice(stream), 3 if times(1) == 1 else 1
    rows = Rows(versions, weighing)
    for number, (year, version) in enumerate(zip(YEARS, rows.versions, strict=True)):
        places = product(REMOTENESS, REMOTENESS)
        mixed = [replace(random_facts(random, year), residence=one, treatment=other) for one, other in places]
        known = [rows.known(facts) for facts in (*each_adjustment_alone(year, 0), *mixed)]
        assert version.activity is not None
        for place, item in enumerate(version.activity.items_of(stream)):  # type: ignore[arg-type]
            for facts in known[place % parts :: parts]:
                rows.add(number, item, facts)
    assert_weighed_alike(rows)


def test_a_table_of_one_column_of_facts_alone_weighs_as_one_of_all(
    versions: list[Version], weighing: Weighing
) -> None:
    place = YEARS.index(2024)
    tables = versions[place].activity
    assert tables is not None
    for facts in alone_of(2024)(5):
        rows = Rows(versions, weighing)
        number = rows.known(facts)
        for item in ("10.14", "20.48", "E0110A", *tables.items_of("acute")[::40]):
            rows.add(place, item, number)
        assert rows.compared(narrow=True).otherwise == []


def mixtures(random: Random, version: Version, number: int, rows: Rows, count: int) -> None:
    """Mixtures of facts at the stays of every DRG of a version, and of its presentations and visits."""
    assert version.activity is not None
    for item in version.activity.items_of("acute"):
        for nights in stays_of(version, item):
            rows.add(number, item, random_facts(random, 2025, min(nights, 100_000)))
    for item in (*version.activity.items_of("emergency"), *version.activity.items_of("clinic")):
        for _ in range(count):
            rows.add(number, item, random_facts(random, 2025))


ROUNDINGS = ((4, 6, 10), (3, 5, 7), (0, 2, 4), None)


def test_finer_weights_are_rounded_at_every_step_as_the_engine_rounds_them(library: kfees.Library) -> None:
    """The shipped weights have so few decimals that the year's rounding never changes any."""
    random, shipped = dice("finer"), version_of(library, 2025)
    tables = finer(random, shipped, every=12, decimals=3)
    rows = Rows([version_with(tables, price="7258.35", rounding=one) for one in ROUNDINGS])
    for number, version in enumerate(rows.versions):
        mixtures(random, version, number, rows, 4)
    assert_weighed_alike(rows)


@pytest.mark.parametrize(("step", "places"), [("base", 4), ("paediatric", 6), ("adjusted", 10)])
def test_the_rounding_of_each_step_bites_on_finer_weights(
    step: str, places: int, library: kfees.Library
) -> None:
    tables = finer(dice("finer"), version_of(library, 2025), every=12, decimals=3)
    rounding = dict.fromkeys(("base", "paediatric", "adjusted"), 12) | {step: places}
    versions = [version_with(tables, rounding=tuple(rounding.values())), version_with(tables)]
    rows = Rows(versions)
    for number, version in enumerate(versions):
        mixtures(dice("bites"), version, number, rows, 4)
    half = len(rows.rows) // 2
    found = rows.by_columns()
    changed = sum(one != other for one, other in zip(found[:half], found[half:], strict=True))
    assert changed > half / 10
    assert rows.compared().otherwise[:3] == []


def test_weights_with_too_many_decimals_are_left_to_the_engine_and_no_others(library: kfees.Library) -> None:
    tables = tables_of(version_of(library, 2025))
    fine = [row for row in tables["acute"] if row["item"] in ("B71A", "B71B")]
    fine[1] = {**fine[1], "inlier": "0.123456789012"}
    version = version_with({**tables, "acute": fine}, rounding=(4, 6, 10))
    rows = Rows([version])
    for item, nights in product(("B71A", "B71B"), range(40)):
        rows.add(0, item, Facts(nights, indigenous=True))
    of_item = {row.item: found is None for row, found in zip(rows.rows, rows.by_columns(), strict=True)}
    assert of_item == {"B71A": False, "B71B": True}
    assert rows.compared().otherwise == []


@SWEEP
def test_years_of_any_figures_and_adjustments_weigh_as_the_engine_does_or_are_left_to_it() -> None:
    random = dice("invented")
    weighed = every = 0
    for _ in range(times(60)):
        rows = Rows([invented(random), invented(random)])
        for number, version in enumerate(rows.versions):
            mixtures(random, version, number, rows, 6)
            for item in version.items:
                rows.add(number, item, random_facts(random, 2025, random.choice((1_000, 99_999, 100_000))))
        found = rows.compared()
        assert found.otherwise[:3] == []
        every += len(rows.rows)
        weighed += found.weighed
    assert weighed > every / 8


@pytest.mark.parametrize("nwau", ["1270", "1271", "1300.0001", "92233.7204", "9999.9999", "999999.9999"])
@pytest.mark.parametrize("price", ["7258", "9999.99", "0.01"])
def test_a_weight_times_its_price_is_exact_beyond_64_bits_of_its_last_digits(
    nwau: str, price: str, library: kfees.Library
) -> None:
    tables = tables_of(version_of(library, 2025))
    tables["acute"] = [{**row, "inlier": nwau} for row in tables["acute"] if row["item"] == "B71B"]
    rows = Rows([version_with(tables, price=price, rounding=(4, 6, 10))])
    rows.add(0, "B71B", Facts(4))
    rows.add(0, "B71B", Facts(4, indigenous=True, residence="RA4", treatment="RA4"))
    assert_weighed_alike(rows)


def test_the_heaviest_and_finest_weights_times_the_highest_price_are_exact(library: kfees.Library) -> None:
    tables = tables_of(version_of(library, 2025))
    fine = {"inlier": "2999999.99999999", "paediatric": "1.00000001", "lower_bound": "1"}
    tables["acute"] = [{**row, **fine} for row in tables["acute"] if row["item"] == "B71B"]
    values = {"indigenous": "0.0001", "treatment_remoteness": "0.0009"}
    tables["adjustments"] = [
        {**row, "streams": "acute", "value": values[row["fact"]]}
        for row in tables["adjustments"]
        if row["fact"] in values and "acute" in row["streams"]
    ]
    rows = Rows([version_with(tables, price="999999.99", rounding=one) for one in (None, (8, 12, 12))])
    for version, age, one in product((0, 1), (9, 45), (True, False)):
        facts = Facts(4, indigenous=one, treatment="RA4", age=age, specialist_paediatric=True)
        rows.add(version, "B71B", facts)
    assert rows.compared().otherwise == []
    assert rows.compared().left


ODD = (
    *(Facts(0, leave_days=1), Facts(4, leave_days=5), Facts(-1), Facts(100_001), Facts(4, leave_days=-1)),
    *(Facts(0, icu_hours=Decimal("24.0001")), Facts(2, leave_days=1, icu_hours=Decimal("24.5"))),
    *(Facts(4, icu_hours=Decimal("-0.5")), Facts(4, age=131), Facts(4, age=-1)),
    Facts(4, private_patient=True),
)


def test_what_is_impossible_or_not_in_the_year_is_left_to_the_engine(
    versions: list[Version], weighing: Weighing
) -> None:
    rows, first, last = Rows(versions, weighing), 0, len(versions) - 1
    before, after = set(versions[first].items), set(versions[last].items)
    for facts in ODD:
        rows.add(last, "B71B", facts)
    for number, items in ((first, after - before), (last, before - after)):
        for item in items:
            rows.add(number, item, Facts(4))
    rows.add(None, "B71B", Facts(4))
    rows.add(last, None, Facts(4))
    rows.add(last, "B71B", Facts(4, age=None, specialist_paediatric=True))  # type: ignore[arg-type]
    rows.add(last, "B71B", Facts(None))  # type: ignore[arg-type]
    assert len(rows.rows) > len(ODD) + 5
    assert set(rows.by_columns()) == {None}


def test_a_table_without_nights_weighs_visits_and_presentations_alone(
    versions: list[Version], weighing: Weighing
) -> None:
    rows = Rows(versions, weighing)
    for item in ("B71B", "10.14", "E0110A"):
        rows.add(0, item, Facts(0))
    found = rows.by_columns(narrow=True)
    assert found[0] is None
    assert found[1:] == [rows.alone(row) for row in rows.rows[1:]]


def test_a_visit_has_no_nights_among_rows_that_have_some(versions: list[Version], weighing: Weighing) -> None:
    rows = Rows(versions, weighing)
    rows.add(0, "B71B", Facts(4))
    for item in ("10.14", "E0110A"):
        rows.add(0, item, Facts(None))  # type: ignore[arg-type]
    assert rows.by_columns() == [rows.alone(row) for row in rows.rows]


def test_no_row_weighs_nothing(weighing: Weighing) -> None:
    empty = pl.DataFrame(schema={"version": pl.Int64, "item": pl.Enum(weighing.items), "nights": pl.Int64})
    assert weighing.nwau(empty).to_list() == []
