"""Sizes, in one spelling each."""

from __future__ import annotations

from typing import Any, Callable

import pytest

Found = Callable[..., list[tuple[str, Any]]]


@pytest.mark.parametrize("text, sizes", [
    ("那XL呢", ["XL"]), ("XXL有吗", ["2XL"]), ("2XL", ["2XL"]), ("２ｘｌ", ["2XL"]), ("xxxl", ["3XL"]), ("3xl和l", ["3XL", "L"]), ("1XL", ["XL"]), ("6XL有没有", ["6XL"]), ("XS", ["XS"]), ("xxs", ["XXS"]),
    ("M码 m号", ["M", "M"]), ("S/M/L", ["S", "M", "L"]), ("白色m", ["M"]), ("黑L", ["L"]), ("175cm65kgXL能穿吗", ["XL"]), ("均码吗", ["均码"]), ("F码", ["均码"]), ("free size", ["均码"]),
    ("38码的鞋", ["38"]), ("三十八码", ["38"]), ("41.5有吗", ["41.5"]), ("41码半", ["41.5"]), ("38半有吗", ["38.5"]), ("36号", ["36"]), ("90码的", ["90"]), ("童110", ["童110"]), ("尺码150", ["150"]),
    ("175/92A", ["175/92A"]), ("170/88a能穿吗", ["170/88A"]), ("165/88A的是M吗", ["165/88A", "M"]), ("75B", ["75B"]), ("平时穿38", ["38"]), ("拿59还是66", ["59"]), ("穿28号", ["28"]), ("换成40", ["40"]), ("要42", ["42"]),
    ("上次买的175的", ["175"]), ("那40呢", ["40"]), ("38的还有吗", ["38"]), ("120和130哪个合适", ["120", "130"]), ("42码的脚长多少", ["42"]),
])
def test_a_size_has_one_spelling(found: Found, text: str, sizes: list[str]) -> None:
    assert [value for _, value in found(text, "size")] == sizes


@pytest.mark.parametrize("text", [
    "大码有吗", "加大码", "小一码", "偏大两码", "有几个码", "1.65m", "500ml", "80g", "160g", "XML", "it's", "small", "M65夹克", "S925银", "QQ号", "25号发货", "28号能到吗", "订单号", "130", "175 130",
    "满38减5", "买2件", "38元", "38天", "45%棉", "要2个", "穿3年了", "12:40", "那999呢", "iPhone 13", "BPA free", "free sample", "S赛", "S级车", "电话换138那个", "拍的129", "要一百六", "要三十份", "百世快递",
])
def test_what_is_no_size(found: Found, text: str) -> None:
    assert found(text, "size") == []
