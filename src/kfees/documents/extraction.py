"""What translators are given beside the messages in the code, for Babel: the words of courses, of payers and
payees, of guidelines and of the rules between items, and why a shipped version has no figure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

from kfees.library.library import Library
from kfees.library.loading import load_schedules
from kfees.library.version import Version
from kfees.model.money import CannotDetermine, NotPayable
from kfees.model.schedule import SettingService

Message = tuple[int, str, str, list[str]]
"""Line, function, text, comments: what Babel expects of an extractor."""


def messages_of_schedules(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """The title, the assumptions and the labels of the items of a regimen's or setting's TOML file."""
    yield from _messages(_words(tomllib.load(file)))


def messages_of_guidelines(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """What each check of a guideline's TOML file requires, what it leaves to the reviewer, and what each
    rule of an item-rules file says."""
    text = tomllib.load(file)
    yield from _messages(check["requires"] for check in text.get("check", ()))
    yield from _messages(judgement["question"] for judgement in text.get("judgement", ()))
    yield from _messages(rule["says"] for rule in text.get("rule", ()))


def messages_of_payers(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """What a payer calls who is treated, what its floors rest on, the rights that a notice tells, why its
    figures are another's, and the labels of the items that settings bring under it."""
    yield from _messages(filter(None, _words_of_payer(_shipped().of(Path(file.name).stem))))


def messages_of_plain_words(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """What a schedule and its items are called to somebody who is treated."""
    text = tomllib.load(file)
    yield from _messages(filter(None, (text.get("title"), *text["items"].values(), *text["labels"].values())))


def messages_of_payees(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """What a payee is called, alone and in a sentence."""
    text = tomllib.load(file)
    yield from _messages((text["title"], text["in_a_sentence"]))


def messages_of_versions(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """Why a shipped version has no figure, in its own words."""
    folder = Path(file.name).parent
    version = next(
        version
        for version in _shipped().versions(folder.parent.name)
        if version.first_day.isoformat() == folder.name
    )
    yield from _messages(filter(None, reasons_of(version)))


def reasons_of(version: Version) -> Iterator[str]:
    """The sentences of a version that a quote can give as the reason for an unknown figure."""
    facts = version.facts
    yield facts.coverage
    if facts.activity is not None and facts.activity.price_per_weight is None:
        yield facts.activity.price_source
    for rate in version.each_rate():
        if isinstance(rate.amount, CannotDetermine | NotPayable):
            yield rate.amount.reason


def _messages(texts: Iterable[str]) -> Iterator[Message]:
    for words in dict.fromkeys(texts):
        yield 1, "gettext", words, []


def _words(text: Mapping[str, Any]) -> Iterator[str]:
    yield from filter(None, (text["title"], text.get("plain_title")))
    yield from (*text.get("assumptions", ()), *text.get("plain_assumptions", ()))
    if "drug" in text:
        yield text["drug"]["label"]
    services = [SettingService.model_validate(service) for service in text.get("service", ())]
    yield from _labels(services, _shipped())


def _words_of_payer(library: Library) -> Iterator[str]:
    payer = library.payer
    yield from (payer.patient, payer.floor, *payer.rights)
    for schedule in payer.schedule.values():
        yield from (schedule.title, schedule.says)
    for name, setting in payer.setting.items():
        yield from _labels(library.setting(name).service, library)
        yield from (*setting.assumptions, *setting.plain_assumptions)
        yield from (service.cannot_determine for service in setting.service)
    if (price := payer.price_by_infusion) is not None:
        yield from (price.label, price.says, *price.assumptions)


def _labels(services: Iterable[SettingService], library: Library) -> Iterator[str]:
    """What versions call the items that a setting brings."""
    for service in services:
        labels = (version.label(service.item) for version in library.versions(service.schedule))
        yield from filter(None, labels)


@cache
def _shipped() -> Library:
    return load_schedules(environment={})
