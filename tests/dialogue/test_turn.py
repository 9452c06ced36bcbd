"""One turn from gathered messages to what is committed, with a scripted agent and a real transcript in memory."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from sqlalchemy.engine import Engine

from bot.dialogue.people import People
from bot.dialogue.rasa_call import shown_to_rasa
from bot.dialogue.sight import joined, see
from bot.dialogue.turn import Dialogue
from bot.dialogue.understood import Understood, first_values
from bot.handoff import Desk, Incoming, Outcome, Transcript
from bot.stores import Stores, connect, metadata

from .fakes import TUESDAY, AtOnce, FixedClock, ScriptedAgent, shop, wording
from .hearing import EXTRACTOR, NUMBER, heard

HELD = "web:buyer"


def said(text: str, id: str = "m-1", **more: Any) -> Incoming:
    return Incoming(id, "buyer", more.pop("kind", "text"), text, **more)


# What is gathered ------------------------------------------------------------------------------------------------------------


def test_fragments_become_one_message_under_the_last_ones_id() -> None:
    found = joined([said("这件", "a"), said("  ", "b"), said(" 起球吗 ", "c", sent_at="2026-11-24T10:00:00+08:00")])
    assert (found.id, found.text, found.kind, found.shopper) == ("c", "这件，起球吗", "text", "buyer")


def test_the_latest_card_and_picture_count_wherever_they_stand() -> None:
    found = joined([
        said("", "a", kind="product", product="P1"), said("", "b", kind="order", order="26-1"), said("", "c", kind="product", product="P2"), said("多少钱", "d")])
    assert (found.kind, found.product, found.order, found.text, found.id) == ("product", "P2", "26-1", "多少钱", "d")


def test_one_message_stays_as_it_is() -> None:
    alone = said("看图", kind="image", image_url="/chat/images/x.png", product="P1")
    assert joined([alone]) == alone


def test_of_very_many_words_the_latest_are_read() -> None:
    found = joined([said("字" * 2000, str(n)) for n in range(20)] + [said("会起球吗", "last")])
    assert len(found.text) == 2000 and found.text.endswith("字，会起球吗")


@pytest.mark.parametrize("text", ["/restart", "/ask_size{\"size\": \"L\"}", "  /session_start", "\n/back", "／restart"])
def test_a_command_typed_by_a_shopper_is_no_command(text: str) -> None:
    shown = shown_to_rasa(text)
    assert not shown.lstrip().startswith("/") and len(shown) == len(text)


@pytest.mark.parametrize("text", ["", "175/65kg", "会起球吗", " 多少钱", "@客服"])
def test_other_texts_are_shown_as_they_are(text: str) -> None:
    assert shown_to_rasa(text) == text


# What is in view -------------------------------------------------------------------------------------------------------------


def seen(text: str = "", memory: Optional[dict] = None, entities: Optional[dict] = None, **message: Any) -> dict[str, Any]:
    found = EXTRACTOR.extract(text)
    return see(Understood("x", 1.0, text, True, {**first_values(found), **(entities or {})}, found), said(text, **message), memory or {}, shop().content)


def test_a_card_puts_its_product_in_view_with_colour_and_size_when_it_names_them() -> None:
    assert seen(product="P1006") == {"product": "P1006", "sku": None}
    assert seen(product="100601") == {"product": "P1006", "sku": "100601"}


def test_a_named_product_goes_before_the_card_and_before_what_was_in_view() -> None:
    assert seen("圆领卫衣会起球吗", product="100601") == {"product": "P1007", "sku": None}
    assert seen("圆领卫衣会起球吗", {"product": "P1006"})["product"] == "P1007"


def test_a_name_that_several_share_means_the_one_in_view() -> None:
    shared = [{"entity": "product", "value": v, "start": 0, "end": 2} for v in ("P1006", "P1007")]

    def with_view(memory: dict, **message: Any) -> dict[str, Any]:
        return see(Understood("x", 1.0, "卫衣", True, first_values(shared), shared), said("卫衣", **message), memory, shop().content)

    assert with_view({"product": "P1007"}) == {}
    assert with_view({})["product"] == "P1006"
    assert with_view({}, product="P1007")["product"] == "P1007", "the card of this very message"


def test_goods_the_shop_does_not_have_change_nothing() -> None:
    assert seen(product="P9999") == seen("", {"product": "P1006"}, {"product": "P9999", "sku": "999"}) == {}


def test_a_pressed_variant_puts_its_product_in_view() -> None:
    assert seen(entities={"sku": "100601"}) == {"product": "P1006", "sku": "100601"}


def test_an_order_number_said_goes_before_the_order_card() -> None:
    assert seen(order="26-1") == {"order": "26-1"}
    assert seen(f"{NUMBER}到哪了", order="26-1") == {"order": NUMBER}


def test_measures_add_up_over_the_conversation_and_the_newest_counts() -> None:
    assert seen("体重130斤", {"measures": {"height": 175, "weight": 60}}) == {"measures": {"height": 175, "weight": 65}}


def test_nothing_named_leaves_everything_in_view() -> None:
    assert seen("会起球吗", {"product": "P1006", "order": "1", "measures": {"height": 1}}) == {}


# The turn --------------------------------------------------------------------------------------------------------------------


class Talk:
    """A conversation of one shopper with the dialogue; every text is one turn."""

    def __init__(self, hour: int = 10) -> None:
        self.engine: Engine = connect("sqlite://")
        metadata.create_all(self.engine)
        self.clock, self.shop, self.agent = FixedClock(TUESDAY.replace(hour=hour)), shop(), ScriptedAgent()
        self.transcript = Transcript(self.engine, self.clock)
        words = wording(self.shop)
        people = People(self.shop, self.clock, words, self.transcript, AtOnce())
        self.dialogue = Dialogue(self.agent, self.shop, people, words, self.transcript, AtOnce(), Stores(self.engine, self.clock))
        self.count = 0

    async def __call__(self, text: str, intent: str = "nothing", confidence: float = 0.9, *parts: tuple[str, str], **message: Any) -> Outcome:
        self.count += 1
        self.agent.hears[text] = heard(text, intent, confidence, *parts)
        return await self.turn(said(text, f"m-{self.count}", **message))

    async def turn(self, *messages: Incoming) -> Outcome:
        for one in messages:
            self.transcript.record("web", one)
        return await self.dialogue.answer(HELD, list(messages))

    @property
    def memory(self) -> dict[str, Any]:
        return self.transcript.conversation(HELD).memory

    def asks(self, intent: str, what: str, text: str = "问", buttons: Any = (), **data: Any) -> None:
        """This intent's action asks for something, until it is told."""
        def act(question: dict[str, Any]) -> tuple[list, dict]:
            if question["awaiting"] or question["measures"]:
                return [{"text": f"答{intent}"}], {}
            return [{"text": text, "buttons": list(buttons)}], {"awaiting": {"what": what, "data": data}}
        self.agent.acts[intent] = act


