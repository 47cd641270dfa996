"""From folders to a library: the shipped schedules, then overlays that hide what they repeat.

A folder holds `<schedule>/<first day in force>/schedule.toml` with `rates.csv`, or with the tables of
weighted activity. It may also hold `public-holidays.csv`, `regimens/<name>.toml`, `settings/<name>.toml`,
and by their first days `guideline/` and `item-rules/`. What else stands there is asked about.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kfees.library import weights
from kfees.library.folder_names import NOTES, is_note, nearly
from kfees.library.library import GUIDELINE, ITEM_RULES, PUBLIC_HOLIDAYS, TEXT_FOLDERS, Library
from kfees.library.public_holidays import PublicHolidays, public_holiday_problems, years_of
from kfees.library.version import FACTS, RATES, SHIPPED, Version
from kfees.model.dates import in_list, parse_date
from kfees.model.fields import Model
from kfees.model.guidance import ItemRules, covers
from kfees.model.problems import InputError, Problem, Unreadable, suggestion
from kfees.model.schedule import NIGHTS, Setting
from kfees.reading.table import control_character

ENVIRONMENT_VARIABLE = "KFEES_SCHEDULES"
MAXIMUM_FILE_BYTES = 100_000_000
FILES_READ = (PUBLIC_HOLIDAYS, FACTS, RATES, *weights.FILES)

_PACKAGED = Path(__file__).parents[1] / "schedules"
_CHECKOUT = Path(__file__).parents[3] / "schedules"


@dataclass(frozen=True)
class Folder:
    """What one schedules folder holds, as bytes, and every problem met in walking it."""

    origin: str
    versions: list[Version] = field(default_factory=list)
    texts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    public_holidays: list[bytes] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)
    """Files beside the folders that nothing reads: a mistake, or something else that is kept there."""


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
            problems.extend(_content_problems(folder, library))
    if problems:
        raise InputError(problems)
    return library


def check_schedules(path: str | Path | None = None) -> list[Problem]:
    """Every problem in a schedules folder (the shipped one unless told), read to the last row."""
    shipped = read_folder(shipped_folder(), SHIPPED)
    if path is None:
        return [*shipped.problems, *_content_problems(shipped, _library_of([shipped]))]
    folder = read_folder(Path(path), str(path), _names_known([shipped]))
    return [*folder.problems, *folder.unread, *_content_problems(folder, _library_of([shipped, folder]))]


def shipped_folder() -> Path:
    """The schedules that came with the package; in a checkout, its top folder `schedules`."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def _library_of(folders: Iterable[Folder]) -> Library:
    versions: dict[tuple[str, date], Version] = {}
    texts: dict[str, dict[str, bytes]] = {name: {} for name in TEXT_FOLDERS}
    overlays: dict[tuple[str, str], str] = {}
    for folder in folders:
        versions |= {(version.schedule, version.first_day): version for version in folder.versions}
        for kind, found in folder.texts.items():
            texts[kind] |= found
            if folder.origin != SHIPPED:
                overlays |= {(kind, name): folder.origin for name in found}
        for table in folder.public_holidays:
            overlays |= {(PUBLIC_HOLIDAYS, str(year)): folder.origin for year in years_of(table)}
    tables = [table for folder in folders for table in folder.public_holidays]
    public_holidays = PublicHolidays((shipped_folder() / PUBLIC_HOLIDAYS).read_bytes(), *tables)
    library = Library(versions.values(), texts, public_holidays, overlays)
    library.unread = tuple(problem.place for folder in folders for problem in folder.unread)
    return library


def _names_known(folders: Iterable[Folder]) -> frozenset[str]:
    """What a folder's own folders may be called: new schedules may have other names, not nearly these."""
    library = _library_of(folders)
    drugs = {library.regimen(name).drug.schedule for name in library.regimens}
    return frozenset({*TEXT_FOLDERS, *library.schedules, *drugs})


def read_folder(path: Path, origin: str, known: Collection[str] = TEXT_FOLDERS) -> Folder:
    """Take a snapshot of a schedules folder; problems of names and missing files are collected."""
    folder = Folder(origin)
    try:
        _read_folder(path, folder, known)
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        remedy = "Ask for the right to read it, or name another folder."
        folder.problems.append(Problem("unreadable-folder", str(error.filename or path), message, remedy))
    return folder


