"""A sentence is its English as a text, and keeps its message and what fills its blanks."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import kfees
from kfees.model.blanks import Dollars, IsoDay, Listed, Quoted
from kfees.model.quote import Quote
from kfees.model.sentences import Sentence, joined, translatable

APPROVED = translatable("{amount} was approved on {day}.")
FILLED = APPROVED.format(amount=Dollars(Decimal("1204.50")), day=date(2024, 8, 5))


def in_another_process(kept: Any) -> Any:
    return pickle.loads(pickle.dumps(kept))  # noqa: S301  # its own


def test_a_sentence_prints_as_english_and_is_equal_to_it() -> None:
    assert FILLED == "$1,204.50 was approved on 5 August 2024."
    assert hash(FILLED) == hash(str(FILLED))
    assert type(str(FILLED)) is str
    assert f"{FILLED}" == FILLED
    assert json.dumps([FILLED]) == '["$1,204.50 was approved on 5 August 2024."]'


def test_a_sentence_keeps_its_message_and_what_fills_its_blanks() -> None:
    assert FILLED.message == "{amount} was approved on {day}."
    assert dict(FILLED.blanks) == {"amount": Dollars(Decimal("1204.50")), "day": date(2024, 8, 5)}
    assert APPROVED.message == APPROVED
    assert not APPROVED.blanks


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, in_another_process])
def test_a_sentence_that_is_copied_or_sent_to_a_worker_stays_one(again: object) -> None:
    assert callable(again)
    kept = again(FILLED)
    assert (kept, kept.message, dict(kept.blanks)) == (FILLED, FILLED.message, dict(FILLED.blanks))


def test_a_sentence_within_another_or_alone_is_still_the_same_sentence() -> None:
    within = translatable("The {fact} is not stated.").format(fact="route").within()
    assert within == "the route is not stated"
    assert within.alone() == "The route is not stated."
    assert within.alone().message == within.message == "The {fact} is not stated."


def test_sentences_one_after_the_other_are_one_that_keeps_its_parts() -> None:
    both = joined((FILLED, "In a folder's words."))
    assert both == "$1,204.50 was approved on 5 August 2024. In a folder's words."
    first, second = both.blanks.values()
    assert first is FILLED
    assert isinstance(second, Sentence)
    assert joined(()) == ""


def test_a_quote_holds_sentences_and_its_json_their_english_alone(library: kfees.Library) -> None:
    request = kfees.CourseRequest.model_validate(
        {
            "regimen": "crps-10-day",
            "setting": "consulting-rooms",
            "start": "2024-08-05",
            "weight_kg": "80",
            "claim": {"indication": "depression"},
        }
    )
    quote = kfees.price(request, library)
    assert quote.verdict is not None
    said = [*quote.lines[0].reasons, *quote.totals.missing, quote.verdict.sentence]
    assert all(isinstance(sentence, Sentence) and sentence.message for sentence in said)
    assert {type(sentence) for sentence in in_another_process(quote).lines[0].reasons} == {Sentence}
    saved = quote.model_dump_json()
    assert json.loads(saved)["verdict"]["sentence"] == str(quote.verdict.sentence)
    read = Quote.model_validate_json(saved)
    assert read == quote
    assert read.model_dump_json() == saved
    assert {type(sentence) for sentence in read.lines[0].reasons} == {str}


def test_a_sentence_begins_with_a_capital_and_of_several_the_first_does() -> None:
    first = translatable("the night of {night} has two beds.").format(night=IsoDay(date(2024, 8, 6)))
    both = joined([first, "and more."]).begun()
    assert both == "The night of 2024-08-06 has two beds. and more."
    assert first.begun().message == first.message
    assert str(both.blanks["part_0"]).startswith("The night")


def test_what_was_typed_is_quoted_and_one_of_several_is_asked_for() -> None:
    typed = Listed((Quoted("a"), Quoted("b"), Quoted("c")), " or ")
    assert translatable("Did you mean {names}?").format(names=typed) == "Did you mean 'a', 'b' or 'c'?"
