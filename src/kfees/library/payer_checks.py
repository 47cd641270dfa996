"""What is wrong in the file of a payer or payee beside its form: what it names and nothing has, blanks that
nothing fills; and texts and tables that no payer reads."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from kfees.library.library import Library
from kfees.library.public_holidays import TABLE, few_days, place_problems
from kfees.library.texts import GUIDELINE, ITEM_RULES, PAYERS
from kfees.model.fields import Model
from kfees.model.item_rules import ItemRules
from kfees.model.payee import PayeeFacts
from kfees.model.payer import DEFAULT_PAYER, Payer, PayerWords
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.schedule import Setting, SettingService

BLANKS = tuple(PayerWords().blanks)


def reference_problems(place: str, text: Model, library: Library) -> Iterator[Problem]:
    """What a payer or a payee names and nothing that is loaded has; a setting's blanks."""
    match text:
        case Payer():
            yield from _of_schedules(place, text, library)
            yield from _of_settings(place, text, library)
            yield from _of_sets(place, text, library)
            yield from place_problems(text.public_holidays, f"{place}: public_holidays")
            yield from _of_time_zone(place, text)
            yield from _of_blanks(place, text)
            price = text.price_by_infusion
            if price is not None:
                where = f"{place}: price_by_infusion.payee"
                yield from _unknown("payee", where, price.payee, library.every_payee)
            table = text.public_holidays.table
            if table is not None:
                where = f"{place}: public_holidays.table"
                yield from _unknown("table", where, table, library.holiday_tables)
        case PayeeFacts():
            for number, payer in enumerate(text.payers):
                yield from _unknown("payer", f"{place}: payers[{number}]", payer, library.payers)
        case Setting():
            yield from _of_blanks(place, text)
        case ItemRules():
            for number, of_set in enumerate(text.shared):
                where = f"{place}: shared[{number}]"
                yield from _unknown("set", where, of_set, library.texts(ITEM_RULES).sets)
        case _:
            pass


def _unknown(kind: str, place: str, name: str, known: Iterable[str]) -> Iterator[Problem]:
    known = tuple(known)
    if name not in known:
        remedy = suggestion(name, known, f"Use one of: {', '.join(known)}.")
        yield Problem(f"unknown-{kind}", place, f"there is no {kind} {name!r}.", remedy)


def _of_schedules(place: str, payer: Payer, library: Library) -> Iterator[Problem]:
    """A family may wait for a schedule of its own name, whose rates nobody has found yet."""
    for family, taken in payer.schedule.items():
        if taken.schedule != family:
            where = f"{place}: schedule.{family}.schedule"
            yield from _unknown("schedule", where, taken.schedule, library.schedules)


def _of_settings(place: str, payer: Payer, library: Library) -> Iterator[Problem]:
    for name, taken in payer.setting.items():
        yield from _unknown("setting", f"{place}: setting", name, library.settings)
        for number, service in enumerate(taken.service):
            yield from _of_service(f"{place}: setting.{name}.service[{number}]", service, payer, library)


def _of_service(place: str, service: SettingService, payer: Payer, library: Library) -> Iterator[Problem]:
    """A service of a payer's own is of a schedule that is loaded; of another's schedule no rate is known."""
    families = {family: taken.schedule for family, taken in payer.schedule.items()}
    schedule = families.get(service.schedule, service.schedule)
    if schedule not in families.values() and schedule not in library.schedules:
        yield from _unknown("schedule", f"{place}.schedule", service.schedule, families)
    elif schedule in library.schedules and not knows_item(library, schedule, service.item):
        yield unknown_item(f"{place}.item", schedule, service.item)


def unknown_item(place: str, schedule: str, item: str) -> Problem:
    """An item that a text names and no version of its schedule has."""
    message = f"no version of {schedule} has the item {item!r}."
    return Problem("unknown-item", place, message, "Correct the code, or load a version that has it.")


def knows_item(library: Library, schedule: str, item: str) -> bool:
    try:
        return library.knows(schedule, item)
    except InputError:
        return True  # the version's own problems are reported where they stand


