"""Fragments: "那XL呢", "运费呢", "黑的嘞", "还要几天". What they leave out is in the last question, so they are read together with it.

`memory["question"]` keeps that question as it was asked: its intent, its words, where its values stand in them, and the values that
hold by now. A fragment asks it again with a new value, or asks something else within its matter; the action gets the fragment's words
before the last question's (`going_on`), without what the fragment replaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Callable, Mapping, Optional

from bot.dialogue.answering import clear_yes_or_no
from bot.dialogue.matters import ORDER_TALK, PRODUCT_TALK, SIZING, SMALL_TALK, asks_again, kind_meant, near
from bot.dialogue.understood import MEASURES, Understood, first_values
from bot.handoff.messages import Incoming
from bot.understanding.entities import bare_measures

NamesGoods = Callable[[str], bool]
# What may stand around a bare new value. Verbs are not among them: 改成L码 is a request of its own, 那XL呢 is not.
_PARTICLES = re.compile(
    r"[\s，。？！,.?!~]|那么|那|这个|这款|这件|这双|这条|[这那]一?单|[呢的吗嘛啊呀哦嘞勒咧呐捏咯哟]|是|码|号|如果|的?话|斤|cm|kg")
_OF_BUYING = re.compile(r"[拿买拍要满付]|下单")  # 拿两件呢, 买250的呢, 晚上八点拍的呢
_COUNTED = {"quantity", "money", "date", "time"}
GOODS = {"product", "category"}
_GOES_ON = re.compile(r"^那|[呢嘞勒咧呐捏](?:[\s，。？！,.?!~]*)$")
_KIND = re.compile(r"^那?[条件双个]?([裙裤鞋帽包袜])子?(?:那[条件双个])?的?[呢嘞呀啊]?$")
_POINTS = re.compile(r"[这那]")
_OTHER_ORDER = re.compile(r"不是(?:这|那)一?[个单件]|(?:另|另外|其他|别的|其它)[的那]?一?[个单件]?单|上一单|前一单")
_THAT_ORDER = re.compile(r"[那这]一?单")
_NAMED_MEASURE = (
    ("weight", r"体重|斤|kg|KG|公斤"), ("height", r"身高|个子|cm"), ("foot_length", r"脚长"), ("waist", r"腰"), ("bust", r"(?<!下)胸围"),
    ("hip", r"臀"),
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")
CARRIED = ("size", "colour", "place")
REPLACES = {"product": GOODS, "category": GOODS}
LONGEST, A_NAME = 10, 4  # characters that a fragment says beside its values; beside goods, not more than the rest of their name
SHORT = 6  # the same when nothing but its shortness makes it a fragment
KEPT = 80  # characters of a question that may be gone on with
WANTS_A_PERSON = ("ask_human", "complain")
AGAIN_WITHIN, CLEAR_WITHIN = 0.5, 0.6  # of the matter's share, for the last question again and for another: two neighbours are asked back
STILL_AT_IT = 8  # how much likelier than alone a reading of the matter under way is, in so few words


def last_question(question: Understood) -> dict[str, Any]:
    """What a fragment may go on with: for `memory["question"]`."""
    if question.going_on:
        return _gone_on(question, question.going_on["question"])
    first = ((question.awaiting or {}).get("data") or {}).get("text")
    text = question.text if not first or first == question.text else f"{question.text} {first}"
    said = [{name: one[name] for name in ("entity", "start", "end")} for one in question.said]
    measured = [name for name in MEASURES if name in question.entities]
    return {"intent": question.intent, "text": text[:KEPT], "said": said, "measured": measured, "values": _values({}, question.entities)}


def _gone_on(question: Understood, before: Mapping[str, Any]) -> dict[str, Any]:
    """Asked again, a question keeps its words and gets new values; another one of its matter has words of its own in front."""
    values = _values(before["values"], question.entities)
    if question.intent == before["intent"]:
        return {**before, "values": values}
    shift = len(question.text) + 1
    moved = [{**one, "start": one["start"] + shift, "end": one["end"] + shift} for one in before["said"]]
    here = [{name: one[name] for name in ("entity", "start", "end")} for one in question.said]
    return {**before, "intent": question.intent, "text": f"{question.text} {before['text']}"[:KEPT], "said": here + moved, "values": values}


def _values(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Another product may not come in the colour and size the last one was wanted in."""
    kept = {} if GOODS & set(now) else dict(before)
    return {**kept, **{name: now[name] for name in CARRIED if name in now}}


