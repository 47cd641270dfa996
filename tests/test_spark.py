"""The same portfolio on Spark, with several workers, is the same row for row."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql
from pyspark.sql.types import DecimalType

import kfees
import kfees.spark
from kfees.library.library import Library
from kfees.portfolio import RESULTS
from overlays import write_radiology
from portfolios import course

WORKERS = 3


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        built = (
            SparkSession.builder.master(f"local[{WORKERS}]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "Australia/Melbourne")
            .getOrCreate()
        )
        built.sparkContext.setLogLevel("ERROR")
        yield built
        built.stop()


@pytest.fixture(scope="module")
def portfolio(library: Library) -> pl.DataFrame:
    """Courses of every kind around changes of versions, those of public hospitals by columns or one by one;
    some without a charge, some that are refused."""
    chance = random.Random(7)  # noqa: S311  not a secret
    rows = [
        {
            "id": number,
            **course(
                date(2024, 6, 1) + timedelta(days=chance.randrange(800)),
                regimen=chance.choice(("crps-4-day", "crps-10-day")),
                setting=chance.choice((*library.settings, "tent")),
                weight_kg=chance.choice((None, 45.5, 80.0, 130.0, -1.0)),
                nights=chance.choice((None, None, 9, 12, 40)),
                drg=chance.choice((None, "B71B", "F62A", "Z99Z")),
                residence=chance.choice((None, "RA2", "Very remote")),
                icu_hours=chance.choice((None, None, Decimal("30.5"))),
                private_patient=chance.choice((None, None, None, True)),
                hospital_charge=chance.choice((None, Decimal("3200.00"), Decimal("4999.99"))),
                medical_charge=chance.choice((None, Decimal("1500.00"))),
            ),
        }
        for number in range(2000)
    ]
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        "nights": pl.Int64,
        "icu_hours": pl.Decimal(6, 1),
        "private_patient": pl.Boolean,
    }
    kinds |= dict.fromkeys(("drg", "residence"), pl.String)
    charges = dict.fromkeys(("hospital_charge", "medical_charge", "pharmacy_charge"), pl.Decimal(12, 2))
    return pl.DataFrame(rows, schema_overrides={**kinds, **charges})


@pytest.fixture(scope="module")
def held(
    session: SparkSession, portfolio: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> DataFrame:
    path = tmp_path_factory.mktemp("held") / "in.parquet"
    portfolio.write_parquet(path)
    return session.read.parquet(str(path)).repartition(2 * WORKERS + 1)


def collected(frame: DataFrame, folder: Path) -> pl.DataFrame:
    frame.write.parquet(str(folder / "out"))
    return pl.read_parquet(folder / "out" / "*.parquet").sort("id")


def test_every_row_is_what_it_is_on_one_machine(
    held: DataFrame, portfolio: pl.DataFrame, library: Library, tmp_path: Path
) -> None:
    on_spark = collected(kfees.spark.price_portfolio(held, library), tmp_path)
    alone = kfees.price_portfolio(portfolio.lazy(), library).collect()
    assert_frame_equal(on_spark, alone)
    assert 0 < alone["problem"].null_count() < alone.height
    assert 0 < alone["complete"].sum() < alone.height


def test_so_is_every_row_of_its_own_payer_with_its_stay_fees_discounts_and_gst(
    session: SparkSession, tmp_path: Path, queensland: Library
) -> None:
    chance = random.Random(8)  # noqa: S311  not a secret
    payers = (None, "WorkSafe", "the Sunshine Fund", "TAC", "US Medicare Set-Aside", "none")
    rows = []
    for number in range(90):
        start = date(2024, 6, 20) + timedelta(days=chance.randrange(250))
        real: dict[str, object] = {
            "payer": chance.choice(payers),
            "setting": chance.choice(("private-hospital-inpatient", "private-day-hospital")),
            "sessions": chance.choice((None, 3, 5)),
            "gst": chance.choice((None, "included")),
            "hospital_fee": chance.choice((None, Decimal("40.00"))),
            "medical_discount": chance.choice((None, Decimal("100.00"))),
            "admitted": None,
            "discharged": None,
        }
        if real["setting"] == "private-hospital-inpatient":
            real["admitted"] = chance.choice((None, start - timedelta(days=1)))
            real["discharged"] = chance.choice((None, start + timedelta(days=12)))
        rows.append({"id": number, **course(start, **real)})
    amounts = ("hospital_charge", "medical_charge", "pharmacy_charge", "hospital_fee", "medical_discount")
    frame = pl.DataFrame(
        rows,
        schema_overrides={
            "nights": pl.Int64(),
            "drg": pl.String(),
            **dict.fromkeys(amounts, pl.Decimal(12, 2)),
            **dict.fromkeys(("admitted", "discharged"), pl.Date()),
        },
    )
    frame.write_parquet(tmp_path / "in.parquet")
    held = session.read.parquet(str(tmp_path / "in.parquet")).repartition(WORKERS)
    on_spark = collected(kfees.spark.price_portfolio(held, queensland), tmp_path)
    alone = kfees.price_portfolio(frame.lazy(), queensland).collect()
    assert_frame_equal(on_spark, alone)
    assert alone["currency"].null_count() == alone.height - alone["problem"].null_count()
    assert alone["problem"].null_count() > alone.height / 2


def test_several_workers_take_part(held: DataFrame, library: Library) -> None:
    priced = kfees.spark.price_portfolio(held, library).withColumn("part", sql.spark_partition_id())
    assert priced.select("part").distinct().count() == 2 * WORKERS + 1


def test_amounts_are_exact_decimals_and_columns_of_any_kind_are_passed_through(
    held: DataFrame, library: Library, tmp_path: Path
) -> None:
    wide = held.withColumn("tags", sql.create_map(sql.lit("a"), sql.array(sql.lit(1), sql.lit(2))))
    priced = kfees.spark.price_portfolio(wide, library)
    assert priced.columns == [*wide.columns, *RESULTS]
    assert priced.schema["gap"].dataType == DecimalType(18, 2)
    assert priced.schema["nwau"].dataType == DecimalType(28, 10)
    first = priced.orderBy("id").select("tags").first()
    assert first is not None
    assert first["tags"] == {"a": [1, 2]}


def test_a_day_that_is_held_as_a_time_is_the_day_of_the_session_not_of_greenwich(
    held: DataFrame, library: Library, tmp_path: Path
) -> None:
    timed = held.withColumn("start", sql.col("start").cast("timestamp"))
    by_time = collected(kfees.spark.price_portfolio(timed, library).select("id", *RESULTS), tmp_path)
    (tmp_path / "days").mkdir()
    by_day = collected(kfees.spark.price_portfolio(held, library).select("id", *RESULTS), tmp_path / "days")
    assert_frame_equal(by_time, by_day)


def test_columns_that_will_not_do_are_refused_before_any_work(held: DataFrame, library: Library) -> None:
    twice = held.withColumn("Start date", sql.col("start"))
    listed = held.withColumn("nights", sql.array(sql.lit(4)))
    for frame, place in ((held.drop("start"), "start"), (twice, "Start date"), (listed, "nights")):
        with pytest.raises(kfees.InputError) as caught:
            kfees.spark.price_portfolio(frame, library)
        assert [problem.place for problem in caught.value.problems] == [place]
    with pytest.raises(kfees.InputError, match="more than one column has this name"):
        kfees.spark.price_portfolio(held.select("*", sql.col("start")), library)


def test_a_library_can_travel_whatever_was_read_of_it(library: Library) -> None:
    kfees.price_portfolio(pl.LazyFrame([course()]), library).collect()
    travelled = pickle.loads(pickle.dumps(library))  # noqa: S301  our own
    frame = pl.LazyFrame([course(), course(date(2027, 1, 4))])
    assert (
        kfees.price_portfolio(frame, travelled)
        .collect()
        .equals(kfees.price_portfolio(frame, library).collect(), null_equal=True)
    )


@pytest.mark.parametrize("module", ["pyspark", "pyarrow"])
def test_without_the_extra_it_is_said_what_to_install(module: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; import kfees.spark"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr.splitlines()[-1].startswith("ModuleNotFoundError: kfees.spark needs")
    assert "install the extra, kfees[spark]" in result.stderr


def test_days_that_are_texts_are_read_in_one_order_on_every_worker(
    session: SparkSession, library: Library, tmp_path: Path
) -> None:
    rows = [{**course(), "id": number, "start": "08/05/2024"} for number in range(40)]
    rows.append({**rows[0], "id": 40, "start": "08/13/2024"})
    frame = session.createDataFrame(pl.DataFrame(rows).drop("nights", "drg", "pharmacy_charge").to_pandas())
    found = collected(kfees.spark.price_portfolio(frame.repartition(WORKERS), library), tmp_path)
    assert found["problem"].null_count() == 41
    both = frame.withColumn("start", sql.when(sql.col("id") == 3, "14/08/2024").otherwise(sql.col("start")))
    with pytest.raises(kfees.InputError, match="can only have the month first"):
        kfees.spark.price_portfolio(both, library)


def test_a_payee_of_an_overlay_has_its_columns_on_spark_too(session: SparkSession, tmp_path: Path) -> None:
    added = kfees.load_schedules(write_radiology(tmp_path / "own"), environment={})
    charged = {"radiology_charge": Decimal("130.00"), "radiology_discount": Decimal("10.00")}
    rows = pl.DataFrame([{"id": 1, **course(), **charged}])
    rows.write_parquet(tmp_path / "rows.parquet")
    frame = session.read.parquet(str(tmp_path / "rows.parquet"))
    found = collected(kfees.spark.price_portfolio(frame, added), tmp_path / "found")
    alone = kfees.price_portfolio(rows.lazy(), added).collect()
    names = ["radiology_maximum", "radiology_payable", "radiology_gap", "physiotherapy_gap", "gap_most"]
    assert found.select(names).rows() == alone.select(names).rows()
