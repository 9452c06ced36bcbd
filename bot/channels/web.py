"""The web chat: what <shop-chat> talks to. Who is speaking comes from a sealed cookie, never from what is sent."""

from __future__ import annotations

import functools
from typing import Any, Awaitable, Callable, Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.channels.base import Parts, ShopChannel
from bot.channels.browser import NOSNIFF, body_of, json_only, same_origin
from bot.channels.checking import LARGEST, OUR_IMAGES, BadMessage, checked, checked_id, json_object
from bot.channels.errors import refused, said
from bot.channels.uploads import PICTURE_HEADERS, Uploads
from bot.channels.visitors import Demonstration, Visitor, Visitors
from bot.handoff import Spoken
from bot.sealed import Seal
from bot.stores import Order

MEGABYTE = 1024 * 1024
ORDERS_SHOWN = 20


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

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's own callback is not used: a message is limited, recorded and gathered first."""
        routes = Blueprint("chat")
        for method, path, handler in (
            ("POST", "/messages", self._send), ("GET", "/messages", self._later), ("GET", "/history", self._history),
            ("POST", "/images", self._upload), ("GET", "/images/<name:str>", self._picture), ("GET", "/demo", self._whom),
            ("POST", "/sign-in", self._sign_in), ("GET", "/orders", self._orders),
        ):  # fmt: skip
            routes.add_route(said(handler), path, methods=[method], name=handler.__name__.strip("_"), stream=method == "POST")
        return routes

    async def _send(self, request: Request) -> HTTPResponse:
        same_origin(request)
        json_only(request)
        visitor = self._writer(request)
        incoming = checked(await body_of(request, LARGEST), shopper=visitor.shopper)
        if incoming.image_url and not self._uploads.owns(visitor.shopper, incoming.image_url):
            raise BadMessage(f"image_url 的值 {incoming.image_url[:60]!r} 不是您传过的图片；请先把图片传到 /chat/images。")
        outcome = await self.receive(incoming)
        replies = [_bubble(reply) for reply in outcome.replies]
        return self._with_cookie(request, visitor, {"holder": outcome.holder, "merged_into": outcome.merged_into, "replies": replies})

    async def _later(self, request: Request) -> HTTPResponse:
        """Bubbles said after the one named by `after`; without it, all of them."""
        visitor = self._visitor(request)
        after = checked_id("after", request.args["after"][0]) if request.args.get("after") else None
        spoken = await self.stored(self.parts.transcript.said_after, self._conversation(visitor), after)
        if spoken is None:
            raise BadMessage(f"after={str(after)[:40]!r} 不是这个会话里的消息编号；请重新读取 /chat/history。")
        bubbles = [_bubble(s) for s in spoken]
        return self._with_cookie(request, visitor, {"holder": await self._holder(visitor), "messages": bubbles})

    async def _history(self, request: Request) -> HTTPResponse:
        """Both sides of the talk, oldest first, for a page that was opened again."""
        visitor = self._visitor(request)
        most = self.parts.world.shop.content.settings.conversation.history_messages
        rows = await self.stored(self.parts.transcript.history, self._conversation(visitor), most)
        sent = await self._cards(visitor) if any(row["kind"] == "order" for row in rows) else {}
        now, said_so_far = self.parts.world.clock.now().isoformat(), [self._line(row, sent) for row in rows]
        return self._with_cookie(request, visitor, {"holder": await self._holder(visitor), "now": now, "messages": said_so_far})

    async def _upload(self, request: Request) -> HTTPResponse:
        """The body is the picture itself; the answer is the address to send as image_url."""
        same_origin(request)
        visitor = self._writer(request)
        self.parts.limit.check(f"{self._conversation(visitor)} pictures")
        data = await body_of(request, self._limits.image_megabytes * MEGABYTE)
        address = await self.stored(self._uploads.keep, visitor.shopper, data)
        return self._with_cookie(request, visitor, {"url": address})

    async def _picture(self, request: Request, name: str) -> HTTPResponse:
        visitor = self._visitors.of(request)
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
        return {order.number: _card(order) for order in await self.stored(newest)}

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

    async def _holder(self, visitor: Visitor) -> str:
        record = await self.stored(self.parts.transcript.conversation, self._conversation(visitor))
        return record.holder if record else "bot"

    def _conversation(self, visitor: Visitor) -> str:
        return f"{self.name()}:{visitor.shopper}"

    def _with_cookie(self, request: Request, visitor: Visitor, body: dict[str, Any]) -> HTTPResponse:
        response = json(body, ensure_ascii=False, headers={"Cache-Control": "no-store", **NOSNIFF})
        if visitor.new:
            self._visitors.keep(request, response, visitor)
        return response

    def _line(self, row: dict[str, Any], orders: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """A transcript row as the shopper may see it: who said it, but not what anybody thought of it."""
        buttons = [{"title": b["title"], "payload": b["payload"]} for b in row["buttons"] or []]
        return {
            "id": str(row["seq"]), "author": row["author"], "kind": row["kind"], "text": row["text"], "message": row["external_id"],
            "image_url": _own_image(row["image_url"]), "buttons": buttons, "card": row["card"] or self._sent_card(row, orders),
            "at": row["at"].isoformat(),
        }  # fmt: skip

    def _sent_card(self, row: dict[str, Any], orders: dict[str, dict[str, Any]]) -> Optional[dict[str, Any]]:
        """The card a shopper sent, made again from its number."""
        if row["kind"] == "order":
            return orders.get(row["order_number"]) or {"type": "order", "number": row["order_number"]}
        product = self.parts.world.shop.content.product_of(row["product"] or "")
        if row["kind"] != "product" or product is None:
            return None
        return {"type": "product", "id": product.id, "name": product.name, "price": product.price, "url": product.link}

    @property
    def _limits(self) -> Any:
        return self.parts.world.shop.content.settings.limits


def _bubble(spoken: Spoken) -> dict[str, Any]:
    """A reply as the shopper may see it: not what the bot made of the question."""
    shown = spoken.public()
    kept = {name: shown[name] for name in ("id", "text", "buttons", "card", "author")}
    return {**kept, "at": spoken.at.isoformat() if spoken.at else None}


def _own_image(address: Optional[str]) -> Optional[str]:
    return address if address and address.startswith(OUR_IMAGES) else None


def _card(order: Order) -> dict[str, Any]:
    """A small order card, in the form replies use too."""
    first = order.lines[0] if order.lines else None
    title = f"{first.title} {first.colour} {first.size}" if first else ""
    pieces = sum(line.quantity for line in order.lines)
    return {"type": "order", "number": order.number, "status": order.status, "title": title, "pieces": pieces,
            "total": str(order.total), "placed_at": order.created_at.isoformat()}
