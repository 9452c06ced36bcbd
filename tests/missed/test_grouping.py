"""Messages that mean the same come together, whoever said them in whatever order, and nothing else does."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Iterable, Optional

import pytest
import yaml

from bot.clock import SHANGHAI
from bot.missed.grouping import Group, cluster, group, variants_of
from bot.missed.meanings import Meanings
from bot.missed.missed import ASKED_BACK, CORRECTED, HANDED_OVER, Missed
from benchmarks.missed_groups import purity

FIRST = datetime(2026, 11, 1, 10, tzinfo=SHANGHAI)
PROOF = yaml.safe_load((Path(__file__).parent / "groups.yml").read_text("utf8"))["proof"]


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings()


def said(text: str, n: int = 0, conversation: str = "", kind: str = ASKED_BACK, intent: Optional[str] = None, reply: str = "") -> Missed:
    return Missed(text, conversation or f"web:{n}", n, FIRST + timedelta(minutes=n), kind, intent, 0.4 if intent else 0.0, None, reply)


def words(groups: Iterable[Group]) -> list[list[str]]:
    return [[variant.text for variant in one.variants] for one in groups]


LIVE = ["你们几点直播", "直播间几点开播", "今晚几点直播呀"]
HANGERS = ["送不送衣架", "衣服送衣架吗"]


def test_what_means_the_same_is_one_group_and_the_rest_stays_apart(meanings: Meanings) -> None:
    groups = group(variants_of([said(text, n, intent="out_of_scope") for n, text in enumerate([*LIVE, *HANGERS, "你们招人吗"])]), meanings.of)
    assert sorted(map(sorted, words(groups))) == sorted(map(sorted, [LIVE, HANGERS, ["你们招人吗"]]))


def test_the_order_of_the_messages_changes_nothing(meanings: Meanings) -> None:
    messages = [said(text, n) for n, text in enumerate(text for texts in PROOF.values() for text in texts)]
    groups = group(variants_of(messages), meanings.of)
    for seed in range(3):
        mixed = random.Random(seed).sample(messages, len(messages))
        assert words(group(variants_of(mixed), meanings.of)) == words(groups)


def test_a_group_counts_conversations_and_not_messages(meanings: Meanings) -> None:
    messages = [said("送不送衣架", n, "web:same") for n in range(5)] + [said("你们几点直播", n, f"web:{n}") for n in (6, 7)]
    groups = group(variants_of(messages), meanings.of)
    assert [(one.text, one.conversations, len(one.messages)) for one in groups] == [("你们几点直播", 2, 2), ("送不送衣架", 1, 5)]


def test_a_group_tells_its_latest_day_how_it_was_missed_and_what_an_agent_said_last(meanings: Meanings) -> None:
    messages = [said("送不送衣架", 1, kind=HANDED_OVER, reply="不送"), said("送不送衣架呀", 9, kind=CORRECTED), said("送不送衣架", 5, kind=CORRECTED, reply="送一个")]
    one, = group(variants_of(messages), meanings.of)
    assert (one.latest, one.kinds, one.reply) == (FIRST + timedelta(minutes=9), ((CORRECTED, 2), (HANDED_OVER, 1)), "送一个")


def test_politeness_and_marks_make_no_other_wording() -> None:
    one, = variants_of([said("送不送衣架"), said("请问送不送衣架？", 2), said("亲 送不送衣架", 3), said("送不送衣架", 4)])
    assert one.text == "送不送衣架" and len(one.messages) == 4


def test_the_bots_own_reading_keeps_near_ones_apart_and_brings_far_ones_together(meanings: Meanings) -> None:
    texts = ["买大了能换小一码吗", "买小了能换大一码吗", "能换个别的颜色吗"]
    apart = cluster(texts[::2], [("exchange_goods", 0.9), ("change_order", 0.9)], meanings.of)
    together = cluster(texts[:2], [("exchange_goods", 0.9)] * 2, meanings.of)
    assert len(set(apart)) == 2 and len(set(together)) == 1


def test_groups_of_questions_that_took_no_part_in_choosing_the_weights_are_pure(meanings: Meanings) -> None:
    labelled = [(text, (name,)) for name, texts in PROOF.items() for text in texts]
    measured = purity([label for _, label in labelled], cluster([text for text, _ in labelled], [("out_of_scope", 0.5)] * len(labelled), meanings.of))
    assert measured["pure"] >= 0.9 and measured["grouped"] >= 0.6


def test_nothing_and_one_message_are_groups_too(meanings: Meanings) -> None:
    assert group([], meanings.of) == [] and words(group(variants_of([said("送不送衣架")]), meanings.of)) == [["送不送衣架"]]


def test_a_text_is_embedded_once_and_read_from_the_file_the_next_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.understanding import semantics

    asked: list[str] = []
    real = semantics.encode
    monkeypatch.setattr(semantics, "encode", lambda texts: asked.extend(texts) or real(texts))
    today = Meanings(tmp_path / "m.npz")
    first = today.of(["送不送衣架", "你们几点直播"])
    again = today.of(["请问送不送衣架", "你们几点直播"])
    tomorrow = Meanings(tmp_path / "m.npz").of(["送不送衣架", "你们几点直播"])
    assert sorted(asked) == sorted({"送不送衣架", "你们几点直播"})
    assert (first == again).all() and (first == tomorrow).all()
    assert "衣架".encode() not in (tmp_path / "m.npz").read_bytes()
