"""From folders to a library: the shipped schedules, then overlays that hide what they repeat."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from kfees.library.folders import Folder, read_folder
from kfees.library.library import Library
from kfees.library.payee_checks import payee_problems
from kfees.library.payer_checks import (
    knows_item,
    readable_payers,
    reference_problems,
    table_problems,
    texts_of,
    unknown_item,
    unread_sets,
)
from kfees.library.public_holidays import years_of
from kfees.library.texts import IN_SETS, PAYEES, PAYERS, TEXT_FOLDERS
from kfees.library.version import FACTS, SHIPPED, Version
from kfees.model.fields import Model
from kfees.model.item_rules import ItemRules, covers
from kfees.model.payee import unknown_payee
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.schedule import NIGHTS, Setting
from kfees.reading.table import control_character

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


def _content_problems(folder: Folder, library: Library) -> Iterator[Problem]:
    """What is wrong inside the files: rates, facts, regimens, and settings whose items do not exist."""
    for version in folder.versions:
        yield from version.problems()
        with contextlib.suppress(InputError):  # already among the version's problems
            yield from _unfit_texts(f"{version.place(FACTS)}: ", version.facts)
            if version.facts.payee not in library.every_payee:
                place = f"{version.place(FACTS)}: payee"
                yield unknown_payee(version.facts.payee, library.every_payee, place)
    for kind, texts in folder.texts.items():
        for name in texts:
            if kind == PAYEES:
                yield from payee_problems(name, f"{kind}/{name}.toml", library)
            try:
                text = library.texts(kind).named(name)
            except InputError as error:
                yield from error.problems
            else:
                place = library.texts(kind).place(name)
                yield from _unfit_texts(f"{place}: ", text)
                yield from _nights_without_a_night(place, text)
                yield from _unknown_items(place, text, library)
                yield from reference_problems(place, text, library)
    for kind in IN_SETS:
        yield from unread_sets(kind, folder.texts.get(kind, ()), folder.place(""), library)
    for name, table in folder.public_holidays.items():
        yield from table_problems(name, table, folder.place(name), library)


def _unfit_texts(place: str, part: Model) -> Iterator[Problem]:
    """Texts of a model that hold blanks alone, or a character that is none to be read."""
    for where, text in texts_of(place, part):
        if text and not text.strip():
            yield Problem("blank-text", where, "it holds blanks alone.", "Say it, or leave it out.")
        elif (found := control_character(text)) is not None:
            message = f"it holds the control character {found}."
            yield Problem("control-character", where, message, "Give plain text.")


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
    """Items that a setting or a rule names and no version of a loaded schedule has, whichever payer's the
    family is; and a rule's schedule."""
    named: list[tuple[str, str, str]] = []
    known: Callable[[Library, str, str], bool] = knows_item
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
                if not _schedules_of(rule.schedule, library):
                    yield Problem(
                        "unknown-schedule",
                        f"{where}.schedule",
                        f"no schedule {rule.schedule!r} is loaded.",
                        suggestion(rule.schedule, library.schedules, "Load it, or correct its name."),
                    )
        case _:
            return
    for where, schedule, code in named:
        schedules = _schedules_of(schedule, library)
        if schedules and not any(known(library, one, code) for one in schedules):
            yield unknown_item(where, schedule, code)


def _schedules_of(name: str, library: Library) -> list[str]:
    """The loaded schedules that a text can mean by a name: that one, and each payer's of the family."""
    taken = [payer.schedule[name].schedule for payer in readable_payers(library) if name in payer.schedule]
    return [schedule for schedule in dict.fromkeys([name, *taken]) if schedule in library.schedules]


def _covers_any(library: Library, schedule: str, code: str) -> bool:
    """Whether any version has an item that a code or a span of a rule covers."""
    try:
        return any(covers((code,), item) for version in library.versions(schedule) for item in version.items)
    except InputError:
        return True
