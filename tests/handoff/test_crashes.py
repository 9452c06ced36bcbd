"""A crash in the middle of anything a person or the clock does leaves nothing half done."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from sqlalchemy.engine import Engine

from bot.handoff import Customers, Desk, Presence, Rating, Spoken
from bot.handoff import tables as t
from bot.handoff.tables import agents
from bot.stores import reading

from .hands import OPENS, Shift
from .talking import Talk

TABLES = (t.conversations, t.messages, t.tickets, t.changes, t.notes, t.customers)


class PowerCut(BaseException):
    """Nothing catches it."""


def everything(engine: Engine) -> list:
    with reading(engine) as db:
        agent = db.execute(agents.select().with_only_columns(agents.c.name, agents.c.status)).all()
        return [agent, *(sorted(map(repr, db.execute(table.select()).all())) for table in TABLES)]


def waiting(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()


def taken(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person()
    desk.take(talk.id, "小棉")


def promised(talk: Talk, desk: Desk) -> None:
    talk.asks_for_a_person(promised=OPENS)


def over(talk: Talk, desk: Desk) -> None:
    taken(talk, desk)
    desk.end(talk.id, "小棉", "done", Spoken("满意吗", "notice"))


def answers(talk: Talk, **result: Any) -> None:
    """The message was recorded before the crash; only the turn is at stake."""
    talk.answers("m-9", says=("好的",), memory={"promised": OPENS.isoformat()}, **result)


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (waiting, lambda s: s.desk.take(s.talk.id, "小棉")),
        (waiting, lambda s: s.desk.take_next("小棉")),
        (waiting, lambda s: s.desk.take_over(s.talk.id, "主管")),
        (taken, lambda s: s.desk.reply(s.talk.id, "小棉", "您好", suggested="您")),
        (taken, lambda s: s.desk.note(s.talk.id, "小棉", "备注")),
        (taken, lambda s: s.desk.transfer(s.talk.id, "小棉", to="阿布", note="请看")),
        (taken, lambda s: s.desk.give_back(s.talk.id, "小棉", "由我继续")),
        (taken, lambda s: s.desk.end(s.talk.id, "小棉", "done", Spoken("满意吗", "notice"))),
        (waiting, lambda s: answers(s.talk, called_off=True)),
        (waiting, lambda s: answers(s.talk, release=True)),
        (promised, lambda s: answers(s.talk, contact="13800001201")),
        (promised, lambda s: s.talk.asks_for_a_person("m-9")),
        (over, lambda s: answers(s.talk, rating=Rating(s.talk.now().memory["rating"], "A"))),
        (waiting, lambda s: s.customers.describe("xiaolu", "小棉", ["老顾客"], "")),
        (waiting, lambda s: s.presence.set_status("小棉", "busy")),
        (waiting, lambda s: s.shift.after(seconds=121)),
        (taken, lambda s: s.shift.after(seconds=181)),
        (waiting, lambda s: (s.shift.close(), s.shift.after(seconds=1))),
    ],
)  # fmt: skip
def test_all_or_nothing(
    engine: Engine, talk: Talk, desk: Desk, customers: Customers, presence: Presence, shift: Shift, hire: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch, before: Callable[[Talk, Desk], None], step: Callable[[Any], None],
) -> None:  # fmt: skip
    hire("小棉")
    before(talk, desk)
    talk.hears("m-9")

    class Scene:
        pass

    scene: Any = Scene()
    scene.talk, scene.desk, scene.customers, scene.presence, scene.shift = talk, desk, customers, presence, shift
    untouched = everything(engine)

    def cut(*_: Any, **__: Any) -> None:
        raise PowerCut

    from bot.handoff import changes

    monkeypatch.setattr(changes, "note", cut)
    with pytest.raises(PowerCut):
        step(scene)
    assert everything(engine) == untouched
    monkeypatch.undo()
    step(scene)
    assert everything(engine) != untouched
