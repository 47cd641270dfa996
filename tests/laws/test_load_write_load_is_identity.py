"""Rates that are read, written and read again are the same rates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.library.version import Version
from kfees.library.writing import version_files
from kfees.model.money import CannotDetermine, NotPayable
from kfees.model.schedule import BASES, GST, Rate
from kfees.reading.table import control_character

# Whatever can be printed, line ends and quotes within a label included.
printed = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12
).filter(lambda text: control_character(text) is None)
words = printed.map(str.strip).filter(bool)
labels = words | st.sampled_from(['a "quoted", label', "two\nlines", "=1+1", "Ärger", "one\u2028line"])
figures = st.one_of(
    st.integers(0, 10**14 - 1).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.builds(NotPayable, words),
    st.builds(CannotDetermine, words),
)


@st.composite
def tables(draw: st.DrawFn) -> list[Rate]:
    """Rates of some items; the spans of days of one item follow each other."""
    found: list[Rate] = []
    for item in draw(st.lists(words, min_size=1, max_size=5, unique=True)):
        until = draw(st.none() | st.dates(date(2024, 7, 1), date(2025, 6, 30)))
        ends: list[int | None] = [*sorted(draw(st.sets(st.integers(1, 99), max_size=3))), None]
        first: int | None = None
        for end in ends:
            rate = Rate(
                item=item,
                label=draw(labels),
                amount=(amount := draw(figures)),
                unit=draw(words),
                basis=draw(st.sampled_from(BASES)),
                gst=draw(st.sampled_from(GST)),
                source=draw(words),
                reason=draw(words) if isinstance(amount, Decimal) else amount.reason,
                from_day=first,
                to_day=end,
                cell=draw(words | st.just("")),
                until=until,
            )
            found.append(rate)
            first = (end or 0) + 1
    return found


def loaded_again(version: Version, rates: Iterable[Rate], folder: Path) -> Version:
    """The version written to a folder, and loaded from it as an overlay."""
    path = folder / version.schedule / version.first_day.isoformat()
    path.mkdir(parents=True)
    for name, content in version_files(version.facts, rates).items():
        (path / name).write_bytes(content)
    library = kfees.load_schedules(folder, environment={})
    (found,) = (one for one in library.versions(version.schedule) if one.first_day == version.first_day)
    assert found.origin == str(folder)
    return found


def rates_of(version: Version) -> list[Rate]:
    return [rate for item in version.items for rate in version.rates(item)]


@given(table=tables())
def test_any_table_that_is_written_is_read_as_it_was(table: list[Rate], library: kfees.Library) -> None:
    version = library.versions("private-hospital")[0]
    with TemporaryDirectory() as folder:
        assert rates_of(loaded_again(version, table, Path(folder))) == table


def test_every_shipped_version_of_rates_is_read_as_it_was(library: kfees.Library, tmp_path: Path) -> None:
    for schedule in ("medical", "private-hospital"):
        for version in library.versions(schedule):
            again = loaded_again(version, rates_of(version), tmp_path / f"{schedule} {version.first_day}")
            assert again.facts == version.facts
            assert rates_of(again) == rates_of(version)
