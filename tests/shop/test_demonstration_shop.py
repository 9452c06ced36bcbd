"""The shop that comes with the program is whole, honest and consistent with itself."""

from __future__ import annotations

import re

import pytest

from bot.shop import Shop, check

from .folder import DATA, TODAY

FACTS = (
    "fabric lining pilling fading shrink thickness season fit fit_advice stretch care smell origin model_wears "
    "features included warranty gift usage audience"
).split()


def test_nothing_in_it_has_to_be_mended():
    assert check(DATA, TODAY) == []


def test_it_has_more_than_forty_products_and_two_hundred_skus(shop):
    assert len(shop.content.products) >= 44
    assert len(shop.content.by_sku) >= 260


def test_every_product_states_every_fact(shop):
    for product in shop.content.products.values():
        assert [fact for fact in FACTS if not product.fact(fact)] == [], product.id
        assert len(product.aliases) >= 3, product.id


def test_facts_can_be_put_into_a_sentence(shop):
    for product in shop.content.products.values():
        assert [fact for fact in FACTS if product.fact(fact).endswith("。")] == [], product.id


def test_compositions_add_up_to_a_hundred(shop):
    for product in shop.content.products.values():
        for layer in re.split(r"[；，（]", product.fabric):
            shares = [int(n) for n in re.findall(r"(\d+)%(?!白)", layer)]
            assert not shares or sum(shares) % 100 == 0, (product.id, layer)


def test_some_skus_are_sold_out_and_some_nearly(shop):
    stocks = [sku.stock for _, sku in shop.content.by_sku.values()]
    assert 5 <= stocks.count(0) <= 30
    assert any(0 < stock <= 5 for stock in stocks)


def test_sku_ids_name_product_colour_and_size(shop):
    for id_, (product, sku) in shop.content.by_sku.items():
        assert id_ == f"{product.id}-{sku.colour}-{sku.size}"


def test_every_product_has_a_chart_that_measures_all_its_sizes(shop):
    for product in shop.content.products.values():
        chart = shop.content.charts.of(product)
        assert set(product.sizes) <= set(chart.garment), product.id


def test_models_wear_what_the_chart_advises(shop):
    worn = re.compile(r"(\d{3})cm/(\d{2})kg[^，、]*?[、，]?穿(童?\w+?)(?=码|，|$)")
    seen = 0
    for product in shop.content.products.values():
        for height, weight, size in worn.findall(product.model_wears):
            advice = shop.content.charts.advise(product, float(height), float(weight))
            assert advice and advice.size == size, (product.id, height, weight)
            seen += 1
    assert seen > 40


@pytest.mark.parametrize(
    ("id_", "name", "colours", "first", "last"),
    [
        ("P1001", "精梳棉基础圆领T恤", ("白色", "黑色", "雾霾蓝"), "S", "2XL"),
        ("P1006", "加绒连帽卫衣", ("燕麦色", "黑色", "墨绿"), "S", "2XL"),
        ("P1010", "高腰直筒牛仔裤", ("复古蓝", "黑色"), "25", "32"),
        ("P1014", "轻薄白鸭绒羽绒服", ("黑色", "米白", "藏青"), "S", "3XL"),
        ("P1015", "长款加厚羽绒服", ("黑色", "焦糖"), "S", "XL"),
    ],
)
def test_the_goods_that_demonstrations_count_on_are_there(shop, id_, name, colours, first, last):
    product = shop.content.products[id_]
    assert (product.name, product.colours, product.sizes[0], product.sizes[-1]) == (name, colours, first, last)


def test_the_long_down_jacket_is_a_presale(shop):
    product = shop.content.products["P1015"]
    assert product.presale_days == 15 and "15天" in product.presale


def test_prices_read_as_shoppers_say_them(shop):
    products = shop.content.products
    assert (products["P1001"].price, products["P1004"].price) == ("49.9", "129-139")


def test_asked_again_it_is_not_read_again():
    shop = Shop(DATA)
    assert shop.content is shop.content
