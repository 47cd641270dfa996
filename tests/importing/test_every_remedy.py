"""Whatever the importer says is wrong, what it says to do leads on: for every sentence that it has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kfees
from importing.problems.of_cells import OF_CELLS
from importing.problems.of_tables import OF_TABLES
from importing.problems.of_weights import OF_WEIGHTS
from importing.problems.sentences import sentences
from importing.problems.user import FILLED_IN, Case, by_hand, problems_of, ways_of
from kfees.importing.findings import TO_FILL_IN

CASES: dict[str, Callable[[Path], Case]] = OF_CELLS | OF_TABLES | OF_WEIGHTS
MOST_STEPS = 8

GUARDS = {("checking", "not-written-alike"), ("weighted", "not-written-alike")}
"""What no file provokes: that something would be read back otherwise than it was understood."""


@pytest.mark.parametrize("name", CASES)
def test_every_way_out_that_is_printed_leads_on(name: str, tmp_path: Path, library: kfees.Library) -> None:
    case = CASES[name](tmp_path)
    form = case.begun()
    found = problems_of(form, library)
    asked = next((problem for problem in found if case.is_asked(problem)), None)
    assert asked is not None, [str(problem) for problem in found]
    ways = [*ways_of(asked, form, case.item)]
    mended = by_hand(case, form)
    assert ways or mended is not None, asked.remedy
    for way in (*ways, *([mended] if mended is not None else ())):
        left = problems_of(way, library)
        assert asked not in left, (asked.remedy, way.typed, way.answers)
    done = _followed(case, library)
    assert done == [] or case.is_end, [str(problem) for problem in done]


def _followed(case: Case, library: kfees.Library) -> list[kfees.Problem]:
    """What is left where the first way of the first problem is taken until nothing is asked."""
    form = case.begun()
    for _ in range(MOST_STEPS):
        found = problems_of(form, library)
        if not found:
            return []
        way = next(ways_of(found[0], form, case.item), None)
        if way is None and case.is_asked(found[0]):
            way = by_hand(case, form)
        if way is None:
            return found
        form = way
    return problems_of(form, library)


def test_whatever_is_to_be_filled_in_is_filled_in_by_the_page_and_the_user() -> None:
    assert FILLED_IN.keys() == set(TO_FILL_IN)


def test_every_sentence_of_the_importer_has_a_case(tmp_path: Path, library: kfees.Library) -> None:
    said = set()
    for number, case_of in enumerate(CASES.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        said |= {(problem.code, problem.message) for problem in problems_of(case_of(folder).begun(), library)}
    unheard = [
        f"{sentence.module}: {sentence.code}: {sentence.message}"
        for sentence in sentences()
        if not any(sentence.is_said(*each) for each in said)
        and (sentence.module, sentence.code.replace("\\", "")) not in GUARDS
    ]
    assert unheard == []
