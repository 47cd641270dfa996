"""The style, the script and the icon: served from the package, under names that change with their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the package under its address, which names its content."""

    address: str
    content: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every asset by the name of its file."""
    return {path.name: _asset(path) for path in sorted(FOLDER.iterdir()) if path.suffix in MEDIA_TYPES}


@cache
def by_address() -> dict[str, Asset]:
    return {asset.address: asset for asset in assets().values()}


def address(name: str) -> str:
    """Where an asset is served from."""
    return assets()[name].address


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"{PREFIX}/{path.stem}.{digest}{path.suffix}", content, MEDIA_TYPES[path.suffix])
