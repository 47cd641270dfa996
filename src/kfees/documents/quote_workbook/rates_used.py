"""The sheets of rates and schedules: each figure used, where it comes from and what it rests on."""

from __future__ import annotations

from kfees.documents.quote_workbook.figures import UNKNOWN, figure_width, rate_figure, rests_on
from kfees.documents.quote_workbook.marks import mark_words
from kfees.documents.quote_workbook.positions import RATES_HEADING, LinePosition, Positions
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.engine.reasons import AMOUNT_DISCOUNTED, CHARGE_DISCOUNTED, CHARGED_TOGETHER, NO_CHARGE, NO_GAP
from kfees.library.version import SHIPPED
from kfees.model.english import in_words
from kfees.model.quote import Line, Quote, ScheduleUsed
from kfees.model.sentences import whole

OF_THE_CHARGE = (CHARGED_TOGETHER, NO_CHARGE, NO_GAP, AMOUNT_DISCOUNTED, CHARGE_DISCOUNTED)
"""Reasons that another charge makes untrue."""

RATE_HEADINGS = (
    ("Item", 10), ("What", 26), ("Schedule", 20), ("In force from", 13), ("Unit", 10), ("Rate", 0),
    ("Rests on", 17), ("GST", 11), ("Source", 36), ("Why this figure", 50),
)  # fmt: skip
WEIGHT_HEADINGS = (("NWAU", 13), ("Price of one NWAU", 0))
"""Two more columns where lines are weighted: K and L. The width 0: as wide as the amounts are."""

SCHEDULE_HEADINGS = (
    ("Schedule", 20), ("In force from", 14), ("Title", 40), ("Publisher", 28), ("Next change", 14),
    ("State", 12), ("Loaded from", 22), ("Digest of its files", 40),
)  # fmt: skip


def write_rates(page: Page, quote: Quote, positions: Positions) -> None:
    weighted = any(_is_weighted(position.line) for position in positions.lines)
    headings = RATE_HEADINGS + (WEIGHT_HEADINGS if weighted else ())
    _head(
        page,
        "Rates",
        "The rate of each line, its source, and why it is this figure.",
        headings,
        figure_width(quote),
    )
    for position in positions.lines:
        _rate(page, position, weighted)
    mark_words(page, f"F{RATES_HEADING + 1}:F{positions.lines[-1].rates_row}")


def _is_weighted(line: Line) -> bool:
    return line.weight is not None or bool(line.weight_steps)


def _head(page: Page, title: str, says: str, headings: tuple[tuple[str, int], ...], width: float = 0) -> None:
    page.widths(*(own or width for _, own in headings))
    page.title(title, says)
    to_the_right = frozenset("FKL") if headings[5][0] == "Rate" else frozenset[str]()
    after_figures = frozenset("G") if to_the_right else frozenset[str]()
    page.headings(RATES_HEADING, [heading for heading, _ in headings], to_the_right, after_figures)
    page.keep_in_view(f"B{RATES_HEADING + 1}", RATES_HEADING)


def _rate(page: Page, position: LinePosition, weighted: bool) -> None:
    line, row = position.line, position.rates_row
    texts = {
        "A": line.item or "",
        "B": line.label,
        "C": line.schedule or "none",
        "E": line.unit,
        "H": line.gst or "none",
    }
    texts |= {"I": line.source or "none", "J": _why_this_figure(line)}
    for column, text in texts.items():
        page.put(f"{column}{row}", text, looks.ROW_TOP)
    page.put(f"D{row}", line.version or "none", looks.TOP_DAY)
    page.put(f"G{row}", rests_on(line), looks.TOP_AFTER)
    if line.weight is None:
        page.put(f"F{row}", rate_figure(line), looks.TOP_AMOUNT)
    else:
        formula = f'=IF(AND(ISNUMBER(K{row}),ISNUMBER(L{row})),ROUND(K{row}*L{row},2),"{UNKNOWN}")'
        page.formula(f"F{row}", formula, rate_figure(line), looks.TOP_AMOUNT)
    if weighted and _is_weighted(line):
        page.put(f"K{row}", UNKNOWN if line.weight is None else line.weight, looks.TOP_NUMBER)
        price = UNKNOWN if line.price_per_weight is None else line.price_per_weight
        page.put(f"L{row}", price, looks.TOP_AMOUNT)
    page.fit_height(row, texts, 17)


def _why_this_figure(line: Line) -> str:
    """The line's reasons, but for those that a charge typed in makes untrue."""
    reasons = [reason for reason in line.reasons if whole(reason).message not in OF_THE_CHARGE]
    return " ".join([*reasons, *line.weight_steps])


def write_schedules(page: Page, quote: Quote) -> None:
    says = f"The versions that the rates come from, as of {in_words(quote.as_of)}."
    _head(page, "Schedules", says, SCHEDULE_HEADINGS)
    for row, used in enumerate(quote.schedules, RATES_HEADING + 1):
        _schedule(page, row, used)


def _schedule(page: Page, row: int, used: ScheduleUsed) -> None:
    origin = "shipped with kfees" if used.origin == SHIPPED else f"overlay {used.origin}"
    state = "STALE" if used.stale else "in force"
    texts = {"A": used.schedule, "C": used.title, "D": used.publisher, "F": state, "G": origin}
    texts |= {"H": used.digest}
    for column, text in texts.items():
        page.put(f"{column}{row}", text, looks.ROW_TOP)
    page.put(f"B{row}", used.version, looks.TOP_DAY)
    page.put(f"E{row}", used.next_change_expected, looks.TOP_DAY)
    page.fit_height(row, texts, 17)
