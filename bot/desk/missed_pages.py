"""待学习: the questions the bot missed, in groups, for a supervisor to decide; and an agent's mark on an answer that was none."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, Callable, Mapping, Optional, Sequence

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import BadMessage, checked_text
from bot.desk.accounts import Agent
from bot.desk.guarding import NoSuchThing
from bot.desk.learning.knowing import Knowing
from bot.desk.learning.promoting import promotes_itself
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, done
from bot.desk.supervising import whole
from bot.desk.views.missed import GroupRow, Target, group_row, target_of, targets
from bot.dialogue.rasa_call import shown_to_rasa
from bot.faq import Known
from bot.faq.texts import phrasings
from bot.learning import models
from bot.learning.models import ModelMissing
from bot.learning.reader import reported
from bot.learning.rounds import Rounds
from bot.missed import DecidedAlready, MissedProblem, MissedQuestions, Overview
from bot.missed.marking import conversation_of, mark_wrong

MISSED = "/desk/missed"
PATIENCE = 2.5  # seconds a browser waits for the groups to be made anew before it is shown the last ones
DECISIONS, SUGGESTED = 10, 8
MOST_TEXTS, LONGEST_KEY = 500, 400


class MissedPages:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, reading: Reading, pages: Pages, common: Any) -> None:
        settings = inside.settings
        self._inside = inside
        self._reading = reading
        self._pages = pages
        self._common = common
        self._missed = MissedQuestions(inside.engine, inside.clock, inside.shop, inside.faq, settings.shop_dir, settings.var / "missed")
        self._rounds = Rounds.of(inside)
        self._knowing = Knowing(inside)
        self._making: Optional[asyncio.Future] = None

    @property
    def questions(self) -> MissedQuestions:
        """For other pages: `questions.near(name)` has the wordings that may be asking an entry. Not on the event loop."""
        return self._missed

    # The page ------------------------------------------------------------------------------------------------------------------

    async def show(self, request: Request, agent: Agent, page: int = 1) -> HTTPResponse:
        """The largest groups first; `?entry=` the wordings that may be asking this entry."""
        found, fresh = await self._overview(request)
        if request.args.get("entry"):
            return await self._entry(request, agent, request.args.get("entry", ""))
        rows, pages, page = self._rows(found, page) if found else ([], 1, 1)
        values = await self._reading.run(request, self._beside)
        return self._pages.render(
            "missed.html", found=found, fresh=fresh, rows=rows, page=page, pages=pages, suggestions=found.suggestions[:SUGGESTED] if found else (),
            targets=self._targets(), promote_itself=promotes_itself(self._inside), **values, **await self._common(request, agent))

    async def _entry(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        entry = await self._reading.run(request, self._inside.faq.entry, name)
        if entry is None:
            raise NoSuchThing("没有这条问答，可能已经删掉了。")
        near = await self._reading.run(request, self._missed.near, name, MOST_TEXTS)
        return self._pages.render("missed_entry.html", entry=entry, near=near, **await self._common(request, agent))

    async def _overview(self, request: Request) -> tuple[Optional[Overview], bool]:
        """As it is now; when that takes long, as it was last, and False."""
        if self._making is None or self._making.done():
            self._making = asyncio.ensure_future(self._reading.run(request, self._missed.overview))
        making = self._making
        await asyncio.wait({making}, timeout=PATIENCE)
        return (making.result(), True) if making.done() else (self._missed.last(), False)

    def _rows(self, found: Overview, page: int) -> tuple[list[GroupRow], int, int]:
        size = self._inside.shop.content.settings.missed.per_page
        pages = max(1, -(-len(found.offers) // size))
        page = min(max(page, 1), pages)
        known = {target.intent: target.title for target in self._targets()}
        return [group_row(offer, known) for offer in found.offers[(page - 1) * size:page * size]], pages, page

    def _beside(self) -> dict[str, Any]:
        """What was decided lately, and how much of it no model has learnt."""
        known = {target.intent: target.title for target in self._targets()}
        decisions = [(one, known.get(one.target or "", "")) for one in self._missed.latest(DECISIONS)]
        return {"decisions": decisions, "waiting": self._missed.waiting(self._trained_at()), "running": self._rounds.current()}

    def _trained_at(self) -> Optional[datetime]:
        """When the serving model's data was read; None when that is not known, and everything counts."""
        try:
            serving = models.serving(self._inside.settings.models)
            about = models.about(self._inside.settings.models, serving) if serving else {}
            return datetime.fromisoformat(about["trained_at"]) if about.get("trained_at") else None
        except (ModelMissing, ValueError, TypeError):
            return None

    def _targets(self) -> list[Target]:
        return targets(self._missed.titles(), self._inside.faq.read().entries.values())

    # Deciding ------------------------------------------------------------------------------------------------------------------

    async def same(self, request: Request, agent: Agent) -> HTTPResponse:
        """These wordings mean `to`, an intent; or `other`, what it is called."""
        intent = request.form.get("to", "")
        if intent == "other":
            intent = target_of(request.form.get("other", ""), self._targets())
            if not intent:
                raise BadMessage("没有找到您写的这个问题；请从列表里选一个，或者新建答案。")
        await self._decided(request, self._missed.same, _keys(request), intent, agent.name)
        return done(request, _back(request), "missed_same")

    async def not_for_the_bot(self, request: Request, agent: Agent) -> HTTPResponse:
        """These wordings are nobody's question to the bot."""
        await self._decided(request, self._missed.not_for_the_bot, _keys(request), agent.name)
        return done(request, _back(request), "missed_not")

    async def new(self, request: Request, agent: Agent) -> HTTPResponse:
        """These wordings ask something new, which has an answer from now on."""
        question, answer, topic = (checked_text(request.form.get(name, "")).replace("\r\n", "\n").strip() for name in ("question", "answer", "topic"))
        known = await self._known(request, question)
        sure = request.form.get("sure") == "1"
        await self._decided(request, lambda: self._missed.new(_keys(request), question, answer, agent.name, known, topic=topic, sure=sure))
        return done(request, _back(request), "missed_new")

    async def undo(self, request: Request, agent: Agent) -> HTTPResponse:
        """As if it had not been decided."""
        await self._decided(request, self._missed.undo, whole(request.form.get("id")) or 0, agent.name)
        return done(request, MISSED, "missed_undone")

    async def _decided(self, request: Request, work: Callable[..., Any], *args: Any) -> Any:
        try:
            return await self._reading.run(request, work, *args)
        except MissedProblem as problem:
            raise BadMessage(str(problem), 409 if isinstance(problem, DecidedAlready) else 400) from None

    async def _known(self, request: Request, question: str) -> Known:
        """What the bot knows, and what it takes this question for."""
        agent = getattr(request.app.ctx.parts.dialogue, "agent", None)
        rankings: dict[str, Sequence[tuple[str, float]]] = {}
        for text in phrasings(question)[:3] if agent else ():
            parse: Mapping[str, Any] = await agent.parse_message(shown_to_rasa(text))
            rankings[text] = reported(parse["intent_ranking"])
        return await self._reading.run(request, self._knowing.known, lambda text: rankings.get(text, ()))

    # In the talk ---------------------------------------------------------------------------------------------------------------

    async def mark_wrong(self, request: Request, agent: Agent) -> HTTPResponse:
        """答错了 on a bubble of the bot, or not any more. Of talks in which no person was ever wanted, only a supervisor's word counts."""
        message = whole(request.form.get("message")) or 0
        found = await self._reading.run(request, conversation_of, self._inside.engine, message) if message < 2**31 else None
        if found is None or not (found[1] or agent.supervisor):
            raise NoSuchThing("没有这条回答，可能网址不对；请刷新后再试。")
        wrong = request.form.get("wrong") == "1"
        await self._reading.run(request, mark_wrong, self._inside.engine, self._inside.clock, message, agent.name, wrong)
        ticket = await self._reading.run(request, request.app.ctx.parts.human.queue.current, found[0])
        return done(request, f"/desk/tickets/{ticket.id}" if ticket else "/desk/")


def _keys(request: Request) -> list[str]:
    """The wordings that are ticked."""
    return [key for key in dict.fromkeys(request.form.getlist("text") or ()) if 0 < len(key) <= LONGEST_KEY][:MOST_TEXTS]


def _back(request: Request) -> str:
    """The page somebody works through; the entry's own list when they came from there."""
    page = whole(request.form.get("page"))
    return f"{MISSED}/{page}" if page and page > 1 else MISSED
