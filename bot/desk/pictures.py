"""Pictures of a conversation: shown to agents, and sent by them."""

from __future__ import annotations

from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.browser import body_of
from bot.channels.checking import BadMessage
from bot.channels.uploads import PICTURE_HEADERS, Uploads
from bot.desk.accounts import Agent
from bot.desk.actions import page_of
from bot.desk.guarding import NoSuchThing
from bot.desk.reading import Reading, Subject
from bot.desk.rendering import done
from bot.handoff import NotYours

MEGABYTE = 1024 * 1024


class Pictures:
    """Kept with the shopper's, so that those two and nobody else see them. `inside` is the server's World."""

    def __init__(self, inside: Any, reading: Reading) -> None:
        self._inside = inside
        self._reading = reading
        self._uploads = Uploads(inside.settings.var / "uploads", lambda: inside.shop.content.settings.limits.images_per_day)

    async def of_ticket(self, request: Request, agent: Agent, id: int, name: str) -> HTTPResponse:
        """A picture of the ticket's shopper."""
        return await self._shown(request, await self._reading.subject(request, id), name)

    async def of_conversation(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """A picture in a conversation nobody is wanted for."""
        return await self._shown(request, await self._reading.conversation(request, request.args.get("id", "")), name)

    async def send(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """The body is the picture itself."""
        ticket = await self._reading.ticket(request, id)
        if ticket.state != "taken" or ticket.agent != agent.name:
            raise NotYours("这位顾客现在不在您手里，图片没有发出；请先接入。")
        most = self._inside.shop.content.settings.limits.image_megabytes
        try:
            data = await body_of(request, most * MEGABYTE)
        except BadMessage as error:
            raise BadMessage(f"图片超过 {most} MB，请压缩后再发。", error.status) from None
        address = await self._reading.run(request, self._uploads.keep, ticket.shopper, data, from_desk=True)
        desk = request.app.ctx.parts.human.desk
        await self._reading.run(request, desk.reply, ticket.conversation, agent.name, "", image_url=address)
        return done(request, page_of(ticket))

    async def _shown(self, request: Request, subject: Subject, name: str) -> HTTPResponse:
        found = await self._reading.run(request, self._uploads.find, subject.shopper, name)
        if found is None:
            raise NoSuchThing("没有这张图片。")
        return raw(found.data, content_type=found.type, headers=PICTURE_HEADERS)
