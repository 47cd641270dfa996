"""Sentences that follow the figures: each as a formula, and as what it comes to now."""

from __future__ import annotations

from decimal import Decimal

from kfees.documents.quote_words import certain_by, words_of
from kfees.documents.quote_workbook.figures import (
    BOTH_WAYS,
    IN_ENGLISH,
    IN_PART,
    NO_AMOUNT,
    NOT_GIVEN,
    FigureShown,
    FourFigures,
    is_refused,
)
from kfees.documents.quote_workbook.positions import LINES, Positions
from kfees.model.quote import Quote

NOT_KNOWN = "The gap is not known"
REFUSED = "Nothing is payable under the guideline: "
WHOLE_CHARGE, UNKNOWN_CHARGE = (
    "the worker would pay the whole charge, ",
    "the gap is the whole charge, not known.",
)
TO_TYPE = f": no charge is given. Type charges into the sheet {LINES}."
CHARGES = {
    IN_PART: "Some charges are not given.",
    NOT_GIVEN: "No charge is given.",
    BOTH_WAYS: "Charged in one amount and by item: keep one.",
    NO_AMOUNT: "The charge is not an amount.",
}
ALL_KNOWN, NO_MAXIMUM = "Every figure is known.", "A maximum is unknown."


def gap_sentence(quote: Quote, figures: FourFigures[FigureShown]) -> str:
    """What the worker would pay."""
    gap, known = figures.gap, quote.totals.known_gap
    if is_refused(quote):
        return (
            f"{REFUSED}{WHOLE_CHARGE}{IN_ENGLISH.money(gap)}."
            if isinstance(gap, Decimal)
            else f"{REFUSED}{UNKNOWN_CHARGE}"
        )
    if isinstance(gap, Decimal):
        certainty = words_of(certain_by(quote.lines)).certainty if gap else ""
        return f"The worker would pay {certainty}{IN_ENGLISH.money(gap)}."
    if figures.charge == NOT_GIVEN:
        return f"{NOT_KNOWN}{TO_TYPE}"
    return f"{NOT_KNOWN}: {IN_ENGLISH.money(known)} of it is known." if known else f"{NOT_KNOWN}."


def gap_formula(quote: Quote, positions: Positions) -> str:
    gap, charge = f"{LINES}!K{positions.row}", f"{LINES}!I{positions.row}"
    known = f"{LINES}!K{positions.known_row}"
    if is_refused(quote):
        whole = f'"{REFUSED}{WHOLE_CHARGE}"&{in_dollars(gap)}&"."'
        return f'=IF(ISNUMBER({gap}),{whole},"{REFUSED}{UNKNOWN_CHARGE}")'
    certainty = words_of(certain_by(quote.lines)).certainty
    return (
        f'=IF(ISNUMBER({gap}),"The worker would pay "&IF({gap}>0,"{certainty}","")&{in_dollars(gap)}&".",'
        f'IF({charge}="{NOT_GIVEN}","{NOT_KNOWN}{TO_TYPE}",'
        f"IF(AND(ISNUMBER({known}),{known}>0),"
        f'"{NOT_KNOWN}: "&{in_dollars(known)}&" of it is known.","{NOT_KNOWN}.")))'
    )


def state_sentence(figures: FourFigures[FigureShown]) -> str:
    """Which of a payee's figures are not known."""
    said = [NO_MAXIMUM] if isinstance(figures.maximum, str) else []
    said += [CHARGES[figures.charge]] if isinstance(figures.charge, str) else []
    return " ".join(said) or ALL_KNOWN


def state_formula(row: int, columns: FourFigures[str]) -> str:
    maximum, charge = f"{columns.maximum}{row}", f"{columns.charge}{row}"
    chosen = f'"{CHARGES[NO_AMOUNT]}"'
    for word in (BOTH_WAYS, NOT_GIVEN, IN_PART):
        chosen = f'IF({charge}="{word}","{CHARGES[word]}",{chosen})'
    return (
        f'IF(AND(ISNUMBER({maximum}),ISNUMBER({charge})),"{ALL_KNOWN}",'
        f'IF(ISNUMBER({maximum}),"",IF(ISNUMBER({charge}),"{NO_MAXIMUM}","{NO_MAXIMUM} "))'
        f'&IF(ISNUMBER({charge}),"",{chosen}))'
    )


def in_dollars(cell: str) -> str:
    """A formula for an amount in words; FIXED writes it as the reader's own Excel does."""
    return f'"$"&FIXED({cell},2)'
