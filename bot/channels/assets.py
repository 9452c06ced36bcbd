"""Styles and scripts of a page, read once at start; their addresses carry a version, so browsers may keep them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.browser import NOSNIFF
from bot.channels.errors import refused

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Assets:
    """The files of one folder, served below `prefix`."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self._prefix = prefix
        self._files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix in _TYPES}
        # One version for all: a script may load its stylesheet with the version it was loaded with.
        self._version = hashlib.sha256(b"".join(self._files.values())).hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address to put into a page. Raises KeyError for a file there is not."""
        self._files[name]
        return f"{self._prefix}/{name}?v={self._version}"

    def response(self, request: Request, name: str) -> HTTPResponse:
        """The file, or 404."""
        if name not in self._files:
            return refused(404, "没有这个文件。")
        lasting = request.args.get("v") == self._version
        kept = "public, max-age=31536000, immutable" if lasting else "no-cache"
        kind = _TYPES[Path(name).suffix]
        return raw(self._files[name], content_type=kind, headers={**NOSNIFF, "Cache-Control": kept})
