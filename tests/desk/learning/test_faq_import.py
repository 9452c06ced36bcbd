"""From a spreadsheet to the book at the desk: uploaded, looked at, decided about, confirmed once."""

from __future__ import annotations

import asyncio
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import httpx
import pytest

from bot.faq import Book, template_csv
from tests.channels.serving import Serving
from tests.faq.sheets_for_tests import csv_of, xlsx_of

from ..conftest import token_in
from .conftest import FAQ, IMPORT, Process, given, post, preview, read, upload

EVIL = "'><img src=x onerror=alert(1)><script>alert(2)</script>"
LIVE = ("直播间几点开播", "晚上七点到十一点", "什么时候直播|今晚播吗")


def rows(page: str) -> list[tuple[str, str]]:
    """(status, question) of every row of a preview's page."""
    found = re.findall(r'<li class="(\w+)">.*?class="asked"[^>]*>(.*?)</label>', page, re.S)
    return [(status, unescape(question)) for status, question in found]


def confirm(client: httpx.Client, address: str, **fields: Any) -> httpx.Response:
    """Presses the button with the ticks as the page shows them."""
    page = client.get(address).text
    shown = re.search(r'name="shown" value="([\d,]*)"', page)
    ticked = re.findall(r'name="line" value="(\d+)"[^>]*checked', page)
    return client.post(f"{address}/confirm", data={"token": token_in(page), "shown": shown.group(1) if shown else "", "line": ticked, **fields})


def test_what_is_confirmed_is_in_the_book_and_a_round_begins(supervisor: httpx.Client, book: Book, process: Process) -> None:
    address = preview(supervisor, LIVE, ("礼品卡怎么用", "付款时输入卡号", ""))
    assert rows(supervisor.get(address).text) == [("new", "直播间几点开播"), ("new", "礼品卡怎么用")] and not book.read().entries
    response = confirm(supervisor, address)
    assert {(entry.question, entry.by) for entry in book.read().entries.values()} == {("直播间几点开播", "老板"), ("礼品卡怎么用", "老板")}
    (round,) = process.started
    assert (round.by, round.why, round.promote) == ("老板", "导入 2 条问答", False) and response.headers["location"] == f"/desk/learning/{round.id}"


def test_a_tick_lets_the_model_go_live_by_itself(supervisor: httpx.Client, process: Process) -> None:
    confirm(supervisor, preview(supervisor, LIVE), promote="1")
    assert process.started[0].promote


def test_another_answer_alone_is_live_without_training(supervisor: httpx.Client, book: Book, process: Process) -> None:
    given(book, LIVE, header=("问题", "答案", "相似问法"))
    address = preview(supervisor, (LIVE[0], "晚上八点", ""))
    page = supervisor.get(address).text
    assert "<del>晚上七点到十一点</del> <ins>晚上八点</ins>" in page and '<span class="soft" data-trains hidden>' in page
    assert "不用训练，已经生效" in supervisor.get(confirm(supervisor, address).headers["location"]).text
    assert process.started == [] and [entry.answer for entry in book.read().entries.values()] == ["晚上八点"]


def test_what_the_bot_takes_for_something_else_is_a_conflict_taken_only_when_ticked(
    supervisor: httpx.Client, book: Book, process: Process, hears: dict[str, tuple[str, float]], serving: Serving
) -> None:  # fmt: skip
    hears["多久能到货呀"] = ("ask_delivery_time", 0.93)
    title = serving.world.shop.content.intent_titles.get("ask_delivery_time", "ask_delivery_time")
    address = preview(supervisor, LIVE, ("多久能到货呀", "三天", ""))
    page = supervisor.get(address).text
    assert f"现在会听成“{title}”（把握 0.93）" in page and ("conflict", "多久能到货呀") in rows(page)
    assert re.search(r'value="2"[^>]*checked', page) and not re.search(r'value="3"[^>]*checked', page)
    told = post(supervisor, f"{address}/choose", shown="3", line="3")
    assert told.status_code == 303 and "确认后收下 <span data-takes>2</span> 行" in supervisor.get(address).text
    confirm(supervisor, address)
    assert len(book.read().entries) == 2


def test_an_entry_that_was_removed_or_is_over_is_no_conflict_though_the_model_still_knows_it(
    supervisor: httpx.Client, book: Book, hears: dict[str, tuple[str, float]]
) -> None:  # fmt: skip
    given(book, ("双12直播有什么福利", "抽奖", "2025-12-12"), header=("问题", "答案", "失效时间"))
    (over,) = book.read().entries
    hears.update({"直播间几点开播": (f"faq/{over}", 0.9), "什么时候直播": ("faq/removed_1234", 0.9)})
    assert rows(supervisor.get(preview(supervisor, LIVE)).text) == [("new", LIVE[0])]


