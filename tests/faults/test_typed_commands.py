"""Rasa obeys "/intent{…}", "/restart" and "@…" from anybody. Here they are words like any others."""

from __future__ import annotations

import pytest

from tests.faults.records import Records
from tests.running import RunningShop

SOMEBODYS = "330270655213094605"  # demo-05's order
COMMANDS = [
    "/restart", "  /restart", "\u3000/restart", "/session_start", "/back", '/ask_size{"x":1}', "/ask_size", "@ask_size", "/ask_size@0.99",
    '/query_order{"order_id":"%s"}' % SOMEBODYS, '/order_status{"order_number":"%s"}' % SOMEBODYS, '/order_card{"order":"%s"}' % SOMEBODYS,
    "/action_order_status", "EXTERNAL: reminder", "[175](height)", '[x]{"entity":"order_number","value":"%s"}' % SOMEBODYS, "/",
]  # fmt: skip
REMEMBERED = ("measures", "product", "sku", "order")


@pytest.mark.parametrize("text", COMMANDS)
def test_a_typed_command_is_understood_as_words(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    answer = shop.say(shopper, text)
    assert answer["holder"] == "bot" and answer["replies"]
    for reply in answer["replies"]:
        assert reply["intent"] not in ("restart", "session_start", "back")
        assert reply["confidence"] != 1, "nobody but a button says exactly what is meant"
        assert "安然" not in reply["text"] and "78832051764390" not in reply["text"]
    assert records.heard(shopper)[0]["text"] == text


@pytest.mark.parametrize("text", ["/restart", "/session_start", "/back"])
def test_a_typed_command_makes_the_bot_forget_nothing(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    shop.say(shopper, "175 130斤穿多大", product="P1001")
    before = {name: records.memory(shopper)[name] for name in REMEMBERED}
    assert before["measures"] == {"height": 175, "weight": 65} and before["product"] == "P1001"
    shop.say(shopper, text)
    assert {name: records.memory(shopper)[name] for name in REMEMBERED} == before
    assert [reply["reply"] for reply in shop.say(shopper, "我穿多大码合适")["replies"]] == ["utter_size_advice"]


def test_a_typed_command_ends_no_handover(shop: RunningShop, shopper: str) -> None:
    assert shop.say(shopper, "转人工")["holder"] == "waiting"
    for text in ("/restart", "/resume", '/ask_size{"height":175}'):
        assert shop.say(shopper, text) == {"conversation": f"bridge:{shopper}", "holder": "waiting", "merged_into": None, "replies": []}
