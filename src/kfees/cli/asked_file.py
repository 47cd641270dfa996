"""The file that a request comes in: JSON, or the filled-in workbook of `kfees template`."""

from __future__ import annotations

from kfees.asked import Asked
from kfees.cli.options import read_input
from kfees.library import Library
from kfees.reading import read_json


def read_asked(path: str, library: Library) -> Asked:
    """What the file asks, as loose data. InputError where it is neither."""
    content = read_input(path)
    from kfees.plain_workbook import looks_like_a_workbook

    if looks_like_a_workbook(content, path):
        from kfees.request_template.filled import read_filled

        return read_filled(content, path, library)
    return Asked(read_json(content, path))
