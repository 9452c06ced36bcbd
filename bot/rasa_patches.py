"""Two costs of Rasa 3.6 that every message pays and nothing here needs; each measured in benchmarks/README.md.

- A new HTTP session for each action call: `ActionServer` keeps one open.
- A constant JSON schema compiled and checked on each action call (33 ms): our own action server answers, so the shape is
  checked by two lines instead.
"""

from __future__ import annotations

from typing import Any, Optional

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

CALL_SECONDS = 8.0


class ActionServer(EndpointConfig):
    """The action server's address with one connection pool. `enable_selective_domain` keeps the domain out of every request."""

    def __init__(self, url: str) -> None:
        super().__init__(url=url, enable_selective_domain=True)
        self._session: Optional[aiohttp.ClientSession] = None

    async def request(self, method: str = "post", subpath: Optional[str] = None, content_type: Optional[str] = None,
                      compress: bool = False, json: Any = None, timeout: Any = None, **kwargs: Any) -> Any:
        """Calls an action. Raises ClientResponseError for 4xx and 5xx, aiohttp.ClientError when nobody answers."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        async with self._session.post(self.url, json=json) as response:
            if response.status >= 400:
                # rasa_sdk echoes the whole request in its errors; a shopper's words do not belong in a log.
                told = (await response.json(content_type=None) or {}).get("error")
                raise ClientResponseError(response.status, response.reason, str(told))
            return await response.json()

    async def alive(self) -> bool:
        """Whether the action server answers; for `/ready`."""
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
                async with session.get(self.url.replace("/webhook", "/health")) as response:
                    return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()


def _check_shape(self: RemoteAction, result: Any) -> bool:
    if not isinstance(result, dict) or not all(isinstance(result.get(k, []), list) for k in ("events", "responses")):
        raise ValueError(f"the action server's answer to {self.name()} is not an object with the lists events and responses")
    return True


def apply() -> None:
    """Puts the cheap check in place of the schema. Once a process, before the agent loads."""
    RemoteAction._validate_action_result = _check_shape
