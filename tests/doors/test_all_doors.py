"""One request through every door is one quote: the same lines with the same figures, whoever asks and how."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

import kfees
from command_line import run
from kfees.documents.quote_workbook.positions import place
from kfees.model.quote import Line, PayeeTotal, Totals
from notices import Page, amounts_in, pages_of

FIGURES = ("maximum", "charge", "payable", "gap")
Figures = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Asked:
    """A request as JSON, as the fields of the page, and the day on which it is judged."""

    request: dict[str, Any]
    fields: dict[str, str | list[str]]
    as_of: str


STAY = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
ASKED = {
    "sessions, one amount for each payee": Asked(
        {
            "regimen": "crps-10-day",
            "setting": "private-day-hospital",
            "start": "2024-08-05",
            "weight_kg": "80",
            "charges": [{"payee": "hospital", "amount": "3200.00"}, {"payee": "medical", "amount": "1500"}],
        },
        {
            "regimen": "crps-10-day",
            "setting": "private-day-hospital",
            "start": "2024-08-05",
            "weight": "80",
            "hospital": "$3,200.00",
            "medical": "1500",
        },
        "2024-07-15",
    ),
    "items charged apart, one left out, one added": Asked(
        {
            **STAY,
            "start": "2024-08-05",
            "episode": {"nights": 16},
            "charges": [
                {"schedule": "private-hospital", "item": "M", "amount": "712.35"},
                {"schedule": "medical", "item": "2801", "amount": "320.00"},
                {"schedule": "medical", "item": "17645", "amount": "85.05"},
            ],
            "services": [
                {
                    "schedule": "medical",
                    "item": "17645",
                    "dates": ["2024-08-05", "2024-08-06"],
                    "quantity": "2",
                }
            ],
            "without": [{"schedule": "medical", "item": "2806"}],
        },
        {
            **STAY,
            "start": "2024-08-05",
            "nights": "16",
            "charge.private-hospital:M": "712.35",
            "charge.medical:2801": "320",
            "charge.medical:17645": "85.05",
            "add": "medical:17645@2024-08-05,2024-08-06*2",
            "without": "medical:2806",
        },
        "2024-07-15",
    ),
    "stale, in two versions": Asked(
        {
            **STAY,
            "start": "2025-06-29",
            "charges": [
                {"payee": "hospital", "amount": "3900.00"},
                {"schedule": "medical", "item": "2801", "amount": "320.00"},
                {"schedule": "medical", "item": "2806", "amount": "150.00"},
            ],
        },
        {
            **STAY,
            "start": "2025-06-29",
            "hospital": "3900",
            "charge.medical:2801": "320",
            "charge.medical:2806": "150",
        },
        "2025-08-01",
    ),
    "a drug without a rate, a doctor without a charge": Asked(
        {
            **STAY,
            "start": "2026-12-07",
            "charges": [{"payee": "hospital", "amount": "9000"}, {"payee": "pharmacy", "amount": "900.00"}],
        },
        {**STAY, "start": "2026-12-07", "pharmacy": "900", "hospital": "9000"},
        "2026-11-21",
    ),
    "a weighed stay without a price": Asked(
        {
            "regimen": "crps-4-day",
            "setting": "public-hospital-admitted",
            "start": "2022-08-01",
            "episode": {"nights": 12, "drg": "B81A"},
            "charges": [{"payee": "hospital", "amount": "20000.00"}],
        },
        {
            "regimen": "crps-4-day",
            "setting": "public-hospital-admitted",
            "start": "2022-08-01",
            "nights": "12",
            "drg": "B81A",
            "hospital": "20000",
        },
        "2024-07-15",
    ),
}
EVERY = pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())


def quote_of(asked: Asked, library: kfees.Library) -> kfees.Quote:
    return kfees.price(
        kfees.CourseRequest.model_validate(asked.request), library, as_of=date.fromisoformat(asked.as_of)
    )


AMOUNT = re.compile(r"(?<![\w.,])\$?([0-9][0-9,]*\.[0-9]{2})(?![0-9])")
FIGURE = re.compile(rf"{AMOUNT.pattern},?$|unknown$")


def figures(part: Line | PayeeTotal | Totals) -> Figures:
    return tuple(getattr(part, figure) for figure in FIGURES)


def with_bounds(quote: kfees.Quote) -> Callable[[Line | PayeeTotal | Totals], Figures]:
    """Where payable and gap are not known, the least that is payable and the most that is left: a notice
    says 'at least' and 'at most' of them. So it does of an estimate where the total is such a bound: its rows
    add up."""

    def found(part: Line | PayeeTotal | Totals) -> Figures:
        in_sum = quote.totals.gap is not None or part.gap == part.gap_most
        if part.gap_most is None or (part.gap is not None and in_sum):
            return figures(part)
        known = None if isinstance(part, Line) else part.known_maximum
        return part.maximum or known or None, part.charge, part.payable_least or None, part.gap_most

    return found


def parts(
    quote: kfees.Quote, figures: Callable[[Line | PayeeTotal | Totals], Figures] = figures
) -> list[tuple[str, Figures]]:
    """Each payee's lines and then its sum; at the end the total."""
    found: list[tuple[str, Figures]] = []
    for payee in quote.payees:
        found += [(line.code, figures(line)) for line in quote.lines if line.payee == payee.payee]
        found.append(("sum", figures(payee)))
    return [*found, ("total", figures(quote.totals))]


