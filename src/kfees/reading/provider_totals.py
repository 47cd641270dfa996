"""The totals of a provider's quote held against the rows above them: a row that only adds up is no charge."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from kfees.model.money import ZERO
from kfees.reading.provider_amounts import gst_on, gst_within
from kfees.reading.provider_balances import with_balances_known
from kfees.reading.provider_doubts import NO_AMOUNT, NO_CODE
from kfees.reading.provider_row import ProviderRow

_TOTAL = re.compile(r"\b(sub-?)?totals?\b|\bbalance\b|\bdue\b|\bpayable\b", re.IGNORECASE)
_OF_A_FOOTER = re.compile(
    r"\b(bsb|acct|account|abn|acn|bank|swift|phone|ph|tel|email|fax|signed|signature)\b|_{3,}|\.{5,}", re.I
)
_OF_A_CODE, _WORDS_OF_A_CODE = re.compile(r"(?<!\$)\b[A-Za-z]{0,6}[0-9]"), 6
"""What stands in a code, and how many words it may have behind it."""

_GstOf = Callable[[Decimal], Decimal]

MOST_CODES = 10
"""Of more codes it is not looked for which of them are taxed."""

PLEASE_CHECK = "please check it."

IN_ALL, WITHOUT_GST, OF_GST = "", " without GST", " of GST"


@dataclass(slots=True)
class _Sums:
    """What the rows above come to, with GST, without it and in GST; what cannot be read is in none."""

    amount: Decimal = ZERO
    gst: Decimal = ZERO
    rows: int = 0

    def add(self, row: ProviderRow) -> None:
        if row.amount is not None and not row.stated:
            sign = -1 if row.kind == "discount" else 1
            self.amount += sign * row.amount
            self.gst += sign * (row.gst or ZERO)
            self.rows += 1

    def known(self) -> dict[str, Decimal]:
        without = {WITHOUT_GST: self.amount - self.gst} if self.gst else {}
        return {IN_ALL: self.amount, **without, OF_GST: self.gst}


def with_totals_checked(rows: Sequence[ProviderRow]) -> tuple[ProviderRow, ...]:
    """The same rows: totals say whether they agree, and unnamed ones, known by their sums, are totals."""
    rows = with_balances_known(_with_gst_below(_either_proven(rows)))
    return tuple(_below_the_last(list(_checked(rows))))


def _below_the_last(rows: Sequence[ProviderRow]) -> Iterator[ProviderRow]:
    """What stands below the last total is in no sum of the file: words and figures of a footer are notes, and
    an amount without a code is asked about."""
    last = max((number for number, row in enumerate(rows) if row.kind == "total"), default=len(rows))
    for number, row in enumerate(rows):
        if number < last or row.kind != "item":
            yield row
        elif row.amount is None and _is_of_a_footer(row):
            yield replace(row, kind="note", unread="", remedy="")
        elif row.unread or _has_code(row) or row.day is not None or row.quantity is not None:
            yield row
        else:
            unread = f"amount: {row.amount} stands below the last total, and is in none."
            yield replace(row, unread=unread, remedy="Write it above the total, if it is charged.")


def _is_of_a_footer(row: ProviderRow) -> bool:
    """Words without an amount: bank details, a signature, a condition of payment."""
    words = f"{row.unread} {row.item} {row.words}"
    return (NO_AMOUNT in row.unread and not _has_code(row)) or bool(_OF_A_FOOTER.search(words))


def _checked(rows: Sequence[ProviderRow]) -> Iterator[ProviderRow]:
    whole, part = _Sums(), _Sums()
    for row in rows:
        if row.kind == "item" and _only_adds_up(row, whole, part):
            says = f"It is the sum of the rows above, ${row.amount:,}: taken for a total."
            row = replace(row, kind="total", amount=None, gst=None, with_gst=False, says=says)
            row = replace(row, unread="", remedy="")
            part = _Sums()
        elif row.kind == "total":
            yield _compared(row, whole, part)
            part = _Sums() if not _is_gst(row) else part
            continue
        else:
            whole.add(row)
            part.add(row)
        yield row


def _only_adds_up(row: ProviderRow, whole: _Sums, part: _Sums) -> bool:
    """Whether a row without code, day and count has what several rows above it come to."""
    by_name = bool(_TOTAL.search(f"{row.item} {row.description}")) and not _has_code(row)
    bare = (by_name or not row.item) and row.unread in ("", NO_CODE)
    bare = bare and row.day is None and row.quantity is None
    return bare and any(sums.rows > (not by_name) and row.amount == sums.amount for sums in (whole, part))


def _has_code(row: ProviderRow) -> bool:
    return bool(_OF_A_CODE.search(row.item)) and len(row.item.split()) <= _WORDS_OF_A_CODE


def _is_gst(row: ProviderRow) -> bool:
    """'GST', 'Total GST 10%', and no total that says of GST whether it is in it."""
    words = row.description.casefold()
    whole = "total" in words and not re.fullmatch(r"\W*(total\W+gst|gst\W+total)[\W\d]*", words)
    return "gst" in words and not whole and "inc" not in words and "ex" not in words


def _compared(row: ProviderRow, whole: _Sums, part: _Sums) -> ProviderRow:
    """A total with what it agrees with; where it agrees with nothing, by how much it differs."""
    if not row.stated:
        return row
    says = []
    for stated in row.stated:
        agreed = [
            kind
            for sums in (whole, part)
            for kind, amount in sums.known().items()
            if amount == stated and (kind == OF_GST or not _is_gst(row))
        ]
        if agreed:
            says.append(f"The rows above come to ${stated:,}{agreed[0]} too.")
        elif _is_gst(row):
            unread = f"${stated:,} of GST stands here, and ${whole.gst:,} in the rows above: which hold it?"
            return replace(row, unread=unread, remedy="Write beside each row what of it is GST.")
        else:
            nearest = min((whole, part), key=lambda sums: abs(sums.amount - stated)).amount
            says.append(f"It says ${stated:,}, and the rows above come to ${nearest:,}: {PLEASE_CHECK}")
    return replace(row, says=" ".join(says))


def _either_proven(rows: Sequence[ProviderRow]) -> Sequence[ProviderRow]:
    """Rows whose amounts may be one of two, such as for each unit or for all, as a total proves one of the
    two of all of them."""
    doubtful = [row for row in rows if row.either]
    others = [row for row in rows if row.unread and not row.either and not row.stated]
    if not doubtful or not all(map(_is_of_a_footer, others)):
        return rows
    stated = {amount for row in rows if row.kind == "total" and not _is_gst(row) for amount in row.stated}
    ways = [[_taken(row, way) for row in rows] for way in (0, 1)]
    proven = [way for way in ways if stated & _come_to(way)]
    if len(proven) > 1:
        proven = [way for way in proven if stated <= _come_to(way)]
    return proven[0] if len(proven) == 1 else rows


def _taken(row: ProviderRow, way: int) -> ProviderRow:
    if not row.either:
        return row
    found = row.either[way]
    says = " ".join(filter(None, (row.says, found.says)))
    taken = replace(row, amount=found.amount, gst=found.gst, with_gst=found.with_gst, unread=found.unread)
    return replace(taken, says=says, either=(), remedy="")


def _come_to(rows: Iterable[ProviderRow]) -> set[Decimal]:
    """What the charges come to, with GST and without."""
    sums = _Sums()
    for row in rows:
        if row.kind in ("item", "discount"):
            sums.add(row)
    return {sums.amount, sums.amount - sums.gst, sums.amount + gst_on(sums.amount)}


def _with_gst_below(rows: Sequence[ProviderRow]) -> Sequence[ProviderRow]:
    """Rows that do not say whether they hold GST, where totals below them prove it of all, or of those of
    some codes and no others: it comes on top of each, or each holds it."""
    charges = [
        row for row in rows if row.kind in ("item", "discount") and row.amount is not None and not row.stated
    ]
    unsaid = all(row.gst is None and not row.with_gst and not row.unread for row in charges)
    stated = {amount for row in rows if row.kind == "total" and not _is_gst(row) for amount in row.stated}
    taxes = [row.stated[0] for row in rows if row.kind == "total" and _is_gst(row) and row.stated]
    if not unsaid or len(taxes) != 1 or not taxes[0]:
        return rows
    amounts = _by_code(charges)
    whole = sum(amounts.values(), ZERO)
    ways: tuple[tuple[_GstOf, bool], ...] = ((gst_on, True), (gst_within, False))
    proven = [
        (gst_of, on_top, taxed)
        for gst_of, on_top in ways
        if whole + (taxes[0] if on_top else ZERO) in stated
        for taxed in _sets_of_codes(amounts)
        if taxes[0] == gst_of(sum((amounts[code] for code in taxed), ZERO))
    ]
    if not proven or (len(proven) > 1 and len(proven[0][2]) < len(amounts)):
        return rows
    gst_of, on_top, taxed = proven[0]
    return [
        _taxed(row, gst_of, on_top=on_top) if row.amount is not None and _of_one_tax(row) in taxed else row
        for row in rows
    ]


def _of_one_tax(row: ProviderRow) -> str:
    """What rows share that are taxed alike: their code, or their words where they have none."""
    return row.item or row.description


def _by_code(charges: Sequence[ProviderRow]) -> dict[str, Decimal]:
    """What the rows that are taxed alike come to."""
    sums: defaultdict[str, _Sums] = defaultdict(_Sums)
    for row in charges:
        sums[_of_one_tax(row)].add(row)
    return {code: found.amount for code, found in sums.items()}


def _sets_of_codes(codes: Collection[str]) -> Iterator[frozenset[str]]:
    """The codes that may be taxed, all of them first."""
    fewest = 1 if len(codes) <= MOST_CODES else len(codes)
    for number in range(len(codes), fewest - 1, -1):
        yield from map(frozenset, combinations(codes, number))


def _taxed(row: ProviderRow, gst_of: _GstOf, *, on_top: bool) -> ProviderRow:
    assert row.amount is not None
    gst = gst_of(row.amount)
    says = f"${gst:,} of GST is added, as the totals below say." if on_top else ""
    says = " ".join(filter(None, (row.says, says)))
    return replace(row, amount=row.amount + (gst if on_top else ZERO), gst=gst, with_gst=True, says=says)
