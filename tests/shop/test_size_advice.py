"""The right size, why, and what is still missing."""

from __future__ import annotations

import pytest

from bot.shop import Shop


@pytest.fixture
def advise(shop):
    """advise("P1001", 175, 65) on the demonstration shop."""
    content = shop.content
    return lambda id_, *body, **more: content.charts.advise(content.products[id_], *body, **more)


@pytest.fixture
def off_chart(shop):
    content = shop.content
    return lambda id_, *body, **more: content.charts.off_chart(content.products[id_], *body, **more)


@pytest.mark.parametrize(
    ("id_", "height", "weight", "size"),
    [
        ("P1001", 175, 65, "L"), ("P1001", 165, 55, "M"), ("P1001", 155, 42, "S"), ("P1001", 180, 85, "2XL"),
        ("P1003", 175, 65, "L"), ("P1004", 175, 68, "XL"), ("P1005", 165, 55, "M"), ("P1010", 163, 52, "28"),
        ("P1011", 176, 68, "32"), ("P1014", 175, 65, "XL"), ("P1014", 182, 95, "3XL"), ("P1018", 160, 50, "M"),
        ("P1020", 162, 48, "M"), ("P1024", 178, 70, "XL"), ("P1029", 160, 48, "M"), ("P1043", 162, 55, "L"),
    ],
)  # fmt: skip
def test_height_and_weight_find_the_size(advise, id_, height, weight, size):
    assert advise(id_, height, weight).size == size


def test_a_wide_fit_advises_one_size_smaller_and_says_so(advise):
    advice = advise("P1006", 175, 65)
    assert (advice.size, advice.base, advice.offset, advice.reason) == ("L", "XL", -1, "body_smaller")


def test_a_narrow_fit_advises_one_size_larger(advise):
    advice = advise("P1008", 160, 45)
    assert (advice.size, advice.base, advice.offset, advice.reason) == ("M", "S", 1, "body_larger")


def test_the_smallest_size_cannot_get_smaller(advise):
    advice = advise("P1006", 155, 42)
    assert (advice.size, advice.offset, advice.reason) == ("S", 0, "body")


@pytest.mark.parametrize(
    ("id_", "body", "needs"),
    [
        ("P1001", {}, ("height", "weight")),
        ("P1001", {"height_cm": 175}, ("weight",)),
        ("P1001", {"weight_kg": 65}, ("height",)),
        ("P1035", {}, ("foot_length",)),
        ("P1035", {"height_cm": 165, "weight_kg": 50}, ("foot_length",)),
        ("P1032", {}, ("height",)),
        ("P1021", {"weight_kg": 50}, ("height",)),
        ("P1034", {"height_cm": 170}, ("weight",)),
    ],
)
def test_what_is_missing_is_named(advise, id_, body, needs):
    advice = advise(id_, **body)
    assert (advice.size, advice.reason, advice.needs) == (None, "needs", needs)


@pytest.mark.parametrize(
    ("id_", "body", "side"),
    [
        ("P1001", {"height_cm": 175, "weight_kg": 120}, "large"),
        ("P1001", {"height_cm": 175, "weight_kg": 30}, "small"),
        ("P1001", {"height_cm": 205, "weight_kg": 80}, "large"),
        ("P1001", {"weight_kg": 150}, "large"),  # no need to ask for the height
        ("P1001", {"height_cm": 182, "weight_kg": 45}, "shape"),  # a cell without a size
        ("P1010", {"waist": 95}, "large"),
        ("P1035", {"foot_length": 26}, "large"),
        ("P1035", {"foot_length": 20}, "small"),
        ("P1032", {"height_cm": 165}, "large"),
        ("P1039", {"head": 64}, "large"),
        ("P1016", {"height_cm": 165, "weight_kg": 75}, "large"),
        ("P1008", {"height_cm": 165, "weight_kg": 65}, "large"),  # would need a size above the largest
    ],
)
def test_off_the_chart_there_is_no_size_and_a_side(advise, off_chart, id_, body, side):
    assert advise(id_, **body) is None
    assert off_chart(id_, **body) == side


def test_on_the_chart_there_is_no_side(off_chart):
    assert off_chart("P1001", 175, 65) is None
    assert off_chart("P1001", 175) is None


