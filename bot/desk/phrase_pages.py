"""The phrase book at the desk: what "/" finds, and the page on which it is kept."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.checking import checked_text
from bot.desk.accounts import Agent
from bot.desk.reading import Reading
from bot.desk.rendering import Pages, done
from bot.handoff.phrases import Phrase, PhraseBook, fill
from bot.shop.phrases import VARIABLES

BOOK = "/desk/phrases"
LONGEST_TYPED = 60


class PhrasePages:
    """`common` gives what every whole page needs beside its own values."""

    def __init__(self, book: PhraseBook, reading: Reading, pages: Pages, common: Any) -> None:
        self._book = book
        self._reading = reading
        self._pages = pages
        self._common = common

    async def find(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """What fits the words behind "/", filled for this conversation."""
        subject = await self._reading.subject(request, id)
        found = await self._reading.run(request, self._book.find, agent.name, request.args.get("q", "")[:LONGEST_TYPED])
        values = await self._reading.values(request, subject, agent.name)
        return self._pages.render("_phrase_choices.html", phrases=[(phrase, fill(phrase.text, values)) for phrase in found])

    async def show(self, request: Request, agent: Agent) -> HTTPResponse:
        """The whole book; `?edit=ID` opens one for editing, `?edit=new` an empty one."""
        phrases = await self._reading.run(request, self._book.all, agent.name)
        removed = await self._reading.run(request, self._book.removed) if agent.supervisor else []
        topics = [(topic, list(some)) for topic, some in groupby(phrases, key=lambda phrase: phrase.topic)]
        edited = next((phrase for phrase in phrases if phrase.id == request.args.get("edit")), None)
        new = Phrase("", request.args.get("topic", ""), "", "", agent.name) if request.args.get("edit") == "new" else None
        return self._pages.render("phrases.html", topics=topics, edited=edited or new, removed=removed, variables=VARIABLES,
                                  **await self._common(request, agent))

    async def save(self, request: Request, agent: Agent) -> HTTPResponse:
        """A new phrase, or an old one changed."""
        form = request.form
        await self._reading.run(
            request, self._book.save, agent.name, agent.role, form.get("id") or None, checked_text(form.get("topic", "")),
            checked_text(form.get("title", "")), checked_text(form.get("text", "")).replace("\r\n", "\n"), form.get("personal") == "1")
        return done(request, BOOK, "phrase_saved")

    async def remove(self, request: Request, agent: Agent) -> HTTPResponse:
        """One fewer."""
        await self._reading.run(request, self._book.remove, agent.name, agent.role, request.form.get("id", ""))
        return done(request, BOOK, "phrase_removed")

    async def restore(self, request: Request, agent: Agent) -> HTTPResponse:
        """The file's own wording again."""
        await self._reading.run(request, self._book.restore, agent.role, request.form.get("id", ""))
        return done(request, BOOK, "phrase_restored")
