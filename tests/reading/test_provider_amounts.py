"""What a row charges: the price of each, the total and the GST beside it agree, or the row is asked about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kfees.reading.provider_rows import ProviderRow, read_provider_rows


def row(headings: str, cells: str) -> ProviderRow:
    return read_provider_rows(f"Item,{headings}\nDS1,{cells}\n".encode(), "quote.csv")[0]


def figures(found: ProviderRow) -> tuple[str, str, bool]:
    assert found.unread == ""
    return str(found.amount), str(found.gst), found.with_gst


@pytest.mark.parametrize(
    ("headings", "cells", "amount", "gst", "with_gst"),
    [
        ("Amount", "90.00", "90.00", "None", False),
        ("Amount inc GST", "99.00", "99.00", "None", True),
        ("Amount (GST incl)", "99.00", "99.00", "None", True),
        ("Inc GST", "99.00", "99.00", "None", True),
        ("Amount (ex GST)", "90.00", "90.00", "None", False),
        ("Amount (GST not included)", "90.00", "90.00", "None", False),
        # A column of GST: nothing, an amount, yes or no.
        ("Amount,GST", "90.00,-", "90.00", "None", False),
        ("Amount,GST", "90.00,0.00", "90.00", "0.00", False),
        ("Amount,GST", "90.00,N", "90.00", "0.00", False),
        ("Amount,GST", "90.00,9.00", "99.00", "9.00", True),
        ("Amount,GST", "99.00,9.00", "99.00", "9.00", True),
        ("Amount,GST Y/N", "99.00,no", "99.00", "0.00", False),
        ("Amount inc GST,GST", "99.00,Y", "99.00", "9.00", True),
        ("Amount inc GST,GST", "99.00,4.50", "99.00", "4.50", True),
        ("Amount inc GST,GST included", "99.00,Yes", "99.00", "9.00", True),
        ("Amount ex GST,GST applies", "90.00,Y", "99.00", "9.00", True),
        ("Amount ex GST,GST", "90.00,9.00", "99.00", "9.00", True),
        ("Amount ex GST,GST,Qty", "90.00,0.90,10", "99.00", "9.00", True),
        # Two totals, and each beside a total.
        ("Total ex GST,Total inc GST", "90.00,99.00", "99.00", "9.00", True),
        ("Total ex GST,GST,Total inc GST", "90.00,-,90.00", "90.00", "0.00", False),
        ("Total ex GST,GST,Total inc GST", "90.00,Y,99.00", "99.00", "9.00", True),
        ("Qty,Each,Total ex GST,GST,Total inc GST", "10,14.00,140.00,14.00,154.00", "154.00", "14.00", True),
        ("Total ex GST,Total inc GST", "90.00,-", "90.00", "None", False),
        ("Qty,Fee (ex GST),GST,Total (inc GST)", "10,14.00,1.40,154.00", "154.00", "14.00", True),
        ("Qty,Fee (ex GST),GST,Total (inc GST)", "10,14.00,14.00,154.00", "154.00", "14.00", True),
        ("Qty,Fee (ex GST),Total (inc GST)", "10,14.03,154.30", "154.30", "14.00", True),
        ("Qty,Fee (ex GST),Total (inc GST)", "10,14.03,154.33", "154.33", "14.03", True),
        ("Qty,Fee (ex GST),GST,Total (inc GST)", "10,345.00,-,3450.00", "3450.00", "0.00", False),
        ("Qty,Unit price (inc GST),Total", "2,33.00,66.00", "66.00", "None", True),
        ("Qty,Unit price ex GST,Unit price inc GST", "2,30.00,33.00", "66.00", "None", True),
    ],
)  # fmt: skip
def test_the_amount_and_the_gst_of_a_row(
    headings: str, cells: str, amount: str, gst: str, with_gst: bool
) -> None:
    assert figures(row(headings, cells)) == (amount, gst, with_gst)


@pytest.mark.parametrize(
    ("headings", "cells", "unread"),
    [
        ("Total ex GST,Total inc GST", "99.00,90.00", "amount: 90.00 is not 99.00 and the GST on it."),
        ("Total ex GST,GST,Total inc GST", "90.00,3.00,99.00",
         "amount: 99.00 is not 90.00 and the GST on it."),
        ("Total ex GST,GST,Total inc GST", "90.00,Y,90.00", "amount: 90.00 is not 90.00 and the GST on it."),
        ("Qty,Unit price,Total ex GST,Total inc GST", "2,30.00,90.00,99.00",
         "amount: 99.00 is not 90.00 and the GST on it."),
        ("Qty,Fee,Total", "2,30.00,66.00", "amount: 66.00 is not 2 x 30.00."),
        ("Qty,Fee (ex GST),GST,Total (inc GST)", "2,30.00,5.00,66.00", "amount: 66.00 is not 2 x 30.00."),
        ("Amount ex GST,GST", "90.00,3.00", "gst: 3.00 is not 10 % of 90.00."),
        ("Amount,GST", "90.00,3.00", "gst: 3.00 stands beside the amount, which may include it or not."),
        ("Amount,GST", "90.00,Y", "gst: GST stands beside the amount, which may include it or not."),
    ],
)  # fmt: skip
def test_figures_that_do_not_agree_are_asked_about(headings: str, cells: str, unread: str) -> None:
    assert row(headings, cells).unread == unread


def test_gst_that_is_added_is_said() -> None:
    assert row("Amount ex GST,GST", "90.00,Y").says == "$9.00 of GST is added."


@pytest.mark.parametrize(
    ("note", "with_gst"),
    [("All prices include GST", True), ("Fees are GST inclusive.", True), ("Prices exclude GST", False),
     ("GST is charged where it applies", False), ("Quote No. 5, incl GST", False)],
)  # fmt: skip
@pytest.mark.parametrize("above", [True, False])
def test_a_note_above_or_below_says_it_of_all_prices(note: str, with_gst: bool, above: bool) -> None:
    table = "Item,Amount\nDS1,99.00\n"
    text = f'"{note}",\n{table}' if above else f'{table}"{note}",\n'
    rows = read_provider_rows(text.encode(), "quote.csv")
    assert rows[0].with_gst is with_gst
    assert [found.kind for found in rows[1:]] == ([] if above else ["note"])
    free = read_provider_rows(f"{note},\nItem,Amount,GST\nDS1,99.00,N\n".encode(), "quote.csv")[0]
    assert free.with_gst is False


def test_notes_that_contradict_each_other_say_nothing_and_a_row_may_say_it_of_itself() -> None:
    text = "Item,Description,Amount\nDS1,Day,99.00\nDS2,Day (incl GST),99.00\n"
    rows = read_provider_rows(f"{text}All prices include GST\nAll fees exclude GST\n".encode(), "quote.csv")
    assert [found.with_gst for found in rows[:2]] == [False, True]


def test_an_amount_is_exact() -> None:
    assert row("Qty,Unit price", "3,33.33").amount == Decimal("99.99")
