"""What a quote says in words, wherever it is shown: what a figure rests on, how certain a gap is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from kfees.documents.languages import _
from kfees.engine.gap import weakest
from kfees.library.library import Library
from kfees.model.payer import Approval, PayerWords
from kfees.model.quote import Line
from kfees.model.request import CourseRequest
from kfees.model.schedule import Basis


def settings_of(request: CourseRequest, library: Library) -> str:
    """Where a course takes place, in English: its setting, or those of its parts in order."""
    titles = [library.setting(place.setting).title for place in request.places]
    return "; then: ".join(titles)


def schedule_called(schedule: str, title: str, library: Library) -> str:
    """What a schedule is called to somebody who is treated; its title where nobody says."""
    plain = library.plain_words(schedule)
    return (plain.title if plain else "") or title


class BasisWords(NamedTuple):
    """What a figure with a basis is said to be: in a word; for the terminal and the workbook, in English;
    beside it on a page; under the table of a notice; how certain a payable and a gap on it are,
    and the gap of named payees; and what kind of mark a page gives it."""

    word: str
    note: str
    certainty: str = ""
    mark: str = ""
    on_a_page: str = ""
    in_a_notice: str = ""
    payable: str = _("{Payer} can pay")
    your_gap: str = _("You would pay")
    your_gap_to: str = _("You would pay {payees}")
    mark_kind: Literal["floor", "estimate", "assumed"] | None = None


_ABOUT = {
    "certainty": "about ",
    "payable": _("{Payer} can pay about"),
    "your_gap": _("You would pay about"),
    "your_gap_to": _("You would pay {payees} about"),
}

BASIS_WORDS: dict[Basis, BasisWords] = {
    "published": BasisWords(_("published"), "published: a maximum that the payer itself printed."),
    "floor": BasisWords(
        _("floor"),
        "floor: the least that {payer} can pay. It may pay more, and the gap may be less.",
        "at most ",
        _("at least"),
        _("{Payer}’s own rate is never below this; it may be higher, and the gap smaller."),
        _("{Payer}’s own fee was not found. It is never below this; if it is more, you pay less."),
        _("{Payer} can pay at least"),
        _("You would pay at most"),
        _("You would pay {payees} at most"),
        "floor",
    ),
    "indexed": BasisWords(
        _("indexed"),
        "indexed: an estimate, carried forward from an earlier year's rate.",
        mark=_("estimate"),
        on_a_page=_("No rate of this date was found: an earlier one is carried forward."),
        in_a_notice=_(
            "An estimate: {payer}’s fee for these dates was not found, so an earlier one is carried forward."
        ),
        mark_kind="estimate",
        **_ABOUT,
    ),
    "reference": BasisWords(
        _("reference"),
        "reference: a price from elsewhere, because the payer's own was not found.",
        mark=_("reference price"),
        on_a_page=_("{Payer}’s own price was not found: one from elsewhere stands in for it."),
        in_a_notice=_(
            "A price from elsewhere: {payer}’s own was not found, so it may pay more or less than this."
        ),
        mark_kind="estimate",
        **_ABOUT,
    ),
    "supplied": BasisWords(
        _("supplied"),
        "supplied: a rate from a folder of your own.",
        mark=_("supplied"),
        on_a_page=_("The rate comes from a folder that was loaded here."),
        in_a_notice=_("A maximum supplied by whoever prepared this notice."),
        mark_kind="assumed",
    ),
}


NO_DECISION: dict[Approval, str] = {
    "beforehand": "A price is not a decision: prior approval is needed.",
    "not known": "A price is not a decision.",
    "none": "A price is not a promise to pay.",
}


def no_decision(library: Library) -> str:
    """That a price is none, and what its payer is known to ask for first."""
    return NO_DECISION[library.approval]


def not_checked(library: Library) -> str:
    """What is said of the guideline where no claim was held against it."""
    if library.payer.guideline is None:
        payer = library.payer_words.in_a_sentence
        return f"no guideline of {payer} is loaded. {no_decision(library)}"
    return f"no claim was checked. {no_decision(library)}"


def certain_by(lines: Iterable[Line]) -> Basis | None:
    """The basis that says how certain a gap over these lines is: the weakest, where a rate of the user's own
    counts only if nothing else is there, because it makes no other line's floor or estimate certain."""
    bases = [line.basis for line in lines if not line.is_excluded]
    return weakest([basis for basis in bases if basis != "supplied"] or bases)


def basis_notes(lines: Iterable[Line], payer: PayerWords) -> Iterator[str]:
    """What the figures of lines rest on: for the terminal and the workbook, in English."""
    bases = {line.basis for line in lines}
    return (str(payer.said(said.note)) for basis, said in BASIS_WORDS.items() if basis in bases)


def words_of(basis: Basis | None) -> BasisWords:
    """The words of a basis; of a figure that has none, those of what is certain."""
    return BASIS_WORDS[basis or "published"]
