"""The report a shopkeeper reads and the one a gate reads, made from the same evaluation."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Sequence
from xml.etree import ElementTree

import pytest

from bot.learning.entity_scores import Labelled as WithEntities
from bot.learning.entity_scores import entity_scores
from bot.learning.evaluation import Judged, Labelled
from bot.learning.evaluation.evaluation import Evaluation, evaluate
from bot.learning.evaluation.names import read_names
from bot.learning.evaluation.report_html import confused, page
from bot.learning.evaluation.report_json import as_json
from bot.learning.evaluation.same_answer import SameAnswer
from bot.learning.evaluation.sets import Source, TestSet
from bot.learning.evaluation.terminal import summary
from bot.learning.evaluation.voices import Voice
from bot.settings import ROOT

TYPED = '<script>alert("退")</script> & <i onclick="x">多少钱</i>'
NAMES = read_names(ROOT / "data" / "nlu", ROOT / "data" / "shop" / "intents.yml")


def fake(rows: Sequence[Labelled]) -> list[Judged]:
    """Sure of everything, and right but for what holds a mark."""
    return [Judged(row, (("ask_size" if "<" in row.text else row.labels[0], 0.9), ("ask_price", 0.1)), True, row.labels,
                   {1.0: False, 5.0: True}) for row in rows]  # fmt: skip


def evaluated(*rows: Labelled, beside: Sequence[Labelled] = ()) -> Evaluation:
    sets = [TestSet("set.tsv", rows, (Source("some/set.tsv", "ab" * 32, len(rows), 3),)), TestSet("near", tuple(beside), (), True)]
    noon = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=8)))
    return evaluate(sets, fake, model="model-1", date=noon, allowed=5, names=NAMES, same=SameAnswer(), root=ROOT)


@pytest.fixture(scope="module")
def found() -> Evaluation:
    rows = (Labelled(TYPED, ("ask_price",)), Labelled("怎么退货呀", ("return_goods",)), Labelled("快递到哪里了", ("track_parcel",)),
            Labelled("起球吗 多少钱", ("ask_pilling", "ask_price"), "", (("ask_pilling", "ask_price"),)),
            Labelled("转人工", ("ask_human",)))
    return replace(evaluated(*rows, beside=[Labelled("回收旧衣服吗", ("none",))]), voices=[Voice("北方口述", 900, 600, 0.8, 0.9)])


def test_what_a_shopper_typed_is_text_and_never_markup(found: Evaluation) -> None:
    html = page(found)
    assert "<script" not in html and "<i onclick" not in html
    assert "&lt;script&gt;alert(&#34;退&#34;)&lt;/script&gt; &amp;" in html


def test_the_page_asks_nothing_of_any_other_address(found: Evaluation) -> None:
    html = page(found)
    assert re.findall(r"""(?:src|href|action)\s*=\s*["'](?!#)[^"']*|url\((?!#)[^)]*|@import|https?://[^"'\s<]*""", html) == []


def test_pictures_keep_their_words_as_text_and_are_well_formed(found: Evaluation) -> None:
    pictures = re.findall(r"<svg.*?</svg>", page(found), re.S)
    assert len(pictures) >= 5
    words = ""
    for picture in pictures:
        tree = ElementTree.fromstring(picture.replace("xlink:href", "href"))
        words += "".join(tree.itertext())
    assert "答应 5" in words and "错一个同音字" in words and NAMES.intent("ask_price") in words


def test_what_is_read_out_of_messages_is_reported_with_what_was_missed(found: Evaluation) -> None:
    scores = entity_scores([WithEntities("M码 <b>160</b>", {"size": ("M",), "height": (160,)})], lambda _: [{"entity": "size", "value": "M"}],
                           found.date, lambda _: None)
    told = replace(found, entities=scores)
    assert json.loads(as_json(told))["entities"]["kinds"]["height"] == {"right": 0, "extra": 0, "missed": 1, "precision": 1, "recall": 0, "f1": 0}
    assert "漏了身高 160" in page(told) and "&lt;b&gt;160" in page(told)
    assert "F1 0.667，没全认对的 1 句" in summary(told)


def test_ids_of_several_pictures_do_not_meet(found: Evaluation) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page(found))
    assert len(ids) == len(set(ids))


def test_the_page_says_in_plain_words_how_much_is_answered_and_how_much_of_it_wrongly(found: Evaluation) -> None:
    lead = re.sub(r"<[^>]+>", "", re.search(r'<p class="lead">(.*?)</p>', page(found), re.S).group(1))
    assert "自己答 100 句" in lead and "答错 25.0 句" in lead and "允许错 5 句" in lead


def test_the_page_shows_every_part(found: Evaluation) -> None:
    html = page(found)
    for part in ("答应的和做到的", "每个主题听懂多少", "最容易弄混的", "靠得住吗", "换个写法", "北方口述", "some/set.tsv", "ababab"):
        assert part in html


def test_a_perfect_bot_has_a_page_without_confusions_and_a_silent_one_is_told_so() -> None:
    one = evaluated(Labelled("怎么退货呀", ("return_goods",)))
    assert "最容易弄混的" not in page(one)
    one.whole.budgets = [replace(kept, answered=0.0, wrong=None, wrong_answers=None, low=None, high=None, verdict="nothing")
                         for kept in one.whole.budgets]  # fmt: skip
    assert "一句都不敢自己答" in page(one)


def test_the_worst_confusions_stand_first_with_what_was_answered_in_front() -> None:
    mistakes = [{"text": text, "labels": [meant], "intent": named, "confidence": 0.5, "answered": answered, "same_answer": False}
                for text, meant, named, answered in [("一", "a", "b", False), ("二", "c", "d", False), ("三", "a", "b", True)]]  # fmt: skip
    first, second = confused(mistakes)
    assert (first["meant"], first["named"], first["count"], first["answered"]) == ("a", "b", 2, 1)
    assert [m["text"] for m in first["sentences"]] == ["三", "一"] and second["count"] == 1


def test_a_gate_finds_every_figure_under_a_key_that_stays(found: Evaluation) -> None:
    read = json.loads(as_json(found))
    assert {"schema", "model", "date", "allowed", "data", "messages", "accuracy", "first_three", "answered", "wrong", "wrong_answers",
            "calibration_error", "by_group", "by_topic", "topics", "intents", "confusions", "mistakes", "budgets", "curve", "reliability",
            "far", "near", "people", "questions", "sets", "robustness", "joined", "voices", "unknown_labels"} <= set(read)  # fmt: skip
    assert (read["model"], read["date"], read["allowed"]) == ("model-1", "2026-11-22T12:00:00+08:00", 5)
    assert read["data"][0] == {"file": "some/set.tsv", "sha256": "ab" * 32, "rows": 5, "left_out": 3}
    assert set(read["sets"]) == {"set.tsv", "near"} and read["sets"]["set.tsv"]["accuracy"] == read["accuracy"] == 0.75
    assert {"promised", "answered", "wrong", "wrong_answers", "low", "high", "verdict"} <= set(read["budgets"][0])
    assert {"messages", "clean", "accuracy", "loss", "answered", "wrong"} <= set(read["robustness"]["traditional"])
    assert read["near"]["answered"] == 1.0 and read["questions"]["both"] == 1.0 and read["people"]["found"] == 1.0
    assert set(read["topics"]["price"]) == {"messages", "precision", "recall", "f1"}


def test_the_terminal_gets_the_figures_in_chinese_and_nothing_about_sets_that_are_missing(found: Evaluation) -> None:
    said = summary(found)
    for part in ("认对 0.750", "答应 5", "沾边但没写答案的话：1 句", "北方口述"):
        assert part in said
    assert "和买东西无关" not in said


def test_labels_nobody_taught_are_pointed_out() -> None:
    one = evaluated(Labelled("多少钱啊这个", ("ask_prcie",)))
    assert one.unknown == ["ask_prcie"] and "ask_prcie" in summary(one) and "ask_prcie" in page(one)


def test_an_intents_topic_is_its_file_or_folder(tmp_path: Path) -> None:
    for path, intent in (("size.yml", "ask_size"), ("size_2.yml", "ask_fit"), ("price/more.yml", "ask_price")):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(f"nlu:\n- intent: {intent}\n  examples: |\n    - x\n", "utf8")
    names = read_names(tmp_path, tmp_path / "none.yml")
    assert names.topic_of == {"ask_size": "size", "ask_fit": "size", "ask_price": "price"}
    assert (names.topic("size"), names.topic("new"), names.intent("greet"), names.intent("faq/x")) == ("尺码", "new", "打招呼", "faq/x")


def test_every_topic_and_change_has_a_name_a_shopkeeper_knows() -> None:
    from bot.learning.evaluation.robustness import CHANGES

    assert set(NAMES.topic_of.values()) <= set(NAMES.words["topics"]) and set(CHANGES) == set(NAMES.words["changes"])
    assert all(re.search("[\u4e00-\u9fff]", NAMES.intent(intent)) for intent in NAMES.topic_of)
