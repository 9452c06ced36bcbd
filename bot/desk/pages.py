"""The desk's addresses."""

from __future__ import annotations

from typing import Any, Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.desk.accounts import Accounts, Agent
from bot.desk.actions import Actions
from bot.desk.guarding import Guard, NoSuchThing
from bot.desk.learning.side import LearningSide
from bot.desk.live import Live
from bot.desk.missed_pages import MissedPages
from bot.desk.phrase_pages import PhrasePages
from bot.desk.pictures import Pictures
from bot.desk.reading import Reading, Subject
from bot.desk.rendering import Pages, by_script
from bot.desk.signing_in import SignIn
from bot.desk.streaming import Streaming
from bot.desk.supervising import Supervising, whole
from bot.handoff.conversations import Conversations
from bot.handoff.phrases import PhraseBook
from bot.sealed import Seal


def desk_pages(inside: Any) -> Blueprint:
    """The blueprint at /desk. `inside` is the server's World; the conversations come from `app.ctx.parts`."""
    return _DeskPages(inside).blueprint()


class _DeskPages:
    def __init__(self, inside: Any) -> None:
        self._pages = Pages(inside)
        book = PhraseBook(inside.engine, inside.clock, lambda: inside.shop.content.phrases)
        self._reading = Reading(inside, book)
        self._live = Live()
        self._sign_in = SignIn(Accounts(inside.engine), Seal(inside.settings.secret_key, "desk session"), self._pages.render)
        self._guard = Guard(self._sign_in, self._pages, self._again)
        self._actions = Actions(inside, self._reading, book)
        self._pictures = Pictures(inside, self._reading)
        self._phrases = PhrasePages(book, self._reading, self._pages, self._common)
        self._supervising = Supervising(Conversations(inside.engine), self._reading, self._pages, self._common)
        self._streaming = Streaming(self._live, self._sign_in)
        self._learning = LearningSide(inside, self._reading, self._pages, self._common)
        self._missed = MissedPages(inside, self._reading, self._pages, self._common)

    def blueprint(self) -> Blueprint:
        """Every address of the desk, on one page."""
        routes = Blueprint("desk", url_prefix="/desk")
        calm, known = self._guard.calm, self._guard.known

        def get(path: str, name: str, handler: Any, supervisor: bool = False) -> None:
            routes.add_route(known(handler, supervisor=supervisor), path, name=name)

        def post(path: str, name: str, handler: Any, supervisor: bool = False, stream: bool = False) -> None:
            routes.add_route(known(handler, changes=True, supervisor=supervisor), path, methods=["POST"], name=name, stream=stream)

        routes.add_route(calm(self._asset), "/static/<name:str>", name="asset")
        routes.add_route(calm(self._sign_in.ask), "/sign-in", name="ask")
        routes.add_route(calm(self._sign_in.enter), "/sign-in", methods=["POST"], name="enter")
        get("/", "home", self._home)
        get("/queue", "queue", self._queue)
        get("/live", "live", self._streaming.stream)
        get("/tickets/<id:int>", "ticket", self._show)
        get("/tickets/<id:int>/talk", "talk", self._talk)
        get("/tickets/<id:int>/suggestions", "suggestions", self._suggestions)
        get("/tickets/<id:int>/transfer", "ask_transfer", self._ask_transfer)
        get("/tickets/<id:int>/phrases", "find_phrases", self._phrases.find)
        get("/tickets/<id:int>/pictures/<name:str>", "picture", self._pictures.of_ticket)
        get("/conversations", "conversations", self._supervising.all, supervisor=True)
        get("/conversation", "conversation", self._conversation, supervisor=True)
        get("/conversation/talk", "conversation_talk", self._conversation_talk, supervisor=True)
        get("/conversation/pictures/<name:str>", "conversation_picture", self._pictures.of_conversation, supervisor=True)
        get("/phrases", "phrases", self._phrases.show)
        post("/sign-out", "leave", self._sign_in.leave)
        post("/status", "status", self._actions.status)
        post("/next", "next", self._actions.next)
        post("/take-over", "take_over", self._actions.take_over, supervisor=True)
        for action in (self._actions.take, self._actions.reply, self._actions.note, self._actions.transfer, self._actions.give_back,
                       self._actions.end, self._actions.describe, self._actions.typing):  # fmt: skip
            post(f"/tickets/<id:int>/{action.__name__.replace('_', '-')}", action.__name__, action)
        post("/tickets/<id:int>/pictures", "send_picture", self._pictures.send, stream=True)
        for action in (self._phrases.save, self._phrases.remove, self._phrases.restore):
            post(f"/phrases/{action.__name__}", f"phrase_{action.__name__}", action)
        side = self._learning
        faq, uploads, previews, rounds, models = side.faq, side.uploads, side.previews, side.rounds, side.models
        for path, name, page in (
            ("/faq", "faq", faq.show), ("/faq/entry/<name:str>", "faq_entry", faq.one), ("/faq/new", "faq_ask_new", uploads.ask_new),
            ("/faq/import", "faq_ask_import", uploads.ask), ("/faq/import/<plan:str>", "faq_preview", previews.show),
            ("/faq/import/<plan:str>/progress", "faq_progress", previews.progress), ("/faq/template.csv", "faq_csv", uploads.csv),
            ("/faq/template.xlsx", "faq_xlsx", uploads.xlsx), ("/learning", "learning", rounds.all),
            ("/learning/<round:str>", "learning_round", rounds.one), ("/models", "models", models.all),
        ):  # fmt: skip
            get(path, name, page, supervisor=True)
        for path, name, action in (
            ("/faq/new", "faq_new", uploads.new), ("/faq/import", "faq_send", uploads.send), ("/faq/restore", "faq_restore", faq.restore),
            ("/faq/import/<plan:str>/choose", "faq_choose", previews.choose), ("/faq/import/<plan:str>/confirm", "faq_confirm", previews.confirm),
            ("/faq/entry/<name:str>/answer", "faq_answer", faq.answer), ("/faq/entry/<name:str>/dates", "faq_dates", faq.dates),
            ("/faq/entry/<name:str>/stop", "faq_stop", faq.stop), ("/faq/entry/<name:str>/remove", "faq_remove", faq.remove),
            ("/faq/entry/<name:str>/phrasings", "faq_more", uploads.more), ("/learning/start", "learning_start", rounds.start),
            ("/learning/<round:str>/promote", "learning_promote", rounds.promote), ("/models/promote", "models_promote", models.promote),
            ("/models/rollback", "models_rollback", models.rollback),
        ):  # fmt: skip
            post(path, name, action, supervisor=True)
        post("/faq/import/file", "faq_send_file", uploads.send_file, supervisor=True, stream=True)
        get("/missed", "missed", self._missed.show, supervisor=True)
        get("/missed/<page:int>", "missed_page", self._missed.show, supervisor=True)
        for path, name, action in (("same", "missed_same", self._missed.same), ("new", "missed_new", self._missed.new),
                                   ("not-for-the-bot", "missed_not", self._missed.not_for_the_bot), ("undo", "missed_undo", self._missed.undo)):
            post(f"/missed/{path}", name, action, supervisor=True)
        post("/wrong", "mark_wrong", self._missed.mark_wrong)
        # Not <rest:path>, nor <rest:str>: both fit /desk/ and every other address with a slash at its end, and would come before it.
        routes.add_route(calm(self._nothing), r"/<rest:.*[^/]>", methods=["GET", "POST"], name="nothing")

        async def stop(app: Any, loop: Any) -> None:
            """Open streams would keep the server from stopping."""
            await self._live.close()
            await self._learning.uploads.close()

        routes.before_server_stop(stop)  # a function: Sanic takes a bound method for a missing one, and drops it
        return routes

    async def _home(self, request: Request, agent: Agent) -> HTTPResponse:
        return await self._desk(request, agent, None)

    async def _show(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        return await self._desk(request, agent, await self._reading.subject(request, id))

    async def _conversation(self, request: Request, agent: Agent) -> HTTPResponse:
        return await self._desk(request, agent, await self._reading.conversation(request, request.args.get("id", "")))

    async def _queue(self, request: Request, agent: Agent) -> HTTPResponse:
        """The list alone, for the script that keeps it fresh."""
        return self._pages.render("_queue.html", agent=agent, current=None, **await self._queue_values(request, agent, shared=True))

    async def _talk(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        return await self._talk_of(request, agent, await self._reading.subject(request, id))

    async def _conversation_talk(self, request: Request, agent: Agent) -> HTTPResponse:
        return await self._talk_of(request, agent, await self._reading.conversation(request, request.args.get("id", "")))

    async def _talk_of(self, request: Request, agent: Agent, subject: Subject) -> HTTPResponse:
        """The conversation alone, or an older stretch of it; 204 while nothing in it changed."""
        before = whole(request.args.get("before"))
        talk = await self._reading.talk(request, subject, before)
        state = state_of(subject, talk.state)
        if before is None and request.args.get("state") == state:
            return empty()
        return self._pages.render("_talk.html", agent=agent, subject=subject, ticket=subject.ticket, talk=talk, state=state)

    async def _suggestions(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        subject = await self._reading.subject(request, id)
        return self._pages.render("_suggestions.html", suggestions=await self._reading.suggestions(request, subject, agent.name))

    async def _ask_transfer(self, request: Request, agent: Agent, id: int) -> HTTPResponse:
        """Whom a conversation can go to, as they are now."""
        ticket = await self._reading.ticket(request, id)
        teams, colleagues = await self._reading.team_rows(request, agent.name), await self._reading.colleagues(request)
        return self._pages.render("_transfer.html", agent=agent, ticket=ticket, teams=teams, colleagues=colleagues)

    async def _nothing(self, request: Request, rest: str) -> HTTPResponse:
        """Every other address of the desk."""
        raise NoSuchThing("没有这个网页，可能网址不对。")

    async def _asset(self, request: Request, name: str) -> HTTPResponse:
        return self._pages.assets.response(request, name)

    async def _again(self, request: Request, agent: Agent, named: dict[str, Any], error: Exception, status: int) -> HTTPResponse:
        subject = await self._reading.subject(request, named["id"])
        return await self._desk(request, agent, subject, problem=str(error), status=status, draft=request.form.get("text", ""))

    async def _desk(self, request: Request, agent: Agent, subject: Optional[Subject], status: int = 200, **more: Any) -> HTTPResponse:
        """The whole desk; for the script only what belongs to the conversation."""
        values: dict[str, Any] = {"problem": "", "draft": "", "subject": subject, "ticket": subject.ticket if subject else None, **more}
        values["current"] = values["ticket"].id if values["ticket"] else None
        mark = await self._reading.mark(request)  # before anything is read: what comes later is told by the stream
        if subject:
            talk = await self._reading.talk(request, subject, whole(request.args.get("before")))
            values.update(talk=talk, state=state_of(subject, talk.state), pane=await self._reading.pane(request, subject))
        if by_script(request):
            return self._pages.render("_work.html", status, agent=agent, token=self._sign_in.token(request), **values)
        queue = await self._queue_values(request, agent)
        return self._pages.render("desk.html", status, mark=mark, **{**await self._common(request, agent), **queue, **values})

    async def _queue_values(self, request: Request, agent: Agent, shared: bool = False) -> dict[str, Any]:
        return {"groups": await self._reading.queue(request, agent.name, shared), "colleagues": await self._reading.colleagues(request, shared)}

    async def _common(self, request: Request, agent: Agent) -> dict[str, Any]:
        """What every whole page needs."""
        me = await self._reading.run(request, request.app.ctx.parts.human.presence.one, agent.name)
        return {"agent": agent, "me": me, "token": self._sign_in.token(request), "said": request.args.get("said", "")}


def state_of(subject: Subject, talk: str) -> str:
    """Changes whenever the conversation has to be shown anew."""
    return f"{talk}-{subject.ticket.state if subject.ticket else ''}-{subject.conversation.version}"
