"""A payee is known in a provider's own words."""

from __future__ import annotations

import kfees


def test_a_payee_is_spoken_of_by_its_title_and_its_words(library: kfees.Library) -> None:
    def spoken_of(text: str) -> list[str]:
        return [name for name, facts in library.payees.items() if facts.is_spoken_of(text)]

    assert spoken_of("Anaesthetist's fee") == ["medical"]
    assert spoken_of("PHARMACIST, 10 amps") == ["pharmacy"]
    assert spoken_of("Hospital pharmacy") == ["hospital", "pharmacy"]
    assert spoken_of("Doctor, day surgery bed") == ["hospital", "medical"]
    assert spoken_of("Warden of the camp") == []
