"""Item codes as they are shown, not as they are stored.

Excel keeps 10.10 as the number 10.1, and 02102 as 2102; the number format tells what is printed.
Where neither the format nor the rest of the column settles it, the code is a problem, not a guess.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kfees.importing.heading_words import NOTE_MARKS, RAISED_DIGITS
from kfees.model.english import plain
from kfees.model.problems import Unreadable, unforeseen
from kfees.reading.as_written.codes import as_shown
from kfees.reading.cell import Cell, is_date, is_number, number, tidy
from kfees.reading.number_format import shown_in

MOST_CHARACTERS = 60

_ONE = r"[\w./-]*[0-9][\w./-]*"
_SEVERAL = re.compile(rf"{_ONE}(\s*(,|;|&|\s)\s*(and )?{_ONE})+", re.I)
_WITH_MODIFIER = re.compile(r"([A-Z]?[0-9]{4,}) ([A-Z][A-Z0-9])")
_NOTE = r"\((?![0-9]).*\)|\[.*\]|[-\N{EN DASH}:] [A-Za-z].*|[a-z][A-Za-z. ]+[0-9]*"
_WITH_WORDS = re.compile(rf"(?P<code>(?=[^ ]*[0-9])[A-Za-z0-9./-]+) ?({_NOTE})")
_BEFORE_WORDS = re.compile(r"(?P<code>[A-Z]{0,3}[0-9][0-9A-Z.]*) ?[-\N{EN DASH}\N{EM DASH}:] [^0-9].*", re.I)
_LIKE_A_POWER = re.compile(r"([0-9]{1,3})E([0-9]{1,2})", re.I)
_TURNED_INTO_A_POWER = re.compile(r"[0-9](\.[0-9]+)?E[+-][0-9]+", re.I)
_MARKS_AT_AN_END = re.compile(rf"^[{re.escape(NOTE_MARKS)}]+|[{re.escape(NOTE_MARKS)}#]+$")


@dataclass(frozen=True, slots=True)
class Code:
    """An item code, and what had to be understood to read it; empty where nothing had."""

    text: str
    said: str = ""


def looks_like_code(cell: Cell) -> bool:
    """A number, or text with a digit and few words, or one short word in capitals."""
    if cell.kind == "number":
        return not is_date(cell.format)
    text = tidy(cell.text)
    if cell.kind != "text" or not 0 < len(text) <= MOST_CHARACTERS or text[-1:] in ":;" or "$" in text:
        return False
    if any(char.isdigit() for char in text):
        return len(text.split()) <= 2 and len(text) <= 30
    return text.isupper() and len(text.split()) == 1 and len(text) <= 12


def read_codes(cells: Sequence[Cell], shown_as: str | None = None) -> Iterator[Code | Unreadable]:
    """Each cell's code, in the light of the whole column.

    `shown_as` says how codes that are stored as numbers are printed, such as '0.00' or '00000';
    'General' takes them as they are stored.
    """
    column = _Column(cells, shown_as)
    for cell in cells:
        try:
            yield column.read(cell)
        except Unreadable as problem:
            yield problem
        except Exception as error:  # noqa: BLE001  one code that nobody foresaw must not lose the others
            yield unforeseen(error)


class _Column:
    """What the codes of a column have in common."""

    def __init__(self, cells: Iterable[Cell], shown_as: str | None) -> None:
        self._shown_as = shown_as
        texts = [_bare(tidy(cell.text)) for cell in cells if cell.kind == "text" and not cell.is_said]
        whole = [cell.text for cell in cells if _is_whole(cell)]
        printed = list(_printed_numbers(cell for cell in cells if not _is_whole(cell)))
        numbers = [value for value, _ in printed]
        count = len(numbers) + len(whole)
        # Whole numbers shown as 2801.00 are codes with a careless format.
        self._whole = all(value == value.to_integral_value() for value in numbers)
        pointed = [text for text in texts if re.fullmatch(r"[0-9]+\.[0-9]+", text)]
        self._exported = bool(pointed) and all(text.endswith(".0") for text in pointed) and self._whole
        self._decimals = max(
            [len(text.partition(".")[2]) for text in pointed]
            + [len(plain(value).partition(".")[2]) for value in numbers],
            default=0,
        )
        # Where items go by words, words behind a number are a part of them.
        self._plain_codes = sum(" " in text for text in texts) <= count + len(texts) / 2
        before_words = {text: found["code"] for text in texts if (found := _BEFORE_WORDS.fullmatch(text))}
        self._before_words = before_words if _is_a_list(before_words, texts) and not count else {}
        powers = [found for text in texts if (found := _LIKE_A_POWER.fullmatch(text))]
        shapes_of_powers = {(len(found[1]), len(found[2])) for found in powers}
        alike = [*numbers, *map(Decimal, whole)] if powers else []
        others = [value for value in alike if not any(_as_power(value, *shape) for shape in shapes_of_powers)]
        self._powers = shapes_of_powers if len(powers) > len(others) else set()
        self._padded = max((len(text) for text in texts if re.fullmatch(r"0[0-9]+", text)), default=0)
        shapes = Counter(shape_of(text) for text in texts)
        shapes.update(shape_of(text) for _, text in printed)
        shapes.update({"9" * length: often for length, often in Counter(map(len, whole)).items()})
        common = shapes.most_common(1)
        total = sum(shapes.values())
        self._shape = common[0][0] if common and total >= 10 and common[0][1] >= 0.8 * total else ""

    def read(self, cell: Cell) -> Code:
        if self._shown_as is None and not self._powers and _is_whole(cell):
            return self._as_stored(cell.text)
        if is_number(cell):
            return self._from_number(cell)
        if cell.kind != "text":
            raise Unreadable(
                "not-a-code",
                "this is not an item code"
                + (
                    ": Excel may have turned a code such as 10-11 into a date."
                    if cell.kind != "error"
                    else "."
                ),
                "",
            )
        if (code := self._before_words.get(_bare(tidy(cell.text)))) and not cell.is_said:
            return Code(code, "codes that stand before their words, taken alone")
        return self._from_text(cell)

    def _from_number(self, cell: Cell) -> Code:
        value = number(cell)
        if not _may_be_code(value):
            raise Unreadable("not-a-code", "this number is no item code.", "")
        stored = plain(value)
        self._refuse_power(value, cell.format)
        if self._shown_as is not None:
            shown = stored if self._shown_as == "General" else as_shown(value, self._shown_as)
            if shown is None:
                raise Unreadable(
                    "code-format",
                    f"the code does not fit --codes {self._shown_as}.",
                    "Pass --codes General for codes as they are stored, or another format.",
                )
            return Code(shown, "" if shown == stored else f"codes shown as {self._shown_as}")
        shown = as_shown(value, cell.format)
        if shown is None and cell.format not in ("General", ""):
            _refuse_hidden(value, cell.format)
        if shown is not None and shown.rpartition(".")[0] == stored and self._whole:
            return Code(stored, f"whole codes shown as {cell.format}")
        if shown is not None:
            return Code(shown, f"codes shown as {cell.format}" if shown != stored else "")
        return self._as_stored(stored)

    def _refuse_power(self, value: Decimal, shown_as: str) -> None:
        """Excel takes a typed 1E05 for the number 100000."""
        is_shown = re.search("E[+-]", shown_as, re.I) is not None
        if not (self._powers or is_shown):
            return
        shapes = self._powers or {(len(value.normalize().as_tuple().digits), 2)}
        typed = [code for shape in sorted(shapes) if (code := _as_power(value, *shape))]
        if typed:
            either = f"the code could be {' or '.join([*typed, plain(value)])}"
            message = f"{either}: Excel takes such a code for a number, unless it is typed as text."
            raise Unreadable("either-code", message, "", (*typed, plain(value)))

    def _as_stored(self, stored: str) -> Code:
        missing = self._decimals - len(stored.partition(".")[2])
        if missing > 0 and not self._whole:
            longer = f"{stored}{'' if '.' in stored else '.'}{'0' * missing}"
            raise Unreadable(
                "either-code",
                f"the code could be {stored} or {longer}: it is stored as a number without a format.",
                f"Pass --codes 0.{'0' * self._decimals} for {longer}, --codes General for {stored}.",
            )
        if self._padded > len(stored):
            raise Unreadable(
                "lost-zeros",
                f"the code could be {stored} or {stored.zfill(self._padded)}: other codes begin with zeros.",
                f"Pass --codes {'0' * self._padded} to restore the zeros, --codes General to leave them off.",
            )
        return Code(
            stored, "codes stored as numbers, without any leading zeros (--codes 00000 restores them)"
        )

    def _from_text(self, cell: Cell) -> Code:
        whole = tidy(cell.text)
        text = whole if cell.is_said else _bare(whole)
        if not text or len(text) > MOST_CHARACTERS:
            message = f"this is longer than {MOST_CHARACTERS} characters, too long for an item code."
            raise Unreadable("not-a-code", message if text else "this is not an item code.", "")
        if cell.is_said:
            return Code(text)
        if joined := _WITH_MODIFIER.fullmatch(text):
            return Code(f"{joined[1]}-{joined[2]}", "modifiers joined to their codes")
        if _SEVERAL.fullmatch(text):
            raise _several(text)
        if self._plain_codes and (noted := _WITH_WORDS.fullmatch(text)):
            message = f"the code could be {noted['code']} with a note behind it, or all of this."
            raise Unreadable("glued-mark", message, "", (noted["code"], text))
        if _TURNED_INTO_A_POWER.fullmatch(text):
            message = "Excel has turned this code into a power of ten; what was typed is lost."
            raise Unreadable("not-a-code", message, "")
        if self._exported and text.endswith(".0"):
            return Code(text.removesuffix(".0"), "codes written with .0")
        glued = cell.marks or ("" if text == whole else "".join(set(whole) & set(NOTE_MARKS + "#")))
        if glued:
            return Code(text, "note marks taken off")
        if (
            "." in self._shape
            and text[-1:].isalnum()
            and shape_of(text[:-1]) == self._shape
            and not text[-1].isupper()
        ):
            raise Unreadable(
                "glued-mark",
                f"the code could be {text}, or {text[:-1]} with the note mark {text[-1]}.",
                "",
                (text[:-1], text),
            )
        return Code(text)


def _is_a_list(codes: Mapping[str, str], texts: Sequence[str]) -> bool:
    """Whether every cell of a column is a code with words behind it, each code with words of its own."""
    return len(texts) > 2 and all(text in codes for text in texts) and len(set(codes.values())) == len(codes)


def _several(text: str) -> Unreadable:
    """One code with a modifier behind it, or two."""
    parts = re.split(r"\s*[,;&\s]\s*(?:and )?", text)
    meanings = ("-".join(parts),) if len(parts) == 2 and len(parts[1]) <= 2 else ()
    message = "this holds several codes, or a code with spaces in it."
    return Unreadable(
        "several-codes", message, "" if meanings else "Give each code a row of its own.", meanings
    )


def _refuse_hidden(value: Decimal, pattern: str) -> None:
    """Refuse a code that its format shows as another, as words, or not at all."""
    seen = shown_in(value, pattern)
    if seen is not None and seen.figure == value:
        return
    how = f"in a way that is not read here ('{pattern}')" if seen is None else f"as '{seen.text}'"
    how = "as nothing" if seen is not None and not seen.text else how
    message = f"the code is stored as {plain(value)} and shown {how}."
    others = [seen.text] if seen is not None and seen.text else []
    raise Unreadable("hidden-digits", message, "", (plain(value), *others))


def _as_power(value: Decimal, digits: int, power_digits: int) -> str:
    """100000 in one digit, with a power in two, is 1E05; empty where it is no such number."""
    power = len(str(int(value))) - digits
    figure = value.scaleb(-power)
    if power < 1 or len(str(power)) > power_digits or figure != figure.to_integral_value():
        return ""
    return f"{int(figure)}E{power:0{power_digits}}"


def _is_whole(cell: Cell) -> bool:
    """Whether a code is stored as a whole number and shown as it is stored, as nearly all are."""
    text = cell.text
    return (
        cell.kind == "number"
        and cell.format == "General"
        and text.isdecimal()
        and text.isascii()
        and len(text) < 16
        and text[0] != "0"
    )


def _printed_numbers(cells: Iterable[Cell]) -> Iterator[tuple[Decimal, str]]:
    """The numbers that may be codes, and how each is printed; one whose format hides digits tells nothing
    of the others."""
    for cell in cells:
        if is_number(cell) and _may_be_code(value := number(cell)):
            with contextlib.suppress(Unreadable):
                yield value, as_shown(value, cell.format) or plain(value)


def _may_be_code(value: Decimal) -> bool:
    """Zero or more, of up to 15 digits, as many as a workbook keeps."""
    exponent = value.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and value >= 0
        and exponent >= -15
        and len(value.as_tuple().digits) + max(exponent, 0) < 16
    )


def _bare(text: str) -> str:
    """Without note marks at either end."""
    return _MARKS_AT_AN_END.sub("", text).strip() if text.strip(NOTE_MARKS + "#") else ""


def shape_of(text: str) -> str:
    """'10.15' -> '99.99', 'A2022' -> 'A9999'."""
    return re.sub(r"[A-Za-z]", "A", re.sub(rf"[0-9{RAISED_DIGITS}]", "9", text))
