"""Publishers' workbooks, changed as people change them: the same rates, or a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest

import fee_workbooks
import weight_workbooks
from effort import times
from importing.corpus.grid import Grid, Put, as_xlsx
from importing.corpus.record import Rate
from importing.corpus.user import imported

Change = Callable[[Grid, Random], None]


def _moved(grid: Grid, place: Callable[[int, int], tuple[int, int]]) -> None:
    grid.cells = {place(row, column): put for (row, column), put in grid.cells.items()}
    merged = [(*place(top, left), *place(bottom, right)) for top, left, bottom, right in grid.merged]
    grid.merged = [(top, min(left, right), bottom, max(left, right)) for top, left, bottom, right in merged]


def shuffle_columns(grid: Grid, random: Random) -> None:
    """The columns in another order; a sheet with merged titles keeps its first two where they are."""
    wide = max(column for _, column in grid.cells)
    order = list(range(1, wide + 1))
    random.shuffle(order)
    grid.merged = []
    titles = {row for row, _ in grid.cells if sum(each == row for each, _ in grid.cells) == 1}
    _moved(grid, lambda row, column: (row, column if row in titles else order[column - 1]))


def insert_a_column(grid: Grid, random: Random) -> None:
    at = random.randint(2, max(column for _, column in grid.cells))
    _moved(grid, lambda row, column: (row, column + (column >= at)))


def insert_remarks(grid: Grid, random: Random) -> None:
    insert_a_column(grid, random)
    used = {column for _, column in grid.cells}
    empty = next(column for column in range(1, max(used) + 1) if column not in used)
    for row in sorted({row for row, _ in grid.cells})[12:30:3]:
        grid.cells[row, empty] = Put("checked")


def insert_blank_rows(grid: Grid, random: Random) -> None:
    every = random.randint(3, 9)
    _moved(grid, lambda row, column: (row + max(0, row - 8) // every, column))


def move_titles(grid: Grid, random: Random) -> None:
    down = random.randint(2, 6)
    _moved(grid, lambda row, column: (row + down, column))
    grid.cells[1, 1] = Put("Fees of a department")
    grid.cells[2, 1] = Put("Phone 03 9641 1555")


def type_the_numbers(grid: Grid, random: Random) -> None:
    """Numbers with a fraction as text, as another program saves them."""
    for place, put in grid.cells.items():
        if isinstance(put.value, float):
            grid.cells[place] = Put(f"{Decimal(repr(put.value)).quantize(Decimal('0.01')):,}")


def rename_the_sheet(grid: Grid, random: Random) -> None:
    grid.name = random.choice(("Sheet1 (2)", "Copy of fees", "FINAL v2", "2025"))


def add_footnotes(grid: Grid, random: Random) -> None:
    last = max(row for row, _ in grid.cells)
    texts = ("* Fees are reviewed each year.", "1. Prior approval is needed.", "© a department, 2025")
    for number, text in enumerate(texts, 2):
        grid.cells[last + number, 1] = Put(text)


CHANGES: tuple[Change, ...] = (
    shuffle_columns, insert_a_column, insert_remarks, insert_blank_rows, move_titles, type_the_numbers,
    rename_the_sheet, add_footnotes,
)  # fmt: skip

FLAGS: Mapping[str, tuple[str, ...]] = {
    "medicare_schedule": ("--from", "2025-03-01"),
    "prices_by_state": ("--from", "2024-07-01", "--columns", "amount=VIC"),
    "locality_factors": (
        "--from", "2025-07-01", "--columns", "item=Contractor,modifier=Locality,amount=Unit CF of 20.3456",
    ),
    "drug_prices": ("--from", "2026-01-01"),
    "localities": ("--from", "2025-07-01"),
    "price_weights": ("--from", "2025-07-01"),
}  # fmt: skip
ALWAYS = ("--payee", "medical", "--gst", "free")
NO_FEES = ("localities", "price_weights")


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Grid]:
    folder = tmp_path_factory.mktemp("published")
    return {name: _grid(folder / f"{name}.xlsx", name) for name in FLAGS}


def _grid(path: Path, name: str) -> Grid:
    make = getattr(fee_workbooks if hasattr(fee_workbooks, name) else weight_workbooks, name)
    make(path, 60) if name == "medicare_schedule" else make(path)
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    grid = Grid(sheet.title)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                look = "" if cell.number_format == "General" else cell.number_format
                grid.cells[cell.row, cell.column] = Put(cell.value, look)  # type: ignore[arg-type]
    grid.merged = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    return grid


def _import(grid: Grid, name: str, folder: Path) -> tuple[set[Rate] | None, list[dict[str, str]]]:
    folder.mkdir()
    path = folder / "fees.xlsx"
    path.write_bytes(as_xlsx([grid]))
    answer = imported(path, folder / "into", [*FLAGS[name], *ALWAYS])
    return answer.rates, answer.problems


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FLAGS)
def test_a_changed_workbook_gives_the_same_rates_or_a_question(
    name: str, grids: dict[str, Grid], tmp_path: Path
) -> None:
    right, _ = _import(grids[name], name, tmp_path / "as published")
    assert (right is None) == (name in NO_FEES)
    asked = []
    for change in CHANGES:
        for seed in range(times(1)):
            grid = Grid(grids[name].name, dict(grids[name].cells), list(grids[name].merged))
            change(grid, Random(seed))  # noqa: S311
            found, problems = _import(grid, name, tmp_path / f"{change.__name__} {seed}")
            if found is None:
                assert all(problem["remedy"] for problem in problems), change.__name__
                asked.append(change.__name__)
            else:
                assert found == right, f"{change.__name__} {seed}"
    assert name in NO_FEES or len(set(asked)) <= 2, asked
