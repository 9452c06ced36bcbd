"""The web chat: what <shop-chat> talks to. Who is speaking comes from a sealed cookie, never from what is sent."""

from __future__ import annotations

import asyncio
import functools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Awaitable, Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.channels.base import Parts, ShopChannel
from bot.channels.browser import NOSNIFF, body_of, json_only, same_origin
from bot.channels.checking import LARGEST, OUR_IMAGES, BadMessage, checked, checked_id, json_object
from bot.channels.errors import refused, said
from bot.channels.limits import RateLimit
from bot.channels.shown import bubble, line, order_card
from bot.channels.standing import Standings
from bot.channels.typing import Typing
from bot.channels.uploads import PICTURE_HEADERS, Uploads
from bot.channels.visitors import Demonstration, Visitor, Visitors
from bot.sealed import Seal

MEGABYTE = 1024 * 1024
ORDERS_SHOWN = 20
TYPED_A_MINUTE = 40  # <shop-chat> says it every three seconds


class WebChat(ShopChannel):
    """`/chat/…`: JSON in and out; every failure is `{"error": one sentence}`."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of every conversation's id."""
        return "web"

    def url_prefix(self) -> str:
        """Absolute, so Rasa mounts it here and not under its own prefix."""
        return "/chat"

    def attach(self, parts: Parts) -> None:
        """Called once when the server has loaded everything."""
        super().attach(parts)
        world = parts.world
        self._visitors = Visitors(Seal(world.settings.secret_key, "chat visitor"))
        self._demo = Demonstration(world.stores, world.settings.shop_dir)
        self._uploads = Uploads(world.settings.var / "uploads", lambda: self._limits.images_per_day)
        self._standings = Standings(parts, self.stored)
        self._typed = RateLimit(lambda: TYPED_A_MINUTE, time.monotonic)  # one of its own: who types must still be able to send
        # Pictures are looked at one after another, and not by the threads that messages are recorded with.
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's own callback is not used: a message is limited, recorded and gathered first."""
        routes = Blueprint("chat")
        for method, path, handler in (
            ("POST", "/messages", self._send), ("GET", "/messages", self._later), ("GET", "/history", self._history),
            ("POST", "/images", self._upload), ("GET", "/images/<name:str>", self._picture), ("GET", "/demo", self._whom),
            ("POST", "/sign-in", self._sign_in), ("GET", "/orders", self._orders), ("POST", "/typing", self._types),
        ):  # fmt: skip
            routes.add_route(said(handler), path, methods=[method], name=handler.__name__.strip("_"), stream=method == "POST")
        return routes

    async def _send(self, request: Request) -> HTTPResponse:
        same_origin(request)
        json_only(request)
        visitor = self._writer(request)
        incoming = checked(await body_of(request, LARGEST), shopper=visitor.shopper, images=OUR_IMAGES)
        if incoming.image_url and not self._uploads.owns(visitor.shopper, incoming.image_url):
            raise BadMessage(f"image_url 的值 {incoming.image_url[:60]!r} 不是您传过的图片；请先把图片传到 /chat/images。")
        self.parts.typing.stopped(self._conversation(visitor), Typing.SHOPPER)
        outcome = await self.receive(incoming)
        replies = [bubble(reply) for reply in outcome.replies]
        return self._with_cookie(request, visitor, {"holder": outcome.holder, "merged_into": outcome.merged_into, "replies": replies})

    async def _later(self, request: Request) -> HTTPResponse:
        """Bubbles said after the one named by `after` (without it, all of them), and where the shopper stands."""
        visitor = self._visitor(request)
        after = checked_id("after", request.args["after"][0]) if request.args.get("after") else None
        spoken = await self.stored(self.parts.transcript.said_after, self._conversation(visitor), after)
        if spoken is None:
            raise BadMessage(f"after={str(after)[:40]!r} 不是这个会话里的消息编号；请重新读取 /chat/history。")
        return self._with_cookie(request, visitor, {**await self._standing(visitor), "messages": [bubble(s) for s in spoken]})

    async def _history(self, request: Request) -> HTTPResponse:
        """Both sides of the talk, oldest first, for a page that was opened again."""
        visitor = self._visitor(request)
        most = self.parts.world.shop.content.settings.conversation.history_messages
        rows = await self.stored(self.parts.transcript.history, self._conversation(visitor), most)
        sent = await self._cards(visitor) if any(row["kind"] == "order" for row in rows) else {}
        content, now = self.parts.world.shop.content, self.parts.world.clock.now().isoformat()
        said_so_far = [line(row, sent, content) for row in rows]
        return self._with_cookie(request, visitor, {**await self._standing(visitor), "now": now, "messages": said_so_far})

    async def _types(self, request: Request) -> HTTPResponse:
        """`{}`: the shopper is typing; `{"typing": false}`: no longer. Told to people only, and not kept."""
        same_origin(request)
        json_only(request)
        visitor = self._visitor(request)
        typing, conversation = json_object(await body_of(request, LARGEST)).get("typing", True), self._conversation(visitor)
        self._typed.check(conversation)
        if (await self._standings.of(conversation))["holder"] != "bot":
            (self.parts.typing.typed if typing else self.parts.typing.stopped)(conversation, Typing.SHOPPER)
        return self._with_cookie(request, visitor, {})

    async def _upload(self, request: Request) -> HTTPResponse:
        """The body is the picture itself; the answer is the address to send as image_url."""
        same_origin(request)
        visitor = self._writer(request)
        self.parts.limit.check(f"{self._conversation(visitor)} pictures")
        data = await body_of(request, self._limits.image_megabytes * MEGABYTE)
        address = await asyncio.get_running_loop().run_in_executor(self._looking, self._uploads.keep, visitor.shopper, data)
        return self._with_cookie(request, visitor, {"url": address})

    async def _picture(self, request: Request, name: str) -> HTTPResponse:
        visitor = self._visitor(request)
        picture = await self.stored(self._uploads.find, visitor.shopper, name)
        if picture is None:
            return refused(404, "没有这张图片。")
        return raw(picture.data, content_type=picture.type, headers=PICTURE_HEADERS)

    async def _whom(self, request: Request) -> HTTPResponse:
        """Whom the demonstration page can sign in as, and who is signed in."""
        visitor = self._visitor(request)
        shoppers = [{"id": s.id, "name": s.name, "about": s.about} for s in await self.stored(self._demo.shoppers)]
        return self._with_cookie(request, visitor, {"now": visitor.demo, "shoppers": shoppers})

    async def _sign_in(self, request: Request) -> HTTPResponse:
        """Another identity, another conversation; `{"shopper": ""}` is the guest again."""
        same_origin(request)
        json_only(request)
        wanted = json_object(await body_of(request, LARGEST)).get("shopper")
        if not isinstance(wanted, str) or (wanted and await self.stored(self._demo.find, wanted) is None):
            raise BadMessage("shopper 不是演示买家的编号；请从 /chat/demo 的列表里选，或用 \"\" 退出登录。")
        visitor = Visitor(self._visitors.of(request).guest, wanted, new=True)
        return self._with_cookie(request, visitor, {"now": wanted})

    async def _orders(self, request: Request) -> HTTPResponse:
        visitor = self._visitor(request)
        return self._with_cookie(request, visitor, {"orders": list((await self._cards(visitor)).values())})

    async def _cards(self, visitor: Visitor) -> dict[str, dict[str, Any]]:
        """Cards of this shopper's newest orders, by number; a guest has none."""
        if not visitor.demo:
            return {}
        newest = functools.partial(self.parts.world.stores.orders.of, visitor.shopper, limit=ORDERS_SHOWN)
        return {order.number: order_card(order) for order in await self.stored(newest)}

    def _visitor(self, request: Request) -> Visitor:
        """Who this is; nobody is a demonstration shopper any more once the shop has taken the demonstration away."""
        visitor = self._visitors.of(request)
        return visitor if self._demo.on else Visitor(visitor.guest, new=visitor.new)

    def _writer(self, request: Request) -> Visitor:
        """Who writes this. <shop-chat> reads before it writes and so has a cookie; whoever has none shares one limit
        with their address, so that nobody floods us by throwing cookies away."""
        visitor = self._visitor(request)
        if visitor.new:
            self.parts.limit.check(f"new guests of {request.ip}")
        return visitor

    async def _standing(self, visitor: Visitor) -> dict[str, Any]:
        return await self._standings.of(self._conversation(visitor))

    def _conversation(self, visitor: Visitor) -> str:
        return f"{self.name()}:{visitor.shopper}"

    def _with_cookie(self, request: Request, visitor: Visitor, body: dict[str, Any]) -> HTTPResponse:
        response = json(body, ensure_ascii=False, headers={"Cache-Control": "no-store", **NOSNIFF})
        if visitor.new:
            self._visitors.keep(request, response, visitor)
        return response

    @property
    def _limits(self) -> Any:
        return self.parts.world.shop.content.settings.limits
