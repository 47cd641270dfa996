"""Every kind of mistake has a code, and all codes stand in one list, which the API's description names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kfees.model.problem_codes import CODES

SOURCE = Path(__file__).parents[2] / "src" / "kfees"
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
    if path.name != "problem_codes.py"
}

GIVEN = {
    "Problem": 0,
    "Unreadable": 0,
    "_outside": 0,
    "_refuse_others": 2,
    "refusal": 1,
    "try_again": 1,
    "problem": 1,
    "wrong": 1,
    "folder.wrong": 0,
}
"""The functions and classes that are given a code, and as which of their arguments."""


def texts_of(node: ast.AST, within: ast.AST) -> Iterator[str]:
    """What an argument can be, as a pattern: a text, one of two, or what its name was given there."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_-]+" for part in parts
            )
        case ast.IfExp(body=one, orelse=other):
            yield from texts_of(one, within)
            yield from texts_of(other, within)
        case ast.Name(id=name):
            for each in ast.walk(within):
                if isinstance(each, ast.Assign):
                    for target in each.targets:
                        yield from _assigned(name, target, each.value, within)


def _assigned(name: str, target: ast.AST, value: ast.AST, within: ast.AST) -> Iterator[str]:
    if isinstance(target, ast.Name) and target.id == name and not isinstance(value, ast.Name):
        yield from texts_of(value, within)
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _assigned(name, one, its, within)


def used() -> Iterator[tuple[str, str]]:
    """The codes that the source gives, as patterns, and where."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            place = GIVEN.get(called, GIVEN.get(called.rpartition(".")[2]))
            if place is not None:
                given = [word.value for word in node.keywords if word.arg == "code"]
                given += node.args[place : place + 1]
                for text in (text for argument in given[:1] for text in texts_of(argument, tree)):
                    yield text, f"{path.relative_to(SOURCE)} line {node.lineno}"


def test_every_code_that_the_source_gives_is_listed() -> None:
    unlisted = [
        f"{where}: {pattern}"
        for pattern, where in used()
        if not any(re.fullmatch(pattern, code) for code in CODES)
    ]
    assert not unlisted
    assert list(CODES) == sorted(set(CODES))


def test_every_code_that_is_listed_can_be_given() -> None:
    patterns = {pattern for pattern, _ in used()}
    texts = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    idle = [code for code in CODES if code not in texts and not any(re.fullmatch(p, code) for p in patterns)]
    assert not idle
