"""What it costs, what can be saved, coupons and gifts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Sequence

from actions.answer import Answer
from actions.aspects import say_aspects
from actions.base import ShopAction
from actions.carried import first_words, values
from actions.cues import choose, chosen
from actions.goods import pick_product, product_in_view, products_together
from actions.order_state import arrived
from actions.picking import pick_order
from actions.presale import presale_meant, presale_said, say_deposit
from actions.product import ProductAction, person
from actions.question import Question
from actions.stock import Shelf, colours_meant, size_meant
from actions.totals import asks_total, reduction, say_total
from actions.words import Words, money
from bot.shop import Product, Sku, plain
from bot.stores import Order

_WHOLESALE = r"批发|团购|公司买|单位买|大量|量大|拿货|多买|几十件|上百件"
_CHILD_WORDS = re.compile(r"童|孩|宝宝|娃|儿子|女儿|小的|小码")
_CHILD_SIZE = "童"
_DISCOUNT = (
    (r"半价", "utter_discount_half"),
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

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if say_deposit(question, answer) or say_many(question, answer):
            return answer
        if asks_total(question) and say_total(question, _skus_asked, answer):
            return answer
        return super().answer(question)

    def about_several(self, question: Question, products: Sequence[Product], answer: Answer) -> bool:
        words = Words(question.content, question.now)
        lines = [words("price_line", product=p.name, price=p.price) for p in products]
        low, high = sorted(products, key=lambda p: p.price_low)[0], sorted(products, key=lambda p: p.price_low)[-1]
        differ = low.price_high < high.price_low
        answer.say("utter_price_both_cheaper" if differ else "utter_price_both", lines="\n".join(lines), cheaper=low.name)
        return True

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        self._say_price(question, product, answer)
        say_aspects(question, product, answer)
        return answer

    def _say_price(self, question: Question, product: Product, answer: Answer) -> Answer:
        skus = _skus_asked(question, product)
        prices = sorted({sku.price for sku in skus})
        if len(prices) > 1:
            return answer.say("utter_price_range", product=product.name, low=plain(prices[0]), high=plain(prices[-1]))
        if len(skus) == 1:
            answer.say("utter_price_item", product=product.name, item=skus[0].words, price=plain(prices[0]))
            shelf = Shelf.of(question, product)
            return answer if shelf.left(skus[0]) else answer.say("utter_price_sold_out", item=skus[0].words)
        return answer.say("utter_price", product=product.name, price=plain(prices[0]))


def _skus_asked(question: Question, product: Product) -> tuple[Sku, ...]:
    """What the colour and size said (or the goods card) leave; everything when they fit nothing."""
    colours = colours_meant(product, values(question, "colour"))
    sizes = [size_meant(question.content, product, said) for said in values(question, "size")]
    children = tuple(sku for sku in product.skus if _CHILD_SIZE in sku.size)
    if children and not sizes and _CHILD_WORDS.search(question.text):
        return children
    if not colours and not sizes and question.sku in product.skus:
        return (question.sku,)
    size = sizes[0] if sizes else None
    found = tuple(sku for colour in colours or (None,) for sku in product.find(colour, size))
    return found or product.skus


class Discount(ShopAction):
    """The shop's standing offers; prices are not bargained over here."""

    action = "action_discount"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if say_deposit(question, answer) or say_many(question, answer) or _say_reduced(question, answer):
            return answer
        if asks_total(question) and say_total(question, _skus_asked, answer):
            return answer
        together = products_together(question)
        if together and Price().about_several(question, together, answer):
            return answer
        if asks_total(question) and pick_product(question, answer) is None:
            return answer
        name = chosen(question, _DISCOUNT, "utter_discount")
        buttons = [person(question)] if name == "utter_discount_wholesale" else []
        return Answer().say(name, buttons=buttons)


def say_many(question: Question, answer: Answer) -> bool:
    """More pieces than one shopper may order, or so many that they have a price of their own. Whether it was that many."""
    pieces, policies = question.entities.get("quantity") or 0, question.content.policies
    if pieces >= policies["discounts"]["wholesale_from"]:
        answer.say("utter_discount_wholesale", buttons=[person(question)])
    elif pieces > policies["payment"]["limit"]:
        answer.say("utter_quantity_limit", quantity=pieces, buttons=[person(question)])
    return bool(answer.replies)


def _say_reduced(question: Question, answer: Answer) -> bool:
    """买300能减多少: worked out. Whether an amount was said."""
    said = question.entities.get("money")
    if not said or not re.search(r"减|优惠|便宜|省|付|到手", first_words(question)) or not re.search(r"买|拍|满|花|凑|块|元", question.text):
        return False
    total = Decimal(str(said))
    if total < Decimal(str(question.content.policies["discounts"]["minus"])) * 2:
        return False  # rather the price that is bargained for
    off = reduction(question, total)
    answer.say("utter_discount_worked" if off else "utter_discount_short", total=money(total), off=money(off), pay=money(total - off))
    return True


class Coupon(ShopAction):
    """How coupons are got and why one does not work; goods on order may be excluded."""

    action = "action_coupon"

    def answer(self, question: Question) -> Answer:
        answer, name = Answer(), chosen(question, _COUPON, "utter_coupon")
        if say_deposit(question, answer):
            return answer
        allowed, product = question.content.policies["coupons"]["presale"], presale_meant(question)
        if not allowed and name in ("utter_coupon", "utter_coupon_fails"):
            if product:
                return answer.say("utter_coupon_presale", product=product.name)
            if presale_said(question):
                return answer.say("utter_coupon_presale_general")
        return answer.say(name)


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
        part = _part_asked(text, product)
        if part:
            return Answer().say("utter_gift_included", product=product.name, part=part, included=product.included)
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


def _part_asked(text: str, product: Product) -> str:
    """What comes with the product anyway and is asked for as if it were a gift: 送压襟吗."""
    for part in product.included.split("、"):
        name = re.sub(r"[\d\s一二两三四五]+[件条个根双粒本只顶套对枚]*$", "", part)
        if name not in (product.category, "吊牌") and any(name[n:n + 2] in text for n in range(len(name) - 1)):
            return part
    return ""


def gifts_due(question: Question, order: Order) -> list[str]:
    """What should have been in the parcel: the products' own gifts, and the shop's from a certain total."""
    products = [question.content.products.get(line.product) for line in order.lines]
    own = [p.gift for p in products if p and p.gift and not p.gift.startswith(_NO_GIFT)]
    enough = order.total >= Decimal(str(question.content.policies["gifts"]["full"]))
    full = question.content.policies["gifts"]["full_gift"]
    return list(dict.fromkeys(own + ([full] if enough and full else [])))
