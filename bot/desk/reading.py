"""What the desk's pages read of the records, off the event loop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Mapping, Optional, Sequence

from sanic.request import Request

from bot.desk.card import Card, card_of
from bot.desk.filling import current_order, values_for
from bot.desk.guarding import NoSuchThing
from bot.desk.sharing import Shared
from bot.desk.suggestions import Suggestions
from bot.desk.views.lines import Talk, talk_of
from bot.desk.views.queue import QueueGroups, queue_groups
from bot.desk.views.shopper import OrderView, order_view
from bot.desk.views.teams import TeamRow, team_rows
from bot.dialogue.rehearsal import Rehearsal
from bot.faq.titles import Titles, titles_of
from bot.handoff import Colleague, Conversation, Customer, Mark, Ticket
from bot.handoff.phrases import PhraseBook
from bot.stores import Order

LINES, ORDERS, EARLIER, HEARD = 200, 5, 10, 30


@dataclass(frozen=True)
class Subject:
    """A conversation that is open on the desk; `ticket` None for one that the bot holds and nobody is wanted for."""

    conversation: Conversation
    ticket: Optional[Ticket]

    @property
    def shopper(self) -> str:
        """Whose it is."""
        return self.conversation.shopper


@dataclass(frozen=True)
class ShopperPane:
    """The right pane."""

    card: Optional[Card]
    orders: list[OrderView]
    customer: Customer
    earlier: list[Ticket]


class Reading:
    """`inside` is the server's World; the conversations come from the request's `app.ctx.parts`."""

    def __init__(self, inside: Any, phrases: PhraseBook) -> None:
        self._inside = inside
        self._phrases = phrases
        self._queue, self._colleagues = Shared(), Shared()

    async def run(self, request: Request, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """A store call in a thread."""
        return await request.app.ctx.parts.storage.run(work, *args, **named)

    async def mark(self, request: Request) -> Mark:
        """How far a page that is read from now on will know."""
        return await self.run(request, _human(request).changes.latest)

    async def queue(self, request: Request, agent: str, shared: bool = False) -> QueueGroups:
        """The queue as this agent sees it; `shared`: as it was read a moment ago for another one, too."""
        content, read = self._inside.shop.content, lambda: self.run(request, _human(request).queue.all)
        tickets = await (self._queue.read(read) if shared else read())
        titles = await self.run(request, self._titles)
        return queue_groups(tickets, agent, self._inside.clock.now(), content.settings.desk.waiting_colours, titles)

    async def colleagues(self, request: Request, shared: bool = False) -> list[Colleague]:
        """Every agent: who is there comes first."""
        read = lambda: self.run(request, _human(request).presence.colleagues)  # noqa: E731
        found = await (self._colleagues.read(read) if shared else read())
        return sorted(found, key=lambda one: (not one.here, one.status == "away", one.name))

    async def waiting_elsewhere(self, request: Request, me: Colleague) -> dict[str, int]:
        """How many wait now for which of the teams that are not this agent's."""
        now, waiting = self._inside.clock.now(), await self.run(request, _human(request).queue.waiting)
        return dict(Counter(one.team for one in waiting if one.team and not me.serves(one.team) and (one.live or one.due(now))))

    async def team_rows(self, request: Request, agent: str) -> list[TeamRow]:
        """Every team, and who of it is there beside this agent."""
        return team_rows(self._inside.shop.content.settings.desk.teams, await self.colleagues(request), agent)

    async def ticket(self, request: Request, id: int) -> Ticket:
        """The ticket. Raises NoSuchThing."""
        found = await self.run(request, _human(request).queue.one, id) if id < 2**31 else None
        if found is None:
            raise NoSuchThing("没有这个会话，可能网址不对。")
        return found

    async def subject(self, request: Request, id: int) -> Subject:
        """The conversation of a ticket. Raises NoSuchThing."""
        ticket = await self.ticket(request, id)
        return Subject(await self.run(request, request.app.ctx.parts.transcript.conversation, ticket.conversation), ticket)

    async def conversation(self, request: Request, id: str) -> Subject:
        """Any conversation, with its open ticket if there is one. Raises NoSuchThing."""
        parts = request.app.ctx.parts
        found = await self.run(request, parts.transcript.conversation, id) if 0 < len(id) <= 200 else None
        if found is None:
            raise NoSuchThing("没有这个会话，可能网址不对。")
        return Subject(found, await self.run(request, parts.human.queue.current, id))

    async def talk(self, request: Request, subject: Subject, before: Optional[int] = None) -> Talk:
        """The latest stretch of the conversation, or the one before the message `before`."""
        return await self.run(request, self._talk, request.app.ctx.parts, subject, before)

    async def pane(self, request: Request, subject: Subject) -> ShopperPane:
        """What is known of the shopper."""
        return await self.run(request, self._pane, request.app.ctx.parts, subject)

    async def values(self, request: Request, subject: Subject, agent: str) -> Mapping[str, str]:
        """What the variables of phrases stand for here."""
        orders = await self.run(request, self._orders, subject.shopper)
        return values_for(subject.ticket, orders, agent, self._inside.shop.content, request.app.ctx.parts.wording.say)

    async def suggestions(self, request: Request, subject: Subject, agent: str) -> Sequence[str]:
        """Replies to begin with; only who holds the conversation needs them."""
        parts, ticket = request.app.ctx.parts, subject.ticket
        if ticket is None or ticket.state != "taken" or ticket.agent != agent:
            return ()
        maker = Suggestions(Rehearsal(parts.dialogue, self._inside.shop), self._phrases, self._inside.shop, parts.storage)
        history = await self.run(request, parts.transcript.history, subject.conversation.id, HEARD)
        return await maker.of(ticket, subject.conversation, history, agent, await self.values(request, subject, agent))

    def _talk(self, parts: Any, subject: Subject, before: Optional[int]) -> Talk:
        id = subject.conversation.id
        history = parts.transcript.history(id, LINES, before)
        until = self._moment(parts, id, before) if before else None
        notes, log = parts.human.desk.notes(id), parts.human.changes.of(id)
        return talk_of(history, notes, log, subject.ticket, self._titles(), len(history) == LINES, until)

    @staticmethod
    def _moment(parts: Any, id: str, seq: int) -> Optional[datetime]:
        row = parts.transcript.history(id, 1, seq + 1)
        return row[0]["at"] if row else None

    def _pane(self, parts: Any, subject: Subject) -> ShopperPane:
        now, ticket = self._inside.clock.now(), subject.ticket
        orders, customer = self._orders(subject.shopper), parts.human.customers.of(subject.shopper)
        history = parts.transcript.history(subject.conversation.id, LINES)
        card = card_of(ticket, history, orders, customer, self._inside.shop.content, self._titles()) if ticket else None
        current = current_order(ticket, orders)
        views = [order_view(order, now, current and current.number) for order in orders]
        earlier = [one for one in parts.human.queue.earlier(subject.conversation.id, EARLIER + 1) if ticket is None or one.id != ticket.id]
        return ShopperPane(card, views, customer, earlier[:EARLIER])

    def _titles(self) -> Titles:
        return titles_of(self._inside.shop.content, self._inside.faq)

    def _orders(self, shopper: str) -> list[Order]:
        return self._inside.stores.orders.of(shopper, limit=ORDERS)


def _human(request: Request) -> Any:
    return request.app.ctx.parts.human