def test_ticks_on_one_page_stay_while_another_is_looked_at(supervisor: httpx.Client, book: Book, process: Process) -> None:
    address = preview(supervisor, *((f"第{n}个新问题怎么办", f"这样办{n}", "") for n in range(1, 81)))
    lines = ",".join(map(str, range(2, 52)))
    post(supervisor, f"{address}/choose", shown=lines, line=[str(n) for n in range(3, 52)])
    page = supervisor.get(address, params={"page": 2}).text
    assert len(rows(page)) == 30 and "确认后收下 <span data-takes>79</span> 行" in page
    confirm(supervisor, address)
    assert len(book.read().entries) == 79 and "第1个新问题怎么办" not in {entry.question for entry in book.read().entries.values()}


@pytest.mark.parametrize("row, status, words", [
    (("去哪里退货", "", ""), "bad", "是空的"), (("退", "点申请售后", ""), "too_short", "太短"), (("能打电话问吗", "打 13812345678", ""), "personal", "手机号 138****5678"),
    (("能打 13812345678 吗", "能", ""), "personal", "请去掉再上传"),
])  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why_and_the_others_can(
    supervisor: httpx.Client, book: Book, process: Process, row: tuple[str, ...], status: str, words: str
) -> None:  # fmt: skip
    address = preview(supervisor, LIVE, row)
    page = supervisor.get(address).text
    assert rows(page)[1][0] == status and words in page
    assert [status for status, _ in rows(supervisor.get(address, params={"show": "attention"}).text)] == [status]
    post(supervisor, f"{address}/choose", shown="2,3", line=["2", "3"] if status != "personal" else ["2"])
    confirm(supervisor, address)
    assert [entry.question for entry in book.read().entries.values()] == [LIVE[0]]


def test_a_question_of_the_bots_own_cannot_be_ticked(supervisor: httpx.Client, book: Book) -> None:
    address = preview(supervisor, ("什么时候发货", "明天", ""))
    page = supervisor.get(address).text
    assert "机器人本来就会答" in page and 'name="line"' not in page and "没有能收的行" in page
    post(supervisor, f"{address}/choose", shown="2", line="2")
    assert confirm(supervisor, address, shown="2", line="2").status_code == 400 and not book.read().entries


def test_confirming_twice_and_from_two_windows_at_once_takes_once(supervisor: httpx.Client, book: Book, process: Process) -> None:
    address = preview(supervisor, LIVE)
    token = token_in(supervisor.get(address).text)
    with ThreadPoolExecutor(6) as windows:
        answers = list(windows.map(lambda _: supervisor.post(f"{address}/confirm", data={"token": token, "shown": "2", "line": "2"}), range(6)))
    assert {answer.headers["location"] for answer in answers} == {f"/desk/learning/{process.started[0].id}"}
    assert len(process.started) == 1 and len(book.read().entries) == 1
    before = book.read().entries
    assert confirm(supervisor, address).status_code == 303 and book.read().entries == before
    late = post(supervisor, f"{address}/choose", shown="2", line="")
    assert late.status_code == 409 and "已经确认过" in late.text


def test_the_same_sheet_again_changes_nothing(supervisor: httpx.Client, book: Book, process: Process) -> None:
    confirm(supervisor, preview(supervisor, LIVE))
    again = supervisor.get(preview(supervisor, LIVE)).text
    assert rows(again) == [("same", LIVE[0])] and "和已有的一样，没有要收的" in again


def test_while_a_round_runs_rows_are_taken_and_the_page_says_they_wait(supervisor: httpx.Client, book: Book, process: Process) -> None:
    confirm(supervisor, preview(supervisor, LIVE))
    address = preview(supervisor, ("礼品卡怎么用", "付款时输入卡号", ""))
    page = supervisor.get(confirm(supervisor, address).headers["location"]).text
    assert len(book.read().entries) == 2 and "正在训练（老板" in page and "还没开始学" in page


def test_a_change_by_somebody_else_since_the_preview_is_told_and_nothing_taken(supervisor: httpx.Client, book: Book, process: Process) -> None:
    given(book, LIVE, header=("问题", "答案", "相似问法"))
    address = preview(supervisor, (LIVE[0], "晚上八点", ""), ("礼品卡怎么用", "付款时输入卡号", ""))
    (name,) = book.read().entries
    book.answer(name, "晚上九点", "小王", book.read().entries[name].at)
    refused = confirm(supervisor, address)
    assert refused.status_code == 409 and "在预览之后被别人改过" in refused.text and len(book.read().entries) == 1


