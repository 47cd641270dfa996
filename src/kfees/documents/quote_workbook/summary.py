"""The first sheet: what the patient would pay, in one sentence; the course; a table by payee; a chart;
and in words whatever is assumed, stale or unknown. Its figures are those of the sheet of lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from kfees.documents.quote_words import basis_notes, not_checked, settings_of
from kfees.documents.quote_workbook.agreement import CHARGES_CHANGED, EVERYTHING_AGREES, overall_check
from kfees.documents.quote_workbook.chart import ChartPlace
from kfees.documents.quote_workbook.figures import (
    BOUND_COLUMNS,
    COLUMNS,
    IN_ENGLISH,
    FigureShown,
    FourFigures,
    bound_figures,
    course_figures,
    day_runs,
    figure_width,
    known_maximum,
    payee_figures,
    rests_on,
)
from kfees.documents.quote_workbook.lines import KNOWN
from kfees.documents.quote_workbook.marks import DIFFERS, mark_checks, mark_words
from kfees.documents.quote_workbook.positions import BOUNDS, LINES, PayeePosition, Positions
from kfees.documents.quote_workbook.states import state_formula, state_sentence
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.engine.headline import headline
from kfees.engine.sessions import placed_sessions
from kfees.engine.stays import stay_of
from kfees.library.library import Library
from kfees.library.version import SHIPPED
from kfees.model.blanks import counted
from kfees.model.english import in_words, plain
from kfees.model.quote import Determination, PayeeTotal, Quote, Totals
from kfees.model.request import CourseRequest

TABLE_HEADINGS = (
    "Payee", "Maximum", "Charge", "Payable", "Gap", "Gap,\nat least", "Gap,\nat most",
    "What it rests on, and what is not known",
)  # fmt: skip
FIGURE_COLUMNS = FourFigures("B", "C", "D", "E")
"""Where the four figures stand on this sheet; the bounds of the gap stand in F and G."""

FACTS_ROW, CHART_POINTS = 8, 155
"""The first row of the course's facts, beside the chart; the least height of the chart."""

CALENDARS = {"weekdays": "Weekdays, no public holidays", "consecutive": "Days in a row"}


def write_summary(
    page: Page, quote: Quote, library: Library, positions: Positions, sentence: str
) -> ChartPlace:
    """Write the sheet but for the chart; returns the chart's place. `sentence`: the headline as a formula."""
    page.widths(23, *[figure_width(quote)] * 6, 46)
    _top(page, quote, library, positions, sentence)
    below = _course(page, quote, library)
    headings_row = below + 1
    _table(page, quote, positions, headings_row)
    _notes(page, quote, headings_row + len(positions.payees) + 4)
    height = sum(page.height_of(row) for row in range(FACTS_ROW, below)) - 6
    return ChartPlace(f"D{FACTS_ROW}", page.points_across("D:H") - 4, height, headings_row)


def _top(page: Page, quote: Quote, library: Library, positions: Positions, sentence: str) -> None:
    request = quote.request
    titles = f"{library.regimen(request.regimen).title}. {settings_of(request, library)}."
    page.title("Ketamine infusions: what is payable, and the gap", titles)
    page.height(3, 5)
    says = headline(quote, library)
    page.formula("A4:H4", sentence, str(says), looks.RESULT)
    page.fit_height(4, {"A:H": says}, 32, looks.RESULT)
    verdict = quote.verdict.sentence if quote.verdict else f"Guideline: {not_checked(library)}"
    page.put("A5:H5", verdict, looks.UNDER_RESULT)
    page.fit_height(5, {"A:H": verdict}, 21, looks.UNDER_RESULT)
    page.formula("A6:H6", overall_check(positions), EVERYTHING_AGREES, looks.CHECK)
    page.height(6, 21)
    beginnings = (EVERYTHING_AGREES[:12], CHARGES_CHANGED[:12], DIFFERS)
    mark_checks(page, "A6:A6", beginnings)


def _section(page: Page, row: int, title: str, columns: str = "ABCDEFGH") -> None:
    page.row(row, columns, looks.SECTION)
    page.put(f"{columns[0]}{row}", title, looks.SECTION)
    page.height(row, 22)


def _course(page: Page, quote: Quote, library: Library) -> int:
    """The course's facts, with room for the chart beside them; returns the row below them."""
    row = FACTS_ROW
    _section(page, row - 1, "The course", "ABC")
    _section(page, row - 1, "Payable and gap by payee", "DEFGH")
    for name, value in _facts(quote, library):
        page.put(f"A{row}", name, looks.FACT_NAME)
        page.put(f"B{row}:C{row}", value, looks.FACT)
        page.fit_height(row, {"B:C": value}, 17)
        row += 1
    missing = CHART_POINTS - sum(page.height_of(number) for number in range(FACTS_ROW, row))
    page.height(row, max(missing, 8))
    return row + 1


def _stays(request: CourseRequest, library: Library) -> Iterator[str]:
    """'2, from 5 August 2024'."""
    for place, sessions in zip(request.places, placed_sessions(request, library), strict=True):
        if library.setting(place.setting).overnight:
            nights = stay_of(place.episode, sessions.days).nights
            yield f"{len(nights)}, from {in_words(nights.first)}"


