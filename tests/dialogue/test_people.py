"""Who is there and when: the truth, said once."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.storage import AtOnce
from bot.dialogue.people import WORDING, People
from bot.dialogue.understood import Understood

from .fakes import TUESDAY, Draft, FixedClock, Somebody, Unhurried, shop, talk, wording

ASKED = Understood("ask_human", 0.912345, "转人工", True)
EVENING = TUESDAY.replace(hour=23)


class Setting:
    """A shop at a moment of its day, with so many conversations waiting."""

    def __init__(self, at: Any = TUESDAY, *waiting: str, free: bool = True) -> None:
        self.clock, self.shop = FixedClock(at), shop()
        self.people = People(self.shop, self.clock, wording(self.shop), AtOnce(), Unhurried(), Somebody(free, *waiting))


async def test_in_hours_a_person_is_fetched_and_the_place_in_the_queue_told() -> None:
    draft = Draft()
    await Setting(TUESDAY, "web:a", "web:b").people.fetch(draft, "asked", ASKED)
    assert draft.said == ["utter_handover_open 前面2位"]
    assert (draft.handover.reason, draft.handover.wait, draft.handover.promised) == ("asked", True, None)
    assert (draft.handover.intent, draft.handover.confidence) == ("ask_human", 0.9123)


async def test_who_is_next_is_not_told_of_nobody_in_front() -> None:
    draft = Draft()
    await Setting(TUESDAY, "web:buyer").people.fetch(draft, "asked", ASKED)
    assert draft.said == ["utter_handover_open_next"]


@pytest.mark.parametrize("reason", WORDING)
@pytest.mark.parametrize("at, end", [(TUESDAY, "_open_next"), (EVENING, "_closed 明天 09:00")])
async def test_every_reason_has_words_of_its_own(reason: str, at: Any, end: str) -> None:
    draft = Draft()
    await Setting(at).people.fetch(draft, reason, ASKED)
    assert draft.said == [WORDING[reason] + end, *(["utter_leave_word"] if at == EVENING else [])]


async def test_fetching_a_person_ends_what_the_bot_was_asking() -> None:
    draft = Draft(memory={"awaiting": {"what": "order"}, "offered": [1], "missed": 2, "product": "P1"})
    await Setting().people.fetch(draft, "asked", ASKED)
    assert draft.memory == {"awaiting": None, "offered": None, "missed": 0, "product": "P1"}


async def test_outside_hours_the_ticket_waits_and_the_conversation_does_not() -> None:
    draft = Draft()
    await Setting(EVENING).people.fetch(draft, "asked", ASKED)
    assert draft.handover.wait is False
    assert draft.handover.promised == TUESDAY.replace(hour=9) + timedelta(days=1)
    assert draft.said == ["utter_handover_closed 明天 09:00", "utter_leave_word"]


async def test_outside_hours_the_opening_is_promised_once() -> None:
    setting, memory = Setting(EVENING), {}
    said = []
    for reason in ("asked", "asked", "unsure"):
        draft = Draft(memory=memory)
        await setting.people.fetch(draft, reason, ASKED)
        said += draft.said
        setting.clock.advance(minutes=20)
    assert said == ["utter_handover_closed 明天 09:00", "utter_leave_word", "utter_handover_already 明天 09:00", "utter_handover_already 明天 09:00"]


async def test_anger_after_the_promise_is_calmed_without_a_promise() -> None:
    setting, memory = Setting(EVENING), {}
    await setting.people.fetch(Draft(memory=memory), "asked", ASKED)
    for _ in range(2):
        draft = Draft(memory=memory)
        await setting.people.fetch(draft, "complaint", ASKED)
        assert draft.said == ["utter_complaint_already"] and draft.handover.reason == "complaint"


async def test_a_promise_that_is_over_is_made_anew() -> None:
    setting, memory = Setting(EVENING), {}
    await setting.people.fetch(Draft(memory=memory), "asked", ASKED)
    setting.clock.advance(days=1)
    draft = Draft(memory=memory)
    await setting.people.fetch(draft, "asked", ASKED)
    assert draft.said == ["utter_handover_closed 明天 09:00", "utter_leave_word"]


async def test_an_answer_that_needs_a_person_as_well_says_so_and_only_once_outside_hours() -> None:
    inside, memory = Draft(), {}
    await Setting(TUESDAY, "web:a").people.after_answer(inside, "quality", ASKED)
    assert inside.said == ["utter_follow_up_open 前面1位"] and inside.handover.wait
    setting = Setting(EVENING)
    for draft, said in ((Draft(memory=memory), ["utter_follow_up_closed 明天 09:00", "utter_leave_word"]), (Draft(memory=memory), [])):
        await setting.people.after_answer(draft, "quality", ASKED)
        assert draft.said == said and draft.handover.reason == "quality" and not draft.handover.wait


async def test_when_records_cannot_be_read_there_is_one_honest_sentence_and_a_person() -> None:
    setting, draft = Setting(), Draft()
    await setting.people.failed(draft, ASKED)
    await setting.people.failed(draft, ASKED)
    assert draft.said == ["utter_trouble_open_next"] and draft.handover.reason == "failure"


async def test_a_person_already_fetched_is_not_fetched_again_for_a_failure() -> None:
    setting, draft = Setting(), Draft()
    await setting.people.fetch(draft, "complaint", ASKED)
    await setting.people.failed(draft, ASKED)
    assert draft.handover.reason == "complaint" and len(draft.said) == 1


@pytest.mark.parametrize("holder, inside, outside", [("bot", True, True), ("waiting", False, True), ("agent", False, False), ("closed", False, False)])
def test_the_bot_is_silent_while_somebody_is_coming_or_there(holder: str, inside: bool, outside: bool) -> None:
    assert Setting(TUESDAY).people.speak_here(talk(holder)) is inside
    assert Setting(EVENING).people.speak_here(talk(holder)) is outside


async def test_a_shop_that_closes_while_somebody_waits_says_so_and_the_bot_goes_on() -> None:
    setting, draft = Setting(EVENING), Draft(talk("waiting"))
    setting.people.nobody_there(draft)
    assert draft.release and draft.handover is None, "the ticket that waits stays as it is"
    assert draft.said == ["utter_closed_meanwhile 明天 09:00"]
    assert draft.replies[0].author == "notice"
    again = Draft(memory=draft.memory)
    await setting.people.fetch(again, "asked", ASKED)
    assert again.said == ["utter_handover_already 明天 09:00"], "the opening was promised a moment ago"


@pytest.mark.parametrize("hour, closed, words", [
    (7, (), "今天 09:00"), (23, (), "明天 09:00"), (23, (25,), "后天 09:00"), (23, (25, 26), "11月27日（周五）09:00"), (7, (24, 25, 26, 27, 28), "11月29日（周日）09:00"),
])  # fmt: skip
async def test_the_opening_is_told_in_the_words_people_use(hour: int, closed: tuple[int, ...], words: str) -> None:
    setting, draft = Setting(TUESDAY.replace(hour=hour)), Draft()
    setting.shop.content.hours.closed = {date(2026, 11, day) for day in closed}
    await setting.people.fetch(draft, "asked", ASKED)
    assert draft.said[0] == f"utter_handover_closed {words}"


async def test_a_reply_carries_what_led_to_it() -> None:
    draft = Draft()
    await Setting().people.fetch(draft, "asked", ASKED)
    (spoken,) = draft.replies
    assert (spoken.author, spoken.intent, spoken.confidence, spoken.reply) == ("bot", "ask_human", 0.9123, "utter_handover_open_next")


async def test_a_shop_without_the_wording_still_gets_its_ticket() -> None:
    setting, draft = Setting(), Draft()
    setting.shop.content = SimpleNamespace(**{**vars(setting.shop.content), "replies": {}})
    await setting.people.fetch(draft, "asked", ASKED)
    assert draft.said == [] and draft.handover.reason == "asked"


@pytest.mark.parametrize("mode, free, at, first", [
    ("robot_first", True, TUESDAY, False), ("human_first", True, TUESDAY, True), ("human_first", False, TUESDAY, False),
    ("night_only", False, TUESDAY, True), ("human_first", True, EVENING, False), ("night_only", True, EVENING, False),
])  # fmt: skip
async def test_who_answers_first_is_the_shops_setting(mode: str, free: bool, at: Any, first: bool) -> None:
    setting = Setting(at, free=free)
    setting.shop.content.settings.mode = mode
    assert await setting.people.take_first(Draft()) is first


async def test_what_a_person_gave_back_to_the_bot_stays_with_the_bot() -> None:
    setting = Setting()
    setting.shop.content.settings.mode = "night_only"
    assert not await setting.people.take_first(Draft(memory={"given_back": True}))