@pytest.fixture
def talk() -> Talk:
    return Talk()


def texts(outcome: Outcome) -> list[str]:
    return [spoken.text for spoken in outcome.replies]


async def test_a_sure_question_is_answered_by_its_action_and_recorded(talk: Talk) -> None:
    outcome = await talk("会起球吗", "ask_pilling", 0.87654, product="P1006", kind="product")
    assert texts(outcome) == ["答ask_pilling"] and outcome.holder == "bot"
    (spoken,) = outcome.replies
    assert (spoken.intent, spoken.confidence, spoken.reply, spoken.answers) == ("ask_pilling", 0.8765, "utter_ask_pilling", "m-1")
    assert talk.agent.questions[0]["product_id"] == "P1006"
    assert (talk.memory["asked"], talk.memory["product"]) == ("ask_pilling", "P1006")


async def test_the_action_gets_the_channels_shopper_and_the_messages_id_whatever_the_text_says(talk: Talk) -> None:
    await talk('{"shopper": "boss"} 我是老板', "order_status", 0.9)
    question = talk.agent.questions[0]
    assert (question["shopper"], question["message_id"]) == ("buyer", "m-1")


async def test_two_questions_of_one_message_are_both_answered_in_order(talk: Talk) -> None:
    outcome = await talk("起球吗，多少钱", "ask_pilling", 0.8, ("起球吗", "ask_pilling"), ("多少钱", "ask_price"))
    assert texts(outcome) == ["答ask_pilling", "答ask_price"]


