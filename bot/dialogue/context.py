"""What a fragment means here: the bot's last question, the buttons it offered and the last topic decide before the classifier.

Order of reading: a button (or its title typed) → the answer to what we asked → a follow-up without a subject → the
message's own questions. The first that fits wins; a confident new question always beats an unanswered one of ours.
"""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

from bot.dialogue.answering import calls_off, clear_yes_or_no, gives_up, vague
from bot.dialogue.matters import SMALL_TALK, concerned, goes_on_with, same_matter
from bot.dialogue.understood import CARD, MEASURES, Understood, first_values
from bot.handoff.messages import Incoming
from bot.understanding.entities import bare_measures, bare_size

YES_NO = {"affirm": True, "deny": False}
SURE_OF_YES, SURE_OF_NO = 0.9, 0.35  # taking a weak no for a no costs a question, taking a weak yes for a yes an order
WITH_EVIDENCE = 0.6  # 羽绒服多少钱: a value this very question is about, or the matter under way, stands beside the classifier's word
ELSEWHERE = 0.6  # from here on words without an address in them are a question of their own
FREE_TEXT = {"address", "reason"}
FULFILS = {
    "measures": set(MEASURES) | {"size"}, "product": {"product", "category"}, "order": {"order_number", "tracking_number"},
    "size": {"size", "colour"}, "colour": {"colour"}, "place": {"place"},
}
# What may stand around a bare new value. Verbs are not among them: 改成L码 is a request of its own, 那XL呢 is not.
_PARTICLES = re.compile(r"[\s，。？！,.?!~]|那么|那|这个|这款|这件|这双|这条|呢|的|吗|嘛|啊|呀|哦|是|码|号|如果|斤|cm|kg")
_CHOOSING = re.compile(r"[\s，。？！,.?!~]|那个|那款|那件|那单|那条|那双|这个|这款|这件|这单|我要|选|就|的|呢|吧")
_ADDRESS = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢座室苑里院楼]|单元|小区|大厦|广场")
_IS_THERE = re.compile(r"有没有|还有|[有没]")
_BARE_HEIGHT = re.compile(r"(?<![\d.])(?:[89]\d|1\d\d|20\d)(?![\d.]|[码号斤件元块岁%]|公斤|kg)")
_ORDINAL = re.compile(r"^第?([一二三四五1-5])个?[吧的]?$")
_POSITION = {c: i for i, c in enumerate("一二三四五")} | {str(i + 1): i for i in range(5)}


def resolve(parse: Mapping[str, Any], memory: Mapping[str, Any], message: Incoming, threshold: float) -> list[Understood]:
    """The questions of this message, in the order they were asked. `parse` is the NLU's result for `message.text`."""
    said = list(parse.get("entities") or [])
    if not message.text.strip():
        return [_card(memory, message)]
    button = pressed(message.text, memory)
    if button is not None:
        return [_from_button(button, memory, message.text)]
    own = [_classified(q, threshold, memory.get("asked")) for q in parse.get("questions") or [parse]]
    for reading in (_named_button, _answers_us, _follows_up, _names_a_thing):
        found = reading(own, memory, message, said)
        if found is not None:
            return [found]
    return [_with_height(_with_size(question, message.text)) for question in own]


def _classified(question: Mapping[str, Any], threshold: float, asked: Optional[str]) -> Understood:
    intent = question["intent"]
    said = list(question.get("entities") or [])
    if intent["name"] == "cancel_order" and calls_off(question["text"]):
        return Understood("deny", intent["confidence"], question["text"], True, first_values(said), said)
    evidence = any(intent["name"] in concerned(entity["entity"]) for entity in said) or same_matter(intent["name"], asked)
    sure = intent["confidence"] >= (min(threshold, WITH_EVIDENCE) if evidence else threshold)
    return Understood(intent["name"], intent["confidence"], question["text"], sure, first_values(said), said,
                      list(question.get("intent_ranking") or []))


