"""A comparison as a page shows it: a table for each way to differ, with the differences in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from kfees.engine.alternative import Alternative, Group, NoAlternative
from kfees.engine.alternatives import Alternatives, courses_of, implausible, implausible_too
from kfees.library.library import Library
from kfees.model.dates import MONTHS_A_YEAR, add_months
from kfees.model.money import ZERO
from kfees.model.request import ANYWHERE
from kfees.model.sentences import Sentence, whole
from kfees.web.marks import Mark, marks_of_basis
from kfees.web.put_right import with_titles
from kfees.web.shown import Bar, ShownFigures, bar_of, bounds, length_of
from kfees.web.wording import PageWords

NARROW = 10
"""Characters: '$10,208.00', of which a phone has room for four in a row."""

WIDEST = 11
"""Characters of an amount without its sign, of which a phone has room for four small ones in a row."""


@dataclass(frozen=True, slots=True)
class ShownCourse:
    """A row: which course, what must be known of it, its figures and their bar; and, behind it, what differs
    in words. `odd`: something of it is to be checked."""

    name: str
    asked: bool
    marks: tuple[Mark, ...]
    step: bool
    figures: ShownFigures
    bar: Bar | None
    behind: tuple[Markup | str, ...]
    odd: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A way to differ: its table, and what does not fit, by reason.

    `group` names its chart; `drawn`: it has one. `marks` are those that every course of it bears, said once.
    `rows` are parted by a heading, empty where there is but one part. `currency` stands in the headings where
    the amounts are written without, so that a phone has room for them; `stacked`: it has none, and shows each
    amount with its heading.
    """

    group: Group
    heading: str
    lead: str
    marks: tuple[Mark, ...]
    drawn: bool
    currency: str
    stacked: bool
    rows: tuple[tuple[str, tuple[ShownCourse, ...]], ...]
    others: tuple[tuple[Markup, Markup], ...]


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
    marks = [mark for section in sections for mark in section.marks]
    marks += [
        mark for section in sections for _, part in section.rows for course in part for mark in course.marks
    ]
    return ShownComparison(
        sections=sections,
        charged=bool(comparison.request.charges),
        notes=tuple(dict.fromkeys(marks)),
        please_check=tuple(words.known(sentence) for sentence in implausible(comparison)),
        assumptions=tuple(words.known(sentence) for sentence in comparison.assumptions),
    )


def course_name(course: Alternative, library: Library, words: PageWords) -> str:
    """Which course it is, by what sets it apart in its group; its regimen apart."""
    match course.group:
        case "setting":
            if course.setting == ANYWHERE and library.payer.price_by_infusion is None:
                return words.gettext("In parts")
            return words.title(library.setting(course.setting).title)
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
    if course.group == "setting":
        said.insert(0, words.title(library.regimen(course.regimen).title))
    if course.asked:
        said.append(words.gettext("asked for"))
    if course.stale:
        said.append(words.gettext("may be out of date"))
    return " · ".join(said)


def _sections(comparison: Alternatives, library: Library, words: PageWords) -> Iterator[ShownGroup]:
    said: dict[Group, tuple[str, str]] = {
        "setting": (
            words.gettext("In other settings"),
            words.gettext("The same course in each setting and regimen that it fits."),
        ),
        "discharge": (
            words.gettext("For other days of discharge"),
            words.gettext("Each stay beside the one that is a night shorter."),
        ),
        "year": (
            words.gettext("A year later"),
            words.gettext("Under the schedules of then, as far as they are loaded."),
        ),
        "payer": (
            words.gettext("Under other payers"),
            words.gettext("To compare schedules: a person has one payer, and does not choose."),
        ),
    }
    for group, (heading, lead) in said.items():
        courses = courses_of(comparison, group)
        others = tuple(_others(group, comparison, library, words))
        if not courses and not others:
            continue
        widest = max(map(length_of, courses), default=ZERO)
        currency = "" if group == "payer" or len(words.money(widest)) <= NARROW else comparison.payer.currency
        rows = [
            _course(course, widest, comparison, library, words, with_sign=not currency) for course in courses
        ]
        shared = () if group == "payer" else _shared(rows)
        parts: dict[str, list[ShownCourse]] = {}
        for course, row in zip(courses, rows, strict=True):
            apart = replace(row, marks=tuple(mark for mark in row.marks if mark not in shared))
            regimen = words.title(library.regimen(course.regimen).title)
            parts.setdefault(regimen if group == "setting" else "", []).append(apart)
        drawn = group == "discharge" and any(course.maximum is not None for course in courses)
        yield ShownGroup(
            *(group, heading, lead, shared, drawn),
            currency=currency,
            stacked=group == "payer" or len(words.amount(widest)) > WIDEST,
            rows=tuple((name if len(parts) > 1 else "", tuple(part)) for name, part in parts.items()),
            others=others,
        )


