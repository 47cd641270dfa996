"""What a page says in its language: messages, amounts and dates, all escaped when they meet HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from kfees.documents.languages import ENGLISH, LANGUAGES
from kfees.documents.saying import Tongue
from kfees.documents.translated import say


class Words(Tongue):
    """One language's way to say, count, price and date. Texts are plain, but for these, which are HTML."""

    def known(self, text: str) -> Markup:
        """A title, label or sentence of the engine; marked as English where it has no translation."""
        return escape(say(text, self))

    def text(self, text: str) -> Markup:
        return escape(text)

    def apart(self, text: str) -> Markup:
        return Markup("<bdi>{}</bdi>").format(text)

    def left_to_right(self, text: str) -> Markup:
        return Markup('<bdi dir="ltr">{}</bdi>').format(text)

    def in_english(self, text: str) -> Markup:
        return Markup('<span lang="en-AU" dir="ltr">{}</span>').format(text)

    def listed(self, parts: Sequence[str]) -> Markup:
        return Markup(super().listed([escape(part) for part in parts]))  # noqa: S704


@cache
def words_in(code: str) -> Words:
    """The words of a language by its code, English where it is empty. InputError where there are none."""
    return Words(code or ENGLISH)


def languages() -> Mapping[str, str]:
    """Each language's name in itself, by code."""
    return {code: language.name for code, language in LANGUAGES.items()}