def _facts(quote: Quote, library: Library) -> Iterator[tuple[str, str]]:
    request, dose = quote.request, quote.dose
    yield "Payer", quote.payer.title
    yield "First treatment day", in_words(request.start)
    calendar = "As usual in each part" if request.calendar is None else "Given one by one"
    yield "Treatment days", CALENDARS.get(str(request.calendar), calendar)
    yield "Days priced", ",\n".join(day_runs(sorted({day for line in quote.lines for day in line.dates})))
    if request.parts:
        yield "Sessions in each part", ", then ".join(str(part.sessions) for part in request.parts)
    if stays := list(_stays(request, library)):
        yield "Nights in hospital", ",\n".join(stays)
    if request.weight_kg is not None:
        yield "Body weight", f"{plain(request.weight_kg)} kg"
    for when, mg, opened in (
        ("Ketamine a day", dose.mg_per_day, dose.ampoules_per_day),
        ("Ketamine in all", dose.mg, dose.ampoules),
    ):
        if mg is not None and opened is not None:
            yield when, f"{IN_ENGLISH.number(mg)} mg, {counted(opened, 'ampoule')}"
    yield "Priced as of", in_words(quote.as_of)


def _table(page: Page, quote: Quote, positions: Positions, row: int) -> None:
    """The figures by payee and in all, below headings in `row`."""
    page.headings(row, TABLE_HEADINGS, frozenset("BCDEFG"), frozenset("H"))
    for number, payee in enumerate(positions.payees, row + 1):
        _payee(page, payee, number)
    total = row + len(positions.payees) + 1
    page.put(f"A{total}", "Total", looks.TOTAL_TEXT)
    _figures(page, total, course_figures(quote, positions), positions.row, looks.TOTAL)
    _gap_bounds(page, total, quote.totals, positions.row, looks.TOTAL)
    basis = _basis(quote.totals)
    formula = f'="{basis}"&IF(ISNUMBER(E{total}),"Complete.","Not complete.")'
    result = f"{basis}{'Complete.' if quote.totals.complete else 'Not complete.'}"
    page.formula(f"H{total}", formula, result, looks.TOTAL_AFTER)
    page.height(total, 23)
    known, least = total + 1, known_maximum(quote)
    page.height(known, 17)
    page.formula(f"A{known}", f"={LINES}!A{positions.known_row}", KNOWN if least else "", looks.QUIET)
    page.formula(f"B{known}", f"={LINES}!G{positions.known_row}", least, looks.QUIET_AMOUNT)
    mark_words(page, f"B{row + 1}:G{total}")


def _payee(page: Page, payee: PayeePosition, row: int) -> None:
    name = payee.total.named()
    page.put(f"A{row}", name, looks.ROW)
    figures = payee_figures(payee)
    _figures(page, row, figures, payee.row, looks.ROW_AMOUNT)
    _gap_bounds(page, row, payee.total, payee.row, looks.ROW_AMOUNT)
    basis = _basis(payee.total)
    result = f"{basis}{state_sentence(figures)}"
    page.formula(f"H{row}", f'="{basis}"&{state_formula(row, FIGURE_COLUMNS)}', result, looks.ROW_AFTER)
    page.fit_height(row, {"A": name, "H": result}, 17, looks.ROW_AFTER)


def _basis(total: PayeeTotal | Totals) -> str:
    if total.basis is None:
        return "STALE. " if total.stale else ""
    return f"Rests on: {rests_on(total)}. "


def _figures(
    page: Page, row: int, figures: FourFigures[FigureShown], lines_row: int, look: looks.Look
) -> None:
    for column, source, figure in zip(FIGURE_COLUMNS, COLUMNS, figures, strict=True):
        page.formula(f"{column}{row}", f"={LINES}!{source}{lines_row}", figure, look)


def _gap_bounds(page: Page, row: int, total: PayeeTotal | Totals, bounds_row: int, look: looks.Look) -> None:
    sources, figures = BOUND_COLUMNS[2:], bound_figures(total)[2:]
    for column, source, figure in zip("FG", sources, figures, strict=True):
        page.formula(f"{column}{row}", f"={BOUNDS}!{source}{bounds_row}", figure, look)


def _notes(page: Page, quote: Quote, row: int) -> None:
    _section(page, row, "What is unknown, stale or assumed")
    before = ""
    for number, (kind, says) in enumerate(notes(quote), row + 1):
        if kind != before:
            page.put(f"A{number}", kind, looks.ALARM if kind in ALARMING else looks.NOTE_KIND)
        page.put(f"B{number}:H{number}", says)
        page.fit_height(number, {"B:H": says}, 15)
        before = kind


ALARMING = ("Unknown", "Not included", "Not payable", "Please check", "STALE")


def notes(quote: Quote) -> Iterator[tuple[str, str]]:
    """What a reader must know of the figures, the gravest first: its kind, and a sentence."""
    yield from _undetermined(quote, "cannot determine", "Unknown")
    yield from (("Not included", sentence) for sentence in quote.totals.not_included)
    yield from _undetermined(quote, "not payable", "Not payable")
    yield from (("Please check", sentence) for sentence in quote.please_check)
    for used in quote.schedules:
        if used.stale and used.next_change_expected:
            due = in_words(used.next_change_expected)
            loaded = f"A new version of {used.schedule} was due on {due} and is not loaded"
            yield "STALE", f"{loaded}, so these rates may no longer hold."
    for note in basis_notes(quote.lines, quote.payer):
        yield "Rests on", f"{note[0].upper()}{note[1:]}"
    for used in quote.schedules:
        if used.origin != SHIPPED:
            yield "Overlay", f"{used.schedule} of {in_words(used.version)} comes from {used.origin}."
    yield from (("Assumed", assumption) for assumption in quote.assumptions)


def _undetermined(quote: Quote, determination: Determination, kind: str) -> Iterator[tuple[str, str]]:
    for line in quote.lines:
        if line.determination == determination:
            label = line.label if line.is_fee else f"{line.label} ({line.name})"
            yield kind, f"{label}. {line.reasons[0]}"