def test_a_colleague_may_confirm_what_another_uploaded(supervisor: httpx.Client, serving: Serving, book: Book, process: Process) -> None:
    from bot.desk.accounts import add

    from ..conftest import sign_in

    address = preview(supervisor, LIVE)
    with serving.browser() as colleague:
        sign_in(colleague, "二老板", add(serving.world.engine, "二老板", role="supervisor"))
        assert "问答.csv" in colleague.get(IMPORT).text
        confirm(colleague, address)
    assert [entry.by for entry in book.read().entries.values()] == ["二老板"]


@pytest.mark.parametrize("raw, words", [
    (b"", "文件是空的"), (b"\xd0\xcf\x11\xe0 old", "旧的 .xls"), (csv_of(("名字", "年龄"), ("a", "b")), "没有“问题”"), (b"PK\x03\x04 broken", ""),
], ids=["empty", "xls", "header", "zip"])  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_a_sentence(supervisor: httpx.Client, raw: bytes, words: str) -> None:
    page = supervisor.get(read(supervisor, upload(supervisor, raw).json()["go"])).text
    assert "改好再来" in page and words in page and "Traceback" not in page


def test_a_workbook_is_read_like_a_csv(supervisor: httpx.Client) -> None:
    page = supervisor.get(read(supervisor, upload(supervisor, xlsx_of(("标准问", "话术"), LIVE[:2]), "问答.xlsx").json()["go"])).text
    assert rows(page) == [("new", LIVE[0])] and "<h1>问答.xlsx</h1>" in page


def test_a_file_that_is_too_big_is_refused_before_it_is_read(supervisor: httpx.Client) -> None:
    response = upload(supervisor, b"x" * (5 * 2**20 + 1))
    assert response.status_code == 413 and "文件超过 5 MB" in response.json()["problem"]


def test_a_browser_without_script_sends_a_form(supervisor: httpx.Client) -> None:
    token = token_in(supervisor.get(IMPORT).text)
    sent = supervisor.post(IMPORT, data={"token": token}, files={"file": ("问答.csv", csv_of(("问题", "答案"), LIVE[:2]))})
    assert sent.status_code == 303 and rows(supervisor.get(read(supervisor, sent.headers["location"])).text) == [("new", LIVE[0])]
    nothing = supervisor.post(IMPORT, data={"token": token}, files={"file": ("", b"")})
    assert nothing.status_code == 400 and "没有选文件" in nothing.text


@pytest.mark.parametrize("id", ["0" * 32, "x", "..%2f..%2fshop", "0" * 31 + "%00", "A" * 32])
def test_an_id_there_is_not_is_nothing(supervisor: httpx.Client, id: str) -> None:
    for address in (f"{IMPORT}/{id}", f"{IMPORT}/{id}/progress"):
        assert supervisor.get(address).status_code == 404
    for action in ("choose", "confirm"):
        assert post(supervisor, f"{IMPORT}/{id}/{action}").status_code == 404


def test_a_long_one_shows_how_far_it_is_and_shoppers_are_answered_meanwhile(supervisor: httpx.Client, serving: Serving) -> None:
    slow = serving.parts.dialogue.agent

    async def parse_message(text: str) -> dict[str, Any]:
        slow.asked.append(text)
        time.sleep(0.02)  # the model computes on the event loop
        await asyncio.sleep(0)
        return {"intent_ranking": [{"name": "out_of_scope", "confidence": 0.3}]}

    slow.parse_message = parse_message
    sheet = csv_of(("问题", "答案"), *((f"第{n}个新问题怎么办", f"这样办{n}") for n in range(1, 91)))
    address = upload(supervisor, sheet).json()["go"]
    page = supervisor.get(address).text
    assert "正在看，一行都还没有收" in page and supervisor.get(f"{address}/progress").json()["of"] == 90
    assert confirm(supervisor, address).status_code == 409
    with serving.browser() as shopper:
        shopper.get("/chat/history")
        assert shopper.post("/chat/messages", json={"id": "m-1", "text": "在吗"}).status_code == 200
        assert supervisor.get(f"{address}/progress").json()["state"] == "reading", "the shopper was answered before the preview was done"
    assert len(rows(supervisor.get(read(supervisor, address)).text)) == 50 and sorted({*slow.asked}) == sorted(slow.asked), "each question is asked once"


def test_one_nobody_reads_any_more_says_so(supervisor: httpx.Client, serving: Serving) -> None:
    address = preview(supervisor, LIVE)
    file = serving.world.settings.var / "learning" / "plans" / f"{address.rsplit('/', 1)[1]}.json"
    file.write_text(file.read_text("utf8").replace('"state": "ready"', '"state": "reading"'), "utf8")
    os.utime(file, (time.time() - 100, time.time() - 100))
    assert "看到一半断了" in supervisor.get(address).text and supervisor.get(f"{address}/progress").json()["state"] == "lost"


