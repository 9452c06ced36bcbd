"""What is said outside a request is posted to BRIDGE_CALLBACK_URL: signed, in order, until it is taken, once."""

from __future__ import annotations

from typing import Iterator

import pytest

from bot.channels.signing import sign
from tests.faults.conftest import wait_for
from tests.faults.receiver import Receiver
from tests.faults.records import Records
from tests.running import SECRET, RunningShop

AGENT = "小棉"


@pytest.fixture(scope="module")
def kept(merging_shop: RunningShop) -> Iterator[Records]:
    records = Records(merging_shop)
    yield records
    records.close()


def test_an_agents_words_are_posted_signed_and_in_order_until_taken(
    merging_shop: RunningShop, kept: Records, receiver: Receiver, shopper: str
) -> None:  # fmt: skip
    asked = merging_shop.say(shopper, "转人工")["replies"]
    receiver.refuse = 2
    kept.human.desk.take(f"bridge:{shopper}", AGENT)
    said = [kept.human.desk.reply(f"bridge:{shopper}", AGENT, text).id for text in ("您好", "请问是哪一单？")]
    wait_for(lambda: len(receiver.to(shopper)) == 2, 20)
    assert [p.reply_ids for p in receiver.to(shopper, 500)] == [said[:1]] * 2, "the first one was offered again, the second one waited"
    assert [p.reply_ids for p in receiver.to(shopper)] == [[id] for id in said]
    assert asked[0]["id"] not in sum((p.reply_ids for p in receiver.posted), []), "what was answered in the request is not posted"
    pauses = [b.at - a.at for a, b in zip(receiver.posted[-4:], receiver.posted[-3:])]
    assert pauses[1] > pauses[0] > 0.5, "a refusal is given time"
    for posted in receiver.to(shopper) + receiver.to(shopper, 500):
        assert posted.headers["x-signature"] == sign(SECRET, posted.headers["x-timestamp"], posted.body)
        assert abs(int(posted.headers["x-timestamp"]) - posted.at) < 5
        assert posted.headers["content-type"].startswith("application/json")


def test_what_is_posted_is_what_the_bridge_would_say(merging_shop: RunningShop, kept: Records, receiver: Receiver, shopper: str) -> None:
    asked = merging_shop.say(shopper, "转人工")["replies"][-1]["id"]
    kept.human.desk.take(f"bridge:{shopper}", AGENT)
    kept.human.desk.reply(f"bridge:{shopper}", AGENT, "您好，{shop} <b>在的</b>😀")
    kept.human.desk.give_back(f"bridge:{shopper}", AGENT, "接下来由我继续为您服务。")
    wait_for(lambda: len(receiver.to(shopper)) == 2, 20)
    posted = [p.json for p in receiver.to(shopper)]
    assert [p["conversation"] for p in posted] == [f"bridge:{shopper}"] * 2
    assert [p["replies"][0] for p in posted] == merging_shop.later(shopper, asked)["replies"]
    assert [p["replies"][0]["author"] for p in posted] == ["agent", "notice"]


def test_each_reply_is_taken_once(merging_shop: RunningShop, receiver: Receiver) -> None:
    taken = [id for p in receiver.posted if p.status == 200 for id in p.reply_ids]
    assert taken and len(taken) == len(set(taken))
