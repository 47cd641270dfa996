"""A payer is a file: what it sees of a library, and what is wrong with a file that somebody made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

import kfees
from command_line import run
from invented_queensland import DOCTOR, HOSPITAL, ITEM_RULES, PAYER, PHARMACY, THE_PAYER, queensland_library
from kfees.library.listing import listed_versions
from kfees.library.loading import check_schedules, shipped_folder
from kfees.library.texts import GUIDELINE
from kfees.library.texts import ITEM_RULES as RULES
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError
from overlays import write_version

AUGUST = date(2024, 8, 5)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> kfees.Library:
    """The shipped library with an invented Queensland payer in it."""
    return queensland_library(tmp_path_factory.mktemp("queensland"))


def changed(*changes: tuple[str, str]) -> str:
    text = THE_PAYER
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def found(folder: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.removeprefix(f"{folder}/")) for problem in check_schedules(folder)]


def test_a_library_is_bound_to_a_payer_once_and_holds_its_schedules_alone(both: kfees.Library) -> None:
    queensland = both.of(PAYER)
    assert queensland.schedules == (HOSPITAL, DOCTOR, PHARMACY)
    assert queensland is both.of(PAYER) is queensland.of(PAYER) is both.of(DEFAULT_PAYER).of(PAYER)
    assert not set(both.of(DEFAULT_PAYER).schedules) & set(queensland.schedules)
    assert set(both.schedules) == {
        *both.of(DEFAULT_PAYER).schedules,
        *both.of("tac-victoria").schedules,
        *queensland.schedules,
    }
    assert queensland.version_on("medical", AUGUST) is None
    assert queensland.versions("medical") == ()
    assert not queensland.knows("medical", "2801")
    assert both.versions(DOCTOR) == queensland.versions(DOCTOR) == queensland.loaded(DOCTOR)


def test_a_family_is_the_payers_schedule_and_another_payers_schedule_is_none(both: kfees.Library) -> None:
    queensland = both.of(PAYER)
    assert queensland.schedule_of("medical") == queensland.schedule_of(DOCTOR) == DOCTOR
    assert queensland.schedule_of("department-of-health") is None
    assert both.of(DEFAULT_PAYER).schedule_of(DOCTOR) is None
    assert both.of(DEFAULT_PAYER).schedule_of("medical") == "medical"


def test_a_schedule_that_no_payers_file_names_is_the_default_payers(tmp_path: Path) -> None:
    write_version(tmp_path, "physiotherapy", "2024-07-01", "P1,First,100.00,service")
    library = kfees.load_schedules(tmp_path, environment={})
    assert library.of(DEFAULT_PAYER).schedule_of("physiotherapy") == "physiotherapy"


def test_settings_and_regimens_are_by_the_schedules_of_the_payer(both: kfees.Library) -> None:
    queensland = both.of(PAYER)
    setting = queensland.setting("private-day-hospital")
    assert {service.schedule for service in setting.service} == {HOSPITAL, DOCTOR}
    assert setting is queensland.setting("private-day-hospital")
    assert setting.assumptions == ("Each session is taken to be a day chair with a nurse beside it.",)
    assert queensland.regimen("crps-4-day").drug.schedule == PHARMACY
    # What its file says nothing of stays as it is.
    assert queensland.setting("public-hospital-outpatient") == both.setting("public-hospital-outpatient")


def test_a_guideline_rules_and_holidays_are_the_payers(both: kfees.Library) -> None:
    queensland, victoria = both.of(PAYER), both.of(DEFAULT_PAYER)
    ours, theirs = queensland.guideline_on(AUGUST), victoria.guideline_on(AUGUST)
    assert ours is not None
    assert theirs is not None
    assert (ours.title, theirs.title) == ("Rules for infusions", "Ketamine infusion guidelines")
    rules = queensland.item_rules_on(AUGUST)
    assert rules is not None
    assert [(rule.name, rule.schedule) for rule in rules.rule] == [
        ("one-first-visit", DOCTOR),
        ("second-opinion-without-a-visit", DOCTOR),
        ("one-bed", HOSPITAL),
    ]
    assert queensland.item_rules_on(date(2014, 12, 31)) is None
    assert "Melbourne Cup Day" in victoria.public_holidays.in_year(2024).values()
    assert "Melbourne Cup Day" not in queensland.public_holidays.in_year(2024).values()


def test_a_pinned_library_stays_pinned_for_each_payer(both: kfees.Library) -> None:
    pinned = both.of(DEFAULT_PAYER).pinned_to(date(2025, 6, 1))
    version = pinned.of(PAYER).version_on(HOSPITAL, AUGUST)
    assert version is not None
    assert version.first_day == date(2025, 1, 1)
    assert both.of(PAYER).pricing_day(AUGUST) == AUGUST


def test_rules_of_a_shared_set_come_first_each_with_its_own_source(library: kfees.Library) -> None:
    rules = library.item_rules_on(AUGUST)
    assert rules is not None
    assert [rule.schedule for rule in rules.rule] == ["medical"] * 6 + ["private-hospital"] * 3
    assert all(rule.source for rule in rules.rule)


def test_a_payer_without_days_to_decide_in_takes_those_of_the_guideline_and_the_reverse(
    tmp_path: Path,
) -> None:
    guideline = (shipped_folder() / GUIDELINE / DEFAULT_PAYER / "2014-07-01.toml").read_text(encoding="utf-8")
    text = guideline.replace("decision_days = 28\n", "")
    payer = (shipped_folder() / "payers" / f"{DEFAULT_PAYER}.toml").read_text(encoding="utf-8")
    slower = payer.replace("decision_days = 28", "decision_days = 40")
    for name, content in (("guideline/2020-01-01.toml", text), (f"payers/{DEFAULT_PAYER}.toml", slower)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    library = kfees.load_schedules(tmp_path, environment={})
    before, after = (library.guideline_on(day) for day in (date(2019, 12, 31), AUGUST))
    assert before is not None
    assert after is not None
    assert (before.decision_days, after.decision_days) == (28, 40)


def test_a_file_beside_the_sets_is_the_default_payers_and_its_problems_stand_where_it_does(
    tmp_path: Path,
) -> None:
    for name in ("item-rules/2014-07-01.toml", f"item-rules/{DEFAULT_PAYER}/2015-07-01.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(ITEM_RULES.replace('"medical"', '"medicall"'), encoding="utf-8")
    places = {place.partition(": ")[0] for _, place in found(tmp_path)}
    assert places == {"item-rules/2014-07-01.toml", f"item-rules/{DEFAULT_PAYER}/2015-07-01.toml"}
    (tmp_path / RULES / DEFAULT_PAYER / "2014-07-01.toml").write_text(ITEM_RULES, encoding="utf-8")
    assert ("repeated-text", "item-rules/2014-07-01.toml") in found(tmp_path)


def test_what_a_payers_file_names_and_nothing_has_is_listed_at_once(tmp_path: Path) -> None:
    (tmp_path / "payers").mkdir()
    text = changed(
        ('"Australia/Brisbane"', '"Australia/Brisban"'),
        ('state = "QLD"', 'state = "QL"\ntable = "public-holidays-qld.csv"'),
        ("[setting.consulting-rooms]", "[setting.consulting-room]"),
        ('guideline = "sunshine"', 'guideline = "worksafe"'),
        ("You may ask {payer} to", "You may ask {paier} to"),
        ("{Payer} has no floor.", "{Payer} has no { floor."),
        (f'schedule = "{PHARMACY}"', 'schedule = "pharmacy"'),
    )
    (tmp_path / "payers" / "qld.toml").write_text(text, encoding="utf-8")
    (tmp_path / "payees").mkdir()
    payee = 'title = "Nurse"\nin_a_sentence = "the nurse"\norder = 9\npayers = ["qld", "qldd"]\n'
    (tmp_path / "payees" / "nurse.toml").write_text(payee, encoding="utf-8")
    place = "payers/qld.toml: "
    problems = found(tmp_path)
    assert [one for one in problems if not one[1].startswith(f"{place}setting.")] == [
        ("unknown-payer", "payees/nurse.toml: payers[1]"),
        ("unknown-schedule", f"{place}schedule.private-hospital.schedule"),
        ("unknown-schedule", f"{place}schedule.medical.schedule"),
        ("unknown-setting", f"{place}setting"),
        ("unknown-set", f"{place}guideline"),
        ("unknown-set", f"{place}item_rules"),
        ("unknown-state", f"{place}public_holidays.state"),
        ("unknown-time-zone", f"{place}time_zone"),
        ("unknown-blank", f"{place}floor"),
        ("unknown-blank", f"{place}rights[1]"),
        ("unknown-table", f"{place}public_holidays.table"),
    ]


def test_a_service_of_a_payers_own_is_of_its_schedules_and_of_an_item_that_they_have(tmp_path: Path) -> None:
    library_folder = tmp_path / "queensland"
    queensland_library(library_folder)
    text = changed(
        ('item = "DAY"', 'item = "DAYS"'),
        ('schedule = "private-hospital", item = "HOME"', 'schedule = "medicare", item = "HOME"'),
    )
    (library_folder / "payers" / f"{PAYER}.toml").write_text(text, encoding="utf-8")
    assert found(library_folder) == [
        ("unknown-item", f"payers/{PAYER}.toml: setting.private-day-hospital.service[0].item"),
        ("unknown-schedule", f"payers/{PAYER}.toml: setting.hospital-in-the-home.service[0].schedule"),
    ]


def test_a_country_that_nobody_knows_and_a_state_where_there_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "payers").mkdir()
    for name, country, code in (("a", "OZ", "unknown-country"), ("b", "SG", "unknown-state")):
        text = changed(('country = "AU"', f'country = "{country}"'))
        (tmp_path / "payers" / f"{name}.toml").write_text(text, encoding="utf-8")
        assert code in {problem for problem, place in found(tmp_path) if place.startswith(f"payers/{name}")}


def test_holidays_of_a_country_are_named_in_english_where_the_package_can(both: kfees.Library) -> None:
    from kfees.library.public_holidays import ask_package

    assert "New Year's Day" in ask_package(2024, "DE", "BY").values()
    assert ask_package(2024, "NZ", None)[date(2024, 2, 6)] == "Waitangi Day"


def test_a_table_of_holidays_is_a_payers_or_is_asked_about(tmp_path: Path) -> None:
    table = "date,name\n2024-08-05,A day of its own\n"
    folder = tmp_path / "queensland"
    queensland_library(folder)
    (folder / "public-holidays-qld.csv").write_text(table, encoding="utf-8")
    assert found(folder) == [("unread-file", "public-holidays-qld.csv")]
    named = changed(('state = "QLD"', 'state = "QLD"\ntable = "public-holidays-qld.csv"'))
    (folder / "payers" / f"{PAYER}.toml").write_text(named, encoding="utf-8")
    assert found(folder) == [("few-days", "public-holidays-qld.csv")]
    known = kfees.load_schedules(environment={}).of(DEFAULT_PAYER).public_holidays.in_year(2024)
    rows = [f"{day},{name}" for day, name in known.items()]
    (folder / "public-holidays-qld.csv").write_text("\n".join(["date,name", *rows, ""]), encoding="utf-8")
    library = kfees.load_schedules(folder, environment={})
    assert library.of(PAYER).public_holidays.in_year(2024) == known
    assert library.overlay_of("public-holidays-qld.csv", "2024") == str(folder)


def test_a_set_that_no_payer_names_is_asked_about_unless_a_payers_file_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "queensland"
    queensland_library(folder)
    (folder / "guideline" / "sunshine").rename(folder / "guideline" / "sunshin")
    assert found(folder) == [
        ("unknown-set", f"payers/{PAYER}.toml: guideline"),
        ("unread-set", "guideline/sunshin"),
    ]
    (folder / "payers" / f"{PAYER}.toml").write_text("title = 1", encoding="utf-8")
    assert {code for code, place in found(folder) if place.startswith("guideline")} == set()


def test_shared_rules_that_do_not_exist_and_broken_ones_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "queensland"
    queensland_library(folder)
    rules = folder / "item-rules" / "sunshine"
    (rules / "2015-01-01.toml").write_text(ITEM_RULES.replace("read =", 'shared = ["medicar"]\nread ='))
    (rules / "2016-01-01.toml").write_text("title = 1")
    problems = found(folder)
    assert ("unknown-set", "item-rules/sunshine/2015-01-01.toml: shared[0]") in problems
    assert any(place.startswith("item-rules/sunshine/2016-01-01.toml") for _, place in problems)


def test_a_broken_version_of_a_payers_schedule_is_said_once(tmp_path: Path) -> None:
    folder = tmp_path / "queensland"
    queensland_library(folder)
    for version in (folder / HOSPITAL).iterdir():
        (version / "rates.csv").write_text("item,label\nA,B\n")
    assert {place.partition("/rates.csv")[0] for _, place in found(folder)} == {
        f"{HOSPITAL}/2022-01-01",
        f"{HOSPITAL}/2025-01-01",
    }


def test_a_broken_payers_file_stops_a_library_from_loading(tmp_path: Path) -> None:
    (tmp_path / "payers").mkdir()
    (tmp_path / "payers" / "ours.toml").write_text('title = "Ours"', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        kfees.load_schedules(tmp_path, environment={})
    assert {problem.place.partition(": ")[0] for problem in caught.value.problems} == {"payers/ours.toml"}


def test_a_table_of_holidays_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kfees.library.folders.MAXIMUM_FILE_BYTES", 10)
    (tmp_path / "public-holidays.csv").write_text("date,name\n2024-01-01,New Year's Day\n")
    assert ("too-large", "public-holidays.csv") in found(tmp_path)


def test_a_price_by_infusion_pays_a_payee_that_there_is(tmp_path: Path) -> None:
    text = (shipped_folder() / "payers" / "us-set-aside.toml").read_text(encoding="utf-8")
    (tmp_path / "payers").mkdir()
    (tmp_path / "payers" / "us-set-aside.toml").write_text(text.replace('"provider"', '"clinic"'))
    assert found(tmp_path) == [("unknown-payee", "payers/us-set-aside.toml: price_by_infusion.payee")]


def test_what_is_loaded_says_whose_courses_it_prices(both: kfees.Library) -> None:
    payers = {one.schedule: one.payers for one in listed_versions(both, AUGUST)}
    assert payers["medical"] == ("tac-victoria", DEFAULT_PAYER)
    assert payers[HOSPITAL] == (PAYER,)


def test_a_version_in_a_folder_says_when_it_is_expected_to_change(tmp_path: Path) -> None:
    version = tmp_path / "medical" / "2024-07-01"
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,250.00,service")
    facts = (version / "schedule.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in facts if not line.startswith("next_change_expected")]
    (version / "schedule.toml").write_text("\n".join(kept), encoding="utf-8")
    assert found(tmp_path) == [("missing", "medical/2024-07-01/schedule.toml: next_change_expected")]


def test_what_people_call_each_payer_is_known_of_all_of_them(library: kfees.Library) -> None:
    assert set(library.payers_called) == {"WorkSafe", "TAC", "set-aside"}
    assert library.of("tac-victoria").payers_called == library.payers_called


def test_a_new_schedule_is_in_the_currency_of_the_payer_whose_file_names_it(tmp_path: Path) -> None:
    text = THE_PAYER.partition("[schedule.private-hospital]")[0].replace('"AUD"', '"USD"')
    text = text.replace('guideline = "sunshine"\n', "").replace('item_rules = "sunshine"\n', "")
    ours = tmp_path / "ours"
    (ours / "payers").mkdir(parents=True)
    waiting = f'{text}\n[schedule.us-doctors]\nschedule = "us-doctors"\n'
    (ours / "payers" / "ours.toml").write_text(waiting, encoding="utf-8")
    library = kfees.load_schedules(ours, environment={})
    assert [library.currency_of(name) for name in ("us-doctors", "medical", "new")] == ["USD", "AUD", "AUD"]
    path = tmp_path / "fees.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Fees")
        for row, cells in enumerate((("Item", "Label", "Fee"), ("U1", "First", 310), ("U2", "Later", 150))):
            sheet.write_row(row, 0, cells)
    asked = ("--schedule", "us-doctors", "--from", "2026-01-01", "--payee", "medical", "--gst", "free")
    result = run("schedules", "import", str(path), *asked, "--into", str(ours), "--schedules", str(ours))
    assert result.status == 0, result.messages
    facts = (ours / "us-doctors" / "2026-01-01" / "schedule.toml").read_text(encoding="utf-8")
    assert 'currency = "USD"' in facts
