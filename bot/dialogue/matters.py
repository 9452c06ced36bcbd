"""Which questions belong together: what a card, a value, a word of another matter or the last question may go on with."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.understood import MEASURES

SMALL_TALK = {"greet", "goodbye", "thank", "affirm", "deny", "ask_bot", "out_of_scope"}
PRODUCT_TALK = frozenset({
    "ask_size", "ask_measurements", "ask_fit", "ask_material", "ask_pilling", "ask_fading", "ask_shrink", "ask_care", "ask_thickness",
    "ask_smell", "ask_quality", "ask_colour", "ask_stock", "ask_price", "ask_warranty", "ask_usage", "ask_product", "ask_authentic", "ask_gift",
})
ORDER_TALK = frozenset({
    "order_status", "track_parcel", "parcel_stalled", "parcel_not_received", "urge_shipping", "ask_ship_time", "ask_delivery_time",
    "change_order", "change_address", "cancel_order", "return_goods", "refund_only", "exchange_goods", "refund_progress", "change_return",
    "price_protection",
})
SIZING = frozenset({"ask_size", "ask_fit", "ask_measurements"})
RETURNS = frozenset({
    "return_goods", "refund_only", "exchange_goods", "ask_return_address", "ask_return_freight", "refund_progress", "change_return"})
PARCEL = frozenset({"track_parcel", "parcel_stalled", "parcel_not_received", "arrange_delivery", "ask_delivery_time"})
MATTERS = (
    RETURNS, PARCEL,
    frozenset({"quality_problem", "wrong_item", "missing_item", "not_as_described", "ask_compensation", "refund_progress"}),
    frozenset({"change_order", "change_address", "cancel_order", "order_status"}),
)  # fmt: skip
# Near enough for a fragment, which somebody says who is still at it; a whole sentence may well begin something else.
NEAR = (
    *MATTERS, SIZING, RETURNS | {"return_policy"}, frozenset({"refuse_parcel", "ask_return_freight"}),
    frozenset({"ask_price", "ask_discount", "ask_coupon"}), frozenset({"ask_stock", "ask_colour"}),
    frozenset({"ask_ship_time", "urge_shipping", "ask_carrier"}), frozenset({"ask_freight", "ask_delivery_area", "ask_delivery_time"}),
)  # fmt: skip
PLACE_TALK = frozenset({"ask_freight", "ask_delivery_area", "ask_delivery_time"})
DAY_TALK = frozenset({"ask_delivery_time", "ask_ship_time"})
COUNTED = frozenset({"ask_price", "ask_discount", "ask_stock"})
ITSELF = None
# What shoppers ask with one word while they are at something. The word alone says which kind of question; the matter, which question.
KINDS = {
    "how_long": r"多久|多长时间|好久|几[天日点时]|(?:什么|啥|么子)时候|何时|哪天|多少天",
    "freight": r"[运邮路]费|快递费",
    "cost": r"(?:扣|收|出|付|给|花|要)(?:我的?)?(?:钱|费)|(?:我|自己)出|谁出|免费",
    "refunded_to": r"退(?:到|回|去)?哪(?:里|儿|去|个账户)?",
    "carrier": r"发(?:什么|啥)|(?:什么|啥|哪家|哪个)快递",
    "condition": r"(?:只|单)退[一其][件中].{0,2}|赠品|送的东?西?|(?:没|没有|已经|都)?(?:洗|穿|试|试穿|拆|拆封|剪|下水)(?:过|了|掉)?(?:吊牌|标)?|吊牌.{0,3}",
    "on_delivery": r"(?:货到)?到付",
    "deposit": r"定金|订金",
    "dear": r"(?:太|有点儿?|好|真|这么|忒)?贵(?:了点?|点|啊)?",
    "cheaper": r"便宜(?:一?[点些])?的?|(?:有没有|有)?(?:更|再)便宜(?:一?[点些])?的?",
    "phone": r"电话|手机号|联系方式",
    "way": r"那[退换]货?|[退换]货?(?=[呢嘞])",  # 退货 by itself is a wish
}
_BEFORE = r"(?:那么?|请问|还|要|得|需要|大概|一般|会|能|是|都|也|\s)*"
_BEHIND = r"(?:[了呢嘞勒咧啊呀吗嘛么不没伐哦噢的能才？?。，!！~\s]|来着)*"
_BARE = {kind: re.compile(f"{_BEFORE}(?:{words}){_BEHIND}") for kind, words in KINDS.items()}
# Kind of question → (asked last, what is meant), the first that fits; ITSELF asks the last question again.
MEANT = {
    "how_long": (
        (PARCEL | PLACE_TALK | {"ask_carrier"}, "ask_delivery_time"),
        (frozenset({"cancel_order", "refund_only", "refund_progress", "change_return"}), "refund_progress"),
        (frozenset({"ask_stock", "ask_smell", "ask_warranty", "ask_invoice", "place_order", "exchange_goods", "refuse_parcel"}), ITSELF),
        (frozenset({"ask_ship_time", "urge_shipping", "order_status"}), ITSELF),
    ),
    "freight": ((RETURNS | {"return_policy", "refuse_parcel"}, "ask_return_freight"), (PLACE_TALK | {"ask_carrier", "ask_ship_time"}, "ask_freight")),
    "cost": (
        (frozenset({"cancel_order", "ask_carrier", "ask_freight"}), ITSELF), (frozenset({"ask_delivery_area"}), "ask_freight"),
        (frozenset({"return_goods", "exchange_goods", "ask_return_address", "ask_return_freight", "refuse_parcel"}), "ask_return_freight"),
    ),
    "refunded_to": ((frozenset({"cancel_order"}), ITSELF), (frozenset({"refund_progress", "refund_only"}), "refund_progress")),
    "carrier": ((PARCEL | {"ask_ship_time", "urge_shipping", "order_status", "ask_freight"}, "ask_carrier"),),
    "condition": ((frozenset({"return_policy", "return_goods", "exchange_goods"}), "return_policy"),),
    "on_delivery": ((RETURNS | {"return_policy"}, "ask_return_freight"),),
    "deposit": ((frozenset({"ask_coupon", "ask_price", "ask_stock", "ask_ship_time", "ask_discount"}), ITSELF),),
    "dear": ((frozenset({"ask_price", "ask_discount", "recommend"}), "ask_discount"),),
    "cheaper": ((frozenset({"recommend"}), ITSELF),),
    "phone": ((PARCEL, "arrange_delivery"),),
    "way": ((frozenset({"ask_return_freight"}), ITSELF),),
}  # fmt: skip


def goes_on_with(kind: str) -> frozenset[str]:
    """The questions that a card of this kind without words may answer."""
    return PRODUCT_TALK if kind == "product" else ORDER_TALK


def same_matter(intent: str, asked: Optional[str]) -> bool:
    """什么时候退钱 right after a refund's progress: what was talked about just now speaks for the likelier reading."""
    return any({intent, asked} <= matter for matter in MATTERS)


