"""Who may come in, and what they are told when something goes wrong: one sentence, never a bare error."""

from __future__ import annotations

import functools
import logging
from typing import Any, Awaitable, Callable

from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from bot.channels.browser import same_origin
from bot.channels.checking import BadMessage
from bot.desk.accounts import Agent
from bot.desk.rendering import Pages, by_script, told
from bot.desk.signing_in import SignIn
from bot.handoff import NotYours
from bot.handoff.phrases import PhraseProblem
from bot.stores import UNAVAILABLE

log = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[HTTPResponse]]
Again = Callable[[Request, Agent, dict[str, Any], Exception, int], Awaitable[HTTPResponse]]


class NoSuchThing(Exception):
    """There is nothing at this address."""


class Guard:
    """Wraps handlers. `again` shows a ticket's page once more, with what was wrong and what the agent had typed."""

    def __init__(self, sign_in: SignIn, pages: Pages, again: Again) -> None:
        self._sign_in = sign_in
        self._pages = pages
        self._again = again

    def known(self, handler: Handler, changes: bool = False, supervisor: bool = False) -> Handler:
        """Only for agents who are signed in; `changes` also wants the form to be our own."""

        async def guarded(request: Request, **named: Any) -> HTTPResponse:
            agent = await self._sign_in.agent(request)
            if agent is None:
                if request.method == "GET" and not by_script(request):
                    return redirect("/desk/sign-in", status=303)
                return self._problem(request, 401, "登录已经过期，请重新登录。")
            if changes:
                self._sign_in.own_form(request)
            if supervisor and not agent.supervisor:
                return self._problem(request, 403, "只有主管能看这一页；需要的话，请管理员把账号设成主管。")
            try:
                return await handler(request, agent, **named)
            except (NotYours, BadMessage, PhraseProblem) as error:
                status = 409 if isinstance(error, NotYours) else getattr(error, "status", 400)
                if by_script(request) or "id" not in named:
                    return self._problem(request, status, str(error))
                return await self._again(request, agent, named, error, status)

        return self.calm(guarded)

    def calm(self, handler: Handler) -> Handler:
        """Every failure is a page with one sentence, or for the script the sentence alone."""

        @functools.wraps(handler)
        async def guarded(request: Request, **named: Any) -> HTTPResponse:
            try:
                if request.method == "POST":
                    same_origin(request)
                return await handler(request, **named)
            except NoSuchThing as error:
                return self._problem(request, 404, str(error))
            except BadMessage as error:
                return self._problem(request, error.status, str(error))
            except UNAVAILABLE:
                return self._problem(request, 503, "数据库暂时连不上，请过一会儿再试。")
            except SanicException:
                raise
            except Exception:
                log.exception("unexpected error at %s %s", request.method, request.path)
                return self._problem(request, 500, "出了意外，没有办成；请刷新后再试，还不行请告诉管理员。")

        return guarded

    def _problem(self, request: Request, status: int, sentence: str) -> HTTPResponse:
        return told(status, problem=sentence) if by_script(request) else self._pages.render("problem.html", status, problem=sentence)
