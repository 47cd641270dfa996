"""What is understood of a provider's quote before it is priced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import kfees
from kfees.engine.provider_course import quote_expected
from kfees.engine.provider_preview import understood, understood_alone
from kfees.model.understood_quote import UnderstoodQuote
from kfees.reading.provider_rows import read_provider_file

COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}


def preview(library: kfees.Library, *lines: str) -> UnderstoodQuote:
    file = read_provider_file("\n".join(lines).encode(), "quote.csv", quote_expected(COURSE, library))
    return understood(file, kfees.CourseRequest.model_validate(COURSE), library)


def test_each_row_has_its_days_item_number_price_gst_and_payee(library: kfees.Library) -> None:
    found = preview(
        library,
        "Item,Description,Date,Qty,Amount,GST,Rebate",
        "DS1,Day bed,,10,2749.60,-,87.30",
        "2801,Dr A,5/8/2024,1,320.00,,",
        "KET,Ketamine 200 mg,,10,154.00,14.00,",
        "DISC,Hospital discount,,,-100.00,,",
        "2806,Review,,1,TBA,,",
        "Total,,,,3123.60,,",
    )
    rows = {row.place.rpartition(" ")[2]: row for row in found.rows}
    bed, visit, drug, discount, asked, total = (rows[str(number)] for number in range(2, 8))
    assert (bed.meaning, bed.schedule, bed.item, len(bed.dates)) == ("item", "private-hospital", "DS1", 10)
    assert (bed.quantity, bed.price, bed.payee) == (Decimal(10), Decimal("2749.60"), "hospital")
    assert (visit.payee, visit.provider, [*map(str, visit.dates)]) == ("medical", "Dr A", ["2024-08-05"])
    assert (drug.meaning, drug.payee, str(drug.gst), drug.item) == ("fee", "pharmacy", "14.00", "KET")
    assert (discount.meaning, discount.payee, str(discount.price)) == ("discount", "hospital", "100.00")
    assert (asked.meaning, asked.price, asked.payee) == ("not read", None, None)
    assert "'TBA'" in asked.doubt
    assert asked.remedy
    assert (total.meaning, total.says) == ("total", "The rows above come to $3,123.60 too.")
    assert (str(found.charged), found.in_doubt) == ("3123.60", ("quote.csv row 6",))


def test_columns_and_the_order_of_days_are_said(library: kfees.Library) -> None:
    found = preview(library, "Item,Date,Amount,Rebate", "DS1,8/13/2024,90.00,87.30", "DS1,8/5/2024,-,")
    assert (found.date_order, found.because) == ("month-first", "8/13/2024 (row 2)")
    assert [(column.place, column.heading, column.read_as) for column in found.columns] == [
        ("quote.csv column A", "Item", "item"),
        ("quote.csv column B", "Date", "date"),
        ("quote.csv column C", "Amount", "amount"),
    ]
    (left,) = found.left_out
    assert (left.place, left.what) == ("quote.csv column D", "Rebate")
    assert "--columns amount=D" in left.why


def test_a_day_without_a_year_is_the_nearest_to_the_start_that_is_stated(library: kfees.Library) -> None:
    asked = {"payer": "worksafe-victoria", "start": "5/8/2024"}
    assert quote_expected(asked, library).near == date(2024, 8, 5)
    for start in (None, "soon", 5):
        assert quote_expected({**asked, "start": start}, library).near is None
    assert quote_expected([], library).near is None


def test_where_the_course_is_not_known_rows_are_shown_as_they_were_read(library: kfees.Library) -> None:
    lines = ["Item,Description,Date,Qty,Amount", "DS1,Day bed,,10,2749.60", "2801,Dr A,5/8/2024,1,320.00"]
    lines += ["DISC,Hospital discount,,,-100.00", "2806,Review,31/2/2024,1,90.00", "Total,,,,2969.60"]
    file = read_provider_file("\n".join(lines).encode(), "quote.csv", quote_expected({}, library))
    found = understood_alone(file)
    assert [row.meaning for row in found.rows] == ["item", "item", "discount", "not read", "total"]
    assert [len(row.dates) for row in found.rows] == [0, 1, 0, 0, 0], "no day is made up"
    assert {(row.schedule, row.payee) for row in found.rows} == {(None, None)}
    assert found.rows[3].doubt.startswith("Not read for certain. date: ")
    assert (str(found.charged), found.in_doubt) == ("2969.60", ("quote.csv row 5",))
