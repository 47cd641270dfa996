"""Item codes as people write them, and as a workbook shows them."""

from __future__ import annotations

import re
from decimal import Decimal

from kfees.model.money import plain
from kfees.model.problems import Unreadable

_WORDS = re.compile(r"^((mbs|item|number|no|code|#)([\s:.]+|(?=[0-9])))+", re.IGNORECASE)
_PATTERN = re.compile(r"(?P<before>[^0#.]*)(?P<whole>[0#]+)(?:\.(?P<decimals>0+))?(?P<after>[^0#.]*)")


def code_as_written(text: str) -> str:
    """'MBS 2801', 'Item no. 2801' and '2801.0' mean 2801."""
    return re.sub(r"^([0-9]+)\.0+$", r"\1", _WORDS.sub("", text.strip()))


def as_shown(value: Decimal, shown_as: str) -> str | None:
    """A number as Excel prints it in a format of plain digits; None where the format says nothing.

    Excel keeps 10.10 as the number 10.1, and 02102 as 2102. Raises Unreadable where the format hides
    digits of the number.
    """
    first = re.sub(r"_.|\*.|\[[^\]]*\]", "", shown_as.split(";")[0])
    first = re.sub(r'"([^"]*)"|\\(.)', lambda match: match[1] or match[2], first).strip()
    pattern = _PATTERN.fullmatch(first)
    if pattern is None or first in ("General", "@") or first == "#":
        return None
    if any(char in "%,E?/" for char in pattern["before"] + pattern["after"]):
        return None
    shown = format(value, f".{len(pattern['decimals'] or '')}f")
    if Decimal(shown) != value:
        raise Unreadable(
            "hidden-digits",
            f"the code is stored as {plain(value)} and shown as {shown}.",
            "Say which, with --set.",
        )
    digits, point, tail = shown.partition(".")
    padding = pattern["whole"][: max(len(pattern["whole"]) - len(digits), 0)].replace("#", "")
    return f"{pattern['before']}{padding}{digits}{point}{tail}{pattern['after']}"
