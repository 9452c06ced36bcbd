"""Parts of sentences that go into other sentences, worded by the shop like everything else."""

from __future__ import annotations

import re
import zlib
from typing import Any

from actions.question import Question
from bot.shop import Product

_VARIABLE = re.compile(r"\{(\w+)\}")


def phrase(question: Question, name: str, **values: Any) -> str:
    """One variant of a wording, filled with policy values and `values`; "" when the shop has none that can be filled.

    The message's id chooses the variant, so a repeated message reads the same.
    """
    known = {**question.content.variables, **values}
    variants = [v for v in question.content.replies.get(name, ()) if all(key in known for key in _VARIABLE.findall(v))]
    if not variants:
        return ""
    chosen = variants[zlib.crc32(question.message_id.encode()) % len(variants)]
    return _VARIABLE.sub(lambda found: str(known[found.group(1)]), chosen)


def guarantee(question: Question, product: Product) -> str:
    """What the shop promises for this product: returns without a reason, narrower for what is worn on the skin."""
    return phrase(question, "utter_guarantee_intimate" if is_intimate(question, product) else "utter_guarantee")


def is_intimate(question: Question, product: Product) -> bool:
    """Whether this product's category is one that cannot be returned without a reason once its seal is broken."""
    return product.category in question.content.policies["returns"]["intimate_categories"]
