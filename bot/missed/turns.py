"""A conversation as it is looked through for what was missed: the shopper's turns, what the bot said to each, and agents in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterable, Mapping, Optional, Sequence

from sqlalchemy import or_, select
from sqlalchemy.engine import Engine

from bot.handoff import changes as kinds
from bot.handoff.changes import MARKED_WRONG
from bot.handoff.tables import changes, messages
from bot.stores.database import reading

IN_ONE_GO = 400  # conversations; a database takes only so many names in one question
_LEADS = ("utter_ask_back%", "utter_ask_again%", "utter_out_of_scope%", "utter_word_kept%", "utter_handover%", "utter_no_answer%", "utter_unsure%",
          "utter_trouble%")


@dataclass
class Turn:
    """What a shopper said in one go. `said` are the bot's bubbles and notices that answer it; `presses`: it is a button's own words;
    `pending`: it may be answered at this moment."""

    seq: int
    at: datetime
    text: str
    kinds: frozenset[str]
    said: list[Mapping[str, Any]] = field(default_factory=list)
    presses: bool = False
    pending: bool = False

    @property
    def bubbles(self) -> list[Mapping[str, Any]]:
        """What the bot itself said to it."""
        return [row for row in self.said if row["author"] == "bot"]

    @property
    def replies(self) -> frozenset[str]:
        return frozenset(row["reply"] or "" for row in self.said)

    @property
    def understood(self) -> tuple[Optional[str], float]:
        """What the bot took it for, and how sure it was."""
        found = next((row for row in self.bubbles if row["intent"]), None)
        return (found["intent"], found["confidence"] or 0.0) if found else (None, 0.0)


@dataclass(frozen=True)
class AgentSaid:
    """Words of an agent."""

    seq: int
    at: datetime
    text: str


@dataclass(frozen=True)
class Over:
    """An agent was done with the conversation."""

    at: datetime


@dataclass(frozen=True)
class Talk:
    """A conversation's events in order, and the numbers of the bot's bubbles that an agent marked as wrong."""

    conversation: str
    events: Sequence[Any]
    wrong: frozenset[int] = frozenset()


def talks(engine: Engine, since: datetime, only: Optional[Iterable[str]] = None) -> list[Talk]:
    """Conversations in which something may have been missed since then; `only` these."""
    with reading(engine) as db:
        names = sorted(set(only) if only is not None else _candidates(db, since))
        found: list[Talk] = []
        for start in range(0, len(names), IN_ONE_GO):
            some = names[start:start + IN_ONE_GO]
            rows, happened = (_by_conversation(db.execute(query(some, since)).mappings()) for query in (_messages, _changes))
            found += [_talk(name, rows.get(name, ()), happened.get(name, ())) for name in some]
        return found


def _by_conversation(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["conversation"], []).append(row)
    return found


def _candidates(db: Any, since: datetime) -> set[str]:
    m, c = messages.c, changes.c
    led = or_(m.author == "agent", *(m.reply.like(lead) for lead in _LEADS), (m.author == "shopper") & (m.state == "done") & _unanswered())
    said = db.execute(select(m.conversation).where(m.at >= since, led).distinct()).scalars()
    marked = db.execute(select(c.conversation).where(c.at >= since, c.kind == MARKED_WRONG).distinct()).scalars()
    return {*said, *marked}


def _unanswered() -> Any:
    reply = messages.alias()
    answered = select(reply.c.seq).where(reply.c.conversation == messages.c.conversation, reply.c.answers == messages.c.external_id)
    return messages.c.merged_into.is_(None) & ~answered.exists()


def _messages(names: Sequence[str], since: datetime) -> Any:
    m = messages.c
    columns = (m.seq, m.conversation, m.author, m.external_id, m.kind, m.text, m.merged_into, m.answers, m.buttons, m.intent, m.confidence, m.reply,
               m.at, m.state)
    return select(*columns).where(m.conversation.in_(names), m.at >= since).order_by(m.seq)


def _changes(names: Sequence[str], since: datetime) -> Any:
    c = changes.c
    wanted = c.kind.in_((MARKED_WRONG, kinds.ENDED, kinds.GIVEN_BACK))
    return select(c.conversation, c.kind, c.at, c.detail).where(c.conversation.in_(names), c.at >= since, wanted).order_by(c.id)


def _talk(conversation: str, rows: Sequence[Mapping[str, Any]], happened: Sequence[Mapping[str, Any]]) -> Talk:
    merged: dict[str, list[Mapping[str, Any]]] = {}
    turns: dict[str, Turn] = {}
    events: list[tuple[datetime, int, Any]] = []
    offered: frozenset[str] = frozenset()
    for row in rows:
        if row["author"] == "shopper":
            if row["merged_into"]:
                merged.setdefault(row["merged_into"], []).append(row)
                continue
            turn = _turn([*merged.pop(row["external_id"], ()), row], offered)
            if row["external_id"]:
                turns[row["external_id"]] = turn
            events.append((row["at"], row["seq"], turn))
        elif row["author"] == "agent":
            events.append((row["at"], row["seq"], AgentSaid(row["seq"], row["at"], row["text"])))
        else:
            if row["answers"] in turns:
                turns[row["answers"]].said.append(row)
            offered = _words_of(row["buttons"] or ()) or offered
    ends = [Over(one["at"]) for one in happened if one["kind"] != MARKED_WRONG]
    events += [(end.at, 0, end) for end in ends]
    wrong: dict[int, bool] = {}
    for one in happened:
        if one["kind"] == MARKED_WRONG and one["detail"]:
            wrong[int(one["detail"].get("message") or 0)] = bool(one["detail"].get("wrong"))
    ordered = [event for _, _, event in sorted(events, key=lambda one: (one[0], one[1]))]
    return Talk(conversation, ordered, frozenset(seq for seq, is_wrong in wrong.items() if is_wrong))


def _words_of(buttons: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(word for button in buttons for word in (button.get("title"), button.get("payload")) if word)


def _turn(rows: Sequence[Mapping[str, Any]], offered: frozenset[str]) -> Turn:
    last = rows[-1]
    words = [row["text"].strip() for row in rows if row["text"].strip()]
    presses = len(words) == 1 and words[0] in offered
    return Turn(last["seq"], last["at"], "，".join(words), frozenset(row["kind"] for row in rows), presses=presses, pending=last["state"] == "pending")
