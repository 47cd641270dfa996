"""What the engine says in English is found again, with what fills its blanks, whatever the text holds."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import pytest

from kfees.documents.languages import ENGLISH, LANGUAGES
from kfees.documents.sentences import BLANKS, LONGEST, SENTENCES, Kind, find
from kfees.web.wording import words_in

GOLDEN = Path(__file__).parents[1] / "golden"
OTHERS = [code for code in LANGUAGES if code != ENGLISH]

FILLED: dict[Kind, str] = {
    "day": "5 August 2024",
    "days": "5 August 2024 to 9 August 2024 and 12 August 2024",
    "number": "2",
    "amount": "$1,204.50",
    "percent": "+3.25 %",
    "change": " (- $105.68)",
    "stay": "3 days",
    "counted": "1,204 items",
    "basis": "floor",
    "list": "2801, 2806 and 3 more",
    "because": "the country is not stated (country); prior approval was given (prior-approval)",
    "changes": "'day' is now 'hour'; 'day' is now 'service'",
    "schedule": "private-hospital",
    "name": "DS1",
    "words": "the hospital",
}


def filled(sentence: str) -> str:
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    return sentence.format_map({name: FILLED[BLANKS[name]] for name in names})


def said_in_goldens() -> set[str]:
    """What real quotes say: reasons, weight steps, assumptions and what is missing."""
    said: set[str] = set()
    for path in GOLDEN.glob("*.json"):
        quote = json.loads(path.read_text(encoding="utf-8"))
        said |= {*quote["assumptions"], *quote["totals"]["missing"]}
        for line in quote["lines"]:
            said |= {*line["reasons"], *line["weight_steps"]}
    return said


def test_every_blank_has_a_kind() -> None:
    named = {name for text in SENTENCES for _, name, _, _ in Formatter().parse(text) if name is not None}
    assert named == set(BLANKS)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_found_again_with_what_fills_its_blanks(sentence: str) -> None:
    found = find(filled(sentence))
    assert found is not None
    assert found.sentence == sentence
    assert found.blanks == {name: FILLED[BLANKS[name]] for name in found.blanks}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_the_engine_is_said_in_every_language(code: str) -> None:
    words = words_in(code)
    for sentence in SENTENCES:
        assert "lang=" not in words.known(filled(sentence)), sentence


@pytest.mark.parametrize("code", OTHERS)
def test_what_real_quotes_say_is_known(code: str) -> None:
    words, said = words_in(code), said_in_goldens()
    assert len(said) > 50
    assert not [text for text in said if words.known(text).startswith('<span lang="en-AU"')]


def test_days_amounts_and_numbers_stand_in_the_language_s_own_convention() -> None:
    vietnamese, italian = words_in("vi"), words_in("it")
    assert vietnamese.known("Rate in force from 1 July 2024.") == "Mức phí có hiệu lực từ 1 tháng 7, 2024."
    assert italian.known("2261.70 at 1 July 2018 x 1.2118 = 2740.74, rounded half up to the cent") == (
        "2.261,70 (al 1 luglio 2018) × 1,2118 = 2.740,74, arrotondato al centesimo (metà per eccesso)"
    )
    assert italian.known("the price of one NWAU goes from $6,465.00 to an unknown rate.") == (
        "Il prezzo di un NWAU passa da 6.465,00\N{NO-BREAK SPACE}A$ a una tariffa non nota."
    )


def test_a_sentence_within_a_sentence_keeps_its_own_full_stop_out() -> None:
    text = "Cannot determine: item 104 is not in the version of 1 July 2025."
    assert words_in("it").known(text) == (
        "Non si può determinare: La voce <bdi>104</bdi> non è nella versione del 1 luglio 2025."
    )


def test_what_a_schedule_says_after_a_known_sentence_stays_english_and_is_marked() -> None:
    said = words_in("it").known("Item 104 is not in the version of 1 July 2025. Only 50 items are in it.")
    assert said == (
        "La voce <bdi>104</bdi> non è nella versione del 1 luglio 2025. "
        '<span lang="en-AU" dir="ltr">Only 50 items are in it.</span>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "Item <script>alert(1)</script> is not in the version of 1 July 2024.",
        "Rate in force from 1 July 2024, from the overlay <img src=x onerror=alert(1)>.",
        "Read from cell {cell.__class__} of {0}{file!r}.",
        "The drug is not priced: no rate for 3 ampoules of <b>{number}</b> was found.",
        "<script>x</script>",
    ],
)
def test_what_stands_in_a_blank_is_only_text(text: str) -> None:
    said = words_in("ar").known(text)
    for dangerous in ("<script", "<img", "<b>", "class '"):
        assert dangerous not in said
    for kept in ("{cell.__class__}", "{0}{file!r}", "{number}"):
        assert (kept in text) == (kept in said)


@pytest.mark.parametrize(
    "text",
    [
        "Rate in force from 31 February 2024.",
        "Rate in force from 1 July 2024 and later.",
        "Not payable: " + "x" * LONGEST,
        "Item is not in the version of 1 July 2024.",
        "No charge of the doctor is known for " + ", ".join(str(number) for number in range(100)) + ".",
        "",
    ],
)
def test_a_text_that_the_engine_does_not_write_stays_as_it_is(text: str) -> None:
    said = words_in("vi").known(text)
    assert said == (f'<span lang="en-AU" dir="ltr">{text}</span>' if text else "")


@pytest.mark.parametrize(
    "text",
    ["x (" * 1300, "a: x " * 790, "adds 1 x " + "(a) at " * 500, "Cannot determine: " * 220, ". A" * 1300],
)
def test_a_text_that_nearly_fits_many_times_is_answered(text: str) -> None:
    assert len(text) <= LONGEST
    assert "lang=" in words_in("vi").known(text)
