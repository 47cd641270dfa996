"""One folder of schedules as it stands: its files as bytes, and what stands where nothing reads it.

It holds `<schedule>/<first day in force>/schedule.toml` with `rates.csv`, or with the tables of weighted
activity. It may also hold `public-holidays.csv`, `<name>.toml` in `regimens/`, `settings/`, `payers/`,
`payees/` and `plain-words/`, and `<set>/<first day>.toml` in `guideline/` and `item-rules/`. What else stands
there is asked about.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import date
from operator import attrgetter
from pathlib import Path

from kfees.library.folder_names import NOTES, WEIGHTS, is_note, nearly
from kfees.library.public_holidays import TABLE, is_table, table_problems
from kfees.library.texts import IN_SETS, TEXT_FOLDERS
from kfees.library.version import FACTS, RATES, SHIPPED, Version
from kfees.model.dates import parse_date
from kfees.model.english import in_list
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import Problem, Unreadable

MAXIMUM_FILE_BYTES = 100_000_000
Entry = os.DirEntry[str]
FILES_READ = (TABLE, FACTS, RATES, *WEIGHTS)


class Folder:
    """What one schedules folder holds, as bytes, and every problem met in walking it.

    `texts` are by folder and name, 'set/first day' where a folder has sets; `text_places` says where those
    stand that are not at folder/name.toml. `public_holidays`: the tables by their file's name.
    `unread`: files beside the folders that nothing reads: a mistake, or something else that is kept there.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.versions: list[Version] = []
        self.texts: dict[str, dict[str, bytes]] = {}
        self.text_places: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        self.public_holidays: dict[str, bytes] = {}
        self.unread: list[Problem] = []

    def place(self, name: str) -> str:
        return name if self.origin == SHIPPED else f"{self.origin.rstrip('/')}/{name}"

    def wrong(self, code: str, place: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, place, message, remedy))


def read_folder(path: Path, origin: str, known: Collection[str] = TEXT_FOLDERS) -> Folder:
    """Take a snapshot of a schedules folder; problems of names and missing files are collected."""
    folder = Folder(origin)
    try:
        _read_folder(path, folder, known)
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        remedy = "Ask for the right to read it, or name another folder."
        folder.wrong("unreadable-folder", str(error.filename or path), message, remedy)
    return folder


def _read_folder(path: Path, folder: Folder, known: Collection[str]) -> None:
    if not path.is_dir():
        remedy = "Name a folder that holds schedules."
        folder.wrong("no-folder", str(path), "there is no such folder.", remedy)
        return
    for child in _visible(path):
        if not child.is_dir():
            _read_file(child, folder)
        elif folder.origin != SHIPPED and (meant := nearly(child.name, known)) is not None:
            message = f"this is no known folder, and nearly {meant!r}."
            remedy = f"Name it {meant!r}, or name a schedule of your own so that it cannot be mistaken."
            folder.wrong("nearly-known", folder.place(child.name), message, remedy)
        elif child.name in TEXT_FOLDERS:
            folder.texts[child.name] = _texts_of(child, folder)
        else:
            _read_schedule(child, folder)
    if not (folder.versions or folder.texts or folder.public_holidays or folder.problems):
        remedy = f"Expected <schedule>/<first day in force>/schedule.toml, or {', '.join(TEXT_FOLDERS)}."
        folder.wrong("no-schedules", str(path), "the folder holds no schedules.", remedy)


def _read_file(file: Entry, folder: Folder) -> None:
    """A file beside the folders: public holidays, or a note. Nothing reads another one."""
    place = folder.place(file.name)
    if is_table(file.name):
        content = _content(file, place, folder)
        if content is not None:
            problems = list(table_problems(content, place)) if folder.origin != SHIPPED else []
            folder.problems.extend(problems)
            folder.public_holidays.update({} if problems else {file.name: content})
    elif not is_note(file.name, FILES_READ):
        mistaken = file.name in FILES_READ or nearly(file.name, FILES_READ) is not None
        (folder.problems if mistaken else folder.unread).append(_unread(place, file.name))


def _unread(place: str, name: str) -> Problem:
    meant = nearly(name, FILES_READ)
    message = "nothing reads this file." if meant is None else f"nothing reads this file, nearly {meant!r}."
    remedy = (
        "A version's files stand in <schedule>/<first day in force>/, public holidays in"
        f" {TABLE}, notes in {' or '.join(NOTES)}."
    )
    return Problem("unread-file", place, message, remedy)


