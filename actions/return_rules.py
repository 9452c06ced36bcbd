"""The rules for sending something back: who pays, what can (still) be returned."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.aftersales import not_arrived
from actions.arrived import clear_order, values_of
from actions.base import ShopAction
from actions.cues import chosen
from actions.garments import part_meant
from actions.order_state import arrived, days_left, under_way
from actions.picking import only_order
from actions.question import Question
from actions.refused import say_refused
from actions.words import Words
from bot.stores import Order

_FREIGHT = (
    (r"运费险|退货包运费|保险", "utter_return_freight_insurance"),
    (r"垫付|垫的|我出的|先付的|报销|退我邮费|返|补给我|补我", "utter_return_freight_back"),
    (r"到付", "utter_return_freight_no_cod"),
    (r"质量|坏|破|发错|瑕疵|少发", "utter_return_freight_ours"),
    (r"上门|取件", "utter_return_freight_pickup"),
    (r"换", "utter_return_freight_exchange"),
)
_POLICY = (
    (r"(?:吊牌|标签|标).{0,4}(?:没|未|不曾)[有]?(?:剪|拆|摘|撕|掉)|没[有]?剪|(?:吊牌|标签).{0,3}(?:还?在|完好)", "utter_return_policy_tag_kept"),
    (r"吊牌|标签|标|剪", "utter_return_policy_tag"),
    (r"洗|下水", "utter_return_policy_washed"),
    (r"试穿|试了|穿过|穿了", "utter_return_policy_worn"),
    (r"拆|包装|盒子|袋子|封", "utter_return_policy_packaging"),
    (r"赠品|送的", "utter_return_policy_gift"),
    (r"只退|其中一件|退一件|单独退|部分", "utter_return_policy_partial"),
    (r"换", "utter_return_policy_exchange"),
)


class ReturnFreight(ShopAction):
    """Who pays for sending it back."""

    action = "action_return_freight"

    def answer(self, question: Question) -> Answer:
        going_on = question.previous_intent == "refuse_parcel" and not re.search("[退换]", question.text)
        if going_on or "拒收" in question.text:
            return _refusal_freight(question)
        return Answer().say(chosen(question, _FREIGHT, "utter_return_freight"))


def _refusal_freight(question: Question) -> Answer:
    """What refusing a parcel costs: nothing, but for the regions with extra postage."""
    order = only_order(question, fits=under_way)
    if order is None:
        return Answer().say("utter_refuse_freight")
    remote = next((place for place in question.content.policies["freight"]["remote_areas"] if order.address.startswith(place)), None)
    name = "utter_refuse_freight_remote" if remote else "utter_refuse_freight_none"
    return Answer().say(name, items=Words(question.content, question.now).items(order.lines), place=remote)


class ReturnPolicy(ShopAction):
    """Whether something can (still) be returned: the rule asked about, and this order's days when it is clear which."""

    action = "action_return_policy"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = clear_order(question, answer, fits=arrived)
        if answer.replies:
            return answer
        order = part_meant(question, order) if order and not order.changeable else order
        if order and not order.closed and say_refused(question, answer, order):
            return answer
        if order and question.going_on and not arrived(order) and under_way(order):  # 这单呢, of one that is still on its way
            return not_arrived(question, answer, order, "return")
        answer.say(chosen(question, _POLICY, "utter_return_policy"))
        if order and arrived(order) and not order.open_case:
            answer.say(_still(question, order), **values_of(question, order))
        return answer


def _still(question: Question, order: Order) -> str:
    """The wording for how long this order can still be sent back, for any reason or for a fault alone."""
    left = days_left(order, question.content, question.now)
    if left >= 0:
        return "utter_return_policy_days" if left else "utter_return_policy_today"
    for_faults = question.content.policies["returns"]["quality_days"] - question.content.policies["returns"]["days"]
    return "utter_return_policy_over" if left + for_faults >= 0 else "utter_return_policy_all_over"
