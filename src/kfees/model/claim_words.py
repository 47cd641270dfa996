"""What a word of a claim means: one that is accepted, one that is excluded, or a text for the reviewer.

A guideline's file names the words; here is only how a text is matched with them. Case, accents and
punctuation do not matter. What is not certain raises Unreadable: it is asked about, never decided on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kfees.model.blanks import Listed, Quoted
from kfees.model.countries import Country
from kfees.model.problems import COULD_BE, NOT_KNOWN, Unreadable, did_you_mean
from kfees.model.sentences import Sentence, joined, translatable

Meaning = Literal["accepted", "excluded", "other"]

OTHER = "other: "
"""What stands before a text that is put to the reviewer."""

LINKS = frozenset(("a", "an", "and", "at", "by", "for", "in", "is", "of", "on", "or", "the", "via", "with"))
"""Words between words, which change nothing."""

NEGATIONS = frozenset(
    (
        *("cannot", "cant", "didnt", "doesnt", "dont", "except", "excluding", "hadnt", "hasnt", "havent"),
        *("isnt", "neither", "never", "no", "non", "none", "nor", "not", "wasnt", "werent", "without"),
    )
)

KNOWN, EXCLUDED = translatable("Known: {words}."), translatable("Known as excluded: {words}.")
NAMED: dict[Meaning, Sentence] = {
    "accepted": translatable("{word} (accepted)"),
    "excluded": translatable("{word} (excluded)"),
}

NEARLY, SLIP = 0.6, 0.85
"""How much of a text must agree with a known word (1 is all of it) for that to be suggested, and for it
to be a slip of the pen: an excluded word is suggested for a slip alone."""


@dataclass(frozen=True, slots=True)
class Meant:
    """`word`: the guideline's own word for what was stated; for *other*, the text as it was stated."""

    meaning: Meaning
    word: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one fact. `phrases` are found within a longer text; `codes` must be all of it.
    `carried`: what may stand beside a phrase, such as a side or a part of the body. `listed`: the
    words as a sentence lists them. `single`: a text may name one word alone. `unclear`: words of which each
    could mean several. The keys are `bare_words`."""

    phrases: dict[str, Meant]
    listed: Sentence
    carried: frozenset[str] = frozenset()
    codes: dict[str, Meant] = field(default_factory=dict)
    single: bool = False
    unclear: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        accepted: Mapping[str, Iterable[str]],
        excluded: Mapping[str, Iterable[str]],
        carried: Iterable[str] = (),
        *,
        single: bool = False,
    ) -> Vocabulary:
        """From words with other ways of saying them. Raises Unreadable where one phrase has two meanings."""
        phrases: dict[str, Meant] = {}
        meanings: tuple[tuple[Meaning, Mapping[str, Iterable[str]]], ...] = (
            ("accepted", accepted),
            ("excluded", excluded),
        )
        for meaning, words in meanings:
            for word, others in words.items():
                for phrase in (word, *others):
                    if not bare_words(phrase):
                        raise Unreadable("no-word", f"{phrase!r} holds no letter or digit.", "Write a word.")
                    known = phrases.setdefault(_key(phrase), Meant(meaning, word))
                    if known.word != word or known.meaning != meaning:
                        raise Unreadable(
                            "two-meanings",
                            f"{phrase!r} stands for {known.word!r} and for {word!r}.",
                            "Keep one of them.",
                        )
        listed = [KNOWN.format(words=Listed(tuple(accepted)))] if accepted else []
        if excluded:
            listed += [EXCLUDED.format(words=Listed(tuple(excluded)))]
        return cls(phrases, joined(listed), frozenset(map(_key, carried)), single=single)

    def with_countries(self, countries: Iterable[Country], listed: Sentence) -> Vocabulary:
        """With every country: one that is accepted by any of its names is so by all, the others are not."""
        phrases, codes = dict(self.phrases), dict(self.codes)
        for country in countries:
            names = [_key(name) for name in (country.name, *country.names)]
            short = [_key(code) for code in country.codes]
            known = next((self.phrases[key] for key in (*names, *short) if key in self.phrases), None)
            meant = known or Meant("excluded", country.name)
            phrases |= {key: meant for key in names if key not in self.phrases}
            codes |= dict.fromkeys(short, meant)
        return Vocabulary(phrases, listed, self.carried, codes)

    def without_unclear(self, unclear: Mapping[str, Iterable[str]]) -> Vocabulary:
        """With words of which nobody can say which of several they mean: each is asked about."""
        return replace(self, unclear={_key(word): tuple(meant) for word, meant in unclear.items()})


def meaning_of(stated: str, vocabulary: Vocabulary) -> Meant:
    """What a text means. Raises Unreadable where that is not certain, with the words that are known; where
    none is, nobody asked, and a text is the reviewer's."""
    if (other := re.fullmatch(r"\s*other\s*:(.*)", stated, re.IGNORECASE | re.DOTALL)) is not None:
        if not bare_words(other[1]):
            raise Unreadable(
                "unknown-word",
                translatable("{typed} does not say what.").format(typed=Quoted(stated)),
                translatable("Write what it is after {other}.").format(other=Quoted(OTHER.strip())),
            )
        return Meant("other", " ".join(other[1].split()))
    if not vocabulary.phrases:
        return Meant("other", " ".join(stated.split()))
    whole = _key(stated)
    if (either := vocabulary.unclear.get(whole)) is not None:
        meant = Listed(either, " or ")
        raise Unreadable(
            "unclear-word",
            COULD_BE.format(typed=Quoted(stated), meant=meant),
            translatable("Write {meant} in full.").format(meant=meant),
        )
    if (known := vocabulary.phrases.get(whole) or vocabulary.codes.get(whole)) is not None:
        return known
    found, negations, strange = _read(bare_words(stated), vocabulary)
    if strange or not found:
        raise _not_known(stated, found, bool(negations), strange, vocabulary)
    if negations:
        message = translatable("{typed} says {word}, and it is not certain what that leaves.")
        message = message.format(typed=Quoted(stated), word=Quoted(negations[0]))
        raise Unreadable("unclear-word", message, _ways_out(vocabulary))
    if len({one.word if vocabulary.single else one.meaning for one in found}) > 1:
        each = Listed(tuple(NAMED[one.meaning].format(word=Quoted(one.word)) for one in dict.fromkeys(found)))
        message = translatable("{typed} names {words}.").format(typed=Quoted(stated), words=each)
        raise Unreadable("unclear-word", message, joined([_apart(vocabulary), _ways_out(vocabulary)]))
    return found[0]