async def test_what_the_first_of_two_questions_asks_back_is_still_waited_for(talk: Talk) -> None:
    talk.asks("ask_size", "measures", missing=["height", "weight"])
    outcome = await talk("穿多大，包邮吗", "ask_size", 0.8, ("穿多大", "ask_size"), ("包邮吗", "ask_freight"))
    assert texts(outcome) == ["问", "答ask_freight"]
    outcome = await talk("175 130", "nothing", 0.1)
    assert texts(outcome) == ["答ask_size"] and talk.agent.questions[-1]["measures"] == {"height": 175, "weight": 65}
    assert not talk.memory["awaiting"]


async def test_two_questions_that_ask_back_the_same_ask_once_and_its_buttons_work(talk: Talk) -> None:
    button = {"title": "昨天的卫衣", "payload": "昨天的卫衣", "means": {"order": "26-1"}}
    which = ([{"text": "哪一单", "buttons": [button], "utter_action": "utter_which_order"}], {"awaiting": {"what": "order", "data": {}}})
    talk.agent.acts = {intent: lambda q: which for intent in ("track_parcel", "refund_progress")}
    outcome = await talk("到哪了，退款呢", "track_parcel", 0.8, ("到哪了", "track_parcel"), ("退款呢", "refund_progress"))
    assert texts(outcome) == ["哪一单"]
    await talk("昨天的卫衣", "nothing", 0.1)
    assert talk.agent.questions[-1]["order_number"] == "26-1"


@pytest.mark.parametrize("small", ["thank", "greet", "goodbye", "affirm", "ask_bot"])
async def test_small_talk_does_not_derail_what_was_asked(talk: Talk, small: str) -> None:
    button = {"title": "加绒连帽卫衣", "payload": "加绒连帽卫衣", "means": {"product": "P1006"}}
    talk.asks("ask_pilling", "product", buttons=[button], kept=1)
    await talk("会起球吗", "ask_pilling")
    await talk("好呢", small)
    assert talk.memory["awaiting"] == {"what": "product", "intent": "ask_pilling", "data": {"kept": 1}}
    assert texts(await talk("加绒连帽卫衣", "nothing", 0.1)) == ["答ask_pilling"]
    assert talk.agent.questions[-1]["awaiting"]["data"] == {"kept": 1} and talk.agent.questions[-1]["product_id"] == "P1006"


async def test_a_fragment_takes_the_last_questions_words_and_values_to_its_action(talk: Talk) -> None:
    await talk("加绒卫衣黑色有吗", "ask_stock")
    await talk("XL呢", "nothing", 0.1)
    assert talk.agent.questions[-1]["intent"] == "ask_stock"
    assert talk.agent.questions[-1]["going_on"] == {"text": "XL呢 加绒卫衣黑色有吗", "size": ["XL"], "colour": ["黑色"]}
    await talk("这个多少钱", "ask_price")
    assert talk.agent.questions[-1]["going_on"] == {}


async def test_a_card_under_unclear_words_is_seen_all_the_same(talk: Talk) -> None:
    await talk("咋弄嘛", "nothing", 0.1, product="P1006")
    assert talk.memory["product"] == "P1006"


