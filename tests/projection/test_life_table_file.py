"""Life tables as their publishers have them. Every figure is invented; the shapes are CDC's and the ABS's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import pytest
from openpyxl import Workbook

import kfees
from kfees.projection.life_table import LifeTable
from kfees.projection.life_table_file import read_life_table
from kfees.reading.text_sheets import MAXIMUM_ROWS

TITLE = "Table 1. Life table for the total population: Nowhere, 2031"
HEADINGS = (
    "Age (years)",
    "Probability of dying between ages x and x + 1",
    "Number surviving to age x",
    "Number dying between ages x and x + 1",
    "Person-years lived between ages x and x + 1",
    "Total number of person-years lived above age x",
    "Expectation of life at age x",
)
SYMBOLS = ("", "qx", "lx", "dx", "Lx", "Tx", "ex")
NOTES = ("SOURCE: Nobody, National Statistics of Nowhere, Mortality.", "Figures are invented.")

Rows = list[Sequence[object]]

EN_DASH = "\N{EN DASH}"
AGES = {
    "hyphen": ["48-49", "49-50", "50-51", "100 and over"],
    "en dash": [f"48{EN_DASH}49", f"49{EN_DASH}50", f"50 {EN_DASH} 51", "100+"],
    "whole years": ["48", "49", "50", "100 years and over"],
    "words": ["48 to 49", "49 years", "50-51 years", "100 or older"],
}


def rows_of(ages: Sequence[str], expectancies: Sequence[object]) -> list[list[object]]:
    """A row for each age, with other columns as CDC has them, thousands separated."""
    return [
        [age, "0.005123", "97,654", "512", "97,400.5", "3,012,345", expectancy]
        for age, expectancy in zip(ages, expectancies, strict=True)
    ]


def as_csv(rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    quoted = ([f'"{cell}"' if separator in str(cell) else str(cell) for cell in row] for row in rows)
    return "\n".join(map(separator.join, quoted)).encode(encoding)


def as_workbook(rows: Sequence[Sequence[object]], formats: str = "General", *sheets: str) -> bytes:
    book = Workbook()
    book.remove(book["Sheet"])
    for name in sheets or ("Table 1",):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.number_format = formats if isinstance(cell.value, float) else "General"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def problems_in(content: bytes, name: str = "table.csv", column: str | None = None) -> list[str]:
    with pytest.raises(kfees.InputError) as caught:
        read_life_table(content, name, column)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("way", AGES)
@pytest.mark.parametrize("kind", ["csv", "semicolons", "cp1252", "xlsx"])
@pytest.mark.parametrize("symbols", [True, False])
def test_a_table_as_cdc_publishes_it(way: str, kind: str, symbols: bool) -> None:
    """Titles above, two rows of headings, a blank row, notes below; the last age stands for all above."""
    ages = [*AGES[way][:3], *map(str, range(51, 100)), AGES[way][3]]
    figures = [f"{40 - number / 2:.1f}" for number in range(53)]
    rows: Rows = [[TITLE], [], HEADINGS, *([SYMBOLS] if symbols else [])]
    rows += [*rows_of(ages, figures)[:2], [], *rows_of(ages, figures)[2:], [], *([note] for note in NOTES)]
    content = {
        "csv": lambda: as_csv(rows),
        "semicolons": lambda: as_csv(rows, ";"),
        "cp1252": lambda: as_csv(rows, encoding="cp1252"),
        "xlsx": lambda: as_workbook([[_number(cell) for cell in row] for row in rows]),
    }[kind]()
    table = read_life_table(content, "Table01")
    assert (table.source, table.first_age, table.last_age) == ("Table01", 48, 100)
    assert (table.at(48), table.at(50), table.at(100)) == (Decimal(40), Decimal(39), Decimal(14))
    assert table.column == "Expectation of life at age x" + (" ex" if symbols else "")
    assert len(table.left_aside) == 5
    assert table.left_aside[1] == "Number surviving to age x" + (" lx" if symbols else "")


def _number(cell: object) -> object:
    """Figures as a workbook stores them, ages as text."""
    text = str(cell).replace(",", "")
    return float(text) if text.count(".") == 1 and text.replace(".", "").isdigit() else cell


def test_a_figure_is_the_one_that_the_workbook_shows() -> None:
    """29.949999 is stored where the publisher prints 29.9."""
    stored = [30.449999809265, 29.949999809265]
    rows = [HEADINGS, *rows_of(["50-51", "51-52"], stored)]
    assert read_life_table(as_workbook(rows, "0.0"), "t").expectancies == (Decimal("30.4"), Decimal("29.9"))
    plain = read_life_table(as_workbook(rows), "t").expectancies
    assert plain == (Decimal("30.449999809265"), Decimal("29.949999809265"))
    longer = as_csv([HEADINGS, *rows_of(["50"], ["30.44999980926513672"])])
    assert read_life_table(longer, "t").expectancies == (Decimal("30.449999809265"),)


BY_SEX: Rows = [
    ["Life tables, Nowhere, 2030-2032"],
    ["", "Males", "", "", "Females", "", ""],
    ["Age (x)", "lx", "qx", "ex", "lx", "qx", "ex"],
    [45, "97,000", "0.00211", "36.5", "98,000", "0.00112", "40.1"],
    [46, "96,800", "0.00222", "35.6", "97,900", "0.00119", "39.2"],
]


@pytest.mark.parametrize(
    ("asked", "column", "at_45"),
    [
        ("Males ex", "Males ex", "36.5"),
        ("males", "Males ex", "36.5"),
        ("FEMALES", "Females ex", "40.1"),
        ("ex Females", "Females ex", "40.1"),
    ],
)
def test_one_table_of_both_sexes_is_read_by_the_column_that_is_named(
    asked: str, column: str, at_45: str
) -> None:
    for content in (as_csv(BY_SEX), as_workbook(BY_SEX)):
        table = read_life_table(content, "table", asked)
        assert (table.column, table.at(45)) == (column, Decimal(at_45))
        assert len(table.left_aside) == 5


@pytest.mark.parametrize("content", [as_csv(BY_SEX), as_workbook(BY_SEX)])
def test_which_column_is_meant_is_asked_and_the_remedy_works(content: bytes) -> None:
    (asked,) = problems_in(content, "table")
    remedy = "Name one with --life-table-column: 'Males ex' or 'Females ex'."
    assert asked == f"table: 2 columns could be the expectation of life. {remedy}"
    for name in ("Males ex", "Females ex"):
        assert name in asked
        assert read_life_table(content, "table", name).column == name
    (unknown,) = problems_in(content, "table", "persons")
    assert unknown == f"table: no column is called 'persons'. {remedy}"
    (unclear,) = problems_in(content, "table", "ex")
    assert unclear == asked


def test_expectancies_that_only_the_title_names_are_asked_about_by_their_own_headings() -> None:
    rows: Rows = [
        ["Life expectancy at exact age"],
        ["Age", "Males", "Females"],
        [45, 36.5, 40.1],
        [46, 35.6, 39.2],
    ]
    (asked,) = problems_in(as_csv(rows))
    assert asked.endswith("--life-table-column: 'Males' or 'Females'.")
    assert read_life_table(as_csv(rows), "t", "Females").at(46) == Decimal("39.2")
    alone = [row[:2] for row in rows]
    assert read_life_table(as_csv(alone), "t").at(46) == Decimal("35.6")


def test_a_column_that_nothing_says_is_the_expectation_is_never_taken_for_it() -> None:
    rows: Rows = [["Age", "Males", "Deaths"], [45, "36.5", "12"], [46, "35.6", "13"]]
    assert problems_in(as_csv(rows)) == [
        (
            "table.csv: no heading says which column is the expectation of life."
            " Name one with --life-table-column: 'Males' or 'Deaths'."
        )
    ]
    assert read_life_table(as_csv(rows), "t", "Males").first_age == 45
    (nothing,) = problems_in(b"Age,Note\n45,old\n")
    assert nothing == (
        "table.csv: no column beside the ages has a heading and figures."
        " Add the further years of life at each age."
    )


def test_a_workbook_of_several_tables_is_asked_by_sheet() -> None:
    rows: Rows = [["age", "ex"], [45, 36.5], [46, 35.6]]
    content = as_workbook(rows, "General", "Men", "Women")
    (asked,) = problems_in(content, "book.xlsx")
    assert asked.endswith("--life-table-column: 'Men ex' or 'Women ex'.")
    assert read_life_table(content, "book.xlsx", "Women").column is None


def test_every_bad_cell_is_said_at_once_with_its_place_and_remedy() -> None:
    rows: Rows = [
        [TITLE],
        HEADINGS,
        *rows_of(["50-51", "51-55", "53-54", "n.a.", "55-56"], ["30.5", "29.6", "", "27,1 years", "-1"]),
        ["Note: invented."],
    ]
    name = "Expectation of life at age x"
    expected = [
        (
            "{row4}, Age (years): '51-55' is more than a year of age."
            " Load a table with a row for each year of age."
        ),
        (
            "{row5}, Age (years): age 53 follows age 50."
            " Give one row for each year of age: the next one is 51."
        ),
        f"{{row5e}}, {name}: the expectation of life is missing. Give it in years.",
        "{row6}, Age (years): 'n.a.' is not an age. Give whole years, 0 to 130.",
        (
            f"{{row6e}}, {name}: '27,1 years' is not a plain decimal number."
            " Write digits with at most one point, such as 3200.50: no $ sign, commas, spaces or exponent."
        ),
        "{row7}, Age (years): age 55 follows age 53. Give one row for each year of age: the next one is 54.",
        f"{{row7e}}, {name}: -1 is no number of further years of life. Give 0 to 130 years.",
    ]
    lines = {f"row{number}{e}": f"t line {number}" for number in range(4, 8) for e in ("", "e")}
    cells = {f"row{number}": f"t cell A{number}" for number in range(4, 8)}
    cells |= {f"row{number}e": f"t cell G{number}" for number in range(4, 8)}
    assert problems_in(as_csv(rows), "t") == [said.format(**lines) for said in expected]
    assert problems_in(as_workbook(rows), "t") == [said.format(**cells) for said in expected]


def test_a_comma_that_parts_a_number_in_two_is_seen() -> None:
    assert problems_in(b"age,life_expectancy\n45,38,5\n46,37\n") == [
        (
            "table.csv line 2, age: this row has 3 cells, the headings have 2."
            " Give every row one cell for each column; put a number with commas in quotes."
        )
    ]


@pytest.mark.parametrize("made", ["2-Jan", "Jan-02", "2026-01-02 00:00:00"])
def test_an_age_that_excel_has_made_a_day_of_is_told_so(made: str) -> None:
    assert problems_in(f"age,ex\n0-1,80\n{made},79\n2-3,78\n".encode())[0] == (
        f"table.csv line 3, age: {made!r} is not an age."
        " Excel makes a day of an age such as 1-2: type the ages as whole numbers."
    )


def test_headings_that_a_new_page_repeats_and_its_title_are_no_rows() -> None:
    rows = [HEADINGS, *rows_of(["50"], ["30"]), [TITLE], HEADINGS, *rows_of(["51"], ["29"]), [NOTES[0]]]
    assert read_life_table(as_csv(rows), "t").expectancies == (Decimal(30), Decimal(29))


def test_what_a_workbook_hides_is_never_read_in_silence() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["age", "ex"], [45, 36.5], [46, 35.6], [47, 34.7]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet["B4"] = "=B3-0.9"
    written = io.BytesIO()
    book.save(written)
    said = problems_in(written.getvalue(), "t.xlsx")
    assert said[0] == (
        "t.xlsx cell A3, age: The row is hidden in the workbook. Mend the row in Excel, and save it."
    )
    assert "B4: a formula whose result was never stored." in said[1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty. Send the life table again, whole."),
        (b"%PDF-1.7", "the PDF is damaged and cannot be read (PdfminerException). Get it again, whole."),
        (
            b"years,left\n45,30\n",
            (
                "no row of it has a heading for the age, such as 'Age (years)'."
                " Give it as its publisher has it, or with the columns age and life_expectancy."
            ),
        ),
        (b"age,ex\n", "the table has no rows. Add a row for each year of age."),
        (b"age,ex\nforty,30\n", "'forty' is not an age. Give whole years, 0 to 130."),
        (
            b"age,ex\n" + b"1,2\n" * (MAXIMUM_ROWS + 1),
            "it has 2,002 rows, and a life table has at most 2,000. Send the life table alone.",
        ),
    ],
)
def test_what_is_no_life_table_is_refused_in_its_own_words(content: bytes, says: str) -> None:
    (said,) = problems_in(content, "t")
    assert said.endswith(says)


def test_an_infant_s_age_may_be_in_words_and_the_plain_form_is_as_it_was() -> None:
    table = read_life_table(b"Age,Life expectancy\nUnder 1,80.5\n1-2,79.9\n", "t")
    assert (table.first_age, table.at(0)) == (0, Decimal("80.5"))
    plain = read_life_table(b"age,life_expectancy\n44,39.25\n45,38.3\n", "table.csv")
    assert plain == LifeTable(
        source="table.csv", first_age=44, expectancies=(Decimal("39.25"), Decimal("38.3"))
    )
