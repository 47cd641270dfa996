"""The parts of a notice in sentences: what is left out, a longer stay, the patient's rights, paying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kfees.documents.notice.details import Details, OtherProvider
from kfees.documents.notice.longer_stay import LongerStay, stays
from kfees.documents.notice.wording import Bilingual, Said, printable
from kfees.engine.course import stays_of
from kfees.engine.stays import earlier_stay_taken
from kfees.library.library import Library
from kfees.model.payee import PHARMACY
from kfees.model.payer import Payer, PayerWords
from kfees.model.quote import Line, Quote, ScheduleUsed
from kfees.model.schedule import Drug
from kfees.model.sentences import whole

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
    fields: tuple[Labelled, ...] = ()
    table: NoticeTable | None = None
    small_print: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and what signing says."""

    who: Said
    statement: Said
    lines: tuple[Said, ...]


def sections(quote: Quote, details: Details, library: Library, words: Bilingual) -> Iterator[NoticeSection]:
    yield NoticeSection(
        words.gettext("Not in these amounts"), points=tuple(_left_out(quote, details, library, words))
    )
    found = stays(quote, library)
    if found:
        yield _longer_stay(found, words)
    yield _estimate(quote, library, words)
    if library.payer.rights:
        yield _rights(library.payer, quote.payer, words)
    yield _paying(details, library, words)


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


def _longer_stay(found: tuple[LongerStay, ...], words: Bilingual) -> NoticeSection:
    """One column for each number of nights, so that charge less payable is read downwards."""

    def row(label: Said, amounts: Iterable[Decimal | None]) -> tuple[Said, ...]:
        unknown = words.gettext("not known")
        return (label, *(unknown if amount is None else words.money(amount) for amount in amounts))

    rows = [row(words.gettext("{Payer}’s maximum"), (stay.maximum for stay in found))]
    sentence = words.gettext(
        "For the whole treatment with more nights than planned. Ask whether {payer}’s approval covers them."
    )
    unstated = words.gettext("The charge for a longer stay is not stated: ask what it would be.")
    if all(stay.charge is None for stay in found):
        return _nights(found, [*rows], (sentence, unstated), words)
    rows += [
        row(words.gettext("Charge"), (stay.charge for stay in found)),
        row(words.gettext("{Payer} can pay"), (stay.payable for stay in found)),
        row(words.gettext("You would pay"), (stay.gap for stay in found)),
    ]
    return _nights(found, rows, (sentence,), words)


def _nights(
    found: tuple[LongerStay, ...], rows: list[tuple[Said, ...]], sentences: tuple[Said, ...], words: Bilingual
) -> NoticeSection:
    headings = (words.gettext("Nights"), *(words.number(stay.nights) for stay in found))
    return NoticeSection(
        words.gettext("If you stay longer"), sentences, table=NoticeTable(headings, tuple(rows))
    )


def _estimate(quote: Quote, library: Library, words: Bilingual) -> NoticeSection:
    settings = [library.setting(place.setting) for place in quote.request.places]
    told = {sentence for setting in settings for sentence in setting.assumptions}
    told |= {*library.regimen(quote.request.regimen).assumptions}
    apart = library.payer.earlier_stay_days
    told |= {earlier_stay_taken(stay, apart) for stay in stays_of(quote.request, library)[:1]}
    assumed = (said for said in quote.assumptions if said in told or whole(said).message in told)
    taken = [words.known(sentence) for sentence in assumed]
    return NoticeSection(
        words.gettext("This is an estimate, not a bill"),
        (
            words.gettext(
                "It can change if you need more or fewer days, other services or another dose, if the dates"
                " move, or if fees or {payer}’s decision change. The provider will tell you of a change, and"
                " what it costs you, as soon as it is known."
            ),
        ),
        small_print=tuple(taken),
    )


def _rights(payer: Payer, called: PayerWords, words: Bilingual) -> NoticeSection:
    return NoticeSection(
        words.gettext("Your rights"), points=tuple(words.known(called.said(right)) for right in payer.rights)
    )


def _paying(details: Details, library: Library, words: Bilingual) -> NoticeSection:
    due = words.verbatim(details.payment_due) if details.payment_due else None
    contact = words.verbatim(details.contact) if details.contact else None
    return NoticeSection(
        words.gettext("Paying and asking"),
        fields=(
            Labelled(words.gettext("Payment is due"), due),
            Labelled(words.gettext("Questions about these costs"), contact),
        ),
        points=(
            words.gettext(
                "To talk to the provider in your language, call the Translating and Interpreting Service"
                " (TIS National) on {telephone}.",
                telephone=words.verbatim(INTERPRETERS),
            ),
        )
        if words.bilingual and library.payer.public_holidays.country == "AU"
        else (),
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


def sources(quote: Quote, words: Bilingual) -> NoticeSection:
    """The versions of schedules that the amounts come from."""
    return NoticeSection(
        words.gettext("Where the amounts come from"),
        small_print=(
            *(_source(used, words) for used in quote.schedules),
            words.gettext(
                "Worked out by kfees {version} for fees as known on {day}.",
                version=words.verbatim(quote.kfees),
                day=words.day(quote.as_of),
            ),
        ),
    )


def _source(used: ScheduleUsed, words: Bilingual) -> Said:
    """The title stands once: a schedule has no name but its own."""
    since = words.gettext("in force from {day}", day=words.day(used.version))
    return Said(f"{printable(used.title)}; {printable(used.publisher)}; {since.english}", since.translated)
