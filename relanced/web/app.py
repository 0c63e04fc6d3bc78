"""Settings in, the application that a browser talks to out: addresses, languages, and how trouble is shown."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import quote

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from relanced.edge.settings import WebSettings
from relanced.edge.store import StoreAbsent, StoreLocked, StoreUnusable
from relanced.web import deciding, reading
from relanced.web.ask import Answer, Ask, Download, Elsewhere, Missing, Page, query_of
from relanced.web.guard import ENTER, PROOF, Guard
from relanced.web.render import linker, render
from relanced.web.session import COOKIE, LASTS_S, Doorkeeper
from relanced.web.shelf import Firm, Shelf
from relanced.web.words import Say, plain

log = structlog.get_logger()

READING: Mapping[str, Callable[[Ask], Answer]] = {
    "": reading.first,
    "clients": reading.clients,
    "client": reading.client,
    "invoice": reading.invoice,
    "todo": reading.todo,
    "plan": reading.plan,
    "letters": reading.letters,
    "letter": reading.letter,
    "health": reading.health,
}
DECIDING: Mapping[str, Callable[[Ask], Answer]] = {
    "decide": deciding.decide,
    "mail": deciding.judge,
    "credit": deciding.credit,
    "task": deciding.task,
    "state": deciding.state,
}
WRONG_TOKEN_S = 1.0  # so long a wrong token waits for its answer


@dataclass(slots=True)
class Site:
    """All pages of all firms."""

    shelf: Shelf
    keeper: Doorkeeper
    has_proxy: bool = False  # a reverse proxy says who asks
    used: Callable[[], None] = lambda: None  # called when the link was used: another may be shown
    _busy: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(4))

    def application(self, settings: WebSettings, hosts: frozenset[str]) -> Guard:
        """The application, with its guard before it."""
        routes = [
            Route("/", self.home),
            Route(ENTER, self.enter, methods=["GET", "POST"]),
            Route("/static/{name}", _static),
            Route("/firm/{firm}/{page:path}", self.page, methods=["GET", "POST"]),
        ]
        handlers = {404: self._nowhere, Exception: self._broken}
        starlette = Starlette(routes=routes, exception_handlers=handlers)
        return Guard(starlette, self.keeper, settings, hosts)

    async def home(self, request: Request) -> Response:
        """The one firm's first page, or the list of firms."""
        if request.state.session is None:
            return self._closed(request)
        firms = list(self.shelf.firms.values())
        if len(firms) == 1:
            return RedirectResponse(linker(firms[0].name)(), 303)
        shown = []
        for firm in firms:
            try:
                view = await firm.view()
            except (StoreUnusable, StoreLocked, StoreAbsent):
                view = None
            needs = sum(many for _, many in reading.needs(view)) if view else 0
            shown.append((firm, view, needs))
        say = _say(firms[0])
        return HTMLResponse(render("firms", {"say": say, "firms": shown, "link_of": linker}))

    async def enter(self, request: Request) -> Response:
        """Let a browser in: by the link for once, or by the token that is typed."""
        say, wrong = _say(next(iter(self.shelf.firms.values()))), False
        if request.state.session is not None:
            return RedirectResponse("/", 303)
        given = (
            request.state.form.get("token", "")
            if request.method == "POST"
            else request.query_params.get("t", "")
        )
        if given and self.keeper.is_closed(time.monotonic()):
            return PlainTextResponse(say("enter.closed"), 429)
        is_in = bool(given) and (
            self.keeper.is_token(given) if request.method == "POST" else self.keeper.is_link(given)
        )
        if is_in:
            if request.method == "GET":
                self.used()
            # No redirect: a browser that came from elsewhere would not send a strict cookie on its way.
            answer = HTMLResponse(render("inside", {"say": say}))
            is_tls = request.headers.get("x-forwarded-proto") == "https"
            answer.set_cookie(
                COOKIE,
                self.keeper.cookie(time.time()),
                LASTS_S,
                httponly=True,
                samesite="strict",
                secure=is_tls,
            )
            log.info("web_let_in", by="token" if request.method == "POST" else "link")
            return answer
        if given:
            wrong = True
            self.keeper.was_wrong(time.monotonic())
            log.warning("web_wrong_token")
            await asyncio.sleep(WRONG_TOKEN_S)
        return self._closed(request, wrong=wrong)

    def _closed(self, request: Request, *, wrong: bool = False) -> Response:  # noqa: ARG002
        say = _say(next(iter(self.shelf.firms.values())))
        values = {
            "say": say,
            "wrong": wrong,
            "has_token": self.keeper.token is not None,
            "has_proxy": self.has_proxy,
        }
        return HTMLResponse(render("enter", values), 403 if wrong else 401)

    async def page(self, request: Request) -> Response:
        """One page of a firm."""
        if request.state.session is None:
            return self._closed(request)
        firm = self.shelf.firms.get(request.path_params["firm"])
        name = request.path_params["page"]
        is_form = request.method == "POST"
        make = DECIDING.get(name) or (None if is_form else READING.get(name))
        if firm is None or make is None:
            return self._nowhere(request, None)
        try:
            view = await firm.view()
        except (StoreUnusable, StoreLocked, StoreAbsent) as error:
            return _trouble(firm, plain(str(error), 600))
        if view is None:
            return _trouble(firm, "")
        ask = Ask(
            firm=firm,
            view=view,
            say=_say(firm),
            query=query_of(request.scope["query_string"]),
            form=request.state.form if is_form else {},
        )
        proof = self.keeper.form_proof(request.state.session)
        async with self._busy:
            return await asyncio.to_thread(self._answer, ask, make, proof)

    def _answer(self, ask: Ask, make: Callable[[Ask], Answer], proof: str) -> Response:
        try:
            answer = make(ask)
        except Missing:
            answer = Page("nowhere", {}, status=404)
        match answer:
            case Elsewhere(to=to):
                return RedirectResponse(to, 303)
            case Download(name=name, content=content):
                return _download(name, content)
            case Page(template=template, values=values, here=here, status=status):
                return HTMLResponse(render(template, {**self._frame(ask, here, proof), **values}), status)

    def _frame(self, ask: Ask, here: str, proof: str) -> dict[str, object]:
        """What every page of a firm has."""
        return {
            "say": ask.say,
            "link": ask.link,
            "here": here,
            "firm": ask.firm,
            "books": ask.view.books,
            "today": ask.view.today,
            "waits": sum(many for _, many in reading.needs(ask.view)),
            "pending": ask.firm.noted,
            "many_firms": len(self.shelf.firms) > 1,
            "proof_name": PROOF,
            "proof": proof,
        }

    def _nowhere(self, request: Request, _: object) -> Response:
        if getattr(request.state, "session", None) is None:
            return PlainTextResponse("Not found.\n", 404)
        return HTMLResponse(render("lost", {"say": _say(next(iter(self.shelf.firms.values())))}), 404)

    def _broken(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        log.error("web_page_failed", error=type(error).__name__)
        return HTMLResponse(render("broken", {"say": _say(next(iter(self.shelf.firms.values())))}), 500)


def _say(firm: Firm) -> Say:
    rules = firm.settings.rules
    return Say.of(rules.firm.language, rules.calendar.timezone)


def _trouble(firm: Firm, why: str) -> Response:
    """The store cannot be read, or nothing is in it yet."""
    return HTMLResponse(render("trouble", {"say": _say(firm), "firm": firm, "why": why}), 503)


def _download(name: str, content: bytes) -> Response:
    kind = "application/pdf" if name.lower().endswith(".pdf") else "application/octet-stream"
    plain_name = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    headers = {
        "content-disposition": f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, 200, headers, kind)


_FILES = {"style.css": "text/css", "icon.svg": "image/svg+xml"}


async def _static(request: Request) -> Response:
    """What belongs to every page, and says nothing of the firm."""
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("Not found.\n", 404)
    content = files("relanced.web").joinpath("static", name).read_bytes()
    return Response(content, 200, {"cache-control": "public, max-age=3600"}, _FILES[name])