def _of_sets(place: str, payer: Payer, library: Library) -> Iterator[Problem]:
    for kind, key, named in (
        (GUIDELINE, "guideline", payer.guideline),
        (ITEM_RULES, "item_rules", payer.item_rules),
    ):
        if named is not None and named not in (sets := library.texts(kind).sets):
            message = f"there is no folder {kind}/{named}."
            remedy = suggestion(named, sets, f"Add it, or use one of: {', '.join(sets)}.")
            yield Problem("unknown-set", f"{place}: {key}", message, remedy)


def _of_time_zone(place: str, payer: Payer) -> Iterator[Problem]:
    from zoneinfo import available_timezones  # read from disk, for files that somebody made

    if payer.time_zone not in (known := available_timezones()):
        message = f"there is no time zone {payer.time_zone!r}."
        remedy = suggestion(payer.time_zone, known, "Give its name as Australia/Melbourne is one.")
        yield Problem("unknown-time-zone", f"{place}: time_zone", message, remedy)


def _of_blanks(place: str, text: Model) -> Iterator[Problem]:
    """Blanks that a payer does not fill, and braces that are none."""
    for where, sentence in texts_of(f"{place}: ", text):
        try:
            unknown = [name for _, name, _, _ in Formatter().parse(sentence) if name not in (None, *BLANKS)]
        except ValueError:
            unknown = ["{"]
        for blank in unknown:
            shown = "'{'" if blank == "{" else f"'{{{blank}}}'"
            remedy = f"The blanks are {', '.join(f'{{{one}}}' for one in BLANKS)}; write a brace as two."
            yield Problem("unknown-blank", where, f"nothing fills the blank {shown}.", remedy)


def texts_of(place: str, part: object) -> Iterator[tuple[str, str]]:
    """Every text of a model, with its place."""
    match part:
        case str():
            yield place, part
        case Model():
            for name in type(part).model_fields:
                yield from texts_of(_inner(place, name), getattr(part, name))
        case tuple():
            for number, entry in enumerate(part):
                yield from texts_of(f"{place}[{number}]", entry)
        case Mapping():
            for name, entry in part.items():
                yield from texts_of(_inner(place, name), entry)


def _inner(place: str, name: str) -> str:
    return f"{place}{name}" if place.endswith(": ") else f"{place}.{name}"


def readable_payers(library: Library) -> Iterator[Payer]:
    """Every payer whose file has no mistake: those of the others are reported where they stand."""
    for name in library.payers:
        with contextlib.suppress(InputError):
            yield library.texts(PAYERS).named(name)


def unread_sets(kind: str, names: Iterable[str], place: str, library: Library) -> Iterator[Problem]:
    """Sets of dated texts that no payer names, and no rules share."""
    payers = list(readable_payers(library))
    if len(payers) < len(library.payers):
        return  # one of the others may name it
    read = {DEFAULT_PAYER}
    for payer in payers:
        read |= {(payer.guideline if kind == GUIDELINE else payer.item_rules) or DEFAULT_PAYER}
    if kind == ITEM_RULES:
        rules = library.texts(ITEM_RULES)
        for name in rules.names:
            with contextlib.suppress(InputError):
                read |= {*rules.named(name).shared}
    for of_set in sorted({name.rpartition("/")[0] for name in names} - read):
        remedy = f"Name it in the file of a payer, or use one of: {', '.join(sorted(read))}."
        remedy = suggestion(of_set, read, remedy)
        yield Problem("unread-set", f"{place}{kind}/{of_set}", "no payer reads this folder.", remedy)


def table_problems(name: str, table: bytes, place: str, library: Library) -> Iterator[Problem]:
    """A table of public holidays that no payer names, or that states too few for whoever does."""
    places = [payer.public_holidays for payer in readable_payers(library)]
    named = {(where.country, where.state): where for where in places if where.table == name}
    if not named:
        remedy = f"Name it as public_holidays.table in the file of a payer, or call it {TABLE}."
        yield Problem("unread-file", place, "no payer names this table.", remedy)
    for where in named.values():
        yield from few_days(table, place, where)
