"""What a guideline file and an item-rules file hold: dated texts that the checks are made from.

`guideline/<first day>.toml` and `item-rules/<first day>.toml`: each holds from its first day until
the next file's (not included). A changed guideline is a new file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator

from kfees.errors import Unreadable
from kfees.fields import Amount, Day, Model, Text
from kfees.schedule import Sentence

Part = Literal["scope", "provider", "documents", "timing", "later requests"]

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
"""How a fact of the claim decides a check; `kfees.guideline` says what each does."""


class GuidelineCheck(Model):
    """One thing the guideline asks, the fact it depends on, and how to ask for that fact.

    `ask` is whom to ask; the payer's own approval is asked of nobody.
    """

    code: Text
    part: Part
    section: Text
    requires: Sentence
    rule: CheckRule
    fact: Text
    accepted: tuple[Text, ...] = ()
    least: Amount | None = None
    months: Annotated[StrictInt, Field(ge=1, le=120)] | None = None
    ask: Literal["doctor", "hospital"] | None = None
    question: Annotated[str, Field(max_length=2000)] = ""
    why: Annotated[str, Field(max_length=2000)] = ""

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
        return self


class Judgement(Model):
    """A question that stays with the reviewer."""

    section: Text
    question: Sentence


class Guideline(Model):
    """A guideline as it was read: its checks, and the judgements that stay with the reviewer.

    `decision_days`: calendar days to decide in, from the day on which everything required is in.
    """

    title: Text
    publisher: Text
    source: Sentence
    read: Day
    decision_days: Annotated[StrictInt, Field(ge=1, le=366)]
    check: Annotated[tuple[GuidelineCheck, ...], Field(min_length=1)]
    judgement: tuple[Judgement, ...] = ()


RuleKind = Literal["not with", "not on the same day", "at most in a course", "at most in 12 months"]


class ItemRule(Model):
    """A rule between items of a schedule; `items` and `others` are codes or spans such as 2801-3000."""

    name: Text
    schedule: Text
    kind: RuleKind
    items: Annotated[tuple[Text, ...], Field(min_length=1)]
    others: tuple[Text, ...] = ()
    times: Annotated[StrictInt, Field(ge=1, le=1000)] | None = None
    says: Sentence

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> ItemRule:
        pair = self.kind in ("not with", "not on the same day")
        if pair and not self.others:
            raise Unreadable(
                "incomplete-rule", f"the kind {self.kind!r} needs others.", "Name the other items."
            )
        if not pair and self.times is None:
            raise Unreadable("incomplete-rule", f"the kind {self.kind!r} needs times.", "Say how many times.")
        return self


class ItemRules(Model):
    """The rules between items, as they were read."""

    title: Text
    publisher: Text
    source: Sentence
    read: Day
    rule: tuple[ItemRule, ...]


def covers(codes: tuple[str, ...], item: str) -> bool:
    """Whether an item is one of the codes or lies in one of the spans, both ends included."""
    for code in codes:
        low, dash, high = code.partition("-")
        if item == code:
            return True
        if (
            dash
            and low.isdigit()
            and high.isdigit()
            and item.isdigit()
            and int(low) <= int(item) <= int(high)
        ):
            return True
    return False