def amount_or_none(text: str) -> Decimal | None:
    found = amounts_in(text)
    assert len(found) <= 1
    return found[0] if found else None


def cells_as_figures(rows: Iterable[Sequence[str]]) -> list[Figures]:
    return [tuple(map(amount_or_none, row[-4:])) for row in rows]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "request.json"


def asked_of_the_command_line(asked: Asked, saved: Path, ending: str) -> bytes:
    saved.write_text(json.dumps(asked.request), encoding="utf-8")
    target = saved.with_name(f"quote.{ending}")
    result = run("quote", str(saved), "--as-of", asked.as_of, "-o", str(target))
    assert (result.status, result.output) == (0, "")
    return target.read_bytes()


def of_the_page(client: httpx.Client, address: str, asked: Asked) -> httpx.Response:
    answer = client.get(address, params={**asked.fields, "as_of": asked.as_of})
    assert answer.status_code == 200
    return answer


def of_the_api(client: httpx.Client, kind: str, asked: Asked) -> bytes:
    day, wanted = {"as_of": asked.as_of}, {"accept": kind}
    answer = client.post("/api/v1/quote", json=asked.request, params=day, headers=wanted)
    assert answer.status_code == 200
    return answer.content


def test_the_requests_hold_what_is_hard(library: kfees.Library) -> None:
    quotes = [quote_of(asked, library) for asked in ASKED.values()]
    assert {quote.totals.stale for quote in quotes} == {True, False}
    assert {quote.totals.complete for quote in quotes} == {True, False}
    assert any(len({line.version for line in quote.lines if line.item == "2806"}) == 2 for quote in quotes)
    assert any(line.weight is not None and line.maximum is None for quote in quotes for line in quote.lines)


@EVERY
def test_programs_are_all_given_the_same_quote(
    asked: Asked, client: httpx.Client, library: kfees.Library, saved: Path
) -> None:
    expected = json.loads(quote_of(asked, library).model_dump_json())
    assert json.loads(asked_of_the_command_line(asked, saved, "json")) == expected
    assert json.loads(of_the_api(client, "application/json", asked)) == expected
    assert of_the_page(client, "/quote.json", asked).json() == expected


@EVERY
def test_the_rows_for_a_spreadsheet_hold_every_figure(
    asked: Asked, client: httpx.Client, library: kfees.Library, saved: Path
) -> None:
    lines = quote_of(asked, library).lines
    written = asked_of_the_command_line(asked, saved, "csv")
    assert of_the_api(client, "text/csv", asked) == written
    rows = list(csv.DictReader(io.StringIO(written.decode())))
    found = [tuple(Decimal(row[figure]) if row[figure] else None for figure in FIGURES) for row in rows]
    assert [row["item"] for row in rows] == [line.item for line in lines]
    assert found == [figures(line) for line in lines]


@EVERY
def test_the_screen_shows_every_figure(asked: Asked, library: kfees.Library, saved: Path) -> None:
    rows = asked_of_the_command_line(asked, saved, "txt").decode().splitlines()
    for line in quote_of(asked, library).lines:
        start = next(
            number for number, row in enumerate(rows) if re.match(rf"  {re.escape(line.code)}  ", row)
        )
        first = next(number for number, row in enumerate(rows[start:], start) if FIGURE.search(row))
        shown = [
            Decimal(found.replace(",", "")) for found in AMOUNT.findall(" ".join(rows[first : first + 2]))
        ]
        known = [amount for amount in on_the_screen(line) if amount is not None]
        assert shown[: len(known)] == known
        rows = rows[start + 1 :]