def _read_folder(path: Path, folder: Folder, known: Collection[str]) -> None:
    if not path.is_dir():
        folder.problems.append(
            Problem("no-folder", str(path), "there is no such folder.", "Name a folder that holds schedules.")
        )
        return
    for child in _visible(path):
        if not child.is_dir():
            _read_file(child, folder)
        elif (meant := nearly(child.name, known)) is not None:
            place = _place(folder, child.name)
            message = f"this is no known folder, and nearly {meant!r}."
            remedy = f"Name it {meant!r}, or name a schedule of your own so that it cannot be mistaken."
            folder.problems.append(Problem("nearly-known", place, message, remedy))
        elif child.name in TEXT_FOLDERS:
            folder.texts[child.name] = dict(_texts(child, folder))
            if child.name in (GUIDELINE, ITEM_RULES):
                folder.problems.extend(_wrongly_dated(folder, child.name))
        else:
            _read_schedule(child, folder)
    if not (folder.versions or folder.texts or folder.public_holidays or folder.problems):
        folder.problems.append(
            Problem(
                "no-schedules",
                str(path),
                "the folder holds no schedules.",
                f"Expected <schedule>/<first day in force>/schedule.toml, or {', '.join(TEXT_FOLDERS)}.",
            )
        )


def _read_file(file: Path, folder: Folder) -> None:
    """A file beside the folders: the public holidays, or a note. Nothing reads another one."""
    place = _place(folder, file.name)
    if file.name == PUBLIC_HOLIDAYS:
        content = _content(file, place, folder)
        if content is not None and folder.origin != SHIPPED:
            problems = list(public_holiday_problems(content, place))
            folder.problems.extend(problems)
            folder.public_holidays.extend([] if problems else [content])
    elif not is_note(file.name, FILES_READ):
        mistaken = file.name in FILES_READ or nearly(file.name, FILES_READ) is not None
        (folder.problems if mistaken else folder.unread).append(_unread(place, file.name))


def _unread(place: str, name: str) -> Problem:
    meant = nearly(name, FILES_READ)
    message = "nothing reads this file." if meant is None else f"nothing reads this file, nearly {meant!r}."
    remedy = (
        "A version's files stand in <schedule>/<first day in force>/, public holidays in"
        f" {PUBLIC_HOLIDAYS}, notes in {' or '.join(NOTES)}."
    )
    return Problem("unread-file", place, message, remedy)


def _texts(path: Path, folder: Folder) -> Iterator[tuple[str, bytes]]:
    for file in _visible(path):
        place = _place(folder, f"{path.name}/{file.name}")
        if file.suffix == ".toml":
            content = _content(file, place, folder)
            if content is not None:
                yield file.stem, content
        else:
            remedy = "Keep only files whose names end in .toml here."
            folder.problems.append(Problem("unknown-file", place, "this has no meaning here.", remedy))


def _read_schedule(path: Path, folder: Folder) -> None:
    children = _visible(path)
    first_days = [child for child in children if child.is_dir()]
    folder.problems.extend(
        _unread(_place(folder, f"{path.name}/{child.name}"), child.name)
        for child in children
        if child not in first_days and not is_note(child.name, FILES_READ)
    )
    for child in first_days:
        place = _place(folder, f"{path.name}/{child.name}")
        try:
            first_day = parse_date(child.name)
        except Unreadable as error:
            folder.problems.append(
                Problem(
                    "bad-version-name",
                    place,
                    f"a version's folder is named by its first day: {error.message}",
                    error.remedy,
                )
            )
            continue
        files = {file.name: file for file in _visible(child)}
        needed = (FACTS, *weights.FILES) if any(name in files for name in weights.FILES) else (FACTS, RATES)
        missing = [name for name in needed if name not in files]
        folder.problems.extend(
            Problem(
                "missing-file", place, f"the file {name} is missing.", f"A version needs {in_list(needed)}."
            )
            for name in missing
        )
        folder.problems.extend(
            Problem(
                "unknown-file",
                f"{place}/{name}",
                "this file has no meaning in a version's folder.",
                f"Keep only {in_list(needed)} here.",
            )
            for name in files
            if name not in needed
        )
        contents = {
            name: content
            for name, file in files.items()
            if name in needed and (content := _content(file, f"{place}/{name}", folder)) is not None
        }
        if set(contents) == set(files) == set(needed):
            folder.versions.append(Version(path.name, first_day, folder.origin, contents))
    if not first_days:
        folder.problems.append(
            Problem(
                "no-versions",
                _place(folder, path.name),
                "the schedule has no versions.",
                "Add a folder named by its first day in force, such as 2024-07-01.",
            )
        )


