"""Every dialogue of this folder, held with the running shop: its name is what it claims."""

from __future__ import annotations

import pytest

from tests.conversations.script import Dialogue, dialogues
from tests.conversations.talk import Talk


def _case(dialogue: Dialogue) -> object:
    marks = [pytest.mark.xfail(reason=dialogue.xfail, strict=True)] if dialogue.xfail else []
    return pytest.param(dialogue, id=dialogue.id, marks=marks)


@pytest.mark.parametrize("dialogue", [_case(one) for one in dialogues()])
def test_the_dialogue_goes_as_its_name_says(dialogue: Dialogue, request: pytest.FixtureRequest) -> None:
    talk = Talk(dialogue, *request.getfixturevalue("by_night" if dialogue.closed else "by_day"))
    wrong = talk.hold()
    assert not wrong, "\n".join([f"{dialogue.id} {dialogue.name}", *talk.transcript, *wrong])


def test_there_are_dialogues_of_every_topic() -> None:
    topics = {one.id.rsplit("-", 1)[0] for one in dialogues()}
    assert {"size", "product", "shipping", "order", "logistics", "aftersales", "human", "mixed"} <= topics
    assert len({one.name for one in dialogues()}) == len(dialogues()) >= 40
