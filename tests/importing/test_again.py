"""What is imported a second time: the same version, the same with other facts, a file for another day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.fees import Imported
from kfees.importing.importing import SourceFile, import_tables
from kfees.library.writing import write_versions
from workbooks import Row, asked, book, fees, sheets

ROWS: list[Row] = [("A1", "First", 10), ("A2", "Second", 20)]


def into(folder: Path, path: Path, **changed: Any) -> Imported:
    """Import into a folder that is loaded where it is there, and write what is new."""
    library = kfees.load_schedules(*([folder] if folder.exists() else []), environment={})
    files = [SourceFile(path.name, path.read_bytes())]
    result = import_tables(files, asked("clinic", **changed), library, str(folder))
    assert isinstance(result, Imported)
    assert result.problems == []
    same = {version.first_day for version in result.same}
    new = {version.first_day: version.files for version in result.versions if version.first_day not in same}
    if new and not any((folder / "clinic" / str(day)).exists() for day in new):
        write_versions(folder, "clinic", new)
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    into(tmp_path / "my", book(tmp_path / "w.xlsx", fees(*ROWS)))
    return tmp_path / "my"


def test_the_same_file_again_is_the_same_version(folder: Path) -> None:
    result = into(folder, folder.parent / "w.xlsx", retrieved=date(2026, 1, 1))
    [same] = result.same
    assert (same.origin, same.first_day) == (str(folder), date(2025, 7, 1))


def test_another_file_with_the_same_rates_is_the_same_version(folder: Path) -> None:
    path = sheets(folder.parent / "v.xlsx", {"Prices": [(), *fees(*ROWS)]})
    assert len(into(folder, path).same) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"publisher": "A clinic"}, "with other publisher."),
        ({"gst": "exclusive", "basis": "published"}, "with other gst and basis."),
        ({"set_cells": {"C2": "11"}}, "with other rates."),
    ],
)
def test_what_is_otherwise_than_what_is_there_is_named(
    changed: dict[str, Any], words: str, folder: Path
) -> None:
    result = into(folder, folder.parent / "w.xlsx", **changed)
    assert result.same == []
    assert result.said[-1] == f"The version of 1 July 2025 in {folder} is there already, {words}"


def test_the_same_file_for_another_day_is_said(folder: Path) -> None:
    result = into(folder, folder.parent / "w.xlsx", first_day=date(2026, 7, 1))
    assert result.same == []
    said = f"The same file was imported for 1 July 2025 ({folder}): check the day (--from)."
    assert result.said[-1] == said


def test_what_stands_elsewhere_is_not_what_is_there(folder: Path, tmp_path: Path) -> None:
    library = kfees.load_schedules(folder, environment={})
    files = [SourceFile("w.xlsx", (tmp_path / "w.xlsx").read_bytes())]
    result = import_tables(files, asked("clinic"), library, str(tmp_path / "other"))
    assert result.same == []
