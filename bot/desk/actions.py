"""What an agent does to a conversation. Whether they may is decided in bot.handoff.Desk, with every single change."""

from __future__ import annotations

from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import BadMessage, checked_text
from bot.desk.accounts import Agent
from bot.desk.reading import Reading
from bot.desk.rendering import by_script, done, told
from bot.dialogue.satisfaction import question
from bot.handoff import NoRoom, NotYours, Ticket
from bot.handoff.phrases import PhraseBook
from bot.handoff.presence import ONLINE

HOME = "/desk/"
LONGEST_REPLY_ID = 64


class Actions:
    """The POST handlers. `inside` is the server's World."""

    def __init__(self, inside: Any, reading: Reading, phrases: PhraseBook) -> None:
        self._inside = inside
        self._reading = reading
        self._phrases = phrases

    async def next(self, request: Request, agent: Agent) -> HTTPResponse:
        """Takes whoever comes first in the queue. Who is busy or away is given nobody, and told why."""
        stay = "" if by_script(request) else HOME
        me = await self._run(request, request.app.ctx.parts.human.presence.one, agent.name)
        if me and me.status != ONLINE:
            return done(request, stay, me.status)
        ticket = await self._run(request, _desk(request).take_next, agent.name)
        if ticket:
            return done(request, page_of(ticket))
        elsewhere = await self._reading.waiting_elsewhere(request, me) if me else {}
        return done(request, stay, "nobody_here", elsewhere=elsewhere) if elsewhere else done(request, stay, "nobody")

    async def take(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """Takes this one; when a colleague was quicker, the next."""
        ticket = await self._reading.ticket(request, id)
        try:
            await self._run(request, _desk(request).take, ticket.conversation, agent.name)
            return done(request, page_of(ticket))
        except NoRoom:
            raise
        except NotYours:
            now = await self._reading.ticket(request, id)
            if now.state != "taken":
                raise
        me = await self._run(request, request.app.ctx.parts.human.presence.one, agent.name)
        other = await self._run(request, _desk(request).take_next, agent.name) if me is None or me.status == ONLINE else None
        return done(request, page_of(other), "quicker") if other else done(request, page_of(ticket), "quicker_nobody")

    async def take_over(self, request: Request, agent: Agent) -> HTTPResponse:
        """A supervisor takes any conversation, from a colleague or from the bot."""
        subject = await self._reading.conversation(request, request.form.get("conversation", ""))
        await self._run(request, _desk(request).take_over, subject.conversation.id, agent.name)
        ticket = await self._run(request, request.app.ctx.parts.human.queue.current, subject.conversation.id)
        return done(request, page_of(ticket) if ticket else HOME)

    async def reply(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """Says something to the shopper."""
        ticket = await self._reading.ticket(request, id)
        text = _text(request, "回复是空的，没有发出；请写上内容。")
        blanks = await self._run(request, self._phrases.still_open, agent.name, text)
        if blanks:
            raise BadMessage(f"话里还有没填的空：{'、'.join(f'【{name}】' for name in blanks)}，没有发出；请填好再发。")
        suggested = checked_text(request.form.get("suggested")) or None
        await self._run(request, _desk(request).reply, ticket.conversation, agent.name, text, suggested=suggested, id=_reply_id(request))
        request.app.ctx.parts.typing.stopped(ticket.conversation, agent.name)
        return done(request, page_of(ticket))

    async def note(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """Words for colleagues."""
        ticket = await self._reading.ticket(request, id)
        await self._run(request, _desk(request).note, ticket.conversation, agent.name, _text(request, "备注是空的，没有存；请写上内容。"))
        return done(request, page_of(ticket))

    async def transfer(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """Back into the queue, for a colleague ("agent:名字") or a team ("team:组"), with a word on why."""
        ticket = await self._reading.ticket(request, id)
        kind, _, name = request.form.get("to", "").partition(":")
        known = await self._known(request, kind)
        if name not in known:
            raise BadMessage(f"没有可以转给的“{name[:40]}”；请从列表里选一位同事或者一个组。")
        if kind == "agent" and name == agent.name and not agent.supervisor:
            raise BadMessage("不能转给自己；请选一位同事或者一个组。")
        note = checked_text(request.form.get("note", "")).strip()
        target = {"to": name} if kind == "agent" else {"team": name}
        await self._run(request, _desk(request).transfer, ticket.conversation, agent.name, note=note, supervisor=agent.supervisor, **target)
        return done(request, HOME, "transferred")

    async def give_back(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """The bot goes on."""
        ticket = await self._reading.ticket(request, id)
        notice = request.app.ctx.parts.wording.say("utter_returned_to_bot") or ""
        await self._run(request, _desk(request).give_back, ticket.conversation, agent.name, notice, supervisor=agent.supervisor)
        return done(request, HOME, "given_back")

    async def end(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """It is over, for a reason; the shopper is asked what they thought of it."""
        ticket = await self._reading.ticket(request, id)
        result, results = request.form.get("result", ""), self._inside.shop.content.settings.desk.results
        if result not in results:
            raise BadMessage(f"没有“{result[:40]}”这个结果；请选：{'、'.join(results.values())}。")
        asked = question(request.app.ctx.parts.wording, self._inside.shop)
        await self._run(request, _desk(request).end, ticket.conversation, agent.name, result, asked, supervisor=agent.supervisor)
        return done(request, HOME, "ended")

    async def describe(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """Tags and a note on the shopper."""
        ticket = await self._reading.ticket(request, id)
        tags = checked_text(request.form.get("tags", "")).replace("，", " ").replace(",", " ").replace("、", " ").split()
        note = checked_text(request.form.get("note", "")).replace("\r\n", "\n")
        try:
            await self._run(request, request.app.ctx.parts.human.customers.describe, ticket.shopper, agent.name, tags, note)
        except ValueError as error:
            raise BadMessage(str(error)) from None
        return done(request, page_of(ticket), "described")

    async def typing(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """The agent is typing; only who holds the conversation is shown to the shopper."""
        ticket = await self._reading.ticket(request, id)
        if ticket.state == "taken" and ticket.agent == agent.name:
            request.app.ctx.parts.typing.typed(ticket.conversation, agent.name)
        return told()

    async def status(self, request: Request, agent: Agent) -> HTTPResponse:
        """在线, 忙碌 or 离开."""
        try:
            await self._run(request, request.app.ctx.parts.human.presence.set_status, agent.name, request.form.get("status", ""))
        except ValueError as error:
            raise BadMessage(str(error)) from None
        return done(request, HOME)

    async def _known(self, request: Request, kind: str) -> set[str]:
        if kind == "agent":
            return {one.name for one in await self._reading.colleagues(request)}
        return {*self._inside.shop.content.settings.desk.teams} if kind == "team" else set()

    async def _run(self, request: Request, work: Any, *args: Any, **named: Any) -> Any:
        return await self._reading.run(request, work, *args, **named)


def page_of(ticket: Ticket) -> str:
    """Where a ticket is shown."""
    return f"/desk/tickets/{ticket.id}"


def _desk(request: Request) -> Any:
    return request.app.ctx.parts.human.desk


def _text(request: Request, empty: str) -> str:
    text = checked_text(request.form.get("text", "")).replace("\r\n", "\n").strip()
    if not text:
        raise BadMessage(empty)
    return text


def _reply_id(request: Request) -> Optional[str]:
    """What the page calls this reply, so that asking again does not say it again."""
    id = request.form.get("id", "")
    return f"desk:{id}" if id.isalnum() and len(id) <= LONGEST_REPLY_ID else None