def _content(file: Path, place: str, folder: Folder) -> bytes | None:
    """The file's bytes; None where it cannot be read, which is then a problem of the folder."""
    try:
        if file.stat().st_size <= MAXIMUM_FILE_BYTES:
            return file.read_bytes()
        code, message = "too-large", f"the file is larger than {MAXIMUM_FILE_BYTES:,} bytes."
        remedy = "Split the schedule."
    except OSError as error:
        code, message = "unreadable-file", f"the file cannot be read: {error.strerror}."
        remedy = "Put a file here that can be read."
    folder.problems.append(Problem(code, place, message, remedy))
    return None


def _content_problems(folder: Folder, library: Library) -> Iterator[Problem]:
    """What is wrong inside the files: rates, facts, regimens, and settings whose items do not exist."""
    for version in folder.versions:
        yield from version.problems()
        with contextlib.suppress(InputError):  # already among the version's problems
            yield from _unfit_texts(f"{version.place(FACTS)}: ", version.facts)
    for kind, texts in folder.texts.items():
        for name in texts:
            try:
                text = library.read_text(kind, name)
            except InputError as error:
                yield from error.problems
            else:
                place = f"{kind}/{name}.toml"
                yield from _unfit_texts(f"{place}: ", text)
                yield from _nights_without_a_night(place, text)
                yield from _unknown_items(place, text, library)


def _unfit_texts(place: str, part: object) -> Iterator[Problem]:
    """Texts of a model that hold blanks alone, or a character that is none to be read."""
    match part:
        case str():
            if part and not part.strip():
                yield Problem("blank-text", place, "it holds blanks alone.", "Say it, or leave it out.")
            elif (found := control_character(part)) is not None:
                message = f"it holds the control character {found}."
                yield Problem("control-character", place, message, "Give plain text.")
        case Model():
            for name in type(part).model_fields:
                inner = place if place.endswith(": ") else f"{place}."
                yield from _unfit_texts(f"{inner}{name}", getattr(part, name))
        case tuple():
            for number, entry in enumerate(part):
                yield from _unfit_texts(f"{place}[{number}]", entry)


def _nights_without_a_night(place: str, text: Model) -> Iterator[Problem]:
    """What a setting brings on nights, where nobody stays one."""
    if not isinstance(text, Setting) or text.overnight:
        return
    for number, service in enumerate(text.service):
        if service.when in NIGHTS:
            yield Problem(
                "no-nights",
                f"{place}: service[{number}].when",
                f"{service.when!r} never comes where overnight is false.",
                "Set overnight = true, or let the service fall on treatment days.",
            )


def _unknown_items(place: str, text: Model, library: Library) -> Iterator[Problem]:
    """Items that a setting or a rule names and no version of a loaded schedule has; and a rule's schedule."""
    named: list[tuple[str, str, str]] = []
    known: Callable[[Library, str, str], bool] = _known
    match text:
        case Setting():
            named = [
                (f"{place}: service[{number}].item", service.schedule, service.item)
                for number, service in enumerate(text.service)
            ]
        case ItemRules():
            known = _covers_any
            for number, rule in enumerate(text.rule):
                where = f"{place}: rule[{number}]"
                named += [(where, rule.schedule, code) for code in (*rule.items, *rule.others)]
                if rule.schedule not in library.schedules:
                    yield Problem(
                        "unknown-schedule",
                        f"{where}.schedule",
                        f"no schedule {rule.schedule!r} is loaded.",
                        suggestion(rule.schedule, library.schedules, "Load it, or correct its name."),
                    )
        case _:
            return
    for where, schedule, code in named:
        if schedule in library.schedules and not known(library, schedule, code):
            yield Problem(
                "unknown-item",
                where,
                f"no version of {schedule} has the item {code!r}.",
                "Correct the code, or load a version that has it.",
            )


def _wrongly_dated(folder: Folder, name: str) -> Iterator[Problem]:
    for first_day in list(folder.texts[name]):
        try:
            parse_date(first_day)
        except Unreadable as error:
            del folder.texts[name][first_day]
            yield Problem(
                "bad-version-name",
                _place(folder, f"{name}/{first_day}.toml"),
                f"a dated text is named by its first day: {error.message}",
                error.remedy,
            )


def _known(library: Library, schedule: str, item: str) -> bool:
    try:
        return library.knows(schedule, item)
    except InputError:
        return True  # the version's own problems are reported where they stand


def _covers_any(library: Library, schedule: str, code: str) -> bool:
    """Whether any version has an item that a code or a span of a rule covers."""
    try:
        return any(covers((code,), item) for version in library.versions(schedule) for item in version.items)
    except InputError:
        return True


def _place(folder: Folder, name: str) -> str:
    return name if folder.origin == SHIPPED else f"{folder.origin.rstrip('/')}/{name}"


def _visible(path: Path) -> list[Path]:
    return sorted(child for child in path.iterdir() if not child.name.startswith((".", "__")))
