"""A version's folder is written whole or not at all, even by a process that is killed on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from kfees.library.outputs import set_aside
from kfees.library.version import Version
from kfees.library.weights import STREAM_OF, VisitWeight
from kfees.library.writing import facts_as_toml, version_files, weights_as_csv, write_versions
from killing import killed_at
from overlays import write_version

JULY, AUGUST = date(2025, 7, 1), date(2025, 8, 1)

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def files(library: kfees.Library) -> Files:
    version = library.versions("private-hospital")[0]
    rates = [rate for item in version.items for rate in version.rates(item)]
    return version_files(version.facts.model_copy(update={"next_change_expected": date(2026, 7, 1)}), rates)


def visible(folder: Path) -> dict[str, bytes]:
    """What a loader can see: every file whose path has no hidden part."""
    if not folder.exists():
        return {}
    paths = (path for path in folder.rglob("*") if path.is_file())
    relative = {path.relative_to(folder): path for path in paths}
    return {
        str(name): path.read_bytes()
        for name, path in relative.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def prepare(standing: str, folder: Path) -> None:
    if standing == "an empty folder":
        folder.mkdir(parents=True)
    elif standing != "nothing":
        schedule = "other" if standing == "another schedule" else "invented"
        write_version(folder, schedule, "2024-07-01", "1,Visit,5.00,visit")


@pytest.mark.parametrize("standing", ["nothing", "an empty folder", "another schedule", "an earlier version"])
def test_a_kill_at_any_step_leaves_the_old_folder_or_the_whole_new_one(
    standing: str, tmp_path: Path, files: Files
) -> None:
    whole = {f"invented/{JULY}/{name}": content for name, content in files.items()}
    folders = {step: tmp_path / str(step) / "schedules" for step in range(1, 31)}
    for folder in folders.values():
        prepare(standing, folder)
    before = visible(folders[1])
    killed = killed_at(folders.items(), "invented", {JULY: files})
    assert killed == sorted(killed, reverse=True)
    assert killed[8], "the kill must be tried at many steps"
    assert not killed[-1], "and at every one"
    seen = set()
    for (step, folder), was_killed in zip(folders.items(), killed, strict=True):
        after = visible(folder)
        assert after in (before, before | whole), f"a kill at step {step} left part of a version"
        if after:
            kfees.load_schedules(folder, environment={})
        if not was_killed:
            assert after == before | whole
            break
        seen.add(after == before)
    assert seen == {True, False}, "kills before the rename and after it"


def test_a_version_that_is_there_is_never_edited(tmp_path: Path, files: Files) -> None:
    write_version(tmp_path, "invented", str(JULY), "1,Visit,5,visit")
    before = visible(tmp_path)
    with pytest.raises(kfees.InputError) as caught:
        write_versions(tmp_path, "invented", {AUGUST: files, JULY: files})
    assert [problem.code for problem in caught.value.problems] == ["version-exists"]
    assert visible(tmp_path) == before


def test_several_versions_are_written_together(tmp_path: Path, files: Files) -> None:
    paths = write_versions(tmp_path / "deep" / "er", "invented", {JULY: files, AUGUST: files})
    assert [path.name for path in paths] == ["2025-07-01", "2025-08-01"]
    assert len(visible(tmp_path)) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["deep"], "nothing is left aside"


def test_a_version_is_written_beside_those_that_are_there(tmp_path: Path, files: Files) -> None:
    write_versions(tmp_path, "invented", {JULY: files})
    before = visible(tmp_path)
    (written,) = write_versions(tmp_path, "invented", {AUGUST: files})
    assert written == tmp_path / "invented" / "2025-08-01"
    after = visible(tmp_path)
    assert len(after) == 2 * len(before)
    assert before.items() <= after.items()


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path, files: Files) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(kfees.InputError) as caught:
        write_versions(tmp_path / "file", "invented", {JULY: files})
    assert [problem.code for problem in caught.value.problems] == ["cannot-write"]


def test_what_a_killed_import_left_is_removed_by_the_next_one_wherever_it_lies(
    tmp_path: Path, files: Files
) -> None:
    folder = tmp_path / "new" / "rates"
    killed_at([(step, folder) for step in range(4, 13)], "invented", {JULY: files})
    assert list(tmp_path.rglob(".kfees-*")), "the kills leave something to remove"
    write_versions(folder, "invented", {AUGUST: files})
    assert list(tmp_path.rglob(".kfees-*")) == []


def test_what_a_living_run_or_another_program_wrote_is_never_removed(tmp_path: Path, files: Files) -> None:
    foreign = tmp_path / ".kfees-settings"
    foreign.mkdir()
    (foreign / "mine.json").write_text("{}")
    with set_aside(tmp_path, Path.mkdir) as another:
        write_versions(tmp_path, "invented", {JULY: files})
        assert another.exists(), "another run may still be at work"
    assert not another.exists()
    assert foreign.exists()


def test_facts_with_parts_are_written_and_read_alike(tmp_path: Path, library: kfees.Library) -> None:
    version = library.versions("department-of-health")[-1]
    written = {**version.files, "schedule.toml": facts_as_toml(version.facts).encode()}
    write_versions(tmp_path, "department-of-health", {version.first_day: written})
    again = kfees.load_schedules(tmp_path, environment={}).versions("department-of-health")[-1]
    assert again.origin == str(tmp_path)
    assert again.facts == version.facts


@pytest.mark.parametrize("day", [date(2020, 7, 1), date(2025, 7, 1)])
def test_tables_of_weights_are_written_as_they_were_read(day: date, library: kfees.Library) -> None:
    version = library.version_on("department-of-health", day)
    assert version is not None
    tables = version.activity
    assert tables is not None
    weights = {item: weight for item in tables.items if (weight := tables.weight(item)) is not None}
    files = {
        file: weights_as_csv([weights[item] for item in tables.items_of(stream)], file)
        for file, stream in STREAM_OF.items()
    }
    assert files["acute.csv"] == version.files["acute.csv"]
    again = Version(version.schedule, day, "own", {**version.files, **files}).activity
    assert again is not None
    assert {item: again.weight(item) for item in again.items} == weights


def test_a_paediatric_factor_of_an_emergency_class_is_written(library: kfees.Library) -> None:
    version = library.version_on("department-of-health", date(2025, 7, 1))
    assert version is not None
    assert version.activity is not None
    weight = version.activity.weight("E0001Z")
    assert isinstance(weight, VisitWeight)
    written = weights_as_csv([replace(weight, paediatric=Decimal("1.5"))], "emergency.csv")
    assert written == (b"item,label,weight,paediatric\nE0001Z,Emergency class E0001Z,0.0355,1.5\n")
