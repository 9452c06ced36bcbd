"""What a conversation remembers between turns, lent to Rasa as a short tracker.

Rasa's own stores keep and replay every event, so a message costs more the longer a conversation lasts. Ours is the few
slots of domain.yml; the transcript is kept elsewhere. The turn loads memory with the conversation and commits it together
with its replies, so a crash in between repeats the whole turn or nothing of it.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Iterable, Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

SLOTS = ("product", "sku", "order", "measures", "awaiting", "offered", "asked", "missed", "hand_over")

_memory: ContextVar[dict[str, Any]] = ContextVar("memory")


class lent:
    """`with lent(memory):` Rasa reads this memory, and writes it back into the same dict."""

    def __init__(self, memory: dict[str, Any]) -> None:
        self._memory = memory

    def __enter__(self) -> dict[str, Any]:
        self._token = _memory.set(self._memory)
        return self._memory

    def __exit__(self, *_: object) -> None:
        _memory.reset(self._token)


class TurnTrackerStore(TrackerStore):
    """A tracker store over the memory of the turn under way."""

    def __init__(self, domain: Optional[Domain] = None, **kwargs: Any) -> None:
        super().__init__(domain or Domain.empty(), None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A tracker that has just listened and holds the remembered slots."""
        memory = _memory.get({})
        events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
        events += [SlotSet(name, memory[name]) for name in SLOTS if memory.get(name) is not None]
        events.append(ActionExecuted(ACTION_LISTEN_NAME))
        return DialogueStateTracker.from_events(sender_id, events, slots=self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the slots back; nothing reaches the database before the turn commits."""
        memory = _memory.get(None)
        if memory is not None:
            memory.update({name: tracker.get_slot(name) for name in SLOTS})

    async def keys(self) -> Iterable[str]:
        """Conversations are listed by the transcript, not here."""
        return []
