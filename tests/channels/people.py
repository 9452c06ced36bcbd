"""The human side as the HTTP tests need it: somebody who waits, somebody who takes them."""

from __future__ import annotations

from itertools import count

import httpx

from bot.handoff import Ticket

from .serving import Serving

_ids = count(1)


def ask_for_a_person(client: httpx.Client) -> None:
    """A browser's shopper joins the queue."""
    answer = client.post("/chat/messages", json={"id": f"person-{next(_ids)}", "text": "转人工"})
    assert answer.json()["holder"] == "waiting", answer.text


def newest(serving: Serving) -> Ticket:
    """The ticket that was opened last."""
    return max(serving.parts.human.queue.all(), key=lambda ticket: ticket.id)


def empty_queue(serving: Serving) -> None:
    """Nobody waits any more."""
    for ticket in serving.parts.human.queue.all():
        if ticket.agent is None:
            serving.parts.human.desk.take(ticket.conversation, "清场")
        serving.parts.human.desk.give_back(ticket.conversation, ticket.agent or "清场", "")
