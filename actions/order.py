"""Questions about ordering: how to, what state, invoice, review, account."""

from __future__ import annotations

from actions.answer import Answer
from actions.base import ShopAction
from actions.cases import newest_case, say_progress
from actions.closing import say_closed
from actions.cues import choose
from actions.dispatch import say_dispatch
from actions.order_state import arrived, waiting
from actions.picking import only_order, pick_order
from actions.question import Question
from actions.tracking import say_tracks
from actions.widgets import order_card
from actions.words import Words, money
from actions.yes_no import go_to
from bot.stores import Order

_PLACE = (
    (r"货到付款|到付|对公|转账|加微信|支付宝转", "utter_place_order_unsupported"),
    (r"先用后付|月付|后付款", "utter_place_order_pay_later"),
    (r"付了两次|重复付|多付|扣了两", "utter_place_order_double"),
    (r"付不了|付款失败|支付失败|不能付|付不上|支付不了|付款不了|无法支付|无法付款|限额|刷不了", "utter_place_order_fails"),
    (r"下不了单|不能下单|拍不了|拍不下|限购|几件|多少件|最多", "utter_place_order_limit"),
    (r"拼单|成团|拼团|凑人|几个人", "utter_place_order_group"),
    (r"购物车|一起买|一起拍|合着买", "utter_place_order_cart"),
    (r"怎么付|付款方式|支付方式|微信|支付宝|银行卡|刷卡|花呗|信用卡", "utter_place_order_methods"),
)
_INVOICE = (
    (r"专票|专用|增值税", "utter_invoice_special"),
    (r"改|错|重开|换抬头", "utter_invoice_change"),
    (r"没收到|没寄|没开|哪里看|哪看|下载|怎么查|还没|在哪", "utter_invoice_where"),
    (r"纸质|纸的|寄发票|邮寄", "utter_invoice_paper"),
    (r"税点|加税|多少税|税率", "utter_invoice_tax"),
)
_REVIEW = (
    (r"返现|返钱|红包|好评有|奖励|有礼", "utter_review_cash"),
    (r"删|改评|修改|追评|追加", "utter_review_edit"),
    (r"差评|不满", "utter_review_bad"),
)
_ACCOUNT = (
    (r"密码|登录|登不", "utter_account_password"),
    (r"手机号|换号|绑定|解绑|微信号", "utter_account_phone"),
    (r"会员|等级|vip|VIP", "utter_account_member"),
    (r"积分|金币", "utter_account_points"),
    (r"余额|钱包|零钱|提现|先用后付|红包|银行卡|支付", "utter_account_wallet"),
    (r"两个号|另一个号|另外一个|别的号|小号|合并", "utter_account_two"),
)
_AMOUNT = r"金额|多扣|扣多|多收|价钱不对|价格不对|付了多少|花了多少|多少钱"


class PlaceOrder(ShopAction):
    """How to order and pay; with an order just placed and unpaid, how long it stays open."""

    action = "action_place_order"

    def answer(self, question: Question) -> Answer:
        answer = Answer().say(choose(question.text, _PLACE, "utter_place_order"))
        unpaid = only_order(question, fits=lambda order: order.status == "unpaid")
        return say_dispatch(question, answer, unpaid) if unpaid and unpaid.status == "unpaid" else answer


class OrderStatus(ShopAction):
    """The order's state, what happens next and by when."""

    action = "action_order_status"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=lambda order: not order.closed, stays=lambda order: True)
        if order is None:
            return answer
        if choose(question.text, ((_AMOUNT, "amount"),), ""):
            return _say_amount(question, answer, order)
        return say_state(question, answer, order)


class Invoice(ShopAction):
    """How invoices work here; with an order in view, whether it can be had yet."""

    action = "action_invoice"

    def answer(self, question: Question) -> Answer:
        answer = Answer().say(choose(question.text, _INVOICE, "utter_invoice"))
        order = only_order(question, fits=arrived)
        if order and not order.closed and order.status != "unpaid":
            words = Words(question.content, question.now)
            name = "utter_invoice_order_arrived" if order.status == "signed" else "utter_invoice_order_not_yet"
            answer.say(name, order=order.number, items=words.items(order.lines), total=money(order.total))
        return answer


class Review(ShopAction):
    """Reviews: how, changing them, no money for good ones."""

    action = "action_review"

    def answer(self, question: Question) -> Answer:
        return Answer().say(choose(question.text, _REVIEW, "utter_review"))


class Account(ShopAction):
    """What belongs to the platform and where to find it there."""

    action = "action_account"

    def answer(self, question: Question) -> Answer:
        return Answer().say(choose(question.text, _ACCOUNT, "utter_account"))


def say_state(question: Question, answer: Answer, order: Order) -> Answer:
    """Any order's state in one answer."""
    if order.closed:
        return say_closed(question, answer, order)
    if order.replacements or (order.open_case and not waiting(order)):
        return say_progress(question, answer, order, newest_case(order))
    if order.status == "unpaid" or waiting(order):
        return say_dispatch(question, answer, order)
    if order.status == "signed":
        return _say_signed(question, answer, order)
    return say_tracks(question, answer, order)


def _say_signed(question: Question, answer: Answer, order: Order) -> Answer:
    words = Words(question.content, question.now)
    ways = (("not_received", "parcel_not_received"), ("return", "return_goods"), ("exchange", "exchange_goods"))
    values = {"order": order.number, "items": words.items(order.lines)}
    if order.signed_at:
        values["at"] = words.when(order.signed_at)
    card = order_card(order, words)
    name = "utter_order_signed" if order.signed_at else "utter_order_signed_undated"
    return answer.say(name, buttons=go_to(words, *ways, order=order.number), card=card, **values)


def _say_amount(question: Question, answer: Answer, order: Order) -> Answer:
    words = Words(question.content, question.now)
    values = {"order": order.number, "items": words.items(order.lines), "total": money(order.total), "freight": money(order.freight)}
    name = "utter_order_amount_freight" if order.freight else "utter_order_amount"
    return answer.say(name, card=order_card(order, words), **values)
