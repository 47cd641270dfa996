"""Earlier treatments are days, and the order in which they are listed says nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import kfees
from claims import request
from laws.claim_strategies import claims
from laws.strategies import Asked


@given(claim=claims().filter(lambda claim: len(claim.get("previous_treatments", [])) > 1), data=st.data())
def test_treatments_in_another_order_come_to_the_same_assessment(
    claim: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    shuffled = data.draw(st.permutations(claim["previous_treatments"]), label="treatments")
    one = kfees.assess(request(claim), library)
    other = kfees.assess(request(claim | {"previous_treatments": shuffled}), library)
    assert one == other


@given(claim=claims(), data=st.data())
def test_documents_in_another_order_or_named_twice_come_to_the_same_assessment(
    claim: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    documents = claim.get("documents", [])
    told = data.draw(st.permutations([*documents, *documents[:1]]), label="documents")
    one = kfees.assess(request(claim | {"documents": documents}), library)
    other = kfees.assess(request(claim | {"documents": told}), library)
    assert one == other
