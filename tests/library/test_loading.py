"""Folders become a library: the shipped schedules, then overlays that hide what they repeat."""

from __future__ import annotations

import errno
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import pytest

import kfees
from kfees.library.folders import MAXIMUM_FILE_BYTES, read_folder
from kfees.library.loading import ENVIRONMENT_VARIABLE, check_schedules, shipped_folder
from kfees.model.problems import InputError
from overlays import facts_text, write_payee, write_version

ROOMS = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2024-08-05",
    "weight_kg": "80",
}


def problems(*overlays: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        kfees.load_schedules(*overlays, environment={})
    return [(problem.code, problem.place) for problem in caught.value.problems]


def test_an_overlay_hides_the_shipped_version_of_its_date_and_no_other(
    tmp_path: Path, library: kfees.Library
) -> None:
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,250.00,service", "2806,Later,125.00,service")
    with_overlay = kfees.load_schedules(tmp_path, environment={})
    origins = [one.origin for one in with_overlay.versions("medical")]
    assert origins == [str(tmp_path), "shipped", "shipped", "shipped"]
    assert [one.first_day for one in with_overlay.versions("medical")] == [
        one.first_day for one in library.versions("medical")
    ]
    hidden = with_overlay.version_on("medical", date(2024, 8, 5))
    assert hidden is not None
    assert hidden.rates("3") == ()  # nothing of the hidden version shines through

    quote = kfees.price(kfees.CourseRequest.model_validate(ROOMS), with_overlay)
    assert quote.totals.maximum == Decimal("250.00") + 9 * Decimal("125.00")
    assert [line.basis for line in quote.lines] == ["supplied", "supplied"]
    (used,) = quote.schedules
    assert used.origin == str(tmp_path)
    assert used.digest == hidden.digest
    assert f"Rate in force from 1 July 2024, from the overlay {tmp_path}." in quote.lines[0].reasons


def test_an_overlay_may_state_its_basis(tmp_path: Path) -> None:
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,250.00,service", basis='"published"')
    rate = kfees.load_schedules(tmp_path, environment={}).versions("medical")[0].rates("2801")[0]
    assert rate.basis == "published"


def test_a_version_between_two_shipped_ones_takes_over_on_its_day(tmp_path: Path) -> None:
    write_version(tmp_path, "medical", "2025-01-01", "2801,First,250.00,service")
    library = kfees.load_schedules(tmp_path, environment={})
    for day, first_day in (
        ("2024-12-31", "2024-07-01"),
        ("2025-01-01", "2025-01-01"),
        ("2025-07-01", "2025-07-01"),
    ):
        version = library.version_on("medical", date.fromisoformat(day))
        assert version is not None
        assert version.first_day == date.fromisoformat(first_day)


def test_the_last_overlay_named_hides_the_others_and_those_of_the_environment_come_first(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three", "four")]
    for number, folder in enumerate(folders):
        write_version(folder, "medical", "2024-07-01", f"2801,First,{number}.00,service")
    one, two, three, four = folders
    named = {ENVIRONMENT_VARIABLE: f"{one}{os.pathsep}{os.pathsep}{two}"}

    def price(*overlays: Path) -> object:
        library = kfees.load_schedules(*overlays, environment=named)
        return library.versions("medical")[0].rates("2801")[0].amount

    assert price() == 1
    assert price(three) == 2
    assert price(four, three) == 2
    assert price(three, four) == 3


def test_the_environment_variable_is_read_from_the_process_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_version(tmp_path, "invented", "2024-07-01", "A,A,1.00,service")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path))
    assert "invented" in kfees.load_schedules().schedules
    assert "invented" not in kfees.load_schedules(environment={}).schedules


def test_without_the_shipped_schedules_there_is_only_what_was_named(tmp_path: Path) -> None:
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,250.00,service")
    library = kfees.load_schedules(tmp_path, shipped=False, environment={})
    assert library.schedules == ("medical",)
    assert len(library.versions("medical")) == 1
    assert library.regimens == library.settings == ()
    assert kfees.load_schedules(shipped=False, environment={}).schedules == ()


def test_a_library_is_a_snapshot_that_a_later_edit_does_not_touch(tmp_path: Path) -> None:
    folder = write_version(tmp_path, "medical", "2024-07-01", "2801,First,250.00,service")
    before = kfees.load_schedules(tmp_path, environment={})
    (folder / "rates.csv").write_text("item,label,amount,unit\n2801,First,1.00,service\n")
    after = kfees.load_schedules(tmp_path, environment={})
    assert before.versions("medical")[0].rates("2801")[0].amount == 250
    assert after.versions("medical")[0].rates("2801")[0].amount == 1
    assert before.versions("medical")[0].digest != after.versions("medical")[0].digest


