"""A conversation with single actions, as the server's turn would hold it: memory in, memory out, the words as shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Iterable, Optional, Type

import yaml
from sqlalchemy import update

from actions.answer import Answer, Reply
from actions.base import ShopAction
from actions.question import Question
from bot.dialogue.understood import MEASURES, first_values
from bot.shop import Content, Sku
from bot.stores import Stores, writing
from bot.stores.tables import stock
from bot.understanding.entities import Extractor, bare_measures

_VARIABLE = re.compile(r"\{(\w+)\}")

# The intent whose rule reaches each action, from the stories themselves.
INTENTS = {
    rule["steps"][1]["action"]: rule["steps"][0]["intent"]
    for path in (Path(__file__).parents[2] / "data" / "stories").glob("*.yml")
    for rule in yaml.safe_load(path.read_text("utf8"))["rules"]
}


@dataclass
class Said:
    """An answer and how it reads: `texts` holds every variant of every bubble that can be filled."""

    answer: Answer
    content: Content

    @property
    def names(self) -> list[str]:
        return [reply.name for reply in self.answer.replies]

    @property
    def name(self) -> str:
        assert len(self.names) == 1, f"one bubble expected, not {self.names}"
        return self.names[0]

    @property
    def values(self) -> dict[str, Any]:
        return self.answer.replies[0].values

    @property
    def texts(self) -> list[str]:
        return [text for reply in self.answer.replies for text in filled(self.content, reply)]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[dict]:
        return [b for reply in self.answer.replies for b in reply.buttons]

    @property
    def cards(self) -> list[dict]:
        return [reply.card for reply in self.answer.replies if reply.card]

    @property
    def awaiting(self) -> Optional[dict]:
        return self.answer.slots.get("awaiting")

    @property
    def handed_over(self) -> Optional[str]:
        return self.answer.slots.get("hand_over")


def filled(content: Content, reply: Reply) -> list[str]:
    """Every variant of a bubble whose variables are all known; a bubble that nobody could word fails the test."""
    known = {**content.variables, **{k: v for k, v in reply.values.items() if v is not None}}
    variants = content.replies.get(reply.name, ())
    texts = [_VARIABLE.sub(lambda m: str(known[m.group(1)]), v) for v in variants if all(k in known for k in _VARIABLE.findall(v))]
    assert texts, f"{reply.name} cannot be said with {sorted(reply.values)}: {variants or 'no such wording'}"
    return texts


def set_stock(stores: Stores, skus: Iterable[Sku], left: int) -> None:
    """Puts so many pieces of each on the shelf."""
    with writing(stores.engine) as connection:
        connection.execute(update(stock).where(stock.c.sku.in_([sku.id for sku in skus])).values(on_hand=left))


@dataclass
class Asking:
    """Calls actions one after another and keeps what they remember. `now` and `content` may be replaced by a test."""

    content: Content
    stores: Stores
    extractor: Extractor
    now: datetime
    memory: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def __call__(
        self, action: Type[ShopAction], text: str = "", *, shopper: str = "demo-24", product: Optional[str] = None, sku: Optional[str] = None,
        order: Optional[str] = None, confirmed: Optional[bool] = None, answers: bool = False, means: Optional[dict] = None, **more: Any,
    ) -> Said:  # fmt: skip
        """`answers`: this message answers what was asked last; `means`: of the button that was pressed."""
        self.count += 1
        awaiting = self.memory.get("awaiting") or {}
        said = self.extractor.extract(text)
        entities = first_values(said)
        if answers and awaiting.get("what") == "measures":
            entities = {**bare_measures(text, awaiting["data"]["missing"]), **entities}
        chosen = dict(means or {})
        if "data" in chosen:
            awaiting = {**awaiting, "data": {**(awaiting.get("data") or {}), **chosen.pop("data")}}
        entities.update({("order_number" if name == "order" else name): value for name, value in chosen.items()})
        measures = {**(self.memory.get("measures") or {}), **{m: entities[m] for m in MEASURES if m in entities}}
        question = Question(
            intent=INTENTS.get(action.action, action.action.removeprefix("action_")), text=text, shopper=shopper, message_id=f"m-{self.count}", stores=self.stores,
            content=self.content, now=self.now, entities=entities, said=said, measures=measures, awaiting=awaiting if answers else {},
            confirmed=confirmed, product_id=entities.get("product") or product or self.memory.get("product"),
            sku_id=sku or self.memory.get("sku"), order_number=entities.get("order_number") or order or self.memory.get("order"), **more)
        if question.sku and not question.product_id:
            question.product_id = question.sku.product
        answer = action().answer(question)
        self.memory = {**self.memory, "measures": measures, "product": question.product_id, "awaiting": None, **answer.slots}
        result = Said(answer, self.content)
        for shown in result.texts:
            assert not re.search(r"[{}]|None|。。|，，|，。|：。|；。|（）", shown), shown
        return result
