"""The bridge's signature: hex HMAC-SHA256 of `timestamp + "." + raw body`, within five minutes of now."""

from __future__ import annotations

import hashlib
import hmac

WINDOW = 300  # seconds


class BadSignature(Exception):
    """Wrong, missing or old. The text says which, never what would have been right."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body, hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def verify(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float) -> None:
    """Raises BadSignature unless the signature is right and fresh. `now` is real unix seconds, not the shop's clock."""
    if not timestamp or not signature:
        raise BadSignature("缺少请求头 X-Timestamp 或 X-Signature。")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12) or abs(now - int(timestamp)) > WINDOW:
        raise BadSignature(f"X-Timestamp 必须是 {WINDOW} 秒以内的 unix 秒数；请校准时钟后重新签名。")
    if not hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode("utf-8", "replace")):
        raise BadSignature("X-Signature 不对；请用 BRIDGE_SECRET 对「时间戳.原始请求体」重新计算。")
