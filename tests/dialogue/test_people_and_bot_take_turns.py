"""The bot is silent while a person has the conversation or is coming, and answers where nobody will."""

from __future__ import annotations

from typing import Any

from .hearing import heard
from .talking import HELD, Talk, texts


async def test_while_a_person_is_awaited_the_bot_is_silent_and_everything_is_recorded(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    read = len(talk.agent.read)
    outcome = await talk("会起球吗", "ask_pilling")
    assert (outcome.holder, outcome.replies) == ("waiting", []) and len(talk.agent.read) == read
    assert [row["text"] for row in talk.transcript.history(HELD) if row["author"] == "shopper"] == ["转人工", "会起球吗"]


async def test_while_an_agent_holds_it_rasa_is_not_asked(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    talk.human.desk.take(HELD, "小李")
    talk.clock.moment = talk.clock.moment.replace(hour=23)
    outcome = await talk("会起球吗", "ask_pilling")
    assert (outcome.holder, outcome.replies, talk.agent.questions) == ("agent", [], [])


async def test_outside_hours_the_shopper_is_told_once_and_the_bot_goes_on() -> None:
    talk = Talk(hour=23)
    found = [await talk(text, intent) for text, intent in (("转人工", "ask_human"), ("会起球吗", "ask_pilling"), ("人工！", "ask_human"))]
    assert [texts(o) for o in found] == [["utter_handover_closed 明天 09:00", "utter_leave_word"], ["答ask_pilling"], ["utter_handover_already 明天 09:00"]]
    assert {o.holder for o in found} == {"bot"}
    assert len(talk.human.queue.all()) == 1


async def test_who_still_waits_when_the_shop_closes_is_told_and_answered(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    talk.clock.moment = talk.clock.moment.replace(hour=22, minute=5)
    outcome = await talk("会起球吗", "ask_pilling")
    assert texts(outcome) == ["utter_closed_meanwhile 明天 09:00", "答ask_pilling"] and outcome.holder == "bot"
    assert texts(await talk("多少钱", "ask_price")) == ["答ask_price"]
    assert len(talk.human.queue.all()) == 1, "the place in the queue is kept"


async def test_who_takes_it_while_the_bot_thinks_speaks_instead_of_the_bot(talk: Talk) -> None:
    desk = talk.human.desk
    talk.clock.moment = talk.clock.moment.replace(hour=23)
    await talk("转人工", "ask_human")

    def taken(question: dict[str, Any]) -> tuple[list, dict]:
        desk.take(HELD, "小李")
        return [{"text": "晚了一步"}], {}

    talk.agent.acts["ask_pilling"] = taken
    outcome = await talk("会起球吗", "ask_pilling")
    assert (outcome.holder, outcome.replies) == ("agent", [])
    assert "晚了一步" not in [row["text"] for row in talk.transcript.history(HELD)]


async def test_who_waits_may_call_the_person_off_and_is_answered_at_once(talk: Talk) -> None:
    await talk("转人工", "ask_human")
    talk.agent.hears["什么时候发货"] = heard("什么时候发货", "ask_ship_time", 0.95)
    outcome = await talk("不用人工了 什么时候发货", "ask_ship_time")
    assert texts(outcome) == ["utter_called_off", "答ask_ship_time"] and outcome.holder == "bot"
    assert talk.human.queue.all() == []
    assert [(c.kind, c.by) for c in talk.human.changes.of(HELD)][-1] == ("called_off", "shopper")


async def test_in_a_shop_where_people_answer_first_the_bot_only_queues(talk: Talk) -> None:
    talk.shop.content.settings.mode = "night_only"
    outcome = await talk("会起球吗", "ask_pilling")
    assert (texts(outcome), outcome.holder) == (["utter_first_open_next"], "waiting")
    assert talk.agent.questions == [] and talk.human.queue.all()[0].facts["wanted"] == "会起球吗"
