"""A simulation for people: statistics, histogram and tornado in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kfees.cli.terminal import bullets, columns, wrapped
from kfees.documents.words import Words
from kfees.projection.simulation import WORDS, Simulation, Statistics

BAR = 30
FIGURES = range(1, 6)
MEASURES = {"amount": "amount", "present_value": "present value"}


def simulation_as_table(simulation: Simulation, locale: str) -> str:
    """The statistics, what moves the cost most, how it is spread, and what all of it rests on."""
    words = Words(locale=locale, payer=simulation.payer)
    return "\n".join(
        [
            *_heading(simulation, words),
            "",
            *_statistics(simulation, words),
            "",
            *_tornado(simulation, words),
            "",
            *_histogram(simulation, words),
            "",
            *_please_check(simulation),
            "What this rests on",
            *bullets(simulation.assumptions),
        ]
    )


def _please_check(simulation: Simulation) -> Iterator[str]:
    for sentence in simulation.please_check:
        yield from wrapped(f"PLEASE CHECK: {sentence}")
    if simulation.please_check:
        yield ""


def _heading(simulation: Simulation, words: Words) -> Iterator[str]:
    scenario = simulation.scenario
    yield click.style(scenario.title, bold=True)
    start = words.day(scenario.start)
    yield f"{scenario.draws:,} workers, {scenario.regimen}, {scenario.rule_set}, from {start}"


def _statistics(simulation: Simulation, words: Words) -> Iterator[str]:
    shown: list[tuple[str, Statistics]] = [(f"Amount ({simulation.payer.currency})", simulation.amount)]
    if simulation.present_value is not None:
        shown.append((f"Present value ({simulation.payer.currency})", simulation.present_value))

    def row(name: str, attribute: str) -> tuple[str, ...]:
        return (name, *(words.amount(getattr(statistics, attribute)) for _, statistics in shown))

    rows: list[tuple[str, ...]] = [("A worker's courses cost", *(heading for heading, _ in shown))]
    rows += [
        row("Mean", "mean"),
        row("Standard error of the mean", "standard_error"),
        row("Standard deviation", "standard_deviation"),
        row("Least", "least"),
    ]
    for number, percentile in enumerate(simulation.amount.percentiles):
        amounts = (words.amount(statistics.percentiles[number].amount) for _, statistics in shown)
        rows.append((f"{percentile.percent} % cost at most", *amounts))
    rows.append(row("Most", "most"))
    yield from columns(rows, right=FIGURES)


def _tornado(simulation: Simulation, words: Words) -> Iterator[str]:
    measure = MEASURES[simulation.measure]
    yield f"What moves the {measure} most (in the middle: {words.money(simulation.middle)})"
    if not simulation.tornado:
        yield "  No input varies."
        return
    headings = (f"{name} ({simulation.payer.currency})" for name in ("Low", "High", "Swing"))
    rows: list[tuple[str, ...]] = [("Input", "from", "to", *headings)]
    for swing in simulation.tornado:
        if swing.input == "setting":
            continue
        figures = (words.amount(swing.low), words.amount(swing.high), words.amount(swing.swing))
        rows.append((WORDS[swing.input], swing.low_value, swing.high_value, *figures))
    for swing in simulation.tornado:
        if swing.input == "setting":
            yield f"  setting: {swing.low_value} {words.money(swing.low)}"
            moved = f"a swing of {words.money(swing.swing)}"
            yield f"      to {swing.high_value} {words.money(swing.high)}, {moved}"
    if len(rows) > 1:
        yield from (f"  {line}" for line in columns(rows, right=FIGURES))
    yield from (f"  (nights in {swing.setting})" for swing in simulation.tornado if swing.input == "nights")


def _histogram(simulation: Simulation, words: Words) -> Iterator[str]:
    yield f"Workers by {MEASURES[simulation.measure]} ({simulation.payer.currency})"
    most = max(one.workers for one in simulation.histogram)
    rows = [
        (words.amount(one.low), "to", words.amount(one.high), f"{one.workers:,}")
        for one in simulation.histogram
    ]
    for line, one in zip(columns(rows, right=range(4)), simulation.histogram, strict=True):
        yield f"  {line}  {'#' * round(BAR * one.workers / most)}".rstrip()