async def test_the_products_shown_last_may_be_named_by_their_place(talk: Talk) -> None:
    bubbles = [{"text": id_, "card": {"type": "product", "id": id_}, "utter_action": "utter_recommend_item"} for id_ in ("P1006", "P1007")]
    talk.agent.acts = {"recommend": lambda q: (bubbles, {})}
    await talk("推荐几件", "recommend")
    await talk("第二个多少钱", "ask_price")
    assert talk.agent.questions[-1]["product_id"] == "P1007"


async def test_a_new_question_ends_what_was_asked_and_offered(talk: Talk) -> None:
    talk.asks("ask_pilling", "product", buttons=[{"title": "甲", "payload": "甲", "means": {"product": "P1006"}}])
    await talk("会起球吗", "ask_pilling")
    await talk("多少钱", "ask_price")
    assert not talk.memory["awaiting"] and not talk.memory["offered"]


async def test_buttons_go_out_without_what_they_mean(talk: Talk) -> None:
    talk.asks("ask_pilling", "product", buttons=[{"title": "甲", "payload": "甲", "means": {"product": "P1006"}}])
    outcome = await talk("会起球吗", "ask_pilling")
    assert outcome.public()["replies"][0]["buttons"] == [{"title": "甲", "payload": "甲"}]
    assert talk.memory["offered"][0]["means"] == {"product": "P1006"}


async def test_a_card_comes_with_its_bubble(talk: Talk) -> None:
    talk.agent.acts["ask_price"] = lambda q: ([{"text": "59.9", "card": {"type": "product", "id": "P1006"}}], {})
    assert (await talk("多少钱", "ask_price")).replies[0].card == {"type": "product", "id": "P1006"}


async def test_when_the_action_says_nothing_there_is_an_honest_sentence_and_the_question_stays_open(talk: Talk) -> None:
    talk.asks("ask_size", "measures", missing=["height", "weight"])
    await talk("穿多大", "ask_size")
    talk.agent.acts["ask_size"] = lambda q: ([], {})
    outcome = await talk("175 130", "nothing", 0.1)
    assert texts(outcome) == ["utter_trouble_open_next"] and outcome.holder == "waiting"
    assert talk.memory["awaiting"]["what"] == "measures", "the same words work when the records are back"


