"""Courses that notices are made of in tests, and reading what a notice shows."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, NamedTuple

import kfees
from kfees.documents.notice import Details, OtherProvider

IN_JULY_2024 = date(2024, 7, 15)

DETAILS = Details(
    provider="Yarra Bend Private Hospital",
    address="12 Example Street, Fairfield VIC 3078",
    contact="Patient accounts, 03 9000 0000",
    doctor="Dr A. Example",
    payment_due="On the day of each session",
)

ANAESTHETIST = OtherProvider(name="Dr B. Other", service="Anaesthetist", amount=Decimal("500.50"))

COURSES: dict[str, dict[str, Any]] = {
    "ten sessions, two charges": {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        "charges": [{"payee": "hospital", "amount": "3200.00"}, {"payee": "medical", "amount": "1500.00"}],
    },
    "four nights, charged by item": {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "charges": [
            {"schedule": "private-hospital", "item": "M", "amount": "990.00"},
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
            {"schedule": "medical", "item": "2806", "amount": "80.00"},
        ],
    },
    "four nights across 1 July": {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2025-06-29",
        "charges": [
            {"payee": "hospital", "amount": "3900.00"},
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
            {"schedule": "medical", "item": "2806", "amount": "150.00"},
        ],
    },
    "a public hospital": {
        "regimen": "crps-4-day",
        "setting": "public-hospital-admitted",
        "start": "2024-08-05",
        "charges": [{"payee": "hospital", "amount": "6000.00"}],
    },
    "at home": {
        "regimen": "crps-4-day",
        "setting": "hospital-in-the-home",
        "start": "2025-08-04",
        "charges": [{"payee": "hospital", "amount": "2000.00"}, {"payee": "medical", "amount": "600.00"}],
    },
}
"""Ordinary courses, with every charge known."""

UNKNOWN: dict[str, Any] = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2026-12-07",
    "charges": [{"payee": "pharmacy", "amount": "900.00"}, {"payee": "hospital", "amount": "9000.00"}],
}
"""No rate for the drug, no charge of the doctor, and a hospital rate that is stale."""


def quoted(course: dict[str, Any], library: kfees.Library, as_of: date = IN_JULY_2024) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate(course), library, as_of=as_of)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, in lines as they stand."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    *pages, end = done.stdout.decode().split("\f")
    assert not end.strip()
    return pages


def words_of(pdf: bytes) -> str:
    """The text in reading order, on one line: a label broken over two lines is whole."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


class Box(NamedTuple):
    """Where a word stands, in points from the top left of its page."""

    page: int
    left: float
    top: float
    right: float


def boxes_of(pdf: bytes) -> list[tuple[str, Box]]:
    """Each word of the pages, and where it stands."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    word = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="[^"]+">(.*?)</word>')
    return [
        (text, Box(number, float(left), float(top), float(right)))
        for number, page in enumerate(done.stdout.decode().split("<page ")[1:], 1)
        for left, top, right, text in word.findall(page)
    ]


def amounts_in(text: str) -> list[Decimal]:
    """Amounts as Australians write them."""
    return [Decimal(found.replace(",", "")) for found in re.findall(r"(?<![A-Z])\$([0-9,]+\.[0-9]{2})", text)]


@dataclass
class Table:
    """A table's rows of cells: the label or amount of each in English, without the notes below it."""

    rows: list[list[str]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """An HTML notice taken apart: its tags, its visible text, its tables."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.tables: list[Table] = []
        self._open: list[tuple[str, set[str]]] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).replace("\N{NO-BREAK SPACE}", " ").split())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        classes = set((found.get("class") or "").split())
        self.tags.append((tag, found))
        if tag not in ("meta", "br", "input"):
            self._open.append((tag, classes))
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
            self.tables[-1].classes.append(" ".join(classes))
        elif tag in ("td", "th"):
            self.tables[-1].rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag, f"{opened} is closed by {tag}"

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self._open}
        if inside & {"style", "script", "title"}:
            return
        self.texts.append(data)
        if inside & {"td", "th"} and not {"other", "note"} & set().union(*(kinds for _, kinds in self._open)):
            self.tables[-1].rows[-1][-1] += data.strip()
