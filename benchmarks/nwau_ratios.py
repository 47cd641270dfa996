"""How fast `kfees.nwau` and `kfees.nwau_table` are beside pandas and nwau-py.

`python benchmarks/nwau_ratios.py`; every round weighs other episodes. Nothing here fails for
time; it fails where the answers differ.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import polars as pl

import kfees
from kfees.library.version import Version
from nwau_py_peer import bundle_of, frame_for, weigh_with_nwau_py
from pandas_nwau import Frame, adjustments_of, frame_of, frame_of_table, weigh_frame, weights_of
from the_episodes import mixed_episodes, the_version
from the_hospital import weighings
from timing import ratios, seconds, show

ROWS, EPISODES, ROUNDS = 1_000_000, 100_000, 5
ONE_BY_ONE = 40
AIM = 100_000
TOLERANCE = 1e-9
"""NWAU: pandas and nwau-py count in floats, whose errors stay far below the tenth decimal."""


Weights = Sequence[Decimal | None] | pl.Series


class Weighers(NamedTuple):
    """Three ways to weigh the same episodes, with everything that can be made ready beforehand."""

    kfees: Callable[[], Weights]
    pandas: Callable[[], Frame]
    nwau_py: Callable[[], Frame]


def weighers(episodes: Sequence[kfees.Episode], version: Version) -> Weighers:
    """kfees in one call for each, the others over all of them at once."""
    return _beside(frame_of(episodes), version, lambda: [kfees.nwau(one, version).nwau for one in episodes])


def table_weighers(rows: int, seed: int, version: Version, library: kfees.Library) -> Weighers:
    """All over the whole table at once."""
    table = weighings(rows, seed)
    frame = table.lazy()
    return _beside(frame_of_table(table), version, lambda: kfees.nwau_table(frame, library).collect()["nwau"])


def _beside(frame: Frame, version: Version, by_kfees: Callable[[], Weights]) -> Weighers:
    weights, adjustments = weights_of(version), adjustments_of(version)
    bundle, peer_frame = bundle_of(weights), frame_for(frame, adjustments)
    return Weighers(
        by_kfees,
        lambda: weigh_frame(frame, weights, adjustments),
        lambda: weigh_with_nwau_py(peer_frame, bundle),
    )


def disagreements(found: Weights, peer: Frame) -> int:
    """In how many episodes a peer's weight is not ours."""
    return sum(
        ours is None or not abs(float(ours) - theirs) < TOLERANCE
        for ours, theirs in zip(found, peer.tolist(), strict=True)
    )


def agreed(ways: Weighers) -> Weighers:
    found = ways.kfees()
    assert disagreements(found, ways.pandas()) == disagreements(found, ways.nwau_py()) == 0
    return ways


def compare(job: str, kind: str, aim: str, questions: Iterator[Weighers]) -> None:
    """kfees beside each peer, after a first question that all answered alike."""
    agreed(next(questions))
    peers = {
        f"nwau-py, {kind}": lambda ways: ways.nwau_py(),
        f"pandas, {kind}": lambda ways: ways.pandas(),
    }
    for peer, ratio in ratios(questions, lambda ways: ways.kfees(), peers).items():
        show(job, peer, aim, ratio)


def main() -> None:
    version, library = the_version(), kfees.load_schedules(environment={})

    def many(rounds: int, each: int) -> Iterator[Weighers]:
        return (weighers(mixed_episodes(each, version, seed), version) for seed in range(rounds + 2))

    tables = (table_weighers(ROWS, seed, version, library) for seed in range(ROUNDS + 2))
    compare(f"{ROWS:,} weighings by table", "over the same frame", "less than 1", tables)
    compare(f"`kfees.nwau`, {EPISODES:,} calls", "one frame of them", "", many(ROUNDS, EPISODES))
    compare("`kfees.nwau`, one call", "a frame of one", "", many(ONE_BY_ONE, 1))
    a_second = EPISODES / statistics.median(seconds(one.kfees) for one in many(ROUNDS, EPISODES))
    show("`kfees.nwau`, mixed episodes a second", "", f"at least {AIM:,}", f"{a_second:,.0f}")


if __name__ == "__main__":
    main()
