"""Knowing a number opens nothing: somebody else's order, parcel or case sounds exactly like one that does not exist."""

from __future__ import annotations

import re

import pytest

from bot.shop import Shop
from tests.faults.records import Records
from tests.running import ROOT, RunningShop

THEIRS, NOBODYS = "330270655213094605", "330270655213094999"  # the first is demo-05's
PARCEL, NO_PARCEL = "78832051764390", "78832051764999"
SECRETS = ("安然", "13800001205", "科华北路", "P1009", "奶油白", "中通", "织里", "沈师傅")
CONTENT = Shop(ROOT / "data" / "shop").content
ASKS = [
    "订单{}到哪了", "{}", "我的订单号是{}", "查一下{}的物流", "{}什么时候发货", "取消订单{}", "{}我要退货", "{}退款到哪了", "订单{}改地址，改成上海市浦东新区世纪大道1号，张三，13900001111",
    "{}换成L码", "{}催一下发货", "{}显示签收了但是没收到", "{}开发票", "{}少发了一件", "{}我要换货",
]  # fmt: skip


@pytest.mark.parametrize("who", ["a stranger", "a customer"])
@pytest.mark.parametrize("n, ask", enumerate(ASKS))
def test_somebody_elses_order_sounds_like_none_at_all(shop: RunningShop, shopper: str, who: str, n: int, ask: str) -> None:
    name = shopper if who == "a stranger" else f"demo-{n + 6:02}"
    theirs, none = (about(shop, name, ask.format(number), number) for number in (THEIRS, NOBODYS))
    assert theirs == none


@pytest.mark.parametrize("ask", ["快递{}到哪了", "{}", "单号{}怎么不动了"])
def test_somebody_elses_parcel_sounds_like_none_at_all(shop: RunningShop, shopper: str, ask: str) -> None:
    assert about(shop, shopper, ask.format(PARCEL), PARCEL) == about(shop, shopper, ask.format(NO_PARCEL), NO_PARCEL)


@pytest.mark.parametrize("text", ["", "到哪了", "我要退款"])
def test_somebody_elses_order_card_sounds_like_none_at_all(shop: RunningShop, shopper: str, text: str) -> None:
    theirs, none = (about(shop, shopper, text, number, kind="order", order=number) for number in (THEIRS, NOBODYS))
    assert theirs == none


def test_its_owner_hears_all_about_it(shop: RunningShop) -> None:
    assert "湖州" in shop.words("demo-05", "我的快递到哪了")


def test_a_conversation_is_read_by_its_shopper_alone(shop: RunningShop, records: Records, shopper: str) -> None:
    said = shop.say("demo-05", "我的快递到哪了")["replies"][-1]["id"]
    assert said not in [r["id"] for r in shop.later(shopper)["replies"]]
    assert said in [r["id"] for r in shop.later("demo-05")["replies"]]


def about(shop: RunningShop, name: str, text: str, number: str, **more: str) -> list[tuple]:
    """What a shopper hears, whichever variant was chosen, with the number itself taken out."""
    answer = shop.say(name if name.startswith("demo") else f"{name}-{number}", text, **more)
    assert not [secret for secret in SECRETS if secret in str(answer)]
    return [(r["reply"], values(r, number), r["card"], [b["title"].replace(number, "N") for b in r["buttons"]]) for r in answer["replies"]]


def values(reply: dict, number: str) -> dict[str, str]:
    """What the action filled into the reply's wording."""
    for variant in CONTENT.replies[reply["reply"]]:
        pattern = re.sub(r"\\\{(\w+)\\\}", lambda v: f"(?P<{v[1]}>.*)", re.escape(variant), 0)
        found = re.fullmatch(pattern, reply["text"], re.DOTALL)
        if found:
            return {name: value.replace(number, "N") for name, value in found.groupdict().items() if name not in CONTENT.variables}
    raise AssertionError(f"{reply['text']!r} is no wording of {reply['reply']}")
