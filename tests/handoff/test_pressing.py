"""What a shopper says after the promise of the night may make their ticket more pressing, and never less."""

from __future__ import annotations

from typing import Callable

import pytest

from bot.handoff import Changes, Handover, Queue, Triage

from .hands import OPENS
from .talking import Talk

THREAT = Triage("order", "投诉", 80, [{"code": "threat", "points": 50, "words": "12315"}])


def night(talk: Talk, id: str, triage: Triage, reason: str = "complaint") -> None:
    talk.hears(id)
    talk.answers(id, says=(), handover=Handover(reason, wait=False, promised=OPENS, triage=triage))


def test_who_threatens_after_asking_comes_first_in_the_morning(shopper: Callable[[str], Talk], queue: Queue, log: Changes) -> None:
    first, second = shopper("a"), shopper("b")
    first.asks_for_a_person(promised=OPENS, triage=Triage(priority=10))
    second.asks_for_a_person(promised=OPENS, triage=Triage(team="售前"))
    night(second, "m-2", THREAT)
    assert [t.shopper for t in queue.waiting()] == ["b", "a"]
    ticket = queue.waiting()[0]
    assert (ticket.team, ticket.priority, [why["code"] for why in ticket.because], ticket.reason) == ("投诉", 80, ["threat"], "asked")
    assert [(c.kind, c.by, c.detail["priority"]) for c in log.of(second.id)][-1] == ("pressed", "bot", 80)


@pytest.mark.parametrize("later", [Triage(team="售后"), Triage(team="售后", priority=80)])
def test_nobody_comes_later_for_a_calmer_word(talk: Talk, queue: Queue, log: Changes, later: Triage) -> None:
    talk.asks_for_a_person(promised=OPENS, triage=THREAT)
    before = log.of(talk.id)
    night(talk, "m-2", later, "asked")
    assert (queue.all()[0].priority, queue.all()[0].team) == (80, "投诉") and log.of(talk.id) == before


def test_who_is_angry_at_closing_time_is_pressing_as_well(talk: Talk, queue: Queue) -> None:
    talk.asks_for_a_person()
    talk.hears("m-2")
    talk.answers("m-2", says=(), release=True, memory={"promised": OPENS.isoformat()},
                 handover=Handover("complaint", wait=False, promised=OPENS, triage=THREAT))
    ticket = queue.all()[0]
    assert (ticket.priority, ticket.promised, ticket.holder) == (80, OPENS, "bot")


def test_a_chat_name_and_a_number_are_both_kept_once(talk: Talk, queue: Queue) -> None:
    talk.asks_for_a_person(promised=OPENS)
    for n, contact in enumerate(("微信 abc_123", "13800001201", "13800001201", "x" * 500)):
        talk.hears(f"c-{n}")
        talk.answers(f"c-{n}", contact=contact)
        if n == 2:
            assert queue.all()[0].contact == "微信 abc_123；13800001201"
    assert len(queue.all()[0].contact) == 400
