"""Requests in; those of the reader's own browser, and of no other site, through; each answer with its headers out.

Every path goes through here, so that no page can forget a check:
the name in Host (a site that rebinds its own name to this machine has another), the reader, and for forms that
they came from a page of ours (Sec-Fetch-Site or Origin, and a proof made for the session).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from relanced.edge.settings import WebSettings
from relanced.web.session import COOKIE, Doorkeeper

MAX_BODY, MAX_FIELDS, MAX_TARGET = 16_384, 100, 4_096
ENTER = "/enter"  # where a browser is let in
OPEN = ("/static/", "/robots.txt")  # nothing of the firm
PROOF = "proof"  # the field of a form that carries it

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}


class Refused(Exception):  # noqa: N818 - says what became of the request
    """A request that goes no further: the status, and a word for who sent it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status
        self.said = said


@dataclass(slots=True)
class Guard:
    """The outermost part of the application."""

    app: ASGIApp
    keeper: Doorkeeper
    settings: WebSettings
    hosts: frozenset[str] = field(default_factory=frozenset)  # lower case, with the port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request, and hand it on."""
        if scope["type"] != "http":  # no web sockets; nothing is set up at the start
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(
                        name, value
                    )  # a file to keep has a stricter policy, the style sheet may be kept
            await send(message)

        try:
            receive = await self._check(scope, receive)
        except Refused as no:
            answer = PlainTextResponse(f"{no.said}\n", no.status, {"connection": "close"})
            await answer(scope, receive, with_headers)
        else:
            await self.app(scope, receive, with_headers)

    async def _check(self, scope: Scope, receive: Receive) -> Receive:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts or len(headers.getlist("host")) != 1:
            raise Refused(421, "This page is not shown under this name. [web] hosts lists further names.")
        if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_TARGET:
            raise Refused(414, "Too long.")
        state: dict[str, object] = scope.setdefault("state", {})
        session = self._session(headers)
        state["session"] = session
        method = scope["method"]
        if method in {"GET", "HEAD"}:
            return receive
        if method != "POST":
            raise Refused(405, "Only GET and POST.")
        _from_our_page(headers, scope["scheme"])
        fields = await _form(headers, receive)
        state["form"] = fields
        is_entering = scope["path"] == ENTER and session is None
        if not is_entering and (session is None or not self.keeper.is_proof(fields.get(PROOF, ""), session)):
            raise Refused(
                403, "This form is too old, or not ours: go back, load the page again, and repeat it."
            )
        return receive

    def _session(self, headers: Headers) -> str | None:
        """Whom this request is from; None: nobody who may come in."""
        trusted = self.settings.trust_header
        if trusted:
            named = headers.getlist(trusted)
            return f"user:{named[0]}" if len(named) == 1 and named[0] in self.settings.users else None
        for part in headers.get("cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == COOKIE and (session := self.keeper.session(value, time.time())):
                return session
        return None


def _from_our_page(headers: Headers, scheme: str) -> None:
    """Whether the browser says that a page of ours sent the form. Under no-referrer Origin is «null»: no word."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin", "null")
    ours = {f"{scheme}://{headers['host']}", f"https://{headers['host']}"}
    if site != "same-origin" and (site is not None or origin.lower() not in ours):
        raise Refused(403, "This form does not come from this page.")


async def _form(headers: Headers, receive: Receive) -> Mapping[str, str]:
    """The fields of a form, bounded; a field that is given twice counts as given last."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(415, "Only plain forms.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 9 or int(length) > MAX_BODY:
        raise Refused(413, "Too long.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "Cut off.")
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise Refused(413, "Too long.")
        if not message.get("more_body"):
            break
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise Refused(400, "This is no form of ours.") from None
    return dict(pairs)