def on_the_screen(line: Line) -> Figures:
    """A gap that is not one figure is shown as what it may be: about so much, or between two bounds."""
    if line.gap_most is None or line.gap_least == line.gap_most:
        return figures(line)
    least = line.gap if line.basis in ("indexed", "reference") and line.gap is not None else line.gap_least
    return (*figures(line)[:-1], least, line.gap_most)


@EVERY
def test_both_workbooks_hold_every_figure(
    asked: Asked, client: httpx.Client, library: kfees.Library, saved: Path
) -> None:
    quote = quote_of(asked, library)
    positions = place(quote)
    rows = [
        *((position.row, figures(position.line)) for position in positions.lines),
        *((payee.row, figures(payee.total)) for payee in positions.payees),
        (positions.row, figures(quote.totals)),
    ]
    for content in (
        asked_of_the_command_line(asked, saved, "xlsx"),
        of_the_page(client, "/quote.xlsx", asked).content,
    ):
        sheet = load_workbook(io.BytesIO(content), data_only=True)["Lines"]
        for row, expected in rows:
            cells = [sheet[f"{column}{row}"].value for column in "GIJK"]
            found = [Decimal(repr(cell)) if isinstance(cell, float | int) else None for cell in cells]
            assert found == list(expected), row


class Rows(HTMLParser):
    """The rows of the tables of lines on the page, each as the texts of its cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside = "lines" in (dict(attributes).get("class") or "").split()
        elif tag == "tr" and self._inside:
            self.rows.append([])
        elif tag in ("td", "th") and self._inside:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._inside and self._in_cell:
            self.rows[-1][-1] += data


@EVERY
def test_the_page_shows_every_figure(asked: Asked, client: httpx.Client, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    page = re.sub(r' <span class="bounds">.*?</span>', "", of_the_page(client, "/", asked).text)
    rows = [row for row in Rows(page).rows if row[0].split() != ["Item"]]
    expected = parts(quote)[:-1]
    assert cells_as_figures(rows) == [found for _, found in expected]
    for row, (item, _) in zip(rows, expected, strict=True):
        assert item == "sum" or row[0].split()[0] == item
    head = re.findall(
        r"<dd[^>]*><bdi>(.*?)</bdi>", page.partition('class="headline')[2].partition("</dl>")[0]
    )
    charge, payable, gap, *maximum = map(amount_or_none, head)
    totals = quote.totals
    assert (totals.maximum, charge, payable, gap) == figures(totals)
    assert maximum == ([] if totals.maximum in (None, totals.payable) else [totals.maximum])


def in_one_row(found: list[tuple[str, Figures]]) -> list[tuple[str, Figures]]:
    """As a notice shows them: a payee's only line and its sum are one row."""
    rows: list[tuple[str, Figures]] = []
    of_the_payee = 0
    for item, figures in found:
        if item == "sum" and of_the_payee == 1:
            rows[-1] = (rows[-1][0], figures)
        else:
            rows.append((item, figures))
        of_the_payee = 0 if item == "sum" else of_the_payee + 1
    return rows


@pytest.mark.typst
@EVERY
def test_every_notice_shows_every_figure(
    asked: Asked, client: httpx.Client, library: kfees.Library, saved: Path
) -> None:
    quote = quote_of(asked, library)
    expected = in_one_row(parts(quote, with_bounds(quote)))
    for html in (
        asked_of_the_command_line(asked, saved, "html").decode(),
        of_the_page(client, "/notice", asked).text,
        of_the_api(client, "text/html", asked).decode(),
    ):
        table = Page(html).tables[0]
        assert cells_as_figures(table.rows[1:]) == [found for _, found in expected]
        items = [row[0] for row in table.rows[1:] if len(row) == 6]
        assert items == [item for item, _ in expected if item not in ("sum", "total")]
    for pdf in (
        asked_of_the_command_line(asked, saved, "pdf"),
        of_the_page(client, "/notice.pdf", asked).content,
    ):
        printed = [amounts_in(row) for page in pages_of(pdf) for row in page.splitlines()]
        rest = iter(printed)
        for item, found in expected:
            known = [amount for amount in found if amount is not None]
            # What one costs stands before them on a line.
            assert not known or any(row[-len(known) :] == known for row in rest), (item, known)
