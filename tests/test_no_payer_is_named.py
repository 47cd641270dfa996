"""Payers and places are named by files alone: a payer fills a blank, and code, templates and catalogues name
none. Guides may, and one constant has to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kfees"
PAYERS = ROOT / "schedules" / "payers"
CODE = {".py", ".html", ".css", ".typ", ".js", ".svg"}
CATALOGUES = {".po"}
ALWAYS = ("WorkSafe", "TAC", "Victoria", "Victorian", "Queensland")
CONSTANT = 'DEFAULT_PAYER = "worksafe-victoria"'


def names_of(payer: Path) -> Iterator[str]:
    """A payer's names: those that people read, and its file's. A word in small letters is no name: sentences
    speak of a set-aside."""
    facts = tomllib.loads(payer.read_text(encoding="utf-8"))
    yield payer.stem
    for key in ("title", "called", "in_a_sentence"):
        name = re.sub(r"^(?:an?|the) ", "", facts[key], flags=re.IGNORECASE)
        if name != name.lower():
            yield name


@cache
def a_name() -> re.Pattern[str]:
    names = {*ALWAYS, *(name for payer in PAYERS.glob("*.toml") for name in names_of(payer))}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def named_in(text: str) -> Iterator[int]:
    """The lines that name a payer, counted from 1. In a catalogue, where a message stands is none."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#:") and a_name().search(line.replace(CONSTANT, "")):
            yield number


@pytest.mark.parametrize("kinds", [CODE, CATALOGUES], ids=["code and templates", "catalogues"])
def test_no_line_of_the_package_names_a_payer_or_its_place(kinds: set[str]) -> None:
    read = [path for path in sorted(SOURCE.rglob("*")) if path.suffix in kinds]
    assert read
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in read
        for number in named_in(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "\n".join(found)


def test_a_name_is_found_in_a_sentence_and_in_code_and_the_one_constant_is_allowed() -> None:
    text = "\n".join(
        (
            "WorkSafe can pay",
            "the TAC’s maximum",
            "Victorian public holidays",
            "payer = 'worksafe-victoria'",
            "worksafe.vic.gov.au",
            "contact a tactful victor about workplace safety",
        )
    )
    assert list(named_in(text)) == [1, 2, 3, 4, 5]
    assert list(named_in(f"{CONSTANT}\n")) == []
