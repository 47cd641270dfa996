"""How cells look: colours, borders and number formats, the same on every sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kfees.model.english import sign_of

FONT = "Arial"
NAVY, GREY = "1F3A4D", "5F6B73"
GREEN, AMBER_INK, RED = "2E7D32", "A65E00", "B3261E"
PALE, RULE, INPUT, INPUT_RULE, INPUT_INK = "EEF3F5", "C9D3D9", "FFF9DB", "DEC867", "0B3D91"


def money_format(currency: str, *, cents: bool = True) -> str:
    """The number format of an amount."""
    return f'"{sign_of(currency)}"#,##0{".00" if cents else ""}'


MONEY, DAY = money_format("AUD"), "d mmm yyyy"
"""Number formats; quantities and weights show as many decimals as they have. Amounts of a book in another
currency have its own sign."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A look is equal to itself alone, since every cell of a book asks for its own.

    `rule`: where a line is drawn. `number`: the number format; '@' keeps what is typed as text.
    `quoted`: text that would be a formula stays text when somebody edits the cell."""

    bold: bool = False
    italic: bool = False
    size: int = 10
    ink: str = "000000"
    fill: str = ""
    align: Literal["left", "right", "center"] = "left"
    vertical: Literal["top", "center", "bottom"] = "top"
    wrap: bool = False
    indent: int = 0
    rule: Literal["", "below", "above", "around"] = ""
    rule_ink: str = RULE
    number: str = "General"
    quoted: bool = False

    def properties(self, currency: str) -> dict[str, str | int]:
        """The look as XlsxWriter's Format has it, in a book of amounts in this currency."""
        sides = _SIDES[self.rule]
        return {
            "font_name": FONT,
            "font_size": self.size,
            "font_color": f"#{self.ink}",
            "bold": self.bold,
            "italic": self.italic,
            "align": self.align,
            "valign": "vcenter" if self.vertical == "center" else self.vertical,
            "text_wrap": self.wrap,
            "indent": self.indent,
            "num_format": money_format(currency) if self.number == MONEY else self.number,
            "quote_prefix": self.quoted,
            **({"pattern": 1, "bg_color": f"#{self.fill}"} if self.fill else {}),
            **dict.fromkeys(sides, 1),
            **{f"{side}_color": f"#{self.rule_ink}" for side in sides},
        }


_SIDES = {"": (), "below": ("bottom",), "above": ("top",), "around": ("left", "right", "top", "bottom")}

TEXT = Look(wrap=True)
FACT = Look(wrap=True, vertical="center")
FACT_NAME = Look(ink=GREY, vertical="center")
NOTE_KIND = Look(ink=GREY)
ALARM = Look(bold=True, ink=RED)
TITLE = Look(bold=True, size=18, ink=NAVY, vertical="center")
SUBTITLE = Look(size=11, ink=GREY, vertical="center")
SECTION = Look(bold=True, size=11, ink=NAVY, rule="below", rule_ink=NAVY, vertical="center")

RESULT = Look(bold=True, size=15, ink="FFFFFF", fill=NAVY, wrap=True, indent=1, vertical="center")
UNDER_RESULT = Look(ink=NAVY, fill=PALE, wrap=True, indent=1, vertical="center")
CHECK = Look(ink=GREEN, indent=1, vertical="center")

HEADING = Look(bold=True, ink="FFFFFF", fill=NAVY, wrap=True, vertical="center")
HEADING_RIGHT = replace(HEADING, align="right")
HEADING_AFTER = replace(HEADING, indent=1)
"""Text that follows a column of figures stands a little apart from it."""

BAND = Look(bold=True, ink=NAVY, fill=PALE, vertical="center")
BAND_AMOUNT = replace(BAND, bold=False, align="right", number=MONEY)
ROW = Look(wrap=True, rule="below", vertical="center")
ROW_TOP = replace(ROW, vertical="top")
ROW_AFTER = replace(ROW, indent=1)
ROW_NUMBER = Look(align="right", rule="below", vertical="center")
ROW_AMOUNT = replace(ROW_NUMBER, number=MONEY)
ROW_THEIRS = replace(ROW_AMOUNT, fill=PALE)
TOP_AFTER = replace(ROW_AFTER, vertical="top")
TOP_NUMBER = replace(ROW_NUMBER, vertical="top")
TOP_AMOUNT = replace(ROW_AMOUNT, vertical="top")
TOP_DAY = Look(number=DAY, rule="below")
ROW_CHARGE = replace(ROW_AMOUNT, ink=INPUT_INK, fill=INPUT, rule="around", rule_ink=INPUT_RULE)
ROW_LINKED = replace(ROW_AMOUNT, ink=GREY, italic=True)
SUM = Look(bold=True, align="right", number=MONEY, vertical="center")
SUM_TEXT = Look(bold=True, vertical="center")
SUM_AFTER = replace(SUM_TEXT, indent=1, wrap=True)
TOTAL = replace(SUM, size=11, fill=PALE, rule="above", rule_ink=NAVY)
TOTAL_TEXT = replace(TOTAL, align="left", number="General")
TOTAL_AFTER = replace(TOTAL_TEXT, size=10, indent=1)
QUIET = Look(ink=GREY, italic=True, vertical="center")
QUIET_AMOUNT = replace(QUIET, align="right", number=MONEY)
