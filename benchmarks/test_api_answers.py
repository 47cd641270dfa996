"""The API that `api_ratio.py` times gives the engine's own answers, asked before or never before."""

from __future__ import annotations

import json

import httpx

import kfees
import load
from api_ratio import PATH, bodies
from kfees.engine.asking import read_request
from served import TODAY, served


def test_the_timed_api_gives_the_engines_answers() -> None:
    library = kfees.load_schedules(environment={})
    asked = bodies(3) + bodies(2)
    with served(library) as address:
        for body in asked:
            answer = httpx.post(address + PATH, content=body, headers={"content-type": "application/json"})
            quote = kfees.price(read_request(json.loads(body), library), library, as_of=TODAY)
            assert answer.json() == json.loads(quote.model_dump_json())
        port = int(address.rpartition(":")[2])
        found = load.run(port, [load.post(PATH, body) for body in asked], count=20, rate=1000)
    assert len(found.seconds) == 20
    assert found.quantile(0.99) == found.seconds[-1]
