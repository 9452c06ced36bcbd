"""A night by a fixed clock: one promise, word and contact taken down, the bot goes on, and the morning finds a sorted queue."""

from __future__ import annotations

from typing import Iterator

import pytest

from bot.clock import Clock
from bot.desk.card import card_of
from bot.shop import Shop
from bot.stores import Stores
from tests.faults.records import Records
from tests.faults.test_closed_hours import OPENING, replies
from tests.running import CLOSED, ROOT, RunningShop


@pytest.fixture(scope="module")
def kept(closed_shop: RunningShop) -> Iterator[Records]:
    records = Records(closed_shop)
    yield records
    records.close()


def said(answer: dict) -> str:
    return "\n".join(r["text"] for r in answer["replies"])


def test_where_to_reach_the_shopper_is_kept_with_the_ticket_number_and_chat_name(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    closed_shop.say(shopper, "转人工")
    for text in ("打我电话 13912345678", "加我微信 abc_12345"):
        assert replies(closed_shop.say(shopper, text)) == ["utter_contact_kept"]
    assert kept.ticket(shopper).contact == "打我电话 13912345678；加我微信 abc_12345"


def test_a_contact_is_heard_even_while_pictures_are_waited_for(closed_shop: RunningShop, kept: Records) -> None:
    closed_shop.say("demo-09", "转人工")
    closed_shop.say("demo-09", "收到的衣服开线了")
    assert replies(closed_shop.say("demo-09", "加我微信 abc_12345")) == ["utter_contact_kept"]
    assert kept.ticket("demo-09").contact == "加我微信 abc_12345"


@pytest.mark.parametrize("text", ["那就麻烦早点回我", "嗯哼那个啥来着", "阿巴阿巴咕噜咕噜"])
def test_word_left_for_the_people_is_kept_and_not_asked_back_about(closed_shop: RunningShop, kept: Records, shopper: str, text: str) -> None:
    closed_shop.say(shopper, "转人工")
    for _ in range(4):  # more than the misses after which a person is fetched
        answer = closed_shop.say(shopper, text)
        assert len(answer["replies"]) == 1 and replies(answer)[0] in ("utter_word_kept", "utter_word_kept_guess")
        assert OPENING not in said(answer), "the promise is not repeated at every message"
        assert "转人工" not in str(answer["replies"][0]["buttons"])
    assert kept.ticket(shopper).reason == "asked"


@pytest.mark.parametrize("text", ["明天几点有人", "你们几点上班", "请问客服上班时间是什么", "人呢", "什么时候有人"])
def test_who_asks_when_somebody_is_there_after_the_promise_is_told(closed_shop: RunningShop, kept: Records, shopper: str, text: str) -> None:
    closed_shop.say(shopper, "转人工")
    answer = closed_shop.say(shopper, text)
    assert replies(answer) in (["utter_hours_queued"], ["utter_handover_already"]) and OPENING in said(answer)
    assert kept.ticket(shopper) is not None


def test_who_asks_when_somebody_is_there_before_any_promise_is_told_and_not_queued(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    answer = closed_shop.say(shopper, "你们几点上班")
    assert replies(answer) == ["utter_hours_closed"] and OPENING in said(answer) and "周一至周五 09:00-12:30" in said(answer)
    assert kept.ticket(shopper) is None


def test_what_was_asked_beside_the_hours_is_answered(closed_shop: RunningShop, shopper: str) -> None:
    assert replies(closed_shop.say(shopper, "你们几点上班 发什么快递"))[0] == "utter_hours_closed"
    assert "中通" in closed_shop.words(shopper, "你们几点上班，发什么快递")


@pytest.mark.parametrize("text", ["不用人工了", "算了，不用人工了，问题解决了", "不排队了"])
def test_who_wants_nobody_any_more_is_taken_off_the_queue_and_hears_so(closed_shop: RunningShop, kept: Records, shopper: str, text: str) -> None:
    closed_shop.say(shopper, "转人工")
    answer = closed_shop.say(shopper, text)
    assert (answer["holder"], replies(answer)) == ("bot", ["utter_called_off"])
    assert kept.ticket(shopper) is None
    assert [t.result for t in kept.human.queue.earlier(f"bridge:{shopper}")] == ["called_off"]
    assert replies(closed_shop.say(shopper, "转人工")) == ["utter_handover_closed", "utter_leave_word"], "and may ask again"


def test_an_angry_shopper_is_calmed_each_time_and_told_the_opening_once(closed_shop: RunningShop, shopper: str) -> None:
    assert OPENING in said(closed_shop.say(shopper, "你们就是骗子，我要投诉！"))
    for text in ("气死我了，垃圾店铺", "再不处理我就打12315"):
        answer = closed_shop.say(shopper, text)
        assert replies(answer) == ["utter_complaint_already"] and OPENING not in said(answer)
        assert any(word in said(answer) for word in ("抱歉", "对不起"))


def test_the_morning_queue_is_sorted_and_who_threatened_after_asking_comes_first(closed_shop: RunningShop, kept: Records, shopper: str) -> None:
    first, second, third = (f"{shopper}-{n}" for n in "abc")
    closed_shop.say(first, "转人工")
    closed_shop.say(second, "转人工")
    closed_shop.say(third, "你们太气人了，我要投诉")
    closed_shop.say(second, "再不处理我就打12315投诉你们")
    order = [t.shopper for t in kept.human.queue.waiting() if t.shopper in (first, second, third)]
    assert order == [second, third, first]
    ticket = kept.ticket(second)
    assert ticket.team == "投诉" and "threat" in [why["code"] for why in ticket.because]
    assert "pressed" in [change.kind for change in kept.human.changes.of(f"bridge:{second}")]


def test_orders_are_looked_up_at_night_and_the_morning_card_knows_what_happened_since(closed_shop: RunningShop, kept: Records) -> None:
    closed_shop.say("demo-06", "我快递到哪了")
    closed_shop.say("demo-06", "转人工")
    assert "郑州" in said(closed_shop.say("demo-06", "我快递到哪了"))
    closed_shop.say("demo-06", "打我电话 13912345678")
    orders = Stores(kept.engine, Clock.from_setting(CLOSED)).orders.of("demo-06")
    card = card_of(kept.ticket("demo-06"), kept.rows("demo-06"), orders, kept.human.customers.of("demo-06"), Shop(ROOT / "data" / "shop").content)
    assert (card.wanted, card.messages_since, card.contact) == ("我快递到哪了", 2, "打我电话 13912345678")
    assert card.order is not None and "郑州" in card.tried[-1].said
