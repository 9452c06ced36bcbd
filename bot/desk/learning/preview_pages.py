"""What an upload would do, row by row; what is ticked; and the yes."""

from __future__ import annotations

from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import BadMessage
from bot.desk.accounts import Agent
from bot.desk.guarding import NoSuchThing
from bot.desk.learning.confirming import Confirming
from bot.desk.learning.plans import FILE, READY, TAKEN, TYPED, Kept, Plans
from bot.desk.learning.promoting import promotes_itself
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, done, told
from bot.desk.supervising import whole
from bot.desk.views.preview import ATTENTION, STATUSES, preview_page
from bot.faq import BookProblem

IMPORT, LEARNING = "/desk/faq/import", "/desk/learning"


class PreviewPages:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, plans: Plans, confirming: Confirming, reading: Reading, pages: Pages, common: Any) -> None:
        self._inside = inside
        self._plans = plans
        self._confirming = confirming
        self._reading = reading
        self._pages = pages
        self._common = common

    async def show(self, request: Request, agent: Agent, plan: str) -> HTTPResponse:
        """How far it is read, or the preview: `?show=` one status, `?page=`."""
        kept = await self._kept(request, plan)
        values: dict[str, Any] = {"kept": kept, "preview": None, "promote_itself": promotes_itself(self._inside)}
        if kept.state in (READY, TAKEN):
            show = request.args.get("show") if request.args.get("show") in (*STATUSES, ATTENTION) else ""
            loaded = await self._reading.run(request, self._plans.plan, kept.id)
            values["preview"] = preview_page(loaded, kept, show, whole(request.args.get("page")) or 1)
        return self._pages.render("faq_preview.html", **values, **await self._common(request, agent))

    async def progress(self, request: Request, agent: Agent, plan: str) -> HTTPResponse:
        """How far it is read, for the script."""
        kept = await self._kept(request, plan)
        return told(state="lost" if kept.lost else kept.state, asked=kept.asked, of=kept.of)

    async def choose(self, request: Request, agent: Agent, plan: str) -> HTTPResponse:
        """Remembers ticks: of the lines `shown`, those in `line` are ticked."""
        kept = await self._kept(request, plan)
        if kept.state != READY:
            raise BadMessage("这份导入已经确认过，勾选不能再改；要再收别的行请重新上传。", 409)
        kept = await self._reading.run(request, self._plans.choose, kept.id, *_ticks(request))
        loaded = await self._reading.run(request, self._plans.plan, kept.id)
        page = preview_page(loaded, kept)
        return done(request, f"{IMPORT}/{kept.id}", takes=page.takes, trains=page.trains)

    async def confirm(self, request: Request, agent: Agent, plan: str) -> HTTPResponse:
        """Takes what is ticked, once, and has a model trained when it needs one."""
        kept = await self._kept(request, plan)
        if kept.state not in (READY, TAKEN):
            raise BadMessage("这份表格还没有看完，没有收；请等预览出来再确认。", 409)
        shown, on = _ticks(request)
        try:
            kept = await self._reading.run(request, self._confirming.take, kept.id, agent.name, shown, on, request.form.get("promote") == "1")
        except BookProblem as error:
            raise BadMessage(str(error), 409) from None
        return done(request, f"{LEARNING}/{kept.taken['round']}" if kept.taken["round"] else f"{IMPORT}/{kept.id}")

    async def _kept(self, request: Request, id: str) -> Kept:
        kept = await self._reading.run(request, self._plans.one, id)
        if kept is None or kept.kind not in (FILE, TYPED):
            raise NoSuchThing("没有这份导入，可能太久没确认，已经清掉了；请重新上传。")
        return kept


def _ticks(request: Request) -> tuple[list[int], list[int]]:
    """(lines that were shown, those of them that are ticked) of a form."""
    shown = [whole(one) for one in request.form.get("shown", "").split(",")]
    on = [whole(one) for one in request.form.getlist("line", [])]
    return [one for one in shown if one is not None], [one for one in on if one is not None]
