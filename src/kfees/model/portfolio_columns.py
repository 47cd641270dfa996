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
    "age": """age_at_admission, age_on_admission, admission_age, age_in_years, age_years, patient_age,
        age_at_visit, age_at_presentation, age_yrs, age_at_episode_start, age_y""",
    "leave_days": "leave, days_of_leave, days_on_leave, total_leave_days, number_of_leave_days",
    "icu_hours": """hours_in_icu, hours_of_icu, icu_hrs, hrs_in_icu, total_icu_hours, hours_in_intensive_care,
        intensive_care_hours, icu_los_hours, icu_duration_hours, total_hours_in_icu, hours_in_eligible_icu,
        eligible_icu_hours""",
    "indigenous": """indigenous_status, aboriginal, atsi, atsi_status, aboriginal_status,
        aboriginality, first_nations, first_nations_status, aboriginal_or_torres_strait_islander,
        aboriginal_and_torres_strait_islander, aboriginal_and_or_torres_strait_islander,
        aboriginal_torres_strait_islander, aboriginal_or_torres_strait_islander_status,
        aboriginal_and_torres_strait_islander_status, aboriginal_indigenous_status, indigenous_patient,
        is_indigenous""",
    "residence": """residence_remoteness, remoteness_of_residence, residential_remoteness, patient_remoteness,
        residential_remoteness_area, patient_residential_remoteness, remoteness_area_of_residence,
        residence_ra, patient_ra, ra_of_residence, ra_residence, residential_ra, patient_remoteness_area,
        asgs_of_residence, residence_asgs, patient_asgs, remoteness_of_patient""",
    "treatment": """treatment_remoteness, remoteness_of_treatment, hospital_remoteness,
        remoteness_of_hospital,
        patient_treatment_remoteness, treatment_ra, hospital_ra, ra_of_hospital, ra_of_treatment, ra_hospital,
        facility_remoteness, hospital_remoteness_area, treatment_remoteness_area, establishment_remoteness,
        remoteness_area_of_hospital, hospital_asgs, asgs_of_hospital, remoteness_of_facility""",
    "dialysis": "dialysis_status, had_dialysis",
    "radiotherapy": "radiotherapy_status, had_radiotherapy, radiation_therapy",
    "private_patient": """private, private_status, is_private, election_status,
        patient_election, patient_election_status, private_or_public, public_or_private, private_public,
        public_private""",
    "specialist_paediatric": """specialist_paediatric_hospital, specialised_paediatric_hospital,
        specialised_childrens_hospital, specialist_childrens_hospital, paediatric_hospital,
        childrens_hospital""",
    "emergency": """emergency_class, ed_class, aecc, aecc_class, ecc, ecc_class, aecc_code, ecc_code,
        emergency_code, emergency_care_class, aecc_end_class""",
    "clinic": """tier_2_clinic, tier_2, tier2, clinic_code, tier_2_class, tier_2_code, tier_2_clinic_code,
        clinic_class, outpatient_clinic, tier_2_non_admitted_clinic, tier_2_non_admitted_class""",
}
"""What a field is called besides."""

OF_ACTIVITY: dict[str, str] = {
    "id": """episode, episode_id, episode_number, episode_no, encounter, encounter_id, visit_id, urn, mrn, ur,
        ur_number, presentation_id, account_number""",
    "drg": "drg_code, ar_drg_code, ardrg_code, drg_class",
    "nights": "number_of_nights, nights_of_stay",
    "on": """date, day, visit_date, date_of_visit, visit_day, service_date, date_of_service, appointment_date,
        date_of_appointment, presentation_date, date_of_presentation, arrival_date, date_of_arrival,
        date_of_leaving, activity_date""",
    "item": "code, class, activity, activity_code, item_code, class_code, classification_code",
    "multiple_providers": """several_providers, multiple_providers_in_one_visit, multidisciplinary,
        multidisciplinary_clinic, multi_disciplinary, mdc""",
    "psychiatric_age": "psychiatric_age_group, psychiatric_age_category",
    "adjustment": "adjustments, other_adjustment, other_adjustments, further_adjustment",
}
"""What the fields of an episode, a presentation or a visit are called besides; others are as in a course."""

