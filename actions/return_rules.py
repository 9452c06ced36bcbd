"""The rules for sending something back: who pays, what can (still) be returned."""

from __future__ import annotations

from actions.answer import Answer
from actions.arrived import clear_order, values_of
from actions.base import ShopAction
from actions.carried import first_words
from actions.cues import choose
from actions.order_state import arrived, days_left
from actions.question import Question

_FREIGHT = (
    (r"运费险|退货包运费|保险", "utter_return_freight_insurance"),
    (r"垫付|垫的|我出的|先付的|报销|退我邮费|返|补给我|补我", "utter_return_freight_back"),
    (r"到付", "utter_return_freight_no_cod"),
    (r"质量|坏|破|发错|瑕疵|少发", "utter_return_freight_ours"),
    (r"上门|取件", "utter_return_freight_pickup"),
    (r"换", "utter_return_freight_exchange"),
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


class ReturnFreight(ShopAction):
    """Who pays for sending it back."""

    action = "action_return_freight"

    def answer(self, question: Question) -> Answer:
        return Answer().say(choose(question.text, _FREIGHT, "utter_return_freight"))


class ReturnPolicy(ShopAction):
    """Whether something can (still) be returned: the rule asked about, and this order's days when it is clear which."""

    action = "action_return_policy"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        order = clear_order(question, answer, fits=arrived)
        if answer.replies:
            return answer
        answer.say(choose(first_words(question), _POLICY, "utter_return_policy"))
        if order and arrived(order) and not order.open_case:
            left = days_left(order, question.content, question.now)
            name = "utter_return_policy_days" if left > 0 else "utter_return_policy_today" if left == 0 else "utter_return_policy_over"
            answer.say(name, **values_of(question, order))
        return answer