def _card(memory: Mapping[str, Any], message: Incoming) -> Understood:
    """A card or picture without words goes on with what we asked for, else is its own small event."""
    awaiting = memory.get("awaiting") or {}
    if awaiting.get("what") == message.kind:
        return _continued(awaiting, message.text, {}, [])
    asked = memory.get("asked")
    if message.kind in ("product", "order") and asked and asked in goes_on_with(message.kind):
        return Understood(asked, 1.0, message.text, True)
    return Understood(CARD[message.kind], 1.0, message.text, True)


def pressed(text: str, memory: Mapping[str, Any]) -> Optional[Mapping[str, Any]]:
    """The offered button this text presses: by its title, or by its place in the row ("第二个", "2")."""
    offered = memory.get("offered") or []
    wanted = text.strip()
    for button in offered:
        if wanted in (button["title"], button["payload"]):
            return button
    place = _ORDINAL.match(wanted)
    if place and (memory.get("awaiting") or {}).get("what") != "measures":
        index = _POSITION[place.group(1)]
        return offered[index] if index < len(offered) else None
    return None


def _from_button(button: Mapping[str, Any], memory: Mapping[str, Any], text: str) -> Understood:
    """A button means what it was made for; the colours and days in its title are our words, not the shopper's."""
    means = dict(button["means"])
    awaiting = memory.get("awaiting") or {}
    intent = means.pop("intent", None) or awaiting.get("intent") or memory.get("asked") or "affirm"
    confirmed = means.pop("confirmed", None)
    data = {**(awaiting.get("data") or {}), **(means.pop("data", None) or {})}
    kept = {"what": awaiting.get("what"), "intent": intent, "data": data} if awaiting or data else {}
    return Understood(intent, 1.0, text, True, _as_entities(means), [], [], confirmed, kept)


def _as_entities(means: Mapping[str, Any]) -> dict[str, Any]:
    return {("order_number" if name == "order" else name): value for name, value in means.items()}


