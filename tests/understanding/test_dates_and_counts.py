"""Days, times, money and quantities."""

from __future__ import annotations

from typing import Any, Callable

import pytest

Found = Callable[..., list[tuple[str, Any]]]


@pytest.mark.parametrize("text, name, values", [
    ("2026-11-25", "date", ["2026-11-25"]), ("2026/1/5", "date", ["2026-01-05"]), ("2026年11月25日", "date", ["2026-11-25"]), ("11月25号前能到吗", "date", ["11月25日"]), ("十一月二十五号", "date", ["11月25日"]),
    ("25号能发吗", "date", ["25日"]), ("三天前下的单", "date", ["3天前"]), ("明天能到吗", "date", ["明天"]), ("上周五", "date", ["上周五"]), ("礼拜天", "date", ["礼拜天"]), ("双11买的", "date", ["双11"]), ("国庆发货吗", "date", ["国庆"]),
    ("2026-13-45", "date", []), ("2月30号", "date", []), ("36号", "date", []), ("3天没动了", "date", []), ("第25号", "date", []), ("换大一号", "date", []), ("拿哪一号", "date", []),
    ("明天下午3点送", "time", ["15:00"]), ("早上10点", "time", ["10:00"]), ("晚上八点", "time", ["20:00"]), ("20:30送", "time", ["20:30"]), ("下午三点半", "time", ["15:30"]), ("上午9点20分", "time", ["09:20"]), ("下午送", "time", ["下午"]), ("今晚十二点", "time", ["24:00"]), ("中午12点", "time", ["12:00"]),
    ("有点大", "time", []), ("3:75", "time", []),
    ("199元", "money", [199]), ("¥99.9", "money", [99.9]), ("三块五", "money", [3.5]), ("九十九块九", "money", [99.9]), ("99块9", "money", [99.9]), ("一百块", "money", [100]), ("一块钱", "money", [1]), ("5毛", "money", [0.5]),
    ("满199减10", "money", [199, 10]), ("便宜5块", "money", [5]), ("优惠20", "money", [20]), ("19.9包邮", "money", [19.9]), ("价格129", "money", [129]),
    ("一块发", "money", []), ("满2件8折", "money", []), ("减10斤", "money", []), ("假一赔三", "money", []), ("补一张", "money", []), ("裂了一角", "money", []), ("两块板", "money", []), ("只要一床", "money", []),
    ("买2件", "quantity", [2]), ("两件三条", "quantity", [2, 3]), ("来一双", "quantity", [1]), ("拍了三个", "quantity", [3]), ("白色x2", "quantity", [2]), ("黑色 M *3", "quantity", [3]), ("第二件半价", "quantity", []),
    ("三个月", "quantity", []), ("一个问题", "quantity", []), ("两个颜色", "quantity", []), ("5包邮", "quantity", []), ("四件套", "quantity", []), ("一下拿三十份", "quantity", [30]),
])
def test_days_times_money_and_quantities(found: Found, text: str, name: str, values: list[Any]) -> None:
    assert [value for _, value in found(text, name)] == values
