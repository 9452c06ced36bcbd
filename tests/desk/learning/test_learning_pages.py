"""Training at the desk: started, watched, read, and let serve; and the models that served before."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.clock import SHANGHAI
from bot.learning import models
from tests.channels.serving import Serving

from ..conftest import token_in
from .conftest import Process, post

LEARNING, MODELS = "/desk/learning", "/desk/models"
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
REPORT: dict[str, Any] = {
    "model": "new.tar.gz", "against": "old.tar.gz", "passed": True, "reasons": [],
    "sets": [{"name": "plain", "title": "常见问题", "messages": 800, "before": 0.925, "after": 0.931, "answered_before": 0.8, "answered_after": 0.81,
              "wrong_before": 0.03, "wrong_after": 0.028, "good": True},
             {"name": "fresh", "title": "第一次考的题", "messages": 10, "before": None, "after": 0.9, "answered_before": None, "answered_after": 0.8,
              "wrong_before": None, "wrong_after": 0.1, "good": True}],
    "topics": [{"topic": "size", "title": "尺码", "messages": 100, "before": 0.95, "after": 0.93, "good": False}],
    "faq": {"entries": 20, "proofs": 24, "found": 21, "first_three": 23,
            "lost": [{"text": "卡怎么用", "question": "礼品卡怎么用", "before": "faq/x", "after": "ask_size"}],
            "new": [{"text": "今晚直播吗", "question": "直播间几点开播", "found": True}, {"text": "主播呢", "question": "直播间几点开播", "found": False}]},
    "dialogues": {"all": 80, "played": 80, "held_before": 79, "held_after": 80, "broken": ["退货走一遍"]},
    "worse": [{"text": "我穿多大", "wanted": "ask_size", "before": "ask_size", "after": "ask_price", "confidence": 0.71}], "better": 7,
    "seconds": {"train": 20.0},
}  # fmt: skip


@pytest.fixture
def folder(serving: Serving) -> Path:
    """The models: old serves, new is trained, neither says more than a name."""
    made = serving.world.settings.models
    for n, name in enumerate(("older.tar.gz", "old.tar.gz", "new.tar.gz")):
        (made / name).write_bytes(b"")
        os.utime(made / name, (1000 + n, 1000 + n))
    models.promote(made, "older.tar.gz", datetime(2026, 11, 22, 9, tzinfo=SHANGHAI), by="小王")
    models.promote(made, "old.tar.gz", datetime(2026, 11, 23, 9, tzinfo=SHANGHAI), by="小王", note="导入 3 条问答")
    return made


def serving_now(folder: Path) -> str:
    return models.history(folder)[-1].model


def start(client: httpx.Client, **fields: str) -> str:
    """Starts a round by hand; its page."""
    return post(client, f"{LEARNING}/start", LEARNING, **fields).headers["location"]


def test_a_round_is_started_by_hand_with_a_reason_and_only_one_at_a_time(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor, why="换了退货规则", promote="1")
    assert (process.started[0].by, process.started[0].why, process.started[0].promote) == ("老板", "换了退货规则", True)
    assert page == f"{LEARNING}/{process.started[0].id}"
    refused = post(supervisor, f"{LEARNING}/start", page)
    assert refused.status_code == 409 and "一次只能训练一个" in refused.text and "换了退货规则" in refused.text
    assert "开始训练" not in supervisor.get(LEARNING).text


def test_while_it_runs_the_page_says_what_is_being_done_and_goes_on_by_itself(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor)
    process.step(step="faq", done=0.6, seconds={"train": 21.4, "sets": 8.0})
    text = supervisor.get(page, headers={"X-Desk": "1"}).text
    assert "<html" not in text and "data-running" in text and 'value="0.6"' in text and "21 秒" in text and "问店里的问答" in text
    process.end(state="passed", model="new.tar.gz", report=REPORT, ended=process.started[0].began)
    assert "data-running" not in supervisor.get(page, headers={"X-Desk": "1"}).text


def test_the_report_says_old_beside_new_with_the_difference(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor)
    process.end(state="passed", model="new.tar.gz", report=REPORT, seconds={"train": 21.0})
    text = supervisor.get(page).text
    for words in ("通过，可以上线", "1 句变差，7 句变好，都在允许的范围里", "92.5%", "93.1%", "+0.6", "常见问题", "尺码", "-2.0", "我穿多大", "0.71", "退货走一遍", "礼品卡怎么用", "没听懂",
                  "听懂 21 句；其中新问答 2 句，听懂 1 句", "另有 7 句变好了"):  # fmt: skip
        assert words in text, words
    assert "None" not in text and "Undefined" not in text


def test_questions_that_came_while_it_was_trained_are_named_as_waiting(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor)
    process.end(state="passed", model="new.tar.gz", report={**REPORT, "later": ["能不能刻字<b>"]})
    text = supervisor.get(page).text
    assert "能不能刻字&lt;b&gt;" in text and "要等下一次训练" in text


def test_a_promoted_model_that_does_not_load_is_told_to_who_looks_at_the_models(supervisor: httpx.Client, serving: Serving, folder: Path) -> None:
    serving.app.ctx.following = SimpleNamespace(problem="模型 x.tar.gz 读不出来。现在仍由 old.tar.gz 回答。")
    assert "现在仍由 old.tar.gz 回答" in supervisor.get("/desk/models").text


def test_a_good_one_serves_after_a_press_and_the_history_says_who(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor, why="加了直播")
    process.end(state="passed", model="new.tar.gz", report=REPORT)
    text = post(supervisor, f"{page}/promote", page, follow=True).text
    assert serving_now(folder) == "new.tar.gz" and "已经上线，正在回答顾客" in text
    last = models.history(folder)[-1]
    assert (last.by, last.note, last.what) == ("老板", "加了直播", "promoted")
    post(supervisor, f"{page}/promote", page)
    assert len(models.history(folder)) == 3, "a second click is nothing"
    assert "加了直播" in supervisor.get(MODELS).text


@pytest.mark.parametrize("fields", [
    {"state": "refused", "report": {**REPORT, "passed": False, "reasons": ["话题“尺码”少认对 5 个百分点"]}}, {"state": "failed", "problem": "训练没有产生模型"}, {},
], ids=["refused", "failed", "running"])  # fmt: skip
def test_what_did_not_pass_cannot_serve(supervisor: httpx.Client, process: Process, folder: Path, fields: dict[str, Any]) -> None:
    page = start(supervisor)
    process.step(model="new.tar.gz", **fields)
    text = supervisor.get(page).text
    assert f"{page}/promote" not in text
    assert "少认对 5 个百分点" in text or "训练没有产生模型" in text or "正在训练" in text
    assert post(supervisor, f"{page}/promote", page).status_code == 409 and serving_now(folder) == "old.tar.gz"


def test_what_was_compared_with_another_model_than_serves_now_is_stale(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor)
    process.end(state="passed", model="new.tar.gz", report=REPORT)
    models.rollback(folder)
    assert "这份对比已经过时" in supervisor.get(page).text
    refused = post(supervisor, f"{page}/promote", page)
    assert refused.status_code == 409 and "请再训练一轮" in refused.text and serving_now(folder) == "older.tar.gz"


def test_a_round_whose_process_died_is_told_as_lost(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor)
    process.die()
    text = supervisor.get(page).text
    assert "训练中途断了" in text and "线上的模型没有动" in text and "开始训练" in supervisor.get(LEARNING).text


@pytest.mark.parametrize("id", ["x", "20261122-000000-abcd", "..%2flock", "lock", "9" * 200])
def test_a_round_there_is_not_is_nothing(supervisor: httpx.Client, id: str) -> None:
    assert supervisor.get(f"{LEARNING}/{id}").status_code == 404
    assert post(supervisor, f"{LEARNING}/{id}/promote", LEARNING).status_code == 404


def test_going_back_leads_to_the_model_before_and_a_second_press_no_further(supervisor: httpx.Client, folder: Path) -> None:
    page = supervisor.get(MODELS).text
    assert "退回上一个" in page and "导入 3 条问答" in page
    form = {"token": token_in(page), "serving": "old.tar.gz"}
    assert supervisor.post(f"{MODELS}/rollback", data=form).status_code == 303
    again = supervisor.post(f"{MODELS}/rollback", data=form)
    assert again.status_code == 409 and "没有退回" in again.text and serving_now(folder) == "older.tar.gz"
    assert "没有更早上线过的模型可以退回" in supervisor.get(MODELS).text


def test_a_kept_model_serves_again_when_it_served_or_passed_and_no_other(supervisor: httpx.Client, folder: Path) -> None:
    assert post(supervisor, f"{MODELS}/promote", MODELS, model="new.tar.gz").status_code == 409
    assert post(supervisor, f"{MODELS}/promote", MODELS, model="../../etc/passwd.tar.gz").status_code == 409
    models.note_about(folder, "new.tar.gz", verdict={"passed": True}, faq={"a": [], "b": []}, scores={"hard": 0.7, "own": 0.931},
                      commit="abcdef123456",
                      trained_at="2026-11-24T09:00:00+08:00")
    page = supervisor.get(MODELS).text
    assert "2 条问答" in page and "93.1%" in page and "abcdef123456" in page and "2026-11-24 09:00" in page
    assert post(supervisor, f"{MODELS}/promote", MODELS, model="new.tar.gz").status_code == 303 and serving_now(folder) == "new.tar.gz"
    assert post(supervisor, f"{MODELS}/promote", MODELS, model="older.tar.gz").status_code == 303 and serving_now(folder) == "older.tar.gz"


def test_before_any_model_the_pages_say_so(supervisor: httpx.Client) -> None:
    assert "还没有上线的模型" in supervisor.get(MODELS).text and "还没有训练过" in supervisor.get(LEARNING).text
    assert post(supervisor, f"{MODELS}/rollback", MODELS, serving="").status_code == 409


def test_words_of_rounds_and_models_are_shown_as_text(supervisor: httpx.Client, process: Process, folder: Path) -> None:
    page = start(supervisor, why=EVIL[:40])
    dirty = json.loads(json.dumps(REPORT).replace('"title": "', '"title": "<img src=x>').replace('"text": "', '"text": "<img src=x>'))
    process.end(state="refused", model="new.tar.gz", report={**dirty, "reasons": [EVIL]})
    models.note_about(folder, "old.tar.gz", why=EVIL, by=EVIL, commit=EVIL, trained_at=EVIL, faq={}, scores={})
    models.promote(folder, "new.tar.gz", by=EVIL, note=EVIL)
    for address in (page, LEARNING, MODELS):
        text = supervisor.get(address).text
        assert "<img src=x" not in text and "<script>alert" not in text, address
