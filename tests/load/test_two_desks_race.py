"""Two agents press 接入 for the same shopper at the same moment, fifty times, on their pages."""

from __future__ import annotations

from threading import Barrier

import httpx

from bot.desk.accounts import add
from tests.agents import Agent, ticket_in
from tests.faults.together import at_once
from tests.load.conftest import Staffed

RACES = 50


def test_fifty_times_exactly_one_of_two_desks_gets_the_shopper(staffed: Staffed) -> None:
    shop, records = staffed.shop, staffed.records
    agents = [Agent(shop.base, name, add(records.engine, name, parallel=100)) for name in ("左边", "右边")]
    for race in range(RACES):
        wanted, behind = f"race-{race}", f"behind-{race}" if race % 2 else ""
        tickets = {}
        for shopper in filter(None, (wanted, behind)):
            assert shop.say(shopper, "转人工")["holder"] == "waiting"
            tickets[shopper] = records.ticket(shopper).id
        gate = Barrier(2)

        def take(agent: Agent) -> httpx.Response:
            gate.wait()
            return agent.press(f"tickets/{tickets[wanted]}/take")

        answers = at_once([lambda agent=agent: take(agent) for agent in agents])
        assert [one.status_code for one in answers] == [200, 200]
        quicker = [n for n, one in enumerate(answers) if one.json()["said"] == ""]
        assert len(quicker) == 1, "one has the shopper, the other a sentence"
        winner, loser, told = agents[quicker[0]], agents[1 - quicker[0]], answers[1 - quicker[0]]
        assert ticket_in(answers[quicker[0]]) == tickets[wanted] and records.ticket(wanted).agent == winner.name
        assert [change.by for change in records.human.changes.of(f"bridge:{wanted}") if change.kind == "taken"] == [winner.name]
        if behind:
            assert told.json()["said"] == "quicker" and ticket_in(told) == tickets[behind]
            assert records.ticket(behind).agent == loser.name
        else:
            assert told.json()["said"] == "quicker_nobody"
        _one_of_them_speaks(staffed, wanted, tickets[wanted], winner, loser)
        for shopper, agent in ((wanted, winner), (behind, loser)):
            if shopper:
                assert agent.press(f"tickets/{tickets[shopper]}/end", result="solved").status_code == 200
    for agent in agents:
        agent.close()


def _one_of_them_speaks(staffed: Staffed, shopper: str, ticket: int, winner: Agent, loser: Agent) -> None:
    refused = loser.press(f"tickets/{ticket}/reply", text="我来", id="loser")
    assert refused.status_code == 409 and refused.json()["problem"]
    assert winner.press(f"tickets/{ticket}/reply", text="您好", id="winner").status_code == 200
    said = [(reply["agent"], reply["text"]) for reply in staffed.shop.later(shopper)["replies"] if reply["author"] == "agent"]
    assert said == [(winner.name, "您好")]
