"""Whole quotes stay what they were, to the cent and to the word."""

from __future__ import annotations

from typing import Any

import pytest

import kfees
from golden_quotes import FOLDER, quote_text, requests


@pytest.mark.parametrize(("name", "request_"), requests().items(), ids=list(requests()))
def test_the_quote_is_the_one_on_file(name: str, request_: dict[str, Any], library: kfees.Library) -> None:
    assert quote_text(request_, library) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def test_every_file_has_its_request() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(requests())
