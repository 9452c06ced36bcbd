"""One turn: understand the gathered messages, let Rasa decide and the actions read, or fetch a person, and commit."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Mapping, Optional

from rasa.core.agent import Agent

from bot.channels.storage import Storage
from bot.dialogue.asides import Asides
from bot.dialogue.asking_back import AskingBack, may_be_own
from bot.dialogue.buttons import pressed
from bot.dialogue.by_record import settled
from bot.dialogue.context import resolve
from bot.dialogue.draft import Draft
from bot.dialogue.fragments import last_question
from bot.dialogue.matters import SMALL_TALK
from bot.dialogue.own_questions import OwnQuestions
from bot.dialogue.people import FIRST, People
from bot.dialogue.rasa_call import decide, shown_to_rasa
from bot.dialogue.satisfaction import Satisfaction
from bot.dialogue.sight import joined, see
from bot.dialogue.understood import Understood
from bot.handoff import AlreadyAnswered, Incoming, Outcome, Spoken, Transcript
from bot.replies import Wording
from bot.shop import Shop
from bot.shop.naming import names_goods
from bot.stores import UNAVAILABLE, Stores
from bot.understanding.calibration import least_confidence
from bot.understanding.wanting_people import rules

log = logging.getLogger(__name__)
# The last is no wish of the shopper's: it is a matter of the shop's that nobody wrote an answer for.
NO_ANSWER = "no_answer"
ASKS_FOR_PERSON = {"ask_human": "asked", "complain": "complaint", NO_ANSWER: "no_answer"}
NOTHING_OF_OURS = "out_of_scope"
SURE_OF_PERSON = 0.45  # fetching a person too often costs less than arguing with somebody who wants one


class Dialogue:
    """Answers gathered messages. `agent` may be replaced while serving (a newly promoted model)."""

    def __init__(self, agent: Agent, shop: Shop, people: People, wording: Wording, transcript: Transcript, storage: Storage,
                 stores: Stores, own: OwnQuestions) -> None:
        self.agent = agent
        self.own = own
        self._shop = shop
        self._people = people
        self._asking_back = AskingBack(shop, wording, people, own)
        self._satisfaction = Satisfaction(shop, wording)
        self._asides = Asides(people, self._satisfaction)
        self._transcript = transcript
        self._storage = storage
        self._stores = stores

    async def answer(self, conversation_id: str, messages: list[Incoming], *, owed: bool = False) -> Outcome:
        """The outcome of the last of `messages`; the others are merged into it. Committed when this returns."""
        conversation = await self._storage.run(self._transcript.conversation, conversation_id)
        draft = Draft(conversation, joined(messages), dict(conversation.memory), [])
        if not self._people.speak_here(conversation):
            await self._keep_photo(draft)
            if conversation.holder == "waiting" and not self._asides.called_off(draft) and draft.called_off:
                await self._speak_or_fetch(draft)
        elif not self._satisfaction.hear(draft) and not self._asides.called_off(draft):
            if conversation.holder == "waiting" and not draft.called_off:
                self._people.nobody_there(draft)
            await self._speak_or_fetch(draft)
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

    async def _keep_photo(self, draft: Draft) -> None:
        """A picture sent while a person is awaited or speaking still belongs to the order in view."""
        order, message = draft.memory.get("order"), draft.message
        if order and message.image_url:
            await self._storage.run(
                self._stores.aftersales.attach_photo, message.shopper, order, message.image_url, request_id=message.id)

    async def _speak_or_fetch(self, draft: Draft) -> None:
        """A mistake of ours keeps nobody waiting for ever: it is admitted, and a person takes over."""
        said, memory = len(draft.replies), dict(draft.memory)
        try:
            if await self._people.take_first(draft):
                questions, _ = await self._read(draft)
                await self._people.fetch(draft, FIRST, questions[0])  # nobody answers it here, but it says whose it is
            else:
                await self._speak(draft)
        except UNAVAILABLE:  # here waiting helps: the message stays recorded and is answered when the database is back
            raise
        except Exception:
            log.exception("no answer to message %s of %s; a person is fetched", draft.message.id, draft.conversation.id)
            del draft.replies[said:]
            draft.memory, draft.handover = memory, None
            await self._people.fetch(draft, "failure", Understood("out_of_scope", 0.0, draft.message.text, False))

    async def _speak(self, draft: Draft) -> None:
        asked = rules().without_declining(draft.message.text)
        if asked:  # 不用转人工，我就问问发什么快递: what else was asked is read by itself
            draft.message = replace(draft.message, text=asked)
        questions, wanted = await self._read(draft)
        if wanted is None or wanted.intent == NO_ANSWER:
            rest = self._asides.when(draft)
            if rest != draft.message.text:
                if not rest or not _asks(questions):
                    await self._speak_of(draft, rest)
                    return
                wanted = None
        if wanted is not None:
            await self._people.fetch(draft, ASKS_FOR_PERSON[wanted.intent], wanted)
            self._asides.beside(draft, questions)
            return
        await self._answer(draft, questions, beside=draft.called_off)

    async def _speak_of(self, draft: Draft, rest: str) -> None:
        """你们几点上班 能开专票吗: what is left when a part was answered, read by itself."""
        if rest:
            draft.message = replace(draft.message, text=rest)
            questions, wanted = await self._read(draft)
            if wanted is not None:
                await self._people.fetch(draft, ASKS_FOR_PERSON[wanted.intent], wanted)
            else:
                await self._answer(draft, questions, beside=True)

    async def _read(self, draft: Draft) -> tuple[list[Understood], Optional[Understood]]:
        """The message's questions, and the one that asks for a person."""
        parse = await self.agent.parse_message(shown_to_rasa(draft.message.text)) if draft.message.text.strip() else {}
        threshold = least_confidence(parse.get("error_budget") or {}, self._shop.content.settings.wrong_answers_per_hundred)
        products = self._shop.content.products
        parse, memory = await self.own.heard(parse, draft.memory, draft.message)
        questions = resolve(parse, memory, draft.message, threshold, lambda text: names_goods(text, products.values()))
        return questions, _wants_person(parse, questions, draft)

    async def _answer(self, draft: Draft, questions: list[Understood], beside: bool = False) -> None:
        """`beside` what was said already, a courtesy or an unclear word wants no answer of its own."""
        # Left over here, these were too unlikely; what else was asked counts.
        questions = [q for q in questions if q.over or may_be_own(q) or q.intent not in ASKS_FOR_PERSON] or [_declined(questions[0])]
        if self._asides.heard(draft, questions) or (beside and not _asks(questions)):
            return
        # What has nothing to do with the shop is not answered, however sure: it counts as a miss, and in the end a person looks.
        known = [q for q in questions if q.sure and q.intent != NOTHING_OF_OURS]
        if not known and not questions[0].sure:
            recorded = await self._storage.run(settled, questions[0], draft.memory, draft.message.shopper, self._stores)
            known = [recorded] if recorded else []
        if not known:
            content = self._shop.content
            draft.memory.update(see(replace(questions[0], entities={}, said=[]), draft.message, draft.memory, content))  # a card is seen all the same
            await self._asking_back.answer(draft, questions[0])
            return
        for question in known:
            open_before = (None, None) if question is known[0] else (draft.memory.get("awaiting"), draft.memory.get("offered"))
            await self._ask_rasa(draft, question)
            _still_open(draft.memory, *open_before)

    async def _ask_rasa(self, draft: Draft, question: Understood) -> None:
        """Rasa's policies choose the action for this question; its replies and memory join the draft."""
        memory = draft.memory
        awaited, offered = memory.get("awaiting"), memory.get("offered")
        memory.update(see(question, draft.message, memory, self._shop.content))
        if question.intent not in SMALL_TALK:
            memory.update(awaiting=None, offered=None)
        said = await decide(self.agent, draft, question)
        draft.replies += [bubble for bubble in said if not _repeats(bubble, draft.replies)]
        if not said:
            await self._people.failed(draft, question)
            memory.update(awaiting=awaited, offered=offered)
            return
        await self._remember(draft, question, said)

    async def _remember(self, draft: Draft, question: Understood, said: list[Spoken]) -> None:
        """What the next fragment may refer to."""
        memory = draft.memory
        if memory.get("awaiting") and question.intent not in SMALL_TALK:
            memory["awaiting"] = {**memory["awaiting"], "intent": question.intent}
        buttons = [b for bubble in said for b in bubble.buttons]
        if buttons:
            memory["offered"] = buttons
        shown = [bubble.card["id"] for bubble in said if bubble.card and bubble.card.get("type") == "product"]
        if buttons or shown:
            memory["shown"] = shown
        if question.intent not in SMALL_TALK:
            memory.update(asked=question.intent, question=last_question(question), missed=0)
        reason = memory.pop("hand_over", None)
        if reason and draft.handover is None:
            await self._people.after_answer(draft, reason, question)


