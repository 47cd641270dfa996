"""The words that the description lists: what a request may name, and what an answer can say, as loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from kfees.library.library import Library
from kfees.library.texts import GUIDELINE
from kfees.model.claim_words import OTHER
from kfees.model.guidance import Guideline

Schemas = dict[str, Any]

PATHS = {
    "schedule": {"description": "The schedule.", "example": "medical"},
    "first_day": {"description": "The day on which the version begins.", "example": "2024-07-01"},
}
"""What stands within an address."""

OWN_UNITS = ("ampoule", "fee", "service")
"""Units of lines that no rate of a schedule names."""


def say_what_is_known(paths: Mapping[str, Any], schemas: Schemas, library: Library) -> None:
    """Put the words that are loaded into parameters and schemas."""
    of_addresses = {"payer": library.payers, "schedule": library.schedules}
    for operation in (operation for path in paths.values() for operation in path.values()):
        for parameter in operation.get("parameters", ()):
            name = parameter["name"]
            if name in of_addresses:
                _say(parameter["schema"], of_addresses[name])
            if parameter["in"] == "path":
                parameter |= PATHS[name]
    known = _known(library)
    for schema_name, schema in schemas.items():
        model = schema_name.removesuffix("-Input").removesuffix("-Output")
        for name, field in schema.get("properties", {}).items():
            words = known.get(f"{model}.{name}") or known.get(name)
            if words:
                _say(field, words)
            if name == "providers" and model == "CourseRequest":
                field["propertyNames"] = {"enum": [*library.every_payee]}
        if model == "Charge":
            schema["anyOf"] = _kinds_of_charges()
    _say_what_a_claim_may_say(schemas, library)


def _known(library: Library) -> dict[str, Collection[str]]:
    """The words by field, or by model and field where the field is another thing elsewhere."""
    units = _units(library)
    checks = (check for guideline in _guidelines(library) for check in guideline.check)
    return {
        "payee": [*library.every_payee],
        "payer": library.payers,
        "regimen": library.regimens,
        "schedule": _schedules(library),
        "CourseRequest.setting": library.settings,
        "Part.setting": library.settings,
        "Check.code": sorted({check.code for check in checks}),
        "Line.unit": units,
        "ListedRate.unit": units,
    }


def _guidelines(library: Library) -> Iterator[Guideline]:
    texts = library.texts(GUIDELINE)
    return (texts.named(name) for name in texts.names)


def _schedules(library: Library) -> list[str]:
    """What a line may name: a schedule, or a family of them of which a payer has none."""
    found = {*library.every_schedule, *library.payers}
    for name in library.payers:
        found |= {*library.of(name).payer.schedule}
    found |= {service.schedule for name in library.settings for service in library.setting(name).service}
    return sorted(found | {library.regimen(name).drug.schedule for name in library.regimens})


def _units(library: Library) -> list[str]:
    versions = [version for name in library.every_schedule for version in library.loaded(name)]
    versions += [version for name in library.payers for version in library.of(name).versions(name)]
    words = (version.words(item) for version in versions for item in version.items)
    return sorted({*OWN_UNITS, *(each[1] for each in words if each is not None)})


def _say(field: dict[str, Any], words: Iterable[str]) -> None:
    """That a text is one of these words, where the field holds a text."""
    for kind in field.get("anyOf", (field,)):
        if kind.get("type") == "string":
            kind["enum"] = [*words]


def _kinds_of_charges() -> list[dict[str, Any]]:
    """A charge is of one of four kinds, and names nothing of another."""
    return [
        _kind("One amount for all of a payee's lines.", ("payee", "amount")),
        _kind("By item, for each unit.", ("schedule", "item", "amount"), "dates"),
        _kind("A fee that no schedule has.", ("payee", "label", "amount"), "quantity", "dates"),
        _kind("A discount.", ("payee", "discount")),
    ]


def _kind(description: str, needed: tuple[str, ...], *allowed: str) -> dict[str, Any]:
    every = ("payee", "schedule", "item", "label", "amount", "quantity", "dates", "discount")
    absent = {key: {"type": "null"} for key in every if key not in (*needed, *allowed)}
    stated = {key: {"not": {"type": "null"}} for key in needed}
    return {"description": description, "required": list(needed), "properties": {**absent, **stated}}


def _say_what_a_claim_may_say(schemas: Schemas, library: Library) -> None:
    """The words of the default payer's latest guideline, at each fact that holds a word. Others pass: a
    known one may carry a side or a type, and 'other: ' comes before what the reviewer decides on."""
    if (guideline := library.latest_guideline) is None:
        return
    for fact, listed in guideline.listed_words().items():
        model, _, key = fact.rpartition(".")
        words = [word for check in guideline.checks_of(fact) for word in check.words]
        for name in (model.capitalize() or "Claim", f"{model.capitalize() or 'Claim'}-Input"):
            if name in schemas:
                says = f"{listed} Their usual other names are known too. Otherwise '{OTHER}' and what it is."
                field = schemas[name]["properties"][key]
                field["description"] = says
                _offer(field, words)


def _offer(field: dict[str, Any], words: Iterable[str]) -> None:
    """That a text, or each text of a list, may be one of these words."""
    for kind in field.get("anyOf", (field,)):
        text = kind.get("items", kind)
        if text.get("type") == "string":
            found = dict(text)
            text.clear()
            text["anyOf"] = [{"enum": [*words]}, found]
