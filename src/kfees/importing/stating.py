"""What an imported version says of itself: from the user, the sheet, the version before, or a default."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from kfees.importing.choices import Choices
from kfees.importing.choosing import Understood
from kfees.importing.days import day_within
from kfees.importing.gst_words import RowGst, gst_of_all
from kfees.importing.sources import Rows, file_and_sheet
from kfees.library.indexing import one_year_after
from kfees.library.version import FACTS
from kfees.model.blanks import Listed
from kfees.model.english import in_list, in_words
from kfees.model.payee import Payee
from kfees.model.problems import Problem
from kfees.model.schedule import Basis, Currency, Gst, ScheduleFacts, WorkbookRead
from kfees.reading.json_and_toml import problems_in


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """What is to be imported, and whatever the user says of it. None: the workbook or a default says it.

    `sheets` and `rows` are parts of one version. `columns`: letters or headings by role, or 'Part 2:amount'
    for one of several sheets. `every_period`: a version for each period that the sheet states from
    `first_day` on. `accept_changes`: the prices may have halved or doubled. `carry`: what a workbook of
    weights lacks is taken from the version before.
    """

    schedule: str
    first_day: date
    retrieved: date
    sheets: Sequence[str] = ()
    rows: Sequence[Rows] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    every_period: bool = False
    accept_changes: bool = False
    payee: Payee | None = None
    gst: Gst | None = None
    basis: Basis | None = None
    carry: bool = False
    price_per_weight: Decimal | None = None
    unit: str | None = None
    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    coverage: str = ""
    next_change: date | None = None


def state_facts(
    asked: ImportAsked,
    before: ScheduleFacts | None,
    understood: Understood,
    gst_of_rows: Collection[RowGst | None],
    workbooks: Sequence[WorkbookRead],
    payees: Collection[str],
    currency: Currency,
) -> ScheduleFacts | list[Problem]:
    """The facts, or problems where nothing says whom of the `payees` the version pays, or whether GST is in
    it. `gst_of_rows`: all that rows say of it. `currency`: that of the payer whose schedule it is."""
    payee = asked.payee or (before.payee if before is not None else None)
    gst = asked.gst or _sheet_gst(understood) or (before.gst if before is not None else None)
    gst = gst or _gst_if_each_says(gst_of_rows)
    if payee is None or gst is None:
        return list(_unstated(asked, payee, gst, gst_of_rows, payees))
    titles = understood.layout.titles if understood.layout is not None else []
    title = asked.title or (titles[0] if titles else Path(workbooks[0].file).stem)
    try:
        return ScheduleFacts(
            title=title[:200],
            publisher=asked.publisher or "not stated",
            source=asked.source or _source(workbooks, understood),
            retrieved=asked.retrieved,
            next_change_expected=asked.next_change or one_year_after(asked.first_day),
            currency=currency,
            gst=gst,
            payee=payee,
            basis=asked.basis or "supplied",
            coverage=asked.coverage,
            **files_read(workbooks),
            step_down=before.step_down if before is not None else None,
        )
    except ValidationError as error:
        return [problem for _, problem in problems_in(error, ScheduleFacts, f"{FACTS}: ")]


def _source(workbooks: Sequence[WorkbookRead], understood: Understood) -> str:
    """'Workbook rates.xlsx, sheets Part 1 and Part 2'."""
    sheets = list(dict.fromkeys(file_and_sheet(part.name)[1] for part in understood.parts))
    named = f", sheet{'s' if len(sheets) > 1 else ''} {in_list(sheets)}" if sheets else ""
    return f"{named_files(workbooks)}{named}"


def named_files(workbooks: Sequence[WorkbookRead]) -> str:
    """'Workbooks rates.xlsx and more.csv'."""
    files = in_list([workbook.file for workbook in workbooks])
    return f"Workbook{'s' if len(workbooks) > 1 else ''} {files}"


def files_read(workbooks: Sequence[WorkbookRead]) -> dict[str, Any]:
    """What the facts say of the files that a version was imported from."""
    first, *others = workbooks
    return {
        "workbook": first,
        "more_workbooks": tuple(f"{other.sha256}  {other.file[:130]}" for other in others),
    }


def _sheet_gst(understood: Understood) -> Gst | None:
    """What the headings of the amounts say of GST, or the titles above them."""
    stated = {amount.gst for amount in understood.amounts}
    if stated == {None}:
        layouts = [part.layout for part in understood.parts if part.layout is not None]
        stated = {gst_of_all(layout.titles) for layout in layouts}
    return stated.pop() if len(stated) == 1 else None


def _gst_if_each_says(of_rows: Collection[RowGst | None]) -> Gst | None:
    """What stands for a version of which every row says plainly whether GST is in it."""
    plainly = [gst for gst in get_args(Gst) if gst in of_rows]
    return plainly[0] if plainly and len(plainly) == len(of_rows) else None


def _unstated(
    asked: ImportAsked,
    payee: Payee | None,
    gst: Gst | None,
    of_rows: Collection[RowGst | None],
    payees: Collection[str],
) -> Iterator[Problem]:
    place = f"schedule {asked.schedule}"
    if payee is None:
        yield Problem(
            "which-payee",
            place,
            "no earlier version says whom it pays.",
            f"Pass {Listed(tuple(f'--payee {name}' for name in payees), ' or ')}.",
        )
    if gst is None and "bears" in of_rows:
        says = "a column says which items bear GST, and nothing says whether their amounts include it."
        yield Problem("which-gst", place, says, "Pass --gst exclusive or --gst included.")
    elif gst is None:
        yield Problem(
            "which-gst",
            place,
            "no title, no heading and no earlier version says whether the amounts include GST.",
            "Pass --gst exclusive, --gst included or --gst free.",
        )


def said_of_facts(
    asked: ImportAsked, facts: ScheduleFacts, understood: Understood, gst_of_rows: Collection[RowGst | None]
) -> Iterator[str]:
    """What was taken for granted, and what the workbook says against it."""
    if asked.title is None:
        yield f"Title: {facts.title} (--title)."
    if asked.publisher is None:
        yield "Publisher: not stated (--publisher)."
    if asked.payee is None:
        yield f"Pays: {facts.payee}, as the version before does (--payee)."
    if asked.gst is None and _gst_if_each_says(gst_of_rows) is None:
        yield f"GST: {facts.gst}, as a title, the heading or the version before says (--gst)."
    if asked.next_change is None and facts.next_change_expected is not None:
        change = in_words(facts.next_change_expected)
        yield f"Next change expected: {change}, one year after --from (--next-change)."
    if facts.basis == "supplied":
        yield "Basis: supplied (--basis)."
    yield from _other_days(asked, understood)


def _other_days(asked: ImportAsked, understood: Understood) -> Iterator[str]:
    """Where a title or the heading of the amounts names another day than --from."""
    layouts = [part.layout for part in understood.parts if part.layout is not None]
    texts = [title for layout in layouts for title in layout.titles[:10]]
    texts += [amount.column.heading for amount in understood.amounts]
    stated = [(text, day_within(text, asked.choices.reading.date_order)) for text in texts]
    if not any(day == asked.first_day for _, day in stated):
        for text, day in stated:
            if day is not None and not asked.every_period:
                yield f"The sheet says '{text}', --from says {in_words(asked.first_day)}: check the day."
                return
