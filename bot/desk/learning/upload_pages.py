"""Bringing questions in: a spreadsheet, or words typed into a form, is read and leads to its preview."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.browser import NOSNIFF, body_of
from bot.channels.checking import BadMessage
from bot.desk.accounts import Agent
from bot.desk.guarding import NoSuchThing
from bot.desk.learning.plans import FILE, READY, TYPED, Plans
from bot.desk.learning.previewing import Make, Previewing
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, done
from bot.faq import Book, plan_import, template_csv, template_xlsx
from bot.faq.typed import typed_plan

FAQ, NEW, IMPORT = "/desk/faq", "/desk/faq/new", "/desk/faq/import"
MEGABYTE = 2**20
WAITING_SHOWN, LONGEST_NAME = 10, 100
CELLS = ("question", "answer", "similar", "topic", "product", "valid_from", "valid_until")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE = "%E9%97%AE%E7%AD%94%E6%A8%A1%E6%9D%BF"  # 问答模板, as a header can have it


class UploadPages:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, book: Book, plans: Plans, reading: Reading, pages: Pages, common: Any) -> None:
        self._inside = inside
        self._book = book
        self._plans = plans
        self._reading = reading
        self._pages = pages
        self._common = common
        self._previewing = Previewing(inside, plans)

    async def close(self) -> None:
        """At the server's end."""
        await self._previewing.close()

    async def ask(self, request: Request, agent: Agent) -> HTTPResponse:
        """Where a file is chosen; and what was uploaded and not confirmed yet."""
        kept = await self._reading.run(request, self._plans.latest, FILE, TYPED)
        waiting = [one for one in kept if one.state == READY][:WAITING_SHOWN]
        return self._pages.render("faq_import.html", waiting=waiting, **await self._common(request, agent))

    async def send(self, request: Request, agent: Agent) -> HTTPResponse:
        """A form with a file, from a browser without script."""
        file = request.files.get("file") if request.files else None
        if file is None or not file.name:
            raise BadMessage("没有选文件；请先选一个 .xlsx 或 .csv 表格，再点上传。")
        self._fits(len(file.body))
        return await self._upload(request, agent, file.body, file.name)

    async def send_file(self, request: Request, agent: Agent) -> HTTPResponse:
        """The body is the file itself, its name is in the address."""
        most = self._settings.megabytes
        try:
            data = await body_of(request, most * MEGABYTE)
        except BadMessage as error:
            raise BadMessage(self._too_big(), error.status) from None
        return await self._upload(request, agent, data, unquote(request.args.get("name", "")))

    async def ask_new(self, request: Request, agent: Agent) -> HTTPResponse:
        """A form for one entry; an address may bring words for it: `?question=`, `?answer=`, `?similar=`; `?again=` what was typed before."""
        before = await self._reading.run(request, self._plans.one, request.args.get("again", ""))
        typed = {name: request.args.get(name, "") for name in CELLS} if before is None else before.typed or {}
        topics = sorted({entry.topic for entry in self._book.read().entries.values()} - {""})
        return self._pages.render("faq_new.html", typed=typed, topics=topics, products=self._inside.shop.content.products.values(),
                                  **await self._common(request, agent))

    async def new(self, request: Request, agent: Agent) -> HTTPResponse:
        """One entry, under the same rules as a row of a spreadsheet."""
        cells = {name: request.form.get(name, "").replace("\r\n", "\n") for name in CELLS}
        return await self._typed(request, agent, cells, NEW)

    async def more(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """Further phrasings of an entry."""
        entry = await self._reading.run(request, self._book.entry, name)
        if entry is None:
            raise NoSuchThing("没有这条问答，可能已经删掉了。")
        similar = request.form.get("similar", "").replace("\r\n", "\n")
        if not similar.strip():
            raise BadMessage("没有写问法；请一行写一种顾客会用的问法。")
        cells = {"question": entry.question, "answer": entry.answer, "similar": similar}
        return await self._typed(request, agent, cells, f"{FAQ}/entry/{name}#asked")

    async def csv(self, request: Request, agent: Agent) -> HTTPResponse:
        """The template."""
        return _download(template_csv(), "text/csv; charset=utf-8", "csv")

    async def xlsx(self, request: Request, agent: Agent) -> HTTPResponse:
        """The template."""
        return _download(await self._reading.run(request, template_xlsx), _SHEET, "xlsx")

    # ---------------------------------------------------------------------------------------------------------------------------

    async def _upload(self, request: Request, agent: Agent, data: bytes, name: str) -> HTTPResponse:
        limits = self._settings
        make: Make = lambda known: plan_import(data, name, self._book, limits, known)  # noqa: E731
        return await self._begin(request, agent, name, FILE, make, again=IMPORT)

    async def _typed(self, request: Request, agent: Agent, cells: dict[str, str], again: str) -> HTTPResponse:
        limits = self._settings
        make: Make = lambda known: typed_plan(cells, self._book, limits, known)  # noqa: E731
        return await self._begin(request, agent, cells["question"], TYPED, make, again=again, typed={**cells})

    async def _begin(self, request: Request, agent: Agent, name: str, kind: str, make: Make, **about: Any) -> HTTPResponse:
        shown = "".join(c for c in name[:LONGEST_NAME] if c.isprintable())
        kept = await self._reading.run(request, self._plans.new, agent.name, shown, kind, **about)
        await self._previewing.begin(request.app.ctx.parts, kept, make)
        return done(request, f"{IMPORT}/{kept.id}")

    def _fits(self, size: int) -> None:
        if size > self._settings.megabytes * MEGABYTE:
            raise BadMessage(self._too_big(), 413)

    def _too_big(self) -> str:
        return f"文件超过 {self._settings.megabytes} MB，没有收；请分成几个文件再传（大小在 shop.yml 的 faq.megabytes 里改）。"

    @property
    def _settings(self) -> Any:
        return self._inside.shop.content.settings.faq


def _download(data: bytes, kind: str, ending: str) -> HTTPResponse:
    name = f"attachment; filename=\"faq.{ending}\"; filename*=UTF-8''{_TEMPLATE}.{ending}"
    return raw(data, content_type=kind, headers={**NOSNIFF, "Content-Disposition": name, "Cache-Control": "no-store"})
