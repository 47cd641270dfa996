"""A quote as a page shows it: each figure in the language's own writing, with what it rests on beside it.

Nothing is worked out here but lengths of bars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from markupsafe import Markup, escape

from kfees.documents.quote_words import certain_by, schedule_called, words_of
from kfees.engine.accounts import IN_ONE_AMOUNT
from kfees.engine.alternative import Alternative
from kfees.engine.gap import FEE_NOT_KNOWN
from kfees.engine.headline import headline
from kfees.library.library import Library
from kfees.model.blanks import Dollars
from kfees.model.money import ZERO
from kfees.model.quote import Line, PayeeTotal, Quote, Totals
from kfees.model.sentences import Sentence, translatable
from kfees.web.closing import closing
from kfees.web.marks import Mark, marks_of_line, marks_of_totals, stale_in_words
from kfees.web.wording import PageWords

SUM_OF = translatable("{payee}, sum")
SCHEDULE_OF = translatable("{schedule} of {day}")
LONG = 14
"""Characters: a longer amount is written smaller in the headline, so that it stays on one line of a phone."""

NO_MAXIMUM = translatable("No maximum is known for {item}.")


@dataclass(frozen=True, slots=True)
class SharedMark:
    """A mark of one or more items, said once."""

    items: Markup
    mark: Mark


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """Four amounts as they are shown; empty where the payee's total says it for all its lines. The bounds
    of payable and gap stand beside them; empty where they say no more."""

    maximum: str
    charge: str
    payable: str
    gap: str
    payable_bounds: str = ""
    gap_bounds: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line: its item, how its maximum comes about, and its figures."""

    item: str
    label: Markup
    schedule: Markup | str
    version_address: str
    days: str
    sum: str
    figures: ShownFigures
    marks: tuple[Mark, ...]
    why: tuple[Markup, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Lengths in percent of the widest bar. `maximum`: how far the payer's maximum reaches."""

    payable: str
    gap: str
    maximum: str
    charged: bool


@dataclass(frozen=True, slots=True)
class ShownPayee:
    """A payee: its lines, its sums, its bar, and what would make its gap zero."""

    key: str
    name: Markup
    sum_label: Markup
    figures: ShownFigures
    bar: Bar | None
    lines: tuple[ShownLine, ...]
    closing: tuple[str, ...]
    stale: bool


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote. `headline` is the one sentence that everything else explains; `maximum` is empty where it
    says no more than what is payable; `notes` are the marks of all lines."""

    kind: Literal["gap", "no gap", "unknown"]
    headline: Markup
    beside: tuple[str, ...]
    missing: tuple[str, ...]
    announcement: str
    course: tuple[Markup | str, ...]
    payees: tuple[ShownPayee, ...]
    totals: ShownFigures
    maximum: str
    payable_label: str
    marks: tuple[Mark, ...]
    notes: tuple[SharedMark, ...]
    assumptions: tuple[Markup, ...]
    please_check: tuple[Markup, ...]


def shown(quote: Quote, library: Library, words: PageWords) -> ShownQuote:
    """Everything that the preview says of a quote."""
    library = library.of(quote.payer.name)
    widest = max([length_of(payee) for payee in quote.payees] + [Decimal(0)])
    payees = tuple(_payee(payee, quote, library, words, widest) for payee in quote.payees)
    says, beside = _headline(quote, library, words), tuple(_known_so_far(quote, words))
    maximum = quote.totals.maximum
    return ShownQuote(
        kind=_kind(quote.totals),
        headline=says,
        beside=beside,
        missing=tuple(_missing(quote, words)),
        announcement=" ".join([says.striptags(), *beside]),
        course=tuple(_course(quote, library, words)),
        payees=payees,
        totals=_figures(quote.totals, words, together=False),
        maximum="" if maximum in (None, quote.totals.payable) else words.money(maximum),
        payable_label=_payable_label(quote, words),
        marks=tuple(marks_of_totals(quote, library, words)),
        notes=tuple(_notes(line for payee in payees for line in payee.lines)),
        assumptions=tuple(words.known(sentence) for sentence in quote.assumptions),
        please_check=tuple(words.known(sentence) for sentence in quote.please_check),
    )


def _payable_label(quote: Quote, words: PageWords) -> str:
    """How certain the figure beside it is; of none, nothing is said."""
    basis = None if quote.totals.payable is None else certain_by(quote.lines)
    return words.gettext(words_of(basis).payable)


def _kind(totals: Totals) -> Literal["gap", "no gap", "unknown"]:
    if totals.gap_most is None:
        return "unknown"
    return "gap" if totals.gap_most else "no gap"


def _headline(quote: Quote, library: Library, words: PageWords) -> Markup:
    """The engine's sentence; the figure that counts everything stands out."""
    sentence = headline(quote, library)
    said = words.known(sentence)
    main = sentence.blanks.get("part_0", sentence)
    assert isinstance(main, Sentence)
    for name in ("all", "amount", "most", "least"):
        if f"{{{name}}}" in main.message:
            amount = main.blanks[name]
            assert isinstance(amount, Dollars)
            figure = escape(words.money(amount.amount))
            strong = '<strong class="long">{}</strong>' if len(figure) > LONG else "<strong>{}</strong>"
            return said.replace(figure, Markup(strong).format(figure), 1)  # noqa: S704
    return said


def _known_so_far(quote: Quote, words: PageWords) -> Iterator[str]:
    totals = quote.totals
    if totals.maximum is None and totals.known_maximum:
        yield words.gettext("Maximums known so far: {amount}.", amount=words.money(totals.known_maximum))
    if totals.gap_most is None:
        yield words.gettext("Fill in what each provider charges to see the gap.")


def _missing(quote: Quote, words: PageWords) -> Iterator[str]:
    """The maximums that are not known; the charges that are not, the headline names."""
    for line in quote.lines:
        if line.is_fee:
            yield words.known(FEE_NOT_KNOWN.format(label=Sentence(line.label)))
        elif line.maximum is None:
            yield words.filled(NO_MAXIMUM, item=words.known(line.label))


def _named(payee: PayeeTotal, words: PageWords) -> Markup:
    title = words.known(payee.title)
    return Markup("{}: {}").format(title, payee.provider) if payee.provider else title


def _course(quote: Quote, library: Library, words: PageWords) -> Iterator[Markup | str]:
    request, dose = quote.request, quote.dose
    yield words.known(library.regimen(request.regimen).title)
    for setting in dict.fromkeys(place.setting for place in request.places):
        yield words.known(library.setting(setting).title)
    yield words.gettext("from {day}", day=words.day(request.start))
    if dose.mg_per_day is not None and dose.mg is not None and dose.ampoules is not None:
        yield words.gettext(
            "Ketamine {daily} mg a day, {total} mg in all, {ampoules} ampoules",
            daily=words.number(dose.mg_per_day),
            total=words.number(dose.mg),
            ampoules=words.number(dose.ampoules),
        )
    yield words.known(quote.payer.title)


def length_of(payee: PayeeTotal | Alternative) -> Decimal:
    """How much a bar shows."""
    return payee.charge if payee.charge is not None else payee.maximum or ZERO


def bar_of(payee: PayeeTotal | Alternative, widest: Decimal) -> Bar | None:
    """Payable and gap side by side make the charge; without a charge, how far the maximum reaches."""
    if not widest or payee.maximum is None:
        return None

    def part(amount: Decimal) -> str:
        return f"{min(amount / widest, Decimal(1)) * 100:.2f}"

    if payee.charge is None or payee.payable is None or payee.gap is None:
        return Bar("0", "0", part(payee.maximum), charged=False)
    return Bar(part(payee.payable), part(payee.gap), part(payee.maximum), charged=True)


def _payee(
    total: PayeeTotal, quote: Quote, library: Library, words: PageWords, widest: Decimal
) -> ShownPayee:
    lines = quote.lines_of(total)
    together, name = quote.is_in_one_amount(total), _named(total, words)
    return ShownPayee(
        key=total.payee if total.provider is None else f"{total.payee}-{quote.payees.index(total)}",
        name=name,
        sum_label=words.filled(IN_ONE_AMOUNT if together else SUM_OF, payee=name),
        figures=_figures(total, words, together=False),
        bar=bar_of(total, widest),
        lines=tuple(_line(line, quote, library, words, together and not line.is_fee) for line in lines),
        closing=tuple(closing(total, lines, words, together)),
        stale=total.stale,
    )


def _notes(lines: Iterable[ShownLine]) -> Iterator[SharedMark]:
    """Each mark of the lines once, with the items that bear it."""
    items: dict[Mark, dict[Markup, None]] = {}
    for line in lines:
        for mark in line.marks:
            items.setdefault(mark, {})[escape(line.item or line.label)] = None
    for mark, bearing in items.items():
        yield SharedMark(Markup(", ").join(bearing), mark)


def _figures(part: Line | PayeeTotal | Totals, words: PageWords, *, together: bool) -> ShownFigures:
    def figure(name: str, absent: str) -> str:
        return words.money(getattr(part, name), absent)

    def within(amount: Decimal | None, least: Decimal | None, most: Decimal | None) -> str:
        certain = least if least == most else None
        return words.money(certain if amount is None else amount, "" if together else unknown)

    unknown = words.gettext("unknown")
    not_given = "" if together else words.gettext("not given")
    return ShownFigures(
        maximum=figure("maximum", unknown),
        charge=figure("charge", not_given),
        payable=within(part.payable, part.payable_least, part.payable_most),
        gap=within(part.gap, part.gap_least, part.gap_most),
        payable_bounds=bounds(part.payable, part.payable_least, part.payable_most, words),
        gap_bounds=bounds(part.gap, part.gap_least, part.gap_most, words),
    )


def bounds(
    amount: Decimal | None,
    least: Decimal | None,
    most: Decimal | None,
    words: PageWords,
    written: Callable[[Decimal], str] | None = None,
) -> str:
    """What is certain of an amount, beside it; `written`: how amounts are, unless with their currency."""
    written = written or words.money
    if least is None or least == most:
        return ""
    if most is None:
        return words.gettext("{least} or more", least=written(least)) if least else ""
    if amount == least:
        return words.gettext("at least")
    if amount == most and not least:
        return words.gettext("at most")
    return words.gettext("{least} to {most}", least=written(least), most=written(most))


def _line(line: Line, quote: Quote, library: Library, words: PageWords, together: bool) -> ShownLine:
    # A price by infusion stands in the payer's own file, which has no page.
    has_a_page = line.version is not None and line.schedule != quote.payer.name
    marks = tuple(marks_of_line(line, quote, library, words))
    return ShownLine(
        item=line.item or "",
        label=words.known(line.label),
        schedule=_schedule(line, quote, library, words),
        version_address=f"/schedules/{line.schedule}/{line.version}" if has_a_page else "",
        days=words.days(line.dates),
        sum=_sum(line, words),
        figures=_figures(line, words, together=together),
        marks=marks,
        why=tuple(
            stale_in_words(reason, marks) or words.known(reason)
            for reason in (*line.reasons, *line.weight_steps)
        ),
        source=line.source or "",
    )


def _schedule(line: Line, quote: Quote, library: Library, words: PageWords) -> Markup | str:
    """What has the line's rate, and since when."""
    if line.schedule is None:
        return words.gettext("no schedule")
    titles = {(used.schedule, used.version): used.title for used in quote.schedules}
    title = titles.get((line.schedule, line.version), line.schedule) if line.version else line.schedule
    called = words.known(schedule_called(line.schedule, title, library))
    if line.version is None:
        return called
    return words.filled(SCHEDULE_OF, schedule=called, day=escape(words.day(line.version)))


def _sum(line: Line, words: PageWords) -> str:
    """How the maximum comes about: quantity x rate, or quantity x weight x price."""
    quantity = words.number(line.quantity)
    if line.weight is not None and line.price_per_weight is not None:
        return f"{quantity} × {words.number(line.weight)} NWAU × {words.money(line.price_per_weight)}"
    if line.weight is not None:
        return f"{quantity} × {words.number(line.weight)} NWAU"
    return f"{quantity} × {words.money(line.rate)}" if line.rate is not None else quantity
