"""Who is signed in at the desk, and proof that a form came from our own page."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Optional

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.browser import cookie, keep_cookie
from bot.desk.accounts import Agent
from bot.sealed import Seal

COOKIE, SHIFT = "shop_desk", 12 * 3600  # seconds a sign-in lasts


@dataclass(frozen=True)
class Session:
    """One browser at the desk; `agent` is "" before signing in. `mark` is the account's at the time of signing in."""

    key: str
    agent: str = ""
    mark: str = ""
    new: bool = False


class Sessions:
    """Reads and writes the sealed cookie."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def of(self, request: Request) -> Session:
        """The browser's session; a new anonymous one when it has none that holds."""
        kept = self._seal.open(cookie(request, COOKIE))
        if kept is None:
            return Session(secrets.token_urlsafe(16), new=True)
        key, mark, agent = kept.split("|", 2)
        return Session(key, agent, mark)

    def signed_in(self, agent: Agent) -> Session:
        """A fresh session, so that nothing from before the sign-in carries over."""
        return Session(secrets.token_urlsafe(16), agent.name, agent.mark, new=True)

    def keep(self, request: Request, response: HTTPResponse, session: Session) -> HTTPResponse:
        """Writes the cookie when the session is new."""
        if session.new:
            sealed = self._seal.close(f"{session.key}|{session.mark}|{session.agent}", SHIFT)
            keep_cookie(request, response, COOKIE, sealed, path="/desk", seconds=SHIFT)
        return response

    def end(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        """Takes the cookie away."""
        keep_cookie(request, response, COOKIE, "", path="/desk", seconds=0)
        return response

    def form_token(self, session: Session) -> str:
        """What every form of this session carries."""
        return self._seal.token(session.key)

    def is_own_form(self, session: Session, token: Optional[str]) -> bool:
        """Whether a form carried it."""
        return not session.new and hmac.compare_digest(self.form_token(session).encode(), (token or "").encode("utf-8", "replace"))
