"""Fragments are answered together, turns of one conversation one after another, and everybody gets an outcome."""

from __future__ import annotations

import asyncio
from typing import Optional

import pytest

from bot.channels.gathering import LONGEST_WAITS, Gathering
from bot.handoff import Incoming, Outcome, Spoken

WINDOW = 0.1  # seconds; gaps within a batch are a fifth of it, so that a busy machine does not tear it apart


class Answering:
    """Answers a batch by naming its messages; takes `seconds`, fails for texts in `breaks`."""

    def __init__(self, seconds: float = 0, breaks: tuple[str, ...] = ()) -> None:
        self.seconds = seconds
        self.breaks = breaks
        self.turns: list[tuple[str, list[str], bool]] = []
        self.under_way: dict[str, int] = {}
        self.most_at_once = 0

    async def __call__(self, conversation: str, messages: list[Incoming], owed: bool) -> Outcome:
        self.under_way[conversation] = self.under_way.get(conversation, 0) + 1
        assert self.under_way[conversation] == 1, "two turns of one conversation overlap"
        self.most_at_once = max(self.most_at_once, sum(self.under_way.values()))
        self.turns.append((conversation, [m.id for m in messages], owed))
        await asyncio.sleep(self.seconds)
        self.under_way[conversation] -= 1
        if any(m.text in self.breaks for m in messages):
            raise RuntimeError("this turn broke")
        return Outcome(conversation, "bot", None, [Spoken("+".join(m.text for m in messages))])


def message(id: str, text: Optional[str] = None) -> Incoming:
    return Incoming(id, "buyer", text=id if text is None else text)


def shown(outcome: Outcome) -> tuple:
    return outcome.merged_into, [s.text for s in outcome.replies]


async def test_fragments_within_the_window_get_one_answer_on_the_last_of_them() -> None:
    answer = Answering()
    gathering = Gathering(WINDOW, answer)
    tasks = []
    for name in ("a", "b", "c"):
        tasks.append(gathering.add("one", message(name)))
        await asyncio.sleep(WINDOW / 5)
    found = [shown(o) for o in await asyncio.gather(*tasks)]
    assert found == [("c", []), ("c", []), (None, ["a+b+c"])]
    assert answer.turns == [("one", ["a", "b", "c"], False)]


async def test_a_pause_longer_than_the_window_ends_the_batch() -> None:
    answer = Answering()
    gathering = Gathering(WINDOW, answer)
    first = gathering.add("one", message("a"))
    await first
    second = gathering.add("one", message("b"))
    assert shown(await first) == (None, ["a"]) and shown(await second) == (None, ["b"])


async def test_a_message_that_comes_while_an_answer_is_made_is_answered_after_it() -> None:
    answer = Answering(seconds=3 * WINDOW)
    gathering = Gathering(WINDOW, answer)
    first = gathering.add("one", message("a"))
    await asyncio.sleep(2 * WINDOW)
    assert answer.turns == [("one", ["a"], False)], "a is being answered"
    second = gathering.add("one", message("b"))
    assert [shown(o) for o in await asyncio.gather(first, second)] == [(None, ["a"]), (None, ["b"])]


async def test_a_shopper_who_never_stops_typing_is_answered_all_the_same() -> None:
    answer = Answering()
    gathering = Gathering(WINDOW, answer)
    loop = asyncio.get_running_loop()
    began = loop.time()
    first = gathering.add("one", message("0"))
    n = 0
    while not first.done():
        await asyncio.sleep(WINDOW / 5)
        n += 1
        assert n < 60
        gathering.add("one", message(str(n)))
    assert loop.time() - began < WINDOW * (LONGEST_WAITS + 2)
    assert len(answer.turns[0][1]) > 4


async def test_conversations_gather_and_answer_beside_each_other() -> None:
    answer = Answering(seconds=WINDOW / 2)
    gathering = Gathering(WINDOW / 2, answer)
    found = await asyncio.gather(*(gathering.add(f"talk {n}", message("a")) for n in range(20)))
    assert [shown(o) for o in found] == [(None, ["a"])] * 20
    assert answer.most_at_once > 1


async def test_without_merging_every_message_gets_its_own_answer_in_order() -> None:
    answer = Answering(seconds=0.002)
    gathering = Gathering(0, answer)
    names = [str(n) for n in range(12)]
    found = await asyncio.gather(*(gathering.add("one", message(name)) for name in names))
    assert [shown(o) for o in found] == [(None, [name]) for name in names]
    assert [turn[1] for turn in answer.turns] == [[name] for name in names]


@pytest.mark.parametrize("seconds", [0, 0.02])
async def test_turns_of_one_conversation_never_overlap(seconds: float) -> None:
    answer = Answering(seconds=0.005)
    gathering = Gathering(seconds, answer)
    tasks = []
    for n in range(10):
        tasks.append(gathering.add("one", message(f"m{n}")))
        tasks.append(asyncio.ensure_future(gathering.run("one", [message(f"r{n}")], owed=True)))
        await asyncio.sleep(0.003 * (n % 3))
    await asyncio.gather(*tasks)
    answered = [id for turn in answer.turns for id in turn[1]]
    assert sorted(answered) == sorted(f"{kind}{n}" for kind in "mr" for n in range(10)), "each exactly once"
    assert {owed for _, ids, owed in answer.turns for id in ids if id[0] == "r"} == {True}


async def test_a_client_that_hangs_up_stops_nobodys_answer() -> None:
    answer = Answering(seconds=WINDOW)
    gathering = Gathering(WINDOW, answer)
    left, stays = gathering.add("one", message("a")), gathering.add("one", message("b"))
    await asyncio.sleep(WINDOW * 1.5)
    left.cancel()
    assert shown(await stays) == (None, ["a+b"])
    assert len(answer.turns) == 1


async def test_a_turn_that_breaks_is_told_to_all_of_its_messages_and_the_next_one_works() -> None:
    gathering = Gathering(WINDOW, Answering(breaks=("b",)))
    broken = await asyncio.gather(gathering.add("one", message("a")), gathering.add("one", message("b")), return_exceptions=True)
    assert [type(e) for e in broken] == [RuntimeError, RuntimeError]
    assert shown(await gathering.add("one", message("c"))) == (None, ["c"])


@pytest.mark.parametrize("seconds", [0, 0.02])
async def test_nothing_is_kept_of_conversations_that_are_over(seconds: float) -> None:
    gathering = Gathering(seconds, Answering(breaks=("x",)))
    tasks = [gathering.add(f"talk {n % 7}", message(str(n), "x" if n == 3 else None)) for n in range(30)]
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)
    assert (gathering._open, gathering._busy) == ({}, {})
