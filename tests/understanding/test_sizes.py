"""Sizes, in one spelling each."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from bot.understanding.catalogue import Vocabulary
from bot.understanding.entities import Extractor

Found = Callable[..., list[tuple[str, Any]]]


@pytest.mark.parametrize("text, sizes", [
    ("那XL呢", ["XL"]), ("XXL有吗", ["2XL"]), ("2XL", ["2XL"]), ("２ｘｌ", ["2XL"]), ("xxxl", ["3XL"]), ("3xl和l", ["3XL", "L"]), ("1XL", ["XL"]), ("6XL有没有", ["6XL"]), ("XS", ["XS"]), ("xxs", ["XXS"]),
    ("M码 m号", ["M", "M"]), ("S/M/L", ["S", "M", "L"]), ("白色m", ["M"]), ("黑L", ["L"]), ("175cm65kgXL能穿吗", ["XL"]), ("均码吗", ["均码"]), ("F码", ["均码"]), ("free size", ["均码"]),
    ("38码的鞋", ["38"]), ("三十八码", ["38"]), ("41.5有吗", ["41.5"]), ("41码半", ["41.5"]), ("38半有吗", ["38.5"]), ("36号", ["36"]), ("90码的", ["90"]), ("童110", ["童110"]), ("尺码150", ["150"]),
    ("175/92A", ["175/92A"]), ("170/88a能穿吗", ["170/88A"]), ("165/88A的是M吗", ["165/88A", "M"]), ("75B", ["75B"]), ("平时穿38", ["38"]), ("拿59还是66", ["59", "66"]), ("穿28号", ["28"]), ("换成40", ["40"]), ("要42", ["42"]),
    ("上次买的175的", ["175"]), ("那40呢", ["40"]), ("38的还有吗", ["38"]), ("120和130哪个合适", ["120", "130"]), ("42码的脚长多少", ["42"]),
    ("拍39还是40", ["39", "40"]), ("38还是40", ["38", "40"]), ("平时穿43-44", ["43", "44"]), ("一般穿40/41", ["40", "41"]), ("换成三十九或者四十", ["39", "40"]), ("上次38 这次还是38吗", ["38"]),
    ("M或者2XL", ["M", "2XL"]), ("三个加的还有吗", ["3XL"]), ("两个x能穿不", ["2XL"]), ("一个加", ["XL"]), ("43欧码有没有", ["43"]), ("40换38可以吗", ["40", "38"]),
    ("小号还有没", ["S"]), ("中码的帮我留一件", ["M"]), ("大号跟中号一个价吗", ["L", "M"]), ("改成大号", ["L"]), ("加大号有吗", ["XL"]),
])
def test_a_size_has_one_spelling(found: Found, text: str, sizes: list[str]) -> None:
    assert [value for _, value in found(text, "size")] == sizes


@pytest.mark.parametrize("text", [
    "大码有吗", "加大码", "小一码", "偏大两码", "有几个码", "1.65m", "500ml", "80g", "160g", "XML", "it's", "small", "M65夹克", "S925银", "QQ号", "25号发货", "28号能到吗", "订单号", "130", "175 130",
    "满38减5", "买2件", "38元", "38天", "45%棉", "要2个", "穿3年了", "12:40", "那999呢", "iPhone 13", "BPA free", "free sample", "S赛", "S级车", "电话换138那个", "拍的129", "要一百六", "要三十份", "百世快递",
    "换大号", "换个大号的", "多大号合适", "我用小号拍的", "小号登录不上", "大码有没有", "两个加绒的", "三个加起来", "1个加急", "她穿几个加", "30-31号不在家", "体重120-130", "66和97", "28号买的29号发的", "穿130/40", "160/84的裤子",
])
def test_what_is_no_size(found: Found, text: str) -> None:
    assert found(text, "size") == []


def test_a_word_for_a_size_is_the_catalogues_own_where_it_has_one() -> None:
    def values(*sizes: str) -> list[Any]:
        known = Vocabulary(sizes=frozenset(sizes))
        return [e["value"] for e in Extractor(lambda: known).extract("大号有吗")]

    assert (values("大号", "L"), values("M", "L"), values("38")) == (["大号"], ["L"], [])
