"""Whatever rate an unknown turns out to have, payable and gap lie within the bounds given before."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import kfees
from effort import times
from kfees.model.quote import Line, PayeeTotal, Totals
from laws.accounts import accounts
from laws.strategies import OVERNIGHT, Asked, courses, is_refused, parts_of, quote_of
from overlays import write_version

BOUNDED = ("payable_least", "payable_most", "gap_least", "gap_most")


def within(least: Decimal | None, amount: Decimal | None, most: Decimal | None) -> bool:
    return amount is None or ((least is None or least <= amount) and (most is None or amount <= most))


@given(asked=courses() | accounts())
def test_what_is_shown_lies_within_its_bounds(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    for part in parts_of(quote):
        assert within(part.payable_least, part.payable, part.payable_most)
        assert within(part.gap_least, part.gap, part.gap_most)
        assert part.gap_least is not None
        assert part.gap_least >= 0
        assert (part.gap_most is None) == (part.charge is None)
        if part.charge is not None:
            assert part.payable_least is not None
            assert part.payable_most is not None
            assert part.gap_least == part.charge - part.payable_most
            assert part.gap_most == part.charge - part.payable_least
            assert part.gap_least <= (part.gap_most or 0) <= part.charge


@given(asked=courses() | accounts())
def test_an_unknown_charge_leaves_the_gap_unbounded_above(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    for line in quote.lines:
        if line.charge is None:
            assert line.gap_least == 0
            assert line.gap_most is None
            assert line.payable_least == line.payable_most == (0 if is_refused(quote) else None)
        elif is_refused(quote):
            assert line.payable_least == line.payable_most == 0
            assert line.gap_least == line.gap_most == line.charge


@given(asked=courses() | accounts())
def test_a_totals_bounds_are_the_sums_of_its_parts(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    assert_sums(quote.totals, quote.payees)
    for payee in quote.payees:
        if not quote.is_in_one_amount(payee):
            assert_sums(payee, quote.lines_of(payee))


def assert_sums(total: PayeeTotal | Totals, parts: tuple[Line | PayeeTotal, ...]) -> None:
    for name in BOUNDED:
        amounts = [getattr(part, name) for part in parts]
        assert getattr(total, name) == (None if None in amounts else sum(amounts))


rises = st.sampled_from(["0", "0.01", "5", "1000000"]) | st.integers(0, 100_000).map(
    lambda cents: str(cents / Decimal(100))
)
freely = st.integers(0, 200_000).map(lambda cents: cents / Decimal(100))


def settled(quote: kfees.Quote, folder: Path, data: st.DataObject) -> None:
    """Write down every rate that the quote did not know as a published one: a floor only upwards, any other
    at whatever it may be."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    facts: dict[tuple[str, str], dict[str, str]] = {}
    for line in quote.lines:
        if line.schedule is None or line.item is None:
            continue
        version = (line.schedule, str(line.version or "2001-01-01"))
        gst = "exclusive" if line.schedule == "private-hospital" else "free"
        facts[version] = {"payee": f'"{line.payee}"', "gst": f'"{gst}"'}
        rate = line.rate
        if rate is None or line.basis in ("indexed", "reference"):
            rate = data.draw(freely, label=line.name)
        elif line.basis == "floor":
            rate += Decimal(data.draw(rises, label=line.name))
        rows.setdefault(version, {})[line.item] = f'{line.item},"{line.label}",{rate:f},{line.unit}'
    for (schedule, day), items in rows.items():
        write_version(folder, schedule, day, *items.values(), basis='"published"', **facts[schedule, day])


by_the_day = courses(public=False, extras=False).filter(lambda asked: asked["setting"] != OVERNIGHT)
"""A bed's rate goes by the day of the stay, and here every item has one rate."""


@settings(max_examples=times(40))
@given(asked=by_the_day | accounts(), data=st.data())
def test_whatever_an_unknown_rate_turns_out_to_be_the_gap_lies_within_the_bounds(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    before = quote_of(asked, library)
    with tempfile.TemporaryDirectory() as folder:
        settled(before, Path(folder), data)
        after = quote_of(asked, kfees.load_schedules(folder, environment={}))
    known: list[PayeeTotal | Totals] = [before.totals, *before.payees]
    found: list[PayeeTotal | Totals] = [after.totals, *after.payees]
    for was, now in zip(known, found, strict=True):
        assert within(was.payable_least, now.payable, was.payable_most)
        assert within(was.gap_least, now.gap, was.gap_most)
        assert within(was.gap_least, now.gap_least, was.gap_most)
        assert within(was.gap_least, now.gap_most, was.gap_most)
    assert all(line.basis == "published" for line in after.lines if line.rate is not None)
