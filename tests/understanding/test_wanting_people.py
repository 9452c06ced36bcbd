"""Who wants a person, as the rules read it, and what the component makes of the classifier's ranking. No trained model."""

from __future__ import annotations

from typing import Any, Optional

import pytest
import yaml

from bot import no_tensorflow

no_tensorflow.install()

from rasa.shared.nlu.training_data.message import Message  # noqa: E402

from bot.settings import ROOT  # noqa: E402
from bot.understanding.asks_for_person import SURE, AsksForPerson  # noqa: E402
from bot.understanding.wanting_people import WORDS, Rules, Wish, rules  # noqa: E402


def wish(text: str) -> Optional[Wish]:
    return rules().wish(text)


# What is said ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "人工", "转人工！！", "找人工客服啊", "快点，人工", "人工呢", "我要真人客服", "麻烦给我转一下人工客服谢谢", "在线客服", "轉接專員", "接人工接人工",
    "来人", "换个人来", "给我找个活人", "能不能让我跟真人聊聊", "我要和人说话", "不想跟机器人说了", "我不要自动回复",
])  # fmt: skip
def test_plain_requests_ask(text: str) -> None:
    assert wish(text) is Wish.ASKS


@pytest.mark.parametrize("text", [
    "人工 订单号:330262285517743617", "260315-883726153748291 人工", "[订单x] 转人工", "人工330262285517743617",
    "我买的电饭锅用了两次就跳闸 你发的教程我都照做了没用 给我找个人来说", "在吗 想问下这个能退不 算了你转人工吧", "你是机器人吧 给我接人工",
])  # fmt: skip
def test_a_request_is_heard_beside_numbers_and_stories(text: str) -> None:
    assert wish(text) is Wish.ASKS


@pytest.mark.parametrize("text", ["转人功", "人共客服", "转rg", "RG", "仁工服务", "zhuan ren gong", "转-人-工", "人 工", "人！工！", "真仁客服", "转任工"])
def test_misspelt_spelt_out_and_spaced_out_requests_ask(text: str) -> None:
    assert wish(text) is Wish.ASKS


@pytest.mark.parametrize("text", [
    "搵個真人同我傾下", "畀个真人我", "搵你哋经理", "给俺整个人来", "侬叫个人来讲", "恁叫个人中不中", "喊个人来噻", "I want to talk to a human", "human please",
])  # fmt: skip
def test_dialects_and_english_ask(text: str) -> None:
    assert wish(text) is Wish.ASKS


@pytest.mark.parametrize("text", [
    "叫你们店长来跟我说", "找能拍板的", "让你们主管联系我", "你们客服电话多少", "给我回个电话", "打字说不清 电话沟通行吗", "怎么联系卖家",
    "昨天给我处理的客服工号1187 转给他", "换一个客服", "转售后",
])  # fmt: skip
def test_somebody_in_charge_somebody_known_and_a_call_are_people_too(text: str) -> None:
    assert wish(text) is Wish.ASKS


def test_a_request_at_the_end_of_an_essay_is_heard() -> None:
    assert wish("这件衣服洗了三次 " * 100 + "转人工") is Wish.ASKS


@pytest.mark.parametrize("text", ["不用转人工", "先不转人工了", "不用找人了", "人工就不用了", "别给我转客服了", "不找人工了", "不等人工了", "撤销转人工", "不排队了", "取消排队"])
def test_declining_a_person_is_no_request(text: str) -> None:
    assert wish(text) is Wish.DECLINES


@pytest.mark.parametrize("text", ["怎么还不转人工", "再不转人工我就投诉", "不转人工了吗", "为什么不给我转人工"])
def test_complaining_that_nobody_comes_declines_nobody(text: str) -> None:
    assert wish(text) is not Wish.DECLINES


@pytest.mark.parametrize("text", ["你是人工吗", "是真人在回我吗", "你是人还是机器", "真人？", "are you human", "客服是真人吗"])
def test_asking_who_is_speaking_is_no_request(text: str) -> None:
    assert wish(text) is Wish.ABOUT_US


@pytest.mark.parametrize("text", [
    "客服态度太差了", "客服昨天说三天内退", "上次客服推荐的L穿着小了", "联系过人工了 到账没", "人工皮的椅子掉不掉皮", "安装人工费多少", "人工养殖的海参", "真人模特穿的什么码",
    "快递员电话多少", "座机电话有白色的吗", "转接头能用吗", "电话改成159的那个", "送人的 包装好看点", "两人共用一个行吗", "几人工位的桌子", "不用给我打电话 放门口",
    "这件会起球吗", "", "？？？", "老板发货了没", "客服早啊",
])  # fmt: skip
def test_speaking_of_people_or_of_other_things_is_no_request(text: str) -> None:
    assert wish(text) in (None, Wish.NONE)


def test_no_training_sentence_of_another_intent_asks() -> None:
    """Whoever writes a rule sees at once whose words it takes."""
    wrong = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(file.read_text("utf8"), yaml.CSafeLoader)["nlu"]:
            lines = block["examples"].splitlines() if block["intent"] != "ask_human" else ()
            wrong += [line for line in lines if wish(line.removeprefix("- ")) is Wish.ASKS]
    assert len(wrong) <= 5, wrong