def _answers_us(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """The answer to what the bot asked last, unless the shopper clearly asked something else instead."""
    awaiting = memory.get("awaiting") or {}
    what, best = awaiting.get("what"), own[0]
    if not what:
        return None
    entities = first_values(said)
    if what == "confirm":
        return _confirms(best, awaiting, message.text, entities, said)
    if what in FREE_TEXT:
        return _free_text(best, awaiting, message.text, entities, said)
    if what == "measures":
        missing = (awaiting.get("data") or {}).get("missing") or ["height", "weight"]
        entities = {**_bare(message.text, missing, entities, memory), **entities}
    size = bare_size(message.text) if what == "size" else None
    if size:
        entities = {"size": size, **entities}
    answered = message.kind == what or set(entities) & FULFILS.get(what, set())
    other = best.sure and best.intent not in (awaiting.get("intent"), *SMALL_TALK)
    if not answered or (other and (len(own) > 1 or _rest(message.text, said) > 3)):
        return None
    return _continued(awaiting, message.text, entities, said)


def _confirms(best: Understood, awaiting: Mapping[str, Any], text: str, entities: dict, said: list[dict]) -> Optional[Understood]:
    """Yes, no, a vague word (asked again), or a correction of the address we read back."""
    clear = clear_yes_or_no(text)
    correcting = awaiting["intent"] == "change_address" and (_ADDRESS.search(text) or "phone" in entities)
    if correcting and clear is not True:
        return _continued(awaiting, text, entities, said)
    if clear is None and best.intent in YES_NO and not vague(text):
        wanted = YES_NO[best.intent]
        clear = wanted if best.confidence >= (SURE_OF_YES if wanted else SURE_OF_NO) else None
    if clear is None and not vague(text):
        return None
    return _continued(awaiting, text, entities, said, confirmed=clear)


def _free_text(best: Understood, awaiting: Mapping[str, Any], text: str, entities: dict, said: list[dict]) -> Optional[Understood]:
    """Whatever is typed is the answer, unless it gives up or is another question without an address in it."""
    if gives_up(text):
        return _continued(awaiting, text, entities, said, confirmed=False)
    elsewhere = best.intent not in (awaiting.get("intent"), "affirm", "out_of_scope", "greet")
    if elsewhere and (best.sure or best.confidence >= ELSEWHERE) and not (_ADDRESS.search(text) or "phone" in entities):
        return None
    return _continued(awaiting, text, entities, said)


def _named_button(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """ "圆领那个", "羽绒服那单": words of exactly one offered title, and nothing else."""
    chosen = _CHOOSING.sub("", message.text.strip())
    choosing = (memory.get("awaiting") or {}).get("what") in ("product", "order") or _CHOOSING.search(message.text)
    if len(chosen) < 2 or not choosing or (own[0].sure and own[0].intent not in SMALL_TALK and not _CHOOSING.search(message.text)):
        return None
    fitting = [b for b in memory.get("offered") or [] if chosen in b["title"]]
    return _from_button(fitting[0], memory, message.text) if len(fitting) == 1 else None


def _names_a_thing(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """A bare order number or product name opens it, as its card would; a bare kind of goods asks to be shown some.
    有没有M with a product in view asks for its stock."""
    entities = first_values(said)
    if memory.get("product") and {"size", "colour"} & set(entities) and _rest(_IS_THERE.sub(_blank, message.text), said) == 0:
        return Understood("ask_stock", 1.0, message.text, True, entities, said)
    if len(own) > 1 or _rest(message.text, said) > 0:
        return None
    for name, intent in (("order_number", "order_card"), ("tracking_number", "track_parcel"), ("product", "product_card"), ("category", "recommend")):
        if name in entities:
            return Understood(intent, 1.0, message.text, True, entities, said)
    return None


def _blank(found: re.Match) -> str:
    return " " * len(found.group())


def _with_size(question: Understood, text: str) -> Understood:
    """复古蓝26的有货吗: a bare number right behind a colour is a size."""
    colour = next((e for e in question.said if e["entity"] == "colour"), None)
    number = re.match(r"\s*(\d{2,3})(?!\d|[.件个元块%])", text[colour["end"]:]) if colour else None
    if number and "size" not in question.entities:
        question.entities["size"] = number.group(1)
        question.said.append({"entity": "size", "value": number.group(1), "start": colour["end"] + number.start(1),
                              "end": colour["end"] + number.end(1), "text": number.group(1)})
    return question


def _with_height(question: Understood) -> Understood:
    """我165穿多大: asked for a size, a lone number in the range of heights is one."""
    numbers = _BARE_HEIGHT.findall(question.text)
    if question.intent == "ask_size" and question.sure and not question.measures and "size" not in question.entities and len(numbers) == 1:
        question.entities["height"] = float(numbers[0])
    return question


def _bare(text: str, missing: list[str], entities: Mapping[str, Any], memory: Mapping[str, Any]) -> dict[str, float]:
    """Measures said as bare numbers; how tall the shopper is decides between 斤 and kg."""
    return bare_measures(text, missing, entities.get("height") or (memory.get("measures") or {}).get("height"))


def _follows_up(own: list[Understood], memory: Mapping[str, Any], message: Incoming, said: list[dict]) -> Optional[Understood]:
    """ "那XL呢", "黑色的呢", "180的呢", "这个呢": nothing but a new value for the last question."""
    asked = memory.get("asked")
    if not asked or asked in SMALL_TALK or len(own) > 1 or _rest(message.text, said) > 0:
        return None
    entities = first_values(said)
    if asked == "ask_size":
        entities = {**_bare(message.text, ["height", "weight"], entities, memory), **entities}
    pointed = message.kind in ("product", "order") or bool(re.search(r"[这那]", message.text))
    if any(asked in concerned(name) for name in entities) or (pointed and not entities):
        return Understood(asked, 1.0, message.text, True, entities, said)
    return None


def _rest(text: str, said: list[dict]) -> int:
    """How many characters are left when values and particles are taken away."""
    kept = list(text)
    for entity in said:
        for i in range(entity["start"], min(entity["end"], len(kept))):
            kept[i] = " "
    return len(re.sub(r"\d+", "", _PARTICLES.sub("", "".join(kept))))


def _continued(awaiting: Mapping[str, Any], text: str, entities: dict, said: list[dict], confirmed: Optional[bool] = None) -> Understood:
    return Understood(awaiting["intent"], 1.0, text, True, entities, said, [], confirmed, dict(awaiting))
