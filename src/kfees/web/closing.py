"""What would make a payee's gap zero: what a charge would have to be, which is the quote's own maximum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kfees.model.money import ZERO
from kfees.model.quote import Line, PayeeTotal
from kfees.model.schedule import ESTIMATES
from kfees.model.sentences import translatable
from kfees.web.wording import PageWords

NO_CHARGE = translatable("{item}: no charge is filled in.")
ANY_CHARGE = translatable("Any charge up to {amount} leaves no gap.")
ANY_CHARGE_BY_ESTIMATE = translatable("By the estimate, any charge up to {amount} leaves no gap.")
NO_GAP_BY_ESTIMATE = translatable("By the estimate there is no gap; {payer}’s own rate decides.")


def closing(total: PayeeTotal, lines: Sequence[Line], words: PageWords, together: bool) -> Iterator[str]:
    """What would make the gap zero: a charge no higher than the maximum, or a higher maximum."""
    if total.gap_most is not None and not total.gap_most:
        yield words.gettext("There is no gap here.")
        return
    yield from _closing_of_fees(total, lines, words)
    if total.maximum is None:
        return
    if total.gap is None and not any(line.charge is not None for line in lines):
        estimated = any(line.basis in ESTIMATES for line in lines)
        says = ANY_CHARGE_BY_ESTIMATE if estimated else ANY_CHARGE
        yield words.gettext(says, amount=words.money(total.maximum))
        return
    if total.gap is not None and not total.gap:
        yield words.gettext(NO_GAP_BY_ESTIMATE)
        return
    if together and total.gap is not None and total.charge is not None:
        yield words.gettext(
            "A charge of {maximum} or less: {gap} less than now ({percent}).",
            maximum=words.money(total.maximum),
            gap=words.money(total.gap),
            percent=words.percent(total.gap / total.charge),
        )
    else:
        yield from _closing_by_item(lines, words)
    if any(line.basis == "floor" for line in lines):
        yield words.gettext("Or {payer}’s own rate, if it is high enough: ask {payer} for it.")


def _closing_of_fees(total: PayeeTotal, lines: Sequence[Line], words: PageWords) -> Iterator[str]:
    """What no schedule has, and beside it what else is charged above its maximum."""
    fees = [line for line in lines if line.is_fee]
    if fees:
        yield words.gettext(
            "{Payer} agrees to {fees}, which no schedule has, or the provider leaves it out.",
            fees=", ".join(words.title(line.label) for line in fees),
        )
    if any(line.maximum is None for line in lines if not line.is_fee):
        if not fees:
            yield words.gettext("Not known until every maximum is known.")
        return
    if fees and total.charge is not None:
        beside = total.charge - sum(line.charge or ZERO for line in fees)
        if beside > total.known_maximum:
            maximum = words.money(total.known_maximum)
            yield words.gettext("And {maximum} or less is charged for all else.", maximum=maximum)


def _closing_by_item(lines: Iterable[Line], words: PageWords) -> Iterator[str]:
    for line in lines:
        if line.gap and line.rate is not None and line.charge_per_unit is not None:
            yield words.gettext(
                "{item}: {rate} or less each, now {charge}.",
                item=line.item,
                rate=words.money(line.rate + (line.gst_per_unit or ZERO)),
                charge=words.money(line.charge_per_unit),
            )
        elif line.charge is None:
            yield words.filled(NO_CHARGE, item=words.known(line.in_a_sentence))
