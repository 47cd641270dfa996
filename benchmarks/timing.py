"""Ratios that a busy machine does not bend: every round times the subject and then each of its peers.

They are printed as rows of the tables in README.md: job, beside, aim, measured.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from time import perf_counter
from typing import TypeVar

Question = TypeVar("Question")


def ratios(
    questions: Iterable[Question],
    subject: Callable[[Question], object],
    peers: Mapping[str, Callable[[Question], object]],
) -> dict[str, float]:
    """The median over the rounds of the subject's time divided by each peer's.

    Every question is a round, and the first, which warms up, is not counted. Give each round another one,
    so that nothing is gained by remembering answers; it is made outside of what is timed.
    """
    found: dict[str, list[float]] = {name: [] for name in peers}
    for question in questions:
        own = seconds(partial(subject, question))
        for name, peer in peers.items():
            found[name].append(own / seconds(partial(peer, question)))
    return {name: statistics.median(each[1:]) for name, each in found.items()}


def show(job: str, beside: str, aim: str, measured: float | str) -> None:
    """Print a row of the tables in README.md."""
    found = measured if isinstance(measured, str) else f"{measured:.{2 if measured >= 0.1 else 3}f}"
    print(f"| {job} | {beside} | {aim} | {found} |", flush=True)


def seconds(call: Callable[[], object]) -> float:
    begun = perf_counter()
    call()
    return perf_counter() - begun
