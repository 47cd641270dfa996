"""What a provider says of itself for a notice. Who the patient is is filled in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from kfees.model.fields import Amount, Day, Model, Text
from kfees.model.problems import InputError, Problem
from kfees.reading.json_and_toml import read_json, read_model, read_toml

LongText = Annotated[str, Field(min_length=1, max_length=400)]


class OtherProvider(Model):
    """Someone who bills the patient separately. `amount`: their own figure, in no total of the notice."""

    name: Text
    service: Text | None = None
    contact: Text | None = None
    amount: Amount | None = None


class Details(Model):
    """The provider's side of a notice. What is left out is a blank line to fill in by hand.

    `payment_due`: when payment is due, in the provider's words. `valid_to`: the last day on which
    the provider keeps to its charges. `other_providers`: who else bills for the treatment; an empty
    list says that nobody does, and None that the provider has not said.
    """

    provider: Text | None = None
    address: LongText | None = None
    contact: LongText | None = None
    doctor: Text | None = None
    payment_due: LongText | None = None
    valid_to: Day | None = None
    other_providers: Annotated[tuple[OtherProvider, ...], Field(max_length=20)] | None = None


NO_DETAILS = Details()


def read_details(content: bytes, place: str) -> Details:
    """Read a `.toml` or `.json` file of details. Raises InputError with every problem."""
    match Path(place).suffix.casefold():
        case ".toml":
            return read_toml(Details, content, place)
        case ".json":
            value = read_json(content, place)
            if isinstance(value, Mapping):
                return read_model(Details, value, f"{place}: ")
            raise _unreadable(place, "this is no object with keys.", 'Write {"provider": ...}.')
        case _:
            raise _unreadable(
                place, "it is neither TOML nor JSON.", "Name a file that ends in .toml or .json."
            )


def _unreadable(place: str, message: str, remedy: str) -> InputError:
    return InputError([Problem("bad-details", place, message, remedy)])


def with_flags(details: Details, texts: Iterable[str]) -> Details:
    """The details with some replaced, each given as KEY=TEXT. Raises InputError with every problem."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or key == "other_providers":
            remedy = "Write such as contact=03 9000 0000; other_providers stand in a file."
            problems.append(Problem("bad-flag", f"--detail {text[:40]}", "this cannot be read.", remedy))
        found[key] = value
    if problems:
        raise InputError(problems)
    return read_model(Details, {**details.model_dump(exclude_unset=True), **found}, "--detail ")
