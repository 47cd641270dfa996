"""The form as data: each question with the name of its answer in a request's JSON.

A key such as 'episode.nights' says where the answer goes; 'charges: hospital' is a charge for all of
a payee's lines, 'claim.documents: diagnosis' one of the documents, and a key that ends in '[]' the
rows of a table. The courses of more than one place are asked about in `kfees.documents.form.courses`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kfees.library.library import Library
from kfees.model.payer import DEFAULT_PAYER

AnswerKind = Literal[
    "text", "code", "choice", "suggestion", "amount", "number", "weight", "count", "day", "days", "yes or no"
]
"""choice: one of a list. suggestion: a list, from which an answer may differ. days: one day, or several
with commas between them."""

KEY, ANSWER, ANSWERS = "B", "C", "CDEFGH"
"""The columns of a row's key, of a question's answer, and of a table's answers."""

ROWS_OF_CHARGES, ROWS_OF_SERVICES, ROWS_OF_WITHOUTS, ROWS_OF_TREATMENTS, FEWEST_DAYS = 12, 12, 6, 6, 31
ROWS_OF_ADJUSTMENTS, ROWS_OF_BEDS = 2, 6


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
    """So many rows of the same columns. A table of one column without a key is a list of values.

    `headed`: whether its columns' names stand above it; they may stand there already.
    """

    key: str
    label: str
    columns: tuple[FormQuestion, ...]
    rows: int
    page: str = ""
    headed: bool = True


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
YES_OR_NO, REMOTENESS, GST, PAYEES_LISTED, PAYERS = "yes or no", "remoteness", "GST", "payees", "payers"
FAR_AWAY = "RA0, a major city, to RA4, very remote."


def _yes_or_no(key: str, label: str, note: str) -> FormQuestion:
    return FormQuestion(key, label, note, "yes or no", YES_OR_NO)


SCHEDULE = FormQuestion("schedule", "Schedule", "The schedule that has the item.", "choice", SCHEDULES)
ITEM = FormQuestion("item", "Item", "The item's code, such as 2801 or DS1.", "code")
PAYEE = FormQuestion("payee", "Payee", "Who is paid: see the sheet Lists.", "choice", PAYEES_LISTED)
PROVIDER = FormQuestion(
    "provider", "Who bills it", "A name, such as Dr B. Empty: whoever bills what the setting brings.", "text"
)
WITH_GST = FormQuestion(
    "gst", "GST", "'included' where the charge has GST in it. Empty: it has none.", "choice", GST
)
DAYS = FormQuestion("dates", "Days", "Such as 2024-08-05, 2024-08-06.", "days")

NIGHTS = FormQuestion(
    "episode.nights", "Nights in hospital", "Empty: to the day after the last treatment.", "count"
)
ADMITTED = FormQuestion("episode.admitted", "Admitted on", "Empty: on the first treatment day.", "day")
DISCHARGED = FormQuestion("episode.discharged", "Discharged on", "In place of the number of nights.", "day")

COURSE = FormSection(
    "The course",
    "What is needed is marked with a star.",
    (
        FormQuestion(
            "regimen", "Regimen *", "How ketamine is given: see the sheet Lists.", "choice", REGIMENS, True
        ),
        FormQuestion(
            "setting",
            "Setting *",
            "Where it is given: see the sheet Lists. For a course that moves between settings, leave this"
            " empty and fill in the sheet Parts.",
            "choice",
            SETTINGS,
            True,
        ),
        FormQuestion("start", "First treatment day *", "A day, such as 5 Aug 2024.", "day", needed=True),
        FormQuestion(
            "weight_kg", "Body weight, kg", "Where the dose goes by weight, as for crps-10-day.", "weight"
        ),
        FormQuestion(
            "calendar",
            "Treatment days",
            "'weekdays' leaves out public holidays. Empty: as usual for the regimen and setting."
            " For other days, leave this empty and fill in the sheet Days.",
            "choice",
            CALENDARS,
        ),
        FormQuestion(
            "sessions",
            "Sessions",
            "How many treatment days, where they are not the regimen's: 1 for a booster.",
            "count",
        ),
        NIGHTS,
        ADMITTED,
        DISCHARGED,
    ),
)
WHO_PAYS = FormSection(
    "Who pays",
    "",
    (
        FormQuestion(
            "payer",
            "Payer",
            f"Whose schedules and rules apply: see the sheet Lists. Empty: {DEFAULT_PAYER}.",
            "choice",
            PAYERS,
        ),
    ),
)


def charges_in_one_amount(library: Library) -> FormSection:
    """What each payee charges for all that it does."""
    return FormSection(
        "What is charged: one amount for all that a payee does",
        "In dollars and cents, without GST where the schedule's rate is. Empty: not known. For GST,"
        " discounts, fees and further doctors see the sheet Accounts.",
        tuple(
            FormQuestion(
                f"charges: {payee}",
                f"Charge of {facts.in_a_sentence}",
                "For the whole course. Empty where items are charged one by one.",
                "amount",
            )
            for payee, facts in library.payees.items()
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
                replace(DAYS, note="Where it is not charged so on all its days: 2024-08-05, 2024-08-06."),
                PROVIDER,
                WITH_GST,
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
                DAYS,
                FormQuestion("quantity", "Units a day", "Empty: one.", "number"),
                PROVIDER,
                FormQuestion("stay", "Stay", "Of an AR-DRG: its number in the sheet More stays.", "count"),
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
WEIGHED = FormSection(
    "What changes the weight of a stay in a public hospital",
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
        _yes_or_no("episode.private_patient", "Private patient", "Empty: weighed as a public patient."),
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
NIGHTS_APART = FormSection(
    "Nights that are not like the others",
    "In public and in private hospitals.",
    (
        FormQuestion(
            "episode.leave",
            "Nights away",
            "The nights spent out of hospital: 2024-08-06, 2024-08-07.",
            "days",
        ),
        FormQuestion(
            "episode.earlier_stay.ended",
            "Earlier stay ended on",
            "Of a stay that ended at most 7 days before, the days count for the step-down of the rate.",
            "day",
        ),
        FormQuestion("episode.earlier_stay.days", "Earlier stay, days", "How long it was.", "count"),
        FormTable(
            "episode.beds[]",
            "Bed",
            (
                FormQuestion("item", "Item", "The bed's item, such as ICU.", "code"),
                FormQuestion("dates", "Nights", "In place of the setting's bed: 2024-08-06.", "days"),
            ),
            ROWS_OF_BEDS,
        ),
    ),
)
