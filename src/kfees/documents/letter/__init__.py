"""The letter that asks for what a request lacks, in the formats that offices use.

as_text  as plain text, to copy, and as Markdown
as_word  as a document for Word, to be finished there
as_pdf   as an accessible PDF
"""

from __future__ import annotations

from kfees.engine.letter import Letter

LETTER_ENDINGS = (".docx", ".pdf", ".md", ".txt")


def letter_in(ending: str, letter: Letter) -> str | bytes:
    """The letter as a file of this ending holds it. InputError where no font has a character of it."""
    match ending:
        case ".docx":
            from kfees.documents.letter.as_word import as_docx

            return as_docx(letter)
        case ".pdf":
            from kfees.documents.letter.as_pdf import as_pdf

            return as_pdf(letter)
        case _:
            from kfees.documents.letter.as_text import as_markdown

            return as_markdown(letter)
