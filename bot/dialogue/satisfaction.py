"""What the shopper thought of a conversation with a person: asked once when it ends, heard whenever they answer.

`memory["rating"]` is the ticket they were asked about; `memory["rating_why"]` the one they were not happy with.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Mapping, Optional, Sequence

from bot.dialogue.draft import Draft
from bot.handoff import Rating, Spoken
from bot.replies import Wording
from bot.shop import Shop
from bot.understanding.questions import asks

WHY, THANKS, ASK = "utter_ask_why", "utter_rating_thanks", "utter_ask_satisfaction"
_EDGES = re.compile(r"[\s，。！!,.~～、：:（）()]+")
LONGEST_WHY = 500
_VERY = "(?:我|我们)?(?:觉得|感觉)?(?:很|非常|挺|十分|特别|太|还|比较|超级?|相当|蛮)?"
_MARKS = " \n\t，。！!,.~～、：:（）()"
_ENDS = re.compile(r"(?:$|[^\w]|[的了吧啊呀哦哈嘛呢]|谢)")  # 满意度怎么填 is no grade
_SERVICE = re.compile(r"回复|回得|回我|态度|敷衍|不理|没人理|等了?(?:太久|好久|半天|很久)|服务|客服")
_GOODS = re.compile(r"发货|快递|物流|包裹|退款|退货|换货|订单|地址|尺码|[吗么呢？?]")


def question(wording: Wording, shop: Shop) -> Optional[Spoken]:
    """The question for the end of a conversation, with its buttons; None when the shop does not ask or has no words for it."""
    desk = shop.content.settings.desk
    text = wording.say(ASK) if desk.ask_satisfaction else None
    buttons = [{"title": f"{grade} {words[0]}", "payload": f"{grade} {words[0]}"} for grade, words in desk.satisfaction.items() if words]
    return Spoken(text, "notice", buttons, reply=ASK) if text else None


class Satisfaction:
    """Hears the answer before anything else looks at the message."""

    def __init__(self, shop: Shop, wording: Wording) -> None:
        self._shop = shop
        self._wording = wording

    def hear(self, draft: Draft) -> bool:
        """Whether the message was a grade and no more; then the draft thanks for it, or asks what was wrong.

        What stands behind a bad grade is its reason; what is asked beside one (满意 那什么时候发货) is left as the draft's message."""
        ticket = draft.memory.get("rating")
        grade, rest = grade_in(draft.message.text, self._shop.content.settings.desk.satisfaction) if ticket else (None, "")
        if grade is None:
            return False
        worst = grade == list(self._shop.content.settings.desk.satisfaction)[-1]
        question = bool(rest) and asks(rest)
        why = rest if worst and not question and len(rest) > 1 else None
        draft.rating = Rating(ticket, grade, why)
        draft.memory.update(rating=None, rating_why=ticket if worst and not why else None)
        self._say(draft, WHY if worst and not why else THANKS)
        if question:
            draft.message = replace(draft.message, text=rest)
        return not question

    def hear_why(self, draft: Draft) -> bool:
        """Keeps the words that follow a bad grade, whatever else they are. Whether there were any."""
        ticket, text = draft.memory.pop("rating_why", None), draft.message.text.strip()
        if not ticket or not text:
            return False
        draft.rating = Rating(ticket, why=text[:LONGEST_WHY])
        return True

    def thank(self, draft: Draft) -> None:
        """Said when a reason was all there was in the message."""
        self._say(draft, THANKS)

    def _say(self, draft: Draft, name: str) -> None:
        text = self._wording.say(name)
        if text:
            draft.replies.append(Spoken(text, "bot", reply=name))


def of_the_service(text: str) -> bool:
    """回复太慢了: what was wrong with how they were served, however much it sounds like a question of the shop's."""
    return bool(_SERVICE.search(text)) and not _GOODS.search(text)


def grade_in(text: str, grades: Mapping[str, Sequence[str]]) -> tuple[Optional[str], str]:
    """The grade a message begins with, and what is left of it: "A", "a 满意", "非常满意👍", "不满意，解决不了问题".

    The longest word decides: 不满意 is not 满意. A letter counts alone or before its word, so that A字裙 stays a skirt."""
    plain = text.strip()
    words = sorted(((word, grade) for grade, some in grades.items() for word in some), key=lambda one: -len(one[0]))
    for word, grade in words:
        found = re.match(rf"(?:{grade}\s*[.:：、，。]?\s*)?{_VERY}{re.escape(word)}(?P<rest>.*)$", plain, re.I | re.S)
        if found and _ENDS.match(found["rest"]):
            return grade, found["rest"].strip(_MARKS)
    letter = next((grade for grade in grades if _EDGES.sub("", plain).upper() == grade.upper()), None)
    return letter, ""
