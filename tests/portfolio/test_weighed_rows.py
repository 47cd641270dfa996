"""Rows of hospitals, weighed by columns, are what their courses come to alone, whatever a schedule or a
setting says of what is weighed; and nothing is kept of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import kfees
from effort import times
from invented_weights import finer, tables_of, version_with
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.portfolio.pricer import Pricer
from laws.portfolio_cells import AR_DRGS, CLASSES, TIER_2, portfolios
from nwau_cases import SCHEDULE, dice, version_of
from overlays import write_version
from portfolios import assert_same, course

ADMITTED, SAME_DAY, CLINIC = (f"public-hospital-{name}" for name in ("admitted", "same-day", "outpatient"))


def a_few_weights(library: Library) -> Version:
    """The shipped ones of 2024 that rows by chance have, and those that its adjustments name."""
    shipped, kept = version_of(library, 2024), {*AR_DRGS, *CLASSES, *TIER_2}
    tables = tables_of(shipped)
    kept |= {code for row in tables["adjustments"] for code in f"{row['items']} {row['except']}".split()}
    few = {name: [row for row in rows if row.get("item", "B71B") in kept] for name, rows in tables.items()}
    files = {**version_with(few).files, "schedule.toml": shipped.files["schedule.toml"]}
    return Version(SCHEDULE, shipped.first_day, "invented", files)


def write(folder: Path, files: dict[str, bytes], *changes: tuple[str, str], day: str = "2024-07-01") -> None:
    """A version of weights with its facts changed."""
    path = folder / SCHEDULE / day
    path.mkdir(parents=True)
    facts = files["schedule.toml"].decode()
    for before, after in changes:
        assert before in facts
        facts = facts.replace(before, after)
    for name, content in {**files, "schedule.toml": facts.encode()}.items():
        (path / name).write_bytes(content)


def shipped_setting(folder: Path, name: str, *changes: tuple[str, str], more: str = "") -> None:
    text = (Path(__file__).parents[2] / "schedules" / "settings" / f"{name}.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / "settings" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + more, encoding="utf-8")


def other_facts_each_year(folder: Path, library: Library) -> None:
    files = dict(a_few_weights(library).files)
    write(folder, files, ('gst = "free"', 'gst = "exclusive"'), day="2020-07-01")
    write(folder, files, ('basis = "reference"', 'basis = "published"'), day="2021-07-01")
    write(folder, files, ('basis = "reference"', 'basis = "floor"'), day="2022-07-01")
    write(folder, files, ('currency = "AUD"', 'currency = "USD"'), day="2023-07-01")
    write(folder, files, ("price_per_weight = 6465\n", ""))
    tables = finer(dice("rows"), a_few_weights(library), every=1, decimals=3)
    write(folder, dict(version_with(tables, price="6465.35").files), day="2025-07-01")


def a_version_within_the_year(folder: Path, library: Library) -> None:
    """From a Monday on; only some weights are others, and who is paid."""
    files = dict(a_few_weights(library).files)
    files["clinics.csv"] = files["clinics.csv"].replace(b"10.10,0.0521", b"10.10,0.0999")
    files["acute.csv"] = files["acute.csv"].replace(b"B71A", b"B71X")
    write(folder, files, ('payee = "hospital"', 'payee = "medical"'), day="2025-03-03")


def a_version_of_rates_within_the_year(folder: Path, _: Library) -> None:
    write_version(folder, SCHEDULE, "2025-03-03", "B71B,A stay,5000.00,episode", payee='"hospital"')


def service(schedule: str, item: str, when: str) -> str:
    return f'\n[[service]]\nschedule = "{schedule}"\nitem = "{item}"\nwhen = "{when}"\n'


def services_beside_what_is_weighed(folder: Path, _: Library) -> None:
    """A doctor beside the stay, two visits a session, a drug that is priced beside the same-day stays."""
    shipped_setting(folder, ADMITTED, more=service("medical", "2801", "each treatment day"))
    shipped_setting(folder, CLINIC, more=service(SCHEDULE, "20.48", "each treatment day"))
    drug = {"payee": '"pharmacy"', "next_change_expected": "2025-01-28"}
    write_version(folder, "pharmacy", "2024-03-05", "ketamine-200mg,Ketamine,12.34,ampoule", **drug)
    shipped_setting(folder, SAME_DAY, ("drug_included = true", "drug_included = false"))


def a_bed_beside_the_stay_and_no_price_of_visits(folder: Path, _: Library) -> None:
    shipped_setting(folder, ADMITTED, more=service("private-hospital", "M", "each night"))
    shipped_setting(folder, CLINIC, ("when =", 'cannot_determine = "Nobody knows."\nwhen ='))
    shipped_setting(folder, SAME_DAY, more=service("medical", "2801", "first treatment day"))


def rules_between_items(folder: Path, _: Library) -> None:
    rules = folder / "item-rules" / "worksafe-victoria" / "2024-09-02.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text(
        'title = "Rules"\npublisher = "Nobody"\nsource = "Made for a test"\nread = 2024-06-01\n'
        f'[[rule]]\nname = "few"\nschedule = "{SCHEDULE}"\nkind = "at most in a course"\n'
        'items = ["10.14", "20.48", "B71B"]\ntimes = 3\nsays = "Three are payable."\n',
        encoding="utf-8",
    )


OVERLAYS = {
    change.__name__.replace("_", " "): change
    for change in (
        *(other_facts_each_year, a_version_within_the_year, a_version_of_rates_within_the_year),
        *(services_beside_what_is_weighed, a_bed_beside_the_stay_and_no_price_of_visits, rules_between_items),
    )
}


@pytest.mark.parametrize("name", OVERLAYS)
def test_rows_of_hospitals_are_what_their_courses_come_to_alone(
    name: str, tmp_path: Path, library: Library
) -> None:
    OVERLAYS[name](tmp_path, library)
    loaded = kfees.load_schedules(tmp_path, environment={})
    for portfolio in portfolios(times(1), name, of_hospitals=True):
        priced = kfees.price_portfolio(portfolio.frame(), loaded).collect()
        assert_same(priced.to_dicts(), portfolio.rows, loaded)


def test_visits_from_a_weekend_on_are_weighed_by_the_version_of_the_first_session(
    tmp_path: Path, library: Library
) -> None:
    a_version_within_the_year(tmp_path, library)
    loaded = kfees.load_schedules(tmp_path, environment={})
    visits = {"setting": CLINIC, "medical_charge": None}
    rows = [
        {**course(date(2025, 3, day), **visits), "clinic": clinic}
        for day in (1, 2, 3)
        for clinic in ("10.14", "10.10", "20.48")
    ]
    frame = pl.LazyFrame(rows, schema_overrides={"medical_charge": pl.Int64, "pharmacy_charge": pl.Int64})
    assert_same(kfees.price_portfolio(frame, loaded).collect().to_dicts(), rows, loaded)


def test_nothing_is_kept_of_rows_that_are_weighed_by_columns(library: Library) -> None:
    """A million episodes, all different, take no more than a few courses that stand for them."""
    random, drgs = dice("kept"), version_of(library, 2024).items[:700]
    rows = 4_000
    frame = pl.DataFrame(
        {
            "regimen": "crps-4-day",
            "setting": ADMITTED,
            "start": [date(2024, 7, 1) + timedelta(days=random.randrange(700)) for _ in range(rows)],
            "nights": [random.randint(4, 99) for _ in range(rows)],
            "drg": random.choices(drgs, k=rows),
            "age": [random.randint(0, 99) for _ in range(rows)],
            "icu_hours": [Decimal(random.randrange(960)) / 10 for _ in range(rows)],
            "hospital_charge": [Decimal(random.randrange(10**7)) / 100 for _ in range(rows)],
        }
    )
    pricer = Pricer(frame.schema, library)
    kept = []
    for piece in frame.iter_slices(rows // 4):
        assert pricer(piece)["problem"].null_count() == piece.height
        kept.append(pricer._shapes._learned.table.height)
    assert kept[0] == kept[-1] < 20
    assert pricer._keys._by_combination == [()]
