"""From text to checked models: every mistake found, each with its place and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kfees.model.blanks import Listed, Quoted
from kfees.model.problems import (
    NOT_KNOWN,
    InputError,
    Problem,
    Unreadable,
    missing,
    suggestion,
    use_one_of,
)
from kfees.model.sentences import Sentence, translatable
from kfees.model.steps import next_step

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

MAXIMUM_BYTES = 5_000_000
"""A request or quote larger than this is refused before it is parsed."""

M = TypeVar("M", bound=BaseModel)
KeyPath = tuple[str | int, ...]

TOP_LEVEL = "the top level"
"""The place of what is wrong with the whole."""


def place_in_words(location: Iterable[str | int], root: str = "") -> str:
    """('charges', 0, 'amount') -> 'charges[0].amount'; tags in <> are left out, and the mark of a key."""
    words = root
    for part in location:
        if isinstance(part, int):
            words += f"[{part}]"
        elif not part.startswith("<") and part != "[key]":
            words += f".{key_in_words(part)}" if words and not words.endswith(" ") else key_in_words(part)
    return words.removesuffix(": ") or TOP_LEVEL


def problems_within(key: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of what stands at a key, at their places in the whole."""
    for problem in problems:
        place = key if problem.place == TOP_LEVEL else f"{key}.{problem.place}"
        yield replace(problem, place=place)


def key_in_words(key: str) -> str:
    """A key as it can be shown: without what would steer a terminal, and not at any length."""
    return key if len(key) <= 60 and key.isprintable() else f"{key[:60]!a}..."


def read_json(text: str | bytes, place: str) -> object:
    """Parse JSON, in UTF-8 or as PowerShell's '>' writes it, in UTF-16; refuse what is too large, too deep,
    or names a key twice."""
    import json  # what flags ask reads none

    problems: list[Problem] = []

    def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            problems.extend(
                Problem(
                    "repeated-key",
                    place,
                    TWICE_IN_ONE.format(key=Quoted(key)),
                    KEEP_ONE,
                )
                for key in found
                if keys.count(key) > 1
            )
        return found

    if len(text) > MAXIMUM_BYTES:
        raise InputError(
            [
                Problem(
                    "too-large",
                    place,
                    f"it holds more than {MAXIMUM_BYTES:,} bytes.",
                    "Give one request a file.",
                )
            ]
        )
    try:
        text = text.removeprefix("\ufeff") if isinstance(text, str) else text
        value = json.loads(text, object_pairs_hook=object_of)
    except json.JSONDecodeError as error:
        where = f"{place} line {error.lineno} column {error.colno}"
        raise InputError(
            [
                Problem(
                    "bad-json",
                    where,
                    NO_JSON.format(why=error.msg),
                    MEND_IT,
                )
            ]
        ) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise InputError(
            [
                Problem(
                    "bad-json",
                    place,
                    NO_JSON_TEXT,
                    SAVE_IT,
                )
            ]
        ) from None
    if problems:
        raise InputError(problems)
    return value


