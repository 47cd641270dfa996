"""Files that a page carries along, as fields of its form: chosen once, and nothing is kept on the server.

No key to anybody's file exists, and it works without a script.
"""

from __future__ import annotations

import base64
import binascii

from kfees.model.problems import Unreadable
from kfees.model.sentences import translatable
from kfees.web.received import file_name

KEPT = "kept"
"""The field of a file that is carried; each file is one."""


def as_carried(content: bytes, name: str) -> str:
    """A file as the text of a field: a third longer than it is."""
    return f"{base64.b64encode(content).decode()}:{name}"


def from_carried(text: str) -> tuple[bytes, str]:
    """The file and its name. Raises Unreadable where it did not come back whole."""
    coded, _, name = text.partition(":")
    try:
        return base64.b64decode(coded, validate=True), file_name(name)
    except binascii.Error:
        message = translatable("the file did not come back whole.")
        raise Unreadable("bad-form", message, translatable("Choose it again.")) from None
