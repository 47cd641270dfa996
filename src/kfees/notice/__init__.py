"""The notice to the worker: what a course would cost, in English and in the worker's language."""

from __future__ import annotations

from datetime import date

from kfees.library import Library
from kfees.notice.details import Details, OtherProvider, read_details
from kfees.quote import Quote

__all__ = ["Details", "OtherProvider", "notice_html", "notice_pdf", "read_details"]


def notice_html(quote: Quote, details: Details, language: str, *, today: date, library: Library) -> str:
    """The notice as one HTML page: no script, nothing from outside, ready to be printed.

    `language` is one of `kfees.languages.LANGUAGES`. Raises InputError where it is not, or where the
    provider's own last day is before `today`, the day of the notice.
    """
    from kfees.notice.content import content
    from kfees.notice.html import drawn_as_html

    return drawn_as_html(content(quote, details, language, today=today, library=library))


def notice_pdf(quote: Quote, details: Details, language: str, *, today: date, library: Library) -> bytes:
    """The notice as an accessible PDF (PDF/UA-1), the same bytes for the same quote and day.

    Raises InputError also where no font at hand has a character of it.
    """
    from kfees.notice.content import content
    from kfees.notice.pdf import drawn_as_pdf

    return drawn_as_pdf(content(quote, details, language, today=today, library=library))
