"""Sheet number n, always the same, with what was put into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from importing.corpus import words
from importing.corpus.columns import EXTRA, FORMATS, MONEY, UNIT_TRAITS, Table
from importing.corpus.grid import Grid, Put, as_csv, as_html, as_ods, as_pdf, as_xls, as_xlsb, as_xlsx
from importing.corpus.record import FROM, Record
from importing.corpus.rows import ROWS, Sheet

KINDS = {"xlsx": 80, "csv": 5, "tsv": 2, "html": 5, "ods": 4, "xls": 2, "xlsb": 2, "pdf": 1}
"""Every kind of file, and how often."""


@dataclass
class Made:
    """A file: its name, its bytes, what was put into it, and what is right of it."""

    number: int
    name: str
    content: bytes
    traits: list[str]
    record: Record = field(repr=False)


def make(number: int) -> Made:
    """Sheet number `number`."""
    random = Random(number)  # noqa: S311
    kind = random.choices(list(KINDS), list(KINDS.values()))[0]
    table = _table(random, kind)
    sheet = Sheet(random, table, Grid(random.choice(("Fees", "Sheet1", "Fee schedule", "2025-26"))))
    names = _row_traits(random, table, kind)
    sheet.lay_out(names)
    if kind != "xlsx":
        table.traits.append(kind)
    grids = [sheet.grid]
    if kind == "xlsx" and random.random() < 0.15:
        grids = _with_other_sheets(random, sheet, grids)
    record = sheet.record()
    record.flags = _flags(table)
    content = {
        "xlsx": lambda: as_xlsx(grids),
        "csv": lambda: as_csv(sheet.grid, random.choice((",", ",", ";"))),
        "tsv": lambda: as_csv(sheet.grid, "\t"),
        "html": lambda: as_html(sheet.grid),
        "ods": lambda: as_ods(sheet.grid),
        "xls": lambda: as_xls(sheet.grid),
        "xlsb": lambda: as_xlsb(sheet.grid),
        "pdf": lambda: as_pdf(sheet.grid),
    }[kind]()
    if len(grids) > 1:
        table.traits.append("other sheets")
    return Made(number, f"sheet {number}.{kind}", content, table.traits, record)


def _table(random: Random, kind: str) -> Table:
    shape, codes = words.codes(random, random.randint(5, 12))
    table = Table(random, shape, codes)
    table.price_format = random.choice(FORMATS) if kind == "xlsx" else "0.00"
    money = random.choices(list(MONEY), [weight for _, weight in MONEY.values()])[0]
    MONEY[money][0](table)
    if money != "plain":
        table.traits.append(money)
    if money == "plain":
        table.columns[-1].heading = random.choice(words.PRICE)
    if (
        money in ("plain", "other money beside", "counts beside", "gst in the heading")
        and random.random() < 0.3
    ):
        unit = random.choice([name for name in UNIT_TRAITS if kind == "xlsx" or name != "unit in a format"])
        if unit != "unit in the heading" or money == "plain":
            UNIT_TRAITS[unit](table)
            table.traits.append(unit)
    if money == "plain" and random.random() < 0.4:
        extra = random.choice(list(EXTRA))
        if table.units and extra == "two units":
            extra = "percent beside"
        if extra not in ("modifiers", "rows told apart", "two units") or shape in (
            "numbers",
            "letters and digits",
            "hyphens",
        ):
            EXTRA[extra](table)
            table.traits.append(extra)
    return table


def _row_traits(random: Random, table: Table, kind: str) -> list[str]:
    found = []
    for name, (share, needs_xlsx) in ROWS.items():
        if random.random() < share and (kind == "xlsx" or not needs_xlsx):
            found.append(name)
    if "unit in a format" in table.traits:
        found = [name for name in found if name != "typed amounts"]
    if table.units:
        found = [name for name in found if name != "sections of units"]
    if {"periods in headings", "days in columns"} & set(table.traits):
        found = [name for name in found if name != "sections of periods"]
    if kind == "pdf":
        found = [name for name in found if name in ("letterhead", "notes below", "sections")]
    if table.must == "refuse" or len(table.traits) > 1:
        found = [name for name in found if name in ("letterhead", "notes below")]
    strange = [name for name in found if name not in ("letterhead", "notes below", "blank rows")]
    kept = set(random.sample(strange, min(len(strange), 1)))
    if table.traits or table.gst_said:
        kept.discard("no headings")
    return [name for name in found if name in kept or name not in strange]


def _flags(table: Table) -> list[str]:
    gst = [] if table.gst_said else ["--gst", table.gst]
    return ["--from", str(FROM), "--payee", "medical", *gst]


def _with_other_sheets(random: Random, sheet: Sheet, grids: list[Grid]) -> list[Grid]:
    notes = Grid("Notes")
    for row, text in enumerate(random.sample(words.NOTES, 3), 1):
        notes.cells[row, 1] = Put(text)
    return random.choice(([notes, *grids], [*grids, notes]))
