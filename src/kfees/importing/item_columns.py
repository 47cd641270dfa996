"""Which column holds the item codes: the only one that can, or a question with those that could."""

from __future__ import annotations

from kfees.importing import headings, unheaded
from kfees.importing.chosen import Chosen, ask
from kfees.importing.layout import Layout, SheetColumn

_NO_HEADINGS = "no row heads the columns; the item codes could be in"
_NO_CODES = "no row heads the columns, and none of them is surely that of the item codes."
_NOT_SURE = "no heading says surely where the item codes are; they could be in"
_BY_WORDS = "no column of item codes was found; the items could go by"


def choose_item(layout: Layout, chosen: Chosen) -> None:
    """The only column that can hold the codes of the whole table; otherwise a question."""
    if not layout.has_headings:
        by_cells = unheaded.item_columns(layout)
        if len(by_cells) == 1:
            chosen.roles["item"] = by_cells[0]
        else:
            found = by_cells or _worded(layout)
            ask(layout, "item", _NO_HEADINGS if found else _NO_CODES, found, chosen)
        return
    holding = [column for column in layout.columns.values() if column.codes]
    sure = _surest(layout, [column for column in holding if _says_codes(column)])
    visible = [column for column in sure if not column.hidden]
    fuller = _fuller(layout, visible)
    if len(visible) == 1 and not fuller:
        chosen.roles["item"] = visible[0]
    elif sure:
        what = (
            "several columns could hold the item codes:" if len(sure + fuller) > 1 else "item codes stand in"
        )
        ask(layout, "item", what, [*fuller, *sure], chosen)
    elif likely := _likely(layout, holding):
        if len(likely) == 1 and _can_only_be_codes(layout, likely[0]):
            chosen.roles["item"] = likely[0]
        else:
            ask(layout, "item", _NOT_SURE, likely, chosen)
    else:
        words = _worded(layout)
        ask(layout, "item", _BY_WORDS if words else "no column of item codes was found.", words, chosen)


def _says_codes(column: SheetColumn) -> bool:
    """Its own words say so surely, or perhaps and those above them make it sure: 'Number' below 'Item'."""
    own = headings.as_item(column.own)
    return headings.STRONG in (own, headings.as_item(column.heading) if own == headings.WEAK else own)


def _can_only_be_codes(layout: Layout, column: SheetColumn) -> bool:
    """Below 'No.' or 'Clinic code', in every row another, and no count of rows: of letters, or long."""
    texts = unheaded.texts(layout, column)
    return (
        headings.as_item(column.heading) == headings.WEAK
        and not headings.says_other_codes(column.heading)
        and not column.hidden
        and len(set(texts)) == len(texts) == column.filled == max(c.filled for c in layout.columns.values())
        and all(len(text) > 2 or not text.isdigit() for text in texts)
    )


def _surest(layout: Layout, sure: list[SheetColumn]) -> list[SheetColumn]:
    """Those of which all the words above them say so, not 'Code' below 'Status', and that differ by row."""
    found = [column for column in sure if headings.as_item(column.heading) == headings.STRONG] or sure
    return _varying(layout, found)


def _fuller(layout: Layout, sure: list[SheetColumn]) -> list[SheetColumn]:
    """Other codes, where the sure ones lack a third of the rows or more, as those of another list, or are
    words or only count the rows."""
    if len(sure) != 1:
        return []
    doubtful = _only_counts_or_words(layout, sure[0])
    return [
        column
        for column in layout.columns.values()
        if (headings.as_item(column.own) > headings.NONE or _could_be_codes(column))
        and column.holds_codes
        and column is not sure[0]
        and not column.fractions
        and (doubtful or 2 * column.filled >= 3 * sure[0].filled)
        and _varies(layout, column)
    ]


def _only_counts_or_words(layout: Layout, column: SheetColumn) -> bool:
    texts = [text for text in unheaded.texts(layout, column) if text]
    if texts == [str(number) for number in range(1, len(texts) + 1)]:
        return True
    return 2 * sum(" " in text for text in texts) > len(texts)


def _likely(layout: Layout, holding: list[SheetColumn]) -> list[SheetColumn]:
    """Columns of codes that differ from row to row; where none does, the words that do beside those codes."""
    likely = [c for c in holding if c.holds_codes and headings.as_item(c.own) == headings.WEAK]
    likely += _before_labels([c for c in holding if c.holds_codes and _could_be_codes(c)], layout)
    whole = [column for column in likely if not column.fractions] or likely
    found = sorted({column.number: column for column in whole}.values(), key=lambda column: column.number)
    if not found or any(_varies(layout, column) for column in found):
        return _varying(layout, found)
    words = [c for c in layout.columns.values() if 2 * c.words > c.filled and c not in found]
    return [column for column in words if _varies(layout, column)] + found


def _worded(layout: Layout) -> list[SheetColumn]:
    """Columns of words, those that differ from row to row before all."""
    return _varying(layout, [c for c in layout.columns.values() if 2 * c.words > c.filled])


def _varying(layout: Layout, columns: list[SheetColumn]) -> list[SheetColumn]:
    return [column for column in columns if _varies(layout, column)] or columns


def _varies(layout: Layout, column: SheetColumn) -> bool:
    """Whether what stands in it differs in at least every other row."""
    texts = unheaded.texts(layout, column)
    return 2 * len(set(texts)) >= len(texts)


def _before_labels(columns: list[SheetColumn], layout: Layout) -> list[SheetColumn]:
    """Codes stand left of their descriptions, where a heading says which those are."""
    labels = [c.number for c in layout.columns.values() if headings.as_label(c.own) == headings.STRONG]
    left = [column for column in columns if labels and column.number < min(labels)]
    return left or columns


def _could_be_codes(column: SheetColumn) -> bool:
    """Whether the heading says nothing else, and the examples differ and are no amounts or dates."""
    return (
        headings.as_price(column.heading) == headings.NONE
        and column.dates == column.money_formats == column.percents == 0
        and (len(column.samples) > 2 or column.filled < 3)
    )
