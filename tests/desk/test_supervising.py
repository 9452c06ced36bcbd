"""What only supervisors may: look into everything, take over, dispose of a colleague's conversations."""

from __future__ import annotations

import httpx
import pytest

from tests.channels.serving import Serving

from .conftest import come, newest, press, token_in


@pytest.fixture
def held_by_the_bot(serving: Serving) -> str:
    """A conversation nobody is wanted for."""
    with serving.browser() as shopper:
        shopper.get("/chat/history")
        shopper.post("/chat/messages", json={"id": "b-1", "text": "只和机器人聊 <i>x</i>"})
    from bot.handoff.conversations import Conversations

    return next(one.id for one in Conversations(serving.world.engine).recent() if "只和机器人聊" in one.text)


@pytest.mark.parametrize("path", ["/desk/conversations", "/desk/conversation?id=web:x", "/desk/conversation/talk?id=web:x", "/desk/conversation/pictures/a.png?id=web:x"])
def test_an_agent_is_turned_away(agent: httpx.Client, path: str) -> None:
    assert agent.get(path).status_code == 403


def test_an_agent_cannot_take_over_by_hand_either(serving: Serving, agent: httpx.Client, held_by_the_bot: str) -> None:
    token = token_in(agent.get("/desk").text)
    assert agent.post("/desk/take-over", data={"token": token, "conversation": held_by_the_bot}).status_code == 403
    assert serving.parts.transcript.conversation(held_by_the_bot).holder == "bot"


def test_the_list_shows_every_conversation_the_latest_first(serving: Serving, supervisor: httpx.Client, held_by_the_bot: str, ticket: int) -> None:
    page = supervisor.get("/desk/conversations").text
    assert page.index(f"/desk/tickets/{ticket}") < page.index("/desk/conversation?id=")
    assert "&lt;i&gt;x&lt;/i&gt;" in page and "<i>x</i>" not in page
    assert f"/desk/tickets/{ticket}" not in supervisor.get("/desk/conversations?holder=bot").text
    assert supervisor.get("/desk/conversations?holder=nonsense&before=x").status_code == 200


def test_a_supervisor_reads_and_takes_what_the_bot_holds(serving: Serving, supervisor: httpx.Client, held_by_the_bot: str) -> None:
    page = supervisor.get("/desk/conversation", params={"id": held_by_the_bot}).text
    assert "只和机器人聊" in page and "机器人正在接待" in page
    taken = supervisor.post("/desk/take-over", data={"token": token_in(page), "conversation": held_by_the_bot})
    assert taken.status_code == 303
    found = serving.parts.transcript.conversation(held_by_the_bot)
    assert (found.holder, found.agent) == ("agent", "主管")
    assert "主管接管" in supervisor.get(taken.headers["location"]).text


def test_a_conversation_there_is_not_is_404(supervisor: httpx.Client) -> None:
    for id in ("", "web:nobody", "x" * 300, "<script>"):
        assert supervisor.get("/desk/conversation", params={"id": id}).status_code == 404


def test_a_supervisor_passes_on_what_a_colleague_holds(serving: Serving, agent: httpx.Client, supervisor: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    assert press(supervisor, ticket, "transfer", to="team:售后", note="换个人").status_code == 303
    assert serving.parts.human.queue.one(ticket).state == "open"


def test_a_supervisor_takes_over_from_a_colleague_who_then_cannot_reply(serving: Serving, agent: httpx.Client, supervisor: httpx.Client) -> None:
    come(serving)
    id = newest(serving)
    press(agent, id, "take")
    page = supervisor.get(f"/desk/tickets/{id}").text
    supervisor.post("/desk/take-over", data={"token": token_in(page), "conversation": serving.parts.human.queue.one(id).conversation})
    assert press(agent, id, "reply", text="我还在").status_code == 409
    assert "主管 从 小棉 手里接管" in supervisor.get(f"/desk/tickets/{id}").text
