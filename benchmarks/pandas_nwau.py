"""Weighted activity as an analyst writes it with pandas: a whole frame of episodes at once, in floats."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

import kfees
from kfees.library.version import Version

Frame = Any  # pandas and numpy are not typed here
FACTS = ("residence_remoteness", "treatment_remoteness", "indigenous", "radiotherapy", "dialysis")
NOT_FOR = {"dialysis": ("L61Z", "L68Z")}


def frame_of(episodes: Sequence[kfees.Episode]) -> Frame:
    """One row an episode."""
    frame = pd.DataFrame([dict(episode) for episode in episodes])
    return frame.assign(icu_hours=frame.icu_hours.astype(float))


def frame_of_table(table: pl.DataFrame) -> Frame:
    """The same of a table whose columns are named as `kfees.nwau_table` names them."""
    names = {"residence": "residence_remoteness", "treatment": "treatment_remoteness"}
    floats = table.rename(names).with_columns(pl.col("icu_hours").cast(pl.Float64), icu_eligible=True)
    return floats.to_pandas()


def weights_of(version: Version) -> Frame:
    """The year's acute weights by DRG."""
    table = pd.read_csv(io.BytesIO(version.files["acute.csv"]), dtype={"item": str}, keep_default_na=True)
    for column in ("same_day_list", "bundled_icu"):
        table[column] = table[column] == "yes"
    per_day = ["short_stay_base", "short_stay_per_day", "long_stay_per_day"]
    table[per_day] = table[per_day].fillna(0)
    return table.set_index("item")


def adjustments_of(version: Version) -> dict[str, dict[str, float]]:
    """The year's acute adjustments by fact and value; the rate of an ICU hour under ''."""
    table = pd.read_csv(io.BytesIO(version.files["adjustments.csv"]), dtype=str, keep_default_na=False)
    found: dict[str, dict[str, float]] = {}
    for row in table[table.streams.str.contains("acute")].itertuples():
        found.setdefault(row.fact, {})[row[5]] = float(row.value)
    return found


def weigh_frame(frame: Frame, weights: Frame, adjustments: dict[str, dict[str, float]]) -> Frame:
    """NWAU of each row, for public patients; rounded as the years from NEP22 on are."""
    drg = weights.reindex(frame.drg)
    column = {name: drg[name].to_numpy() for name in drg.columns}
    length = np.maximum(1, frame.nights.to_numpy() - frame.leave_days.to_numpy())
    paid = frame.icu_eligible.to_numpy() & ~column["bundled_icu"].astype(bool)
    hours = np.where(paid, frame.icu_hours.to_numpy(), 0)
    days = np.maximum(1, length - hours // 24)
    base = np.select(
        [
            (frame.nights.to_numpy() == 0) & column["same_day_list"].astype(bool),
            days < column["lower_bound"],
            days <= column["upper_bound"],
        ],
        [
            column["same_day"],
            column["short_stay_base"] + days * column["short_stay_per_day"],
            column["inlier"],
        ],
        column["inlier"] + (days - column["upper_bound"]) * column["long_stay_per_day"],
    ).round(4)
    is_paediatric = frame.specialist_paediatric.to_numpy() & (frame.age.to_numpy() <= 17)
    adjusted = (base * np.where(is_paediatric, column["paediatric"], 1)).round(6)
    added, multiplied = added_and_multiplied(frame, adjustments)
    return np.maximum(0, (adjusted * (1 + added) * (1 + multiplied)).round(10) + hours * adjustments[""][""])


def added_and_multiplied(frame: Frame, adjustments: dict[str, dict[str, float]]) -> tuple[Frame, Frame]:
    """What each row's facts add to its weight, and what the remoteness of its hospital multiplies."""
    added = frame.residence_remoteness.map(adjustments["residence_remoteness"]).to_numpy()
    for fact in ("indigenous", "radiotherapy", "dialysis"):
        stated = frame[fact].to_numpy() & ~frame.drg.isin(NOT_FOR.get(fact, ())).to_numpy()
        added = added + stated * adjustments[fact]["yes"]
    return added, frame.treatment_remoteness.map(adjustments["treatment_remoteness"]).to_numpy()
