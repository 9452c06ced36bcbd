"""Signing in and out of the desk."""

from __future__ import annotations

import time
from typing import Any, Callable, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from bot.channels.checking import BadMessage
from bot.desk.accounts import Accounts, Agent
from bot.desk.lockout import Lockout
from bot.desk.sessions import Session, Sessions
from bot.handoff.presence import AWAY, ONLINE
from bot.sealed import Seal

WAIT = 60.0  # seconds
FAILURES_OF_A_NAME, FAILURES_OF_AN_ADDRESS = 5, 20  # an office shares one address


class SignIn:
    """The form, its check, and who is signed in. `render` makes a page: template, status, values."""

    def __init__(
        self, accounts: Accounts, seal: Seal, render: Callable[..., HTTPResponse], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._accounts = accounts
        self._sessions = Sessions(seal)
        self._render = render
        self._names = Lockout(FAILURES_OF_A_NAME, WAIT, now)
        self._addresses = Lockout(FAILURES_OF_AN_ADDRESS, WAIT, now)

    async def agent(self, request: Request) -> Optional[Agent]:
        """Who is signed in; None also when the account is gone or has a new password."""
        session = self._sessions.of(request)
        if not session.agent:
            return None
        found = await _stored(request, self._accounts.find, session.agent)
        return found if found and found.mark == session.mark else None

    def token(self, request: Request) -> str:
        """What every form of this browser carries."""
        return self._sessions.form_token(self._sessions.of(request))

    def own_form(self, request: Request) -> None:
        """Raises BadMessage (403) for a form that is not ours. A body that is no form has its token in a header."""
        token = request.headers.get("x-token") or request.form.get("token")
        if not self._sessions.is_own_form(self._sessions.of(request), token):
            raise BadMessage("这个页面放得太久了，没有提交；请刷新后再试。", status=403)

    async def ask(self, request: Request) -> HTTPResponse:
        """The form."""
        return await self._form(request)

    async def enter(self, request: Request) -> HTTPResponse:
        """Checks a name and password."""
        name, password = request.form.get("name", "").strip(), request.form.get("password", "")
        if not self._sessions.is_own_form(self._sessions.of(request), request.form.get("token")):
            return await self._form(request, name, "登录页放得太久了，请再输一次。", 403)
        wait = max(self._names.wait(name), self._addresses.wait(request.ip))
        if wait:
            return await self._form(request, name, f"试错次数太多，请 {round(wait) or 1} 秒后再试。", 429)
        agent = await _stored(request, self._accounts.check, name, password)
        if agent is None:
            self._names.failed(name)
            self._addresses.failed(request.ip)
            return await self._form(request, name, "名字或密码不对。", 401)
        self._names.forget(name)
        await _stored(request, _presence(request).set_status, agent.name, ONLINE)
        return self._sessions.keep(request, redirect("/desk/", status=303), self._sessions.signed_in(agent))

    async def leave(self, request: Request, agent: Agent) -> HTTPResponse:
        """Signs out, and away."""
        await _stored(request, _presence(request).set_status, agent.name, AWAY)
        return self._sessions.end(request, redirect("/desk/sign-in", status=303))

    async def _form(self, request: Request, name: str = "", problem: str = "", status: int = 200) -> HTTPResponse:
        session: Session = self._sessions.of(request)
        nobody = not await _stored(request, self._accounts.any)
        token = self._sessions.form_token(session)
        shown = self._render("sign_in.html", status, name=name, problem=problem, token=token, nobody=nobody)
        return self._sessions.keep(request, shown, session)


def _presence(request: Request) -> Any:
    return request.app.ctx.parts.human.presence


async def _stored(request: Request, work: Callable[..., Any], *args: Any) -> Any:
    return await request.app.ctx.parts.storage.run(work, *args)
