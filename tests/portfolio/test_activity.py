"""A table of episodes, presentations and visits: each row comes to what `kfees.nwau` says of it alone."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

import kfees
from command_line import run
from kfees.library.adjustments import Stream
from kfees.model.money import round_half_up
from kfees.model.problems import InputError
from kfees.portfolio.activity_fields import RESULTS, ActivityFields
from kfees.portfolio.columns import recognise
from kfees.portfolio.named import Named

KINDS = {"drg": "episode", "emergency": "presentation", "clinic": "visit"}
IN_2025 = date(2025, 8, 4)

BEFORE_ADMISSION = (
    "Separation date: the discharge on 2025-07-31 is before the admission on 2025-08-01. Correct one of them."
)
OTHER_NIGHTS = (
    "nights: 9 nights are stated; from 2025-08-01 to 2025-08-11 are 10. Leave it out, or correct the days."
)
OTHER_DAY = (
    "on: the discharge on 2025-08-04 is not the day of leaving, 2025-08-05."
    " Make them the same, or leave one of the columns unread: --columns on=none."
)
NO_DAY = (
    "Separation date: the day of leaving or of the visit is not given."
    " Give it, or the day of all rows that state none: --on DATE."
)


def weighed(library: kfees.Library, *rows: dict[str, Any], on: date | None = None) -> list[dict[str, Any]]:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return kfees.nwau_table(frame.lazy(), library, on).collect().to_dicts()


STREAMS: tuple[tuple[str, Stream], ...] = (("drg", "acute"), ("emergency", "emergency"), ("clinic", "clinic"))


def rows_of_all_kinds(library: kfees.Library, number: int) -> list[dict[str, Any]]:
    chance = Random(number)  # noqa: S311  not a secret
    versions = library.versions("department-of-health")
    items = {
        column: [code for one in versions if one.activity for code in one.activity.items_of(stream)]
        for column, stream in STREAMS
    }
    facts: dict[str, tuple[Any, ...]] = {
        "on": (None, *(date(2020, 5, 1) + timedelta(days=45 * step) for step in range(45))),
        "nights": (0, 0, 1, 2, 5, 9, 30, 120, None),
        "age": (None, 3, 17, 18, 45, 90),
        "leave_days": (*[None] * 8, 1, 2, 50),
        "icu_hours": (*[None] * 5, "12.5", "30", "0.00001", "5000"),
        **dict.fromkeys(("indigenous", "dialysis", "radiotherapy"), (None, True, False)),
        "multiple_providers": (None, True),
        "private_patient": (*[None] * 9, True),
        "specialist_paediatric": (None, None, None, True),
        "residence": (None, "RA0", "RA2", "RA4"),
        "treatment": (None, "RA3"),
        "psychiatric_age": (*[None] * 20, "1.1"),
        "adjustment": (*[None] * 20, "COVID-19 treatment"),
    }
    rows = []
    for _ in range(number):
        stated = chance.choice(("drg", "drg", "emergency", "clinic"))
        code = chance.choice((*items[stated], *["X99Z"] * 20))
        column = chance.choice([stated] * 9 + ["item", "item", "clinic"])
        codes = {one: code if one == column else None for one in (*KINDS, "item")}
        rows.append({**codes, **{fact: chance.choice(values) for fact, values in facts.items()}})
    return rows


def alone(library: kfees.Library, row: dict[str, Any]) -> tuple[Any, ...] | str:
    """What one row comes to, or what is said first of why it does not."""
    names = {"residence": "residence_remoteness", "treatment": "treatment_remoteness"}
    stated = {key: value for key, value in row.items() if value is not None}
    [(column, code)] = [(key, stated.pop(key)) for key in (*KINDS, "item") if key in stated]
    on = stated.pop("on", None)
    if on is None:
        return "the day of leaving or of the visit is not given."
    version = library.version_on("department-of-health", on)
    if version is None:
        return f"no weights were in force on {on}."
    words = version.words(code)
    if words is not None and column != "item" and KINDS[column] != words[1]:
        return f"{code} is weighed by the {words[1]}."
    if "adjustment" in stated:
        stated["adjustments"] = [stated.pop("adjustment")]
    facts = {names.get(key, key): value for key, value in stated.items()}
    try:
        activity = kfees.nwau(kfees.Episode.model_validate(facts | {"icu_eligible": True}), version, code)
    except InputError as error:
        return error.problems[0].message
    of, price = version.facts, version.facts.activity
    assert price is not None
    nwau = None if activity.nwau is None else round_half_up(activity.nwau, Decimal("1e-10"))
    reason = activity.reason or (None if price.price_per_weight else price.price_source)
    amount = activity.amount(price.price_per_weight)
    known = (activity.stay, version.first_day, price.classification, of.basis, of.is_due(on))
    return (nwau, amount, *known, reason)


def test_every_row_comes_to_what_it_does_alone(library: kfees.Library) -> None:
    rows = rows_of_all_kinds(library, 700)
    refused = 0
    for row, found in zip(rows, weighed(library, *rows), strict=True):
        assert {key: found[key] for key in row} == row
        *results, _, problem = (found[name] for name in RESULTS)
        expected = alone(library, row)
        if isinstance(expected, str):
            assert expected in problem, row
            assert results == [None] * len(results)
            refused += 1
        else:
            assert (tuple(results), problem) == (expected, None), row
    assert 100 < refused < 600


def test_nights_follow_from_the_days_of_a_stay(library: kfees.Library) -> None:
    base = {"AR-DRG": "b71b", "Admission date": "1/08/2025", "Separation date": "11/08/2025", "nights": None}
    found = weighed(
        library,
        base,
        {**base, "nights": 10},
        {**base, "nights": 9},
        {**base, "Separation date": "31/07/2025"},
        {**base, "Separation date": None, "nights": 10},
    )
    assert [row["nwau"] for row in found] == [Decimal("1.0756")] * 2 + [None] * 3
    assert [row["problem"] for row in found[2:]] == [
        OTHER_NIGHTS,
        BEFORE_ADMISSION,
        NO_DAY,
    ]
    assert (
        weighed(library, {**base, "Separation date": None, "nights": 10}, on=IN_2025)[0]["stay"]
        == "long stay"
    )


def test_two_days_of_leaving_are_no_stay(library: kfees.Library) -> None:
    row = {"item": "B71B", "discharged": IN_2025, "on": IN_2025, "nights": 1}
    later = {**row, "on": date(2025, 8, 5)}
    found = weighed(library, row, later, {**later, "item": "10.14"})
    assert [row["problem"] for row in found] == [
        None,
        OTHER_DAY,
        None,
    ]


def test_codes_of_every_kind_may_stand_in_one_column(library: kfees.Library) -> None:
    texts = ("B71B", "E0110A", "10.14 - Pain management", "10.1", "10.10")
    rows = [{"Code": text, "Date": "2025-08-04", "nights": 0} for text in texts]
    found = weighed(library, *rows)
    assert [row["stay"] for row in found] == ["same day", None, None, None, None]
    assert [row["problem"] for row in found if row["problem"]] == [
        "Code: '10.1' has no weight from 2025-07-01 on. Did you mean '10.10'?"
    ]
    numbers = weighed(library, *({"item": one, "on": IN_2025} for one in (10.1, 20.01)))
    assert numbers[0]["nwau"] == found[4]["nwau"]


def test_a_row_has_one_code(library: kfees.Library) -> None:
    both = {"drg": "B71B", "clinic": "10.14", "on": IN_2025, "nights": 1}
    found = weighed(library, both, {**both, "clinic": None}, {**both, "clinic": None, "drg": None})
    assert [row["problem"] for row in found] == [
        "drg: 2 codes are given. Give one of drg, clinic.",
        None,
        "drg: 0 codes are given. Give one of drg, clinic.",
    ]


def test_every_problem_of_a_row_is_told_and_nothing_that_goes_by_what_is_not_read(
    library: kfees.Library,
) -> None:
    row = {"drg": "B71B", "on": IN_2025, "nights": "some", "leave_days": 3, "age": "old", "icu_hours": 90}
    [found] = weighed(library, row)
    assert found["nwau"] is None
    assert found["problem"] == (
        "nights: 'some' is not a whole number. Give a whole number from 0 to 100,000."
        " age: 'old' is not a whole number. Give completed years, such as 45: 0 for a child of 3 months."
    )


@pytest.mark.parametrize("cell", ["12:30", "00:00", "36:30:00", "1899-12-31 12:30:00"])
def test_hours_of_a_clock_are_asked_for_as_a_number(cell: str, library: kfees.Library) -> None:
    [found] = weighed(library, {"drg": "B71B", "on": IN_2025, "nights": 9, "icu_hours": cell})
    assert found["problem"].endswith("not a number of hours. Give hours as a decimal number: 12.5 for 12:30.")


@pytest.mark.parametrize("field", ["nights", "leave_days"])
@pytest.mark.parametrize(
    "cell", ["-3", "2 days", "1,000", "0.5", "100001", "1000000000", "9" * 26, "NaN", 10**9]
)
def test_a_number_of_days_that_will_not_do_says_what_will(
    field: str, cell: object, library: kfees.Library
) -> None:
    [found] = weighed(library, {"drg": "B71B", "on": IN_2025, "nights": 9, field: cell})
    assert found["problem"].startswith(f"{field}: ")
    assert found["problem"].endswith(" Give a whole number from 0 to 100,000.")
    is_whole = str(cell).isdecimal()
    assert (" is no number of " if is_whole else " is not a whole number. ") in found["problem"]


@pytest.mark.parametrize("cell", [timedelta(hours=12, minutes=30), time(12, 30)])
def test_hours_of_a_clock_in_a_whole_column_are_asked_for_as_numbers(
    cell: object, library: kfees.Library
) -> None:
    with pytest.raises(InputError, match=r"12\.5 for 12:30, in a workbook 24 times such a cell"):
        weighed(library, {"drg": "B71B", "on": IN_2025, "nights": 9, "icu_hours": cell})


@pytest.mark.parametrize("cell", ["1,5", "12,000", "NaN", "inf", "1e400", "some"])
def test_hours_that_are_no_number_are_asked_for_as_hours(cell: str, library: kfees.Library) -> None:
    [found] = weighed(library, {"drg": "B71B", "on": IN_2025, "nights": 9, "icu_hours": cell})
    assert found["problem"].endswith("number. Give hours as a decimal number, such as 36.5.")


def test_a_length_of_stay_is_no_number_of_nights(library: kfees.Library) -> None:
    row = {"drg": "B71B", "discharged": IN_2025, "LOS": 1}
    with pytest.raises(InputError, match="--columns nights=C if it holds nights"):
        weighed(library, row)
    assert weighed(library, {**row, "admitted": IN_2025})[0]["stay"] == "same day"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"age": 4, "on": IN_2025}, "there is no column of codes."),
        ({"drg": "B71B", "nwau": 1}, "the results of pricing have these names."),
        ({"drg": "B71B", "AR-DRG": "B71B"}, "could both be drg."),
        ({"drg": "B71B", "RA": 1}, "it may be where the patient lives, or where the hospital is"),
    ],
)
def test_columns_that_will_not_do_are_refused(row: dict[str, Any], said: str, library: kfees.Library) -> None:
    with pytest.raises(InputError) as caught:
        weighed(library, row)
    assert any(said in problem.message for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("heading", "field", "code"),
    [
        ("AR-DRG v11.0", "drg", "B71B"),
        ("DRG V11", "drg", "B71B"),
        ("AECC Version 1.1", "emergency", "E0110A"),
        ("Tier 2 v9.1", "clinic", "20.03"),
    ],
)
def test_codes_of_a_version_are_asked_about_and_read_below_their_heading_when_named(
    heading: str, field: str, code: str, library: kfees.Library, tmp_path: Path
) -> None:
    row = {"URN": "1", "Date": "4/08/2025", heading: code, "Nights": "2", "Patient RA": "RA3"}
    with pytest.raises(InputError) as caught:
        weighed(library, row)
    [problem] = caught.value.problems
    assert problem.place == heading
    assert problem.remedy.startswith(f"Pass --columns {field}=C where the rows' days are weighed by that")
    file, out = tmp_path / "extract.csv", tmp_path / "weighed.csv"
    pl.DataFrame([row]).write_csv(file)
    named = ("--columns", f"{field}=C,residence=E")
    assert run("nwau", "--table", str(file), "-o", str(out), *named).status == 0
    plain = {"on": IN_2025, field: code, "nights": 2, "residence": "RA3"}
    assert pl.read_csv(out)["nwau"].to_list() == [float(weighed(library, plain)[0]["nwau"])]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Age in months", "age"), ("Age_months", "age"), ("Date of birth", "age"), ("DOB", "age"),
        ("Indig. code", "indigenous"), ("ATSI code", "indigenous"), ("Aboriginality (1-9)", "indigenous"),
        ("ICU minutes", "icu_hours"), ("ICU time (hh:mm)", "icu_hours"),
        ("Leave periods", "leave_days"),
        ("Dialysis sessions", "dialysis"), ("Radiotherapy fractions", "radiotherapy"),
        ("Patient elected status", "private_patient"), ("Pat. RA", "residence"), ("RA2016", "residence"),
        ("ASGS Remoteness 2021", "residence"), ("Final DRG", "drg"), ("ED AECC end class", "emergency"),
        ("Tier2 of visit", "clinic"),
    ],
)  # fmt: skip
def test_what_may_change_a_weight_is_asked_about(heading: str, field: str, library: kfees.Library) -> None:
    code = "emergency" if field == "drg" else "drg"
    row = {code: {"drg": "B71B", "emergency": "E0110A"}[code], "on": IN_2025, "nights": 0}
    with pytest.raises(InputError) as caught:
        weighed(library, row | {heading: "1"})
    [problem] = caught.value.problems
    assert (problem.code, problem.place) == ("unread-column", heading)
    assert f"Pass --columns {field}=D " in problem.remedy
    assert f"{field}=none" in problem.remedy
    without = dict.fromkeys((field, "treatment") if field == "residence" else (field,), "none")
    named = Named(without, table=ActivityFields())
    assert heading in recognise(dict.fromkeys((*row, heading), pl.String()), library, named).unused


@pytest.mark.parametrize(
    "heading",
    ["DRG description", "DRG weight", "Language", "Age group", "ICU admission date", "Private room"],
)
def test_what_changes_no_weight_is_not_asked_about(heading: str, library: kfees.Library) -> None:
    [found] = weighed(library, {"emergency": "E0110A", "on": IN_2025, heading: "1"})
    assert found["nwau"] is not None


def test_a_payer_without_weights_weighs_nothing(library: kfees.Library) -> None:
    with pytest.raises(InputError, match="pays by no weights"):
        weighed(library.of("tac-victoria"), {"drg": "B71B", "on": IN_2025})


def test_what_is_implausible_is_said_beside_the_weight(library: kfees.Library) -> None:
    base: dict[str, Any] = {"drg": "B71B", "on": IN_2025, "psychiatric_age": None, "adjustment": None}
    rows = [
        {**base, "nights": 100},
        {**base, "nights": 1_000},
        {**base, "nights": 3, "adjustment": "foo"},
        {**base, "nights": 200, "psychiatric_age": "99"},
        {**base, "drg": "10.14"},
    ]
    long = "A stay of {} nights is longer than 100 nights: please check it."
    assert [row["please_check"] for row in weighed(library, *rows)] == [
        None,
        long.format("1000"),
        "No adjustment named 'foo' this year.",
        f"{long.format(200)} No adjustment for psychiatric age 99 this year.",
        None,
    ]
