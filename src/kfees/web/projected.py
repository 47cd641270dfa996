"""A projection as a page shows it: the totals, the table by year, the first course, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from kfees.documents.conventions import MEDIUM
from kfees.documents.quote_words import schedule_called
from kfees.library.library import Library
from kfees.model.sentences import Sentence, whole
from kfees.projection.assumptions import BASIS_OF_LINES, STALE_COURSES, STALE_FIRST_COURSE
from kfees.projection.projected_course import ProjectedLine
from kfees.projection.projection import Projection
from kfees.web.marks import Mark, marks_of_basis, marks_of_no_decision, stale_in_words
from kfees.web.shown import SCHEDULE_OF, bounds
from kfees.web.wording import PageWords


@dataclass(frozen=True, slots=True)
class ShownYear:
    """A year of courses; figures in words where they are unknown."""

    number: str
    first_day: str
    courses: str
    amount: str
    present_value: str


@dataclass(frozen=True, slots=True)
class ProjectedItem:
    """An item of the first course, how its amount comes about, and what must be known of it."""

    item: str
    label: Markup
    sum: str
    schedule: Markup | str
    version_address: str
    amount: str
    marks: tuple[Mark, ...]
    why: Markup
    source: str


@dataclass(frozen=True, slots=True)
class ShownProjection:
    """A projection. `headline` with `amount` is what all of it comes to; `facts` stand beside it.
    `drawn`: a year has a figure to draw."""

    known: bool
    drawn: bool
    title: str
    headline: str
    amount: str
    facts: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    missing: tuple[Markup | str, ...]
    please_check: tuple[Markup, ...]
    discounted: bool
    years: tuple[ShownYear, ...]
    total: ShownYear
    first_day: str
    first_amount: str
    items: tuple[ProjectedItem, ...]
    settlement: tuple[tuple[str, str], ...]
    assumptions: tuple[Markup, ...]


def shown_projection(projection: Projection, library: Library, words: PageWords) -> ShownProjection:
    """Everything that the page says of a projection, its amounts in its currency."""
    words = PageWords(words.language.code, payer=projection.payer)
    totals, first = projection.totals, projection.courses[0]
    discounted = projection.plan.discount is not None
    answer = totals.present_value if discounted else totals.amount
    courses = words.ngettext("{number} course", "{number} courses", totals.courses)
    known = words.gettext("{courses}, present value", courses=courses) if discounted else courses
    unknown = words.gettext("What the courses come to cannot be determined")
    marks = tuple(_marks(projection, library, words))
    return ShownProjection(
        known=answer is not None,
        drawn=any(year.amount is not None for year in projection.years),
        title=rule_sets(words)[projection.plan.rule_set],
        headline=known if answer is not None else unknown,
        amount=words.money(answer) if answer is not None else "",
        facts=tuple(_facts(projection, words)),
        marks=marks,
        missing=tuple(_missing(projection, words)),
        please_check=tuple(words.known(sentence) for sentence in projection.please_check),
        discounted=discounted,
        years=tuple(
            ShownYear(
                *(words.number(year.year), words.day(year.first_day, MEDIUM), words.number(year.courses)),
                *(words.money(year.amount), words.money(year.present_value)),
            )
            for year in projection.years
        ),
        total=ShownYear(
            *(words.gettext("Total"), "", words.number(totals.courses)),
            *(words.money(totals.amount), words.money(totals.present_value)),
        ),
        first_day=words.day(first.start),
        first_amount=words.money(first.amount),
        items=tuple(_item(line, library.of(projection.payer.name), words) for line in first.lines),
        settlement=tuple(_settlement(projection, words)),
        assumptions=tuple(_assumption(sentence, marks, words) for sentence in projection.assumptions),
    )


def rule_sets(words: PageWords) -> dict[str, str]:
    """What each set of rules is called."""
    return {
        "reserve": words.gettext("Reserve"),
        "medicare-set-aside": words.gettext("Medicare Set-Aside"),
    }


def _facts(projection: Projection, words: PageWords) -> Iterator[tuple[str, str]]:
    plan, totals = projection.plan, projection.totals
    yield words.gettext("Payer"), projection.payer.title
    yield words.gettext("From"), words.day(projection.start)
    yield words.gettext("Until, not included"), words.day(projection.end)
    if plan.rule_set == "reserve":
        assert plan.indexation is not None
        assert plan.discount is not None
        yield words.gettext("Indexation a year"), words.exact_percent(plan.indexation)
        yield words.gettext("Discount a year"), words.exact_percent(plan.discount)
        yield words.gettext("Sum of the years"), words.money(totals.amount)
    if totals.payable is not None:
        yield words.gettext("{Payer} can pay"), words.money(totals.payable)
    if totals.gap_least is not None and (totals.gap_most is not None or totals.gap_least):
        certain = bounds(totals.gap, totals.gap_least, totals.gap_most, words)
        known = words.money(totals.gap) if totals.gap is not None else ""
        yield words.gettext("Gap"), f"{known} ({certain})" if known and certain else known or certain


def _marks(projection: Projection, library: Library, words: PageWords) -> Iterator[Mark]:
    totals = projection.totals
    if totals.stale:
        says = words.gettext("Newer rates were due for some of the courses and are not loaded here.")
        yield Mark("stale", words.gettext("may be out of date"), says)
    yield from marks_of_basis(totals.basis if projection.plan.per_infusion is None else None, words)
    yield from marks_of_no_decision(library.of(projection.payer.name), words)


def _missing(projection: Projection, words: PageWords) -> Iterator[Markup | str]:
    totals = projection.totals
    if totals.amount is None:
        yield words.gettext("Known so far: {amount}.", amount=words.money(totals.known_amount))
    yield from (words.known(sentence) for sentence in totals.missing)


def _assumption(sentence: str, marks: Sequence[Mark], words: PageWords) -> Markup:
    """An assumption, what a figure rests on in the words of the marks."""
    said = whole(sentence)
    if said.message in (STALE_FIRST_COURSE, STALE_COURSES):
        return next((mark.in_full for mark in marks if mark.kind == "stale"), words.known(said))
    if said.message == BASIS_OF_LINES:
        basis = said.blanks["basis"]
        assert isinstance(basis, Sentence)
        said = BASIS_OF_LINES.format(**{**said.blanks, "basis": Sentence(basis.message)})
    return words.known(said)


def _settlement(projection: Projection, words: PageWords) -> Iterator[tuple[str, str]]:
    settlement = projection.settlement
    if settlement is None:
        return
    yield words.gettext("Seed money now"), words.money(settlement.seed)
    if settlement.payments:
        payments = words.ngettext(
            "Then {number} yearly payment of", "Then {number} yearly payments of", settlement.payments
        )
        yield payments, words.money(settlement.annual)
        yield words.gettext("Yearly payments in all"), words.money(settlement.annuity)
    yield words.gettext("In all"), words.money(settlement.total)


def _schedule(line: ProjectedLine, library: Library, words: PageWords) -> Markup | str:
    if line.version is None or line.schedule is None:
        return line.schedule or ""
    day = date.fromisoformat(line.version)
    version = library.version_on(line.schedule, day)
    title = version.facts.title if version else line.schedule
    called = words.known(schedule_called(line.schedule, title, library))
    return words.filled(SCHEDULE_OF, schedule=called, day=escape(words.day(day)))


def _item(line: ProjectedLine, library: Library, words: PageWords) -> ProjectedItem:
    known = line.indexed_rate is not None
    has_a_page = (
        line.version is not None and line.schedule != library.payer_words.name
    )  # else its file is the payer's
    marks = list(marks_of_basis(line.basis, words)) if line.schedule is not None else []
    if line.stale:
        says = words.gettext("A newer rate was due and is not loaded here.")
        marks.insert(0, Mark("stale", words.gettext("may be out of date"), says))
    if line.amount is None:
        marks.insert(0, Mark("unknown", words.gettext("unknown"), words.known(line.reason)))
    return ProjectedItem(
        item=line.item,
        label=words.known(line.label),
        sum=f"{words.number(line.quantity)} × {words.money(line.indexed_rate)}" if known else "",
        schedule=_schedule(line, library, words),
        version_address=f"/schedules/{line.schedule}/{line.version}" if has_a_page else "",
        amount=words.money(line.amount),
        marks=tuple(marks),
        why=stale_in_words(line.reason, marks) or words.known(line.reason),
        source=line.source or "",
    )
