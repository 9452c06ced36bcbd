"""Conversations as a shopkeeper counts them: a shopper's messages of one day, a new one after a silence. And how each ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Iterable, Optional, Sequence

from bot.handoff import changes as kinds
from bot.reporting.rows import Asked, Said
from bot.reporting.wanting import PROMISED as TOLD_WHEN
from bot.reporting.wanting import Step, wanted_spans

# How a conversation ended; each has exactly one.
BOT, PERSON, LEFT_WAITING, LEFT_BOT = "bot", "person", "left_waiting", "left_bot"
CALLED_OFF, PROMISED, GOING_ON = "called_off", "promised", "going_on"
FATES = (BOT, PERSON, LEFT_WAITING, LEFT_BOT, CALLED_OFF, PROMISED, GOING_ON)
ABANDONED = (LEFT_WAITING, LEFT_BOT)
NOT_UNDERSTOOD = ("utter_ask_back", "utter_ask_again")
ABOUT_RATING = frozenset({"utter_rating_thanks", "utter_ask_why"})


@dataclass
class Visit:
    """`asked`: the shopper's messages. `tickets`: persons wanted in it; `continued`: a person was wanted or there already."""

    conversation: str
    day: date
    asked: list[Said]
    fate: str = BOT
    continued: bool = False
    tickets: list[Asked] = field(default_factory=list)

    @property
    def first(self) -> datetime:
        return self.asked[0].at

    @property
    def last(self) -> datetime:
        return self.asked[-1].at


@dataclass(frozen=True)
class Talk:
    """One shopper's whole record around the day."""

    conversation: str
    said: Sequence[Said]
    steps: Sequence[Step]
    tickets: Sequence[Asked]


def visits_of(talk: Talk, start: datetime, end: datetime, gap: timedelta, now: datetime) -> list[Visit]:
    """The conversations of this shopper that lie in the days asked for."""
    found = _split(talk, start, end, gap)
    for ticket in talk.tickets:
        of = next((v for v in reversed(found) if v.first <= ticket.opened_at <= v.last + gap), None)
        if of is not None:
            of.tickets.append(ticket)
    spans = wanted_spans(talk.steps)
    for visit in found:
        visit.continued = not visit.tickets and any(_within(m.at, spans) for m in visit.asked)
        visit.fate = _fate(visit, talk, gap, now)
    return [visit for visit in found if not _only_rating(visit, talk)]


def _split(talk: Talk, start: datetime, end: datetime, gap: timedelta) -> list[Visit]:
    found: list[Visit] = []
    for said in talk.said:
        if said.author != "shopper" or not start <= said.at < end:
            continue
        if found and found[-1].day == said.at.date() and said.at - found[-1].last < gap:
            found[-1].asked.append(said)
        else:
            found.append(Visit(talk.conversation, said.at.date(), [said]))
    return found


def _fate(visit: Visit, talk: Talk, gap: timedelta, now: datetime) -> str:
    if visit.tickets or visit.continued:
        fate = _fate_with_people(visit, talk, gap)
    else:
        fate = LEFT_BOT if _not_helped(_after(visit, talk)) else BOT
    return GOING_ON if fate in ABANDONED and now - visit.last < gap else fate


def _fate_with_people(visit: Visit, talk: Talk, gap: timedelta) -> str:
    if _person_came(visit, talk, gap):
        return PERSON
    during = [step for step in talk.steps if visit.first <= step.at <= visit.last + gap]
    if any(step.kind in (kinds.ENDED, kinds.GIVEN_BACK) and step.by != kinds.CLOCK for step in during):
        return PERSON  # an agent read it and saw nothing to answer, as after a 谢谢
    if any(step.kind == kinds.CALLED_OFF for step in during):
        return CALLED_OFF
    # Told when the shop opens, at once or when it closed: not the shopper left, but the shop.
    return PROMISED if any(step.state == TOLD_WHEN for step in during) else LEFT_WAITING


def _person_came(visit: Visit, talk: Talk, gap: timedelta) -> bool:
    """Whether a person answered while the shopper was there, or the shopper came back to the answer."""
    reply = next((m.at for m in talk.said if m.author == "agent" and m.at >= visit.first), None)
    if reply is None:
        return False
    later = [m.at for m in talk.said if m.author == "shopper" and m.seq > visit.asked[-1].seq]
    heard = bool(later) and later[0] >= reply and later[0] - reply < gap
    return reply - visit.last < gap or heard


def _after(visit: Visit, talk: Talk) -> list[Said]:
    """What was said to the shopper after their last message, before their next."""
    found: list[Said] = []
    for said in talk.said:
        if said.seq > visit.asked[-1].seq:
            if said.author == "shopper":
                break
            found.append(said)
    return found


def _not_helped(replies: Iterable[Said]) -> bool:
    """Nobody answered, or the bot did not know what was meant."""
    these = list(replies)
    return not these or any(said.reply in NOT_UNDERSTOOD for said in these)


def _only_rating(visit: Visit, talk: Talk) -> bool:
    """A grade given later belongs to the conversation it is about."""
    if visit.tickets or visit.continued:
        return False
    ids = {said.id for said in visit.asked}
    replies = [said.reply for said in talk.said if said.answers in ids and said.answers]
    return bool(replies) and set(replies) <= ABOUT_RATING


def _within(at: datetime, spans: Iterable[tuple[datetime, Optional[datetime]]]) -> bool:
    return any(since <= at and (until is None or at < until) for since, until in spans)
