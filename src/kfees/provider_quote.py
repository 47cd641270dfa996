"""A provider's own quote against the course: each row matched, priced by the engine, and said.

Every row keeps its place. A code that two schedules have is asked about, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kfees.assessment import ItemFinding, ProviderQuote, QuotedLine, RowOutcome
from kfees.checking import lay_out
from kfees.course import Course
from kfees.gap import sum_of
from kfees.item_rules import Billed, broken_rules
from kfees.library import Library
from kfees.pricing import price
from kfees.provider_rows import ProviderRow
from kfees.request import Charge, CourseRequest, Item, ServiceRequest


def compare(rows: Sequence[ProviderRow], request: CourseRequest, library: Library) -> ProviderQuote:
    """Match the provider's rows to the course and price each at its own charge.

    The charges of the request itself are left aside: the provider's quote states them.
    """
    request = request.model_copy(update={"charges": ()})
    course = lay_out(request, library)
    alone = _without_services(request, library)
    seen: set[tuple[object, ...]] = set()
    lines = tuple(_line(row, course, alone, library, seen) for row in rows)
    billed = [line for line in lines if line.outcome in ("matched", "not in the course")]
    present = {(line.schedule, line.item) for line in billed}
    in_course = dict.fromkeys((service.schedule, service.item) for service in course.services)
    return ProviderQuote(
        lines=lines,
        missing=tuple(
            f"{schedule}:{item}" for schedule, item in in_course if (schedule, item) not in present
        ),
        item_findings=_findings(billed, library),
        charge=sum_of(line.amount for line in billed),
        maximum=sum_of(line.maximum for line in billed),
        payable=sum_of(line.payable for line in billed),
        gap=sum_of(line.gap for line in billed),
    )


def _without_services(request: CourseRequest, library: Library) -> CourseRequest:
    """The request with every service that its setting brings left out, and none added."""
    bare = request.model_copy(update={"services": (), "without": ()})
    brought = dict.fromkeys((service.schedule, service.item) for service in lay_out(bare, library).services)
    without = tuple(Item(schedule=schedule, item=item) for schedule, item in brought)
    return bare.model_copy(update={"without": without})


def _line(
    row: ProviderRow, course: Course, alone: CourseRequest, library: Library, seen: set[tuple[object, ...]]
) -> QuotedLine:
    if row.is_total:
        return _unpriced(row, "total", "A total or a tax, not counted as an item.")
    if row.unread:
        return _unpriced(row, "not read", f"Not read for certain. {row.unread}")
    found = matches(row.item, library)
    if not found:
        return _unpriced(row, "unknown item", f"No schedule that is loaded has the item {row.item!r}.")
    if len(found) > 1:
        schedules = " or ".join(f"{schedule}:{item}" for schedule, item in found)
        return _unpriced(row, "ambiguous", f"Is {row.item} {schedules}? Write it that way in the quote.")
    schedule, item = found[0]
    key = (schedule, item, row.day, row.amount, row.quantity)
    if key in seen:
        return _unpriced(
            row, "duplicate", "The same item, day and amount stand in an earlier row; not counted."
        )
    seen.add(key)
    return _priced(row, schedule, item, course, alone, library)


def matches(code: str, library: Library) -> list[tuple[str, str]]:
    """The schedules that have a code, with the code as the schedule writes it."""
    named, colon, rest = code.partition(":")
    schedules = [named] if colon and named in library.schedules else library.schedules
    wanted = rest if colon and named in library.schedules else code
    return [
        (schedule, spelling)
        for schedule in schedules
        for spelling in dict.fromkeys((wanted, wanted.upper()))
        if library.knows(schedule, spelling)
    ]


def _priced(
    row: ProviderRow, schedule: str, item: str, course: Course, alone: CourseRequest, library: Library
) -> QuotedLine:
    """The row as a course of its one service, at its own charge: the engine's figures and no others."""
    assert row.amount is not None
    in_course = [
        service for service in course.services if (service.schedule, service.item) == (schedule, item)
    ]
    days, says = _days(row, [service.day for service in in_course], alone)
    quantity = row.quantity or Decimal(len(days))
    outcome: RowOutcome = "matched" if in_course else "not in the course"
    service = ServiceRequest(schedule=schedule, item=item, dates=tuple(days), quantity=quantity / len(days))
    charge = Charge(payee=library.payee(schedule), amount=row.amount)
    priced = price(alone.model_copy(update={"services": (service,), "charges": (charge,)}), library)
    (total,) = priced.payees
    above = None if total.maximum is None else max(row.amount - total.maximum, Decimal("0.00"))
    course_quantity = sum((service.quantity for service in in_course), Decimal(0))
    if in_course and quantity != course_quantity:
        says += f" The course has {course_quantity}, the quote {quantity}."
    if above:
        says += f" Charged {above} above the maximum of {total.maximum}."
    if total.maximum is None:
        says += " The maximum cannot be determined."
    return QuotedLine(
        place=row.place,
        outcome=outcome,
        item=item,
        description=row.description,
        quantity=quantity,
        dates=tuple(days),
        amount=row.amount,
        schedule=schedule,
        maximum=total.maximum,
        payable=total.payable,
        gap=total.gap,
        above_maximum=above,
        says=says.strip(),
    )


def _days(row: ProviderRow, course_days: Sequence[date], request: CourseRequest) -> tuple[list[date], str]:
    """The days that a row's units fall on: its own, else the course's, else the first treatment day."""
    if row.day is not None:
        return [row.day], ""
    count = int(row.quantity) if row.quantity is not None and row.quantity == int(row.quantity) else None
    if course_days and count is not None and count <= len(course_days):
        return list(course_days[:count]), "No date: the course's days are taken."
    if course_days and count is None and row.quantity is None:
        return list(course_days[:1]), "No date and no count: one, on the first day, is taken."
    return [request.start], "No date: the first treatment day is taken."


def _unpriced(row: ProviderRow, outcome: RowOutcome, says: str) -> QuotedLine:
    return QuotedLine(
        place=row.place,
        outcome=outcome,
        item=row.item,
        description=row.description,
        quantity=row.quantity,
        dates=(row.day,) if row.day else (),
        amount=row.amount,
        schedule=None,
        maximum=None,
        payable=None,
        gap=None,
        above_maximum=None,
        says=says,
    )


def _findings(lines: Sequence[QuotedLine], library: Library) -> tuple[ItemFinding, ...]:
    billed = [
        Billed(f"{line.place} ({line.item})", line.schedule or "", line.item, day, _on_each_day(line))
        for line in lines
        for day in line.dates
    ]
    rules = library.item_rules_on(min(service.day for service in billed)) if billed else None
    return broken_rules(billed, rules) if rules else ()


def _on_each_day(line: QuotedLine) -> Decimal:
    return (line.quantity or Decimal(1)) / len(line.dates)
