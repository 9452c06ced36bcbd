"""kill -9 while an agent talks, on the same database again: nothing is lost or doubled, the bot does not speak, the holder stays,
the sign-in holds, and the open desk hears what it missed. In the end Ctrl-C, with ten desks open."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Callable

import httpx
import pytest
from sqlalchemy import select

from bot.desk.accounts import add
from bot.handoff import Mark
from bot.handoff.tables import conversations
from bot.stores.database import reading
from tests.agents import Agent, Ear
from tests.faults.conftest import frozen, wait_for
from tests.faults.records import Records
from tests.faults.together import post
from tests.running import STOP_SECONDS, RunningShop

TALKING, WAITING, TAKEN_OVER, WITH_BOT = "talking", "waiting", "taken-over", "with-bot"
EVERYBODY = (TALKING, WAITING, TAKEN_OVER, WITH_BOT)
WRITERS, OPEN_DESKS = 6, 10


@dataclass
class Life:
    """What was seen at each point."""

    holders: dict[str, list[tuple]] = field(default_factory=dict)  # before, after, at the end
    tickets: dict[str, list[tuple]] = field(default_factory=dict)
    tried: dict[str, set[str]] = field(default_factory=lambda: {"message": set(), "reply": set()})
    acknowledged: dict[str, list[str]] = field(default_factory=lambda: {"message": [], "reply": []})
    pending_at_death: list[str] = field(default_factory=list)
    rows_at_death: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fetched: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)
    told_again: set[str] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)  # known before, told after
    signed_in_again: int = 0
    again: list[int] = field(default_factory=list)
    exit_status: int = -1
    stopped_in: float = 0.0
    streams: list[Any] = field(default_factory=list)
    last_log: str = ""


@pytest.fixture(scope="module")
def life(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Life:
    seen, folder = Life(), tmp_path_factory.mktemp("agent")
    shop = RunningShop(folder, models, SECRET_KEY="").start()  # the key is made at first start, as in a shop that sets none
    records = Records(shop)
    agent = Agent(shop.base, "小棉", add(records.engine, "小棉"))
    supervisor_password = add(records.engine, "主管", role="supervisor")
    supervisor = Agent(shop.base, "主管", supervisor_password)
    ticket = _begin(shop, records, agent)
    ear = Ear(agent, agent.mark).until(lambda ear: bool(ear.last))
    _note(records, seen)
    _die_in_the_middle(shop, records, agent, supervisor, ticket, seen)
    known = ear.last
    seen.rows_at_death, seen.pending_at_death = {s: records.rows(s) for s in EVERYBODY}, records.pending()
    seen.missed = {f"bridge:{s}" for s in EVERYBODY for row in seen.rows_at_death[s] if row["seq"] > int(known.partition("-")[0])}
    shop.start()
    _go_on(shop, records, agent, ticket, known, seen)
    seen.signed_in_again = Agent(shop.base, "主管", supervisor_password).http.get("/desk/").status_code
    seen.rows, seen.fetched = {s: records.rows(s) for s in EVERYBODY}, {s: shop.later(s)["replies"] for s in EVERYBODY}
    _ctrl_c(shop, (agent, supervisor), seen)
    records.close()
    return seen


def _begin(shop: RunningShop, records: Records, agent: Agent) -> int:
    """One shopper talks to the agent, one waits, two are the bot's."""
    for shopper in (TALKING, WAITING):
        assert shop.say(shopper, "转人工", id=f"{shopper}-asks")["holder"] == "waiting"
    assert shop.say(WITH_BOT, "在吗", id=f"{WITH_BOT}-asks")["replies"]
    shop.say(TAKEN_OVER, "在吗", id=f"{TAKEN_OVER}-greets")
    ticket = records.ticket(TALKING).id
    assert agent.press(f"tickets/{ticket}/take").status_code == 200
    assert agent.press(f"tickets/{ticket}/reply", text="您好，我是小棉", id="r0").status_code == 200
    return ticket


