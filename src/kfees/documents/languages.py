"""The languages that notices and pages are written in, and their catalogues of messages.

A message is written in English where it is used; a catalogue holds what it is in one other
language. A built package carries catalogues compiled to `kfees.mo`; in a checkout the `kfees.po`
that translators edit is compiled in memory, once a process, so that no stale file can stand beside it.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Literal, NamedTuple

from kfees.model.problems import InputError, Problem, suggestion

Direction = Literal["ltr", "rtl"]

CATALOGUES = Path(__file__).parent / "translations"

NOT_CHECKED = "NOT CHECKED"
"""How the header `Last-Translator` begins in a catalogue that no qualified translator has checked."""


class Language(NamedTuple):
    """`code` as HTML and PDF name it; `name` in the language itself; `locale` as Babel names it."""

    code: str
    name: str
    direction: Direction
    locale: str


_ = str
"""Marks a message for translators; whoever shows it says it in its language."""

ENGLISH = "en-AU"

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language(ENGLISH, "English", "ltr", "en_AU"),
        Language("zh-Hans", "简体中文", "ltr", "zh_Hans"),
        Language("vi", "Tiếng Việt", "ltr", "vi"),
        Language("el", "Ελληνικά", "ltr", "el"),
        Language("it", "Italiano", "ltr", "it"),
        Language("ar", "العربية", "rtl", "ar"),
        Language("pa", "ਪੰਜਾਬੀ", "ltr", "pa"),
    )
}
"""By code: English, then the other languages that notices are written in."""


class Translation(NamedTuple):
    """One language's messages.

    `checked_by`: the qualified translator who has checked the catalogue; empty where nobody has.
    """

    language: Language
    checked_by: str
    messages: NullTranslations

    def gettext(self, message: str) -> str:
        return self.messages.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.messages.ngettext(singular, plural, number)


def translation(code: str) -> Translation:
    """The messages of a language, read once. Raises InputError where the language is not known."""
    return _translation(language_named(code).code)


def language_named(code: str) -> Language:
    """A language by its code, in any case and with either hyphen or underscore: 'zh', 'en_AU'."""
    wanted = code.replace("_", "-").casefold()
    for language in LANGUAGES.values():
        known = language.code.casefold()
        if wanted in (known, known.partition("-")[0]):
            return language
    raise InputError(
        [
            Problem(
                "unknown-language",
                "language",
                f"there is no translation into {code[:40]!r}.",
                suggestion(code, LANGUAGES, f"Use one of: {', '.join(LANGUAGES)}."),
            )
        ]
    )


@cache
def _translation(code: str) -> Translation:
    language = LANGUAGES[code]
    messages = NullTranslations() if code == ENGLISH else _catalogue(language.locale)
    translator = messages.info().get("last-translator", NOT_CHECKED)
    checked_by = "" if translator.startswith(NOT_CHECKED) else translator
    return Translation(language, checked_by, messages)


def _catalogue(locale: str) -> GNUTranslations:
    folder = CATALOGUES / locale / "LC_MESSAGES"
    compiled = folder / "kfees.mo"
    if compiled.is_file():
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    return GNUTranslations(io.BytesIO(compiled_catalogue(folder / "kfees.po", locale)))


def compiled_catalogue(path: Path, locale: str) -> bytes:
    """A `.po` as the `.mo` that gettext reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale, domain="kfees", abort_invalid=True)
    into = io.BytesIO()
    write_mo(into, catalogue)
    return into.getvalue()
