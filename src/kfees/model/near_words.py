"""Which of many known words come closest to one that somebody mistyped, as difflib ranks them.

difflib compares one pair after the other, which takes milliseconds for one word among thousands. Here the
longest common subsequence, which is never shorter than what difflib finds in common, is counted for all
known words at once: in whole numbers that hold a lane of bits for each of them. Only the best by that
count are then compared as difflib does. Of a word that begins as the one asked for before, the beginning is
not counted again: many are best asked for in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappush, heappushpop
from itertools import groupby

LONG = 200
"""From so many letters on difflib passes over frequent ones; below, a count of letters fits into a byte."""

_BITS_SET = bytes(number.bit_count() for number in range(256))


class KnownWords:
    """Words of which one may have been meant. Made once for a list and kept, it answers in microseconds."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(filter(None, set(words)), reverse=True)
        self._words.sort(key=len)
        self._near: dict[tuple[int, float], _Near] = {}

    def closest(self, word: str, most: int, enough: float) -> list[str]:
        """What difflib.get_close_matches(word, words, most, enough) finds, the best first."""
        asked = len(word), enough
        near = self._near.get(asked)
        if near is None:
            near = self._near[asked] = _Near(self._words, *asked)
        return near.closest(word, most)


class _Near:
    """Those of the words, in the order of their lengths, that can be close `enough` to one of a `length`.

    A word's lane is as many whole bytes as have a bit for each letter of the longest, and one to spare.
    """

    def __init__(self, words: Sequence[str], length: int, enough: float) -> None:
        near = [word for word in words if 2.0 * min(len(word), length) / (len(word) + length) >= enough]
        self._words, self._enough = near, enough
        self._by_lanes = length < LONG and all(len(word) < LONG for word in near)
        if near and self._by_lanes:
            self._width = len(near[-1]) // 8 + 1
            self._letters = self._bits_of_letters()
            self._every = sum(self._letters.values())
            self._last = "", [self._every]
            self._bounds = sorted(self._bounds_to(length), reverse=True)

    def _bits_of_letters(self) -> dict[str, int]:
        """Where each letter stands."""
        bits: dict[str, bytearray] = {}
        for number, word in enumerate(self._words):
            for place, letter in enumerate(word):
                of_letter = bits.setdefault(letter, bytearray(len(self._words) * self._width))
                of_letter[number * self._width + place // 8] |= 1 << place % 8
        return {letter: int.from_bytes(of_letter, "little") for letter, of_letter in bits.items()}

    def _bounds_to(self, length: int) -> Iterator[tuple[float, int, int, int]]:
        """The ratios that are high enough, how many letters in common make each, and where the words stand of
        which that can be so."""
        end = 0
        for own, words in groupby(self._words, len):
            begin, end = end, end + sum(1 for _ in words)
            for count in range(1, min(length, own) + 1):
                if (ratio := 2.0 * count / (length + own)) >= self._enough:
                    yield ratio, count, begin, end

    def closest(self, word: str, most: int) -> list[str]:
        """The best of them, the best first."""
        if not self._words:
            return []
        if not self._by_lanes:
            from difflib import get_close_matches  # hardly ever

            return get_close_matches(word, self._words, most, self._enough)
        counts = self._in_common(word)
        best: list[tuple[float, str]] = []
        for bound, count, begin, end in self._bounds:
            place = counts.find(count, begin, end)
            while place >= 0:
                name = self._words[place]
                if len(best) == most and (bound, name) < best[0]:
                    break  # the further ones stand behind it in the alphabet too
                ratio = 2.0 * _in_blocks(name, word, count) / (len(name) + len(word))
                if ratio >= self._enough:
                    (heappush if len(best) < most else heappushpop)(best, (ratio, name))
                place = counts.find(count, place + 1, end)
        best.sort(reverse=True)
        return [name for _, name in best]

    def _in_common(self, word: str) -> bytes:
        """For each of the words how many letters stand in both, in the same order."""
        every, letters = self._every, self._letters
        last, found = self._last
        lefts = found.copy()
        while not word.startswith(last[: len(lefts) - 1]):
            lefts.pop()
        left = lefts[-1]  # by Crochemore, Iliopoulos, Pinzon and Reid (2001), in all lanes at once
        for letter in word[len(lefts) - 1 :]:
            if met := left & letters.get(letter, 0):
                left = (left + met | left - met) & every
            lefts.append(left)
        self._last = word, lefts
        bits = (every ^ left).to_bytes(len(self._words) * self._width, "little").translate(_BITS_SET)
        if self._width == 1:
            return bits
        by_byte = (int.from_bytes(bits[byte :: self._width], "little") for byte in range(self._width))
        return sum(by_byte).to_bytes(len(self._words), "little")


def _in_blocks(one: str, other: str, most: int) -> int:
    """How many letters difflib finds in common, which are `most` at most: the longest block, the first of
    these, and so on before and behind it."""
    left, parts = most, [(one, other)]
    while left and parts:
        one, other = parts.pop()
        begin = end = 0
        for start in range(len(one)):
            while (stop := start + end - begin + 1) <= len(one) and one[start:stop] in other:
                begin, end = start, stop
        if end:
            left -= end - begin
            before, _, behind = other.partition(one[begin:end])
            parts += (one[:begin], before), (one[end:], behind)
    return most - left
