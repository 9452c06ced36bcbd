"""200 shoppers and ten agents, a quarter of an hour in 75 seconds: nobody is lost, nothing is said twice, and the bot does not talk over people.

$BUSY_SEED chooses another afternoon; what fails names its seed."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from typing import Any, Iterator

import pytest
from sqlalchemy import select

from bot.handoff.tables import messages
from bot.stores.database import reading
from tests.load.busy import Busy, a_busy_quarter
from tests.load.conftest import Staffed
from tests.load.ledger import Ledger
from tests.load.people import Deed

SEED = int(os.environ.get("BUSY_SEED", "4"))
ANSWERED_WITHIN = timedelta(seconds=20)
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def busy(staffed: Staffed) -> Busy:
    return a_busy_quarter(staffed.shop, staffed.records, staffed.passwords, SEED)


@pytest.fixture(scope="module")
def ledger(staffed: Staffed, busy: Busy) -> Ledger:
    return Ledger(staffed.records)


@pytest.fixture(scope="module")
def rows(staffed: Staffed, busy: Busy) -> Rows:
    """Everything both sides said, by conversation."""
    found: Rows = {f"bridge:{one.shopper}": [] for one in busy.shoppers}
    with reading(staffed.records.engine) as db:
        for row in db.execute(select(messages).order_by(messages.c.seq)).mappings():
            found.get(row["conversation"], []).append(dict(row))
    return found


@pytest.fixture(autouse=True)
def seed_is_told(busy: Busy) -> Iterator[None]:
    print(f"BUSY_SEED={busy.seed}")
    yield


def deeds(busy: Busy, *kinds: str) -> list[Deed]:
    return [deed for agent in busy.agents for deed in agent.deeds if deed.kind in kinds]


def test_it_was_busy(busy: Busy, ledger: Ledger) -> None:
    """Else the rest proves nothing."""
    assert [one.trouble for one in (*busy.shoppers, *busy.agents) if one.trouble] == []
    assert all(len(one.written) == len(one.plan) for one in busy.shoppers)
    done = Counter(deed.kind for deed in deeds(busy, "next", "reply", "note", "transfer", "give_back", "end", "take_over") if deed.status == 200)
    assert done["reply"] >= 120 and done["next"] >= 80, done
    assert min(done[kind] for kind in ("note", "transfer", "give_back", "end", "take_over")) >= 3, done
    assert ledger.count("opened") >= 80


def test_everything_was_taken_or_refused_with_a_sentence(busy: Busy) -> None:
    assert {answer.status for one in busy.shoppers for written in one.written for answer in written.answers} == {200}
    assert {deed.status for agent in busy.agents for deed in agent.deeds} <= {200, 409}
    assert [deed for agent in busy.agents for deed in agent.deeds if deed.status == 409 and '"problem":"' not in deed.problem] == []


def test_every_agents_reply_reaches_its_shopper_once_and_in_order(busy: Busy, rows: Rows) -> None:
    fetched = {f"bridge:{one.shopper}": [r["text"] for r in one.fetched if r["author"] == "agent"] for one in busy.shoppers}
    where = {row["external_id"]: conversation for conversation, said in rows.items() for row in said if row["author"] == "agent"}
    accepted, refused = ({deed.id: deed for deed in deeds(busy, "reply") if (deed.status == 200) == good} for good in (True, False))
    assert set(where) == {f"desk:{id}" for id in accepted}, "what was acknowledged is kept, and nothing else"
    assert not {f"desk:{id}" for id in refused if id not in accepted} & set(where)
    for conversation, texts in fetched.items():
        said = [row for row in rows[conversation] if row["author"] == "agent"]
        assert texts == [row["text"] for row in said] and len(texts) == len(set(texts))
        for agent in {row["said_by"] for row in said}:
            mine = [deed for deed in accepted.values() if deed.agent == agent and where[f"desk:{deed.id}"] == conversation]
            in_order = [deed.text for deed in sorted(mine, key=lambda deed: deed.acknowledged)]
            assert [row["text"] for row in said if row["said_by"] == agent] == in_order


def test_every_shopper_fetches_everything_once_and_in_order(busy: Busy, rows: Rows) -> None:
    for one in busy.shoppers:
        said = [row for row in rows[f"bridge:{one.shopper}"] if row["author"] != "shopper"]
        assert [reply["id"] for reply in one.fetched] == [str(row["seq"]) for row in said]
        assert [(reply["author"], reply["text"]) for reply in one.fetched] == [(row["author"], row["text"]) for row in said]


def test_every_message_is_kept_once_and_answered_once_or_left_to_a_person(busy: Busy, rows: Rows, ledger: Ledger) -> None:
    for one in busy.shoppers:
        conversation = f"bridge:{one.shopper}"
        heard = {row["external_id"]: row for row in rows[conversation] if row["author"] == "shopper"}
        assert [row["external_id"] for row in rows[conversation] if row["author"] == "shopper"] == [written.id for written in one.written]
        assert {row["state"] for row in heard.values()} == {"done"}
        for written in one.written:
            answers = [str(row["seq"]) for row in rows[conversation] if row["answers"] == written.id]
            for sent in written.answers:
                assert [reply["id"] for reply in sent.json["replies"]] == answers and sent.json["merged_into"] is None
            at = heard[written.id]["at"]
            people = [v for v in ledger.of(conversation) if v.opened < at + ANSWERED_WITHIN and (v.closed is None or v.closed > at)]
            assert answers or people, f"{written} was answered by nobody"


def test_the_bot_says_nothing_while_a_person_holds_or_is_awaited(rows: Rows, ledger: Ledger) -> None:
    spoken = 0
    for conversation, said in rows.items():
        for visit in ledger.of(conversation):
            inside = [row for row in said if row["author"] == "bot" and visit.covers(row["at"])]
            spoken += len(inside)
            assert {row["answers"] for row in inside} <= {row["answers"] for row in inside[:1]}, "but the words of the handover itself"
            assert not inside or visit.by == "bot" and inside[-1]["at"] - visit.opened < timedelta(seconds=1)
            assert [row for row in inside if visit.holder(row["at"])] == []
    assert spoken


def test_no_two_agents_ever_held_one_shopper(busy: Busy, rows: Rows, ledger: Ledger) -> None:
    assert ledger.wrong == []
    for conversation, said in rows.items():
        for row in said:
            if row["author"] == "agent":
                visit = ledger.at(conversation, row["at"])
                assert visit and visit.holder(row["at"]) == row["said_by"]


def test_whoever_is_a_persons_has_one_open_ticket_at_every_moment(busy: Busy) -> None:
    assert busy.wrong == []


def test_the_queue_empties_and_every_desk_shows_it_empty(busy: Busy, ledger: Ledger) -> None:
    assert busy.drained
    assert [visit for visits in ledger.visits.values() for visit in visits if visit.closed is None] == []
    assert {name for queue in busy.queues for name, group in queue.items() if group} == set()


def test_every_desk_heard_of_every_conversation(busy: Busy, rows: Rows) -> None:
    for agent in busy.agents:
        assert set(rows) <= agent.ear.changed and agent.ear.ended is None, agent.ear.ended
        marks = [heard.mark for heard in agent.ear.heard if heard.mark]
        assert marks == sorted(marks, key=lambda mark: (mark.message, mark.change)), "never back"


def test_the_server_had_nothing_to_complain_about(busy: Busy) -> None:
    assert [line for line in busy.log.splitlines() if any(word in line for word in ("Traceback", "ERROR", "Error", "exception"))] == []
