"""The notice to the patient: what a course would cost, in English and in the patient's language.

content      everything that a notice says, in order, before it is drawn as HTML or PDF
costs        the table of a notice: each line of the quote, each payee's sum, the total
details      what a provider says of itself for a notice. Who the patient is is filled in by hand
html         a notice drawn as one HTML page. The template escapes every text, whatever is in it
longer_stay  what the course would come to if the patient stayed longer, priced like the course itself
pdf          a notice drawn as PDF by typst. The template is ours alone: every text reaches it as data
sections     the parts of a notice in sentences: what is left out, a longer stay, the patient's rights, paying
validity     until when a notice holds, and why; and whether it comes before treatment and lasts until then
wording      sentences said twice: in English, and in the patient's language with its own amounts and dates
"""

from __future__ import annotations

from datetime import date

from kfees.documents.notice.details import Details, OtherProvider, read_details
from kfees.library.library import Library
from kfees.model.quote import Quote

__all__ = ["Details", "OtherProvider", "notice_html", "notice_pdf", "read_details"]


def notice_html(
    quote: Quote, details: Details, language: str, *, today: date, library: Library, tools: str = ""
) -> str:
    """The notice as one HTML page: no script, nothing from outside, ready to be printed.

    `tools`: HTML of whoever serves it, which stands above it on a screen alone and may bring a script.
    `language` is one of `kfees.documents.languages.LANGUAGES`. Raises InputError where it is not, or
    where the provider's own last day is before `today`, the day of the notice.
    """
    from kfees.documents.notice.content import content
    from kfees.documents.notice.html import drawn_as_html

    return drawn_as_html(content(quote, details, language, today=today, library=library), tools)


def notice_pdf(quote: Quote, details: Details, language: str, *, today: date, library: Library) -> bytes:
    """The notice as an accessible PDF (PDF/UA-1), the same bytes for the same quote and day.

    Raises InputError also where no font at hand has a character of it.
    """
    from kfees.documents.notice.content import content
    from kfees.documents.notice.pdf import drawn_as_pdf

    return drawn_as_pdf(content(quote, details, language, today=today, library=library))
