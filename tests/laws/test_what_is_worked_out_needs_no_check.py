"""Results are made without their fields' checks: those would have found nothing and changed nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

import kfees
from golden_quotes import requests
from laws.strategies import Asked, courses, quote_of


def assert_checks_change_nothing(quote: kfees.Quote) -> None:
    checked = kfees.Quote.model_validate(quote.model_dump())
    assert checked == quote
    assert checked.model_dump_json() == quote.model_dump_json()
    assert checked.model_fields_set == quote.model_fields_set


@pytest.mark.parametrize("asked", requests().values(), ids=list(requests()))
def test_checks_would_change_nothing_in_a_quote_on_file(
    asked: dict[str, Any], library: kfees.Library
) -> None:
    assert_checks_change_nothing(quote_of(asked, library))


@given(asked=courses())
def test_checks_would_change_nothing_in_any_quote(asked: Asked, library: kfees.Library) -> None:
    assert_checks_change_nothing(quote_of(asked, library))
