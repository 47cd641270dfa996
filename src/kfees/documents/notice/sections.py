"""The parts of a notice in sentences: what is left out, a longer stay, the patient's rights, paying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kfees.documents.notice.costs import money
from kfees.documents.notice.details import Details, OtherProvider
from kfees.documents.notice.longer_stay import LongerStay, stays
from kfees.documents.notice.wording import Bilingual, Said, printable
from kfees.documents.quote_words import words_of
from kfees.engine.course import stays_of
from kfees.engine.stays import earlier_stay_taken
from kfees.library.library import Library
from kfees.model.payee import PHARMACY
from kfees.model.payer import Payer, PayerWords
from kfees.model.quote import Line, Quote
from kfees.model.schedule import Drug, Regimen, Setting

INTERPRETERS = "131\N{NO-BREAK SPACE}450"
"""The telephone number of Australia's Translating and Interpreting Service (TIS National)."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what stands beside it; None is a line to write on."""

    label: Said
    value: Said | None


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """Headings and rows of equal length; `first` columns of text, then amounts."""

    headings: tuple[Said, ...]
    rows: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class NoticeSection:
    heading: Said
    paragraphs: tuple[Said, ...] = ()
    points: tuple[Said, ...] = ()
    table: NoticeTable | None = None
    small_print: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and what signing says."""

    who: Said
    statement: Said
    lines: tuple[Said, ...]


def left_out(quote: Quote, stated: Details, library: Library, words: Bilingual) -> NoticeSection:
    return NoticeSection(
        words.gettext("Not in these amounts"), points=tuple(_left_out(quote, stated, library, words))
    )


def _left_out(quote: Quote, details: Details, library: Library, words: Bilingual) -> Iterator[Said]:
    drug = library.regimen(quote.request.regimen).drug
    if library.payer.price_by_infusion is not None:
        yield words.gettext("The medicine is included in the price of an infusion.")
    elif all(library.setting(place.setting).drug_included for place in quote.request.places):
        yield words.gettext("The medicine is included in the hospital’s fee.")
    elif not any(_is_of(drug, line) for line in quote.lines):
        yield words.ngettext(
            "The medicine: {number} ampoule of {drug}. Ask whether you will be charged for it.",
            "The medicine: {number} ampoules of {drug}. Ask whether you will be charged for it.",
            quote.dose.ampoules or 0,
            drug=words.known(drug.label),
        )
    billing = {(payee.payee, payee.provider) for payee in quote.payees}
    for named in quote.request.providers.items():
        if named not in billing:
            yield words.gettext("What {provider} charges.", provider=words.verbatim(named[1]))
    if details.other_providers is None:
        yield words.gettext(
            "Anyone else who bills you separately, such as another doctor or a laboratory. Their fees are not"
            " included here. Ask who they are and what they charge."
        )
    elif not details.other_providers:
        yield words.gettext("The provider says that nobody else will bill you for this treatment.")
    else:
        yield words.gettext("These providers bill you separately. Their fees are not included here:")
        for other in details.other_providers:
            yield _other_provider(other, words)


def _is_of(drug: Drug, line: Line) -> bool:
    """Whether a line is of the medicine: a pharmacy's fee is taken to be."""
    if line.is_fee:
        return line.payee == PHARMACY
    return (line.schedule, line.item) == (drug.schedule, drug.item)


def _other_provider(other: OtherProvider, words: Bilingual) -> Said:
    parts = [words.verbatim(text) for text in (other.name, other.service, other.contact) if text]
    if other.amount is not None:
        parts.append(words.money(other.amount))
    return words.joined(parts)


def longer_stay(quote: Quote, library: Library, words: Bilingual) -> NoticeSection | None:
    """One column for each number of nights, so that charge less payable is read downwards."""
    found = stays(quote, library)
    if not found:
        return None
    about, bounded = any(stay.estimated for stay in found), any(stay.bounded for stay in found)

    def row(label: Said, amounts: Iterable[Decimal | None]) -> tuple[Said, ...]:
        return (label, *(money(amount, words) for amount in amounts))

    maximum = words.gettext("{Payer}’s maximum, about") if about else words.gettext("{Payer}’s maximum")
    rows = [row(maximum, (stay.maximum for stay in found))]
    whole_treatment = words.gettext(
        "For the whole treatment with more nights than planned. Ask whether {payer}’s approval covers them."
    )
    unstated = words.gettext("The charge for a longer stay is not stated: ask what it would be.")
    if all(stay.charge is None for stay in found):
        return _nights(found, rows, words.joined([whole_treatment, unstated], " "), words)
    said = words_of("floor" if bounded else "indexed" if about else None)
    rows += [
        row(words.gettext("Charge"), (stay.charge for stay in found)),
        row(words.gettext(said.payable), (stay.payable for stay in found)),
        row(words.gettext(said.your_gap), (stay.gap for stay in found)),
    ]
    return _nights(found, rows, whole_treatment, words)


