"""A shopper in a browser waits for a person, talks with one, and says how it was. The agent's side is driven through the records;
the desk's own page has tests of its own."""

from __future__ import annotations

from typing import Callable, Iterator, Optional

import pytest
from playwright.sync_api import Page, Route, expect

from bot.channels.uploads import Uploads
from bot.handoff import Spoken
from tests.channels.drawn import drawn
from tests.faults.records import Records
from tests.running import RunningShop

from .chat import Chat

SOON_MS = 6_000  # some polls
GRADES = ("A 满意", "B 一般", "C 不满意")
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


class Agent:
    """Somebody at the desk, with the newest shopper of the queue."""

    def __init__(self, records: Records, shop: RunningShop, name: str = "阿布") -> None:
        self._human = records.human
        self._uploads = Uploads(shop.var / "uploads", lambda: 99)
        self.name = name
        self.conversation = max(self._human.queue.waiting(), key=lambda ticket: ticket.id).conversation

    def take(self) -> "Agent":
        self._human.desk.take(self.conversation, self.name)
        return self

    def says(self, text: str, picture: Optional[bytes] = None, image_url: Optional[str] = None) -> None:
        shopper = self.conversation.partition(":")[2]
        address = self._uploads.keep(shopper, picture, from_desk=True) if picture else image_url
        self._human.desk.reply(self.conversation, self.name, text, image_url=address)

    def ends(self, question: Optional[Spoken] = None) -> None:
        asked = Spoken("您对刚才的服务满意吗？", "notice", [{"title": grade, "payload": grade} for grade in GRADES])
        self._human.desk.end(self.conversation, self.name, "solved", question or asked)

    def rated(self) -> Optional[str]:
        return self._human.queue.earlier(self.conversation)[0].satisfaction


@pytest.fixture
def records(shop: RunningShop) -> Iterator[Records]:
    """The running shop's records, with nobody in the queue."""
    kept = Records(shop)
    for ticket in kept.human.queue.all():
        if ticket.agent is None:
            kept.human.desk.take(ticket.conversation, "清场")
        kept.human.desk.give_back(ticket.conversation, ticket.agent or "清场", "")
    yield kept
    kept.close()


@pytest.fixture
def agent(chat: Chat, records: Records, shop: RunningShop) -> Agent:
    """Has taken the shopper of `chat`."""
    chat.ask_for_a_person()
    return Agent(records, shop).take()


def test_who_waits_sees_their_place_move_up(visit: Callable[..., Page], chat: Chat, records: Records, shop: RunningShop) -> None:
    before = Chat(visit()).open()
    before.ask_for_a_person()
    first = Agent(records, shop)
    chat.ask_for_a_person()
    expect(before.line).to_contain_text("下一位就是您")
    expect(chat.line).to_contain_text("排队中，前面还有 1 位", timeout=SOON_MS)
    first.take()
    expect(chat.line).to_contain_text("下一位就是您", timeout=SOON_MS)
    expect(before.line).to_be_hidden(timeout=SOON_MS)


def test_who_does_not_want_to_wait_any_longer_presses_once_and_has_the_bot_back(chat: Chat, records: Records, shop: RunningShop) -> None:
    chat.ask_for_a_person()
    before = chat.bubbles("notice").count()
    chat.panel.get_by_role("button", name="不排队了").click()
    expect(chat.bubbles("notice")).to_have_count(before + 1, timeout=SOON_MS)
    expect(chat.bubbles("shopper").last).to_have_text("不用人工了")
    expect(chat.state).to_contain_text("智能客服")
    expect(chat.line).to_be_hidden()
    assert records.human.queue.waiting() == []
    assert chat.say("会不会起球")


def test_the_agents_name_stands_over_the_chat_and_over_what_they_say(chat: Chat, agent: Agent) -> None:
    expect(chat.state).to_have_text("客服 阿布 为您服务", timeout=SOON_MS)
    expect(chat.panel.get_by_role("button", name="转人工")).to_be_hidden()
    agent.says("您好，我来看看")
    expect(chat.bubbles("agent")).to_have_text(["客服 阿布您好，我来看看"], timeout=SOON_MS)
    agent.says("这件有货")
    expect(chat.bubbles("agent").last).to_have_text("这件有货", timeout=SOON_MS)
    chat.page.reload()
    expect(chat.bubbles("agent")).to_have_text(["客服 阿布您好，我来看看", "这件有货"])


def test_an_agent_who_types_is_seen_typing(chat: Chat, agent: Agent) -> None:
    def types(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "typing": True})

    expect(chat.state).to_contain_text("阿布", timeout=SOON_MS)
    expect(chat.typing).to_be_hidden()
    chat.page.route("**/chat/messages?*", types)
    expect(chat.typing).to_contain_text("正在输入", timeout=SOON_MS)
    chat.page.unroute("**/chat/messages?*")
    expect(chat.typing).to_be_hidden(timeout=SOON_MS)


def test_the_agent_is_told_that_the_shopper_types_and_the_bot_is_not(chat: Chat, records: Records, shop: RunningShop) -> None:
    told: list[dict] = []
    chat.page.on("request", lambda request: told.append(request.post_data_json) if request.url.endswith("/chat/typing") else None)
    chat.box.press_sequentially("会起球吗")
    chat.box.fill("")
    assert told == []
    chat.ask_for_a_person()
    chat.box.press_sequentially("我还想问", delay=20)
    chat.box.fill("")
    chat.page.wait_for_timeout(300)
    assert told == [{"typing": True}, {"typing": False}], "once in three seconds, and when the box is empty again"


