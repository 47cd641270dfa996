"""What a guideline file holds: a dated text that the checks are made from.

`guideline/<set>/<first day>.toml` holds from its first day until the set's next file's (not included). A
changed guideline is a new file.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field, StrictInt, model_validator

from kfees.model.blanks import Listed
from kfees.model.claim_words import Vocabulary
from kfees.model.countries import countries
from kfees.model.fields import Amount, Day, Model, Text
from kfees.model.problems import Unreadable
from kfees.model.request import Document
from kfees.model.schedule import Prose
from kfees.model.sentences import Sentence, translatable

GuidelinePart = Literal["scope", "provider", "documents", "timing", "later requests"]

CheckRule = Literal[
    "one of",
    "yes",
    "approval",
    "in the country",
    "at least",
    "document",
    "document if at risk",
    "months after the initial treatment",
    "months after a later treatment",
    "improved",
]
"""How a fact of the claim decides a check; `kfees.engine.guideline` says what each does."""


Reader = Literal["doctor", "hospital"]
"""Whom a letter asks."""

_DOCUMENTS: tuple[str, ...] = get_args(Document)

FACTS: dict[CheckRule, tuple[str, ...]] = {
    "one of": ("route", "indication", "circumstance", "provider.registration"),
    "yes": ("injury_accepted", "referred_by_medical_practitioner"),
    "approval": ("prior_approval",),
    "in the country": ("country",),
    "at least": ("provider.indemnity_cover",),
    "document": _DOCUMENTS,
    "document if at risk": _DOCUMENTS,
    "months after the initial treatment": ("previous_treatments",),
    "months after a later treatment": ("previous_treatments",),
    "improved": ("outcomes",),
}
"""The facts of a claim that each rule can decide on."""

FURTHER_FACTS: dict[CheckRule, tuple[str, ...]] = {
    "document if at risk": ("mental_health_risk",),
    "months after the initial treatment": ("request_date",),
    "months after a later treatment": ("request_date", "exceptional_circumstances"),
    "improved": ("previous_treatments",),
}
"""What else a rule may find missing, and must know how to ask for."""


class Question(Model):
    """How to ask somebody for a fact, and why it is needed."""

    fact: Text
    ask: Reader
    question: Prose
    why: Prose


class GuidelineCheck(Model):
    """One thing the guideline asks, the fact it depends on, and how to ask for that fact.

    `ask` is whom to ask; the payer's own approval is asked of nobody. `further` are the questions
    for the other facts that the rule may find missing. `accepted` are the guideline's own words, which
    forms offer; `also` other ways of saying them; `excluded` the words that fail, each with other ways
    of saying it; `carried` what may stand beside any of them, such as a side or a part of the body.
    """

    code: Text
    part: GuidelinePart
    section: Text
    requires: Prose
    rule: CheckRule
    fact: Text
    accepted: tuple[Text, ...] = ()
    also: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    excluded: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    carried: tuple[Text, ...] = ()
    unclear: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    least: Amount | None = None
    months: Annotated[StrictInt, Field(ge=1, le=120)] | None = None
    ask: Reader | None = None
    question: Annotated[str, Field(max_length=2000)] = ""
    why: Annotated[str, Field(max_length=2000)] = ""
    further: tuple[Question, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_rule_needs(self) -> GuidelineCheck:
        needed = {
            "one of": self.accepted,
            "in the country": self.accepted,
            "at least": self.least,
            "months after the initial treatment": self.months,
            "months after a later treatment": self.months,
        }
        if not needed.get(self.rule, True):
            raise Unreadable(
                "incomplete-check",
                f"the rule {self.rule!r} lacks what it compares with.",
                "Add it to the check.",
            )
        if self.fact not in FACTS[self.rule]:
            raise Unreadable(
                "unknown-fact",
                f"the rule {self.rule!r} cannot decide on {self.fact!r}.",
                f"Use one of: {', '.join(FACTS[self.rule])}.",
            )
        return self

    @model_validator(mode="after")
    def _knows_its_words(self) -> GuidelineCheck:
        for word in self.also:
            if word not in self.words:
                raise Unreadable(
                    "unknown-word",
                    f"also says other words for {word!r}, which is not accepted.",
                    f"Use one of: {', '.join(self.words)}.",
                )
        _ = self.vocabulary
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The words that meet the check: what a document is called by, where it asks for one."""
        return self.accepted or (self.fact,)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the fact may say. Of a country, every other country is known too."""
        accepted = {word: self.also.get(word, ()) for word in self.words}
        vocabulary = Vocabulary.of(accepted, self.excluded, self.carried)
        if self.rule != "in the country":
            return vocabulary
        listed = translatable("Known: {words}, and every country by its English name or ISO code.")
        listed = listed.format(words=Listed(self.accepted, ", "))
        return vocabulary.with_countries(countries(), listed).without_unclear(self.unclear)

    @model_validator(mode="after")
    def _knows_how_to_ask(self) -> GuidelineCheck:
        if self.ask is None:
            return self
        if not (self.question and self.why):
            raise Unreadable(
                "incomplete-check",
                f"the {self.ask} is to be asked, and the question or its reason is missing.",
                "Add both, question and why.",
            )
        for fact in FURTHER_FACTS.get(self.rule, ()):
            if fact not in {question.fact for question in self.further}:
                raise Unreadable(
                    "incomplete-check",
                    f"the rule {self.rule!r} may also lack {fact!r}, and no question asks for it.",
                    "Add it under further.",
                )
        return self

    def question_for(self, fact: str | None) -> Question | None:
        """How to ask for a fact that this check lacks; None where nobody is to be asked."""
        if self.ask is None or fact is None or fact in FACTS["approval"]:
            return None
        own = Question(fact=self.fact, ask=self.ask, question=self.question, why=self.why)
        return next((question for question in self.further if question.fact == fact), own)


class Judgement(Model):
    """A question that stays with the reviewer."""

    section: Text
    question: Prose


class Guideline(Model):
    """A guideline as it was read: its checks, and the judgements that stay with the reviewer.

    `decision_days`: calendar days to decide in, from the day on which everything required is in; the
    payer's own unless told.
    `one_treatment_days`: infusions at most so many days apart are one treatment.
    """

    title: Text
    publisher: Text
    source: Prose
    read: Day
    decision_days: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    one_treatment_days: Annotated[StrictInt, Field(ge=1, le=366)] = 7
    check: Annotated[tuple[GuidelineCheck, ...], Field(min_length=1)]
    judgement: tuple[Judgement, ...] = ()

    @model_validator(mode="after")
    def _names_each_check_once(self) -> Guideline:
        for code, times in Counter(check.code for check in self.check).items():
            if times > 1:
                raise Unreadable(
                    "repeated-code", f"{times} checks have the code {code!r}.", "Give each its own."
                )
        return self

    def listed_words(self) -> dict[str, Sentence]:
        """By fact of a claim, the words that it may say, as a sentence lists them."""
        found = {
            check.fact: check.vocabulary.listed
            for check in self.check
            if check.rule in ("one of", "in the country")
        }
        return {**found, "documents": self.documents.listed} if self.documents.phrases else found

    @cached_property
    def timing(self) -> tuple[GuidelineCheck, ...]:
        """The checks that ask for months between treatments."""
        return tuple(check for check in self.check if check.months is not None)

    def checks_of(self, fact: str) -> tuple[GuidelineCheck, ...]:
        """The checks that say which words a fact may hold; of `documents`, one for each document."""
        if fact == "documents":
            return tuple(check for check in self.check if check.rule in ("document", "document if at risk"))
        return tuple(check for check in self.check if check.fact == fact)

    @cached_property
    def documents(self) -> Vocabulary:
        """What a document of a claim may be called; without phrases where none is asked for."""
        checks = self.checks_of("documents")
        called = {check.fact: check.also.get(check.fact, ()) for check in checks}
        return Vocabulary.of(called, {}, [word for check in checks for word in check.carried], single=True)
