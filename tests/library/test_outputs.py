"""Files are written aside and take their names together, or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kfees
from kfees.library.outputs import abandon_workbook, clear_forgotten, set_aside, written, wrong_ending
from kfees.model.problems import Problem


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def problems_of(write: Callable[[], None]) -> tuple[Problem, ...]:
    with pytest.raises(kfees.InputError) as refused:
        write()
    return refused.value.problems


def write_all(*paths: Path, content: bytes = b"new") -> None:
    with written(*map(str, paths)) as parts:
        for part in parts:
            part.write(content)
            part.flush()


def test_files_take_their_names_together(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    with written(str(first), str(second)) as parts:
        for part in parts:
            assert part.write(b"new") == 3
        assert not first.exists()
    assert (first.read_bytes(), second.read_bytes()) == (b"new", b"new")
    assert left_in(tmp_path) == ["a.csv", "b.csv"]


def test_the_mode_of_a_file_stays_and_a_link_is_followed(tmp_path: Path) -> None:
    meant, link = tmp_path / "meant.csv", tmp_path / "link.csv"
    meant.write_bytes(b"old")
    meant.chmod(0o640)
    link.symlink_to(meant)
    write_all(link)
    assert link.is_symlink()
    assert meant.read_bytes() == b"new"
    assert stat.S_IMODE(meant.stat().st_mode) == 0o640


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_said_of_its_file_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        (problem,) = problems_of(lambda: write_all(first, second))
    assert (problem.code, problem.place) == ("cannot-write", str(first))
    assert os.strerror(number) in problem.message
    assert first.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.csv"]


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (OSError(errno.EIO, "I/O error"), "Name another place."),
        (OSError("of no number"), "Name another place."),
    ],
)
def test_a_place_that_fails_for_another_reason_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, remedy: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        (problem,) = problems_of(lambda: write_all(tmp_path / "a.csv"))
    assert str(error.strerror or error) in problem.message
    assert problem.remedy == remedy


def test_a_place_without_its_folder_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: write_all(tmp_path / "a.csv", tmp_path / "none" / "b.csv"))
    assert problem.remedy == "Make its folder first."
    assert left_in(tmp_path) == []


def test_what_goes_wrong_with_the_content_is_raised_as_it_is(tmp_path: Path) -> None:
    def fails() -> None:
        with written(str(tmp_path / "a.csv")):
            raise ValueError("of the content")

    with pytest.raises(ValueError, match="of the content"):
        fails()
    assert left_in(tmp_path) == []


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    ours, locked = (tmp_path / f".kfees-{digit * 16}.part" for digit in "ab")
    folder, foreign_folder, foreign = (
        tmp_path / f".kfees-{name}" for name in ("import", "other", "notes.txt")
    )
    for path in (ours, locked, foreign):
        path.touch()
    for path in (folder, foreign_folder):
        (path / "2024-07-01").mkdir(parents=True)
    (folder / "2024-07-01" / "rates.csv").touch()
    (foreign_folder / "2024-07-01" / "thesis.docx").touch()
    held = os.open(locked, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    clear_forgotten(tmp_path)
    assert left_in(tmp_path) == sorted(path.name for path in (locked, foreign, foreign_folder))
    os.close(held)
    clear_forgotten(tmp_path)
    assert left_in(tmp_path) == sorted(path.name for path in (foreign, foreign_folder))
    clear_forgotten(tmp_path / "none")


def test_what_another_run_took_for_a_leftover_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(os.path, "samestat", lambda *_: answers.pop(0))
    made: list[Path] = []

    def make(path: Path) -> None:
        made.append(path)
        path.touch()

    with set_aside(tmp_path, make, ".part") as aside:
        assert made == [made[0], aside]
        assert not answers


def test_where_the_system_has_no_locks_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", none)
    write_all(tmp_path / "a.csv")
    assert left_in(tmp_path) == ["a.csv"]


def test_a_folder_set_aside_is_gone_unless_it_was_moved(tmp_path: Path) -> None:
    with set_aside(tmp_path, lambda path: path.mkdir()) as aside:
        (aside / "rates.csv").touch()
    assert left_in(tmp_path) == []


def test_an_ending_that_says_nothing_is_named_with_those_that_do() -> None:
    problem = wrong_ending("quote.doc", (".json", ".xlsx"))
    assert (problem.place, problem.remedy) == ("quote.doc", "Use one of: .json, .xlsx.")


def test_a_workbook_that_is_thrown_away_says_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    abandon_workbook()
    sys.unraisablehook(None)  # type: ignore[arg-type]  # as of a workbook that is half made
    assert said == []
