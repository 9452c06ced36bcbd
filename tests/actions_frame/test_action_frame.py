"""The frame every action shares: a question in, bubbles and memory out."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer, Reply, button
from actions.base import ShopAction
from actions.question import Question
from bot.stores import connect, writing
from tests.stores.fakes import NOON, FixedClock

ACTIONS = Path(__file__).resolve().parents[2] / "actions"
HOODIE = SimpleNamespace(id="P1006", name="卫衣")
BLACK_M = SimpleNamespace(id="100601", colour="黑色", size="M")
CONTENT = SimpleNamespace(products={"P1006": HOODIE}, by_sku={"100601": (HOODIE, BLACK_M)})


class OrdersByShopper:
    """Orders of two shoppers; counts how often it is read."""

    def __init__(self) -> None:
        self.read = 0
        self._kept = {"xiaolu": [SimpleNamespace(number="2"), SimpleNamespace(number="1")], "other": [SimpleNamespace(number="9")]}

    def of(self, shopper: str) -> list[Any]:
        self.read += 1
        return self._kept.get(shopper, [])


def inside() -> Any:
    return SimpleNamespace(stores=SimpleNamespace(orders=OrdersByShopper()), shop=SimpleNamespace(content=CONTENT), clock=FixedClock())


def asked(**given: Any) -> Question:
    given = {"intent": "track_parcel", "text": "到哪了", "shopper": "xiaolu", "message_id": "m-1", **given}
    world = inside()
    return Question(stores=world.stores, content=world.shop.content, now=NOON, **given)


def tracker(question: Any = None, **metadata: Any) -> Tracker:
    if question is not None:
        metadata["question"] = question
    return Tracker("web:xiaolu", {}, {"text": "到哪了", "metadata": metadata}, [], False, None, {}, "action_listen")


GIVEN = {"intent": "track_parcel", "text": "到哪了", "shopper": "xiaolu", "message_id": "m-1"}


class Where(ShopAction):
    """An action as topics write them."""

    action = "action_of_these_tests"

    def answer(self, question: Question) -> Answer:
        self.thread = threading.current_thread()
        answer = Answer().say("utter_where", place="杭州", at=None).remember(order=question.orders[0].number)
        answer.say("utter_more", buttons=[button("查别的", intent="order_status")], card={"type": "order", "number": "2"})
        return answer.hand_over("quality")


class Breaks(ShopAction):
    action = "action_that_breaks"

    def answer(self, question: Question) -> Answer:
        raise RuntimeError("the database is away")


class Cancels(ShopAction):
    """Says one thing and, unless it only rehearses, does another."""

    action = "action_that_writes"

    def answer(self, question: Question) -> Answer:
        if question.confirmed:
            with writing(connect("sqlite://")):
                return Answer().say("utter_done")
        return Answer().say("utter_confirm")


# The answer ------------------------------------------------------------------------------------------------------------------


def test_an_answer_collects_bubbles_in_order() -> None:
    answer = Answer().say("utter_a", n=1).say("utter_b", buttons=(button("好"),), card={"type": "x"})
    assert answer.replies == [Reply("utter_a", {"n": 1}, [], None), Reply("utter_b", {}, [button("好")], {"type": "x"})]
    assert answer.slots == {}


def test_asking_says_what_is_awaited_and_keeps_data_for_the_answer() -> None:
    answer = Answer().ask("order", "utter_which_order", buttons=[button("甲", order="1")], data={"kind": "refund"}, count=2)
    assert answer.slots == {"awaiting": {"what": "order", "data": {"kind": "refund"}}}
    assert answer.replies == [Reply("utter_which_order", {"count": 2}, [button("甲", order="1")], None)]
    assert Answer().ask("address", "utter_where").slots["awaiting"]["data"] == {}


def test_what_is_remembered_adds_up() -> None:
    answer = Answer().remember(product="P1", sku=None).remember(order="2").hand_over("quality")
    assert answer.slots == {"product": "P1", "sku": None, "order": "2", "hand_over": "quality"}


def test_two_answers_share_nothing() -> None:
    first = Answer().say("utter_a").remember(order="1")
    assert (Answer().replies, Answer().slots) == ([], {}) and first.replies


def test_a_button_shows_its_title_and_keeps_its_meaning_to_itself() -> None:
    assert button("确认", confirmed=True, data={"n": 1}) == {"title": "确认", "payload": "确认", "means": {"confirmed": True, "data": {"n": 1}}}


# The question ----------------------------------------------------------------------------------------------------------------


def test_product_and_variant_in_view_are_looked_up() -> None:
    question = asked(product_id="P1006", sku_id="100601")
    assert (question.product, question.sku) == (HOODIE, BLACK_M)
    for unknown in (asked(), asked(product_id="P9", sku_id="9")):
        assert unknown.product is unknown.sku is None


def test_the_order_in_view_is_the_shoppers_own() -> None:
    assert asked(order_number="1").order.number == "1"


@pytest.mark.parametrize("number", ["9", "404", "", None])
def test_somebody_elses_order_looks_like_one_that_does_not_exist(number: str | None) -> None:
    assert asked(order_number=number).order is None


def test_orders_are_read_once_and_only_when_asked_for() -> None:
    question = asked(order_number="1")
    assert question.stores.orders.read == 0
    assert [o.number for o in question.orders] == ["2", "1"] and question.order and question.orders
    assert question.stores.orders.read == 1


def test_a_question_is_what_the_turn_put_into_the_messages_metadata() -> None:
    given = {**GIVEN, "entities": {"size": "L"}, "measures": {"height": 175}, "awaiting": {"what": "order"}, "confirmed": False,
             "image_url": "/chat/images/x.png", "previous_intent": "ask_size"}
    world = inside()
    question = Question.from_tracker(tracker(given), world.stores, CONTENT, NOON)
    assert (question.shopper, question.entities, question.measures) == ("xiaolu", {"size": "L"}, {"height": 175})
    assert (question.confirmed, question.image_url, question.previous_intent, question.now) == (False, "/chat/images/x.png", "ask_size", NOON)


@pytest.mark.parametrize("message", [tracker(), tracker({}), tracker({"intent": "track_parcel", "text": "x"}), tracker(shopper="boss")])
def test_a_question_without_its_shopper_is_refused(message: Tracker) -> None:
    world = inside()
    with pytest.raises(ValueError, match="without its shopper"):
        Question.from_tracker(message, world.stores, CONTENT, NOON)


# The run ---------------------------------------------------------------------------------------------------------------------


async def test_bubbles_go_to_the_dispatcher_and_memory_becomes_events() -> None:
    dispatcher = CollectingDispatcher()
    events = await Where(inside()).run(dispatcher, tracker(GIVEN), {})
    first, second = dispatcher.messages
    assert (first["response"], first["place"], first["at"], first["buttons"]) == ("utter_where", "杭州", None, []) and "card" not in first
    assert (second["response"], second["card"]["number"], second["buttons"][0]["means"]) == ("utter_more", "2", {"intent": "order_status"})
    assert {e["name"]: e["value"] for e in events} == {"order": "2", "hand_over": "quality"}


async def test_the_answer_is_worked_out_beside_the_event_loop() -> None:
    action = Where(inside())
    await action.run(CollectingDispatcher(), tracker(GIVEN), {})
    assert action.thread is not threading.main_thread()


async def test_an_action_that_breaks_says_nothing_half() -> None:
    dispatcher = CollectingDispatcher()
    with pytest.raises(RuntimeError, match="the database is away"):
        await Breaks(inside()).run(dispatcher, tracker(GIVEN), {})
    assert dispatcher.messages == []


def test_rasa_makes_actions_without_arguments_and_never_the_base() -> None:
    assert Where().name() == "action_of_these_tests"
    with pytest.raises(TypeError, match="abstract"):
        ShopAction()


def test_no_action_uses_a_variable_that_rasa_or_the_wording_keeps_for_itself() -> None:
    """A value called `text` would replace the sentence, one called `name` would break the call."""
    taken = {"name", "fallback", "text", "image", "attachment", "elements", "custom", "template", "response", "json_message", "tracker",
             "output_channel", "utter_action", "quick_replies"}
    found = []
    for file in sorted(ACTIONS.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("say", "ask"):
                found += [f"{file.name}:{node.lineno} {k.arg}" for k in node.keywords if k.arg in taken]
    assert found == []


# Rehearsals ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rehearsal, confirmed, said", [
    (False, True, ["utter_done"]), (False, False, ["utter_confirm"]), (True, False, ["utter_confirm"]), (True, True, []),
])  # fmt: skip
async def test_a_rehearsal_says_the_same_but_nothing_that_would_write(rehearsal: bool, confirmed: bool, said: list[str]) -> None:
    dispatcher = CollectingDispatcher()
    await Cancels(inside()).run(dispatcher, tracker({**GIVEN, "confirmed": confirmed, "rehearsal": rehearsal}), {})
    assert [message["response"] for message in dispatcher.messages] == said
