"""The letter as PDF, set by typst. The template is ours alone: every text reaches it as data."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from kfees.documents.typeset import typeset
from kfees.engine.letter import SUBJECT, Letter

TEMPLATE = Path(__file__).with_name("letter.typ")


def as_pdf(letter: Letter) -> bytes:
    """An accessible PDF (PDF/UA-1), the same bytes for the same letter. InputError where no font at hand has
    a character of it."""
    texts = {"subject": SUBJECT, **asdict(letter), "written_on": letter.written_on.isoformat()}
    return typeset(TEMPLATE, json.dumps(texts), letter.written_on)
