"""What supervisors see beside the desk: every conversation, those the bot holds included."""

from __future__ import annotations

from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.desk.accounts import Agent
from bot.desk.reading import Reading
from bot.desk.rendering import Pages
from bot.handoff.conversations import Conversations

SHOWN = 50
HOLDERS = ("bot", "waiting", "agent")


class Supervising:
    """`common` gives what every whole page needs beside its own values."""

    def __init__(self, conversations: Conversations, reading: Reading, pages: Pages, common: Any) -> None:
        self._conversations = conversations
        self._reading = reading
        self._pages = pages
        self._common = common

    async def all(self, request: Request, agent: Agent) -> HTTPResponse:
        """The latest first, `?holder=` only those, `?before=` the next older ones."""
        holder = request.args.get("holder") if request.args.get("holder") in HOLDERS else None
        glances = await self._reading.run(request, self._conversations.recent, SHOWN, whole(request.args.get("before")), holder)
        older = glances[-1].last if len(glances) == SHOWN else None
        return self._pages.render("conversations.html", glances=glances, holder=holder, older=older, **await self._common(request, agent))


def whole(text: Any) -> Any:
    """A number from an address; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else None
