"""What words say of GST: above a column, in its cells, and in a title of them all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from kfees.importing.heading_words import words_in
from kfees.model.schedule import Gst

RowGst = Gst | Literal["bears"]
"""What a row says of GST. 'bears' is a bare 'Y': the fee bears GST, and whether it is in the amount or on top
of it stands elsewhere."""

_GST = frozenset(
    (
        "gst",
        "gst status",
        "gst applies",
        "gst applicable",
        "gst y n",
        "gst yes no",
        "gst payable",
        "gst code",
        "taxable",
        "attracts gst",
        "tax",
    )
)
_GST_AMOUNT = frozenset(("gst", "amount", "$", "10", "%", "component", "value", "tax", "dollars"))
"""Words of a column of what the GST comes to."""
_GST_YES_NO: dict[str, dict[str, RowGst]] = {
    "gst free": {"yes": "free", "no": "bears"},
    "gst exempt": {"yes": "free", "no": "bears"},
    "gst included": {"yes": "included"},
    "gst inclusive": {"yes": "included"},
    "includes gst": {"yes": "included"},
}
"""What 'yes' and 'no' say below a heading that is itself an answer; 'not included' may be either of two."""

_YES_NO = {"y": "yes", "yes": "yes", "true": "yes", "n": "no", "no": "no", "false": "no"}

_GST_CELLS: dict[str, RowGst] = {
    "y": "bears",
    "yes": "bears",
    "true": "bears",
    "false": "free",
    "gst": "bears",
    "taxable": "bears",
    "10 %": "bears",
    "n": "free",
    "no": "free",
    "nil": "free",
    "none": "free",
    "0 %": "free",
    "exempt": "free",
    "not taxable": "free",
}

_GST_WORDS: dict[str, Gst] = {
    "gst free": "free",
    "free": "free",
    "no gst": "exclusive",
    "gst exempt": "free",
    "exclusive": "exclusive",
    "gst exclusive": "exclusive",
    "gst not included": "exclusive",
    "gst is not included": "exclusive",
    "not including gst": "exclusive",
    "does not include gst": "exclusive",
    "before gst": "exclusive",
    "excl gst": "exclusive",
    "ex gst": "exclusive",
    "excluding gst": "exclusive",
    "plus gst": "exclusive",
    "taxable": "exclusive",
    "included": "included",
    "inclusive": "included",
    "gst inclusive": "included",
    "incl gst": "included",
    "inc gst": "included",
    "including gst": "included",
    "gst included": "included",
}


def heads_gst(heading: str) -> bool:
    """Whether the cells of a column say of each row whether it bears GST, or what that comes to."""
    found = words_in(heading)
    text = " ".join(found)
    return text in _GST or text in _GST_YES_NO or ("gst" in found and _GST_AMOUNT.issuperset(found))


def gst_in(text: str) -> Gst | None:
    """What a heading or a cell says of GST, where it says it plainly: 'Fee (ex GST)' -> 'exclusive'."""
    found = " ".join(words_in(text))
    if found in _GST_WORDS:
        return _GST_WORDS[found]
    stated = {gst for phrase, gst in _GST_WORDS.items() if "gst" in phrase and f" {phrase} " in f" {found} "}
    if stated == {"exclusive", "included"} and "not" in found.split():
        return "exclusive"
    return stated.pop() if len(stated) == 1 else None


def gst_in_cell(text: str, heading: str = "") -> RowGst | None:
    """As `gst_in`, of a cell below a heading of GST: 'Y' says that the fee bears GST; below 'GST free', that
    it bears none."""
    found = " ".join(words_in(text))
    says = _GST_YES_NO.get(" ".join(words_in(heading)))
    if says is not None and found in _YES_NO:
        return says.get(_YES_NO[found])
    return "free" if found == "no gst" else _GST_CELLS.get(found) or gst_in(text)


_EXCLUDED = (
    r"exclud\w*|exclusive|excl?\.?|plus|without|before|(?:not|not be|[a-z]*n't) inclu\w+|in addition to"
)
_INCLUDED = r"includ\w*|inclusive|incl?\.?"
_BETWEEN = r"(?: (?:of|any|the|10%))*"


def _said_of_gst(words: str, behind: str) -> re.Pattern[str]:
    """`behind`: words that say it behind 'GST' alone."""
    return re.compile(
        rf"\b(?:{words}){_BETWEEN} GST\b|\bGST[ -](?:is |are )?(?:{words}|{behind})(?!\w)", re.I
    )


_OF_ALL: dict[Gst, re.Pattern[str]] = {
    "exclusive": _said_of_gst(_EXCLUDED, "not included"),
    "included": _said_of_gst(_INCLUDED, "inclusive"),
    "free": _said_of_gst("free of", "free|exempt"),
}
_OF_SOME = re.compile(r"\b(?:if|where|unless|except|only|some|other than|may|marked)\b", re.I)


def gst_of_all(titles: Iterable[str]) -> Gst | None:
    """What the titles of a table say of all its amounts, such as 'All fees exclude GST'; None where that is
    not sure."""
    found = {gst for title in titles if not _OF_SOME.search(title) and (gst := _gst_in_title(title))}
    return found.pop() if len(found) == 1 else None


def _gst_in_title(title: str) -> Gst | None:
    return next((gst for gst, said in _OF_ALL.items() if said.search(title)), None)
