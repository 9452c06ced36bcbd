"""What a caller is told when something is wrong: one status, one sentence, nothing of the inside."""

from __future__ import annotations

import functools
import logging
from typing import Any, Awaitable, Callable

from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.checking import BadMessage
from bot.channels.limits import TooMany
from bot.channels.signing import BadSignature

log = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[HTTPResponse]]


def refused(status: int, error: object, **headers: str) -> HTTPResponse:
    """An error response in the contract's form."""
    return json({"error": str(error)}, status=status, headers=headers, ensure_ascii=False)


def said(handler: Handler) -> Handler:
    """Wraps a handler so that every failure becomes a clear error and no failure stops the process."""

    @functools.wraps(handler)
    async def guarded(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
        from bot.channels.base import AnsweredLater, Unacknowledged

        try:
            return await handler(request, *args, **kwargs)
        except BadSignature as error:
            return refused(401, error)
        except BadMessage as error:
            return refused(getattr(error, "status", 400), error)
        except TooMany as error:
            return refused(429, error, **{"Retry-After": str(max(1, round(error.wait)))})
        except Unacknowledged as error:
            return refused(503, error, **{"Retry-After": "5"})
        except AnsweredLater as error:
            log.error("a recorded message could not be answered now", exc_info=error.__cause__)
            return refused(503, error, **{"Retry-After": "5"})
        except SanicException:
            raise
        except Exception:
            log.exception("unexpected error while answering %s %s", request.method, request.path)
            return refused(503, "出了意外，这次没有办成；请稍后再试，消息请用同一个 id 重发。", **{"Retry-After": "5"})

    return guarded
