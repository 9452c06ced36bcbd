"""Values a browser keeps for us and cannot change: signed, with an end. Sign-ins follow the machine's clock, not the shop's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from typing import Callable, Optional

_MARK = 32  # bytes of HMAC-SHA256


class Seal:
    """Seals texts for one `purpose`; what was sealed for another purpose does not open.

    `now` is real unix seconds. A sealed text has only the characters a cookie may have.
    """

    def __init__(self, secret: str, purpose: str, now: Callable[[], float] = time.time) -> None:
        self._key = hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
        self._now = now

    def close(self, text: str, seconds: int) -> str:
        """`text` sealed for so many seconds from now."""
        body = f"{int(self._now()) + seconds}:{text}".encode()
        return base64.urlsafe_b64encode(self._mark(body) + body).decode().rstrip("=")

    def open(self, sealed: Optional[str]) -> Optional[str]:
        """The text, or None for anything that was not sealed here or is past its end."""
        try:
            raw = base64.b64decode((sealed or "").encode() + b"==", altchars=b"-_")
        except (binascii.Error, ValueError):
            return None
        mark, body = raw[:_MARK], raw[_MARK:]
        if not hmac.compare_digest(mark, self._mark(body)):
            return None
        ends, _, text = body.decode().partition(":")
        return text if int(ends) > self._now() else None

    def token(self, text: str) -> str:
        """A mark of `text` that only this server can make, for forms; hex. Compare with `hmac.compare_digest`."""
        return self._mark(b"token:" + text.encode()).hex()

    def _mark(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()
