"""The demonstration shop's pages: a product page with the chat on it, drawings, styles and scripts. No other host is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot import widget
from bot.channels.assets import Assets
from bot.channels.browser import NOSNIFF, page
from bot.channels.errors import refused, said
from bot.shop import Content, Product
from bot.widget.pictures import draw, tone_of

FOLDER = Path(widget.__file__).parent
RELATED = 4


def pages(inside: Any) -> Blueprint:
    """The blueprint, for the root. `inside` is the server's World; its shop is read at every request."""
    return _Pages(inside.shop).blueprint()


class _Pages:
    def __init__(self, shop: Any) -> None:
        self._shop = shop
        self._assets = Assets(FOLDER / "static", "/static")
        self._templates = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._templates.globals.update(asset=self._assets.url, tone=tone_of)

    def blueprint(self) -> Blueprint:
        routes = Blueprint("pages")
        routes.add_route(said(self._front), "/", name="front")
        routes.add_route(said(self._goods), "/goods/<product:str>", name="goods")
        routes.add_route(said(self._picture), "/pictures/<product:str>/<colour:int>", name="picture")
        routes.add_route(said(self._asset), "/static/<name:str>", name="asset")
        return routes

    async def _front(self, request: Request) -> HTTPResponse:
        """The shop's first product, with everything else below it."""
        content = self._shop.content
        return self._show(content, next(iter(content.products.values()), None), front=True)

    async def _goods(self, request: Request, product: str) -> HTTPResponse:
        content = self._shop.content
        return self._show(content, content.product_of(unquote(product)), front=False)

    async def _picture(self, request: Request, product: str, colour: int) -> HTTPResponse:
        """The drawing of a product in its colour with that index."""
        found = self._shop.content.product_of(product)
        if found is None or colour >= len(found.colours):
            return refused(404, "没有这张图片。")
        drawn = draw(self._templates, found, found.colours[colour])
        return raw(drawn.encode(), content_type="image/svg+xml", headers={
            **NOSNIFF, "Content-Security-Policy": "default-src 'none'", "Cache-Control": "public, max-age=300"})

    async def _asset(self, request: Request, name: str) -> HTTPResponse:
        return self._assets.response(request, name)

    def _show(self, content: Content, product: Optional[Product], front: bool) -> HTTPResponse:
        if product is None:
            return page(self._templates.get_template("missing.html").render(shop=content.settings), status=404)
        others = list(content.products.values()) if front else related(content, product)
        chart = content.charts.of(product)
        return page(self._templates.get_template("goods.html").render(
            shop=content.settings, product=product, others=others, front=front, chart=chart, policies=content.policies,
            skus=[{"id": s.id, "colour": s.colour, "size": s.size, "price": f"{s.price:.2f}", "stock": s.stock} for s in product.skus]))


def related(content: Content, product: Product) -> list[Product]:
    """What goes with it, then others of its category."""
    ids = dict.fromkeys((*product.pairs, *(p.id for p in content.products.values() if p.category == product.category)))
    return [content.products[i] for i in ids if i in content.products and i != product.id][:RELATED]
