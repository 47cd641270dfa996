"""The courses that the benchmarks price: ten infusions in a private day hospital, no two alike.

The first begins on 5 August 2024; the others on any day of the three years from then, at other charges.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from kfees import CourseRequest, Quote
from openfisca_course import PeerQuote
from openfisca_portfolio import CALENDAR


@dataclass(frozen=True)
class Course:
    """A request, and what the peers are given of it: the treatment days and the charges in AUD."""

    request: CourseRequest
    days: tuple[date, ...]
    hospital_charge: int
    medical_charge: int

    @property
    def flags(self) -> tuple[str, ...]:
        """As `kfees quote` takes it."""
        asked = self.request
        return (
            *("--regimen", asked.regimen, "--setting", str(asked.setting), "--start", str(asked.start)),
            *("--weight", str(asked.weight_kg), "--charge", f"hospital={self.hospital_charge}"),
            *("--charge", f"medical={self.medical_charge}"),
        )


def courses(count: int, first: int = 0) -> list[Course]:
    """So many from a number on; those of a number are the same each time."""
    return [_course(number) for number in range(first, first + count)]


def _course(number: int) -> Course:
    start = date(2024, 8, 5) + timedelta(days=number * 97 % 1095)
    hospital, medical = 3200 + number * 7 % 3001, 1500 + number % 1999
    asked = {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": start,
        "weight_kg": Decimal(800 + number % 400) / 10,
        "charges": [
            {"payee": "hospital", "amount": Decimal(hospital)},
            {"payee": "medical", "amount": Decimal(medical)},
        ],
    }
    days = np.busday_offset(np.datetime64(start), range(10), roll="forward", busdaycal=CALENDAR)
    return Course(CourseRequest.model_validate(asked), tuple(days.tolist()), hospital, medical)


REQUEST = _course(0).request
"""One of them, where a benchmark is about something else."""

ANSWER = PeerQuote(Decimal("2749.60"), Decimal("960.20"), Decimal("450.40"), Decimal("539.80"))
"""What it comes to."""


def answer_of(quote: Quote) -> PeerQuote:
    """The part of a quote that the peers answer too."""
    hospital, medical = quote.payees
    figures = (hospital.maximum, medical.maximum, hospital.gap, medical.gap)
    return PeerQuote(*(figure for figure in figures if figure is not None))
