"""What counts as a question the bot missed, and what does not."""

from __future__ import annotations

import pytest

from bot.handoff import Handover
from bot.missed.asking import asks_something, opens
from bot.missed.marking import mark_wrong
from bot.missed.missed import ASKED_BACK, CORRECTED, HANDED_OVER, UNANSWERED
from bot.missed.problems import MissedProblem

from .talking import Talking

QUESTION = "能在衣服上绣字吗"


@pytest.mark.parametrize(("reply", "kind"), [
    ("utter_ask_again", UNANSWERED), ("utter_out_of_scope", UNANSWERED), ("utter_word_kept", UNANSWERED), ("utter_ask_back", ASKED_BACK),
    ("utter_word_kept_guess", ASKED_BACK), ("utter_unsure_human_open", HANDED_OVER), ("utter_no_answer_closed", HANDED_OVER),
    ("utter_trouble_open_next", HANDED_OVER), ("utter_handover_already", HANDED_OVER),
])  # fmt: skip
def test_what_the_bot_had_no_answer_for_was_missed(talking: Talking, reply: str, kind: str) -> None:
    talking.asks("a", QUESTION, reply, "ask_size", 0.31)
    one, = talking.missed()
    assert (one.text, one.kind, one.intent, one.confidence, one.conversation) == (QUESTION, kind, "ask_size", 0.31, "web:a")


@pytest.mark.parametrize("reply", ["utter_size", "utter_faq/xiu_zi", "utter_greet", "utter_complaint_open"])
def test_what_the_bot_answered_was_not_missed(talking: Talking, reply: str) -> None:
    talking.asks("a", QUESTION, reply)
    assert talking.missed() == []


@pytest.mark.parametrize("text", [
    "在吗", "在吗在吗", "你好", "嗯嗯好的", "人呢？", "快点啊", "还要多久", "330281745930264817", "175 130", "身高175 体重130斤", "13812345678", "转人工", "我要人工客服",
    "？？？", "😂😂", "a", "好的 谢谢", "是的", "随便", "L码", "黑色的",
])  # fmt: skip
def test_small_talk_bare_values_and_wishes_are_no_questions(talking: Talking, text: str) -> None:
    talking.asked_back("a", text)
    assert talking.missed() == [] and not asks_something(text)


@pytest.mark.parametrize("text", ["能绣字吗", "多少钱可以绣", "有没有充电宝", "绣字", "wifi怎么连", "在吗 能绣字吗", "175的能穿男款吗"])
def test_a_short_question_is_one(text: str) -> None:
    assert asks_something(text)


def test_a_button_that_was_pressed_is_no_question_but_tells_what_the_last_one_meant(talking: Talking) -> None:
    talking.asked_back("a", "这个能绣个字不", buttons=(("商品的其他细节", "ask_product"), ("转人工客服", "ask_human")))
    talking.asks("a", "商品的其他细节", "utter_ask_again", "ask_product", 1.0)
    assert [(one.text, one.chosen) for one in talking.missed()] == [("这个能绣个字不", "ask_product")]


def test_pressing_for_a_person_says_nothing_about_the_meaning(talking: Talking) -> None:
    talking.asked_back("a", QUESTION, buttons=(("转人工客服", "ask_human"),))
    talking.asks("a", "转人工客服", "utter_handover_open", "ask_human", 1.0)
    assert [(one.text, one.kind, one.chosen) for one in talking.missed()] == [(QUESTION, ASKED_BACK, None)]


def test_a_card_is_no_question(talking: Talking) -> None:
    talking.asks("a", "", "utter_ask_again", "product_card", kind="product", product="P1001")
    assert talking.missed() == []


def test_a_message_sent_in_pieces_is_one(talking: Talking) -> None:
    first = talking.says("a", "我想问下")
    talking.asks("a", "能绣字吗", "utter_ask_again", before=(first,))
    assert talking.told() == [("我想问下，能绣字吗", UNANSWERED)]


