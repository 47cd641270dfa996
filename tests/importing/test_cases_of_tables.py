"""Small sheets that people met: imported to the cent, or asked about with a way on."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing.corpus.cases import cases
from importing.corpus.grammar import Made
from importing.corpus.judge import is_open, judged

CASES = [made for made in cases() if not is_open(made)]


@pytest.mark.parametrize("made", CASES, ids=[made.name.partition(".")[0] for made in CASES])
def test_a_table_that_people_met_is_right_or_asked_about(made: Made, tmp_path: Path) -> None:
    found = judged(made, tmp_path)
    assert found.verdict in ("right", "asked"), found.why
