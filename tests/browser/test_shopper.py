"""A shopper in a browser: asks, is answered, reloads, sends cards and pictures, and fetches a person."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.channels.drawn import drawn
from tests.running import RunningShop

from .chat import ANSWER_MS, Chat

PIXEL = drawn(size=(1, 1))


def history(chat: Chat, shop: RunningShop) -> list[dict]:
    """What the server kept of this browser's conversation."""
    cookies = {c["name"]: c["value"] for c in chat.page.context.cookies()}
    return httpx.get(shop.base + "/chat/history", cookies=cookies, trust_env=False).json()["messages"]


def test_a_size_question_on_a_products_page_gets_a_size(chat: Chat) -> None:
    assert re.search(r"\b(S|M|L|XL|2XL)\b|码", chat.say("175 130斤穿多大") or "")


def test_the_answer_is_about_the_product_on_the_page(visit: Callable[..., Page]) -> None:
    assert "织金" in (Chat(visit("/goods/P1021")).open().say("这个会起球吗") or "")


def test_both_sides_are_there_after_a_reload(chat: Chat) -> None:
    answer = chat.say("会不会起球")
    chat.page.reload()
    expect(chat.bubbles("shopper")).to_have_text(["会不会起球"])
    assert "\n".join(chat.bubbles("bot").all_inner_texts()) == answer


def test_enter_picks_a_chinese_word_while_it_is_composed_and_sends_only_afterwards(chat: Chat) -> None:
    chat.box.fill("会起球吗")
    chat.box.evaluate("""box => {
        for (const more of [{isComposing: true}, {keyCode: 229}, {shiftKey: true}])
            box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, composed: true, cancelable: true, ...more}));
    }""")
    expect(chat.box).to_have_value("会起球吗")
    expect(chat.bubbles("shopper")).to_have_count(0)
    chat.box.press("Enter")
    expect(chat.bubbles("shopper")).to_have_count(1)
    expect(chat.box).to_have_value("")


def test_words_like_html_stay_words(chat: Chat) -> None:
    words = "<img src=x onerror=alert(1)><b>粗</b>"
    chat.say(words)
    expect(chat.bubbles("shopper")).to_have_text([words])
    assert chat.log.locator("b, img:not(.photo, .card img)").count() == 0


def test_a_person_is_fetched_with_one_press(chat: Chat) -> None:
    chat.ask_for_a_person()


def test_on_a_telephone_the_chat_fills_the_screen_and_everything_is_in_reach(phone_chat: Chat) -> None:
    screen, panel = phone_chat.page.viewport_size, phone_chat.panel.bounding_box()
    assert screen and panel and (panel["x"], panel["y"], panel["width"], panel["height"]) == (0, 0, screen["width"], screen["height"])
    for name in ("转人工", "关闭聊天", "发订单", "发图片", "发送", "发给客服"):
        box = phone_chat.panel.get_by_role("button", name=name, exact=True).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= screen["width"], name
        assert box["height"] >= 36 and box["y"] + box["height"] <= screen["height"], name


