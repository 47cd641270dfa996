"""Every sentence that the importer has for what is wrong, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import kfees.importing

_ANYTHING = ".*"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Sentence(NamedTuple):
    """What one place in the source says: patterns of the code and of the message."""

    module: str
    code: str
    message: str

    def is_said(self, code: str, message: str) -> bool:
        return bool(re.fullmatch(self.code, code) and re.search(self.message, message))


def sentences() -> list[Sentence]:
    found = set[Sentence]()
    for path in sorted(Path(kfees.importing.__file__).parent.glob("*.py")):
        module = ast.parse(path.read_text("utf-8"))
        for call, scope in _calls(module, module):
            source = _Source(module, scope, call)
            code = call.args[0]
            if isinstance(code, ast.Attribute):  # handed on, and said elsewhere
                continue
            message = call.args[2 if getattr(call.func, "id", "") == "Problem" else 1]
            for said, text in product(source.texts(code), source.texts(message)):
                found.add(Sentence(path.stem, said, text))
    return sorted(found)


def _calls(node: ast.AST, scope: ast.AST) -> Iterator[tuple[ast.Call, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        inner = child if isinstance(child, _FUNCTIONS) else scope
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") in ("Problem", "Unreadable"):
            yield child, inner
        yield from _calls(child, inner)


class _Source:
    """Where a problem is said, to look up the names that it is said with."""

    def __init__(self, module: ast.Module, scope: ast.AST, call: ast.Call) -> None:
        self._module, self._scope, self._call = module, scope, call

    def texts(self, node: ast.expr) -> list[str]:
        """The patterns of what an expression may come to."""
        match node:
            case ast.Constant():
                return [re.escape(str(node.value))]
            case ast.JoinedStr():
                return ["".join(parts) for parts in product(*map(self.texts, node.values))]
            case ast.BinOp():
                return ["".join(parts) for parts in product(self.texts(node.left), self.texts(node.right))]
            case ast.IfExp():
                return self.texts(node.body) + self.texts(node.orelse)
            case ast.Name():
                return [text for value in self._values(node.id) for text in self.texts(value)] or [_ANYTHING]
            case _:
                return [_ANYTHING]

    def _values(self, name: str) -> list[ast.expr]:
        """What a name stands for: all that it was given since it was last said, else what it was before."""
        own = [pair for pair in _assigned(name, self._scope) if pair[0] < self._call.lineno]
        said = [call.lineno for call, scope in _calls(self._scope, self._scope) if _names(call, name)]
        before = max((line for line in said if line < self._call.lineno), default=0)
        since = [value for line, value in own if line > before]
        return since or [value for _, value in own[-1:] or self._of_module(name)]

    def _of_module(self, name: str) -> list[tuple[int, ast.expr]]:
        alone = ast.Module([each for each in self._module.body if isinstance(each, ast.Assign)], [])
        return _assigned(name, alone)


def _names(call: ast.Call, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(call))


def _assigned(name: str, scope: ast.AST) -> list[tuple[int, ast.expr]]:
    """Every value that a name is given, with its line."""
    found: list[tuple[int, ast.expr]] = []
    assignments = [node for node in ast.walk(scope) if isinstance(node, ast.Assign)]
    for node in assignments:
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                found.append((node.lineno, node.value))
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                names = [getattr(each, "id", "") for each in target.elts]
                if name in names:
                    found.append((node.lineno, node.value.elts[names.index(name)]))
    return sorted(found, key=lambda pair: pair[0])
