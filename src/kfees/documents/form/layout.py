"""The sheets of the form, in their order."""

from __future__ import annotations

from kfees.documents.form.claim import claim_questions
from kfees.documents.form.courses import IN_ONE_AMOUNT, MORE_STAYS, OUTSIDE, PARTS, billers
from kfees.documents.form.questions import (
    CHARGES_BY_ITEM,
    COURSE,
    FEWEST_DAYS,
    LEFT_OUT,
    MORE_SERVICES,
    NIGHTS_APART,
    WEIGHED,
    WHO_PAYS,
    FormQuestion,
    FormSection,
    FormSheet,
    FormTable,
    charges_in_one_amount,
)
from kfees.library.library import Library


def form(library: Library) -> tuple[FormSheet, ...]:
    """The sheets to fill in. What is loaded decides how many days can be named and what a claim is asked."""
    days = max((library.regimen(name).treatment_days for name in library.regimens), default=0)
    day = FormQuestion("", "Day", "A day, such as 5 Aug 2024.", "day")
    treatment_days = FormTable("calendar.dates[]", "Treatment day", (day,), max(days, FEWEST_DAYS))
    return (
        FormSheet(
            "Request",
            "Request a price",
            "Fill in the yellow cells, save, and run: kfees quote, with the name of this file.",
            (COURSE, charges_in_one_amount(library), CHARGES_BY_ITEM, WHO_PAYS),
        ),
        FormSheet(
            "Accounts",
            "Accounts",
            "Only where one amount for each payee, or the items' charges, do not say what is billed.",
            (billers(library), IN_ONE_AMOUNT, OUTSIDE),
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
            (FormSection("Days", "One for each treatment day, in order.", (treatment_days,)),),
        ),
        FormSheet(
            "Stay",
            "The stay in hospital",
            "Only where it is not an ordinary one. Its nights, or its days, stand in the sheet Request.",
            (WEIGHED, NIGHTS_APART),
        ),
        FormSheet(
            "Parts",
            "A course that moves between settings",
            "In place of the setting in the sheet Request: such as two nights in hospital, then day visits.",
            (PARTS,),
        ),
        FormSheet(
            "More stays",
            "The stays of parts, and of AR-DRGs that are added as services",
            "Each in a column of its own.",
            MORE_STAYS,
        ),
        FormSheet(
            "Claim",
            "The claim",
            "What the guideline asks about. Empty: not stated.",
            claim_questions(library),
        ),
    )
