"""The shop's own questions at the desk: all of them, and one of them to be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Mapping, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import BadMessage
from bot.desk.accounts import Agent
from bot.desk.guarding import NoSuchThing
from bot.desk.learning.learnt import Learning
from bot.desk.learning.plans import REMOVED, Plans
from bot.desk.learning.promoting import promotes_itself
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, done
from bot.desk.supervising import whole
from bot.desk.views.faq import STATES, EntryRow, entry_list, entry_row
from bot.faq import Book, BookProblem, Entry, Plan, PreviewRow, take
from bot.faq.dates import read_date
from bot.faq.personal import find_personal
from bot.faq.texts import answer_text

FAQ = "/desk/faq"
LONGEST_TYPED = 60
GONE_SHOWN = 5  # entries removed last that can be brought back


class FaqPages:
    """`inside` is the server's World; `common` gives what every whole page needs beside its own values."""

    def __init__(self, inside: Any, book: Book, plans: Plans, learning: Learning, reading: Reading, pages: Pages, common: Any) -> None:
        self._inside = inside
        self._book = book
        self._plans = plans
        self._learning = learning
        self._reading = reading
        self._pages = pages
        self._common = common

    async def show(self, request: Request, agent: Agent) -> HTTPResponse:
        """`?q=` with these words, `?topic=` of this topic, `?state=` one of STATES, `?page=`."""
        asked = request.args
        state = asked.get("state") if asked.get("state") in STATES else ""
        topic = asked.get("topic", "")[:LONGEST_TYPED]
        words = asked.get("q", "")[:LONGEST_TYPED]
        rows, problems, gone = await self._reading.run(request, self._read)
        only = None if not topic else "" if topic == "-" else topic
        found = entry_list(rows, words, only, state, whole(asked.get("page")) or 1)
        unlearnt = sum(row.group == "unlearnt" for row in rows)
        return self._pages.render("faq.html", list=found, state=state, topic=topic, words=words, problems=problems, gone=gone, unlearnt=unlearnt,
                                  promote_itself=promotes_itself(self._inside), **await self._common(request, agent))

    async def one(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """One entry with everything that can be changed."""
        return await self._entry(request, agent, name)

    async def answer(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """Another wording."""
        typed = request.form.get("answer", "")
        problem = self._wrong(typed, public=request.form.get("public") == "1")
        return await self._change(request, agent, name, "answer", problem, lambda: self._book.answer(name, typed, agent.name, self._now()))

    async def dates(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """From when until when it is answered."""
        try:
            first, last = (_moment(request.form.get(field, ""), field == "until") for field in ("from", "until"))
            problem = f"结束的时间 {last:%Y-%m-%d %H:%M} 比开始的 {first:%Y-%m-%d %H:%M} 还早，没有存；请改其中一个。" if first and last and last < first else ""
        except ValueError as error:
            first = last = None
            problem = str(error)
        return await self._change(request, agent, name, "dates", problem, lambda: self._set(name, agent.name, valid_from=first, valid_until=last))

    async def stop(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """Not answered any more from this minute on."""
        now = self._now()
        return await self._change(request, agent, name, "stopped", "", lambda: self._book.expire(name, now - timedelta(minutes=1), agent.name, now))

    async def remove(self, request: Request, agent: Agent, name: str) -> HTTPResponse:
        """Takes it out of the book; what it was is kept for a while."""
        await self._booked(request, lambda: self._removed(name, agent.name))
        return done(request, FAQ, "faq_removed")

    async def restore(self, request: Request, agent: Agent) -> HTTPResponse:
        """Brings a removed one back as it was."""
        kept = await self._reading.run(request, self._plans.one, request.form.get("plan", ""))
        if kept is None or kept.kind != REMOVED:
            raise NoSuchThing("这条问答删掉太久了，找不回来；请重新加一条。")
        plan = await self._reading.run(request, self._plans.plan, kept.id)
        await self._booked(request, lambda: self._restored(kept.id, plan, agent.name))
        return done(request, f"{FAQ}/entry/{plan.rows[0].after.name}", "faq_restored")

    # The book, in a thread -----------------------------------------------------------------------------------------------------

    def _read(self) -> tuple[list[EntryRow], tuple[Any, ...], list[Any]]:
        reading, now, learnt, products = self._book.read(), self._now(), self._learning.known(), self._products()
        rows = [entry_row(entry, now, learnt, products) for entry in reading.entries.values()]
        gone = [one for one in self._plans.latest(REMOVED) if one.taken is None][:GONE_SHOWN]
        return rows, reading.problems, gone

    def _set(self, name: str, by: str, **fields: Optional[datetime]) -> None:
        def edit(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
            if name not in entries:
                raise BookProblem("这条问答刚才被别人删掉了，没有存；可以在问答页面的最下面恢复它。")
            return {**entries, name: replace(entries[name], **fields, by=by, at=self._now())}

        self._book.change(edit)

    def _removed(self, name: str, by: str) -> None:
        entry = self._book.entry(name)
        self._book.remove(name)  # first, for it says when there is none
        kept = self._plans.new(by, entry.question, REMOVED)
        self._plans.ready(kept.id, Plan((PreviewRow(1, "new", "", entry.question, entry.answer, None, entry),)))

    def _restored(self, id: str, plan: Plan, by: str) -> None:
        with self._plans.held(id) as kept:
            if kept.taken is None:
                take(plan, self._book, by, self._now())
                self._plans.took(kept, by=by)

    # Pages ---------------------------------------------------------------------------------------------------------------------

    async def _change(self, request: Request, agent: Agent, name: str, what: str, problem: str, work: Any) -> HTTPResponse:
        """Does it and shows the entry; what cannot be done is told there, with what was typed."""
        if not problem:
            try:
                await self._reading.run(request, work)
                return done(request, f"{FAQ}/entry/{name}", f"faq_{what}")
            except BookProblem as error:
                problem = str(error)
        if self._book.entry(name) is None:
            raise NoSuchThing("没有这条问答，可能已经删掉了。")
        return await self._entry(request, agent, name, 400, problem=problem, wrong=what, typed={field: request.form.get(field) for field in request.form})

    async def _entry(self, request: Request, agent: Agent, name: str, status: int = 200, **more: Any) -> HTTPResponse:
        row = await self._reading.run(request, self._row, name)
        if row is None:
            raise NoSuchThing("没有这条问答，可能已经删掉了。")
        personal = find_personal(more.get("typed", {}).get("answer") or row.entry.answer)
        values = {"problem": "", "wrong": "", "typed": {}, "personal": personal, **more}
        return self._pages.render("faq_entry.html", status, row=row, entry=row.entry, **values, **await self._common(request, agent))

    def _row(self, name: str) -> Optional[EntryRow]:
        entry = self._book.entry(name)
        return entry and entry_row(entry, self._now(), self._learning.known(), self._products())

    async def _booked(self, request: Request, work: Any) -> Any:
        try:
            return await self._reading.run(request, work)
        except BookProblem as error:
            raise BadMessage(str(error), 409) from None

    def _wrong(self, answer: str, public: bool) -> str:
        """What is wrong with an answer, or ""."""
        longest, found = self._inside.shop.content.settings.faq.longest_answer, find_personal(answer)
        if len(answer_text(answer)) > longest:
            return f"答案有 {len(answer_text(answer))} 个字，最多 {longest} 个，没有存；请缩短（上限在 shop.yml 的 faq.longest_answer 里改）。"
        if found and not public:
            return f"答案里有{found}，每位顾客都会看到，没有存；请去掉，确实要公开的话请勾选下面的“可以公开”。"
        return ""

    def _products(self) -> Mapping[str, str]:
        return {id: product.name for id, product in self._inside.shop.content.products.items()}

    def _now(self) -> datetime:
        return self._inside.clock.now()


def _moment(text: str, ends: bool) -> Optional[datetime]:
    try:
        return read_date(text[:40], ends)
    except ValueError:
        raise ValueError(f"时间写了“{text[:20]}”，看不懂，没有存；请写成 2026-12-12 20:00，长期有效就空着。") from None
