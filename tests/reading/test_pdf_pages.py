"""The tables of a PDF with text: with lines or without, over pages; a scan, a lock and a bomb are refused."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace

import pdfplumber
import pytest
from pdfplumber.pdf import PDF

from kfees.reading.file_limits import QUOTE, SCHEDULE
from table_files import pdf, refused, seen, typst_table

HEADING = ["Item", "Description", "Fee"]
MANY = [[str(2800 + n), f"Consultation {n}", f"${100 + n}.50"] for n in range(60)]


@pytest.mark.parametrize("lines", [True, False], ids=["with lines", "without"])
def test_a_table_that_goes_on_over_pages_is_one(lines: bool) -> None:
    content = pdf(
        typst_table([HEADING, *MANY], lines),
        "= Fees from July\nAll fees exclude GST.",
        "A note below.",
        footer=True,
    )
    [table] = seen(content, "fees.pdf")
    assert table.name == "page 1, table 1"
    rows = [row for row in table.rows if row[0][:1].isdigit()]
    assert rows == MANY
    texts = [" ".join(filter(None, row)) for row in table.rows]
    assert texts[:2] == ["Fees from July", "All fees exclude GST."]
    assert texts.count("Item Description Fee") == 3
    assert "A note below." in texts
    assert {"Fees of an office 1", "Fees of an office 2"} <= set(texts)
    place = dict(zip(texts, table.where, strict=True))
    second = "page 1, table 1, row 3" if lines else "page 1, line 5"
    assert place["2801 Consultation 1 $101.50"] == second
    assert place["2859 Consultation 59 $159.50"].startswith("page 3, ")


@pytest.mark.parametrize("lines", [True, False], ids=["with lines", "without"])
def test_a_text_that_runs_over_lines_is_one_cell(lines: bool) -> None:
    long = "A consultation that is described with so many words that they take more than one line of the cell"
    [table] = seen(pdf(typst_table([HEADING, ["2801", long, "$1,200.00"], *MANY[:4]], lines)))
    assert table.rows[1] == ["2801", long, "$1,200.00"]
    assert table.rows[2] == MANY[0]


def test_two_tables_with_other_columns_are_two() -> None:
    other = [["Code", "Fee"], *([f"DS{n}", f"${n}.00"] for n in range(1, 6))]
    for lines in (True, False):
        both = (
            f"{typst_table([HEADING, *MANY[:5]], lines)}\n\nBeds\n\n{typst_table(other, lines, '(1fr, 1fr)')}"
        )
        first, second = seen(pdf(both))
        assert first.rows == [HEADING, *MANY[:5]]
        assert second.rows == [["Beds"], *other]
        assert (first.name, second.name) == ("page 1, table 1", "page 1, table 2")


def test_a_total_below_a_table_stands_in_its_columns() -> None:
    for lines in (True, False):
        after = "#grid(columns: (auto, 1fr, auto), inset: 5pt, [Total], [], [\\$3,000.00])"
        [table] = seen(pdf(typst_table([HEADING, *MANY[:5]], lines), after=after))
        assert table.rows[-1] == ["Total", "", "$3,000.00"]


RIGHT = (
    "#table(columns: (50pt, 40pt, 120pt, 40pt, 50pt), stroke: none, inset: (x: 0.8pt, y: 3pt), align: {}, {})"
)


def test_words_to_the_left_of_figures_to_the_right_are_headed_as_a_workbook_prints_them() -> None:
    heading = ["Date", "Item", "Description", "Qty", "Fee"]
    rows = [["5/08/2024", "2801", "Initial consultation", "1", "320.00"],
            ["6/08/2024", "2806", "Subsequent", "9", "150.00"],
            ["5/08/2024", "DS1", "Day procedure", "10", "345.00"]]  # fmt: skip
    cells = ", ".join(f"[{cell}]" for row in [heading, *rows] for cell in row)
    align = "(x, y) => if y > 0 and x != 2 and not (y == 3 and x == 1) { right } else { left }"
    [table] = seen(pdf(RIGHT.format(align, cells)))
    assert table.rows == [heading, *rows]


def test_a_letterhead_of_two_parts_is_no_part_of_the_table() -> None:
    before = (
        "Hospital of a bay\n\nABN 12 345 678 901 #h(1fr) Quote 12\n\nPatient: X #h(1fr) Date: 1 August 2024"
    )
    [table] = seen(
        pdf(typst_table([HEADING, *MANY[:4]], lines=False), before, "Within 14 days. #h(1fr) Thanks")
    )
    assert table.rows[3:8] == [HEADING, *MANY[:4]]
    assert len(table.rows) == 9


def test_a_short_table_alone_is_one() -> None:
    [table] = seen(pdf(typst_table([HEADING, MANY[0]], lines=False)))
    assert table.rows == [HEADING, MANY[0]]


def test_a_scan_is_refused_with_what_to_do() -> None:
    problem = refused(pdf("#rect(width: 5cm, height: 5cm, fill: black)"))
    assert problem.code == "scanned-pdf"
    assert "(OCR)" in problem.remedy


def test_a_letter_without_a_table_is_refused() -> None:
    assert refused(pdf("Dear doctor, thank you.")).code == "no-table"


def test_too_many_pages_letters_and_seconds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(typst_table([HEADING, *MANY], lines=False))
    assert "pages, more than 1" in refused(content, replace(SCHEDULE, pages=1)).message
    assert "takes longer than" in refused(content, replace(SCHEDULE, seconds=-1)).message
    monkeypatch.setattr("kfees.reading.pdf_pages._MOST_LETTERS", 100)
    assert refused(content).message.endswith("letters, and was not read.")


def stream(content: bytes, filters: str = "/FlateDecode") -> bytes:
    return b"1 0 obj <</Filter [%s]>>\nstream\n%s\nendstream endobj\n" % (filters.encode(), content)


def test_what_unpacks_to_too_much_is_refused_before_it_is() -> None:
    bomb = b"%PDF-1.7\n" + stream(zlib.compress(bytes(30_000_000), 9))
    assert len(bomb) < 40_000
    assert refused(bomb, QUOTE).code == "unpacks-too-large"
    twice = b"%PDF-1.7\n" + stream(b"x", "/FlateDecode /FlateDecode")
    assert "packed twice" in refused(twice).message
    unnamed = b"%PDF-1.7\n" + stream(
        zlib.compress(zlib.compress(bytes(9_000))), "/Fl#61teDecode /Fl#61teDecode"
    )
    assert "packed twice" in refused(unnamed).message
    words = b"%PDF-1.7\n" + stream(zlib.compress(b"x is no sign of it"))
    assert refused(words).code == "damaged-workbook"
    picture = b"%PDF-1.7\n" + stream(b"\xff\xd8\xff no flate")
    assert refused(picture).code == "damaged-workbook"


def test_a_protected_pdf_that_a_stranger_sends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it unpacks to cannot be looked at; a schedule is the reader's own choice."""
    opened = pdfplumber.open

    def protected(content: io.BytesIO) -> PDF:
        file = opened(content)
        file.doc.encryption = ((), {})
        return file

    monkeypatch.setattr(pdfplumber, "open", protected)
    content = pdf(typst_table([HEADING, *MANY[:5]], lines=True))
    assert refused(content, QUOTE).code == "encrypted-workbook"
    assert seen(content)[0].rows == [HEADING, *MANY[:5]]


def test_a_pdf_cut_short_is_refused() -> None:
    whole = pdf(typst_table([HEADING, *MANY[:4]], lines=True))
    for length in (9, 200, len(whole) // 2):
        assert refused(whole[:length]).code in ("damaged-workbook", "scanned-pdf")


LOCKED = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>\nstartxref\n0\n%%%%EOF"
) % (b"11" * 32, b"22" * 32)


def test_a_locked_pdf_says_so() -> None:
    problem = refused(LOCKED)
    assert (problem.code, problem.message) == ("encrypted-workbook", "the PDF is locked with a password.")
