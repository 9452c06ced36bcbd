"""What happened to a ticket, step by step, from the log of changes; from the ticket itself where the log says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Mapping, Optional, Sequence

from bot.handoff import changes as kinds
from bot.reporting.rows import Asked, Happened

# Where a conversation that wants a person stands: called back later; in the queue; with an agent; over.
PROMISED, WAITING, AGENT, OVER = "promised", "waiting", "agent", "over"
LEADS_TO = {
    kinds.TAKEN: AGENT, kinds.TRANSFERRED: WAITING, kinds.TAKEN_BACK: WAITING, kinds.RETURNED: WAITING, kinds.RELEASED: PROMISED,
    kinds.CALLED_OFF: OVER, kinds.ENDED: OVER, kinds.GIVEN_BACK: OVER,
}


@dataclass(frozen=True)
class Step:
    """From `at` on the ticket is in `state`. `kind` is the change's; `by` who did it."""

    at: datetime
    state: str
    kind: str
    ticket: int
    by: str = ""


def steps_of(ticket: Asked, happened: Iterable[Happened]) -> list[Step]:
    """The ticket's life, oldest first."""
    mine = [change for change in happened if change.ticket == ticket.id and change.kind in LEADS_TO]
    steps = [Step(ticket.opened_at, opened_as(ticket, mine), kinds.OPENED, ticket.id)]
    steps += [Step(change.at, LEADS_TO[change.kind], change.kind, ticket.id, change.by) for change in mine]
    seen = {step.kind for step in steps}
    if ticket.taken_at and kinds.TAKEN not in seen:  # from before there was a log, or from before the days that were read
        steps.append(Step(ticket.taken_at, AGENT, kinds.TAKEN, ticket.id, ticket.agent or ""))
    if ticket.closed_at and not any(step.state == OVER for step in steps):
        steps.append(Step(ticket.closed_at, OVER, ticket.result if ticket.result in LEADS_TO else kinds.ENDED, ticket.id, ticket.agent or ""))
    return sorted(steps, key=lambda step: (step.state == OVER, step.at))  # over is over, whatever a spoilt time says


def opened_as(ticket: Asked, happened: Iterable[Happened]) -> str:
    """Whether the shopper was queued, or told when the shop opens: who was told and came back, or still is."""
    first = next((change.kind for change in happened if change.kind in (kinds.RELEASED, kinds.RETURNED)), None)
    if first is None:
        return WAITING if ticket.promised is None else PROMISED
    return PROMISED if first == kinds.RETURNED else WAITING


def steps_by_conversation(tickets: Mapping[str, Sequence[Asked]], happened: Mapping[str, Sequence[Happened]]) -> dict[str, list[Step]]:
    """The steps of all tickets of each conversation in the order in which they happened; one ticket ends before the next begins."""
    return {conversation: [step for ticket in these for step in steps_of(ticket, happened.get(conversation, ()))]
            for conversation, these in tickets.items()}


def wanted_spans(steps: Iterable[Step]) -> list[tuple[datetime, Optional[datetime]]]:
    """When a person was wanted or speaking: (from, until or None for still)."""
    spans: list[tuple[datetime, Optional[datetime]]] = []
    since = None
    for step in steps:
        wanted = step.state in (WAITING, AGENT)
        if wanted and since is None:
            since = step.at
        elif not wanted and since is not None:
            spans.append((since, step.at))
            since = None
    return spans + ([(since, None)] if since is not None else [])
