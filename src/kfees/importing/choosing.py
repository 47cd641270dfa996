"""Which sheets hold the fees: of each file the only one that can, those that were named, or a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from kfees.importing.amount_columns import NO_PRICES
from kfees.importing.chosen import AmountColumn, Chosen
from kfees.importing.columns import NO_SUCH_COLUMN
from kfees.importing.findings import Findings, Note
from kfees.importing.layout import Layout
from kfees.importing.looking import Part, Wanted, look
from kfees.importing.sources import (
    Source,
    is_named,
    naming,
    no_such_sheets,
)
from kfees.importing.title_periods import OTHER_PERIOD
from kfees.model.problems import Problem

NOT_NAMED = "not named with --sheet"

_MOST_SHEETS = 8


@dataclass(slots=True)
class Understood:
    """The parts that are read; `problems` ask for what is not sure of them, or which they are.

    `other_sheets`: every sheet of which nothing is read, and why.
    """

    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    other_sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)

    @property
    def layout(self) -> Layout | None:
        """Of the first part."""
        return self.parts[0].layout if self.parts else None

    @property
    def chosen(self) -> Chosen:
        """Of the first part."""
        return self.parts[0].chosen if self.parts else Chosen()

    @property
    def notes(self) -> list[Note]:
        """What had to be understood, of every part."""
        return [note for part in self.parts for note in part.findings.notes.values()]

    @property
    def amounts(self) -> list[AmountColumn]:
        return [amount for part in self.parts for amount in part.chosen.amounts]


def understand(sources: Sequence[Source], wanted: Wanted) -> Understood:
    """Look at the sheets that come into question, and choose: those that are named, and of a file of which
    none is, the only one that can hold fees."""
    names = wanted.names
    result = Understood(problems=list(no_such_sheets(names, sources)))
    if result.problems:
        return result
    for _, same in groupby(sources, lambda source: id(source.book)):
        of_file = list(same)
        named = [source for source in of_file if is_named(source, names)]
        if named:
            found = [part for source in named for part in look(source, wanted)]
            result.parts += found
            result.other_sheets += [(source.name, NOT_NAMED) for source in of_file if source not in named]
        else:
            _choose_of_file(of_file, wanted, result)
    _say_of_which(result)
    return result


def _say_of_which(result: Understood) -> None:
    """Gives each part its findings, and has remedies name the sheet where several are read."""
    several = len({part.name for part in result.parts}) > 1
    for part in result.parts:
        part.findings = Findings(part.name, several, where=part.source.where)
        if several:
            part.problems = [
                replace(problem, remedy=naming(part.name, problem.remedy)) for problem in part.problems
            ]
        elif len(result.parts) > 1:
            part.problems = [
                replace(problem, remedy=naming(part.rows.where, problem.remedy, "--columns"))
                for problem in part.problems
            ]
        result.problems += part.problems


def _may_hold_fees(part: Part) -> bool:
    """Whether the sheet has a table with a column of amounts, or one that is asked for."""
    return part.layout is not None and not any(problem.code == NO_PRICES for problem in part.problems)


def _choose_of_file(sources: Sequence[Source], wanted: Wanted, result: Understood) -> None:
    """The one sheet of a file that can hold fees; a question where there are several, or none."""
    hidden = [source for source in sources if source.sheet.hidden]
    shown = [source for source in sources if not source.sheet.hidden] or hidden
    looked = {source.name: look(source, wanted) for source in sources}
    found = _holding_fees(shown, looked, wanted)
    if not found and len(shown) == 1:
        found = shown
    if len(found) == 1:
        result.parts += looked[found[0].name]
    elif found:
        result.problems.append(_which_sheet(found, looked))
    else:
        result.problems.append(_none_holds_fees(shown, looked))
    if shown == hidden:
        result.problems.append(_all_hidden(hidden))
    result.hidden_sheets += [source.name for source in hidden]
    result.other_sheets += [
        (source.name, _why_not(source, looked[source.name])) for source in sources if source not in found
    ]


def _holding_fees(
    shown: Sequence[Source], looked: Mapping[str, Sequence[Part]], wanted: Wanted
) -> list[Source]:
    """The sheets that can hold fees as a whole, whatever rows the user names; else those that can in these
    rows. Of several, those that have the columns that the user names and say no other period."""
    found: list[Source] = []
    if wanted.rows and len(shown) > 1:
        whole = {source.name: look(source, replace(wanted, rows=())) for source in shown}
        found = [source for source in shown if any(map(_may_hold_fees, whole[source.name]))]
    found = found or [source for source in shown if any(map(_may_hold_fees, looked[source.name]))]
    for code in (NO_SUCH_COLUMN, OTHER_PERIOD):
        found = [
            source
            for source in found
            if all(problem.code != code for part in looked[source.name] for problem in part.problems)
        ] or found
    return found


def _why_not(source: Source, parts: Sequence[Part]) -> str:
    """Why nothing is read of a sheet that the user does not name."""
    hidden = "hidden; " if source.sheet.hidden else ""
    if any(map(_may_hold_fees, parts)):
        return f'{hidden}its table is read with --sheet "{source.name}"'
    if parts[0].layout is not None:
        for problem in parts[0].problems:
            if problem.code in (NO_PRICES, NO_SUCH_COLUMN):
                return f"{hidden}{problem.message.partition(', so this')[0]}"
    return f"{hidden}{'no table of item codes and prices' if parts[0].has_cells else 'empty'}"


def _which_sheet(found: Sequence[Source], looked: Mapping[str, Sequence[Part]]) -> Problem:
    layouts = [part.layout for source in found for part in looked[source.name][:1]]
    listed = "; ".join(
        f"'{layout.name}' ({layout.survey.last_row - layout.last_heading:,} rows)"
        for layout in layouts
        if layout is not None
    )
    every = " ".join(f'--sheet "{source.name}"' for source in found)
    return Problem(
        "which-sheet",
        found[0].book.name,
        f"{len(found)} sheets could hold the fees: {listed}; none was taken.",
        f"Pass {every} for {'both' if len(found) == 2 else 'all of them'}, or one.",
    )


def _none_holds_fees(shown: Sequence[Source], looked: Mapping[str, Sequence[Part]]) -> Problem:
    message = (
        f"none of its {len(shown)} sheets has a column of prices in dollars beside item codes,"
        " so this is no fee schedule."
    )
    remedy = "Name the workbook with the fees"
    tables = [source for source in shown if any(part.layout is not None for part in looked[source.name])]
    if tables:
        every = " or ".join(f'--sheet "{source.name}"' for source in tables[:_MOST_SHEETS])
        remedy += f", or pass {every} for what keeps its table from being one"
    remedy += "."
    reasons = [problem for source in shown for part in looked[source.name] for problem in part.problems]
    weights = next((p for p in reasons if p.code == NO_PRICES and "no dollars" in p.message), None)
    if weights is not None:
        message += f" For one, {weights.place}: {weights.message}"
    return Problem(NO_PRICES, shown[0].book.name, message, remedy)


def _all_hidden(hidden: Sequence[Source]) -> Problem:
    return Problem(
        "hidden-sheets",
        "the workbook",
        f"every sheet is hidden ({', '.join(source.name for source in hidden)}).",
        f'Pass --sheet "{hidden[0].name}" if its fees are meant to be used.',
    )
