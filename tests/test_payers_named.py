"""Payers and places are named by files alone: neither code nor catalogue does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kfees.documents.languages import CATALOGUES
from kfees.model.payer import DEFAULT_PAYER

PACKAGE = Path(__file__).parents[1] / "src" / "kfees"
NAMED = re.compile(r"worksafe|\btac\b|victoria(?!n? workers)|queensland", re.IGNORECASE)
READ_IN_A_PROVIDERS_ROW = "reading/provider_row.py"
"""It knows the payers that clinics write beside a payment, as it knows Medicare."""


def said_in(path: Path) -> Iterator[str]:
    """The texts of a module but its docstrings; a template whole."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    described = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.value


def test_no_text_of_the_package_names_a_payer_or_its_place() -> None:
    modules = (path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".typ", ".css", ".js"))
    found = [
        (str(path.relative_to(PACKAGE)), said)
        for path in modules
        if str(path.relative_to(PACKAGE)) != READ_IN_A_PROVIDERS_ROW
        for said in said_in(path)
        if NAMED.search(said) and said != DEFAULT_PAYER
    ]
    assert not found


@pytest.mark.parametrize(
    "path", sorted(CATALOGUES.glob("*/LC_MESSAGES/kfees.po")), ids=lambda path: path.parts[-3]
)
def test_no_message_or_translation_names_a_payer_or_its_place(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    texts = [
        text
        for message in catalogue
        if message.id
        for part in (message.id, message.string)
        for text in ([part] if isinstance(part, str) else part or [])
    ]
    assert texts
    assert not [text for text in texts if NAMED.search(text)]
