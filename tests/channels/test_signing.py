"""The bridge's signature, against vectors computed with `openssl dgst -sha256 -hmac`."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.channels.signing import BadSignature, sign, verify

VECTORS = [
    ("s3cret", "1764000000", '{"id": "m-1", "shopper": "buyer-1", "text": "175 130斤穿多大"}'.encode(),
     "edb105d445d1c6cf09d4804dc77ab8db7c283548220335673594bb1408c7e023"),
    ("密钥", "1764000001", b"", "a1ee0857a281cadf0863cfe0a01e4d45970f086d5f114c0dbc2740c6e7155948"),
    ("k", "0", b"a.b.c", "922cea696dec8ac080d9f04c706796e5fdc2223e8f8a39501defaa9ebe06da1b"),
]
SECRET, STAMP, BODY, SIGNATURE = VECTORS[0]
NOW = float(STAMP)


@pytest.mark.parametrize("secret, stamp, body, signature", VECTORS)
def test_signatures_are_the_ones_openssl_computes(secret: str, stamp: str, body: bytes, signature: str) -> None:
    assert sign(secret, stamp, body) == signature
    verify(secret, stamp, signature, body, float(stamp))


@pytest.mark.parametrize("apart", [-300, -1, 0, 0.9, 299, 300])
def test_five_minutes_either_way_are_fresh(apart: float) -> None:
    verify(SECRET, STAMP, SIGNATURE, BODY, NOW + apart)


@pytest.mark.parametrize("apart", [-301, 300.5, 301, 86_400])
def test_older_or_newer_is_refused_even_when_rightly_signed(apart: float) -> None:
    with pytest.raises(BadSignature, match="300 秒以内"):
        verify(SECRET, STAMP, SIGNATURE, BODY, NOW + apart)


@pytest.mark.parametrize("stamp, signature", [(None, SIGNATURE), ("", SIGNATURE), (STAMP, None), (STAMP, ""), (None, None)])
def test_a_missing_header_is_named(stamp: Optional[str], signature: Optional[str]) -> None:
    with pytest.raises(BadSignature, match="缺少请求头 X-Timestamp 或 X-Signature"):
        verify(SECRET, stamp, signature, BODY, NOW)


@pytest.mark.parametrize("stamp", ["now", "-1764000000", "1764000000.0", " 1764000000", "１７６４００００００", "²", "9" * 5000, "\udcff", "1e9"])
def test_a_time_that_is_no_whole_seconds_is_refused(stamp: str) -> None:
    with pytest.raises(BadSignature, match="X-Timestamp"):
        verify(SECRET, stamp, SIGNATURE, BODY, NOW)


@pytest.mark.parametrize("changed", [
    dict(body=BODY + b" "), dict(body=b""), dict(signature=SIGNATURE[:-1]), dict(signature="0" * 64), dict(secret="another"),
    dict(timestamp=str(int(STAMP) + 1)), dict(signature="签名"), dict(signature="\udcff" * 64),
])  # fmt: skip
def test_anything_changed_is_refused_without_saying_what_would_be_right(changed: dict) -> None:
    given = {"secret": SECRET, "timestamp": STAMP, "signature": SIGNATURE, "body": BODY, **changed}
    with pytest.raises(BadSignature, match="X-Signature 不对") as refusal:
        verify(**given, now=NOW)
    right = sign(given["secret"], given["timestamp"], given["body"])
    assert right not in str(refusal.value)


def test_time_and_body_cannot_be_shifted_against_each_other() -> None:
    signature = sign(SECRET, STAMP, b"2.x")
    assert signature == sign(SECRET, f"{STAMP}.2", b"x"), "the same bytes are signed"
    with pytest.raises(BadSignature, match="X-Timestamp"):
        verify(SECRET, f"{STAMP}.2", signature, b"x", NOW)
