"""Generated quotes: each row is read as its record says, or asked about; never wrong in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from effort import times
from generated_quotes import GeneratedQuote, generated
from kfees.model.problems import InputError
from kfees.reading.as_written.codes import codes_in, words_like_codes
from kfees.reading.provider_rows import Expected, ProviderFile, ProviderRow, read_provider_file

MOST_QUESTIONS = 5


def read(quote: GeneratedQuote) -> ProviderFile:
    """The quote, with the first flag of every question followed."""
    columns: dict[str, str] = {}
    for _ in range(MOST_QUESTIONS):
        try:
            return read_provider_file(quote.as_csv(), "quote.csv", Expected(columns=columns))  # type: ignore[arg-type]
        except InputError as error:
            flags = re.findall(r"--columns (\S+[^.\s])", error.problems[0].remedy)
            columns |= dict(part.split("=") for part in flags[0].split(","))
    raise AssertionError(columns)


def wrong_in(quote: GeneratedQuote, file: ProviderFile) -> Iterator[str]:
    """What was read otherwise than the record says, and is not asked about."""
    rows = {int(row.place.rpartition(" ")[2]): row for row in file.rows if " row " in row.place}
    for number, charged in quote.charges.items():
        row = rows.pop(number)
        if row.unread:
            if not row.remedy:
                yield f"{row}: no way out"
            continue
        found = {
            "amount": (row.amount, charged.paid),
            "units": (row.quantity, charged.units),
            "days": (row.days or (row.day,), charged.days),
            "gst": (row.gst or Decimal(0), charged.gst),
            "code": (charged.code in codes_of(row), True),
        }
        yield from (f"{row}: {name} {is_} for {was}" for name, (is_, was) in found.items() if is_ != was)
    for number, off in quote.discounts.items():
        row = rows.pop(number)
        if not row.unread and (row.kind, row.amount) != ("discount", off):
            yield f"{row}: not {off} off"
    for row in rows.values():
        if row.kind in ("item", "discount") and not row.unread:
            yield f"{row}: charges what nobody charges"
        if quote.false_total and row.place.endswith(f" {quote.total_row}") and "please check" not in row.says:
            yield f"{row}: the total is false"


def codes_of(row: ProviderRow) -> list[str]:
    return [*(codes_in(row.item) if row.item else words_like_codes(row.description))]


@pytest.mark.parametrize("part", range(4))
def test_a_generated_quote_is_read_as_it_is_meant_or_asked_about(part: int) -> None:
    asked: Counter[str] = Counter()
    number = max(100, times(100))
    for seed in range(part * number, (part + 1) * number):
        quote = generated(Random(seed))  # noqa: S311
        file = read(quote)
        assert not (wrong := [*wrong_in(quote, file)]), (seed, quote.as_csv().decode(), wrong)
        asked["rows"] += sum(bool(row.unread) for row in file.rows)
        asked["of"] += len(quote.charges)
    # What only one meaning can have is not asked about.
    assert asked["rows"] * 20 <= asked["of"]
