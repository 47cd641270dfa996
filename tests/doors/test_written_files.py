"""Every way out to a file against everything that can go wrong with one: a decision table.

Whatever the door and the fault, the output is named and not the input, the file of yesterday stays
as it was, nothing is left beside it, and the status is that of a wrong input.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line import Result, run
from kfees.library.outputs import written
from overlays import write_version

COURSE = {"regimen": "crps-10-day", "setting": "consulting-rooms", "start": "2024-08-05", "weight_kg": "80"}
SCENARIO = """
title = "One worker"
draws = 10
seed = 1
regimen = "crps-10-day"
start = 2024-08-05
rule_set = "medicare-set-aside"
years = 1
settings = {consulting-rooms = 1}
courses_per_year = {distribution = "fixed", value = 1}
weight_kg = {distribution = "fixed", value = 80}
"""
PORTFOLIO = "regimen,setting,start,weight_kg\n" + "crps-10-day,consulting-rooms,2024-08-05,80\n" * 50
PLAN = ("--courses-per-year", "1", "--years", "2", "--rules", "medicare-set-aside")
DAYS = ("--compare", "2024-07-01:2025-07-01")
YESTERDAY = b"the file of yesterday"


@dataclass(frozen=True)
class Door:
    """A command that writes a file whose name ends so, by this flag."""

    before: tuple[str, ...]
    reads: str
    flag: str
    ending: str
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((*self.before, self.flag, self.ending)) + (" --compare" if self.more == DAYS else "")

    def arguments(self, folder: Path, target: Path) -> list[str]:
        read = (str(folder / self.reads),) if self.reads else ()
        beside = ("-o", str(folder / "beside.csv")) if self.flag == "--problems" else ()
        overlay = ("--schedules", str(folder / "rates"))
        return [*self.before, *read, *self.more, *beside, self.flag, str(target), *overlay]

    def write(self, folder: Path, target: Path) -> Result:
        return run(*self.arguments(folder, target))

    def first_written(self, folder: Path, target: Path) -> Path:
        return folder / "beside.csv" if self.flag == "--problems" else target


DIFF = ("schedules", "diff", "private-hospital", "2018-07-01", "2024-07-01")
SHOW = ("schedules", "show", "private-hospital")
DOORS = [
    *(Door(("quote",), "in.json", "-o", e) for e in (".txt", ".json", ".csv", ".xlsx", ".html", ".pdf")),
    Door(("template",), "", "-o", ".xlsx"),
    *(Door(("assess",), "in.json", "--letter", ending) for ending in (".md", ".txt", ".docx", ".pdf")),
    *(Door(("compare",), "in.json", "-o", ending) for ending in (".txt", ".json")),
    *(Door(("compare",), "in.json", "--chart", ending) for ending in (".svg", ".png")),
    *(Door(("project",), "in.json", "-o", e, PLAN) for e in (".txt", ".json", ".csv", ".xlsx")),
    *(Door(("simulate",), "in.toml", "-o", ending) for ending in (".txt", ".json")),
    *(Door(("simulate",), "in.toml", "--chart", ending) for ending in (".svg", ".png")),
    *(Door(DIFF, "", "-o", ending) for ending in (".txt", ".csv", ".xlsx")),
    *(Door(SHOW, "", "-o", ending) for ending in (".json", ".xlsx")),
    *(Door(("portfolio",), "in.csv", "-o", ending) for ending in (".csv", ".parquet", ".xlsx")),
    *(Door(("portfolio",), "in.csv", "--problems", ending) for ending in (".csv", ".parquet", ".xlsx")),
    *(Door(("portfolio",), "in.csv", "-o", ending, DAYS) for ending in (".csv", ".xlsx")),
    *(Door(("portfolio",), "in.csv", "--chart", ending, DAYS) for ending in (".png", ".svg", ".pdf")),
]


def each(doors: list[Door]) -> pytest.MarkDecorator:
    """A test for each door; one that draws a notice or a letter as PDF is marked so."""
    drawn = dict.fromkeys((("quote", ".pdf"), ("assess", ".pdf")), pytest.mark.typst)
    marks = [drawn.get((door.before[0], door.ending), ()) for door in doors]
    params = [pytest.param(door, id=str(door), marks=its) for door, its in zip(doors, marks, strict=True)]
    return pytest.mark.parametrize("door", params)


every_door = each(DOORS)
KINDS = [
    *(door for door in DOORS if door.before == ("quote",) and door.ending in (".json", ".pdf", ".xlsx")),
    *(door for door in DOORS if door.before == DIFF and door.ending == ".xlsx"),
    *(door for door in DOORS if door.before == ("portfolio",) and door.flag == "-o"),
    Door(("portfolio",), "in.csv", "--chart", ".png", DAYS),
]
"""One door for each way of making what is written: text, pages, the makers of workbooks, tables, pictures."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with something to read for every door."""
    (tmp_path / "in.json").write_text(str(COURSE).replace("'", '"'))
    (tmp_path / "in.toml").write_text(SCENARIO)
    (tmp_path / "in.csv").write_text(PORTFOLIO)
    write_version(tmp_path / "rates", "pharmacy", "2024-07-01", "ketamine-200mg,Ketamine,5.00,ampoule")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(door: Door, folder: Path, target: Path, said: str) -> None:
    before = contents(folder)
    result = door.write(folder, target)
    words = " ".join(result.messages.split())
    assert (result.status, result.output) == (2, ""), words
    assert f"{target} " in words
    assert said in words
    assert str(folder / door.reads) not in words.replace(str(target), "") or not door.reads
    assert contents(folder) == before


