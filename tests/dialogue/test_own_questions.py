"""The shop's own questions: answered as the book has them now, and otherwise never, not even as a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.rehearsal import Rehearsal
from bot.faq import Entry
from bot.handoff import Incoming, Outcome

from .fakes import TUESDAY
from .hearing import heard
from .talking import HELD, Talk, said, texts

PAY = Entry("hua_bei", "可以用花呗吗", "可以", topic="付款")
PROMOTION = Entry("man_jian", "双十二满减怎么算", "满300减50")
TUMBLE = Entry("hong_gan", "能放烘干机吗", "可以低温烘", product="P1006")


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """A shop with three questions of its own."""
    talk = Talk(faq=tmp_path / "faq")
    talk.book.change(lambda entries: {entry.name: entry for entry in (PAY, PROMOTION, TUMBLE)})
    return talk


def ranked(text: str, *labels: tuple[str, float]) -> dict[str, Any]:
    """A parse with this ranking."""
    parse = heard(text, *labels[0])
    ranking = [{"name": name, "confidence": sure} for name, sure in labels]
    return {**parse, "intent_ranking": ranking, "questions": [{**parse["questions"][0], "intent_ranking": ranking}]}


async def ask(talk: Talk, text: str, *labels: tuple[str, float], **message: Any) -> Outcome:
    talk.count += 1
    talk.agent.hears[text] = ranked(text, *labels)
    return await talk.turn(said(text, f"m-{talk.count}", **message))


def titles(outcome: Outcome) -> list[str]:
    return [b["title"] for b in outcome.replies[-1].buttons]


# Answering -------------------------------------------------------------------------------------------------------------------


async def test_the_reply_and_the_intent_bear_the_name_of_the_question(talk: Talk) -> None:
    (spoken,) = (await ask(talk, "花呗能用不", (PAY.intent, 0.9))).replies
    assert (spoken.intent, spoken.confidence, spoken.reply) == ("faq/hua_bei", 0.9, "utter_faq/hua_bei")
    assert talk.agent.questions[-1]["intent"] == "faq/hua_bei"


async def test_rasas_rules_are_asked_by_the_name_that_all_own_questions_share(talk: Talk) -> None:
    await ask(talk, "花呗能用不", (PAY.intent, 0.9))
    await ask(talk, "会起球吗", ("ask_pilling", 0.9))
    assert talk.agent.decided == ["faq", "ask_pilling"]


async def test_after_an_answer_thanks_questions_and_fragments_work_as_after_any_other(talk: Talk) -> None:
    await ask(talk, "会起球吗", ("ask_pilling", 0.9), product="P1006")
    await ask(talk, "花呗能用不", (PAY.intent, 0.9))
    assert texts(await ask(talk, "谢谢", ("thank", 0.95))) == ["答thank"]
    await ask(talk, "那多少钱", ("ask_price", 0.9))
    assert (talk.agent.questions[-1]["intent"], talk.agent.questions[-1]["product_id"]) == ("ask_price", "P1006")


# Not answered any more -------------------------------------------------------------------------------------------------------


async def test_a_question_is_answered_to_the_end_of_its_last_minute_and_no_longer(talk: Talk) -> None:
    talk.book.expire(PROMOTION.name, TUESDAY, "小王", TUESDAY)
    talk.clock.moment = TUESDAY + timedelta(seconds=59)
    assert texts(await ask(talk, "满减怎么算", (PROMOTION.intent, 0.95), ("ask_discount", 0.01))) == ["答faq/man_jian"]
    talk.clock.moment = TUESDAY + timedelta(seconds=60)
    assert "答" not in "".join(texts(await ask(talk, "满减怎么算", (PROMOTION.intent, 0.95), ("ask_discount", 0.01))))


@pytest.mark.parametrize("entry", [None, replace(PAY, valid_from=TUESDAY + timedelta(days=1)), replace(PAY, valid_until=TUESDAY - timedelta(days=1))],
                         ids=["deleted", "not yet valid", "expired"])  # fmt: skip
async def test_what_has_no_answer_now_is_a_persons_when_nothing_else_is_likely(talk: Talk, entry: Entry | None) -> None:
    talk.book.change(lambda entries: {entry.name: entry} if entry else {})
    outcome = await ask(talk, "花呗能用不", (PAY.intent, 0.97), ("ask_price", 0.001), ("greet", 0.001))
    assert texts(outcome) == ["utter_no_answer_open_next"] and outcome.holder == "waiting"
    assert talk.agent.questions == [], "no action was asked"


async def test_a_neighbour_is_offered_and_not_answered_where_the_right_answer_is_over(talk: Talk) -> None:
    talk.book.remove(PAY.name)
    outcome = await ask(talk, "花呗能用不", (PAY.intent, 0.97), ("ask_price", 0.02), (PROMOTION.intent, 0.001))
    assert texts(outcome) == ["utter_ask_back"] and titles(outcome) == ["多少钱", "转人工客服"]


async def test_a_neighbour_that_was_sure_beside_it_is_answered(talk: Talk) -> None:
    talk.book.remove(PAY.name)
    assert texts(await ask(talk, "花呗能用不", ("ask_price", 0.8), (PAY.intent, 0.15))) == ["答ask_price"]


async def test_a_ranking_with_nothing_left_crashes_nothing(talk: Talk) -> None:
    outcome = await ask(talk, "咕", ("faq/gone", 0.4), ("faq/gone_too", 0.3))
    assert texts(outcome) == ["utter_no_answer_open_next"]


async def test_of_two_questions_the_one_without_an_answer_hides_not_the_other(talk: Talk) -> None:
    parse = heard("花呗能用不，会起球吗", PAY.intent, 0.5, ("花呗能用不", "faq/gone"), ("会起球吗", "ask_pilling"))
    parse["questions"][0]["intent_ranking"] = [{"name": "faq/gone", "confidence": 0.9}, {"name": "ask_pilling", "confidence": 0.05}]
    talk.agent.hears["花呗能用不，会起球吗"] = parse
    assert texts(await talk.turn(said("花呗能用不，会起球吗"))) == ["答ask_pilling"]


async def test_a_book_that_cannot_be_read_leaves_the_other_questions_alone(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise PermissionError("data/shop/faq")

    monkeypatch.setattr(talk.book, "read", broken)
    assert texts(await ask(talk, "会起球吗", ("ask_pilling", 0.9), (PAY.intent, 0.05))) == ["答ask_pilling"]
    assert titles(await ask(talk, "毛毛的事情咋说来着", ("ask_pilling", 0.4), (PAY.intent, 0.2))) == ["会不会起球", "转人工客服"]


# One product -----------------------------------------------------------------------------------------------------------------


async def test_what_is_about_one_product_is_answered_with_it_or_with_none_in_view(talk: Talk) -> None:
    for message in ({}, {"product": "P1006"}, {"product": "100601"}):
        talk.count += 10
        assert texts(await ask(talk, "烘干机行不行", (TUMBLE.intent, 0.95), **message)) == ["答faq/hong_gan"]


@pytest.mark.parametrize("text", ["圆领卫衣烘干机行不行", "烘干机行不行"], ids=["named", "card"])
async def test_what_is_about_another_product_is_not_answered(talk: Talk, text: str) -> None:
    message = {} if "圆领" in text else {"product": "P1007"}
    outcome = await ask(talk, text, (TUMBLE.intent, 0.95), ("ask_pilling", 0.03), **message)
    assert texts(outcome) == ["utter_ask_back"] and titles(outcome) == ["会不会起球", "转人工客服"]


async def test_a_product_talked_about_before_is_in_view_and_a_newly_named_one_goes_before_it(talk: Talk) -> None:
    await ask(talk, "会起球吗", ("ask_pilling", 0.9), product="P1007")
    assert texts(await ask(talk, "烘干机行不行", (TUMBLE.intent, 0.95))) == ["utter_no_answer_open_next"]
    other = Talk(faq=talk.book.folder)
    await ask(other, "会起球吗", ("ask_pilling", 0.9), product="P1007")
    assert texts(await ask(other, "加绒卫衣烘干机行不行", (TUMBLE.intent, 0.95))) == ["答faq/hong_gan"]


async def test_what_is_about_goods_that_are_not_sold_any_more_is_not_answered(talk: Talk) -> None:
    talk.book.put(replace(TUMBLE, product="P9999"))
    assert texts(await ask(talk, "烘干机行不行", (TUMBLE.intent, 0.95))) == ["utter_no_answer_open_next"]


# Asking back -----------------------------------------------------------------------------------------------------------------


async def test_a_guess_bears_the_question_and_pressing_it_answers_it(talk: Talk) -> None:
    outcome = await ask(talk, "花呗", ("ask_price", 0.3), (PAY.intent, 0.25), ("faq/gone", 0.2))
    assert titles(outcome) == ["多少钱", "可以用花呗吗", "转人工客服"]
    assert texts(await talk("可以用花呗吗", "nothing", 0.1)) == ["答faq/hua_bei"]


async def test_a_long_question_has_a_short_button_which_asks_it_in_full(talk: Talk) -> None:
    question = "你们家的衣服可以用花呗分期付款吗？我想分六期不知道要不要利息"
    talk.book.put(replace(PAY, question=question))
    (button, _) = (await ask(talk, "花呗", (PAY.intent, 0.3))).replies[0].buttons
    assert (button["title"], button["payload"]) == ("你们家的衣服可以用花呗分期付款吗", question)
    assert texts(await talk(question, "nothing", 0.1)) == ["答faq/hua_bei"]


async def test_two_buttons_never_look_alike(talk: Talk) -> None:
    long = [f"冬天的时候羽绒服外套洗完以后要怎么晾晒才不会跑绒{end}" for end in ("机洗", "手洗")]
    for name, question in zip(("a", "b"), long):
        talk.book.put(Entry(name, question, name))
    assert titles(await ask(talk, "晾", ("faq/a", 0.3), ("faq/b", 0.3))) == [*long, "转人工客服"]


async def test_several_similar_own_questions_are_offered_though_none_is_likely_alone(talk: Talk) -> None:
    assert titles(await ask(talk, "付", (PAY.intent, 0.1), (PROMOTION.intent, 0.09))) == ["可以用花呗吗", "双十二满减怎么算", "转人工客服"]


@pytest.mark.parametrize("first", ["no_answer", "out_of_scope"])
async def test_an_own_question_is_asked_back_about_before_the_shop_is_said_to_have_no_answer(talk: Talk, first: str) -> None:
    assert titles(await ask(talk, "花呗", (first, 0.55), (PAY.intent, 0.2))) == ["可以用花呗吗", "转人工客服"]
    other = await ask(talk, "别的", (first, 0.55), (PAY.intent, 0.05))
    assert other.replies[0].buttons == []


async def test_a_button_whose_answer_is_over_leads_nowhere(talk: Talk) -> None:
    await ask(talk, "花呗", (PAY.intent, 0.3))
    talk.book.remove(PAY.name)
    assert "答faq/hua_bei" not in texts(await ask(talk, "可以用花呗吗", (PAY.intent, 0.99)))


# What goes before an own question --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what, text", [("address", "朝阳三里屯太古里8"), ("reason", "不想要了"), ("measures", "175 130斤"), ("confirm", "好的"), ("size", "XL")])
async def test_an_answer_to_what_we_asked_stays_one(talk: Talk, what: str, text: str) -> None:
    talk.asks("change_address", what, missing=["height", "weight"])
    await ask(talk, "改一下", ("change_address", 0.9))
    await ask(talk, text, (PAY.intent, 0.97))
    assert talk.agent.questions[-1]["intent"] == "change_address"


async def test_an_own_question_that_asks_something_goes_before_what_we_asked(talk: Talk) -> None:
    talk.asks("change_address", "address")
    await ask(talk, "改一下", ("change_address", 0.9))
    assert texts(await ask(talk, "可以用花呗吗", (PAY.intent, 0.97))) == ["答faq/hua_bei"]


async def test_a_card_and_a_wish_for_a_person_are_no_own_question(talk: Talk) -> None:
    await ask(talk, "花呗能用不", (PAY.intent, 0.9))
    await talk.turn(Incoming("m-card", "buyer", "product", "", product="P1006"))
    assert talk.agent.questions[-1]["intent"] == "product_card"
    outcome = await ask(talk, "转人工", (PAY.intent, 0.9))
    assert outcome.holder == "waiting"


# For agents ------------------------------------------------------------------------------------------------------------------


async def rehearsed(talk: Talk, text: str, *labels: tuple[str, float]) -> list[tuple[str, str]]:
    talk.agent.hears[text] = ranked(text, *labels)
    return await Rehearsal(talk.dialogue, talk.shop).answers(talk.transcript.conversation(HELD), Incoming("s", "buyer", text=text))


async def test_an_agent_is_suggested_own_answers_and_none_that_are_over(talk: Talk) -> None:
    await ask(talk, "会起球吗", ("ask_pilling", 0.9))
    assert await rehearsed(talk, "花呗能用不", (PAY.intent, 0.5), (PROMOTION.intent, 0.3)) == [
        (PAY.intent, "答faq/hua_bei"), (PROMOTION.intent, "答faq/man_jian")]
    talk.book.remove(PAY.name)
    assert await rehearsed(talk, "花呗能用不", (PAY.intent, 0.5), (PROMOTION.intent, 0.3)) == [(PROMOTION.intent, "答faq/man_jian")]
    assert await rehearsed(talk, "花呗能用不", (PAY.intent, 0.95), ("ask_price", 0.02)) == []


async def test_a_ticket_after_an_own_question_has_its_topic(talk: Talk) -> None:
    await ask(talk, "花呗能用不", (PAY.intent, 0.9))
    await ask(talk, "转人工", ("ask_human", 0.95))
    assert talk.human.queue.current(HELD).topic == "faq"


async def test_a_question_without_an_answer_any_more_is_told_to_agents_as_such(talk: Talk) -> None:
    talk.book.remove(PAY.name)
    await ask(talk, "花呗能用不", (PAY.intent, 0.97))
    ticket = talk.human.queue.current(HELD)
    assert (ticket.reason, ticket.intent, ticket.facts["wanted"]) == ("no_answer", "no_answer", "花呗能用不")
