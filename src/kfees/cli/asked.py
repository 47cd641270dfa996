"""What a command is asked in a file: a request as JSON, or the filled-in workbook of `kfees template`."""

from __future__ import annotations

from collections.abc import Mapping

from kfees.cli.options import read_input
from kfees.engine.asked import Asked
from kfees.engine.asking import is_saved_quote
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.json_and_toml import read_json


def read_asked(path: str | None, library: Library) -> Asked:
    """What the file asks, as loose data; nothing where none is named. InputError where it is neither, or a
    quote."""
    if path is None:
        return Asked({})
    content = read_input(path)
    from kfees.reading.opening import looks_like_a_workbook

    if looks_like_a_workbook(content, path):
        from kfees.documents.form.filled import read_filled

        return read_filled(content, path, library)
    value = read_json(content, path)
    if isinstance(value, Mapping) and is_saved_quote(value):
        import shlex  # only on the way to this message

        remedy = f"Price it again: kfees replay {shlex.quote(path)}"
        raise InputError([Problem("saved-quote", path, "this is a saved quote, not a request.", remedy)])
    return Asked(value)
