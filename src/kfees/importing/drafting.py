"""From the items of a sheet to the rates of each version: which rows hold on its day, each item once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kfees.importing.chosen import AmountColumn, Chosen
from kfees.importing.findings import Findings, Wrong
from kfees.importing.gst_words import RowGst
from kfees.importing.item_row import FromTo, ItemRow
from kfees.model.english import in_words
from kfees.model.money import CannotDetermine, Money
from kfees.model.problems import Unreadable
from kfees.model.schedule import Basis, Gst, Rate
from kfees.reading.sheet import address

DEFAULT_UNIT = "service"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every rate that the sheet says nothing else of.

    `known` holds the rates of the version before, by item: they say an item's unit where the sheet does not;
    and `known_gst` its GST, where that is an exception or nobody says what it is now.
    """

    unit: str | None
    gst: Gst
    basis: Basis
    source: str
    known: Mapping[str, Rate]
    known_gst: Mapping[str, Gst]


@dataclass(frozen=True, slots=True)
class _Placed:
    rate: Rate
    row: int
    column: int


def first_days(items: Sequence[ItemRow], chosen: Chosen, first_day: date, every_period: bool) -> list[date]:
    """The versions to write: `first_day`, and where every period is asked for, each later one stated."""
    stated = {amount.starts for amount in chosen.amounts if amount.starts is not None}
    if every_period:
        stated |= {item.starts for item in items if item.starts is not None}
        return sorted(
            {first_day, *(day for day in stated if day > first_day)} if not _dated(chosen) else stated
        )
    return [first_day]


def _dated(chosen: Chosen) -> bool:
    return len(chosen.amounts) > 1 and all(amount.starts is not None for amount in chosen.amounts)


def rates_on(
    day: date,
    next_day: date,
    items: Sequence[ItemRow],
    chosen: Chosen,
    defaults: Defaults,
    findings: Findings,
) -> list[Rate]:
    """The rates in force on a day, in the order of the sheet; each ends where its row or its column does,
    where that is before `next_day`, the first one of the version after. Contradictions are problems."""
    columns = [
        (number, amount)
        for number, amount in enumerate(chosen.amounts)
        if not _dated(chosen) or amount.starts == day
    ]
    placed: dict[tuple[str, FromTo], _Placed] = {}
    for item in _in_force(items, day, findings):
        for span, amount, column in _spans(item, columns):
            rate = _rate(item, span, amount, column, defaults, findings)
            key = (rate.item, span)
            if (standing := placed.get(key)) is None:
                placed[key] = _Placed(rate, item.row, column.column.number)
            else:
                _twice(standing, rate, item.row, findings)
    rates = [entry.rate for entry in placed.values()]
    ends = _ends(day, items, columns)
    return [_ending(rate, ends.get(rate.item), next_day) for rate in rates] if ends else rates


def _ends(
    day: date, items: Sequence[ItemRow], columns: Sequence[tuple[int, AmountColumn]]
) -> dict[str, date]:
    """The last day of each item that has one: its row's, the day before a later row, or its column's."""
    of_columns = {amount.ends for _, amount in columns if amount.ends is not None and amount.ends >= day}
    found = {item.code: min(of_columns) for item in items} if of_columns else {}
    for item in items:
        if item.starts is not None and item.starts > day:
            last: date | None = item.starts - timedelta(days=1)
        else:
            last = item.ends if item.ends is not None and item.ends >= day else None
        if last is not None:
            found[item.code] = min(last, found.get(item.code, last))
    return found


def _ending(rate: Rate, last: date | None, next_day: date) -> Rate:
    ends = last is not None and last < next_day - timedelta(days=1)
    return rate._replace(until=last) if ends else rate


