"""How many examples the properties and the seeded sweeps try: of each, its own share of the profile's."""

from __future__ import annotations

from hypothesis import settings

PROFILES = {"kfees": 100, "fast": 20, "long": 3000}
"""Examples of a property that asks for no other number: each run, a quick look, and one at leisure."""


def times(count: int) -> int:
    """`count` in an ordinary run, and as many times more or fewer as the profile looks harder or less."""
    return max(1, count * settings().max_examples // PROFILES["kfees"])
