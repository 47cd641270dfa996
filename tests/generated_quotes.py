"""Providers' quotes as clinics write them, from a grammar with a record of what each row charges."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

ZERO = Decimal(0)


@dataclass(frozen=True)
class Charged:
    """What a row charges: its code and days, how many units, the price and GST of each, and what is off."""

    code: str
    days: tuple[date, ...]
    units: int
    each: Decimal
    gst_each: Decimal = ZERO
    off: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.each * self.units - self.off

    @property
    def gst(self) -> Decimal:
        return self.gst_each * self.units

    @property
    def paid(self) -> Decimal:
        return self.net + self.gst


@dataclass
class GeneratedQuote:
    """Its cells, what each row charges by its number from 1, the number of the row of the whole total, and
    whether that total is false."""

    rows: list[list[str]] = field(default_factory=list)
    charges: dict[int, Charged] = field(default_factory=dict)
    discounts: dict[int, Decimal] = field(default_factory=dict)
    total_row: int = 0
    false_total: bool = False

    def as_csv(self, separator: str = ",") -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(self.rows)
        return text.getvalue().encode()


HEADINGS = {
    "item": ("Item", "Item No.", "MBS Item", "Code", "Item number", "Service code", "MBS item no."),
    "description": ("Description", "Service", "Details", "Service description", "Particulars"),
    "date": ("Date", "Date of service", "Service date", "Treatment date(s)", "Dates", "DOS", "When"),
    "quantity": ("Qty", "Quantity", "Units", "No. of sessions", "Number of services", "Days"),
    "each": ("Unit price", "Fee each", "Rate", "Price per unit", "Unit price ($)"),
    "amount": ("Amount", "Total", "Line total", "Total fee", "Amount ($)", "Total (AUD)"),
    "alone": ("Amount", "Total amount", "Amount charged", "Charge", "Quoted amount", "Estimated charge"),
    "gst": ("GST", "GST amount", "Tax"),
    "discount": ("Discount", "Less discount", "Disc."),
}
WORDS = {
    "DS1": "Day surgery band 1",
    "2801": "Initial attendance",
    "2806": "Subsequent attendance",
    "17645": "Anaesthetist",
    "KET200": "Ketamine 200 mg ampoule",
}
LETTERHEAD = (
    ["Yarra Bend Pain Clinic"],
    ["ABN 12 345 678 901", "Ph (03) 9555 1234"],
    ["Quote no. Q-1187", "", "Date: 18/08/2025"],
    ["Patient: A N Other", "DOB 13/02/1970"],
    ["Date of quote:", "03/02/2025"],
    ["12 Rathdowne Street", "Carlton VIC 3053"],
)
FOOTER = (
    ["Valid for 30 days. E&OE."],
    ["BSB 063-000", "Account 1234 5678"],
    ["BSB", "063000"],
    ["Account", "12345678"],
    ["Please pay within 14 days of the invoice"],
    ["Thank you"],
)
NOTHING = ("", "-", "n/a", "\N{EN DASH}")

Writer = Callable[[date], str]
DAY_FIRST: tuple[Writer, ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}/{day.month}/{day:%y}",
    lambda day: f"{day.day} {day:%b %Y}",
    lambda day: f"{day.day} {day:%B %Y}",
    lambda day: f"{day:%a} {day.day} {day:%b %Y}",
    lambda day: day.isoformat(),
    lambda day: f"{day.day}-{day:%b-%y}",
)


def month_first(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def generated(random: Random) -> GeneratedQuote:
    return _Writing(random).quote()


class _Writing:
    """One quote in one style."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.gst = random.choice(("none", "none", "amounts", "y-n", "ex and inc"))
        self.prices = (
            "each and all" if self.gst == "ex and inc" else random.choice(("all", "each", "each and all"))
        )
        if self.gst == "y-n":
            self.prices = "each and all"
        self.discounts = self.gst == "none" and self.prices == "each and all" and random.random() < 0.3
        self.code_in_words = random.random() < 0.2
        self.columns = self._columns()
        self.quote_ = GeneratedQuote()
        self.day: Writer = random.choice((*DAY_FIRST, month_first))
        self.dollar = random.choice(("$", "$", ""))

    def _columns(self) -> list[tuple[str, str]]:
        """Each column's role and heading."""
        roles = ["description", "date", "quantity"]
        if not self.code_in_words:
            roles.insert(0, "item")
        self.random.shuffle(roles)
        if self.discounts:
            roles += ["each", "discount", "amount"]
        else:
            roles += {"all": ["alone"], "each": ["each"], "each and all": ["each", "amount"]}[self.prices]
        if self.gst in ("amounts", "y-n"):
            roles.insert(-1, "gst")
        found = [(role, self.random.choice(HEADINGS[role])) for role in roles]
        if self.gst == "ex and inc":
            found[-1:] = [("net", "Total ex GST"), ("gst", "GST"), ("amount", "Total inc GST")]
        elif self.gst == "amounts" and self.prices == "each":
            found[-1] = ("each", "Unit price (ex GST)")
        elif self.gst == "amounts":
            found[-1] = ("amount", "Total (inc GST)")
        if self.random.random() < 0.2:
            found.append(("rebate", self.random.choice(("Medicare rebate", "Rebate", "MBS fee"))))
        if self.random.random() < 0.2:
            found.append(("notes", "Notes"))
        return found

    def quote(self) -> GeneratedQuote:
        quote, random = self.quote_, self.random
        quote.rows += random.sample(LETTERHEAD, random.randint(0, 4))
        quote.rows.append([heading for _, heading in self.columns])
        charges = self._charges()
        if self.day is month_first:
            charges[0] = Charged(
                charges[0].code, (date(2024, 8, 21),), 1, charges[0].each, charges[0].gst_each
            )
        for charged in charges:
            self._add(charged)
        paid = sum((charged.paid for charged in charges), ZERO)
        if self.gst == "none" and random.random() < 0.3:
            paid -= self._add_discount(charges)
        if random.random() < 0.8:
            self._add_total(charges, paid)
            quote.rows += random.sample(FOOTER, random.randint(0, 3))
        width = len(self.columns)
        quote.rows = [[*row, *[""] * (width - len(row))] for row in quote.rows]
        return quote

    def _charges(self) -> list[Charged]:
        random, found = self.random, []
        first = date(2024, 8, 5)
        for code in random.sample(sorted(WORDS), random.randint(2, 5)):
            units = random.choice((1, 1, 2, 3, 5))
            start = first + timedelta(random.randint(0, 20))
            days = tuple(start + timedelta(number) for number in range(units))
            each = Decimal(random.randint(1000, 90_000)) / 100
            taxed = self.gst != "none" and random.random() < 0.4
            gst = (each / 10).quantize(Decimal("0.01"), "ROUND_HALF_UP") if taxed else ZERO
            off = (
                (each * units / 4).quantize(Decimal("0.01"))
                if self.discounts and random.random() < 0.5
                else ZERO
            )
            found.append(Charged(code, days, units, each, gst, off))
        return found

    def _add(self, charged: Charged) -> None:
        self.quote_.rows.append([self._cell(role, charged) for role, _ in self.columns])
        self.quote_.charges[len(self.quote_.rows)] = charged

    def _cell(self, role: str, charged: Charged) -> str:
        words = WORDS[charged.code]
        money = {
            "each": charged.each,
            "alone": charged.paid,
            "amount": charged.paid,
            "net": charged.net,
            "discount": charged.off,
            "gst": charged.gst,
        }
        if role == "gst" and (self.gst == "y-n" or not charged.gst):
            free = ("N", "No", "GST free") if self.gst == "y-n" else ("0.00", "$0.00", *NOTHING)
            return "Y" if charged.gst else self.random.choice(free)
        if role in money:
            nothing = role == "discount" and not charged.off
            return self.random.choice(NOTHING) if nothing else self._money(money[role])
        others: dict[str, Callable[[], str]] = {
            "item": lambda: self._code(charged.code),
            "description": lambda: f"{charged.code} {words}" if self.code_in_words else words,
            "date": lambda: self._days(charged.days),
            "quantity": lambda: str(charged.units),
            "rebate": lambda: "87.30",
        }
        return others[role]() if role in others else self.random.choice(("", "as discussed"))

    def _code(self, code: str) -> str:
        forms = ["{}", "{}", "Item {}", "{} - " + WORDS[code]]
        if code.isdigit():
            forms += ["MBS {}", "Item {}:"]
        return self.random.choice(forms).format(code)

    def _days(self, days: Sequence[date]) -> str:
        if len(days) == 1:
            return self.day(days[0])
        if self.random.random() < 0.5:
            to = self.random.choice((" - ", " to ", " \N{EN DASH} "))
            return f"{self.day(days[0])}{to}{self.day(days[-1])}"
        *before, last = map(self.day, days)
        return f"{', '.join(before)} and {last}"

    def _money(self, amount: Decimal) -> str:
        return f"{self.dollar}{amount:,.2f}"

    def _add_discount(self, charges: Sequence[Charged]) -> Decimal:
        off = min(charged.paid for charged in charges).quantize(Decimal("0.01")) / 2
        off = off.quantize(Decimal("0.01"), "ROUND_DOWN")
        words = self.random.choice(("Discount for prompt payment", "Less discount", "Discount"))
        self.quote_.rows.append(self._summing(words, f"-{self._money(off)}"))
        self.quote_.discounts[len(self.quote_.rows)] = off
        return off

    def _add_total(self, charges: Sequence[Charged], paid: Decimal) -> None:
        gst = sum((charged.gst for charged in charges), ZERO)
        if gst and self.random.random() < 0.5:
            self.quote_.rows.append(self._summing("Subtotal", self._money(paid - gst)))
            self.quote_.rows.append(self._summing("GST", self._money(gst)))
        self.quote_.false_total = self.random.random() < 0.1
        said = paid + 10 if self.quote_.false_total else paid
        words = self.random.choice(("Total", "TOTAL", "Grand total", "Total payable", "Total for course"))
        self.quote_.rows.append(self._summing(words, self._money(said)))
        self.quote_.total_row = len(self.quote_.rows)

    def _summing(self, words: str, amount: str) -> list[str]:
        roles = [role for role, _ in self.columns]
        row = [""] * len(roles)
        row[roles.index("description")] = words
        row[max(at for at, role in enumerate(roles) if role in ("alone", "amount", "each"))] = amount
        return row