def test_an_overlay_may_hide_a_regimen_and_a_setting(tmp_path: Path, library: kfees.Library) -> None:
    for kind, name in (("regimens", "crps-10-day"), ("settings", "consulting-rooms")):
        (tmp_path / kind).mkdir()
        text = (shipped_folder() / kind / f"{name}.toml").read_text()
        (tmp_path / kind / f"{name}.toml").write_text(text.replace("title =", 'title = "Ours" #'))
    loaded = kfees.load_schedules(tmp_path, environment={})
    assert loaded.regimen("crps-10-day").title == "Ours" != library.regimen("crps-10-day").title
    assert loaded.setting("consulting-rooms").title == "Ours" != library.setting("consulting-rooms").title
    assert loaded.regimens == library.regimens


def test_every_problem_of_every_overlay_is_told_at_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write_version(one, "medical", "2024-07-01", "2801,First,-1,service", "2806,Later,free,service")
    write_version(two, "medical", "1 July 2024", "2801,First,1,service")
    write_version(two, "other", "2024-07-01", "A,A,1,x", title=None)
    assert sorted(problems(one, two, tmp_path / "three")) == sorted(
        [
            ("negative-amount", f"{one}/medical/2024-07-01/rates.csv line 2, amount"),
            ("bad-number", f"{one}/medical/2024-07-01/rates.csv line 3, amount"),
            ("bad-version-name", f"{two}/medical/1 July 2024"),
            ("missing", f"{two}/other/2024-07-01/schedule.toml: title"),
            ("no-folder", str(tmp_path / "three")),
        ]
    )


def test_what_a_folder_lacks_or_has_too_much_of_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    path = write_version(tmp_path, "medical", "2024-07-01", "2801,First,1,service")
    (path / "notes.txt").write_text("by hand")
    (path / "rates.csv").unlink()
    assert sorted(problems(tmp_path)) == [
        ("missing-file", f"{tmp_path}/medical/2024-07-01"),
        ("no-versions", f"{tmp_path}/empty"),
        ("unknown-file", f"{tmp_path}/medical/2024-07-01/notes.txt"),
    ]


