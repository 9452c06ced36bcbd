"""Products, categories, colours and places."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from bot.understanding.catalogue import Vocabulary, colour_spellings
from bot.understanding.entities import Extractor, province_of

Found = Callable[..., list[tuple[str, Any]]]


@pytest.mark.parametrize("text, colours", [
    ("白色", ["白色"]), ("有白的吗", ["白色"]), ("有白吗", ["白色"]), ("白m有货吗", ["白色"]), ("黑色和白哪个好看", ["黑色", "白色"]), ("黑白哪个", ["黑色", "白色"]), ("我要黑", ["黑色"]), ("燕麦有吗", ["燕麦色"]),
    ("雾霾蓝色", ["雾霾蓝"]), ("藏青色m码", ["藏青"]), ("藏蓝的还有吗", ["藏青"]), ("浅灰 L", ["浅灰"]), ("米白", ["米白"]), ("米色", ["米色"]), ("紫色有吗", ["紫色"]), ("酒红", ["酒红色"]), ("红格的", ["红格"]),
    ("咖啡色", ["咖啡色"]), ("白色的会不会发黄", ["白色"]), ("黑色加绒卫衣", ["黑色"]), ("肤色的还有吗", ["肤色"]), ("皮肤黑穿白的行吗", ["白色"]),
])
def test_a_colour_is_the_catalogues_word_when_it_has_one(found: Found, text: str, colours: list[str]) -> None:
    assert [value for _, value in found(text, "colour")] == colours


@pytest.mark.parametrize("text", [
    "灰不溜秋的", "发黄了", "会发黄的", "明白的", "白天送", "洗白了", "漂白的", "红包怎么领", "黑心商家", "拉黑", "粉丝群", "蓝牙", "掉色吗", "什么颜色", "色差大吗", "沾了咖啡", "一米六", "小白鞋", "玉米",
    "白跑一趟", "付定金的", "黄金的吗", "大红包", "蛋白粉能退吗", "奶粉有吗", "黄牛", "青岛", "红薯",
    "白白等了一天", "白等了", "红红的", "花花绿绿的", "单子黄了", "红火", "白白", "我肤色偏黑", "显肤色吗", "肤色很黑", "皮肤白的人", "脸黄的能穿吗", "有点黄的", "偏灰的",
])
def test_words_with_a_colour_in_them_are_no_colours(found: Found, text: str) -> None:
    assert found(text, "colour") == []


@pytest.mark.parametrize("text, products", [
    ("加绒连帽卫衣有货吗", ["P1006"]), ("那个帽衫", ["P1006"]), ("圆领t恤", ["P1001"]), ("圆领T有吗", ["P1001"]), ("p1006", ["P1006"]), ("https://shop/goods/P1006?x=1", ["P1006"]), ("P10061", []),
    ("三合一外套防水吗", ["P1044"]), ("小白鞋38码", ["P1035"]), ("打底衫", ["P1001", "P1009"]), ("加絨衛衣", ["P1006"]), ("卫衣", []),
])
def test_a_product_is_known_by_its_names(found: Found, text: str, products: list[str]) -> None:
    assert [value for _, value in found(text, "product")] == products


@pytest.mark.parametrize("text, categories", [("有什么卫衣", ["卫衣"]), ("鞋子怎么样", ["鞋"]), ("包包好看", ["包"]), ("红包", []), ("包邮吗", []), ("加绒卫衣", []), ("鞋柜", [])])
def test_a_kind_of_goods_is_a_category(found: Found, text: str, categories: list[str]) -> None:
    assert [value for _, value in found(text, "category")] == categories


@pytest.mark.parametrize("text, places", [
    ("寄到新疆多少钱", ["新疆"]), ("发深圳几天", ["深圳"]), ("广东东莞", ["广东", "东莞"]), ("内蒙能发吗", ["内蒙古"]), ("發廣州", ["广州"]), ("寄到开封几天", ["开封"]), ("山东日照", ["山东", "日照"]), ("大同市", ["大同"]),
    ("开封了还能退吗", []), ("日照会褪色吗", []), ("大理石纹", []), ("包头的拖鞋", []), ("白银色", []), ("大同小异", []), ("安康", []), ("中山装", []),
    ("美国寄吗", ["美国"]), ("寄到国外", ["国外"]), ("日本能发吗", ["日本"]), ("那韩国呢", ["韩国"]), ("我在海外", ["海外"]), ("日本同款", []), ("法国代购的吗", []), ("英国码", []), ("乡下送不送", []),
    ("东西宁可不要", []), ("东西藏哪了", []), ("东西安装师傅啥时候来", []), ("站一天水泥地", []), ("大连衣裙", []), ("北京的东西安全到了", ["北京"]), ("老家西安的", ["西安"]),
    ("到达州几天", ["达州"]), ("快递卡通州了", ["通州"]), ("往常州寄", ["常州"]), ("山西晋中", ["山西", "晋中"]), ("东西安市", ["西安"]),
])
def test_places(found: Found, text: str, places: list[str]) -> None:
    assert [value for _, value in found(text, "place")] == places


def test_every_place_has_its_province() -> None:
    assert [province_of(p) for p in ("深圳", "新疆", "内蒙古", "开封", "香港", "日本", "火星")] == ["广东", "新疆", "内蒙古", "河南", "香港", "海外", None]


def test_a_changed_catalogue_is_understood_at_the_next_message() -> None:
    now = [Vocabulary()]
    extractor = Extractor(lambda: now[0])
    assert extractor.extract("云朵外套有莓果紫吗") == []
    now[0] = Vocabulary(products={"P9": ("云朵外套",)}, colours=colour_spellings(["莓果紫"]))
    assert [(e["entity"], e["value"]) for e in extractor.extract("云朵外套有莓果紫吗")] == [("product", "P9"), ("colour", "莓果紫")]
    now[0] = Vocabulary()
    assert extractor.extract("云朵外套有莓果紫吗") == []


def test_a_name_of_too_many_products_means_none_of_them() -> None:
    extractor = Extractor(lambda: crowded)
    crowded = Vocabulary(products={f"P{i}": ("打底衫",) for i in range(5)})
    assert extractor.extract("打底衫") == []
