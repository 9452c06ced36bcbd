"""Product questions: this product's facts, what to do, and the guarantee."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions import product as facts
from actions.recommend import Recommend
from actions.stock import Colours, StockOnHand

from .asking import set_stock

TEE, HOODIE, BRA, PRESALE, JEANS = "P1001", "P1006", "P1029", "P1015", "P1010"
ABOUT_A_PRODUCT = (
    (facts.Material, "fabric"), (facts.Pilling, "pilling"), (facts.Fading, "fading"), (facts.Shrink, "shrink"), (facts.Care, "care"),
    (facts.Thickness, "thickness"), (facts.Smell, "smell"), (facts.Quality, "fabric"), (facts.Usage, "usage"),
)  # fmt: skip


@pytest.mark.parametrize("action, fact", ABOUT_A_PRODUCT)
def test_the_answer_states_this_products_fact(ask, content, action, fact):
    for product in content.products.values():
        said = ask(action, "", product=product.id)
        for text in said.texts:
            assert getattr(product, fact) in text and product.name in text


@pytest.mark.parametrize("action", [facts.Pilling, facts.Fading, facts.Shrink, facts.Material, facts.Quality])
def test_the_answer_ends_with_a_guarantee(ask, action):
    assert all("无理由" in text or "都能退" in text for text in ask(action, product=TEE).texts)


def test_goods_worn_on_the_skin_promise_no_return_once_opened(ask):
    assert all("不支持无理由退" in text for text in ask(facts.Pilling, product=BRA).texts)


@pytest.mark.parametrize("action, fact", ABOUT_A_PRODUCT)
def test_a_fact_the_sheet_lacks_is_not_made_up(ask, content, action, fact):
    bare = replace(content.products[TEE], **{fact: ""})
    ask.content = replace(content, products={**content.products, TEE: bare})
    said = ask(action, product=TEE)
    assert said.name == "utter_fact_unknown"
    assert said.buttons[0]["means"]["intent"] == "ask_human"


def test_without_a_product_the_only_one_ever_bought_is_meant(ask):
    said = ask(facts.Pilling, "会起球吗", shopper="demo-13")
    assert (said.name, said.values["product"]) == ("utter_pilling", "针织修身连衣裙")


def test_a_product_said_in_words_is_the_one_meant(ask):
    assert ask(facts.Pilling, "那个马面裙会起球吗", product=TEE).values["product"] == "织金马面裙"


def test_a_kind_with_several_products_asks_which_of_them(ask, content):
    said = ask(facts.Pilling, "羽绒服会掉毛起球吗")
    kinds = {content.products[b["means"]["product"]].category for b in said.buttons}
    assert said.name == "utter_which_product" and kinds == {"羽绒服"}


def test_a_kind_the_product_in_view_belongs_to_means_that_product(ask):
    assert ask(facts.Pilling, "这个羽绒服起球吗", product=PRESALE).name == "utter_pilling"


@pytest.mark.parametrize("text, name", [
    ("产地是哪里", "utter_origin"), ("哪里产的", "utter_origin"), ("模特多高穿的几码", "utter_model"), ("包含哪些配件", "utter_included"),
    ("有没有口袋", "utter_aspect"), ("有什么特点", "utter_product_facts"),
])  # fmt: skip
def test_other_details_are_chosen_by_the_words(ask, text, name):
    assert ask(facts.Details, text, product=TEE).name == name


def test_two_products_are_compared(ask):
    said = ask(facts.Details, "加绒连帽卫衣和圆领纯棉卫衣有什么区别")
    assert said.name == "utter_compare"
    assert {said.values["product"], said.values["other"]} == {"加绒连帽卫衣", "圆领纯棉卫衣"}


def test_the_warranty_is_the_products_own_or_the_shops(ask):
    assert "30天内领口脱线" in ask(facts.Warranty, "保修多久", product=TEE).text
    ask.memory.clear()
    assert ask(facts.Warranty, "保修多久").name == "utter_warranty_general"


def test_stock_without_a_colour_or_size_lists_what_there_is(ask):
    said = ask(StockOnHand, "有货吗", product=TEE)
    assert said.name == "utter_stock_all" and "白色：" in said.text


def test_stock_reads_the_store_not_the_sheet(ask, content, stores):
    assert ask(StockOnHand, "白色M码有货吗", product=TEE).name == "utter_stock_yes"
    set_stock(stores, content.products[TEE].find("白色", "M"), 0)
    said = ask(StockOnHand, "白色M码有货吗", product=TEE)
    assert said.name == "utter_stock_no"
    assert "黑色 M" in said.values["others"] and "白色 M" not in said.values["others"]


def test_a_follow_up_about_another_size_is_answered(ask):
    ask(StockOnHand, "有货吗", product=TEE)
    assert ask(StockOnHand, "那XL呢").name == "utter_stock_size"
    assert ask(StockOnHand, "黑的呢").name == "utter_stock_colour"


def test_the_goods_cards_own_colour_and_size_are_meant_when_none_is_said(ask):
    assert ask(StockOnHand, "还有吗", sku="P1001-白色-M").values["item"] == "白色 M"


def test_few_left_says_how_many(ask, content, stores):
    set_stock(stores, content.products[TEE].find("白色", "M"), 3)
    assert ask(StockOnHand, "白色M有吗", product=TEE).values["left"] == 3
    assert ask(StockOnHand, "白色M要5件够吗", product=TEE).name == "utter_stock_short"


def test_a_colour_or_size_that_is_not_made_is_said_so(ask):
    assert ask(StockOnHand, "紫色有货吗", product=TEE).name == "utter_stock_not_made"
    assert ask(StockOnHand, "6XL有货吗", product=TEE).name == "utter_stock_not_made"


def test_sold_out_altogether_offers_something_alike(ask, content, stores):
    set_stock(stores, content.products[TEE].skus, 0)
    said = ask(StockOnHand, "什么时候补货", product=TEE)
    assert said.name == "utter_stock_none" and said.buttons[0]["means"]["intent"] == "recommend"
    alike = ask(Recommend, said.buttons[0]["title"], means={"product": TEE}, previous_intent="ask_stock")
    assert {content.products[c["id"]].category for c in alike.cards} == {"T恤"} and TEE not in [c["id"] for c in alike.cards]


def test_presale_goods_say_so(ask):
    assert "15天内" in ask(StockOnHand, "有现货吗", product=PRESALE).text


def test_colours_are_those_on_hand(ask, content, stores):
    set_stock(stores, content.products[TEE].find("黑色"), 0)
    said = ask(Colours, "有什么颜色", product=TEE)
    assert said.name == "utter_colours" and "黑色" not in said.values["colours"]
    assert ask(Colours, "黑色有吗", product=TEE).name == "utter_colour_no"
    assert ask(Colours, "有白的吗", product=TEE).name == "utter_colour_yes"
    assert ask(Colours, "哪个颜色好看", product=TEE).name == "utter_colour_pick"


def test_colours_of_every_product_can_be_said(ask, content):
    for product in content.products.values():
        ask.memory.clear()
        for text in ("有什么颜色", "哪个颜色好看"):
            assert ask(Colours, text, product=product.id).names
        assert ask(StockOnHand, "有货吗", product=product.id).names


@pytest.mark.parametrize("text, categories", [
    ("推荐几款卫衣", {"卫衣", "亲子装"}), ("有没有羽绒服", {"羽绒服", "童装"}), ("求推荐男款裤子", None), ("有没有包包", {"包"}),
])  # fmt: skip
def test_what_was_named_is_what_is_shown(ask, content, text, categories):
    said = ask(Recommend, text)
    assert said.names[0] == "utter_recommend" and 1 <= len(said.cards) <= 3
    shown = [content.products[card["id"]] for card in said.cards]
    if categories:
        assert {p.category for p in shown} <= categories
    else:
        assert all("裤" in p.name + p.category and "男" in p.audience for p in shown)


def test_a_price_and_a_season_narrow_the_choice(ask, content):
    said = ask(Recommend, "推荐一件100以内的男款卫衣")
    assert all(content.products[c["id"]].price_low <= 100 for c in said.cards) and said.names[0] == "utter_recommend"
    said = ask(Recommend, "冬天穿的裤子有推荐吗")
    assert all("冬" in content.products[c["id"]].season or "四季" in content.products[c["id"]].season for c in said.cards)


def test_what_fits_nothing_quite_is_called_near_or_none(ask):
    assert ask(Recommend, "有没有10元以内的羽绒服").names[0] == "utter_recommend_near"
    assert ask(Recommend, "有没有帐篷卖").names == ["utter_recommend_none"]


def test_nothing_said_shows_the_season(ask, content):
    said = ask(Recommend, "推荐一下")
    assert said.names[0] == "utter_recommend_season"
    assert all("秋" in content.products[c["id"]].season or "四季" in content.products[c["id"]].season for c in said.cards)
    assert len({content.products[c["id"]].category for c in said.cards}) == len(said.cards)


def test_children_are_not_dressed_as_adults(ask, content):
    assert all("童" in content.products[c["id"]].audience for c in ask(Recommend, "给孩子买件外套").cards)
    assert not any("童" in content.products[c["id"]].audience for c in ask(Recommend, "推荐一件羽绒服").cards)


def test_a_known_body_gets_its_size_with_every_product(ask):
    said = ask(Recommend, "175 130斤推荐一件男款卫衣")
    assert "utter_recommend_item_sized" in said.names


def test_what_goes_with_a_product_comes_from_its_row(ask, content):
    said = ask(Recommend, "这件配什么裤子好看", product=HOODIE)
    assert said.names[0] == "utter_recommend_match"
    assert {c["id"] for c in said.cards} <= set(content.products[HOODIE].pairs)


def test_what_is_sold_out_is_not_recommended(ask, content, stores):
    for product in content.products.values():
        if product.category == "包":
            set_stock(stores, product.skus, 0)
    assert "utter_recommend_none" in ask(Recommend, "有没有包包").names

