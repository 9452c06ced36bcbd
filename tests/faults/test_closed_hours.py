"""At half past eleven at night nobody is there: the ticket waits, the shopper hears once when somebody will be, and the bot goes on."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Iterator

import pytest

from tests.faults.conftest import frozen, wait_for
from tests.faults.records import Records
from tests.running import RunningShop

OPENING = "明天 09:00"  # the shop's clock says Tuesday 23:30


@pytest.fixture(scope="module")
def kept(closed_shop: RunningShop) -> Iterator[Records]:
    records = Records(closed_shop)
    yield records
    records.close()


def replies(answer: dict) -> list[str]:
    return [r["reply"] for r in answer["replies"]]


def test_a_person_is_promised_once_for_the_next_opening_and_the_bot_goes_on(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    asked = closed_shop.say(shopper, "转人工")
    assert asked["holder"] == "bot" and replies(asked) == ["utter_handover_closed", "utter_leave_word"]
    assert [OPENING in r["text"] for r in asked["replies"]] == [True, False], "one promise, and then it asks for word and contact"
    ticket = kept.ticket(shopper)
    assert ticket and (ticket.state, ticket.reason, ticket.holder) == ("open", "asked", "bot")
    assert ticket.promised == datetime.fromisoformat("2026-11-25T09:00:00+08:00")
    for text, reply in (("在吗", "utter_greet"), ("175 130斤穿多大", "utter_which_product"), ("谢谢", "utter_thank")):
        answer = closed_shop.say(shopper, text)
        assert answer["holder"] == "bot" and replies(answer) == [reply]
        assert OPENING not in answer["replies"][0]["text"]


def test_asking_again_queues_nobody_twice(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    closed_shop.say(shopper, "转人工")
    first = kept.ticket(shopper)
    for text in ("人工", "我要找真人", "叫客服来"):
        assert replies(closed_shop.say(shopper, text)) == ["utter_handover_already"]
    assert kept.ticket(shopper).id == first.id


def test_an_angry_shopper_is_calmed_and_told_when(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    answer = closed_shop.say(shopper, "你们就是骗子，我要投诉！")
    assert answer["holder"] == "bot" and replies(answer) == ["utter_complaint_closed", "utter_leave_word"]
    assert OPENING in answer["replies"][0]["text"] and kept.ticket(shopper).reason == "complaint"


def test_an_agent_who_is_there_all_the_same_may_take_over(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    closed_shop.say(shopper, "转人工")
    kept.human.desk.take(f"bridge:{shopper}", "小棉")
    answer = closed_shop.say(shopper, "在吗")
    assert (answer["holder"], answer["replies"]) == ("agent", [])


def test_a_reply_being_made_is_not_said_once_a_person_has_taken_over(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    closed_shop.say(shopper, "转人工")
    with ThreadPoolExecutor(1) as pool:
        with frozen(closed_shop):
            asked = pool.submit(closed_shop.say, shopper, "我的快递到哪了", id="late")
            wait_for(lambda: kept.pending() == ["late"], 5)
            time.sleep(0.5)  # by now the bot is waiting for the action's answer
            kept.human.desk.take(f"bridge:{shopper}", "小棉")
        answer = asked.result()
    assert (answer["holder"], answer["replies"]) == ("agent", [])
    assert [row for row in kept.said(shopper) if row["answers"] == "late"] == []
    again = closed_shop.say(shopper, "我的快递到哪了", id="late")
    assert (again["holder"], again["replies"]) == ("agent", []), "nor when asked for again"
