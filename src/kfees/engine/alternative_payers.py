"""The same course under each payer, in its own currency: nothing of one is taken from another's, for a person
has one payer and does not choose."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.engine.alternative import Alternative, Asked, NoAlternative, compared
from kfees.engine.carrying import without_charges
from kfees.model.problems import InputError, Problem
from kfees.model.sentences import Sentence, joined, translatable, whole

ONE_PAYER = translatable(
    "A person has one payer: what others would pay is shown to compare their schedules, not to choose."
    " Amounts in different currencies are not compared."
)
NO_RATE = translatable("{Payer} has no rate that is known for any of it.")


def under_each_payer(asked: Asked) -> Iterator[Alternative | NoAlternative]:
    """The course asked for, then the same under every other payer that has a rate for some of it."""
    ours = asked.quote.payer
    yield compared("payer", ours.title, asked.quote, asked=True, against=None, library=asked.library)
    for name in asked.library.payers:
        if name == asked.request.payer:
            continue
        view = asked.library.of(name)
        title = view.payer_words.title
        elsewhere, charges = asked.request.model_copy(update={"payer": name}), tuple[str, ...]()
        if view.payer.currency != ours.currency:
            elsewhere, charges = without_charges(elsewhere, asked.library)
        try:
            quote, left_out = asked._replace(library=view).priced(elsewhere)
        except InputError as error:
            yield NoAlternative(group="payer", label=title, reason=joined(map(_at_its_place, error.problems)))
            continue
        if all(line.maximum is None for line in quote.lines):
            reason = NO_RATE.format(**quote.payer.blanks)
            yield NoAlternative(group="payer", label=title, reason=reason)
            continue
        said = (*charges, *left_out)
        yield compared("payer", title, quote, asked=False, against=None, library=view, left_out=said)


def _at_its_place(problem: Problem) -> Sentence:
    return whole(f"{problem.place}: {problem.message}")
