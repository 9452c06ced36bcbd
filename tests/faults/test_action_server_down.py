"""When our records cannot be read the shopper hears so, a person is fetched, and everything that needs no records goes on."""

from __future__ import annotations

import os
import signal
import time

from tests.faults.conftest import frozen, wait_until_ready
from tests.faults.records import Records
from tests.faults.together import at_once
from tests.running import RunningShop

PATIENCE = 8 + 5  # seconds: what an action may take, and a busy machine
TROUBLE = "utter_trouble"


def honest(answer: dict) -> bool:
    """One reply that says the records cannot be read; at night the shopper is also asked for a word to the morning."""
    told = [r["reply"] for r in answer["replies"] if r["reply"] != "utter_leave_word"]
    return [reply.startswith(TROUBLE) for reply in told] == [True]


def test_a_killed_action_server_is_said_honestly_and_comes_back(shop: RunningShop, records: Records, shopper: str) -> None:
    old, = shop.children("bot.action_server")
    os.kill(old, signal.SIGKILL)
    answer = shop.say(shopper, "我的快递到哪了")
    state = shop.http.get("/ready")
    assert honest(answer) and answer["holder"] == "waiting"
    ticket = records.ticket(shopper)
    assert ticket and (ticket.reason, ticket.intent, ticket.last_said) == ("failure", "track_parcel", "我的快递到哪了")
    assert state.status_code == 503 and state.json()["action_server"] is False and state.json()["database"] is True
    wait_until_ready(shop)
    new, = shop.children("bot.action_server")
    assert new != old
    assert [r["reply"] for r in shop.say("demo-07", "我的快递到哪了")["replies"]] != [TROUBLE]
    assert shop.process.poll() is None


def test_an_action_server_that_hangs_is_said_honestly_and_delays_nobody_else(shop: RunningShop, records: Records, shopper: str) -> None:
    with frozen(shop):
        began = time.monotonic()

        def other() -> tuple[dict, float]:
            time.sleep(1)
            start = time.monotonic()
            return shop.say(f"{shopper}-other", "在吗"), time.monotonic() - start

        answer, (greeting, seconds) = at_once([lambda: shop.say(shopper, "我的快递到哪了"), other])
        assert time.monotonic() - began < PATIENCE
    assert honest(answer) and answer["holder"] == "waiting" and records.ticket(shopper)
    assert greeting["replies"] and seconds < 2
    assert not honest(shop.say(f"{shopper}-other", "我的快递到哪了"))


def test_a_handover_needs_no_action_server(shop: RunningShop, records: Records, shopper: str) -> None:
    with frozen(shop):
        began = time.monotonic()
        answer = shop.say(shopper, "转人工")
        assert time.monotonic() - began < 2
    assert answer["holder"] == "waiting" and answer["replies"][0]["reply"].startswith("utter_handover_open")
    assert records.ticket(shopper).reason == "asked"


def test_at_night_the_bot_says_so_and_goes_on(closed_shop: RunningShop, shopper: str) -> None:
    os.kill(closed_shop.children("bot.action_server")[0], signal.SIGKILL)
    first, greeting, again = (closed_shop.say(shopper, text) for text in ("我的快递到哪了", "在吗", "快递到哪了呀"))
    assert honest(first) and first["holder"] == "bot" and "明天 09:00" in first["replies"][0]["text"]
    assert greeting["replies"][0]["reply"] == "utter_greet"
    assert honest(again) and "09:00" not in again["replies"][0]["text"], "when somebody is there is said once"
    wait_until_ready(closed_shop)
    assert not honest(closed_shop.say(shopper, "我的快递到哪了"))
