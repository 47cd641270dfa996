"""Whether what is imported is there already: the same version, or the same files for another day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kfees.importing.findings import Outcome
from kfees.library.library import Library
from kfees.library.version import FACTS, RATES, Version
from kfees.model.english import in_list, in_words
from kfees.model.schedule import ScheduleFacts

_OF_THE_FILE = ("workbook", "more_workbooks", "retrieved", "source", "title")
"""What differs where the same rates come out of another file, or on another day."""


def say_what_is_there(result: Outcome, library: Library, schedule: str) -> None:
    """Put versions that are there alike aside, so that they are not written again; and say what is there."""
    known = library.versions(schedule)
    for version in result.versions:
        there = next((other for other in known if _is_at_the_same_place(version, other)), None)
        if there is not None:
            different = list(_differences(version, there))
            if different:
                place = f"The version of {in_words(there.first_day)} in {there.origin}"
                result.said.append(f"{place} is there already, with other {in_list(different)}.")
            else:
                result.same.append(there)
    days = {version.first_day for version in result.versions}
    files = {workbook.sha256 for workbook in result.workbooks}
    for other in known:
        if other.first_day not in days and files & set(_read_from(other.facts)):
            where = f"{in_words(other.first_day)} ({other.origin})"
            result.said.append(f"The same file was imported for {where}: check the day (--from).")


def _is_at_the_same_place(version: Version, other: Version) -> bool:
    return version.first_day == other.first_day and Path(version.origin) == Path(other.origin)


def _differences(version: Version, there: Version) -> Iterator[str]:
    """Of what the two are not alike, in words: 'rates', 'publisher'."""
    if not _tables_alike(version, there):
        yield "weights" if version.facts.activity is not None else "rates"
    for name in ScheduleFacts.model_fields:
        is_same = getattr(version.facts, name) == getattr(there.facts, name)
        if not (is_same or name in _OF_THE_FILE or name == "activity"):
            yield name.replace("_", " ")
    if _prices(version) != _prices(there):
        yield "price of one unit"


def _tables_alike(version: Version, there: Version) -> bool:
    tables = [{name: file for name, file in one.files.items() if name != FACTS} for one in (version, there)]
    if tables[0] == tables[1]:
        return True
    if RATES not in tables[0] or RATES not in tables[1]:
        return False
    read = [[rate._replace(cell="", source="") for rate in one.each_rate()] for one in (version, there)]
    return read[0] == read[1]


def _prices(version: Version) -> Sequence[object]:
    activity = version.facts.activity
    return () if activity is None else (activity.price_per_weight, activity.unit)


def _read_from(facts: ScheduleFacts) -> Iterator[str]:
    if facts.workbook is not None:
        yield facts.workbook.sha256
    yield from (other.partition(" ")[0] for other in facts.more_workbooks)
