"""The sentence of the first sheet, in the engine's own words, worked out again whenever a charge is typed.

Which charges are not known is put together below the checks: each cell of column B lists what column A has
from its row on, and column C counts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from kfees.documents.quote_workbook.figures import TOGETHER, UNKNOWN, FigureShown
from kfees.documents.quote_workbook.formulas import in_dollars, quoted
from kfees.documents.quote_workbook.positions import AGREEMENT, BOUNDS, LINES, PayeePosition, Positions
from kfees.documents.quote_workbook.told import Group, billers, groups, write_group
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.engine import headline as said
from kfees.library.library import Library
from kfees.model.blanks import Listed
from kfees.model.quote import Quote
from kfees.model.sentences import Sentence, whole

ITEMS = "\N{OBJECT REPLACEMENT CHARACTER}"


def write_unknown(page: Page, quote: Quote, positions: Positions, row: int, library: Library) -> str:
    """Write from `row` on what the sentence needs beside the figures; returns the sentence as a formula."""
    page.put(f"A{row}", "For the sentence on the first sheet", looks.QUIET)
    row += 1
    missing = tuple(str(whole(sentence).within()) for sentence in quote.totals.not_included)
    payee_rows = []
    for payee in positions.payees:
        row = _write_items(page, payee, row, library)
        payee_rows.append(row)
        row += 1
    _write_end(page, row, missing)
    sentences = [_sentence(payee) for payee in positions.payees]
    ends = missing
    for number in reversed(range(len(payee_rows))):
        here, payee = payee_rows[number], positions.payees[number]
        before, after = sentences[number]
        uncharged = _uncharged(payee, library)
        own = f"{before}{Listed(uncharged)}{after}" if uncharged else ""
        first = here - len(_by_code(payee))
        page.put(f"D{here}", before, looks.QUIET)
        formula = f'=IF(ISNUMBER({LINES}!I{payee.row}),"",D{here}&B{first}&{quoted(after)})'
        page.formula(f"A{here}", formula, own, looks.QUIET)
        below = payee_rows[number + 1] if number + 1 < len(payee_rows) else row
        ends = (own, *ends) if own else ends
        _write_chain(page, here, below, ends)
    return _sentence_formula(page, quote, positions, payee_rows[0], row + 1)


def _by_code(payee: PayeePosition) -> dict[str, list[int]]:
    """The rows of the lines of each item or fee."""
    rows: dict[str, list[int]] = {}
    for position in payee.lines:
        rows.setdefault(position.line.code, []).append(position.row)
    return rows


def _uncharged(payee: PayeePosition, library: Library) -> tuple[str, ...]:
    lines = (position.line for position in payee.lines)
    found = (str(said.item_in_words(line, library)) for line in lines if line.charge is None)
    return tuple(dict.fromkeys(found)) if payee.charge is None else ()


def _write_items(page: Page, payee: PayeePosition, row: int, library: Library) -> int:
    """The items of a payee whose charge is not known; returns the row below them."""
    codes = _by_code(payee)
    below = row + len(codes)
    line_of = {position.line.code: position.line for position in payee.lines}
    found = _uncharged(payee, library)
    listed: tuple[str, ...] = ()
    for number, (code, rows) in reversed(list(enumerate(codes.items()))):
        here = row + number
        names = payee.fees("B") if line_of[code].is_fee else payee.priced("A")
        charges = payee.fees("I") if line_of[code].is_fee else payee.priced("I")
        called = str(said.item_in_words(line_of[code], library))
        cell = f"{LINES}!{names[0]}{rows[0]}"
        known = f'(({LINES}!{charges}="{TOGETHER}")*ISNUMBER({BOUNDS}!F{payee.band}))'
        unknown = f"({LINES}!{names}={cell})*(1-ISNUMBER({LINES}!{charges}))*(1-{known})"
        own = called if called in found else ""
        page.put(f"E{here}", called, looks.QUIET)
        page.formula(f"A{here}", f'=IF(SUMPRODUCT({unknown})>0,E{here},"")', own, looks.QUIET)
        listed = (own, *listed) if own else listed
        _write_chain(page, here, here + 1 if here + 1 < below else None, listed)
    return below


def _write_chain(page: Page, row: int, below: int | None, listed: tuple[str, ...]) -> None:
    """What column A has in this row and from `below` on, as a list, and how many they are."""
    text = str(Listed(listed)) if listed else ""
    if below is None:
        page.formula(f"B{row}", f"=A{row}", text, looks.QUIET)
        page.formula(f"C{row}", f'=IF(A{row}="",0,1)', len(listed), looks.QUIET)
        return
    more = f'IF(C{below}=0,A{row},A{row}&IF(C{below}=1," and ",", ")&B{below})'
    page.formula(f"B{row}", f'=IF(A{row}="",B{below}&"",{more})', text, looks.QUIET)
    page.formula(f"C{row}", f'=C{below}+IF(A{row}="",0,1)', len(listed), looks.QUIET)


def _write_end(page: Page, row: int, missing: Sequence[str]) -> None:
    page.put(f"B{row}", str(Listed(tuple(missing))) if missing else "", looks.QUIET)
    page.put(f"C{row}", len(missing), looks.QUIET)


def _sentence(payee: PayeePosition) -> tuple[str, str]:
    """What stands before and behind the items, where it is said that their charges are not known."""
    sentence = said.what_is_charged(payee.total, Sentence(ITEMS))
    before, _, after = str(sentence.within()).partition(ITEMS)
    return before, after


def _sentence_formula(page: Page, quote: Quote, positions: Positions, unknown_row: int, row: int) -> str:
    """Write from `row` on of whom the sentence speaks; returns it as a formula."""
    limited, others, billers = _written_groups(page, quote, positions, row)
    whole_row = billers.sums + 1
    told, apart = whole_row + 1, f"G{whole_row}"
    _write_told(page, quote, (limited, others), whole_row)
    least, most, gap = (f"{AGREEMENT}!{column}{told}" for column in "DEF")
    currency, names = quote.payer.currency, f"{AGREEMENT}!{{}}".format
    missing, count = names(f"B{unknown_row}"), names(f"C{unknown_row}")
    blanks = {
        "least": in_dollars(names(f"D{whole_row}"), currency),
        "most": in_dollars(most, currency),
        "all": in_dollars(names(f"E{whole_row}"), currency),
        "amount": in_dollars(f"IF(ISNUMBER({gap}),{gap},{most})", currency),
        **{name: quoted(str(called)) for name, called in quote.payer.blanks.items()},
        "unknown": missing,
        "missing": missing,
        "payees": f"IF({names(apart)},{names(limited.names)},{names(billers.names)})",
        "others": names(others.names),
    }

    def of(exactly: str, at_most: str, about: str) -> str:
        estimated = f"IF({gap}={most},{_filled(at_most, blanks)},{_filled(about, blanks)})"
        between = f"IF(ISNUMBER({gap}),{estimated},{_filled(at_most, blanks)})"
        return f"IF({least}={most},{_filled(exactly, blanks)},{between})"

    ends = f'IF({count}>0," "&{_filled(said.NOT_INCLUDED, blanks)},"")'
    beside = f"{of(said.EXACTLY_WITH, said.AT_MOST_WITH, said.ABOUT_WITH)}&{ends}"
    among = of(said.EXACTLY_TO, said.AT_MOST_TO, said.ABOUT_TO)
    alone = of(said.EXACTLY, said.AT_MOST, said.ABOUT)
    known = f"IF({names(apart)},{beside},IF({count}>0,{among},{alone}))"
    lowest, highest = names(f"D{whole_row}"), names(f"E{whole_row}")
    in_part = f"AND({count}>{len(quote.totals.not_included)},{lowest}={highest},{lowest}>0)"
    at_least, not_known = _filled(said.AT_LEAST, blanks), _filled(said.NOT_KNOWN, blanks)
    return f"=IF({names(billers.number)}=0,{not_known},IF({in_part},{at_least},{known}))"


def _written_groups(page: Page, quote: Quote, positions: Positions, row: int) -> tuple[Group, Group, Group]:
    limited, others = groups(quote, positions)
    first = write_group(page, row, limited)
    second = write_group(page, first.sums + 1, others)
    return first, second, write_group(page, second.sums + 1, billers(quote, positions))


def _write_told(page: Page, quote: Quote, written: tuple[Group, Group], row: int) -> None:
    """The sums of both groups, and whether they are told apart; below, those that the sentence speaks of."""
    limited, others = written
    parts = tuple(said.together(each) for each in said.told_apart(quote))
    whole_part = said.together(parts)
    apart = bool(parts[0].names) and parts[1].least < parts[1].most
    told = parts[0] if apart else whole_part
    split = f"AND({limited.number}>0,E{others.sums}>D{others.sums})"
    page.formula(f"G{row}", f"=IF({split},TRUE,FALSE)", apart, looks.QUIET)
    for number, column in enumerate("DEF"):
        both = f"{column}{limited.sums},{column}{others.sums}"
        summed = f'=IF(COUNT({both})=2,ROUND(SUM({both}),2),"{UNKNOWN}")'
        page.formula(f"{column}{row}", summed, _shown(whole_part, number), looks.QUIET)
        chosen = f"=IF(G{row},{column}{limited.sums},{column}{row})"
        page.formula(f"{column}{row + 1}", chosen, _shown(told, number), looks.QUIET)


def _shown(part: said.Part, number: int) -> FigureShown:
    figure = (part.least, part.most, part.gap)[number]
    return UNKNOWN if figure is None else figure


def _filled(sentence: str, blanks: dict[str, str]) -> str:
    """A message as a formula that fills its blanks."""
    parts: list[str] = []
    for text, blank, _, _ in Formatter().parse(sentence):
        parts += [quoted(text)] if text else []
        parts += [blanks[blank]] if blank else []
    return "&".join(parts)
