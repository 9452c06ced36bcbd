"""The report of one day or several: everything counted, nothing worded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Iterator, Mapping, Sequence

from bot.clock import SHANGHAI
from bot.handoff import changes as kinds
from bot.reporting.handled import Handled, Promise, handled, promises_of
from bot.reporting.opening import OpeningClock
from bot.reporting.questions import Question, questions_in
from bot.reporting.rounds import Round, judge, rounds_of
from bot.reporting.rows import MARGIN, Asked, Happened, Rows, Said
from bot.reporting.visits import Talk, Visit, visits_of
from bot.reporting.wanting import steps_by_conversation
from bot.shop.hours import Hours

LONGEST = timedelta(days=400)  # before that, nobody asks how long the shop was open


@dataclass(frozen=True)
class Span:
    """`days` days in Shanghai of which `last` is the last."""

    last: date
    days: int = 1

    @property
    def start(self) -> datetime:
        return datetime.combine(self.last - timedelta(days=self.days - 1), time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    def each(self) -> Iterator["Span"]:
        """Its days, the first one first."""
        return (Span(self.last - timedelta(days=n)) for n in reversed(range(self.days)))

    def has(self, at: Any) -> bool:
        """Whether a moment lies in it; None lies nowhere."""
        return at is not None and self.start <= at < self.end

    def has_day(self, day: date) -> bool:
        return self.start.date() <= day <= self.last


@dataclass(frozen=True)
class Report:
    """What happened in `span`, as known at `now`. `opened` and `closed` are the tickets opened and closed in it; `replies` what
    agents said; `happened` the changes; `promises` those made or due in it. `tickets` has every ticket any of these names."""

    span: Span
    now: datetime
    clock: OpeningClock
    visits: Sequence[Visit] = ()
    rounds: Sequence[Round] = ()
    opened: Sequence[Handled] = ()
    closed: Sequence[Handled] = ()
    replies: Sequence[Said] = ()
    happened: Sequence[Happened] = ()
    questions: Sequence[Question] = ()
    promises: Sequence[Promise] = ()
    tickets: Mapping[int, Asked] = field(default_factory=dict)
    unreadable: int = 0

    @property
    def empty(self) -> bool:
        """Whether nobody wrote and nobody did anything."""
        return not (self.visits or self.rounds or self.opened or self.closed or self.replies or self.happened or self.promises)

    def of(self, span: Span) -> "Report":
        """The part of it that lies in `span`."""
        def on(things: Sequence[Any], at: Any) -> list[Any]:
            return [one for one in things if span.has(at(one))]

        return replace(
            self, span=span, visits=on(self.visits, lambda v: v.first), rounds=[r for r in self.rounds if span.has_day(r.day)],
            opened=on(self.opened, lambda h: h.ticket.opened_at), closed=on(self.closed, lambda h: h.ticket.closed_at),
            replies=on(self.replies, lambda m: m.at), happened=on(self.happened, lambda c: c.at), questions=on(self.questions, lambda q: q.at),
            promises=[p for p in self.promises if span.has(p.made) or span.has(p.due)])

    def changes(self, kind: str) -> list[Happened]:
        """The changes of one kind."""
        return [change for change in self.happened if change.kind == kind]

    def by_day(self) -> Iterator["Report"]:
        """One report a day."""
        return (self.of(day) for day in self.span.each())


def report(rows: Rows, span: Span, hours: Hours, gap_minutes: int, now: datetime) -> Report:
    """Counts `rows`, which were read for this span. Looks at nothing else."""
    oldest = min((ticket.opened_at for ticket in rows.tickets.values()), default=span.start)
    since = max(min(oldest, span.start - MARGIN), span.start - LONGEST)
    clock = OpeningClock(hours, since.date(), (span.end + 2 * MARGIN).date())
    tickets = rows.tickets_of()
    steps = steps_by_conversation(tickets, rows.happened)
    visits: list[Visit] = []
    rounds: list[Round] = []
    handed: list[Handled] = []
    promises: list[Promise] = []
    for conversation in sorted({*rows.said, *tickets}):
        said, mine = rows.said.get(conversation, []), tickets.get(conversation, [])
        known = steps.get(conversation, [])
        rounds += [judge(one, clock, now) for one in rounds_of(conversation, said, known)]
        visits += visits_of(Talk(conversation, said, known, mine), span.start, span.end, timedelta(minutes=gap_minutes), now)
        for ticket in mine:
            own = [step for step in known if step.ticket == ticket.id]
            handed.append(handled(ticket, own, clock))
            promises += promises_of(ticket, own, said, clock)
    handed.sort(key=lambda one: one.ticket.id)
    happened = sorted((c for these in rows.happened.values() for c in these if c.kind != kinds.OPENED), key=lambda c: c.id)
    everything = [m for these in rows.said.values() for m in these]
    whole = Report(
        span, now, clock, visits=sorted(visits, key=lambda v: v.asked[0].seq), rounds=sorted(rounds, key=lambda r: r.asked),
        opened=handed, closed=handed, replies=[m for m in everything if m.author == "agent"], happened=happened, questions=questions_in(everything),
        promises=sorted(promises, key=lambda p: (p.made, p.ticket.id)), tickets=rows.tickets, unreadable=rows.unreadable)
    return whole.of(span)
