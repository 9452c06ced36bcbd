"""A shop's counter in one-line steps: shoppers ask, the bot and agents answer, the clock is moved by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, Optional

from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.handoff import Handover, HumanSide, Incoming, OpeningNow, Rating, Spoken, Timers, Transcript, Triage, TurnResult
from bot.reporting import Report, Span, read_rows, report
from bot.shop.hours import Hours, Period, Timetable
from bot.shop.settings import Desk as DeskSettings
from bot.shop.workdays import WorkCalendar
from tests.stores.fakes import FixedClock

TUESDAY = date(2026, 11, 24)
HOURS = Hours(Timetable(workdays=(Period(540, 750), Period(810, 1320)), weekends=(Period(600, 1080),)), WorkCalendar())


class Counter:
    """`at` moves the clock; everything else happens at that moment."""

    def __init__(self, engine: Engine, day: date = TUESDAY) -> None:
        self.engine = engine
        self.day = day
        self.clock = FixedClock(datetime.combine(day, time(9), SHANGHAI))
        self.transcript = Transcript(engine, self.clock)
        self.human = HumanSide.over(engine, self.clock, self.transcript, DeskSettings)
        self.timers = Timers(engine, self.clock, self.transcript, self.human.queue, DeskSettings, self._hours, lambda name, **values: name)
        self._ids = count()

    def at(self, clock: str, day: Optional[date] = None) -> "Counter":
        """To a time of day, `"10:00"` or `"10:00:30"`; `day` is the day of all that follows."""
        self.day = day or self.day
        self.clock.moment = datetime.combine(self.day, time.fromisoformat(clock), SHANGHAI)
        return self

    def says(self, shopper: str, text: str = "在吗") -> str:
        """A shopper's message that nobody has answered yet."""
        id = f"m{next(self._ids)}"
        self.transcript.record("web", Incoming(id, shopper, text=text))
        return id

    def asks_bot(self, shopper: str, intent: str = "ask_size", reply: str = "utter_size", **result: Any) -> None:
        """A question that the bot answers at once."""
        id = self.says(shopper)
        spoken = [Spoken("…", intent=intent, confidence=0.9, reply=reply)] if reply else []
        now = self.transcript.conversation(f"web:{shopper}")
        self.transcript.commit(now, [Incoming(id, shopper)], TurnResult(spoken, now.memory, **result))

    def wants_person(self, shopper: str, reason: str = "asked", team: Optional[str] = None, topic: Optional[str] = None) -> None:
        """A question that leads to a person: queued while the shop is open, promised a call back otherwise."""
        now, opens = HOURS.is_open(self.clock.now()), HOURS.next_opening(self.clock.now())
        handover = Handover(reason, "ask_human", 0.98, now, None if now else opens, Triage(topic, team))
        self.asks_bot(shopper, "ask_human", "utter_handover_open" if now else "utter_handover_closed", handover=handover)

    def calls_off(self, shopper: str) -> None:
        self.asks_bot(shopper, "deny", "utter_called_off", called_off=True)

    def rates(self, shopper: str, grade: Optional[str] = None, why: Optional[str] = None) -> None:
        self.asks_bot(shopper, None, "utter_rating_thanks", rating=Rating(self._last_ticket(shopper), grade, why))

    def takes(self, agent: str, shopper: str) -> None:
        self.human.desk.take(f"web:{shopper}", agent)

    def replies(self, agent: str, shopper: str) -> None:
        self.human.desk.reply(f"web:{shopper}", agent, "您好，我来看")

    def transfers(self, agent: str, shopper: str, **where: Any) -> None:
        self.human.desk.transfer(f"web:{shopper}", agent, **where)

    def ends(self, agent: str, shopper: str, result: str = "solved", ask: bool = False) -> None:
        question = Spoken("满意吗", "notice", reply="utter_ask_satisfaction") if ask else None
        self.human.desk.end(f"web:{shopper}", agent, result, question)

    def tick(self) -> None:
        """What the server does every second."""
        self.timers.tick()

    def report(self, day: Optional[date] = None, days: int = 1, gap: int = 30) -> Report:
        """As it would be printed at this moment."""
        span = Span(day or self.day, days)
        return report(read_rows(self.engine, span.start, span.end), span, HOURS, gap, self.clock.now())

    def _hours(self) -> OpeningNow:
        now = self.clock.now()
        return OpeningNow(True) if HOURS.is_open(now) else OpeningNow(False, HOURS.next_opening(now), "明天")

    def _last_ticket(self, shopper: str) -> int:
        return self.human.queue.earlier(f"web:{shopper}")[0].id


def tomorrow(day: date = TUESDAY) -> date:
    return day + timedelta(days=1)
