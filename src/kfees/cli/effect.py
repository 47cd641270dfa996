"""`kfees portfolio --compare`: what another schedule would change, as a table and as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from kfees.cli.messages import say_columns
from kfees.cli.named_files import inputs_named, output_problems
from kfees.cli.rows_left_out import say_left_out
from kfees.cli.terminal import bullets, columns, wrapped
from kfees.library.library import Library
from kfees.library.outputs import OutputPart, written
from kfees.model.dates import EARLIEST
from kfees.model.english import in_list, in_words
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.portfolio.effect import Change, Effect, Repricer
from kfees.portfolio.files import (
    CSV,
    Source,
    itself,
    orders_of_days,
    shown_otherwise,
    worked_through,
)
from kfees.portfolio.left_out import LeftOut
from kfees.portfolio.long_work import no_longer_stoppable
from kfees.portfolio.output import workbook_into
from kfees.portfolio.sums_above import sums_that_differ
from kfees.reading.as_written.days import day_as_written

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

TABLES, CHARTS = (CSV, ".xlsx"), (".png", ".svg", ".pdf")
AMOUNTS = ("before", "price", "mix", "other_kind", "unpriced", "after", "change")
LEGEND = (
    "price: the change of the rates. mix: the change of the weights (NWAU), at the new price.",
    "unpriced: services that have a rate on one of the days alone.",
)
OTHER_KIND = (
    "other kind: no change of price: a floor or another payer's price on one of the days, another unit,"
    " or GST on one of them."
)


def run_comparison(
    source: Source, days: str, library: Library, output: str | None, chart: str | None
) -> None:
    """Compare, then show the table or write it, and draw the chart."""
    outputs = {"--output": (output, TABLES), "--chart": (chart, CHARTS)}
    problems = output_problems(outputs, inputs_named(click.get_current_context()))
    first, second = _days(days, problems)
    try:
        how_read = orders_of_days(source, library), shown_otherwise(source, library)
        schema = source.frame.collect_schema()
        repricer = Repricer(schema, library, first, second, *how_read, named=source.named)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    left_out = source.left_out(repricer.columns)
    effects = _compared(source, repricer, left_out)
    if chart is not None and len(effects) > 1:
        raise InputError([_several(chart, effects)])
    with written(*filter(None, (output, chart))) as parts:
        for part in parts:
            _write(effects, part, named="payer" in repricer.columns.by_field)
        no_longer_stoppable()
    if output is None:
        for number, effect in enumerate(effects):
            if number:
                click.echo()
            _show(effect, named=len(effects) > 1)
    say_left_out(left_out, sums_that_differ(source, repricer.pricer, left_out))
    say_columns(repricer.columns, source.sheets_passed_over)


def _days(days: str, problems: list[Problem]) -> tuple[date, date]:
    found = []
    for text in days.split(":"):
        try:
            found.append(day_as_written(text))
        except Unreadable as error:
            problems.append(error.at(f"--compare {days}"))
    if len(found) == 2:
        return found[0], found[1]
    if not problems:
        message = "two days are needed, with a colon between them."
        problems.append(Problem("bad-flag", f"--compare {days}", message, "Write 2024-07-01:2025-07-01."))
    return EARLIEST, EARLIEST


def _several(chart: str, effects: Sequence[Effect]) -> Problem:
    payers = in_list([effect.payer.title for effect in effects])
    message = f"the rows are of {payers}, and a chart is of one payer."
    return Problem("several-payers", chart, message, "Draw one of the rows of each payer alone.")


def _compared(source: Source, repricer: Repricer, left_out: LeftOut | None) -> list[Effect]:
    schema = source.numbered.collect_schema()
    worked_through(
        source,
        repricer.count,
        schema,
        "Comparing",
        lambda frame: frame.collect(engine="streaming"),
        left_out or itself,
    )
    return repricer.effects()


def _parts(effect: Effect) -> Iterator[tuple[str, Change]]:
    """Every row of the table, under the heading it stands below."""
    yield "total", effect.total
    yield from (("setting", change) for change in effect.settings)
    yield from (("item", change) for change in effect.items)


def _notes(effect: Effect) -> Iterator[str]:
    """What the figures rest on, and what is not in them."""
    yield from LEGEND
    if effect.has_other_kinds:
        yield OTHER_KIND
    for day, count in (
        (effect.first, effect.total.unpriced_before),
        (effect.second, effect.total.unpriced_after),
    ):
        if count:
            yield f"No rate on {in_words(day)}: {count:,f} services, in no sum of that day."
        for used in sorted(effect.versions[day].values(), key=lambda used: used.schedule):
            stale = ", STALE: a newer version was due and is not loaded" if used.stale else ""
            yield f"On {in_words(day)}: {used.schedule} of {in_words(used.version)}{stale}."
    if effect.refused:
        yield f"Rows that could not be priced, and are in no figure: {effect.refused:,}."


def _title(effect: Effect) -> str:
    return (
        f"{effect.total.courses:,} courses as if under the schedules of {in_words(effect.first)}"
        f" and of {in_words(effect.second)}"
    )


def _show(effect: Effect, *, named: bool) -> None:
    """The table on standard output: each label above its amounts, which are never cut."""
    parts = list(_parts(effect))
    shown = [column for column in AMOUNTS if column != "other_kind" or effect.has_other_kinds]
    named_days = {"before": in_words(effect.first), "after": in_words(effect.second)}
    heading = [named_days.get(column, column.replace("_", " ").capitalize()) for column in shown]
    amounts = [[f"{getattr(change, column):,.2f}" for column in shown] for _, change in parts]
    titles, *lines = columns([heading, *amounts], right=range(len(heading)))
    above = [effect.payer.title] if named else []
    for sentence in (*above, _title(effect), f"The most that can be paid, {effect.payer.currency}"):
        click.echo("\n".join(wrapped(sentence)))
    click.echo(f"\n{titles}")
    last = "total"
    for (part, change), line in zip(parts, lines, strict=True):
        if part != last:
            click.echo(f"\nBy {part}")
            last = part
        click.echo("\n".join([*wrapped(_name(change)), line]))
    click.echo()
    for line in bullets(_notes(effect)):
        click.echo(line)


def _name(change: Change) -> str:
    return f"{change.label} ({change.name})" if ":" in change.name else change.label


def _table(effects: Sequence[Effect], *, named: bool) -> pl.DataFrame:
    """Exact amounts; services without a rate on either day are counted. `named`: with the payer of each row,
    and its currency."""
    rows = [
        {
            **({"payer": effect.payer.name, "currency": effect.payer.currency} if named else {}),
            "part": part,
            "name": change.name,
            "label": change.label,
            "courses": change.courses,
            "services": change.services,
            **{column: getattr(change, column) for column in AMOUNTS},
            "unpriced_services_before": change.unpriced_before,
            "unpriced_services_after": change.unpriced_after,
        }
        for effect in effects
        for part, change in _parts(effect)
    ]
    money = dict.fromkeys(AMOUNTS, pl.Decimal(38, 2))
    counts = dict.fromkeys(("services", "unpriced_services_before", "unpriced_services_after"), pl.Int64)
    return pl.DataFrame(rows, schema_overrides={**money, **counts})


def _write(effects: Sequence[Effect], part: OutputPart, *, named: bool) -> None:
    """The chart or the table, as the name's ending says."""
    ending = Path(part.name).suffix.lower()
    if ending in CHARTS:
        from kfees.documents.effect_chart import effect_chart
        from kfees.documents.pictures import picture_kind

        part.write(effect_chart(effects[0], picture_kind(part.name)))
    elif ending == CSV:
        part.write(_table(effects, named=named).write_csv().encode())
    else:
        with workbook_into(part, {"strings_to_formulas": False}) as workbook:
            for number, effect in enumerate(effects, 1):
                sheet = workbook.add_worksheet(f"Comparison {number}" if len(effects) > 1 else "Comparison")
                _write_sheet(effect, workbook, sheet, named=len(effects) > 1)


def _write_sheet(effect: Effect, workbook: Workbook, sheet: Worksheet, *, named: bool) -> None:
    table = _table([effect], named=False)
    bold = workbook.add_format({"bold": True})
    title = _title(effect)
    sheet.write(0, 0, f"{effect.payer.title}: {title}" if named else title, bold)
    sheet.write(
        1,
        0,
        f"The most that can be paid, {effect.payer.currency}: before, on {in_words(effect.first)};"
        f" after, on {in_words(effect.second)}.",
    )
    table.write_excel(
        workbook,
        sheet,
        position=(3, 0),
        autofit=True,
        dtype_formats={pl.Decimal: "#,##0.00", pl.Int64: "#,##0"},
    )
    for number, note in enumerate(_notes(effect), 5 + table.height):
        sheet.write(number, 0, note)
