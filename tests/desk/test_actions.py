"""What agents do to conversations, over HTTP: races, transfers, notes, ends, and what a shopper never sees of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.desk.accounts import add
from tests.channels.serving import Serving
from tests.channels.test_uploads import PNG

from .conftest import come, newest, press, sign_in, token_in

SCRIPT = {"X-Desk": "1"}


def drain(serving: Serving) -> None:
    """Nobody else waits."""
    for ticket in serving.parts.human.queue.waiting():
        serving.parts.human.desk.take_over(ticket.conversation, "主管")


def asked(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """A button as the page's script presses it."""
    return client.post(path, data={"token": token_in(client.get("/desk").text), **fields}, headers=SCRIPT)


def seen_by(shopper: httpx.Client) -> str:
    return shopper.get("/chat/history").text


def test_the_next_is_whoever_comes_first(serving: Serving, agent: httpx.Client) -> None:
    drain(serving)
    come(serving)
    first = newest(serving)
    come(serving)
    assert asked(agent, "/desk/next").json() == {"go": f"/desk/tickets/{first}", "said": ""}


def test_with_nobody_waiting_the_agent_stays_where_they_are(serving: Serving, agent: httpx.Client) -> None:
    drain(serving)
    assert asked(agent, "/desk/next").json() == {"go": "", "said": "nobody"}
    plain = agent.post("/desk/next", data={"token": token_in(agent.get("/desk").text)}, follow_redirects=True)
    assert "现在没有您能接的顾客" in plain.text


def test_who_loses_the_race_gets_the_next_one_and_is_told_so(serving: Serving, agent: httpx.Client, colleague: httpx.Client, ticket: int) -> None:
    drain(serving)
    come(serving)
    wanted = newest(serving)
    come(serving)
    other = newest(serving)
    assert asked(agent, f"/desk/tickets/{wanted}/take").json()["go"] == f"/desk/tickets/{wanted}"
    assert asked(colleague, f"/desk/tickets/{wanted}/take").json() == {"go": f"/desk/tickets/{other}", "said": "quicker"}
    assert serving.parts.human.queue.one(other).agent == "阿布"
    assert asked(colleague, f"/desk/tickets/{wanted}/take").json() == {"go": f"/desk/tickets/{wanted}", "said": "quicker_nobody"}


def test_two_who_press_at_once_never_hold_the_same_shopper(serving: Serving, agent: httpx.Client, colleague: httpx.Client) -> None:
    drain(serving)
    tokens = [(client, token_in(client.get("/desk").text)) for client in (agent, colleague)]
    with ThreadPoolExecutor(2) as both:
        for _ in range(50):
            come(serving)
            id = newest(serving)
            pressed = [both.submit(c.post, f"/desk/tickets/{id}/take", data={"token": t}, headers=SCRIPT) for c, t in tokens]
            assert sorted(p.result().json()["said"] for p in pressed) == ["", "quicker_nobody"]


def test_an_agent_with_full_hands_is_told_so(serving: Serving, ticket: int) -> None:
    password = add(serving.world.engine, "一位就满", parallel=1)
    with serving.browser() as busy:
        sign_in(busy, "一位就满", password)
        press(busy, ticket, "take")
        come(serving)
        full = press(busy, newest(serving), "take")
    assert full.status_code == 409 and "最多同时接 1 位" in full.text


def test_a_transfer_waits_for_the_colleague_with_the_note_and_the_bot_is_silent(
    serving: Serving, agent: httpx.Client, colleague: httpx.Client
) -> None:
    shopper = come(serving)
    id = newest(serving)
    press(agent, id, "take")
    assert press(agent, id, "transfer", to="agent:阿布", note="要查仓库").status_code == 303
    found = serving.parts.human.queue.one(id)
    assert (found.state, found.holder, found.offered_to) == ("open", "waiting", "阿布")
    shopper.post("/chat/messages", json={"id": "t-1", "text": "在吗"})
    page = colleague.get(f"/desk/tickets/{id}").text
    assert "小棉 转给 阿布" in page and "要查仓库" in page and "留给您的" in page
    assert "先留给 阿布" in agent.get("/desk").text
    assert "听到：在吗" not in seen_by(shopper) and "要查仓库" not in seen_by(shopper)


