"""Every dialogue of this folder, held with the running shop: its name is what it claims."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.learning.dialogues.script import Dialogue, dialogues
from bot.learning.dialogues.talk import Talk
from tests.conversations.conftest import Place


def _case(dialogue: Dialogue) -> object:
    marks = [pytest.mark.xfail(reason=dialogue.xfail, strict=True)] if dialogue.xfail else []
    return pytest.param(dialogue, id=dialogue.id, marks=marks)


@pytest.mark.parametrize("dialogue", [_case(one) for one in dialogues()])
def test_the_dialogue_goes_as_its_name_says(dialogue: Dialogue, request: pytest.FixtureRequest) -> None:
    place: Place = request.getfixturevalue("by_night" if dialogue.closed else "by_day")

    async def say(shopper: str, **sent: Any) -> dict[str, Any]:
        return place.shop.say(shopper, **sent)

    talk = Talk(dialogue, place.facts, lambda shopper: place.records.ticket(shopper) is not None)
    wrong = asyncio.run(talk.hold(say))
    assert not wrong, "\n".join([f"{dialogue.id} {dialogue.name}", *talk.transcript, *wrong])


def test_there_are_dialogues_of_every_topic() -> None:
    topics = {one.id.rsplit("-", 1)[0] for one in dialogues()}
    assert {"size", "product", "shipping", "order", "logistics", "aftersales", "human", "mixed"} <= topics
    assert len({one.name for one in dialogues()}) == len(dialogues()) >= 40
