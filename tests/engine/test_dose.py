"""The drug of a course: milligrams to the last decimal, and whole ampoules."""

from __future__ import annotations

from decimal import Decimal

import kfees


def test_a_body_weight_with_many_decimals_gives_its_exact_dose(library: kfees.Library) -> None:
    request = kfees.CourseRequest.model_validate(
        {
            "regimen": "crps-10-day",
            "setting": "consulting-rooms",
            "start": "2025-08-04",
            "weight_kg": "80.123456789123",
        }
    )
    quote = kfees.price(request, library)
    assert quote.dose.mg_per_day == Decimal("0.35") * 4 * Decimal("80.123456789123")
    assert kfees.Quote.model_validate_json(quote.model_dump_json()) == quote
