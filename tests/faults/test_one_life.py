"""One server's life: begun on nothing at all, killed with thirty messages in flight, begun again, ended with Ctrl-C."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import frozen, wait_for
from tests.faults.receiver import Receiver
from tests.faults.records import Records, assert_answered_once
from tests.faults.together import at_once, post
from tests.running import RunningShop

SHOPPERS = [f"buyer-{n}" for n in range(10)]
TEXTS = ("在吗", "175 130斤穿多大", "我的快递到哪了")
WRITTEN = {(shopper, f"{shopper}-m{n}"): text for n, text in enumerate(TEXTS) for shopper in SHOPPERS}


@dataclass
class Life:
    """What was seen at each point; keys are (shopper, message id)."""

    acknowledged: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    recorded: set[tuple[str, str]] = field(default_factory=set)
    pending_at_death: list[str] = field(default_factory=list)
    sent_again_at_once: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    sent_again_later: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    fetched: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    var: Path = Path()
    exit_status: int = -1
    stopped_in: float = 0.0
    ports_are_free: bool = False
    last_log: str = ""


@pytest.fixture(scope="module")
def life(models: Path, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Life:
    seen = Life(var=tmp_path_factory.mktemp("new") / "not" / "there" / "yet")
    shop = RunningShop(tmp_path_factory.mktemp("life"), models, BOT_VAR=str(seen.var), BRIDGE_CALLBACK_URL=receiver.url).start()
    records = Records(shop, f"sqlite:///{seen.var / 'shop.db'}")
    _die_in_the_middle(shop, records, seen)
    shop.start()
    _send_everything_again(shop, records, seen)
    wait_for(lambda: not any(row["state"] == "due" for shopper in SHOPPERS for row in records.said(shopper)), 30)
    seen.rows = {shopper: records.rows(shopper) for shopper in SHOPPERS}
    seen.posted = [id for shopper in SHOPPERS for posted in receiver.to(shopper) for id in posted.reply_ids]
    _ctrl_c(shop, seen)
    records.close()
    return seen


def _die_in_the_middle(shop: RunningShop, records: Records, seen: Life) -> None:
    """Greetings are answered or about to be, questions wait for a frozen action server, and everything dies."""
    def heard() -> set[tuple[str, str]]:
        return {(shopper, row["external_id"]) for shopper in SHOPPERS for row in records.heard(shopper)}

    with ThreadPoolExecutor(len(WRITTEN)) as pool:
        with frozen(shop, wait=False):
            sending = [pool.submit(post, shop, *key, text) for key, text in WRITTEN.items()]
            wait_for(lambda: len(heard()) >= len(WRITTEN) - 2, 7)
            shop.kill()
    seen.acknowledged = {(one.shopper, one.id): one.json for one in (s.result() for s in sending) if one.status == 200}
    seen.recorded, seen.pending_at_death = heard(), records.pending()


def _send_everything_again(shop: RunningShop, records: Records, seen: Life) -> None:
    """Half of the clients at once, while the server itself goes through what was left; everybody when that is done."""
    half = [key for n, key in enumerate(WRITTEN) if n % 2]
    answers = at_once([lambda key=key: post(shop, *key, WRITTEN[key]) for key in half])
    seen.sent_again_at_once = {(one.shopper, one.id): one.json for one in answers}
    wait_for(lambda: not records.pending(), 60)
    seen.sent_again_later = {key: post(shop, *key, text).json for key, text in WRITTEN.items()}
    seen.fetched = {shopper: shop.later(shopper)["replies"] for shopper in SHOPPERS}


def _ctrl_c(shop: RunningShop, seen: Life) -> None:
    log = len(shop.log())
    with socket.create_connection(("127.0.0.1", shop.port)):  # a browser that keeps its connection
        began = time.monotonic()
        seen.exit_status = shop.stop()
        seen.stopped_in = time.monotonic() - began
    seen.last_log = shop.log()[log:]
    seen.ports_are_free = not any(_is_taken(port) for port in (shop.port, shop.action_port))


def _is_taken(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def test_it_began_on_nothing_at_all(life: Life) -> None:
    assert (life.var / "shop.db").exists()


def test_it_died_in_the_middle(life: Life) -> None:
    assert len(life.recorded) >= 28 and life.acknowledged
    assert len(life.pending_at_death) >= 10, "questions that were recorded and never answered"
    assert set(life.acknowledged) <= life.recorded, "recorded before acknowledged"


def test_every_recorded_message_was_answered_exactly_once(life: Life) -> None:
    for shopper in SHOPPERS:
        assert_answered_once(life.rows[shopper], [id for s, id in WRITTEN if s == shopper])


def test_what_was_acknowledged_before_is_what_is_told_after(life: Life) -> None:
    for key, answer in life.acknowledged.items():
        assert outcome(life.sent_again_later[key]) == outcome(answer)


def test_whoever_sends_again_at_once_gets_the_same_as_later(life: Life) -> None:
    assert [a.get("error") for a in life.sent_again_at_once.values()] == [None] * len(life.sent_again_at_once)
    for key, answer in life.sent_again_at_once.items():
        assert outcome(life.sent_again_later[key]) == outcome(answer)


def test_every_reply_is_fetched_once_and_belongs_to_one_message(life: Life) -> None:
    for shopper in SHOPPERS:
        again = [reply["id"] for (s, _), answer in life.sent_again_later.items() if s == shopper for reply in answer["replies"]]
        fetched = [reply["id"] for reply in life.fetched[shopper]]
        assert len(fetched) == len(set(fetched)) and sorted(again) == sorted(fetched)


def test_what_nobody_waited_for_any_more_was_posted_once(life: Life) -> None:
    delivered = [str(row["seq"]) for rows in life.rows.values() for row in rows if row["state"] == "delivered"]
    assert life.posted and sorted(life.posted) == sorted(delivered)
    returned = {reply["id"] for answer in life.acknowledged.values() for reply in answer["replies"]}
    assert returned.isdisjoint(life.posted)


def test_ctrl_c_ended_everything_cleanly(life: Life) -> None:
    assert life.exit_status == 0 and life.ports_are_free and life.stopped_in < 15
    assert "已停止" in life.last_log
    assert not [word for word in ("Traceback", "ERROR", "Error", "exception") if word in life.last_log]


def outcome(answer: dict[str, Any]) -> tuple:
    """The holder may have changed since; what was said may not."""
    return answer["merged_into"], answer["replies"]