def _note(records: Records, seen: Life) -> None:
    with reading(records.engine) as db:
        rows = {row.shopper: (row.holder, row.agent, row.version) for row in db.execute(select(conversations))}
    for shopper in EVERYBODY:
        ticket = records.ticket(shopper)
        seen.holders.setdefault(shopper, []).append(rows[shopper])
        seen.tickets.setdefault(shopper, []).append((ticket.id, ticket.state, ticket.agent, ticket.opened_at) if ticket else None)


def _die_in_the_middle(shop: RunningShop, records: Records, agent: Agent, supervisor: Agent, ticket: int, seen: Life) -> None:
    """Shopper and agent write without a pause; a question of another shopper is being answered when a supervisor takes it over."""
    with ThreadPoolExecutor(WRITERS + 3) as pool, frozen(shop, wait=False):
        over = Event()
        asking = pool.submit(post, shop, TAKEN_OVER, f"{TAKEN_OVER}-asks", "我的快递到哪了")
        wait_for(lambda: f"{TAKEN_OVER}-asks" in records.pending(), 7)
        assert supervisor.press("take-over", conversation=f"bridge:{TAKEN_OVER}").status_code == 200
        writing = [pool.submit(_write, "message", n, over, seen, lambda id: post(shop, TALKING, id, f"还在吗 {id}").status) for n in range(WRITERS)]
        writing.append(pool.submit(_write, "reply", 0, over, seen, lambda id: _reply(agent, ticket, id)))
        wait_for(lambda: min(map(len, seen.acknowledged.values())) >= 12, 20)
        shop.kill()
        over.set()
        assert asking.result().status == 0, "its answer was still being made"
        for one in writing:
            one.result()
    _note(records, seen)


def _write(kind: str, writer: int, over: Event, seen: Life, send: Callable[[str], int]) -> None:
    number = 0
    while not over.is_set():
        number += 1
        id = f"{kind}{writer}x{number}"
        seen.tried[kind].add(id)
        if send(id) != 200:
            return
        seen.acknowledged[kind].append(id)


def _reply(agent: Agent, ticket: int, id: str) -> int:
    try:
        return agent.press(f"tickets/{ticket}/reply", text=f"在的 {id}。", id=id).status_code
    except httpx.TransportError:
        return 0


def _go_on(shop: RunningShop, records: Records, agent: Agent, ticket: int, known: str, seen: Life) -> None:
    """The old page hears what it missed and sends again what nobody acknowledged, by the cookie it has."""
    ear = Ear(agent, agent.mark, last=known).until(lambda ear: bool(ear.last))
    seen.told_again, seen.marks = set(ear.heard[0].changed), [Mark.read(known), ear.heard[0].mark]
    wait_for(lambda: not records.pending(), 30)
    _note(records, seen)
    seen.again = [_reply(agent, ticket, id) for id in _to_be_sent_again(seen, "reply")]
    seen.again += [post(shop, TALKING, id, f"还在吗 {id}").status for id in _to_be_sent_again(seen, "message")]
    seen.again.append(_reply(agent, ticket, "last"))
    assert shop.say(TALKING, "好的谢谢", id="thanks") == {"conversation": f"bridge:{TALKING}", "holder": "agent", "merged_into": None, "replies": []}
    assert shop.say(WITH_BOT, "会不会起球", id=f"{WITH_BOT}-again")["replies"]
    ear.close()


def _to_be_sent_again(seen: Life, kind: str) -> list[str]:
    """What nobody acknowledged, and the last that was: who waits for an answer cannot always know."""
    return [*sorted(seen.tried[kind] - set(seen.acknowledged[kind])), seen.acknowledged[kind][-1]]


def _ctrl_c(shop: RunningShop, agents: tuple[Agent, Agent], seen: Life) -> None:
    log = len(shop.log())
    ears = [Ear(agents[n % 2]).until(lambda ear: bool(ear.last)) for n in range(OPEN_DESKS)]
    began = time.monotonic()
    seen.exit_status = shop.stop()
    seen.stopped_in = time.monotonic() - began
    for ear in ears:
        ear.wait()
    seen.streams, seen.last_log = [ear.ended for ear in ears], shop.log()[log:]


