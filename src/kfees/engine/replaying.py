"""Replay: price a saved quote's request again, and say what differs and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.program import VERSION
from kfees.model.quote import Line, PayeeTotal, Quote, ScheduleUsed, Totals


@dataclass(frozen=True, slots=True)
class Replay:
    """A quote priced again. `differences`: what changed; `causes`: which versions, digests or
    program changed. Both empty where everything is the same to the cent."""

    quote: Quote
    differences: tuple[str, ...]
    causes: tuple[str, ...]


def replay(saved: Quote, library: Library) -> Replay:
    """Price `saved.request` as of the same day. Raises InputError where it can no longer be priced."""
    again = price(saved.request, library, as_of=saved.as_of)
    return Replay(again, tuple(_differences(saved, again, library)), tuple(_causes(saved, again)))


def _differences(saved: Quote, again: Quote, library: Library) -> Iterator[str]:
    before, after = _lines(saved), _lines(again)
    for key in dict.fromkeys([*before, *after]):
        item, provider, version, _ = key
        name = f"{item}" + (f" of {version}" if version else "") + (f" ({provider})" if provider else "")
        if key not in after:
            yield f"{name} is no longer in the quote."
        elif key not in before:
            yield f"{name} is new in the quote."
        else:
            yield from _changes(name, before[key], after[key])
    yield from _payee_differences(saved, again, library)
    yield from _changed_amounts("the total", saved.totals, again.totals)
    if all(getattr(saved.totals, name) == getattr(again.totals, name) for name in ("gap", "gap_least")):
        yield from _change("the total", "known gap", saved.totals.known_gap, again.totals.known_gap)
    if saved.dose != again.dose:
        yield "the dose differs."
    if saved.verdict != again.verdict:
        yield f"the guideline's verdict was {_verdict(saved)}, now {_verdict(again)}."


def _payee_differences(saved: Quote, again: Quote, library: Library) -> Iterator[str]:
    before, after = (
        {(payee.payee, payee.provider): payee for payee in quote.payees} for quote in (saved, again)
    )
    for payee in dict.fromkeys([*before, *after]):
        name = library.biller(*payee)
        if payee not in after:
            yield f"{name} is no longer in the quote."
        elif payee not in before:
            yield f"{name} is new in the quote."
        else:
            yield from _changed_amounts(f"the total of {name}", before[payee], after[payee])


def _lines(quote: Quote) -> dict[tuple[str, str, str, int], Line]:
    found: dict[tuple[str, str, str, int], Line] = {}
    for line in quote.lines:
        key = (line.name, line.provider or "", str(line.version or ""))
        found[*key, sum(other[:3] == key for other in found)] = line
    return found


def _changed_amounts(name: str, before: PayeeTotal | Totals, after: PayeeTotal | Totals) -> Iterator[str]:
    for field in ("maximum", "charge", "payable", "gap"):
        yield from _change(name, field, getattr(before, field), getattr(after, field))
    if before.maximum == after.maximum:
        yield from _change(name, "known maximum", before.known_maximum, after.known_maximum)
    yield from _changed_bounds(name, before, after)


def _changed_bounds(
    name: str, before: Line | PayeeTotal | Totals, after: Line | PayeeTotal | Totals
) -> Iterator[str]:
    """Bounds that differ where the figure itself does not; quotes of earlier versions have none."""
    if before.gap_least is None:
        return
    for figure in ("payable", "gap"):
        if getattr(before, figure) == getattr(after, figure):
            for bound in ("least", "most"):
                was, now = (getattr(part, f"{figure}_{bound}") for part in (before, after))
                if was != now:
                    yield f"{name}: {figure} was {_bound(was, bound)}, now {_bound(now, bound)}."


def _bound(amount: Decimal | None, bound: str) -> str:
    return _shown(amount) if amount is None else f"at {bound} {amount}"


def _changes(name: str, before: Line, after: Line) -> Iterator[str]:
    for field in ("quantity", "weight", "price_per_weight", "rate", "maximum", "charge", "payable", "gap"):
        yield from _change(name, field, getattr(before, field), getattr(after, field))
    yield from _changed_bounds(name, before, after)
    for field in ("dates", "basis", "stale", "determination"):
        if getattr(before, field) != getattr(after, field):
            yield f"{name}: not the same {field}."


def _change(name: str, field: str, before: Decimal | None, after: Decimal | None) -> Iterator[str]:
    if before != after:
        yield f"{name}: {field.replace('_', ' ')} was {_shown(before)}, now {_shown(after)}."


def _verdict(quote: Quote) -> str:
    if quote.verdict is None:
        return "not asked"
    because = f" ({', '.join(quote.verdict.because)})" if quote.verdict.because else ""
    return f"{quote.verdict.payability}{because}"


def _shown(amount: Decimal | None) -> str:
    return "unknown" if amount is None else str(amount)


def _causes(saved: Quote, again: Quote) -> Iterator[str]:
    before, after = _used(saved), _used(again)
    for (schedule, version), used in before.items():
        if (schedule, version) not in after:
            yield f"{schedule} of {version} is no longer the version in force."
        elif after[schedule, version].digest != used.digest:
            yield f"{schedule} of {version} was edited: its digest differs."
    for schedule, version in sorted(after.keys() - before.keys()):
        yield f"{schedule} of {version} is now loaded and in force."
    if saved.kfees != VERSION:
        yield f"the quote was made by kfees {saved.kfees}, this is {VERSION}."


def _used(quote: Quote) -> dict[tuple[str, str], ScheduleUsed]:
    return {(used.schedule, str(used.version)): used for used in quote.schedules}
