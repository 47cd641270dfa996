"""The closest of many known words are those that difflib finds, in its order."""

from __future__ import annotations

import string
from collections.abc import Iterator
from difflib import get_close_matches
from random import Random
from zoneinfo import available_timezones

import pytest

import kfees
from kfees.model.near_words import LONG, KnownWords
from kfees.model.problems import KnownNames, suggestion

LIBRARY = kfees.load_schedules(environment={})


def codes(schedule: str) -> list[str]:
    return sorted({code for version in LIBRARY.versions(schedule) for code in version.items})


def drawn(letters: str, length: int, count: int = 40) -> list[str]:
    """Different words of so many letters."""
    chance = Random(length)  # noqa: S311  reproducible
    return sorted({"".join(chance.choices(letters, k=length)) for _ in range(count)})


def mistyped(words: list[str], letters: str, count: int, chance: Random) -> Iterator[str]:
    """Words with letters swapped, left out, put in or others in their place; and some that are none."""
    for _ in range(count):
        word = list(chance.choice(words))
        for _ in range(chance.choice((1, 1, 2, 3, 6))):
            place = chance.randrange(len(word) + 1)
            kept = chance.choice((0, 1, 1, 2))
            word[place : place + 2] = [*chance.choices(letters, k=1), *word[place : place + kept][::-1]]
            if chance.random() < 0.5:
                del word[chance.randrange(len(word))]
        yield "".join(word)
        yield "".join(chance.choices(letters, k=chance.randrange(1, 30)))


LISTS = {
    "codes of stays": (codes("department-of-health"), 80),
    "codes of the Medicare schedule": (codes("medical"), 9),
    "items of hospitals": (codes("private-hospital"), 500),
    "settings and regimens": ([*LIBRARY.settings, *LIBRARY.regimens], 300),
    "payers": (list(LIBRARY.payers), 500),
    "time zones": (sorted(available_timezones()), 25),
    "few letters": (drawn("ab", 9) + drawn("ab", 17), 50),
    "as long as a lane": ([word for k in (7, 8, 9, 15, 16) for word in drawn("abc", k, 9)], 80),
    "one": (["sessions"], 50),
}


@pytest.mark.parametrize("name", LISTS)
def test_mistyped_words_are_near_the_words_that_difflib_says(name: str) -> None:
    words, count = LISTS[name]
    known, chance = KnownWords(words), Random(name)  # noqa: S311  reproducible
    found = 0
    asked = list(mistyped(words, "".join(sorted(set("".join(words)))) + "é?", count, chance))
    for word in (*asked[count:], *sorted(asked[:count])):  # of those in their order many begin alike
        for most, enough in ((20, 0.6), (chance.choice((1, 3)), chance.choice((0.5, 0.85)))):
            expected = get_close_matches(word, words, most, enough)
            assert known.closest(word, most, enough) == expected, word
            found += len(expected)
    assert found > count


def test_words_of_hundreds_of_letters_are_compared_as_difflib_does_which_passes_over_frequent_ones() -> None:
    words = [word for k in (LONG - 60, LONG - 1, LONG, LONG + 70) for word in drawn("abcd", k, 4)]
    known = KnownWords(words)
    for length in (100, LONG - 1, LONG, LONG + 60, 700):
        for word in (*drawn("abcde", length, 2), words[0] + words[1]):
            assert known.closest(word, 20, 0.4) == get_close_matches(word, words, 20, 0.4)


def test_nothing_is_near_an_empty_word_nor_among_no_words() -> None:
    assert KnownWords(["a", ""]).closest("", 3, 0.6) == []
    assert KnownWords([]).closest("a", 3, 0.6) == []
    assert KnownWords(["a", "a"]).closest("A".casefold(), 3, 0.6) == ["a"]


def test_a_suggestion_names_three_those_with_the_same_letters_or_the_same_first_one_first() -> None:
    drgs = codes("department-of-health")
    assert suggestion("b17b", drgs, "Check it.") == "Did you mean 'B71B', 'B81B' or 'B79B'?"
    assert suggestion("?", drgs, "Check it.") == "Check it."
    assert KnownNames(drgs).suggestion(string.punctuation * 9, "Check it.") == "Check it."
