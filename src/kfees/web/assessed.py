"""An assessment as a page shows it: what is open first, the price, and the rows of a provider's quote."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from kfees.documents.notice.costs import rests_on_estimates
from kfees.library.library import Library
from kfees.model.assessment import COUNTED, Assessment, Check, Outcome, ProviderQuote, QuotedLine
from kfees.model.item_rules import ItemFinding
from kfees.model.quote import PayeeTotal, Quote, Totals
from kfees.model.sentences import Says
from kfees.web.shown import bounds
from kfees.web.wording import PageWords

PILLS: dict[Outcome, str] = {"met": "met", "not met": "refused", "not stated": "unknown"}

_ITEM = re.compile(r"\b([a-z]+(?:-[a-z]+)*):([A-Za-z0-9][\w.+-]*\w|\w)")
"""'private-hospital:DS1'."""

TOTAL, ASIDE = "total", ("heading", "note")
"""The outcomes of rows that charge nothing of their own."""


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check; `field`: where on the page the fact that it lacks is stated, empty where it lacks none."""

    check: Check
    outcome: str
    pill: str
    field: str


@dataclass(frozen=True, slots=True)
class PricedRow:
    """What a row, an account or a sum comes to, each as it is shown; empty where it has no such figure.
    `called`: what it is the price of; `known`: beside a maximum that is unknown, what is known of it."""

    called: Markup
    charge: str
    maximum: str
    gap: str
    gap_bounds: str
    line: QuotedLine | None = None
    known: str = ""


@dataclass(frozen=True, slots=True)
class ShownAssessment:
    """`open`: the checks that are not met, then those that are not stated; `met`: the others, by part of the
    guideline. `rows` are those of the provider's quote where there is one, else the course's accounts,
    and `total` is their sum; `totals` are the provider's own, and `aside` rows that charge nothing."""

    assessment: Assessment
    kind: str
    open: tuple[ShownCheck, ...]
    met: dict[str, list[ShownCheck]]
    says: Says | None
    rows: tuple[PricedRow, ...]
    total: PricedRow | None
    totals: tuple[QuotedLine, ...]
    aside: tuple[QuotedLine, ...]
    findings: tuple[ItemFinding, ...]
    missing: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def number_met(self) -> int:
        return sum(map(len, self.met.values()))

    def number(self, outcome: Outcome) -> int:
        return sum(one.check.outcome == outcome for one in self.open)


def shown_assessment(
    assessment: Assessment, quote: Quote, fields: Container[str], library: Library, words: PageWords
) -> ShownAssessment:
    """`fields`: those of the page. `quote`: what prices the course."""
    checks = [_shown_check(check, fields, words) for check in assessment.checks]
    parts = _parts(words)
    met: dict[str, list[ShownCheck]] = {}
    for one in checks:
        if one.check.outcome == "met":
            met.setdefault(parts[one.check.part], []).append(one)
    worst: tuple[Outcome, ...] = ("not met", "not stated")
    quoted = assessment.provider_quote
    lines = quoted.lines if quoted is not None else ()
    sums = quoted if quoted is not None else assessment.totals
    estimated = any(map(_is_estimated, lines)) if quoted is not None else rests_on_estimates(quote.lines)
    return ShownAssessment(
        assessment=assessment,
        kind={"not payable": "gap", "cannot determine": "unknown"}.get(
            assessment.verdict.payability, "no-gap"
        ),
        open=tuple(one for outcome in worst for one in checks if one.check.outcome == outcome),
        met=met,
        says=quoted.sentence if quoted is not None else assessment.headline,
        rows=tuple(_of_quote(quoted, library, words) if quoted else _of_course(assessment, quote, words)),
        total=_row(Markup(), sums, estimated, words)
        if sums and not (quoted and quoted.nothing_read)
        else None,
        totals=tuple(line for line in lines if line.outcome == TOTAL),
        aside=tuple(line for line in lines if line.outcome in ASIDE),
        findings=quoted.item_findings if quoted is not None else assessment.item_findings,
        missing=tuple(_with_titles(item, library) for item in (quoted.missing if quoted else ())),
        differences=tuple(_with_titles(said, library) for said in (quoted.differences if quoted else ())),
    )


