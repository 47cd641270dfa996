"""A bare FastAPI route that returns the bytes of a file, under the settings of `kfees serve`."""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

from kfees.cli.serve import SETTINGS

content = Path(sys.argv[2]).read_bytes()
app = FastAPI()


@app.post("/api/v1/quote")
async def quote() -> Response:
    return Response(content, media_type="application/json")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), **SETTINGS)