@every_door
def test_an_old_file_keeps_its_mode_and_a_link_is_written_through(door: Door, folder: Path) -> None:
    old, link = folder / f"old{door.ending}", folder / f"link{door.ending}"
    old.write_bytes(YESTERDAY)
    old.chmod(0o640)
    link.symlink_to(old.name)
    result = door.write(folder, link)
    assert result.status == 0, result.messages
    assert link.is_symlink()
    assert old.read_bytes() not in (YESTERDAY, b"")
    assert old.stat().st_mode & 0o777 == 0o640
    assert not list(folder.glob(".kfees-*"))


@every_door
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symlink", "hard link"])
def test_an_output_that_is_also_an_input_is_refused(
    door: Door, link: Callable[[Path, Path], None], folder: Path
) -> None:
    target = folder / f"out{door.ending}"
    read = folder / (door.reads or "rates/pharmacy/2024-07-01/rates.csv")
    link(read, target)
    refused(
        door, folder, target, "would be the same file as " + ("the input" if door.reads else "--schedules")
    )


@every_door
def test_a_folder_that_is_missing_a_folder_and_a_device_are_said_before_any_work(
    door: Door, folder: Path
) -> None:
    refused(door, folder, folder / "none" / f"out{door.ending}", "its folder does not exist.")
    (folder / f"sub{door.ending}").mkdir()
    refused(door, folder, folder / f"sub{door.ending}", "it is a folder.")
    (folder / f"full{door.ending}").symlink_to("/dev/full")
    refused(door, folder, folder / f"full{door.ending}", "it is no ordinary file.")
    assert "Use one of: " in " ".join(door.write(folder, folder / "out.weird").messages.split())


@each(KINDS)
def test_a_file_that_may_not_be_larger_is_named_and_yesterdays_stays(door: Door, folder: Path) -> None:
    target = folder / f"out{door.ending}"
    target.write_bytes(YESTERDAY)
    before = contents(folder)
    # In a process of its own: what is half made of a workbook complains when it is thrown away.
    script = (
        "import resource, sys; from kfees.cli import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40)); main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", script, *door.arguments(folder, target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert " ".join(done.stderr.split()) == (
        f"kfees: 1 problem; nothing was written. {target} it cannot be written"
        " (File too large). Raise the limit on the size of a file (ulimit -f), or write less."
    )
    assert contents(folder) == before


@every_door
def test_a_full_disk_is_named_by_the_output_and_yesterdays_file_stays(
    door: Door, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder / f"out{door.ending}"
    target.write_bytes(YESTERDAY)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kfees.library.outputs.os.write", full)
    before = contents(folder)
    result = door.write(folder, target)
    assert (result.status, result.output) == (2, "")
    assert " ".join(result.messages.split()) == (
        f"kfees: 1 problem; nothing was written. {door.first_written(folder, target)} it cannot be written"
        " (No space left on device). Make room there, or name a place on another disk."
    )
    assert contents(folder) == before


def test_two_outputs_that_are_one_file_are_refused(folder: Path) -> None:
    target = folder / "answer.json"
    chart = folder / "chart.svg"
    chart.symlink_to(target.name)
    result = run("compare", str(folder / "in.json"), "-o", str(target), "--chart", str(chart))
    assert result.status == 2
    assert "--chart would be the same file as --output" in " ".join(result.messages.split())
    assert not target.exists()


def test_what_a_killed_run_left_is_removed_by_the_next_one_and_what_a_living_one_writes_is_not(
    folder: Path,
) -> None:
    (folder / f".kfees-{'0' * 16}.part").write_bytes(b"half")
    with written(str(folder / "other.csv")) as (part,):
        part.write(b"not yet whole")
        assert run("portfolio", str(folder / "in.csv"), "-o", str(folder / "out.csv")).status == 0
        assert [path.name for path in folder.glob(".kfees-*")] == [part.path.name]
    assert (folder / "other.csv").read_bytes() == b"not yet whole"


@pytest.mark.parametrize("target", ["workbook.xlsx", "workbook.xlsx/deeper"])
def test_an_import_into_what_is_no_folder_or_a_full_disk_names_where_it_would_write(
    target: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "workbook.xlsx").write_bytes(YESTERDAY)
    index = ("schedules", "index", "private-hospital", "--from", "2024-07-01", "--to", "2026-07-01")
    before = contents(folder)
    said = run(*index, "--by", "3%", "--into", str(folder / target)).messages
    assert "it cannot be written (Not a directory). Name a place in a folder." in " ".join(said.split())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kfees.library.writing.os.fsync", full)
    said = run(*index, "--by", "3%", "--into", str(folder / "new")).messages
    assert f"{folder / 'new'} it cannot be written (No space left on device)." in " ".join(said.split())
    assert contents(folder) == before
    assert not list(folder.rglob(".kfees-*"))


KFEES = f"'{sys.executable}' -c 'from kfees.cli import main; main()'"


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("schedules list >/dev/full", 2, "standard output cannot be written (No space left on device)"),
        ("--help >/dev/full", 2, "standard output cannot be written (No space left on device)"),
        ("schedules list >&-", 2, "standard output cannot be written (it is closed)"),
        ("quote - <&-", 2, "standard input it is closed. Send the request to it, or name a file."),
        ("schedules show medical | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("schedules --help | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("quote nothing.json 2>&-", 2, ""),
    ],
)
def test_streams_that_are_closed_or_full_are_answered_in_words(command: str, status: int, said: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{KFEES} {command}"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    words = " ".join(done.stderr.split())
    assert (done.returncode, done.stdout) == (status, ""), words
    assert said in words
    assert "Traceback" not in words
    assert "Exception" not in words
