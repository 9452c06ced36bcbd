"""What is said outside a request is posted to BRIDGE_CALLBACK_URL, in order, until it is taken."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Optional

import aiohttp
import json

from bot.channels.bridge import reply_of
from bot.channels.signing import sign
from bot.channels.storage import Storage
from bot.handoff import Spoken, Transcript

log = logging.getLogger(__name__)
IDLE, LONGEST_PAUSE, CALL_SECONDS = 0.5, 60.0, 10.0


class Outbox:
    """Posts owed bubbles one after another; a failure pauses with backoff, and nothing is skipped.

    A crash between the other side's 2xx and our mark posts a bubble again, under the same reply id."""

    def __init__(self, url: str, secret: str, transcript: Transcript, storage: Storage, channel: str = "bridge") -> None:
        self._url = url
        self._secret = secret
        self._transcript = transcript
        self._storage = storage
        self._channel = channel

    async def run(self) -> None:
        """Runs until cancelled."""
        pause = IDLE
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as session:
            while True:
                refused = await self._deliver(session)
                pause = min(max(pause, 1.0) * 2, LONGEST_PAUSE) if refused else IDLE
                if refused:
                    log.warning("BRIDGE_CALLBACK_URL did not take a reply (%r); trying again in %.0f s", refused, pause)
                await asyncio.sleep(pause)

    async def _deliver(self, session: aiohttp.ClientSession) -> Optional[Exception]:
        """Posts what is owed, once; returns the last failure. A reply that is refused holds up its own shopper alone."""
        failed: Optional[Exception] = None
        stuck: set[str] = set()
        try:
            for shopper, spoken in await self._storage.run(self._transcript.owed, self._channel):
                if shopper in stuck:
                    continue
                try:
                    await self._post(session, shopper, spoken)
                except aiohttp.ClientResponseError as error:
                    failed = error
                    stuck.add(shopper)
                    continue
                await self._storage.run(self._transcript.delivered, spoken.id)
        except Exception as error:  # whatever it was, the replies are still owed and this task must not end
            failed = error
        return failed

    async def _post(self, session: aiohttp.ClientSession, shopper: str, spoken: Spoken) -> None:
        conversation = f"{self._channel}:{shopper}"
        said = {"conversation": conversation, "shopper": shopper, "merged_into": None, "replies": [reply_of(spoken, shopper)]}
        body = json.dumps(said, ensure_ascii=False).encode()
        stamp = str(int(time.time()))
        headers = {"Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": sign(self._secret, stamp, body)}
        # A redirect (to a sign-in page, say) has taken nothing, and following it would turn the POST into a GET.
        async with session.post(self._url, data=body, headers=headers, allow_redirects=False) as response:
            if not 200 <= response.status < 300:
                raise aiohttp.ClientResponseError(
                    response.request_info, response.history, status=response.status, message=response.reason or "")
