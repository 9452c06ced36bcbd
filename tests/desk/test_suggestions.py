"""Replies an agent may start from: the bot's answer and the shop's phrases, whatever fits, and never an error."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Optional

from bot.channels.storage import AtOnce
from bot.desk.suggestions import Suggestions, last_words
from bot.handoff import Conversation, Ticket
from bot.handoff.phrases import Phrase
from bot.shop.settings import Desk
from bot.shop.topics import Topics
from tests.stores.fakes import NOON

TICKET = Ticket(1, "web:a", "a", "taken", "asked", None, None, NOON, None, "小棉", "agent", "", "aftersales")
TALK = Conversation("web:a", "web", "a", "agent", 1, "小棉", None, {})
SHOP: Any = SimpleNamespace(content=SimpleNamespace(
    topics=Topics({"return_goods": "aftersales"}), settings=SimpleNamespace(desk=Desk(phrases_for={"upset": ("安抚",), "aftersales": ("退换",), "any": ("开场",)}))))
BOOK = [Phrase("file:a", "安抚", "抱歉", "真的很抱歉"), Phrase("file:b", "退换", "退货", "订单 {order} 可以退"), Phrase("file:c", "退换", "地址", "寄到杭州"), Phrase("file:d", "开场", "您好", "您好，我来了")]


class Bot:
    """A rehearsal that says this, or breaks."""

    def __init__(self, *said: tuple[str, str], error: Optional[Exception] = None) -> None:
        self.said, self.error = list(said), error

    async def answers(self, conversation: Conversation, message: Any) -> list[tuple[str, str]]:
        if self.error:
            raise self.error
        return self.said


def rows(*said: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"author": author, "text": text} for author, text in said]


async def suggested(bot: Any, text: str, **values: str) -> list[str]:
    book: Any = SimpleNamespace(all=lambda agent: BOOK)
    return await Suggestions(bot, book, SHOP, AtOnce()).of(TICKET, TALK, rows(("shopper", text)), "小棉", values)


async def test_the_bots_answer_comes_first_then_phrases_that_can_be_filled() -> None:
    assert await suggested(Bot(("return_goods", "可以退的")), "怎么退货", order="26-1") == ["可以退的", "订单 26-1 可以退", "寄到杭州"]
    assert await suggested(Bot(("return_goods", "可以退的")), "怎么退货") == ["可以退的", "寄到杭州", "您好，我来了"]


async def test_an_upset_shopper_is_calmed_first() -> None:
    assert (await suggested(Bot(("return_goods", "可以退的")), "骗子！退钱！！"))[0] == "真的很抱歉"


async def test_without_the_bot_there_are_still_phrases() -> None:
    assert await suggested(Bot(error=RuntimeError("no model")), "怎么退货") == ["寄到杭州", "您好，我来了"]


async def test_who_says_no_more_than_they_want_a_person_is_answered_what_they_asked_before() -> None:
    class Knows(Bot):
        async def answers(self, conversation: Conversation, message: Any) -> list[tuple[str, str]]:
            return [("ask_pilling", "不起球")] if message.text == "会起球吗" else []

    book: Any = SimpleNamespace(all=lambda agent: BOOK)
    ticket = replace(TICKET, facts={"wanted": "会起球吗"}, topic=None)
    assert (await Suggestions(Knows(), book, SHOP, AtOnce()).of(ticket, TALK, rows(("shopper", "转人工")), "小棉", {}))[0] == "不起球"


async def test_nothing_said_nothing_suggested() -> None:
    book: Any = SimpleNamespace(all=lambda agent: BOOK)
    assert await Suggestions(Bot(), book, SHOP, AtOnce()).of(TICKET, TALK, rows(("agent", "您好")), "小棉", {}) == []


def test_the_last_words_are_all_that_nobody_answered() -> None:
    assert last_words(rows(("shopper", "在吗"), ("bot", "在的"), ("shopper", "那个"), ("shopper", "怎么退"), ("notice", "排队中"))) == "那个\n怎么退"
    assert last_words(rows(("shopper", "怎么退"), ("agent", "稍等"))) == "怎么退"
