"""Who asks when people are there is told, in any words; whoever asks after a courier, a parcel or a restock is not meant."""

from __future__ import annotations

import pytest

from bot.dialogue.when_people import asks_after_them, asks_when, without_when

from .hearing import heard
from .talking import HELD, Talk, texts


@pytest.mark.parametrize("text", [
    "明天几点有人", "你们几点上班", "你们上班时间是什么", "几点有客服", "明天早上有人吗", "周末有人上班吗", "什么时候有人", "你们营业时间是几点到几点",
    "几点下班", "春节有人吗", "你们周末上班吗", "请问你们几点上班呀", "客服什么时候上班", "人工客服的工作时间", "几点到几点有人", "国庆放假吗",
    "周日休息吗", "上班是几点到几点", "什么时候有人在", "客服在线时间是什么时候", "你好请问明天几点上班", "周六日有人值班吗", "你们24小时有人吗",
])  # fmt: skip
def test_asking_when_people_are_there_is_heard(text: str) -> None:
    assert asks_when(text)


@pytest.mark.parametrize("text", [
    "驿站几点下班", "快递几点上班", "什么时候有人上门取件", "我几点上班没法收", "明天有人在家吗", "什么时候发货", "几点截单", "我明天上班没人收", "明天上班能穿吗",
    "什么时候上新", "什么时候有货", "上班穿合适吗", "快递员几点下班", "什么时候能到", "休息时间穿的", "周末发货吗", "春节发货吗", "转人工", "有人吗", "在吗",
])  # fmt: skip
def test_other_matters_are_not_taken_for_it(text: str) -> None:
    assert not asks_when(text) and without_when(text) == text


@pytest.mark.parametrize("text, after", [
    ("人呢", True), ("还没人吗", True), ("怎么还没人回", True), ("什么时候回复我", True), ("还要等多久", True), ("客服呢？人呢", True), ("有人在吗", True),
    ("约的今天取 没人来", False), ("物流显示异常 没人处理", False), ("要等多久发货", False), ("在吗", False), ("有人买过吗", False), ("", False), ("？？", False),
])  # fmt: skip
def test_asking_after_the_person_who_was_promised_is_the_whole_message(text: str, after: bool) -> None:
    assert asks_after_them(text) is after


@pytest.mark.parametrize("text, rest", [
    ("你们几点上班 发什么快递", "发什么快递"), ("发什么快递？你们几点上班", "发什么快递"), ("几点有人，明天上班吗", ""), ("周末上班不，能寄吧", "能寄吧"),
])  # fmt: skip
def test_the_rest_of_the_message_is_left(text: str, rest: str) -> None:
    assert without_when(text) == rest


async def test_at_night_the_next_opening_is_told_and_nobody_queued() -> None:
    talk = Talk(hour=23)
    assert texts(await talk("你们几点上班", "out_of_scope", 0.9)) == ["utter_hours_closed 明天 09:00"]
    assert talk.human.queue.all() == []


async def test_by_day_the_hours_are_told(talk: Talk) -> None:
    outcome = await talk("你们几点下班", "no_answer", 0.9)
    assert texts(outcome) == ["utter_hours_open"] and outcome.holder == "bot", "this has an answer, whatever the classifier thinks"


async def test_who_was_promised_a_person_hears_that_it_stands() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    for text in ("几点有人", "人呢"):
        assert texts(await talk(text, "greet", 0.9)) == ["utter_hours_queued 明天 09:00"]
    assert len(talk.human.queue.all()) == 1


async def test_without_a_promise_a_greeting_is_a_greeting(talk: Talk) -> None:
    assert texts(await talk("有人在吗", "greet")) == ["答greet"]


async def test_a_question_beside_it_is_answered_and_a_greeting_is_not(talk: Talk) -> None:
    assert texts(await talk("你们几点上班 会起球吗", "ask_pilling")) == ["utter_hours_open", "答ask_pilling"]
    talk.agent.hears["会起球吗"] = heard("会起球吗", "ask_pilling", 0.9)
    assert texts(await talk("几点上班，会起球吗", "no_answer")) == ["utter_hours_open", "答ask_pilling"], "read by itself where the whole is unclear"
    talk.agent.hears["你好"] = heard("你好", "greet", 0.9)
    assert texts(await talk("你好 你们几点上班", "greet")) == ["utter_hours_open"]


async def test_who_asks_for_a_person_beside_it_gets_one(talk: Talk) -> None:
    outcome = await talk("几点上班啊 转人工", "ask_human")
    assert outcome.holder == "waiting" and talk.human.queue.current(HELD).reason == "asked"


async def test_a_number_left_beside_it_is_kept() -> None:
    talk = Talk(hour=23)
    await talk("转人工", "ask_human")
    talk.agent.hears["微信 shop_12345"] = heard("微信 shop_12345", "nothing", 0.1)
    assert texts(await talk("几点上班，微信 shop_12345", "nothing", 0.1)) == ["utter_hours_queued 明天 09:00", "utter_contact_kept"]
    assert talk.human.queue.current(HELD).contact == "微信 shop_12345"


@pytest.mark.parametrize("text", ["还时间段几点钟你家24小时几点钟真人真人人工呵", "你们家在上班上班吗我那明天24小时早上呵", "人工客服" * 9 + "呵", "24小时几点钟" * 5 + "呵"])
def test_words_piled_up_ask_nothing_and_come_to_an_end(text: str) -> None:
    """Tried one by one, the ways to cut these apart would keep a server busy for the rest of the day."""
    assert not asks_when(text) and not asks_after_them(text)
