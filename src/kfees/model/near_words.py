"""Which of many known words come closest to one that somebody mistyped, as difflib ranks them.

difflib compares one pair after the other, which takes milliseconds for one word among thousands. Here the
longest common subsequence, which is never shorter than what difflib finds in common, is counted for all
known words at once: in whole numbers that hold a lane of bits for each of them. Only the best by that
count are then compared as difflib does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop
from itertools import groupby

LONG = 200
"""From so many letters on difflib passes over frequent ones; below, a count of letters fits into a byte."""

_BITS_SET = bytes(number.bit_count() for number in range(256))

_Bound = tuple[float, int, int, int]
"""A ratio, how many letters in common make it, and where the words stand of which that can be so."""


class KnownWords:
    """Words of which one may have been meant. Made once for a list and kept, it answers in microseconds.

    A word's lane is as many whole bytes as have a bit for each letter of the longest, and one to spare.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(filter(None, set(words)), reverse=True)
        self._words.sort(key=len)
        self._width = len(self._words[-1]) // 8 + 1 if self._words else 1
        self._letters = self._bits_of_letters()
        self._every = sum(self._letters.values())
        self._lengths = list(self._spans())
        self._bounds: dict[tuple[int, float], list[_Bound]] = {}

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        """Each length, and where the words of it stand."""
        end = 0
        for length, words in groupby(self._words, len):
            begin, end = end, end + sum(1 for _ in words)
            yield length, begin, end

    def _bits_of_letters(self) -> dict[str, int]:
        """Where each letter stands."""
        bits: dict[str, bytearray] = {}
        for number, word in enumerate(self._words):
            for place, letter in enumerate(word):
                of_letter = bits.setdefault(letter, bytearray(len(self._words) * self._width))
                of_letter[number * self._width + place // 8] |= 1 << place % 8
        return {letter: int.from_bytes(of_letter, "little") for letter, of_letter in bits.items()}

    def closest(self, word: str, most: int, enough: float) -> list[str]:
        """What difflib.get_close_matches(word, words, most, enough) finds, the best first."""
        bounds = self._bounds_of(len(word), enough)
        if not bounds:
            return []
        if len(word) >= LONG or len(self._words[-1]) >= LONG:
            from difflib import get_close_matches  # hardly ever

            return get_close_matches(word, self._words, most, enough)
        counts = self._in_common(word)
        best: list[tuple[float, str]] = []
        for bound, count, begin, end in bounds:
            place = counts.find(count, begin, end)
            while place >= 0:
                name = self._words[place]
                if len(best) == most and (bound, name) < best[0]:
                    break  # the further ones stand behind it in the alphabet too
                ratio = 2.0 * _in_blocks(name, word, count) / (len(name) + len(word))
                if ratio >= enough:
                    (heappush if len(best) < most else heappushpop)(best, (ratio, name))
                place = counts.find(count, place + 1, end)
        return [name for _, name in sorted(best, reverse=True)]

    def _bounds_of(self, length: int, enough: float) -> list[_Bound]:
        """Which ratios to a word of this length are high enough, the highest first."""
        if (length, enough) not in self._bounds:
            ratios = (
                (2.0 * count / (length + own), count, begin, end)
                for own, begin, end in self._lengths
                for count in range(1, min(length, own) + 1)
            )
            self._bounds[length, enough] = sorted((one for one in ratios if one[0] >= enough), reverse=True)
        return self._bounds[length, enough]

    def _in_common(self, word: str) -> bytes:
        """For each known word how many letters stand in both, in the same order."""
        every, letters = self._every, self._letters
        left = every  # by Crochemore, Iliopoulos, Pinzon and Reid (2001), in all lanes at once
        for letter in word:
            if met := left & letters.get(letter, 0):
                left = (left + met | left - met) & every
        bits = (every ^ left).to_bytes(len(self._words) * self._width, "little").translate(_BITS_SET)
        if self._width == 1:
            return bits
        by_byte = (int.from_bytes(bits[byte :: self._width], "little") for byte in range(self._width))
        return sum(by_byte).to_bytes(len(self._words), "little")


def _in_blocks(one: str, other: str, most: int) -> int:
    """How many letters difflib finds in common, `most` at most: the longest block, the first of these, and
    so on before and behind it."""
    for size in range(min(most, len(one), len(other)), 0, -1):
        for start in range(len(one) - size + 1):
            there = other.find(one[start : start + size])
            if there >= 0:
                more = most - size
                if more:
                    more = _in_blocks(one[:start], other[:there], more)
                    more += _in_blocks(one[start + size :], other[there + size :], most - size - more)
                return size + more
    return 0
