"""An application the shop refused: the record's reason, and what is still possible."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.carried import first_words
from actions.cases import say_progress
from actions.question import Question
from bot.stores import AfterSale, Order

_WHY = re.compile(r"为什么|为啥|凭什么|咋不|怎么不|不给|不让|不同意|不通过|没通过|没同意|拒|驳回|没[有]?剪|没洗|没穿|不合理|不服")
_PLATFORM = re.compile(r"平台介入|介入|小二|仲裁|申诉|投诉平台|找平台")


def say_refused(question: Question, answer: Answer, order: Order) -> Optional[Answer]:
    """The reason when the order's last word is a refusal and that is what is asked about; else None."""
    case = refused(order)
    if case is None:
        return None
    text = first_words(question)
    if _PLATFORM.search(text):
        return answer.say("utter_refused_platform", order=order.number)
    return say_progress(question, answer, order, case) if _WHY.search(text) else None


def refused(order: Order) -> Optional[AfterSale]:
    """The newest case when it was refused and nothing is under way."""
    newest = next(iter(order.cases), None)
    return newest if newest and newest.status == "rejected" and not order.open_case else None
