"""From folders to a library: the shipped schedules, then overlays that hide what they repeat."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from kfees.library.folders import Folder, read_folder
from kfees.library.library import Library
from kfees.library.public_holidays import years_of
from kfees.library.texts import PAYEES, PAYERS, TEXT_FOLDERS
from kfees.library.version import SHIPPED, Version
from kfees.model.problems import InputError, Problem

ENVIRONMENT_VARIABLE = "KFEES_SCHEDULES"

_PACKAGED = Path(__file__).parents[1] / "schedules"
_CHECKOUT = Path(__file__).parents[3] / "schedules"


def load_schedules(
    *overlays: str | Path, shipped: bool = True, environment: Mapping[str, str] = os.environ
) -> Library:
    """Load the shipped schedules, then the overlays that KFEES_SCHEDULES names, then `overlays`.

    A version in an overlay hides an earlier one of the same schedule and first day; so do
    regimens and settings of the same name. `shipped=False` starts from nothing. An overlay is
    checked whole; InputError lists every problem in all of them. What ships was checked before
    it shipped, and is read as far as it is used.
    """
    named = [path for path in environment.get(ENVIRONMENT_VARIABLE, "").split(os.pathsep) if path]
    folders = [read_folder(shipped_folder(), SHIPPED)] if shipped else []
    if named or overlays:
        known = _names_known(folders)
        folders += [read_folder(Path(path), str(path), known) for path in (*named, *overlays)]
    library = _library_of(folders)
    problems = [problem for folder in folders for problem in folder.problems]
    for folder in folders:
        if folder.origin != SHIPPED:
            problems.extend(_problems_within(folder, library))
    if problems:
        raise InputError(problems)
    return library


def check_schedules(path: str | Path | None = None) -> list[Problem]:
    """Every problem in a schedules folder (the shipped one unless told), read to the last row."""
    shipped = read_folder(shipped_folder(), SHIPPED)
    if path is None:
        return [*shipped.problems, *_problems_within(shipped, _library_of([shipped]))]
    folder = read_folder(Path(path), str(path), _names_known([shipped]))
    return [*folder.problems, *folder.unread, *_problems_within(folder, _library_of([shipped, folder]))]


def shipped_folder() -> Path:
    """The schedules that came with the package; in a checkout, its top folder `schedules`."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def _library_of(folders: Sequence[Folder]) -> Library:
    versions: dict[tuple[str, date], Version] = {}
    texts: dict[str, dict[str, bytes]] = {name: {} for name in TEXT_FOLDERS}
    overlays: dict[tuple[str, str], str] = {}
    places: dict[tuple[str, str], str] = {}
    tables: dict[str, list[bytes]] = {}
    if all(folder.origin != SHIPPED for folder in folders):
        # No library is without the shipped payers, payees and public holidays.
        for kind in (PAYERS, PAYEES):
            texts[kind] = {file.stem: file.read_bytes() for file in (shipped_folder() / kind).glob("*.toml")}
        tables = {file.name: [file.read_bytes()] for file in shipped_folder().glob("public-holidays*.csv")}
    for folder in folders:
        versions |= {(version.schedule, version.first_day): version for version in folder.versions}
        for kind, found in folder.texts.items():
            texts[kind] |= found
            places |= {(kind, name): f"{kind}/{name}.toml" for name in found}
            if folder.origin != SHIPPED:
                overlays |= {(kind, name): folder.origin for name in found}
        places |= folder.text_places
        for name, table in folder.public_holidays.items():
            tables.setdefault(name, []).append(table)
            if folder.origin != SHIPPED:
                overlays |= {(name, str(year)): folder.origin for year in years_of(table)}
    library = Library(versions.values(), texts, tables, overlays, places)
    library.unread = tuple(problem.place for folder in folders for problem in folder.unread)
    return library


def _names_known(folders: Sequence[Folder]) -> frozenset[str]:
    """What a folder's own folders may be called: new schedules may have other names, not nearly these."""
    library = _library_of(folders)
    drugs = {library.regimen(name).drug.schedule for name in library.regimens}
    return frozenset({*TEXT_FOLDERS, *library.schedules, *drugs})


def _problems_within(folder: Folder, library: Library) -> Iterator[Problem]:
    from kfees.library.content_checks import content_problems  # what ships is not checked when it is loaded

    return content_problems(folder, library)
