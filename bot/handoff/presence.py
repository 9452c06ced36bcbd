"""Which agents are there, and how many conversations each may still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Callable, Optional

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.clock import SHANGHAI, Clock
from bot.handoff import changes
from bot.handoff.tables import agents, tickets
from bot.stores.database import reading, writing

ONLINE, BUSY, AWAY = "online", "busy", "away"
STATUSES = (ONLINE, BUSY, AWAY)
GONE_AFTER = timedelta(seconds=45)  # without a sign of life from their desk


@dataclass(frozen=True)
class Colleague:
    """An agent as the desk sees them. `here`: their desk is open now. `teams` empty: all of them. `holding`: conversations in hand."""

    name: str
    role: str
    status: str
    here: bool
    teams: tuple[str, ...]
    parallel: int
    holding: int

    @property
    def free(self) -> bool:
        """Whether they take new conversations: 在线, at the desk, with room."""
        return self.status == ONLINE and self.here and self.holding < self.parallel

    def serves(self, team: Optional[str]) -> bool:
        """Whether a ticket of this team is theirs to take."""
        return not self.teams or team is None or team in self.teams


class Presence:
    """Statuses and signs of life. `settings` gives the `desk` part of shop.yml; `wall` is machine time, whatever the shop's clock says."""

    def __init__(self, engine: Engine, clock: Clock, settings: Callable[[], Any], wall: Callable[[], datetime] = lambda: datetime.now(SHANGHAI)) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._wall = wall

    def colleagues(self) -> list[Colleague]:
        """Every agent, by name."""
        with reading(self._engine) as db:
            return self._rows(db)

    def one(self, name: str) -> Optional[Colleague]:
        """One agent, or None."""
        with reading(self._engine) as db:
            return self.within(db, name)

    def within(self, db: Connection, name: str) -> Optional[Colleague]:
        """One agent as the caller's transaction sees them, or None."""
        return next(iter(self._rows(db, agents.c.name == name)), None)

    def somebody_free(self, team: Optional[str] = None) -> bool:
        """Whether anybody would take a conversation of this team now."""
        return any(one.free and one.serves(team) for one in self.colleagues())

    def set_status(self, name: str, status: str) -> None:
        """Raises ValueError for a status there is not. Only a change is logged."""
        if status not in STATUSES:
            raise ValueError(f"没有“{status}”这个状态；只能是 {'、'.join(STATUSES)}。")
        with writing(self._engine) as db:
            changed = db.execute(update(agents).where(agents.c.name == name, agents.c.status != status).values(status=status)).rowcount
            db.execute(update(agents).where(agents.c.name == name).values(seen_at=self._wall()))
            if changed:
                changes.note(db, self._clock.now(), changes.STATUS, name, status=status)

    def seen(self, name: str) -> None:
        """A sign of life from an agent's desk."""
        with writing(self._engine) as db:
            db.execute(update(agents).where(agents.c.name == name).values(seen_at=self._wall()))

    def _rows(self, db: Connection, *wanted: Any) -> list[Colleague]:
        holding = select(func.count()).where(tickets.c.agent == agents.c.name, tickets.c.state == "taken").correlate(agents).scalar_subquery()
        rows = db.execute(select(agents, holding.label("holding")).where(*wanted).order_by(agents.c.name)).mappings().all()
        recent = self._wall() - GONE_AFTER
        return [Colleague(r["name"], r["role"], r["status"], bool(r["seen_at"] and r["seen_at"] > recent), tuple(r["teams"] or ()),
                          r["parallel"] or self._settings().parallel, r["holding"]) for r in rows]
