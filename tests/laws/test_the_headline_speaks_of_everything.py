"""What the headline tells of comes to the quote's own bounds; whatever is in them not, it names."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

import kfees
from kfees.engine.headline import headline, together, told_apart
from kfees.model.sentences import whole
from laws.accounts import accounts
from laws.strategies import Asked, courses, quote_of


@given(asked=courses() | accounts())
def test_what_it_tells_of_and_what_it_names_is_everything(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    totals, said = quote.totals, str(headline(quote, library))
    limited, others = (together(parts) for parts in told_apart(quote))
    least, most = limited.least + others.least, limited.most + others.most
    assert least == totals.gap_least
    if totals.gap_most is not None:
        assert most == totals.gap_most
        assert f"{most:,}" in said
    assert most >= sum((payee.gap_most or Decimal(0) for payee in quote.payees), Decimal(0))
    for payee in quote.payees:
        if payee.charge is None:
            assert f"what {payee.in_words} charges for" in said
    for sentence in totals.not_included:
        assert whole(sentence).within() in said
