"""Imports point one way: a room may use what stands to its left, and only that."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "kfees"
HOUSE = "model < reading < library < importing engine < portfolio projection < documents < web < cli"
FLOOR = {room: floor for floor, rooms in enumerate(HOUSE.split(" < ")) for room in rooms.split()}


def rooms_used(path: Path) -> set[str]:
    """The rooms that a file imports from, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("kfees.")}


def test_every_room_has_its_floor() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == set(FLOOR)


def test_a_room_imports_only_what_stands_before_it() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {used}"
        for room, floor in FLOOR.items()
        for path in (SOURCE / room).rglob("*.py")
        for used in rooms_used(path) - {room}
        if FLOOR.get(used, len(FLOOR)) >= floor
    ]
    assert not wrong, "\n".join(wrong)


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
