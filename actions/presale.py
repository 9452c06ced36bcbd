"""Goods made to order: what is different about paying for them."""

from __future__ import annotations

import re
from typing import Optional

from actions.answer import Answer
from actions.carried import first_words
from actions.goods import named_products, product_in_view
from actions.question import Question
from bot.shop import Product

_DEPOSIT = re.compile(r"定金|订金|押金|尾款|预付|首付")
_SAID = re.compile(r"预售|预订|预定")


def presale_meant(question: Question) -> Optional[Product]:
    """The product made to order that is meant: named, in view, or in the order in view."""
    named = named_products(question)
    product = named[0] if len(named) == 1 else product_in_view(question)
    if product is not None:
        return product if product.presale else None
    if question.order is None or question.order.presale_date is None:
        return None
    lines = (question.content.products.get(line.product) for line in question.order.lines)
    return next((p for p in lines if p and p.presale), None)


def presale_said(question: Question) -> bool:
    """Whether the words are about goods on order in general."""
    return bool(_SAID.search(first_words(question)))


def say_deposit(question: Question, answer: Answer) -> bool:
    """The answer to a question about deposits. Whether it was one."""
    if not _DEPOSIT.search(first_words(question)):
        return False
    answer.say("utter_presale_deposit" if question.content.policies["presale"]["deposit"] else "utter_presale_no_deposit")
    return True
