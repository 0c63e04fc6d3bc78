"""A provider of tokens on 127.0.0.1 that does as its script says: codes, browsers, rotation, refusals, silence.

In threads of its own: who asks it may block.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

SCOPES = {
    "microsoft": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
    "google": "https://mail.google.com/",
}


@dataclass(frozen=True, slots=True)
class No:
    """A refusal, or trouble: a status and OAuth's word."""

    status: int
    error: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Hang:
    """Nothing, for so long."""

    seconds: float = 30


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes in place of JSON."""

    body: bytes
    status: int = 200


Says = No | Hang | Raw


@dataclass(slots=True)
class Asked:
    """One request for tokens."""

    form: dict[str, str]
    at: float


@dataclass(slots=True)
class ScriptedOAuth:
    """A running provider: what it will say, and what it was asked."""

    port: int = 0
    says: list[Says] = field(default_factory=list)  # to the next requests for tokens, in turn; then it grants
    rotates: bool = True  # each refresh token is good for one use
    life_s: float = 3600
    slow_s: float = 0.0  # before each answer
    user: str = ""  # whose tokens these are, as Dovecot hears
    scope: str = SCOPES["microsoft"]
    gives_refresh_token: bool = True
    code_life_s: float = 900
    asked: list[Asked] = field(default_factory=list)
    good_refresh: set[str] = field(default_factory=set)
    good_access: set[str] = field(default_factory=set)
    count: int = 0
    challenges: dict[str, str] = field(default_factory=dict)  # by code: of PKCE
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def issue(self) -> str:
        """A refresh token that is good."""
        with self.lock:
            self.count += 1
            token = f"refresh-{self.count}-of-the-scripted-provider"
            self.good_refresh.add(token)
            return token

    def grants(self) -> int:
        return sum(1 for each in self.asked if each.form.get("grant_type") == "refresh_token")

    def token(self, form: dict[str, str]) -> tuple[int, object]:
        """The answer to a request for tokens."""
        with self.lock:
            self.asked.append(Asked(form, time.monotonic()))
            said = self.says.pop(0) if self.says else None
        if isinstance(said, Hang):
            time.sleep(said.seconds)
        if isinstance(said, Raw):
            return said.status, said.body
        if isinstance(said, No):
            known = {"error": said.error, "error_description": said.description} if said.error else {}
            return said.status, known
        time.sleep(self.slow_s)
        return self._grant(form)

    def _grant(self, form: dict[str, str]) -> tuple[int, object]:
        if form.get("grant_type") == "refresh_token":
            with self.lock:
                if form["refresh_token"] not in self.good_refresh:
                    return 400, {"error": "invalid_grant", "error_description": "it was used, or withdrawn"}
                if self.rotates:
                    self.good_refresh.discard(form["refresh_token"])
        if form.get("grant_type") == "authorization_code":
            hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
            if self.challenges.pop(form["code"], None) != challenge:
                return 400, {"error": "invalid_grant", "error_description": "not who began"}
        refresh = self.issue() if self.rotates or form.get("grant_type") != "refresh_token" else ""
        access = f"access-{self.count}-{len(self.asked)}-of-the-scripted-provider"
        self.good_access.add(access)
        answer: dict[str, Any] = {"token_type": "Bearer", "access_token": access, "expires_in": self.life_s}
        answer["scope"] = self.scope
        if refresh and self.gives_refresh_token:
            answer["refresh_token"] = refresh
        return 200, answer

    def device(self) -> tuple[int, object]:
        return 200, {
            "device_code": "the-device-code-of-the-script",
            "user_code": "ABCD-EFGH",
            "verification_uri": "https://login.example/device",
            "expires_in": self.code_life_s,
            "interval": 0.05,
        }

    def sent_back(self, query: dict[str, str]) -> str:
        """Where a browser is sent once its user has accepted."""
        code = f"code-{len(self.challenges)}-of-the-scripted-provider"
        self.challenges[code] = query["code_challenge"]
        assert query["code_challenge_method"] == "S256"
        return f"{query['redirect_uri']}/?{urlencode({'state': query['state'], 'code': code})}"

    def introspected(self, token: str) -> dict[str, object]:
        """What Dovecot hears of a token."""
        return {"active": token in self.good_access, "username": self.user, "email": self.user}


def _handler(oauth: ScriptedOAuth) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            form = dict(parse_qsl(body))
            path = urlsplit(self.path).path
            if path == "/token":
                self._answer(*oauth.token(form))
            elif path == "/devicecode":
                self._answer(*oauth.device())
            else:
                self._answer(200, oauth.introspected(form.get("token", "")))

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            query = dict(parse_qsl(split.query))
            if split.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", oauth.sent_back(query))
                self.end_headers()
            else:
                self._answer(200, oauth.introspected(query.get("token", "")))

        def _answer(self, status: int, said: object) -> None:
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):  # who asked waits no longer
                super().handle()

    return Handler


@contextmanager
def scripted_oauth() -> Iterator[ScriptedOAuth]:
    """A provider on a free port."""
    oauth = ScriptedOAuth()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(oauth))
    server.daemon_threads = True
    server.block_on_close = False
    oauth.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield oauth
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