def test_a_folder_or_a_dead_link_where_a_file_should_be_is_a_mistake_and_no_crash(tmp_path: Path) -> None:
    path = write_version(tmp_path, "medical", "2024-07-01", "2801,First,1,service")
    (path / "rates.csv").unlink()
    (path / "rates.csv").mkdir()
    (path / "schedule.toml").unlink()
    (path / "schedule.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "regimens" / "mine.toml").mkdir(parents=True)
    assert problems(tmp_path) == [
        ("unreadable-file", f"{path}/rates.csv"),
        ("unreadable-file", f"{path}/schedule.toml"),
        ("unreadable-file", f"{tmp_path}/regimens/mine.toml"),
    ]


def test_a_file_too_large_to_be_a_schedule_is_not_read(tmp_path: Path) -> None:
    path = write_version(tmp_path, "medical", "2024-07-01", "2801,First,1,service")
    with (path / "rates.csv").open("r+b") as file:
        file.truncate(MAXIMUM_FILE_BYTES + 1)
    assert problems(tmp_path) == [("too-large", f"{path}/rates.csv")]


def test_hidden_files_and_stray_files_at_the_top_are_passed_over(tmp_path: Path) -> None:
    path = write_version(tmp_path, "medical", "2024-07-01", "2801,First,1,service")
    (tmp_path / "README.md").write_text("ours")
    (tmp_path / ".git").mkdir()
    (path / ".DS_Store").write_bytes(b"\0")
    kfees.load_schedules(tmp_path, environment={})


def test_a_setting_whose_item_no_version_has_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    text = (shipped_folder() / "settings" / "consulting-rooms.toml").read_text()
    (tmp_path / "settings" / "rooms.toml").write_text(text.replace('"2806"', '"28O6"'))
    assert problems(tmp_path) == [("unknown-item", "settings/rooms.toml: service[1].item")]


def test_a_setting_is_not_blamed_for_a_schedule_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    text = (shipped_folder() / "settings" / "consulting-rooms.toml").read_text()
    (tmp_path / "settings" / "rooms.toml").write_text(text.replace('"medical"', '"ours"'))
    write_version(tmp_path, "ours", "2024-07-01", "2801,First,x,service", "2806,Later,1,service")
    assert problems(tmp_path) == [
        ("bad-number", f"{tmp_path}/ours/2024-07-01/rates.csv line 2, amount"),
    ]


def test_what_ships_has_no_mistakes() -> None:
    assert kfees.check_schedules() == []


def test_a_folder_can_be_checked_without_being_loaded(tmp_path: Path) -> None:
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,1,service")
    assert kfees.check_schedules(tmp_path) == []
    (tmp_path / "medical" / "2024-07-01" / "schedule.toml").write_text(facts_text(gst=None))
    assert [problem.code for problem in kfees.check_schedules(str(tmp_path))] == ["missing"]


def test_a_guideline_is_named_by_its_first_day(tmp_path: Path) -> None:
    (tmp_path / "guideline").mkdir()
    (tmp_path / "guideline" / "2024-02-30.toml").write_text('title = "Ours"')
    assert problems(tmp_path) == [("bad-version-name", f"{tmp_path}/guideline/2024-02-30.toml")]


def test_a_folder_that_may_not_be_read_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may read any folder, so the system's answer is replaced and not the folder.
    write_version(tmp_path, "invented", "2024-07-01", "1,Visit,5.00,visit")

    def refused(path: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(os, "scandir", refused)
    [problem] = read_folder(tmp_path, str(tmp_path)).problems
    assert problem.place == str(tmp_path)
    assert str(problem).endswith(
        "it cannot be read (Permission denied). Ask for the right to read it, or name another folder."
    )


def test_a_schedule_that_pays_nobody_who_is_known_is_a_mistake(tmp_path: Path) -> None:
    write_version(tmp_path, "imaging", "2024-07-01", "X1,X-ray,80.00,service", payee='"radiologist"')
    with pytest.raises(InputError) as caught:
        kfees.load_schedules(tmp_path, environment={})
    assert str(caught.value).removeprefix(f"{tmp_path}/") == (
        "imaging/2024-07-01/schedule.toml: payee: 'radiologist' is not known here."
        " Use one of: hospital, medical, pharmacy, provider."
    )
    write_payee(tmp_path, "radiologist")
    assert "imaging" in kfees.load_schedules(tmp_path, environment={}).schedules


def test_a_payee_that_could_stand_in_no_flag_and_no_column_is_a_mistake(tmp_path: Path) -> None:
    write_payee(tmp_path, "X-ray: outside")
    assert problems(tmp_path) == [("bad-name", "payees/X-ray: outside.toml")]


@pytest.mark.parametrize(
    ("name", "column", "whose"),
    [
        ("gap", "'gap'", "another column of a portfolio"),
        ("start", "'start'", "another column of a portfolio"),
        ("total", "'total'", "another column of a portfolio"),
        ("payer", "'payer'", "another column of a portfolio"),
        ("gap-least", "'gap-least'", "another column of a portfolio"),
        ("protocol", "'protocol'", "another column of a portfolio"),
        ("doctor", "'doctor'", "one of the payee 'medical'"),
        ("other-hospital", "'other-hospital_fee'", "one of the payee 'hospital'"),
    ],
)
def test_a_payee_named_like_a_column_of_something_else_is_a_mistake(
    name: str, column: str, whose: str, tmp_path: Path
) -> None:
    write_payee(tmp_path, name)
    [problem] = check_schedules(tmp_path)
    assert str(problem) == (
        f"payees/{name}.toml: a payee of this name would be charged in the column {column}, which is already"
        f" {whose}. Call it otherwise, such as {name}-service.toml."
    )
    (tmp_path / "payees" / f"{name}.toml").unlink()
    write_payee(tmp_path, f"{name}-service")
    assert check_schedules(tmp_path) == []


def test_the_columns_that_a_payees_file_names_are_of_nothing_else(tmp_path: Path) -> None:
    folder = write_payee(tmp_path, "radiology").parent
    with (folder / "radiology.toml").open("a", encoding="utf-8") as file:
        file.write('[columns]\ncharge = ["Weight", "Medical fee", "imaging"]\nfee = ["Imaging"]\n')
    write_payee(tmp_path, "pharmacy", title="7")
    found = [one for one in check_schedules(tmp_path) if one.code == "taken-name"]
    assert [(one.place, one.message) for one in found] == [
        (
            "payees/radiology.toml: columns.charge[0]",
            "the column 'Weight' is already another column of a portfolio.",
        ),
        (
            "payees/radiology.toml: columns.charge[1]",
            "the column 'Medical fee' is already one of the payee 'medical'.",
        ),
        ("payees/radiology.toml: columns.fee[0]", "the column 'Imaging' is already one of its charges."),
    ]


def test_a_payees_file_is_read_whole(tmp_path: Path) -> None:
    write_payee(tmp_path, "radiology", title="7", colour='"blue"')
    assert problems(tmp_path) == [
        ("bad-value", "payees/radiology.toml: title"),
        ("unknown-key", "payees/radiology.toml: colour"),
    ]
