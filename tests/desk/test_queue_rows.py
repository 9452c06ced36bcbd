"""Where a ticket stands in the list, and how pressing it looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.views.queue import QueueGroups, queue_groups
from bot.handoff import Ticket
from tests.stores.fakes import NOON

LIMITS = (60, 180, 300)


def left_word(**fields: Any) -> Ticket:
    """Somebody who came at night and was promised an answer at noon."""
    return Ticket(1, "web:a", "a", "open", "asked", None, None, NOON - timedelta(hours=12), NOON, None, "bot", "在吗", **fields)


def groups(ticket: Ticket, minutes: float) -> QueueGroups:
    return queue_groups([ticket], "小棉", NOON + timedelta(minutes=minutes), LIMITS, {})


def test_who_left_word_at_night_stands_apart_until_the_promise_is_due() -> None:
    found = groups(left_word(), -1)
    assert not found.waiting and [(row.colour, row.overdue) for row in found.promised] == [(0, False)]


def test_a_promise_that_is_due_waits_with_the_others_in_red_and_counts_from_the_promise() -> None:
    found = groups(left_word(), 5)
    assert not found.promised and [(row.colour, row.overdue, row.waited) for row in found.waiting] == [(3, True, 300)]
