"""What each field of a course is called on a page."""

from __future__ import annotations

from kfees.library.library import Library
from kfees.model.sentences import translatable
from kfees.web.accounts_form import DISCOUNT, PROVIDER
from kfees.web.stay_form import IN_PARTS, PART
from kfees.web.typed_form import AS_OF, PAYER
from kfees.web.wording import PageWords

PART_OF_COURSE = translatable("Part {number}")
WHOSE_ACCOUNT, DISCOUNT_OF = translatable("{payee}: whose account"), translatable("{payee}: discount")


def field_names(library: Library, words: PageWords) -> dict[str, str]:
    """The name of each field."""
    payees = {payee: words.known(facts.title) for payee, facts in library.every_payee.items()}
    return {
        PAYER: words.gettext("Payer"),
        "regimen": words.gettext("Regimen"),
        "setting": words.gettext("Setting"),
        "start": words.gettext("First treatment day"),
        "weight": words.gettext("Body weight in kg"),
        **payees,
        **_of_days_and_stay(words),
        **_of_items(words),
        **{f"{PROVIDER}{payee}": words.filled(WHOSE_ACCOUNT, payee=name) for payee, name in payees.items()},
        **{f"{DISCOUNT}{payee}": words.filled(DISCOUNT_OF, payee=name) for payee, name in payees.items()},
        "gst": words.gettext("With GST"),
        "fee": words.gettext("Fees that no schedule has"),
        "fee_payee": words.gettext("Who charges it"),
        "fee_label": words.gettext("What for"),
        "fee_amount": words.gettext("Fee"),
        "fee_quantity": words.gettext("How many"),
        "fee_dates": words.gettext("Days"),
        "further": words.gettext("Taken over from a request"),
        AS_OF: words.gettext("Judge rates as of"),
    }


def _of_days_and_stay(words: PageWords) -> dict[str, str]:
    return {
        IN_PARTS: words.gettext("In parts"),
        PART: words.title(PART_OF_COURSE),
        "calendar": words.gettext("Treatment days"),
        "dates": words.gettext("Dates"),
        "sessions": words.gettext("Number of sessions"),
        "admitted": words.gettext("Day of admission"),
        "discharged": words.gettext("Day of discharge"),
        "nights": words.gettext("Nights in hospital"),
        "drg": words.gettext("AR-DRG"),
        "leave_days": words.gettext("Days of leave from hospital"),
        "leave": words.gettext("Nights away from hospital"),
        "icu_hours": words.gettext("Hours in intensive care"),
        "bed": words.gettext("Beds of single nights"),
        "bed_item": words.gettext("Bed"),
        "bed_dates": words.gettext("Nights"),
        "earlier_ended": words.gettext("An earlier stay ended on"),
        "earlier_days": words.gettext("Its days"),
        "age": words.gettext("Age in years"),
        "indigenous": words.gettext("Aboriginal or Torres Strait Islander"),
        "paediatric": words.gettext("In a specialist children’s hospital"),
        "radiotherapy": words.gettext("With radiotherapy"),
        "dialysis": words.gettext("With dialysis"),
        "residence": words.gettext("Where {patient} lives"),
        "treatment": words.gettext("Where the hospital is"),
    }


def _of_items(words: PageWords) -> dict[str, str]:
    return {
        "charged": words.gettext("Charges on some days"),
        "charge_item": words.gettext("Item"),
        "charge_amount": words.gettext("Charge for each"),
        "charge_dates": words.gettext("Days"),
        "without": words.gettext("Items left out"),
        "add": words.gettext("Items added"),
        "add_item": words.gettext("Item"),
        "add_dates": words.gettext("Days"),
        "add_quantity": words.gettext("Units each day"),
        "add_provider": words.gettext("Who bills it"),
    }
