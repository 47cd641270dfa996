"""Amounts typed into the pages: what could be thousands is never taken for cents."""

from __future__ import annotations

import httpx
import pytest

COURSE = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80"}
PRICE = {"regimen": "crps-10-day", "start": "2024-08-05", "source": "A quote", "courses": "2", "years": "2"}
REFUSED = "3.900 could be 3.90 or 3900.00. Write the one that is meant, with two decimals."


@pytest.mark.parametrize(
    ("page", "fields", "name"),
    [("/", COURSE, "hospital"), ("/", COURSE, "charge.medical:2801"), ("/projection", PRICE, "per_infusion")],
)
def test_a_point_between_thousands_is_never_read_as_a_decimal_point(
    page: str, fields: dict[str, str], name: str, client: httpx.Client
) -> None:
    answer = client.get(page, params={**fields, name: "3.900"})
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert REFUSED not in client.get(page, params={**fields, name: "3900.0"}).text
