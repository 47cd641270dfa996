"""Which version holds on a day, and what a library knows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.library.library import Library
from kfees.library.loading import check_schedules, shipped_folder
from kfees.library.version import SHIPPED, Version
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError
from overlays import facts_text, write_payee

FIRST_DAYS = {
    "private-hospital": [date(2018, 7, 1), date(2024, 7, 1)],
    "medical": [date(2024, 7, 1), date(2025, 3, 1), date(2025, 7, 1), date(2026, 7, 1)],
    "medical-reports": [date(2018, 7, 1), date(2024, 7, 1), date(2024, 10, 21)],
    "private-rehabilitation": [date(2017, 7, 1), date(2018, 7, 1), date(2024, 7, 1)],
    "return-to-work": [date(2017, 7, 1), date(2018, 7, 1), date(2024, 7, 1)],
}

NO_HOLIDAYS: dict[str, list[bytes]] = {}


def version(schedule: str, first_day: date, item: str = "A", payee: str = "medical") -> Version:
    rates = f"item,label,amount,unit\n{item},Something,1.00,service\n"
    facts = facts_text(payee=f'"{payee}"')
    return Version(
        schedule, first_day, SHIPPED, {"schedule.toml": facts.encode(), "rates.csv": rates.encode()}
    )


@pytest.mark.parametrize("schedule", sorted(FIRST_DAYS))
def test_a_version_holds_from_its_first_day_until_the_day_before_the_next(
    schedule: str, library: kfees.Library
) -> None:
    first_days = FIRST_DAYS[schedule]
    assert [one.first_day for one in library.versions(schedule)] == first_days
    for number, first_day in enumerate(first_days):
        on_the_day = library.version_on(schedule, first_day)
        assert on_the_day is not None
        assert on_the_day.first_day == first_day
        the_day_before = library.version_on(schedule, first_day - timedelta(days=1))
        if number == 0:
            assert the_day_before is None
        else:
            assert the_day_before is not None
            assert the_day_before.first_day == first_days[number - 1]


@given(
    first_days=st.sets(st.dates(date(2016, 1, 1), date(2030, 1, 1)), max_size=6),
    day=st.dates(date(2015, 1, 1), date(2031, 1, 1)),
)
def test_the_version_in_force_is_the_latest_that_has_begun(first_days: set[date], day: date) -> None:
    library = Library([version("s", first_day) for first_day in first_days], {}, NO_HOLIDAYS)
    begun = [first_day for first_day in first_days if first_day <= day]
    found = library.version_on("s", day)
    assert (found.first_day if found else None) == max(begun, default=None)


def test_a_schedule_that_is_not_loaded_has_no_versions() -> None:
    library = Library([], {}, NO_HOLIDAYS)
    assert library.version_on("s", date(2024, 7, 1)) is None
    assert library.versions("s") == ()
    assert not library.knows("s", "A")
    assert library.schedules == library.regimens == library.settings == ()


def test_versions_are_in_order_whatever_the_order_of_loading() -> None:
    days = [date(2026, 7, 1), date(2024, 7, 1), date(2025, 7, 1)]
    library = Library([version("b", day) for day in days] + [version("a", days[0])], {}, NO_HOLIDAYS)
    assert library.schedules == ("a", "b")
    assert [one.first_day for one in library.versions("b")] == sorted(days)


def test_an_item_is_known_where_any_version_has_it() -> None:
    library = Library(
        [version("s", date(2024, 7, 1), "OLD"), version("s", date(2025, 7, 1), "NEW")], {}, NO_HOLIDAYS
    )
    assert library.knows("s", "OLD")
    assert library.knows("s", "NEW")
    assert not library.knows("s", "new")


def test_the_payee_is_whom_the_latest_version_names() -> None:
    library = Library(
        [
            version("s", date(2024, 7, 1), payee="medical"),
            version("s", date(2025, 7, 1), payee="hospital"),
        ],
        {},
        NO_HOLIDAYS,
    )
    assert library.payee("s") == "hospital"


def test_the_shipped_regimens_and_settings_can_be_read(library: kfees.Library) -> None:
    assert {"crps-4-day", "crps-10-day"} <= set(library.regimens)
    assert {
        "consulting-rooms",
        "hospital-in-the-home",
        "private-day-hospital",
        "private-hospital-inpatient",
    } <= set(library.settings)
    for name in library.regimens:
        assert library.regimen(name) is library.regimen(name)
        assert library.regimen(name).source
    for name in library.settings:
        assert library.setting(name) is library.setting(name)
        assert library.setting(name).source


def test_a_regimen_or_setting_that_cannot_be_read_says_where() -> None:
    library = Library(
        [], {"regimens": {"mine": b"title = 1"}, "settings": {"ours": b"title = "}}, NO_HOLIDAYS
    )
    with pytest.raises(InputError) as regimen:
        library.regimen("mine")
    assert {problem.place.partition(": ")[0] for problem in regimen.value.problems} == {"regimens/mine.toml"}
    assert "regimens/mine.toml: dose" in {problem.place for problem in regimen.value.problems}
    with pytest.raises(InputError, match=r"settings/ours\.toml: this is not TOML"):
        library.setting("ours")


def test_the_guideline_and_the_item_rules_hold_from_their_first_day(library: kfees.Library) -> None:
    assert library.guideline_on(date(2014, 6, 30)) is None
    assert library.guideline_on(date(2014, 7, 1)) is library.guideline_on(date(2026, 1, 1)) is not None
    assert library.item_rules_on(date(1990, 1, 1)) is None
    assert library.item_rules_on(date(2026, 1, 1)) is not None


def test_a_pinned_library_prices_every_day_by_the_versions_of_one(library: Library) -> None:
    request = kfees.CourseRequest.model_validate(
        {"regimen": "crps-10-day", "setting": "consulting-rooms", "start": "2024-08-05", "weight_kg": "80"}
    )
    own = kfees.price(request, library)
    pinned = kfees.price(request, library.pinned_to(date(2025, 7, 1)))
    assert [str(line.version) for line in own.lines] == ["2024-07-01", "2024-07-01"]
    assert [str(line.version) for line in pinned.lines] == ["2025-07-01", "2025-07-01"]
    assert [line.dates for line in pinned.lines] == [line.dates for line in own.lines]
    assert kfees.price(request, library) == own, "the library itself is left as it was"


def test_payees_stand_in_their_order_and_one_of_another_payer_is_not_known(tmp_path: Path) -> None:
    write_payee(tmp_path, "radiology", order="2")
    write_payee(tmp_path, "provider", payers='["another"]')
    (tmp_path / "payers").mkdir()
    shipped = shipped_folder() / "payers" / f"{DEFAULT_PAYER}.toml"
    (tmp_path / "payers" / "another.toml").write_bytes(shipped.read_bytes())
    library = kfees.load_schedules(tmp_path, environment={})
    assert [*library.payees] == ["hospital", "medical", "radiology", "pharmacy"]
    assert [*library.of("another").payees] == [*library.every_payee]
    assert [*library.every_payee] == ["hospital", "medical", "radiology", "pharmacy", "provider"]


def with_plain_words(folder: Path, text: str, schedule: str = "medical") -> kfees.Library:
    path = folder / "plain-words" / f"{schedule}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return kfees.load_schedules(str(folder), environment={})


@pytest.mark.parametrize(
    ("schedule", "item", "label", "said"),
    [
        ("private-hospital", "DS1", "Day surgery band 1", "A day in hospital, no anaesthetic"),
        ("private-hospital", "T5", "Theatre band 5", "Use of an operating theatre"),
        ("private-hospital", "X9", "Another bed", "Another bed"),
        ("department-of-health", "B71B", "", "A stay in a public hospital for a nerve disorder"),
        ("department-of-health", "801A", "AR-DRG 801A", "A stay in a public hospital"),
    ],
)
def test_an_item_is_called_by_its_own_words_those_of_its_label_or_its_label(
    schedule: str, item: str, label: str, said: str, library: kfees.Library
) -> None:
    plain = library.plain_words(schedule)
    assert plain is not None
    assert plain.of(item, label) == said


def test_a_schedule_without_plain_words_has_none(library: kfees.Library) -> None:
    assert library.plain_words("pharmacy") is None


def test_a_folder_brings_its_own_words(tmp_path: Path) -> None:
    library = with_plain_words(tmp_path, 'source = "A test"\n[items]\n2801 = "The first talk"\n')
    plain = library.plain_words("medical")
    assert plain is not None
    assert plain.of("2801", "Pain specialist, first visit") == "The first talk"
    assert plain.of("160", "MBS item 160, group A5") == "MBS item 160, group A5"


def test_what_is_wrong_with_plain_words_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"plain-words/medical.toml: source"):
        with_plain_words(tmp_path, 'items = { 2801 = "The first talk" }\n')
    assert check_schedules() == []
