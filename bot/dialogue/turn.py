"""One turn: understand the gathered messages, let Rasa decide and the actions read, or fetch a person, and commit."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any, Mapping, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.channels.checking import LONGEST
from bot.channels.storage import Storage
from bot.dialogue.answering import wants_person
from bot.dialogue.context import SMALL_TALK, resolve
from bot.dialogue.memory import lent
from bot.dialogue.people import People
from bot.dialogue.understood import Understood
from bot.handoff import AlreadyAnswered, Conversation, Handover, Incoming, Outcome, Spoken, Transcript, TurnResult
from bot.replies import Wording
from bot.shop import Shop
from bot.stores import Stores
from bot.understanding.calibration import least_confidence

log = logging.getLogger(__name__)
ASKS_FOR_PERSON = {"ask_human": "asked", "complain": "complaint"}
SURE_OF_PERSON = 0.35  # fetching a person too often costs less than arguing with somebody who wants one
LIKELY, TOO_VAGUE = 0.08, 0.2  # the least confidence of an offered guess, and of the first one; below, guesses would be absurd


@dataclass
class _Draft:
    """A turn in the making."""

    conversation: Conversation
    message: Incoming
    memory: dict[str, Any]
    replies: list[Spoken]
    handover: Optional[Handover] = None
    release: bool = False

    def result(self) -> TurnResult:
        return TurnResult(self.replies, self.memory, self.handover, self.release)


class _Bubbles(OutputChannel):
    """Keeps what Rasa says whole: its own collecting channel drops cards and the names of replies."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "turn"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


