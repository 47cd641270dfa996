"""Charts of comparisons and projections. A table with the same figures stands beside each.

Bars are as long as the figures, which a picture cannot show to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kfees.documents.chart_words import ChartWords, in_english
from kfees.documents.colours import GAP, INK, MAXIMUM, PAYABLE, PRESENT_VALUE
from kfees.documents.columns import HIGH, columns
from kfees.documents.drawing import EDGE, LETTER, NARROW, SIZE, WIDE, Drawing, letters, wrapped
from kfees.documents.pictures import Picture
from kfees.engine.alternative import Alternative
from kfees.engine.alternatives import Alternatives, courses_of
from kfees.projection.projection import Projection

LINE, BAR, BETWEEN = 11.0, 11.0, 9.0
"""Points: a line of a label, the bar below it, and the space before the next label."""

BELOW = 3.6 * SIZE
"""Points: what the names below columns take."""

MOST_BESIDE = 0.8
"""As a part of the room: the most that words beside or above a bar may take from it."""


def comparison_chart(
    comparison: Alternatives, kind: Picture, words: ChartWords | None = None, width: float = WIDE
) -> bytes:
    """A bar a course: what the payer pays and the gap where the charge is known, else the maximum.

    `width` in points.
    """
    words = words or in_english(comparison.payer.currency)
    groups = {group: ours for group in words.titles if (ours := courses_of(comparison, group))}
    courses = [course for ours in groups.values() for course in ours]
    drawing, top = Drawing(width, words.turned), EDGE
    points = _points_an_amount(courses, width, words)
    for group, ours in groups.items():
        if words.titles[group]:
            drawing.text(EDGE, top + 10, words.titles[group], color=INK, size=10, bold=True)
            top += 18
        if group == "discharge":
            top = _by_nights(drawing, top, ours, words)
        else:
            top = _bars(drawing, top, ours, points, words)
        top += 2 * EDGE
    drawing.height = drawing.legend(top, _meanings(courses, words)) + EDGE
    return drawing.picture(kind)


def _length(course: Alternative) -> float:
    if course.payable is not None and course.gap is not None:
        return float(course.payable + course.gap)
    return float(course.maximum or Decimal(0))


def _parts(course: Alternative) -> list[tuple[float, float, str]]:
    """What is paid and the gap on top of it, or the maximum alone: from where to where, in which colour."""
    end = _length(course)
    if course.payable is not None and course.gap is not None:
        paid = float(course.payable)
        return [
            (start, until, color)
            for start, until, color in ((0, paid, PAYABLE), (paid, end, GAP))
            if until > start
        ]
    return [(0.0, end, MAXIMUM)] if end else []


def _points_an_amount(courses: Sequence[Alternative], width: float, words: ChartWords) -> float:
    """So long that the figures beside a bar, or below its label in a narrow chart, have their place."""
    room = width - 2 * EDGE
    long = [
        (_length(course), 0.0 if width <= NARROW else LETTER * letters(_figures(course, words)) + EDGE)
        for course in courses
    ]
    return min(
        (max(room - beside, room * (1 - MOST_BESIDE)) / length for length, beside in long if length),
        default=1.0,
    )


def _bars(
    drawing: Drawing, top: float, courses: Sequence[Alternative], points: float, words: ChartWords
) -> float:
    """One below the other, each under its label, so that a long label takes no room from the bars."""
    for course in courses:
        for line in wrapped(words.label(course), int((drawing.width - 2 * EDGE) / LETTER)):
            drawing.text(EDGE, top + SIZE, line, color=INK, bold=course.asked)
            top += LINE
        if drawing.width <= NARROW:
            drawing.text(EDGE, top + SIZE, _figures(course, words))
            top += LINE
        for start, end, color in _parts(course):
            drawing.bar(EDGE + start * points, top, (end - start) * points, BAR, color)
        if drawing.width > NARROW:
            drawing.text(2 * EDGE + _length(course) * points, top + SIZE, _figures(course, words))
        top += BAR + BETWEEN
    drawing.text(EDGE, top + SIZE, words.currency)
    return top + LINE


def _figures(course: Alternative, words: ChartWords) -> str:
    """What stands beside a bar: what is paid and the gap, or the maximum alone."""
    if course.payable is not None and course.gap is not None:
        return f"{words.money(course.payable)} + {words.money(course.gap)}"
    return words.unknown if course.maximum is None else words.money(course.maximum)


def _by_nights(drawing: Drawing, top: float, courses: Sequence[Alternative], words: ChartWords) -> float:
    """Side by side by nights, so that the steps of the rates can be seen."""
    nights = {course.nights: course for course in courses if course.nights is not None}
    said = {number: _said(course, words) for number, course in nights.items()}
    shares = {number: (LETTER * letters(text) + 2 * EDGE) / HIGH for number, text in said.items()}
    most = max(_length(course) / (1 - min(MOST_BESIDE, shares[number])) for number, course in nights.items())
    names = {number: words.number(number) for number in nights}
    panel = columns(drawing, top, names, most, words.nights, words)
    for number, course in nights.items():
        for start, end, color in _parts(course):
            panel.bar(number, 0.7, start, end, color)
        if said[number]:
            panel.say(number, _length(course), said[number], bold=course.asked)
    return panel.zero + BELOW


def _said(course: Alternative, words: ChartWords) -> str:
    """What stands above a column, if anything."""
    unknown = course.payable is None and course.maximum is None
    return " ".join(
        [
            *([words.unknown] if unknown else []),
            *([words.step.format(nights=words.number(course.nights or 0))] if course.step else []),
            *([words.asked] if course.asked else []),
        ]
    )


def _meanings(courses: Sequence[Alternative], words: ChartWords) -> list[tuple[str, str]]:
    parts = []
    if any(course.payable is not None for course in courses):
        parts += [(PAYABLE, words.payable), (GAP, words.gap)]
    if any(course.payable is None and course.maximum is not None for course in courses):
        parts.append((MAXIMUM, words.maximum))
    return parts


def projection_chart(
    projection: Projection, kind: Picture, words: ChartWords | None = None, width: float = WIDE
) -> bytes:
    """A column a year: what its courses come to and, where discounted, their present value.

    `width` in points. A year whose amount cannot be determined bears the word instead of a column.
    """
    words = words or in_english(projection.payer.currency)
    drawing, discounted = Drawing(width, words.turned), projection.plan.discount is not None
    names = {year.year: str(year.first_day.year) for year in projection.years}
    most = max(float(year.amount or 0) for year in projection.years) * 1.04
    panel = columns(drawing, EDGE, names, most, words.year, words)
    for year in projection.years:
        if year.amount is None:
            panel.say(year.year, 0.0, words.unknown)
        elif year.present_value is None:
            panel.bar(year.year, 0.7, 0.0, float(year.amount), PAYABLE)
        else:
            panel.bar(year.year - 0.19, 0.38, 0.0, float(year.amount), PAYABLE)
            panel.bar(year.year + 0.19, 0.38, 0.0, float(year.present_value), PRESENT_VALUE)
    parts = [(PAYABLE, words.amount), *([(PRESENT_VALUE, words.present_value)] if discounted else [])]
    drawing.height = drawing.legend(panel.zero + BELOW + 2 * EDGE, parts) + EDGE
    return drawing.picture(kind)
