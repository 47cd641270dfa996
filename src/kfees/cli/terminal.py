"""The terminal: its one width, how text is wrapped to it, and tables whose figures are never cut."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence

WIDTH = 80
_GAP = "  "
_LEAST = 8


def wrapped(
    text: str, first: str = "", further: str = "", *, width: int = WIDTH, cut: bool = False
) -> list[str]:
    """Lines of a text. A path, code or flag is not parted, so that it can be pasted; unless `cut` says that
    the width holds even for a word that is longer."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=cut,
    )


def bullets(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from wrapped(sentence, "- ", "  ")


def columns(
    rows: Iterable[Sequence[str]], *, right: Collection[int] = (), gives_way: int | None = None
) -> list[str]:
    """Lines of a table. `right`: columns of figures; `gives_way`: the column that is cut to fit."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if gives_way is not None:
        others = sum(widths) - widths[gives_way] + len(_GAP) * (len(widths) - 1)
        widths[gives_way] = min(widths[gives_way], max(WIDTH - others, _LEAST))
    return [
        _GAP.join(
            _cut(cell, width).rjust(width) if number in right else _cut(cell, width).ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