def test_old_uploads_are_cleared_away(supervisor: httpx.Client, serving: Serving) -> None:
    old = preview(supervisor, LIVE)
    for file in (serving.world.settings.var / "learning" / "plans").iterdir():
        os.utime(file, (time.time() - 15 * 24 * 3600, time.time() - 15 * 24 * 3600))
    new = preview(supervisor, LIVE)
    assert supervisor.get(old).status_code == 404 and supervisor.get(new).status_code == 200


def test_words_of_a_sheet_and_its_name_are_shown_as_text(supervisor: httpx.Client, book: Book, process: Process) -> None:
    rows = (f"什么{EVIL}呢", EVIL, f"问{EVIL}吗", "<b>题</b>", "x"), ("退", EVIL), ("", EVIL)
    sheet = xlsx_of(("问题", "答案", "相似问法", "话题", EVIL), *rows)
    address = read(supervisor, upload(supervisor, sheet, f"{EVIL}.xlsx").json()["go"])
    for page in (supervisor.get(address).text, supervisor.get(IMPORT).text, supervisor.get(f"{address}?show={EVIL}").text):
        assert "<img src=x" not in page and "<script>alert" not in page and "<b>题" not in page
    confirm(supervisor, address)
    assert "<img src=x" not in supervisor.get(address).text + supervisor.get("/desk/learning").text + supervisor.get(FAQ).text


def test_one_entry_from_the_form_goes_by_the_same_rules(supervisor: httpx.Client, book: Book, process: Process, hears: dict[str, Any]) -> None:
    hears["今晚播吗"] = ("ask_delivery_time", 0.9)
    fields = {"question": LIVE[0], "answer": "晚上七点", "similar": "今晚播吗\r\n几点直播", "topic": "直播", "valid_until": "2026-12-12T20:00"}
    address = read(supervisor, post(supervisor, f"{FAQ}/new", **fields).headers["location"])
    page = supervisor.get(address).text
    assert rows(page) == [("conflict", LIVE[0])] and "“今晚播吗”现在会听成" in page and "第 2 行" not in page and "列）" not in page
    confirm(supervisor, address, shown="2", line="2")
    (entry,) = book.read().entries.values()
    assert (entry.topic, f"{entry.valid_until:%m-%d %H:%M}", process.started[0].why) == ("直播", "12-12 20:00", f"问答：{LIVE[0]}")


def test_what_was_typed_is_there_again_when_it_cannot_be_taken(supervisor: httpx.Client) -> None:
    page = supervisor.get(read(supervisor, post(supervisor, f"{FAQ}/new", question="退", answer="写了很久的答案").headers["location"])).text
    again = unescape(re.search(r'href="(/desk/faq/new\?again=\w+)"', page).group(1))
    assert "太短" in page and "写了很久的答案</textarea>" in supervisor.get(again).text


def test_further_phrasings_are_previewed_too(supervisor: httpx.Client, book: Book, process: Process) -> None:
    given(book, LIVE, header=("问题", "答案", "相似问法"))
    (entry,) = book.read().entries.values()
    address = post(supervisor, f"{FAQ}/entry/{entry.name}/phrasings", similar="主播几点来\n什么时候发货").headers["location"]
    read(supervisor, address)
    page = supervisor.get(address).text
    assert rows(page) == [("adds", LIVE[0])] and "“什么时候发货”机器人已经会了" in page
    confirm(supervisor, address)
    assert "主播几点来" in [*book.entry(entry.name).similar, *book.entry(entry.name).held_out] and len(process.started) == 1
    assert post(supervisor, f"{FAQ}/entry/{entry.name}/phrasings", similar=" ").status_code == 400


def test_a_product_is_known_by_name_number_and_sku(supervisor: httpx.Client, serving: Serving) -> None:
    product = next(iter(serving.world.shop.content.products.values()))
    for n, written in enumerate((product.name, product.id.lower(), product.skus[0].id)):
        page = supervisor.get(preview(supervisor, (f"这款能不能手洗呢{n}", "可以", written), header=("问题", "答案", "商品"))).text
        assert f"<dd>{product.id}</dd>" in page or product.name in page, written
    assert "products.csv 里没有这个商品" in supervisor.get(preview(supervisor, ("能手洗吗", "可以", "没有的商品"), header=("问题", "答案", "商品"))).text


def test_templates_are_tables_a_shop_can_fill_in(supervisor: httpx.Client) -> None:
    csv, xlsx = supervisor.get(f"{FAQ}/template.csv"), supervisor.get(f"{FAQ}/template.xlsx")
    assert csv.content == template_csv() and csv.headers["content-type"].startswith("text/csv") and "attachment" in csv.headers["content-disposition"]
    assert xlsx.content.startswith(b"PK") and ".xlsx" in xlsx.headers["content-disposition"]
    assert not [cell for line in csv.content.decode("utf-8-sig").splitlines() for cell in line.split(",") if cell[:1] in "=+-@\t"[:4] and cell]
