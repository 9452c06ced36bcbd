"""Anything malformed is refused in one clear sentence, and nothing of it is kept."""

from __future__ import annotations

import json
import re
import time
from itertools import count
from typing import Any, Callable

import httpx
import pytest

from tests.faults.records import Records
from tests.running import RunningShop, signed

_ids = count(1)
Send = Callable[[bytes], httpx.Response]


def body(**fields: Any) -> bytes:
    """A good message with these fields changed; None takes a field away."""
    message = {"id": f"m-{next(_ids)}", "shopper": "sloppy", "kind": "text", "text": "在吗", **fields}
    return json.dumps({name: value for name, value in message.items() if value is not None}).encode()


BROKEN = {
    "nothing": b"", "half an object": b'{"id": "m-1"', "two objects": body() + body(), "a list": b"[]",
    "a list of messages": b"[" + body() + b"]", "very deep": b"[" * 30_000,
    "a string": b'"hello"', "null": b"null", "a number": b"1", "a huge number": b'{"id": ' + b"9" * 30_000 + b"}",
    "not UTF-8": b'{"id": "m-1", "shopper": "sloppy", "text": "\xff\xfe"}', "in GBK": '{"id": "m-1", "text": "在吗"}'.encode("gbk"),
    "XML": b"<xml><Content>hi</Content></xml>",
}  # fmt: skip
FIELDS: dict[str, dict[str, Any]] = {
    "no id": {"id": None}, "a number as id": {"id": 7}, "an empty id": {"id": ""}, "a list as id": {"id": ["m"]},
    "a 300-character id": {"id": "m" * 300}, "a NUL in the id": {"id": "m\0"}, "a line break in the id": {"id": "m\n1"},
    "half an emoji in the id": {"id": "m\ud83d"},
    "a number as text": {"text": 5}, "a list as text": {"text": ["在吗"]}, "an object as text": {"text": {"$ne": ""}},
    "true as text": {"text": True}, "an empty text": {"text": ""}, "a text of spaces": {"text": " \n\t　"}, "no text": {"text": None},
    "2,001 characters": {"text": "字" * 2001}, "a NUL in the text": {"text": "在\0吗"},
    "half an emoji in the text": {"text": "在吗\ud83d"}, "the other half": {"text": "\ude00在吗"},
    "an unknown kind": {"kind": "video"}, "a list as kind": {"kind": ["text"]}, "a number as kind": {"kind": 1},
    "a goods card without goods": {"kind": "product"}, "a list as product": {"product": ["P1001"]},
    "an order card without order": {"kind": "order"}, "a 300-character order": {"order": "3" * 300},
    "half an emoji as order": {"order": "\ud83d"},
    "a picture without address": {"kind": "image"}, "a script as picture": {"kind": "image", "image_url": "javascript:alert(1)"},
    "a very long address": {"kind": "image", "image_url": "https://a/" + "a" * 3000},
    "a NUL in the address": {"kind": "image", "image_url": "https://a/\0"},
    "a number as time": {"sent_at": 5}, "words as time": {"sent_at": "昨天"},
}  # fmt: skip
SHOPPERS: dict[str, Any] = {
    "none": None, "empty": "", "a number": 7, "300 characters": "s" * 300, "a NUL": "s\0", "half an emoji": "s\ud83d",
    "an object": {"$gt": ""}, "spaces around it": " s ", "a direction mark": "s\u202e",
}  # fmt: skip


def is_refused(response: httpx.Response, records: Records, before: int, status: int = 400) -> None:
    assert response.status_code == status, response.text
    assert list(response.json()) == ["error"]
    sentence = response.json()["error"]
    assert re.search("[一-鿿]", sentence) and len(sentence) < 300 and "Traceback" not in sentence
    assert response.headers["content-type"].startswith("application/json")
    assert records.count() == before


@pytest.mark.parametrize("name", BROKEN)
def test_a_body_that_is_no_message_is_refused_and_not_kept(send: Send, records: Records, name: str) -> None:
    before = records.count()
    is_refused(send(BROKEN[name]), records, before)


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_or_wrong_field_is_refused_by_name_and_not_kept(send: Send, records: Records, name: str) -> None:
    before = records.count()
    response = send(body(**FIELDS[name]))
    is_refused(response, records, before)
    assert any(field in response.json()["error"] for field in (*FIELDS[name], "image_url", "text", "product", "order"))


@pytest.mark.parametrize("name", SHOPPERS)
def test_a_message_of_nobody_is_refused(shop: RunningShop, records: Records, name: str) -> None:
    before = records.count()
    response = shop.raw(body(shopper=SHOPPERS[name]))
    is_refused(response, records, before)
    assert "shopper" in response.json()["error"]


@pytest.mark.parametrize("size, status", [(65_537, 413), (1_000_000, 413), (20_000_000, 413)])
def test_a_body_over_64_kilobytes_is_refused(send: Send, records: Records, size: int, status: int) -> None:
    before = records.count()
    is_refused(send(body(text="x" * size)), records, before, status)


def test_a_body_of_64_kilobytes_is_read(send: Send) -> None:
    message = body(unknown="")
    response = send(body(unknown="x" * (65_536 - len(message) - 1)))
    assert response.status_code == 200 and response.json()["replies"]


@pytest.mark.parametrize("piece", ["字", "这件会起球吗，", "😀", "175 130 ", "亲 ", "(", "腰围二尺二"])
def test_two_thousand_characters_are_fine_and_quick(send: Send, piece: str) -> None:
    began = time.monotonic()
    response = send(body(text=(piece * 2000)[:2000]))
    assert response.status_code == 200 and response.json()["replies"]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("length, status", [(128, 200), (129, 400)])
def test_ids_have_up_to_128_characters(shop: RunningShop, records: Records, shopper: str, length: int, status: int) -> None:
    id = "编" * length
    assert shop.post(shopper.ljust(length, "x"), "在吗", id=id).status_code == status
    assert [row["external_id"] for row in records.heard(shopper.ljust(length, "x"))] == ([id] if status == 200 else [])


@pytest.mark.parametrize("query", [
    {}, {"shopper": ""}, {"shopper": "s" * 300}, {"shopper": "s\0"},
    {"shopper": "someone", "after": "a\0"}, {"shopper": "someone", "after": "9" * 400}, {"shopper": "someone", "after": "no such id"},
])  # fmt: skip
def test_a_malformed_question_for_what_was_said_is_refused(shop: RunningShop, records: Records, query: dict) -> None:
    response = shop.http.get("/webhooks/bridge/messages", params=query, headers=signed(b""))
    is_refused(response, records, records.count())


def test_another_shoppers_message_is_no_place_to_read_from(shop: RunningShop, shopper: str) -> None:
    said = shop.say(shopper, "在吗")["replies"][0]["id"]
    response = shop.http.get("/webhooks/bridge/messages", params={"shopper": "nosy", "after": said}, headers=signed(b""))
    assert response.status_code == 400