def test_close_to_the_next_size_both_are_named(advise):
    assert (advise("P1001", 170, 56.5).size, advise("P1001", 170, 56.5).between) == ("L", "M")
    assert (advise("P1001", 165, 63).size, advise("P1001", 165, 63).between) == ("M", "L")
    assert advise("P1001", 175, 65).between is None


def test_the_sizes_beside_it_are_those_that_are_sold(advise):
    assert advise("P1001", 175, 65).neighbours == ("M", "XL")
    assert advise("P1001", 155, 42).neighbours == ("M",)
    assert advise("P1016", 165, 64).neighbours == ("M",)


@pytest.mark.parametrize(
    ("id_", "usual", "size", "reason"),
    [
        ("P1001", "l", "L", "usual"), ("P1001", "175", "XL", "usual"), ("P1001", "170/92A", "L", "usual"),
        ("P1001", "XXL", "2XL", "usual"), ("P1006", "L", "M", "usual_smaller"), ("P1008", "M", "L", "usual_larger"),
        ("P1010", "M", "28", "usual"), ("P1010", "27码", "27", "usual"), ("P1036", "42", "43", "usual_larger"),
        ("P1035", "235", "37", "usual"), ("P1029", "75b", "M", "usual"),
    ],
)  # fmt: skip
def test_the_usual_size_is_enough(advise, id_, usual, size, reason):
    advice = advise(id_, usual=usual)
    assert (advice.size, advice.reason) == (size, reason)


def test_a_usual_size_that_means_nothing_here_asks_on(advise):
    assert advise("P1035", usual="XL").needs == ("foot_length",)


def test_measures_go_before_the_usual_size_which_is_named_beside_them(advise):
    advice = advise("P1001", 175, 65, usual="XL")
    assert (advice.size, advice.usual, advice.between) == ("L", "XL", "XL")


@pytest.mark.parametrize(
    ("id_", "body", "size", "reason"),
    [
        ("P1010", {"waist": 73.3}, "29", "waist"),  # 2尺2
        ("P1010", {"waist": 67}, "26", "waist"),
        ("P1010", {"height_cm": 165, "weight_kg": 48, "waist": 70}, "27", "waist"),
        ("P1020", {"waist": 66, "hip": 95}, "L", "hip"),  # the one that needs more room
        ("P1005", {"bust": 90}, "L", "bust"),
        ("P1035", {"foot_length": 23.5}, "37", "foot_length"),
        ("P1035", {"foot_length": 23.6}, "38", "foot_length"),
        ("P1036", {"foot_length": 25.4}, "42", "foot_length_larger"),
        ("P1029", {"underbust": 77}, "L", "underbust"),
        ("P1032", {"height_cm": 118}, "120", "height"),
        ("P1034", {"height_cm": 108}, "童110", "height"),
        ("P1034", {"height_cm": 175, "weight_kg": 68}, "XL", "body"),
        ("P1021", {"height_cm": 163}, "M", "height"),
        ("P1039", {}, "均码", "one_size"),
        ("P1042", {"waist": 90}, "均码", "one_size"),
    ],
)
def test_other_measures_decide_where_the_chart_goes_by_them(advise, id_, body, size, reason):
    advice = advise(id_, **body)
    assert (advice.size, advice.reason) == (size, reason)


def test_measures_may_come_under_the_names_that_entities_have(advise):
    assert advise("P1001", height=175, weight=65, waist=None).size == "L"


def test_a_products_own_chart_goes_before_its_categorys(shop):
    content = shop.content
    assert content.charts.of(content.products["P1015"]).name == "P1015"
    assert content.charts.of(content.products["P1014"]).name == "down-jackets"


def test_a_changed_chart_changes_the_advice(folder):
    folder.replace("sizes/unisex-tshirts.yml", "174-180: [M, M, L, L, XL, 2XL]", "174-180: [M, M, L, XL, XL, 2XL]")
    content = Shop(folder.path).content
    assert content.charts.advise(content.products["P1001"], 175, 65).size == "XL"


def test_every_spot_of_every_chart_answers(shop):
    content = shop.content
    for product in content.products.values():
        for height in range(100, 200, 5):
            for weight in range(30, 110, 5):
                advice = content.charts.advise(product, height, weight)
                side = content.charts.off_chart(product, height, weight)
                assert (advice is None) == (side is not None), (product.id, height, weight)
                assert advice is None or advice.needs or advice.size in product.sizes
