"""Right, asked and then right, refused well; wrong in silence, or no way out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from importing.corpus.grammar import Made
from importing.corpus.record import Rate
from importing.corpus.user import Followed, follow

Verdict = Literal["right", "asked", "refused", "said", "wrong", "stuck"]
"""said: not equal, and a note names what differs. wrong: in silence. stuck: no way out."""

GOOD: tuple[Verdict, ...] = ("right", "asked", "refused", "said")


@dataclass
class Judged:
    made: Made
    verdict: Verdict
    why: str
    followed: Followed


def judged(made: Made, folder: Path, chance: Random | None = None) -> Judged:
    """Import it in a folder, follow what is asked, and compare with its record. `chance`: of `follow`."""
    path = folder / made.name
    path.write_bytes(made.content)
    record = made.record
    followed = follow(path, folder, record, chance)
    last = followed.last
    if record.must == "refuse":
        if followed.stuck and last.rates is None:
            return Judged(made, "refused", last.problems[0]["message"], followed)
        return Judged(made, "wrong", "imported what is no money", followed)
    if followed.stuck or last.rates is None:
        problem = last.problems[0] if last.problems else {"message": "nothing was written", "remedy": ""}
        why = f"{followed.stuck}: {problem['message']} {problem['remedy']}"
        return Judged(made, "stuck", why, followed)
    right = record.right(followed.said)
    wrong = _differences(right, last.rates)
    if not wrong:
        if record.must == "ask" and not followed.said:
            return Judged(
                made, "wrong", f"several answers, and none was asked for; {last.told[:300]}", followed
            )
        return Judged(made, "asked" if followed.said else "right", " ".join(followed.said), followed)
    why = "; ".join(wrong[:3])
    named = all(_is_named(difference, made, last.told) for difference in wrong)
    return Judged(made, "said" if named else "wrong", why, followed)


def _differences(right: set[Rate], found: set[Rate]) -> list[str]:
    """Each rate that is missing, or that is too many, in words."""
    mine = {_plain(rate) for rate in right}
    theirs = {_plain(rate) for rate in found}
    return [f"missing {tuple(rate)}" for rate in sorted(mine - theirs, key=str)] + [
        f"too many {tuple(rate)}" for rate in sorted(theirs - mine, key=str)
    ]


def _plain(rate: Rate) -> Rate:
    """Without what counts for nothing: an end at or after that of the year, 'per' before a unit."""
    unit = rate.unit.lower().removeprefix("per ").strip()
    until = rate.until if rate.until < "2026-06-30" else ""
    return rate._replace(unit="" if unit == "service" else unit, until=until)


def _is_named(difference: str, made: Made, told: str) -> bool:
    """Whether a note names the item, or the row in which it stands."""
    code = difference.split("'")[1]
    if f"'{code}'" in told or f"item {code}," in told:
        return True
    rows = {item.row for item in made.record.items if item.code == code}
    return any(f'row {row}"' in told or f"row {row})" in told for row in rows)