def test_before_a_plain_wish_for_a_person_the_question_is_what_was_asked_before(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size", "ask_size", 0.8)
    talking.asks("a", "在吗", "utter_greet", "greet", 0.99)
    talking.wants_person("a")
    assert talking.told() == [(QUESTION, HANDED_OVER)]


def test_a_wish_long_after_the_question_is_not_about_it(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size")
    talking.clock.advance(hours=3)
    talking.wants_person("a")
    assert talking.missed() == []


def test_a_wish_after_the_bot_fetched_somebody_for_it_is_impatience(talking: Talking) -> None:
    talking.asks("a", "衣服破了个洞", "utter_follow_up_open", "quality_problem", 0.95)
    talking.wants_person("a")
    assert talking.missed() == []


def test_an_answer_to_the_bots_own_question_leads_back_to_what_was_asked(talking: Talking) -> None:
    talking.asks("a", "这款有没有孕妇能穿的", "utter_which_product", "ask_stock", 0.7)
    talking.asks("a", "针织开衫那个", "utter_stock", "ask_stock", 1.0)
    talking.wants_person("a")
    assert talking.told() == [("这款有没有孕妇能穿的", HANDED_OVER)]


def test_an_agent_who_answers_otherwise_corrects_the_bot(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size", "ask_size", 0.8)
    talking.wants_person("a")
    talking.takes("a")
    talking.replies("a", "您好，我来看一下")
    talking.replies("a", "可以绣的，一个字 5 元")
    assert [(one.text, one.kind, one.reply) for one in talking.missed()] == [(QUESTION, CORRECTED, "可以绣的，一个字 5 元")]


def test_an_agent_who_says_the_same_only_hands_it_over(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size", said="可以绣的，一个字 5 元，下单备注就行")
    talking.wants_person("a")
    talking.takes("a")
    talking.replies("a", "可以绣的，一个字 5 元，下单备注就行哦")
    assert talking.told() == [(QUESTION, HANDED_OVER)]


def test_a_supervisor_who_takes_over_and_answers_corrects_the_bot(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size", "ask_size", 0.8)
    talking.human.desk.take_over("web:a", "主管")
    talking.replies("a", "可以绣字", "主管")
    assert talking.told() == [(QUESTION, CORRECTED)]


def test_what_an_agent_says_to_a_later_question_corrects_nothing(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size")
    talking.human.desk.take_over("web:a", "主管")
    talking.says("a", "你们几点直播")
    talking.replies("a", "晚上八点开播", "主管")
    assert talking.missed() == []


def test_the_agents_first_real_answer_is_kept_without_the_persons_in_it(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_unsure_human_open", handover=Handover("unsure"))
    talking.takes("a")
    for text in ("在的亲", "王女士您好，前面的聊天记录我都看到了", "稍等，我查一下", "王女士，可以绣，加我微信mian2026发图", "好的"):
        talking.replies("a", text)
    assert talking.missed()[0].reply == "[姓名]，可以绣，加我微信[账号]发图"


def test_an_answer_after_the_agent_was_done_belongs_to_something_else(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_unsure_human_open", handover=Handover("unsure"))
    talking.takes("a")
    talking.replies("a", "您好")
    talking.ends("a")
    talking.wants_person("a")
    talking.takes("a")
    talking.replies("a", "您的包裹明天到")
    assert [one.reply for one in talking.missed() if one.text == QUESTION] == [""]


def test_a_question_that_nobody_answered_was_missed_and_one_an_agent_answered_was_not(talking: Talking) -> None:
    for shopper in ("a", "b"):
        talking.wants_person(shopper)
        talking.asks(shopper, f"{shopper}款能绣字吗", "")
    talking.takes("b")
    talking.replies("b", "可以绣的")
    assert talking.told() == [("a款能绣字吗", UNANSWERED)]


def test_a_message_the_bot_is_about_to_answer_is_not_missed(talking: Talking) -> None:
    talking.says("a", QUESTION)
    assert talking.missed() == []


def test_a_bubble_that_an_agent_marks_was_no_answer_until_the_mark_is_taken_back(talking: Talking) -> None:
    bubble = int(talking.asks("a", QUESTION, "utter_size", "ask_size", 0.92))
    assert mark_wrong(talking.engine, talking.clock, bubble, "小棉") == "web:a"
    assert talking.told() == [(QUESTION, CORRECTED)]
    mark_wrong(talking.engine, talking.clock, bubble, "小棉", wrong=False)
    assert talking.missed() == []


def test_only_what_the_bot_answered_can_be_marked(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_size")
    own = talking.transcript.history("web:a")[0]["seq"]
    for message in (own, 10_000):
        with pytest.raises(MissedProblem, match="机器人的回答"):
            mark_wrong(talking.engine, talking.clock, message, "小棉")


def test_personal_data_is_gone_and_a_message_of_nothing_else_is_dropped(talking: Talking) -> None:
    talking.asks("a", "我电话13812345678 能绣字吗", "utter_ask_again")
    talking.asks("a", "张伟 13800138000 杭州市西湖区文三路88号", "utter_ask_again")
    assert [one.text for one in talking.missed()] == ["我电话[电话] 能绣字吗"]


def test_old_conversations_are_not_looked_at(talking: Talking) -> None:
    talking.asks("a", QUESTION, "utter_ask_again")
    talking.clock.advance(days=31)
    assert talking.missed() == []


@pytest.mark.parametrize("text", ["您好", "在的亲", "您好，我来看一下", "稍等，我帮您查一下", "好的，马上", "亲亲，请稍等哦", "嗯嗯收到", ""])
def test_an_opener_answers_nothing(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize("text", ["可以的", "不能绣字", "您好，可以绣", "稍等发您链接，一个字5元", "没有实体店"])
def test_an_answer_is_no_opener(text: str) -> None:
    assert not opens(text)


@pytest.mark.parametrize("piece", ["好的", "在吗", "没事了", "是的", "稍等", "请稍等一下", "我看一下", "您好"])
def test_a_long_row_of_fillers_is_read_in_passing(piece: str) -> None:
    """Each of these can be cut in more ways than one; trying them all would take longer than the shop exists."""
    asks_something(f"{piece * 60}绣")
    assert not opens(f"{piece * 60}绣")
