"""What is said outside a request is posted to BRIDGE_CALLBACK_URL, in order, until it is taken."""

from __future__ import annotations

import asyncio
import logging
import time

import aiohttp
import json

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
                try:
                    for shopper, spoken in await self._storage.run(self._transcript.owed, self._channel):
                        await self._post(session, shopper, spoken)
                        await self._storage.run(self._transcript.delivered, spoken.id)
                    pause = IDLE
                except (aiohttp.ClientError, asyncio.TimeoutError, *self._storage.gone) as error:
                    pause = min(max(pause, 1.0) * 2, LONGEST_PAUSE)
                    log.warning("BRIDGE_CALLBACK_URL did not take a reply (%s); trying again in %.0f s", error, pause)
                await asyncio.sleep(pause)

    async def _post(self, session: aiohttp.ClientSession, shopper: str, spoken: Spoken) -> None:
        conversation = f"{self._channel}:{shopper}"
        body = json.dumps({"conversation": conversation, "shopper": shopper, "merged_into": None, "replies": [spoken.public()]}, ensure_ascii=False).encode()
        stamp = str(int(time.time()))
        headers = {"Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": sign(self._secret, stamp, body)}
        # A redirect (to a sign-in page, say) has taken nothing, and following it would turn the POST into a GET.
        async with session.post(self._url, data=body, headers=headers, allow_redirects=False) as response:
            if not 200 <= response.status < 300:
                raise aiohttp.ClientResponseError(response.request_info, response.history, status=response.status, message=response.reason or "")
