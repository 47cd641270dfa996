"""The form as data: each question with the name of its answer in a request's JSON.

A key such as 'episode.nights' says where the answer goes; 'charges: hospital' is a charge for all of
a payee's lines, 'claim.documents: diagnosis' one of the documents, and a key that ends in '[]' the
rows of a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kfees.library.library import Library
from kfees.model.claim_words import OTHER
from kfees.model.dates import LATEST, ONE_DAY
from kfees.model.guidance import GuidelineCheck
from kfees.model.request import PAYEE_WORDS, PAYEES

Kind = Literal[
    "text", "code", "choice", "suggestion", "amount", "number", "weight", "count", "day", "days", "yes or no"
]
"""choice: one of a list. suggestion: a list, from which an answer may differ. days: one day, or several
with commas between them."""

KEY, ANSWER, ANSWERS = "B", "C", "CDEF"
"""The columns of a row's key, of a question's answer, and of a table's answers."""

ROWS_OF_CHARGES, ROWS_OF_SERVICES, ROWS_OF_WITHOUTS, ROWS_OF_TREATMENTS, FEWEST_DAYS = 12, 12, 6, 6, 31
ROWS_OF_ADJUSTMENTS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """`list`: the name of the list to choose from."""

    key: str
    label: str
    note: str
    kind: Kind
    list: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """So many rows of the same columns. A table of one column without a key is a list of values."""

    key: str
    label: str
    columns: tuple[Question, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    says: str
    parts: tuple[Question | Table, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    name: str
    title: str
    says: str
    sections: tuple[Section, ...]


REGIMENS, SETTINGS, SCHEDULES, CALENDARS = "regimens", "settings", "schedules", "calendars"
YES_OR_NO, REMOTENESS = "yes or no", "remoteness"
FAR_AWAY = "RA0, a major city, to RA4, very remote."


def _yes_or_no(key: str, label: str, note: str) -> Question:
    return Question(key, label, note, "yes or no", YES_OR_NO)


SCHEDULE = Question("schedule", "Schedule", "The schedule that has the item.", "choice", SCHEDULES)
ITEM = Question("item", "Item", "The item's code, such as 2801 or DS1.", "code")

COURSE = Section(
    "The course",
    "What is needed is marked with a star.",
    (
        Question(
            "regimen", "Regimen *", "How ketamine is given: see the sheet Lists.", "choice", REGIMENS, True
        ),
        Question("setting", "Setting *", "Where it is given: see the sheet Lists.", "choice", SETTINGS, True),
        Question("start", "First treatment day *", "A day, such as 5 Aug 2024.", "day", needed=True),
        Question(
            "weight_kg", "Body weight, kg", "Where the dose goes by weight, as for crps-10-day.", "weight"
        ),
        Question(
            "calendar",
            "Treatment days",
            "'weekdays' leaves out Victorian public holidays. Empty: as usual for the regimen and setting."
            " For other days, leave this empty and fill in the sheet Days.",
            "choice",
            CALENDARS,
        ),
        Question(
            "episode.nights",
            "Nights in hospital",
            "Empty: to the day after the last treatment.",
            "count",
        ),
    ),
)
CHARGES_IN_ONE_AMOUNT = Section(
    "What is charged: one amount for all that a payee does",
    "In dollars and cents, without GST where the schedule's rate is. Empty: not known.",
    tuple(
        Question(
            f"charges: {payee}",
            f"Charge of {PAYEE_WORDS[payee]}",
            "For the whole course. Empty where items are charged one by one.",
            "amount",
        )
        for payee in PAYEES
    ),
)
CHARGES_BY_ITEM = Section(
    "What is charged: an amount for each unit of an item",
    "Instead of one amount for its payee.",
    (
        Table(
            "charges[]",
            "Charge",
            (
                SCHEDULE,
                ITEM,
                Question("amount", "Charge for one unit", "Dollars and cents, such as 320.00.", "amount"),
            ),
            ROWS_OF_CHARGES,
        ),
    ),
)
MORE_SERVICES = Section(
    "Services on top of those that the setting brings",
    "Each on one day, or on several with commas between them.",
    (
        Table(
            "services[]",
            "Service",
            (
                SCHEDULE,
                ITEM,
                Question("dates", "Days", "Such as 2024-08-05, 2024-08-06.", "days"),
                Question("quantity", "Units a day", "Empty: one.", "number"),
            ),
            ROWS_OF_SERVICES,
        ),
    ),
)
LEFT_OUT = Section(
    "Services that the setting brings and that are left out",
    "An item that is left out here and added above is replaced.",
    (Table("without[]", "Left out", (SCHEDULE, ITEM), ROWS_OF_WITHOUTS),),
)
STAY = Section(
    "The stay in hospital",
    "Empty: as in an ordinary stay of an adult.",
    (
        Question("episode.drg", "AR-DRG", "Such as B71B. Empty: as the setting assumes.", "code"),
        Question("episode.leave_days", "Leave days", "Days of the stay spent out of hospital.", "count"),
        Question("episode.icu_hours", "Hours in intensive care", "In a level 3 unit.", "number"),
        _yes_or_no(
            "episode.icu_eligible", "Eligible intensive care", "yes if the hospital's unit is funded so."
        ),
        Question("episode.age", "Age", "In whole years at admission.", "count"),
        _yes_or_no(
            "episode.specialist_paediatric", "Specialist paediatric hospital", "Matters up to the age of 17."
        ),
        _yes_or_no("episode.indigenous", "Indigenous patient", "Adds to the weight."),
        Question("episode.residence_remoteness", "Lives in", FAR_AWAY, "choice", REMOTENESS),
        Question("episode.treatment_remoteness", "Treated in", FAR_AWAY, "choice", REMOTENESS),
        _yes_or_no("episode.radiotherapy", "Radiotherapy", "Given during the stay."),
        _yes_or_no("episode.dialysis", "Dialysis", "Given during the stay."),
        _yes_or_no(
            "episode.private_patient", "Private patient", "WorkSafe patients are weighed as public ones."
        ),
        Question(
            "episode.psychiatric_age",
            "Psychiatric age group",
            "Such as 1.1, in the years that have one.",
            "code",
        ),
        _yes_or_no(
            "episode.multiple_providers", "Several providers", "Of one visit to an outpatient clinic."
        ),
        Table(
            "episode.adjustments[]",
            "Further adjustment",
            (Question("", "Adjustment", "One of the year's own, such as COVID-19 treatment.", "text"),),
            ROWS_OF_ADJUSTMENTS,
        ),
    ),
)
DOCUMENTS = {
    "diagnosis": "Diagnosis",
    "first-line": "First-line treatments",
    "medications": "Medications",
    "outcome-measures": "Outcome measures",
    "mental-health": "Mental health assessment",
}
APPROVAL = (
    Question("claim.approval.reference", "Reference", "As the payer's letter gives it.", "text"),
    Question("claim.approval.given", "Approved on", "By the first treatment day, to count as prior.", "day"),
    Question("claim.approval.sessions", "Treatment days approved", "How many, where a number was.", "count"),
    Question("claim.approval.amount", "Amount approved", "In dollars and cents, where one was.", "amount"),
    Question("claim.approval.until", "Approved until", "The last day that it covers.", "day"),
)
MEASURED = "By measures before and after."


def form(library: Library) -> tuple[FormSheet, ...]:
    """The sheets to fill in. What is loaded decides how many days can be named and what a claim is asked."""
    days = max((library.regimen(name).treatment_days for name in library.regimens), default=0)
    day = Question("", "Day", "A day, such as 5 Aug 2024.", "day")
    treatment_days = Table("calendar.dates[]", "Treatment day", (day,), max(days, FEWEST_DAYS))
    return (
        FormSheet(
            "Request",
            "Request a price",
            "Fill in the yellow cells, save, and run: kfees quote, with the name of this file.",
            (COURSE, CHARGES_IN_ONE_AMOUNT, CHARGES_BY_ITEM),
        ),
        FormSheet(
            "Services",
            "Services",
            "Only where the services that the setting brings do not fit.",
            (MORE_SERVICES, LEFT_OUT),
        ),
        FormSheet(
            "Days",
            "Treatment days one by one",
            "Only where they are neither weekdays nor days in a row.",
            (Section("Days", "One for each treatment day, in order.", (treatment_days,)),),
        ),
        FormSheet(
            "Stay",
            "The stay in a public hospital",
            "What changes its weight, and with it the price.",
            (STAY,),
        ),
        FormSheet("Claim", "The claim", "What the guideline asks about. Empty: not stated.", _claim(library)),
    )


def accepted(library: Library) -> dict[str, tuple[str, ...]]:
    """By fact of the claim, the words that the guideline accepts."""
    return {check.fact: check.accepted for check in _checks(library) if check.accepted}


def _checks(library: Library) -> tuple[GuidelineCheck, ...]:
    guideline = library.guideline_on(LATEST - ONE_DAY)
    return guideline.check if guideline else ()


def _claim(library: Library) -> tuple[Section, ...]:
    requires = {check.fact: check.requires for check in _checks(library)}

    def asked(
        key: str, label: str, kind: Kind = "yes or no", otherwise: str = "Empty: not stated."
    ) -> Question:
        fact = key.removeprefix("claim.").removeprefix("documents: ")
        chosen = YES_OR_NO if kind == "yes or no" else fact
        note = requires.get(fact, otherwise)
        if kind == "suggestion":
            note = f"{note} Anything that is not in the list: '{OTHER}' and what it is."
        return Question(key, label, note, kind, chosen)

    earlier = Question(
        "", "Day", "The first day of an earlier course: its other days are the same treatment.", "day"
    )
    return (
        Section(
            "The request",
            "",
            (
                Question(
                    "claim.request_date", "Day of the request", "The guideline of that day is used.", "day"
                ),
                Question(
                    "claim.information_complete",
                    "Everything was in on",
                    "The day on which all that is required was in: the time to decide runs from it.",
                    "day",
                ),
                asked("claim.route", "Route", "suggestion"),
                asked("claim.indication", "Indication", "suggestion"),
                asked("claim.circumstance", "Circumstance", "suggestion"),
                asked("claim.injury_accepted", "Accepted injury"),
                asked("claim.referred_by_medical_practitioner", "Referred"),
                asked("claim.prior_approval", "Approved before"),
                asked("claim.country", "Country", "suggestion"),
            ),
        ),
        Section(
            "The provider",
            "",
            (
                asked("claim.provider.registration", "Registration", "suggestion"),
                asked("claim.provider.indemnity_cover", "Indemnity cover", "amount"),
            ),
        ),
        Section(
            "Documents",
            "yes where it came with the request; all empty: not stated.",
            (
                *(asked(f"claim.documents: {name}", label) for name, label in DOCUMENTS.items()),
                asked(
                    "claim.mental_health_risk",
                    "Mental health risk",
                    otherwise="yes if there are risk factors: the assessment is then required.",
                ),
            ),
        ),
        Section(
            "Earlier treatment",
            "For a later request.",
            (
                Table("claim.previous_treatments[]", "Earlier treatment", (earlier,), ROWS_OF_TREATMENTS),
                asked(
                    "claim.exceptional_circumstances",
                    "Exceptional",
                    otherwise="yes if the circumstances are exceptional.",
                ),
                asked("claim.outcomes.pain_improved", "Pain improved", otherwise=MEASURED),
                asked("claim.outcomes.function_improved", "Function improved", otherwise=MEASURED),
                asked("claim.outcomes.opioids_reduced", "Opioids reduced", otherwise=MEASURED),
            ),
        ),
        Section("The approval", "Where there is one already.", APPROVAL),
    )
