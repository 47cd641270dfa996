"""Every message is translated into every language, with the same blanks to fill."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kfees.documents.languages import CATALOGUES, ENGLISH, LANGUAGES, NOT_CHECKED, language_named, translation
from kfees.model.problems import InputError

ROOT = Path(__file__).parents[2]
TRANSLATED = [language for code, language in LANGUAGES.items() if code != ENGLISH]
EACH = pytest.mark.parametrize("locale", [language.locale for language in TRANSLATED])


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What stands in the code, the pages and the schedules' courses today."""
    path = tmp_path_factory.mktemp("messages") / "kfees.pot"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            "-F",
            "pyproject.toml",
            "-k",
            "translatable",
            "-o",
            path,
            ".",
        ],
        cwd=ROOT,
        check=True,
    )
    with path.open("rb") as file:
        return read_po(file)


def catalogue(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "kfees.po").open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else [value]


def blanks(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}|%\(\w+\)s", text))


def messages(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert {path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/kfees.po")} == {
        language.locale for language in TRANSLATED
    }
    assert len(LANGUAGES) == 7


@EACH
def test_every_message_is_translated(locale: str, extracted: Catalog) -> None:
    found = catalogue(locale)
    missing = [
        message.id
        for message in messages(extracted)
        if (known := found.get(message.id)) is None or not all(texts(known.string))
    ]
    assert not missing, f"{locale} lacks {missing}"


@EACH
def test_no_translation_is_only_guessed_or_of_a_message_that_is_gone(locale: str, extracted: Catalog) -> None:
    found = catalogue(locale)
    assert not found.fuzzy
    assert not [message.id for message in messages(found) if message.fuzzy]
    assert not [message.id for message in messages(found) if extracted.get(message.id) is None]
    assert not found.obsolete


@EACH
def test_a_translation_fills_the_same_blanks_as_the_english(locale: str) -> None:
    for message in messages(catalogue(locale)):
        expected = blanks(texts(message.id)[-1])
        for text in texts(message.string):
            assert blanks(text) == expected, f"{locale}: {text}"


@EACH
def test_a_message_that_counts_has_every_form_of_its_language(locale: str) -> None:
    found = catalogue(locale)
    for message in messages(found):
        assert len(texts(message.string)) == (found.num_plurals if message.pluralizable else 1)


def test_the_languages_of_victorian_workers_are_there_under_their_own_names() -> None:
    assert {code: language.name for code, language in LANGUAGES.items()} == {
        "en-AU": "English", "zh-Hans": "简体中文", "vi": "Tiếng Việt", "el": "Ελληνικά",
        "it": "Italiano", "ar": "العربية", "pa": "ਪੰਜਾਬੀ",
    }  # fmt: skip
    assert [code for code, language in LANGUAGES.items() if language.direction == "rtl"] == ["ar"]


def test_a_translation_says_messages_and_counts_in_its_language() -> None:
    assert translation("it").gettext("You would pay") == "Lei pagherebbe"
    assert translation("en-AU").gettext("You would pay") == "You would pay"
    nights = ("{number} night in hospital", "{number} nights in hospital")
    assert translation("ar").ngettext(*nights, 2) == "ليلتان ({number}) في المستشفى"
    assert translation("ar").ngettext(*nights, 4) == "{number} ليالٍ في المستشفى"
    assert translation("en-AU").ngettext(*nights, 1) == nights[0]


def test_nobody_has_checked_a_translation_until_the_catalogue_names_them() -> None:
    for language in TRANSLATED:
        assert translation(language.code).checked_by == ""
        assert catalogue(language.locale).last_translator.startswith(NOT_CHECKED)


@pytest.mark.parametrize(
    ("written", "code"),
    [("zh", "zh-Hans"), ("ZH-HANS", "zh-Hans"), ("zh_Hans", "zh-Hans"), ("en", "en-AU"), ("pa", "pa")],
)
def test_a_language_is_found_however_its_code_is_written(written: str, code: str) -> None:
    assert language_named(written).code == code


def test_a_language_without_a_catalogue_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(InputError, match=r"no translation into 'fr'. Use one of: en-AU, zh-Hans, vi, el"):
        translation("fr")
