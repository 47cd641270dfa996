"""The page of what changed between two versions names each kind of difference and counts it apart."""

from __future__ import annotations

from pathlib import Path

import httpx

import kfees
from overlays import write_version
from served import served

HEADER = "item,label,amount,unit,gst,basis"
BEFORE = ("1,Visit,100,visit,free,floor", "2,Report,50,page,free,floor", "3,Letter,20,page,free,floor")
AFTER = ("1,Visit,140,visit,free,supplied", "2,Report,60,hour,free,floor", "3,Letter,21,page,free,floor")


def test_what_is_no_change_of_price_is_named_and_counted_apart(tmp_path: Path) -> None:
    write_version(tmp_path, "invented", "2024-07-01", *BEFORE, header=HEADER)
    write_version(tmp_path, "invented", "2025-07-01", *AFTER, header=HEADER)
    place = "/schedules/invented/difference?before=2024-07-01&after=2025-07-01"
    with (
        served(kfees.load_schedules(tmp_path, environment={})) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        page = client.get(place)
        figures = client.get(f"{place}&kind=figure")
    assert page.status_code == 200
    assert "Typical change +5.0 % on 1 of 1 items." in page.text
    for kind in ("basis", "unit", "another figure, no change of price"):
        assert kind in page.text, kind
    assert "$140.00" in figures.text
    assert "$21.00" not in figures.text
