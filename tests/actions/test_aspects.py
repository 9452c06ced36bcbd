"""Small things about a product: the yes or no of its sheet first, and nothing made up where the sheet is silent."""

from __future__ import annotations

import pytest

from actions import product as facts
from actions.aspects import asked_degrees
from actions.price import Price

DOWN, LONG_DOWN, BAG, SHOES, TIGHTS, DRESS, SOCKS = "P1014", "P1015", "P1041", "P1035", "P1043", "P1018", "P1038"


@pytest.mark.parametrize("action, text, product, name", [
    (facts.Thickness, "能零下25穿吗", LONG_DOWN, "utter_degrees_cold"), (facts.Thickness, "零下十度能穿吗", LONG_DOWN, "utter_degrees_fits"),
    (facts.Thickness, "冬天零下能穿吗", TIGHTS, "utter_degrees_cold"), (facts.Thickness, "30度穿热吗", LONG_DOWN, "utter_degrees_hot"),
    (facts.Smell, "安全等级a类吗", DRESS, "utter_class_no"), (facts.Smell, "是B类吗", DRESS, "utter_class_yes"),
])  # fmt: skip
def test_a_number_or_grade_is_judged_first(ask, action, text, product, name):
    assert ask(action, text, product=product).name == name


@pytest.mark.parametrize("action, text, product, part", [
    (facts.Details, "能装14寸电脑不", BAG, "14寸要斜着放"), (facts.Details, "重不重", BAG, "0.65公斤"), (facts.Usage, "磨脚不", SHOES, "不磨脚"),
])  # fmt: skip
def test_the_sentence_that_says_it_is_the_answer(ask, action, text, product, part):
    said = ask(action, text, product=product)
    assert said.name == "utter_aspect" and part in said.text


@pytest.mark.parametrize("action, text, product", [
    (facts.Smell, "孕妇能穿吗", DRESS), (facts.Smell, "抗菌吗", SOCKS), (facts.Fading, "掉档吗", TIGHTS),
])  # fmt: skip
def test_what_the_sheet_does_not_say_is_not_answered_with_something_else(ask, action, text, product):
    said = ask(action, text, product=product)
    assert said.name == "utter_aspect_unknown" and said.buttons[0]["means"]["intent"] == "ask_human"


def test_both_of_two_things_are_answered(ask):
    assert ask(facts.Pilling, "起球吗跑绒吗", product=DOWN).names == ["utter_pilling", "utter_aspect"]
    assert set(ask(facts.Usage, "磨脚不 防水不", product=SHOES).names) == {"utter_aspect", "utter_aspect_unknown"}
    assert ask(Price, "多少钱 扎不扎", product="P1008").names[0] == "utter_price"


@pytest.mark.parametrize("text, degrees", [("零下25", -25), ("零下三十度", -30), ("-10度", -10), ("5度", 5), ("零下", -5), ("负十五", -15), ("3-5天", None), ("谁负责", None), ("30度水洗行吗", None)])
def test_degrees_are_read(text, degrees):
    assert asked_degrees(text) == degrees