@pytest.mark.parametrize("path", ["/", "/goods/P1021", "/goods/P1038"])
def test_on_a_telephone_no_page_is_wider_than_the_screen(visit: Callable[..., Page], path: str) -> None:
    page = visit(path, phone=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_long_word_does_not_widen_the_chat(phone_chat: Chat) -> None:
    phone_chat.say("啊" * 300 + "a" * 300)
    assert phone_chat.log.evaluate("log => log.scrollWidth <= log.clientWidth")


def test_an_order_is_picked_from_a_list_and_talked_about(chat: Chat) -> None:
    chat.sign_in("demo-22")
    before = chat.bubbles("bot").count()
    chat.panel.get_by_role("button", name="发订单").click()
    orders = chat.panel.get_by_role("group", name="选一笔订单发给客服").get_by_role("button")
    expect(orders).to_have_count(4)
    number = re.search(r"\d{15,}", orders.nth(1).inner_text())
    orders.nth(1).click()
    assert number and chat.answer_after(before)
    expect(chat.bubbles("shopper").last).to_contain_text(number.group())


def test_a_button_the_bot_offers_is_pressed_instead_of_typed(chat: Chat) -> None:
    before = chat.bubbles("bot").count()
    chat.panel.get_by_role("button", name="发给客服").click()
    chat.answer_after(before)
    offered, before = chat.bubbles("bot").last.get_by_role("button"), chat.bubbles("bot").count()
    expect(offered.first).to_be_visible()
    title = offered.first.inner_text()
    offered.first.click()
    assert chat.answer_after(before)
    expect(chat.bubbles("shopper").last).to_have_text(title)


def test_a_guest_has_no_orders_to_send(chat: Chat) -> None:
    chat.panel.get_by_role("button", name="发订单").click()
    expect(chat.panel.get_by_role("group", name="选一笔订单发给客服")).to_contain_text("没有查到您的订单")


def test_the_goods_on_the_page_can_be_sent_as_a_card(chat: Chat) -> None:
    before = chat.bubbles("bot").count()
    chat.panel.get_by_role("button", name="发给客服").click()
    assert chat.answer_after(before)
    chat.page.reload()
    expect(chat.bubbles("shopper").first).to_contain_text("精梳棉基础圆领T恤")


def test_the_chosen_colour_and_size_go_along(visit: Callable[..., Page]) -> None:
    page = visit("/goods/P1001")
    page.get_by_role("radio", name="黑色").check(force=True)
    page.get_by_role("radio", name="XL", exact=True).check(force=True)
    chat = Chat(page).open()
    with page.expect_request("**/chat/messages") as sent:
        chat.type("有货吗")
    assert sent.value.post_data_json["product"] == "P1001-黑色-XL"


def test_a_picture_is_shown_to_its_sender_now_and_after_a_reload(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(PIXEL)
    with chat.page.expect_file_chooser() as chooser:
        chat.panel.get_by_role("button", name="发图片").click()
    chooser.value.set_files(tmp_path / "picture.png")
    photo = chat.log.locator("img.photo")
    expect(photo).to_be_visible()
    chat.page.reload()
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.naturalWidth") == 1


@pytest.mark.parametrize(("content", "told"), [(b"<svg onload=alert(1)>", "不是 PNG"), (b"GIF89a/*<script>alert(1)</script>*/=1;", "打不开")])
def test_a_disguised_script_is_refused_in_words(chat: Chat, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "not.png").write_bytes(content)
    with chat.page.expect_file_chooser() as chooser:
        chat.panel.get_by_role("button", name="发图片").click()
    chooser.value.set_files(tmp_path / "not.png")
    expect(chat.log.get_by_role("alert")).to_contain_text(told)
    expect(chat.bubbles("shopper")).to_have_count(0)


def test_a_message_lost_on_the_way_is_sent_again_under_the_same_id_and_kept_once(chat: Chat, shop: RunningShop) -> None:
    ids: list[str] = []

    def fails_once(route: Route) -> None:
        if route.request.method == "POST":
            ids.append(route.request.post_data_json["id"])
            if len(ids) == 1:
                route.fetch()  # it arrives, and the answer is lost
                route.abort()
                return
        route.continue_()

    chat.page.route("**/chat/messages*", fails_once)
    assert chat.say("会不会起球")
    assert len(ids) == 2 and ids[0] == ids[1]
    assert [m["text"] for m in history(chat, shop) if m["author"] == "shopper"] == ["会不会起球"]


def test_a_message_that_cannot_be_sent_says_so_and_goes_out_when_pressed_again(chat: Chat, shop: RunningShop) -> None:
    chat.page.route("**/chat/messages*", lambda route: route.abort())
    chat.type("会不会起球")
    again = chat.panel.get_by_role("button", name="重发")
    expect(again).to_be_visible(timeout=ANSWER_MS)
    chat.page.unroute("**/chat/messages*")
    before = chat.bubbles("bot").count()
    again.click()
    assert chat.answer_after(before)
    expect(again).to_have_count(0)
    assert [m["text"] for m in history(chat, shop) if m["author"] == "shopper"] == ["会不会起球"]


def test_every_demonstration_shopper_has_a_conversation_of_their_own(chat: Chat) -> None:
    chat.say("游客说的话")
    chat.sign_in("demo-24")
    expect(chat.bubbles("shopper")).to_have_count(0)
    chat.sign_in("")
    expect(chat.bubbles("shopper")).to_have_text(["游客说的话"])


def test_escape_closes_and_the_focus_goes_back_to_the_button(chat: Chat) -> None:
    expect(chat.box).to_be_focused()
    chat.box.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.page.get_by_role("button", name="咨询客服")).to_be_focused()
