"""Sentences of the engine: a message, and what fills its blanks. They print as English.

What stands in a blank is kept as what it is (a day, a number, one of `kfees.model.blanks`, another
sentence), so that a document can say the whole in another language: see `kfees.documents.translated`. A
plain text in a blank is a code or a name; words to translate are a `Sentence` of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import InstanceOf

from kfees.model.english import in_words, plain

FIRST = "part_0"
"""The blank of the first of several sentences that are `joined`."""

_NONE: Mapping[str, object] = MappingProxyType({})


class Sentence(str):
    """A message with what fills its blanks; as a text it is its English, and in JSON that alone."""

    __slots__ = ("blanks", "message")

    message: str
    blanks: Mapping[str, object]

    def __new__(cls, english: str, message: str = "", blanks: Mapping[str, object] = _NONE) -> Self:
        sentence = str.__new__(cls, english)
        sentence.message = message or english
        sentence.blanks = blanks
        return sentence

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str, dict[str, object]]]:
        return Sentence, (str(self), self.message, dict(self.blanks))

    def format(self, *_: object, **blanks: object) -> Sentence:
        """This message with its blanks filled."""
        written = blanks.copy()
        for name, value in blanks.items():
            if type(value) is date:
                written[name] = in_words(value)
            elif type(value) is Decimal:
                written[name] = plain(value)
        sentence = str.__new__(Sentence, str.format_map(self, written))
        sentence.message, sentence.blanks = self, blanks
        return sentence

    def within(self) -> Sentence:
        """As it stands within another sentence: without its capital, but for 'GP', and full stop."""
        first = self[:1] if self[1:2].isupper() else self[:1].lower()
        return Sentence(f"{first}{self[1:].removesuffix('.')}", self.message, self.blanks)

    def begun(self) -> Sentence:
        """With a capital; of several, the first."""
        first = self.blanks.get(FIRST)
        blanks = {**self.blanks, FIRST: first.begun()} if isinstance(first, Sentence) else self.blanks
        return Sentence(f"{self[:1].upper()}{self[1:]}", self.message, blanks)

    def alone(self) -> Sentence:
        """As it stands alone, with a capital and a full stop."""
        return Sentence(f"{self[:1].upper()}{self[1:].removesuffix('.')}.", self.message, self.blanks)


Says = Annotated[str, InstanceOf]
"""A text of a model; a `Sentence` stays one."""


def translatable(sentence: str) -> Sentence:
    """A message, kept for translators, who find it by this call. English; blanks stand in braces."""
    return Sentence(sentence)


def whole(sentence: str) -> Sentence:
    """A text as a sentence."""
    return sentence if isinstance(sentence, Sentence) else Sentence(sentence)


def joined(sentences: Iterable[str], mark: str = " ") -> Sentence:
    """Sentences one after the other, as one; each keeps what it is."""
    blanks = {f"part_{number}": whole(sentence) for number, sentence in enumerate(sentences)}
    return Sentence(mark.join(blanks.values()), mark.join(f"{{{name}}}" for name in blanks), blanks)


def an(word: str) -> Sentence:
    """'a day', 'an episode'."""
    return Sentence(f"{'an' if word[:1] in 'aeiou' else 'a'} {word}")
