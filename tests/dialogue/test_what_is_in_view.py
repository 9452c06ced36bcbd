"""Which goods, order and measures a message is about: named ones before shown ones before those talked about."""

from __future__ import annotations

from typing import Any, Optional

from bot.dialogue.sight import see
from bot.dialogue.understood import Understood, first_values

from .fakes import shop
from .hearing import EXTRACTOR, NUMBER
from .talking import Talk, said


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


async def test_a_card_under_unclear_words_is_seen_all_the_same(talk: Talk) -> None:
    await talk("咋弄嘛", "nothing", 0.1, product="P1006")
    assert talk.memory["product"] == "P1006"


async def test_the_products_shown_last_may_be_named_by_their_place(talk: Talk) -> None:
    bubbles = [{"text": id_, "card": {"type": "product", "id": id_}, "utter_action": "utter_recommend_item"} for id_ in ("P1006", "P1007")]
    talk.agent.acts = {"recommend": lambda q: (bubbles, {})}
    await talk("推荐几件", "recommend")
    await talk("第二个多少钱", "ask_price")
    assert talk.agent.questions[-1]["product_id"] == "P1007"