def test_a_transfer_to_a_team_goes_to_that_team(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    press(agent, ticket, "transfer", to="team:投诉")
    assert serving.parts.human.queue.one(ticket).team == "投诉"


@pytest.mark.parametrize("to", ["", "agent:没有这个人", "team:没有这组", "agent:小棉", "x:y"])
def test_a_transfer_to_nobody_changes_nothing(serving: Serving, agent: httpx.Client, ticket: int, to: str) -> None:
    press(agent, ticket, "take")
    assert press(agent, ticket, "transfer", to=to).status_code == 400
    assert serving.parts.human.queue.one(ticket).agent == "小棉"


def test_a_note_is_shown_to_agents_and_never_to_the_shopper(serving: Serving, agent: httpx.Client, colleague: httpx.Client) -> None:
    shopper = come(serving)
    id = newest(serving)
    press(agent, id, "take")
    assert press(colleague, id, "note", text="这位<b>上次</b>也闹过").status_code == 303
    page = agent.get(f"/desk/tickets/{id}").text
    assert "内部备注" in page and "这位&lt;b&gt;上次&lt;/b&gt;也闹过" in page
    assert "闹过" not in seen_by(shopper) and "闹过" not in shopper.get("/chat/messages").text


def test_an_end_has_a_result_and_asks_the_shopper_once(serving: Serving, agent: httpx.Client) -> None:
    shopper = come(serving)
    id = newest(serving)
    press(agent, id, "take")
    assert press(agent, id, "end", result="no_such").status_code == 400
    assert press(agent, id, "end", result="solved").status_code == 303
    found = serving.parts.human.queue.one(id)
    assert (found.state, found.result, found.holder) == ("closed", "solved", "bot")
    assert seen_by(shopper).count("A 满意") >= 1
    assert "小棉 结束接待：已解决" in agent.get(f"/desk/tickets/{id}").text


def test_the_same_reply_sent_again_is_said_once(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    for _ in range(2):
        assert press(agent, ticket, "reply", text="只说一次", id="a1b2c3").status_code == 303
    history = serving.parts.transcript.history(serving.parts.human.queue.one(ticket).conversation)
    assert [row["text"] for row in history].count("只说一次") == 1


def test_what_an_agent_made_of_a_suggestion_is_kept_beside_it(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    press(agent, ticket, "reply", text="可以退的，我帮您办", suggested="可以退的")
    row = serving.parts.transcript.history(serving.parts.human.queue.one(ticket).conversation)[-1]
    assert (row["text"], row["suggested"]) == ("可以退的，我帮您办", "可以退的")


def test_a_blank_that_a_phrase_left_open_is_not_sent(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    refused = press(agent, ticket, "reply", text="您的订单【订单号】已经发出")
    assert refused.status_code == 400 and "还有没填的空：【订单号】" in refused.text
    assert press(agent, ticket, "reply", text="【重要】请看").status_code == 303


def test_an_agents_picture_reaches_the_shopper_and_nobody_else(serving: Serving, agent: httpx.Client) -> None:
    shopper = come(serving)
    id = newest(serving)
    token = token_in(agent.get(f"/desk/tickets/{id}").text)
    path, headers = f"/desk/tickets/{id}/pictures", {"X-Token": token, **SCRIPT}
    assert agent.post(path, content=PNG, headers=headers).status_code == 409, "not taken yet"
    press(agent, id, "take")
    assert agent.post(path, content=PNG).status_code == 403, "a foreign page has no token"
    assert agent.post(path, content=b"<script>alert(1)</script>", headers=headers).status_code == 415
    assert agent.post(path, content=PNG, headers=headers).status_code == 200
    address = serving.parts.transcript.history(serving.parts.human.queue.one(id).conversation)[-1]["image_url"]
    assert shopper.get(address).status_code == 200
    with serving.browser() as stranger:
        stranger.get("/chat/history")
        assert stranger.get(address).status_code == 404
    assert f"/desk/tickets/{id}/pictures/{address.rpartition('/')[2]}" in agent.get(f"/desk/tickets/{id}").text


def test_typing_is_known_of_who_holds_the_conversation_only(serving: Serving, agent: httpx.Client, colleague: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    press(colleague, ticket, "typing")
    conversation = serving.parts.human.queue.one(ticket).conversation
    assert serving.parts.typing.who(conversation) == ()
    press(agent, ticket, "typing")
    assert serving.parts.typing.who(conversation) == ("小棉",)


def test_tags_and_a_note_stay_with_the_shopper(serving: Serving, agent: httpx.Client, colleague: httpx.Client, ticket: int) -> None:
    assert press(agent, ticket, "describe", tags="老顾客，要发票 老顾客", note='身高"175"').status_code == 303
    page = colleague.get(f"/desk/tickets/{ticket}").text
    assert 'value="老顾客 要发票"' in page and "身高&#34;175&#34;" in page
    assert press(agent, ticket, "describe", tags="一个长得不得了的标签写不下了吧", note="").status_code == 400


def test_signing_in_is_online_and_signing_out_is_away(serving: Serving, passwords: dict[str, str]) -> None:
    status = lambda: serving.parts.human.presence.one("小棉").status  # noqa: E731
    with serving.browser() as client:
        sign_in(client, "小棉", passwords["小棉"])
        assert status() == "online"
        assert asked(client, "/desk/status", status="busy").status_code == 200 and status() == "busy"
        assert asked(client, "/desk/status", status="asleep").status_code == 400 and status() == "busy"
        client.post("/desk/sign-out", data={"token": token_in(client.get("/desk").text)})
    assert status() == "away"


def test_earlier_conversations_can_be_opened_and_not_changed(serving: Serving, agent: httpx.Client) -> None:
    shopper = come(serving)
    id = newest(serving)
    press(agent, id, "take")
    press(agent, id, "end", result="solved")
    shopper.post("/chat/messages", json={"id": "again-1", "text": "转人工"})
    now = newest(serving)
    assert f'href="/desk/tickets/{id}#ticket-{id}"' in agent.get(f"/desk/tickets/{now}").text
    old = agent.get(f"/desk/tickets/{id}").text
    assert "这次人工接待已经结束" in old and "<textarea name=\"text\"" not in old.split("<dialog")[0]
    assert press(agent, id, "reply", text="迟了").status_code == 409


@pytest.mark.parametrize("status", ["busy", "away"])
def test_who_is_not_online_is_given_nobody_and_told_why(serving: Serving, agent: httpx.Client, ticket: int, status: str) -> None:
    asked(agent, "/desk/status", status=status)
    try:
        assert asked(agent, "/desk/next").json() == {"go": "", "said": status}
        assert serving.parts.human.queue.one(ticket).agent is None
        plain = agent.post("/desk/next", data={"token": token_in(agent.get("/desk").text)}, follow_redirects=True)
        assert f"您现在是{'忙碌' if status == 'busy' else '离开'}，切换到在线再接" in plain.text
        assert asked(agent, f"/desk/tickets/{ticket}/take").json()["go"] == f"/desk/tickets/{ticket}", "one that they choose is theirs"
    finally:
        asked(agent, "/desk/status", status="online")


def test_who_may_take_nobody_is_told_how_many_wait_for_other_teams(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    drain(serving)
    password = add(serving.world.engine, "只管售前", parallel=100, teams=["售前"])
    serving.parts.human.presence.set_status("小棉", "online")  # free for every team, so that others' shoppers are kept for them
    come(serving)
    id = newest(serving)
    press(agent, id, "take")
    press(agent, id, "transfer", to="team:投诉")
    with serving.browser() as presale:
        sign_in(presale, "只管售前", password)
        assert asked(presale, "/desk/next").json() == {"go": "", "said": "nobody_here", "elsewhere": {"投诉": 1}}


def test_the_transfer_tells_who_of_each_team_is_there(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    add(serving.world.engine, "物流甲", parallel=1, teams=["物流"])
    press(agent, ticket, "take")
    for name in (one.name for one in serving.parts.human.presence.colleagues() if one.name != "小棉"):
        serving.parts.human.presence.set_status(name, "away")
    serving.parts.human.presence.set_status("物流甲", "online")
    teams = agent.get(f"/desk/tickets/{ticket}/transfer").text
    words = {team: teams.split(f"<b>{team}</b><small>")[1].split("</small>")[0] for team in ("投诉", "物流")}
    assert words["投诉"].startswith("现在没人在线") and words["物流"].startswith("1 人在线，1 人有空")


def test_a_picture_over_the_limit_is_refused_in_megabytes(serving: Serving, agent: httpx.Client, ticket: int) -> None:
    press(agent, ticket, "take")
    headers = {"X-Token": token_in(agent.get(f"/desk/tickets/{ticket}").text), **SCRIPT}
    refused = agent.post(f"/desk/tickets/{ticket}/pictures", content=PNG + bytes(8 * 1024 * 1024), headers=headers)
    assert refused.status_code == 413 and refused.json()["problem"] == "图片超过 8 MB，请压缩后再发。"
