"""What an imported version of weights says of itself: whose figures it holds, and which of another year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from kfees.importing.carried import Lacking
from kfees.importing.days import year_in_words, year_of
from kfees.importing.price_of_weight import StatedPrice
from kfees.importing.stating import ImportAsked, files_read, named_files
from kfees.importing.weight_rows import WeightsRead
from kfees.library.adjustments import STREAMS, Stream
from kfees.library.indexing import one_year_after
from kfees.library.version import FACTS, Version
from kfees.model.english import in_list, in_words
from kfees.model.problems import Problem
from kfees.model.schedule import ESTIMATES, ActivityFacts, Basis, ScheduleFacts, WorkbookRead
from kfees.reading.json_and_toml import problems_in

_YEAR = re.compile(r"20[0-9]{2}[-\u2013/][0-9]{2}(\s*\([^)]*\))?")


def state_weights(
    asked: ImportAsked,
    before: Version,
    lacks: Lacking,
    read: Mapping[Stream, WeightsRead],
    price: StatedPrice | None,
    workbooks: Sequence[WorkbookRead],
    basis: Basis,
) -> ScheduleFacts | list[Problem]:
    """The facts of the version, or problems where a text of the user's is none."""
    facts, activity = before.facts, before.facts.activity
    assert activity is not None
    next_change = one_year_after(asked.first_day)
    announced = facts.next_change_expected
    if (lacks.streams or lacks.is_unpriced) and announced and asked.first_day < announced < next_change:
        next_change = announced
    amount = asked.price_per_weight or (price.amount if price is not None else activity.price_per_weight)
    heads = [read[stream].sheet.roles["item"].heading for stream in STREAMS if stream in read]
    try:
        return ScheduleFacts(
            title=(asked.title or _YEAR.sub(year_in_words(year_of(asked.first_day)), facts.title))[:200],
            publisher=asked.publisher or facts.publisher,
            source=_source(asked, before, lacks, read, price, workbooks)[:2000],
            retrieved=asked.retrieved,
            next_change_expected=asked.next_change or next_change,
            currency=facts.currency,
            gst=asked.gst or facts.gst,
            payee=asked.payee or facts.payee,
            basis=basis,
            coverage=asked.coverage,
            **files_read(workbooks),
            activity=ActivityFacts(
                unit=activity.unit,
                classification="; ".join(heads)[:200]
                if len(heads) == len(STREAMS) and all(heads)
                else activity.classification,
                price_per_weight=amount,
                price_source=_price_source(asked, before, lacks, price, workbooks)[:2000],
                rounding=activity.rounding,
            ),
        )
    except ValidationError as error:
        return [problem for _, problem in problems_in(error, ScheduleFacts, f"{FACTS}: ")]


def _source(
    asked: ImportAsked,
    before: Version,
    lacks: Lacking,
    read: Mapping[Stream, WeightsRead],
    price: StatedPrice | None,
    workbooks: Sequence[WorkbookRead],
) -> str:
    held = [f"{stream} weights from sheet {found.sheet.name}" for stream, found in read.items()]
    if price is not None and asked.price_per_weight is None:
        held.append(f"the price of one unit from cell {price.place}")
    source = asked.source or f"{named_files(workbooks)}{': ' if held else ''}{in_list(held) if held else ''}"
    return f"{source}. Carried from {_of(before)}: {in_list(lacks.parts)}"


def _price_source(
    asked: ImportAsked,
    before: Version,
    lacks: Lacking,
    price: StatedPrice | None,
    workbooks: Sequence[WorkbookRead],
) -> str:
    """As a quote ends it, with a full stop of its own."""
    activity = before.facts.activity
    assert activity is not None
    if asked.price_per_weight is not None:
        source = f"{asked.price_per_weight:,} for one {activity.unit}, given with --price-per-weight"
    elif price is not None:
        files = in_list([workbook.file for workbook in workbooks])
        source = f"{price.amount:,} for one {activity.unit}, cell {price.place} of {files}"
    else:
        source = f"{activity.price_source}; carried from {_of(before)}"
    if lacks.streams:
        source += f"; {in_list(f'the {stream} weights' for stream in lacks.streams)} are those of"
        source += f" {in_words(before.first_day)}"
    return source


def _of(before: Version) -> str:
    return f"the version of {in_words(before.first_day)}"


def said_of_weights(
    asked: ImportAsked, facts: ScheduleFacts, lacks: Lacking, before: Version, gone: Sequence[str]
) -> Iterator[str]:
    """What was taken for granted, each with the flag that says otherwise."""
    if asked.title is None:
        yield f"Title: {facts.title} (--title)."
    if asked.publisher is None:
        yield f"Publisher: {facts.publisher}, as the version before says (--publisher)."
    if asked.payee is None and asked.gst is None:
        yield f"Pays: {facts.payee}, GST: {facts.gst}, as the version before says (--payee, --gst)."
    if asked.next_change is None and facts.next_change_expected is not None:
        yield f"Next change expected: {in_words(facts.next_change_expected)} (--next-change)."
    if asked.basis is None:
        yield f"Basis: {facts.basis}{_why(facts.basis, lacks, before)} (--basis)."
    if gone:
        yield f"Left out of the adjustments, as no such item is left: {', '.join(gone)}."


def _why(basis: Basis, lacks: Lacking, before: Version) -> str:
    if basis not in ESTIMATES:
        return ""
    day = in_words(before.first_day)
    if lacks.is_unpriced:
        return f", as the price is that of {day}"
    if lacks.streams:
        return f", an estimate, as weights are those of {day}"
    return f", an estimate, as adjustments are those of {day}: say otherwise where they are the same"