class Dialogue:
    """Answers gathered messages. `agent` may be replaced while serving (a newly promoted model)."""

    def __init__(self, agent: Agent, shop: Shop, people: People, wording: Wording, transcript: Transcript, storage: Storage,
                 stores: Stores) -> None:
        self.agent = agent
        self._shop = shop
        self._people = people
        self._wording = wording
        self._transcript = transcript
        self._storage = storage
        self._stores = stores

    async def answer(self, conversation_id: str, messages: list[Incoming], *, owed: bool = False) -> Outcome:
        """The outcome of the last of `messages`; the others are merged into it. Committed when this returns."""
        conversation = await self._storage.run(self._transcript.conversation, conversation_id)
        draft = _Draft(conversation, joined(messages), dict(conversation.memory), [])
        if not self._people.speak_here(conversation):
            await self._keep_photo(draft)
        else:
            if conversation.holder == "waiting":
                self._people.nobody_there(draft)
            await self._speak(draft)
        try:
            outcome = await self._storage.run(self._transcript.commit, conversation, messages, draft.result(), owed=owed)
        except AlreadyAnswered:
            left = await self._storage.run(self._transcript.still_waiting, conversation_id, messages)
            if left:
                await self.answer(conversation_id, left, owed=owed)
            outcome = await self._storage.run(self._transcript.outcome, conversation_id, messages[-1].id)
        if outcome is None:
            now = await self._storage.run(self._transcript.conversation, conversation_id)
            return Outcome(conversation_id, now.holder, None, [])
        return outcome

    async def _keep_photo(self, draft: _Draft) -> None:
        """A picture sent while a person is awaited or speaking still belongs to the order in view."""
        order, message = draft.memory.get("order"), draft.message
        if order and message.image_url:
            await self._storage.run(
                self._stores.aftersales.attach_photo, message.shopper, order, message.image_url, request_id=message.id)

    async def _speak(self, draft: _Draft) -> None:
        parse = await self.agent.parse_message(shown_to_rasa(draft.message.text)) if draft.message.text.strip() else {}
        threshold = least_confidence(parse.get("error_budget") or {}, self._shop.content.settings.wrong_answers_per_hundred)
        questions = resolve(parse, draft.memory, draft.message, threshold)
        # Whoever asks for a person is heard even where an address or a size was expected.
        wanted = next((q for q in (*_asks_for_person(parse, threshold), *questions)
                       if q.intent in ASKS_FOR_PERSON and q.confidence >= SURE_OF_PERSON), None)
        if wanted is not None:
            await self._people.fetch(draft, ASKS_FOR_PERSON[wanted.intent], wanted)
            return
        known = [q for q in questions if q.sure]
        if not known:
            await self._unsure(draft, questions[0])
            return
        for question in known:
            open_before = (None, None) if question is known[0] else (draft.memory.get("awaiting"), draft.memory.get("offered"))
            await self._ask_rasa(draft, question)
            _still_open(draft.memory, *open_before)

    async def _ask_rasa(self, draft: _Draft, question: Understood) -> None:
        """Rasa's policies choose the action for this question; its replies and memory join the draft."""
        memory = draft.memory
        awaited, offered = memory.get("awaiting"), memory.get("offered")
        memory.update(see(question, draft.message, memory, self._shop.content))
        metadata = {"question": self._metadata(draft, question, awaited)}
        if question.intent not in SMALL_TALK:
            memory.update(awaiting=None, offered=None)
        output = _Bubbles()
        message = UserMessage(
            question.text or "-", output, draft.conversation.id, parse_data=_as_parse(question), input_channel=draft.conversation.channel,
            message_id=draft.message.id, metadata=metadata)
        with lent(memory):
            await self.agent.handle_message(message)
        said = [self._spoken(m, question) for m in output.messages if m.get("text")]
        draft.replies += [bubble for bubble in said if not _repeats(bubble, draft.replies)]
        if not said:
            await self._people.failed(draft, question)
            memory.update(awaiting=awaited, offered=offered)
            return
        await self._remember(draft, question, said)

    def _metadata(self, draft: _Draft, question: Understood, awaited: Optional[dict]) -> dict[str, Any]:
        memory, message = draft.memory, draft.message
        # A card sent along with words names its order as plainly as a typed number does.
        entities = {**({"order_number": message.order} if message.order else {}), **question.entities}
        return {
            "intent": question.intent, "text": question.text, "shopper": message.shopper, "message_id": message.id,
            "entities": entities, "said": question.said, "measures": memory.get("measures") or {},
            "awaiting": question.awaiting or {}, "confirmed": question.confirmed, "product_id": memory.get("product"),
            "sku_id": memory.get("sku"), "order_number": memory.get("order"), "image_url": message.image_url,
            "previous_intent": memory.get("asked"),
        }

    async def _remember(self, draft: _Draft, question: Understood, said: list[Spoken]) -> None:
        """What the next fragment may refer to."""
        memory = draft.memory
        if memory.get("awaiting") and question.intent not in SMALL_TALK:
            memory["awaiting"] = {**memory["awaiting"], "intent": question.intent}
        buttons = [b for bubble in said for b in bubble.buttons]
        if buttons:
            memory["offered"] = buttons
        if question.intent not in SMALL_TALK:
            memory.update(asked=question.intent, missed=0)
        reason = memory.pop("hand_over", None)
        if reason and draft.handover is None:
            await self._people.after_answer(draft, reason, question)

    @staticmethod
    def _spoken(message: Mapping[str, Any], question: Understood) -> Spoken:
        return Spoken(message["text"], "bot", list(message.get("buttons") or []), message.get("card"),
                      question.intent, round(question.confidence, 4), message.get("utter_action"))

    def _likely(self, question: Understood) -> list[str]:
        """What the shopper may have meant, likeliest first; nothing when even the first guess would look absurd."""
        content = self._shop.content
        if not question.ranking or question.ranking[0]["confidence"] < TOO_VAGUE:
            return []
        fitting = [r["name"] for r in question.ranking if r["confidence"] >= LIKELY and r["name"] in content.intent_titles]
        return [n for n in fitting if n not in ASKS_FOR_PERSON][: content.settings.choices_when_unsure]

    async def _unsure(self, draft: _Draft, question: Understood) -> None:
        """Asks back with the likeliest in the shopper's words; after N misses a person."""
        content, memory = self._shop.content, draft.memory
        memory["missed"] = (memory.get("missed") or 0) + 1
        if memory["missed"] > content.settings.misses_before_human:
            await self._people.fetch(draft, "unsure", question)
            memory["missed"] = 0
            return
        likely = self._likely(question)
        # Who sees nothing fitting needs a way out that is not another guess.
        buttons = [_guess(content.intent_titles, n, question) for n in [*likely, "ask_human"] if n in content.intent_titles]
        name = "utter_out_of_scope" if question.intent == "out_of_scope" else "utter_ask_back" if likely else "utter_ask_again"
        shown = buttons if name == "utter_ask_back" else []
        draft.replies.append(Spoken(self._wording.say(name) or "", "bot", shown, None, question.intent, round(question.confidence, 4), name))
        memory["offered"] = shown
        memory["awaiting"] = None


