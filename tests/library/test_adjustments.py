"""Adjustments of a year: bands and exceptions in one row, and no row that could never change a weight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

import kfees
from invented_year import FOLDER, invented_year, write_invented_year
from kfees.library.adjustments import LARGEST
from kfees.model.episode import OF_NIGHTS, OLDEST
from nwau_cases import SCHEDULE, version_of

ROW = "Invented,acute,added,{fact},{value},0.5,{items},{excepted}\n"


def row(fact: str, value: str, items: str = "", excepted: str = "") -> str:
    return ROW.format(fact=fact, value=value, items=items, excepted=excepted)


def weighed(folder: Path, rows: str, item: str | None = None, **facts: Any) -> kfees.WeightedActivity:
    """An episode of X01A for 4 nights, 0.777777 NWAU unless adjusted, with these rows added to the year."""
    version = invented_year(folder, adjustments_csv=rows).version_on(SCHEDULE, date(2030, 8, 5))
    assert version is not None
    stated = {"drg": "X01A", "nights": 4, **facts}
    return kfees.nwau(kfees.Episode.model_validate(stated), version, item)


def adjusted(activity: kfees.WeightedActivity) -> bool:
    return [adjustment.name for adjustment in activity.adjustments] == ["Invented"]


def problems(folder: Path, rows: str) -> list[str]:
    """What the check of the year's folder says of these rows; loading it says the same."""
    write_invented_year(folder, adjustments_csv=rows)
    found = kfees.check_schedules(folder)
    if found:
        with pytest.raises(kfees.InputError) as caught:
            kfees.load_schedules(folder, environment={})
        assert list(caught.value.problems) == found
    return [str(problem).removeprefix(f"{folder}/{FOLDER}/adjustments.csv ") for problem in found]


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        ("0-17", (0, 9, 17), (18, 130)),
        ("65-79", (65, 70, 79), (0, 64, 80)),
        ("65\N{EN DASH}79", (65, 79), (64, 80)),
        ("65+", (65, 99, OLDEST), (0, 64)),
        ("17", (17,), (16, 18)),
        ("0", (0,), (1,)),
    ],
)
def test_a_band_of_ages_is_one_row(
    band: str, inside: tuple[int, ...], outside: tuple[int, ...], tmp_path: Path
) -> None:
    for age in (*inside, *outside):
        activity = weighed(tmp_path / str(age), row("age", band), age=age)
        assert adjusted(activity) == (age in inside)
        assert activity.nwau == Decimal("0.777777") * (Decimal("1.5") if age in inside else 1)


def test_an_age_that_is_not_stated_is_said_to_be_left_out_of_the_weight(tmp_path: Path) -> None:
    activity = weighed(tmp_path / "1", row("age", "65+"))
    assert activity.nwau == Decimal("0.777777")
    assert activity.steps[-1] == "No adjustment for age: the age is not stated."
    elsewhere = weighed(tmp_path / "2", row("age", "65+", items="X02B"))
    assert "age" not in " ".join(elsewhere.steps)


@pytest.mark.parametrize(
    ("fact", "band", "inside", "outside"),
    [
        ("nights", "2-4", {}, {"nights": 5}),
        ("leave_days", "1+", {"leave_days": 1}, {}),
        ("icu_hours", "24-47", {"icu_hours": "47.5"}, {"icu_hours": "48"}),
    ],
)
def test_every_other_number_of_an_episode_has_bands_too(
    fact: str, band: str, inside: dict[str, Any], outside: dict[str, Any], tmp_path: Path
) -> None:
    assert adjusted(weighed(tmp_path / "in", row(fact, band), **inside))
    assert not adjusted(weighed(tmp_path / "out", row(fact, band), **outside))


def test_all_but_a_few_items_is_one_row_and_the_weight_says_which_it_does_not_concern(tmp_path: Path) -> None:
    rows = row("dialysis", "yes", excepted="X02B")
    assert adjusted(weighed(tmp_path / "1", rows, dialysis=True))
    activity = weighed(tmp_path / "2", rows, "X02B", dialysis=True)
    assert (activity.nwau, activity.steps[-1]) == (Decimal("1.25"), "Invented does not concern X02B.")
    assert "concern" not in " ".join(weighed(tmp_path / "3", rows, "X02B").steps)


def test_rows_of_one_fact_may_stand_side_by_side_where_they_concern_different_episodes(
    tmp_path: Path,
) -> None:
    for number, rows in enumerate(
        (
            row("age", "0-17") + row("age", "18-64") + row("age", "65+"),
            row("dialysis", "yes", items="X01A") + row("dialysis", "yes", items="X02B"),
            row("dialysis", "yes", items="X01A") + row("dialysis", "yes", excepted="X01A"),
            row("age", "0-17", items="X01A") + row("age", "10-20", items="X02B"),
        )
    ):
        assert problems(tmp_path / str(number), rows) == []