_LENGTH_OF_STAY = ("los", "lengthofstay", "losdays", "lengthofstaydays", "lengthofstayindays", "staylength")

_OF_EITHER_PLACE = re.compile(r"(asgs(ra)?|ra|(asgs)?remoteness)(area|areas|class|category|code|index)?")
_AREA = re.compile(r"\b(ra|asgs|remoteness)\b|\bra ?[0-9]{2,4}\b")
"""What heads an area of which it does not say whether the patient lives or is treated there."""

_VERSION_BEHIND = re.compile(r"[\W_]*(?<![a-z])(v|ver|version)[\W_]*[0-9][0-9.]*\W*$", re.IGNORECASE)
"""'v11.0' and 'Version 11' behind the name of a classification."""

OF_A_WEIGHT: dict[str, tuple[str, str]] = {
    "drg": (r"\bdrgs?\b", "AR-DRGs"),
    "emergency": (r"\ba?ecc\b", "emergency classes"),
    "clinic": (r"\btier ?2\b", "Tier 2 clinics"),
    "age": (r"\bages?\b(?! group)|\bdate of birth\b|\bbirth ?date\b|\bdob\b", "completed years at admission"),
    "indigenous": (
        r"\b(non)?indig(enous)?\b|\baborig|\batsi\b|\btorres\b|\bfirst nations?\b",
        "yes and no, or 1 to 4 and 9 of the national standard",
    ),
    "icu_hours": (r"\bicu\b|\bintensive care\b", "hours in an eligible unit"),
    "leave_days": (r"\bleave\b", "days"),
    "dialysis": (r"\bdialysis\b", "yes and no"),
    "radiotherapy": (r"\bradiotherapy\b", "yes and no"),
    "private_patient": (r"\bprivate patients?\b|\belect(ed|ion)\b", "yes and no, or private and public"),
}
"""Words in the heading of what may change a weight, and what its column has to hold to be read."""

_SAYS_MORE = re.compile(r"\b(desc|name|title|label|text|weight|cost|price|date)")
"""Words in a heading of a column that says something of codes or hours, and holds none."""

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


def names_of_activity() -> dict[str, str]:
    """The same of an episode, a presentation or a visit; a length of stay is no number of nights."""
    also = {bare(one): field for field, names in OF_ACTIVITY.items() for one in names.split(",")}
    found = names_of_course() | also
    return {name: field for name, field in found.items() if name not in _LENGTH_OF_STAY}


def is_length_of_stay(name: str) -> bool:
    """Whether a column is called so."""
    return bare(name) in _LENGTH_OF_STAY


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


def of_either_place(name: str) -> bool:
    """Whether a column holds an area, and its name does not say whose."""
    return bool(_OF_EITHER_PLACE.fullmatch(bare(name)))


def without_version(name: str) -> str:
    """'AR-DRG v11.0' without what it says of its version."""
    return _VERSION_BEHIND.sub("", name)


def may_change_a_weight(name: str) -> str | None:
    """The field that a column may hold whose name has the words of one, and more."""
    words = _words(name)
    found = next((field for field, (pattern, _) in OF_A_WEIGHT.items() if re.search(pattern, words)), None)
    return None if found != "age" and _SAYS_MORE.search(words) else found


def may_be_an_area(name: str) -> bool:
    """Whether a column's name has the word of a remoteness area."""
    return bool(_AREA.search(_words(name)))


def is_choice_of_status(name: str) -> bool:
    """Whether a column of private patients holds which of the two was chosen, and no yes or no."""
    return "election" in bare(name) or {"public", "private"} <= set(re.findall("public|private", bare(name)))


def not_payees() -> frozenset[str]:
    """The columns, bare, that are no payee's."""
    return frozenset({*names_of_course(), *map(bare, (*ALSO, *NOT_PAYEES))})


def bare(name: str) -> str:
    """A name in small letters, without signs, spaces and brackets."""
    return re.sub(r"\W|_", "", name.casefold())


def _words(name: str) -> str:
    """A name in small letters, with a space in place of all signs."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))
