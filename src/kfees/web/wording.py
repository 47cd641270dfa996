"""What a page says in its language: messages, amounts and dates, all escaped when they meet HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from kfees.documents.languages import ENGLISH
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.model.english import Link
from kfees.model.payer import PayerWords
from kfees.model.problems import Problem
from kfees.model.sentences import whole


class PageWords(Words):
    """The words of a page: texts are plain, but for these, which are HTML."""

    def known(self, text: str) -> Markup:
        """A title, label or sentence of the engine; marked as English where it has no translation."""
        return escape(say(text, self))

    def told(self, problem: Problem) -> Markup:
        """What is wrong, and what to do about it."""
        both = (whole(problem.message).begun(), problem.remedy)
        message, remedy = map(self.known, both)
        if (message, remedy) == tuple(map(self.in_english, both)):
            return self.in_english(" ".join(both))
        return Markup("{} {}").format(message, remedy)

    def filled(self, message: str, **values: Markup) -> Markup:
        """A message whose blanks hold HTML."""
        return escape(self.title(message)).format(**values)

    def text(self, text: str) -> Markup:
        return escape(text)

    def apart(self, text: str) -> Markup:
        return Markup("<bdi>{}</bdi>").format(text)

    def left_to_right(self, text: str) -> Markup:
        return Markup('<bdi dir="ltr">{}</bdi>').format(text)

    def in_english(self, text: str) -> Markup:
        return Markup('<span lang="en-AU" dir="ltr">{}</span>').format(text)

    def listed(self, parts: Sequence[str], link: Link = "and") -> Markup:
        return Markup(super().listed([escape(part) for part in parts], link))  # noqa: S704


@lru_cache(maxsize=100)
def words_in(code: str, payer: PayerWords | None = None) -> PageWords:
    """The words of a language by its code, English where it is empty. InputError where there are none."""
    return PageWords(code or ENGLISH, payer=payer)