@pytest.mark.parametrize("text, left", [
    ("不用转人工，我就问问发什么快递", "我就问问发什么快递"), ("不用转人工", ""), ("会起球吗", "会起球吗"), ("不要人工皮的", "不要人工皮的"),
    ("别打电话 放门口", "别打电话 放门口"),
])  # fmt: skip
def test_what_is_asked_beside_declining_is_left(text: str, left: str) -> None:
    assert rules().without_declining(text) == left


@pytest.mark.parametrize("text", ["我要" * 300, "我要能不能给我 " * 80, "要个个个位位名名下来来" * 60, "人-" * 300, " " * 600, "之前客服" * 150, "x" * 4000])
def test_tiring_messages_are_read_to_the_end(text: str) -> None:
    assert wish(text) in (None, *Wish)


def test_a_broken_pattern_is_named() -> None:
    written = yaml.safe_load(WORDS.read_text("utf8"))
    with pytest.raises(ValueError, match="tells.*不知道"):
        Rules({**written, "tells": ["{不知道}说"]})


# What becomes of the ranking -------------------------------------------------------------------------------------------------


def understood(text: str, *ranking: tuple[str, float], questions: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """The message's properties after the component; each of `questions` is (text, the intent the classifier is sure of)."""
    ranked = [{"name": name, "confidence": sure} for name, sure in ranking]
    whole = {"text": text, "intent": ranked[0], "intent_ranking": ranked}
    parts = [{"text": t, "intent": {"name": i, "confidence": 0.9}, "intent_ranking": [{"name": i, "confidence": 0.9}], "entities": []}
             for t, i in questions]  # fmt: skip
    message = Message(data={**whole, "questions": parts or [{**whole, "entities": []}]})
    AsksForPerson({"intent": "ask_human", "instead": {"declines": "deny", "about_us": "ask_bot"}}).process([message])
    return message.data


def ranked(read: dict[str, Any]) -> dict[str, float]:
    assert read["intent"] == read["intent_ranking"][0]
    return {r["name"]: round(r["confidence"], 3) for r in read["intent_ranking"]}


def asked(read: dict[str, Any]) -> list[str]:
    return [q["intent"]["name"] for q in read["questions"]]


def test_a_request_comes_first_and_the_others_share_the_rest() -> None:
    read = understood("人工 订单号:330262285517743617", ("order_status", 0.8), ("ask_human", 0.2))
    assert ranked(read) == {"ask_human": SURE, "order_status": round(1 - SURE, 3)} and asked(read) == ["ask_human"]


def test_a_request_the_classifier_did_not_think_of_comes_first_too() -> None:
    assert ranked(understood("在线客服", ("greet", 0.9), ("thank", 0.1))) == {"ask_human": SURE, "greet": 0.018}


def test_where_the_rules_are_silent_the_classifier_decides() -> None:
    assert ranked(understood("有人管管吗", ("ask_human", 0.7), ("complain", 0.3))) == {"ask_human": 0.7, "complain": 0.3}


def test_another_thing_with_the_same_word_loses_the_request_and_nothing_gains() -> None:
    assert ranked(understood("安装人工费多少", ("ask_human", 0.7), ("ask_freight", 0.2), ("ask_price", 0.1))) == {
        "ask_freight": 0.2, "ask_price": 0.1, "ask_human": 0.0}  # fmt: skip


@pytest.mark.parametrize("text, instead", [("不用转人工了", "deny"), ("你是人工吗", "ask_bot")])
def test_what_such_a_message_is_instead_gets_the_confidence(text: str, instead: str) -> None:
    assert ranked(understood(text, ("ask_human", 0.9), ("greet", 0.1)))[instead] == 0.9


def test_of_a_declined_person_and_a_question_the_question_is_left() -> None:
    read = understood("不用转人工，发什么快递", ("ask_human", 0.9), ("ask_carrier", 0.1), questions=(("不用转人工", "ask_human"), ("发什么快递", "ask_carrier")))
    assert asked(read) == ["ask_carrier"] and read["intent"]["name"] == "ask_carrier"


def test_a_request_among_questions_is_one_of_them_once() -> None:
    read = understood("转人工 我的货呢", ("urge_shipping", 0.9), questions=(("转人工", "thank"), ("我的货呢", "urge_shipping")))
    assert asked(read) == ["ask_human", "urge_shipping"] and read["intent"]["name"] == "ask_human"


def test_a_request_in_no_single_part_is_added_to_the_questions() -> None:
    read = understood("发货没 包邮不 人工", ("ask_freight", 0.9), questions=(("发货没", "order_status"), ("包邮不", "ask_freight")))
    assert asked(read) == ["order_status", "ask_freight", "ask_human"]


def test_a_message_without_text_stays_as_it_is() -> None:
    message = Message(data={"text": "", "intent": {}, "intent_ranking": []})
    AsksForPerson({"intent": "ask_human", "instead": {}}).process([message])
    assert message.data == {"text": "", "intent": {}, "intent_ranking": []}


def test_an_unknown_wish_in_the_configuration_is_named() -> None:
    with pytest.raises(ValueError, match="refuses"):
        AsksForPerson({"intent": "ask_human", "instead": {"refuses": "deny"}})
