"""What changed, told to every open desk within half a second: one watcher a server, while anybody listens.

A stream tells marks (bot.handoff.Mark) and the names of what changed, nothing else; the page fetches what it shows of it. Who was
cut off says which mark they had, and hears everything since.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, AsyncIterator, Optional

from bot.handoff import Mark

log = logging.getLogger(__name__)
EVERY, AFTER_FAILURE = 0.3, 2.0  # seconds


@dataclass(frozen=True)
class News:
    """What a desk has not heard yet. `mark` None: only somebody's typing changed. `typing`: names by conversation, "" the shopper."""

    mark: Optional[Mark]
    changed: frozenset[str] = frozenset()
    typing: Optional[dict[str, tuple[str, ...]]] = None


class Stream:
    """One open desk. What it is too slow for is put together, never piled up."""

    def __init__(self) -> None:
        self._mark: Optional[Mark] = None
        self._changed: set[str] = set()
        self._typing: Optional[dict[str, tuple[str, ...]]] = None
        self._news = asyncio.Event()
        self.over = False

    def tell(self, mark: Optional[Mark] = None, changed: frozenset[str] = frozenset(), typing: Optional[dict[str, tuple[str, ...]]] = None) -> None:
        """Adds to what the desk is told next."""
        self._mark = mark or self._mark
        self._changed |= changed
        self._typing = typing if typing is not None else self._typing
        self._news.set()

    def end(self) -> None:
        """The server stops."""
        self.over = True
        self._news.set()

    async def next(self, patience: float) -> Optional[News]:
        """What is new; None when nothing was for `patience` seconds, or it is over."""
        try:
            await asyncio.wait_for(self._news.wait(), patience)
        except asyncio.TimeoutError:
            return None
        if self.over:
            return None
        news = News(self._mark, frozenset(self._changed), self._typing)
        self._mark, self._changed, self._typing = None, set(), None
        self._news.clear()
        return news


class Live:
    """The watcher and its listeners. `parts` come with the first request; everything happens on the server's event loop."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._watcher: Optional[asyncio.Future] = None
        self._started: Optional[asyncio.Event] = None
        self._over = False

    @asynccontextmanager
    async def listen(self, parts: Any, since: Optional[Mark]) -> AsyncIterator[Stream]:
        """A stream that begins with everything after `since`."""
        stream = Stream()
        self._streams.add(stream)
        try:
            if self._over:
                stream.end()
            else:
                await self._catch_up(stream, parts, since)
            yield stream
        finally:
            self._streams.discard(stream)

    async def close(self) -> None:
        """Ends every stream, for the server stops: it closes the connections that rest by then, and waits for the others."""
        self._over = True
        for stream in self._streams:
            stream.end()
        for _ in range(20):
            await asyncio.sleep(0.05)
            if not self._streams:
                break
        await asyncio.sleep(0.05)  # the last bytes

    async def _catch_up(self, stream: Stream, parts: Any, since: Optional[Mark]) -> None:
        if self._watcher is None or self._watcher.done():
            self._started = asyncio.Event()
            self._watcher = asyncio.ensure_future(self._watch(parts))
        await self._started.wait()  # from then on nothing is missed; what was before is read here
        changes = parts.human.changes
        latest = await parts.storage.run(changes.latest)
        if since is not None and since != latest:
            stream.tell(latest, frozenset(await parts.storage.run(changes.conversations_since, since)))
        else:
            stream.tell(latest)
        stream.tell(typing=parts.typing.all())

    async def _watch(self, parts: Any) -> None:
        mark: Optional[Mark] = None
        typing: dict[str, tuple[str, ...]] = {}
        failed = False
        while self._streams and not self._over:
            try:
                latest = await parts.storage.run(parts.human.changes.latest)
                if mark is not None and latest != mark:
                    self._tell(mark=latest, changed=frozenset(await parts.storage.run(parts.human.changes.conversations_since, mark)))
                mark = latest
                failed = False
                self._started.set()
                if parts.typing.all() != typing:
                    typing = parts.typing.all()
                    self._tell(typing=typing)
                await asyncio.sleep(EVERY)
            except Exception:
                if not failed:  # once: a database that is away for an hour must not fill the log
                    log.exception("the desks cannot be told what changed; trying again every %.0f s", AFTER_FAILURE)
                failed = True
                await asyncio.sleep(AFTER_FAILURE)

    def _tell(self, **news: Any) -> None:
        for stream in self._streams:
            stream.tell(**news)
