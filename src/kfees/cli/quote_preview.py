"""What was understood of a provider's own quote, for a person to look at before it is priced: 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kfees.cli.terminal import bullets, columns, wrapped
from kfees.documents.words import Words
from kfees.model.dates import spans_in_words
from kfees.model.money import plain
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
    yield click.style("What was understood of the provider's quote; nothing is priced yet", bold=True)
    yield ""
    yield from columns(
        [
            ("Column", "Heading", "Read as"),
            *((column.place, column.heading, column.read_as) for column in quote.columns),
        ],
        gives_way=1,
    )
    if quote.date_order == "month-first":
        because = f", as {quote.because} has to be" if quote.because else ""
        yield from wrapped(f"Days in figures have the month first{because}.")
    if quote.left_out:
        yield "\nColumns with figures that are not read"
        yield from bullets(f"{left.place}, {left.what!r}: {left.why}" for left in quote.left_out)
    yield ""
    for row in quote.rows:
        yield from wrapped(f"{row.place}: {_headed(row)}", "  ", " " * 6)
        if facts := _facts(row, words, library):
            yield from wrapped(facts, " " * 6, " " * 6)
        for said in (row.doubt and f"ASKED: {row.doubt} {row.remedy}".strip(), row.says):
            if said:
                yield from wrapped(said, " " * 6, " " * 6)
    yield ""
    yield from wrapped(f"The rows without a doubt come to {words.money(quote.charged)}.")
    if quote.in_doubt:
        yield from wrapped(f"Asked about, and in no sum: {', '.join(quote.in_doubt)}.")


def _headed(row: UnderstoodRow) -> str:
    item = f"{row.schedule}:{row.item}" if row.schedule else row.item
    return " ".join(filter(None, (row.meaning.upper(), item, row.description)))


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
