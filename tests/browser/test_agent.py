"""A shopper in one browser, agents in others."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.channels.drawn import drawn
from tests.running import RunningShop

from .chat import Chat
from .conftest import AGENT, COLLEAGUE, made_agent
from .desk import SOON_MS, DeskPage, fetch_a_person


@pytest.fixture
def desk(visit: Callable[..., Page], password: str) -> DeskPage:
    """An agent at the desk."""
    return DeskPage(visit("/desk"), AGENT, password)


@pytest.fixture
def supervisor(visit: Callable[..., Page], colleagues_password: str) -> DeskPage:
    """A supervisor at the desk."""
    return DeskPage(visit("/desk"), COLLEAGUE, colleagues_password)


def composing(desk: DeskPage, key: str) -> None:
    """A key that belongs to the input method."""
    desk.box.evaluate("""(box, key) => box.dispatchEvent(
        new KeyboardEvent("keydown", {key, isComposing: true, bubbles: true, cancelable: true}))""", key)


def test_an_agent_takes_answers_and_gives_back_and_the_shopper_sees_it_all(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-14")
    desk.take("demo-14").say("您好，我是小棉，马上帮您看")
    expect(chat.bubbles("agent")).to_contain_text(["您好，我是小棉，马上帮您看"], timeout=SOON_MS)
    spoken = chat.bubbles("bot").count()
    chat.type("好的谢谢")
    expect(desk.log).to_contain_text("好的谢谢", timeout=SOON_MS)
    assert chat.bubbles("bot").count() == spoken, "the bot is silent while a person holds the conversation"
    desk.give_back()
    expect(chat.state).to_contain_text("智能客服", timeout=SOON_MS)
    expect(chat.bubbles("notice").last).to_be_visible()
    assert chat.say("会不会起球")


def test_a_shopper_who_comes_while_the_desk_is_open_appears_by_themselves(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-13")
    expect(desk.row("demo-13")).to_be_visible(timeout=SOON_MS)
    expect(desk.row("demo-13")).to_contain_text("要求人工")
    expect(desk.page).to_have_title(re.compile(r"^\(\d+\) "))
    waited = desk.row("demo-13").locator("time")
    before = waited.inner_text()
    expect(waited).not_to_have_text(before, timeout=3000)


def test_a_draft_survives_another_conversation_a_reload_and_being_taken_back(chat: Chat, desk: DeskPage, supervisor: DeskPage) -> None:
    fetch_a_person(chat, "demo-12")
    desk.take("demo-12")
    desk.box.fill("写到一半")
    chat.type("还在吗")
    expect(desk.log).to_contain_text("还在吗", timeout=SOON_MS)
    expect(desk.box).to_have_value("写到一半")
    desk.page.goto(desk.page.url.rsplit("/tickets", 1)[0])
    desk.open("demo-12")
    expect(desk.box).to_have_value("写到一半")
    supervisor.open("demo-12").page.get_by_role("button", name="接管").click()
    expect(desk.page.get_by_text("您没发出去的草稿还留着")).to_be_visible(timeout=SOON_MS)
    expect(desk.box).to_have_count(0)
    supervisor.page.get_by_role("button", name="转接").click()
    supervisor.page.get_by_role("radio", name=AGENT).check()
    supervisor.page.get_by_role("button", name="转过去").click()
    expect(desk.page.get_by_role("button", name="接入")).to_be_visible(timeout=SOON_MS)
    desk.page.get_by_role("button", name="接入").click()
    expect(desk.box).to_have_value("写到一半")
    desk.give_back()


def test_enter_does_not_send_while_a_chinese_word_is_composed(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-11")
    desk.take("demo-11")
    desk.box.fill("您好")
    composing(desk, "Enter")
    desk.page.wait_for_timeout(500)
    expect(desk.box).to_have_value("您好")
    expect(chat.bubbles("agent")).to_have_count(0)
    desk.box.press("Shift+Enter")
    expect(desk.box).to_have_value("您好\n")
    desk.give_back()


def test_a_slash_and_a_word_find_a_phrase_that_is_filled_and_sent(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-10")
    desk.take("demo-10")
    desk.box.press_sequentially("/退")
    expect(desk.phrases.get_by_role("option").first).to_contain_text("退货", timeout=SOON_MS)
    composing(desk, "Enter")
    expect(desk.box).to_have_value("/退")
    desk.box.press("ArrowDown")
    chosen = desk.phrases.get_by_role("option", selected=True).locator("span").inner_text()
    desk.box.press("Enter")
    expect(desk.box).to_have_value(chosen)
    expect(desk.phrases).to_have_count(0)
    desk.box.press("Enter")
    expect(chat.bubbles("agent")).to_contain_text([chosen], timeout=SOON_MS)
    desk.give_back()


def test_initials_typed_at_once_with_enter_take_what_was_typed_last(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-09")
    desk.take("demo-09")
    desk.box.press_sequentially("/tkjd")
    desk.box.press("Enter")
    expect(desk.box).not_to_have_value("/tkjd", timeout=SOON_MS)
    assert "退款" in desk.box.input_value()
    expect(chat.bubbles("agent")).to_have_count(0)
    desk.box.fill("亲，")
    desk.box.press("Control+/")
    desk.page.keyboard.type("shaodeng")
    expect(desk.phrases.get_by_role("option").first).to_contain_text("稍等", timeout=SOON_MS)
    desk.page.keyboard.press("Enter")
    expect(desk.box).to_have_value(re.compile("^亲，好的，我查一下"))
    desk.box.fill("")
    desk.give_back()


def test_two_desks_never_take_the_same_shopper(chat: Chat, desk: DeskPage, supervisor: DeskPage) -> None:
    fetch_a_person(chat, "demo-08")
    buttons = [one.open("demo-08").page.get_by_role("button", name="接入") for one in (desk, supervisor)]
    for button in buttons:  # pressed in both pages before either has heard of the other
        button.evaluate("button => button.click()")
    mine = [one.page.locator("#group-mine").get_by_role("link").filter(has_text="demo-08") for one in (desk, supervisor)]
    expect(mine[0].or_(desk.page.locator("#group-others").get_by_role("link").filter(has_text="demo-08"))).to_be_visible(timeout=SOON_MS)
    expect(mine[1].or_(supervisor.page.locator("#group-others").get_by_role("link").filter(has_text="demo-08"))).to_be_visible(timeout=SOON_MS)
    assert sorted(link.count() for link in mine) == [0, 1]
    winner, loser = (desk, supervisor) if mine[0].count() else (supervisor, desk)
    expect(loser.toast).to_contain_text("被同事先接走了", timeout=SOON_MS)
    if loser.box.count():  # somebody else was waiting, and was given to them instead
        loser.give_back()
    winner.open("demo-08").give_back()


def test_a_note_for_colleagues_never_reaches_the_shopper(chat: Chat, desk: DeskPage, supervisor: DeskPage) -> None:
    fetch_a_person(chat, "demo-07")
    desk.take("demo-07")
    supervisor.open("demo-07")
    desk.page.keyboard.press("Alt+m")
    desk.page.get_by_label("备注内容").fill("这位要小心")
    desk.page.get_by_role("button", name="存备注").click()
    for one in (desk, supervisor):
        expect(one.log.get_by_text("这位要小心")).to_be_visible(timeout=SOON_MS)
    desk.box.press_sequentially("/a", delay=20)
    expect(desk.box).to_have_value("/a")  # the caret is back in the box
    desk.box.fill("")
    desk.say("来了")
    expect(chat.bubbles("agent")).to_contain_text(["来了"], timeout=SOON_MS)
    expect(chat.log).not_to_contain_text("这位要小心")
    desk.give_back()


def test_the_whole_round_goes_without_a_mouse(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-06")
    expect(desk.row("demo-06")).to_be_visible(timeout=SOON_MS)
    while desk.page.get_by_role("heading", name="demo-06").count() == 0:  # others may wait from other tests
        address = desk.page.url
        desk.page.keyboard.press("Alt+n")
        desk.page.wait_for_url(lambda url: url != address)
        expect(desk.box).to_be_focused()
    desk.page.keyboard.type("键盘说的")
    desk.page.keyboard.press("Enter")
    expect(chat.bubbles("agent")).to_contain_text(["键盘说的"], timeout=SOON_MS)
    desk.page.keyboard.press("Alt+e")
    expect(desk.page.get_by_role("heading", name="结束接待")).to_be_visible()
    desk.page.keyboard.press("1")
    expect(desk.toast).to_contain_text("接待结束")
    expect(desk.page.get_by_text("从左边选一位顾客")).to_be_visible()
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("heading", name="键盘快捷键")).to_be_visible()


def test_a_suggestion_is_taken_with_tab_and_can_be_changed(chat: Chat, desk: DeskPage) -> None:
    chat.sign_in("demo-05")
    chat.say("会不会起球")
    fetch_a_person(chat, "demo-05")
    desk.take("demo-05")
    first = desk.page.locator("#suggestions .suggestion").first
    expect(first).to_be_visible(timeout=SOON_MS)
    words = first.get_attribute("data-text")
    desk.box.press("Tab")
    expect(desk.box).to_have_value(words)
    desk.box.press("End")
    desk.box.press_sequentially("～")
    desk.box.fill("")
    desk.give_back()


def test_an_agents_picture_is_seen_by_the_shopper(chat: Chat, desk: DeskPage, tmp_path: Path) -> None:
    fetch_a_person(chat, "demo-04")
    desk.take("demo-04")
    for name, data in (("photo.png", drawn(size=(60, 40))), ("photo2.png", b"<script>alert(1)</script>")):
        (tmp_path / name).write_bytes(data)
    desk.page.locator("#picture").set_input_files(tmp_path / "photo2.png")
    desk.page.get_by_role("button", name="发送图片").click()
    expect(desk.page.locator("#picture-problem")).to_contain_text("不是 PNG")
    desk.page.keyboard.press("Escape")
    desk.page.locator("#picture").set_input_files(tmp_path / "photo.png")
    desk.page.get_by_role("button", name="发送图片").click()
    expect(desk.log.locator(".agent img")).to_have_count(1, timeout=SOON_MS)
    expect(chat.log.locator(".bubble.agent img")).to_have_count(1, timeout=SOON_MS)
    desk.give_back()


def at_end(desk: DeskPage) -> bool:
    """Whether the talk is scrolled to its end."""
    return desk.page.locator("#talk").evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight < 5")


def wait_at_end(desk: DeskPage) -> None:
    """It may take a moment."""
    desk.page.wait_for_function("() => { const box = document.getElementById('talk'); return box.scrollHeight - box.scrollTop - box.clientHeight < 5; }")


def send_picture(desk: DeskPage, file: Path) -> None:
    """Chooses a picture and confirms."""
    seen = desk.log.locator(".agent img").count()
    desk.page.locator("#picture").set_input_files(file)
    desk.page.get_by_role("button", name="发送图片").click()
    expect(desk.log.locator(".agent img")).to_have_count(seen + 1, timeout=SOON_MS)
    desk.page.wait_for_function("() => [...document.querySelectorAll('#talk img')].at(-1).naturalHeight > 0")


def test_the_talk_follows_past_pictures_and_leaves_a_reader_where_they_are(chat: Chat, desk: DeskPage, tmp_path: Path) -> None:
    fetch_a_person(chat, "demo-01")
    desk.take("demo-01")
    photo = tmp_path / "photo.png"
    photo.write_bytes(drawn(size=(400, 400)))

    def late(route: Any) -> None:
        time.sleep(0.4)  # the line is there long before its picture
        route.continue_()

    desk.page.route(re.compile(r"/tickets/\d+/pictures/\w+\.png"), late)
    for _ in range(4):
        send_picture(desk, photo)
        wait_at_end(desk)
    chat.type("看到图片了")
    expect(desk.log).to_contain_text("看到图片了", timeout=SOON_MS)
    wait_at_end(desk)
    pill = desk.page.get_by_role("button", name="↓ 新消息")
    expect(pill).to_be_hidden()
    desk.page.locator("#talk").evaluate("box => { box.scrollTop = 0; }")
    chat.type("还有一个问题")
    expect(pill).to_be_visible(timeout=SOON_MS)
    assert not at_end(desk), "who reads further up is left there"
    pill.click()
    wait_at_end(desk)
    expect(pill).to_be_hidden()
    desk.page.locator("#talk").evaluate("box => { box.scrollTop = 0; }")
    desk.page.wait_for_timeout(100)
    send_picture(desk, photo)
    wait_at_end(desk)
    desk.give_back()


def test_who_loses_a_race_is_taken_to_the_one_they_were_given(
    chat: Chat, phone_chat: Chat, desk: DeskPage, supervisor: DeskPage, shop: RunningShop
) -> None:
    fetch_a_person(chat, "demo-15")
    fetch_a_person(phone_chat, "demo-16")
    desk.open("demo-15")
    supervisor.open("demo-15")

    held: list[Any] = []
    mine = desk.page.url
    other = lambda address: bool(re.search(r"/desk/tickets/\d+$", address)) and address != mine  # noqa: E731
    desk.page.route("**/talk*", lambda route: route.abort())  # it does not hear of the colleague before it presses
    supervisor.page.get_by_role("button", name="接入").click()
    expect(supervisor.box).to_be_focused()
    desk.page.unroute("**/talk*")
    desk.page.route(other, lambda route: held.append(route), times=1)
    desk.page.get_by_role("button", name="接入").evaluate("button => button.click()")
    chat.type("在吗")  # the page hears of the old conversation while the one given instead is on its way
    desk.page.wait_for_timeout(2500)
    assert len(held) == 1
    held[0].continue_()
    expect(desk.toast).to_contain_text("给您接了下一位", timeout=SOON_MS)
    given = desk.page.locator("#work h1").inner_text()
    assert given != "demo-15"
    expect(desk.toast).to_contain_text(f"现在打开的是 {given}")
    expect(desk.box).to_be_visible()
    desk.give_back()
    supervisor.give_back()


def test_a_paste_that_does_not_fit_is_told(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-17")
    desk.take("demo-17")
    desk.page.evaluate("""() => { const box = document.createElement("textarea"); document.body.append(box); box.value = "字".repeat(2100);
        box.select(); document.execCommand("copy"); box.remove(); }""")
    desk.box.focus()
    desk.box.press("Control+v")
    expect(desk.page.locator("#reply-hint")).to_contain_text("最后 100 个字没有放进来")
    expect(desk.page.locator("#reply-count")).to_have_text("2000/2000")
    desk.box.fill("您好")
    expect(desk.page.locator("#reply-hint")).to_have_text("")
    expect(desk.page.locator("#reply-count")).to_have_text("2/2000")
    desk.box.fill("")
    desk.give_back()


def test_giving_back_by_key_asks_first(chat: Chat, desk: DeskPage) -> None:
    fetch_a_person(chat, "demo-18")
    desk.take("demo-18")
    desk.page.keyboard.press("Alt+g")
    sure = desk.page.get_by_role("dialog", name="交还机器人？")
    expect(sure).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(sure).to_be_hidden()
    desk.say("我还在")
    desk.page.keyboard.press("Alt+g")
    expect(sure).to_be_visible()
    desk.page.keyboard.press("Enter")
    expect(desk.box).to_have_count(0)
    expect(desk.toast).to_contain_text("已交还机器人")


def test_a_picture_too_big_is_refused_before_it_is_sent(chat: Chat, desk: DeskPage, tmp_path: Path) -> None:
    fetch_a_person(chat, "demo-19")
    desk.take("demo-19")
    (tmp_path / "big.png").write_bytes(b"\x89PNG" + bytes(8 * 1024 * 1024))
    desk.page.locator("#picture").set_input_files(tmp_path / "big.png")
    expect(desk.page.locator("#picture-problem")).to_have_text("图片超过 8 MB，请压缩后再发。")
    expect(desk.page.get_by_role("button", name="发送图片")).to_be_disabled()
    desk.page.keyboard.press("Escape")
    desk.give_back()


def test_a_supervisor_takes_what_the_bot_holds(chat: Chat, supervisor: DeskPage) -> None:
    chat.sign_in("demo-02")
    chat.say("在吗")
    supervisor.page.get_by_role("link", name="全部会话").click()
    row = supervisor.page.get_by_role("row").filter(has_text="demo-02")
    expect(row).to_contain_text("机器人在答")
    row.get_by_role("button", name="接管").click()
    supervisor.say("我是主管，我来看")
    expect(chat.bubbles("agent")).to_contain_text(["我是主管，我来看"], timeout=SOON_MS)
    supervisor.give_back()


@pytest.fixture
def own_shop(models: Path, tmp_path: Path) -> Iterator[RunningShop]:
    """A shop that may be stopped."""
    running = RunningShop(tmp_path, models).start()
    yield running
    running.stop()


def test_a_restart_is_told_and_survived_with_the_draft(browser: Browser, own_shop: RunningShop) -> None:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(own_shop.base + "/desk")
    desk = DeskPage(page, "小棉", made_agent(own_shop, "小棉"))
    own_shop.say("buyer-1", "转人工")
    desk.take("buyer-1").box.fill("写到一半")
    stopping = time.monotonic()
    assert own_shop.stop() == 0
    assert time.monotonic() - stopping < 8, "an open desk must not keep the server from stopping"
    expect(page.get_by_text("连不上服务器，正在重试")).to_be_visible(timeout=SOON_MS)
    desk.box.press("Enter")
    expect(page.locator("#reply-hint")).to_contain_text("写的内容还在")
    own_shop.start()
    own_shop.say("buyer-1", "还在吗")
    expect(page.get_by_text("连不上服务器，正在重试")).to_be_hidden(timeout=10_000)
    expect(desk.log).to_contain_text("还在吗", timeout=SOON_MS)
    expect(desk.box).to_have_value("写到一半")
    desk.box.press("Enter")
    expect(desk.log).to_contain_text("写到一半", timeout=SOON_MS)
    assert [r["text"] for r in own_shop.later("buyer-1")["replies"]].count("写到一半") == 1
    page.context.close()
