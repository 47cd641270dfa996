"""A thousand sheets as publishers lay them out: right, or asked about; never wrong, and never a dead end."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from effort import times
from importing.corpus.grammar import Made, make
from importing.corpus.judge import GOOD, Judged, judged

SHEETS = min(times(500), 10_000)
PARTS = 10


@pytest.mark.no_cover
@pytest.mark.parametrize("part", range(PARTS))
def test_a_sheet_is_right_or_asked_about_and_following_what_is_printed_leads_on(part: int) -> None:
    found = [_judged(make(number)) for number in range(part, SHEETS, PARTS)]
    wrong = [each for each in found if each.verdict not in GOOD]
    assert [(each.made.name, each.made.traits, each.followed.said, each.why) for each in wrong] == []
    assert sum(each.verdict == "right" for each in found) > len(found) // 2
    assert sum(each.verdict == "said" for each in found) <= max(1, len(found) // 50)


def _judged(made: Made) -> Judged:
    """Of every other sheet the user takes any flag that is offered, and not the first."""
    chance = Random(made.number) if made.number // PARTS % 2 else None  # noqa: S311
    with TemporaryDirectory() as folder:
        return judged(made, Path(folder), chance)


def test_a_sheet_is_always_the_same() -> None:
    first, again = make(7), make(7)
    assert (first.traits, first.record) == (again.traits, again.record)
