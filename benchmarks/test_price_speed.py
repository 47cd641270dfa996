"""kfees.price beside openfisca-core: one course a call, schedules and parameters loaded before.

`pytest benchmarks` times them and never fails for time; `python benchmarks/ratios.py` gives ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import kfees
from openfisca_course import PeerQuote, price_situation
from openfisca_services import price_arrays
from the_course import ANSWER, REQUEST, Course, answer_of, courses

Peer = Callable[[Sequence[date], int, int], PeerQuote]

LIBRARY = kfees.load_schedules()
PEERS = pytest.mark.parametrize("peer", [price_situation, price_arrays])
ASKED = 200

pytestmark = pytest.mark.benchmark(group="price one course")


def test_the_first_course_comes_to_the_sums_worked_out_by_hand() -> None:
    assert answer_of(kfees.price(REQUEST, LIBRARY)) == ANSWER


def test_no_two_courses_are_alike() -> None:
    many = courses(20_000)
    assert len({(one.request.start, one.hospital_charge, one.medical_charge) for one in many}) == len(many)
    assert len({one.request.start for one in many}) == 1095


@PEERS
def test_kfees_and_openfisca_agree_to_the_cent(peer: Peer) -> None:
    asked = courses(ASKED)
    crossing = [one for one in asked if one.days[0] < date(one.days[-1].year, 7, 1) <= one.days[-1]]
    assert {one.days[-1].year for one in crossing} >= {2025, 2026}  # the years with new rates
    for course in asked:
        quote = kfees.price(course.request, LIBRARY)
        assert tuple(sorted({day for line in quote.lines for day in line.dates})) == course.days
        assert all(line.reasons for line in quote.lines)
        assert all(used.digest for used in quote.schedules)
        assert peer(course.days, course.hospital_charge, course.medical_charge) == answer_of(quote)


def each_once(benchmark: BenchmarkFixture, price: Callable[[Course], Any]) -> None:
    """Time a call for each course: no course is asked for twice."""
    asked: Iterator[Course] = iter(courses(ASKED))
    benchmark.pedantic(price, setup=lambda: ((next(asked),), {}), rounds=ASKED)  # type: ignore[no-untyped-call]


def test_kfees_price(benchmark: BenchmarkFixture) -> None:
    each_once(benchmark, lambda course: kfees.price(course.request, LIBRARY))


@PEERS
def test_openfisca(benchmark: BenchmarkFixture, peer: Peer) -> None:
    each_once(benchmark, lambda course: peer(course.days, course.hospital_charge, course.medical_charge))
