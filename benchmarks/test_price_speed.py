"""kfees.price beside openfisca-core: one course a call, schedules and parameters loaded before.

`pytest benchmarks` times them and never fails for time; `python benchmarks/ratios.py` gives ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import kfees
from openfisca_course import PeerQuote, price_situation
from openfisca_services import price_arrays
from the_course import ANSWER, DAYS, HOSPITAL_CHARGE, MEDICAL_CHARGE, REQUEST, answer_of

Peer = Callable[[Sequence[date], int, int], PeerQuote]

LIBRARY = kfees.load_schedules()
PEERS = pytest.mark.parametrize("peer", [price_situation, price_arrays])

pytestmark = pytest.mark.benchmark(group="price one course")


@PEERS
@pytest.mark.parametrize("start", [date(2024, 8, 5), date(2025, 6, 24), date(2026, 6, 25)])
def test_kfees_and_openfisca_agree_to_the_cent(peer: Peer, start: date) -> None:
    quote = kfees.price(REQUEST.model_copy(update={"start": start}), LIBRARY)
    days = sorted({day for line in quote.lines for day in line.dates})
    assert peer(days, HOSPITAL_CHARGE, MEDICAL_CHARGE) == answer_of(quote)


def test_kfees_price(benchmark: BenchmarkFixture) -> None:
    quote = benchmark(kfees.price, REQUEST, LIBRARY)
    assert answer_of(quote) == ANSWER
    assert all(line.reasons for line in quote.lines)
    assert all(used.digest for used in quote.schedules)


@PEERS
def test_openfisca(benchmark: BenchmarkFixture, peer: Peer) -> None:
    assert benchmark(peer, DAYS, HOSPITAL_CHARGE, MEDICAL_CHARGE) == ANSWER
