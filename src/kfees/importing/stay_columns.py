"""Columns of amounts that each hold for days of a stay, one after the other: all of them make one fee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kfees.importing.chosen import AmountColumn, Chosen, amount_column, is_chosen, listed, place
from kfees.importing.layout import Layout
from kfees.importing.period_columns import ended
from kfees.importing.periods import Stated
from kfees.importing.stays import is_rest_of_stay, speaks_of_days
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder

AND = "+"
"""Between the columns of a stay, as a user names them: 'amount=C+D'."""


def stays_in(layout: Layout, chosen: Chosen, order: DateOrder | None) -> list[list[AmountColumn]]:
    """Each fee that is stated by the days of the stay, from its first day on; in later columns most items may
    have no amount. One alone may stand in any order; of several, each in columns side by side.
    """
    steps = _of_days(layout, chosen, order)
    if (whole := in_turn(steps)) is not None:
        return [whole]
    groups: list[list[AmountColumn]] = []
    for step in steps:
        if not groups or (step.span is not None and step.span[0] == 1):
            groups.append([])
        groups[-1].append(step)
    return [stay for group in groups if (stay := in_turn(group)) is not None]


def stays_of_the_day(
    stays: list[list[AmountColumn]], first_day: date, every_period: bool
) -> list[list[AmountColumn]]:
    """Of stays that each hold for a period, those of --from; or all from then on as one, by their periods."""
    stated = [{(step.starts, step.ends) for step in stay} for stay in stays]
    periods = [Stated(*each.pop()) for each in stated if len(each) == 1]
    if len(periods) < len(stays) or any(not (one.starts or one.ends) for one in periods):
        return stays
    periods = [ended(period, periods) for period in periods]
    dated = [
        (period, [_held(step, period, first_day) for step in stay])
        for period, stay in zip(periods, stays, strict=True)
    ]
    if every_period:
        later = [stay for period, stay in dated if period.ends is None or period.ends >= first_day]
        alone = len({stay[0].starts for stay in later}) == len(later)
        return [[step for stay in later for step in stay]] if later and alone else stays
    return [stay for period, stay in dated if period.holds_on(first_day)] or stays


def _held(step: AmountColumn, period: Stated, first_day: date) -> AmountColumn:
    return replace(step, starts=max(period.starts or first_day, first_day), ends=period.ends)


def in_turn(steps: Sequence[AmountColumn]) -> list[AmountColumn] | None:
    """The columns by their days, from day 1 without a gap; None where they do not say so. One that says no
    days has those before the first of the others, or those behind the last where it says so."""
    found = sorted((step for step in steps if step.span is not None), key=lambda step: step.span or (0, None))
    others = [step for step in steps if step.span is None]
    rest = [step for step in others if is_rest_of_stay(step.column.own)]
    first, last = (found[0].span, found[-1].span) if found else (None, None)
    if len(others) > len(rest) and first is not None and first[0] > 1:
        plain = next(step for step in others if step not in rest)
        others.remove(plain)
        found.insert(0, replace(plain, span=(1, first[0] - 1)))
    if rest and last is not None:
        others.remove(rest[0])
        if last[1] is not None:
            found.append(replace(rest[0], span=(last[1] + 1, None)))
    expected: int | None = 1
    for step in found:
        if step.span is None or step.span[0] != expected:
            return None
        expected = step.span[1] + 1 if step.span[1] is not None else None
    holds = any(step.column.holds_amounts for step in found)
    return found if len(found) > 1 and not others and holds else None


def _of_days(layout: Layout, chosen: Chosen, order: DateOrder | None) -> list[AmountColumn]:
    free = [c for c in layout.columns.values() if c.filled and not c.hidden and not is_chosen(c, chosen)]
    read = [amount_column(column, order) for column in free]
    return [step for step in read if step.span is not None or is_rest_of_stay(step.column.own)]


def choose_stay(
    layout: Layout, stays: list[list[AmountColumn]], rivals: list[AmountColumn], chosen: Chosen
) -> None:
    """The only one, where no other column holds a fee; else a question."""
    if len(stays) == 1 and not rivals:
        chosen.amounts = stays[0]
        return
    found = [*stays, *([rival] for rival in rivals)]
    shown = "; or ".join(listed([step.column for step in stay]) for stay in found)
    message = f"several fees are stated, some of them by the days of a stay: {shown}; none was taken."
    remedy = f"Pass one: {' or '.join(_flag(stay) for stay in found)}."
    chosen.problems.append(Problem("which-amount-column", place(layout), message, remedy))


def take_stay(
    layout: Layout, chosen: Chosen, named: Sequence[AmountColumn], order: DateOrder | None, alone: bool
) -> None:
    """The columns that the user names. `alone`: whether the one of them is meant without the others of its
    stay."""
    if len(named) > 1:
        chosen.amounts = in_turn(named) or []
        if chosen.amounts:
            return
        columns = [step.column for step in named]
        message = f"{listed(columns)} do not say one day of a stay after the other."
        remedy = "Pass one, such as " + " or ".join(f"--columns amount={c.letter}" for c in columns) + "."
        chosen.problems.append(Problem("no-stay", place(layout), message, remedy))
    elif not alone:
        _ask_for_rest(layout, chosen, named[0], order)


def _ask_for_rest(layout: Layout, chosen: Chosen, named: AmountColumn, order: DateOrder | None) -> None:
    """Where other days of its stay stand in other columns, nothing of them is lost in silence."""
    is_of_days = named.span is not None or is_rest_of_stay(named.column.own)
    others = _of_days(layout, chosen, order)
    if not is_of_days and stays_in(layout, chosen, order):
        return
    groups = [named, *others], *([named, other] for other in others)
    stays = [stay for group in groups if (stay := in_turn(group)) is not None]
    stays.sort(key=lambda stay: abs(stay[0].column.number - stay[-1].column.number))
    says_so = [step for step in others if step.span is not None or speaks_of_days(step.column.own)]
    if stays or says_so or (named.span is None and is_of_days and speaks_of_days(named.column.own)):
        what = "holds some days of a stay" if is_of_days else "says no days of a stay"
        rest = f"; other days: {listed([step.column for step in others])}" if others else ""
        message = f"column {named.column.described} {what}{rest}."
        remedy = _remedy(layout, stays, [named])
        chosen.problems.append(Problem("part-of-a-stay", place(layout), message, remedy))


def ask_of_steps(
    layout: Layout, fees: Sequence[AmountColumn], chosen: Chosen, order: DateOrder | None
) -> bool:
    """Whether some columns say days of a stay and do not make a whole one, which is asked about."""
    steps = [step for step in _of_days(layout, chosen, order) if step.column.holds_amounts]
    if len(steps) + len(fees) < 2 or all(step.span is None for step in steps):
        return False
    columns = listed([step.column for step in (*fees, *steps)])
    message = f"columns {columns} are no days of a stay that follow one another from day 1; none was taken."
    stays = [stay for fee in fees if (stay := in_turn([fee, *steps])) is not None]
    remedy = _remedy(layout, stays, [*fees, *steps])
    chosen.problems.append(Problem("which-amount-column", place(layout), message, remedy))
    return True


def _remedy(layout: Layout, stays: Sequence[Sequence[AmountColumn]], columns: Sequence[AmountColumn]) -> str:
    alone = " or ".join(f"{_flag([step])}{AND}none" for step in columns)
    only = "for that column alone" if len(columns) > 1 else f"for {columns[0].column.letter} alone"
    if stays:
        return f"Pass {' or '.join(map(_flag, stays))} for the whole stay, or {alone} {only}."
    cell = f"{columns[0].column.letter}{layout.last_heading}"
    return f"Say which days a heading means, such as with --set {cell}=DAYS; or pass {alone} {only}."


def _flag(stay: Iterable[AmountColumn]) -> str:
    return f"--columns amount={AND.join(step.column.letter for step in stay)}"
