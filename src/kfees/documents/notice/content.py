"""Everything that a notice says, in order, before it is drawn as HTML or PDF.

Each figure is one of the quote's, and each sentence is plain enough for a patient in pain. Nothing
here is markup: whatever draws a notice treats every text as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kfees.documents.notice import sections
from kfees.documents.notice.costs import CostRow, headings, missing, newer_fees, notes, rows
from kfees.documents.notice.details import Details
from kfees.documents.notice.sections import Labelled, NoticeSection, Signature
from kfees.documents.notice.validity import Standing, Validity, standing, validity
from kfees.documents.notice.wording import Bilingual, Said
from kfees.documents.quote_words import certain_by, words_of
from kfees.engine.headline import NOT_INCLUDED, billers
from kfees.engine.pricing import WHAT_IS_CHARGED
from kfees.engine.sessions import all_treatment_days
from kfees.library.library import Library
from kfees.model.blanks import Listed
from kfees.model.dates import ONE_DAY
from kfees.model.payee import DOCTOR
from kfees.model.quote import Quote
from kfees.model.sentences import Sentence, whole


@dataclass(frozen=True, slots=True)
class AmountAtHead:
    """One of the three amounts at the head of a notice: charge - payable = gap."""

    role: Literal["charge", "payable", "gap"]
    label: Said
    amount: Said


@dataclass(frozen=True, slots=True)
class Content:
    """A notice. `missing` is what makes it a draft, which nobody signs; `marks` must stand on it whatever
    else is cut. `beside`: what the amounts alone do not say, such as what is not in them."""

    language: str
    direction: str
    bilingual: bool
    title: Said
    subtitle: Said
    dated: Said
    valid: Said
    draft: Said | None
    draft_says: Said
    missing: tuple[Said, ...]
    amounts: tuple[AmountAtHead, ...]
    beside: Said | None
    warnings: tuple[Said, ...]
    about_heading: Said
    about: tuple[Labelled, ...]
    interpreter: Said | None
    rights: NoticeSection | None
    left_out: NoticeSection
    estimate: NoticeSection
    longer_stay: NoticeSection | None
    costs_heading: Said
    headings: tuple[Said, ...]
    rows: tuple[CostRow, ...]
    notes: tuple[Said, ...]
    signatures: tuple[Signature, ...]
    sources: tuple[Said, ...]
    marks: tuple[Said, ...]
    worked_out: Said
    footer: Said
    issued: date


def content(quote: Quote, details: Details, language: str, *, today: date, library: Library) -> Content:
    """Lay out a notice. Raises InputError where the language is not known or a detail cannot hold."""
    library = library.of(quote.payer.name)
    words = Bilingual(language, quote.payer)
    valid = validity(today, details.valid_to, _changes(quote, library))
    days = all_treatment_days(quote.request, library)
    stands = standing(today, days[0], valid.last_day)
    lacking, absent = tuple(missing(quote, words)), _not_included(quote, details)
    beside = tuple(_beside(quote, absent, words))
    marked = notes(quote, words)
    return Content(
        language=words.language.code,
        direction=words.language.direction,
        bilingual=words.bilingual,
        title=words.gettext("What your ketamine infusions may cost you"),
        subtitle=_subtitle(stands, words),
        dated=words.gettext("Date of this notice: {day}", day=words.day(today)),
        valid=_valid(valid, words),
        draft=words.gettext("DRAFT") if lacking else None,
        draft_says=words.gettext("DRAFT: do not give this to {patient} yet. Still not known:"),
        missing=lacking,
        amounts=_amounts(quote, bool(absent), words),
        beside=words.joined(beside, " ") if beside else None,
        warnings=(*_of_timing(stands, days[0], valid.last_day, words), *_warnings(quote, library, words)),
        about_heading=words.gettext("Who, where and when"),
        about=tuple(_about(quote, days, details, library, words)),
        interpreter=sections.interpreter(library, words),
        rights=sections.rights(library.payer, quote.payer, words) if library.payer.rights else None,
        left_out=sections.left_out(quote, details, library, words),
        estimate=sections.estimate(quote, library, words),
        longer_stay=sections.longer_stay(quote, library, words),
        costs_heading=words.gettext("What it costs"),
        headings=headings(words),
        rows=tuple(rows(quote, tuple(marked), library, words)),
        notes=tuple(marked.values()),
        signatures=() if lacking else sections.signatures(words, late=stands == "late"),
        sources=tuple(sections.sources(quote, library, words)),
        marks=tuple(_marks(words)),
        worked_out=words.gettext(
            "Worked out by kfees {version} for fees as known on {day}.",
            version=words.verbatim(quote.kfees),
            day=words.day(quote.as_of),
        ),
        footer=words.gettext("Notice of {day}", day=words.day(today)),
        issued=today,
    )


def _changes(quote: Quote, library: Library) -> Iterator[date]:
    """The first days of new fees: announced by the versions used, or loaded ahead."""
    for used in quote.schedules:
        if used.next_change_expected is not None:
            yield used.next_change_expected
        yield from (
            version.first_day
            for version in library.versions(used.schedule)
            if version.first_day > used.version
        )


def _valid(valid: Validity, words: Bilingual) -> Said:
    day = words.day(valid.last_day)
    match valid.reason:
        case "provider":
            return words.gettext("Valid to {day}: the provider set this date.", day=day)
        case "schedule change":
            return words.gettext("Valid to {day}: new fees are expected the day after.", day=day)
        case "30 days":
            return words.gettext("Valid to {day}: 30 days from the date of this notice.", day=day)


def _subtitle(stands: Standing, words: Bilingual) -> Said:
    if stands == "late":
        return words.gettext("Notice of costs, given after treatment began")
    return words.gettext("Notice of costs, given before treatment")


def _of_timing(stands: Standing, first: date, last: date, words: Bilingual) -> Iterator[Said]:
    """That the notice is late, has only just come, or does not last until treatment."""
    began = words.day(first)
    match stands:
        case "late":
            yield words.gettext(
                "This notice is late: treatment began on {day}, and you should have been told before it. Ask"
                " the provider what that means for what you are charged.",
                day=began,
            )
        case "on the first day":
            yield words.gettext(
                "Treatment begins on the day of this notice, {day}. The provider must give it to you before"
                " the first infusion, with time to ask.",
                day=began,
            )
        case "lapses":
            yield words.gettext(
                "This notice ends before treatment begins on {day}. Ask the provider for a new one on {again}"
                " or later, before the first infusion.",
                day=began,
                again=words.day(last + ONE_DAY),
            )


def _amounts(quote: Quote, names_them: bool, words: Bilingual) -> tuple[AmountAtHead, ...]:
    """The three sums. "At least" and "about" go by what the maximums rest on, where they play a part; where
    one is not known, the least that is payable and the most that is left stand there.

    `names_them`: something is in no sum, so the last one says whose charges it is of.
    """
    totals = quote.totals
    payable, gap, said = totals.payable, totals.gap, words_of(None)
    if gap is None and totals.gap_most is not None:
        payable, gap, said = totals.payable_least or None, totals.gap_most, words_of("floor")
    elif gap is not None and not _refused(quote):
        said = words_of(certain_by(quote.lines))
    label = Sentence(said.your_gap)
    if names_them and gap is not None:
        label = Sentence(said.your_gap_to).format(payees=Listed(billers(quote)))
    return (
        AmountAtHead("charge", words.gettext("You are charged"), _amount(totals.charge, words)),
        AmountAtHead("payable", words.gettext(said.payable), _amount(payable, words)),
        AmountAtHead("gap", words.known(label), _amount(gap, words)),
    )


def _refused(quote: Quote) -> bool:
    return quote.verdict is not None and quote.verdict.payability == "not payable"


def _not_included(quote: Quote, details: Details) -> tuple[str, ...]:
    """What is in none of the amounts: what the quote knows of, and others who bill."""
    others = (WHAT_IS_CHARGED.format(provider=other.name) for other in details.other_providers or ())
    return (*quote.totals.not_included, *others)


def _beside(quote: Quote, absent: tuple[str, ...], words: Bilingual) -> Iterator[Said]:
    """What the last of the three amounts does not say: its most, where it is an estimate, and what is not
    in it."""
    totals = quote.totals
    if totals.gap_most is not None and totals.gap is not None and totals.gap < totals.gap_most:
        yield words.gettext(
            "Of these charges you would pay not more than {most}.", most=words.money(totals.gap_most)
        )
    if absent:
        missing = Listed(tuple(whole(sentence).within() for sentence in absent))
        yield words.known(NOT_INCLUDED.format(missing=missing))


def _amount(amount: Decimal | None, words: Bilingual) -> Said:
    return words.gettext("not known yet") if amount is None else words.money(amount)


def _warnings(quote: Quote, library: Library, words: Bilingual) -> Iterator[Said]:
    """What the three amounts hang on: the payer's approval, and fees that are still in force."""
    claim, verdict = quote.request.claim, quote.verdict
    if verdict is not None and _refused(quote):
        yield words.gettext(
            "On what is stated about this treatment, {payer} would pay nothing, and you would pay the whole"
            " charge. {reason}",
            reason=words.known(verdict.sentence),
        )
    elif verdict is not None and verdict.payability == "payable if approved" and verdict.because:
        yield words.gettext(
            "This is more than {payer} has approved. {reason}", reason=words.known(verdict.sentence)
        )
    elif claim is not None and (claim.prior_approval or (claim.approval and claim.approval.given)):
        yield words.gettext(
            "The provider states that {payer} has approved this treatment. Check that the approval covers"
            " these dates."
        )
    elif library.approval == "not known":
        yield words.gettext(
            "Whether the treatment has to be approved first is not known: ask before you agree."
        )
    elif library.approval == "beforehand":
        yield words.gettext(
            "{Payer} pays this only if it approves the treatment before it starts. Without its approval you"
            " could have to pay the whole charge."
        )
    if stale := [used for used in quote.schedules if used.stale]:
        newer = [newer_fees(used, quote.as_of, library, words) for used in stale]
        yield words.joined([*newer, words.gettext("Ask before you agree.")], " ")


