"""Episodes of a public hospital that anybody might have, in a year and a DRG of that year."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

import kfees
from kfees.library.version import Version
from kfees.library.weights import AcuteWeight
from nwau_cases import REMOTENESS, SCHEDULE

FLAGS = ("indigenous", "radiotherapy", "dialysis", "icu_eligible", "specialist_paediatric")


class Weighed(NamedTuple):
    """An episode, and the version to weigh it by."""

    episode: kfees.Episode
    version: Version

    @property
    def nwau(self) -> Decimal:
        found = kfees.nwau(self.episode, self.version).nwau
        assert found is not None
        return found

    def but(self, **facts: object) -> Weighed:
        """The same with some facts replaced."""
        return self._replace(episode=self.episode.model_copy(update=facts))

    @property
    def weight(self) -> AcuteWeight:
        assert self.version.activity is not None
        assert self.episode.drg is not None
        found = self.version.activity.weight(self.episode.drg)
        assert isinstance(found, AcuteWeight)
        return found


@st.composite
def stays(draw: st.DrawFn, library: kfees.Library, most_nights: int = 90) -> Weighed:
    """A public patient's stay: private deductions grow with the nights, so laws of nights exclude them."""
    version = draw(st.sampled_from(library.versions(SCHEDULE)))
    assert version.activity is not None
    drgs = [item for item in version.items if isinstance(version.activity.weight(item), AcuteWeight)]
    nights = draw(st.integers(0, most_nights))
    leave_days = draw(st.integers(0, nights) | st.just(0))
    tenths_of_hours = draw(st.integers(0, 240 * max(1, nights - leave_days)) | st.just(0))
    episode = kfees.Episode(
        drg=draw(st.sampled_from(drgs)),
        nights=nights,
        leave_days=leave_days,
        icu_hours=Decimal(tenths_of_hours) / 10,
        age=draw(st.integers(0, 110)),
        residence_remoteness=draw(st.sampled_from(REMOTENESS)),
        treatment_remoteness=draw(st.sampled_from(REMOTENESS)),
    )
    return Weighed(episode, version).but(**{flag: draw(st.booleans()) for flag in FLAGS})