def test_messages_and_replies_were_under_way_when_it_died(life: Life) -> None:
    assert all(len(life.acknowledged[kind]) >= 12 for kind in ("message", "reply"))
    assert all(life.tried[kind] - set(life.acknowledged[kind]) for kind in ("message", "reply"))
    assert f"{TAKEN_OVER}-asks" in life.pending_at_death


def test_whatever_was_acknowledged_just_before_is_there(life: Life) -> None:
    rows = life.rows_at_death[TALKING]
    assert set(life.acknowledged["message"]) <= {row["external_id"] for row in rows if row["author"] == "shopper"}
    assert {f"desk:{id}" for id in life.acknowledged["reply"]} <= {row["external_id"] for row in rows if row["author"] == "agent"}


def test_what_was_sent_again_is_there_once(life: Life) -> None:
    rows = life.rows[TALKING]
    assert set(life.again) == {200}
    heard = [row["external_id"] for row in rows if row["author"] == "shopper"]
    assert sorted(heard) == sorted([f"{TALKING}-asks", *life.tried["message"], "thanks"])
    assert {row["state"] for row in rows if row["author"] == "shopper"} == {"done"}
    said = [row["external_id"] for row in rows if row["author"] == "agent"]
    assert sorted(said) == sorted(f"desk:{id}" for id in ("r0", *life.tried["reply"], "last"))


def test_the_shopper_fetches_every_reply_once_and_in_order(life: Life) -> None:
    replies = [reply["text"] for reply in life.fetched[TALKING] if reply["author"] == "agent"]
    written = sorted(life.tried["reply"], key=lambda id: int(id.partition("x")[2]))
    assert replies == ["您好，我是小棉", *(f"在的 {id}。" for id in written), "在的 last。"]


def test_the_bot_answers_nothing_that_is_a_persons(life: Life) -> None:
    for shopper in (TALKING, WAITING):
        assert {row["answers"] for row in life.rows[shopper] if row["author"] == "bot"} == {f"{shopper}-asks"}, "only the handover itself"
    assert {row["answers"] for row in life.rows[TAKEN_OVER] if row["author"] == "bot"} == {f"{TAKEN_OVER}-greets"}
    assert life.rows[TAKEN_OVER][-1]["external_id"] == f"{TAKEN_OVER}-asks" and life.rows[TAKEN_OVER][-1]["state"] == "done"
    assert [row["answers"] for row in life.rows[WITH_BOT] if row["author"] == "bot"][-1] == f"{WITH_BOT}-again", "but what is its own"


def test_everybody_is_whose_they_were(life: Life) -> None:
    assert life.holders[TALKING][0][:2] == ("agent", "小棉") and life.holders[WAITING][0][0] == "waiting"
    for shopper in (TALKING, WAITING, WITH_BOT):
        assert len(set(life.holders[shopper])) == 1 and len(set(life.tickets[shopper])) == 1, shopper
    assert life.holders[TAKEN_OVER][1] == life.holders[TAKEN_OVER][2] and life.holders[TAKEN_OVER][1][:2] == ("agent", "主管")
    assert life.tickets[TAKEN_OVER][1] == life.tickets[TAKEN_OVER][2]


def test_the_open_desk_hears_what_it_missed(life: Life) -> None:
    assert f"bridge:{TALKING}" in life.missed, "something was said after the last mark it heard"
    assert life.missed <= life.told_again and life.marks[0].message < life.marks[1].message


def test_one_can_sign_in_again(life: Life) -> None:
    assert life.signed_in_again == 200


def test_ctrl_c_ends_ten_open_desks_in_time_and_in_peace(life: Life) -> None:
    assert life.exit_status == 0 and life.stopped_in < STOP_SECONDS
    assert life.streams == [""] * OPEN_DESKS
    assert "已停止" in life.last_log
    assert not [word for word in ("Traceback", "ERROR", "Error", "exception") if word in life.last_log]
