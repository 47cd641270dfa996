"""A provider's quote that was uploaded: read with the columns that were named beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kfees.engine.provider_course import quote_expected
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.model.request import CourseRequest
from kfees.reading.named_columns import columns_named
from kfees.reading.provider_headings import ROLES
from kfees.reading.provider_rows import ProviderFile, read_provider_file

QUOTE, COLUMNS = "quote", "columns"
"""The fields of a form: the file, and which columns of it hold what, as `--columns` names them."""


def read_upload(
    content: bytes, name: str, columns: Iterable[str], request: CourseRequest, library: Library
) -> ProviderFile:
    """A remedy may be pasted with its flag. InputError where the file or a column cannot be read."""
    texts = (text.strip().removeprefix("--columns").strip() for text in columns)
    try:
        named = columns_named(filter(None, texts), ROLES)
    except InputError as error:
        raise InputError(replace(problem, place=COLUMNS) for problem in error.problems) from None
    expected = quote_expected({"payer": request.payer}, library, named)
    return read_provider_file(content, name, expected)


def no_quote(place: str, remedy: str = "Send it too, as the field quote.") -> Problem:
    """What is said where there is no file for what was asked of it."""
    return Problem("missing", place, "there is no quote to read.", remedy)
