"""Imports point one way: a room may use what stands to its left, and only that. Tests mirror the rooms."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "kfees"
HOUSE = "model < reading < library < importing engine < portfolio projection < documents < web < cli"
FLOOR = {room: floor for floor, rooms in enumerate(HOUSE.split(" < ")) for room in rooms.split()}


def imported(path: Path) -> set[str]:
    """What a file imports from kfees, at its top or inside a function, with the names that it takes."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith("kfees.")}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def test_every_room_has_its_floor() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == set(FLOOR)


def test_a_room_imports_only_what_stands_before_it() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {used}"
        for room, floor in FLOOR.items()
        for path in (SOURCE / room).rglob("*.py")
        for used in {name.split(".")[1] for name in imported(path)} - {room}
        if FLOOR.get(used, len(FLOOR)) >= floor
    ]
    assert not wrong, "\n".join(wrong)


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    paths = {module_of(path): path for path in SOURCE.rglob("*.py")}
    uses = {
        module: {name if name in paths else name.rpartition(".")[0] for name in imported(path)}
        for module, path in paths.items()
    }
    assert set().union(*uses.values()) <= set(paths)
    TopologicalSorter(uses).prepare()  # raises CycleError with the circle


@pytest.mark.parametrize(
    "room", sorted(path.parent.relative_to(SOURCE) for path in SOURCE.glob("*/**/__init__.py")), ids=str
)
def test_a_room_says_what_lives_in_it(room: Path) -> None:
    folder = SOURCE / room
    words = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = re.findall(r"^([a-z_]+)  +\S", words, flags=re.MULTILINE)
    there = {path.stem for path in folder.glob("*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")
    }
    assert sorted(named) == sorted(there - {"__init__"})


def test_nothing_else_stands_at_the_top() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "spark.py"}


SUBJECTS = {
    "reading": "generated_quotes",
    "library": "bad_schedules payers shipped shipped_medical shipped_tac",
    "importing": "cases_of_tables cut_apart corpus every_remedy formulas fuzz item_codes mutations"
    " periods_and_dates published_workbooks round_trip typed_and_stored_amounts ways_out what_is_refused"
    " which_column which_rows_and_sheets",
    "engine": "agreed_real_courses check_sentences courses_as_data golden guideline_cases messy_requests"
    " mistaken_real_courses oracle payers refused_courses rules_in_quotes tac_courses us_set_aside",
    "portfolio": "activity_in_fractions generated_extracts portfolio",
    "projection": "set_aside_by_infusion",
    "documents": "notice_reasons",
}
"""What tests of a room are about where that is more than one module of it."""


@pytest.mark.parametrize("room", sorted(FLOOR))
def test_the_tests_of_a_room_are_named_after_its_modules_or_their_subject(room: str) -> None:
    modules = {path.stem for path in (SOURCE / room).rglob("*.py")}
    modules |= {path.parent.name for path in (SOURCE / room).glob("*/__init__.py")}
    tests = {path.stem.removeprefix("test_") for path in (TESTS / room).rglob("test_*.py")}
    assert tests - modules == set(SUBJECTS.get(room, "").split())
