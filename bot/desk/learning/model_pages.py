"""Which model serves, which did before, and going back."""

from __future__ import annotations

from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import BadMessage
from bot.desk.accounts import Agent
from bot.desk.learning.promoting import Promoting
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, done
from bot.desk.views.models import model_list
from bot.learning import models

MODELS = "/desk/models"


class ModelPages:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, promoting: Promoting, reading: Reading, pages: Pages, common: Any) -> None:
        self._folder = inside.settings.models
        self._promoting = promoting
        self._reading = reading
        self._pages = pages
        self._common = common

    async def all(self, request: Request, agent: Agent) -> HTTPResponse:
        """The serving one, what served before it, and others that are kept; and why the promoted one does not serve, if it does not."""
        found = await self._reading.run(request, self._read)
        problem = getattr(getattr(request.app.ctx, "following", None), "problem", "")
        return self._pages.render("models.html", models=found, problem=problem, **await self._common(request, agent))

    async def rollback(self, request: Request, agent: Agent) -> HTTPResponse:
        """The one before serves again."""
        await self._reading.run(request, self._promoting.rollback, request.form.get("serving", ""), agent.name)
        return done(request, MODELS, "rolled_back")

    async def promote(self, request: Request, agent: Agent) -> HTTPResponse:
        """One that is kept serves: only one that has served before, or that was found good enough."""
        name = request.form.get("model", "")
        found = await self._reading.run(request, self._read)
        if name not in [one.name for one in found.others if one.good]:
            raise BadMessage(f"不能让 {name[:60]!r} 上线：没有这个模型，或者它没有通过评测；请在这一页的列表里选。", 409)
        await self._reading.run(request, self._promoting.promote, name, agent.name)
        return done(request, MODELS, "promoted")

    def _read(self) -> Any:
        files = [path.name for path in models.all_models(self._folder)]
        return model_list(models.history(self._folder), models.before(self._folder), files, lambda name: models.about(self._folder, name))