def read_model(kind: type[M], value: object, root: str = "") -> M:
    """Check `value` against a model; raise InputError with every mistake in it."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise InputError(problem for _, problem in problems_in(error, kind, root)) from None


def problems_in(
    error: ValidationError, kind: type[BaseModel], root: str = ""
) -> Iterator[tuple[KeyPath, Problem]]:
    """Each mistake that pydantic found, in our words, with the place it was found at."""
    for detail in error.errors(include_url=False):
        next_step()
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # there are enough, but the wrong ones among them were not counted
        location: KeyPath = detail["loc"]
        yield location, _problem(detail, place_in_words(location, root), kind)


def _problem(detail: Mapping[str, Any], place: str, kind: type[BaseModel]) -> Problem:
    context = detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, Unreadable):
        return cause.at(place)
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "extra_forbidden":
            known = _keys_at(kind, detail["loc"][:-1])
            key = key[:60]
            others = OR_USE.format(names=Listed(tuple(known), ", "))
            message = NO_KEY.format(typed=Quoted(key))
            return Problem("unknown-key", place, message, suggestion(key, known, others))
        case "missing":
            return missing(place)
        case "literal_error":
            given = detail["input"]
            found = given if isinstance(given, str) else _shown(given)
            expected = str(context["expected"]).replace(" or ", ", ")
            names = [name.strip(" '") for name in expected.split(",")]
            return Problem(
                "unknown-word",
                place,
                NOT_KNOWN.format(typed=Quoted(found[:40])),
                suggestion(found, names, use_one_of(names)),
            )
        case kind_of_error:
            message = translatable("{typed} is not what is expected here.")
            remedy = REMEDIES.get(kind_of_error, Sentence("{msg}."))
            said = {"msg": detail["msg"], **context}
            blanks = {name: given for name, given in said.items() if f"{{{name}}}" in remedy}
            shown = message.format(typed=_shown(detail["input"]))
            return Problem("bad-value", place, shown, remedy.format(**blanks))


TRUE_OR_FALSE = Sentence("Give true or false, without quotes.")
WHOLE_NUMBER = Sentence("Give a whole number, without quotes.")

OR_MORE = translatable("Give {ge} or more.")
NOT_EMPTY, AT_LEAST = Sentence("Give a text that is not empty."), Sentence("Give at least {min_length}.")
AN_OBJECT = Sentence("Give an object with keys, in braces.")
A_TEXT, A_LIST = Sentence("Give text, in quotes."), Sentence("Give a list, in [ ].")
NO_KEY = Sentence("{typed} is not a key here.")
OR_USE = Sentence("Leave it out, or use one of: {names}.")
NO_JSON, NO_JSON_TEXT = (
    Sentence("this is not JSON ({why})."),
    Sentence("this is not JSON in UTF-8 or UTF-16."),
)
MEND_IT, SAVE_IT = Sentence("Mend the text here."), Sentence("Save it as UTF-8 text, nested less deeply.")
TWICE_IN_ONE, KEEP_ONE = Sentence("the key {key} is given twice in one object."), Sentence("Keep one.")

FOR_PROGRAMS = (AN_OBJECT, A_TEXT, A_LIST, KEEP_ONE, MEND_IT, SAVE_IT, NOT_EMPTY, AT_LEAST, OR_USE)
"""Remedies that speak of JSON."""

REMEDIES = {
    "bool_type": TRUE_OR_FALSE,
    "greater_than_equal": OR_MORE,
    "int_type": WHOLE_NUMBER,
    "less_than_equal": translatable("Give {le} or less."),
    "model_type": AN_OBJECT,
    "string_too_long": translatable("Give at most {max_length} characters."),
    "string_too_short": NOT_EMPTY,
    "string_type": A_TEXT,
    "too_long": translatable("Give at most {max_length} entries."),
    "too_short": AT_LEAST,
    "tuple_type": A_LIST,
    "union_tag_invalid": Sentence("Its {discriminator} is one of: {expected_tags}."),
    "union_tag_not_found": Sentence("Say its {discriminator}."),
}


def _shown(value: object) -> str:
    """A value as JSON writes it, cut short; its kind alone where it is too deep or too long to write."""
    import json

    try:
        text = json.dumps(
            value, default=lambda other: str(other) if isinstance(other, Decimal) else _kind(other)
        )
    except (TypeError, ValueError, RecursionError):
        text = _kind(value)
    return text if len(text) <= 60 else f"{text[:60]}..."


def _kind(value: object) -> str:
    return type(value).__name__


def _keys_at(kind: type[BaseModel], location: KeyPath) -> list[str]:
    """The keys that the model nested at `location` knows."""
    found: type[BaseModel] = kind
    for part in location:
        if isinstance(part, str) and part in found.model_fields:
            found = next(_models_in(found.model_fields[part].annotation), found)
    return [field.alias or name for name, field in found.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)


def read_text(content: bytes, place: str) -> str:
    """Decode UTF-8 (a byte order mark is allowed)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            [
                Problem(
                    "bad-encoding",
                    place,
                    f"byte {error.start + 1} is not UTF-8 text.",
                    "Save the file as UTF-8.",
                )
            ]
        ) from None


def read_typed_text(content: bytes, place: str) -> str:
    """Decode a table as programs save it: UTF-8, UTF-16 with its mark or without, or Windows-1252."""
    try:
        wide = "utf-16" if content.startswith(_UTF_16) else _wide_without_mark(content[:2_000])
        return content.decode(wide) if wide else read_text(content, place)
    except (InputError, UnicodeDecodeError):
        if b"\0" not in content:
            with suppress(UnicodeDecodeError):
                return content.decode("cp1252")
        return read_text(content, place)


def _wide_without_mark(top: bytes) -> str:
    """The encoding of a text of mostly Latin letters that take two bytes each; empty for any other."""
    for filled, empty, name in ((top[::2], top[1::2], "utf-16-le"), (top[1::2], top[::2], "utf-16-be")):
        if 0 not in filled and 10 * empty.count(0) > 6 * len(empty):
            return name
    return ""


def read_toml(kind: type[M], content: bytes, place: str) -> M:
    """Read a TOML file into a model; decimals stay exact. Places read 'path: key'."""
    import tomllib

    try:
        value = tomllib.loads(read_text(content, place), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            [Problem("bad-toml", place, f"this is not TOML: {error}.", "Mend the file here.")]
        ) from None
    return read_model(kind, value, f"{place}: ")
