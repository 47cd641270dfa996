"""The course that the benchmarks price: ten infusions in a private day hospital, from 5 August 2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kfees import CourseRequest, Quote
from openfisca_course import PeerQuote

HOSPITAL_CHARGE, MEDICAL_CHARGE = 3200, 1500

REQUEST = CourseRequest.model_validate(
    {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        "charges": [
            {"payee": "hospital", "amount": str(HOSPITAL_CHARGE)},
            {"payee": "medical", "amount": str(MEDICAL_CHARGE)},
        ],
    }
)

DAYS = tuple(date(2024, 8, day) for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16))

ANSWER = PeerQuote(Decimal("2749.60"), Decimal("960.20"), Decimal("450.40"), Decimal("539.80"))

FLAGS = (
    *("--regimen", "crps-10-day", "--setting", "private-day-hospital"),
    *("--start", "2024-08-05", "--weight", "80"),
    *("--charge", f"hospital={HOSPITAL_CHARGE}", "--charge", f"medical={MEDICAL_CHARGE}"),
)


def answer_of(quote: Quote) -> PeerQuote:
    """The part of a quote that the peers answer too."""
    hospital, medical = quote.payees
    figures = (hospital.maximum, medical.maximum, hospital.gap, medical.gap)
    return PeerQuote(*(figure for figure in figures if figure is not None))
