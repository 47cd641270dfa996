"""What an item-rules file holds: the rules between items, and what is found by them.

`item-rules/<set>/<first day>.toml` holds from its first day until the set's next file's (not included).
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, StrictInt, model_validator

from kfees.model.fields import Day, Model, Text
from kfees.model.problems import Unreadable
from kfees.model.schedule import Prose

RuleKind = Literal[
    "not with",
    "not on the same day",
    "at most on a day",
    "at most in a course",
    "at most in 12 months",
    "please check on one day",
]
"""What a rule does to its items. The first two exclude them on a day of the others; 'at most' excludes
the units beyond `times`: the later ones, and of one day those named later in the rule. The last excludes
nothing: several on one day are for a person to look at."""

BY_DAY: frozenset[RuleKind] = frozenset(
    {"not with", "not on the same day", "at most on a day", "please check on one day"}
)
"""The kinds that look at each day by itself."""

NEEDS: dict[RuleKind, str] = {
    "not with": "others",
    "not on the same day": "others",
    "at most on a day": "times",
    "at most in a course": "times",
    "at most in 12 months": "times",
}
_REMEDIES = {"others": "Name the other items.", "times": "Say how many times."}


class ItemRule(Model):
    """A rule between items of a schedule; `items` and `others` are codes or spans such as 2801-3000.

    `source`: where it comes from, if not from its file's source.
    """

    name: Text
    schedule: Text
    kind: RuleKind
    items: Annotated[tuple[Text, ...], Field(min_length=1)]
    others: tuple[Text, ...] = ()
    times: Annotated[StrictInt, Field(ge=1, le=1000)] | None = None
    says: Prose
    source: Annotated[str, Field(max_length=2000)] = ""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        for part, remedy in _REMEDIES.items():
            needed, given = NEEDS.get(self.kind) == part, getattr(self, part) not in ((), None)
            if needed and not given:
                raise Unreadable("incomplete-rule", f"the kind {self.kind!r} needs {part}.", remedy)
            if given and not needed:
                raise Unreadable(
                    "incomplete-rule", f"the kind {self.kind!r} has no use for {part}.", "Leave it out."
                )
        return self


NamedItem = tuple[str, str]
"""A schedule and its item."""


class Concerned(NamedTuple):
    """A rule, and those of some items that are among its items and its others."""

    rule: ItemRule
    items: Sequence[NamedItem]
    others: Sequence[NamedItem]


MOST_KEPT = 1024
"""Of so many different collections of items the rules are known without looking for them again."""


class ItemRules(Model):
    """The rules between items, as they were read. They apply in their order: what one excludes is not
    payable any more when the next is read. The rules of `shared` sets come first."""

    title: Text
    publisher: Text
    source: Prose
    read: Day
    shared: tuple[Text, ...] = ()
    rule: tuple[ItemRule, ...]

    def concerning(self, items: Iterable[NamedItem]) -> Sequence[Concerned]:
        """The rules that these items could break: most courses meet few, and have the same few items."""
        key = (*items,)
        found = self._met.get(key)
        if found is None:
            if len(self._met) >= MOST_KEPT:
                self._met.clear()
            found = self._met[key] = self._concerned(key)
        return found

    @cached_property
    def _met(self) -> dict[tuple[NamedItem, ...], Sequence[Concerned]]:
        """The rules by the items that were asked about."""
        return {}

    def _concerned(self, items: tuple[NamedItem, ...]) -> Sequence[Concerned]:
        ours: dict[int, list[NamedItem]] = {}
        theirs: dict[int, list[NamedItem]] = {}
        for item in items:
            sides = self._sides.get(item) or self._sides.setdefault(item, self._sides_of(*item))
            for found, numbers in zip((ours, theirs), sides, strict=True):
                for number in numbers:
                    found.setdefault(number, []).append(item)
        return [
            Concerned(self.rule[number], ours[number], theirs.get(number, []))
            for number in sorted(ours)
            if number in theirs or not self.rule[number].others
        ]

    @cached_property
    def _sides(self) -> dict[NamedItem, tuple[tuple[int, ...], tuple[int, ...]]]:
        """For each item met so far, the numbers of the rules that have it among their items and others."""
        return {}

    def _sides_of(self, schedule: str, item: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        rules = [(number, rule) for number, rule in enumerate(self.rule) if rule.schedule == schedule]
        return (
            tuple(number for number, rule in rules if covers(rule.items, item)),
            tuple(number for number, rule in rules if covers(rule.others, item)),
        )


class ItemFinding(Model):
    """Lines that break a rule between items; `excluded` are those of which something is not payable."""

    rule: str
    kind: str
    lines: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    dates: tuple[Day, ...]
    says: str
    source: str


@lru_cache(maxsize=4096)  # the items of most courses are the same few
def covers(codes: tuple[str, ...], item: str) -> bool:
    """Whether an item is one of the codes or lies in one of the spans, both ends included."""
    return any(item == code or _spans(code, item) for code in codes)


def _spans(code: str, item: str) -> bool:
    """Whether a span such as 2801-3000 holds an item; only whole numbers lie in a span."""
    low, _, high = code.partition("-")
    if not all(part.isascii() and part.isdigit() for part in (low, high, item)):
        return False
    return int(low) <= int(item) <= int(high)
