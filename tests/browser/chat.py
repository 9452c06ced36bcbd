"""What a shopper does with <shop-chat>, by the names a screen reader says."""

from __future__ import annotations

from typing import Optional

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 20_000


class Chat:
    """The chat on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.get_by_role("dialog", name="棉小铺客服")
        self.log = self.panel.get_by_role("log", name="聊天记录")
        self.box = self.panel.get_by_role("textbox", name="消息")
        self.state = self.panel.locator(".state")
        self.line = self.panel.locator(".line")
        self.typing = self.panel.locator(".typing")

    def open(self) -> "Chat":
        self.page.get_by_role("button", name="咨询客服").click()
        expect(self.panel).to_be_visible()
        return self

    def sign_in(self, shopper: str) -> "Chat":
        """The demonstration switch; waits until the chat shows that shopper's conversation."""
        with self.page.expect_response("**/chat/history"):
            self.page.get_by_label("以演示买家身份登录").select_option(shopper)
        return self

    def type(self, text: str) -> None:
        """Types and presses Enter, and does not wait."""
        self.box.fill(text)
        self.box.press("Enter")

    def say(self, text: str, answered: bool = True) -> Optional[str]:
        """Says something; the text of the bubbles that come back."""
        before = self.bubbles("bot").count()
        self.type(text)
        return self.answer_after(before) if answered else None

    def ask_for_a_person(self) -> None:
        """One press; waits until the shopper is in the queue."""
        self.panel.get_by_role("button", name="转人工").click()
        expect(self.state).to_have_text("正在等待人工客服", timeout=ANSWER_MS)

    def answer_after(self, before: int) -> str:
        """What the bot says once it has said more than `before` bubbles."""
        expect(self.bubbles("bot").nth(before)).to_be_visible(timeout=ANSWER_MS)
        expect(self.panel.get_by_label("正在回复")).to_be_hidden(timeout=ANSWER_MS)
        return "\n".join(self.bubbles("bot").all_inner_texts()[before:])

    def bubbles(self, author: str) -> Locator:
        """Everything shopper, bot, agent or notice said, oldest first."""
        return self.log.locator(f".bubble.{author}")
