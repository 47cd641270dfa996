"""FastAPI without kfees, under the settings of `kfees serve`: a port, a saved quote, and which route.

bytes: the answer lies ready, and the body is not looked at. models: FastAPI reads the request and writes
the quote, as its documentation teaches, and only the pricing is missing.
"""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

from kfees import CourseRequest, Quote
from kfees.cli.serve import SETTINGS

content = Path(sys.argv[2]).read_bytes()
saved = Quote.model_validate_json(content)
app = FastAPI()

if sys.argv[3] == "bytes":

    @app.post("/api/v1/quote")
    async def ready() -> Response:
        return Response(content, media_type="application/json")

else:

    @app.post("/api/v1/quote")
    async def modelled(request: CourseRequest) -> Quote:
        assert request.regimen
        return saved


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), **SETTINGS)
