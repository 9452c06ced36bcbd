"""Whoever cannot sign is not heard, and leaves no trace."""

from __future__ import annotations

import json
import time

import pytest

from tests.faults.records import Records
from tests.running import RunningShop, signed

BODY = json.dumps({"id": "m-1", "shopper": "unsigned", "text": "在吗"}).encode()
PATH = "/webhooks/bridge/messages"
GOOD = signed(BODY)
OLD, EARLY = int(time.time()) - 301, int(time.time()) + 3000


@pytest.mark.parametrize("headers", [
    {},
    {"X-Timestamp": GOOD["X-Timestamp"]},
    {"X-Signature": GOOD["X-Signature"]},
    {**GOOD, "X-Signature": ""},
    {**GOOD, "X-Signature": "0" * 64},
    {**GOOD, "X-Signature": GOOD["X-Signature"][:-1]},
    {**GOOD, "X-Signature": "签名".encode()},
    {**GOOD, "X-Timestamp": str(int(GOOD["X-Timestamp"]) - 1)},
    {**GOOD, "X-Timestamp": "now"},
    {**GOOD, "X-Timestamp": "-1"},
    {**GOOD, "X-Timestamp": "9" * 400},
    {**GOOD, "X-Timestamp": "１７００００００００".encode()},
    signed(BODY, secret="another-secret"),
    signed(BODY, secret=""),
    signed(BODY + b" "),
    signed(b""),
    signed(BODY, stamp=OLD),
    signed(BODY, stamp=EARLY),
])  # fmt: skip
def test_a_message_without_a_good_fresh_signature_is_refused_and_not_kept(shop: RunningShop, records: Records, headers: dict) -> None:
    before = records.count()
    response = shop.http.post(PATH, content=BODY, headers=headers)
    assert response.status_code == 401
    assert list(response.json()) == ["error"] and "X-" in response.json()["error"]
    assert records.count() == before and records.heard("unsigned") == []


def test_a_signed_body_cannot_be_changed(shop: RunningShop, records: Records) -> None:
    changed = BODY.replace(b"unsigned", b"stranger")
    assert shop.http.post(PATH, content=changed, headers=signed(BODY)).status_code == 401
    assert records.heard("stranger") == []


def test_the_refused_message_signed_well_is_answered(shop: RunningShop, records: Records, shopper: str) -> None:
    body = BODY.replace(b"unsigned", shopper.encode())
    assert shop.http.post(PATH, content=body, headers={"X-Timestamp": "1", "X-Signature": "1"}).status_code == 401
    assert shop.raw(body).json()["replies"]
    assert [row["external_id"] for row in records.heard(shopper)] == ["m-1"]


@pytest.mark.parametrize("headers", [{}, signed(b"x"), signed(b"", secret="other"), signed(b"", stamp=OLD)])
def test_nobody_reads_a_conversation_without_a_signature(shop: RunningShop, shopper: str, headers: dict) -> None:
    shop.say(shopper, "在吗")
    response = shop.http.get(PATH, params={"shopper": shopper}, headers=headers)
    assert response.status_code == 401 and list(response.json()) == ["error"]
