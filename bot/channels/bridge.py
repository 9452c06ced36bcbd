"""The signed bridge: for marketplaces, test clients, and anyone with a chat to connect (docs/bridge.md)."""

from __future__ import annotations

import time
from typing import Any, Awaitable, Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.base import ShopChannel
from bot.channels.checking import BadMessage, checked, checked_id
from bot.channels.errors import said
from bot.channels.signing import verify


class Bridge(ShopChannel):
    """`POST /webhooks/bridge/messages` and `GET` of what was said later."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of every conversation's id."""
        return "bridge"

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's own callback is not used: a message is limited, recorded and gathered first."""
        routes = Blueprint("bridge")
        routes.add_route(said(self._post), "/messages", methods=["POST"], name="post")
        routes.add_route(said(self._get), "/messages", methods=["GET"], name="get")
        return routes

    async def _post(self, request: Request) -> HTTPResponse:
        self._verify(request)
        outcome = await self.receive(checked(request.body))
        return json(outcome.public(), ensure_ascii=False)

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
        return json({"conversation": conversation, "holder": holder, "merged_into": None, "replies": [s.public() for s in spoken]},
                    ensure_ascii=False)

    def _verify(self, request: Request) -> None:
        headers = request.headers
        verify(self.parts.world.settings.bridge_secret, headers.get("x-timestamp"), headers.get("x-signature"), request.body, time.time())
