"""Reads uploads in the background. The serving model is asked a question at a time, and shoppers in between."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Callable, Mapping, Sequence

from bot.desk.learning.knowing import Knowing
from bot.desk.learning.plans import Kept, Plans
from bot.dialogue.rasa_call import shown_to_rasa
from bot.faq import BookProblem, Known, Plan, SheetProblem
from bot.faq.entries import INTENT
from bot.learning.reader import reported

log = logging.getLogger(__name__)
PATIENCE = 1.5  # seconds a browser waits for the preview itself before it is shown how far it is
TELL_EVERY = 0.5  # seconds
SHARE = 0.5  # so much of the time the model is asked for a preview, while one is made
Ranking = Sequence[tuple[str, float]]
Make = Callable[[Known], Plan]


class Previewing:
    """One upload at a time is looked at; others wait. `plans` keeps what comes of it. `inside` is the server's World."""

    def __init__(self, inside: Any, plans: Plans) -> None:
        self._inside = inside
        self._plans = plans
        self._knowing = Knowing(inside)
        self._working: set[asyncio.Task[None]] = set()
        self._turn: Any = None

    async def begin(self, parts: Any, kept: Kept, make: Make) -> None:
        """Starts, and waits a moment for the end. `make` gives the plan from what the bot knows; it runs in a thread, twice."""
        work = asyncio.ensure_future(self._read(parts, kept, make))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        await asyncio.wait({work}, timeout=PATIENCE)

    async def close(self) -> None:
        """Stops what is going on; those uploads count as lost."""
        for work in [*self._working]:
            work.cancel()

    async def _read(self, parts: Any, kept: Kept, make: Make) -> None:
        run = parts.storage.run
        try:
            wanted: dict[str, Ranking] = {}
            await run(lambda: make(self._knowing.known(lambda text: wanted.setdefault(text, ()))))  # which questions there are to ask
            rankings = await self._asked(parts, kept, [*wanted])
            said = await run(self._said)
            plan = await run(lambda: make(self._knowing.known(lambda text: [one for one in rankings.get(text, ()) if said(one[0])])))
            await run(self._plans.ready, kept.id, plan)
        except (SheetProblem, BookProblem) as problem:
            await run(self._plans.refused, kept.id, str(problem))
        except Exception:
            log.exception("an upload could not be read")
            await run(self._plans.refused, kept.id, "读这份问答时出了意外，一行都没有收；请再上传一次，还不行请告诉管理员。")

    def _said(self) -> Callable[[str], bool]:
        """Whether an intent is answered, or will be: the model knows own questions that were removed or are over until the next training."""
        now = self._inside.clock.now()
        own = {entry.intent for entry in self._inside.faq.read().entries.values() if not entry.over_at(now)}
        return lambda intent: not intent.startswith(INTENT) or intent in own

    async def _asked(self, parts: Any, kept: Kept, texts: Sequence[str]) -> Mapping[str, Ranking]:
        """What the serving model takes each text for."""
        self._turn = self._turn or asyncio.Lock()
        rankings: dict[str, Ranking] = {}
        told = time.monotonic()
        async with self._turn:
            for n, text in enumerate(texts):
                if n == 0 or time.monotonic() - told > TELL_EVERY:
                    await parts.storage.run(self._plans.progress, kept.id, n, len(texts))
                    told = time.monotonic()
                began = time.monotonic()
                rankings[text] = await _ranking(parts.dialogue.agent, text)
                await asyncio.sleep((time.monotonic() - began) * (1 - SHARE) / SHARE)
        return rankings


async def _ranking(agent: Any, text: str) -> Ranking:
    """(intent, confidence), the likeliest first."""
    parse = await agent.parse_message(shown_to_rasa(text))
    return reported(parse["intent_ranking"])