def near(asked: str) -> frozenset[str]:
    """The questions a fragment after this one may ask, this one among them."""
    return frozenset({asked}).union(*(matter for matter in NEAR if asked in matter))


def kind_meant(text: str, asked: str) -> Optional[str]:
    """运费呢 after an exchange: the question that a word of another matter, and nothing else, asks within the matter under way."""
    for kind, bare in _BARE.items():
        if bare.fullmatch(text):
            return next((intent or asked for matter, intent in MEANT[kind] if asked in matter), None)
    return None


def concerned(entity: str) -> frozenset[str]:
    """The questions that a new value of this entity asks again."""
    if entity in MEASURES:
        return frozenset({"ask_size", "ask_fit"})
    if entity in ("order_number", "tracking_number"):
        return ORDER_TALK
    if entity == "place":
        return PLACE_TALK
    if entity in ("size", "colour"):
        return PRODUCT_TALK | {"exchange_goods", "change_order"}
    return PRODUCT_TALK | {"recommend"} if entity in ("product", "category") else frozenset()


def asks_again(entity: str) -> frozenset[str]:
    """The same for a value that is all a fragment says: a day or a number of pieces tells more there than inside a sentence."""
    return {"date": DAY_TALK, "time": DAY_TALK, "quantity": COUNTED, "money": COUNTED}.get(entity, frozenset()) | concerned(entity)
