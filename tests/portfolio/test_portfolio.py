"""A portfolio: its columns are recognised, no row is lost, and what is wrong is said row by row."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import kfees
from kfees.library.library import Library
from kfees.model.request import Charge
from kfees.portfolio import RESULTS, Pricer
from kfees.portfolio.columns import recognise
from kfees.portfolio.day_order import day_order
from kfees.portfolio.fields import REQUIRED, Fields
from kfees.portfolio.keys import Keys
from kfees.portfolio.plain_cells import KG
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.starts import changes
from kfees.portfolio.written_cells import READERS
from kfees.reading.json_and_toml import read_model
from portfolios import course, repeated


def priced(library: Library, *rows: dict[str, object], **kinds: pl.DataType) -> pl.DataFrame:
    return kfees.price_portfolio(pl.LazyFrame(rows, schema_overrides=kinds), library).collect()


def problems(library: Library, *rows: dict[str, object]) -> list[tuple[object, ...]]:
    frame = pl.DataFrame(rows)
    return Pricer(frame.schema, library).problems(frame).drop("kind").rows()


def test_a_course_comes_to_what_the_readme_shows(library: Library) -> None:
    (row,) = priced(library, course()).to_dicts()
    assert row["maximum"] == Decimal("3709.80")
    assert (row["hospital_gap"], row["medical_gap"], row["gap"]) == (
        Decimal("450.40"), Decimal("539.80"), Decimal("990.20"),
    )  # fmt: skip
    assert (row["complete"], row["stale"], row["basis"], row["problem"]) == (True, False, "floor", None)


def test_results_stand_behind_the_input_with_exact_amounts(library: Library) -> None:
    frame = pl.LazyFrame([{"id": "7", **course()}])
    result = kfees.price_portfolio(frame, library)
    assert result.collect_schema() == pl.Schema({**frame.collect_schema(), **RESULTS})
    assert result.collect_schema() == result.collect().schema
    assert not any(kind.is_float() for kind in RESULTS.values())


def test_a_payee_without_a_line_is_unknown_and_does_not_make_the_course_incomplete(library: Library) -> None:
    (row,) = priced(library, course()).to_dicts()
    assert row["pharmacy_maximum"] is row["pharmacy_payable"] is row["pharmacy_gap"] is None
    assert row["complete"]


def test_a_charge_that_is_not_known_leaves_the_gap_unknown_and_the_maximum_known(library: Library) -> None:
    (row,) = priced(library, course(medical_charge=None), medical_charge=pl.Decimal(9, 2)).to_dicts()
    assert row["maximum"] == Decimal("3709.80")
    assert (row["hospital_gap"], row["medical_gap"], row["gap"], row["complete"]) == (
        Decimal("450.40"), None, None, False,
    )  # fmt: skip


def test_weights_are_summed_only_where_every_visit_has_one(library: Library) -> None:
    visits = {"setting": "public-hospital-outpatient", "medical_charge": None, "hospital_charge": None}
    first = date(2020, 7, 1)  # before this day there are no weights
    weighed, partly = priced(
        library, course(first, **visits), course(first - timedelta(days=3), **visits)
    ).to_dicts()
    assert weighed["nwau"] > 0
    assert partly["nwau"] is None
    assert partly["maximum"] is None


@pytest.mark.parametrize(
    "names",
    [
        ("Regimen", "Setting", "Start date", "Weight (kg)", "Hospital charge", "Medical charge ($)"),
        ("REGIMEN", "setting ", "start_date", "WeightKg", "hospital-charge", "Doctor's fee"),
        ("protocol", "Place of service", "First day", "kg", "Hospital fees (AUD)", "doctor charge"),
    ],
)
def test_columns_are_recognised_as_people_write_their_names(library: Library, names: tuple[str, ...]) -> None:
    fields = ("regimen", "setting", "start", "weight_kg", "hospital_charge", "medical_charge")
    row = {name: course()[field] for name, field in zip(names, fields, strict=True)}
    (result,) = priced(library, row).to_dicts()
    assert result["gap"] == Decimal("990.20"), result["problem"]


def test_every_name_of_a_column_means_one_field_whatever_its_spelling(library: Library) -> None:
    known = Fields(library.payees)
    for name, field in known.names.items():
        schema: dict[str, pl.DataType] = {needed: pl.String() for needed in REQUIRED if needed != field}
        if field in known.fees:
            schema[known.charges[known.fees.index(field)]] = pl.String()
        schema[name.upper()] = pl.String()
        assert recognise(schema, library).by_field[field] == name.upper()


def test_every_field_is_known_by_its_own_name_and_every_payee_has_a_column(library: Library) -> None:
    known = Fields(library.payees)
    assert [known.field_of(field) for field in known.every] == list(known.every)
    assert [f"{payee}_charge" for payee in library.payees] == list(known.charges)


def test_what_is_not_used_is_named(library: Library) -> None:
    schema = {
        "Notes": pl.String(),
        **pl.DataFrame([course()]).schema,
        "claim_id": pl.Int64(),
        "id": pl.Int64(),
    }
    assert Pricer(schema, library).columns.unused == ("Notes", "id")


@pytest.mark.parametrize(
    ("columns", "place", "said"),
    [
        ({"regimen": "x", "setting": "x"}, "start", "there is no such column"),
        ({**course(), "Start date": "x"}, "Start date", "could both be start"),
        ({**course(), "start_duplicated_0": "x"}, "start_duplicated_0", "could both be start"),
        ({**course(), "hospital_charge_1": 1}, "hospital_charge_1", "could both be hospital_charge"),
        ({**course(), "gap": 1, "basis": 1}, "gap, basis", "results of pricing"),
        ({**course(), "start": True}, "start", "dates cannot be read"),
        ({**course(), "nights": [4]}, "nights", "numbers cannot be read"),
        ({**course(), "hospital_charge": date(2024, 7, 1)}, "hospital_charge", "numbers cannot be read"),
        ({**course(), "setting": {"a": 1}}, "setting", "names cannot be read"),
    ],
)
def test_columns_that_will_not_do_are_refused_before_any_work(
    library: Library, columns: dict[str, object], place: str, said: str
) -> None:
    with pytest.raises(kfees.InputError) as caught:
        kfees.price_portfolio(pl.LazyFrame([columns]), library)
    assert [(problem.place, said in problem.message) for problem in caught.value.problems] == [(place, True)]
    assert caught.value.problems[0].remedy


def test_all_that_is_wrong_with_the_columns_is_said_at_once(library: Library) -> None:
    with pytest.raises(kfees.InputError) as caught:
        kfees.price_portfolio(pl.LazyFrame({"gap": [1], "nights": [1], "Number of nights": [1]}), library)
    assert len(caught.value.problems) == 2 + len(REQUIRED)


def test_everything_wrong_with_a_row_is_said_by_column_with_its_value_and_a_remedy(library: Library) -> None:
    row = {**course(), "regimen": "crps-4-day", "nights": "four", "hospital_charge": "12.345", "drg": "B71B"}
    found = problems(library, course(nights="", hospital_charge="1", drg=""), row)
    assert {(number, column, value) for number, column, value, _, _ in found} == {
        (1, "nights", "four"),
        (1, "hospital_charge", "12.345"),
        (1, "setting", "private-day-hospital"),  # which cannot go on day and night
    }
    assert all(message and remedy for *_, message, remedy in found)


def test_a_point_between_thousands_is_never_read_as_a_decimal_point(library: Library) -> None:
    amounts = ("3.900", "$3.900", "3900.000", "3.90")
    found = problems(library, *(course(hospital_charge=amount) for amount in amounts))
    assert [(row, column, message) for row, column, _, message, _ in found] == [
        (row, "hospital_charge", "3.900 could be 3.90 or 3900.00.") for row in (0, 1)
    ]


def test_a_stay_of_0_in_a_setting_without_nights_is_no_mistake_and_in_an_admitted_one_is(
    library: Library,
) -> None:
    settings = (
        "private-day-hospital",
        "consulting-rooms",
        "hospital-in-the-home",
        "public-hospital-outpatient",
    )
    rows = [
        course(setting=setting, nights=0, hospital_charge=None, medical_charge=None) for setting in settings
    ]
    admitted = course(regimen="crps-4-day", setting="private-hospital-inpatient", nights=0)
    results = priced(library, *rows, admitted)["problem"].to_list()
    assert results[:-1] == [None] * len(settings)
    assert "0 nights are too few" in results[-1]
    assert [column for _, column, *_ in problems(library, course(nights=1))] == ["nights"]


@pytest.mark.parametrize("drg", ["B71B", "Z64A", "no code"])
def test_an_ar_drg_on_a_row_whose_price_does_not_go_by_one_is_kept_aside(drg: str, library: Library) -> None:
    (result,) = priced(library, course(drg=drg)).to_dicts()
    assert result["problem"] is None
    assert result["drg"] == drg
    assert {**result, "drg": None} == priced(library, course()).to_dicts()[0]


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ([80.0, 412345678.0, 1_000_000.0, 80.0], [1, 2]),
        ([float("inf"), float("nan"), 1e300, 80.0], [0, 1, 2]),
    ],
)
def test_a_phone_number_among_the_weights_refuses_its_row_alone(
    cells: list[float], refused: list[int], library: Library
) -> None:
    rows = [course(weight_kg=weight) for weight in cells]
    result = priced(library, *rows, weight_kg=pl.Float64())["problem"]
    assert result.is_not_null().arg_true().to_list() == refused


@pytest.mark.parametrize(
    "amount",
    ["9,999,999,999,999,999", "9,999,999,999,999,999,999", "9" * 20, "$1,000,000,000,000", "1" * 400],
)
def test_an_amount_beyond_the_limit_refuses_its_row_as_it_refuses_the_one_course(
    amount: str, library: Library
) -> None:
    found = problems(library, course(hospital_charge=amount), course(hospital_charge="999,999,999,999.99"))
    assert [(row, column) for row, column, *_ in found] == [(0, "hospital_charge")]
    with pytest.raises(kfees.InputError, match=r"Give less than 1,000,000,000,000"):
        read_model(Charge, {"payee": "hospital", "amount": amount.replace(",", "").removeprefix("$")})


def test_a_cell_whose_reading_fails_refuses_its_row_and_says_where(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, text: str) -> Decimal:
        raise ZeroDivisionError(text)

    monkeypatch.setitem(READERS, "weight_kg", fail)
    (wrong,) = problems(library, course(weight_kg="80"), course(weight_kg="eighty"))
    assert wrong[:4] == (1, "weight_kg", "eighty", "this cannot be read (ZeroDivisionError).")


def test_a_column_that_cannot_be_read_at_once_is_read_cell_by_cell(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [course(weight_kg="80"), course(weight_kg="heavy"), course(weight_kg=None)]
    as_ever = priced(library, *rows)
    broken = pl.col("weight_kg").cast(pl.Int64).cast(KG)
    monkeypatch.setattr("kfees.portfolio.plain_cells._plain_weight", lambda *_: broken)
    assert priced(library, *rows).equals(as_ever)


def test_problems_name_the_columns_of_the_input(library: Library) -> None:
    names = {"regimen": "Protocol", "setting": "Place", "start": "First day", "weight_kg": "Weight (kg)"}
    row = {names.get(field, field): value for field, value in course(weight_kg=None).items()}
    (result,) = priced(library, row, **{"Weight (kg)": pl.Float64()}).to_dicts()
    assert result["problem"].startswith("Weight (kg): the dose of crps-10-day goes by body weight")
    assert [(found[1], found[2]) for found in problems(library, row)] == [("Weight (kg)", None)]


def test_the_list_of_problems_and_the_column_say_the_same(library: Library) -> None:
    rows = [
        course(),
        course(setting="tent"),
        course(regimen="crps-4-day"),
        course(weight_kg=None, nights=3),
        course(regimen=None, setting=" "),
        course(nights=5),
    ]
    texts = priced(library, *rows)["problem"].to_list()
    listed: dict[object, list[str]] = {}
    for row, column, _, message, remedy in problems(library, *rows):
        listed.setdefault(row, []).append(f"{column}: {message} {remedy}")
    assert {row: " ".join(lines) for row, lines in listed.items()} == {
        row: text for row, text in enumerate(texts) if text is not None
    }
    assert len(listed) == len(rows) - 1


def test_an_unknown_ar_drg_is_refused_and_never_priced_as_the_usual_one(library: Library) -> None:
    stay = course(setting="public-hospital-admitted", medical_charge=None)
    usual, unknown = priced(library, stay, {**stay, "drg": "B99Z"}).to_dicts()
    assert usual["maximum"] is not None
    assert unknown["maximum"] is None
    assert "there is no AR-DRG 'B99Z'" in unknown["problem"]


def test_rows_keep_their_place_through_every_piece_of_a_long_table(library: Library) -> None:
    rows = [course(), course(setting="tent"), course(date(2018, 7, 1)), course(weight_kg=None)]
    frame = repeated(pl.DataFrame(rows), 60_000).with_row_index("id")
    result = kfees.price_portfolio(frame.lazy(), library).collect(engine="streaming")
    assert result["id"].to_list() == list(range(240_000))
    few = result.head(4).drop("id")
    assert result.drop("id").equals(repeated(few, 60_000), null_equal=True)


def test_pieces_may_be_priced_at_the_same_time(library: Library) -> None:
    days = [
        course(date(2024, 5, 1) + timedelta(days=number), weight_kg=50.0 + number) for number in range(90)
    ]
    frame = pl.DataFrame(days)
    alone = Pricer(frame.schema, library)(frame)
    pricer = Pricer(frame.schema, library)
    with ThreadPoolExecutor(8) as many:
        results = list(many.map(pricer, [frame] * 16))
    assert all(result.equals(alone, null_equal=True) for result in results)


def test_keys_grow_wider_where_more_courses_are_possible_than_a_number_of_64_bits_tells_apart(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    payers, known = RowPayers(library, named=False), Fields(library.payees)
    assert Keys(payers, ("B71B",), known).kind == pl.Int64()
    monkeypatch.setattr("kfees.portfolio.keys.MOST_NIGHTS", 10**13)
    assert Keys(payers, ("B71B",), known).kind == pl.Int128()
    frame = pl.DataFrame([course(), course(setting="consulting-rooms", hospital_charge=None)])
    assert Pricer(frame.schema, library)(frame)["maximum"].to_list() == [
        Decimal("3709.80"),
        Decimal("960.20"),
    ]


def test_no_two_courses_share_a_key(library: Library) -> None:
    rows = [
        course(start, setting=setting, nights=nights, drg=drg, medical_charge=charge)
        for start in (date(2024, 6, 20) + timedelta(days=day) for day in range(20))
        for setting in library.settings
        for nights in (None, 0, 9, 100_000)
        for drg in (None, "B71A", "B71B")
        for charge in (None, Decimal(1))
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema_overrides={"nights": pl.Int64, "drg": pl.String})
    pricer = Pricer(frame.schema, library)
    met = pricer.shapes_met(frame)
    shapes = {pricer.shape(row) for row in met.iter_rows(named=True)}
    assert met["key"].n_unique() == len(shapes) == met.height


def test_starts_share_a_shape_only_between_the_same_two_changes(library: Library) -> None:
    frame = pl.DataFrame([course(date(2024, 1, 1) + timedelta(days=day)) for day in range(3 * 366)])
    met = Pricer(frame.schema, library).shapes_met(frame)
    between = [
        day for day in changes(library, "private-day-hospital") if date(2024, 1, 1) < day < date(2027, 1, 1)
    ]
    alone = met.filter(pl.col("rows") == 1).height
    assert met.height - alone == len(between) + 1
    assert alone <= 40 * len(between)


def test_a_library_without_courses_refuses_every_row() -> None:
    empty = kfees.load_schedules(shipped=False, environment={})
    result = priced(empty, course(), course(drg="B71B"))
    assert result["problem"].null_count() == 0
    assert result["maximum"].null_count() == 2


@pytest.mark.parametrize(
    "time", [" 9:30", " 09:30:00", " 9:30:00 AM", "T00:00:00+10:00", " 00:00:00.000 +1000", "T00:00:00Z"]
)
@pytest.mark.parametrize("day", ["2024-07-01", "1/07/2024", "1 Jul 2024"])
def test_a_time_behind_a_day_plays_no_part(day: str, time: str, library: Library) -> None:
    """A day earlier, or later, other rates would hold on part of the stay."""
    stay = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "weight_kg": None}
    (row,) = priced(library, {**course(date(2024, 7, 1), **stay), "start": f"{day}{time}"}).to_dicts()
    (meant,) = priced(library, course(date(2024, 7, 1), **stay)).to_dicts()
    (before,) = priced(library, course(date(2024, 6, 30), **stay)).to_dicts()
    assert row["problem"] is None
    assert row["maximum"] == meant["maximum"] != before["maximum"]


def test_a_table_that_is_not_lazy_is_refused_with_what_to_write(library: Library) -> None:
    with pytest.raises(TypeError, match=r"not DataFrame: give table\.lazy\(\)"):
        kfees.price_portfolio(pl.DataFrame([course()]), library)  # type: ignore[arg-type]


def test_importing_kfees_does_not_load_polars() -> None:
    code = "import kfees, sys; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert "price_portfolio" in kfees.__all__
    with pytest.raises(AttributeError, match="no attribute 'price_portfolios'"):
        kfees.price_portfolios  # noqa: B018  asking for it is the test


PRICED_FROM_TEXT = """
import sys, polars as pl, kfees
row = dict(regimen="crps-10-day", setting="private-day-hospital", start="2024-08-05", weight_kg="80")
frame = pl.LazyFrame([{**row, "hospital_charge": "3200.00"}])
priced = kfees.price_portfolio(frame, kfees.load_schedules(environment={})).collect()
print(priced["hospital_maximum"].cast(pl.String)[0], "numpy" in sys.modules)
"""


def test_amounts_are_priced_without_numpy_which_takes_as_long_to_load_as_10_000_rows() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PRICED_FROM_TEXT], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["2749.60", "False"]


def test_every_cent_that_a_workbook_stores_as_a_number_is_that_cent(library: Library) -> None:
    cents = [*range(40_000), *range(99_999_900_001, 99_999_999_999, 7_919)]
    frame = pl.LazyFrame({**course(), "hospital_charge": [number / 100 for number in cents]})
    priced = kfees.price_portfolio(frame.drop("medical_charge"), library).collect()
    paid = priced.select(pl.col("hospital_payable") + pl.col("hospital_gap")).to_series()
    assert paid.to_list() == [Decimal(number) / 100 for number in cents]


def test_an_empty_row_is_one_problem_and_a_row_with_anything_in_it_names_each_empty_cell(
    library: Library,
) -> None:
    empty = dict.fromkeys(course())
    found = problems(library, course(), empty, {**empty, "hospital_charge": "9,300.00"})
    assert [(row, column, message) for row, column, _, message, _ in found] == [
        (1, "regimen", "the row holds no course."),
        (2, "regimen", "the cell is empty."),
        (2, "setting", "the cell is empty."),
        (2, "start", "the cell is empty."),
    ]


def test_a_moment_with_a_time_zone_is_the_day_that_it_is_in_victoria(library: Library) -> None:
    midnight_in_melbourne = datetime(2024, 6, 30, 14, tzinfo=UTC)
    midnight_in_greenwich = datetime(2024, 7, 1, tzinfo=UTC)
    rows = [course(midnight_in_melbourne), course(midnight_in_greenwich), course(date(2024, 7, 1))]
    frames = [priced(library, row) for row in rows]
    assert {tuple(frame.select("maximum", "gap").row(0)) for frame in frames} == {
        (Decimal("3709.80"), Decimal("990.20"))
    }


STAY: dict[str, Any] = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "weight_kg": None,
}
CHANGE = date(2024, 7, 1)
"""A new version holds from this day: with day and month changed round, 7 January is priced by the old one."""


def test_one_cell_that_can_only_have_the_month_first_is_how_its_whole_column_is_read(
    library: Library, tmp_path: Path
) -> None:
    """The proof stands in the very last row of a table that is streamed in many pieces."""
    path = tmp_path / "in.csv"
    starts = pl.Series("start", ["07/01/2024"] * 300_000 + ["08/13/2024"])
    pl.DataFrame({**course(**STAY), "start": starts}).write_csv(path)
    result = kfees.price_portfolio(pl.scan_csv(path, infer_schema=False), library)
    found = result.select("maximum", "problem").collect(engine="streaming")
    (meant,) = priced(library, course(CHANGE, **STAY)).to_dicts()
    assert found.unique().rows() == [(meant["maximum"], None)]


@pytest.mark.parametrize("kind", [pl.String(), pl.Categorical()])
def test_days_in_both_orders_are_refused_before_a_row_is_priced(library: Library, kind: pl.DataType) -> None:
    rows = [{**course(), "start": start} for start in ("01/07/2024", "13/07/2024", "07/14/2024")]
    with pytest.raises(kfees.InputError) as caught:
        priced(library, *rows, start=kind)
    (problem,) = caught.value.problems
    assert problem.place == "start"
    assert "07/14/2024 (row 3)" in problem.message
    assert "13/07/2024 (row 2)" in problem.message
    mended = [{**course(), "start": start} for start in ("2024-07-01", "2024-07-13", "2024-07-14")]
    assert priced(library, *mended, start=kind)["problem"].null_count() == 3


def test_a_day_that_a_workbook_made_of_a_text_beside_texts_with_the_month_first_is_asked_about(
    library: Library,
) -> None:
    """Opened where the day stands first, 08/05/2024 becomes 8 May, and 08/13/2024 stays a text."""
    with pytest.raises(kfees.InputError, match=r"2024-05-08 00:00:00 \(row 1\) is what a workbook made"):
        priced(library, {**course(), "start": "2024-05-08 00:00:00"}, {**course(), "start": "08/13/2024"})


@pytest.mark.parametrize(
    ("starts", "read"),
    [
        (["5/8/2024", "Mon, 5 August 2024", "2024-08-04T14:00:00Z"], [date(2024, 8, 5)] * 3),
        (["5-Aug-24", "never", None], [date(2024, 8, 5), None, None]),
        (["8/5/2024", "8/13/2024"], [date(2024, 8, 5), date(2024, 8, 13)]),
        (["2024-08-05"], [date(2024, 8, 5)]),
        ([datetime(2024, 8, 4, 14, tzinfo=UTC)], [date(2024, 8, 5)]),
        ([45509], [None]),
    ],
)  # fmt: skip
def test_every_row_says_its_start_as_it_was_read(
    starts: list[Any], read: list[date | None], library: Library
) -> None:
    frame = pl.LazyFrame([{**course(), "start": start} for start in starts])
    found = kfees.price_portfolio(frame, library)
    assert found.collect_schema().names()[-1] == "start_read"
    assert found.collect()["start_read"].to_list() == read


def test_where_starts_are_days_of_their_own_kind_they_are_not_repeated(library: Library) -> None:
    assert "start_read" not in priced(library, course()).columns
    with pytest.raises(kfees.InputError, match="start_read: the results of pricing have these names"):
        kfees.price_portfolio(pl.LazyFrame([{**course(), "start_read": 1}]), library)


def test_where_nothing_proves_otherwise_the_day_stands_first(library: Library) -> None:
    rows = [
        {**course(**STAY), "start": start} for start in ("01/07/2024", "1-7-24", "01.07.2024", "13/07/2024")
    ]
    (meant,) = priced(library, course(CHANGE, **STAY)).to_dicts()
    assert set(priced(library, *rows)["maximum"]) == {meant["maximum"]}


def test_days_that_prove_no_order_stand_as_the_payer_writes_them(library: Library) -> None:
    row = {"regimen": ["crps-10-day"], "setting": ["consulting-rooms"], "start": ["7/1/2026"]}
    columns = recognise(pl.LazyFrame(row).collect_schema(), library)
    assert day_order(pl.LazyFrame(row), columns, usual="month-first").order == "month-first"
    proved = pl.LazyFrame({**row, "start": ["13/1/2026"]})
    assert day_order(proved, columns, usual="month-first").order == "day-first"
    assert day_order(pl.LazyFrame(row), columns).order == "day-first"
