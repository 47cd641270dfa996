"""Whoever has a course prices it: nothing lays the same request out a second time to do so."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import kfees
from kfees.engine.alternatives import alternatives_to
from kfees.engine.course import CourseLayout
from kfees.engine.provider_quote import provider_quote
from kfees.model.request import CourseRequest
from kfees.projection.plan import Plan
from kfees.reading.provider_rows import read_provider_rows
from plans import COURSE, RESERVE
from portfolios import course, effect_of

REQUEST = CourseRequest.model_validate(COURSE)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[CourseRequest]:
    """The requests that are laid out from here on."""
    found: list[CourseRequest] = []
    lay_out = CourseLayout.course

    def counted(layout: CourseLayout) -> object:
        found.append(layout.request)
        return lay_out(layout)

    monkeypatch.setattr(CourseLayout, "course", counted)
    return found


def test_a_price_and_an_assessment(library: kfees.Library, laid_out: list[CourseRequest]) -> None:
    kfees.price(REQUEST, library)
    assert len(laid_out) == 1
    kfees.assess(REQUEST, library)
    assert len(laid_out) == 2


def test_a_projection_of_40_courses(library: kfees.Library, laid_out: list[CourseRequest]) -> None:
    """Once to check the plan, and once for each course."""
    projection = kfees.project(Plan.model_validate({**RESERVE, "years": 20}), library)
    assert len(projection.courses) == 40
    assert len(laid_out) == 1 + 40


def test_the_same_course_otherwise(library: kfees.Library, laid_out: list[CourseRequest]) -> None:
    inpatient = REQUEST.model_copy(update={"setting": "private-hospital-inpatient"})
    found = alternatives_to(inpatient, library)
    assert {one.group for one in found.courses} == {"setting", "discharge", "year"}
    assert len({request.model_dump_json() for request in laid_out}) == len(laid_out)


def test_a_provider_quote(library: kfees.Library, laid_out: list[CourseRequest]) -> None:
    """The course, whose days the rows are matched to, and the request that they make of it; no more."""
    rows = read_provider_rows(b"Item,Qty,Amount\n2801,1,320.00\n2806,9,900.00\n", "quote.csv")
    assert provider_quote(rows, REQUEST, library).maximum is not None
    assert [[charge.item for charge in request.charges] for request in laid_out] == [[], ["2801", "2806"]]


def test_a_portfolio_under_another_schedule(library: kfees.Library, laid_out: list[CourseRequest]) -> None:
    effect = effect_of(pl.LazyFrame([course()] * 3), library, date(2024, 7, 1), date(2025, 7, 1))
    assert effect.total.courses == 3
    assert len(laid_out) == 1
