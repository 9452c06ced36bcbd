"""The conversation in one order: what was said, who had it, what colleagues noted; and long ones a stretch at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from bot.desk.views.lines import talk_of
from bot.handoff import Change
from tests.channels.serving import Serving
from tests.stores.fakes import NOON

from .conftest import come, newest, press


def row(seq: int, minutes: float, author: str = "shopper", **more: Any) -> dict[str, Any]:
    fields = ("said_by", "intent", "confidence", "buttons", "card", "product", "order_number", "image_url")
    return {**dict.fromkeys(fields), "seq": seq, "author": author, "text": str(seq), "kind": "text", "at": NOON + timedelta(minutes=minutes), **more}


def change(id: int, minutes: float, kind: str) -> Change:
    return Change(id, NOON + timedelta(minutes=minutes), kind, "web:a", 1, "小棉", {})


def keys(*args: Any, **named: Any) -> list[str]:
    return [line.key for line in talk_of(*args, None, {}, **named).lines]


def test_changes_and_notes_stand_where_they_happened_and_a_change_before_what_it_led_to() -> None:
    notes = [{"by": "小棉", "text": "x", "at": NOON + timedelta(minutes=2)}]
    assert keys([row(1, 0), row(2, 1), row(3, 3)], notes, [change(1, 1, "opened"), change(2, 2, "taken")], full=False) == ["m1", "c1", "m2", "c2", "n0", "m3"]


def test_what_was_said_keeps_its_order_when_the_clock_was_set_back() -> None:
    said = keys([row(1, 5), row(2, 1), row(3, 2)], [], [change(1, 5, "opened"), change(2, 1, "taken")], full=False)
    assert [key for key in said if key[0] == "m"] == ["m1", "m2", "m3"]


def test_a_code_nobody_knows_is_left_out_of_the_lines() -> None:
    assert keys([row(1, 0)], [], [change(1, 0, "told"), change(2, 0, "something new")], full=False) == ["m1"]


def test_a_stretch_has_the_changes_of_its_own_time_only() -> None:
    log = [change(1, 0, "opened"), change(2, 4, "taken"), change(3, 9, "ended")]
    assert keys([row(7, 3), row(8, 5)], [], log, full=True, until=NOON + timedelta(minutes=8)) == ["m7", "c2", "m8"]


def test_a_long_conversation_is_read_backwards_without_gap_or_repetition(serving: Serving, agent: httpx.Client) -> None:
    shopper = come(serving)
    id = newest(serving)
    press(agent, id, "take")
    conversation = serving.parts.human.queue.one(id).conversation
    for n in range(230):
        serving.parts.human.desk.reply(conversation, "小棉", f"第{n}句话")
    page = agent.get(f"/desk/tickets/{id}").text
    assert "第229句话" in page and "第30句话" in page and "第29句话" not in page
    before = page.split('data-before="')[1].split('"')[0]
    older = agent.get(f"/desk/tickets/{id}/talk", params={"before": before}).text
    assert "第29句话" in older and "第30句话" not in older and "转人工：要求人工" in older and "更早的" not in older
    assert "第29句话" in agent.get(f"/desk/tickets/{id}", params={"before": before}).text
    shopper.close()