@dataclass(frozen=True)
class Heard:
    """A message that may be a fragment: how it reads alone (`best`), what was asked before it, and what is remembered."""

    asked: str
    best: Understood
    memory: Mapping[str, Any]
    message: Incoming
    said: list[dict]
    names_goods: NamesGoods

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def clear(self) -> bool:
        """Sure by its words alone: a name beside the model's guess (羽绒服呢) is no evidence in a fragment."""
        return self.best.confidence >= self.best.needed

    def carried(self, intent: str, entities: Optional[Mapping[str, Any]] = None) -> Understood:
        return carried(intent, self.best, self.memory, self.said, entities)


def goes_on(
    own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict], names_goods: NamesGoods
) -> Optional[Understood]:
    """The question a fragment asks; None when the message is no fragment, or nothing was talked about."""
    asked = memory.get("asked")
    if not asked or asked in SMALL_TALK or len(own) > 1:
        return None
    heard = Heard(asked, own[0], memory, message, said, names_goods)
    kind = kind_meant(heard.text, asked)
    if kind:
        return heard.carried(kind)
    if heard.best.intent in WANTS_A_PERSON and heard.best.confidence >= heard.best.needed / 2:
        return None
    readings = (_new_value, _measure, _of_another_order, _names_goods, _in_its_matter)
    return next((found for found in (reading(heard) for reading in readings) if found is not None), None)


def _new_value(heard: Heard) -> Optional[Understood]:
    """ "那XL呢", "180的呢", "这个呢", "拿两件呢": nothing but a new value for the last question."""
    entities = first_values(heard.said)
    if rest(heard.text, heard.said, bool(_COUNTED & set(entities)) or heard.asked == "ask_discount") > 0:
        return None
    if heard.asked in SIZING:
        entities = {**_bare_measure(heard.text, heard.memory), **entities}
    if heard.asked == "ask_discount" and not entities and _NUMBER.search(heard.text):  # 买250的呢
        entities = {"money": float(_NUMBER.search(heard.text).group())}
    pointed = heard.message.kind in ("product", "order") or bool(_POINTS.search(heard.text))
    again = any(heard.asked in asks_again(name) for name in entities) or (pointed and not entities)
    return heard.carried(heard.asked, entities) if again else None


def _measure(heard: Heard) -> Optional[Understood]:
    """刚说错了 是170, 体重打错 是78, 老大138的呢: one number, where a size was asked for and nothing else is clearly meant."""
    elsewhere = heard.best.sure and heard.best.intent not in SIZING
    if heard.asked not in SIZING or elsewhere or heard.said or rest(heard.text, []) > LONGEST:
        return None
    measures = _bare_measure(heard.text, heard.memory)
    return heard.carried("ask_size", measures) if measures else None


def _bare_measure(text: str, memory: Mapping[str, Any]) -> dict[str, float]:
    """The only number as the measure the words name, else as one of those the size was asked for with. 165 110 are both."""
    if len(_NUMBER.findall(text)) != 1:
        return bare_measures(text, ["height", "weight"]) if rest(text, []) == 0 else {}
    named = [name for name, words in _NAMED_MEASURE if re.search(words, text)]
    before = list((memory.get("question") or {}).get("measured") or [])
    wanted = named[:1] or (before if len(before) == 1 else ["height", "weight"])
    return bare_measures(text, wanted, (memory.get("measures") or {}).get("height"))


