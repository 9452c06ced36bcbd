"""A real browser in front of the real server pair; the machine's own, else Debian's package, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, Optional

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.running import ROOT, RunningShop

from .chat import Chat

AGENT, COLLEAGUE = "浏览器小棉", "浏览器主管"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def installed_browser() -> Optional[str]:
    """The machine's own Chromium or Chrome; $CHROMIUM names another."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)


def brought_browser(playwrights: str) -> str:
    """Gets a browser where there is none; fails with what to do, for a page nobody has looked at has not passed."""
    ways = [["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"]] if os.geteuid() == 0 and shutil.which("apt-get") else []
    for way in [*([["apt-get", "update", "-qq"]] if ways else []), *ways, [sys.executable, "-m", "playwright", "install", "chromium"]]:
        subprocess.run(way, capture_output=True, timeout=900)
        found = installed_browser() or (playwrights if Path(playwrights).exists() else None)
        if found:
            return found
    pytest.fail("no browser here and none could be installed: install chromium (or set CHROMIUM to a browser) and run the tests again")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with this folder: Playwright keeps an event loop running, which the asynchronous tests of others could not bear."""
    with sync_playwright() as playwright:
        program = installed_browser() or brought_browser(playwright.chromium.executable_path)
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, shop: RunningShop) -> Iterator[Callable[..., Page]]:
    """Opens an address as somebody new. At the end no page may have complained or asked another host for anything."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        # "Failed to load" is what some tests do on purpose; they look at what the page makes of it.
        errors = lambda said: said.type == "error" and "Failed to load" not in said.text  # noqa: E731
        page.on("console", lambda said: complaints.append(said.text) if errors(said) else None)
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith((shop.base, "blob:", "data:")) else None)

    def opened(path: str = "/", phone: bool = False) -> Page:
        options: dict[str, Any] = {"viewport": PHONE, "is_mobile": True, "has_touch": True} if phone else {"viewport": DESKTOP}
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(shop.base + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def chat(visit: Callable[..., Page]) -> Chat:
    """The open chat of a new guest on the first product's page."""
    return Chat(visit()).open()


@pytest.fixture
def phone_chat(visit: Callable[..., Page]) -> Chat:
    """The same on a telephone of 360 pixels."""
    return Chat(visit(phone=True)).open()


def made_agent(shop: RunningShop, name: str, *options: str) -> str:
    """An account, made as the README says; its password."""
    command = [sys.executable, "-m", "bot", "agent", "add", name, "--parallel", "50", *options]
    made = subprocess.run(command, cwd=ROOT, env=shop.environment, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    return made.stdout.split("密码：")[1].split()[0]


@pytest.fixture(scope="package")
def password(shop: RunningShop) -> str:
    """Of the agent AGENT."""
    return made_agent(shop, AGENT)


@pytest.fixture(scope="package")
def colleagues_password(shop: RunningShop) -> str:
    """Of the supervisor COLLEAGUE."""
    return made_agent(shop, COLLEAGUE, "--role", "supervisor")
