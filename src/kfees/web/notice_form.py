"""The form of a notice: what the provider filled in, the details that come of it, and what is wrong where.

It is sent as a form, so that no name stands in an address; what is in it goes into the notice alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kfees.documents.notice import Details
from kfees.model.problems import InputError, Problem
from kfees.model.sentences import translatable
from kfees.reading.as_written.typed import day_typed
from kfees.reading.json_and_toml import read_model
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords

INPUTS, WANTED, OTHERS, NOBODY = "inputs", "wanted", "other_providers", "nobody_else"
OF_PROVIDER = ("provider", "doctor", "address", "contact", "payment_due")
"""What is the same from notice to notice, and may be kept in the browser."""

OTHERS_AND_NOBODY = translatable("Others are named, and nobody else is said to bill.")
KEEP_ONE = translatable("Keep one of the two.")
DETAILS = (*OF_PROVIDER, "valid_to")
FIELDS = (INPUTS, WANTED, LANGUAGE, OTHERS, NOBODY, *DETAILS)


@dataclass
class NoticeForm:
    """What was filled in, and the problems by the field that they concern."""

    given: Mapping[str, str] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.given.get(name, "").strip()

    @property
    def is_detailed(self) -> bool:
        """Whether anything was filled in but the language."""
        return any(map(self.value, (*DETAILS, OTHERS, NOBODY)))

    @property
    def to_send_again(self) -> list[tuple[str, str]]:
        return [(name, text) for name, text in self.given.items() if name != WANTED and text]

    def details(self) -> Details:
        """The provider's details. InputError where one cannot hold."""
        found: dict[str, Any] = {key: self.value(key) for key in DETAILS if self.value(key)}
        if "valid_to" in found:
            found["valid_to"] = day_typed(found["valid_to"])
        others = [line.strip() for line in self.value(OTHERS).splitlines() if line.strip()]
        if others and self.value(NOBODY):
            raise InputError([Problem("contradiction", OTHERS, OTHERS_AND_NOBODY, KEEP_ONE)])
        if others or self.value(NOBODY):
            found[OTHERS] = [{"name": line} for line in others]
        return read_model(Details, found)

    def refused(self, error: InputError) -> bool:
        """Whether a refusal concerns what was filled in here; its problems are then kept by their fields."""
        for problem in error.problems:
            name = problem.place.removeprefix("details.").partition("[")[0]
            if name in (*DETAILS, OTHERS):
                self.problems.setdefault(name, []).append(problem)
        return bool(self.problems)


def detail_names(words: PageWords) -> dict[str, str]:
    """What each detail is called on the page."""
    return {
        "provider": words.gettext("Provider"),
        "address": words.gettext("Address"),
        "contact": words.gettext("Contact for questions"),
        "doctor": words.gettext("Doctor"),
        "payment_due": words.gettext("When payment is due"),
        "valid_to": words.gettext("Charges hold until"),
        OTHERS: words.gettext("Who else bills, one on each line"),
        NOBODY: words.gettext("Nobody else bills"),
    }
