"""A provider's quote as people write it: what is certain is read, and no row is ever passed over."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kfees.model.problems import InputError
from kfees.reading.file_limits import QUOTE
from kfees.reading.provider_headings import HEADINGS, headings_in, is_total_label, plain_heading
from kfees.reading.provider_rows import Expected, ProviderRow, read_provider_file, read_provider_rows
from kfees.reading.text_sheets import MAXIMUM_ROWS
from provider_workbooks import book, hidden, hidden_sheet, merged, xlsx

HEADING = ["Item", "Description", "Date", "Qty", "Amount"]
FIRST = ["2801", "First visit", "2024-08-05", "1", "320.00"]
LATER = ["2806", "Later visit", "2024-08-06", "1", "90.00"]


def read_csv(*lines: str) -> tuple[ProviderRow, ...]:
    return read_provider_rows("\n".join(lines).encode(), "quote.csv")


def read_xlsx(content: bytes) -> tuple[ProviderRow, ...]:
    return read_provider_rows(content, "quote.xlsx")


def one_row(amount: str, heading: str = "Amount", **cells: str) -> ProviderRow:
    """A row of a CSV quote with these cells, each under a heading of its name."""
    headings = ["Item", heading, *(name.replace("_", " ") for name in cells)]
    texts = ["2801", amount, *cells.values()]
    (row,) = read_csv(",".join(headings), ",".join(f'"{text}"' for text in texts))
    return row


def refused(content: bytes | str, name: str = "quote.csv") -> tuple[str, str, str]:
    """The code, the place and the message with which a whole file is refused."""
    with pytest.raises(InputError) as caught:
        read_provider_rows(content.encode() if isinstance(content, str) else content, name)
    (problem,) = caught.value.problems
    assert problem.remedy
    return problem.code, problem.place, problem.message


# Rows


def test_a_row_is_read_with_its_place_item_day_count_and_amount() -> None:
    (row,) = read_csv(",".join(HEADING), 'MBS 2801,"First visit, long",5/8/2024,1,"$1,200.00 "')
    assert row == ProviderRow(
        place="quote.csv row 2", item="2801", description="First visit, long", quantity=Decimal(1),
        day=date(2024, 8, 5), amount=Decimal("1200.00"), words=("first visit, long",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "unread"),
    [
        ({"amount": ""}, "amount: the cell is empty."),
        ({"amount": "1.200,00"}, "amount: '1.200,00' is not a plain decimal number."),
        ({"amount": "(50.00)"}, "amount: '(50.00)' is negative."),
        ({"amount": "-50.00"}, "amount: '-50.00' is negative."),
        ({"amount": "#N/A"}, "amount: '#N/A' is not a plain decimal number."),
        ({"amount": "33.333"}, "amount: '33.333' has more than two decimals."),
        ({"amount": "90.00", "Date": "31/6/2024"}, "date: 2024-06-31 does not exist."),
        ({"amount": "90.00", "Date": "45509"}, "date: 45509 is a bare number, not a day."),
        ({"amount": "90.00", "Date": "8 to 9 August"}, "date: '8 to 9 August' is not a date."),
        ({"amount": "90.00", "Qty": "0"}, "quantity: 0 is not a possible number of units."),
        ({"amount": "90.00", "Qty": "some"}, "quantity: 'some' is not a plain decimal number."),
        ({"amount": "90.00", "GST": "5.00"},
         "gst: 5.00 stands beside the amount, which may include it or not."),
        ({"amount": "90.00", "GST": "Y"},
         "gst: GST stands beside the amount, which may include it or not."),
        ({"amount": "90.00", "GST": "?"}, "gst: '?' is not a plain decimal number."),
    ],
)  # fmt: skip
def test_a_row_that_is_not_certain_says_why(cells: dict[str, str], unread: str) -> None:
    row = one_row(**cells)
    assert row.kind == "item"
    assert row.item == "2801"
    assert row.unread == unread


def test_everything_that_is_uncertain_in_a_row_is_said() -> None:
    row = one_row("(50.00)", Qty="0", Date="soon")
    assert [part.split(":")[0] for part in row.unread.split(". ")] == ["quantity", "date", "amount"]
    assert (row.amount, row.quantity, row.day) == (None, None, None)


@pytest.mark.parametrize("gst", ["", "0", "$0.00", "free", "GST-free", "nil", "No"])
def test_a_gst_of_nothing_leaves_the_amount_certain(gst: str) -> None:
    row = one_row("90.00", GST=gst)
    assert (row.amount, row.unread) == (Decimal("90.00"), "")


@pytest.mark.parametrize(
    ("heading", "with_gst"),
    [
        ("Amount", False), ("Amount (ex GST)", False), ("Amount excl. GST", False), ("Fee before GST", False),
        ("Amount (inc GST)", True), ("Amount inc. GST", True), ("Total including GST", True),
        ("Charge (incl of GST)", True),
    ],
)  # fmt: skip
def test_a_heading_says_whether_gst_is_included(heading: str, with_gst: bool) -> None:
    assert one_row("90.00", heading).with_gst is with_gst
    assert one_row("90.00", heading, GST="0").with_gst is False, "no GST was charged"


def test_a_price_for_each_unit_is_multiplied_by_the_count() -> None:
    assert read_csv("Item,Qty,Unit price", "2806,9,87.30")[0].amount == Decimal("785.70")
    assert read_csv("Item,Unit price", "2806,87.30")[0].amount == Decimal("87.30")
    assert read_csv("Item,Days,Rate", "2806,0.5,87.31")[0].amount == Decimal("43.66")
    agrees = read_csv("Item,Qty,Unit price,Amount", "2806,9,87.30,785.70")[0]
    assert (agrees.amount, agrees.unread) == (Decimal("785.70"), "")
    differs = read_csv("Item,Qty,Unit price,Amount", "2806,9,87.30,785.00")[0]
    assert differs.unread == "amount: 785.00 is not 9 x 87.30."
    unsure = read_csv("Item,Qty,Unit price,Amount", "2806,several,87.30,785.70")[0]
    assert "quantity" in unsure.unread


def test_a_fee_beside_a_total_is_for_each_unit_and_both_must_agree() -> None:
    rows = read_csv("Item,Qty,Fee,Total", "2806,9,87.30,785.70", "2801,1,320,320", "2806,9,785.70,785.70")
    assert [row.amount for row in rows[:2]] == [Decimal("785.70"), Decimal("320.00")]
    assert rows[2].unread == "amount: 785.70 is not 9 x 785.70."


@pytest.mark.parametrize("each", ["Fee", "Price", "Cost"])
@pytest.mark.parametrize("total", ["Amount", "Charge", "Total"])
def test_of_a_fee_and_an_amount_the_amount_is_for_all_units(each: str, total: str) -> None:
    right, wrong = read_csv(f"Item,Qty,{each},{total}", "2806,9,87.30,785.70", "2806,9,785.70,785.70")
    assert (right.amount, right.unread) == (Decimal("785.70"), "")
    assert wrong.unread == "amount: 785.70 is not 9 x 785.70."


@pytest.mark.parametrize("heading", ["Fee", "Price", "Our fee", "Cost (AUD)"])
def test_a_fee_for_several_units_may_be_for_each_or_for_all(heading: str) -> None:
    rows = read_csv(f"Item,Qty,{heading}", "2806,9,87.30", "2801,1,320.00", "2806,,90.00")
    assert rows[0].unread == (
        "amount: 87.30 may be for each of the 9, or for all of them."
        " Head its column Unit price, or Line total."
    )
    assert [row.unread for row in rows[1:]] == ["", ""]
    for mended in ("Unit price", "Line total"):
        assert not read_csv(f"Item,Qty,{mended}", "2806,9,87.30")[0].unread


@pytest.mark.parametrize("heading", ["Amount", "Total", "Line total", "Charge", "Amount charged"])
def test_an_amount_for_several_units_is_for_all_of_them(heading: str) -> None:
    (row,) = read_csv(f"Item,Qty,{heading}", "2806,9,785.70")
    assert (row.amount, row.unread) == (Decimal("785.70"), "")


# Totals


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTAL:", "Sub-total", "Subtotal", "Sub total", "Grand Total", "GST", "GST (10%)",
     "Total inc. GST", "Total hospital fees", "Balance due", "Amount payable", "Total (AUD)",
     "Carried forward", "Plus GST 10%", "Amount owing", "Total cost", "Total estimated cost (10 days)",
     "Balance outstanding", "Total for course of treatment", "Estimated total out of pocket"],
)  # fmt: skip
def test_a_row_that_adds_up_is_a_total_and_no_item(label: str) -> None:
    for line in (f'"{label}",,,,3520.00', f',"{label}",,,3520.00', f',,,"{label}",3520.00'):
        (row,) = read_csv(",".join(HEADING), line)
        assert (row.kind, row.description, row.amount) == ("total", label, None)


@pytest.mark.parametrize(
    "label",
    [
        "Total hip replacement",
        "Infusion pump (incl GST)",
        "Room fee",
        "Due diligence report",
        "Amount",
        "Treatment fee payable each day",
        "Course of treatment",
        "Estimated cost",
    ],
)
def test_a_row_that_only_mentions_a_total_is_a_fee(label: str) -> None:
    assert not is_total_label(label)
    (row,) = read_csv(",".join(HEADING), f',"{label}",,,500.00')
    assert (row.kind, row.item, row.description, row.unread) == ("item", "", label, "")
    assert row.amount == 500


def test_a_row_with_a_code_is_an_item_whatever_its_description_says() -> None:
    (row,) = read_csv(",".join(HEADING), "2801,Total,,1,320.00")
    assert (row.kind, row.item, row.amount, row.unread) == ("item", "2801", Decimal("320.00"), "")
    (row,) = read_csv(",".join(HEADING), ",,,,3520.00")
    assert row.unread == "item: no code stands in this row."


# Headings


def test_every_heading_that_is_known_is_found_as_people_write_it() -> None:
    for heading, column in HEADINGS.items():
        for written in (heading, heading.upper(), f" {heading.title()} ", f"{heading} ($)", f"{heading}:"):
            assert headings_in([written]).columns == {column: 0}, written
    assert plain_heading("Amount (AUD)") == plain_heading("Amount AUD") == "amount"
    assert headings_in(["Item No."]).columns == {"item": 0}
    assert headings_in(["Notes"]).columns == {}


def test_titles_above_the_headings_are_no_rows() -> None:
    rows = read_csv("Bright Street Day Hospital", "Date: 5 August 2024", "", "Item,Amount", "2801,320.00")
    assert [row.place for row in rows] == ["quote.csv row 5"]


def test_headings_that_come_again_hold_from_there_on() -> None:
    rows = read_csv(
        "Item,Amount",
        "DS1,274.96",
        "",
        "Item,Qty,Amount",
        "2806,9,785.70",
        "Item,Qty,Amount",
        "2801,1,174.50",
    )
    assert [(row.place[-1], row.kind, row.amount) for row in rows] == [
        ("2", "item", Decimal("274.96")), ("4", "heading", None), ("5", "item", Decimal("785.70")),
        ("6", "heading", None), ("7", "item", Decimal("174.50")),
    ]  # fmt: skip
    assert rows[2].quantity == 9


def test_headings_over_two_rows_are_one_heading() -> None:
    rows = read_csv("Item,Description,Unit,Amount", ",,price,charged", "2801,First visit,320,320", ",,Fee,")
    assert [(row.item, row.amount) for row in rows] == [("2801", Decimal("320.00")), ("", None)]
    rows = read_csv("Item,Service,Charges,", ",,Qty,Amount", "2806,Later visit,9,785.70")
    assert [(row.quantity, row.amount) for row in rows] == [(Decimal(9), Decimal("785.70"))]
    rows = read_csv(
        "Item,Service,", ",,Amount", "2806,Later visit,785.70", "Item,Service,", ",,Amount", "2801,,9"
    )
    assert [row.kind for row in rows] == ["item", "heading", "heading", "item"]


def test_a_lone_word_below_the_headings_is_a_row_of_its_own() -> None:
    rows = read_csv("Item,Amount", "Fees,", "2801,320.00")
    assert [(row.place[-1], row.kind) for row in rows] == [("2", "note"), ("3", "item")]
    rows = read_csv("Item,Description,Amount", ",Details,", "2801,First visit,320.00")
    assert [row.place[-1] for row in rows] == ["2", "3"]
    rows = read_csv("Item,Amount", "2801,320.00", "Fees,", "Item,Amount", "2806,90.00")
    assert [row.kind for row in rows] == ["item", "note", "heading", "item"]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("Item,Code,Amount", "two columns could be the item: 'Item' and 'Code'."),
        ("Item,Amount,Charge", "two columns could be the amount: 'Amount' and 'Charge'."),
        ("Item,Amount (inc GST),Charge (inc GST)",
         "two columns could be the amount: 'Amount (inc GST)' and 'Charge (inc GST)'."),
        ("Item,Fee,Price,Total", "two columns could be the amount: 'Fee' and 'Price'."),
        ("Item,Date,Date of service,Amount", "two columns could be the date: 'Date' and 'Date of service'."),
    ],
)  # fmt: skip
def test_two_columns_that_could_be_the_same_are_asked_about(headings: str, said: str) -> None:
    assert refused(f"{headings}\n2801,1,2,3\n") == ("ambiguous-column", "quote.csv row 1", said)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("Item,Description\n2801,First visit\n", "no-amount-column", "no column of amounts was found."),
        ("Dear Sir or Madam\n", "no-amount-column", "no column of amounts was found."),
        ("Notes,Amount\nx,320.00\n", "no-item-column", "no column of items was found."),
        ("Item,Amount\n", "no-rows", "no row stands below the headings."),
        ("Item,Amount\n,\n , \n", "no-rows", "no row stands below the headings."),
        ("title\n" * 31 + "Item,Amount\n2801,320.00", "no-amount-column", "no column of amounts was found."),
    ],
)  # fmt: skip
def test_a_file_without_a_table_of_items_and_amounts_is_refused(text: str, code: str, message: str) -> None:
    assert refused(text) == (code, "quote.csv", message)


# CSV


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_under_which_the_headings_are_found(separator: str) -> None:
    lines = [HEADING, ["2801", "First, long; visit", "5/8/2024", "1", "320.00"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    (row,) = read_provider_rows(b"\xef\xbb\xbf" + text.encode(), "quote.csv")
    assert (row.item, row.description, row.amount) == (
        "2801", "First, long; visit", Decimal("320.00"),
    )  # fmt: skip


def test_commas_in_descriptions_do_not_hide_semicolons() -> None:
    rows = read_csv("Item;Description;Amount", "2801;First, second, third, fourth, fifth;320.00")
    assert rows[0].amount == 320


def test_a_comma_that_is_not_in_quotes_moves_the_cells_and_is_said() -> None:
    (row,) = read_csv("Item,Description,Amount", "2801,First visit,1,200.00")
    assert row.unread == "The row has more cells than there are headings: text with commas needs quotes."
    (row,) = read_csv("Item,Description,Amount", "2801,First visit,200.00,")
    assert row.unread == "", "an empty cell moves nothing"


@pytest.mark.parametrize("text", ['Item,Amount\n2801,"320.00\n2806,90.00\n', 'Item,Amount\n2801,"3"20\n'])
def test_quotes_that_would_swallow_rows_are_refused(text: str) -> None:
    code, place, message = refused(text)
    assert (code, place) == ("not-a-table", "quote.csv")
    assert message.startswith("this is not CSV, from line ")


def test_a_cell_may_hold_line_breaks_and_what_cannot_be_printed_is_left_out() -> None:
    (row,) = read_csv("Item,Description,Amount", '2801,"First\nvisit \x1b[31m\u202e",320.00')
    assert row.description == "First visit [31m"


# Workbooks


def test_a_workbook_is_read_below_titles_and_merged_headings() -> None:
    rows: list[list[Any]] = [
        ["Bright Street Day Hospital"],
        ["Quote for a course of infusions"],
        [],
        ["Item", "Description", "Charges", None, None],
        [None, None, "Qty", "Unit price", "Amount"],
        ["DS1", "Day bed", 10, 320, 3200],
        [2801, "First visit", 1, 320.5, 320.5],
        ["Total", None, None, None, 3520.5],
    ]
    content = xlsx(rows, merged("A1:E1", "A2:E2", "A4:A5", "B4:B5", "C4:E4"))
    found = read_xlsx(content)
    assert [(row.place, row.kind, row.item, row.amount) for row in found] == [
        ("quote.xlsx row 6", "item", "DS1", Decimal("3200.00")),
        ("quote.xlsx row 7", "item", "2801", Decimal("320.50")),
        ("quote.xlsx row 8", "total", "", None),
    ]
    assert [row.unread for row in found] == ["", "", ""]


def test_numbers_dates_and_texts_of_a_workbook_are_what_they_show() -> None:
    rows: list[list[Any]] = [
        HEADING,
        [2801, "First", datetime.fromisoformat("2024-08-05"), 1, 0.1 + 0.2],
        [2801.0, "First", date(2024, 8, 5), 2.5, 1200],
        ["2801 ", "First", "5/8/2024", "1", "$1,200.00 "],
        [2801, "First", datetime.fromisoformat("2024-08-05T10:30"), 1, 100],
        [2801, "First", 45509, 1, 100],
        [True, "First", None, 1, 100],
    ]
    found = read_xlsx(xlsx(rows))
    assert [(row.item, row.day, row.quantity, row.amount) for row in found[:3]] == [
        ("2801", date(2024, 8, 5), 1, Decimal("0.30")),
        ("2801", date(2024, 8, 5), Decimal("2.5"), Decimal("1200.00")),
        ("2801", date(2024, 8, 5), 1, Decimal("1200.00")),
    ]
    assert (found[3].day, found[3].unread) == (date(2024, 8, 5), "")
    assert "date" in found[4].unread
    assert found[5].item == "True"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_a_cell_with_an_error_makes_its_row_uncertain(error: str) -> None:
    rows: list[list[Any]] = [
        ["Item", "Qty", "Amount"],
        [error, 1, 320],
        ["2801", error, 320],
        ["2801", 1, error],
        ["2806", 1, 90],
    ]
    found = read_xlsx(xlsx(rows))
    assert found[0].unread == f"item: {error} is an error in the workbook."
    assert [bool(row.unread) for row in found] == [True, True, True, False]


def test_a_formula_without_a_stored_result_is_said_even_in_a_row_of_nothing_else() -> None:
    rows: list[list[Any]] = [["Item", "Amount"], ["2801", "=160*2"], ["=A2", "=B2"], ["2806", 90]]
    found = read_xlsx(xlsx(rows))
    assert [row.unread.partition(".")[0] for row in found] == [
        "B2: a formula whose result was never stored",
        "A3: a formula whose result was never stored",
        "",
    ]


def test_a_formula_with_a_stored_result_is_read_as_that_result() -> None:
    content = with_results(xlsx([["Item", "Amount"], ["2801", "=160*2"]]), {"B2": "320"})
    (row,) = read_xlsx(content)
    assert (row.amount, row.unread) == (Decimal("320.00"), "")


def with_results(content: bytes, results: dict[str, str]) -> bytes:
    """The workbook as Excel would have saved it, with the results of formulas beside them."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                for cell, result in results.items():
                    before, _, after = text.partition(f'<c r="{cell}"'.encode())
                    text = before + f'<c r="{cell}"'.encode() + after.replace(
                        b"<v></v>", f"<v>{result}</v>".encode(), 1
                    ).replace(b"<v />", f"<v>{result}</v>".encode(), 1)  # fmt: skip
            new.writestr(part, text)
    return changed.getvalue()


