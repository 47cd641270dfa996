"""Small sheets that people met, each with what is right of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from importing.corpus.grammar import Made
from importing.corpus.grid import Grid, Put, as_csv, as_xlsx
from importing.corpus.record import FROM, Item, Must, Record

HEADINGS = ("Item", "Description", "Fee")
PLAIN = [(f"A10{n}", f"service {n}", Decimal(f"{10 + n}.5")) for n in range(8)]
PAIRS = [(*row, row[2] + 1) for row in PLAIN]

FIRST_YEAR_OLD, HALF = (date(2024, 7, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31))
NEW_YEAR, REST = (date(2025, 7, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 6, 30))


def sheet(rows: Sequence[Sequence[Any]], name: str = "Fees") -> Grid:
    """Rows of values, or of a value with its look; an empty one is a blank row."""
    grid = Grid(name)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                grid.cells[number, column] = value if isinstance(value, Put) else Put(value)
    return grid


def items(grid: Grid, rows: Sequence[int], fee: str = "C", code: str = "A", **said: Any) -> list[Item]:
    """What is right where the codes and the fees stand in a column each."""
    found = []
    for row in rows:
        held = grid.cells[row, ord(code) - 64].value
        amount = grid.cells[row, ord(fee) - 64].value
        exact = Decimal(str(amount)) if isinstance(amount, int | Decimal) else None
        found.append(Item(str(held), exact, row, fee, grid.name, **said))
    return found


def case(
    name: str,
    grids: Sequence[Grid],
    right: Sequence[Item],
    *flags: str,
    must: Must = "import",
    fee: str = "C",
    gst: str | None = "free",
    **columns: str,
) -> Made:
    """A case. `fee`: the column that is meant where it is asked for."""
    stated = ["--from", str(FROM), "--payee", "medical", *(["--gst", gst] if gst else []), *flags]
    record = Record(list(right), stated, {"item": "A", "amount": fee, **columns}, must=must)
    return Made(0, f"{name}.xlsx", as_xlsx(list(grids)), [name], record)


def struck(*values: Any) -> list[Put]:
    return [Put(value, struck=True) for value in values]


def cases() -> Iterator[Made]:
    yield from _columns()
    yield from _periods()
    yield from _rows()
    yield from _cells()
    yield from _parts()


def _columns() -> Iterator[Made]:
    many = [(str(10000 + n), None, f"s {n}", 10 + n) for n in range(405)]
    marked = [
        ("20001", "TC", "technical part", 33),
        ("20002", None, "both", 50),
        ("20002", "26", "professional", 50),
    ]
    grid = sheet([("Item", "Mod", "Description", "Fee"), *many, *marked])
    right = items(grid, range(2, 410), "D")
    right = [
        replace(item, code={407: "20001-TC", 409: "20002-26"}.get(item.row, item.code)) for item in right
    ]
    yield case("c01_modifier_after_row_400", [grid], right, fee="D", modifier="B")
    grid = sheet([("Item", "Description", "Fee (no GST)"), *PLAIN])
    yield case("c02a_heading_no_gst", [grid], items(grid, range(2, 10), gst="exclusive"), gst=None)
    rows: list[Sequence[Any]] = [(f"A{n}", "s", 100 + n, 5 + n) for n in range(8)]
    grid = sheet([("Item", "Description", "Fee (see note 1)", "Gap fee"), *rows])
    yield case("c03_see_note", [grid], items(grid, range(2, 10)))
    knees = (
        "Arthroscopy of knee",
        "Total knee replacement",
        "Total hip replacement",
        "Cataract surgery",
        "Hernia repair",
    )
    fees = (5000, 24000, 25000, 4000, 6000)
    grid = sheet([("Procedure", "Price"), *zip(knees, fees, strict=True)])
    yield case("c07_total_knee", [grid], items(grid, range(2, 7), "B"), fee="B")
    grid = sheet([("As of July 2025",), *[(f"A10{n}", 90 + 10 * n) for n in range(1, 5)]])
    yield case("c08_no_heading_row", [grid], items(grid, range(2, 6), "B"), fee="B")
    rows = [(f"A{n}", "s", 100 + n, "NY"[n % 2]) for n in range(8)]
    grid = sheet([("Item", "Description", "Fee", "GST"), *rows])
    right = [replace(item, gst="exclusive" if item.row % 2 else "free") for item in items(grid, range(2, 10))]
    yield case("c35b_gst_yn", [grid], right)
    rows = [(str(100 + n), "s", ("010", "090")[n % 2], 100 + n) for n in range(8)]
    grid = sheet([("Item", "Description", "Days", "Fee"), *rows])
    yield case("c65_days_words", [grid], items(grid, range(2, 10), "D"), fee="D", days="none")
    yield _step_down()


def _step_down() -> Made:
    bands = (
        ("AS", "979.84", "760.94", "day"),
        ("M", "876.06", "760.94", "day"),
        ("ICU", "2985.46", "N/A", "day"),
        ("HIT", "500.41", "500.41", "day"),
        ("DS1", "299.51", "299.51", "day"),
        ("T1A", "129.19", "129.19", "procedure"),
    )
    rows: list[Sequence[Any]] = [
        ("Private Hospital (Non-Arrangement) Fee Schedule",),
        ("Rates effective from 1 July 2026 (excluding GST)",),
        (),
        ("Code", "Service", "Days 1 - 14", "Days 15+", "Unit"),
        ("Accommodation",),
        ("FACFEE", "Emergency facility fee", Decimal("115.84"), Decimal("115.84"), "per attendance"),
        ("day",),
    ]
    right = [Item("FACFEE", Decimal("115.84"), 6, "C", "Fees", "attendance", "exclusive")]
    for code, early, late, unit in bands:
        after = None if late == "N/A" else Decimal(late)
        rows.append(
            (code, f"Service {code}", Decimal(early), late if after is None else after, f"per {unit}")
        )
        first = Item(code, Decimal(early), len(rows), "C", "Fees", unit, "exclusive")
        if early == late:
            right.append(first)
        else:
            right += [replace(first, span=(1, 14)), replace(first, amount=after, column="D", span=(15, None))]
    return case("step_down_in_two_columns", [sheet(rows)], right, gst="exclusive", unit="E")


def _periods() -> Iterator[Made]:
    forms: dict[str, tuple[Any, tuple[date, date], Any, tuple[date, date]]] = {
        "c06_range_headings": ("Fee 1/07/2025 - 31/12/2025", HALF, "Fee 1/01/2026 - 30/06/2026", REST),
        "c06b_fy_headings": ("2024-25", FIRST_YEAR_OLD, "2025-26", NEW_YEAR),
        "c06c_fy_fee": ("2024-25 Fee", FIRST_YEAR_OLD, "2025-26 Fee", NEW_YEAR),
        "c06d_date_cells": (
            Put(date(2024, 7, 1), "d mmm yyyy"),
            FIRST_YEAR_OLD,
            Put(date(2025, 7, 1), "d mmm yyyy"),
            NEW_YEAR,
        ),
    }
    for name, (first, one, second, other) in forms.items():
        grid = sheet([("Item", "Description", first, second), *PAIRS])
        right = items(grid, range(2, 10), "C", starts=one[0], ends=one[1])
        right += items(grid, range(2, 10), "D", starts=other[0], ends=other[1])
        yield case(name, [grid], right, fee="C" if one == HALF else "D")
    rows = [("A1", "x", 100, "1 July 2025", "31 December 2025"), ("A2", "y", 110, "1 July 2025")]
    grid = sheet([("Item", "Description", "Fee", "Start date", "End date"), *rows])
    ended = [replace(item, starts=HALF[0]) for item in items(grid, (2, 3))]
    yield case("c66_ends_within", [grid], [replace(ended[0], ends=HALF[1]), ended[1]])


def _rows() -> Iterator[Made]:
    grid = sheet([HEADINGS, PLAIN[0], struck(*PLAIN[1]), *PLAIN[2:]])
    yield case("c09_strike_row", [grid], items(grid, (2, *range(4, 10))))
    grid = sheet([HEADINGS, struck("A1", "old fee", 100), ("A1", "new fee", 120), ("A2", "x", 50)])
    yield case("c09b_strike_old_new", [grid], items(grid, (3, 4)))
    rows = [
        ("Per hour",),
        ("A1", "x", 100),
        ("A2", "y", 110),
        ("Per day",),
        ("A3", "z", 700),
        ("A4", "w", 800),
    ]
    grid = sheet([HEADINGS, *rows])
    yield case("c27_section_unit", [grid], items(grid, (3, 4), unit="hour") + items(grid, (6, 7), unit="day"))
    below = [
        ("Code", "Name", "Unit", "Price"),
        ("B1", "travel", "km", Decimal("0.95")),
        ("B2", "boat", "km", Decimal("2.5")),
    ]
    grid = sheet([HEADINGS, *PLAIN[:4], (), *below])
    travel = [replace(item, column="") for item in items(grid, (8, 9), "D", unit="km")]
    yield case("c27d_stacked_shifted", [grid], items(grid, range(2, 6)) + travel)


def _cells() -> Iterator[Made]:
    grid = sheet([HEADINGS, ("1E04", "x", 100), (Put(100000, "0.00E+00"), "y", 110), ("1E06", "z", 120)])
    right = [replace(item, code={3: "1E05"}.get(item.row, item.code)) for item in items(grid, (2, 3, 4))]
    yield case("c31_sci_code", [grid], right, must="ask")
    grid = sheet([HEADINGS, ("A1", "x", Put(12050, "0.00,")), ("A2", "y", Put(13000, "0.00,"))])
    yield case("c50_scaled_format", [grid], items(grid, (2, 3)), must="ask")
    per_km = '"$"0.00" per km"'
    grid = sheet([HEADINGS, ("A1", "x", Put(Decimal("12.5"), per_km)), ("A2", "y", Put(13, per_km))])
    yield case("c50c_text_format", [grid], items(grid, (2, 3), unit="km"))
    grid = sheet([HEADINGS, ("A1", "x", Decimal("12.5")), ("A2", "withdrawn", Put(13, ";;;"))])
    yield case("c50d_hidden_by_format", [grid], items(grid, (2, 3)), must="ask")
    grid = sheet([HEADINGS, *[(f"DS{n}", "band", 100 + n) for n in range(1, 11)]])
    yield case("c73_seq_codes", [grid], items(grid, range(2, 12)))
    four = [(str(2801 + n), "consultation", 100 + n) for n in range(10)]
    grid = sheet([HEADINGS, *four, ("17645", "infusion", 57), ("18360", "block", 120)])
    yield case("c73b_4_and_5_digits", [grid], items(grid, range(2, 14)))
    zeros = sheet([HEADINGS, ("0101", "x", Decimal(100)), ("0102", "y", Decimal(110))])
    read = case("c90_leading_zero", [zeros], items(zeros, (2, 3)))
    yield replace(read, name="c90_leading_zero.csv", content=as_csv(zeros))
    rows = [(Put(Decimal("103.5"), "0") if n == 3 else 100 + n, f"Service {n}", 50 + n) for n in range(12)]
    grid = sheet([HEADINGS, *rows], "Sheet")
    yield case("code_shown_rounded", [grid], items(grid, range(2, 14)), must="ask")


def _parts() -> Iterator[Made]:
    parts = [
        sheet([HEADINGS, *[(f"{code}{n}", "x", first + n) for n in range(5)]], name)
        for code, first, name in (("A", 100, "Part 1"), ("B", 200, "Part 2"))
    ]
    right = [item for part in parts for item in items(part, range(2, 7))]
    yield case("x15_two_parts", parts, right)