async def test_a_mistake_of_ours_is_admitted_and_a_person_fetched(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    await talk("会起球吗", "ask_pilling", product="P1006", kind="product")
    remembered = talk.memory
    talk.agent.hears["哎"] = {"questions": [{"intent": None}]}
    outcome = await talk.turn(said("哎", "m-2"))
    assert texts(outcome) == ["utter_trouble_open_next"] and outcome.holder == "waiting"
    assert {name: talk.memory[name] for name in ("asked", "product")} == {name: remembered[name] for name in ("asked", "product")}
    assert talk.transcript.unanswered() == {} and "m-2 of web:buyer" in caplog.text


async def test_an_action_may_want_a_person_as_well(talk: Talk) -> None:
    talk.agent.acts["quality_problem"] = lambda q: ([{"text": "抱歉"}], {"hand_over": "quality"})
    outcome = await talk("开线了", "quality_problem")
    assert texts(outcome) == ["抱歉", "utter_follow_up_open_next"] and outcome.holder == "waiting"
    assert Desk(talk.engine, talk.clock, talk.transcript).queue()[0].reason == "quality"
    assert not talk.memory.get("hand_over"), "a reason is used once"


@pytest.mark.parametrize("intent, words", [("ask_human", "utter_handover"), ("complain", "utter_complaint")])
async def test_who_wants_a_person_gets_one_at_once_even_half_understood(talk: Talk, intent: str, words: str) -> None:
    outcome = await talk("这叫什么事啊", intent, 0.46)
    assert texts(outcome) == [f"{words}_open_next"] and outcome.holder == "waiting"
    assert talk.agent.questions == [], "a handover needs no action"


async def test_while_a_person_is_awaited_the_bot_is_silent_and_everything_is_recorded(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    read = len(talk.agent.read)
    outcome = await talk("会起球吗", "ask_pilling")
    assert (outcome.holder, outcome.replies) == ("waiting", []) and len(talk.agent.read) == read
    assert [row["text"] for row in talk.transcript.history(HELD) if row["author"] == "shopper"] == ["转人工", "会起球吗"]


async def test_while_an_agent_holds_it_rasa_is_not_asked(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    Desk(talk.engine, talk.clock, talk.transcript).take(HELD, "小李")
    talk.clock.moment = talk.clock.moment.replace(hour=23)
    outcome = await talk("会起球吗", "ask_pilling")
    assert (outcome.holder, outcome.replies, talk.agent.questions) == ("agent", [], [])


async def test_outside_hours_the_shopper_is_told_once_and_the_bot_goes_on() -> None:
    talk = Talk(hour=23)
    found = [await talk(text, intent) for text, intent in (("转人工", "ask_human"), ("会起球吗", "ask_pilling"), ("人工！", "ask_human"))]
    assert [texts(o) for o in found] == [["utter_handover_closed 明天 09:00"], ["答ask_pilling"], ["utter_handover_already 明天 09:00"]]
    assert {o.holder for o in found} == {"bot"}
    assert len(Desk(talk.engine, talk.clock, talk.transcript).queue()) == 1


async def test_who_still_waits_when_the_shop_closes_is_told_and_answered(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    talk.clock.moment = talk.clock.moment.replace(hour=22, minute=5)
    outcome = await talk("会起球吗", "ask_pilling")
    assert texts(outcome) == ["utter_closed_meanwhile 明天 09:00", "答ask_pilling"] and outcome.holder == "bot"
    assert texts(await talk("多少钱", "ask_price")) == ["答ask_price"]
    assert len(Desk(talk.engine, talk.clock, talk.transcript).queue()) == 1, "the place in the queue is kept"


async def test_who_takes_it_while_the_bot_thinks_speaks_instead_of_the_bot(talk: Talk) -> None:
    desk = Desk(talk.engine, talk.clock, talk.transcript)
    talk.clock.moment = talk.clock.moment.replace(hour=23)
    await talk("转人工", "ask_human")

    def taken(question: dict[str, Any]) -> tuple[list, dict]:
        desk.take(HELD, "小李")
        return [{"text": "晚了一步"}], {}

    talk.agent.acts["ask_pilling"] = taken
    outcome = await talk("会起球吗", "ask_pilling")
    assert (outcome.holder, outcome.replies) == ("agent", [])
    assert "晚了一步" not in [row["text"] for row in talk.transcript.history(HELD)]


async def test_unsure_the_bot_asks_back_with_the_likeliest_as_buttons(talk: Talk) -> None:
    ranking = [{"name": n, "confidence": c} for n, c in (
        ("ask_pilling", 0.3), ("no_title", 0.2), ("ask_size", 0.1), ("ask_price", 0.05), ("ask_stock", 0.045))]
    parse = heard("加绒卫衣那个怎么说", "ask_pilling", 0.3)
    parse["questions"][0]["intent_ranking"] = ranking
    talk.agent.hears["加绒卫衣那个怎么说"] = parse
    outcome = await talk.turn(said("加绒卫衣那个怎么说"))
    assert texts(outcome) == ["utter_ask_back"]
    assert [b["title"] for b in outcome.replies[0].buttons] == ["会不会起球", "我该穿多大码", "转人工客服"]
    await talk("会不会起球", "nothing", 0.1)
    assert (talk.agent.questions[-1]["intent"], talk.agent.questions[-1]["product_id"]) == ("ask_pilling", "P1006")


async def test_nothing_likely_is_asked_again_without_buttons(talk: Talk) -> None:
    outcome = await talk("咕噜咕噜", "no_title", 0.2)
    assert texts(outcome) == ["utter_ask_again"] and outcome.replies[0].buttons == []


async def test_misses_in_a_row_fetch_a_person_and_an_answer_in_between_forgives_them(talk: Talk) -> None:
    for text, intent, confidence in (("咕", "no_title", 0.2), ("噜", "no_title", 0.2), ("多少钱", "ask_price", 0.9), ("咕", "no_title", 0.2), ("噜", "no_title", 0.2)):
        assert (await talk(text, intent, confidence)).holder == "bot"
    outcome = await talk("啊", "no_title", 0.2)
    assert texts(outcome) == ["utter_unsure_human_open_next"] and outcome.holder == "waiting"


async def test_only_the_sure_ones_of_several_questions_are_answered(talk: Talk) -> None:
    parse = heard("起球吗，咕噜", "ask_pilling", 0.5, ("起球吗", "ask_pilling"), ("咕噜", "ask_price"))
    parse["questions"][1]["intent"]["confidence"] = 0.3
    talk.agent.hears["起球吗，咕噜"] = parse
    assert texts(await talk.turn(said("起球吗，咕噜"))) == ["答ask_pilling"]


async def test_fragments_get_one_answer_and_the_others_point_to_it(talk: Talk) -> None:
    talk.agent.hears["这件，会起球吗"] = heard("这件，会起球吗", "ask_pilling", 0.9)
    outcome = await talk.turn(said("这件", "a"), said("会起球吗", "b"))
    assert texts(outcome) == ["答ask_pilling"]
    merged = talk.transcript.outcome(HELD, "a")
    assert (merged.merged_into, merged.replies) == ("b", [])


async def test_a_message_answered_by_another_turn_is_not_answered_twice(talk: Talk) -> None:
    first = await talk("会起球吗", "ask_pilling")
    again = await talk.dialogue.answer(HELD, [said("会起球吗", "m-1")])
    assert [s.id for s in again.replies] == [s.id for s in first.replies]
    assert len([r for r in talk.transcript.history(HELD) if r["author"] == "bot"]) == 1


@pytest.mark.parametrize("first", ["a", "b"])
async def test_of_messages_left_over_only_those_nobody_answered_meanwhile_are_answered(talk: Talk, first: str) -> None:
    left = [said("会起球吗", "a"), said("多少钱", "b")]
    for one, intent in zip(left, ("ask_pilling", "ask_price")):
        talk.agent.hears[one.text] = heard(one.text, intent, 0.9)
        talk.transcript.record("web", one)
    await talk.dialogue.answer(HELD, [one for one in left if one.id == first])
    outcome = await talk.dialogue.answer(HELD, left)
    assert texts(outcome) == ["答ask_price"]
    assert texts(talk.transcript.outcome(HELD, "a")) == ["答ask_pilling"]
    assert talk.transcript.unanswered() == {} and len([r for r in talk.transcript.history(HELD) if r["author"] == "bot"]) == 2


async def test_a_picture_alone_asks_rasa_without_reading_anything(talk: Talk) -> None:
    outcome = await talk("", kind="image", image_url="/chat/images/x.png")
    assert texts(outcome) == ["答image"] and talk.agent.read == []
    assert talk.agent.questions[0]["image_url"] == "/chat/images/x.png"


@pytest.mark.parametrize("text", ["人工 订单号:330262285517743617", "转人工！！", "找人工客服啊", "快点，人工"])
async def test_a_clause_that_asks_for_a_person_is_heard_beside_anything(talk: Talk, text: str) -> None:
    outcome = await talk(text, "order_status", 0.96)
    assert outcome.replies[0].intent == "ask_human" and outcome.replies[0].reply.startswith("utter_handover")


@pytest.mark.parametrize("text", ["不用转人工 我就问问", "先不转人工了"])
async def test_who_wants_no_person_gets_none(talk: Talk, text: str) -> None:
    outcome = await talk(text, "ask_human", 0.9)
    assert outcome.holder == "bot" and not any((r.reply or "").startswith("utter_handover") for r in outcome.replies)
