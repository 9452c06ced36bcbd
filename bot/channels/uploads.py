"""Pictures shoppers send: judged by their first bytes, kept under random names in the sender's own folder."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from pathlib import Path
from typing import Callable, NamedTuple, Optional

from bot.channels.checking import OUR_IMAGES, BadMessage

TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
_NAME = re.compile(r"[0-9a-f]{32}\.(png|jpg|webp|gif)\Z")
_DAY = 24 * 3600
# A picture is shown and nothing else: no script, no plug-in, no guessing of its type.
PICTURE_HEADERS = {
    "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=86400", "Content-Disposition": "inline",
}  # fmt: skip


class Picture(NamedTuple):
    """A kept picture's bytes and its content type."""

    data: bytes
    type: str


class Uploads:
    """Pictures by shopper under `folder`; `a_day` is how many one shopper may send in 24 hours."""

    def __init__(self, folder: Path, a_day: Callable[[], int], now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._a_day = a_day
        self._now = now

    def keep(self, shopper: str, data: bytes) -> str:
        """Keeps a picture; returns its address. Raises BadMessage for what is no picture, or too many of them."""
        kind = kind_of(data)
        if kind is None:
            raise BadMessage("这个文件不是 PNG、JPEG、WebP 或 GIF 图片；请换一张图片再发。", status=415)
        mine = self._mine(shopper)
        mine.mkdir(parents=True, exist_ok=True)
        today = sum(1 for file in mine.iterdir() if file.stat().st_mtime > self._now() - _DAY)
        if today >= self._a_day():
            raise BadMessage(f"今天已经发了 {today} 张图片，达到上限；请明天再发，或用文字说明。", status=429)
        name = f"{secrets.token_hex(16)}.{kind}"
        (mine / name).write_bytes(data)
        return OUR_IMAGES + name

    def find(self, shopper: str, name: str) -> Optional[Picture]:
        """This shopper's picture of that name (the last part of its address), or None."""
        file = self._mine(shopper) / name
        if not _NAME.match(name) or not file.is_file():
            return None
        return Picture(file.read_bytes(), TYPES[file.suffix[1:]])

    def owns(self, shopper: str, address: str) -> bool:
        """Whether this address is a picture this shopper sent."""
        name = address[len(OUR_IMAGES):]
        return address.startswith(OUR_IMAGES) and bool(_NAME.match(name)) and (self._mine(shopper) / name).is_file()

    def _mine(self, shopper: str) -> Path:
        return self._folder / hashlib.sha256(shopper.encode()).hexdigest()[:32]


def kind_of(data: bytes) -> Optional[str]:
    """png, jpg, webp or gif by the file's first bytes; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None
