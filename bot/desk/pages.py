"""The desk's addresses. Everything an agent changes goes through bot.handoff.Desk."""

from __future__ import annotations

import functools
import logging
from pathlib import Path
from typing import Any, Awaitable, Callable, Optional

from jinja2 import Environment, FileSystemLoader
from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw, redirect

from bot.channels.assets import Assets
from bot.channels.browser import page, same_origin
from bot.channels.checking import BadMessage, checked_text
from bot.channels.uploads import PICTURE_HEADERS, Uploads
from bot.desk.accounts import Accounts, Agent
from bot.desk.signing_in import SignIn
from bot.desk.views import lines_of, order_words, queue_rows
from bot.handoff import NotYours, Ticket
from bot.sealed import Seal
from bot.stores import UNAVAILABLE

log = logging.getLogger(__name__)
FOLDER = Path(__file__).parent
SHOWN_LINES, SHOWN_ORDERS = 200, 5
Handler = Callable[..., Awaitable[HTTPResponse]]


def desk_pages(inside: Any) -> Blueprint:
    """The blueprint at /desk. `inside` is the server's World; the conversations come from `app.ctx.parts`."""
    return _DeskPages(inside).blueprint()


class _DeskPages:
    def __init__(self, inside: Any) -> None:
        self._inside = inside
        self._accounts = Accounts(inside.engine)
        self._assets = Assets(FOLDER / "static", "/desk/static")
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._templates.globals.update(asset=self._assets.url, shop=lambda: inside.shop.content.settings, now=inside.clock.now)
        self._uploads = Uploads(inside.settings.var / "uploads", lambda: 0)
        self._sign_in = SignIn(self._accounts, Seal(inside.settings.secret_key, "desk session"), self._render)

    def blueprint(self) -> Blueprint:
        routes = Blueprint("desk", url_prefix="/desk")
        add = routes.add_route
        add(self._calm(self._asset), "/static/<name:str>", name="asset")
        add(self._known(self._home), "/", name="home")
        add(self._known(self._queue), "/queue", name="queue")
        add(self._known(self._show), "/tickets/<id:int>", name="ticket")
        add(self._known(self._talk), "/tickets/<id:int>/talk", name="talk")
        add(self._known(self._picture), "/tickets/<id:int>/pictures/<name:str>", name="picture")
        add(self._calm(self._sign_in.ask), "/sign-in", name="ask")
        add(self._calm(self._sign_in.enter), "/sign-in", methods=["POST"], name="enter")
        add(self._known(self._leave, changes=True), "/sign-out", methods=["POST"], name="leave")
        for action in (self._take, self._reply, self._give_back):
            name = action.__name__.strip("_")
            add(self._known(action, changes=True), f"/tickets/<id:int>/{name.replace('_', '-')}", methods=["POST"], name=name)
        return routes

    async def _home(self, request: Request, agent: Agent) -> HTTPResponse:
        return await self._page(request, agent, None)

    async def _queue(self, request: Request, agent: Agent) -> HTTPResponse:
        """The list alone, for the script that keeps it fresh."""
        current = request.args.get("current", "")
        known = int(current) if current.isdecimal() and len(current) < 10 else None
        return self._render("_queue.html", agent=agent, rows=await self._rows(request), current=known)

    async def _show(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        return await self._page(request, agent, await self._ticket(request, id))

    async def _talk(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """The conversation alone; 204 while nothing in it changed."""
        ticket = await self._ticket(request, id)
        lines = await self._lines(request, ticket)
        state = state_of(ticket, lines)
        if request.args.get("state") == state:
            return empty()
        return self._render("_talk.html", agent=agent, ticket=ticket, lines=lines, state=state)

    async def _take(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        ticket = await self._ticket(request, id)
        await self._run(request, self._parts(request).desk.take, ticket.conversation, agent.name)
        return redirect(f"/desk/tickets/{id}", status=303)

    async def _reply(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        ticket = await self._ticket(request, id)
        text = checked_text(request.form.get("text", "")).replace("\r\n", "\n").strip()
        if not text:
            raise BadMessage("回复是空的，没有发出；请写上内容。")
        await self._run(request, self._parts(request).desk.reply, ticket.conversation, agent.name, text)
        return redirect(f"/desk/tickets/{id}", status=303)

    async def _give_back(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        ticket = await self._ticket(request, id)
        notice = self._parts(request).wording.say("utter_returned_to_bot") or ""
        await self._run(request, self._parts(request).desk.give_back, ticket.conversation, agent.name, notice)
        return redirect("/desk/", status=303)

    async def _leave(self, request: Request, agent: Agent) -> HTTPResponse:
        return self._sign_in.leave(request)

    async def _picture(self, request: Request, agent: Agent, id: int, name: str) -> HTTPResponse:
        ticket = await self._ticket(request, id)
        found = await self._run(request, self._uploads.find, ticket.shopper, name)
        if found is None:
            raise NoSuchThing("没有这张图片。")
        return raw(found.data, content_type=found.type, headers=PICTURE_HEADERS)

    async def _asset(self, request: Request, name: str) -> HTTPResponse:
        return self._assets.response(request, name)

    async def _page(
        self, request: Request, agent: Agent, ticket: Optional[Ticket], problem: str = "", status: int = 200
    ) -> HTTPResponse:
        lines = await self._lines(request, ticket) if ticket else []
        orders = await self._orders(request, ticket) if ticket else []
        return self._render(
            "desk.html", status, agent=agent, rows=await self._rows(request), ticket=ticket, lines=lines, orders=orders, problem=problem,
            state=state_of(ticket, lines) if ticket else "", current=ticket.id if ticket else None, draft=request.form.get("text", ""),
            token=self._sign_in.token(request))

    async def _rows(self, request: Request) -> list:
        content = self._inside.shop.content
        tickets = await self._run(request, self._parts(request).desk.queue)
        return queue_rows(tickets, self._inside.clock.now(), content.settings.desk.waiting_colours, content.intent_titles)

    async def _lines(self, request: Request, ticket: Ticket) -> list:
        history = await self._run(request, self._parts(request).transcript.history, ticket.conversation, SHOWN_LINES)
        return lines_of(history, ticket, self._inside.shop.content.intent_titles)

    async def _orders(self, request: Request, ticket: Ticket) -> list:
        newest = functools.partial(self._inside.stores.orders.of, ticket.shopper, limit=SHOWN_ORDERS)
        return [order_words(order) for order in await self._run(request, newest)]

    async def _ticket(self, request: Request, id: int) -> Ticket:
        found = await self._run(request, self._parts(request).desk.ticket, id) if id < 2**31 else None
        if found is None:
            raise NoSuchThing("没有这个会话，可能网址不对。")
        return found

    def _known(self, handler: Handler, changes: bool = False) -> Handler:
        """Only for agents who are signed in; `changes` also wants the form to be our own."""

        async def guarded(request: Request, **named: Any) -> HTTPResponse:
            agent = await self._sign_in.agent(request)
            if agent is None:
                asks = request.method == "GET" and request.headers.get("x-desk") is None
                if asks:
                    return redirect("/desk/sign-in", status=303)
                return self._render("problem.html", 401, problem="登录已经过期，请重新登录。")
            if changes:
                self._sign_in.own_form(request)
            try:
                return await handler(request, agent, **named)
            except (NotYours, BadMessage) as error:
                ticket = await self._ticket(request, named["id"])
                return await self._page(request, agent, ticket, str(error), 409 if isinstance(error, NotYours) else 400)

        return self._calm(guarded)

    def _calm(self, handler: Handler) -> Handler:
        """Every failure is a page with one sentence."""

        @functools.wraps(handler)
        async def guarded(request: Request, **named: Any) -> HTTPResponse:
            try:
                if request.method == "POST":
                    same_origin(request)
                return await handler(request, **named)
            except NoSuchThing as error:
                return self._render("problem.html", 404, problem=str(error))
            except BadMessage as error:
                return self._render("problem.html", error.status, problem=str(error))
            except UNAVAILABLE:
                return self._render("problem.html", 503, problem="数据库暂时连不上，请过一会儿刷新。")
            except SanicException:
                raise
            except Exception:
                log.exception("unexpected error at %s %s", request.method, request.path)
                return self._render("problem.html", 500, problem="出了意外，没有办成；请刷新后再试，还不行请告诉管理员。")

        return guarded

    def _render(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        return page(self._templates.get_template(template).render(**values), status)

    @staticmethod
    def _parts(request: Request) -> Any:
        return request.app.ctx.parts

    async def _run(self, request: Request, work: Callable[..., Any], *args: Any) -> Any:
        return await self._parts(request).storage.run(work, *args)


class NoSuchThing(Exception):
    """There is nothing at this address."""


def state_of(ticket: Ticket, lines: list) -> str:
    """Changes whenever the conversation has to be shown anew."""
    return f"{lines[-1].id if lines else 0}-{ticket.state}-{ticket.holder}"
