"""What `kfees quote` takes for the notice to the patient: a language and the provider's own details."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from kfees.cli.named_files import INPUT
from kfees.cli.options import read_input
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote

if TYPE_CHECKING:
    from kfees.documents.notice import Details

NOTICES = ("html", "pdf")

_OPTIONS = (
    click.option(
        "--language",
        metavar="CODE",
        help="The patient's language on a notice, beside English: zh-Hans, vi, ...",
    ),
    click.option(
        "--details",
        "details_file",
        type=INPUT,
        metavar="FILE",
        help="The provider's details for a notice, TOML or JSON.",
    ),
    click.option(
        "--detail",
        "details",
        multiple=True,
        metavar="KEY=TEXT",
        help="One of them, such as contact='03 9000 0000'; repeatable.",
    ),
)


def notice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that only a notice uses."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class NoticeAsked(NamedTuple):
    """A notice in one form, language and provider's name."""

    form: str
    language: str
    details: Details

    def drawn(self, quote: Quote, library: Library, today: date) -> str | bytes:
        from kfees.documents.notice import notice_html, notice_pdf

        draw = notice_pdf if self.form == "pdf" else notice_html
        return draw(quote, self.details, self.language, today=today, library=library)


def asked_for(
    form: str, output: str | None, language: str | None, details_file: str | None, details: tuple[str, ...]
) -> NoticeAsked | None:
    """The notice that the options ask for; None in another format. Raises InputError with every problem."""
    if form not in NOTICES:
        _refuse_options(form, language, details_file, details)
        return None
    from kfees.documents.languages import ENGLISH, language_named
    from kfees.documents.notice import read_details
    from kfees.documents.notice.details import NO_DETAILS, with_flags

    problems: list[Problem] = []
    if form == "pdf" and output is None:
        problems.append(Problem("no-output", "--format pdf", "a PDF is not text.", "Name a file with -o."))
    code, found = ENGLISH, NO_DETAILS
    try:
        code = language_named(language or ENGLISH).code
    except InputError as error:
        problems += [replace(problem, place="--language") for problem in error.problems]
    try:
        if details_file is not None:
            found = read_details(read_input(details_file), details_file)
    except InputError as error:
        problems += error.problems
    try:
        found = with_flags(found, details)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return NoticeAsked(form, code, found)


def _refuse_options(
    form: str, language: str | None, details_file: str | None, details: tuple[str, ...]
) -> None:
    given = {"--language": language, "--details": details_file, "--detail": details}
    problems = [
        Problem("no-use", flag, f"it changes nothing in the format {form}.", "Ask for html or pdf.")
        for flag, value in given.items()
        if value
    ]
    if problems:
        raise InputError(problems)
