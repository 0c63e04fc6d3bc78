"""Asking a provider: TLS that is proven, no redirect, no proxy, a bounded time; and what its words mean."""

import re
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme

from relanced.edge.oauth import says
from relanced.edge.oauth.asking import NoAnswer, ask
from relanced.edge.oauth.says import Refusal
from relanced.edge.settings import Provider


class _Server:
    """Answers each POST by these bytes, one at a time where it drips."""

    def __init__(self, answer: bytes, drip_s: float = 0.0) -> None:
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.asked.append(self.path)
                self.rfile.read(int(self.headers.get("content-length", "0")))
                for byte in range(len(answer)) if drip_s else range(1):
                    self.wfile.write(answer[byte : byte + 1] if drip_s else answer)
                    time.sleep(drip_s)

            def log_message(self, *_: object) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = int(self.http.server_address[1])


@contextmanager
def _serving(server: _Server) -> Iterator[_Server]:
    server.http.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up is no news
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"a":1}'


def test_a_provider_that_does_not_prove_itself_gets_no_token() -> None:
    server = _Server(GOOD)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    with _serving(server), pytest.raises(NoAnswer, match=r"(?i)certificate"):
        ask(f"https://127.0.0.1:{server.port}/token", "refresh_token=secret", 5)
    assert server.asked == []


def test_a_redirect_takes_the_token_nowhere() -> None:
    with _serving(_Server(GOOD)) as other:
        away = f"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n"
        with _serving(_Server(away.encode())) as server, pytest.raises(NoAnswer, match="307"):
            ask(f"http://127.0.0.1:{server.port}/token", "refresh_token=secret", 5)
    assert (len(server.asked), len(other.asked)) == (1, 0)


def test_a_proxy_of_the_environment_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with _serving(_Server(GOOD)) as server:
        assert ask(f"http://127.0.0.1:{server.port}/token", "a=b", 5) == {"a": 1}


def test_a_provider_that_drips_costs_no_more_time_than_one_that_is_silent() -> None:
    begun = time.monotonic()
    with _serving(_Server(GOOD, drip_s=0.1)) as server, pytest.raises(NoAnswer, match="within"):
        ask(f"http://127.0.0.1:{server.port}/token", "a=b", 0.5)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    ("provider", "error", "description", "todo"),
    [
        (
            Provider.MICROSOFT,
            "invalid_client",
            "AADSTS7000218: The request body …",
            "Allow public client flows",
        ),
        (Provider.MICROSOFT, "invalid_grant", "AADSTS50173: …", "password was changed"),
        (Provider.MICROSOFT, "invalid_grant", "of a code that nobody knows", "docs/oauth.md"),
        (Provider.MICROSOFT, "invalid_client", "", "client_id and client_secret"),
        (Provider.GOOGLE, "invalid_grant", "Token has been expired or revoked.", "7 days"),
        (Provider.GOOGLE, "redirect_uri_mismatch", "", "Desktop app"),
        (Provider.GOOGLE, "invalid_grant", "AADSTS7000218", "7 days"),
    ],
)
def test_a_refusal_says_what_to_do(provider: Provider, error: str, description: str, todo: str) -> None:
    said = Refusal(error, description).in_words(provider)
    assert todo in said
    assert error in said


def test_a_provider_s_words_steer_no_terminal_and_are_cut() -> None:
    said = Refusal("x\x1b]0;evil\x07", "a\nb\u202e" + "c" * 5_000).in_words(Provider.GOOGLE)
    assert not set(said) & set("\x1b\x07\n\u202e")
    assert len(said) < 500


def test_each_code_that_the_page_names_has_its_words() -> None:
    page = (Path(__file__).parents[3] / "docs" / "oauth.md").read_text("utf-8")
    told = re.findall(r"AADSTS(\d+)", page)
    assert len(told) > 20
    assert set(told) <= set(says._MICROSOFT)
