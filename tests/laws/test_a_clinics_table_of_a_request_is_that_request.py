"""What a request asks, written as a clinic writes it, makes a request with the same quote to the cent."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

import kfees
from kfees.engine.checking import lay_out
from kfees.engine.provider_codes import matches
from kfees.engine.provider_course import request_from
from kfees.engine.services import day_by_day
from kfees.model.assessment import QuotedLine
from kfees.model.quote import PayeeTotal, Totals
from kfees.model.request import CourseRequest
from kfees.reading.provider_rows import read_provider_file
from laws.strategies import BY_DEFAULT, PAYEE, TREATMENT_DAYS, Asked, amounts, courses, request_of

HEADINGS = (
    "Provider",
    "Item No.",
    "Description",
    "Date of service",
    "Qty",
    "Unit price",
    "GST",
    "Total inc GST",
)
FEES = {"Hospital facility fee": "hospital", "Ketamine ampoule": "pharmacy", "Specialist's report": "medical"}
WAYS = ("{0:%d/%m/%Y}", "{0:%-d/%-m/%y}", "{0:%-d %b %Y}", "{0}", "{0:%a, %-d %B %Y}")


@st.composite
def accounts(draw: st.DrawFn, public: bool = True, extras: bool = True) -> Asked:
    """A course of which every line has a charge by item, perhaps another on some days; fees and discounts."""
    asked = draw(courses(extras=extras, charged=False, public=public))
    assume(len(asked.get("without", [])) < len(BY_DEFAULT[asked["setting"]]))  # else it is no course alone
    doctors = draw(st.sampled_from(({}, {"medical": "Dr Ashe"})))
    asked["providers"] = doctors
    for service in asked.get("services", []):
        service["quantity"] = draw(st.sampled_from(("1", "1", "2", "3")))
        if service["schedule"] == "medical" and draw(st.booleans()):
            service["provider"] = "Dr Birch"
    found: list[Asked] = []
    for (schedule, item, provider), days in billed(asked).items():
        charge = {"schedule": schedule, "item": item, "provider": provider}
        charge["gst"] = draw(st.sampled_from((None, "included")))
        apart = draw(st.sets(st.sampled_from(days), max_size=len(days) - 1)) if len(days) > 1 else set()
        rest = sorted(day for day in days if day not in apart)
        found.append({**charge, "amount": draw(amounts), "dates": rest})
        if apart:
            found.append({**charge, "amount": draw(amounts), "dates": sorted(apart)})
    for label in draw(st.sets(st.sampled_from(sorted(FEES)))):
        provider = "Dr Birch" if FEES[label] == "medical" else None
        quantity = draw(st.sampled_from(("1", "3")))
        fee = {"payee": FEES[label], "label": label, "amount": draw(amounts), "quantity": quantity}
        found.append({**fee, "provider": provider})
    found += draw(discounts(found))
    asked["charges"] = [{key: value for key, value in one.items() if value is not None} for one in found]
    return asked


@st.composite
def discounts(draw: st.DrawFn, charges: list[Asked]) -> list[Asked]:
    """One for a biller whom its row can name: at most what one unit of an item costs."""
    amounts_of: dict[tuple[str, str | None], list[str]] = {}
    for charge in charges:
        if "schedule" in charge:
            biller = PAYEE[charge["schedule"]], charge["provider"]
            amounts_of.setdefault(biller, []).append(charge["amount"])
    known = sorted(
        (biller for biller in amounts_of if biller[1] or (biller[0], "Dr Birch") not in amounts_of), key=str
    )
    if not known or draw(st.booleans()):
        return []
    payee, provider = draw(st.sampled_from(known))
    amount = draw(st.sampled_from(amounts_of[payee, provider]))
    return [{"payee": payee, "provider": provider, "discount": amount}]


def billed(asked: Asked) -> dict[tuple[str, str, str | None], list[str]]:
    """The days of each item, by who bills it."""
    found: dict[tuple[str, str, str | None], dict[str, None]] = {}
    for service in day_by_day(lay_out(request_of(asked), LIBRARY).services):
        key = (service.schedule, service.item, service.provider)
        found.setdefault(key, {})[service.day.isoformat()] = None
    return {key: list(days) for key, days in found.items()}


LIBRARY = kfees.load_schedules(environment={})


def table_of(request: CourseRequest, one_row: bool, way: str) -> bytes:
    """The charges as a clinic writes them: a row for each day, or for all days of one price."""
    units: Counter[tuple[Any, ...]] = Counter()
    for service in day_by_day(lay_out(request, LIBRARY).services):
        key = (service.schedule, service.item, service.provider, service.day)
        units[key] += service.quantity  # type: ignore[assignment]
    rows: list[Sequence[str]] = [("Bright Street Day Hospital",), ("All prices in AUD",), HEADINGS]
    for charge in request.charges:
        gst = "Y" if charge.gst else "N"
        if charge.label is not None:
            total = (charge.amount or 0) * charge.units
            rows.append(
                (
                    charge.provider or "",
                    "",
                    charge.label,
                    "",
                    str(charge.units),
                    str(charge.amount),
                    gst,
                    str(total),
                )
            )
            continue
        if charge.discount is not None:
            off, whose = f"-{charge.discount}", {"medical": "Doctor"}.get(charge.payee or "", "Hospital")
            rows.append((charge.provider or "", "", f"{whose}: discount", "", "1", off, "", off))
            continue
        assert charge.schedule is not None
        assert charge.item is not None
        assert charge.dates is not None
        code = charge.item if len(matches(charge.item, LIBRARY)) == 1 else f"{charge.schedule}:{charge.item}"
        counts = [units[charge.schedule, charge.item, charge.provider, day] for day in charge.dates]
        together = one_row and len(set(counts)) == 1 and len(counts) > 1
        each, provider = charge.amount or Decimal(0), charge.provider or ""
        if together:
            count = sum(counts)
            dates = as_span(charge.dates, way)
            rows.append((provider, code, "", dates, str(count), str(each), gst, str(each * count)))
            continue
        for day, count in zip(charge.dates, counts, strict=True):
            # Several days on one date would be that many days from it, so each is a row of its own.
            alone = count > 1 and charge.schedule == "private-hospital"
            for number in range(int(count) if alone else 1):
                of = Decimal(1) if alone else count
                cells = (f"no. {number + 1}", way.format(day), str(of), str(each), gst, str(each * of))
                rows.append((provider, code, *cells))
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def as_span(days: Sequence[date], way: str) -> str:
    if all(later - day == timedelta(days=1) for day, later in pairwise(days)):
        return f"{way.format(days[0])} - {way.format(days[-1])}"
    return "; ".join(way.format(day) for day in days)


def figures(quote: kfees.Quote) -> Any:
    lines = [
        (line.payee, line.provider or "", line.name, line.dates, line.quantity, line.rate, line.maximum,
         line.charge, line.gap, line.gap_least, line.gap_most)
        for line in quote.lines
    ]  # fmt: skip
    parts: list[PayeeTotal | Totals] = [*quote.payees, quote.totals]
    sums = [
        (part.maximum, part.charge, part.payable, part.gap, part.gap_least, part.gap_most) for part in parts
    ]
    return sorted(lines, key=str), sorted(sums, key=str)


@given(asked=accounts(), one_row=st.booleans(), way=st.sampled_from(WAYS))
def test_the_charges_of_a_course_go_out_as_a_table_and_come_back(
    asked: Asked, one_row: bool, way: str
) -> None:
    request = request_of(asked)
    table = read_provider_file(table_of(request, one_row, way), "quote.csv")
    course = {key: asked[key] for key in asked if key not in ("charges", "services", "providers")}
    course["sessions"] = TREATMENT_DAYS[asked["regimen"]]
    composed = request_from(table, course, LIBRARY)
    assert not [row for row in composed.outcomes if isinstance(row, QuotedLine) and row.outcome != "total"]
    assert figures(kfees.price(composed.request, LIBRARY)) == figures(kfees.price(request, LIBRARY))


@given(asked=accounts(public=False, extras=False), way=st.sampled_from(WAYS))
def test_a_table_that_names_every_day_says_the_course_too(asked: Asked, way: str) -> None:
    request = request_of(asked)
    table = read_provider_file(table_of(request, False, way), "quote.csv")
    course = {key: asked[key] for key in ("regimen", "setting", "weight_kg")}
    composed = request_from(table, course, LIBRARY)
    assert figures(kfees.price(composed.request, LIBRARY)) == figures(kfees.price(request, LIBRARY))
    assert lay_out(composed.request, LIBRARY).days == lay_out(request, LIBRARY).days