def test_hidden_rows_and_cells_merged_over_rows_are_not_certain() -> None:
    rows: list[list[Any]] = [["Item", "Description", "Amount"], ["2801", "First", 320]]
    rows += [["2806", "Later", 90]] * 3
    found = read_xlsx(xlsx(rows, hidden(2), merged("C3:C4")))
    assert [row.unread for row in found] == [
        "The row is hidden in the workbook.",
        "A cell is merged with one above or below it.",
        "A cell is merged with one above or below it.",
        "",
    ]
    described = read_xlsx(xlsx(rows, merged("B3:B4", "A2:B2")))
    assert [row.unread for row in described] == ["", "", "", ""], "a merged description changes no figure"


def test_a_day_an_item_and_a_doctor_in_a_merged_cell_are_those_of_each_of_its_rows() -> None:
    rows: list[list[Any]] = [
        ["Date", "Item", "Doctor", "Amount"],
        [date(2024, 8, 5), "2801", "Dr A", 320],
        [None, "2806", None, 150],
        [date(2024, 8, 6), "2806", "Dr B", 150],
        [None, None, None, 90],
    ]
    read = read_xlsx(xlsx(rows, merged("A2:A3", "C2:C3", "A4:A5", "B4:B5")))
    assert [(row.day and row.day.day, row.item, row.provider, row.unread) for row in read] == [
        (5, "2801", "Dr A", ""), (5, "2806", "Dr A", ""), (6, "2806", "Dr B", ""), (6, "2806", "", ""),
    ]  # fmt: skip
    assert len(read_xlsx(xlsx([*rows[:2], [None] * 4, rows[3]], merged("A2:A3")))) == 2


