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
])
def test_a_long_number_is_known_for_what_it_is(found: Found, text: str, name: str, value: str) -> None:
    assert found(text) == [(name, value)]


@pytest.mark.parametrize("text", ["QQ123456789", "尾号5678", "12345", "13.8万", "20261122", "1" * 21, "wx1234567890", "138123456789012345678901"])
def test_other_numbers_are_none_of_these(found: Found, text: str) -> None:
    assert found(text, "order_number", "tracking_number", "phone") == []