def test_an_agents_picture_is_shown_and_can_be_opened_large(chat: Chat, agent: Agent) -> None:
    agent.says("尺码表", picture=drawn(size=(30, 20)))
    photo = chat.bubbles("agent").locator("img.photo")
    expect(photo).to_be_visible(timeout=SOON_MS)
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 30
    with chat.page.context.expect_page() as opened:
        photo.click()
    assert opened.value.evaluate("document.images[0].naturalWidth") == 30


def test_how_it_was_is_asked_once_and_said_with_one_press(chat: Chat, agent: Agent) -> None:
    agent.ends()
    grades = chat.bubbles("notice").get_by_role("button")
    expect(grades).to_have_count(3, timeout=SOON_MS)
    before = chat.bubbles("bot").count()
    chat.panel.get_by_role("button", name="A 满意").click()
    assert chat.answer_after(before)
    expect(chat.bubbles("shopper").last).to_have_text("A 满意")
    expect(grades).to_have_count(0)
    assert agent.rated() == "A"
    chat.page.reload()
    expect(chat.bubbles("shopper").last).to_have_text("A 满意")
    expect(grades).to_have_count(0)


def test_the_question_waits_through_a_reload(chat: Chat, agent: Agent) -> None:
    agent.ends()
    expect(chat.bubbles("notice").get_by_role("button")).to_have_count(3, timeout=SOON_MS)
    chat.page.reload()
    before = chat.bubbles("bot").count()
    chat.panel.get_by_role("button", name="C 不满意").click()
    assert chat.answer_after(before)
    assert agent.rated() == "C"


def test_what_is_said_while_the_chat_is_closed_is_counted_on_its_button(chat: Chat, agent: Agent) -> None:
    expect(chat.state).to_contain_text("阿布", timeout=SOON_MS)
    chat.box.press("Escape")
    agent.says("还在吗")
    agent.says("有货了")
    launcher = chat.page.get_by_role("button", name="咨询客服，2 条新消息")
    expect(launcher).to_be_visible(timeout=SOON_MS)
    chat.open()
    expect(chat.bubbles("agent")).to_have_count(2)
    chat.box.press("Escape")
    expect(chat.page.get_by_role("button", name="咨询客服", exact=True)).to_be_visible()


def test_another_page_of_the_shop_still_hears_the_person(chat: Chat, agent: Agent) -> None:
    expect(chat.state).to_contain_text("阿布", timeout=SOON_MS)
    chat.box.press("Escape")
    with chat.page.expect_response("**/chat/history"):
        chat.page.goto(chat.page.url + "goods/P1021")
    agent.says("有货了")
    expect(chat.page.get_by_role("button", name="咨询客服，1 条新消息")).to_be_visible(timeout=SOON_MS)


def test_a_tab_in_the_background_asks_nothing_and_catches_up_when_it_is_looked_at(chat: Chat, agent: Agent) -> None:
    expect(chat.state).to_contain_text("阿布", timeout=SOON_MS)
    looked_at(chat.page, False)
    chat.page.wait_for_timeout(1200)  # a poll that was under way
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    agent.says("您好")
    chat.page.wait_for_timeout(2500)
    assert asked == []
    looked_at(chat.page, True)
    expect(chat.bubbles("agent")).to_have_count(1, timeout=SOON_MS)


def looked_at(page: Page, visible: bool) -> None:
    page.evaluate("""hidden => {
        Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
        document.dispatchEvent(new Event("visibilitychange"));
    }""", not visible)


def test_no_field_that_anybody_fills_becomes_part_of_the_page(chat: Chat, records: Records, shop: RunningShop) -> None:
    """Texts of both sides, cards, a name, a button, addresses of pictures; now and after a reload."""
    dialogs: list[str] = []
    chat.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    chat.ask_for_a_person()
    agent = Agent(records, shop, name=EVIL).take()
    chat.type(EVIL)
    chat.page.evaluate("""async evil => {
        const headers = {"Content-Type": "application/json"};
        const sent = [{kind: "order", order: evil}, {kind: "product", product: evil}, {text: evil, product: evil, order: evil}];
        for (const [n, fields] of sent.entries())
            await fetch("/chat/messages", {method: "POST", headers, body: JSON.stringify({id: evil + n, ...fields})});
    }""", EVIL)
    agent.says(EVIL)
    for address in ('/chat/images/x" onerror="alert(3)', "/chat/images/../../static/icon.svg", "javascript:alert(4)", "https://evil.example/x.gif"):
        agent.says("看图", image_url=address)
    agent.ends(Spoken(EVIL, "notice", [{"title": EVIL, "payload": EVIL}]))
    for again in (False, True):
        if again:
            chat.page.reload()
            expect(chat.bubbles("shopper").filter(has_text="订单号")).to_contain_text(EVIL)
        expect(chat.bubbles("notice").get_by_role("button", name=EVIL)).to_be_visible(timeout=SOON_MS)
        expect(chat.bubbles("agent").first).to_contain_text(EVIL)
        expect(chat.bubbles("agent").locator(".speaker").first).to_have_text(f"客服 {EVIL}")
        expect(chat.log.locator("script, img.photo, img[src='x'], a[href^='javascript']")).to_have_count(0)
    chat.panel.get_by_role("button", name=EVIL).click()
    expect(chat.bubbles("shopper").last).to_have_text(EVIL)
    assert dialogs == []
