"""Why rows are refused: the same of a row among many others as of the row alone."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

from effort import times
from kfees.library.library import Library
from kfees.portfolio import Pricer
from portfolios import Row

CELLS: dict[str, tuple[object, ...]] = {
    "regimen": ("crps-4-day", "crps-10-day"),
    "setting": ("public-hospital-admitted", "public-hospital-same-day", "private-hospital-inpatient", None),
    "start": ("2024-08-05", "no day", None),
    "drg": ("B71B", "A06A", "801A", "10.14", "E0110A", "B71X", None),
    "nights": ("10", "3", "0", None),
    "admitted": (None, None, None, "2024-08-01"),
    "discharged": (None, None, None, "2024-08-15", "2024-07-31"),
    "age": ("45", "3", "90", "131", None),
    "specialist_paediatric": ("yes", "no", None),
    "private_patient": ("yes", "no", None),
    "dialysis": ("yes", "no", None),
    "residence": ("RA0", "RA4", None),
    "icu_hours": ("0", "12.5", "24", "24.5", "5000", None),
    "leave_days": ("0", "1", "30", None),
    "clinic": (None, None, None, "20.48"),
}


def drawn(chance: Random, payers: tuple[str, ...]) -> Row:
    row: Row = {field: chance.choice(cells) for field, cells in CELLS.items()}
    return {**row, "weight_kg": "80", "hospital_charge": chance.choice(("320", "-1"))} | (
        {"payer": chance.choice(payers)} if payers else {}
    )


@pytest.mark.parametrize("with_payers", [False, True])
def test_of_a_row_among_others_the_same_is_said_as_of_it_alone(with_payers: bool, library: Library) -> None:
    chance = Random(17)  # noqa: S311  not a secret
    payers = library.payers if with_payers else ()
    frame = pl.DataFrame([drawn(chance, payers) for _ in range(times(40))])
    pricer = Pricer(frame.schema, library)
    together = pricer.problems(frame)
    alone = pl.concat(
        pricer.problems(frame[row : row + 1]).with_columns(row=pl.lit(row, pl.UInt32))
        for row in range(frame.height)
    )
    assert together.rows() == alone.rows()
    assert together.height > frame.height