def _parts(words: PageWords) -> dict[str, str]:
    return {
        "scope": words.gettext("Scope"),
        "provider": words.gettext("Provider"),
        "documents": words.gettext("Documents"),
        "timing": words.gettext("Timing"),
        "later requests": words.gettext("Later requests"),
    }


def _shown_check(check: Check, fields: Container[str], words: PageWords) -> ShownCheck:
    outcomes: dict[Outcome, str] = {
        "met": words.gettext("met"),
        "not met": words.gettext("not met"),
        "not stated": words.gettext("not stated"),
    }
    fact = f"claim.{check.missing}"
    if check.missing == "outcomes":
        fact = "claim.outcomes.pain_improved"
    elif check.part == "documents" and fact not in fields:
        fact = "claim.documents"
    field = fact if check.missing and fact in fields else ""
    return ShownCheck(check, outcomes[check.outcome], PILLS[check.outcome], field)


def _of_quote(quoted: ProviderQuote, library: Library, words: PageWords) -> Iterator[PricedRow]:
    for line in quoted.lines:
        if line.outcome != TOTAL and line.outcome not in ASIDE:
            yield _row(_item(line, library, words), line, _is_estimated(line), words)


def _of_course(assessment: Assessment, quote: Quote, words: PageWords) -> Iterator[PricedRow]:
    for payee in assessment.payees:
        title = words.known(payee.title)
        called = Markup("{}: {}").format(title, payee.provider) if payee.provider else title
        yield _row(called, payee, rests_on_estimates(quote.lines_of(payee)), words)


def _item(line: QuotedLine, library: Library, words: PageWords) -> Markup:
    """The item that a row is taken for, by its label in the latest version that has it."""
    label = _label(line.schedule or "", line.item, library)
    return words.known(label) if label else Markup()


def _label(schedule: str, item: str, library: Library) -> str:
    labels = (version.label(item) for version in reversed(library.versions(schedule)))
    return next(filter(None, labels), "")


def _with_titles(text: str, library: Library) -> str:
    """A text in which an item that programs call by its schedule is called by its label, with its number."""

    def titled(found: re.Match[str]) -> str:
        label = _label(found[1], found[2], library)
        return f"{label} ({found[2]})" if label else found[0]

    return _ITEM.sub(titled, text)


def _is_estimated(line: QuotedLine) -> bool:
    """Whether what can be paid of a row is an estimate: nothing of it is certain."""
    return bool(line.payable) and line.payable_least != line.payable


def _row(
    called: Markup,
    figures: QuotedLine | PayeeTotal | ProviderQuote | Totals,
    estimated: bool,
    words: PageWords,
) -> PricedRow:
    line, charge = None, None
    if isinstance(figures, QuotedLine):
        line, charge = figures, figures.amount
        if line.outcome not in COUNTED:
            return PricedRow(called, words.money(charge, ""), "", "", "", line)
    else:
        charge = figures.charge
    maximum, known = _maximum(figures.maximum, estimated, words), ""
    if figures.maximum is None and not isinstance(figures, QuotedLine) and figures.known_maximum:
        least = _maximum(figures.known_maximum, estimated, words)
        if estimated:  # which makes nothing certain
            known = words.gettext("Maximums known so far: {amount}.", amount=least)
        else:
            maximum = words.gettext("{least} or more", least=least)
    return PricedRow(
        called,
        words.money(charge),
        maximum,
        words.money(figures.gap),
        bounds(figures.gap, figures.gap_least, figures.gap_most, words),
        line,
        known,
    )


def _maximum(amount: Decimal | None, estimated: bool, words: PageWords) -> str:
    said = words.money(amount)
    return words.gettext("about {amount}", amount=said) if estimated and amount else said