def _wants_person(parse: Mapping[str, Any], questions: list[Understood], draft: Draft) -> Optional[Understood]:
    """Who asks for a person is heard even where an address or a size was expected, unless they pressed a button
    of ours or went on with their last question (电话呢 in a talk about a courier)."""
    if parse and pressed(draft.message.text, draft.memory) is None and not questions[0].going_on:
        intent = parse["intent"]
        if intent["name"] == "ask_human" and intent["confidence"] >= SURE_OF_PERSON:
            return Understood("ask_human", intent["confidence"], parse["text"], True)
    wanting = (q for q in questions if q.intent in ASKS_FOR_PERSON and q.confidence >= SURE_OF_PERSON)
    return next((q for q in wanting if q.sure or q.intent != NO_ANSWER or not may_be_own(q)), None)


def _asks(questions: list[Understood]) -> bool:
    """Whether any of them is surely a question of the shop's, and no mere courtesy."""
    return any(q.sure and q.intent not in (*SMALL_TALK, *ASKS_FOR_PERSON) for q in questions)


def _declined(question: Understood) -> Understood:
    return Understood("deny", question.confidence, question.text, question.sure)


def _still_open(memory: dict[str, Any], awaiting: Optional[dict], offered: Optional[list]) -> None:
    """What an earlier question of the same message asked for is still waited for, unless a later one asks as well."""
    if awaiting and not memory.get("awaiting"):
        memory.update(awaiting=awaiting, offered=[*(offered or []), *(memory.get("offered") or [])] or None)


def _repeats(bubble: Spoken, earlier: list[Spoken]) -> bool:
    """Two questions of one message may end in one and the same answer ("which product?"); it is said once."""
    return any((b.reply, b.buttons, b.card) == (bubble.reply, bubble.buttons, bubble.card) and b.intent != bubble.intent for b in earlier)
