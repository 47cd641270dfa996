"""What was understood of a provider's own quote, for a person to look at before it is priced: 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from kfees.cli.terminal import bullets, columns, wrapped
from kfees.documents.words import Words
from kfees.model.english import plain, spans_in_words
from kfees.model.understood_quote import UnderstoodQuote, UnderstoodRow

if TYPE_CHECKING:
    from kfees.library.library import Library

columns_option = click.option(
    "--columns",
    "named",
    multiple=True,
    metavar="ROLE=COLUMN,...",
    help="Which columns of the quote hold what, by letter or heading: item=A,amount=F.",
)


def as_table(quote: UnderstoodQuote, words: Words, library: Library) -> Iterator[str]:
    places = [*(column.place for column in quote.columns), *(row.place for row in quote.rows)]
    file = _named_by_all(places)
    heading = f"{file or 'The quote'} as it was understood; nothing is priced yet"
    yield click.style("\n".join(wrapped(heading)), bold=True)
    yield ""
    yield from columns(
        [
            ("Column", "Heading", "Read as"),
            *(
                (_within(file, column.place).removeprefix("column "), column.heading, column.read_as)
                for column in quote.columns
            ),
        ],
        gives_way=1,
    )
    if quote.date_order == "month-first":
        because = f", as {quote.because} has to be" if quote.because else ""
        yield from wrapped(f"Days in figures have the month first{because}.")
    if quote.left_out:
        yield "\nColumns with figures that are not read"
        yield from bullets(
            f"{_within(file, left.place)}, {left.what!r}: {left.why}" for left in quote.left_out
        )
    for row in quote.rows:
        yield ""
        yield from wrapped(f"{_within(file, row.place)}, {_headed(row)}")
        asked = row.doubt and f"ASKED: {row.doubt} {row.remedy}".strip()
        for said in (_facts(row, words, library), asked, row.says):
            if said:
                yield from wrapped(said, "  ", "  ")
    yield ""
    yield from wrapped(f"The rows without a doubt come to {words.money(quote.charged)}.")
    if quote.in_doubt:
        asked_of = ", ".join(_within(file, place) for place in quote.in_doubt)
        yield from wrapped(f"Asked about, and in no sum: {asked_of}.")


def _headed(row: UnderstoodRow) -> str:
    item = f"{row.schedule}:{row.item}" if row.schedule else row.item
    return f"{row.meaning}: {' '.join(filter(None, (item, row.description)))}".removesuffix(": ")


def _named_by_all(places: Iterable[str]) -> str:
    """The file, and its sheet, where all places begin with one; else nothing."""
    found = {re.split(r" (?:column|row) ", place)[0] for place in places}
    return found.pop() if len(found) == 1 else ""


def _within(file: str, place: str) -> str:
    return place.removeprefix(file).strip()


def _facts(row: UnderstoodRow, words: Words, library: Library) -> str:
    """The days, number, price, GST and payee of a row that charges something."""
    if row.meaning not in ("item", "fee", "discount"):
        return ""
    facts = [
        spans_in_words(row.dates) if row.dates else "no day",
        f"{plain(row.quantity)} {'unit' if row.quantity == 1 else 'units'}" if row.quantity else "",
        words.money(row.price, "no price"),
        f"of it GST {words.money(row.gst)}" if row.gst is not None else "",
        f"charged by {library.biller(row.payee, row.provider or '')}" if row.payee else "",
    ]
    return f"{'; '.join(filter(None, facts))}."
