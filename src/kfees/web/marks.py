"""What a reader must know of a figure, in the page's language: stale, unknown, assumed, an estimate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from markupsafe import Markup

from kfees.documents.quote_words import words_of
from kfees.engine.reasons import CHANGE_IS_EXPECTED, CHANGE_WAS_EXPECTED
from kfees.library.library import Library
from kfees.model.quote import Line, Quote
from kfees.model.schedule import Basis
from kfees.model.sentences import whole
from kfees.web.wording import PageWords

MarkKind = Literal["stale", "assumed", "unknown", "estimate", "floor", "refused"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader must know of a figure, beside it: a word, and a sentence that says it in full."""

    kind: MarkKind
    word: str
    says: str | Markup

    @property
    def in_full(self) -> Markup:
        """The word with its sentence, in a list."""
        return Markup("{}: {}").format(self.word, self.says)


def marks_of_line(line: Line, quote: Quote, library: Library, words: PageWords) -> Iterator[Mark]:
    """What a reader must know of a line."""
    match line.determination:
        case "cannot determine":
            yield Mark("unknown", words.gettext("unknown"), words.known(line.reasons[0]))
        case "not payable":
            yield Mark("refused", words.gettext("not payable"), words.known(line.reasons[0]))
        case "amount":
            pass
        case _:
            assert_never(line.determination)
    if line.stale:
        yield Mark("stale", words.gettext("may be out of date"), _stale_says(line, quote, words))
    yield from marks_of_basis(line.basis, words)
    places = quote.request.places
    asked_for = {service.item for service in quote.request.services if service.schedule == line.schedule}
    asked_for |= {bed.item for place in places if place.episode for bed in place.episode.beds}
    by_infusion = line.schedule == quote.payer.name  # whose price is for whatever an infusion takes
    if (
        line.item not in asked_for
        and not by_infusion
        and any(
            service.schedule == line.schedule
            for place in places
            for service in library.setting(place.setting).service
        )
    ):
        says = words.gettext("No source states which item an infusion takes; this is the usual one.")
        yield Mark("assumed", words.gettext("assumed item"), says)


def stale_in_words(reason: str, marks: Sequence[Mark]) -> Markup | None:
    """A reason that a rate may not hold, by the mark that says so; None for any other reason."""
    if whole(reason).message not in (CHANGE_WAS_EXPECTED, CHANGE_IS_EXPECTED):
        return None
    return next((mark.in_full for mark in marks if mark.kind == "stale"), None)


def _stale_says(line: Line, quote: Quote, words: PageWords) -> str:
    for used in quote.schedules:
        due = used.next_change_expected
        if due and (used.schedule, used.version) == (line.schedule, line.version):
            return words.gettext(
                "A newer rate was due on {day} and is not loaded here.",
                day=words.day(due),
            )
    return words.gettext("A newer rate was due and is not loaded here.")


def marks_of_basis(basis: Basis | None, words: PageWords) -> Iterator[Mark]:
    """What a reader must know of a figure with this basis."""
    said = words_of(basis)
    if said.mark_kind:
        yield Mark(said.mark_kind, words.gettext(said.mark), words.gettext(said.on_a_page))


def marks_of_no_decision(library: Library, words: PageWords) -> Iterator[Mark]:
    """What is still to come before anything is paid."""
    match library.approval:
        case "beforehand":
            says = words.gettext(
                "A price is no decision: {payer} has to approve the treatment before it starts."
            )
            yield Mark("assumed", words.gettext("if approved"), says)
        case "not known":
            says = words.gettext(
                "A price is no decision: whether the treatment has to be approved first is not known."
            )
            yield Mark("assumed", words.gettext("no decision"), says)
        case "none":
            pass
        case _:
            assert_never(library.approval)


def marks_of_totals(quote: Quote, library: Library, words: PageWords) -> Iterator[Mark]:
    """What a reader must know of the whole quote."""
    if quote.totals.stale:
        says = words.gettext("Some rates may be out of date: the lines below say which.")
        yield Mark("stale", words.gettext("may be out of date"), says)
    if quote.verdict is None:
        yield from marks_of_no_decision(library, words)
    else:
        yield Mark("refused", words.gettext("guideline"), words.known(quote.verdict.sentence))
