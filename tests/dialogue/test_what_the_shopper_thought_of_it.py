"""After a conversation with a person the shopper is asked once what they thought of it."""

from __future__ import annotations

import pytest

from bot.dialogue.satisfaction import grade_in, question

from .fakes import wording
from .hearing import heard
from .talking import HELD, Talk, texts

GRADES = {"A": ("满意", "挺好的"), "B": ("一般", "还行"), "C": ("不满意",)}


async def ended(talk: Talk) -> int:
    """Handed over, taken and ended; the ticket's id."""
    await talk("转人工", "ask_human")
    talk.human.desk.take(HELD, "小棉")
    ticket = talk.human.queue.current(HELD).id
    talk.human.desk.end(HELD, "小棉", "solved", question(wording(talk.shop), talk.shop))
    return ticket


async def test_the_grade_is_kept_with_the_ticket_and_thanked_for(talk: Talk) -> None:
    ticket = await ended(talk)
    assert texts(await talk("A 满意")) == ["utter_rating_thanks"]
    assert talk.human.queue.one(ticket).satisfaction == "A"


async def test_a_bad_grade_is_asked_about_and_the_reason_kept(talk: Talk) -> None:
    ticket = await ended(talk)
    assert texts(await talk("不满意")) == ["utter_ask_why"]
    assert texts(await talk("等太久了", "complain_not", 0.1)) == ["utter_rating_thanks"]
    found = talk.human.queue.one(ticket)
    assert (found.satisfaction, found.satisfaction_why) == ("C", "等太久了")


async def test_a_reason_that_sounds_like_an_order_is_still_a_reason(talk: Talk) -> None:
    ticket = await ended(talk)
    await talk("C")
    assert texts(await talk("回复太慢了", "urge_shipping")) == ["utter_rating_thanks"]
    assert talk.human.queue.one(ticket).satisfaction_why == "回复太慢了"


async def test_a_question_instead_of_a_reason_is_answered(talk: Talk) -> None:
    await ended(talk)
    await talk("C")
    assert texts(await talk("会起球吗", "ask_pilling")) == ["答ask_pilling"]


async def test_it_is_heard_once_and_never_held_against_other_words(talk: Talk) -> None:
    ticket = await ended(talk)
    assert texts(await talk("会起球吗", "ask_pilling")) == ["答ask_pilling"]
    await talk("B")
    await talk("C", "nothing")
    assert talk.human.queue.one(ticket).satisfaction == "B"


async def test_nobody_is_graded_unasked(talk: Talk) -> None:
    outcome = await talk("A", "ask_size")
    assert texts(outcome) == ["答ask_size"]


async def test_a_grade_with_its_reason_needs_no_question(talk: Talk) -> None:
    ticket = await ended(talk)
    assert texts(await talk("不满意，解决不了问题")) == ["utter_rating_thanks"]
    found = talk.human.queue.one(ticket)
    assert (found.satisfaction, found.satisfaction_why) == ("C", "解决不了问题")


async def test_what_is_asked_beside_a_grade_is_answered(talk: Talk) -> None:
    ticket = await ended(talk)
    talk.agent.hears["那什么时候发货"] = heard("那什么时候发货", "ask_ship_time", 0.95)
    assert texts(await talk("满意，那什么时候发货")) == ["utter_rating_thanks", "答ask_ship_time"]
    assert talk.human.queue.one(ticket).satisfaction == "A"


async def test_an_angry_reason_is_kept_and_a_person_fetched_again(talk: Talk) -> None:
    ticket = await ended(talk)
    await talk("C")
    outcome = await talk("等了六七分钟才有人理 态度差", "complain", 0.9)
    assert outcome.holder == "waiting" and talk.human.queue.one(ticket).satisfaction_why == "等了六七分钟才有人理 态度差"


@pytest.mark.parametrize("text, grade", [
    ("A", "A"), ("b", "B"), ("A 满意", "A"), ("A。", "A"), ("满意。", "A"), ("不满意", "C"), ("c：不满意！", "C"), ("满意，谢谢", "A"), ("非常满意👍", "A"),
    ("挺好的", "A"), ("还行吧", "B"), ("A字裙", None), ("满意度怎么填", None), ("", None),
])  # fmt: skip
def test_a_grade_is_what_the_message_begins_with(text: str, grade: str | None) -> None:
    assert grade_in(text, GRADES)[0] == grade
