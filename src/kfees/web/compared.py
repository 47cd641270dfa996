"""A comparison as a page shows it: a table for each way to differ, with the differences in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from kfees.engine.alternative import Alternative, Group, NoAlternative
from kfees.engine.alternatives import Alternatives, courses_of, implausible, implausible_too
from kfees.library.library import Library
from kfees.model.dates import MONTHS_A_YEAR, add_months
from kfees.model.request import ANYWHERE
from kfees.model.sentences import Sentence, whole
from kfees.web.marks import Mark, marks_of_basis
from kfees.web.shown import ShownFigures, bounds
from kfees.web.wording import PageWords


@dataclass(frozen=True, slots=True)
class ShownCourse:
    """A row: which course, what must be known of it, its figures, and what differs in words."""

    name: str
    asked: bool
    marks: tuple[Mark, ...]
    step: Markup | None
    figures: ShownFigures
    differences: tuple[Markup, ...]
    left_out: Markup | None
    unknown: tuple[Markup | str, ...]
    please_check: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A way to differ: its table, and what does not fit, each with its reason. `group` names its chart.

    `marks` are those that every course of it bears, said once. `drawn`: there is a figure to draw.
    """

    group: Group
    heading: str
    lead: str
    alt: str
    marks: tuple[Mark, ...]
    drawn: bool
    courses: tuple[ShownCourse, ...]
    others: tuple[tuple[str | Markup, Markup], ...]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """The sections, what their marks mean, and what all of it rests on."""

    sections: tuple[ShownGroup, ...]
    charged: bool
    notes: tuple[Mark, ...]
    please_check: tuple[Markup, ...]
    assumptions: tuple[Markup, ...]


def shown_comparison(comparison: Alternatives, library: Library, words: PageWords) -> ShownComparison:
    """Everything that the page says of a comparison."""
    sections = tuple(_sections(comparison, library, words))
    marks = [
        mark
        for section in sections
        for mark in (*section.marks, *(mark for course in section.courses for mark in course.marks))
    ]
    return ShownComparison(
        sections=sections,
        charged=bool(comparison.request.charges),
        notes=tuple(dict.fromkeys(marks)),
        please_check=tuple(words.known(sentence) for sentence in implausible(comparison)),
        assumptions=tuple(words.known(sentence) for sentence in comparison.assumptions),
    )


def course_name(course: Alternative, library: Library, words: PageWords) -> str:
    """Which course it is, by what sets it apart in its group."""
    match course.group:
        case "setting":
            if course.setting == ANYWHERE and library.payer.price_by_infusion is None:
                return f"{words.title(library.regimen(course.regimen).title)} · {words.gettext('In parts')}"
            return _place(course.regimen, course.setting, library, words)
        case "payer":
            return words.title(course.label)
        case "year":
            return words.gettext("from {day}", day=words.day(course.start))
        case "discharge":
            nights = words.ngettext(
                "{number} night in hospital", "{number} nights in hospital", course.nights or 0
            )
            if course.discharge is None:
                return nights
            leaving = words.gettext("leaving on {day}", day=words.day(course.discharge))
            return f"{nights}, {leaving}"


def chart_label(course: Alternative, library: Library, words: PageWords) -> str:
    """The name of a bar, with what must be known of it."""
    said = [course_name(course, library, words)]
    if course.asked:
        said.append(words.gettext("asked for"))
    if course.stale:
        said.append(words.gettext("may be out of date"))
    return " · ".join(said)


def _place(regimen: str, setting: str, library: Library, words: PageWords) -> str:
    titles = (library.regimen(regimen).title, library.setting(setting).title)
    return " · ".join(map(words.title, titles))


