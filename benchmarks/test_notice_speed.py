"""How long a notice takes as PDF, by pytest-benchmark; never fails for time."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import kfees
from kfees.documents.notice import notice_html, notice_pdf, pdf
from notice_times import DETAILS, LIBRARY, STAY, TODAY
from the_course import REQUEST

COURSES = {"ten sessions": REQUEST, "four nights across 1 July": STAY}


@pytest.mark.parametrize("language", ["en-AU", "vi", "pa"])
@pytest.mark.parametrize("course", COURSES)
@pytest.mark.benchmark(group="a notice as PDF")
def test_notice_pdf(benchmark: BenchmarkFixture, course: str, language: str) -> None:
    quote = kfees.price(COURSES[course], LIBRARY, as_of=TODAY)
    made = benchmark(notice_pdf, quote, DETAILS, language, today=TODAY, library=LIBRARY)
    assert pdf.page_count(made) <= pdf.PAGES


@pytest.mark.benchmark(group="a notice as HTML")
def test_notice_html(benchmark: BenchmarkFixture) -> None:
    quote = kfees.price(REQUEST, LIBRARY, as_of=TODAY)
    made = benchmark(notice_html, quote, DETAILS, "vi", today=TODAY, library=LIBRARY)
    assert "$990.20" in made
