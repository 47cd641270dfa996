"""What translators are given beside the messages in the code: the words of courses, for Babel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import IO, Any

from kfees.library import Library
from kfees.loading import load_schedules

Message = tuple[int, str, str, list[str]]
"""Line, function, text, comments: what Babel expects of an extractor."""


def messages_of_schedules(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """The title, the assumptions and the labels of the items of a regimen's or setting's TOML file."""
    text = tomllib.load(file)
    for words in dict.fromkeys(_words(text)):
        yield 1, "gettext", words, []


def _words(text: Mapping[str, Any]) -> Iterator[str]:
    yield text["title"]
    yield from text.get("assumptions", ())
    if "drug" in text:
        yield text["drug"]["label"]
    for service in text.get("service", ()):
        for version in _shipped().versions(service["schedule"]):
            label = version.label(service["item"])
            if label is not None:
                yield label


@cache
def _shipped() -> Library:
    return load_schedules(environment={})
