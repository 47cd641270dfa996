"""The form as data: each question with the name of its answer in a request's JSON.

A key such as 'episode.nights' says where the answer goes; 'charges: hospital' is a charge for all of
a payee's lines, 'claim.documents: diagnosis' one of the documents, and a key that ends in '[]' the
rows of a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kfees.model.request import PAYEE_WORDS, PAYEES

AnswerKind = Literal[
    "text", "code", "choice", "suggestion", "amount", "number", "weight", "count", "day", "days", "yes or no"
]
"""choice: one of a list. suggestion: a list, from which an answer may differ. days: one day, or several
with commas between them."""

KEY, ANSWER, ANSWERS = "B", "C", "CDEF"
"""The columns of a row's key, of a question's answer, and of a table's answers."""

ROWS_OF_CHARGES, ROWS_OF_SERVICES, ROWS_OF_WITHOUTS, ROWS_OF_TREATMENTS, FEWEST_DAYS = 12, 12, 6, 6, 31
ROWS_OF_ADJUSTMENTS = 2


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """`list`: the name of the list to choose from. `page`: the message by which a page asks for it."""

    key: str
    label: str
    note: str
    kind: AnswerKind
    list: str = ""
    needed: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class FormTable:
    """So many rows of the same columns. A table of one column without a key is a list of values."""

    key: str
    label: str
    columns: tuple[FormQuestion, ...]
    rows: int
    page: str = ""


@dataclass(frozen=True, slots=True)
class FormSection:
    title: str
    says: str
    parts: tuple[FormQuestion | FormTable, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    name: str
    title: str
    says: str
    sections: tuple[FormSection, ...]


REGIMENS, SETTINGS, SCHEDULES, CALENDARS = "regimens", "settings", "schedules", "calendars"
YES_OR_NO, REMOTENESS = "yes or no", "remoteness"
FAR_AWAY = "RA0, a major city, to RA4, very remote."


def _yes_or_no(key: str, label: str, note: str) -> FormQuestion:
    return FormQuestion(key, label, note, "yes or no", YES_OR_NO)


SCHEDULE = FormQuestion("schedule", "Schedule", "The schedule that has the item.", "choice", SCHEDULES)
ITEM = FormQuestion("item", "Item", "The item's code, such as 2801 or DS1.", "code")

COURSE = FormSection(
    "The course",
    "What is needed is marked with a star.",
    (
        FormQuestion(
            "regimen", "Regimen *", "How ketamine is given: see the sheet Lists.", "choice", REGIMENS, True
        ),
        FormQuestion(
            "setting", "Setting *", "Where it is given: see the sheet Lists.", "choice", SETTINGS, True
        ),
        FormQuestion("start", "First treatment day *", "A day, such as 5 Aug 2024.", "day", needed=True),
        FormQuestion(
            "weight_kg", "Body weight, kg", "Where the dose goes by weight, as for crps-10-day.", "weight"
        ),
        FormQuestion(
            "calendar",
            "Treatment days",
            "'weekdays' leaves out Victorian public holidays. Empty: as usual for the regimen and setting."
            " For other days, leave this empty and fill in the sheet Days.",
            "choice",
            CALENDARS,
        ),
        FormQuestion(
            "episode.nights",
            "Nights in hospital",
            "Empty: to the day after the last treatment.",
            "count",
        ),
    ),
)
CHARGES_IN_ONE_AMOUNT = FormSection(
    "What is charged: one amount for all that a payee does",
    "In dollars and cents, without GST where the schedule's rate is. Empty: not known.",
    tuple(
        FormQuestion(
            f"charges: {payee}",
            f"Charge of {PAYEE_WORDS[payee]}",
            "For the whole course. Empty where items are charged one by one.",
            "amount",
        )
        for payee in PAYEES
    ),
)
CHARGES_BY_ITEM = FormSection(
    "What is charged: an amount for each unit of an item",
    "Instead of one amount for its payee.",
    (
        FormTable(
            "charges[]",
            "Charge",
            (
                SCHEDULE,
                ITEM,
                FormQuestion("amount", "Charge for one unit", "Dollars and cents, such as 320.00.", "amount"),
            ),
            ROWS_OF_CHARGES,
        ),
    ),
)
MORE_SERVICES = FormSection(
    "Services on top of those that the setting brings",
    "Each on one day, or on several with commas between them.",
    (
        FormTable(
            "services[]",
            "Service",
            (
                SCHEDULE,
                ITEM,
                FormQuestion("dates", "Days", "Such as 2024-08-05, 2024-08-06.", "days"),
                FormQuestion("quantity", "Units a day", "Empty: one.", "number"),
            ),
            ROWS_OF_SERVICES,
        ),
    ),
)
LEFT_OUT = FormSection(
    "Services that the setting brings and that are left out",
    "An item that is left out here and added above is replaced.",
    (FormTable("without[]", "Left out", (SCHEDULE, ITEM), ROWS_OF_WITHOUTS),),
)
STAY = FormSection(
    "The stay in hospital",
    "Empty: as in an ordinary stay of an adult.",
    (
        FormQuestion("episode.drg", "AR-DRG", "Such as B71B. Empty: as the setting assumes.", "code"),
        FormQuestion("episode.leave_days", "Leave days", "Days of the stay spent out of hospital.", "count"),
        FormQuestion("episode.icu_hours", "Hours in intensive care", "In a level 3 unit.", "number"),
        _yes_or_no(
            "episode.icu_eligible", "Eligible intensive care", "yes if the hospital's unit is funded so."
        ),
        FormQuestion("episode.age", "Age", "In whole years at admission.", "count"),
        _yes_or_no(
            "episode.specialist_paediatric", "Specialist paediatric hospital", "Matters up to the age of 17."
        ),
        _yes_or_no("episode.indigenous", "Indigenous patient", "Adds to the weight."),
        FormQuestion("episode.residence_remoteness", "Lives in", FAR_AWAY, "choice", REMOTENESS),
        FormQuestion("episode.treatment_remoteness", "Treated in", FAR_AWAY, "choice", REMOTENESS),
        _yes_or_no("episode.radiotherapy", "Radiotherapy", "Given during the stay."),
        _yes_or_no("episode.dialysis", "Dialysis", "Given during the stay."),
        _yes_or_no(
            "episode.private_patient", "Private patient", "WorkSafe patients are weighed as public ones."
        ),
        FormQuestion(
            "episode.psychiatric_age",
            "Psychiatric age group",
            "Such as 1.1, in the years that have one.",
            "code",
        ),
        _yes_or_no(
            "episode.multiple_providers", "Several providers", "Of one visit to an outpatient clinic."
        ),
        FormTable(
            "episode.adjustments[]",
            "Further adjustment",
            (FormQuestion("", "Adjustment", "One of the year's own, such as COVID-19 treatment.", "text"),),
            ROWS_OF_ADJUSTMENTS,
        ),
    ),
)