def _about(
    quote: Quote, days: tuple[date, ...], details: Details, library: Library, words: Bilingual
) -> Iterator[Labelled]:
    request, regimen = quote.request, library.regimen(quote.request.regimen)
    settings = {place.setting: library.setting(place.setting).title for place in request.places}
    nights = sum((place.episode and place.episode.nights) or 0 for place in request.places)
    when = [words.days(days)]
    when.append(words.ngettext("{number} treatment day", "{number} treatment days", len(days)))
    if nights:
        when.append(words.ngettext("{number} night in hospital", "{number} nights in hospital", nights))
    yield Labelled(words.gettext("{Patient}"), None)
    yield Labelled(words.gettext("Claim with"), words.verbatim(quote.payer.title))
    yield Labelled(words.gettext("Claim number"), None)
    yield Labelled(words.gettext("Provider"), _provider(details, words))
    doctor = details.doctor or request.providers.get(DOCTOR)
    yield Labelled(words.gettext("Doctor"), words.verbatim(doctor) if doctor else None)
    yield Labelled(words.gettext("Treatment"), words.known(regimen.plain_title or regimen.title))
    if (daily := quote.dose.mg_per_day) is not None and (total := quote.dose.mg) is not None:
        yield Labelled(
            words.gettext("Medicine"),
            words.gettext(
                "Ketamine {daily} mg a day, {total} mg in all",
                daily=words.number(daily),
                total=words.number(total),
            ),
        )
    where = [words.known(title) for title in settings.values()]
    yield Labelled(words.gettext("Where"), words.joined(where, " · "))
    yield Labelled(words.gettext("When"), words.joined(when, " · "))
    due, contact = (words.verbatim(text) if text else None for text in (details.payment_due, details.contact))
    yield Labelled(words.gettext("Payment is due"), due)
    yield Labelled(words.gettext("Questions about these costs"), contact)


def _provider(details: Details, words: Bilingual) -> Said | None:
    parts = [part for part in (details.provider, details.address) if part]
    return words.verbatim(", ".join(parts)) if parts else None


def _marks(words: Bilingual) -> Iterator[Said]:
    yield words.gettext("Wording for the provider to review before use. It is not legal advice.")
    if not words.checked:
        yield words.gettext(
            "No qualified translator has checked this translation yet. Where it differs from the English,"
            " go by the English."
        )
