"""A shopkeeper teaches the bot in a browser: a spreadsheet, its conflicts, training, the report, live, asked by a shopper, taken back.

`SCREENSHOTS=docs/screenshots pytest tests/browser/test_faq.py` also keeps the pictures that the documentation shows.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.faq.sheets_for_tests import xlsx_of
from tests.running import ROOT, RunningShop

from .chat import Chat
from .conftest import made_agent
from .desk import DeskPage

BOSS = "老板"
ROUND_MS, SWAP_SECONDS, PREVIEW_MS = 300_000, 60, 60_000
ANSWER = "每天晚上 7 点到 11 点在直播间等您，周一休息；直播专享价只在直播间里有。"
ASKED = "你们直播间今天几点开播呀"  # in no row of the sheet
CONFLICT, BUILT_IN = "我的快递现在到哪儿了呀", "什么时候发货"
SHEET = xlsx_of(
    ("标准问", "话术", "相似问法", "分类"),
    ("直播间几点开播", ANSWER, "今晚有直播吗\n你们什么时候直播\n直播时间是几点到几点\n主播几点上班", "直播"),
    ("能代写贺卡吗", "可以的，下单时把想说的话写在备注里，40 个字以内，我们手写一张贺卡放进包裹，不收费。", "手写祝福有吗\n送人的想放张卡片", "礼品"),
    ("旧衣服可以回收吗", "可以寄旧衣换 20 元无门槛券：满 5 件、洗净，到货 3 天内发券，运费我们出。", "旧衣回收怎么参加\n穿旧的衣服你们收吗", "环保"),
    ("衣服上能绣字吗", "胸前、袖口可以绣 1 到 6 个字，加 15 元，要多等 3 天；绣了字的不支持七天无理由。", "可以刻名字吗\n能绣孩子的名字不", "定制"),
    (CONFLICT, "正在路上。", "", "物流"),
    (BUILT_IN, "明天。", "", "物流"),
    ("能加客服电话吗", "请打 13812345678。", "", ""),
    ("退", "点申请售后。", "", ""),
)  # fmt: skip


@pytest.fixture(scope="session")
def shop(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """A shop of its own: its questions and its models are changed here."""
    place = tmp_path_factory.mktemp("faq")
    shutil.copytree(ROOT / "data" / "shop", place / "shop", ignore=shutil.ignore_patterns("faq"))
    shutil.copytree(models, place / "models")
    (place / "var").mkdir()
    running = RunningShop(place / "var", place / "models", SHOP_DIR=str(place / "shop")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def boss_password(shop: RunningShop) -> str:
    """Of the supervisor BOSS."""
    return made_agent(shop, BOSS, "--role", "supervisor")


@pytest.fixture
def boss(visit: Callable[..., Page], boss_password: str) -> Page:
    """A supervisor on the page with all questions; asked whether they are sure, they are."""
    page = visit("/desk")
    DeskPage(page, BOSS, boss_password)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="问答", exact=True).click()
    return page


def photo(page: Page, name: str) -> None:
    """Keeps a picture when a folder for them is given."""
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(ROOT / os.environ["SCREENSHOTS"] / f"{name}.png"), animations="disabled")


def swapped(shop: RunningShop, before: str) -> None:
    """Waits until the server answers with another model than before."""
    until = time.monotonic() + SWAP_SECONDS
    while shop.http.get("/ready").json()["model"] == before:
        assert time.monotonic() < until, "the server did not take over the promoted model"
        time.sleep(0.5)


def test_a_spreadsheet_becomes_answers_and_a_step_back_takes_them_away(visit: Callable[..., Page], boss: Page, shop: RunningShop) -> None:
    first = shop.http.get("/ready").json()["model"]
    assert ANSWER not in (Chat(visit()).open().say(ASKED) or "")

    boss.get_by_role("link", name="导入表格").first.click()
    boss.locator("input[type=file]").set_input_files({"name": "十一月问答.xlsx", "mimeType": "", "buffer": SHEET})
    photo(boss, "faq-import")
    boss.get_by_role("button", name="上传，看预览").click()
    take = boss.get_by_role("button", name="确认，收下")
    expect(take).to_be_visible(timeout=PREVIEW_MS)
    rows = boss.get_by_role("listitem")
    expect(rows.filter(has_text=CONFLICT)).to_contain_text("现在会听成")
    expect(rows.filter(has_text="机器人本来就会答")).to_contain_text(BUILT_IN)
    expect(boss.get_by_role("checkbox", name="收第 6 行")).not_to_be_checked()
    expect(boss.get_by_role("checkbox", name="收第 7 行")).to_have_count(0)
    expect(rows.filter(has_text="138****5678")).to_be_visible()
    expect(take).to_have_text("确认，收下 4 行")
    boss.get_by_role("checkbox", name="收第 5 行").uncheck()
    expect(take).to_have_text("确认，收下 3 行")
    boss.get_by_role("checkbox", name="收第 5 行").check()
    expect(take).to_have_text("确认，收下 4 行")
    photo(boss, "faq-preview")

    boss.get_by_role("checkbox", name="评测通过就自动上线").uncheck()
    take.click()
    expect(boss.get_by_role("heading", name="导入 4 条问答")).to_be_visible()
    expect(boss.get_by_role("heading", name="正在训练")).to_be_visible()
    expect(boss.get_by_role("progressbar", name="做了多少")).to_be_visible()
    expect(boss.locator(".steps .done").first.or_(boss.locator(".verdict:not(.running)"))).to_be_visible(timeout=ROUND_MS)
    photo(boss, "faq-training")
    expect(boss.locator("[data-running]")).to_have_count(0, timeout=ROUND_MS)
    expect(boss.get_by_role("heading", name="通过，可以上线")).to_be_visible()
    expect(boss.get_by_role("heading", name="和现在的模型比")).to_be_visible()
    photo(boss, "faq-report")
    assert shop.http.get("/ready").json()["model"] == first, "nothing is live before it is promoted"

    boss.get_by_role("button", name="上线", exact=True).click()
    expect(boss.get_by_role("heading", name="已经上线，正在回答顾客")).to_be_visible()
    swapped(shop, first)
    chat = Chat(visit()).open()
    assert ANSWER in (chat.say(ASKED) or "")
    photo(chat.page, "faq-answer")

    boss.get_by_role("link", name="问答", exact=True).click()
    expect(boss.get_by_text("正在回答").first).to_be_visible()
    photo(boss, "faq-book")
    boss.get_by_role("link", name="直播间几点开播").click()
    boss.get_by_role("textbox", name="顾客看到的话").fill("今天八点开播。")
    boss.get_by_role("button", name="存答案").click()
    expect(boss.get_by_text("从下一条消息起就这样回答")).to_be_visible()
    assert "今天八点开播。" in (Chat(visit()).open().say(ASKED) or ""), "another wording needs no training"

    promoted = shop.http.get("/ready").json()["model"]
    boss.get_by_role("link", name="训练与上线").click()
    boss.get_by_role("link", name="模型和退回").click()
    photo(boss, "faq-models")
    boss.get_by_role("button", name="退回上一个").click()
    expect(boss.get_by_text("退回了")).to_be_visible()
    swapped(shop, promoted)
    assert "今天八点开播。" not in (Chat(visit()).open().say(ASKED) or "")
    expect(boss.get_by_role("row", name="退回").first).to_contain_text(BOSS)


def test_the_pages_fit_a_telephone_and_a_narrow_screen(boss: Page) -> None:
    for width in (390, 1024):
        boss.set_viewport_size({"width": width, "height": 800})
        for path in ("/desk/faq", "/desk/faq/new", "/desk/faq/import", "/desk/learning", "/desk/models"):
            boss.goto(boss.url.split("/desk")[0] + path)
            assert boss.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
