"""What of a course has no field: JSON that goes along with a form, and is part of what it asks for."""

from __future__ import annotations

from typing import Any

from kfees.engine.shorthand import CANNOT_BE_READ
from kfees.model.problems import LEAVE_IT_OUT, InputError, Problem
from kfees.reading.json_and_toml import read_json
from kfees.web.typed_form import Form

FURTHER = "further"

Loose = dict[str, Any]


def take_further(form: Form) -> Loose:
    """What goes along with a form as JSON; empty where that cannot be read."""
    text = form.value(FURTHER)
    if not text:
        return {}
    try:
        value = read_json(text, FURTHER)
    except InputError as error:
        form.problems += error.problems
        return {}
    if not isinstance(value, dict):
        form.problems.append(Problem("bad-value", FURTHER, CANNOT_BE_READ, LEAVE_IT_OUT))
        return {}
    return value


def add_further(form: Form, further: Loose) -> None:
    """Add it to the request. A part of the request that both state is both together; where one value stands
    against another, the field's holds."""
    for key, part in further.items():
        mine = form.asked.get(key)
        form.fields.setdefault(key, FURTHER)
        if isinstance(part, list) and isinstance(mine, list):
            form.fields |= {f"{key}[{number}]": FURTHER for number in range(len(mine), len(mine) + len(part))}
            form.asked[key] = [*mine, *part]
        elif isinstance(part, dict) and isinstance(mine, dict):
            form.asked[key] = {**part, **mine}
        else:
            form.asked.setdefault(key, part)
