"""The shop's own questions: the answer as it stands in data/shop/faq at this moment. The model knows their names only."""

from __future__ import annotations

from actions.answer import Answer
from actions.base import ShopAction
from actions.question import Question
from bot.faq.entries import INTENT


class OwnQuestion(ShopAction):
    """Says an entry's answer. Who asked without any product in view is told which one it is about.

    The turn has sorted out what may not be answered (bot/dialogue/own_questions.py); what went in the meantime is not said either.
    """

    action = "action_faq"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        entry = self.inside.faq.entry(question.intent.removeprefix(INTENT))
        if entry is None or not entry.answered_at(question.now):
            return answer
        product = question.content.products.get(entry.product)
        if product is None or product.id == question.product_id:
            return answer.say("utter_faq", answer=entry.answer)
        return answer.remember(product=product.id, sku=None).say("utter_faq_of_product", product=product.name, answer=entry.answer)
