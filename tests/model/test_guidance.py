"""What a guideline's file says of the words of a claim."""

from __future__ import annotations

import kfees


def test_every_fact_that_holds_words_has_the_checks_that_name_them(library: kfees.Library) -> None:
    guideline = library.latest_guideline
    assert guideline is not None
    for fact, says in guideline.listed_words().items():
        checks = guideline.checks_of(fact)
        assert {check.fact for check in checks} == {fact} or fact == "documents"
        assert all(word in says for check in checks for word in check.words)
    documents = {check.fact for check in guideline.checks_of("documents")}
    assert {"diagnosis", "outcome-measures"} <= documents
    assert guideline.checks_of("colour") == ()
