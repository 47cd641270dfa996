"""What is asked about courses that are more than one account or one place: accounts, parts and further stays.

A row of `accounts[]` is a charge in one amount, a discount, or both; one of `fees[]` a charge outside the
schedules. The stays of parts and of added AR-DRGs are numbered, each a column of the sheet More stays, and a
row 'stays[].nights' holds that fact of each.
"""

from __future__ import annotations

from dataclasses import replace

from kfees.documents.form.questions import (
    ADMITTED,
    ANSWERS,
    DAYS,
    DISCHARGED,
    NIGHTS,
    NIGHTS_APART,
    PAYEE,
    PROVIDER,
    ROWS_OF_ADJUSTMENTS,
    ROWS_OF_BEDS,
    SETTINGS,
    WEIGHED,
    WITH_GST,
    FormQuestion,
    FormSection,
    FormTable,
)
from kfees.library.library import Library

ACCOUNTS, FEES, STAYS = "accounts", "fees", "stays[]."
ROWS_OF_ACCOUNTS, ROWS_OF_FEES, ROWS_OF_PARTS = 6, 12, 6


def billers(library: Library) -> FormSection:
    """The name of each payee."""
    return FormSection(
        "Who bills what the setting brings",
        "By name, where more than one doctor or hospital sends an account. Empty: it has no name here.",
        tuple(
            FormQuestion(
                f"providers.{payee}", f"Name of {facts.in_a_sentence}", "As the account has it.", "text"
            )
            for payee, facts in library.payees.items()
        ),
    )


IN_ONE_AMOUNT = FormSection(
    "Charges in one amount, and discounts",
    "In place of those on the sheet Request: with GST, with a discount, or of a further doctor.",
    (
        FormTable(
            f"{ACCOUNTS}[]",
            "Account",
            (
                PAYEE,
                PROVIDER,
                FormQuestion(
                    "amount", "One amount", "For all that is billed so, before a discount.", "amount"
                ),
                FormQuestion(
                    "discount", "Discount", "Off that, or off the charges by item; never off fees.", "amount"
                ),
                WITH_GST,
            ),
            ROWS_OF_ACCOUNTS,
        ),
    ),
)
OUTSIDE = FormSection(
    "Fees that no schedule has",
    "A facility fee, the drug, a missed session: as it is billed, GST or not.",
    (
        FormTable(
            f"{FEES}[]",
            "Fee",
            (
                PAYEE,
                FormQuestion("label", "What for", "Such as Facility fee.", "text"),
                FormQuestion("amount", "Amount for one", "Dollars and cents, such as 300.00.", "amount"),
                FormQuestion("quantity", "How many", "In all. Empty: one, or one for each day.", "number"),
                DAYS,
                PROVIDER,
            ),
            ROWS_OF_FEES,
        ),
    ),
)
PARTS = FormSection(
    "Parts",
    "In order. The sessions of all parts are those of the course.",
    (
        FormTable(
            "parts[]",
            "Part",
            (
                FormQuestion(
                    "setting", "Setting", "Where it is given: see the sheet Lists.", "choice", SETTINGS
                ),
                FormQuestion("sessions", "Sessions", "How many treatment days there.", "count"),
                FormQuestion(
                    "stay", "Stay", "Its number in the sheet More stays. Empty: as usual there.", "count"
                ),
            ),
            ROWS_OF_PARTS,
        ),
    ),
)
STAY_NUMBER = FormQuestion("stay", "Stay", "Its number: 1 for the first column above.", "count")


def _of_each_stay(question: FormQuestion, *, headed: bool) -> FormTable:
    """One row: this fact of each of the stays."""
    columns = tuple(
        replace(question, key=str(number), label=f"Stay {number}") for number in range(1, len(ANSWERS) + 1)
    )
    key = question.key.replace("episode.", STAYS)
    return FormTable(key, question.label, columns, 1, headed=headed)


def _more_stays() -> tuple[FormTable, ...]:
    facts = (NIGHTS, ADMITTED, DISCHARGED, *NIGHTS_APART.parts, *WEIGHED.parts)
    questions = [part for part in facts if isinstance(part, FormQuestion)]
    return tuple(_of_each_stay(question, headed=question is NIGHTS) for question in questions)


MORE_STAYS = (
    FormSection("Stays", "A part or a service names its stay by the number of its column.", _more_stays()),
    FormSection(
        "Their beds",
        "In place of the bed that the setting brings.",
        (
            FormTable(
                f"{STAYS}beds[]",
                "Bed",
                (
                    STAY_NUMBER,
                    FormQuestion("item", "Item", "The bed's item, such as ICU.", "code"),
                    FormQuestion("dates", "Nights", "In place of the setting's bed: 2024-08-06.", "days"),
                ),
                ROWS_OF_BEDS,
            ),
        ),
    ),
    FormSection(
        "Their further adjustments",
        "Those of the year's own, such as COVID-19 treatment.",
        (
            FormTable(
                f"{STAYS}adjustments[]",
                "Further adjustment",
                (STAY_NUMBER, FormQuestion("adjustment", "Adjustment", "Its name.", "text")),
                ROWS_OF_ADJUSTMENTS,
            ),
        ),
    ),
)
