"""What a conversation remembers is lent to Rasa for one turn, and to nobody else."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import SlotSet

from bot.dialogue.memory import SLOTS, TurnTrackerStore, lent

from .fakes import domain


@pytest.fixture
def store() -> TurnTrackerStore:
    return TurnTrackerStore(domain())


def test_every_slot_that_is_remembered_is_one_of_the_domains() -> None:
    assert set(SLOTS) <= {slot.name for slot in domain().slots}


async def test_rasa_gets_a_short_tracker_that_has_just_listened(store: TurnTrackerStore) -> None:
    with lent({"product": "P1", "measures": {"height": 175}, "awaiting": None, "promised": "not rasa's"}):
        tracker = await store.retrieve("web:a")
    assert (tracker.sender_id, tracker.latest_action_name) == ("web:a", ACTION_LISTEN_NAME)
    assert (tracker.get_slot("product"), tracker.get_slot("measures"), tracker.get_slot("awaiting")) == ("P1", {"height": 175}, None)
    assert len(tracker.events) <= 3 + len(SLOTS), "a long conversation costs no more than a short one"


async def test_what_a_turn_sets_or_clears_is_written_back(store: TurnTrackerStore) -> None:
    memory = {"product": "P1", "awaiting": {"what": "order"}, "promised": "2026-11-25T09:00:00+08:00"}
    with lent(memory):
        tracker = await store.retrieve("web:a")
        tracker.update(SlotSet("awaiting", None))
        tracker.update(SlotSet("order", "26-1"))
        await store.save(tracker)
    assert (memory["product"], memory["order"], memory["awaiting"]) == ("P1", "26-1", None)
    assert memory["promised"] == "2026-11-25T09:00:00+08:00", "what is not Rasa's stays untouched"


async def test_nothing_outlives_the_loan(store: TurnTrackerStore) -> None:
    memory = {"product": "P1"}
    with lent(memory):
        tracker = await store.retrieve("web:a")
    tracker.update(SlotSet("product", "P2"))
    await store.save(tracker)
    assert memory == {"product": "P1"}
    assert (await store.retrieve("web:a")).get_slot("product") is None


async def test_turns_at_the_same_time_see_their_own_memory_alone(store: TurnTrackerStore) -> None:
    async def turn(name: str) -> dict:
        with lent({"product": name}) as memory:
            for _ in range(3):
                tracker = await store.retrieve(name)
                await asyncio.sleep(0)
                tracker.update(SlotSet("order", f"{tracker.get_slot('product')} {name}"))
                await store.save(tracker)
                await asyncio.sleep(0)
        return memory

    found = await asyncio.gather(*(turn(f"P{n}") for n in range(8)))
    assert [m["order"] for m in found] == [f"P{n} P{n}" for n in range(8)]


async def test_a_turn_that_breaks_gives_its_memory_back(store: TurnTrackerStore) -> None:
    with pytest.raises(RuntimeError):
        with lent({"product": "P1"}):
            raise RuntimeError
    assert (await store.retrieve("web:a")).get_slot("product") is None
    assert list(await store.keys()) == []