def _nights(
    found: tuple[LongerStay, ...], rows: list[tuple[Said, ...]], sentence: Said, words: Bilingual
) -> NoticeSection:
    """Without what is known of no number of nights: what a fee that no schedule has makes of a maximum."""
    headings = (words.gettext("Nights"), *(words.number(stay.nights) for stay in found))
    known = tuple(row for row in rows if any(cell != words.gettext("not known") for cell in row[1:]))
    table = NoticeTable(headings, known) if known else None
    return NoticeSection(words.gettext("If you stay longer"), (sentence,), table=table)


def estimate(quote: Quote, library: Library, words: Bilingual) -> NoticeSection:
    return NoticeSection(
        words.gettext("This is an estimate, not a bill"),
        (
            words.gettext(
                "It can change if you need more or fewer days, other services or another dose, if the dates"
                " move, or if fees or {payer}’s decision change. The provider will tell you of a change, and"
                " what it costs you, as soon as it is known."
            ),
        ),
        small_print=tuple(map(words.known, dict.fromkeys(_assumed(quote, library)))),
    )


def _assumed(quote: Quote, library: Library) -> Iterator[str]:
    """What the quote takes to be so of the treatment and of where it is given, in plain words."""
    texts: list[Regimen | Setting] = [library.regimen(quote.request.regimen)]
    texts += [library.setting(place.setting) for place in quote.request.places]
    for text in texts:
        if said := [sentence for sentence in text.assumptions if sentence in quote.assumptions]:
            yield from text.plain_assumptions or said
    apart = library.payer.earlier_stay_days
    taken = (earlier_stay_taken(stay, apart) for stay in stays_of(quote.request, library)[:1])
    yield from (sentence for sentence in taken if sentence in quote.assumptions)


def rights(payer: Payer, called: PayerWords, words: Bilingual) -> NoticeSection:
    return NoticeSection(
        words.gettext("Your rights"), points=tuple(words.known(called.said(right)) for right in payer.rights)
    )


def interpreter(library: Library, words: Bilingual) -> Said | None:
    """Where the patient's language is spoken on the telephone."""
    if not words.bilingual or library.payer.public_holidays.country != "AU":
        return None
    return words.gettext(
        "To talk to the provider in your language, call the Translating and Interpreting Service"
        " (TIS National) on {telephone}.",
        telephone=words.verbatim(INTERPRETERS),
    )


def signatures(words: Bilingual, *, late: bool) -> tuple[Signature, ...]:
    """`late`: the notice is given after treatment began, and nobody may sign that it came before."""
    lines = (words.gettext("Name"), words.gettext("Signature"), words.gettext("Date"))
    return (
        Signature(
            words.gettext("For the provider"),
            words.gettext("I explained these costs to {patient} after treatment began.")
            if late
            else words.gettext("I explained these costs to {patient} before treatment."),
            lines,
        ),
        Signature(
            words.gettext("{Patient}"),
            words.gettext(
                "I was told about these costs after treatment began, and I have a copy of this notice to"
                " keep."
            )
            if late
            else words.gettext(
                "I was told about these costs before treatment, and I have a copy of this notice to keep."
            ),
            lines,
        ),
    )


def sources(quote: Quote, library: Library, words: Bilingual) -> Iterator[Said]:
    """The schedules that the amounts come from, and since when their versions hold. A title stands once: it
    has no other name."""
    since: dict[str, list[Said]] = {}
    for used in quote.schedules:
        plain = library.plain_words(used.schedule)
        title = plain.title if plain and plain.title else f"{used.title}; {used.publisher}"
        since.setdefault(title, []).append(words.day(used.version))
    for title, days in since.items():
        held = words.gettext("in force from {day}", day=words.joined(days, " · "))
        yield Said(f"{printable(title)}; {held.english}", held.translated)
