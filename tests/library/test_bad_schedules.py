"""Each folder under tests/bad_schedules holds one mistake and the whole message that it must bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfees import InputError, check_schedules, load_schedules

FOLDERS = sorted(path for path in (Path(__file__).parents[1] / "bad_schedules").iterdir() if path.is_dir())


def messages(folder: Path) -> str:
    """The problems of a folder, one to a line, its own path left out."""
    return "".join(f"{problem}\n".replace(f"{folder}/", "") for problem in check_schedules(folder))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_mistake_is_reported_in_these_words(folder: Path) -> None:
    expected = (folder / "expected.txt").read_text()
    assert expected, "a bad folder must bring at least one problem"
    assert messages(folder) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_with_a_mistake_is_never_loaded(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_schedules(folder, environment={})
    assert len(caught.value.problems) == len(check_schedules(folder))


def test_an_empty_or_missing_folder_is_a_mistake_too(tmp_path: Path) -> None:
    assert [problem.code for problem in check_schedules(tmp_path)] == ["no-schedules"]
    assert [problem.code for problem in check_schedules(tmp_path / "nowhere")] == ["no-folder"]
    (tmp_path / "invented").mkdir()
    assert [problem.code for problem in check_schedules(tmp_path)] == ["no-versions"]