@pytest.mark.parametrize(
    "rows",
    [
        row("age", "0-17") + row("age", "17-64"),
        row("age", "65+") + row("age", "130"),
        row("dialysis", "yes") + row("dialysis", "yes", items="X01A"),
        row("dialysis", "yes", items="X01A X02B") + row("dialysis", "yes", items="X02B"),
        row("dialysis", "yes", excepted="X01A") + row("dialysis", "yes", items="X01A X02B"),
        row("dialysis", "yes", excepted="X01A") + row("dialysis", "yes", excepted="X02B"),
    ],
)
def test_two_rows_that_one_episode_would_meet_at_the_same_step_are_refused(rows: str, tmp_path: Path) -> None:
    assert problems(tmp_path, rows) == [
        (
            "line 7, streams: this concerns the same as 'Invented' above, at the same step."
            " Keep one row for each, or tell them apart by is, items or except."
        )
    ]


def test_an_adjustment_for_a_drg_counts_however_the_drg_is_named(tmp_path: Path) -> None:
    assert adjusted(weighed(tmp_path / "1", row("drg", "X01A")))
    assert adjusted(weighed(tmp_path / "2", row("drg", "X01A"), "X01A", drg=None))
    assert not adjusted(weighed(tmp_path / "3", row("drg", "X01A"), "X02B"))


BAND = "Give a whole number or a band, such as 17, 0-17 or 65+."


@pytest.mark.parametrize(
    ("wrong", "said", "mended"),
    [
        (row("age", "adult"), f"line 6, is: 'adult' is no age. {BAND}", row("age", "65+")),
        (row("age", "65 to 79"), f"line 6, is: '65 to 79' is no age. {BAND}", row("age", "65-79")),
        (row("age", "-5"), f"line 6, is: '-5' is no age. {BAND}", row("age", "0-17")),
        (row("age", "6.5"), f"line 6, is: '6.5' is no age. {BAND}", row("age", "17")),
        (row("age", ""), f"line 6, is: it does not say for which age. {BAND}", row("age", "17")),
        (row("age", "79-65"), "line 6, is: '79-65' runs backwards. Write 65-79.", row("age", "65-79")),
        (row("age", "131+"), "line 6, is: age is never 131 or more. Give 0 to 130.", row("age", "130")),
        (row("age", "200-300"), "line 6, is: age is never 200 or more. Give 0 to 130.", row("age", "0-130")),
        (
            row("dialysis", "no"),
            "line 6, is: dialysis is never 'no'. Use one of: yes.",
            row("dialysis", "yes"),
        ),
        (
            row("psychiatric_age", " 1.1"),
            (
                "line 6, is: psychiatric_age never has spaces around it or more than 200 characters."
                " Give it as an episode states it."
            ),
            row("psychiatric_age", "1.1"),
        ),
        (
            row("dialysis", "yes", items="X01B"),
            "line 6, items: 'X01B': no such item in acute. Did you mean 'X02B' or 'X01A'?",
            row("dialysis", "yes", items="X01A"),
        ),
        (
            row("dialysis", "yes", excepted="L61Z"),
            "line 6, except: 'L61Z': no such item in acute. Correct the code, or remove the row.",
            "",
        ),
        (
            row("dialysis", "yes", excepted="X01A;X02B"),
            (
                "line 6, except: 'X01A;X02B': no such item in acute."
                " Put spaces between the codes, and nothing else."
            ),
            row("dialysis", "yes", items="X01A X02B"),
        ),
        (
            row("dialysis", "yes", items="10.10"),
            "line 6, items: '10.10': no such item in acute. Correct the code, or remove the row.",
            "",
        ),
        (
            row("drg", "B71B"),
            "line 6, is: 'B71B': no such item in acute. Correct the code, or remove the row.",
            "",
        ),
        (
            row("dialysis", "yes", excepted="X01A X02B"),
            (
                "line 6, streams: this concerns no item of acute, so that it would do nothing there."
                " Take acute out of streams, or change items or except."
            ),
            row("dialysis", "yes", excepted="X01A"),
        ),
        (
            row("drg", "X01A", excepted="X01A"),
            (
                "line 6, streams: this concerns no item of acute, so that it would do nothing there."
                " Take acute out of streams, or change items or except."
            ),
            row("drg", "X01A"),
        ),
        (
            row("dialysis", "yes", items="X01A").replace("acute", "acute clinic"),
            (
                "line 6, streams: this concerns no item of clinic, so that it would do nothing there."
                " Take clinic out of streams, or change items or except."
            ),
            row("dialysis", "yes", items="X01A"),
        ),
        (
            row("dialysis", "yes", items="X01A X02B", excepted="X02B"),
            (
                "line 6, except: items says already what this concerns."
                " Leave except empty, and in items what it concerns."
            ),
            row("dialysis", "yes", items="X01A"),
        ),
        (
            "Invented,clinic,for each ICU hour,,,0.5,,\n",
            "line 6, streams: only acute stays have the step 'for each ICU hour'. Write acute.",
            "Invented,acute,for each ICU hour,,,0.5,,\n",
        ),
    ],
)
def test_a_row_that_could_never_change_a_weight_is_refused_and_its_remedy_works(
    wrong: str, said: str, mended: str, tmp_path: Path
) -> None:
    assert problems(tmp_path / "wrong", wrong) == [said]
    assert problems(tmp_path / "mended", mended) == []


