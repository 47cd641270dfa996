"""The same course under each payer, in its own currency: nothing of one is taken from another's, for a person
has one payer and does not choose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.engine.alternative import Alternative, NoAlternative, compared
from kfees.engine.carrying import carried, without_charges
from kfees.engine.pricing import price_course
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.model.sentences import Sentence, joined, translatable, whole

ONE_PAYER = translatable(
    "A person has one payer: what others would pay is shown to compare their schedules, not to choose."
    " Amounts in different currencies are not compared."
)
NO_RATE = translatable("{Payer} has no rate that is known for any of it.")


def under_each_payer(
    request: CourseRequest, asked: Quote, library: Library, as_of: date
) -> Iterator[Alternative | NoAlternative]:
    """The course asked for, then the same under every other payer that has a rate for some of it."""
    others = [name for name in library.payers if name != request.payer]
    yield compared("payer", asked.payer.title, asked, asked=True, against=None, library=library)
    for name in others:
        view = library.of(name)
        title = view.payer_words.title
        elsewhere, charges = request.model_copy(update={"payer": name}), tuple[str, ...]()
        if view.payer.currency != asked.payer.currency:
            elsewhere, charges = without_charges(elsewhere, library)
        try:
            course, left_out = carried(elsewhere, request.regimen, request.setting, view)
        except InputError as error:
            yield NoAlternative(group="payer", label=title, reason=joined(map(_at_its_place, error.problems)))
            continue
        quote = price_course(course, view, as_of=as_of)
        if all(line.maximum is None for line in quote.lines):
            reason = NO_RATE.format(**quote.payer.blanks)
            yield NoAlternative(group="payer", label=title, reason=reason)
            continue
        said = (*charges, *left_out)
        yield compared("payer", title, quote, asked=False, against=None, library=view, left_out=said)


def _at_its_place(problem: Problem) -> Sentence:
    return whole(f"{problem.place}: {problem.message}")
