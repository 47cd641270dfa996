"""What is wrong inside the files of a folder of schedules: rates, facts and texts, and names in them that
nothing else has."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from kfees.library.folders import Folder
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
from kfees.library.texts import IN_SETS, PAYEES
from kfees.library.version import FACTS
from kfees.model.fields import Model
from kfees.model.item_rules import ItemRules, covers
from kfees.model.payee import unknown_payee
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.schedule import NIGHTS, Setting
from kfees.reading.table import control_character


def content_problems(folder: Folder, library: Library) -> Iterator[Problem]:
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