def _texts_of(path: Entry, folder: Folder) -> dict[str, bytes]:
    """The texts of a folder by name. Where it has sets, a file beside them is of the default payer's."""
    if path.name not in IN_SETS:
        return dict(_texts(path, path.name, folder))
    what = "a dated text is named by its first day"
    found: dict[str, bytes] = {}
    of_sets = {child.name: child for child in _visible(path) if child.is_dir()}
    for of_set, inner in [*of_sets.items(), (DEFAULT_PAYER, path)]:
        within = path.name if inner is path else f"{path.name}/{of_set}"
        for name, content in _texts(inner, within, folder, but=of_sets if inner is path else ()):
            file, key = f"{within}/{name}.toml", f"{of_set}/{name}"
            if _first_day(name, folder.place(file), what, folder) is None:
                continue
            if key in found:
                message = f"{path.name}/{key}.toml is the same set's of the same day."
                folder.wrong("repeated-text", folder.place(file), message, "Keep one of the two.")
            found[key] = content
            if inner is path:
                folder.text_places[path.name, key] = file
    return found


def _texts(
    path: Entry, within: str, folder: Folder, but: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    for file in _visible(path):
        place = folder.place(f"{within}/{file.name}")
        if file.name.endswith(".toml"):
            content = _content(file, place, folder)
            if content is not None:
                yield file.name.removesuffix(".toml"), content
        elif file.name not in but:
            remedy = "Keep only files whose names end in .toml here."
            folder.wrong("unknown-file", place, "this has no meaning here.", remedy)


def _first_day(name: str, place: str, what: str, folder: Folder) -> date | None:
    try:
        return parse_date(name)
    except Unreadable as error:
        folder.wrong("bad-version-name", place, f"{what}: {error.message}", error.remedy)
        return None


def _read_schedule(path: Entry, folder: Folder) -> None:
    children = _visible(path)
    first_days = [child for child in children if child.is_dir()]
    folder.problems.extend(
        _unread(folder.place(f"{path.name}/{child.name}"), child.name)
        for child in children
        if child not in first_days and not is_note(child.name, FILES_READ)
    )
    for child in first_days:
        place = folder.place(f"{path.name}/{child.name}")
        first_day = _first_day(child.name, place, "a version's folder is named by its first day", folder)
        if first_day is not None:
            _read_version(path.name, child, first_day, place, folder)
    if not first_days:
        remedy = "Add a folder named by its first day in force, such as 2024-07-01."
        folder.wrong("no-versions", folder.place(path.name), "the schedule has no versions.", remedy)


def _read_version(schedule: str, path: Entry, first_day: date, place: str, folder: Folder) -> None:
    files = {file.name: file for file in _visible(path)}
    needed = (FACTS, *WEIGHTS) if any(name in files for name in WEIGHTS) else (FACTS, RATES)
    for name in needed:
        if name not in files:
            remedy = f"A version needs {in_list(needed)}."
            folder.wrong("missing-file", place, f"the file {name} is missing.", remedy)
    for name in files:
        if name not in needed:
            message = "this file has no meaning in a version's folder."
            folder.wrong("unknown-file", f"{place}/{name}", message, f"Keep only {in_list(needed)} here.")
    contents = {
        name: content
        for name, file in files.items()
        if name in needed and (content := _content(file, f"{place}/{name}", folder)) is not None
    }
    if set(contents) == set(files) == set(needed):
        folder.versions.append(Version(schedule, first_day, folder.origin, contents))


def _content(file: Entry, place: str, folder: Folder) -> bytes | None:
    """The file's bytes; None where it cannot be read, which is then a problem of the folder."""
    try:
        if file.stat().st_size <= MAXIMUM_FILE_BYTES:
            with open(file.path, "rb", buffering=0) as opened:  # noqa: PTH123  # a Path takes as long again
                return opened.read()
        code, message = "too-large", f"the file is larger than {MAXIMUM_FILE_BYTES:,} bytes."
        remedy = "Split the schedule."
    except OSError as error:
        code, message = "unreadable-file", f"the file cannot be read: {error.strerror}."
        remedy = "Put a file here that can be read."
    folder.wrong(code, place, message, remedy)
    return None


def _visible(path: Path | Entry) -> list[Entry]:
    """What stands in a folder, by name. Entries know what they are without being asked for anew."""
    with os.scandir(path) as entries:
        return sorted(
            (entry for entry in entries if not entry.name.startswith((".", "__"))), key=attrgetter("name")
        )
