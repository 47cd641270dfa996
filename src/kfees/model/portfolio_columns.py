"""What the columns of a portfolio are called: those of a course, those of each payee, those of the answer."""

from __future__ import annotations

import re

from kfees.model.payee import Payee, PayeeFacts

ALSO: dict[str, str] = {
    "id": "claim, claim_id, claim_number, claim_no, claim_ref, claim_reference, reference",
    "regimen": "protocol, treatment_protocol",
    "setting": "place, place_of_service, place_of_treatment, care_setting, treatment_setting",
    "start": """start_date, date_of_start, first_day, course_start, start_of_course, treatment_start,
        treatment_start_date, start_of_treatment, first_treatment, first_treatment_date,
        date_of_first_treatment, first_session, date_of_first_session, first_infusion,
        date_of_first_infusion, commencement_date, date_commenced""",
    "weight_kg": "weight, body_weight, body_weight_kg, weight_in_kg, patient_weight, kg",
    "nights": "number_of_nights, length_of_stay, los",
    "drg": "ar_drg, ardrg",
    "sessions": """number_of_sessions, treatments, number_of_treatments, infusions, number_of_infusions,
        treatment_days""",
    "admitted": "admission, admission_date, date_of_admission, admission_day, date_admitted, admitted_on",
    "discharged": """discharge, discharge_date, date_of_discharge, discharge_day, date_discharged,
        discharged_on, separation_date, date_of_separation""",
}
"""What a field is called besides."""

OF_A_PAYEE = {
    "charge": "{payee}, {payee}_charges, {payee}_fees, {payee}_amount",
    "fee": "{payee}_other_fee, other_{payee}_fee",
    "discount": "{payee}_discounts, discount_{payee}",
}
"""The same of a payee's fields, beside what its own file says."""

FIGURES = ("maximum", "payable", "gap")
"""What is added for each payee, and in total."""

NOT_PAYEES = (
    *("payer", "gst", "payee", "charge", "fee", "discount", "total", *FIGURES, "gap_least", "gap_most"),
    *("complete", "stale", "basis", "nwau", "please_check", "problem", "currency", "start_read"),
)
"""What else stands at the head of a column, or where a payee stands."""


def names_of_course() -> dict[str, str]:
    """The fields of a course by what else their columns are called, bare."""
    return {bare(name): field for field, names in ALSO.items() for name in names.split(",")}


def names_of_payee(payee: Payee, facts: PayeeFacts) -> dict[str, str]:
    """The fields of a payee by what else their columns are called, bare."""
    return {
        bare(name): f"{payee}_{kind}"
        for kind, names in OF_A_PAYEE.items()
        for name in (*names.format(payee=payee).split(","), *getattr(facts.columns, kind))
    }


def columns_by_name(payee: Payee) -> tuple[str, ...]:
    """The columns that a payee has by its name alone."""
    also = ", ".join(OF_A_PAYEE.values()).format(payee=payee).split(", ")
    return (*also, *(f"{payee}_{figure}" for figure in (*OF_A_PAYEE, *FIGURES)))


def not_payees() -> frozenset[str]:
    """The columns, bare, that are no payee's."""
    return frozenset({*names_of_course(), *map(bare, (*ALSO, *NOT_PAYEES))})


def bare(name: str) -> str:
    """A name in small letters, without signs, spaces and brackets."""
    return re.sub(r"\W|_", "", name.casefold())
