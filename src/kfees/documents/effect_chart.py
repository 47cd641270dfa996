"""The effect of other schedules on a portfolio, drawn: by setting and by item, as price, mix and unpriced."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kfees.documents.colours import FAINT, GRID, INK, MIX, PRICE, QUIET
from kfees.documents.pictures import Picture, add_legend, drawn
from kfees.model.english import in_list, in_words, sign_of
from kfees.portfolio.effect import Change, Effect

PARTS = {
    "price": ("Price: the rates change", PRICE),
    "mix": ("Mix: the weights (NWAU) change", MIX),
    "other_kind": ("Other kind: a floor, another unit or GST on one day alone", QUIET),
    "unpriced": ("Unpriced: a rate on one day alone", FAINT),
}
WIDTH, HEADER, FOOTER = 11, 0.95, 0.65
"""Inches: the whole, and what the title and the legend take above and below the bars."""

MINUS = "\N{MINUS SIGN}"

SHOWN_ITEMS = 9
"""So many items have a bar of their own; the others share one."""


def effect_chart(effect: Effect, kind: Picture) -> bytes:
    """Bars of what changes, by setting on the left and by item on the right."""
    settings = [effect.total, *effect.settings]
    items = largest(effect.items)
    height = HEADER + FOOTER + 0.46 * max(len(settings), len(items), 4)
    below_the_title = (0.0, 0.0, 1.0, 1 - HEADER / height)
    layout = ConstrainedLayoutEngine(rect=below_the_title, wspace=0.04)
    figure = Figure(figsize=(WIDTH, height), layout=layout)
    left, right = figure.subplots(1, 2)
    currency = effect.payer.currency
    parts = {part: look for part, look in PARTS.items() if part != "other_kind" or effect.has_other_kinds}
    _bars(left, "By setting", settings, currency, parts)
    _bars(right, "By item", items, currency, parts)
    edge, top = 0.1 / WIDTH, dict[str, Any](va="top", parse_math=False)
    title, note = _title(effect), _note(effect)
    figure.text(edge, 1 - 0.1 / height, title, fontsize=13, fontweight="bold", color=INK, **top)
    figure.text(edge, 1 - 0.42 / height, note, fontsize=9, color=QUIET, **top)
    add_legend(figure, left.get_legend_handles_labels()[0])
    return drawn(figure, kind, dpi=200)


def _title(effect: Effect) -> str:
    total, currency = effect.total, effect.payer.currency
    alike = total.price + total.mix
    share = f" ({_share(alike, total.before_of_both)})" if total.before_of_both else ""
    title = f"Under the schedules of {in_words(effect.second)}: {_signed(alike, currency)}{share}"
    if effect.has_other_kinds:
        title = f"{title}, {_signed(total.other_kind, currency)} of another kind"
    return f"{title}, and {_signed(total.unpriced, currency)} unpriced" if total.unpriced else title


def _note(effect: Effect) -> str:
    total = effect.total
    before, after = (_dollars(amount, effect.payer.currency) for amount in (total.before, total.after))
    sentences = [
        (
            f"The most that can be paid for {total.courses:,} courses: {before} under the schedules of"
            f" {in_words(effect.first)}, {after} under those of {in_words(effect.second)}."
        )
    ]
    for day, versions in effect.versions.items():
        stale = [f"{used.schedule} of {in_words(used.version)}" for used in versions.values() if used.stale]
        if stale:
            sentences.append(f"Stale on {in_words(day)}: {in_list(stale)}.")
    if effect.refused:
        sentences.append(f"Rows that could not be priced: {effect.refused:,}.")
    first, *others = sentences
    return "\n".join((first, *textwrap.wrap(" ".join(others), 150)))


def _bars(
    axes: Any, title: str, changes: Sequence[Change], currency: str, parts: Mapping[str, tuple[str, str]]
) -> None:
    """Horizontal bars of the parts; gains to the right of nothing, losses to the left."""
    axes.set_title(title, loc="left", fontweight="bold", fontsize=10, color=INK)
    rows = range(len(changes))
    positive, negative = [0.0] * len(changes), [0.0] * len(changes)
    for part, (label, colour) in parts.items():
        widths = [float(getattr(change, part)) for change in changes]
        starts = [(negative if width < 0 else positive)[row] for row, width in enumerate(widths)]
        axes.barh(rows, widths, left=starts, height=0.62, color=colour, label=label)
        for row, width in enumerate(widths):
            (negative if width < 0 else positive)[row] += width
    reach = max((*positive, *(-low for low in negative)), default=0.0) or 1.0
    for row, change in enumerate(changes):
        share = _percent(change) if change.change else ""
        axes.text(
            positive[row] + reach * 0.02, row, f"{_signed(change.change, currency)}{share}",
            va="center", ha="left", fontsize=8, color=INK, parse_math=False,
        )  # fmt: skip
    labels = ["\n".join(textwrap.wrap(_named(change), 30)[:3]) for change in changes]
    axes.set_yticks(rows, labels, fontsize=9, color=INK, parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(min(negative, default=0.0) - reach * 0.03, max(positive, default=0.0) + reach * 0.5)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _dollars(value, currency)))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set_xlabel(currency, fontsize=8, color=QUIET)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8, colors=QUIET)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)


def _named(change: Change) -> str:
    code = change.name.partition(":")[2]
    return f"{change.label} ({code})" if code else change.label


def largest(items: Sequence[Change]) -> list[Change]:
    """The items that change most; the others as one."""
    ordered = sorted(items, key=lambda item: (-abs(item.change), -item.before, item.name))
    shown, others = ordered[:SHOWN_ITEMS], ordered[SHOWN_ITEMS:]
    if len(others) == 1:
        return ordered
    if others:
        rest = Change("others", f"{len(others)} other items")
        for item in others:
            rest.before += item.before
            rest.after += item.after
            rest.price += item.price
            rest.mix += item.mix
            rest.other_kind += item.other_kind
            rest.unpriced += item.unpriced
        shown.append(rest)
    return shown


def _dollars(amount: Decimal | float, currency: str) -> str:
    """$1.23m: as many digits as a chart can use."""
    size = abs(float(amount))
    sign = f"{MINUS if amount < 0 else ''}{sign_of(currency)}"
    for unit, word in ((10**9, "bn"), (10**6, "m"), (1000, "k")):
        if size >= unit:
            scaled = size / unit
            return f"{sign}{scaled:.4g}{word}" if scaled < 1000 else f"{sign}{scaled:,.0f}{word}"
    return f"{sign}{size:,.0f}"


def _signed(amount: Decimal, currency: str) -> str:
    return f"{'+' if amount > 0 else ''}{_dollars(amount, currency)}"


def _percent(change: Change) -> str:
    """The change as a share, where everything has a rate on both days."""
    return f" ({_share(change.change, change.before)})" if change.before and not change.unpriced else ""


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:+.1f} %".replace("-", MINUS)
