"""What a provider's rows charge, and nothing else, is what the request made of them charges, to the cent."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.engine.provider_course import request_from
from kfees.engine.provider_quote import compared_with
from kfees.model.assessment import COUNTED
from kfees.reading.provider_rows import read_provider_file

# Whole units: a rule that takes half a unit away parts its charge in two, each rounded.
CELLS = {
    "Item": ("2801", "DS1", "2806", "M", "ICU", "17645", "B71B", "KET", "DS1 - day", "2801/2806", ""),
    "Description": ("Facility fee", "Discount", "", "Dr A", "Ketamine amp", "Total", "GST", "Visit 2806"),
    "Provider": ("Dr A", "dr a", "Dr B", ""),
    "Date": ("5/8/2024", "6/8/24", "5-9 Aug 2024", "5/8/24 - 16/8/24", "", "31/12/2098", "soon"),
    "Qty": ("1", "2", "3", "10", "", "9", "100000", "367"),
    "Amount": ("100.00", "-50", "200.01", "999999999999.99", "0", "0.01", "", "n/a"),
    "GST": ("Y", "N", "10", "", "0"),
}
COURSES = (
    {"regimen": "crps-10-day", "setting": "private-day-hospital", "weight_kg": "80"},
    {"regimen": "crps-10-day", "setting": "consulting-rooms", "weight_kg": "80"},
    {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"},
    {"regimen": "crps-4-day", "setting": "public-hospital-admitted"},
    {"regimen": "crps-10-day", "setting": "private-day-hospital", "weight_kg": "80",
     "providers": {"medical": "Dr A"}},
)  # fmt: skip
rows = st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=9)


@given(rows=rows, course=st.sampled_from(COURSES))
def test_every_dollar_of_a_row_that_was_understood_is_in_the_request(
    rows: list[tuple[str, ...]], course: dict[str, object], library: kfees.Library
) -> None:
    text = "\n".join(",".join(row) for row in (tuple(CELLS), *rows))
    file = read_provider_file(text.encode(), "quote.csv")
    composed = request_from(file, {**course, "start": "2024-08-05"}, library)
    found = compared_with(composed, library)
    charged = sum((line.amount or 0 for line in found.lines if line.outcome in COUNTED), Decimal(0))
    charged -= sum(line.amount or 0 for line in found.lines if line.outcome == "discount")
    again = kfees.CourseRequest.model_validate_json(composed.request.model_dump_json())
    assert sum(line.charge or 0 for line in kfees.price(again, library).lines) == charged
    assert found.nothing_read or found.charge == charged
    assert [line.place for line in found.lines] == [row.place for row in file.rows]
