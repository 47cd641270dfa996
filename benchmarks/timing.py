"""Ratios that a busy machine does not bend: every round times the subject and then each of its peers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from time import perf_counter


def ratios(
    subject: Callable[[], object], peers: Mapping[str, Callable[[], object]], rounds: int, calls: int
) -> dict[str, float]:
    """The median over the rounds of the subject's time divided by each peer's; a first round warms up."""
    found: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(rounds + 1):
        own = seconds(subject, calls)
        for name, peer in peers.items():
            found[name].append(own / seconds(peer, calls))
    return {name: statistics.median(each[1:]) for name, each in found.items()}


def seconds(call: Callable[[], object], calls: int = 1) -> float:
    begun = perf_counter()
    for _ in range(calls):
        call()
    return perf_counter() - begun