def _sections(comparison: Alternatives, library: Library, words: PageWords) -> Iterator[ShownGroup]:
    said: dict[Group, tuple[str, str, str]] = {
        "setting": (
            words.gettext("In other settings"),
            words.gettext("The same course in each setting and regimen that it fits."),
            words.gettext("Bars: what each setting comes to. The table has every figure."),
        ),
        "discharge": (
            words.gettext("For other days of discharge"),
            words.gettext("Each stay beside the one that is a night shorter."),
            words.gettext("Columns: what each number of nights comes to. The table has every figure."),
        ),
        "year": (
            words.gettext("A year later"),
            words.gettext("Under the schedules of then, as far as they are loaded."),
            words.gettext("Bars: what the course comes to now and a year later. The table has every figure."),
        ),
    }
    for group, (heading, lead, alt) in said.items():
        courses = tuple(
            _course(course, comparison, library, words) for course in courses_of(comparison, group)
        )
        others = tuple(
            _other(other, comparison, library, words)
            for other in comparison.not_compared
            if other.group == group
        )
        if courses or others:
            drawn = any(course.maximum is not None for course in courses_of(comparison, group))
            shared = _shared(courses)
            apart = tuple(
                replace(course, marks=tuple(mark for mark in course.marks if mark not in shared))
                for course in courses
            )
            yield ShownGroup(group, heading, lead, alt, shared, drawn, apart, others)


def _shared(courses: tuple[ShownCourse, ...]) -> tuple[Mark, ...]:
    """The marks that each of several courses bears."""
    if len(courses) < 2:
        return ()
    return tuple(mark for mark in courses[0].marks if all(mark in course.marks for course in courses))


def _other(
    other: NoAlternative, comparison: Alternatives, library: Library, words: PageWords
) -> tuple[str | Markup, Markup]:
    reason = words.known(_sentence(other.reason))
    if other.group == "year":
        day = add_months(comparison.request.start, MONTHS_A_YEAR)
        return words.gettext("from {day}", day=words.day(day)), reason
    if other.group == "discharge":
        return words.gettext("In parts"), reason
    for regimen in library.regimens:
        for setting in library.settings:
            if other.label == f"{regimen}, {setting}":
                return _place(regimen, setting, library, words), reason
    return words.known(other.label), reason


def _course(course: Alternative, comparison: Alternatives, library: Library, words: PageWords) -> ShownCourse:
    unknown = words.gettext("unknown")

    def figure(name: str) -> str:
        amount = getattr(course, name)
        return unknown if amount is None else words.money(amount)

    incomplete = course.maximum is None or (course.gap is None and bool(comparison.request.charges))
    return ShownCourse(
        name=course_name(course, library, words),
        asked=course.asked,
        marks=tuple(_marks(course, words)),
        step=words.known(_sentence(course.step)) if course.step else None,
        figures=ShownFigures(
            *(figure("maximum"), "", figure("payable"), figure("gap")),
            payable_bounds=bounds(course.payable, course.payable_least, course.payable_most, words),
            gap_bounds=bounds(course.gap, course.gap_least, course.gap_most, words),
        ),
        differences=tuple(words.known(_sentence(sentence)) for sentence in course.differences),
        left_out=Markup(", ").join(words.known(what) for what in course.left_out)
        if course.left_out
        else None,
        unknown=tuple(_unknown(course, words)) if incomplete else (),
        please_check=tuple(words.known(sentence) for sentence in implausible_too(course, comparison)),
    )


def _marks(course: Alternative, words: PageWords) -> Iterator[Mark]:
    if course.maximum is None:
        says = words.gettext("A rate that it needs is not loaded: unknown is not zero.")
        yield Mark("unknown", words.gettext("unknown"), says)
    if course.stale:
        says = words.gettext("A newer rate was due and is not loaded here.")
        yield Mark("stale", words.gettext("may be out of date"), says)
    yield from marks_of_basis(course.basis, words)


def _unknown(course: Alternative, words: PageWords) -> Iterator[Markup | str]:
    if course.maximum is None:
        yield words.gettext("Maximums known so far: {amount}.", amount=words.money(course.known_maximum))
    yield from (words.known(sentence) for sentence in course.missing)


def _sentence(text: str) -> Sentence:
    """'adds 10 x DS1' -> 'Adds 10 x DS1.'; a code that it begins with stays as it is written."""
    first = text.split(" ", 1)[0]
    begun = text if "-" in first or not first.isalpha() else text[:1].upper() + text[1:]
    said = whole(text)
    return Sentence(begun if begun.endswith(".") else f"{begun}.", said.message, said.blanks)
