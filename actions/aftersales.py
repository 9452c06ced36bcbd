"""Returning, refunding, exchanging: what applies to the order as its record stands."""

from __future__ import annotations

from typing import Any, Optional

from actions.answer import Answer
from actions.base import ShopAction
from actions.carried import before_asking, first_words, values as said_values
from actions.cases import case_values, newest_case, say_progress, send_back_by
from actions.changing import intercepted
from actions.closing import say_closed
from actions.cues import choose
from actions.order_state import arrived, arrived_at, arrived_lines, days_left, last_day, moving_parcel, stalled_after, under_way
from actions.phrases import is_intimate
from actions.picking import named, only_order, pick_order
from actions.question import Question
from actions.tracking import parcel_values
from actions.words import Words, money
from actions.yes_no import ask_yes_no, go_to
from bot.stores import AfterSale, Order

_FREIGHT = (
    (r"运费险|退货包运费|保险", "utter_return_freight_insurance"),
    (r"垫付|垫的|我出的|先付的|报销|退我邮费|返|补给我|补我", "utter_return_freight_back"),
    (r"到付", "utter_return_freight_no_cod"),
    (r"质量|坏|破|发错|瑕疵|少发", "utter_return_freight_ours"),
    (r"上门|取件", "utter_return_freight_pickup"),
    (r"换", "utter_return_freight_exchange"),
)
_ADDRESS = (
    (r"上门|取件|来拿|来取", "utter_return_pickup"),
    (r"填单号|填.*单号|单号.*填|回寄单号|物流单号|运单", "utter_return_tracking"),
    (r"什么快递|哪家快递|哪个快递|随便寄|到付", "utter_return_carrier"),
)
_POLICY = (
    (r"吊牌|标签|标|剪", "utter_return_policy_tag"),
    (r"洗|下水", "utter_return_policy_washed"),
    (r"试穿|试了|穿过|穿了", "utter_return_policy_worn"),
    (r"拆|包装|盒子|袋子|封", "utter_return_policy_packaging"),
    (r"赠品|送的", "utter_return_policy_gift"),
    (r"只退|其中一件|退一件|单独退|部分", "utter_return_policy_partial"),
    (r"换", "utter_return_policy_exchange"),
)


def not_closed(order: Order) -> bool:
    return not order.closed


class ReturnGoods(ShopAction):
    """Sending something back: by the order's state, with the days left and how to apply."""

    action = "action_return_goods"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _order_of(question, answer, "utter_return_general")
        if order is None:
            return answer
        if _settled(question, answer, order):
            return answer
        if not arrived(order):
            return _not_arrived(question, answer, order, "return")
        return _say_days(question, answer, order, "return")


class RefundOnly(ShopAction):
    """Money back without sending anything: at once before dispatch, by interception on the way, by reason afterwards."""

    action = "action_refund_only"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        if question.confirmed is not None and before_asking(question).get("change") == "intercept":
            return intercepted(question, answer)
        order = _order_of(question, answer, "utter_refund_general")
        if order is None or _settled(question, answer, order):
            return answer
        words = Words(question.content, question.now)
        if not arrived(order):
            return _not_arrived(question, answer, order, "refund")
        ways = (("return", "return_goods"), ("quality", "quality_problem"), ("not_received", "parcel_not_received"))
        return answer.say("utter_refund_arrived", buttons=go_to(words, *ways, order=order.number), **_values(question, order))


class ExchangeGoods(ShopAction):
    """Another size or colour after it arrived, with whether it is in stock."""

    action = "action_exchange_goods"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _order_of(question, answer, "utter_exchange_general")
        if order is None or _settled(question, answer, order):
            return answer
        if not arrived(order):
            return _not_arrived(question, answer, order, "exchange")
        _say_days(question, answer, order, "exchange")
        stock = _stock_of_wanted(question, order)
        return answer.say(stock[0], **stock[1]) if stock else answer


class ReturnAddress(ShopAction):
    """Where to send it: the address only for an approved case, else how to get there."""

    action = "action_return_address"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        how = choose(first_words(question), _ADDRESS, "")
        order = _clear_order(question, answer, fits=lambda order: bool(order.open_case))
        if answer.replies:
            return answer
        if how:
            answer.say(how)
        case = order.open_case if order else None
        if case is None:
            return answer if how else answer.say("utter_return_address_apply_first")
        if case.status == "approved" and case.kind != "refund_only":
            by = Words(question.content, question.now).when(send_back_by(case, question.content))
            return answer.say("utter_return_address", by=by, **case_values(question, order, case))
        return say_progress(question, answer, order, case)


class ReturnFreight(ShopAction):
    """Who pays for sending it back."""

    action = "action_return_freight"

    def answer(self, question: Question) -> Answer:
        return Answer().say(choose(question.text, _FREIGHT, "utter_return_freight"))


class RefundProgress(ShopAction):
    """How far a case is, strictly from its record."""

    action = "action_refund_progress"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=_with_case(question), stays=lambda order: bool(order.cases))
        if order is None:
            return answer
        case = newest_case(order)
        if case:
            return say_progress(question, answer, order, case)
        return _no_case(question, answer, order)


class ReturnPolicy(ShopAction):
    """Whether something can (still) be returned: the rule asked about, and this order's days when it is clear which."""

    action = "action_return_policy"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = _clear_order(question, answer, fits=arrived)
        if answer.replies:
            return answer
        answer.say(choose(first_words(question), _POLICY, "utter_return_policy"))
        if order and arrived(order) and not order.open_case:
            left = days_left(order, question.content, question.now)
            name = "utter_return_policy_days" if left > 0 else "utter_return_policy_today" if left == 0 else "utter_return_policy_over"
            answer.say(name, **_values(question, order))
        return answer