def test_hundreds_of_codes_that_no_table_has_are_one_problem(tmp_path: Path) -> None:
    codes = " ".join(f"Y{number:03}" for number in range(400))
    [said] = problems(tmp_path, row("dialysis", "yes", items=codes))
    assert "'Y000', 'Y001', 'Y002', 'Y003', 'Y004' and 395 more: no such item in acute." in said


def test_no_fact_of_an_episode_takes_a_value_that_it_can_never_have(tmp_path: Path) -> None:
    """Each fact there is, a new one too: what it can be is accepted, and what it cannot be is not."""
    for fact, field in kfees.Episode.model_fields.items():
        words = get_args(field.annotation) if get_origin(field.annotation) else ()
        if field.annotation is bool:
            possible, impossible = ["yes"], ["true", "1", "no", ""]
        elif fact in LARGEST:
            possible, impossible = ["1", "0-9", "3+"], ["yes", "9-0", str(LARGEST[fact] + 1), "", "1 2"]
        elif fact == "drg":
            possible, impossible = ["X01A"], ["Z99Z", ""]
        elif fact in OF_NIGHTS:
            possible, impossible = [], ["anything", "2030-07-01", ""]
        elif words and all(isinstance(word, str) for word in words):
            possible, impossible = list(words), [words[0].lower(), f"{words[0]} {words[-1]}", ""]
        else:
            assert fact in ("psychiatric_age", "adjustments"), "say here what the fact can be"
            possible, impossible = ["anything"], [" anything", "x" * 201, ""]
        # At a step at which the year has no row of its own for the same fact.
        step = "added" if fact == "treatment_remoteness" else "multiplied"
        for number, value in enumerate((*possible, *impossible)):
            changed = row(fact, value).replace("added", step)
            found = problems(tmp_path / fact / str(number), changed)
            assert bool(found) == (value in impossible), (fact, value, found)


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2023, 2024, 2025])
def test_dialysis_is_never_added_to_the_two_drgs_that_are_dialysis(year: int, library: kfees.Library) -> None:
    version = version_of(library, year)
    for drg in ("L61Z", "L68Z", "B71B"):
        day = kfees.Episode(drg=drg, nights=0)
        without, dialysed = (
            kfees.nwau(day.model_copy(update={"dialysis": dialysis}), version) for dialysis in (False, True)
        )
        assert (without.nwau == dialysed.nwau) == (drg != "B71B")
    if year == 2025:
        assert kfees.nwau(kfees.Episode(drg="L61Z", nights=0, dialysis=True), version).nwau == Decimal(
            "0.0986"
        )


def test_several_providers_are_never_added_to_three_clinics_from_2024_on(library: kfees.Library) -> None:
    together = kfees.Episode(multiple_providers=True)
    for year, excepted in ((2023, False), (2024, True), (2025, True)):
        for clinic in ("20.48", "20.56", "40.62"):
            version = version_of(library, year)
            alone = kfees.nwau(kfees.Episode(), version, clinic).nwau
            assert (kfees.nwau(together, version, clinic).nwau == alone) == excepted
    assert kfees.nwau(together, version_of(library, 2025), "40.62").nwau == Decimal("0.059")


def test_emergency_care_has_remoteness_of_its_own(library: kfees.Library) -> None:
    version = version_of(library, 2025)
    far = kfees.Episode(residence_remoteness="RA4", treatment_remoteness="RA4")
    activity = kfees.nwau(far, version, "E5010A")
    assert activity.nwau == Decimal("0.1983") * Decimal("1.35") * Decimal("1.03") == Decimal("0.27573615")
    assert activity.amount(Decimal(7258)) == Decimal("2001.29")
    near = kfees.Episode(residence_remoteness="RA2", treatment_remoteness="RA2")
    assert kfees.nwau(near, version, "E5010A").nwau == Decimal("0.1983")
