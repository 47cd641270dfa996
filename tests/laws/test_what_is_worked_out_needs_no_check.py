"""Results are made without their fields' checks: those would have found nothing and changed nothing."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given

import kfees
from golden_quotes import requests
from kfees.model.fields import Result
from kfees.projection.projection import Projection
from laws.strategies import Asked, courses, quote_of
from plans import COURSE, PER_INFUSION, RESERVE, SET_ASIDE, projected


def assert_checks_change_nothing(quote: kfees.Quote) -> None:
    checked = kfees.Quote.model_validate(quote.model_dump())
    assert checked == quote
    assert checked.model_dump_json() == quote.model_dump_json()
    for one, other in zip(results_of(checked), results_of(quote), strict=True):
        assert one.model_fields_set == other.model_fields_set
        assert [*vars(other)] == [*type(other).model_fields]


def results_of(quote: kfees.Quote) -> list[Result]:
    """The quote and what it is put together of."""
    parts = [*quote.lines, *quote.payees, *quote.schedules, quote.totals, quote.dose, quote.payer]
    return [quote, *parts, *([quote.verdict] if quote.verdict else [])]


def test_the_lines_of_a_projection_too(library: kfees.Library) -> None:
    for plan in (
        RESERVE,
        {**RESERVE, **PER_INFUSION},
        {**SET_ASIDE, "request": {**COURSE, "start": "2020-01-06"}},
    ):
        projection = projected(library, plan)
        checked = Projection.model_validate(projection.model_dump())
        assert checked == projection
        assert checked.model_dump_json() == projection.model_dump_json()


def test_a_quote_can_be_copied_and_sent_elsewhere(library: kfees.Library) -> None:
    quote = quote_of(next(iter(requests().values())), library)
    for other in (copy.deepcopy(quote), pickle.loads(pickle.dumps(quote)), quote.model_copy()):  # noqa: S301  # our own
        assert other == quote
        assert other.model_dump_json() == quote.model_dump_json()
    changed = quote.model_copy(update={"kfees": "0"})
    assert (changed.kfees, changed.model_fields_set) == ("0", quote.model_fields_set)


@pytest.mark.parametrize("asked", requests().values(), ids=list(requests()))
def test_checks_would_change_nothing_in_a_quote_on_file(
    asked: dict[str, Any], library: kfees.Library
) -> None:
    assert_checks_change_nothing(quote_of(asked, library))


@given(asked=courses())
def test_checks_would_change_nothing_in_any_quote(asked: Asked, library: kfees.Library) -> None:
    assert_checks_change_nothing(quote_of(asked, library))
