"""What a quote takes for granted, in the language of the page."""

from __future__ import annotations

from markupsafe import Markup, escape

from kfees.course import drug_not_priced, one_night_a_day
from kfees.library import Library
from kfees.quote import Quote
from kfees.web.wording import Words


def assumptions(quote: Quote, library: Library, words: Words) -> tuple[Markup, ...]:
    """The quote's own sentences; those that have no translation stay English, and are marked as such."""
    if words.is_english:
        return tuple(map(words.known, quote.assumptions))
    with_figures = _with_figures(quote, library, words)
    return tuple(
        escape(with_figures[sentence]) if sentence in with_figures else words.known(sentence)
        for sentence in quote.assumptions
    )


def _with_figures(quote: Quote, library: Library, words: Words) -> dict[str, str]:
    """Sentences that hold figures, by their English."""
    ampoules, drug = quote.dose.ampoules, library.regimen(quote.request.regimen).drug.label
    nights = (quote.request.episode.nights if quote.request.episode else None) or 0
    return {
        drug_not_priced(ampoules, drug): words.gettext(
            "The drug is not priced: no rate for {number} ampoules of {drug} was found.",
            number=words.number(ampoules),
            drug=words.title(drug),
        ),
        one_night_a_day(nights): words.gettext(
            "Nights taken, one for each treatment day: {number}.", number=words.number(nights)
        ),
    }
