"""A shopper in one browser, an agent in another."""

from __future__ import annotations

from typing import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.running import RunningShop

from .chat import ANSWER_MS, Chat
from .conftest import AGENT

SOON_MS = 8_000  # a polling interval or two


@pytest.fixture
def desk(visit: Callable[..., Page], password: str) -> Page:
    """An agent, signed in at the desk."""
    page = visit("/desk")
    page.get_by_label("名字").fill(AGENT)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="等待接入")).to_be_visible()
    return page


def fetch_a_person(chat: Chat) -> None:
    chat.panel.get_by_role("button", name="转人工").click()
    expect(chat.state).to_have_text("正在等待人工客服", timeout=ANSWER_MS)


def row_of(desk: Page, shopper: str) -> Locator:
    return desk.get_by_role("navigation").get_by_role("link").filter(has_text=shopper)


def test_an_agent_takes_answers_and_gives_back_and_the_shopper_sees_it_all(chat: Chat, desk: Page) -> None:
    chat.sign_in("demo-14")
    fetch_a_person(chat)
    row_of(desk, "demo-14").click()
    desk.get_by_role("button", name="接入").click()
    desk.get_by_label("回复").fill("您好，我是小棉，马上帮您看")
    desk.get_by_label("回复").press("Enter")
    expect(chat.bubbles("agent")).to_contain_text(["您好，我是小棉，马上帮您看"], timeout=SOON_MS)
    expect(chat.state).to_have_text("人工客服为您服务")
    spoken = chat.bubbles("bot").count()
    chat.type("好的谢谢")
    expect(desk.get_by_role("log")).to_contain_text("好的谢谢", timeout=SOON_MS)
    assert chat.bubbles("bot").count() == spoken, "the bot is silent while a person holds the conversation"
    desk.get_by_role("button", name="交还机器人").click()
    expect(chat.state).to_contain_text("智能客服", timeout=SOON_MS)
    expect(chat.bubbles("notice").last).to_be_visible()
    assert chat.say("会不会起球")


def test_a_shopper_who_comes_while_the_desk_is_open_appears_by_themselves(chat: Chat, desk: Page) -> None:
    chat.sign_in("demo-13")
    fetch_a_person(chat)
    expect(row_of(desk, "demo-13")).to_be_visible(timeout=SOON_MS)
    expect(row_of(desk, "demo-13")).to_contain_text("要求人工")


def test_a_draft_survives_the_refresh_and_another_conversation(chat: Chat, desk: Page) -> None:
    chat.sign_in("demo-12")
    fetch_a_person(chat)
    row_of(desk, "demo-12").click()
    desk.get_by_role("button", name="接入").click()
    desk.get_by_label("回复").fill("写到一半")
    chat.type("还在吗")
    expect(desk.get_by_role("log")).to_contain_text("还在吗", timeout=SOON_MS)
    expect(desk.get_by_label("回复")).to_have_value("写到一半")
    desk.goto(desk.url.rsplit("/tickets", 1)[0])
    row_of(desk, "demo-12").click()
    expect(desk.get_by_label("回复")).to_have_value("写到一半")
    desk.get_by_role("button", name="交还机器人").click()


def test_enter_does_not_send_while_a_chinese_word_is_composed(chat: Chat, desk: Page, shop: RunningShop) -> None:
    chat.sign_in("demo-11")
    fetch_a_person(chat)
    row_of(desk, "demo-11").click()
    desk.get_by_role("button", name="接入").click()
    box = desk.get_by_label("回复")
    box.fill("您好")
    box.evaluate("""box => box.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))""")
    expect(box).to_have_value("您好")
    expect(chat.bubbles("agent")).to_have_count(0)
    desk.get_by_role("button", name="交还机器人").click()
