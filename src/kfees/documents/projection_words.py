"""What a charge comes to in a projection, in English: what is paid of it, and the gap or its bounds."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.documents.words import Words
from kfees.projection.projection import ProjectedCourse, ProjectedTotals, Projection


def outcomes(projection: Projection, words: Words) -> Iterator[str]:
    """Of the first course, and of all of them; nothing where no charge is known."""
    paid, gap = _paid_and_gap(projection.courses[0], words)
    if gap:
        yield f"Of the charge the payer pays {paid}; the gap is {gap}." if paid else f"The gap is {gap}."
    paid, gap = _paid_and_gap(projection.totals, words)
    if gap:
        yield f"Over all courses: {f'payable {paid}, ' if paid else ''}gap {gap}."


def _paid_and_gap(part: ProjectedCourse | ProjectedTotals, words: Words) -> tuple[str, str]:
    """What is paid, as certain as the gap; and the gap, or its bounds. Empty where it is not known."""
    certain, gap = _certainty_and_gap(part, words)
    return f"{certain}{words.money(part.payable)}" if part.payable is not None else "", gap


def _certainty_and_gap(part: ProjectedCourse | ProjectedTotals, words: Words) -> tuple[str, str]:
    """How certain what is paid is, and the gap."""
    least, most = part.gap_least, part.gap_most
    if most is None or least is None:
        return "", f"{words.money(least)} or more" if least else ""
    if least == most:
        return "", words.money(most)
    if part.gap == most and not least:
        return "at least ", f"at most {words.money(most)}"
    if part.gap is None or part.gap in (least, most):
        return "", f"{words.money(least)} to {words.money(most)}"
    return "about ", f"about {words.money(part.gap)}, at most {words.money(most)}"
