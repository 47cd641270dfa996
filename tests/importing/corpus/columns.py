"""The columns of a table: fees, others beside them, units, GST, periods, days of stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from importing.corpus import words
from importing.corpus.grid import Put
from importing.corpus.record import Gst, Must


@dataclass
class Column:
    """`role`: what it is taken for, '' for none. `rates`: of each row where it holds the fee."""

    role: str
    heading: str | date
    puts: list[Put]
    rates: list[dict[str, Any]] = field(default_factory=list)
    group: str = ""


@dataclass
class Table:
    """What is put into one table before it is laid out."""

    random: Random
    shape: str
    codes: list[words.Code]
    columns: list[Column] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    must: Must = "import"
    gst: Gst = "free"
    gst_said: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    gsts: list[Gst] = field(default_factory=list)
    meant: int = 0
    price_format: str = ""

    @property
    def count(self) -> int:
        return len(self.codes)

    def amounts(self, low: int = 20, high: int = 900) -> list[Decimal]:
        return [Decimal(self.random.randint(low * 100, high * 100)) / 100 for _ in self.codes]

    def money(self, amounts: list[Decimal]) -> list[Put]:
        return [Put(amount, self.price_format) for amount in amounts]

    def fee(self, heading: str | date, amounts: list[Decimal], **said: Any) -> Column:
        column = Column("amount", heading, self.money(amounts))
        column.rates = [{"amount": amount, **said} for amount in amounts]
        return column

    def fees(self) -> list[Column]:
        return [column for column in self.columns if column.rates]


FORMATS = ("", "0.00", "#,##0.00", '"$"#,##0.00', "$#,##0.00;[Red]-$#,##0.00", '_-"$"* #,##0.00_-')


def plain(table: Table) -> None:
    table.columns.append(table.fee(table.random.choice(words.PRICE), table.amounts()))


def says_gst(table: Table) -> None:
    heading, gst = table.random.choice(list(words.PRICE_GST.items()))
    table.gst, table.gst_said = gst, True  # type: ignore[assignment]
    table.columns.append(table.fee(heading, table.amounts()))


def beside(table: Table) -> None:
    """A fee, and money that is plainly not the fee."""
    amounts = table.amounts()
    fee = table.fee(
        table.random.choice(("Fee", "Schedule fee", "Fee (see note 1)", "Rate", "Price")), amounts
    )
    heading = table.random.choice(words.BESIDE)
    other = Column(
        "", heading, table.money([round(a * table.random.randint(5, 97) / 100, 2) for a in amounts])
    )
    both = [fee, other]
    table.random.shuffle(both)
    table.columns += both


def either(table: Table) -> None:
    """Two columns of which either can be meant: asked, and the one that is named is read."""
    first, second = table.random.choice(words.EITHER)
    amounts = table.amounts()
    table.columns.append(table.fee(first, amounts))
    table.columns.append(table.fee(second, [round(a * Decimal("1.15"), 2) for a in amounts]))
    table.must, table.meant = "ask", table.random.randrange(2)


def with_gst(table: Table) -> None:
    """Without GST, the GST, and the total with it: either of two is right, with its own GST."""
    amounts = table.amounts()
    tax = [round(amount / 10, 2) for amount in amounts]
    table.columns.append(
        table.fee(table.random.choice(("Fee ex GST", "Fee (excl GST)")), amounts, gst="exclusive")
    )
    table.columns.append(Column("", "GST", table.money(tax)))
    total = [a + b for a, b in zip(amounts, tax, strict=True)]
    heading = table.random.choice(("Total inc GST", "Fee inc GST", "Total (incl. GST)"))
    table.columns.append(table.fee(heading, total, gst="included"))
    table.gst_said = True


def counts(table: Table) -> None:
    """A fee beside figures that count something."""
    plain(table)
    for heading in table.random.sample(list(words.COUNTS), table.random.randint(1, 2)):
        low, high = words.COUNTS[heading]
        puts = [Put(table.random.randint(low, high)) for _ in table.codes]
        table.columns.insert(table.random.choice((0, len(table.columns))), Column("", heading, puts))


def points(table: Table) -> None:
    """Figures that are no dollars, alone."""
    values = [Decimal(table.random.randint(100, 9000)) / 1000 for _ in table.codes]
    heading = table.random.choice(words.POINTS)
    table.columns.append(Column("amount", heading, [Put(value, "0.000") for value in values]))
    table.columns[-1].rates = [{"amount": value} for value in values]
    table.must = "refuse"


def steps(table: Table) -> None:
    """Days of stay in two columns: one rate where both are equal, none where one says so."""
    heads, last, unit = table.random.choice(words.STAYS)
    table.units = [unit] * table.count if unit else []
    early, late = Column("amount", heads[0], []), Column("", heads[1], [])
    for amount in table.amounts(100, 2000):
        kind = table.random.choice(("step", "step", "equal", "none"))
        after = amount if kind == "equal" else round(amount * Decimal("0.85"), 2)
        early.puts.append(Put(amount, table.price_format))
        late.puts.append(Put("N/A") if kind == "none" else Put(after, table.price_format))
        if kind == "equal":
            early.rates.append({"amount": amount, "span": (None, None)})
            late.rates.append({})
        else:
            early.rates.append({"amount": amount, "span": (1, last)})
            late.rates.append({"amount": None if kind == "none" else after, "span": (last + 1, None)})
    table.columns += [early, late]


def periods(table: Table) -> None:
    """A column for each period; the one of --from is read."""
    new, old = (date(2025, 7, 1), date(2026, 6, 30)), (date(2024, 7, 1), date(2025, 6, 30))
    half, rest = (date(2025, 7, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30))
    forms = (
        (old, "2024-25", new, "2025-26"),
        (old, "2024-25 Fee", new, "2025-26 Fee"),
        (old, "Fee 2024/25", new, "Fee 2025/26"),
        (old, "FY25", new, "FY26"),
        (old, old[0], new, new[0]),
        (old, "From 1 July 2024", new, "From 1 July 2025"),
        (old, "Fee effective 1/7/2024", new, "Fee effective 1/7/2025"),
        (old, "Rate at 01.07.2024", new, "Rate at 01.07.2025"),
        (half, "Fee 1/07/2025 - 31/12/2025", rest, "Fee 1/01/2026 - 30/06/2026"),
        (half, "1 Jul 2025 to 31 Dec 2025", rest, "1 Jan 2026 to 30 Jun 2026"),
        (half, "July 2025 - December 2025", rest, "January 2026 - June 2026"),
    )
    first, head, second, other = table.random.choice(forms)
    amounts = table.amounts()
    raised = [round(a * Decimal("1.03"), 2) for a in amounts]
    both = [
        table.fee(head, amounts, starts=first[0], ends=first[1]),
        table.fee(other, raised, starts=second[0], ends=second[1]),
    ]
    if table.random.random() < 0.3:
        both.reverse()
    table.columns += both
    table.meant = 0 if both[0].rates[0]["starts"] == date(2025, 7, 1) else 1


def dated(table: Table) -> None:
    """Start and end of each row, in columns of their own."""
    plain(table)
    fee = table.columns[-1]
    starts, ends = [], []
    for rate in fee.rates:
        begin = table.random.choice((date(2025, 7, 1), date(2024, 7, 1), date(2025, 7, 1)))
        end = table.random.choice((None, None, date(2025, 12, 31), date(2026, 6, 30), date(2025, 3, 31)))
        if end is not None and end < begin:
            end = None
        rate["starts"], rate["ends"] = begin, end
        starts.append(begin)
        ends.append(end)
    fee.rates[0]["ends"] = ends[0] = None
    typed = table.random.choice((True, False))
    heads = table.random.choice(
        (("Start date", "End date"), ("Effective from", "Effective to"), ("Date from", "Date to"))
    )
    for role, head, days in (("starts", heads[0], starts), ("ends", heads[1], ends)):
        puts = [_day(day, typed=typed) for day in days]
        table.columns.append(Column(role, head, puts))


def _day(day: date | None, *, typed: bool) -> Put:
    if day is None:
        return Put(None)
    return Put(f"{day.day} {day:%B %Y}") if typed else Put(day, "dd/mm/yyyy")


MONEY = {
    "plain": (plain, 26), "gst in the heading": (says_gst, 8), "other money beside": (beside, 8),
    "either column": (either, 6), "with and without gst": (with_gst, 5), "counts beside": (counts, 8),
    "points": (points, 5), "steps of a stay": (steps, 7), "periods in headings": (periods, 9),
    "days in columns": (dated, 6),
}  # fmt: skip


def unit_column(table: Table) -> None:
    texts = [table.random.choice(list(words.UNITS)) for _ in table.codes]
    table.units = [words.UNITS[text] for text in texts]
    table.columns.insert(
        table.random.choice((0, len(table.columns))),
        Column("unit", table.random.choice(words.UNIT), [Put(text) for text in texts]),
    )


def unit_in_heading(table: Table) -> None:
    head, unit = table.random.choice(
        (
            ("Fee per hour", "hour"),
            ("Rate per day", "day"),
            ("$ per km", "km"),
            ("Fee ($/hour)", "hour"),
            ("Price per session", "session"),
        )
    )
    table.fees()[0].heading = head
    table.units = [unit] * table.count


def unit_in_format(table: Table) -> None:
    fee = table.fees()[0]
    fee.puts = [put._replace(format='"$"0.00" per km"') for put in fee.puts]
    table.units = ["km"] * table.count


UNIT_TRAITS = {
    "a column of units": unit_column,
    "unit in the heading": unit_in_heading,
    "unit in a format": unit_in_format,
}


def gst_column(table: Table) -> None:
    """Whether GST is put on top, row by row."""
    yes, no = table.random.choice(words.GST_CELLS)
    on = [table.random.random() < 0.5 for _ in table.codes]
    on[0], on[1] = True, False
    table.gsts = ["exclusive" if each else "free" for each in on]
    heading = table.random.choice(words.GST_HEADING)
    table.columns.append(Column("gst", heading, [Put(yes if each else no) for each in on]))


def gst_amounts(table: Table) -> None:
    """The GST of each row as an amount, 0 where there is none."""
    fee = table.fees()[0]
    on = [table.random.random() < 0.6 for _ in table.codes]
    on[0], on[1] = True, False
    table.gsts = ["exclusive" if each else "free" for each in on]
    tax = [
        round(rate["amount"] / 10, 2) if each else Decimal(0)
        for rate, each in zip(fee.rates, on, strict=True)
    ]
    table.columns.append(Column("gst", "GST", table.money(tax)))


def modifier(table: Table) -> None:
    """A column of modifiers: a row with one is an item of its own."""
    marks = [
        "" if table.random.random() < 0.6 else table.random.choice(("TC", "26", "QW", "AS"))
        for _ in table.codes
    ]
    marks[-1] = "TC"
    table.codes[-1] = table.codes[-2]
    marks[-2] = ""
    table.columns.insert(
        0, Column("modifier", table.random.choice(("Mod", "Modifier")), [Put(m or None) for m in marks])
    )
    table.codes = [
        (held, form, f"{code}-{mark}" if mark else code)
        for (held, form, code), mark in zip(table.codes, marks, strict=True)
    ]


def told_apart(table: Table) -> None:
    """Each code twice, told apart by a column that no heading of its own role names."""
    head, first, second = table.random.choice(
        (
            ("Location", "Metro", "Rural"),
            ("State", "VIC", "NSW"),
            ("Provider", "GP", "Specialist"),
            ("Setting", "Rooms", "Hospital"),
        )
    )
    half = table.count // 2
    table.codes = [code for code in table.codes[:half] for _ in range(2)]
    for column in table.columns:
        column.puts, column.rates = column.puts[: 2 * half], column.rates[: 2 * half]
    puts = [Put(first if number % 2 == 0 else second) for number in range(2 * half)]
    table.columns.insert(0, Column("where", head, puts))
    table.must = "ask"


def two_units(table: Table) -> None:
    """Each code twice, for another unit."""
    first, second = table.random.choice((("per hour", "per day"), ("Hour", "Visit"), ("each", "per pack")))
    half = table.count // 2
    table.codes = [code for code in table.codes[:half] for _ in range(2)]
    for column in table.columns:
        column.puts, column.rates = column.puts[: 2 * half], column.rates[: 2 * half]
    texts = [(first, second)[number % 2] for number in range(2 * half)]
    table.units = [text.lower().removeprefix("per ") for text in texts]
    place = table.random.choice((0, len(table.columns)))
    table.columns.insert(
        place, Column("unit", table.random.choice(words.UNIT), [Put(text) for text in texts])
    )
    table.must = "ask"


def days_words(table: Table) -> None:
    """Days after an operation, which are no days of a stay."""
    head = table.random.choice(("Days", "Global days", "GLOB DAYS", "Follow-up days"))
    values = [table.random.choice(("000", "010", "090")) for _ in table.codes]
    table.columns.insert(0, Column("", head, [Put(value) for value in values]))


def percent(table: Table) -> None:
    puts = [Put(Decimal(table.random.randint(0, 90)) / 1000, "0.0%") for _ in table.codes]
    table.columns.append(Column("", table.random.choice(("% change", "Increase", "Loading %")), puts))


EXTRA = {
    "a column of gst": gst_column, "a column of gst amounts": gst_amounts, "modifiers": modifier,
    "rows told apart": told_apart, "two units": two_units,
    "days that are no stay": days_words, "percent beside": percent,
}  # fmt: skip