def _read(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[list[Meant], list[str], list[str]]:
    """The phrases in a text, the longest first from each word on; its negations; and what is neither."""
    found, negations, strange = [], [], []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            span = "".join(words[start:end])
            if span in vocabulary.phrases:
                found.append(vocabulary.phrases[span])
                break
            if span in vocabulary.carried:
                break
        else:
            end, word = start + 1, words[start]
            if word in NEGATIONS:
                negations.append(word)
            elif word not in LINKS:
                strange.append(word)
        start = end
    return found, negations, strange


def _not_known(
    stated: str, found: list[Meant], negated: bool, strange: list[str], vocabulary: Vocabulary
) -> Unreadable:
    message = NOT_KNOWN.format(typed=Quoted(stated))
    if found and strange:
        adds = translatable("{typed} is not known here: what {words} adds is not certain.")
        message = adds.format(typed=Quoted(stated), words=Quoted(" ".join(strange)))
    near = None if negated else next(_nearest(stated, found, vocabulary), None)
    ways_out = _ways_out(vocabulary)
    return Unreadable("unknown-word", message, joined([did_you_mean(near), ways_out]) if near else ways_out)


def _nearest(stated: str, found: list[Meant], vocabulary: Vocabulary) -> Iterator[str]:
    import difflib  # only where a claim states a word that is not known

    yield from (one.word for one in found if one.meaning == "accepted")
    phrases = vocabulary.phrases
    accepted = [phrase for phrase, meant in phrases.items() if meant.meaning == "accepted"]
    for known, enough in ((phrases, SLIP), (accepted, NEARLY)):
        for phrase in difflib.get_close_matches(_key(stated), known, 1, enough):
            yield phrases[phrase].word
    yield from (one.word for one in found)


def _apart(vocabulary: Vocabulary) -> Sentence:
    return translatable("Give each by itself.") if vocabulary.single else translatable("Name one.")


def _ways_out(vocabulary: Vocabulary) -> Sentence:
    other = translatable("For anything else write {other} and what it is: the reviewer decides on it.")
    return joined([vocabulary.listed, other.format(other=Quoted(OTHER))])


def bare_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation. A sign of doubt stays."""
    marked = "".join(
        f" {letter} " if _is_doubtful(letter) else letter for letter in text.replace("&", " and ")
    )
    plain = (
        unicodedata.normalize("NFKD", marked).casefold().replace("=\N{COMBINING LONG SOLIDUS OVERLAY}", "≠")
    )
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+|\S", re.sub(r"['’`]", "", plain))
    return tuple(word for word in words if word[0].isalnum() or _is_doubtful(word))


def _is_doubtful(letter: str) -> bool:
    """'? CRPS', '!CRPS', '≠ CRPS', 'CRPS ✗': a sign may say what a word would. '+' is no more than a link."""
    return letter in "?!" or (unicodedata.category(letter) in {"Sm", "So"} and letter != "+")


def _key(text: str) -> str:
    """'I.V.', 'i v' and 'IV' are one: spaces do not matter either."""
    return "".join(bare_words(text))
