"""Sentences of the engine that pages say in other languages too: marked where they are written."""

from __future__ import annotations

_MARKED: dict[str, None] = {}


def translatable(sentence: str) -> str:
    """The sentence itself, kept for translators. English; blanks to fill stand in braces.

    What a blank may hold is decided by its name: see `kfees.documents.sentences`.
    """
    _MARKED[sentence] = None
    return sentence


def marked() -> tuple[str, ...]:
    """Every sentence that was marked in the modules imported so far, in the order of their import."""
    return tuple(_MARKED)
