"""A comparison for people: in 80 columns one line a course, and below them what differs in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from kfees.cli.quote_table import PARTED, gap_in_words
from kfees.cli.terminal import WIDTH, bullets, wrapped
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.engine.alternative import Alternative, Group, NoAlternative
from kfees.engine.alternatives import Alternatives, implausible, implausible_too
from kfees.model.schedule import ESTIMATES
from kfees.model.sentences import whole

HEADINGS: dict[Group, str] = {
    "setting": "Regimens and settings, against the course asked for",
    "discharge": "Days of discharge, each against the night before",
    "year": "Next year's schedules, against the course asked for",
    "payer": "The same course under each payer",
}
CELL = 13


def comparison_as_table(comparison: Alternatives, locale: str) -> str:
    """The courses by group, those that do not fit with the reason, and what all of it rests on."""
    words = Words(locale=locale, payer=comparison.payer)
    return "\n".join([*_courses(comparison, locale), *_rests_on(comparison, words)])


def _courses(comparison: Alternatives, locale: str) -> Iterator[str]:
    said = [_cells(course, _words_of(course, comparison, locale)) for course in comparison.courses]
    widths = [max(CELL, *(len(cell) + 1 for cell in column)) for column in zip(*said, strict=True)]
    yield _row("", ("Maximum", "Payable", "Gap"), widths)
    for group, heading in HEADINGS.items():
        ours = [course for course in comparison.courses if course.group == group]
        others = [one for one in comparison.not_compared if one.group == group]
        if not ours and not others:
            continue
        yield ""
        yield click.style(heading, bold=True)
        regimen = ""
        for course in ours:
            if group == "setting" and course.regimen != regimen:
                regimen = course.regimen
                yield f"  {regimen}"
            words = _words_of(course, comparison, locale)
            row = _row(
                f"{'*' if course.asked else ' '} {_within(course, words)}", _cells(course, words), widths
            )
            yield click.style(row, bold=course.asked)
        yield from _changes(ours, comparison, locale)
        yield from _not_compared(others)


def _not_compared(others: Iterable[NoAlternative]) -> Iterator[str]:
    """Each reason once, with the courses that it keeps out."""
    labels: dict[str, list[str]] = {}
    for other in others:
        labels.setdefault(other.reason, []).append(other.label)
    for reason, kept_out in labels.items():
        yield from wrapped(f"  Not compared: {'; '.join(kept_out)}: {reason}", further=" " * 6)


def _words_of(course: Alternative, comparison: Alternatives, locale: str) -> Words:
    return Words(locale=locale, payer=comparison.payer, currency=course.currency)


def _cells(course: Alternative, words: Words) -> tuple[str, str, str]:
    return words.money(course.maximum), words.money(course.payable), _gap(course, words)


def _gap(course: Alternative, words: Words) -> str:
    """The gap or its bounds, on one line; of an estimate the most stands below."""
    said = gap_in_words(course, words, estimated=_is_estimated(course))
    return said.partition(f",{PARTED}")[0].replace(PARTED, " ")


def _is_estimated(course: Alternative) -> bool:
    return course.basis in ESTIMATES


def _changes(courses: Iterable[Alternative], comparison: Alternatives, locale: str) -> Iterator[str]:
    """What differs, once for all courses of which it is said; nothing where nothing does."""
    said: dict[str, list[str]] = {}
    for course in courses:
        words = _words_of(course, comparison, locale)
        if notes := " ".join(_notes(course, implausible_too(course, comparison), words)):
            name = f"{course.nights} nights" if course.group == "discharge" else _short(course, words)
            said.setdefault(notes, []).append(name)
    if said:
        yield from ("", "  What changes")
    for notes, names in said.items():
        yield from wrapped(f"{'; '.join(names)}: {notes}", "  ", " " * 6)


def _notes(course: Alternative, odd: Iterable[str], words: Words) -> Iterator[str]:
    if course.step:
        yield f"STEP: {course.step}."
    if course.stale:
        yield "STALE."
    yield from (f"{sentence[0].upper()}{sentence[1:]}." for sentence in course.differences)
    if course.left_out:
        yield f"Left out: {', '.join(course.left_out)}."
    if _is_estimated(course) and course.gap is not None and course.gap != course.gap_most:
        yield f"The gap is at most {words.money(course.gap_most)}."
    if course.maximum is None:
        yield f"Known so far: {words.money(course.known_maximum)}."
    yield from (f"PLEASE CHECK: {sentence}" for sentence in odd)


def _within(course: Alternative, words: Words) -> str:
    """A course's name below that of its regimen, where it has a setting."""
    setting = course.label.partition(", ")[2] if course.group == "setting" else ""
    return f"  {setting}" if setting else _short(course, words)


def _short(course: Alternative, words: Words) -> str:
    if course.group == "discharge" and course.discharge is not None:
        nwau = f", {words.number(course.nwau)} NWAU" if course.nwau is not None else ""
        return f"{course.nights} nights, to {words.day(course.discharge)}{nwau}"
    return course.label if course.group != "year" else f"from {words.day(course.start)}"


def _row(left: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    right = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    room = WIDTH - len(right)
    if len(left) > room:
        return f"{left}\n{'':{room}}{right}"
    return f"{left:{room}}{right}"


def _rests_on(comparison: Alternatives, words: Words) -> Iterator[str]:
    asked = next(course for course in comparison.courses if course.asked)
    yield ""
    yield f"* the course asked for; payer: {comparison.payer.title}"
    yield from wrapped(say(whole(asked.headline or ""), words))
    for sentence in implausible(comparison):
        yield from wrapped(f"PLEASE CHECK: {sentence}")
    yield ""
    yield "What this rests on"
    yield from bullets(comparison.assumptions)
