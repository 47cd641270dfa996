"""Weighted activity by nwau-py, the one package on PyPI that computes it.

It reads the authority's SAS files, which do not come with it. Here it is given the same weights in
memory, as its own interface allows, and every row's adjustments in columns, which saves it the
look-ups of postcodes and hospitals. It has no column for an Indigenous patient's adjustment, which
is therefore added to the one for remoteness: the formula sums the two anyway.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from nwau_py.calculators.acute import AcuteParams, AcuteReferenceBundle, calculate_acute

from pandas_nwau import Frame, added_and_multiplied

COLUMNS = {
    "same_day_list": "drg_samedaylist_flag",
    "bundled_icu": "drg_bundled_icu_flag",
    "lower_bound": "drg_inlier_lb",
    "upper_bound": "drg_inlier_ub",
    "same_day": "drg_pw_sd",
    "short_stay_base": "drg_pw_sso_base",
    "short_stay_per_day": "drg_pw_sso_perdiem",
    "inlier": "drg_pw_inlier",
    "long_stay_per_day": "drg_pw_lso_perdiem",
    "paediatric": "drg_adj_paed",
}


def bundle_of(weights: Frame) -> Any:
    """The weights as nwau-py names them."""
    table = weights[list(COLUMNS)].rename(columns=COLUMNS).reset_index(names="DRG")
    flags = ["drg_samedaylist_flag", "drg_bundled_icu_flag"]
    table[flags] = table[flags].astype(int)
    return AcuteReferenceBundle(year="2025", ref_dir=Path("no SAS files"), weights=table)


def frame_for(frame: Frame, adjustments: dict[str, dict[str, float]]) -> Frame:
    """The episodes as nwau-py names them."""
    added, multiplied = added_and_multiplied(frame, adjustments)
    is_paediatric = frame.specialist_paediatric & (frame.age <= 17)
    return pd.DataFrame(
        {
            "DRG": frame.drg,
            "LOS": np.maximum(1, frame.nights - frame.leave_days),
            "ICU_HOURS": frame.icu_hours.where(frame.icu_eligible, 0),
            "ICU_OTHER": 0,
            "PAT_SAMEDAY_FLAG": (frame.nights == 0).astype(int),
            "PAT_PRIVATE_FLAG": 0,
            "_pat_eligible_paed_flag": is_paediatric.astype(int),
            "adj_remoteness": added,
            "adj_treat_remoteness": multiplied,
            "icu_rate": adjustments[""][""],
        }
    )


def weigh_with_nwau_py(frame: Frame, bundle: Any) -> Frame:
    """NWAU of each row. It leaves a folder `.cache` where it runs: here, where nobody keeps anything."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return calculate_acute(frame, AcuteParams(), reference_bundle=bundle)["NWAU25"].to_numpy()
