"""Emoji, SQL, markup and the like are words of a shopper: answered as words, stored as words, shown as words."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Iterator

import httpx
import pytest

from bot.desk import accounts
from tests.faults.records import Records
from tests.running import RunningShop

SCRIPT, IMAGE = "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"
TEXTS = [
    "😀", "😀😂🙏👍🏻👨‍👩‍👧‍👦", "🇨🇳", "[微笑][玫瑰]", "？？？？？", "。", "…", "\u200b\u200b", "\u202e反过来写", "\ufeff在吗",
    "a\u0301\u0302\u0303" * 50, "٣٤٥", "मदद", "𠮷𠮷𠮷", "9" * 500, "-1", "1e999", "null", "NaN", "\\u0000 \\ud83d",
    "'; DROP TABLE messages; --", "1' OR '1'='1", "\" OR 1=1 --", "Robert'); DELETE FROM conversations;--",
    SCRIPT, IMAGE, "<b>在吗</b>", "&lt;script&gt;", "javascript:alert(1)", "![x](javascript:alert(1))", "../../etc/passwd",
    "%s %d %(x)s", "{0} {shop} {{7*7}} ${7*7}", "在吗\r\nX-Injected: 1",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_strange_words_are_answered_in_words(shop: RunningShop, records: Records, shopper: str, text: str) -> None:
    answer = shop.say(shopper, text)
    assert answer["replies"] and all(reply["text"].strip() for reply in answer["replies"])
    assert [row["text"] for row in records.heard(shopper)] == [text], "kept as it was written"
    assert not re.search(r"[{}<>]|49", "".join(r["text"] for r in answer["replies"])), "nothing was filled in, run or echoed"
    assert shop.say(shopper, "在吗")["replies"], "and the next message is answered as ever"


@pytest.mark.parametrize("name", [SCRIPT, IMAGE, "'; DROP TABLE messages; --", "../x", "a|b:c", "{shop}", "顾客😀", "bridge:x"])
def test_strange_names_are_names(shop: RunningShop, records: Records, name: str) -> None:
    assert shop.say(name, "在吗", id=name)["replies"]
    assert [(row["external_id"], row["conversation"]) for row in records.heard(name)] == [(name, f"bridge:{name}")]
    assert shop.later(name, name)["replies"], "its id finds what came after it"


def test_markup_reaches_no_page_unescaped(shop: RunningShop, records: Records) -> None:
    shopper = f"{IMAGE}{SCRIPT}"
    shop.say(shopper, f"{SCRIPT} {IMAGE} \"'>")
    shop.say(shopper, "图", kind="image", image_url=f"https://example.org/{SCRIPT}")
    shop.say(shopper, "转人工")
    ticket = records.ticket(shopper)
    with signed_in(shop, records) as desk:
        pages = [desk.get(path).text for path in ("/desk/", "/desk/queue", f"/desk/tickets/{ticket.id}", f"/desk/tickets/{ticket.id}/talk")]
    assert "&lt;script&gt;" in pages[2] and "&lt;img src=x" in pages[2]
    for page in pages:
        assert SCRIPT not in page and IMAGE not in page


def test_markup_in_an_address_comes_back_escaped(shop: RunningShop) -> None:
    for path in (f"/goods/{SCRIPT}", f"/{SCRIPT}", f"/desk/tickets/{SCRIPT}", f"/chat/images/{SCRIPT}"):
        assert SCRIPT not in shop.http.get(path).text


def test_errors_that_name_a_value_are_no_pages(shop: RunningShop) -> None:
    response = shop.post("someone", "在吗", kind=SCRIPT)
    assert response.status_code == 400 and response.headers["content-type"].startswith("application/json")


@contextmanager
def signed_in(shop: RunningShop, records: Records) -> Iterator[httpx.Client]:
    """A browser of an agent."""
    password = accounts.add(records.engine, "小棉", reset=True)
    with httpx.Client(base_url=shop.base, trust_env=False, follow_redirects=True, timeout=60) as browser:
        token = re.search(r'name="token" value="([^"]+)"', browser.get("/desk/sign-in").text)
        assert token
        entered = browser.post("/desk/sign-in", data={"name": "小棉", "password": password, "token": token[1]})
        assert entered.status_code == 200 and "退出" in entered.text
        yield browser
