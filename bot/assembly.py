"""What a conversation needs, put together: for the server, and for whoever holds conversations without one."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Optional

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.utils.endpoints import EndpointConfig

from bot import rasa_patches
from bot.channels.base import Parts
from bot.channels.limits import RateLimit
from bot.channels.storage import Storage
from bot.dialogue.memory import TurnTrackerStore
from bot.dialogue.own_questions import OwnQuestions
from bot.dialogue.people import People
from bot.dialogue.rehearsal import Rehearsal
from bot.dialogue.triaging import Triaging
from bot.dialogue.turn import Dialogue
from bot.handoff import HumanSide, Timers, Transcript
from bot.learning.loading import load
from bot.replies import ShopReplies, Wording
from bot.wiring import World


def load_agent(inside: World, wording: Wording, model: Path, actions: Optional[EndpointConfig] = None) -> Agent:
    """Rasa's agent around our memory and wording, with a trained model. `actions` is the action server, by default the one of the
    settings; a newly promoted model goes on with the connections of the one before."""
    rasa_patches.apply()
    actions = actions or rasa_patches.ActionServer(f"http://127.0.0.1:{inside.settings.action_port}/webhook")
    agent = Agent(generator=ShopReplies(wording), tracker_store=TurnTrackerStore(), lock_store=InMemoryLockStore(), action_endpoint=actions)
    load(agent, model)
    rasa_patches.apply_to(agent)
    return agent


def wording_of(inside: World) -> Wording:
    """The shop's replies, each time one of their wordings."""
    return Wording(inside.shop, random.Random())


def assemble(inside: World, agent: Agent, wording: Wording, storage: Optional[Storage] = None) -> Parts:
    """Everything the channels need. Without a `storage` of its own, the database is asked in threads."""
    settings, storage = inside.settings, storage or Storage()
    transcript = Transcript(inside.engine, inside.clock, frozenset({"bridge"} if settings.bridge_callback_url else ()))
    rules = lambda: inside.shop.content.settings.desk  # noqa: E731
    human = HumanSide.over(inside.engine, inside.clock, transcript, rules)
    triaging = Triaging(inside.shop, inside.clock, transcript, storage, inside.stores, human)
    people = People(inside.shop, inside.clock, wording, storage, triaging, human)
    own = OwnQuestions(inside.faq, inside.shop, inside.clock, storage)
    dialogue = Dialogue(agent, inside.shop, people, wording, transcript, storage, inside.stores, own)
    limit = RateLimit(lambda: inside.shop.content.settings.limits.messages_per_minute, time.monotonic)
    timers = Timers(inside.engine, inside.clock, transcript, human.queue, rules, people.hours_now, wording.say)
    return Parts(transcript, dialogue, storage, limit, settings.merge_seconds, inside, human, wording, timers,
                 rehearsal=Rehearsal(dialogue, inside.shop))