def _in_force(items: Sequence[ItemRow], day: date, findings: Findings) -> Iterator[ItemRow]:
    """Rows whose dates hold on the day; of several that began before it, the latest of each item."""
    latest: dict[tuple[str, FromTo], date] = {}
    kept: list[ItemRow] = []
    for item in items:
        if item.starts is not None and item.starts > day:
            _left_out("rows that take effect later, left out", item, item.starts, findings)
        elif item.ends is not None and item.ends < day:
            _left_out("rows that have ended, left out", item, item.ends, findings)
        else:
            kept.append(item)
            if item.starts is not None:
                key = (item.code, item.span)
                latest[key] = max(latest.get(key, item.starts), item.starts)
    for item in kept:
        newest = latest.get((item.code, item.span))
        if item.starts is not None and newest is not None and item.starts < newest:
            _left_out("rows replaced by a later one, left out", item, item.starts, findings)
        else:
            yield item


def _left_out(kind: str, item: ItemRow, day: date, findings: Findings) -> None:
    findings.note(kind, f"row {item.row}", f"item {item.code}, {in_words(day) if day.year < 2100 else day}")


def _spans(
    item: ItemRow, columns: Sequence[tuple[int, AmountColumn]]
) -> Iterator[tuple[FromTo, Money, AmountColumn]]:
    """One rate for each column of amounts; a single one where it is the same on all days to the end."""
    amounts = [(column.span or item.span, item.amounts[number], column) for number, column in columns]
    first = amounts[0][1]
    to_the_end = any(span[1] is None for span, _, _ in amounts)
    if len(amounts) > 1 and to_the_end and all(_same(amount, first) for _, amount, _ in amounts):
        yield (None, None), amounts[0][1], amounts[0][2]
    else:
        yield from amounts


def _rate(
    item: ItemRow, span: FromTo, amount: Money, column: AmountColumn, defaults: Defaults, findings: Findings
) -> Rate:
    known = defaults.known.get(item.code)
    return Rate(
        item=item.code,
        label=item.label,
        amount=amount,
        unit=item.unit or column.unit or defaults.unit or (known.unit if known is not None else DEFAULT_UNIT),
        basis=defaults.basis,
        gst=_gst(item.gst, column.gst or defaults.known_gst.get(item.code, defaults.gst)),
        source=defaults.source,
        reason="" if isinstance(amount, Decimal) else amount.reason,
        from_day=span[0],
        to_day=span[1],
        cell=findings.place(address(column.column.number, item.row), item.row),
    )


def _gst(said: RowGst | None, otherwise: Gst) -> Gst:
    """Where a row says no more than that its fee bears GST, that is on top, unless amounts are with it."""
    if said == "bears":
        return "included" if otherwise == "included" else "exclusive"
    return said or otherwise


def _twice(standing: _Placed, rate: Rate, row: int, findings: Findings) -> None:
    """The same item again: said where the amounts are equal, a problem where they differ. `apart` ends its
    remedy, once all rows are known."""
    first = address(standing.column, standing.row)
    if alike(standing.rate, rate):
        findings.note(
            "items that stand twice with the same amount, taken once",
            address(standing.column, row),
            f"item {rate.item}, also in {first}",
        )
        return
    problem = Unreadable(
        "duplicate-item",
        f"item {rate.item} stands twice: {rate_in_words(standing.rate)} in {first},"
        f" {rate_in_words(rate)} in {address(standing.column, row)}.",
        f"Leave one out, with {findings.skip_flag(standing.row)} or {findings.skip_flag(row)}",
    )
    findings.wrong.append(Wrong(standing.column, row, "", problem))
    findings.twice.append((standing.row, row))


def alike(one: Rate, other: Rate) -> bool:
    """Whether two rates of an item say the same; what is unknown is so for whatever reason."""
    return _same(one.amount, other.amount) and (one.unit, one.gst) == (other.unit, other.gst)


def _same(one: Money, other: Money) -> bool:
    return one == other or (isinstance(one, CannotDetermine) and isinstance(other, CannotDetermine))


def rate_in_words(rate: Rate) -> str:
    amount = "unknown" if isinstance(rate.amount, CannotDetermine) else str(rate.amount)
    return f"{amount} per {rate.unit}"