def _of_another_order(heard: Heard) -> Optional[Understood]:
    """不是这单, 那另一单呢, 裙子那单: the last question about another order."""
    other = _OTHER_ORDER.search(heard.text)
    if heard.asked not in ORDER_TALK or rest(heard.text, heard.said) > LONGEST or not (other or _THAT_ORDER.search(heard.text)):
        return None
    if heard.clear and heard.best.intent != heard.asked and not heard.text.startswith("不是"):
        return None
    found = heard.carried(heard.asked)
    return replace(found, not_order=heard.memory.get("order")) if other else found


def _names_goods(heard: Heard) -> Optional[Understood]:
    """开衫呢, 碎花那条呢, 那毛衣, 裙子: goods that only a piece of their name stands for; of an order in view, the one of its garments."""
    entities, kind = first_values(heard.said), _KIND.match(heard.text)
    if kind and not GOODS & set(entities):
        entities["category"] = kind.group(1)
    goods = bool(GOODS & set(entities)) or heard.names_goods(heard.text)
    about = heard.asked in PRODUCT_TALK or (heard.asked in ORDER_TALK and heard.memory.get("order"))
    if not goods or not about or not (kind or _GOES_ON.search(heard.text)) or heard.clear and heard.best.intent != "recommend":
        return None
    return heard.carried(heard.asked, entities) if rest(heard.text, heard.said) <= A_NAME else None


def _in_its_matter(heard: Heard) -> Optional[Understood]:
    """脚背高嘞, 取件码: not clear alone; whoever says so little is still at it, which speaks for the readings near by."""
    best, close = heard.best, near(heard.asked)
    whole = rest(heard.text, heard.said) > SHORT or clear_yes_or_no(heard.text) is not None
    if best.sure or whole or best.intent in WANTS_A_PERSON or not best.ranking:
        return None
    weighed = {r["name"]: r["confidence"] * (STILL_AT_IT if r["name"] in close else 1) for r in best.ranking}
    inside = sum(weight for name, weight in weighed.items() if name in close)
    sure = inside / (sum(weighed.values()) + max(0.0, 1 - sum(r["confidence"] for r in best.ranking)))
    likeliest = max(weighed, key=weighed.__getitem__)
    if sure < best.needed or weighed[likeliest] < inside * (AGAIN_WITHIN if likeliest == heard.asked else CLEAR_WITHIN):
        return None
    return replace(heard.carried(likeliest), confidence=sure)


def carried(
    intent: str, best: Understood, memory: Mapping[str, Any], said: list[dict], entities: Optional[Mapping[str, Any]] = None
) -> Understood:
    """The question with what the last one said and this message does not replace."""
    entities = {**(first_values(said) if entities is None else entities)}
    before = memory.get("question") or {"intent": intent, "text": "", "said": [], "measured": [], "values": {}}
    values = _values(before["values"], entities)
    going_on = {"text": f"{best.text} {_without(before, entities, best.text)}".strip(), "question": before}
    going_on.update({name: [values[name]] for name in ("size", "colour") if name in values})
    place = {"place": values["place"]} if "place" in values else {}
    return Understood(intent, 1.0, best.text, True, {**place, **entities}, said, going_on=going_on)


def _without(before: Mapping[str, Any], entities: Mapping[str, Any], text: str) -> str:
    """The last question's words but for the values, and the way (退, 换), that this message says anew."""
    new = set(entities).union(*(REPLACES.get(name, ()) for name in entities))
    kept = list(before["text"])
    for one in before["said"]:
        if one["entity"] in new:
            kept[one["start"]:one["end"]] = " " * (min(one["end"], len(kept)) - one["start"])
    words = "".join(kept)
    return re.sub(r"[退换]货?", "", words) if re.search(r"[退换]", text) else words


def rest(text: str, said: list[dict], buying: bool = False) -> int:
    """How many characters are left when values and particles are taken away; `buying`: and the words for taking so many."""
    kept = list(text)
    for entity in said:
        for i in range(entity["start"], min(entity["end"], len(kept))):
            kept[i] = " "
    words = _PARTICLES.sub("", "".join(kept))
    return len(re.sub(r"\d+", "", _OF_BUYING.sub("", words) if buying else words))
