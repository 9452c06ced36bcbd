"""Training: start a round, watch it, read what came of it, let the new model serve."""

from __future__ import annotations

from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import BadMessage, checked_text
from bot.desk.accounts import Agent
from bot.desk.guarding import NoSuchThing
from bot.desk.learning.promoting import Promoting, promotes_itself
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, by_script, done
from bot.desk.views.rounds import RoundView, round_view
from bot.learning.rounds import PASSED, PROMOTED, Round, Rounds, RoundUnderWay

LEARNING = "/desk/learning"
SHOWN = 20
LONGEST_WHY = 60


class RoundPages:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, rounds: Rounds, promoting: Promoting, reading: Reading, pages: Pages, common: Any) -> None:
        self._inside = inside
        self._rounds = rounds
        self._promoting = promoting
        self._reading = reading
        self._pages = pages
        self._common = common

    async def all(self, request: Request, agent: Agent) -> HTTPResponse:
        """The latest rounds, the running one above."""
        latest = await self._reading.run(request, self._rounds.latest, SHOWN)
        running = next((one for one in latest if one.running), None)
        serving = await self._reading.run(request, self._promoting.serving)
        values = {"running": running and self._view(running, serving), "promote_itself": promotes_itself(self._inside)}
        return self._pages.render("learning.html", rounds=[self._view(one, serving) for one in latest], serving=serving,
                                  **{**await self._common(request, agent), **values})

    async def start(self, request: Request, agent: Agent) -> HTTPResponse:
        """Starts one by hand."""
        why = checked_text(request.form.get("why", "")).strip()[:LONGEST_WHY] or "手动训练"
        try:
            round = await self._reading.run(request, self._rounds.start, agent.name, why, request.form.get("promote") == "1")
        except RoundUnderWay as busy:
            raise BadMessage(str(busy), 409) from None
        return done(request, f"{LEARNING}/{round.id}")

    async def one(self, request: Request, agent: Agent, round: str) -> HTTPResponse:
        """How far it is, and what came of it; for the script that alone."""
        view = self._view(await self._found(request, round), await self._reading.run(request, self._promoting.serving))
        if by_script(request):
            return self._pages.render("_round.html", round=view, agent=agent, token=(await self._common(request, agent))["token"])
        return self._pages.render("round.html", round=view, **await self._common(request, agent))

    async def promote(self, request: Request, agent: Agent, round: str) -> HTTPResponse:
        """Lets the candidate of a round serve that found it good enough."""
        found = await self._found(request, round)
        if found.state not in (PASSED, PROMOTED):
            raise BadMessage("这一轮的模型没有通过评测，不能上线；请看报告里变差的句子，改好问答再训练一轮。", 409)
        against = (found.report or {}).get("against") or None
        await self._reading.run(request, self._promoting.promote, found.model, agent.name, found.why, against)
        return done(request, f"{LEARNING}/{found.id}", "promoted")

    def _view(self, round: Round, serving: str) -> RoundView:
        return round_view(round, serving, self._inside.clock.now(), self._promoting.titles())

    async def _found(self, request: Request, id: str) -> Round:
        found: Optional[Round] = await self._reading.run(request, self._rounds.one, id) if len(id) <= 60 else None
        if found is None:
            raise NoSuchThing("没有这一轮训练，可能网址不对，或者太久以前的已经清掉了。")
        return found