def test_a_row_above_the_headings_that_may_charge_is_asked_about() -> None:
    table = ["Item,Description,Qty,Amount", "DS1,Day,1,300"]
    asked, _ = read_csv("Pump,hire,1,$90.00", *table)
    assert asked.unread == "amount: it stands above the headings, and was not read."
    assert asked.remedy == "Write headings above it, or delete it if nothing is charged there."
    for line in ("Total estimate,of,all,$390.00", "Deposit:,$90.00", "Phone,03 9000 0000,quote,12"):
        assert len(read_csv(line, *table)) == 1


def test_every_visible_sheet_is_read_and_the_others_are_said() -> None:
    table = [["Item", "Amount"], ["2801", 320]]
    content = book(
        {
            "Hospital": ([["Item", "Amount"], ["DS1", 2800], ["Total", 2800]],),
            "Doctor": (table,),
            "Terms": ([["Payment within 14 days"]],),
            "Extras": ([["Pillow", 12.55], ["Parking", 8.45]],),
            "Old": (table, hidden_sheet),
            "Lists": ([["DS1"], ["DS2"]], hidden_sheet),
            "Empty": ([],),
        }
    )
    assert [(row.place, row.kind, row.item, row.unread) for row in read_xlsx(content)] == [
        ("quote.xlsx sheet 'Hospital' row 2", "item", "DS1", ""),
        ("quote.xlsx sheet 'Hospital' row 3", "total", "", ""),
        ("quote.xlsx sheet 'Doctor' row 2", "item", "2801", ""),
        ("quote.xlsx sheet 'Terms'", "note", "", ""),
        ("quote.xlsx sheet 'Extras'", "item", "", "The sheet: no column of amounts was found."),
        ("quote.xlsx sheet 'Old'", "item", "", "The sheet is hidden, and the table on it was not read."),
    ]