class ChangeReturn(ShopAction):
    """Withdrawing or changing an application, or why it was refused."""

    action = "action_change_return"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = pick_order(question, answer, fits=_with_case(question), stays=lambda order: bool(order.cases))
        if order is None:
            return answer
        case = newest_case(order)
        if case is None:
            return _no_case(question, answer, order)
        if case.status in ("applied", "approved"):
            return answer.say("utter_change_return", **case_values(question, order, case))
        if case.status in ("returning", "received"):
            return answer.say("utter_change_return_sent", **case_values(question, order, case)).hand_over("change_return")
        return say_progress(question, answer, order, case)


def _order_of(question: Question, answer: Answer, general: str) -> Optional[Order]:
    """The order, or None after asking which; a shopper without any order gets the general rule."""
    if not question.orders and not named(question):
        answer.say(general)
        return None
    return pick_order(question, answer, fits=arrived, stays=not_closed)


def _clear_order(question: Question, answer: Answer, fits: Any) -> Optional[Order]:
    """The order when it is clear or named; never asks which."""
    return pick_order(question, answer, fits=fits) if named(question) else only_order(question, fits=fits)


def _with_case(question: Question) -> Any:
    """Orders with an open case; when there is none, orders with any case."""
    some_open = any(order.open_case for order in question.orders)
    return lambda order: bool(order.open_case if some_open else order.cases)


def _no_case(question: Question, answer: Answer, order: Order) -> Answer:
    if order.closed:
        return say_closed(question, answer, order)
    if order.status == "unpaid":
        return answer.say("utter_refund_unpaid", **_values(question, order))
    ways = (("return", "return_goods"), ("refund", "refund_only")) if arrived(order) else (("refund", "refund_only"),)
    buttons = go_to(Words(question.content, question.now), *ways, order=order.number)
    return answer.say("utter_progress_none", buttons=buttons, **_values(question, order))


def _settled(question: Question, answer: Answer, order: Order) -> Optional[Answer]:
    """Nothing to apply for: it is over, or applied for already."""
    if order.closed:
        return say_closed(question, answer, order)
    return say_progress(question, answer, order, order.open_case) if order.open_case else None


def _not_arrived(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    """Before dispatch: cancel or change. On the way: refuse, wait, or have it turned."""
    words, values = Words(question.content, question.now), _values(question, order)
    if order.changeable:
        ways = (("cancel", "cancel_order"), ("change", "change_order"))
        name = f"utter_{what}_unpaid" if order.status == "unpaid" else f"utter_{what}_not_sent"
        return answer.say(name, buttons=go_to(words, *ways, order=order.number), **values)
    parcel = moving_parcel(order) if under_way(order) else None
    if parcel is None or parcel.last is None:
        return answer.say("utter_return_on_way_unseen", **values)
    values.update(parcel_values(question, order, parcel))
    if what == "refund":
        if parcel.stalled(question.now, stalled_after(question.content)):
            return answer.say("utter_refund_stalled", **values).hand_over("stalled")
        data = {"order": order.number, "change": "intercept"}
        return ask_yes_no(answer, words, "utter_refund_on_way", data=data, yes="cancel_shipped_yes", no="intercept_no", **values)
    ways = (("refuse", "refuse_parcel"), ("where", "track_parcel"))
    return answer.say(f"utter_{what}_on_way", buttons=go_to(words, *ways, order=order.number), **values)


def _say_days(question: Question, answer: Answer, order: Order, what: str) -> Answer:
    policy = "exchange" if what == "exchange" else "returns"
    left = days_left(order, question.content, question.now, policy)
    words, values = Words(question.content, question.now), _values(question, order, policy)
    if left < 0:
        buttons = go_to(words, ("quality", "quality_problem"), order=order.number)
        return answer.say(f"utter_{what}_late", buttons=buttons, **values)
    ways = (("exchange", "exchange_goods"),) if what == "return" else (("return", "return_goods"),)
    buttons = go_to(words, *ways, ("return_address", "ask_return_address"), ("quality", "quality_problem"), order=order.number)
    answer.say(f"utter_{what}_days" if left else f"utter_{what}_today", buttons=buttons, **values)
    products = [question.content.products.get(line.product) for line in order.lines]
    if any(product and is_intimate(question, product) for product in products):
        answer.say("utter_return_intimate")
    return answer


def _values(question: Question, order: Order, policy: str = "returns") -> dict[str, Any]:
    words = Words(question.content, question.now)
    values: dict[str, Any] = {
        "order": order.number, "items": words.items(arrived_lines(order)), "amount": money(order.total),
        "to": order.paid_with or words("same_account"),
    }
    signed, last = arrived_at(order), last_day(order, question.content, policy)
    if signed is not None and last is not None:
        values.update(signed=words.when(signed), gone=(question.now.date() - signed.date()).days)
        values.update(left=(last - question.now.date()).days, last=words.day(last))
    return values


def _stock_of_wanted(question: Question, order: Order) -> Optional[tuple[str, dict[str, Any]]]:
    """Whether the size or colour asked for can be had, for an order of one kind of goods."""
    sizes, colours = said_values(question, "size"), said_values(question, "colour")
    product = question.content.products.get(order.lines[0].product) if len(order.lines) == 1 else None
    if not product or not (sizes or colours):
        return None
    line = order.lines[0]
    found = product.find(str(colours[-1]) if colours else line.colour, str(sizes[-1]) if sizes else line.size)
    if not found:
        return "utter_exchange_no_such", {"new": " ".join(map(str, (*colours[-1:], *sizes[-1:])))}
    there = question.stores.stock.on_hand(found[0].id) >= line.quantity
    return "utter_exchange_in_stock" if there else "utter_exchange_no_stock", {"new": found[0].words}
