"""In opening hours a handover silences the bot until a person has answered and given the conversation back."""

from __future__ import annotations

import pytest

from tests.faults.records import Records
from tests.running import RunningShop

WORDINGS = [
    "转人工", "人工", "人工客服", "转 人 工！！", "我要找真人", "叫你们客服来", "别机器人了找个人来", "能不能换个活人跟我说", "请转接人工服务谢谢", "zrg",
    "亲，麻烦帮我转一下人工可以吗", "我想和真人聊",
]  # fmt: skip
AGENT = "小棉"


def silent(answer: dict, holder: str) -> bool:
    return (answer["holder"], answer["replies"], answer["merged_into"]) == (holder, [], None)


@pytest.mark.parametrize("words", WORDINGS)
def test_asking_for_a_person_in_any_words_queues_at_once_and_the_bot_is_silent(
    shop: RunningShop, records: Records, shopper: str, words: str
) -> None:  # fmt: skip
    answer = shop.say(shopper, words)
    assert answer["holder"] == "waiting" and [r["reply"].startswith("utter_handover_open") for r in answer["replies"]] == [True]
    ticket = records.ticket(shopper)
    assert ticket and (ticket.state, ticket.reason, ticket.intent, ticket.last_said) == ("open", "asked", "ask_human", words)
    assert ticket.confidence and ticket.promised is None
    for text in ("在吗", "我的快递到哪了", "转人工"):
        assert silent(shop.say(shopper, text), "waiting")
    assert [row["text"] for row in records.heard(shopper)] == [words, "在吗", "我的快递到哪了", "转人工"], "a person will read it all"


@pytest.mark.parametrize("words", ["你们就是骗子，我要投诉！", "垃圾店铺，气死我了", "再不处理我就打12315"])
def test_an_angry_shopper_is_calmed_and_fetched_a_person(shop: RunningShop, records: Records, shopper: str, words: str) -> None:
    answer = shop.say(shopper, words)
    assert answer["holder"] == "waiting" and answer["replies"][0]["reply"].startswith("utter_complaint_open")
    assert any(word in answer["replies"][0]["text"] for word in ("抱歉", "对不起"))
    assert records.ticket(shopper).reason == "complaint"


def test_an_agent_takes_speaks_and_gives_back(shop: RunningShop, records: Records, shopper: str) -> None:
    asked, conversation = shop.say(shopper, "转人工", id="ask"), f"bridge:{shopper}"
    records.human.desk.take(conversation, AGENT)
    assert silent(shop.say(shopper, "有人吗", id="hello"), "agent")
    records.human.desk.reply(conversation, AGENT, "您好，我是小棉，在的。")
    heard = shop.later(shopper, asked["replies"][-1]["id"])
    assert heard["holder"] == "agent" and [(r["author"], r["text"]) for r in heard["replies"]] == [("agent", "您好，我是小棉，在的。")]
    assert shop.later(shopper, "hello")["replies"] == heard["replies"], "one's own message is a place to read on from, too"
    assert shop.later(shopper, heard["replies"][-1]["id"])["replies"] == []
    records.human.desk.give_back(conversation, AGENT, "接下来由我继续为您服务。")
    assert [r["author"] for r in shop.later(shopper, heard["replies"][-1]["id"])["replies"]] == ["notice"]
    again = shop.say(shopper, "在吗")
    assert again["holder"] == "bot" and again["replies"][0]["reply"] == "utter_greet"
    assert records.ticket(shopper) is None
    assert shop.say(shopper, "转人工")["holder"] == "waiting", "and a person can be asked for again"


def test_one_shoppers_handover_silences_nobody_else(shop: RunningShop, shopper: str) -> None:
    assert shop.say(shopper, "转人工")["holder"] == "waiting"
    assert shop.say(f"{shopper}-other", "在吗")["holder"] == "bot"
