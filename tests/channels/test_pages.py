"""The demonstration pages: there, complete, and closed to everything foreign."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import httpx
import pytest

from .serving import Serving


def test_the_front_page_is_a_product_page_with_the_chat_on_it(browser: httpx.Client) -> None:
    page = browser.get("/").text
    assert "<shop-chat " in page and "精梳棉基础圆领T恤" in page and "以演示买家身份登录" in page


def test_every_product_has_a_page_and_a_drawing_in_each_colour(serving: Serving, browser: httpx.Client) -> None:
    for product in serving.world.shop.content.products.values():
        page = browser.get(product.link)
        assert page.status_code == 200 and product.name in page.text
        for n in range(len(product.colours)):
            drawing = browser.get(f"/pictures/{product.id}/{n}")
            assert drawing.headers["content-type"] == "image/svg+xml"
            ElementTree.fromstring(drawing.content)


def test_a_sku_leads_to_its_product(serving: Serving, browser: httpx.Client) -> None:
    sku = next(iter(serving.world.shop.content.by_sku))
    assert browser.get(f"/goods/{sku}").status_code == 200


@pytest.mark.parametrize("path", ["/goods/P9999", "/goods/<script>", "/goods/..%2f..%2fsettings.py"])
def test_a_product_there_is_not_gets_a_page_that_says_so(browser: httpx.Client, path: str) -> None:
    page = browser.get(path)
    assert page.status_code == 404 and "没有这件商品" in page.text and "<script>" not in page.text


@pytest.mark.parametrize("path", ["/pictures/P1001/99", "/pictures/P9999/0", "/static/no.js", "/static/..%2fpictures.py"])
def test_what_is_not_there_is_404(browser: httpx.Client, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_pages_run_nothing_but_our_own_files_and_cannot_be_framed(browser: httpx.Client) -> None:
    response = browser.get("/")
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "style-src 'self';" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.text)
    assert [s.strip() for s in scripts] == ['type="application/json" id="skus"']
    assert not re.search(r"\son\w+=|\sstyle=", response.text)


def test_nothing_on_the_page_comes_from_another_host(browser: httpx.Client) -> None:
    page = browser.get("/").text
    ours = [browser.get(path).text for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page)]
    assert len(ours) >= 4
    for text in (page, *ours):
        assert not re.search(r"(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.\w", text)


def test_files_with_their_version_are_kept_for_good_and_others_are_asked_for_again(browser: httpx.Client) -> None:
    address = re.search(r'src="(/static/shop-chat\.js\?v=\w+)"', browser.get("/").text)
    assert address
    assert "immutable" in browser.get(address.group(1)).headers["cache-control"]
    assert browser.get("/static/shop-chat.js").headers["cache-control"] == "no-cache"
