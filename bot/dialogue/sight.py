"""What a turn looks at: fragments as one message, and the product, order and measures that are in view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from bot.channels.checking import LONGEST
from bot.dialogue.understood import Understood
from bot.handoff import Incoming

def joined(messages: list[Incoming]) -> Incoming:
    """Fragments as one message under the last one's id; the latest card or picture counts.

    Of very many words the latest are read, no more than one message may have: a flood must not cost others their turn."""
    def latest(field: str) -> Any:
        return next((v for v in (getattr(m, field) for m in reversed(messages)) if v), None)

    words = [m.text.strip() for m in messages if m.text.strip()]
    kinds = [m.kind for m in messages if m.kind != "text"]
    return replace(messages[-1], text="，".join(words)[-LONGEST:], kind=kinds[-1] if kinds else "text", product=latest("product"),
                   order=latest("order"), image_url=latest("image_url"))


def see(question: Understood, message: Incoming, memory: Mapping[str, Any], content: Any) -> dict[str, Any]:
    """What is in view now: the product, order and measures this message names, over what was in view."""
    seen: dict[str, Any] = {}
    card = content.by_sku.get(message.product) if message.product else None
    if card:
        seen.update(product=card[0].id, sku=card[1].id)
    elif message.product in content.products:
        seen.update(product=message.product, sku=None)
    named = [e["value"] for e in question.said if e["entity"] == "product"] or [question.entities.get("product")]
    # A name that several products share means the one in view when that is among them.
    if named[0] in content.products and (seen.get("product") or memory.get("product")) not in named:
        seen.update(product=named[0], sku=None)
    elif "category" in question.entities and "product" not in seen and named == [None]:
        in_view = content.products.get(memory.get("product"))
        if in_view is not None and in_view.category != question.entities["category"]:
            seen.update(product=None, sku=None)  # 我要连衣裙 while a skirt was talked about
    if question.entities.get("sku") in content.by_sku:
        seen.update(product=content.by_sku[question.entities["sku"]][0].id, sku=question.entities["sku"])
    if seen.get("product") and memory.get("product") not in (None, seen["product"]):
        seen["product_before"] = memory["product"]  # 这两个哪个厚
    number = question.entities.get("order_number") or message.order
    if number:
        seen["order"] = number
    if question.measures:
        seen["measures"] = {**(memory.get("measures") or {}), **question.measures}
    return seen