def _asks_for_person(parse: Mapping[str, Any], threshold: float) -> list[Understood]:
    if not parse:
        return []
    if wants_person(parse["text"]):
        return [Understood("ask_human", 1.0, parse["text"], True)]
    return [q for q in resolve(parse, {}, Incoming("", "", text=parse["text"]), threshold) if q.intent == "ask_human"]


def _guess(titles: Mapping[str, str], intent: str, question: Understood) -> dict[str, Any]:
    return {"title": titles[intent], "payload": titles[intent], "means": {"intent": intent, **_named(question)}}


def _still_open(memory: dict[str, Any], awaiting: Optional[dict], offered: Optional[list]) -> None:
    """What an earlier question of the same message asked for is still waited for, unless a later one asks as well."""
    if awaiting and not memory.get("awaiting"):
        memory.update(awaiting=awaiting, offered=[*(offered or []), *(memory.get("offered") or [])] or None)


def _named(question: Understood) -> dict[str, Any]:
    """What the unclear message named stays named when a button says what was meant."""
    return {k: v for k, v in question.entities.items() if k in ("product", "size", "colour", "place", "order_number", "height", "weight")}


def _repeats(bubble: Spoken, earlier: list[Spoken]) -> bool:
    """Two questions of one message may end in one and the same answer ("which product?"); it is said once."""
    return any((b.reply, b.buttons, b.card) == (bubble.reply, bubble.buttons, bubble.card) and b.intent != bubble.intent for b in earlier)


def joined(messages: list[Incoming]) -> Incoming:
    """Fragments as one message under the last one's id; the latest card or picture counts.

    Of very many words the latest are read, no more than one message may have: a flood must not cost others their turn."""
    def latest(field: str) -> Any:
        return next((v for v in (getattr(m, field) for m in reversed(messages)) if v), None)

    words = [m.text.strip() for m in messages if m.text.strip()]
    kinds = [m.kind for m in messages if m.kind != "text"]
    return replace(messages[-1], text="，".join(words)[-LONGEST:], kind=kinds[-1] if kinds else "text", product=latest("product"),
                   order=latest("order"), image_url=latest("image_url"))


def shown_to_rasa(text: str) -> str:
    """Rasa reads "/intent{…}" as a command, past any space in front; a shopper's text is never a command.

    The full-width mark reads the same to our components, and every place in the text stays where it is."""
    first = len(text) - len(text.lstrip())
    return text[:first] + "／" + text[first + 1:] if text[first:first + 1] == "/" else text


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
    number = question.entities.get("order_number") or message.order
    if number:
        seen["order"] = number
    if question.measures:
        seen["measures"] = {**(memory.get("measures") or {}), **question.measures}
    return seen


def _as_parse(question: Understood) -> dict[str, Any]:
    """Rasa's form of a question already understood. Its entities travel in the metadata; slots are filled by actions alone."""
    intent = {"name": question.intent, "confidence": question.confidence}
    return {"text": question.text, "intent": intent, "intent_ranking": [intent], "entities": []}
