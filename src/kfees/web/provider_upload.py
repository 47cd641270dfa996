"""A provider's quote that was uploaded: read with the columns that are named beside it, and carried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from kfees.engine.provider_course import quote_expected, request_from
from kfees.library.library import Library
from kfees.model.blanks import Grouped
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.sentences import translatable
from kfees.reading.named_columns import columns_named
from kfees.reading.provider_headings import ROLES
from kfees.reading.provider_rows import ProviderFile, read_provider_file
from kfees.web.carried import KEPT, from_carried
from kfees.web.column_offers import COLUMNS, as_column
from kfees.web.limits import MOST_QUOTE_BYTES
from kfees.web.received import Sent
from kfees.web.taken_over import fields_of

QUOTE = "quote"
"""The field of a form with the file."""

QUOTE_ALONE = translatable("Choose a file with the quote alone.")

ANY_WEIGHT = "80"
"""No day depends on it."""

OF_THE_DAYS = ("start", "sessions", "calendar", "episode")


class Upload(NamedTuple):
    """A file and its name, both empty where there is none; and what is wrong with it."""

    content: bytes
    name: str
    problems: tuple[Problem, ...] = ()


def uploaded(form: Sent) -> Upload:
    """The file that was chosen, or else the one that the page carried along."""
    content, name = form.file(QUOTE)
    if not name:
        try:
            content, name = from_carried(form.text(KEPT).decode()) if form.text(KEPT) else (b"", "")
        except Unreadable as error:
            return Upload(b"", "", (error.at(QUOTE),))
    if len(content) > MOST_QUOTE_BYTES:
        return Upload(b"", "", (too_large(),))
    return Upload(content, name)


def too_large(remedy: str = QUOTE_ALONE) -> Problem:
    message = translatable("the file holds more than {most} bytes.")
    return Problem("too-large", QUOTE, message.format(most=Grouped(MOST_QUOTE_BYTES)), remedy)


def read_upload(
    content: bytes, name: str, columns: Iterable[str], asked: Mapping[str, object], library: Library
) -> ProviderFile:
    """`asked`: the request beside it, as far as it is known. A remedy may be pasted with its flag. InputError
    where the file or a column cannot be read."""
    try:
        named = columns_named(map(as_column, filter(None, columns)), ROLES)
    except InputError as error:
        raise InputError(replace(problem, place=COLUMNS) for problem in error.problems) from None
    return read_provider_file(content, name, quote_expected(asked, library, named))


def stated_in(file: ProviderFile, asked: Mapping[str, object], library: Library) -> list[tuple[str, str]]:
    """The fields of a form that the file states and nobody has filled in: the weight, and all of the course's
    days where its first is open. Whoever has filled that in has said which days they are."""
    weight = [("weight", file.weight)] if file.weight and "weight_kg" not in asked else []
    if "start" in asked:
        return weight
    course = {key: asked[key] for key in ("payer", "regimen", "setting") if key in asked}
    try:
        request = request_from(file, {**course, "weight_kg": ANY_WEIGHT}, library).request
    except InputError:
        return weight
    whole = request.model_dump(mode="json", exclude_defaults=True)
    taken = {key: whole[key] for key in OF_THE_DAYS if key in whole and key not in asked}
    found = fields_of(json.dumps({**course, "weight_kg": ANY_WEIGHT, **taken}), library)
    return weight + [field for field in found if field[0] not in ("payer", "regimen", "setting", "weight")]


def no_quote(place: str, remedy: str = "Send it too, as the field quote.") -> Problem:
    """What is said where there is no file for what was asked of it."""
    return Problem("missing", place, translatable("there is no quote to read."), remedy)
