"""Several people or several products in one size question, and measures that are more, less or other than height and weight."""

from __future__ import annotations

import pytest

from actions.measurements import Measurements
from actions.size import Fit, Size

FAMILY, JEANS, SHOES, COAT, SKIRT, BRA, SHIRT, HOODIE, KIDS = "P1034", "P1010", "P1035", "P1016", "P1021", "P1029", "P1004", "P1006", "P1032"


def test_each_person_of_a_message_gets_a_line(ask):
    said = ask(Size, "老公180 75kg 孩子7岁120高 我162 54kg 亲子装怎么拍")
    lines = said.values["lines"].splitlines()
    assert [line.split("（")[0] for line in lines] == ["老公", "孩子", "您"]
    assert "XL 码" in lines[0] and "童120 码" in lines[1] and "M 码" in lines[2]


def test_who_has_no_size_is_named(ask, content):
    lines = ask(Size, "妈妈165/60kg 爸爸178/85kg 宝宝3岁98cm 姐姐9岁138", product=FAMILY).values["lines"].splitlines()
    assert "L 码" in lines[0]
    assert "没有足够大的码" in lines[1] and "没有这么小的码" in lines[2] and "按表选不准" in lines[3]


def test_people_are_kept_while_the_product_is_asked(ask):
    assert ask(Size, "老公180 75kg 我162 54kg").name == "utter_which_product"
    said = ask(Size, "圆领T恤", answers=True, means={"product": "P1001"})
    assert len(said.values["lines"].splitlines()) == 2


def test_only_the_shoppers_own_measures_are_kept(ask):
    said = ask(Size, "老公180 75kg 我162 54kg", product="P1001")
    assert said.answer.slots["measures"] == {"height": 162, "weight": 54}


def test_one_person_is_not_taken_for_several(ask):
    assert ask(Size, "给我女儿买 165 110斤 平时穿M", product="P1001").names[0].startswith("utter_size_")
    assert "utter_size_people" not in ask(Size, "我165 110斤", product="P1001").names


def test_two_products_get_a_line_each(ask):
    said = ask(Size, "我男的178 150斤两个分别穿啥码", product="P1002", product_before="P1001")
    assert said.name == "utter_size_products" and len(said.values["lines"].splitlines()) == 2


def test_the_weight_of_today_counts(ask):
    for text in ("我怀孕前100斤现在125 身高163", "现在125斤 怀孕前100斤 身高163"):
        assert ask(Size, text, product="P1012").values["size"] == "XL"


@pytest.mark.parametrize("text", ["身高300 体重20", "身高165 体重20斤"])
def test_impossible_measures_are_asked_again_and_forgotten(ask, text):
    said = ask(Size, text, product=JEANS)
    assert said.name == "utter_size_impossible" and said.handed_over is None
    assert said.answer.slots["measures"] == {}


def test_a_size_of_the_chart_that_is_not_made_is_not_named(ask, content):
    said = ask(Size, "166 65kg", product=COAT)
    assert said.name == "utter_size_moved" and "XL" not in said.text


def test_a_waist_alone_is_enough_where_the_chart_goes_by_it(ask):
    assert ask(Measurements, "腰围70cm", product=JEANS).values["size"] == "27"


def test_a_hip_alone_is_read_from_the_garments_table(ask):
    assert ask(Measurements, "臀围100", product=JEANS).name == "utter_size_garment"


def test_a_girth_only_the_charts_note_speaks_of_is_answered_with_it(ask):
    assert "腰围 S 适合 58-80" in ask(Size, "腰围80能穿吗", product=SKIRT).text


@pytest.mark.parametrize("text, product, size", [("下胸围78", BRA, "L"), ("75c", BRA, "L"), ("领围40穿多大", SHIRT, "XL")])
def test_sizes_by_other_names_are_known(ask, text, product, size):
    assert ask(Size, text, product=product).values["size"] == size


def test_a_broad_foot_takes_one_size_more(ask):
    said = ask(Size, "脚长24 脚背高", product=SHOES)
    assert said.names == ["utter_size_advice", "utter_size_wide_foot"]
    assert said.answer.replies[1].values["larger"] == "39"
    assert ask(Fit, "脚有点宽", product=SHOES).name.startswith("utter_size_wide_foot")


def test_a_usual_size_moved_by_the_fit_names_both(ask):
    said = ask(Size, "160 110 平时穿l", product=HOODIE)
    assert said.name == "utter_size_usual_moved" and "您平时穿 L" in said.text


def test_a_child_off_the_chart_hears_how_far_it_reaches(ask):
    said = ask(Size, "3岁宝宝95cm", product=KIDS)
    assert said.name == "utter_size_off_small" and said.values["limits"] == "身高 100-150cm"
