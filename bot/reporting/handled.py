"""What became of each ticket, and what shoppers were promised while the shop was closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Iterator, Optional, Sequence

from bot.handoff.changes import CALLED_OFF
from bot.reporting.opening import OpeningClock
from bot.reporting.rows import Asked, Said
from bot.reporting.wanting import AGENT, OVER, PROMISED, Step


@dataclass(frozen=True)
class Handled:
    """A ticket with its times. `promised`: the shop was closed when it came. `waited`: seconds the shop was open until an agent
    took it; `handling`: seconds from then to the end, by the wall clock."""

    ticket: Asked
    promised: bool
    waited: Optional[float] = None
    handling: Optional[float] = None


@dataclass(frozen=True)
class Promise:
    """Told when the shop opens: `made` then, for `due`. `released`: it had waited already when the shop closed. `answered` by a
    person, or `over` without that, `called_off` by the shopper; `late` is for how long the shop was open between `due` and the answer."""

    ticket: Asked
    made: datetime
    due: Optional[datetime]
    released: bool
    answered: Optional[datetime] = None
    by: str = ""
    over: Optional[datetime] = None
    late: Optional[float] = None
    called_off: bool = False


def handled(ticket: Asked, steps: Sequence[Step], clock: OpeningClock) -> Handled:
    """`steps` are this ticket's own."""
    taken = next((step.at for step in steps if step.state == AGENT), None)
    over = next((step.at for step in steps if step.state == OVER), None)
    waited = clock.seconds(ticket.opened_at, taken) if taken else None
    return Handled(ticket, steps[0].state == PROMISED, waited, max(0.0, (over - taken).total_seconds()) if taken and over else None)


def promises_of(ticket: Asked, steps: Sequence[Step], said: Sequence[Said], clock: OpeningClock) -> Iterator[Promise]:
    """Each time this shopper was told to wait for the opening."""
    ended = next((step for step in steps if step.state == OVER), None)
    over, called_off = (ended.at, ended.kind == CALLED_OFF) if ended else (None, False)
    told = [step for step in steps if step.state == PROMISED]
    for step in told:
        kept = ticket.promised if step is told[-1] and ticket.promised and ticket.promised > step.at else None
        due = kept or clock.opens(step.at)
        reply = next((m for m in said if m.author == "agent" and m.at >= step.at and (over is None or m.at <= over)), None)
        late = clock.seconds(due, reply.at) if reply and due else None
        made = Promise(ticket, step.at, due, released=step is not steps[0])
        yield replace(made, answered=reply.at, by=reply.by or "", late=late) if reply else replace(made, over=over, called_off=called_off)
