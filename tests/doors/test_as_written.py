"""What people write means the same at every door: a table's cell, a form's field, a page's and a flag.

A door that knows a whole column, as the import does, may read what one that sees a single cell refuses;
that one then offers the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import kfees
from kfees.cli.stating import state
from kfees.documents.form.cells import read_answer
from kfees.documents.form.questions import AnswerKind
from kfees.engine.asked import Asked
from kfees.engine.asking import read_request
from kfees.engine.shorthand import charge_of, service_of
from kfees.importing.amounts import AmountReading, read_amount
from kfees.importing.days import read_day
from kfees.model.money import CannotDetermine
from kfees.model.problems import InputError, Unreadable
from kfees.portfolio.cells import CellReader
from kfees.portfolio.columns import recognise
from kfees.portfolio.fields import WORDS, Fields
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.written_cells import Spellings
from kfees.reading.cell import Cell
from kfees.reading.provider_rows import read_provider_rows
from kfees.web.forms import read_course

NOTHING, EPOCH = "nothing", date(1899, 12, 30)
COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
PAGE = {"weight_kg": "weight"}

Door = Callable[[str, kfees.Library], object]
"""What a text means there; NOTHING where nothing is meant. Raises Unreadable."""


def _told(problem: Any) -> Unreadable:
    return Unreadable(problem.code, problem.message, problem.remedy)


def _asked(request: dict[str, Any], place: str, library: kfees.Library) -> kfees.CourseRequest:
    try:
        return read_request({**COURSE, **request}, library)
    except InputError as error:
        raise next(_told(problem) for problem in error.problems if problem.place.startswith(place)) from None


def _of_provider(column: str, text: str) -> Any:
    headings = {"Item": "2801", "Amount": "90.00", column.capitalize(): text}
    lines = [",".join(headings), ",".join(f'"{cell}"' for cell in headings.values())]
    (row,) = read_provider_rows("\n".join(lines).encode(), "quote.csv")
    if row.unread and row.unread != "amount: the cell is empty.":
        raise Unreadable("unread", row.unread, "")
    found = getattr(row, {"date": "day"}.get(column, column))
    return NOTHING if found is None else found


def _of_portfolio(column: str, text: str, library: kfees.Library) -> Any:
    table = pl.DataFrame(
        {
            name: [text if name == column else None]
            for name in (
                "regimen",
                "setting",
                "start",
                "weight_kg",
                "nights",
                *Fields(library.payees).charges,
            )
        },
        schema_overrides=dict.fromkeys(("regimen", "setting", "start"), pl.String),
    )
    table = table.cast({pl.Null: pl.String})
    spellings = {word: Spellings((), {}, lambda word: Unreadable("unknown", word, "")) for word in WORDS}
    payers = RowPayers(library, named=False)
    reader = CellReader(recognise(table.schema, library), table.schema, spellings, payers, "day-first")
    cells = reader.read(table)
    for mistakes in cells.mistakes.values():
        raise mistakes.errors[0]
    found = cells.fields[column][0]
    return NOTHING if found is None else found


def _of_form(kind: AnswerKind, text: str, held: Callable[[Any], object] = int) -> Any:
    found = read_answer(kind, Cell("text", text), EPOCH)
    return NOTHING if found is None else held(found)


def _of_page(field: str, text: str, library: kfees.Library) -> Any:
    form = read_course([("regimen", "crps-10-day"), (PAGE.get(field, field), text)], library)
    if form.problems:
        raise _told(form.problems[0])
    return form.asked


def _charge(asked: dict[str, Any], library: kfees.Library) -> object:
    if not asked.get("charges"):
        return NOTHING
    return _asked({"charges": asked["charges"]}, "charges[0].amount", library).charges[0].amount


def _import_amount(text: str, _: kfees.Library) -> object:
    found = read_amount(Cell("text", text), "C2", AmountReading()).amount
    return NOTHING if isinstance(found, CannotDetermine) else found


AMOUNTS: dict[str, Door] = {
    "import": _import_amount,
    "provider": lambda text, _: _of_provider("amount", text),
    "portfolio": lambda text, library: _of_portfolio("hospital_charge", text, library),
    "form": lambda text, _: _of_form("amount", text, Decimal),
    "page": lambda text, library: _charge(_of_page("hospital", text, library), library),
    "flag": lambda text, library: _charge({"charges": [charge_of(f"hospital={text}")]}, library),
}


def _start(asked: dict[str, Any], library: kfees.Library) -> object:
    return _asked({"start": asked["start"]}, "start", library).start if "start" in asked else NOTHING


def _service_day(text: str, library: kfees.Library) -> object:
    services = [service_of(f"medical:2806@{text}")]
    return _asked({"services": services}, "services[0].dates", library).services[0].dates[0]


DAYS: dict[str, Door] = {
    "import": lambda text, _: read_day(Cell("text", text), EPOCH, "day-first"),
    "provider": lambda text, _: _of_provider("date", text),
    "portfolio": lambda text, library: _of_portfolio("start", text, library),
    "form": lambda text, _: _of_form("day", text, date.fromisoformat),
    "page": lambda text, library: _start(_of_page("start", text, library), library),
    "flag": _service_day,
}


def _stated(weight: str, library: kfees.Library) -> dict[str, Any]:
    asked = Asked({})
    state(asked, {"weight_kg": weight}, library)
    return dict(asked.value)


def _weight(asked: dict[str, Any], library: kfees.Library) -> object:
    return _asked(asked, "weight_kg", library).weight_kg if "weight_kg" in asked else NOTHING


WEIGHTS: dict[str, Door] = {
    "portfolio": lambda text, library: _of_portfolio("weight_kg", text, library),
    "form": lambda text, _: _of_form("weight", text, Decimal),
    "page": lambda text, library: _weight(_of_page("weight_kg", text, library), library),
    "flag": lambda text, library: _weight(_stated(text, library), library),
}
COUNTS: dict[str, Door] = {
    "portfolio": lambda text, library: _of_portfolio("nights", text, library),
    "form": lambda text, _: _of_form("count", text),
    "page": lambda text, library: _of_page("nights", text, library)["episode"]["nights"],
}


def each(doors: dict[str, Door], texts: Any) -> pytest.MarkDecorator:
    """Every text at every door."""
    return pytest.mark.parametrize(
        ("read", "text", "meant"),
        [
            pytest.param(read, text, meant, id=f"{door}: {text}")
            for door, read in doors.items()
            for text, meant in dict(texts).items()
        ],
    )


def refusal(read: Door, text: str, library: kfees.Library) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(text, library)
    return caught.value


# Amounts


def written_amounts() -> dict[str, Decimal]:
    found: dict[str, Any] = {}
    for amount in (Decimal("3200.00"), Decimal("90.50"), Decimal("1234567.89"), Decimal("0.00")):
        for digits in (f"{amount}", f"{amount:,}"):
            for text in (
                "{}",
                "${}",
                "$ {}",
                "AUD {}",
                "{} AUD",
                "aud{}",
                "A${}",
                "AU${}",
                "AUD ${}",
                " {} ",
                "{}$",
                "\N{NO-BREAK SPACE}{}",
                "$\N{NO-BREAK SPACE}{}",
            ):
                found[text.format(digits)] = amount
    return {
        **found,
        "3,200": Decimal(3200),
        "$3,200": Decimal(3200),
        "90.5": Decimal("90.5"),
        "-0": Decimal(0),
    }


@each(AMOUNTS, written_amounts())
def test_an_amount_is_the_same_at_every_door(
    read: Door, text: str, meant: Decimal, library: kfees.Library
) -> None:
    assert read(text, library) == meant


@each(
    AMOUNTS,
    {
        "3 200": "3200",
        "$3 200.00": "3200.00",
        "3.200,00": "3200.00",
        "3200,50": "3200.50",
        "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,80": "1234567.80",
        "AUD 3.200,00": "3200.00",
    },
)
def test_an_amount_in_other_marks_is_read_in_a_column_or_offered(
    read: Door, text: str, meant: str, library: kfees.Library
) -> None:
    if read is AMOUNTS["import"]:
        assert read(text, library) == Decimal(meant)
    elif read is AMOUNTS["provider"]:
        assert "is not a plain decimal number" in refusal(read, text, library).message
    else:
        assert refusal(read, text, library).remedy == f"Write {meant}."


@each(
    AMOUNTS,
    dict.fromkeys(
        [
            "(200.00)",
            "($3,200.00)",
            "-200",
            "$-200.00",
            "200.00-",
            "\N{MINUS SIGN}200",
            "\N{EN DASH}200",
            "- 200",
            "(200.00) AUD",
        ],
        "negative",
    ),
)
def test_a_negative_amount_is_refused_as_such(
    read: Door, text: str, meant: str, library: kfees.Library
) -> None:
    assert f"is {meant}" in refusal(read, text, library).message


@each(
    AMOUNTS,
    dict.fromkeys(
        [
            "3.900",
            "$1.200",
            "\N{EURO SIGN}90",
            "US$90",
            "NZ$ 90.00",
            "1e3",
            "90.00 each",
            "12.3.4",
            "1,20,000.00",
            "10.005",
            "1_000",
            "5-9",
            "12.5%",
            "#N/A",  # of a formula that went wrong
        ]
    ),
)
def test_what_is_no_certain_amount_is_read_at_no_door(
    read: Door, text: str, meant: None, library: kfees.Library
) -> None:
    assert refusal(read, text, library).message


@each(AMOUNTS, dict.fromkeys(["TBA", "POA", "by arrangement", "?", "$"]))
def test_words_are_an_amount_at_no_door(read: Door, text: str, meant: None, library: kfees.Library) -> None:
    if read is AMOUNTS["import"]:  # unknown, in the workbook's own words
        assert read(text, library) is NOTHING
    else:
        assert refusal(read, text, library).message


@each(AMOUNTS, dict.fromkeys(["free", "nil", "Nil", "no charge", "waived", "included"], Decimal("0.00")))
def test_words_that_nothing_is_charged_are_a_zero_in_a_quote_alone(
    read: Door, text: str, meant: Decimal, library: kfees.Library
) -> None:
    if read is AMOUNTS["provider"]:  # who quotes says what is charged: nothing is an amount there
        assert read(text, library) == meant
    elif read is AMOUNTS["import"]:
        assert read(text, library) is NOTHING
    else:
        assert refusal(read, text, library).message


@each(
    {door: read for door, read in AMOUNTS.items() if door != "flag"},
    dict.fromkeys(["", " ", "-", "\N{EN DASH}", "n/a", "N/A", "n.a."]),
)
def test_an_empty_amount_is_nowhere_a_zero(
    read: Door, text: str, meant: None, library: kfees.Library
) -> None:
    assert read(text, library) is NOTHING


# Days


def written_days() -> dict[str, date]:
    found: dict[str, Any] = {}
    for day in (date(2024, 8, 5), date(2024, 12, 31), date(2025, 3, 1)):
        number, month, year = day.day, f"{day:%B}", day.year
        suffix = {1: "st", 31: "st"}.get(number, "th")
        texts = [
            f"{day}",
            f"{day:%Y%m%d}",
            f"{day:%Y/%m/%d}",
            f"{number}/{day.month}/{year}",
            f"{day:%d/%m/%y}",
            f"{number}.{day.month}.{year}",
            f"{day:%d.%m.%y}",
            f"{number}-{day.month}-{year}",
            f"{number}-{day:%b-%y}",
            f"{day:%d-%b-%Y}",
            f"{day:%d%b%Y}".upper(),
            f"{number} {month} {year}",
            f"{number}{suffix} {month} {year}",
            f"{number}{suffix} of {month} {year}".replace(" of", ""),
            f"{day:%a} {number} {day:%b} {year}",
            f"{day:%A}, {number} {month} {year}",
            f"{month} {number}, {year}".replace(",", ""),
            f"{number} {month.upper()} {year}",
            f" {day} ",
            f"{day} 00:00:00",
            f"{day}T09:30",
            f"{number}/{day:%m}/{year} 11:30 PM",
            f"{day}T01:00:00+10:00",
            f"{day - timedelta(days=1)}T14:00:00Z",
            f"{day} 12:00 AEST",
            f"{day:%Y%m%d}T090000",
        ]
        found |= dict.fromkeys(texts, day)
    return found


@each(DAYS, written_days())
def test_a_day_is_the_same_at_every_door(read: Door, text: str, meant: date, library: kfees.Library) -> None:
    assert read(text, library) == meant


@each(
    DAYS,
    dict.fromkeys(
        [
            "31/6/2024",
            "Aug-24",
            "5 August",
            "tomorrow",
            "2024-02-30",
            "20241305",
            "2024-08-05 25:00",
            "5/8",
            "45509",
            "45509.0",
        ]
    ),
)
def test_what_is_no_certain_day_is_read_at_no_door(
    read: Door, text: str, meant: None, library: kfees.Library
) -> None:
    assert refusal(read, text, library).message


@each(DAYS, dict.fromkeys(["5-9 August 2024", "5/8/2024 - 9/8/2024"]))
def test_several_days_are_read_where_a_row_may_charge_them_and_nowhere_else(
    read: Door, text: str, meant: None, library: kfees.Library
) -> None:
    if read is DAYS["provider"]:
        assert read(text, library) == date(2024, 8, 5)
        (row,) = read_provider_rows(f"Item,Amount,Date\n2801,90.00,{text}".encode(), "quote.csv")
        assert len(row.days) == 5
    else:
        assert refusal(read, text, library).message


@each(
    {door: read for door, read in DAYS.items() if door not in ("import", "provider")},
    {"45509": "2024-08-05 is what Excel counts as 45509", "8/13/2024": "such as 2024-08-13"},
)
def test_a_day_that_is_refused_is_offered_at_every_door(
    read: Door, text: str, meant: str, library: kfees.Library
) -> None:
    assert meant in refusal(read, text, library).remedy


# Weights and counts


@each(
    WEIGHTS,
    {
        text: Decimal(kg)
        for text, kg in {
            "75": "75",
            "75kg": "75",
            "75 kg": "75",
            "75.5 KG.": "75.5",
            " 75 kilos ": "75",
            "80.00": "80",
            "0.1 kilogram": "0.1",
        }.items()
    },
)
def test_a_weight_is_the_same_at_every_door(
    read: Door, text: str, meant: Decimal, library: kfees.Library
) -> None:
    assert read(text, library) == meant


@each(
    WEIGHTS,
    {
        "176 lb": "Write 79.8, if that is the weight.",
        "80,5": "Write 80.5.",
        "80,5 kg": "Write 80.5.",
        "401": "Give more than 0 and at most 400 kg.",
        "0": "Give more than 0 and at most 400 kg.",
    },
)
def test_a_weight_that_is_refused_is_offered_at_every_door(
    read: Door, text: str, meant: str, library: kfees.Library
) -> None:
    assert refusal(read, text, library).remedy == meant


@each(COUNTS, {"4": 4, "4.0": 4, " 12 ": 12, "0": 0})
def test_a_count_is_the_same_at_every_door(read: Door, text: str, meant: int, library: kfees.Library) -> None:
    assert read(text, library) == meant


@each(COUNTS, dict.fromkeys(["4.5", "four", "1e3", "4 nights", "1,000"]))
def test_what_is_no_count_is_read_at_no_door(
    read: Door, text: str, meant: None, library: kfees.Library
) -> None:
    assert refusal(read, text, library).message.endswith("is not a whole number.")


@each(COUNTS, {"-1": ("'-1' is not a whole number.", "'-1' is less than 0.")})
def test_a_count_below_nothing_is_read_at_no_door(
    read: Door, text: str, meant: tuple[str, ...], library: kfees.Library
) -> None:
    assert refusal(read, text, library).message in meant


# Codes


@pytest.mark.parametrize("text", ["2806", "MBS 2806", "mbs2806", "Item no. 2806", "#2806", "2806.0"])
def test_a_code_is_the_same_in_a_quote_and_on_the_page(text: str, library: kfees.Library) -> None:
    (row,) = read_provider_rows(f"Item,Amount\n{text},90.00".encode(), "quote.csv")
    asked = [("add_item", text), ("add_dates", "5-Aug-24")]
    form = read_course(asked, library)
    assert form.problems == []
    assert row.item == form.asked["services"][0]["item"] == "2806"
