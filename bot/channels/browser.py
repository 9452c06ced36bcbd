"""What a browser brings along: where it comes from, its cookies, its body. Shared by the chat and the desk."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Optional
from urllib.parse import urlsplit

from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot.channels.checking import BadMessage

NOSNIFF = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def same_origin(request: Request) -> None:
    """Raises BadMessage (403) for a request that another site's page sent. Programs send no Origin and pass."""
    origin = request.headers.get("origin")
    if origin is not None and _host(origin) != request.headers.get("host", "").lower():
        raise BadMessage("这个请求来自别的网站，没有受理；请在店铺自己的页面上操作。", status=403)


def json_only(request: Request) -> None:
    """Raises BadMessage (415) unless the body says it is JSON: a foreign form cannot say so without asking first."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadMessage(f"Content-Type 是 {kind[:60]!r}；请用 application/json 发送。", status=415)


async def body_of(request: Request, most: int) -> bytes:
    """The body of a streamed request, read no further than `most` bytes. Raises BadMessage (413)."""
    try:
        if request.stream is not None:
            request.stream.request_max_size = most
        await request.receive_body()
    except PayloadTooLarge:
        raise BadMessage(f"请求体超过上限 {most} 字节；请缩小后再发。", status=413) from None
    return request.body or b""


def cookie(request: Request, name: str) -> Optional[str]:
    """A cookie's value; None when there is none or the header cannot be read."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(request.headers.get("cookie", ""))
    except CookieError:
        return None
    return jar[name].value if name in jar else None


def keep_cookie(request: Request, response: HTTPResponse, name: str, value: str, *, path: str, seconds: int) -> None:
    """Sets a cookie that scripts cannot read and other sites' forms do not send; 0 seconds takes it away."""
    response.cookies[name] = value
    made = response.cookies[name]
    made["path"] = path
    made["max-age"] = seconds
    made["httponly"] = True
    made["samesite"] = "Lax"
    if request.scheme == "https":
        made["secure"] = True


def _host(origin: str) -> Optional[str]:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def page(text: str, status: int = 200) -> HTTPResponse:
    """An HTML page that runs nothing but our own files, and that no other site can frame."""
    return html(text, status=status, headers={**NOSNIFF, "Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})
