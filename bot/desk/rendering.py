"""Turns values into the desk's pages, and says how the page's own script wants to be answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sanic.request import Request
from sanic.response import HTTPResponse, json, redirect

from bot.channels.assets import Assets
from bot.channels.browser import NOSNIFF, page

FOLDER = Path(__file__).parent


class Pages:
    """The templates, with what every one of them may use. `inside` is the server's World."""

    def __init__(self, inside: Any) -> None:
        self.assets = Assets(FOLDER / "static", "/desk/static")
        self._templates = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._templates.globals.update(asset=self.assets.url, shop=lambda: inside.shop.content.settings, now=inside.clock.now)

    def render(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        """A page, or a piece of one."""
        return page(self._templates.get_template(template).render(**values), status)


def by_script(request: Request) -> bool:
    """Whether the page's script asks, which wants a fragment or JSON, or the browser itself, which wants a page."""
    return request.headers.get("x-desk") is not None


def told(status: int = 200, **fields: Any) -> HTTPResponse:
    """An answer to the script."""
    return json(fields, status=status, ensure_ascii=False, headers={**NOSNIFF, "Cache-Control": "no-store"})


def done(request: Request, go: str, said: str = "", **more: Any) -> HTTPResponse:
    """Something was changed: where to look next, and the code of a sentence (`sayings` in _words.html) to show there; `more` is
    what the script adds to it."""
    if by_script(request):
        return told(go=go, said=said, **more)
    return redirect(f"{go}?said={said}" if said else go, status=303)
