"""The letter as text: Markdown for those who read it as that, plain to be copied anywhere."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from kfees.engine.letter import SUBJECT, Letter

WIDTH = 90


def as_markdown(letter: Letter) -> str:
    """In lines of at most 90 letters, each list by its own numbers."""
    return "\n".join(_in_markdown(letter))


def _in_markdown(letter: Letter) -> Iterator[str]:
    yield from (f"{fact}\n" for fact in letter.facts)
    yield f"# {SUBJECT}\n"
    yield from map(_wrapped, letter.opening)
    for questions in letter.questions:
        yield f"## {questions.greeting}\n"
        for number, asked in enumerate(questions.asked, 1):
            mark = f"{number}. "
            text = f"{_as_words(asked.question)} *{asked.why}*"
            yield textwrap.fill(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)) + "\n"
    yield from map(_wrapped, letter.closing)


def as_plain_text(letter: Letter) -> str:
    """One line a paragraph, as programs for letters and mail take it."""
    parts = [*letter.facts, SUBJECT, *letter.opening]
    for questions in letter.questions:
        parts.append(questions.greeting)
        parts += [f"{number}. {one.question} {one.why}" for number, one in enumerate(questions.asked, 1)]
    return "\n\n".join([*parts, *letter.closing]) + "\n"


def _as_words(text: str) -> str:
    """A provider's own words, so that nothing in them is taken for Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH) + "\n"
