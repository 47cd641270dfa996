"""Small sheets that people met: imported to the cent, or asked about with a way on."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from command_line import run
from importing.corpus.cases import cases, sheet
from importing.corpus.grammar import Made
from importing.corpus.grid import Put, as_xlsx
from importing.corpus.judge import judged
from importing.corpus.record import Record
from importing.corpus.user import flags_offered

CASES = list(cases())


@pytest.mark.parametrize("made", CASES, ids=[made.name.partition(".")[0] for made in CASES])
def test_a_table_that_people_met_is_right_or_asked_about(made: Made, tmp_path: Path) -> None:
    found = judged(made, tmp_path)
    assert found.verdict in ("right", "asked"), found.why


def test_the_price_of_a_weight_alone_is_a_version_with_the_weights_before(tmp_path: Path) -> None:
    """An estimate, and it says so."""
    day = Put(date(2026, 7, 1), "d/mm/yyyy")
    rows = [(stream, 7412, day) for stream in ("Acute admitted", "Emergency", "Non-admitted")]
    titles = [("Department of Health",), ("WorkSafe and TAC patients: price per NWAU 2026-27",), ()]
    path = tmp_path / "price.xlsx"
    path.write_bytes(as_xlsx([sheet([*titles, ("Stream", "Price per NWAU ($)", "Effective from"), *rows])]))
    into = tmp_path / "versions"
    typed = ("schedules", "import", str(path), "--schedule", "department-of-health", "--from", "2026-07-01")
    flags = ["--into", str(into), "--format", "json"]
    [problem] = json.loads(run(*typed, *flags).output)["problems"]
    [more] = flags_offered(problem, Record(), literally=False)
    said = json.loads(run(*typed, *flags, *more).output)
    assert (said["problems"], said["price_per_weight"], said["basis"]) == ([], "7412.00", "indexed")
    facts = tomllib.loads((into / "department-of-health" / "2026-07-01" / "schedule.toml").read_text("utf-8"))
    assert "Carried from the version of 1 July 2025: the acute weights" in facts["source"]
