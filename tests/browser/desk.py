"""What an agent does at the desk, by the names a screen reader says."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .chat import ANSWER_MS, Chat

SOON_MS = 5_000


class DeskPage:
    """The desk, signed in."""

    def __init__(self, page: Page, name: str, password: str) -> None:
        self.page = page
        page.get_by_label("名字").fill(name)
        page.get_by_label("密码").fill(password)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="等待接入")).to_be_visible()
        self.box = page.get_by_role("textbox", name="回复", exact=True)
        self.log = page.get_by_role("log", name="聊天记录")
        self.toast = page.locator("#toast")
        self.phrases = page.get_by_role("listbox", name="话术")

    def row(self, shopper: str) -> Locator:
        """A shopper's row in the queue."""
        return self.page.locator("#queue").get_by_role("link").filter(has_text=shopper)

    def open(self, shopper: str) -> "DeskPage":
        """Looks at a shopper's conversation."""
        self.row(shopper).click(timeout=ANSWER_MS)
        expect(self.page.get_by_role("heading", name=shopper)).to_be_visible()
        return self

    def take(self, shopper: str) -> "DeskPage":
        """Opens it and takes it."""
        self.open(shopper)
        self.page.get_by_role("button", name="接入").click()
        expect(self.box).to_be_focused()
        return self

    def say(self, text: str) -> None:
        """Types a reply and presses Enter; waits until it is said."""
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.box).to_have_value("")
        expect(self.log).to_contain_text(text)

    def give_back(self) -> None:
        """Presses the button, and confirms."""
        self.page.get_by_role("button", name="交还机器人").click()
        self.page.get_by_role("button", name="交还", exact=True).click()
        expect(self.box).to_have_count(0)


def fetch_a_person(chat: Chat, shopper: str) -> None:
    """This demonstration shopper asks for a person."""
    chat.sign_in(shopper)
    chat.panel.get_by_role("button", name="转人工").click()
    expect(chat.state).to_have_text("正在等待人工客服", timeout=ANSWER_MS)
