"""The signed bridge: for marketplaces, test clients, and anyone with a chat to connect (docs/bridge.md)."""

from __future__ import annotations

import time
from typing import Any, Awaitable, Callable
from urllib.parse import quote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.channels.base import Parts, ShopChannel
from bot.channels.checking import OUR_IMAGES, BadMessage, checked, checked_id
from bot.channels.errors import refused, said
from bot.channels.signing import verify
from bot.channels.uploads import PICTURE_HEADERS, Uploads
from bot.handoff import Spoken

IMAGES = "/webhooks/bridge/images/"


class Bridge(ShopChannel):
    """`POST /webhooks/bridge/messages`, `GET` of what was said later, and of the pictures agents showed."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of every conversation's id."""
        return "bridge"

    def attach(self, parts: Parts) -> None:
        """Called once when the server has loaded everything."""
        super().attach(parts)
        self._uploads = Uploads(parts.world.settings.var / "uploads", lambda: 0)

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's own callback is not used: a message is limited, recorded and gathered first."""
        routes = Blueprint("bridge")
        routes.add_route(said(self._post), "/messages", methods=["POST"], name="post")
        routes.add_route(said(self._get), "/messages", methods=["GET"], name="get")
        routes.add_route(said(self._picture), "/images/<name:str>", methods=["GET"], name="picture")
        return routes

    async def _post(self, request: Request) -> HTTPResponse:
        self._verify(request)
        incoming = checked(request.body)
        outcome = await self.receive(incoming)
        return json({**outcome.public(), "replies": [reply_of(r, incoming.shopper) for r in outcome.replies]}, ensure_ascii=False)

    async def _get(self, request: Request) -> HTTPResponse:
        self._verify(request)
        shopper = checked_id("shopper", request.args.get("shopper"))
        after = checked_id("after", request.args["after"][0]) if request.args.get("after") else None
        conversation = f"{self.name()}:{shopper}"
        spoken = await self.stored(self.parts.transcript.said_after, conversation, after)
        if spoken is None:
            raise BadMessage(f"after={after[:40]!r} 不是这位顾客会话里的消息 id；请用上次收到的回复 id，或去掉 after 取全部。")
        record = await self.stored(self.parts.transcript.conversation, conversation)
        holder = record.holder if record else "bot"
        replies = [reply_of(s, shopper) for s in spoken]
        return json({"conversation": conversation, "holder": holder, "merged_into": None, "replies": replies}, ensure_ascii=False)

    async def _picture(self, request: Request, name: str) -> HTTPResponse:
        """A picture of this shopper's conversation."""
        self._verify(request)
        shopper = checked_id("shopper", request.args.get("shopper"))
        picture = await self.stored(self._uploads.find, shopper, name)
        if picture is None:
            return refused(404, "这位顾客的会话里没有这张图片。")
        return raw(picture.data, content_type=picture.type, headers=PICTURE_HEADERS)

    def _verify(self, request: Request) -> None:
        headers = request.headers
        verify(self.parts.world.settings.bridge_secret, headers.get("x-timestamp"), headers.get("x-signature"), request.body, time.time())


def reply_of(spoken: Spoken, shopper: str) -> dict[str, Any]:
    """A reply in the bridge's form; a picture of ours under the address where the bridge fetches it."""
    shown = spoken.public()
    address = shown["image_url"] or ""
    if address.startswith(OUR_IMAGES):
        shown["image_url"] = f"{IMAGES}{address[len(OUR_IMAGES):]}?shopper={quote(shopper, safe='')}"
    return shown
