"""How many examples the properties and the seeded sweeps try: of each, its own share of the profile's."""

from __future__ import annotations

from hypothesis import settings

PROFILES = {"kfees": 60, "fast": 20, "long": 3000}
"""Examples of a property that asks for no other number: each run, a quick look, and one at leisure."""

FULL = 100
"""Of this profile a property's own number is meant."""


def times(count: int) -> int:
    """`count`, and as many times more or fewer as the profile looks harder or less."""
    return max(1, count * settings().max_examples // FULL)
