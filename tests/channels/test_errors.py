"""Every failure is one status and one sentence; nothing of the inside gets out and nothing stops the process."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse
from sanic.response import json as good

from bot import no_tensorflow

no_tensorflow.install()

from bot.channels.base import AnsweredLater, Unacknowledged  # noqa: E402
from bot.channels.checking import BadMessage  # noqa: E402
from bot.channels.errors import refused, said  # noqa: E402
from bot.channels.limits import TooMany  # noqa: E402
from bot.channels.signing import BadSignature  # noqa: E402

REQUEST = SimpleNamespace(method="POST", path="/webhooks/bridge/messages")


def raises(error: BaseException) -> Any:
    @said
    async def handler(request: Any) -> HTTPResponse:
        raise error

    return handler


def body(response: HTTPResponse) -> dict[str, Any]:
    return json.loads(response.body)


@pytest.mark.parametrize("error, status, retry", [
    (BadSignature("签名不对。"), 401, None), (BadMessage("text 太长。"), 400, None), (BadMessage("请求太大。", status=413), 413, None),
    (TooMany(12.4), 429, "12"), (TooMany(0.01), 429, "1"), (Unacknowledged("没有收下，请重发。"), 503, "5"), (AnsweredLater("已收下，稍后补上。"), 503, "5"),
])  # fmt: skip
async def test_each_refusal_has_its_status_its_sentence_and_when_to_come_back(error: Exception, status: int, retry: str | None) -> None:
    response = await raises(error)(REQUEST)
    assert (response.status, body(response), response.headers.get("Retry-After")) == (status, {"error": str(error)}, retry)
    assert response.content_type.startswith("application/json")


async def test_chinese_is_sent_as_chinese() -> None:
    assert "签名不对".encode() in (await raises(BadSignature("签名不对。"))(REQUEST)).body


@pytest.mark.parametrize("error", [RuntimeError("table orders has no column secret"), KeyError("k"), AssertionError(), ZeroDivisionError("x")])
async def test_a_mistake_of_ours_tells_nothing_of_the_inside_and_is_logged(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    response = await raises(error)(REQUEST)
    assert response.status == 503 and response.headers["Retry-After"]
    assert list(body(response)) == ["error"]
    assert not {"orders", "secret", "Error", "Traceback"} & set(body(response)["error"].replace("'", " ").split())
    assert "POST /webhooks/bridge/messages" in caplog.text and type(error).__name__ in caplog.text


async def test_the_servers_own_errors_go_on_to_the_server() -> None:
    with pytest.raises(NotFound):
        await raises(NotFound("no such page"))(REQUEST)


async def test_a_good_answer_passes_untouched_with_all_arguments() -> None:
    @said
    async def handler(request: Any, name: str, *, page: int) -> HTTPResponse:
        """Shown in logs."""
        return good({"name": name, "page": page})

    assert body(await handler(REQUEST, "a", page=2)) == {"name": "a", "page": 2}
    assert (handler.__name__, handler.__doc__) == ("handler", "Shown in logs.")


def test_a_refusal_carries_the_headers_it_is_given() -> None:
    response = refused(404, "没有这张图片。", **{"Cache-Control": "no-store"})
    assert (response.status, body(response), response.headers["Cache-Control"]) == (404, {"error": "没有这张图片。"}, "no-store")
