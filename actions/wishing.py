"""When and where a parcel should be delivered, in the shopper's own words."""

from __future__ import annotations

import re

from actions.carried import first_words
from actions.question import Question

LONGEST = 200  # characters; what goes on to the courier or onto the order
_WHEN_OR_WHERE = re.compile(r"今天|今晚|明天|明早|后天|上午|中午|下午|晚上|周[一二三四五六日末天]|星期|\d+[点号:：]|自提|自取|驿站|放门口|门卫|快递柜|公司|家里")


def wish_for_delivery(question: Question) -> str:
    """When or where it is to be delivered, in the shopper's words; empty when the message says neither."""
    text = first_words(question).strip()
    return text[:LONGEST] if _WHEN_OR_WHERE.search(text) else ""
