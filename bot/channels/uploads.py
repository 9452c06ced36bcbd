"""Pictures of a conversation, from shoppers and from agents: written anew, kept under random names in the shopper's own folder."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from pathlib import Path
from typing import Callable, Optional

from bot.channels.checking import OUR_IMAGES, BadMessage
from bot.channels.pictures import TYPES, Picture, cleaned

_NAME = re.compile(r"[0-9a-f]{32}\.(png|jpg|webp|gif)\Z")
_DAY = 24 * 3600
# A picture is shown and nothing else: no script, no plug-in, no guessing of its type.
PICTURE_HEADERS = {
    "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=86400", "Content-Disposition": "inline",
}  # fmt: skip


class Uploads:
    """Pictures by shopper under `folder`; `a_day` is how many are kept in 24 hours of what one shopper sends, or is shown."""

    def __init__(self, folder: Path, a_day: Callable[[], int], now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._a_day = a_day
        self._now = now

    def keep(self, shopper: str, data: bytes, *, from_desk: bool = False) -> str:
        """Keeps a picture of this shopper's conversation; returns its address. What an agent shows (`from_desk`) is no picture
        of the shopper's and does not count as one. Raises BadMessage for what is no picture, or too many of them."""
        folder = self._shown(shopper) if from_desk else self._mine(shopper)
        folder.mkdir(parents=True, exist_ok=True)
        self._count(folder)
        picture = cleaned(data)
        name = f"{secrets.token_hex(16)}.{picture.kind}"
        (folder / name).write_bytes(picture.data)
        return OUR_IMAGES + name

    def find(self, shopper: str, name: str) -> Optional[Picture]:
        """The picture of that name (the last part of its address) in this shopper's conversation, or None."""
        if not _NAME.match(name):
            return None
        for file in (self._mine(shopper) / name, self._shown(shopper) / name):
            if file.is_file():
                return Picture(file.read_bytes(), TYPES[file.suffix[1:]])
        return None

    def owns(self, shopper: str, address: str) -> bool:
        """Whether this address is a picture this shopper sent."""
        name = address[len(OUR_IMAGES):]
        return address.startswith(OUR_IMAGES) and bool(_NAME.match(name)) and (self._mine(shopper) / name).is_file()

    def _count(self, folder: Path) -> None:
        today = sum(1 for file in folder.iterdir() if file.is_file() and file.stat().st_mtime > self._now() - _DAY)
        if today >= self._a_day():
            raise BadMessage(f"今天已经发了 {today} 张图片，达到上限；请明天再发，或用文字说明。", status=429)

    def _mine(self, shopper: str) -> Path:
        return self._folder / hashlib.sha256(shopper.encode()).hexdigest()[:32]

    def _shown(self, shopper: str) -> Path:
        return self._mine(shopper) / "desk"
