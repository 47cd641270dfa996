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


@pytest.mark.parametrize(
    ("headings", "cells", "amount"),
    [
        ("Qty,Unit price,Discount,Total", "10,345.00,345.00,3105.00", "3105.00"),
        ("Qty,Unit price,Discount,Total", "10,345.00,34.50,3105.00", "3105.00"),
        ("Qty,Unit price,Discount,Total", "10,345.00,-$345.00,3105.00", "3105.00"),
        ("Qty,Unit price,Discount,Total", "10,345.00,10%,3105.00", "3105.00"),
        ("Qty,Unit price,Disc %,Total", "10,345.00,10,3105.00", "3105.00"),
        ("Qty,Unit price,Disc %,Total", "10,345.00,0,3450.00", "3450.00"),
        ("Qty,Unit price,Disc %,Total", "10,345.00,-,3450.00", "3450.00"),
        ("Qty,Unit price,Disc %", "10,345.00,10", "3105.00"),
        ("Qty,Unit price,Discount", "1,345.00,45.00", "300.00"),
        ("Qty,Unit price,Disc %,GST,Total inc GST", "10,14.00,10,12.60,138.60", "138.60"),
        ("Amount,Discount", "50.00,100.00", "50.00"),
    ],
)  # fmt: skip
def test_a_discount_in_a_column_is_taken_off(headings: str, cells: str, amount: str) -> None:
    found = row(headings, cells)
    assert (found.amount, found.unread) == (Decimal(amount), "")


@pytest.mark.parametrize(
    ("headings", "cells", "unread"),
    [
        ("Qty,Unit price,Discount", "10,345.00,45.00", "discount: 45.00 may be off each of the 10"),
        ("Unit price,Discount", "45.00,345.00", "discount: 345.00 may be off each of the 1"),
        ("Qty,Unit price,Discount,Total", "10,345.00,45.00,3450.00", "3450.00 is not 10 x 345.00 less"),
        ("Qty,Unit price,Discount,Total", "1,345.00,450.00,345.00", "345.00 is not 1 x 345.00 less"),
        ("Unit price,Disc %,Total", "345.00,110,0.00", "discount: '110' is more than 100 %."),
        ("Amount,Discount", "345.00,45.00", "345.00 may have the discount of 45.00 off already"),
        ("Total ex GST,Total inc GST,Disc %", "-,-,10", "amount: the cell is empty."),
    ],
)
def test_a_discount_that_is_not_certain_is_asked_about_with_a_remedy(
    headings: str, cells: str, unread: str
) -> None:
    found = row(headings, cells)
    assert unread in found.unread
    assert found.remedy


def test_a_total_proves_whether_a_discount_is_off_already() -> None:
    for total, amount in (("300.00", "300.00"), ("270.00", "270.00")):
        text = f"Item,Disc %,Amount\nDS1,10,300.00\nTotal,,{total}\n"
        found = read_provider_rows(text.encode(), "quote.csv")[0]
        assert (found.amount, found.unread, "as the total says" in found.says) == (Decimal(amount), "", True)
        assert found.remedy == ""


@pytest.mark.parametrize("word", ["Nil", "No charge", "waived", "N/C", "FREE"])
def test_words_for_no_charge_are_nothing(word: str) -> None:
    assert row("Amount", word).amount == 0


def test_what_is_included_elsewhere_is_nothing_and_says_so() -> None:
    found = row("Qty,Amount", "1,Included")
    assert (str(found.amount), found.says) == (
        "0.00",
        "Included in what other rows charge: nothing of its own.",
    )


@pytest.mark.parametrize("code", ["FRE", "Exempt", "GST free", "N-T", "no tax"])
def test_the_codes_of_bookkeeping_programs_say_whether_there_is_gst(code: str) -> None:
    free = row("Qty,Price,Tax code,Total", f"1,90.00,{code},90.00")
    assert (free.amount, free.gst) == (Decimal("90.00"), Decimal(0))
    taxed = row("Qty,Price,Tax code,Total", "1,14.00,GST,15.40")
    assert (taxed.amount, taxed.gst) == (Decimal("15.40"), Decimal("1.40"))


def test_the_gst_of_each_unit_may_be_rounded_by_itself() -> None:
    found = row("Qty,Unit price (ex GST),GST", "3,346.47,103.95")
    assert (found.amount, found.gst) == (Decimal("1143.36"), Decimal("103.95"))
    assert "gst: 103.96 is not 10 %" in row("Qty,Unit price (ex GST),GST", "3,346.47,103.96").unread


def test_totals_prove_whether_gst_comes_on_top_of_rows_that_say_that_there_is_some() -> None:
    lines = "Subtotal,,2889.60\nTOTAL GST 10%,,14.00\nTOTAL AUD,,2903.60"
    text = f"Item,GST,Amount\nDS1,GST Free,2749.60\nKET,10%,140.00\n{lines}\n"
    _, drug, *totals = read_provider_rows(text.encode(), "quote.csv")
    assert (drug.amount, drug.gst) == (Decimal("154.00"), Decimal("14.00"))
    assert all("too." in total.says for total in totals)
    held = read_provider_rows(b"Item,GST,Amount\nKET,Y,154.00\nTotal,,154.00\n", "quote.csv")[0]
    assert "may include it or not" in held.unread, "a total of the same may be without it, too"


@pytest.mark.parametrize("words", ["Included", "Incl. above", "included in the facility fee", "inc."])
def test_what_is_included_elsewhere_charges_nothing(words: str) -> None:
    (row,) = read_provider_rows(f"Item,Amount\n2801,{words}\n".encode(), "quote.csv")
    assert (row.amount, row.unread) == (Decimal(0), "")
    assert row.says == "Included in what other rows charge: nothing of its own."


@pytest.mark.parametrize("words", ["At cost", "billed separately", "incl GST", "inc 10%"])
def test_words_that_say_no_amount_are_asked_about(words: str) -> None:
    (row,) = read_provider_rows(f"Item,Amount\n2801,{words}\n".encode(), "quote.csv")
    assert row.unread.startswith("amount: ")


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ("3,33.33,100.00", "100.00"), ("10,302.456,3024.56", "3024.56"), ("10,302.4560,", "3024.56"),
        ("10,$302.456,3024.57", "3024.57"), ("3,33.30,100.00", None), ("1,33.33,33.34", None),
        ("10,3x,30", None),
    ],
)  # fmt: skip
def test_a_price_of_each_may_be_rounded_or_have_more_decimals(cells: str, amount: str | None) -> None:
    (row,) = read_provider_rows(f"Item,Qty,Unit price,Total\n2801,{cells}\n".encode(), "quote.csv")
    assert (bool(row.unread), amount and str(row.amount)) == (amount is None, amount)