def test_one_sheet_with_anything_on_it_needs_no_name() -> None:
    content = book({"Quote": ([["Item", "Amount"], ["2801", 320]],), "Sheet2": ([],)})
    assert [row.place for row in read_xlsx(content)] == ["quote.xlsx row 2"]


def test_a_row_below_the_headings_that_is_not_certain_is_never_taken_for_headings() -> None:
    rows = read_xlsx(xlsx([HEADING, ["Total", "", "=1+1", "GST", "Amount"], LATER]))
    assert [row.place for row in rows] == ["quote.xlsx row 2", "quote.xlsx row 3"]
    assert [row.kind for row in rows] == ["total", "item"]


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"Quote": ([],)}, "empty-file"),
        ({"Terms": ([["Payment"]],), "Old": ([["Item", "Amount"], ["2801", 320]], hidden_sheet)},
         "no-amount-column"),
        ({"Quote": ([["Item", "Description"], ["2801", "First"]],)}, "no-amount-column"),
        ({"Quote": ([["Item", "Amount"]],)}, "no-rows"),
    ],
)  # fmt: skip
def test_a_workbook_without_a_visible_table_is_refused(sheets: dict[str, Any], code: str) -> None:
    assert refused(book(sheets), "quote.xlsx")[0] == code


# Hostile files


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \n\n ", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\xff\xfe", "empty-file"),
        (b",,,\n,,\n", "empty-file"),
        (b'""', "empty-file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "damaged-workbook"),
        (b"%PDF-1.7\n%\xe2\xe3", "damaged-workbook"),
        (b"\0\1\2\3" * 50, "not-a-table"),
        (b"Item,Amount\n2801,\x81\x8d320", "bad-encoding"),
        (b"\xff\xfeI\0t\0e\0m\0,\0A", "bad-encoding"),
        (b"PK\3\4" + b"\0" * 200, "damaged-workbook"),
        (b"PK", "not-a-workbook"),
        (b"x" * 5_000_001, "too-large"),
        (b'Item,Amount\n2801,"' + b"x" * 200_000, "not-a-table"),
    ],
    ids=["nothing", "blank", "a mark of UTF-8", "of UTF-16", "separators", "quotes", "old Excel", "PDF",
         "binary", "another encoding", "half of UTF-16", "no zip", "two bytes", "huge", "a huge cell"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_one_line(content: bytes, code: str) -> None:
    assert refused(content)[0] == code


def test_a_truncated_workbook_and_a_zip_of_something_else_are_refused() -> None:
    whole = xlsx([["Item", "Amount"], ["2801", 320]])
    for length in (100, len(whole) // 2, len(whole) - 30):
        assert refused(whole[:length], "quote.xlsx")[0] == "damaged-workbook"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert refused(other.getvalue(), "quote.xlsx")[0] == "not-a-workbook"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    bomb = io.BytesIO(xlsx([["Item", "Amount"], ["2801", 320]]))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/padding.bin", b"\0" * QUOTE.unpacked_bytes)
    content = bomb.getvalue()
    assert len(content) < 100_000
    code, _, message = refused(content, "quote.xlsx")
    assert code == "unpacks-too-large"
    assert message.startswith("the workbook unpacks to 20,")


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/workbook.bin", b"", "binary-workbook"),
        ("xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
    ],
    ids=["binary", "entities"],
)
def test_a_workbook_that_holds_more_than_a_table_is_refused(part: str, content: bytes, code: str) -> None:
    hostile = io.BytesIO(xlsx([["Item", "Amount"], ["2801", 320]]))
    with zipfile.ZipFile(hostile, "a") as archive:
        archive.writestr(part, content)
    assert refused(hostile.getvalue(), "quote.xlsx")[0] == code


@pytest.mark.parametrize("cell", ["A1048576", "XFD2"])
def test_a_sheet_that_reaches_to_the_end_of_the_world_is_refused(cell: str) -> None:
    def far(sheet: Any) -> None:
        sheet[cell] = "x"

    code, place, message = refused(xlsx([["Item", "Amount"], ["2801", 320]], far), "quote.xlsx")
    assert (code, place) == ("too-large", "quote.xlsx sheet 'Quote'")
    assert "reaches to row" in message


def test_a_file_with_too_many_rows_is_refused_whole_and_not_cut_short() -> None:
    lines = ["Item,Amount"] + ["2806,90.00"] * MAXIMUM_ROWS
    assert refused("\n".join(lines))[0] == "too-large"
    assert len(read_csv(*lines[:-1])) == MAXIMUM_ROWS - 1
    assert refused(xlsx(line.split(",") for line in lines), "quote.xlsx")[0] == "too-large"


# No row is ever passed over

cells = st.one_of(
    st.sampled_from(["2801", "2806", "DS1", "Total", "GST", "Item", "Amount", "Qty", "", "", "320.00",
                     "$1,200.00", "(50.00)", "5/8/2024", "#N/A", "=1+1", "Description", "Fee"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6),
)  # fmt: skip
tables = st.lists(st.lists(cells, min_size=5, max_size=5), min_size=1, max_size=8)


def printed(cells: list[str]) -> bool:
    return any("".join(char for char in cell if char.isprintable()).strip() for cell in cells)


def refused_for_doubled_headings(content: bytes, name: str) -> bool:
    """Headings among the rows may name one column twice, and then the whole file is refused."""
    try:
        read_provider_rows(content, name)
    except InputError as error:
        return {problem.code for problem in error.problems} == {"ambiguous-column"}
    return False


def places_expected(rows: list[list[str]], found: tuple[ProviderRow, ...], name: str) -> list[str]:
    """Every row that is not empty, but one that is the second row of the headings."""
    places = [f"{name} row {number}" for number, row in enumerate(rows, 2) if printed(row)]
    second = places[:1] if places and places[0] not in {row.place for row in found} else []
    if second:
        number = int(second[0].rpartition(" ")[2])
        assert all(plain_heading(cell) in HEADINGS for cell in rows[number - 2] if printed([cell]))
    return places[len(second) :]


@given(rows=tables)
def test_every_row_of_a_csv_file_that_is_not_empty_has_an_outcome(rows: list[list[str]]) -> None:
    rows = [*rows, LATER]
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [HEADING, *rows]]
    content = "\n".join(lines).encode()
    assume(not refused_for_doubled_headings(content, "quote.csv"))
    found = read_provider_rows(content, "quote.csv")
    assert [row.place for row in found if " column " not in row.place] == places_expected(
        rows, found, "quote.csv"
    )


@given(rows=tables)
def test_every_row_of_a_workbook_that_is_not_empty_has_an_outcome(rows: list[list[str]]) -> None:
    legal = [
        [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row] for row in [*rows, LATER]
    ]
    content = xlsx([HEADING, *legal])
    assume(not refused_for_doubled_headings(content, "quote.xlsx"))
    found = read_xlsx(content)
    assert [row.place for row in found if " column " not in row.place] == places_expected(
        legal, found, "quote.xlsx"
    )


# One order of day and month


def test_one_day_that_proves_the_month_first_is_how_the_whole_column_is_read_and_said() -> None:
    rows = read_csv(
        "Item,Date,Amount", "DS1,08/05/2024,274.96", "DS1,6 August 2024,274.96", "DS1,08/13/2024,274.96"
    )
    assert [row.day for row in rows] == [date(2024, 8, 5), date(2024, 8, 6), date(2024, 8, 13)]
    because = "is read with the month first, as 08/13/2024 (row 4) has to be."
    assert [row.says for row in rows] == [f"08/05/2024 {because}", "", f"08/13/2024 {because}"]


@pytest.mark.parametrize("other", ["13/08/2024", datetime(2024, 5, 8)])  # noqa: DTZ001
def test_a_column_of_days_in_both_orders_is_refused_whole(other: object) -> None:
    with pytest.raises(InputError) as caught:
        read_xlsx(xlsx([["Item", "Date", "Amount"], ["DS1", other, 90], ["DS1", "08/14/2024", 90]]))
    (problem,) = caught.value.problems
    assert problem.code == "two-date-orders"
    assert "08/14/2024 (row 3)" in problem.message
    assert "(row 2)" in problem.message


def test_a_moment_is_its_day_in_victoria_in_csv_and_excel() -> None:
    for moment in ("2024-06-30T14:00:00Z", "2024-06-30T14:00:00.000Z", "2024-07-01T00:00:00+10:00"):
        (by_csv,) = read_csv("Item,Date,Amount", f"DS1,{moment},274.96")
        (by_excel,) = read_xlsx(xlsx([["Item", "Date", "Amount"], ["DS1", moment, 274.96]]))
        assert by_csv.day == by_excel.day == date(2024, 7, 1)


def test_a_row_of_a_workbook_that_holds_spaces_alone_is_no_row() -> None:
    (row,) = read_xlsx(xlsx([["Item", "Amount"], [" ", "  "], ["2801", 320]]))
    assert (row.item, row.amount) == ("2801", Decimal(320))


def test_a_code_whose_look_hides_its_digits_is_read_as_it_is_stored() -> None:
    def rounded(sheet: Any) -> None:
        sheet["A2"].number_format = "0"

    (row,) = read_xlsx(xlsx([["Item", "Amount"], [12.345, 320]], rounded))
    assert row.item == "12.345"


def test_a_cell_that_nobody_foresaw_makes_its_row_uncertain_and_loses_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(text: str) -> Decimal:
        if text == "9":
            raise ZeroDivisionError
        return Decimal(text)

    monkeypatch.setattr("kfees.reading.provider_counts.quantity_as_written", fails)
    first, second = read_csv("Item,Qty,Amount", "2801,9,320", "2806,1,90")
    assert first.unread.startswith("quantity: ")
    assert (second.unread, second.amount) == ("", Decimal(90))


# As clinics write them


def test_a_span_of_days_stands_in_one_column_or_in_two() -> None:
    rows = read_csv(
        "Item,Dates,Qty,Amount", "2806,16/9/25 - 29/9/25,9,1350", "DS1,5-9 Aug 2024,5,1", "DS1,5/8/24,1,1"
    )
    assert [(len(row.days), str(row.day)) for row in rows] == [
        (14, "2025-09-16"), (5, "2024-08-05"), (0, "2024-08-05"),
    ]  # fmt: skip
    apart = read_csv(
        "Item,From,To,Qty,Amount",
        "DS1,5/8/24,9/8/24,5,1",
        "DS1,5/8/24,-,1,1",
        "DS1,,9/8/24,1,1",
        "DS1,9/8/24,5/8/24,5,1",
        "DS1,5/8/24,5/8/24,1,1",
    )
    assert [(len(row.days), str(row.day)) for row in apart[:3]] == [
        (5, "2024-08-05"), (0, "2024-08-05"), (0, "2024-08-09"),
    ]  # fmt: skip
    assert apart[3].unread == "until: '2024-08-09 - 5/8/24' ends before it begins."
    assert (apart[4].days, str(apart[4].day)) == ((), "2024-08-05")


@pytest.mark.parametrize("column", ["Date", "To"])
def test_one_day_with_the_month_first_decides_for_every_sheet_and_both_columns(column: str) -> None:
    headings = ["Item", "Date", "To", "Amount"]
    proof = {"Date": ["DS1", "08/13/2024", "", 1], "To": ["DS1", "", "08/13/2024", 1]}[column]
    sheets = {"A": ([headings, ["DS1", "08/05/2024", "08/06/2024", 1]],), "B": ([headings, proof],)}
    rows = read_xlsx(book(sheets))
    assert (str(rows[0].day), len(rows[0].days)) == ("2024-08-05", 2)
    assert "as 08/13/2024 (sheet 'B' row 2) has to be" in rows[0].says


def test_several_days_without_a_count_are_certain_where_the_amount_is_for_all_of_them() -> None:
    total, each = (
        read_csv(f"Item,Date,{heading}", "DS1,5-9 Aug 2024,100.00")[0] for heading in ("Total", "Unit price")
    )
    assert (total.unread, total.amount) == ("", Decimal("100.00"))
    assert each.unread == "quantity: several days are named, and a price for each, but not how many."
    (fee,) = read_csv("Item,Date,Fee", "DS1,5-9 Aug 2024,100.00")
    assert fee.unread == "amount: it may be for each of the days, or for all of them."


def test_who_bills_a_row_stands_in_a_column_in_its_words_or_above_it() -> None:
    (row,) = read_csv("Item,Provider,Amount", "2801,Dr A,90")
    assert row.provider == "Dr A"
    rows = read_csv(
        "Item,Description,Amount",
        '2801,"Dr C, pain specialist",90',
        "2801,Report to Dr D,90",
        '"Dr B, anaesthetist",,',
        "17615,Consultation,90",
        "Includes consumables,,",
        "17615,Dr E,90",
        "17615,Consultation,90",
        "Hospital,,",
        "DS1,Day,90",
        "Dr A-B Smith - Pain specialist,,",
    )
    assert [(row.kind, row.provider) for row in rows] == [
        ("item", "Dr C"), ("item", ""), ("note", "Dr B"), ("item", "Dr B"), ("note", "Dr B"),
        ("item", "Dr E"), ("item", "Dr B"), ("note", ""), ("item", ""), ("note", "Dr A-B Smith"),
    ]  # fmt: skip
    assert [row.section for row in rows[-3:-1]] == ["Hospital", "Hospital"]


@pytest.mark.parametrize(
    ("line", "kind", "amount"),
    [
        ("DISC,Discount for prompt payment,1,-100.00", "discount", "100.00"),
        (",Discount for prompt payment,,100.00", "discount", "100.00"),
        (",Discount,2,(50.00)", "discount", "50.00"),
        ("ADJ,Package,1,-100.00", "discount", "100.00"),
        ("DS1,Loyalty discount,1,-100.00", "discount", "100.00"),
        ("DS1,Discount price,1,100.00", "item", "100.00"),
        ("FEE,Discount clinic,1,100.00", "discount", "100.00"),
        ("2801,Visit,1,-100.00", "item", "None"),
        (",Less Medicare rebate,1,-87.30", "item", "None"),
        (",Deposit paid,1,-500.00", "item", "None"),
        (",,1,-500.00", "item", "None"),
    ],
)
def test_what_takes_something_off_is_a_discount_and_never_what_somebody_else_pays(
    line: str, kind: str, amount: str
) -> None:
    (row,) = read_csv("Item,Description,Qty,Amount", line)
    assert (row.kind, str(row.amount)) == (kind, amount)
    assert bool(row.unread) is (amount == "None")


@pytest.mark.parametrize("row", ["Less {} part", "{}", "{}'s share", "by {} (claim 12)"])
@pytest.mark.parametrize("payer", ["WorkSafe", "TAC", "Sunshine Fund", "A+B (Mutual)"])
def test_what_a_payer_pays_is_no_discount_whoever_it_is(row: str, payer: str) -> None:
    for called in (payer, payer.lower()):
        text = f"Item,Description,Amount\n2801,Visit,320.00\n,{row.format(called)},-100.00\n"
        *_, known = read_provider_rows(text.encode(), "quote.csv", Expected(("Another", payer)))
        assert (known.kind, known.amount, bool(known.unread)) == ("item", None, True)
        *_, unknown = read_provider_rows(text.encode(), "quote.csv", Expected(("Another",)))
        assert (unknown.kind, unknown.amount) == ("discount", Decimal("100.00"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Valid 30 days. E&OE.,,", "note"),
        (",Payment is due before the first session,", "note"),
        ("Anaesthetist bills about $500 apart,,", "item"),
        ("Anaesthetist 500.00 apart,,", "item"),
        ("2801,,", "item"),
        ("DS1 bed,,", "item"),
    ],
)
def test_words_alone_are_a_note_unless_they_hold_money_or_may_be_an_item(line: str, kind: str) -> None:
    (row, _) = read_csv("Item,Description,Amount", line, "DS1,,1")
    assert row.kind == kind
    assert bool(row.unread) is (kind == "item")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_excel_saves_is_read_in_each_of_its_encodings(encoding: str, separator: str) -> None:
    text = "Item,Description,Dates,Amount\n2801,Séance d'essai – première,5/8/24–9/8/24,1\n"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (row,) = read_provider_rows((mark + text.replace(",", separator)).encode(encoding), "quote.csv")
    assert (row.item, row.description, len(row.days)) == ("2801", "Séance d'essai – première", 5)


@pytest.mark.parametrize(
    ("line", "weight"),
    [("Body weight: 80 kg", "80 kg"), ("Patient,J,Weight,82.5kg", "82.5kg"), ("No name,80 kg", "")],
)
def test_the_body_weight_that_a_letterhead_states_is_kept_as_written(line: str, weight: str) -> None:
    file = read_provider_file(f"{line}\nItem,Amount\n2801,90\n".encode(), "quote.csv")
    assert file.weight == weight
    assert [row.item for row in file.rows] == ["2801"]


def test_the_payers_order_of_days_holds_where_the_file_proves_none() -> None:
    text = "Item,Date,Amount\nDS1,08/05/2024,90\n"
    (row,) = read_provider_rows(text.encode(), "quote.csv", Expected(order="month-first"))
    assert (row.day, row.says[:10]) == (date(2024, 8, 5), "08/05/2024")
    rows = read_provider_rows(
        f"{text}DS1,13/08/2024,90\n".encode(), "quote.csv", Expected(order="month-first")
    )
    assert [row.day for row in rows] == [date(2024, 5, 8), date(2024, 8, 13)]


# What is taken for certain of words beside figures


@pytest.mark.parametrize(
    ("cell", "units"), [("x10", 10), ("10 days", 10), ("2 ampoules", 2), ("1 ea.", 1), ("3x", 3), ("10", 10)]
)
def test_a_number_of_units_may_name_them(cell: str, units: int) -> None:
    assert read_csv("Item,Qty,Line total", f"DS1,{cell},90.00")[0].quantity == units


@pytest.mark.parametrize("cell", ["4 hours", "200 mg", "some"])
def test_other_measures_are_no_number_of_units(cell: str) -> None:
    row = read_csv("Item,Qty,Line total", f"DS1,{cell},90.00")[0]
    assert row.unread.startswith("quantity: ")
    assert row.remedy


@pytest.mark.parametrize("cell", ["$90.00 per day", "90.00 each", "$90/session", "90 ea"])
def test_a_price_for_each_is_multiplied(cell: str) -> None:
    assert read_csv("Item,Qty,Charge", f"DS1,10,{cell}")[0].amount == 900
    several = read_csv("Item,Dates,Charge", f"DS1,5/8/24 - 6/8/24,{cell}")[0]
    alone = read_csv("Item,Charge", f"DS1,{cell}")[0]
    assert alone.unread == f"quantity: {cell} is for each, and not how many."
    assert alone.remedy == "Write how many there are."
    assert several.unread == "" or several.remedy


def test_days_may_be_followed_by_their_number() -> None:
    row = read_csv("Item,Dates,Qty,Amount", "DS1,5/8/24 to 9/8/24 (5 days),5,90")[0]
    assert len(row.days) == 5


@pytest.mark.parametrize(
    "words", ["Deposit", "Medicare rebate", "Already paid", "Payment received", "Refund"]
)
def test_what_may_be_paid_already_is_asked_about(words: str) -> None:
    row = read_csv("Item,Description,Amount", f",{words},87.30")[0]
    assert row.unread == "amount: this may be paid, and not charged."
    assert row.remedy == "Leave the row out if it is, or call it a fee."
    assert read_csv("Item,Description,Amount", f"2801,{words},87.30")[0].unread == ""


@pytest.mark.parametrize(
    "lines",
    [
        ["Item,Amount", "DS1,US$90.00"],
        ["Item,Amount (USD)", "DS1,90.00"],
        ["Item,Amount", "DS1,90.00", "All prices in US $,"],
        ["Item,Amount", "DS1,£90.00"],
        ["Item,Unit price (NZ$),Qty", "DS1,90.00,1"],
    ],
)
def test_another_currency_than_the_payers_is_asked_about(lines: list[str]) -> None:
    row = read_csv(*lines)[0]
    assert "is not AUD, in which the payer pays." in row.unread
    assert "Write it in AUD." in row.remedy


def test_the_payers_own_currency_is_read() -> None:
    for cell in ("US$90.00", "USD 90.00", "90.00 USD", "$90.00", "US $90.00"):
        text = f"Item,Amount (USD)\nDS1,{cell}\n".encode()
        (row,) = read_provider_rows(text, "quote.csv", Expected(currency="USD"))
        assert (str(row.amount), row.unread) == ("90.00", ""), cell
    assert read_csv("Item,Amount (A$)", "DS1,A$90.00")[0].amount == 90


@pytest.mark.parametrize(
    "words", ["Monday 5 August 2024", "Day 1: 5/8/2024", "Session 1 of 10 - 5 Aug 2024", "Date: 5/8/24"]
)
def test_a_row_of_words_that_is_a_day_is_that_of_the_rows_below_it(words: str) -> None:
    _, bed, own, _, later, _, doctor = read_csv(
        "Item,Date,Amount", f"{words},,", "DS1,,90", "2806,7/8/2024,90", "6/8/2024 - 7/8/2024,,",
        "DS1,,180", "Doctors,,", "2801,,320"
    )  # fmt: skip
    assert [row.day and row.day.day for row in (bed, own, later, doctor)] == [5, 7, 6, None]
    assert len(later.days) == 2


def test_the_day_above_rows_stands_in_the_one_order_of_the_file() -> None:
    rows = read_csv("Item,Amount", "8/5/2024,", "DS1,90", "8/13/2024,", "DS1,90")
    assert [row.day for row in rows if row.item] == [date(2024, 8, 5), date(2024, 8, 13)]


@pytest.mark.parametrize("heading", ["Date of Service Item No.", "Item Date", "MBS item no Service"])
def test_two_columns_that_run_together_are_asked_about(heading: str) -> None:
    row, other = read_csv(f"{heading},Description,Amount", "15/9/25 2801,First,320.00", ",Room fee,90.00")
    together = f"Two columns run together under {heading!r}: send the table as a workbook."
    assert (row.unread, other.unread) == (together, "")
    named = Expected(columns={"item": "A"})
    text = f"{heading},Description,Amount\n2801,First,320.00\n"
    assert read_provider_rows(text.encode(), "quote.csv", named)[0].unread == ""


@pytest.mark.parametrize(
    ("headings", "cells", "remedy", "then_headings", "then_cells", "amount"),
    [
        ("Item,Description,Amount", "2801,Less,-20.00", "Call it a discount", "", "2801,Discount,-20.00", 20),
        ("Item,Qty,Fee", "2801,2,90.00", "Head its column Unit price, or Line total.", "Item,Qty,Unit price",
         "", 180),
        ("Item,Qty,Fee", "2801,2,90.00", "Head its column Unit price, or Line total.", "Item,Qty,Line total",
         "", 90),
        ("Item,Qty,Rate,Total", "2801,2,90.00,190.00", "so that they agree", "", "2801,2,95.00,190.00", 190),
        ("Item,GST,Amount", "2801,Y,90.00", "Head the column of amounts Total inc GST or Total ex GST",
         "Item,GST,Total inc GST", "", 90),
        ("Item,GST,Amount", "2801,Y,90.00", "Head the column of amounts Total inc GST or Total ex GST",
         "Item,GST,Total ex GST", "", 99),
        ("Item,Disc %,Amount", "2801,10,90.00", "Head a column Line total",
         "Item,Disc %,Unit price,Line total", "2801,10,100,90.00", 90),
        ("Item,Qty,Rate,Discount", "2801,2,90.00,5.00", "Head a column Line total",
         "Item,Qty,Rate,Discount,Line total", "2801,2,90.00,5.00,170.00", 170),
        ("Item,Amount", "2801,TBA", "Ask what it costs, and write the amount.", "", "2801,90.00", 90),
        ("Item,Amount", "2801,1 200.00", "Write 1200.00.", "", "2801,1200.00", 1200),
        ("Item,Amount", '2801,"1.200,00"', "Write 1200.00.", "", "2801,1200.00", 1200),
        ("Item,Date,Amount", "2801,5 Aug,90.00", "Write year-month-day", "", "2801,2024-08-05,90.00", 90),
        ("Item,Date,Amount", "2801,45509,90.00", "Write the day (2024-08-05", "",
         "2801,2024-08-05,90.00", 90),
        ("Item,Description,Amount", ",,90.00", "Write its code", "", "2801,,90.00", 90),
        ("Item,Amount", "2801,US$90.00", "Write it in AUD.", "", "2801,90.00", 90),
        ("Item,Charge", "2801,$90 per day", "Write how many there are.", "Item,Charge,Qty",
         "2801,$90 per day,2",
         180),
        ("Item,Amount", "2801,", "Write in the row what is meant.", "", "2801,90.00", 90),
    ],
)  # fmt: skip
def test_a_remedy_for_a_row_leads_on_when_it_is_followed(
    headings: str, cells: str, remedy: str, then_headings: str, then_cells: str, amount: int
) -> None:
    row = read_csv(headings, cells)[0]
    assert remedy in f"{row.unread} {row.remedy}"
    mended = read_csv(then_headings or headings, then_cells or cells)[0]
    assert (str(mended.amount), mended.unread) == (f"{amount}.00", "")
