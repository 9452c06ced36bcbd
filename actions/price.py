"""What it costs, what can be saved, coupons and gifts."""

from __future__ import annotations

from decimal import Decimal

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import first_words, values
from actions.cues import choose
from actions.goods import product_in_view
from actions.order_state import arrived
from actions.picking import pick_order
from actions.product import ProductAction, person
from actions.question import Question
from actions.stock import colours_meant, size_meant
from actions.words import Words, money
from bot.shop import Product, Sku, plain
from bot.stores import Order

_WHOLESALE = r"批发|团购|公司买|单位买|大量|量大|拿货|多买|几十件|上百件"
_DISCOUNT = (
    (_WHOLESALE, "utter_discount_wholesale"),
    (r"学生|会员|老顾客|老客|回头客|vip|VIP", "utter_discount_member"),
    (r"叠加|一起用|同时用|能不能同享|同享", "utter_discount_stack"),
    (r"双十|双1|双一|618|六一八|大促|以后|下次|什么时候打折|什么时候有活动|过几天|下个月|年货节|黑五|会不会降|还会.{0,4}便宜|会更便宜",
     "utter_discount_later"),
)  # fmt: skip
_COUPON = (
    (r"退款.{0,8}券|退货.{0,8}券|券.{0,8}(退回|还在|还给|返还|退吗|退不退)|退.{0,6}红包", "utter_coupon_refund"),
    (r"忘|没用上|没用到|补用|补券|漏用", "utter_coupon_forgot"),
    (r"平台|百亿|红包|拼多多券|官方券|消费券", "utter_coupon_platform"),
    (r"用不了|不能用|没法用|无法使用|不可用|用不上|为什么|怎么不|失效|过期|没有抵|没减|没扣|不减", "utter_coupon_fails"),
    (r"在哪|哪里看|哪看|怎么看|找不到|去哪", "utter_coupon_where"),
)
_GIFT_MISSING = r"没收到|没有收到|没看到|没看见|没见|漏|少了|少发|没给|没送|没发|不见|没有啊|呢$|怎么没|忘了|没放"
_GIFT_CHOOSE = r"选|指定|挑|换成|换个|颜色|花色"
_NO_GIFT = ("暂无", "无", "没有")  # how the sheet begins when a product has no gift of its own


class Price(ProductAction):
    """The price of the colour and size in question, else of the product; never bargaining."""

    action = "action_price"

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        skus = _skus_asked(question, product)
        prices = sorted({sku.price for sku in skus})
        if len(prices) > 1:
            return answer.say("utter_price_range", product=product.name, low=plain(prices[0]), high=plain(prices[-1]))
        if len(skus) == 1:
            return answer.say("utter_price_item", product=product.name, item=skus[0].words, price=plain(prices[0]))
        return answer.say("utter_price", product=product.name, price=plain(prices[0]))


def _skus_asked(question: Question, product: Product) -> tuple[Sku, ...]:
    """What the colour and size said (or the goods card) leave; everything when they fit nothing."""
    colours = colours_meant(product, values(question, "colour"))
    sizes = [size_meant(question.content, product, said) for said in values(question, "size")]
    if not colours and not sizes and question.sku in product.skus:
        return (question.sku,)
    size = sizes[0] if sizes else None
    found = tuple(sku for colour in colours or (None,) for sku in product.find(colour, size))
    return found or product.skus


class Discount(ShopAction):
    """The shop's standing offers; prices are not bargained over here."""

    action = "action_discount"

    def answer(self, question: Question) -> Answer:
        many = question.content.policies["discounts"]["wholesale_from"]
        name = choose(first_words(question), _DISCOUNT, "utter_discount")
        if (question.entities.get("quantity") or 0) >= many:
            name = "utter_discount_wholesale"
        buttons = [person(question)] if name == "utter_discount_wholesale" else []
        return Answer().say(name, buttons=buttons)


class Coupon(ShopAction):
    """How coupons are got and why one does not work; goods on order may be excluded."""

    action = "action_coupon"

    def answer(self, question: Question) -> Answer:
        name, product = choose(first_words(question), _COUPON, "utter_coupon"), product_in_view(question)
        if name == "utter_coupon_fails" and product and product.presale and not question.content.policies["coupons"]["presale"]:
            return Answer().say("utter_coupon_presale", product=product.name)
        return Answer().say(name)


class Gift(ShopAction):
    """What comes as a gift; and when one seems to be missing, whether the order was due one."""

    action = "action_gift"

    def answer(self, question: Question) -> Answer:
        text = first_words(question)
        if choose(text, ((_GIFT_MISSING, "missing"),), ""):
            return self._missing(question)
        if choose(text, ((_GIFT_CHOOSE, "choose"),), ""):
            return Answer().say("utter_gift_choose")
        product = product_in_view(question)
        if product is None:
            return Answer().say("utter_gift")
        return Answer().say("utter_gift_product", product=product.name, gift=product.gift)

    def _missing(self, question: Question) -> Answer:
        if not question.orders:
            return Answer().say("utter_gift_missing")
        answer = Answer()
        order = pick_order(question, answer, fits=arrived, stays=lambda order: True)
        if order is None:
            return answer
        if not arrived(order):
            return answer.say("utter_gift_not_yet" if not order.closed else "utter_gift_missing", order=order.number)
        due = gifts_due(question, order)
        if not due:
            return answer.say("utter_gift_none_due", order=order.number, total=money(order.total), buttons=[person(question)])
        joined = Words(question.content, question.now)("and").join(due)
        return answer.say("utter_gift_missing_order", order=order.number, gift=joined, buttons=[person(question)])


def gifts_due(question: Question, order: Order) -> list[str]:
    """What should have been in the parcel: the products' own gifts, and the shop's from a certain total."""
    products = [question.content.products.get(line.product) for line in order.lines]
    own = [p.gift for p in products if p and p.gift and not p.gift.startswith(_NO_GIFT)]
    enough = order.total >= Decimal(str(question.content.policies["gifts"]["full"]))
    full = question.content.policies["gifts"]["full_gift"]
    return list(dict.fromkeys(own + ([full] if enough and full else [])))
