"""How fast `kfees.nwau` is beside pandas and nwau-py: `python benchmarks/nwau_ratios.py`.

All of them run on one core. Nothing here fails for time; it fails where the answers differ.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

import kfees
from kfees.library.version import Version
from nwau_py_peer import bundle_of, frame_for, weigh_with_nwau_py
from pandas_nwau import Frame, adjustments_of, frame_of, weigh_frame, weights_of
from the_episodes import mixed_episodes, the_version
from timing import ratios, seconds

EPISODES, ROUNDS = 100_000, 7
ONE_BY_ONE = 40
AIM = 100_000
TOLERANCE = 1e-9
"""NWAU: pandas and nwau-py count in floats, whose errors stay far below the tenth decimal."""


class Weighers(NamedTuple):
    """Three ways to weigh the same episodes, with everything that can be made ready beforehand."""

    kfees: Callable[[], list[Decimal | None]]
    pandas: Callable[[], Frame]
    nwau_py: Callable[[], Frame]


def weighers(episodes: Sequence[kfees.Episode], version: Version) -> Weighers:
    weights, adjustments = weights_of(version), adjustments_of(version)
    frame, bundle = frame_of(episodes), bundle_of(weights)
    peer_frame = frame_for(frame, adjustments)
    return Weighers(
        lambda: weigh_each(episodes, version),
        lambda: weigh_frame(frame, weights, adjustments),
        lambda: weigh_with_nwau_py(peer_frame, bundle),
    )


def weigh_each(episodes: Sequence[kfees.Episode], version: Version) -> list[Decimal | None]:
    return [kfees.nwau(episode, version).nwau for episode in episodes]


def disagreements(found: Sequence[Decimal | None], peer: Frame) -> int:
    """In how many episodes a peer's weight is not ours."""
    return sum(
        ours is None or not abs(float(ours) - theirs) < TOLERANCE
        for ours, theirs in zip(found, peer.tolist(), strict=True)
    )


def main() -> None:
    version = the_version()
    episodes = mixed_episodes(EPISODES, version)
    many = weighers(episodes, version)
    answers = many.kfees()
    assert disagreements(answers, many.pandas()) == 0
    assert disagreements(answers, many.nwau_py()) == 0
    a_second = EPISODES / statistics.median(seconds(many.kfees) for _ in range(ROUNDS))
    print(f"kfees.nwau, {EPISODES:,} mixed episodes: {a_second:,.0f} a second   aim: {AIM:,}")
    print(f"kfees.nwau, {EPISODES:,} calls, divided by one call for all of them")
    show(ratios(many.kfees, {"pandas": many.pandas, "nwau-py": many.nwau_py}, ROUNDS, 1))
    one = weighers(episodes[:1], version)
    print("kfees.nwau, one episode, divided by one call for one episode")
    show(ratios(one.kfees, {"pandas": one.pandas, "nwau-py": one.nwau_py}, ONE_BY_ONE, 1))


def show(found: dict[str, float]) -> None:
    for name, ratio in found.items():
        print(f"  {name:<36} {ratio:.4g}")


if __name__ == "__main__":
    main()
