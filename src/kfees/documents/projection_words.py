"""What a charge comes to in a projection, in English: what is paid of it, and the gap or its bounds."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.documents.words import Words
from kfees.projection.projection import ProjectedCourse, ProjectedTotals, Projection


def outcomes(projection: Projection, words: Words) -> Iterator[str]:
    """Of the first course, and of all of them; nothing where no charge is known."""
    first, totals = projection.courses[0], projection.totals
    if gap := gap_in_words(first, words):
        paid = _paid(first, gap, words)
        yield f"Of the charge the payer pays {paid}; the gap is {gap}." if paid else f"The gap is {gap}."
    if gap := gap_in_words(totals, words):
        paid = _paid(totals, gap, words)
        yield f"Over all courses: {f'payable {paid}, ' if paid else ''}gap {gap}."


def _paid(part: ProjectedCourse | ProjectedTotals, gap: str, words: Words) -> str:
    """What is paid, as certain as the gap beside it; empty where it is not known."""
    if part.payable is None:
        return ""
    how = {"at most": "at least ", "about": "about "}
    certain = next((said for begins, said in how.items() if gap.startswith(begins)), "")
    return f"{certain}{words.money(part.payable)}"


def gap_in_words(part: ProjectedCourse | ProjectedTotals, words: Words) -> str:
    """The gap, or its bounds where it is not certain; empty where nothing is known of it."""
    least, most = part.gap_least, part.gap_most
    if most is None or least is None:
        return f"{words.money(least)} or more" if least else ""
    if least == most:
        return words.money(most)
    if part.gap == most and not least:
        return f"at most {words.money(most)}"
    if part.gap is None or part.gap in (least, most):
        return f"{words.money(least)} to {words.money(most)}"
    return f"about {words.money(part.gap)}, at most {words.money(most)}"