def _shared(courses: Sequence[ShownCourse]) -> tuple[Mark, ...]:
    """The marks that each of several courses bears."""
    if len(courses) < 2:
        return ()
    return tuple(mark for mark in courses[0].marks if all(mark in course.marks for course in courses))


def _others(
    group: Group, comparison: Alternatives, library: Library, words: PageWords
) -> Iterator[tuple[Markup, Markup]]:
    """Each reason once, with what it keeps out."""
    kept_out: dict[str, list[Markup]] = {}
    for other in comparison.not_compared:
        if other.group == group:
            kept_out.setdefault(other.reason, []).append(_name_of_other(other, comparison, library, words))
    for reason, names in kept_out.items():
        yield Markup(", ").join(names), words.known(with_titles(_sentence(reason), library))


def _name_of_other(
    other: NoAlternative, comparison: Alternatives, library: Library, words: PageWords
) -> Markup:
    if other.group == "year":
        day = add_months(comparison.request.start, MONTHS_A_YEAR)
        return words.text(words.gettext("from {day}", day=words.day(day)))
    if other.group == "discharge":
        return words.text(words.gettext("In parts"))
    regimen, _, setting = other.label.partition(", ")
    if setting not in library.settings:
        return words.known(other.label)
    titles = [library.setting(setting).title]
    if regimen != comparison.request.regimen:
        titles.insert(0, library.regimen(regimen).title)
    return words.text(" · ".join(map(words.title, titles)))


def _course(
    course: Alternative,
    widest: Decimal,
    comparison: Alternatives,
    library: Library,
    words: PageWords,
    *,
    with_sign: bool,
) -> ShownCourse:
    words = PageWords(words.language.code, payer=comparison.payer, currency=course.currency)
    odd = implausible_too(course, comparison)
    written = words.money if with_sign else words.amount
    return ShownCourse(
        name=course_name(course, library, words),
        asked=course.asked,
        marks=tuple(_marks(course, words)),
        step=course.step is not None,
        figures=ShownFigures(
            maximum=written(course.maximum),
            charge=written(course.charge),
            payable=written(course.payable),
            gap=written(course.gap),
            payable_bounds=bounds(course.payable, course.payable_least, course.payable_most, words, written),
            gap_bounds=bounds(course.gap, course.gap_least, course.gap_most, words, written),
        ),
        bar=bar_of(course, widest) if course.group in ("setting", "year") else None,
        behind=(*_changes(course, comparison, words), *map(words.known, odd)),
        odd=bool(odd),
    )


def _changes(course: Alternative, comparison: Alternatives, words: PageWords) -> Iterator[Markup | str]:
    """What differs, what is not taken along, and what is not known, in words."""
    differ = (course.step, *course.differences) if course.step else course.differences
    yield from (words.known(_sentence(sentence)) for sentence in differ)
    if course.left_out:
        left_out = Markup(", ").join(map(words.known, course.left_out))
        yield Markup("{} {}").format(words.gettext("Not taken along:"), left_out)
    if course.maximum is None:
        yield words.gettext("Maximums known so far: {amount}.", amount=words.money(course.known_maximum))
    if course.maximum is None or (course.gap is None and comparison.request.charges):
        yield from map(words.known, course.missing)


def _marks(course: Alternative, words: PageWords) -> Iterator[Mark]:
    if course.maximum is None:
        says = words.gettext("A rate that it needs is not loaded: unknown is not zero.")
        yield Mark("unknown", words.gettext("unknown"), says)
    if course.stale:
        says = words.gettext("A newer rate was due and is not loaded here.")
        yield Mark("stale", words.gettext("may be out of date"), says)
    yield from marks_of_basis(course.basis, words)


def _sentence(text: str) -> Sentence:
    """'adds 10 x DS1' -> 'Adds 10 x DS1.'; a code that it begins with stays as it is written."""
    first = text.split(" ", 1)[0]
    begun = text if "-" in first or not first.isalpha() else text[:1].upper() + text[1:]
    said = whole(text)
    return Sentence(begun if begun.endswith(".") else f"{begun}.", said.message, said.blanks)
