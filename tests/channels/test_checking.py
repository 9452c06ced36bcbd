"""Everything a caller can get wrong, and what they are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.checking import LARGEST, BadMessage, checked, checked_id
from bot.handoff import Incoming

GOOD = {"id": "m-1", "shopper": "buyer-1", "text": "175 130斤穿多大"}


def body(**changes: Any) -> bytes:
    """A good message with changes; None takes a field away."""
    fields = {**GOOD, **changes}
    return json.dumps({k: v for k, v in fields.items() if v is not None}).encode()


def refusal(raw: bytes, shopper: str | None = None) -> BadMessage:
    with pytest.raises(BadMessage) as caught:
        checked(raw, shopper)
    return caught.value


@pytest.mark.parametrize(("raw", "named"), [
    (b"", "JSON"),
    (b"{", "JSON"),
    (b'{"id": "m-1",}', "JSON"),
    (b"id=m-1&text=hello", "JSON"),
    (b"[" * 60_000, "JSON"),
    (b'{"id":' * 9_000, "JSON"),
    (b"1" * 60_000, "JSON"),
    (b"[]", "JSON 对象"),
    (b'"text"', "JSON 对象"),
    (b"null", "JSON 对象"),
    (b"42", "JSON 对象"),
    ("{\"id\": \"m-1\", \"shopper\": \"b\", \"text\": \"在吗\"}".encode("gbk"), "UTF-8"),
    (b"\xff\xfe\x00", "UTF-8"),
    (body(id=None), "id"),
    (body(id=""), "id"),
    (body(id=7), "id"),
    (body(id=["m-1"]), "id"),
    (body(id=True), "id"),
    (body(id="m" * 129), "id"),
    (body(id="x" * 300), "id"),
    (body(id="m\n1"), "id"),
    (body(id="m\u00001"), "id"),
    (body(id="m\u200b1"), "id"),
    (body(id="\ud83d"), "id"),
    (body(id="   "), "id"),
    (body(id=" m-1"), "id"),
    (body(shopper=None), "shopper"),
    (body(shopper=""), "shopper"),
    (body(shopper=1001), "shopper"),
    (body(shopper="b" * 129), "shopper"),
    (body(shopper="b\u0000"), "shopper"),
    (body(shopper="buyer-1 "), "shopper"),
    (body(kind="voice"), "kind"),
    (body(kind="TEXT"), "kind"),
    (body(kind=1), "kind"),
    (body(kind=["text"]), "kind"),
    (body(kind={}), "kind"),
    (body(text=5), "text"),
    (body(text=["在吗"]), "text"),
    (body(text={"a": 1}), "text"),
    (body(text=None), "text"),
    (body(text=""), "text"),
    (body(text="  \n\t "), "text"),
    (body(text="字" * 2001), "text"),
    (body(text="在吗\u0000"), "U+0000"),
    (body(text="\u001b[31m"), "U+001B"),
    (body(text="\u0085"), "U+0085"),
    (body(text="\ud83d在吗"), "U+D83D"),
    (b'{"id":"m-1","shopper":"b","text":"\\udc00"}', "U+DC00"),
    (body(kind="image", text=None), "image_url"),
    (body(kind="image", image_url=""), "image_url"),
    (body(kind="image", image_url=5), "image_url"),
    (body(kind="image", image_url="javascript:alert(1)"), "image_url"),
    (body(kind="image", image_url="data:image/png;base64,AAAA"), "image_url"),
    (body(kind="image", image_url="file:///etc/passwd"), "image_url"),
    (body(kind="image", image_url="http://"), "image_url"),
    (body(kind="image", image_url="http://[::1"), "image_url"),
    (body(kind="image", image_url="https://x.example/a b\n.png"), "image_url"),
    (body(kind="image", image_url="https://x.example/" + "a" * 2048), "image_url"),
    (body(kind="product", text=None), "product"),
    (body(kind="product", product=1001), "product"),
    (body(kind="order", text=None), "order"),
    (body(kind="order", order=330271846590124301), "order"),
    (body(order="3" * 129), "order"),
    (body(product="P1\u0000"), "product"),
    (body(sent_at=1763816700), "sent_at"),
    (body(sent_at="昨天"), "sent_at"),
    (body(sent_at="2026-13-01T00:00:00"), "sent_at"),
    (body(sent_at="2" * 65), "sent_at"),
])  # fmt: skip
def test_a_malformed_message_is_refused_naming_what_is_wrong(raw: bytes, named: str) -> None:
    error = refusal(raw)
    assert error.status == 400
    assert named in str(error)


@pytest.mark.parametrize("raw", [
    body(id="m" * 300), body(id="\ud800"), body(kind="\u0000" * 500), body(image_url="\ud800" * 90), b"[" * 500 + b"]" * 500,
])  # fmt: skip
def test_a_refusal_is_one_short_sentence_that_any_answer_can_carry(raw: bytes) -> None:
    sentence = str(refusal(raw))
    assert sentence.encode("utf-8") and sentence.isprintable()
    assert len(sentence) < 200 and sentence.endswith("。")


def test_a_body_over_64_kb_is_too_large() -> None:
    huge = body(text="在吗", note="x" * LARGEST)
    assert refusal(huge).status == 413


def test_a_body_of_exactly_64_kb_is_not_too_large() -> None:
    start = body(text="在吗", note="")
    assert checked(start[:-2] + b"x" * (LARGEST - len(start)) + b'"}').text == "在吗"


def test_a_good_message_comes_out_as_it_was_sent() -> None:
    raw = body(kind="text", product="P1001-黑色-M", order="330271846590124301", image_url="https://x.example/a.png",
               sent_at="2026-11-22T21:05:00+08:00")
    assert checked(raw) == Incoming(
        "m-1", "buyer-1", "text", "175 130斤穿多大", "P1001-黑色-M", "330271846590124301", "https://x.example/a.png", "2026-11-22T21:05:00+08:00")


@pytest.mark.parametrize("changes", [
    {"text": "字" * 2000},
    {"text": "第一行\n第二行\t三"},
    {"text": "👨‍👩‍👧 ❤️ 🇨🇳 هل"},
    {"text": "'); DROP TABLE messages;--"},
    {"text": "<img src=x onerror=alert(1)>"},
    {"text": "/restart"},
    {"text": '/ask_order{"order_number":"1"}'},
    {"id": "m" * 128},
    {"id": "订单-1 / a:b"},
    {"shopper": "买家 小鹿"},
    {"kind": "image", "text": None, "image_url": "https://x.example/a.png"},
    {"kind": "product", "text": None, "product": "P1001"},
    {"kind": "order", "text": "", "order": "330271846590124301"},
    {"product": "", "order": "", "image_url": "", "sent_at": ""},
    {"sent_at": "2026-11-22T13:05:00Z"},
    {"sent_at": "2026-11-22T21:05:00.123+08:00"},
    {"something": {"new": [1, 2]}},
])  # fmt: skip
def test_what_a_shopper_may_well_send_is_taken(changes: dict) -> None:
    message = checked(body(**changes))
    assert message.text == (changes.get("text", GOOD["text"]) or "")


def test_a_message_without_a_kind_is_text() -> None:
    assert checked(body()).kind == "text"


def test_fields_left_empty_are_as_good_as_absent() -> None:
    message = checked(body(product="", order="", image_url="", sent_at=""))
    assert (message.product, message.order, message.image_url, message.sent_at) == (None, None, None, None)


def test_whom_the_channel_knows_is_not_asked_of_the_body() -> None:
    assert checked(body(shopper="somebody-else"), shopper="guest-1").shopper == "guest-1"
    assert checked(body(shopper=None), shopper="guest-1").shopper == "guest-1"
    assert checked(body(shopper={"no": "matter"}), shopper="guest-1").shopper == "guest-1"


def test_an_id_from_an_address_is_checked_the_same_way() -> None:
    assert checked_id("shopper", "buyer-1") == "buyer-1"
    for value in (None, "", "\x00", "b" * 129):
        with pytest.raises(BadMessage, match="shopper"):
            checked_id("shopper", value)
