"""Order numbers, tracking numbers and phones."""

from __future__ import annotations

from typing import Any, Callable

import pytest

Found = Callable[..., list[tuple[str, Any]]]


@pytest.mark.parametrize("text, name, value", [
    ("订单261120-123456789012345什么时候发", "order_number", "261120-123456789012345"), ("330271846590124301", "order_number", "330271846590124301"),
    ("单号 3123456789012345678 到哪", "order_number", "3123456789012345678"), ("京东 291234567890", "order_number", "291234567890"), ("订单号 12345678", "order_number", "12345678"),
    ("订单编号：1234567890123456789", "order_number", "1234567890123456789"), ("订单AB20261122001", "order_number", "AB20261122001"), ("订单号75123456789012", "order_number", "75123456789012"),
    ("SF1234567890123到哪了", "tracking_number", "SF1234567890123"), ("ｓｆ1234567890123", "tracking_number", "SF1234567890123"), ("YT8812345678901", "tracking_number", "YT8812345678901"),
    ("极兔 JT3012345678901", "tracking_number", "JT3012345678901"), ("JDVC12345678901", "tracking_number", "JDVC12345678901"), ("EMS EA123456789CN", "tracking_number", "EA123456789CN"),
    ("75123456789012 到哪了", "tracking_number", "75123456789012"), ("韵达4312345678901", "tracking_number", "4312345678901"), ("773123456789012", "tracking_number", "773123456789012"),
    ("快递单号 123456789012", "tracking_number", "123456789012"), ("订单SF1234567890123到哪了", "tracking_number", "SF1234567890123"), ("手机13812345678", "phone", "13812345678"),
    ("138 1234 5678 换这个", "phone", "13812345678"), ("139-1234-5678", "phone", "13912345678"), ("电话+8613912345678", "phone", "13912345678"), ("１３８１２３４５６７８", "phone", "13812345678"),
    ("2986 4417 0352 8816 74 到哪", "order_number", "298644170352881674"), ("298644-170352-881674", "order_number", "298644170352881674"), ("订单号298644 170352 881674", "order_number", "298644170352881674"),
    ("订单 298644 170352881674", "order_number", "298644170352881674"), ("订单305511 0098", "order_number", "3055110098"), ("订单号：298644\n170352\n881674", "order_number", "298644170352881674"),
    ("YT 8801 2277 3465 1", "tracking_number", "YT8801227734651"), ("sf1622-0918-73451", "tracking_number", "SF1622091873451"), ("JT 5310022887164", "tracking_number", "JT5310022887164"), ("运单77-3420-1187-6650", "tracking_number", "77342011876650"),
    ("圆通快递 8801 2277 3465 1", "tracking_number", "8801227734651"), ("快递单号 436 120 958", "tracking_number", "436120958"), ("单号是 512204876631 申通", "tracking_number", "512204876631"), ("512204876631这个是韵达的单号", "tracking_number", "512204876631"),
    ("436120958774 是快递单号", "tracking_number", "436120958774"), ("快递没到330281745930264817", "order_number", "330281745930264817"), ("快递 订单123456789012", "order_number", "123456789012"), ("330281745930264817 发中通可以吗", "order_number", "330281745930264817"),
    ("1385-7140-929", "phone", "13857140929"), ("+86 139 5714 0930", "phone", "13957140930"), ("0086 139 5714 0930", "phone", "13957140930"), ("138 57140929", "phone", "13857140929"),
])
def test_a_long_number_is_known_for_what_it_is(found: Found, text: str, name: str, value: str) -> None:
    assert found(text) == [(name, value)]


@pytest.mark.parametrize("text, codes", [
    ("订单号 2986 4417 0352 8816 74，手机139 5714 0930", [("order_number", "298644170352881674"), ("phone", "13957140930")]),
    ("330281993746205518 158 7149 3302 改这个", [("order_number", "330281993746205518"), ("phone", "15871493302")]),
    ("订单330281274460985319 38码", [("order_number", "330281274460985319")]), ("订单12345678 175 130", [("order_number", "12345678")]), ("订单12345678 13957140930", [("order_number", "12345678"), ("phone", "13957140930")]),
])
def test_groups_end_where_another_number_begins(found: Found, text: str, codes: list[tuple[str, str]]) -> None:
    assert found(text, "order_number", "tracking_number", "phone") == codes


@pytest.mark.parametrize("text", ["QQ123456789", "尾号5678", "12345", "13.8万", "20261122", "1" * 21, "wx1234567890", "138123456789012345678901", "165 110 170 130 175", "180 75 130 120", "订单号330281 5037 88", "座机0571-8823-4567", "400-820-8820",
    "银行卡6222 0210 0112 3456 789", "身份证330521199001011234", "付款码134567890123456789"])
def test_other_numbers_are_none_of_these(found: Found, text: str) -> None:
    assert found(text, "order_number", "tracking_number", "phone") == []
