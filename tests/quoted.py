"""Requests as JSON, priced or refused, and what tests look at in the quote's JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import kfees
from kfees.model.problems import InputError, Problem
from kfees.reading.json_and_toml import read_json, read_model
from oracle_payers import Asked


def request_of(asked: Asked) -> kfees.CourseRequest:
    """The request of this JSON, read as a file's is."""
    return read_model(kfees.CourseRequest, read_json(json.dumps(asked), "request"))


def changed_in(course: Asked, **changes: Any) -> Asked:
    """A course with some keys changed; None takes a key away."""
    return {key: value for key, value in {**course, **changes}.items() if value is not None}


def priced(asked: Asked, library: kfees.Library, as_of: date | None = None) -> kfees.Quote:
    return kfees.price(request_of(asked), library, as_of=as_of)


def quoted(library: kfees.Library, course: Asked, **changes: Any) -> Any:
    """The JSON of the quote of a course with some keys changed."""
    return json.loads(priced(changed_in(course, **changes), library).model_dump_json())


def assessed(library: kfees.Library, course: Asked, **changes: Any) -> Any:
    """The JSON of its assessment."""
    return json.loads(kfees.assess(request_of(changed_in(course, **changes)), library).model_dump_json())


def refused(library: kfees.Library, course: Asked, **changes: Any) -> list[Problem]:
    """What is wrong with it: something must be, and each problem must say what to do."""
    with pytest.raises(InputError) as found:
        priced(changed_in(course, **changes), library)
    assert all(problem.remedy for problem in found.value.problems)
    return list(found.value.problems)


def payee(quote: Any, name: str, provider: str | None = None) -> Any:
    """What a payee, or one provider of it, comes to."""
    (row,) = (row for row in quote["payees"] if (row["payee"], row["provider"]) == (name, provider))
    return row


def lines(quote: Any, item: str) -> list[Any]:
    return [line for line in quote["lines"] if line["item"] == item]


def units(quote: Any, item: str) -> list[tuple[str, str | None]]:
    """So many of an item at so much, line by line."""
    return [(line["quantity"], line["rate"]) for line in lines(quote, item)]
