"""Which of a payee's figures are not known: as a formula, and as what it comes to now."""

from __future__ import annotations

from kfees.documents.quote_workbook.figures import (
    BOTH_WAYS,
    IN_PART,
    NO_AMOUNT,
    NOT_GIVEN,
    TOO_MUCH_OFF,
    FigureShown,
    FourFigures,
)

CHARGES = {
    IN_PART: "Some charges are not given.",
    NOT_GIVEN: "No charge is given.",
    BOTH_WAYS: "Charged in one amount and by item: keep one.",
    NO_AMOUNT: "The charge is not an amount.",
    TOO_MUCH_OFF: "The discount is more than what it is taken off.",
}
ALL_KNOWN, NO_MAXIMUM = "Maximum and charge are known.", "A maximum is unknown."


def state_sentence(figures: FourFigures[FigureShown]) -> str:
    """Which of a payee's figures are not known."""
    said = [NO_MAXIMUM] if isinstance(figures.maximum, str) else []
    said += [CHARGES[figures.charge]] if isinstance(figures.charge, str) else []
    return " ".join(said) or ALL_KNOWN


def state_formula(row: int, columns: FourFigures[str]) -> str:
    maximum, charge = f"{columns.maximum}{row}", f"{columns.charge}{row}"
    chosen = f'"{CHARGES[NO_AMOUNT]}"'
    for word in (BOTH_WAYS, NOT_GIVEN, IN_PART, TOO_MUCH_OFF):
        chosen = f'IF({charge}="{word}","{CHARGES[word]}",{chosen})'
    return (
        f'IF(AND(ISNUMBER({maximum}),ISNUMBER({charge})),"{ALL_KNOWN}",'
        f'IF(ISNUMBER({maximum}),"",IF(ISNUMBER({charge}),"{NO_MAXIMUM}","{NO_MAXIMUM} "))'
        f'&IF(ISNUMBER({charge}),"",{chosen}))'
    )
