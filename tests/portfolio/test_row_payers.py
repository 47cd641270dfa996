"""Rows of several payers in one portfolio: each as it is alone, and no amount of one added to another's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import kfees
from command_line import run
from invented_queensland import HOSPITAL, PAYER, write_queensland
from kfees.library.library import Library
from kfees.portfolio import RESULTS, Pricer
from portfolios import Row, assert_same, course

DEFAULT = "worksafe-victoria"
SUNSHINE = "Sunshine Compensation Fund of Queensland"


def priced(library: Library, *rows: Row, **kinds: pl.DataType) -> list[Row]:
    return kfees.price_portfolio(pl.LazyFrame(rows, schema_overrides=kinds), library).collect().to_dicts()


def test_each_row_is_priced_by_its_own_payer_and_by_nobody_elses_rates(queensland: Library) -> None:
    starts = [date(2024, 12, 10), date(2024, 8, 5), date(2025, 1, 2)]
    rows = [course(start, payer=payer) for start in starts for payer in (DEFAULT, PAYER, None)]
    found = priced(queensland, *rows)
    assert_same(found, [{**row, "payer": row["payer"] or DEFAULT} for row in rows], queensland)
    assert [row["maximum"] for row in found[3:6]] == [
        Decimal("3709.80"),
        10 * (Decimal("301.15") + Decimal("44.05")) + Decimal("190.25") + 9 * Decimal("95.40")
        + 10 * Decimal("18.35"),
        Decimal("3709.80"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        PAYER,
        "Sunshine Compensation Fund of Queensland",
        "SUNSHINE FUND",
        "the Sunshine Fund",
        " sunshine fund ",
    ],
)
def test_a_payer_is_recognised_as_people_write_it(written: str, queensland: Library) -> None:
    (meant,) = priced(queensland, course(payer=PAYER))
    (found,) = priced(queensland, course(payer=written))
    assert found == {**meant, "payer": written}


def test_an_unknown_payer_refuses_its_own_row_and_says_which_are_known(queensland: Library) -> None:
    frame = pl.DataFrame([course(payer="Sunshine Fnd"), course(payer="Allianz"), course(payer="")])
    found = Pricer(frame.schema, queensland).problems(frame)
    assert found.select("row", "column", "value").rows() == [
        (0, "payer", "Sunshine Fnd"),
        (1, "payer", "Allianz"),
    ]
    assert all(name in found["remedy"][1] for name in queensland.payers)
    assert priced(queensland, *frame.to_dicts())[2]["problem"] is None


def test_a_table_with_payers_says_each_rows_currency_and_one_without_stays_as_it_was(
    queensland: Library,
) -> None:
    assert list(priced(queensland, course())[0])[-len(RESULTS) :] == list(RESULTS)
    rows = priced(queensland, course(payer=PAYER), course(payer="nobody"))
    assert [row["currency"] for row in rows] == ["AUD", None]
    with pytest.raises(kfees.InputError, match="currency: the results of pricing have these names"):
        priced(queensland, course(payer=PAYER, currency="AUD"))
    assert priced(queensland, course(currency="AUD"))[0]["currency"] == "AUD", "a column that is not used"
    (of_units,) = priced(queensland, {**course(), "payer (AUD)": "us-set-aside"})
    assert (of_units["currency"], of_units["provider_maximum"]) == ("USD", Decimal("27500.00"))


def test_a_library_as_a_payer_sees_it_prices_rows_that_name_no_payer_as_that_one(queensland: Library) -> None:
    (alone,) = priced(queensland, course(payer=PAYER))
    of_payer = queensland.of(PAYER)
    (found,) = priced(of_payer, course())
    assert found == {name: cell for name, cell in alone.items() if name in found}
    named = priced(of_payer, course(payer=None), course(payer=DEFAULT), payer=pl.String())
    assert named[0]["maximum"] == alone["maximum"]
    assert named[1]["maximum"] == Decimal("3709.80")


MOMENT = datetime(2024, 12, 31, 13, 30, tzinfo=UTC)
"""In Brisbane still the last day of the old year's rates; in Melbourne New Year's Day."""


@pytest.mark.parametrize("start", [MOMENT, f"{MOMENT:%Y-%m-%dT%H:%M:%SZ}"], ids=["time", "text"])
def test_a_moment_is_the_day_that_it_is_at_its_rows_payer(start: Any, queensland: Library) -> None:
    days = {PAYER: date(2024, 12, 31), DEFAULT: date(2025, 1, 1), None: date(2025, 1, 1)}
    ward: Row = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
    rows = [course(payer=payer, **ward, admitted=day, discharged=None) for payer, day in days.items()]
    timed = [{**row, "start": start, "admitted": start} for row in rows]
    meant = [{**row, "start": row["admitted"], "payer": row["payer"] or DEFAULT} for row in rows]
    assert_same(priced(queensland, *timed, payer=pl.String()), meant, queensland)
    wrong = priced(queensland, *({**row, "start": "soon"} for row in timed), payer=pl.String())
    assert all(row["problem"].startswith("start: 'soon' is not a date.") for row in wrong)


def test_payers_of_one_time_zone_are_read_at_once_and_a_moment_is_of_theirs(library: Library) -> None:
    (found,) = priced(library, {**course(payer="WorkSafe"), "start": MOMENT})
    (meant,) = priced(library, course(date(2025, 1, 1), payer="WorkSafe"))
    assert found["maximum"] == meant["maximum"]


def test_what_is_wrong_with_a_row_is_wrong_under_its_own_payer(queensland: Library) -> None:
    stay = course(payer=PAYER, setting="public-hospital-admitted", nights="many", medical_charge=None)
    row = priced(
        queensland, stay, course(payer="nobody", weight_kg=None, nights="many"), weight_kg=pl.Float64()
    )
    assert "nights: 'many'" in row[0]["problem"]
    assert "weight_kg" not in row[1]["problem"], "whose payer is not known, what it needs is not known"


INFUSION = "us-set-aside"


def test_where_the_price_is_by_infusion_neither_setting_nor_weight_is_asked(library: Library) -> None:
    bare: Row = dict.fromkeys(("setting", "weight_kg", "hospital_charge", "medical_charge"))
    starts = [date(2020, 6, 1), date(2024, 8, 5)]
    by_infusion = [course(start, payer=INFUSION, **bare) for start in starts]
    regimens = [{**row, "regimen": "crps-4-day"} for row in by_infusion]
    rows = [*by_infusion, *regimens, course(payer=INFUSION), course(payer="TAC"), course(payer="WorkSafe")]
    kinds = {"weight_kg": pl.Float64(), "hospital_charge": pl.Decimal(12, 2)}
    found = priced(library, *rows, **kinds)
    names = {"TAC": "tac-victoria", "WorkSafe": DEFAULT, INFUSION: INFUSION}
    assert_same(found, [{**row, "payer": names[row["payer"]]} for row in rows], library)
    assert [(row["provider_maximum"], row["currency"], row["stale"]) for row in found[:4]] == [
        (None, "USD", False),  # the price is of 8 June 2020
        (Decimal("27500.00"), "USD", False),
        (None, "USD", False),
        (Decimal("2750.00"), "USD", False),
    ]
    assert [row["currency"] for row in found[5:]] == ["AUD", "AUD"]
    asked = priced(library, *(course(payer=payer, **bare) for payer in ("TAC", None)), **kinds)
    assert all("setting: the cell is empty." in row["problem"] for row in asked)


def test_an_ar_drg_is_read_where_the_payers_setting_goes_by_one_and_else_kept_aside(library: Library) -> None:
    stay: Row = {"setting": "public-hospital-admitted", "drg": "B71B", "medical_charge": None}
    rows = [course(payer=payer, **stay) for payer in (INFUSION, "tac-victoria", DEFAULT)]
    found = priced(library, *rows, medical_charge=pl.Decimal(12, 2))
    assert_same(found, [{**rows[0], "drg": None}, *rows[1:]], library)
    assert [row["maximum"] is None for row in found] == [True, True, False]
    (of_view,) = priced(library.of("tac-victoria"), course(**stay), medical_charge=pl.Decimal(12, 2))
    assert of_view["problem"] is None


def test_a_table_needs_no_column_of_settings_where_no_row_needs_one(library: Library) -> None:
    row = {"regimen": "crps-10-day", "start": date(2024, 8, 5), "provider_charge": Decimal("30000.00")}
    (found,) = priced(library, {**row, "payer": INFUSION})
    assert (found["maximum"], found["gap"]) == (Decimal("27500.00"), Decimal("2500.00"))
    (of_view,) = priced(library.of(INFUSION), row)
    assert of_view == {name: cell for name, cell in found.items() if name in of_view}
    (refused,) = priced(library, {**row, "payer": "WorkSafe"})
    assert "setting: the cell is empty." in refused["problem"]
    with pytest.raises(kfees.InputError, match="setting: there is no such column"):
        priced(library, row)


def test_what_is_implausible_is_said_in_the_payers_currency(library: Library) -> None:
    row = {"regimen": "crps-4-day", "start": date(2024, 8, 5), "payer": INFUSION}
    (found,) = priced(library, {**row, "provider_charge": Decimal("90000.00")})
    assert "USD\N{NO-BREAK SPACE}90,000.00, is over 20 times the maximum" in found["please_check"]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    rows = [course(payer=payer) for payer in (DEFAULT, PAYER, PAYER, INFUSION, "nobody")]
    rows[3] |= {"hospital_charge": None, "medical_charge": None}
    pl.DataFrame(rows).drop("nights", "drg", "pharmacy_charge").write_csv(tmp_path / "in.csv")
    return tmp_path / "in.csv"


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_queensland(tmp_path_factory.mktemp("overlay")))


def test_the_command_sums_by_currency_and_takes_a_payer_for_rows_without_one(
    mixed: Path, overlay: str, tmp_path: Path
) -> None:
    output = tmp_path / "out.csv"
    result = run("portfolio", str(mixed), "-o", str(output), "--schedules", overlay)
    assert "AUD: maximum 13,078.50 of 3 rows" in result.messages
    assert "USD: maximum 27,500.00 of 1 row, no gap is known" in result.messages
    bare = tmp_path / "bare.csv"
    pl.read_csv(mixed).drop("payer").head(1).write_csv(bare)
    flags = (str(bare), "-o", str(output), "--schedules", overlay)
    result = run("portfolio", *flags, "--payer", "Sunshine Fund")
    assert pl.read_csv(output)["maximum"].to_list() == [4684.35]
    assert "AUD" not in result.messages
    result = run("portfolio", *flags, "--payer", "Sunshne Fund")
    assert result.status == 2
    assert "--payer Sunshne Fund there is no payer" in " ".join(result.messages.split())


def test_another_schedule_is_compared_within_each_payer(mixed: Path, overlay: str, tmp_path: Path) -> None:
    flags = (str(mixed), "--compare", "2024-07-01:2025-11-01", "--schedules", overlay)
    shown = run("portfolio", *flags).output
    assert shown.count("courses as if under the schedules of") == 3
    assert "The most that can be paid, USD" in shown
    assert all(f"{title}\n" in shown for title in ("WorkSafe Victoria", SUNSHINE))
    output = tmp_path / "effect.csv"
    run("portfolio", *flags, "-o", str(output))
    table = pl.read_csv(output).filter(pl.col("part") == "total")
    assert dict(table.select("payer", "courses").rows()) == {DEFAULT: 1, PAYER: 2, INFUSION: 1}
    assert table["currency"].to_list() == ["AUD", "USD", "AUD"]
    items = pl.read_csv(output).filter((pl.col("part") == "item") & (pl.col("payer") == PAYER))
    assert f"{HOSPITAL}:DAY" in items["name"].to_list()
    run("portfolio", *flags, "-o", str(tmp_path / "effect.xlsx"))
    sheets = pl.read_excel(tmp_path / "effect.xlsx", sheet_id=0, has_header=False)
    assert [str(sheet[0, 0]).split(":")[0] for sheet in sheets.values()] == [
        SUNSHINE,
        "US Medicare Set-Aside",
        "WorkSafe Victoria",
    ]
    result = run("portfolio", *flags, "--chart", str(tmp_path / "chart.png"))
    assert result.status == 2
    assert "a chart is of one payer" in " ".join(result.messages.split())


US, AUSTRALIAN = "us-set-aside", DEFAULT


@pytest.mark.parametrize("proven", [(), ((US, "8/20/2024"),), ((AUSTRALIAN, "20/8/2024"),)], ids=str)
def test_a_day_stands_in_the_order_of_its_rows_payer_and_of_no_other(
    proven: tuple[tuple[str, str], ...], library: Library
) -> None:
    written = [(US, "8/5/2024"), (AUSTRALIAN, "5/8/2024"), (None, "5-8-2024"), *proven]
    found = priced(library, *({**course(payer=payer), "start": day} for payer, day in written))
    meant = [course(payer=payer or DEFAULT) for payer, _ in written[:3]]
    assert_same(found[:3], meant, library)
    assert [row["problem"] for row in found] == [None] * len(found)


def test_each_payers_rows_prove_their_own_order_and_no_row_has_both(library: Library) -> None:
    proven = priced(library, *({**course(payer=DEFAULT), "start": day} for day in ("8/20/2024", "8/5/2024")))
    assert_same(proven[1:], [course(payer=DEFAULT)], library)
    with pytest.raises(kfees.InputError, match="only have the month first"):
        priced(library, *({**course(payer=US), "start": day} for day in ("8/20/2024", "20/8/2024")))


def test_the_command_says_whose_days_have_the_month_first(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    rows = [{**course(payer=payer), "start": day} for payer, day in ((US, "8/5/2024"), (None, "5/8/2024"))]
    pl.DataFrame(rows).write_csv(source)
    done = run("portfolio", str(source), "-o", str(tmp_path / "out.csv"))
    assert done.status == 0
    assert "start: the month is read first in rows of " in done.messages
