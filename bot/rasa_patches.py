"""Costs of Rasa 3.6 that every message pays and nothing here needs; each measured in benchmarks/README.md.

- A new HTTP session for each action call: `ActionServer` keeps one open.
- A constant JSON schema compiled and checked on each action call (33 ms): our own action server answers, so the shape is
  checked by two lines instead.
- Every rule compared with every state, twice a message: single-turn rules without slots meet the same few states again and
  again, so which rules apply is remembered.
- Every message's intents and entities compared with the domain's, to warn of what is no error here: a shop's own questions (faq/…) are no
  part of the domain.
- dask, with its own graph, ordering and executor for each of three runs of a handful of nodes: `InOrder` calls them one
  after the other.
"""

from __future__ import annotations

from typing import Any, Optional

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
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


REMEMBERED = 4096  # states; 64 intents in a single-turn dialogue make a few hundred
_all_possible_keys = RulePolicy._get_possible_keys


def _remembered_keys(self: RulePolicy, lookup: dict[str, str], states: list[dict]) -> set[str]:
    known = self.__dict__.setdefault("_known_keys", {})
    asked = (id(lookup), repr(states))
    if asked not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[asked] = _all_possible_keys(self, lookup, states)
    return known[asked]


class InOrder(DaskGraphRunner):
    """Runs the nodes of a loaded graph one after the other, in an order found once per set of targets."""

    @classmethod
    def instead_of(cls, runner: DaskGraphRunner) -> "InOrder":
        """A runner over the same loaded components."""
        mine = cls.__new__(cls)
        mine.__dict__.update(runner.__dict__, _orders={})
        return mine

    def run(self, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None) -> dict[str, Any]:
        """What each target gives, by name."""
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._orders[wanted]:
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    def _order(self, wanted: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """Every node the targets need, after all it needs itself."""
        nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
        order: dict[str, tuple[str, ...]] = {}

        def visit(name: str) -> None:
            if name in nodes and name not in order:
                needs = tuple(nodes[name].needs.values())
                for need in needs:
                    visit(need)
                order[name] = needs

        for name in wanted:
            visit(name)
        return list(order.items())


def apply() -> None:
    """Puts the cheap check and the remembered rules in place. Once a process, before the agent loads."""
    RemoteAction._validate_action_result = _check_shape
    MessageProcessor._check_for_unseen_features = lambda self, parse_data: None
    RulePolicy._get_possible_keys = _remembered_keys


def apply_to(agent: Agent) -> None:
    """Puts the plain runner under a loaded agent."""
    agent.processor.graph_runner = InOrder.instead_of(agent.processor.graph_runner)
